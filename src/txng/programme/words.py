"""Words of tasks that sentences and pages share."""

from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from txng.programme.models import Task, TaskAgency, TaskUpdate
from txng.programme.rules import tasks as rules
from txng.programme.rules.tasks import Reminder
from txng.ui import dates
from txng.ui.lists import Mark

MARKS: Final[dict[str, Mark]] = {
    rules.PLANNED: "",
    rules.DOING: "info",
    rules.PAUSED: "warn",
    rules.DONE: "good",
    rules.DROPPED: "",
    rules.UNKNOWN: "",
}
SHARE_MARKS: Final[dict[str, Mark]] = {
    rules.WAITING: "",
    rules.CONFIRMED: "good",
    rules.REFUSED: "warn",
}
FIELDS: Final[dict[str, Promise]] = {
    "title": gettext_lazy("Nội dung"),
    "outcome": gettext_lazy("Kết quả cần đạt"),
    "first_day": gettext_lazy("Từ ngày"),
    "last_day": gettext_lazy("Đến hết ngày"),
    "clauses": gettext_lazy("Điều khoản"),
    "leading": gettext_lazy("Chủ trì"),
    "beside": gettext_lazy("Phối hợp"),
}


def language() -> str:
    return get_language() or "vi"


def day(value: date) -> str:
    return dates.written(value, language())


def moment(value: datetime) -> str:
    return dates.written_moment(timezone.localtime(value), language())


def state(one: Task | TaskUpdate) -> str:
    """ "Đang làm, 60 %"; the words alone where they say the percent themselves, or nobody knows it."""
    told = one.get_state_display()
    if one.state in (rules.PLANNED, rules.DONE):
        return told
    return told if one.percent is None else _("%(state)s, %(percent)d %%") % {
        "state": told, "percent": one.percent
    }  # fmt: skip


def update(one: TaskUpdate) -> str:
    """What a line of the history did, in a few words."""
    if one.kind == TaskUpdate.Kind.EDIT:
        names = ", ".join(str(FIELDS[key]).lower() for key in one.changes if key in FIELDS)
        return _("sửa %(fields)s") % {"fields": names}
    if one.kind == TaskUpdate.Kind.BACK:
        return _("rút lại báo cáo; nay là: %(state)s") % {"state": state(one).lower()}
    return _("báo %(state)s") % {"state": state(one).lower()}


def reminder(one: Reminder) -> str:
    if one.kind == rules.OVERDUE:
        return _("Trễ %(days)d ngày") % {"days": one.days}
    if one.kind == rules.SOON:
        return _("Còn %(days)d ngày") % {"days": one.days} if one.days else _("Hết hạn hôm nay")
    if one.kind == rules.QUIET:
        return _("%(days)d ngày chưa báo cáo") % {"days": one.days}
    return _("%(count)d cơ quan chưa xác nhận") % {"count": one.days}


def reminder_mark(one: Reminder) -> Mark:
    return "stop" if one.kind == rules.OVERDUE else "warn"


def role(one: TaskAgency) -> str:
    return one.get_role_display()
