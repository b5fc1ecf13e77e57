"""What a recall is about, whose turn it is, and how much came back. Plain.

    draft ──order (another person)──> ordered ──holders listed──> underway ──close──> closed
      └──────drop──────> withdrawn <──withdraw, with a reason──┴──────┘

    TH-2026-0001     a recall, from the day on which it is ordered: no gap, so nobody can hide one
    DT-2026-0001     a drill: a series of its own, never public

A scope is one of three: a lot, a range of serials, or a product made within some days.

>>> lot = Scope("09506000134352", lot="L1")
>>> concerns(lot, Thing("09506000134352", "L1")), concerns(lot, Thing("09506000134352", "L2"))
('yes', 'no')
>>> concerns(lot, Thing("09506000134352"))       # whoever scans a code without a lot looks at the bag
'maybe'

No source that we have gives classes of recalls (reference/vietnam.md: circular 17/2021 "not found"), so the
two words of danger are our own, and pages say so.
Source: reference/ux.md §2.5 (wizard, second person, drill); reference/reliability.md §2.2 (acts of the log).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, NamedTuple

DRAFT, ORDERED, UNDERWAY = "draft", "ordered", "underway"
CLOSED, WITHDRAWN = "closed", "withdrawn"
STATES: Final = (DRAFT, ORDERED, UNDERWAY, CLOSED, WITHDRAWN)
IN_FORCE: Final = (ORDERED, UNDERWAY)
"""Consumers are told."""

BY_AGENCY, VOLUNTARY = "ordered", "voluntary"
KINDS: Final = (BY_AGENCY, VOLUNTARY)
LOW, SERIOUS = "low", "serious"
RISKS: Final = (SERIOUS, LOW)

WAITING, ANSWERED = "waiting", "answered"
UNITS: Final = ("", "H87", "KGM", "LTR")
"""UN/ECE Recommendation 20: piece, kilogram, litre; "" where nobody told how much."""

LONGEST_REASON: Final = 300
LONGEST_ADVICE: Final = 300
LONGEST_NOTE: Final = 500
LONGEST_DOCUMENT: Final = 100
LONGEST_RESULT: Final = 1000
LONGEST_PART: Final = 20  # of a lot and a serial; GS1 General Specifications 3.4.1, 3.5.2
MOST_SCOPES: Final = 200
MOST_AMOUNT: Final = Decimal("999999999.999")
UNDO_HOURS: Final = 24
ACKNOWLEDGED_SHARE: Final = Decimal("0.95")

_NUMBER: Final = re.compile(r"(TH|DT)-(20[0-9]{2})-([0-9]{4,6})")
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ().-]{2,23}")
_TAIL: Final = re.compile(r"[0-9]+\Z")
_PART: Final = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}")  # GS1 character set 82

Answer = Literal["yes", "maybe", "no"]


def number_of(year: int, serial: int, *, is_drill: bool = False) -> str:
    """0 < serial < 1,000,000.

    >>> number_of(2026, 1), number_of(2026, 12, is_drill=True)
    ('TH-2026-0001', 'DT-2026-0012')
    """
    return f"{'DT' if is_drill else 'TH'}-{year}-{serial:04}"


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None


def is_part(text: str) -> bool:
    """Whether it may be a lot or a serial."""
    return _PART.fullmatch(text) is not None


# --- scope ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """`gtin` has 14 digits. With `lot` that lot; with `first` and `last` those serials; else what was made
    from `made_from` to `made_until`, both included, None for no limit."""

    gtin: str
    lot: str = ""
    first: str = ""
    last: str = ""
    made_from: date | None = None
    made_until: date | None = None


class Thing(NamedTuple):
    """What was scanned; "" and None for what the code and the records do not say."""

    gtin: str
    lot: str = ""
    serial: str = ""
    made_on: date | None = None


def concerns(scope: Scope, thing: Thing) -> Answer:
    """Whether a recall calls this thing back; "maybe" where what is known of the thing does not decide."""
    if scope.gtin != thing.gtin:
        return "no"
    if scope.lot:
        return _same(scope.lot, thing.lot)
    if scope.first:
        if not thing.serial:
            return "maybe"
        return "yes" if in_range(scope.first, scope.last, thing.serial) else "no"
    if scope.made_from is None and scope.made_until is None:
        return "yes"
    if thing.made_on is None:
        return "maybe"
    is_early = scope.made_from is not None and thing.made_on < scope.made_from
    is_late = scope.made_until is not None and thing.made_on > scope.made_until
    return "no" if is_early or is_late else "yes"


def _same(wanted: str, told: str) -> Answer:
    if not told:
        return "maybe"
    return "yes" if wanted == told else "no"


def surest(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    return "yes" if "yes" in found else "maybe" if "maybe" in found else "no"


def in_range(first: str, last: str, serial: str) -> bool:
    """Serials of one length that differ in the number at their end: "A0007" lies between "A0001" and "A0120".

    >>> in_range("A0001", "A0120", "A0007"), in_range("A0001", "A0120", "A007"), in_range("1", "9", "x")
    (True, False, False)
    """
    digits = _digits_that_differ(first, last)
    if digits is None or len(serial) != len(first):
        return False
    head, tail = serial[: len(serial) - digits], serial[len(serial) - digits :]
    if head != first[: len(first) - digits]:
        return False
    if not digits:
        return True
    # of equal length, so the order of texts is that of numbers; "²" is a digit to Python, and none here
    return tail.isascii() and tail.isdigit() and first[-digits:] <= tail <= last[-digits:]


def range_size(first: str, last: str) -> int:
    """How many serials a range has; 0 for two ends that are none.

    >>> range_size("A0001", "A0120"), range_size("A1", "B9"), range_size("A1", "A1")
    (120, 0, 1)
    """
    digits = _digits_that_differ(first, last)
    if digits is None:
        return 0
    return int(last[-digits:]) - int(first[-digits:]) + 1 if digits else 1


def _digits_that_differ(first: str, last: str) -> int | None:
    """How many digits at the end are the number; None where the two are no ends of a range."""
    if len(first) != len(last) or not first:
        return None
    if first == last:
        return 0
    found, other = _TAIL.search(first), _TAIL.search(last)
    if not found or not other:
        return None
    digits = min(len(found.group()), len(other.group()))
    if first[:-digits] != last[:-digits] or first[-digits:] > last[-digits:]:
        return None
    return digits


def to_type(scopes: Sequence[Scope]) -> str:
    """What the person who orders types as the last step: the lot, the first serial, or the product.

    0 < len(scopes).
    """
    first = scopes[0]
    return first.lot or first.first or first.gtin


# --- who may do what ------------------------------------------------------------------------------


def may_order(person: int | None, drafters: Iterable[int | None]) -> str:
    """ "" for yes, "machine" for a key, "same" for somebody who wrote on the draft (four eyes)."""
    if person is None:
        return "machine"
    return "same" if person in set(drafters) else ""


def may_still_undo(done_at: datetime | None, now: datetime) -> bool:
    return done_at is not None and now - done_at < timedelta(hours=UNDO_HOURS)


# --- how much came back ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """One holder in one unit. `out`: what it received and did not send on, None for unknown; `returned` and
    `destroyed`: None until it said so."""

    unit: str
    out: Decimal | None
    returned: Decimal | None
    destroyed: Decimal | None
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Came:
    """Of one unit: `out` and `back` in it; `share` 0 to 1, None where nobody can know. `unknown`: holders of
    whom it is not known how much was out; `waiting`: those that have not answered yet."""

    unit: str
    out: Decimal
    back: Decimal
    unknown: int
    waiting: int

    @property
    def share(self) -> Decimal | None:
        if self.unknown or self.waiting or not self.out:
            return None
        return self.back / self.out

    @property
    def at_least(self) -> Decimal | None:
        """The share that came back so far, while some have not answered; None where `out` is not known."""
        return None if self.unknown or not self.out else self.back / self.out


def came_back(held: Iterable[Held]) -> list[Came]:
    """For each unit, in the order in which it is met. A holder of unknown unit stands under "".

    >>> one = Held("KGM", Decimal(60), Decimal(60), None, True)
    >>> other = Held("KGM", None, Decimal(2), None, True)
    >>> came_back([one])[0].share, came_back([one, other])[0].share
    (Decimal('1'), None)
    """
    by_unit: dict[str, list[Held]] = {}
    for one in held:
        by_unit.setdefault(one.unit, []).append(one)
    return [
        Came(
            unit,
            sum((one.out for one in rows if one.out is not None), Decimal(0)),
            sum(
                (told for one in rows for told in (one.returned, one.destroyed) if told), Decimal(0)
            ),
            sum(one.out is None for one in rows),
            sum(not one.is_answered for one in rows),
        )
        for unit, rows in by_unit.items()
    ]


def is_acknowledged(answered: int, of: int) -> bool:
    """Whether enough holders have answered: 95 of 100; of none nobody has.

    >>> [is_acknowledged(18, 19), is_acknowledged(19, 20), is_acknowledged(0, 0)]
    [False, True, False]
    """
    return of > 0 and answered >= ACKNOWLEDGED_SHARE * of


def hours_between(start: datetime, end: datetime) -> Decimal:
    """With one decimal; seconds do not count: 90 minutes and a half are 1.5 hours."""
    minutes = int((end - start).total_seconds() // 60)
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"))
