"""The step that every verb of a record with a life writes: one row, one line of the journal."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.awards import rules
from txng.awards.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.awards.models import Application, Commendation, RegisterYear, Step, Topic
from txng.awards.queries import stepping as queries
from txng.awards.rules import steps
from txng.ui import typed_values

Record = TypeVar("Record", Application, Topic, Commendation)
NOUNS: Final = {
    steps.APPLICATION: "application",
    steps.TOPIC: "topic",
    steps.COMMENDATION: "commendation",
}
CLEARED: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    (steps.APPLICATION, "examined"): {
        "examined_by": "", "examined_by_person": None, "proposed_vnd": None,
    },
    (steps.APPLICATION, "approved"): {
        "decided_by": "", "decided_by_person": None, "granted_vnd": None, "decision_number": "",
        "decision_on": None,
    },
    (steps.APPLICATION, "refused"): {
        "decided_by": "", "decided_by_person": None, "decision_number": "", "decision_on": None,
    },
    (steps.TOPIC, "selected"): {"selected_number": "", "selected_on": None},
    (steps.TOPIC, "rejected"): {"selected_number": "", "selected_on": None},
    (steps.COMMENDATION, "submitted"): {"submitted_number": "", "submitted_on": None},
    (steps.COMMENDATION, "commended"): {"decision_number": "", "decision_on": None},
    (steps.COMMENDATION, "declined"): {"decision_number": "", "decision_on": None},
}  # fmt: skip
"""What a step wrote, and taking it back clears."""


def next_number(kind: str, year: int) -> int:
    """The year's row first: records go in one by one, so numbers have no gap and no twin. Call inside the
    transaction."""
    RegisterYear.objects.get_or_create(kind=kind, year=year)
    row = RegisterYear.objects.select_for_update().get(kind=kind, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def moment_of(by: Actor, on: date | None) -> datetime:
    """Now; noon of an earlier day for a paper that the operator enters later. Raises NotAllowedError."""
    if on is None or on == timezone.localdate():
        return timezone.now()
    if not by.is_operator or on > timezone.localdate():
        raise NotAllowedError(_("Chỉ người vận hành ghi được giấy tờ của ngày trước."))
    return timezone.make_aware(datetime.combine(on, time(12)))


def begin(by: Actor, one: Record, *, concerns: int | None = None, **details: Any) -> None:
    """The first step of a record that was just made."""
    _write(by, one, steps.MADE, "", "", details, concerns)


def locked(one: Record) -> Record:
    """The row as it is now, held until the transaction ends."""
    rows = type(one)._default_manager.select_for_update(of=("self",))
    if isinstance(one, Application):
        rows = rows.select_related("enterprise", "call__policy__coapprover")
    return rows.get(pk=one.pk)


def ready(by: Actor, one: Record, verb: str, seen: int | None) -> Record:
    """Locked, allowed, where the step can begin, and as the form showed it. Raises NotAllowedError,
    StepError, StaleError. `seen`: the version that the person looked at; None asks nothing."""
    row = locked(one)
    kind = queries.KIND_OF[type(one)]
    if not queries.may(by, row, verb):
        raise NotAllowedError(_("Bạn không có quyền làm bước này với hồ sơ này."))
    if not steps.may(kind, verb, row.state):
        raise StepError(
            _(
                "%(number)s đang ở trạng thái “%(state)s”, nên không làm bước “%(step)s” được. Tải lại"
                " trang để xem việc làm được."
            )
            % {
                "number": row.number,
                "state": row.get_state_display(),
                "step": _(steps.title(kind, verb)),
            }
        )
    if seen is not None and seen != row.version:
        raise StaleError(
            _(
                "%(number)s vừa được người khác sửa, nay ở trạng thái “%(state)s”. Xem lại nội dung bên dưới"
                " rồi bấm lần nữa."
            )
            % {"number": row.number, "state": row.get_state_display()},
            row.version,
        )
    return row


def move(
    by: Actor,
    row: Record,
    verb: str,
    *,
    note: str = "",
    to: str = "",
    concerns: int | None = None,
    **details: Any,
) -> Record:
    """Write the state and the step; `row` as `ready` gave it, its other columns set already."""
    kind = queries.KIND_OF[type(row)]
    was, row.state = row.state, to or steps.to(kind, verb)
    row.version += 1
    row.state_since = timezone.now()
    row.save()
    _write(by, row, verb, was, note, details, concerns)
    return row


@transaction.atomic
def undo(*, by: Actor, record: Record) -> Record:
    """The last step back within a day, by whoever took it. Raises StepError."""
    row = locked(record)
    last = queries.last_step(row)
    if last is None or not queries.may_undo(by, row) or last.state != row.state:
        raise StepError(
            _(
                "Không hoàn tác được nữa: bước này đã quá %(hours)d giờ, hoặc đã có bước khác sau nó."
            )
            % {"hours": rules.HOURS_TO_UNDO}
        )
    kind = queries.KIND_OF[type(row)]
    for field, value in CLEARED.get((kind, last.verb), {}).items():
        setattr(row, field, value)
    return move(by, row, steps.UNDONE, to=last.was, concerns=concerns_of(row), step=last.verb)


def concerns_of(row: Application | Topic | Commendation) -> int | None:
    """The organisation whose people may read the line of the journal too."""
    if isinstance(row, Application):
        return row.enterprise.organisation_id
    return row.organisation_id if isinstance(row, Topic) else None


def _write(
    by: Actor,
    row: Application | Topic | Commendation,
    verb: str,
    was: str,
    note: str,
    details: Mapping[str, Any],
    concerns: int | None,
) -> None:
    kind = queries.KIND_OF[type(row)]
    Step.objects.create(
        kind=kind,
        subject=row.pk,
        verb=verb,
        was=was,
        state=row.state,
        note=note,
        details=dict(details),
        by=by.name,
        by_person_id=by.person_id,
        organisation=by.organisation,
    )
    journal.record(
        by, f"{NOUNS[kind]}.{verb}", row, concerns=concerns, number=row.number, **details
    )


# --- what is typed --------------------------------------------------------------------------------


def text(typed: str, field: str, sentence: str, longest: int) -> str:
    """With its lines, never empty. Raises FieldError."""
    told = typed_values.lines(typed)
    if not told:
        raise FieldError(sentence, field)
    return within(told, field, longest)


def within(told: str, field: str, longest: int) -> str:
    if len(told) > longest:
        raise FieldError(
            _("Dài nhất %(most)d ký tự; nhận được %(got)d.") % {"most": longest, "got": len(told)},
            field,
        )
    return told


def reason(typed: str, field: str = "note") -> str:
    sentence = _("Ghi lý do để người đọc biết vì sao và cần làm gì tiếp.")
    return text(typed, field, sentence, rules.LONGEST_REASON)


def number(typed: str, field: str) -> str:
    return text(typed, field, _("Nhập số của văn bản, như 123/QĐ-SKHCN."), rules.LONGEST_NUMBER)
