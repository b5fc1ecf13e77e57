"""Events as a book-keeper reads them: sorted, without void ones, amounts in the unit of each thing.

    ObjectEvent   shipping, readPoint P, quantityList [(L1, 2, TNE)]
    Entry         step "shipping", holder P, things [L1: {KGM: 2000}]

**The unit of a thing** is the one in which it was made; a thing made in kilograms and told in packs is
converted by the content of a piece that master data declare, and is unknown without one. A thing that
nobody made is kept in the unit in which it was first told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from txng.epcis.events import TransformationEvent
from txng.epcis.mentions import Mention, Role, things
from txng.epcis.statements import ORIGIN_STEPS, last_word
from txng.epcis.vocabulary import bare
from txng.gs1.identifier import Identifier
from txng.trace.amounts import PIECE, Amount, amount
from txng.trace.movements import When
from txng.trace.source import RecordedEvent
from txng.trace.telling import canonical_or_text, place_of

_PARTIES = (
    "possessing_party",
    "owning_party",
    "location",
)  # who has the goods counts before who owns
_INPUTS = frozenset({Role.INPUT, Role.INPUT_CLASS})
_OUTPUTS = frozenset({Role.OUTPUT, Role.OUTPUT_CLASS})
_CLASSES = frozenset({Role.EPC_CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS})


@dataclass(slots=True)
class Element:
    """One thing in one event. `told` has one amount a unit; None where an amount was not told."""

    thing: str
    identifier: Identifier
    is_single: bool
    told: dict[str, Fraction | None]

    @property
    def is_whole(self) -> bool:
        """Whether every amount was told."""
        return None not in self.told.values()


@dataclass(slots=True)
class Entry:
    """`holder` is the place, else who captured the event; `destination` the party shipped to."""

    recorded: RecordedEvent
    when: When
    step: str
    action: str
    holder: str
    has_place: bool
    source: str = ""
    destination: str = ""
    transformation: str = ""
    parent: Element | None = None
    things: list[Element] = field(default_factory=list)
    inputs: list[Element] = field(default_factory=list)
    outputs: list[Element] = field(default_factory=list)

    @property
    def is_making(self) -> bool:
        """Commissioned or harvested here: an ADD, or an origin step that is no DELETE."""
        return self.action == "ADD" or (self.action != "DELETE" and self.step in ORIGIN_STEPS)


def valid(events: Iterable[RecordedEvent]) -> list[RecordedEvent]:
    """Each event once, by moment; without declarations of errors and what they declare.

    Only who captured an event can declare it an error. One eventID from two captors is one event where
    both say the same: what somebody else says under a name does not take the place of what it names.
    """
    unique = {recorded.key: recorded for recorded in events}
    void = {
        (recorded.event_id, recorded.captured_by)
        for recorded in unique.values()
        if recorded.event.error_declaration is not None and recorded.event_id
    }
    standing = [
        recorded
        for recorded in unique.values()
        if recorded.event.error_declaration is None
        and (not void or (recorded.event_id, recorded.captured_by) not in void)
    ]
    told: dict[str, list[RecordedEvent]] = {}
    for recorded in sorted(standing, key=lambda one: (one.record_time, one.key)):
        alike = told.setdefault(recorded.event_id or recorded.key.hex(), [])
        if all(recorded.event != one.event for one in alike):
            alike.append(recorded)
    return sorted((one for alike in told.values() for one in alike), key=moment_of)


def moment_of(recorded: RecordedEvent) -> When:
    return recorded.event.event_time, recorded.record_time, recorded.key


def entries(
    events: Iterable[RecordedEvent], known: dict[bytes, Entry] | None = None
) -> list[Entry]:
    """Sorted, void ones left out. `known` keeps what was read, for who reads on."""
    known = {} if known is None else known
    found = []
    for recorded in valid(events):
        entry = known.get(recorded.key)
        if entry is None:
            entry = known[recorded.key] = read(recorded)
        found.append(entry)
    return found


def read(recorded: RecordedEvent) -> Entry:
    event = recorded.event
    place = place_of(recorded)
    entry = Entry(
        recorded=recorded,
        when=moment_of(recorded),
        step=last_word(bare("biz_step", event.biz_step)) if event.biz_step else "",
        action=getattr(event, "action", ""),
        holder=place or recorded.captured_by,
        has_place=bool(place),
        source=_party([(one.type, one.source) for one in event.source_list]),
        destination=_party([(one.type, one.destination) for one in event.destination_list]),
    )
    if isinstance(event, TransformationEvent):
        named = event.transformation_id
        entry.transformation = canonical_or_text(named) if named else recorded.key.hex()
    found: dict[tuple[str, str], Element] = {}
    for mention in things(event):
        _add(entry, found, mention)
    return entry


def _add(entry: Entry, found: dict[tuple[str, str], Element], mention: Mention) -> None:
    thing, role = mention.identifier.canonical, mention.role
    if role is Role.PARENT:
        entry.parent = Element(thing, mention.identifier, True, {PIECE: Fraction(1)})
        return
    side, listed = "things", entry.things
    if role in _INPUTS:
        side, listed = "inputs", entry.inputs
    elif role in _OUTPUTS:
        side, listed = "outputs", entry.outputs
    told = amount(mention.quantity, mention.uom)
    element = found.get((side, thing))
    if element is None:
        is_single = role not in _CLASSES
        element = Element(thing, mention.identifier, is_single, {told.unit: told.value})
        found[side, thing] = element
        listed.append(element)
    elif element.is_single:
        return  # named twice in one list: still one thing
    else:
        before = Amount(element.told.get(told.unit, Fraction(0)), told.unit)
        element.told[told.unit] = (before + told).value


def _party(named: list[tuple[str, str]]) -> str:
    """Who is named, the possessing party first; "" for nobody."""
    known = {bare("source_destination_type", kind): party for kind, party in reversed(named)}
    for kind in _PARTIES:
        if kind in known:
            return canonical_or_text(known[kind])
    return canonical_or_text(named[0][1]) if named else ""


class Homes:
    """In which units a book keeps each thing, and what an event's amounts are in them."""

    def __init__(
        self,
        units: dict[str, tuple[str, ...]],
        single: set[str],
        content: Callable[[Identifier], Amount | None],
    ) -> None:
        self._units = units
        self._single = single
        self._content = content

    def units(self, thing: str) -> tuple[str, ...]:
        return self._units.get(thing, (PIECE,))

    def is_single(self, thing: str) -> bool:
        return thing in self._single

    def amounts(self, element: Element) -> list[tuple[str, Fraction | None]]:
        """One amount for each unit of the thing."""
        units = self._units[element.thing]
        if len(units) == 1 == len(element.told) and units[0] in element.told:
            return list(element.told.items())
        return [(unit, self._amount(element, unit)) for unit in units]

    def _amount(self, element: Element, unit: str) -> Fraction | None:
        if unit in element.told:
            return element.told[unit]
        piece = self._content(element.identifier)
        if piece is None or piece.value is None or not element.is_whole:
            return None
        if piece.unit == unit and element.told.get(PIECE) is not None:
            return (element.told[PIECE] or 0) * piece.value
        if unit == PIECE and element.told.get(piece.unit) is not None:
            return (element.told[piece.unit] or 0) / piece.value
        return None


def homes_of(listed: Iterable[Entry], content: Callable[[Identifier], Amount | None]) -> Homes:
    units: dict[str, tuple[str, ...]] = {}
    ranks: dict[str, int] = {}
    single: set[str] = set()
    for entry in listed:
        for element, is_made in _elements(entry):
            if element.is_single:
                single.add(element.thing)
            rank = 0 if not element.is_whole else 2 if is_made else 1
            if rank > ranks.get(element.thing, -1):
                ranks[element.thing] = rank
                units[element.thing] = tuple(element.told)
    return Homes(units, single, content)


def _elements(entry: Entry) -> Iterable[tuple[Element, bool]]:
    if entry.parent is not None:
        yield entry.parent, False
    for element in entry.things:
        yield element, entry.is_making and entry.parent is None
    for element in entry.inputs:
        yield element, False
    for element in entry.outputs:
        yield element, True
