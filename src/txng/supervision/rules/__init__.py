"""What a report may be: reasons, sizes, limits, numbers. Plain.

    LD-2026-000123      province, year, number within the year

Source: reference/ux.md §2.1 (six reasons, three taps); reliability.md §3.3 (never a verdict by machine).
"""

import re
from datetime import date
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


# --- is the data of an enterprise fresh? (Plan IV.1.g) ---------------------------------------------


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop
WATCH, OWN, SET_LIMITS = "supervision.watch", "supervision.own", "supervision.set_limits"
RECALL, ORDER_RECALL = "supervision.recall", "supervision.order_recall"
RIGHTS: Final = {
    WATCH: N_("Xem cơ sở nào chậm cập nhật dữ liệu, trong địa bàn và ngành được giao"),
    OWN: N_("Xem dữ liệu của cơ sở mình có còn mới không; trả lời thu hồi hàng mà mình giữ"),
    SET_LIMITS: N_("Đặt số ngày được coi là còn mới"),
    RECALL: N_("Soạn việc thu hồi hàng và theo dõi từng nơi giữ hàng"),
    ORDER_RECALL: N_("Ra lệnh, mở rộng, đóng và rút việc thu hồi do người khác soạn"),
}

EVENT, REGISTER, ASSESSMENT = "event", "register", "assessment"
KINDS: Final = (EVENT, REGISTER, ASSESSMENT)
"""What is watched by when it was last done. Certificates are watched by when the next one ends: below."""

USUAL_DAYS: Final = {EVENT: 30, REGISTER: 180, ASSESSMENT: 365}
MOST_DAYS: Final = 3650

NEVER, LATE, SOON, FRESH = "never", "late", "soon", "fresh"
STANDINGS: Final = (NEVER, LATE, SOON, FRESH)


NONE, ENDING, HOLDING = "none", "ending", "holding"
CERTIFICATE_STANDINGS: Final = (NONE, ENDING, HOLDING)
ENDING_DAYS: Final = 90  # the first reminder of the register of certificates; reference/ux.md §2.12


def certificates_stand(ends: date | None, today: date) -> str:
    """`ends` is the nearest last day of the certificates that hold and that nothing follows.

    >>> [certificates_stand(date(2026, 5, 1), date(2026, 1, day)) for day in (30, 31)]
    ['holding', 'ending']
    """
    if ends is None:
        return NONE
    return ENDING if (ends - today).days <= ENDING_DAYS else HOLDING


def standing(last: date | None, days: int, today: date) -> str:
    """`last` is the day of the last thing done, `days` how long it keeps fresh (at least 1). SOON is the
    last fifth of that time.

    >>> [standing(date(2026, 5, 1), 10, date(2026, 5, day)) for day in (8, 9, 11, 12)]
    ['fresh', 'soon', 'soon', 'late']
    """
    if last is None:
        return NEVER
    age = (today - last).days
    if age > days:
        return LATE
    return SOON if age >= days - days // 5 else FRESH
