"""Those who lead a task report on it, and take a report back within 24 hours."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import actions as documents
from txng.documents.errors import DocumentsError
from txng.programme import words
from txng.programme.actions.recording import first_state, locked, tell, text, today
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.models import Task, TaskUpdate
from txng.programme.queries import board as queries
from txng.programme.queries import reach
from txng.programme.rules import tasks as rules


@transaction.atomic
def report_progress(
    *,
    by: Actor,
    task: Task,
    state: str,
    percent: int | None = None,
    note: str = "",
    on: date | None = None,
    file: tuple[str, bytes] | None = None,
    seen: int | None = None,
) -> TaskUpdate:
    """`on`: the day up to which it holds, today when it is left out; `file`: name and bytes. Both are kept or
    neither. Raises FieldError, NotAllowedError, StaleError."""
    one = locked(by, task, seen)
    day = on or today()
    if not reach.may_report(by, one, today()):
        raise NotAllowedError(
            _("Chỉ cơ quan chủ trì và cơ quan thường trực báo tiến độ nhiệm vụ này.")
        )
    if one.rhythm == rules.YEARLY:
        raise FieldError(_("Nhiệm vụ này lặp lại hằng năm: báo ở nhiệm vụ của từng năm."))
    if one.state == rules.DROPPED:
        raise FieldError(_("Nhiệm vụ đã bỏ thì không báo nữa. Rút lại việc bỏ trước."))
    told = rules.percent_of(state, percent)
    _check(one, state, told, day)
    why = _("Ghi vì sao tạm dừng.") if state == rules.PAUSED else ""
    kept = text("note", note, rules.LONGEST_NOTE, lines=True, missing=why)
    update = tell(by, one, TaskUpdate.Kind.REPORT, state=state, percent=told, on=day, note=kept)
    if file is not None:
        _attach(by, update, file)
    journal.record(by, "task.reported", one, code=one.code, state=state, percent=told)
    return update


def _check(one: Task, state: str, percent: int | None, day: date) -> None:
    if state not in rules.REPORTED:
        raise FieldError(_("Chọn trạng thái của nhiệm vụ."), "state")
    wrong = rules.wrong_percent(state, percent)
    if wrong == "missing":
        raise FieldError(_("Nhập phần trăm đã làm, từ 0 đến 99."), "percent")
    if wrong == "range":
        told = _("Cần số từ 0 đến 99; nhận được %(got)s.")
        raise FieldError(told % {"got": percent}, "percent")
    if wrong == "whole":
        raise FieldError(_("100 % thì chọn trạng thái “Hoàn thành”."), "percent")
    if day > today():
        raise FieldError(_("Chưa đến ngày này. Nhập ngày hôm nay hoặc trước đó."), "on")
    if day < one.first_day and state != rules.PLANNED:
        told = _("Nhiệm vụ bắt đầu ngày %(day)s. Nhập ngày từ đó trở đi.")
        raise FieldError(told % {"day": words.day(one.first_day)}, "on")
    if one.reported_on is not None and day < one.reported_on:
        told = _("Lần báo trước tính đến ngày %(day)s. Nhập ngày từ đó trở đi.")
        raise FieldError(told % {"day": words.day(one.reported_on)}, "on")


def _attach(by: Actor, update: TaskUpdate, file: tuple[str, bytes]) -> None:
    try:
        documents.attach(
            by=by, subject=(queries.FILES, str(update.pk)), title=_("Minh chứng"),
            file_name=file[0], content=file[1],
        )  # fmt: skip
    except DocumentsError as refused:
        raise FieldError(str(refused), "file") from None


@transaction.atomic
def take_back_report(*, by: Actor, task: Task, version: int) -> TaskUpdate:
    """The last report that stands, within 24 hours: what stood before it stands again. Raises
    NotAllowedError, StaleError."""
    one = locked(by, task)
    last = queries.last_report(one)
    if last is None or last.version != version:
        raise StaleError(_("Chỉ rút lại được lần báo cuối cùng. Mở lại trang để xem."))
    if not queries.can_take_back(by, last):
        raise NotAllowedError(
            _("Báo cáo chỉ được cơ quan đã báo hoặc cơ quan thường trực rút lại, trong 24 giờ.")
        )
    before = (
        TaskUpdate.objects.filter(
            task=one, kind=TaskUpdate.Kind.REPORT, taken_back_by__isnull=True,
            version__lt=last.version,
        ).order_by("-version").first()
    )  # fmt: skip
    state, percent = (before.state, before.percent) if before else first_state(one)
    one.reported_on = before.on if before else None
    back = tell(
        by, one, TaskUpdate.Kind.BACK, state=state, percent=percent, on=today(), takes_back=last
    )
    journal.record(by, "task_report.taken_back", one, code=one.code, version=version)
    return back
