"""Pages over many tasks.

/ke-hoach                    leads to the table of this year
/ke-hoach/nhiem-vu           table: year, phase, agency, state and lateness in the address; CSV, Excel
/ke-hoach/theo-don-vi        what each agency has in a year
/ke-hoach/lich               a month: what begins and what ends
/ke-hoach/viec-cua-toi       one's own agency's: what to report, what to confirm
"""

import calendar as months
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.programme import words
from txng.programme.actions import loading
from txng.programme.models import Task
from txng.programme.queries import board as queries
from txng.programme.queries import parts, reach
from txng.programme.rules import PART, clauses
from txng.programme.rules import tasks as rules
from txng.programme.views.shared import address, board_crumb, told
from txng.ui import lists
from txng.ui.answering import see
from txng.ui.lists import Mark

_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
YEARS: Final = tuple(range(clauses.FIRST_YEAR, clauses.LAST_YEAR + 1))


def _names(one: Task, role: str) -> str:
    return ", ".join(queries.held_by(one, role, timezone.localdate()))


def _reminders(one: Task) -> str:
    found = queries.reminders_of(one, timezone.localdate())
    return words.reminder(found[0]) if found else ""


def _reminder_mark(one: Task) -> Mark:
    found = queries.reminders_of(one, timezone.localdate())
    return words.reminder_mark(found[0]) if found else ""


REGISTER: Final = lists.Register(
    name="nhiem-vu-ke-hoach",
    title=gettext_lazy("Bảng nhiệm vụ"),
    order="last_day",
    template="programme/tasks.html",
    columns=(
        lists.Column("title", gettext_lazy("Nội dung"), link=address),
        lists.Column("code", gettext_lazy("Mã"), kind="code", sort="code"),
        lists.Column("chu-tri", gettext_lazy("Chủ trì"), value=lambda one: _names(one, rules.LEAD)),
        lists.Column(
            "phoi-hop", gettext_lazy("Phối hợp"), value=lambda one: _names(one, rules.BESIDE)
        ),
        lists.Column("last_day", gettext_lazy("Đến hết ngày"), kind="day", sort="last_day"),
        lists.Column(
            "state",
            gettext_lazy("Tiến độ"),
            value=words.state,
            mark=lambda one: words.MARKS[one.state],
        ),
        lists.Column("nhac", gettext_lazy("Nhắc việc"), value=_reminders, mark=_reminder_mark),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có nhiệm vụ nào."),
        gettext_lazy("Nạp 7 nhiệm vụ của phụ lục Kế hoạch 6736; việc lặp lại có sẵn từng năm."),
    ),
)


def _filters(request: GuardedRequest) -> tuple[lists.Filter, ...]:
    today = timezone.localdate()
    agencies = queries.agencies_with_tasks(request.actor, today)
    return (
        lists.Filter(
            "nam", gettext_lazy("Năm"), choices=[(str(year), str(year)) for year in YEARS],
            narrow=lambda rows, value: queries.running_in(rows, int(value)),
        ),
        lists.Filter(
            "giai-doan", gettext_lazy("Giai đoạn"), choices=Task.Phase.choices,
            narrow=queries.in_phase,
        ),
        lists.Filter(
            "don-vi", gettext_lazy("Đơn vị"), choices=agencies, narrow=queries.of_agency
        ),
        lists.Filter("trang-thai", gettext_lazy("Trạng thái"), choices=Task.State.choices, narrow="state"),
        lists.Filter(
            "tre", gettext_lazy("Đúng hạn hay trễ"),
            choices=[("co", gettext_lazy("Đang trễ"))],
            narrow=lambda rows, _value: queries.late_rows(rows, today),
        ),
    )  # fmt: skip


@requires_right("programme.see")
@require_safe
def board(request: GuardedRequest) -> HttpResponse:
    year = min(max(timezone.localdate().year, clauses.FIRST_YEAR), clauses.LAST_YEAR)
    return see(f"{reverse('programme:tasks')}?nam={year}")


@requires_right("programme.see")
@require_safe
def tasks(request: GuardedRequest) -> HttpResponseBase:
    today = timezone.localdate()
    links = []
    if reach.may_keep(request.actor) or reach.own_agency(request.actor) is not None:
        links.append(lists.Link(_("Thêm việc"), reverse("programme:add_task")))
    values = {
        "views": ways(request),
        "is_loaded": queries.is_loaded(request.actor),
        "may_load": reach.may_keep(request.actor),
        "late": queries.late(request.actor, today).count(),
        "late_address": f"{reverse('programme:tasks')}?tre=co",
        "mine": queries.reminder_count(request.actor, today)
        + parts.waiting_count(request.actor, today),
    }
    register = replace(REGISTER, filters=_filters(request))
    return register.answer(request, queries.tasks(request.actor), actions=links, **values)


@requires_right("programme.keep")
@require_POST
def load_appendix(request: GuardedRequest) -> HttpResponse:
    new = told(
        request,
        lambda: loading.load_appendix(by=request.actor),
        _("Đã nạp 7 nhiệm vụ của phụ lục và việc của từng năm từ 2019 đến 2030."),
    )
    return see(reverse("programme:board") if new is not None else reverse("programme:tasks"))


