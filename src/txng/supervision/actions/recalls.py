"""Verbs of a recall: draft, change, order by a second person, widen, close, withdraw, reopen.

Whoever scans a code is told with the commit of `order_recall`: the scan page asks `queries.recall_notice`,
and a kept page asks how often the notices changed. The list of holders takes seconds where much was sold, so
it is made afterwards (`recall_holders.list_holders`).
Source: reference/ux.md §2.5; docs/model/recalls.md.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties.models import Enterprise
from txng.supervision.errors import NoSuchRecallError, NotAllowedError, RecallError
from txng.supervision.models import Recall, RecallMark, RecallScope, RecallStep, RecallYear
from txng.supervision.queries import recalls as queries
from txng.supervision.rules import ORDER_RECALL, RECALL
from txng.supervision.rules import recalls as rules
from txng.transparency.actions import record_act
from txng.transparency.following.lines import plain
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class Cause:
    """Why, by whom and how dangerous. `firm` calls back by itself where `kind` is voluntary."""

    kind: str
    document: str
    document_on: date
    risk: str
    reason: str
    firm: Enterprise | None = None
    is_drill: bool = False


@dataclass(frozen=True, slots=True)
class Messages:
    """`advice`: what a buyer does, read on the scan page; `instructions`: what a holder does."""

    advice: str
    instructions: str
    phone: str = ""


@transaction.atomic
def draft_recall(*, by: Actor, cause: Cause) -> Recall:
    """Raises NotAllowedError, RecallError."""
    _refuse_without(by, RECALL)
    told = _cause(cause)
    one = Recall.objects.create(
        **told,
        authority=by.organisation or by.name,
        organisation_id=by.organisation_id,
        drafted_by=by.name,
    )
    record(by, one, "drafted", line="recall.drafted")
    return one


@transaction.atomic
def change_cause(*, by: Actor, recall: Recall, cause: Cause) -> Recall:
    """Of a draft. Raises NoSuchRecallError, NotAllowedError, RecallError."""
    return _changed(by, recall, _cause(cause))


@transaction.atomic
def set_messages(*, by: Actor, recall: Recall, messages: Messages) -> Recall:
    """Of a draft. Raises NoSuchRecallError, NotAllowedError, RecallError."""
    phone = typed_values.text(messages.phone)
    if phone and not rules.is_phone(phone):
        raise RecallError(_("Cần một số điện thoại như 0263 3822 000."), "phone")
    values = {
        "advice": _text(messages.advice, rules.LONGEST_ADVICE, "advice"),
        "instructions": _text(messages.instructions, rules.LONGEST_NOTE, "instructions"),
        "phone": phone,
    }
    return _changed(by, recall, values)


def _changed(by: Actor, recall: Recall, values: dict[str, Any]) -> Recall:
    one = _draft(by, recall)
    for name, value in values.items():
        setattr(one, name, value)
    one.revision += 1
    one.save(update_fields=[*values, "revision"])
    record(by, one, "changed", line="recall.changed", fields=sorted(values))
    return one


# --- scope ----------------------------------------------------------------------------------------


@transaction.atomic
def add_scope(*, by: Actor, recall: Recall, scope: rules.Scope) -> RecallScope:
    """To a draft, or to a recall in force: then it is an act of its own, and takes the right to order.

    Raises NoSuchRecallError, NotAllowedError, RecallError.
    """
    one = locked(by, recall)
    _refuse_wrong(scope)
    if one.state not in (rules.DRAFT, *rules.IN_FORCE):
        raise RecallError(_("Việc thu hồi này đã xong, không thêm phạm vi được nữa."))
    _refuse_without(by, RECALL if one.state == rules.DRAFT else ORDER_RECALL)
    known = [row.said for row in one.scopes.all()]
    if scope in known:
        raise RecallError(_("Phạm vi này đã có trong danh sách."), "gtin")
    if len(known) >= rules.MOST_SCOPES:
        raise RecallError(
            _("Một việc thu hồi có nhiều nhất %(most)d dòng phạm vi.") % {"most": rules.MOST_SCOPES}
        )
    row = RecallScope.objects.create(
        recall=one,
        gtin=scope.gtin,
        lot=scope.lot,
        first=scope.first,
        last=scope.last,
        made_from=scope.made_from,
        made_until=scope.made_until,
        product_name=queries.product_name(scope.gtin),
    )
    one.revision += 1
    one.save(update_fields=["revision"])
    if one.state == rules.DRAFT:
        record(by, one, "changed", line="recall.changed", fields=["scopes"])
    else:
        _refuse_machine(by)
        record(by, one, "widened", line="recall.widened", act="widen", about=[row.said])
        _told_anew()
    return row


@transaction.atomic
def remove_scope(*, by: Actor, recall: Recall, row: int) -> Recall:
    """From a draft alone: what was ordered is not narrowed, it is withdrawn and ordered anew.

    Raises NoSuchRecallError, NotAllowedError, RecallError.
    """
    one = _draft(by, recall)
    gone, _rows = one.scopes.filter(pk=row).delete()
    if not gone:
        raise NoSuchRecallError(_("Không có dòng phạm vi này."))
    one.revision += 1
    one.save(update_fields=["revision"])
    record(by, one, "changed", line="recall.changed", fields=["scopes"])
    return one


def _refuse_wrong(scope: rules.Scope) -> None:
    if len(scope.gtin) != 14 or not scope.gtin.isdigit():
        raise RecallError(_("Cần GTIN có 14 chữ số."), "gtin")
    for name, text in (("lot", scope.lot), ("first", scope.first), ("last", scope.last)):
        if text and not rules.is_part(text):
            raise RecallError(
                _("Số lô và số xê-ri có từ 1 đến 20 chữ cái không dấu, chữ số hoặc dấu nối."), name
            )
    has_days = scope.made_from is not None or scope.made_until is not None
    if sum((bool(scope.lot), bool(scope.first or scope.last), has_days)) > 1:
        raise RecallError(
            _("Chọn một trong ba: số lô, khoảng số xê-ri, hoặc ngày sản xuất."), "lot"
        )
    if (scope.first or scope.last) and not rules.range_size(scope.first, scope.last):
        raise RecallError(
            _(
                "Hai đầu khoảng phải dài bằng nhau và chỉ khác ở con số cuối, số đầu không lớn hơn"
                " số cuối, như A0001 và A0120."
            ),
            "last",
        )
    if scope.made_from and scope.made_until and scope.made_from > scope.made_until:
        raise RecallError(_("Ngày cuối phải không trước ngày đầu."), "made_until")


# --- order, close, withdraw -----------------------------------------------------------------------


@transaction.atomic
def order_recall(*, by: Actor, recall: Recall, typed: str, revision: int) -> Recall:
    """By somebody who wrote nothing of the draft; `typed` is what `rules.to_type` names, and `revision` that
    of the draft which was read. Consumers are told from the commit on.

    Raises NoSuchRecallError, NotAllowedError, RecallError.
    """
    one = _draft(by, recall, ORDER_RECALL)
    drafters = one.steps.values_list("person_id", flat=True)
    refusal = rules.may_order(by.person_id, [pk for pk in drafters if pk is not None])
    if refusal == "machine":
        _refuse_machine(by)
    if refusal == "same" or by.name == one.drafted_by:
        raise NotAllowedError(
            _("Bạn đã soạn hoặc sửa việc thu hồi này. Cần người thứ hai đọc lại và ra lệnh.")
        )
    scopes = [row.said for row in one.scopes.order_by("pk")]
    if not scopes:
        raise RecallError(_("Chưa có phạm vi: thêm lô, khoảng số xê-ri hoặc ngày sản xuất."))
    if not one.advice or not one.instructions:
        raise RecallError(_("Chưa có lời cho người mua và nơi giữ hàng."))
    if revision != one.revision:
        raise RecallError(_("Bản soạn vừa được sửa. Đọc lại rồi ra lệnh."))
    if typed_values.text(typed) != rules.to_type(scopes):
        raise RecallError(
            _("Cần gõ đúng %(wanted)s; nhận được “%(got)s”.")
            % {"wanted": rules.to_type(scopes), "got": typed_values.shown(typed)},
            "typed",
        )
    now = timezone.now()
    one.number = _number(timezone.localdate(now).year, is_drill=one.is_drill)
    one.state, one.ordered_at, one.ordered_by = rules.ORDERED, now, by.name
    one.authority = by.organisation or one.authority
    one.save(update_fields=["number", "state", "ordered_at", "ordered_by", "authority"])
    record(by, one, "ordered", line="recall.ordered", act="issue", about=scopes)
    _told_anew()
    return one


@transaction.atomic
def close_recall(
    *, by: Actor, recall: Recall, result: str, without_answers: bool = False
) -> Recall:
    """With what came of it. While a holder has not answered only `without_answers`, which is kept.

    Raises NoSuchRecallError, NotAllowedError, RecallError.
    """
    one = _in_force(by, recall)
    waiting = one.holders.filter(state=rules.WAITING).count()
    if waiting and not without_answers:
        raise RecallError(
            _(
                "%(count)d nơi giữ hàng chưa trả lời. Ghi câu trả lời của họ, hoặc đánh dấu rằng kết"
                " thúc khi chưa đủ và nói vì sao trong kết quả."
            )
            % {"count": waiting},
            "without_answers",
        )
    return _ended(by, one, rules.CLOSED, _text(result, rules.LONGEST_RESULT, "result"), "close")


@transaction.atomic
def withdraw_recall(*, by: Actor, recall: Recall, reason: str) -> Recall:
    """A draft by who may draft, an order by who may order. Raises NoSuchRecallError, NotAllowedError,
    RecallError."""
    one = locked(by, recall)
    told = _text(reason, rules.LONGEST_RESULT, "reason")
    if one.state == rules.DRAFT:
        _refuse_without(by, RECALL)
        return _ended(by, one, rules.WITHDRAWN, told, "")
    return _ended(by, _in_force(by, one), rules.WITHDRAWN, told, "withdraw")


@transaction.atomic
def reopen_recall(*, by: Actor, recall: Recall) -> Recall:
    """Within a day what was ended goes on: consumers are told again, and the log says so.

    Raises NoSuchRecallError, NotAllowedError, RecallError.
    """
    one = locked(by, recall)
    _refuse_without(by, RECALL if not one.number else ORDER_RECALL)
    if one.state not in (rules.CLOSED, rules.WITHDRAWN):
        raise RecallError(_now_it_is(one))
    if not rules.may_still_undo(one.ended_at, timezone.now()):
        raise RecallError(_("Đã quá 24 giờ từ khi kết thúc. Soạn một việc thu hồi mới."))
    one.state = _state_before(one)
    one.ended_at, one.ended_by, one.result = None, "", ""
    one.save(update_fields=["state", "ended_at", "ended_by", "result"])
    scopes = [row.said for row in one.scopes.order_by("pk")]
    record(
        by, one, "reopened", line="recall.reopened", act="issue" if one.number else "", about=scopes
    )
    _told_anew()
    return one


def _state_before(one: Recall) -> str:
    if not one.number:
        return rules.DRAFT
    return rules.ORDERED if one.listed_at is None else rules.UNDERWAY


def _ended(by: Actor, one: Recall, state: str, result: str, act: str) -> Recall:
    one.state, one.result = state, result  # paired: recall_ended_and_how
    one.ended_at, one.ended_by = timezone.now(), by.name
    one.save(update_fields=["state", "result", "ended_at", "ended_by"])
    scopes = [row.said for row in one.scopes.order_by("pk")]
    verb = "closed" if state == rules.CLOSED else "withdrawn"
    record(by, one, verb, line=f"recall.{verb}", note=result, act=act, about=scopes)
    _told_anew()
    return one


# --- what every verb does -------------------------------------------------------------------------


def locked(by: Actor, recall: Recall) -> Recall:
    """The row as it is now, held until the transaction ends. Raises NoSuchRecallError."""
    found = queries.recalls(by).filter(pk=recall.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise NoSuchRecallError(_("Không có việc thu hồi này."))
    return found


def record(
    by: Actor,
    one: Recall,
    verb: str,
    *,
    line: str,
    note: str = "",
    act: str = "",
    about: Iterable[rules.Scope] = (),
    **details: Any,
) -> RecallStep:
    """One step and one line of the journal; with `act` an entry of the log for each thing that it is about.
    A drill has none."""
    step = RecallStep.objects.create(
        recall=one,
        verb=verb,
        note=note,
        by=by.name,
        person_id=by.person_id,
        agency=by.organisation,
    )
    journal.record(by, line, one, number=one.number, is_drill=one.is_drill, **details)
    if act and not one.is_drill:
        step.acts.set(_entries(by, one, act, note, list(about)))
    return step


def _entries(by: Actor, one: Recall, act: str, note: str, about: list[rules.Scope]) -> list[Any]:
    """An entry for each code, so that a watcher finds the one that it looks for; each commits to all rows."""
    content = {
        "recall": one.number,
        "page": f"{settings.BASE_URL}/thu-hoi/{one.number}",
        "kind": one.kind,
        "risk": one.risk,
        "advice": one.advice,
        "scopes": [_scope_told(scope) for scope in about],
    }
    names = dict.fromkeys(queries.canonical_of(scope) for scope in about)
    made = []
    for name in names:
        clear = {
            "act": act,
            "about": name,
            "authority": plain(one.authority),
            "document": plain(f"{one.number}: {one.document}"),
            "day": one.document_on.isoformat(),
            "reason": plain(note or one.reason),
        }
        made.append(record_act(by=by, kind="recall", clear=clear, content=content))
    return made


def _scope_told(scope: rules.Scope) -> dict[str, str]:
    told = {
        "gtin": scope.gtin,
        "lot": scope.lot,
        "first": scope.first,
        "last": scope.last,
        "made_from": scope.made_from.isoformat() if scope.made_from else "",
        "made_until": scope.made_until.isoformat() if scope.made_until else "",
    }
    return {name: value for name, value in told.items() if value}


def _told_anew() -> None:
    """Kept scan pages are made anew (resolver.kept_pages asks for this mark)."""
    RecallMark.objects.update_or_create(pk=1, defaults={"mark": secrets.token_hex(16)})


def _number(year: int, *, is_drill: bool) -> str:
    """The next of its series. Call inside the transaction: the row stays locked until it commits."""
    series = f"{'DT' if is_drill else 'TH'}-{year}"
    RecallYear.objects.get_or_create(series=series)
    RecallYear.objects.filter(series=series).update(last=F("last") + 1)
    return rules.number_of(year, RecallYear.objects.get(series=series).last, is_drill=is_drill)


def _draft(by: Actor, recall: Recall, right: str = RECALL) -> Recall:
    one = locked(by, recall)
    _refuse_without(by, right)
    if one.state != rules.DRAFT:
        raise RecallError(_now_it_is(one))
    return one


def _in_force(by: Actor, recall: Recall) -> Recall:
    one = locked(by, recall)
    _refuse_without(by, ORDER_RECALL)
    _refuse_machine(by)
    if not one.is_in_force:
        raise RecallError(_now_it_is(one))
    return one


def _refuse_without(by: Actor, right: str) -> None:
    if not by.may(right):
        raise NotAllowedError(
            _("Tài khoản này chưa được giao việc soạn thu hồi.")
            if right == RECALL
            else _("Tài khoản này chưa được giao việc ra lệnh thu hồi.")
        )


def _refuse_machine(by: Actor) -> None:
    """The operator at the server's own shell is told apart by name: they can write the database anyway."""
    if by.person_id is None and not by.is_operator:
        raise NotAllowedError(_("Lệnh thu hồi cần một người đăng nhập, không phải khóa máy."))


