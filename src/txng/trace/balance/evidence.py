"""What a judgement may ask, and how much went in and came out of it in one unit.

    evidence = Evidence(source, Telling(vocabulary), limits.shipped(), places=store)
    measured(evidence, entry.outputs, "KGM")     412.5 KGM, or unknown and why

Every answer keeps two sums: what was told, and whether that is all. What was told is a lower bound: when it
alone breaks a limit, nothing that was not told can mend it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Protocol

from txng.gs1.identifier import Identifier
from txng.trace.amounts import PIECE, Amount
from txng.trace.entries import Element, Entry
from txng.trace.findings import Reason
from txng.trace.limits import Limits, shipped
from txng.trace.source import EventSource, RecordedEvent
from txng.trace.telling import Telling, product_of


class PlaceSource(Protocol):
    def events_at(
        self, places: Collection[str], begin: datetime | None, end: datetime | None
    ) -> Iterable[RecordedEvent]:
        """Every event that happened at one of these places (`telling.place_of`), error
        declarations too, in any order: not before `begin`, before `end`. None bounds nothing.

        May raise QueryTooComplexException.
        """


@dataclass(frozen=True, slots=True)
class Evidence:
    """`sees_all`: whether the sources hold back nothing. `as_of` is the moment of asking, if it matters.

    `places` may be missing: then only the events of the traced thing are judged.
    """

    source: EventSource
    telling: Telling = field(default_factory=Telling)
    limits: Limits = field(default_factory=shipped)
    places: PlaceSource | None = None
    sees_all: bool = True
    as_of: datetime | None = None

    def content(self, thing: Identifier) -> Amount | None:
        """What a piece holds, for a book: in pieces it is told by the pieces themselves."""
        found = self.telling.content(thing)
        return None if found is None or found.unit == PIECE else found

    def where(self, recorded: RecordedEvent) -> tuple[str, str]:
        """Country and state of an event."""
        return self.telling.text("country", recorded), self.telling.text("state", recorded)


@dataclass(frozen=True, slots=True)
class Measured:
    """`told` is the sum of what was told; it is all when there are no `reasons`."""

    told: Amount
    reasons: tuple[Reason, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.reasons

    @property
    def value(self) -> Fraction:
        assert self.told.value is not None
        return self.told.value

    @property
    def amount(self) -> Amount:
        """Unknown unless everything was told."""
        return self.told if self.is_whole else Amount(None, self.told.unit)


def measured(evidence: Evidence, elements: Iterable[Element], unit: str) -> Measured:
    """Everything in one unit, by the declared content of a piece where it is counted in pieces."""
    known = Fraction(0)
    reasons: dict[tuple[str, str], int] = {}
    for element in elements:
        value, reason = _in(evidence, element, unit)
        if value is not None:
            known += value
        elif reason is not None:
            reasons[reason] = reasons.get(reason, 0) + 1
    return Measured(
        Amount(known, unit), tuple(Reason(kind, about, n) for (kind, about), n in reasons.items())
    )


def _in(
    evidence: Evidence, element: Element, unit: str
) -> tuple[Fraction | None, tuple[str, str] | None]:
    told, piece = element.told, evidence.telling.content(element.identifier)
    if unit in told:
        value = told[unit]
        if value is None:
            return None, ("quantity_not_told", element.thing)
        # a bunch is one piece and twenty stems
        is_bundle = unit == PIECE and piece is not None and piece.unit == PIECE
        return value * (piece.value or 1) if is_bundle and piece is not None else value, None
    pieces = told.get(PIECE)
    if piece is not None and piece.unit == unit and pieces is not None:
        return pieces * (piece.value or 0), None
    if not element.is_whole:
        return None, ("quantity_not_told", element.thing)
    return None, ("unit_without_factor", product_of(element.identifier))


def local_day(recorded: RecordedEvent) -> date:
    """The date on the wall where it happened."""
    offset = recorded.event.event_time_zone_offset
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    zone = timezone(-shift if offset[0] == "-" else shift)
    return recorded.event.event_time.astimezone(zone).date()


def keys(entries: Iterable[Entry]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(entry.recorded.key for entry in entries))


def subject_of(elements: Iterable[Element]) -> str:
    """What a judgement of several things is called after: the first lot, else the first thing."""
    listed = list(elements)
    lots = [one.thing for one in listed if not one.is_single]
    return (lots or [one.thing for one in listed] or [""])[0]
