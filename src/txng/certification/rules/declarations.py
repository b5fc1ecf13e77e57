"""The life of a declaration of conformity (công bố phù hợp). Plain.

    declared ──receive──> received ──end──> ended          an officer ends it with a reason
       │  └──return──> returned                            what is wrong is told; a new one is made
       └──withdraw── withdrawn <──┘ (of received too)      the enterprise takes it back

    received and the last day past: expired, told by the day and never written

    CB-2026-000123      year, number within the year, no gap

Source: Circular 02/2024/TT-BKHCN (a system is declared conformant on a self-assessment or on certification
by a designated body); reference/vietnam.md §2.1. The states are this system's own.
"""

import re
from datetime import date
from typing import Final

SELF, CERTIFICATE = "tu-danh-gia", "chung-nhan"
BASES: Final = (SELF, CERTIFICATE)

DECLARED, RECEIVED, RETURNED, WITHDRAWN, ENDED = (
    "declared", "received", "returned", "withdrawn", "ended",
)  # fmt: skip
STATES: Final = (DECLARED, RECEIVED, RETURNED, WITHDRAWN, ENDED)
EXPIRED: Final = "expired"

FROM: Final = {
    RECEIVED: (DECLARED,),
    RETURNED: (DECLARED,),
    WITHDRAWN: (DECLARED, RECEIVED),
    ENDED: (RECEIVED,),
}
"""From which states a step leads to this one."""

PUBLIC: Final = (RECEIVED, WITHDRAWN, ENDED)
"""What everybody may read: nothing that no officer has looked at."""

LOST: Final = frozenset({"suspended", "withdrawn", "expired", "struck"})
"""How a certificate stands that no longer carries the declaration resting on it. One that was replaced was
renewed, and is no warning."""

GROUP, ITEM, SITE = "group", "item", "site"
KINDS: Final = (GROUP, ITEM, SITE)

MOST_SCOPE: Final = 200
LONGEST_STANDARD: Final = 200
LONGEST_NAME: Final = 200
LONGEST_REASON: Final = 1000
LONGEST_YEARS: Final = 5
UNDO_HOURS: Final = 24

_NUMBER: Final = re.compile(r"CB-(20[0-9]{2})-([0-9]{6})")


def number_of(year: int, serial: int) -> str:
    """0 < serial < 1,000,000.

    >>> number_of(2026, 123)
    'CB-2026-000123'
    """
    return f"CB-{year}-{serial:06}"


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def may_step(state: str, to: str) -> bool:
    return state in FROM[to]


def standing(state: str, valid_to: date, day: date) -> str:
    """The state as people meet it on a day: EXPIRED for a received one whose last day is past.

    >>> standing(RECEIVED, date(2026, 1, 31), date(2026, 2, 1))
    'expired'
    """
    return EXPIRED if state == RECEIVED and valid_to < day else state


def wrong_days(declared_on: date, valid_to: date, today: date) -> str:
    """ "future", "order" or "long"; "" for days that fit. At most LONGEST_YEARS from the declaration."""
    if declared_on > today:
        return "future"
    if valid_to < declared_on or valid_to < today:
        return "order"
    if valid_to > _years_later(declared_on):
        return "long"
    return ""


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + LONGEST_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + LONGEST_YEARS, day=28)
