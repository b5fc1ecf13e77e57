"""What the verbs of tasks do alike: hold the row, number it, write what was told, refuse what is stale."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.programme import words
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.models import Task, TaskNumber, TaskUpdate
from txng.programme.queries import board as queries
from txng.programme.rules import tasks as rules
from txng.ui import typed_values


def numbers(count: int = 1) -> list[str]:
    """Codes that no other task has. Call inside the transaction: the row is held until it commits."""
    TaskNumber.objects.get_or_create(pk=1)
    TaskNumber.objects.filter(pk=1).update(last=F("last") + count)
    last = TaskNumber.objects.get(pk=1).last
    return [rules.code_of(last - count + place + 1) for place in range(count)]


def locked(by: Actor, task: Task, seen: int | None = None) -> Task:
    """The row as it is now, held until the transaction ends. `seen`: the version that the form was made
    of; None where nothing was shown before. Raises NotAllowedError, StaleError."""
    Task.objects.select_for_update().filter(pk=task.pk).first()
    found = queries.task(by, task.code)
    if found is None:
        raise NotAllowedError(_("Không có nhiệm vụ này trong phạm vi của bạn."))
    if seen is not None and seen != found.version:
        raise StaleError(_stale(found, seen))
    return found


def _stale(task: Task, seen: int) -> str:
    changed = queries.changed_since(task, seen)
    if not changed:
        return _("Nhiệm vụ vừa được sửa ở trang khác. Mở lại trang rồi gửi lại.")
    told = "; ".join(
        _("%(who)s lúc %(moment)s: %(what)s")
        % {"who": one.by, "moment": words.moment(one.at), "what": words.update(one)}
        for one in changed[-3:]
    )
    return _(
        "Trong lúc bạn mở trang này đã có thay đổi. %(told)s. Xem lại rồi gửi lại; điều bạn gõ còn ở đây."
    ) % {"told": told}


def tell(
    by: Actor,
    task: Task,
    kind: str,
    *,
    state: str,
    percent: int | None,
    on: date,
    note: str = "",
    changes: dict[str, Any] | None = None,
    takes_back: TaskUpdate | None = None,
) -> TaskUpdate:
    """One more line of the history; the task says what the line says."""
    task.version += 1
    task.state, task.percent = state, percent
    if kind == TaskUpdate.Kind.REPORT:
        task.reported_on = on
    task.save(update_fields=["version", "state", "percent", "reported_on"])
    return TaskUpdate.objects.create(
        task=task,
        version=task.version,
        kind=kind,
        state=state,
        percent=percent,
        note=note,
        changes=changes or {},
        on=on,
        by=by.name,
        agency=parties.agency_of(by),
        takes_back=takes_back,
    )


def text(field: str, typed: str, longest: int, *, missing: str = "", lines: bool = False) -> str:
    """Raises FieldError."""
    told = (typed_values.lines if lines else typed_values.text)(typed)
    if not told and missing:
        raise FieldError(missing, field)
    if len(told) > longest:
        wrong = _("Dài nhất %(most)d ký tự; nhận được %(got)d.")
        raise FieldError(wrong % {"most": longest, "got": len(told)}, field)
    return told


def today() -> date:
    return timezone.localdate()


def first_state(task: Task) -> tuple[str, int | None]:
    """No report yet: nobody knows what became of a row of the appendix that ended before it was loaded."""
    is_past = task.appendix and task.last_day < timezone.localtime(task.made_at).date()
    return (rules.UNKNOWN, None) if is_past else (rules.PLANNED, 0)


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)