@requires_right("programme.see")
@require_safe
def by_agency(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    year = _asked_year(request, today)
    values = {
        "year": year,
        "years": YEARS,
        "loads": queries.by_agency(request.actor, year, today),
        "is_loaded": queries.is_loaded(request.actor),
        "views": ways(request),
        "crumbs": [board_crumb()],
    }
    return render(request, "programme/by_agency.html", values)


# --- calendar -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    task: Task
    begins: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    is_here: bool  # of the month that is shown
    is_today: bool
    entries: tuple[Entry, ...]


@requires_right("programme.see")
@require_safe
def calendar(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    first = _asked_month(request, today)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    found = queries.between(request.actor, weeks[0][0], weeks[-1][-1])
    entries: dict[date, list[Entry]] = {}
    for one in found:
        is_late = rules.is_late(today, one.last_day, one.state)
        entries.setdefault(one.last_day, []).append(Entry(one, begins=False, is_late=is_late))
        entries.setdefault(one.first_day, []).append(Entry(one, begins=True, is_late=False))
    values = {
        "month": first,
        "weeks": [
            [
                Day(day, day.month == first.month, day == today, tuple(entries.get(day, ())))
                for day in week
            ]
            for week in weeks
        ],
        "is_empty": not any(
            day.month == first.month and entries.get(day) for week in weeks for day in week
        ),
        "previous": _month_address(first - timedelta(days=1)),
        "next": _month_address((first + timedelta(days=32)).replace(day=1)),
        "views": ways(request),
        "crumbs": [board_crumb()],
    }
    return render(request, "programme/calendar.html", values)


def _month_address(day: date) -> str:
    """ "" outside the Plan."""
    if not clauses.FIRST_DAY.replace(day=1) <= day.replace(day=1) <= clauses.LAST_DAY:
        return ""
    return f"?thang={day:%Y-%m}"


def _asked_month(request: GuardedRequest, today: date) -> date:
    typed = _MONTH.fullmatch(request.GET.get("thang", ""))
    if typed and int(typed[1]) in YEARS and 1 <= int(typed[2]) <= 12:
        return date(int(typed[1]), int(typed[2]), 1)
    return min(max(today, clauses.FIRST_DAY), clauses.LAST_DAY).replace(day=1)


def _asked_year(request: GuardedRequest, today: date) -> int:
    typed = request.GET.get("nam", "")
    asked = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    return min(max(asked, clauses.FIRST_YEAR), clauses.LAST_YEAR)


# --- one's own ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card:
    """A task of one's own agency as it is shown: reminders with their words and mark."""

    mine: queries.Mine
    state: str
    mark: Mark
    reminders: tuple[tuple[str, Mark], ...]


@requires_right("programme.part")
@require_safe
def mine(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    own = reach.own_agency(request.actor)
    own_parts = parts.own_parts(request.actor, today)
    asked = [(one, words.state(one.task), words.MARKS[one.task.state]) for one in own_parts]
    cards = [_card(one) for one in queries.my_tasks(request.actor, today)]
    leading = [one for one in cards if one.mine.leads]
    values = {
        "agency": queries.short_name(own, today) if own else "",
        "speakers": list(dict.fromkeys(one.name for one in reach.speaks_as(request.actor, today))),
        "asked": [row for row in asked if row[0].answer is None],
        "answered": [row for row in asked if row[0].answer is not None],
        "may_see": reach.may_see(request.actor),
        "leading": leading,
        "waiting": [one for one in cards if one.mine.waits is not None],
        "beside": [one for one in cards if not one.mine.leads and one.mine.waits is None],
        "reminded": sum(1 for one in cards if one.reminders or one.mine.waits)
        + sum(1 for one in own_parts if one.answer is None),
        "late": sum(1 for one in leading if any(mark == "stop" for _told, mark in one.reminders)),
        "may_keep": reach.may_keep(request.actor),
        "is_loaded": queries.is_loaded(request.actor),
        "views": ways(request) if reach.may_see(request.actor) else [],
    }  # fmt: skip
    return render(request, "programme/mine.html", values)


def _card(one: queries.Mine) -> Card:
    told = tuple(
        (words.reminder(each), words.reminder_mark(each))
        for each in one.reminders
        if one.leads or each.kind != rules.UNCONFIRMED
    )
    return Card(one, words.state(one.task), words.MARKS[one.task.state], told)


def ways(request: GuardedRequest) -> list[tuple[str, str, bool]]:
    """The views of the board that this person may open: words, address, whether it is this one."""
    return [
        (title, reverse(f"programme:{route}"), reverse(f"programme:{route}") == request.path)
        for title, route in (
            (_("Bảng"), "tasks"),
            (_("Theo đơn vị"), "by_agency"),
            (_("Biểu đồ"), "gantt"),
            (_("Lịch"), "calendar"),
            (_("Việc của tôi"), "mine"),
        )
        if route != "mine" or request.actor.may(PART)
    ]
