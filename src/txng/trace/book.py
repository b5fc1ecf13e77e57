"""The book-keeper: events in order of time become movements of goods between accounts.

    Book(events, content).movements      pairs of postings, in order of time

**What moves goods.** ADD makes them; a transformation uses inputs and makes outputs; packing and
unpacking move them into and out of boxes; shipping and receiving hand them over; selling, destroying
and decommissioning end them. Whatever else is told of a thing (`inspecting`, `storing`) only shows it.

**A box takes its contents along**: who ships a pallet ships what is in its cases. Who consumes, sells or
destroys it does the same to the contents; who decommissions it leaves them behind.

**Where something is used or seen, there it is.** When the records have it elsewhere, it moved there and
nobody said so: an implied movement, from whoever got some last. When the records have it nowhere, the
movement comes from `unexplained`. Goods on the way may be seen on the way; only receiving ends a journey,
or use by somebody who did not send them. A receipt without a shipment takes what another holder still
has; else the journey owes it.

**Unknown stays unknown**: after an amount that nobody told, a balance is unknown until somebody counts.
Nothing is ever said to be lacking where a balance is unknown.

**Corrections**: what its captor declared an error moves nothing. An event that two parties captured under
one eventID moves goods once, as first recorded.

The order of arrival does not matter: events are sorted by moment first. Cost: linear in the things that
the events name, and in the contents of boxes each time that a box moves.
"""

from collections.abc import Callable, Collection, Iterable
from fractions import Fraction

from txng.epcis.events import (
    AggregationEvent,
    ObjectEvent,
    TransactionEvent,
    TransformationEvent,
)
from txng.gs1.identifier import Identifier
from txng.trace.amounts import PIECE, Amount
from txng.trace.entries import Element, Entry, entries, homes_of
from txng.trace.levels import ZERO, Accounts, Levels
from txng.trace.movements import WHERE_GOODS_ARE, Account, Kind, Movement, Why
from txng.trace.source import RecordedEvent

Content = Callable[[Identifier], Amount | None]
SALES = frozenset({"retail_selling", "dispensing"})
COUNTS = frozenset({"stock_taking", "cycle_counting"})
_ONE = Fraction(1)


def no_content(thing: Identifier) -> Amount | None:
    """Nobody declared what a piece holds."""
    return None