def _cause(cause: Cause) -> dict[str, Any]:
    if cause.kind == rules.VOLUNTARY and cause.firm is None:
        raise RecallError(_("Ghi mã hoặc mã số thuế của cơ sở tự thu hồi."), "firm")
    return {
        "kind": _known(cause.kind, rules.KINDS, "kind"),
        "firm": cause.firm,
        "document": _text(cause.document, rules.LONGEST_DOCUMENT, "document"),
        "document_on": cause.document_on,
        "risk": _known(cause.risk, rules.RISKS, "risk"),
        "reason": _text(cause.reason, rules.LONGEST_REASON, "reason"),
        "is_drill": cause.is_drill,
    }


def _known(word: str, words: Iterable[str], field: str) -> str:
    if word not in words:
        raise RecallError(_("Chọn một mục trong danh sách."), field)
    return word


def _text(typed: str, most: int, field: str) -> str:
    told = typed_values.text(typed)
    if not told:
        raise RecallError(_("Chưa ghi ở ô này."), field)
    if len(told) > most:
        raise RecallError(
            _("Dài nhất %(most)d ký tự; nhận được %(got)d.") % {"most": most, "got": len(told)},
            field,
        )
    return told


def _now_it_is(one: Recall) -> str:
    return _("Việc thu hồi %(number)s: %(state)s. Tải lại trang để xem việc làm được.") % {
        "number": one,
        "state": one.get_state_display().lower(),
    }
