"""What a report may be: reasons, sizes, limits, numbers. Plain.

    LD-2026-000123      province, year, number within the year

Source: reference/ux.md §2.1 (six reasons, three taps); reliability.md §3.3 (never a verdict by machine).
"""

import re
from typing import Final

REASONS: Final = ("label", "wrong", "copied", "expired", "ill", "other")
RECEIVED, CHECKING, ANSWERED = "received", "checking", "answered"
STATES: Final = (RECEIVED, CHECKING, ANSWERED)

LONGEST_CODE: Final = 200
LONGEST_WORDS: Final = 1000
LONGEST_PLACE: Final = 200
LONGEST_ANSWER: Final = 2000
MOST_BYTES: Final = 9_000_000  # of the whole form; a photo of a phone has 2 to 6 MB
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 1600
QUICKEST_SECONDS: Final = 2  # nobody reads and taps a form faster
FORM_SECONDS: Final = 24 * 3600

PER_SENDER_AN_HOUR: Final = 5
PER_CODE_A_DAY: Final = 30
ALL_AN_HOUR: Final = 500

_NUMBER: Final = re.compile(r"LD-(20[0-9]{2})-([0-9]{6})")


def number_of(year: int, serial: int) -> str:
    """0 < serial < 1,000,000.

    >>> number_of(2026, 123)
    'LD-2026-000123'
    """
    return f"LD-{year}-{serial:06}"


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def is_over_limit(*, by_sender: int, of_code: int, of_all: int) -> str:
    """Which limit one more report would break: "sender", "code", "all"; "" for none.

    `by_sender` and `of_all` in the last hour, `of_code` in the last day.
    """
    if by_sender >= PER_SENDER_AN_HOUR:
        return "sender"
    if of_code >= PER_CODE_A_DAY:
        return "code"
    return "all" if of_all >= ALL_AN_HOUR else ""
