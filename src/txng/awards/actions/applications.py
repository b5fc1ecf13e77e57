"""Verbs of applications. Who examines does not decide; who decides does not examine."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.awards import rules
from txng.awards.actions.stepping import (
    begin,
    moment_of,
    move,
    next_number,
    number,
    ready,
    reason,
    text,
    within,
)
from txng.awards.errors import FieldError, NoMoneyError, NotAllowedError, StepError
from txng.awards.models import Application, Call
from txng.awards.queries import incentives as queries
from txng.awards.queries import stepping
from txng.awards.rules import incentives, steps
from txng.documents import actions as documents
from txng.documents.models import Attachment
from txng.ui import lists, typed_values


@dataclass(frozen=True, slots=True)
class Wish:
    """Money in đồng."""

    wish: str
    asked_vnd: Decimal
    own_vnd: Decimal = Decimal(0)


@transaction.atomic
def apply(*, by: Actor, call: Call, facts: Wish, on: date | None = None) -> Application:
    """For one's own enterprise, while the call is open and the policy fits. `on`: see `moment_of`. Raises
    NotAllowedError, StepError, FieldError."""
    own = queries.own_enterprise(by)
    if own is None:
        raise NotAllowedError(_("Chỉ cơ sở có hồ sơ trong sổ mới nộp hồ sơ hưởng chính sách được."))
    call = Call.objects.select_related("policy").get(pk=call.pk)
    at = moment_of(by, on)
    today = timezone.localdate(at)
    if not queries.is_open(call, today):
        raise StepError(_("Đợt này không nhận hồ sơ hôm nay. Xem các đợt khác của chính sách."))
    if not queries.fit_of(by, call.policy, own).fits:
        raise StepError(
            _(
                "Theo sổ, chính sách này không dành cho cơ sở. Xem lý do ở trang Chính sách dành cho tôi."
            )
        )
    told = _wish(call, facts)
    try:
        with transaction.atomic():
            made = Application.objects.create(
                number=incentives.number_of(today.year, next_number(steps.APPLICATION, today.year)),
                call=call,
                enterprise=own,
                applied_at=at,
                **told,
            )
    except IntegrityError as error:
        raise StepError(_("Cơ sở đã có hồ sơ trong đợt này. Mở hồ sơ đó để bổ sung.")) from error
    begin(by, made, asked=str(made.asked_vnd))
    return made


@transaction.atomic
def resubmit(
    *, by: Actor, application: Application, facts: Wish, seen: int | None = None
) -> Application:
    """After it was returned: with what was asked for. Raises what `ready` raises, FieldError."""
    row = ready(by, application, "resubmitted", seen)
    for name, value in _wish(row.call, facts).items():
        setattr(row, name, value)
    return move(by, row, "resubmitted", asked=str(row.asked_vnd))


@transaction.atomic
def return_for_more(
    *, by: Actor, application: Application, note: str, seen: int | None = None
) -> Application:
    row = ready(by, application, "returned", seen)
    return move(by, row, "returned", note=reason(note), concerns=_concerns(row))


@transaction.atomic
def examine(
    *,
    by: Actor,
    application: Application,
    note: str,
    proposed_vnd: Decimal,
    seen: int | None = None,
) -> Application:
    """What was found, and how much is right. Raises what `ready` raises, FieldError."""
    row = ready(by, application, "examined", seen)
    if not 0 <= proposed_vnd <= row.asked_vnd:
        raise FieldError(
            _("Số tiền thẩm tra từ 0 đến số tiền xin: %(asked)s đồng.")
            % {"asked": lists.written(row.asked_vnd)},
            "proposed_vnd",
        )
    row.proposed_vnd = proposed_vnd
    row.examined_by, row.examined_by_person_id = by.name, by.person_id
    return move(
        by, row, "examined", note=reason(note), concerns=_concerns(row), proposed=str(proposed_vnd)
    )


@transaction.atomic
def approve(
    *,
    by: Actor,
    application: Application,
    granted_vnd: Decimal,
    decision_number: str,
    decision_on: date,
    note: str,
    seen: int | None = None,
) -> Application:
    """By another person than who examined. Where the policy names Finance it waits for that agency. Raises
    what `ready` raises, NoMoneyError with the figures, FieldError."""
    row = ready(by, application, "approved", seen)
    _refuse_same_hand(by, row)
    told = _decision(row, decision_number, decision_on)
    if not 0 < granted_vnd <= row.asked_vnd:
        raise FieldError(
            _("Số tiền cho hưởng lớn hơn 0 và không quá số tiền xin: %(asked)s đồng.")
            % {"asked": lists.written(row.asked_vnd)},
            "granted_vnd",
        )
    most = row.call.policy.most_vnd
    if most is not None and granted_vnd > most:
        raise FieldError(
            _("Chính sách cho nhiều nhất %(most)s đồng một hồ sơ.") % {"most": lists.written(most)},
            "granted_vnd",
        )
    # the call is held, so that two decisions at once do not promise the same money
    call = Call.objects.select_for_update().get(pk=row.call_id)
    left = incentives.left_of(call.budget_vnd, queries.granted_in(call, but=row))
    if left is not None and granted_vnd > left:
        raise NoMoneyError(
            _("Đợt còn %(left)s đồng; quyết định này cần %(wanted)s đồng.")
            % {"left": lists.written(left), "wanted": lists.written(granted_vnd)},
            "granted_vnd",
        )
    row.granted_vnd = granted_vnd
    row.decision_number, row.decision_on = told
    row.decided_by, row.decided_by_person_id = by.name, by.person_id
    to = steps.AT_FINANCE if row.call.policy.coapprover_id is not None else steps.GRANTED
    return move(
        by, row, "approved", note=reason(note), to=to, concerns=_concerns(row),
        granted=str(granted_vnd), decision=row.decision_number,
    )  # fmt: skip


@transaction.atomic
def refuse(
    *,
    by: Actor,
    application: Application,
    decision_number: str,
    decision_on: date,
    note: str,
    seen: int | None = None,
) -> Application:
    """By another person than who examined. Raises what `ready` raises, FieldError."""
    row = ready(by, application, "refused", seen)
    _refuse_same_hand(by, row)
    row.decision_number, row.decision_on = _decision(row, decision_number, decision_on)
    row.decided_by, row.decided_by_person_id = by.name, by.person_id
    return move(by, row, "refused", note=reason(note), concerns=_concerns(row))


@transaction.atomic
def coapprove(
    *, by: Actor, application: Application, note: str = "", seen: int | None = None
) -> Application:
    """By the agency that the policy names, and by nobody who decided. Raises what `ready` raises."""
    row = ready(by, application, "coapproved", seen)
    _refuse_decider(by, row)
    told = within(typed_values.lines(note), "note", rules.LONGEST_REASON)
    return move(by, row, "coapproved", note=told, concerns=_concerns(row))


@transaction.atomic
def object_to(
    *, by: Actor, application: Application, note: str, seen: int | None = None
) -> Application:
    """Back to whoever decides: the decision is taken back whole, and made anew. Raises what `ready`
    raises."""
    row = ready(by, application, "objected", seen)
    _refuse_decider(by, row)
    row.granted_vnd, row.decision_number, row.decision_on = None, "", None
    row.decided_by, row.decided_by_person_id = "", None
    return move(by, row, "objected", note=reason(note), concerns=_concerns(row))


@transaction.atomic
def report(
    *,
    by: Actor,
    application: Application,
    note: str,
    spent_vnd: Decimal,
    seen: int | None = None,
) -> Application:
    """What the enterprise did with the money. Raises what `ready` raises, FieldError."""
    row = ready(by, application, "reported", seen)
    done = text(note, "note", _("Ghi việc đã làm và kết quả."), rules.LONGEST_TEXT)
    if not 0 <= spent_vnd <= rules.MOST_VND:
        raise FieldError(_("Số tiền đã sử dụng là số không âm, tính bằng đồng."), "spent_vnd")
    row.spent_vnd = spent_vnd
    return move(by, row, "reported", note=done, spent=str(spent_vnd))


@transaction.atomic
def return_report(
    *, by: Actor, application: Application, note: str, seen: int | None = None
) -> Application:
    row = ready(by, application, "report_returned", seen)
    row.spent_vnd = None
    return move(by, row, "report_returned", note=reason(note), concerns=_concerns(row))


@transaction.atomic
def accept(
    *, by: Actor, application: Application, note: str = "", seen: int | None = None
) -> Application:
    """The agency accepts what was done. Raises what `ready` raises."""
    row = ready(by, application, "accepted", seen)
    told = within(typed_values.lines(note), "note", rules.LONGEST_REASON)
    return move(by, row, "accepted", note=told, concerns=_concerns(row))


@transaction.atomic
def withdraw(
    *, by: Actor, application: Application, note: str = "", seen: int | None = None
) -> Application:
    row = ready(by, application, "withdrawn", seen)
    told = within(typed_values.lines(note), "note", rules.LONGEST_REASON)
    return move(by, row, "withdrawn", note=told)


@transaction.atomic
def revoke(
    *, by: Actor, application: Application, note: str, seen: int | None = None
) -> Application:
    """What was granted is taken back; the reason is read by the enterprise. Raises what `ready` raises."""
    row = ready(by, application, "revoked", seen)
    _refuse_same_hand(by, row)
    return move(by, row, "revoked", note=reason(note), concerns=_concerns(row))


def attach(*, by: Actor, application: Application, file_name: str, content: bytes) -> Attachment:
    """By the enterprise while the application is open, by officers any time. Raises NotAllowedError,
    BadFileError."""
    own = stepping.may(by, application, "withdrawn")
    if not own and not stepping.may(by, application, "examined"):
        raise NotAllowedError(_("Bạn không gửi tệp cho hồ sơ này được."))
    if own and application.state in (steps.REFUSED, steps.WITHDRAWN, steps.REVOKED, steps.SETTLED):
        raise NotAllowedError(_("Hồ sơ đã kết thúc nên không thêm tệp nữa."))
    return documents.attach(
        by=by, subject=(queries.SUBJECT, str(application.pk)), title=application.number,
        file_name=file_name, content=content,
    )  # fmt: skip


# --- inside ---------------------------------------------------------------------------------------


def _wish(call: Call, facts: Wish) -> dict[str, object]:
    wish = text(facts.wish, "wish", _("Ghi việc cần hỗ trợ."), rules.LONGEST_TEXT)
    if not 0 < facts.asked_vnd <= rules.MOST_VND:
        raise FieldError(_("Số tiền xin là số dương, tính bằng đồng."), "asked_vnd")
    most = call.policy.most_vnd
    if most is not None and facts.asked_vnd > most:
        raise FieldError(
            _("Chính sách cho nhiều nhất %(most)s đồng một hồ sơ.") % {"most": lists.written(most)},
            "asked_vnd",
        )
    if not 0 <= facts.own_vnd <= rules.MOST_VND:
        raise FieldError(_("Phần vốn của cơ sở là số không âm, tính bằng đồng."), "own_vnd")
    return {"wish": wish, "asked_vnd": facts.asked_vnd, "own_vnd": facts.own_vnd}


def _decision(row: Application, typed: str, on: date) -> tuple[str, date]:
    if on > timezone.localdate():
        raise FieldError(_("Ngày quyết định ở tương lai. Ghi sau khi đã ký."), "decision_on")
    if on < timezone.localdate(row.applied_at):
        raise FieldError(_("Ngày quyết định trước ngày nộp hồ sơ."), "decision_on")
    return number(typed, "decision_number"), on


def _refuse_same_hand(by: Actor, row: Application) -> None:
    if stepping.is_own_hand(by, row, "approved"):
        raise NotAllowedError(
            _("Bạn là người thẩm tra hồ sơ này. Người khác có quyền quyết định ghi kết quả.")
        )


def _refuse_decider(by: Actor, row: Application) -> None:
    if stepping.is_own_hand(by, row, "coapproved"):
        raise NotAllowedError(_("Bạn là người đã quyết định. Người của cơ quan tài chính trả lời."))


def _concerns(row: Application) -> int | None:
    return row.enterprise.organisation_id
