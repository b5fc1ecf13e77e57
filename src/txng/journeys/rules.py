"""How much is answered at once, and what a signed view may be.

link ──(signed, minutes)──> page with a button ──POST──> cookie (signed, same end) ──POST──> left
"""

from typing import Final

PUBLIC_LIMIT: Final = 5_000  # things, ties, events: anyone may ask, so answers must stay cheap
VIEWER_LIMIT: Final = 30_000  # one to two seconds of walking
CHECKED_EVENTS: Final = 600  # of longer journeys the balance is computed when it is asked for
ROWS: Final = 500  # of one page of the table
MOVEMENTS: Final = 60  # lines of the ledger on a page
CARDS: Final = 6  # neighbours in the panel before "and so many more"
SHORTEST_VIEW: Final = 1  # minutes
LONGEST_VIEW: Final = 480
DEFAULT_VIEW: Final = 15


def is_good_length(minutes: int) -> bool:
    return SHORTEST_VIEW <= minutes <= LONGEST_VIEW


def may_oversee(kind: str) -> bool:
    """Oversight is a duty of agencies, never a convenience."""
    return kind == "agency"
