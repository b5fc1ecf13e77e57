"""What people and agencies tell us: numbers, secret codes, states, and the clock of the answer.

    GY-2026-000123     somebody without an account; read again with the code that was shown once
    KK-2026-000012     an agency's difficulty (last paragraph of Plan 6736)

    moi ─ an agency takes it ─> nhan ─ answer ─> tra-loi ─> dong
                                  └ trình UBND tỉnh ─ quyết định ┘

>>> number_of("GY", 2026, 123), read_number(" gy-2026-000123 ")
('GY-2026-000123', 'GY-2026-000123')
>>> due_on(date(2026, 5, 1), 5)     # a Friday: the Friday after
datetime.date(2026, 5, 8)
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Final

from txng.outreach.rules import N_

FROM_PUBLIC: Final = "dan"
FROM_AGENCY: Final = "co-quan"
ORIGINS: Final = {FROM_PUBLIC: N_("Người dân, cơ sở"), FROM_AGENCY: N_("Cơ quan")}
SERIES: Final = {FROM_PUBLIC: "GY", FROM_AGENCY: "KK"}

IDEA: Final = "gop-y"
PROBLEM: Final = "vuong-mac"
QUESTION: Final = "hoi"
DIFFICULTY: Final = "kho-khan"
PUBLIC_KINDS: Final = {
    IDEA: N_("Góp ý"),
    PROBLEM: N_("Vướng mắc"),
    QUESTION: N_("Hỏi"),
}
KINDS: Final = {**PUBLIC_KINDS, DIFFICULTY: N_("Khó khăn, vướng mắc của cơ quan")}

NEW: Final = "moi"
TAKEN: Final = "nhan"
ANSWERED: Final = "tra-loi"
CLOSED: Final = "dong"
STATES: Final = {
    NEW: N_("Mới nhận"),
    TAKEN: N_("Đã có cơ quan nhận"),
    ANSWERED: N_("Đã trả lời"),
    CLOSED: N_("Đã đóng"),
}
OPEN: Final = (NEW, TAKEN)

ON_TIME: Final = "trong-han"
SOON: Final = "sap-den-han"
LATE: Final = "qua-han"
CLOCKS: Final = {
    ON_TIME: N_("Trong hạn"),
    SOON: N_("Sắp đến hạn"),
    LATE: N_("Quá hạn trả lời"),
    "": N_("Đã xong"),
}
SOON_DAYS: Final = 2

LONGEST_WORDS: Final = 3000
LONGEST_WISH: Final = 2000
LONGEST_ANSWER: Final = 4000
LONGEST_CONTACT: Final = 120
SHORTEST_WORDS: Final = 10
CONSENT: Final = "2026-01"
"""Which text of consent somebody agreed to; a new text is a new word (Law 91/2025/QH15)."""
KEEP_CONTACT: Final = timedelta(days=90)

MOST_BYTES: Final = 60_000
QUICKEST_SECONDS: Final = 2
FORM_SECONDS: Final = 24 * 3600
PER_SENDER_AN_HOUR: Final = 5
ALL_AN_HOUR: Final = 300

_NUMBER: Final = re.compile(r"(?:GY|KK)-20[0-9]{2}-[0-9]{6}")
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else


@dataclass(frozen=True, slots=True)
class Clock:
    """Working days, and where that comes from, in Vietnamese and in English."""

    days: int
    source: str
    source_en: str


@cache
def clocks() -> Mapping[str, Clock]:
    file = resources.files("txng.outreach").joinpath("data", "answer-clock.toml")
    rows = tomllib.loads(file.read_text("utf-8"))["kind"]
    return {row["code"]: Clock(row["days"], row["source"], row["source_en"]) for row in rows}


def due_on(received_on: date, days: int) -> date:
    """The last of so many working days after that day. Holidays are not known here."""
    day, left = received_on, days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def working_days(first: date, last: date) -> int:
    """Working days after `first` up to `last`; 0 where `last` is not later."""
    return sum(
        (first + timedelta(days=step)).weekday() < 5 for step in range(1, (last - first).days + 1)
    )


def clock(state: str, due: date, today: date) -> str:
    """How an open one stands; "" for what was answered."""
    if state not in OPEN:
        return ""
    if today > due:
        return LATE
    return SOON if working_days(today, due) <= SOON_DAYS else ON_TIME


def number_of(series: str, year: int, serial: int) -> str:
    """0 < serial < 1,000,000."""
    return f"{series}-{year}-{serial:06}"


def read_number(text: str) -> str:
    """As it is kept; "" for what is none."""
    told = text.strip().upper()
    return told if _NUMBER.fullmatch(told) else ""


def code_from(digest: bytes) -> str:
    """Ten signs in two groups, 49 bits, from at least 10 bytes that nobody can guess: "K7QMR-2XW9D"."""
    left, signs = int.from_bytes(digest), ""
    for _ in range(10):
        left, place = divmod(left, len(_ALPHABET))
        signs += _ALPHABET[place]
    return f"{signs[:5]}-{signs[5:]}"


def code_digest(number: str, code: str) -> bytes:
    """What is kept of a code; small letters and missing dashes are forgiven."""
    bare = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"{number}\n{bare}".encode()).digest()


def is_over_limit(*, by_sender: int, of_all: int) -> bool:
    """In the last hour."""
    return by_sender >= PER_SENDER_AN_HOUR or of_all >= ALL_AN_HOUR
