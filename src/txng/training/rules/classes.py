"""How a class stands, who has a seat, who attended enough.

    draft ──publish──> open ──finish──> done
      │                 └──cancel──> cancelled
      └── dropped with everything in it

>>> attended_enough(attended=4, sessions=5, share=80), attended_enough(attended=3, sessions=5, share=80)
(True, False)
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

DRAFT, OPEN, DONE, CANCELLED = "soan", "mo", "xong", "huy"
STATES: Final = (DRAFT, OPEN, DONE, CANCELLED)
PUBLIC_STATES: Final = (OPEN, DONE, CANCELLED)

SEATED, WAITING, WITHDRAWN = "co-cho", "cho", "rut"
LEARNER_STATES: Final = (SEATED, WAITING, WITHDRAWN)

BY_FORM, ON_PAPER, BY_SHEET = "tu-dang-ky", "giay", "tep"
SOURCES: Final = (BY_FORM, ON_PAPER, BY_SHEET)

QR, CODE, TICKET, PAPER, SHEET = "qr", "ma", "ve", "giay", "tep"
WAYS: Final = (QR, CODE, TICKET, PAPER, SHEET)
"""How somebody was counted: rotating QR with a ticket in the telephone, with a typed code; the ticket shown
to the trainer; a tick on a list; a sheet."""

USUAL_SHARE: Final = (
    80  # percent of sessions that a paper asks for, unless the class says otherwise
)
MOST_PLACES: Final = 1000
MOST_SESSIONS: Final = 60

# of an open class: not begun, under way, last day over and not finished yet
NOT_BEGUN, UNDER_WAY, OVER = "sap", "dang", "het"


class Seat(NamedTuple):
    """`id` of a learner, and whether they have a seat."""

    id: int
    is_seated: bool


class Slot(NamedTuple):
    """One session as the rules need it."""

    id: int
    day: date
    begins_at: time
    ends_at: time


def standing(state: str, first: date | None, last: date | None, today: date) -> str:
    """What people are told of a class on that day."""
    if state != OPEN or first is None or last is None:
        return state if state != OPEN else NOT_BEGUN
    if today < first:
        return NOT_BEGUN
    return UNDER_WAY if today <= last else OVER


def takes_learners(state: str, last: date | None, today: date) -> bool:
    """People may register until the last day: who comes late in a course still comes."""
    return state == OPEN and (last is None or today <= last)


def attended_enough(*, attended: int, sessions: int, share: int) -> bool:
    """`share` in percent; a class without sessions was attended by nobody."""
    return sessions > 0 and attended * 100 >= share * sessions


def moving_up(queue: Sequence[int], seated: int, places: int) -> list[int]:
    """Who of `queue`, first come first, gets a seat now.

    >>> moving_up([7, 9, 12], seated=38, places=40)
    [7, 9]
    """
    return list(queue[: max(0, places - seated)])


def session_now(sessions: Sequence[Slot], now: datetime) -> Slot | None:
    """The session of this moment: of today the one that is going on or comes next, else today's last one.

    None on a day without one. `now` in local time.
    """
    today = [one for one in sorted(sessions, key=lambda one: (one.day, one.begins_at))
             if one.day == now.date()]  # fmt: skip
    early = (now + timedelta(minutes=60)).time() if now.hour < 23 else time.max
    going = [one for one in today if one.begins_at <= early and now.time() <= one.ends_at]
    coming = [one for one in today if one.begins_at > now.time()]
    return next(iter(going), None) or next(iter(coming), None) or (today[-1] if today else None)


def overlap(sessions: Sequence[Slot]) -> Slot | None:
    """The first session that begins before another of its day has ended."""
    ordered = sorted(sessions, key=lambda one: (one.day, one.begins_at))
    for before, after in pairwise(ordered):
        if before.day == after.day and after.begins_at < before.ends_at:
            return after
    return None


def sessions_needed(sessions: int, share: int) -> int:
    """The fewest that are enough; at least one.

    >>> sessions_needed(5, 80), sessions_needed(3, 80), sessions_needed(0, 80)
    (4, 3, 1)
    """
    return max(1, -(-sessions * share // 100))


_HOUR: Final = re.compile(r"(\d{1,2})\s*(?:[:.hg]\s*(\d{2})?)?\s*(?:giờ|h)?", re.IGNORECASE)


def read_time(typed: str) -> time | None:
    """
    >>> read_time("8h30"), read_time("13:05"), read_time("8"), read_time("25:00")
    (datetime.time(8, 30), datetime.time(13, 5), datetime.time(8, 0), None)
    """
    found = _HOUR.fullmatch(typed.strip())
    if found is None or not typed.isprintable():
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
