"""The life of a section, and of the report around it.

    empty ─write─> being written ─submit─> submitted ─accept─> accepted ─reopen─> being written
                        ^     ^                │  └─give back, with a comment─> returned ─submit─> submitted
                        └take back─────────────┘

Whoever submitted a section never accepts it. A text changes only while it is empty, being written or
returned.
"""

from datetime import date
from typing import Final

EMPTY, WRITING, SUBMITTED, ACCEPTED, RETURNED = "trong", "dang-viet", "da-nop", "da-nhan", "tra-lai"
STATES: Final = (EMPTY, WRITING, SUBMITTED, ACCEPTED, RETURNED)
OPEN: Final = (EMPTY, WRITING, RETURNED)

SUBMIT, TAKE_BACK, ACCEPT, GIVE_BACK, REOPEN = "nop", "rut", "nhan", "tra", "mo-lai"
STEPS: Final = {
    SUBMIT: ((WRITING, RETURNED), SUBMITTED),
    TAKE_BACK: ((SUBMITTED,), WRITING),
    ACCEPT: ((SUBMITTED,), ACCEPTED),
    GIVE_BACK: ((SUBMITTED,), RETURNED),
    REOPEN: ((ACCEPTED,), WRITING),
}

DRAFT, HANDED = "dang-soan", "da-trinh"
REPORT_STATES: Final = (DRAFT, HANDED)

FIRST_YEAR, LAST_YEAR = 2019, 2100
LONGEST_TEXT: Final = 30_000
LONGEST_COMMENT: Final = 2_000
LONGEST_REASON: Final = 1_000
SHORTEST_REASON: Final = 5
MOST_ROWS: Final = 5_000  # behind one number, kept with it
MOST_CHIPS: Final = 60  # in one section
MINUTES_OF_ONE_VERSION: Final = 10
"""Autosaves of one person within this time are one version of the history."""


def usual_period(year: int) -> tuple[date, date]:
    """From 15 December of the year before to 14 December: Decree 09/2019/NĐ-CP [K], so editable."""
    return date(year - 1, 12, 15), date(year, 12, 14)