class Book:
    """`tracked` limits the book to these things; boxes that carry them must be among them.

    `known` are events that were read before.
    """

    def __init__(
        self,
        events: Iterable[RecordedEvent],
        content: Content = no_content,
        *,
        tracked: Collection[str] | None = None,
        known: dict[bytes, Entry] | None = None,
    ) -> None:
        self.movements: list[Movement] = []
        self._tracked = tracked
        self._entries = entries(events, known)
        self._homes = homes_of(self._entries, content)
        self._levels = Levels()
        self._inside: dict[str, dict[str, None]] = {}
        self._position: dict[str, Account] = {}  # of a single thing: where it is
        self._senders: dict[tuple[str, str, Account], set[str]] = {}  # of what is on the way
        self._to_be_shipped = self._shipments()
        self._entry: Entry
        self._here = Account(Kind.HELD)
        for entry in self._entries:
            self._entry, self._here = entry, self._place(entry)
            self._post(entry)

    @property
    def entries(self) -> list[Entry]:
        """The events that counted, in order of time."""
        return self._entries

    def units(self, thing: str) -> tuple[str, ...]:
        return self._homes.units(thing)

    def is_single(self, thing: str) -> bool:
        """One item or box, no lot: events tell by the list in which they name it."""
        return self._homes.is_single(thing)

    # --- events --------------------------------------------------------------------------------

    def _post(self, entry: Entry) -> None:
        match entry.recorded.event:
            case ObjectEvent():
                self._object(entry)
            case TransactionEvent() if entry.step in SALES:
                for element in self._wanted(entry.things):
                    self._end(element, Kind.SOLD)
            case TransformationEvent():
                self._transform(entry)
            case AggregationEvent() if entry.parent is not None:
                self._aggregate(entry, entry.parent)

    def _wanted(self, elements: Iterable[Element]) -> list[Element]:
        if self._tracked is None:
            return list(elements)
        return [one for one in elements if one.thing in self._tracked]

    def _object(self, entry: Entry) -> None:
        for element in self._wanted(entry.things):
            if entry.is_making:
                self._make(element, Account(Kind.MADE))
            elif entry.step in SALES:
                self._end(element, Kind.SOLD)
            elif entry.action == "DELETE":
                self._end(element, Kind.DESTROYED if entry.step == "destroying" else Kind.ENDED)
            elif entry.step == "destroying":
                self._end(element, Kind.DESTROYED)
            elif entry.step == "decommissioning":
                self._end(element, Kind.ENDED)
            elif entry.step == "shipping":
                self._send(element)
            elif entry.step == "receiving":
                self._receive(element)
            elif entry.step == "void_shipping":
                self._take_back(element)
            elif entry.step in COUNTS:
                self._count(element)
            else:
                self._see(element)

    def _place(self, entry: Entry) -> Account:
        """Where the event happened; one that does not say it happened where its goods are."""
        if not entry.has_place:
            parent = [] if entry.parent is None else [entry.parent]
            for element in [*parent, *entry.inputs, *entry.things]:
                for unit in self.units(element.thing):
                    for found in self._latest(element.thing, unit, Kind.HELD, Account(Kind.HELD)):
                        return found
        return Account(Kind.HELD, entry.holder)

    def _amounts(self, element: Element) -> list[tuple[str, Fraction | None]]:
        return self._homes.amounts(element)

    def _make(self, element: Element, source: Account) -> None:
        for unit, amount in self._amounts(element):
            self._move(element.thing, unit, amount, source, self._here, Why.TOLD)

    def _end(self, element: Element, kind: Kind) -> None:
        self._use(element, Account(kind))

    def _use(self, element: Element, target: Account) -> None:
        for unit, amount in self._amounts(element):
            self._bring(element.thing, unit, amount)
            self._draw(element.thing, unit, amount, self._here, target, Why.TOLD)

    def _send(self, element: Element) -> None:
        self._use(element, Account(Kind.TRANSIT, self._entry.destination))
        for unit, amount in self._amounts(element):
            coming = self._to_be_shipped[element.thing, unit, self._entry.destination]
            coming[self._entry.holder] -= amount or 0

    def _receive(self, element: Element) -> None:
        """From the journey; what nobody ever ships, from whoever still has it; else the journey owes."""
        thing, here = element.thing, self._here
        own = Account(Kind.TRANSIT, self._entry.destination)
        for unit, amount in self._amounts(element):
            if element.is_single and self._position.get(thing, own).where == here:
                continue  # told twice; one thing does not arrive where it is
            journeys = [own, *self._latest(thing, unit, Kind.TRANSIT, own)]
            if amount is None:
                source = self._first_with_some(thing, unit, journeys)
                self._move(thing, unit, None, source, here, Why.TOLD)
                continue
            left = amount
            for journey in journeys:
                left -= self._part(thing, unit, left, journey, here, Why.TOLD)
            if left > 0 and (owed := min(left, self._coming(thing, unit))) > 0:
                self._move(thing, unit, owed, own, here, Why.TOLD)  # shipped later than received
                left -= owed
            for other in self._latest(thing, unit, Kind.HELD, here):
                left -= self._part(thing, unit, left, other, here, Why.IMPLIED)
            if left > 0:
                self._move(thing, unit, left, own, here, Why.TOLD)

    def _take_back(self, element: Element) -> None:
        """A shipment that is declared void: the goods never left."""
        own = Account(Kind.TRANSIT, self._entry.destination)
        for unit, amount in self._amounts(element):
            journeys = [own, *self._latest(element.thing, unit, Kind.TRANSIT, own)]
            journey = self._first_with_some(element.thing, unit, journeys)
            self._draw(element.thing, unit, amount, journey, self._here, Why.TOLD)

    def _see(self, element: Element) -> None:
        if not self._entry.has_place:
            return
        for unit, amount in self._amounts(element):
            if amount is None:
                continue  # a glimpse of some of it moves nothing
            placed = self._levels.placed(element.thing, unit)
            on_the_way = [placed[one] for one in placed if one.kind is Kind.TRANSIT]
            if any(level.is_unknown for level in on_the_way):
                continue
            travelling = sum((max(ZERO, level.known) for level in on_the_way), ZERO)
            self._bring(element.thing, unit, amount - travelling, seen=True)

    def _count(self, element: Element) -> None:
        """A stock-taking tells all that is at the place; the difference is booked."""
        here, counted = self._here, Account(Kind.COUNTED)
        for unit, amount in self._amounts(element):
            if amount is None:
                continue
            level = self._levels.of(element.thing, unit, here)
            if level.is_unknown:
                difference, source, target = None, here, counted
            elif level.known > amount:
                difference, source, target = level.known - amount, here, counted
            else:
                difference, source, target = amount - level.known, counted, here
            if difference != 0:
                self._move(
                    element.thing, unit, difference, source, target, Why.COUNTED, then=amount
                )

    def _transform(self, entry: Entry) -> None:
        process = Account(Kind.PROCESS, entry.transformation)
        for element in self._wanted(entry.inputs):
            self._use(element, process)
        for element in self._wanted(entry.outputs):
            self._make(element, process)

    # --- boxes ---------------------------------------------------------------------------------

    def _aggregate(self, entry: Entry, parent: Element) -> None:
        box = parent.thing
        if self._tracked is not None and box not in self._tracked:
            return
        self._bring_box(box)
        here, inside = self._here, Account(Kind.HELD, entry.holder, box)
        if entry.action == "DELETE" and not entry.things:
            for thing in list(self._inside.get(box, ())):
                for unit in self.units(thing):
                    self._all(thing, unit, inside, here, Why.TOLD)
            return
        for element in self._wanted(entry.things):
            if element.thing == box:
                continue
            for unit, amount in self._amounts(element):
                if entry.action == "ADD":
                    self._pack(element, unit, amount, inside)
                elif entry.action == "OBSERVE":
                    self._see_inside(element, unit, amount, inside)
                else:
                    self._unpack(element, unit, amount, inside)

    def _bring_box(self, box: str) -> None:
        """A box is where it is packed; nobody commissions pallets."""
        position = self._position.get(box)
        if position is not None and position.where == self._here:
            return
        placed = self._levels.placed(box, PIECE)
        is_owed = any(one.kind is Kind.TRANSIT and placed[one].known < 0 for one in placed)
        # received already and shipped later: it is packed here for a journey that was told too early
        is_new = position is None or position.kind not in WHERE_GOODS_ARE or is_owed
        source = Account(Kind.MADE) if is_new or position is None else position
        self._move(box, PIECE, _ONE, source, self._here, Why.IMPLIED)

    def _pack(self, element: Element, unit: str, amount: Fraction | None, inside: Account) -> None:
        if element.is_single and self._position.get(element.thing) == inside:
            return
        self._bring(element.thing, unit, amount)
        self._draw(element.thing, unit, amount, self._here, inside, Why.TOLD)

    def _see_inside(
        self, element: Element, unit: str, amount: Fraction | None, inside: Account
    ) -> None:
        level = self._levels.of(element.thing, unit, inside)
        if amount is None or level.is_unknown or level.known >= amount:
            return
        self._bring(element.thing, unit, amount, seen=True)
        lack = amount - level.known
        self._draw(element.thing, unit, lack, self._here, inside, Why.IMPLIED)

    def _unpack(
        self, element: Element, unit: str, amount: Fraction | None, inside: Account
    ) -> None:
        """A DELETE that does not say how much takes all."""
        thing = element.thing
        if amount is None:
            self._all(thing, unit, inside, self._here, Why.TOLD)
            return
        moved = self._part(thing, unit, amount, inside, self._here, Why.TOLD)
        if moved < amount:  # nobody told when it was put in; out it came
            self._bring(thing, unit, amount)

    # --- moving --------------------------------------------------------------------------------

    def _bring(self, thing: str, unit: str, amount: Fraction | None, *, seen: bool = False) -> None:
        """See to it that so much is at the place of the event, from wherever the records have it.

        `seen`: what is on the way stays on the way. What was sent away from here does not come back.
        """
        here = self._here
        level = self._levels.of(thing, unit, here)
        if level.is_unknown or (amount is None and level.known > 0):
            return
        if amount is not None and level.known >= amount:
            return
        others = self._latest(thing, unit, Kind.HELD, here)
        if not seen:
            others += [
                one
                for one in self._latest(thing, unit, Kind.TRANSIT, here)
                if self._senders.get((thing, unit, one)) != {here.holder}
            ]
        if amount is None:
            source = others[0] if others else Account(Kind.UNEXPLAINED)
            self._draw(thing, unit, None, source, here, Why.IMPLIED)
            return
        lack = amount - level.known
        for other in others:
            lack -= self._part(thing, unit, lack, other, here, Why.IMPLIED)
        if lack > 0:
            self._move(thing, unit, lack, Account(Kind.UNEXPLAINED), here, Why.IMPLIED)

    def _part(
        self, thing: str, unit: str, wanted: Fraction, source: Account, target: Account, why: Why
    ) -> Fraction:
        """Move as much of what is wanted as the source has; how much that was."""
        level = self._levels.of(thing, unit, source)
        if wanted <= 0 or not level.holds_some:
            return ZERO
        part = wanted if level.is_unknown else min(wanted, level.known)
        self._draw(thing, unit, part, source, target, why)
        return part

    def _draw(
        self,
        thing: str,
        unit: str,
        amount: Fraction | None,
        source: Account,
        target: Account,
        why: Why,
    ) -> None:
        """Out of a holder: what lies loose first, then out of its boxes, first packed first opened."""
        if source.box or source.kind not in WHERE_GOODS_ARE:
            self._move(thing, unit, amount, source, target, why)
            return
        loose = self._levels.loose(thing, unit, source)
        if loose.holds_some and (amount is None or loose.is_unknown or loose.known >= amount):
            self._move(thing, unit, amount, source, target, why)
            return
        boxes = [one for one in self._levels.boxes_at(thing, unit, source) if one != target]
        if amount is None:
            self._move(thing, unit, None, boxes[0] if boxes else source, target, why)
            return
        left = amount
        for account in [source, *boxes] if loose.holds_some else boxes:
            level = self._levels.boxed(thing, unit)[account]
            part = left if level.is_unknown else min(left, level.known)
            if part.numerator > 0:
                self._move(thing, unit, part, account, target, why)
                left -= part
        if left > 0:
            self._move(thing, unit, left, source, target, why)

    def _all(self, thing: str, unit: str, source: Account, target: Account, why: Why) -> None:
        """Everything that is in a box."""
        level = self._levels.boxed(thing, unit).get(source)
        if level is not None and level.holds_some:
            amount = None if level.is_unknown else level.known
            via = source.box if why is Why.CARRIED else ""
            self._move(thing, unit, amount, source, target, why, via=via)
            level.settle(ZERO)  # an empty box is empty
        if target.box != source.box:
            self._inside.get(source.box, {}).pop(thing, None)

    def _move(
        self,
        thing: str,
        unit: str,
        amount: Fraction | None,
        source: Account,
        target: Account,
        why: Why,
        *,
        via: str = "",
        then: Fraction | None = None,
    ) -> None:
        if source == target:
            return
        entry = self._entry
        self.movements.append(
            Movement(
                thing, unit, amount, source, target, entry.recorded, entry.when, why, via, then
            )
        )
        self._levels.move(thing, unit, amount, source, target, len(self.movements))
        boxed = self._levels.boxed(thing, unit)
        if then is not None:
            place = source if source.kind is Kind.HELD else target
            for level in (self._levels.placed(thing, unit)[place], boxed[place]):
                if level.is_unknown:
                    level.settle(then)
        if target.kind is Kind.TRANSIT and source.kind is Kind.HELD:
            self._senders.setdefault((thing, unit, target.where), set()).add(source.holder)
        if source.box and not boxed[source].holds_some:
            self._inside.get(source.box, {}).pop(thing, None)
        if target.box:
            self._inside.setdefault(target.box, {})[thing] = None
        if self._homes.is_single(thing):
            self._follow(thing, boxed, target)

    def _follow(self, thing: str, boxed: Accounts, target: Account) -> None:
        """Note where a single thing is now, and take its contents there."""
        now: Account | None = target
        if target in boxed and boxed[target].known.numerator <= 0:
            # a shipment told after its receipt: the thing is where it was received
            now = next((one for one in boxed if boxed[one].known.numerator > 0), None)
        before = self._position.get(thing)
        if now is None or now == before:
            return
        self._position[thing] = now
        if before is not None and thing in self._inside and before.where != now.where:
            self._carry(thing, before, now)

    def _carry(self, box: str, source: Account, target: Account) -> None:
        """What is in a box goes where the box goes."""
        inside = Account(source.kind, source.holder, box)
        if target.kind in WHERE_GOODS_ARE:
            beyond = Account(target.kind, target.holder, box)
        elif target.kind is Kind.ENDED:
            beyond = source.where  # the box is gone, its contents are not
        else:
            beyond = target
        for thing in list(self._inside.get(box, ())):
            for unit in self.units(thing):
                self._all(thing, unit, inside, beyond, Why.CARRIED)

    # --- who has some --------------------------------------------------------------------------

    def _latest(self, thing: str, unit: str, kind: Kind, other_than: Account) -> list[Account]:
        return self._levels.latest(thing, unit, kind, other_than)

    def _first_with_some(self, thing: str, unit: str, accounts: list[Account]) -> Account:
        """The first that holds some, else the first."""
        of = self._levels.of
        return next((one for one in accounts if of(thing, unit, one).holds_some), accounts[0])

    def _shipments(self) -> dict[tuple[str, str, str], dict[str, Fraction]]:
        """Thing, unit and destination -> place -> what is still to be shipped from there.

        A receipt may be told for an earlier hour than the shipment.
        """
        coming: dict[tuple[str, str, str], dict[str, Fraction]] = {}
        for entry in self._entries:
            if entry.step == "shipping" and isinstance(entry.recorded.event, ObjectEvent):
                for element in self._wanted(entry.things):
                    for unit, amount in self._amounts(element):
                        places = coming.setdefault((element.thing, unit, entry.destination), {})
                        places[entry.holder] = places.get(entry.holder, ZERO) + (amount or 0)
        return coming

    def _coming(self, thing: str, unit: str) -> Fraction:
        """What others will yet ship to the party that receives now."""
        places = self._to_be_shipped.get((thing, unit, self._entry.destination), {})
        return sum((amount for place, amount in places.items() if place != self._here.holder), ZERO)
