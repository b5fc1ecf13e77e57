"""Verbs of holders: list who held the goods, write down what each answered, take an answer back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import actors, journal
from txng.accounts.actors import Actor
from txng.supervision.actions.recalls import locked, record
from txng.supervision.errors import NoSuchRecallError, NotAllowedError, RecallError
from txng.supervision.models import Recall, RecallHolder
from txng.supervision.queries import recalls as queries
from txng.supervision.queries.recall_reach import Found, Reach, reach_of
from txng.supervision.rules import ORDER_RECALL, RECALL
from txng.supervision.rules import recalls as rules
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class Answer:
    """In the unit of the row. `out` where the events did not tell it; None is not known."""

    returned: Decimal | None
    destroyed: Decimal | None
    done_on: date
    note: str = ""
    out: Decimal | None = None
    unit: str = ""


def list_holders(*, by: Actor, recall: Recall) -> Reach:
    """Of a recall in force, as all events tell, whoever captured them: that is what an order is for.

    Again, it adds who is new and what has changed of those that have not answered; answers stay. The trace is
    walked before anything is locked. Raises NoSuchRecallError, NotAllowedError, RecallError.
    """
    scopes = [row.said for row in recall.scopes.order_by("pk")]
    found = reach_of(actors.operator(), scopes)
    _keep(by, recall, found)
    return found


@transaction.atomic
def _keep(by: Actor, recall: Recall, found: Reach) -> None:
    one = locked(by, recall)
    if not (by.may(RECALL) or by.may(ORDER_RECALL)):
        raise NotAllowedError(_("Tài khoản này chưa được giao việc theo dõi thu hồi."))
    if not one.is_in_force:
        raise RecallError(_("Chỉ lập danh sách khi việc thu hồi đang có hiệu lực."))
    # what a holder itself said of an unknown amount is the row of that unknown amount
    known = {(row.identity, "" if row.is_out_said else row.unit): row for row in one.holders.all()}
    for row in found.holders:
        before = known.get((row.identity[:500], row.unit))
        if before is None:
            RecallHolder.objects.create(recall=one, **_facts(row))
        elif before.state == rules.WAITING:
            RecallHolder.objects.filter(pk=before.pk).update(**_facts(row))
    one.state, one.listed_at, one.is_cut = rules.UNDERWAY, timezone.now(), found.is_cut
    one.save(update_fields=["state", "listed_at", "is_cut"])
    _mark_acknowledged(one)
    record(by, one, "listed", line="recall.listed", holders=len(found.holders))


def _facts(row: Found) -> dict[str, Any]:
    return {
        "identity": row.identity[:500],
        "unit": row.unit,
        "name": row.name,
        "enterprise": row.enterprise,
        "out": row.out,
        "sold": row.sold,
        "things": row.things,
        "is_on_its_way": row.is_on_its_way,
        "is_sure": row.is_sure,
    }


@transaction.atomic
def answer_recall(*, by: Actor, holder: RecallHolder, answer: Answer) -> RecallHolder:
    """By the holder itself, or by an officer for it. What came back may not be more than was out, where that
    is known. Raises NoSuchRecallError, RecallError."""
    one, row = _row(by, holder)
    out, unit = (None, "") if row.is_out_said else (row.out, row.unit)
    is_out_said = out is None and answer.out is not None
    if is_out_said:
        out, unit = answer.out, answer.unit
        if unit not in rules.UNITS[1:]:
            raise RecallError(_("Chọn đơn vị tính."), "unit")
        if unit != row.unit and one.holders.filter(identity=row.identity, unit=unit).exists():
            raise RecallError(
                _("Nơi này đã có một dòng theo đơn vị tính đó. Ghi ở dòng kia."), "unit"
            )
    returned, destroyed = answer.returned, answer.destroyed
    for name, amount in (("returned", returned), ("destroyed", destroyed), ("out", answer.out)):
        if amount is not None and not 0 <= amount <= rules.MOST_AMOUNT:
            raise RecallError(_("Cần một số từ 0 trở lên."), name)
    back = (returned or 0) + (destroyed or 0)
    if out is not None and back > out:
        raise RecallError(
            _("Trả lại và hủy cộng lại nhiều hơn số đã nhận (%(out)s).")
            % {"out": f"{out.normalize():f}".replace(".", ",")},
            "returned",
        )
    if answer.done_on > timezone.localdate():
        raise RecallError(_("Ngày làm xong không thể ở sau hôm nay."), "done_on")
    note = typed_values.text(answer.note)
    if len(note) > rules.LONGEST_NOTE:
        raise RecallError(
            _("Ghi chú dài nhất %(most)d ký tự.") % {"most": rules.LONGEST_NOTE}, "note"
        )
    row.out, row.unit, row.is_out_said = out, unit, is_out_said
    row.returned, row.destroyed, row.done_on, row.note = returned, destroyed, answer.done_on, note
    row.state, row.answered_at, row.answered_by = rules.ANSWERED, timezone.now(), by.name
    row.save()
    _mark_acknowledged(one)
    journal.record(
        by, "recall.answered", row, concerns=_organisation(row), number=one.number,
        unit=unit, back=str(back),
    )  # fmt: skip
    return row


@transaction.atomic
def take_back_answer(*, by: Actor, holder: RecallHolder) -> RecallHolder:
    """Within a day, while the recall goes on. What the holder said was out stays unknown again where events
    did not tell it. Raises NoSuchRecallError, RecallError."""
    one, row = _row(by, holder)
    if row.state != rules.ANSWERED:
        raise RecallError(_("Nơi này chưa trả lời."))
    if not rules.may_still_undo(row.answered_at, timezone.now()):
        raise RecallError(_("Đã quá 24 giờ. Ghi câu trả lời mới thay cho câu cũ."))
    row.state, row.answered_at, row.answered_by = rules.WAITING, None, ""
    row.returned = row.destroyed = row.done_on = None
    row.note = ""
    if row.is_out_said:
        row.out, row.unit, row.is_out_said = None, "", False
    row.save()
    _mark_acknowledged(one)
    journal.record(
        by, "recall.answer_taken_back", row, concerns=_organisation(row), number=one.number
    )
    return row


def _row(by: Actor, holder: RecallHolder) -> tuple[Recall, RecallHolder]:
    """Recall and row as they are now, both held: the recall first, so that nobody waits for the other."""
    is_own = queries.own_holder(by, holder.pk) is not None
    rows = Recall.objects.filter(pk=holder.recall_id).select_for_update(of=("self",))
    one = rows.first() if is_own or queries.recall(by, holder.recall_id) is not None else None
    if one is None:
        raise NoSuchRecallError(_("Không có nơi giữ hàng này."))
    if not one.is_in_force:
        raise RecallError(_("Việc thu hồi này đã kết thúc, không ghi thêm được."))
    row = one.holders.select_for_update(of=("self",)).get(pk=holder.pk)
    return one, row


def _organisation(row: RecallHolder) -> int | None:
    return row.enterprise.organisation_id if row.enterprise else None


def _mark_acknowledged(one: Recall) -> None:
    """When 95 of 100 holders had answered; nothing once one of them takes its answer back."""
    answered = one.holders.filter(state=rules.ANSWERED).count()
    if not rules.is_acknowledged(answered, one.holders.count()):
        one.acknowledged_at = None
    elif one.acknowledged_at is None:
        one.acknowledged_at = timezone.now()
    one.save(update_fields=["acknowledged_at"])
