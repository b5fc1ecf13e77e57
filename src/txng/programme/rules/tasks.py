"""What a task may be: its days, states, how far it is, and when somebody has to be reminded.

    planned ──report──> doing ──report──> done            percent 0 .. 99, then 100
       │                  │  └─> paused ─┘
       └───── a reason ───┴─────────────────> dropped     of one's own tasks only
    unknown   it ended before this system was used, and nobody has told how: percent None, never late

>>> code_of(12)
'NV-000012'
>>> begins, ends, today = date(2026, 1, 1), date(2026, 11, 30), date(2026, 12, 14)
>>> [one.kind for one in reminders(today, begins, ends, "doing", None)]
['overdue', 'silent']
>>> wrong_days(date(2026, 5, 1), date(2026, 4, 1))
'crossing'
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from txng.programme.rules import N_, clauses

PLANNED: Final = "planned"
DOING: Final = "doing"
PAUSED: Final = "paused"
DONE: Final = "done"
DROPPED: Final = "dropped"
UNKNOWN: Final = "unknown"
STATES: Final[dict[str, str]] = {
    PLANNED: N_("Chưa bắt đầu"),
    DOING: N_("Đang làm"),
    PAUSED: N_("Tạm dừng"),
    DONE: N_("Hoàn thành"),
    DROPPED: N_("Đã bỏ"),
    UNKNOWN: N_("Chưa rõ kết quả"),
}
OPEN: Final = (PLANNED, DOING, PAUSED)
REPORTED: Final = (PLANNED, DOING, PAUSED, DONE)
"""What a report may say; dropping is a step of its own, with a reason."""

LEAD: Final = "chu-tri"
BESIDE: Final = "phoi-hop"
ROLES: Final[dict[str, str]] = {LEAD: N_("Chủ trì"), BESIDE: N_("Phối hợp")}

WAITING: Final = "waiting"
CONFIRMED: Final = "confirmed"
REFUSED: Final = "refused"
SHARES: Final[dict[str, str]] = {
    WAITING: N_("Chờ xác nhận"),
    CONFIRMED: N_("Đã xác nhận"),
    REFUSED: N_("Không xác nhận"),
}

YEARLY: Final = "yearly"
ONCE: Final = "once"
RHYTHMS: Final[dict[str, str]] = {YEARLY: N_("Hằng năm"), ONCE: N_("Một lần")}

LONGEST_TITLE: Final = 400
LONGEST_TEXT: Final = 2000
LONGEST_NOTE: Final = 2000
MOST_AGENCIES: Final = 30
MOST_FILES: Final = 20
UNDO: Final = timedelta(hours=24)
DUE_SOON: Final = timedelta(days=30)
SILENT: Final = timedelta(days=90)

OVERDUE, SOON, QUIET, UNCONFIRMED = "overdue", "soon", "silent", "unconfirmed"


def code_of(number: int) -> str:
    return f"NV-{number:06d}"


def wrong_days(first: date, last: date) -> str:
    """ "" or why the days of a task cannot stand: crossing, before (the Plan) or after (it)."""
    if last < first:
        return "crossing"
    if first < clauses.FIRST_DAY:
        return "before"
    return "after" if last > clauses.LAST_DAY else ""


def is_within(first: date, last: date, around_first: date, around_last: date) -> bool:
    return around_first <= first and last <= around_last


def year_of(first: date, last: date) -> int | None:
    """The calendar year in which the task lies; None when it lies in several."""
    return first.year if first.year == last.year else None


def year_asked(today: date, first: date, last: date) -> int:
    """The year for which a part is answered for today: the last one of what has ended."""
    return min(max(today.year, first.year), last.year)


def phase_of(first: date, last: date) -> str:
    """The phase in which the whole task lies, "" when it runs through several."""
    begins, ends = clauses.phase_of(first.year), clauses.phase_of(last.year)
    return begins if begins == ends else ""


def percent_of(state: str, percent: int | None) -> int | None:
    """What a report means: done is 100, not begun is 0, and nobody knows the rest better than who reports."""
    if state == DONE:
        return 100
    if state == PLANNED:
        return 0
    return percent


def wrong_percent(state: str, percent: int | None) -> str:
    """ "" or why a report cannot be: "missing", "range", or "whole" (100 % that is not called done)."""
    if state in (DONE, PLANNED):
        return ""
    if percent is None:
        return "missing"
    if not 0 <= percent <= 100:
        return "range"
    return "whole" if percent == 100 else ""


def is_late(today: date, last: date, state: str) -> bool:
    return state in OPEN and last < today


@dataclass(frozen=True, slots=True)
class Reminder:
    """`days`: over the last day, until it, or since the last report."""

    kind: str
    days: int = 0


def reminders(
    today: date,
    first: date,
    last: date,
    state: str,
    reported: date | None,
    waiting: Iterable[str] = (),
) -> list[Reminder]:
    """What to tell about a task today. `reported`: the day of the last report; `waiting`: codes of agencies
    that have not confirmed their share of a task that is done."""
    found: list[Reminder] = []
    if state in OPEN:
        if last < today:
            found.append(Reminder(OVERDUE, (today - last).days))
        elif last - today <= DUE_SOON:
            found.append(Reminder(SOON, (last - today).days))
        since = reported or first
        if first <= today and today - since > SILENT:
            found.append(Reminder(QUIET, (today - since).days))
    if state == DONE and (count := len(list(waiting))):
        found.append(Reminder(UNCONFIRMED, count))
    return found


def may_take_back(at_seconds_ago: float) -> bool:
    return at_seconds_ago <= UNDO.total_seconds()
