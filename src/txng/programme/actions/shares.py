"""Agencies beside say of their own part that it is done, or why not, and may take their word back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.programme import words
from txng.programme.actions.recording import locked, text, today
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.models import Task, TaskAgency
from txng.programme.queries import reach
from txng.programme.rules import tasks as rules


@transaction.atomic
def answer_share(*, by: Actor, share: TaskAgency, answer: str, note: str = "") -> TaskAgency:
    """Confirmed, with a note if there is something to say; or refused, with the reason. Raises FieldError,
    NotAllowedError, StaleError."""
    one, task = _held(by, share)
    if answer not in (rules.CONFIRMED, rules.REFUSED):
        raise FieldError(_("Chọn xác nhận hay không xác nhận."), "answer")
    if one.answer != rules.WAITING:
        told = _("%(who)s đã trả lời lúc %(moment)s: %(answer)s. Rút lại lời đó trước.")
        shown = {
            "who": one.answered_by,
            "moment": words.moment(one.answered_at) if one.answered_at else "",
            "answer": one.get_answer_display().lower(),
        }
        raise StaleError(told % shown)
    if task.first_day > today():
        told = _("Nhiệm vụ bắt đầu ngày %(day)s; xác nhận từ ngày đó.")
        raise FieldError(told % {"day": words.day(task.first_day)})
    if task.rhythm == rules.YEARLY or task.state == rules.DROPPED:
        raise FieldError(_("Nhiệm vụ này không cần xác nhận."))
    why = _("Ghi vì sao chưa xác nhận.") if answer == rules.REFUSED else ""
    one.answer_note = text("note", note, rules.LONGEST_NOTE, lines=True, missing=why)
    one.answer, one.answered_at, one.answered_by = answer, timezone.now(), by.name
    one.save(update_fields=["answer", "answer_note", "answered_at", "answered_by"])
    verb = "task_share.confirmed" if answer == rules.CONFIRMED else "task_share.refused"
    journal.record(by, verb, task, code=task.code, agency=one.agency.code)
    return one


@transaction.atomic
def take_back_answer(*, by: Actor, share: TaskAgency) -> TaskAgency:
    """Within 24 hours. Raises NotAllowedError, StaleError."""
    one, task = _held(by, share)
    if one.answered_at is None:
        raise StaleError(_("Phần việc này chưa có trả lời nào để rút lại."))
    if not rules.may_take_back((timezone.now() - one.answered_at).total_seconds()):
        raise NotAllowedError(_("Đã quá 24 giờ nên không rút lại được nữa."))
    one.answer, one.answer_note = rules.WAITING, ""
    one.answered_at, one.answered_by = None, ""
    one.save(update_fields=["answer", "answer_note", "answered_at", "answered_by"])
    journal.record(by, "task_share.taken_back", task, code=task.code, agency=one.agency.code)
    return one


def _held(by: Actor, share: TaskAgency) -> tuple[TaskAgency, Task]:
    task = locked(by, share.task)
    one = next((row for row in task.agencies.all() if row.pk == share.pk), None)
    if one is None or not reach.may_answer(by, one, today()):
        raise NotAllowedError(_("Chỉ cơ quan phối hợp xác nhận phần việc của mình."))
    return one, task
