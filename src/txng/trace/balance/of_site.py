"""The mass balance of a site in a period: opening + in - out - loss = closing, for every product.

    wet mill, 2025          opening  received    made    used  shipped  lost  closing   kg
    cherry                        0   118,400       0  118,400       0     0        0
    parchment                 3,100         0  23,700   25,900       0     0      900

The equation holds by double entry; what can be wrong shows beside it: goods that appeared out of nowhere,
what a stock-taking missed, processes that gave too much all year, certificates used for more than came in.

**What is read**: the events at the site from the beginning until the end of the period; all that happened
to its lots and boxes elsewhere (who packed a pallet that arrived, who shipped it); and the histories of
single items that are still there or appeared. Items that came in a box and were sold need no more.
Cost: linear in those events.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from itertools import islice
from typing import Any

from txng.gs1.identifier import Identifier, identify
from txng.trace.amounts import PIECE, Amount, exceeds
from txng.trace.balance import accounts, certificates, processes
from txng.trace.balance.evidence import Evidence
from txng.trace.book import SALES, Book
from txng.trace.entries import Entry, entries
from txng.trace.errors import PeriodError
from txng.trace.findings import Finding, Range, Reason, Value, Verdict, gravest_first
from txng.trace.ledger import histories, ledgers
from txng.trace.movements import Account, Kind, Movement
from txng.trace.source import RecordedEvent
from txng.trace.telling import product_of

DEFAULT_LIMIT = 100_000  # events read for one answer: about half a minute of reading
_BOXES = frozenset({"sscc", "grai", "giai"})
_NOTHING = Fraction(0)
FLOWS = ("received", "made", "used", "shipped", "sold", "lost", "counted", "appeared")


@dataclass(slots=True)
class Line:
    """One product in one unit. None is unknown. `counted` is what stock-takings found more (+) or less."""

    product: str
    unit: str
    opening: Fraction | None = _NOTHING
    closing: Fraction | None = _NOTHING
    flows: dict[str, Fraction | None] = field(
        default_factory=lambda: dict.fromkeys(FLOWS, _NOTHING)
    )
    events: dict[bytes, None] = field(default_factory=dict)  # of what appeared or was counted

    @property
    def came_in(self) -> Fraction | None:
        return _sum(self.opening, self.flows["received"], self.flows["made"])

    @property
    def went_out(self) -> Fraction | None:
        return _sum(*(self.flows[name] for name in ("used", "shipped", "sold", "lost")))

    @property
    def is_known(self) -> bool:
        return None not in (self.opening, self.closing, *self.flows.values())

    @property
    def is_idle(self) -> bool:
        return not any((self.opening != 0, self.closing != 0, *self.flows.values()))

    def as_dict(self) -> dict[str, Any]:
        told = {"opening": self.opening, **self.flows, "closing": self.closing}
        return {"product": self.product, "uom": self.unit} | {
            name: None if value is None else float(value) for name, value in told.items()
        }


@dataclass(frozen=True, slots=True)
class SiteBalance:
    """`lines` by product; `things` counts the lots and items that moved in the period."""

    site: str
    begin: datetime
    end: datetime
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    events: int
    things: int = 0
    is_cut: bool = False

    def count(self, verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in self.findings)

    def as_dict(self) -> dict[str, Any]:
        return {
            "site": self.site,
            "from": self.begin.isoformat(),
            "to": self.end.isoformat(),
            "lines": [line.as_dict() for line in self.lines],
            "holds": self.count(Verdict.HOLDS),
            "broken": self.count(Verdict.BROKEN),
            "unknown": self.count(Verdict.UNKNOWN),
            "events": self.events,
            "things": self.things,
            "isCut": self.is_cut,
            "findings": [one.as_dict() for one in self.findings],
        }


def of_site(
    evidence: Evidence,
    site: str,
    begin: datetime,
    end: datetime,
    *,
    within: Collection[str] = (),
    limit: int = DEFAULT_LIMIT,
) -> SiteBalance:
    """From `begin` to before `end`. `within` are places that belong to the site, such as its docks.

    Raises PeriodError for a period that ends before it begins.
    """
    if end <= begin:
        raise PeriodError(f"Expected a period that ends after {begin}, got {end}")
    places = frozenset({site, *within})
    reading = _Reading(evidence, places, end, limit)
    book = reading.book()
    if book is None:
        reason = Reason("history_is_cut", site)
        cut = Finding("site.account", Verdict.UNKNOWN, site, because=(reason,))
        return SiteBalance(site, begin, end, (), (cut,), len(reading.told), is_cut=True)
    whole = reading.whole
    boxes = {entry.parent.thing for entry in book.entries if entry.parent is not None}
    here = [
        entry
        for entry in book.entries
        if entry.holder in places and begin <= entry.recorded.event.event_time
    ]
    lines, moved = _lines(evidence, book, places, boxes, begin)
    findings = [
        *(finding for line in lines for finding in _of_line(evidence, line)),
        *_of_processes(evidence, here, site),
        *_of_accounts(evidence, book, moved & whole, boxes & whole),
        *_of_certificates(evidence, book.entries, here, site),
    ]
    return SiteBalance(
        site, begin, end, tuple(lines), gravest_first(findings), len(reading.told), len(moved)
    )


# --- what is read ---------------------------------------------------------------------------------


class _Reading:
    """Everything that is read for one answer. `whole`: things whose history was read whole."""

    def __init__(
        self, evidence: Evidence, places: frozenset[str], end: datetime, limit: int
    ) -> None:
        assert evidence.places is not None, "Expected a source that knows places"
        self._evidence = evidence
        self._places = places
        self._end = end
        self._limit = limit
        self._known: dict[bytes, Entry] = {}
        self.whole: set[str] = set()
        here = islice(evidence.places.events_at(places, None, end), limit + 1)
        self.told = {one.key: one for one in here}

    def book(self) -> Book | None:
        """Of what happened here, of lots and boxes elsewhere too, then of items left over.

        None when there is more than the limit.
        """
        if len(self.told) > self._limit:
            return None
        wanted = _lots_and_boxes(entries(self.told.values(), self._known))
        while wanted:
            fresh = self._read(wanted)
            if fresh is None:
                return None
            wanted = _boxes_in(entries(fresh, self._known)) - self.whole
        book = self._book()
        left = _left_over(book, self._places) - self.whole
        if not left:
            return book
        return None if self._read(left) is None else self._book()

    def _read(self, things: set[str]) -> list[RecordedEvent] | None:
        """What is new of the histories of things, up to the end of the period."""
        if len(self.told) > self._limit:
            return None
        found = histories(self._evidence.source, sorted(things), limit=self._limit)
        if found.is_cut:
            return None
        self.whole |= things | found.tracked
        fresh = [
            one
            for one in found.events
            if one.event.event_time < self._end and one.key not in self.told
        ]
        self.told.update((one.key, one) for one in fresh)
        return fresh

    def _book(self) -> Book:
        self._evidence.telling.learn_about(self.told.values())
        return Book(self.told.values(), self._evidence.content, known=self._known)


def _lots_and_boxes(listed: Iterable[Entry]) -> set[str]:
    found: set[str] = set()
    for entry in listed:
        if entry.parent is not None:
            found.add(entry.parent.thing)
        for element in (*entry.things, *entry.inputs, *entry.outputs):
            may_be_box = entry.step not in SALES and element.identifier.scheme != "sgtin"
            if not element.is_single or may_be_box:
                found.add(element.thing)
    return found


def _boxes_in(listed: Iterable[Entry]) -> set[str]:
    """Boxes inside of boxes. An item with a GTIN counts as itself, whatever is in it."""
    return {
        element.thing
        for entry in listed
        if entry.parent is not None
        for element in entry.things
        if element.is_single and element.identifier.scheme != "sgtin"
    }


def _left_over(book: Book, places: Collection[str]) -> set[str]:
    """Single items that are still here, or that came from nowhere."""
    levels: dict[str, Fraction] = {}
    found: set[str] = set()
    for one in book.movements:
        if not book.is_single(one.thing):
            continue
        into, out = _is_at(one.target, places), _is_at(one.source, places)
        if into and one.source.kind is Kind.UNEXPLAINED:
            found.add(one.thing)
        if into is not out:
            levels[one.thing] = levels.get(one.thing, _NOTHING) + (1 if into else -1)
    return found | {thing for thing, level in levels.items() if level != 0}


# --- the lines --------------------------------------------------------------------------------------


class _Stock:
    """What the site has of each thing, and the lines that they belong to."""

    def __init__(self, evidence: Evidence, places: Collection[str], boxes: Collection[str]) -> None:
        self._evidence = evidence
        self._places = places
        self._boxes = boxes
        self._products: dict[str, str] = {}
        self._levels: dict[tuple[str, str], Fraction | None] = {}
        self.lines: dict[tuple[str, str], Line] = {}
        self.moved: set[str] = set()

    def move(self, one: Movement, *, in_period: bool) -> None:
        into, out = _is_at(one.target, self._places), _is_at(one.source, self._places)
        product = self._product(one.thing) if into is not out else ""
        if not product:
            return
        line = self.lines.setdefault((product, one.unit), Line(product, one.unit))
        key = one.thing, one.unit
        before = self._levels.get(key, _NOTHING)
        known = before is not None and one.amount is not None
        signed = (one.amount or _NOTHING) * (1 if into else -1)
        self._levels[key] = (before or _NOTHING) + signed if known else one.then
        if in_period:
            self.moved.add(one.thing)
            flow = _flow_of(one, into=into)
            amount = None if one.amount is None else signed if flow == "counted" else one.amount
            line.flows[flow] = _sum(line.flows[flow], amount)
            if flow in ("counted", "appeared"):
                line.events[one.recorded.key] = None

    def _product(self, thing: str) -> str:
        """ "" for a box: what is in it counts, and is told by its own name."""
        if thing not in self._products:
            found = identify(thing)
            is_box = found.scheme in _BOXES or thing in self._boxes
            self._products[thing] = "" if is_box else _line_of(self._evidence, found)
        return self._products[thing]

    def levels(self) -> dict[tuple[str, str], Fraction | None]:
        """Product and unit -> what is there."""
        sums: dict[tuple[str, str], Fraction | None] = {}
        for (thing, unit), level in self._levels.items():
            key = self._products[thing], unit
            sums[key] = _sum(sums.get(key, _NOTHING), level)
        return sums


def _lines(
    evidence: Evidence,
    book: Book,
    places: Collection[str],
    boxes: Collection[str],
    begin: datetime,
) -> tuple[list[Line], set[str]]:
    """A line for each product and unit, and the things that moved in the period."""
    stock = _Stock(evidence, places, boxes)
    movements = book.movements
    first = bisect_left(movements, begin, key=lambda one: one.when[0])
    for one in movements[:first]:
        stock.move(one, in_period=False)
    opening = stock.levels()
    for one in movements[first:]:
        stock.move(one, in_period=True)
    closing = stock.levels()
    for key, line in stock.lines.items():
        line.opening, line.closing = opening.get(key, _NOTHING), closing.get(key, _NOTHING)
    told = [line for line in stock.lines.values() if not line.is_idle]
    return sorted(told, key=lambda line: (line.product, line.unit)), stock.moved


def _line_of(evidence: Evidence, thing: Identifier) -> str:
    """The product; a lot without a GTIN stands with its kind."""
    product = product_of(thing)
    if thing.scheme == "private":
        return evidence.telling.text("product_name", thing=thing) or product
    return product


def _is_at(account: Account, places: Collection[str]) -> bool:
    return account.kind is Kind.HELD and account.holder in places


def _flow_of(one: Movement, *, into: bool) -> str:
    match (one.source if into else one.target).kind:
        case Kind.MADE | Kind.PROCESS if into:
            return "made"
        case Kind.PROCESS:
            return "used"
        case Kind.SOLD:
            return "sold"
        case Kind.DESTROYED | Kind.ENDED:
            return "lost"
        case Kind.COUNTED:
            return "counted"
        case Kind.UNEXPLAINED:
            return "appeared"
        case _:
            return "received" if into else "shipped"


def _sum(*amounts: Fraction | None) -> Fraction | None:
    known = _NOTHING
    for one in amounts:
        if one is None:
            return None
        known += one
    return known


# --- what is found ------------------------------------------------------------------------------------


def _of_line(evidence: Evidence, line: Line) -> list[Finding]:
    values: dict[str, Value] = {
        "product": line.product,
        **{name: Amount(amount, line.unit) for name, amount in line.flows.items()},
        "opening": Amount(line.opening, line.unit),
        "closing": Amount(line.closing, line.unit),
    }
    slack = _NOTHING if line.unit == PIECE else evidence.limits.rules.weighing_tolerance
    came_in, appeared, counted = line.came_in, line.flows["appeared"], line.flows["counted"]
    found: list[Finding] = []
    if appeared and exceeds(appeared, (came_in or _NOTHING) * slack):
        reasons = () if evidence.sees_all else (Reason("only_own_events"),)
        got, expected = Amount(appeared, line.unit), Range(high=_NOTHING, unit=line.unit)
        verdict = Verdict.BROKEN if evidence.sees_all else Verdict.UNKNOWN
        found.append(
            Finding(
                "site.account", verdict, line.product, values, expected, got,
                events=tuple(line.events), because=reasons,
            )
        )  # fmt: skip
    elif not line.is_known:
        reason = Reason("quantity_not_told", line.product)
        found.append(
            Finding("site.account", Verdict.UNKNOWN, line.product, values, because=(reason,))
        )
    else:
        found.append(Finding("site.account", Verdict.HOLDS, line.product, values))
    if counted and came_in is not None and exceeds(abs(counted), came_in * slack):
        found.append(
            Finding(
                "site.counted", Verdict.BROKEN, line.product, values,
                Range(-came_in * slack, came_in * slack, line.unit),
                Amount(counted, line.unit), events=tuple(line.events),
            )
        )  # fmt: skip
    return found


def _of_processes(evidence: Evidence, here: list[Entry], site: str) -> list[Finding]:
    """All of a kind together, and each that is broken alone."""
    each = processes.processes(evidence, here)
    alone = (processes.judge(evidence, one) for one in each)
    return [
        *(processes.judge(evidence, one, site) for one in processes.together(each)),
        *(finding for finding in alone if finding.verdict is Verdict.BROKEN),
    ]


def _of_accounts(
    evidence: Evidence, book: Book, moved: AbstractSet[str], boxes: AbstractSet[str]
) -> list[Finding]:
    """What is broken in the accounts of the things that moved here in the period.

    Only of those whose history was read whole: of a part nobody can say what is missing.
    """
    kept = ledgers(book)
    found = accounts.judge_boxes(evidence, (kept[box] for box in sorted(boxes & kept.keys())))
    for thing in sorted(moved & kept.keys() - boxes):
        found += accounts.judge(evidence, kept[thing])
    return [one for one in found if one.verdict is Verdict.BROKEN]


def _of_certificates(
    evidence: Evidence, everything: list[Entry], here: list[Entry], site: str
) -> list[Finding]:
    claims = certificates.Claims(evidence)
    claims.note(everything)
    claimed = [entry for entry in here if entry.outputs and claims.of(entry)]
    if not claimed:
        return []
    claims.fetch({element.thing for entry in claimed for element in entry.inputs})
    listed = processes.processes(evidence, claimed)
    return [
        *certificates.judge(evidence, claims, listed, site),
        *certificates.judge_papers(evidence, claims, claimed),
    ]
