"""A slow and obvious second opinion on traces: sets of ticks, everything over and over until stable.

All events of the world are sorted once; a stretch of time is the set of their positions ("ticks").
Nothing is fetched, cached, bounded or done incrementally. The fast walk must agree.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.trace.memory import Recorded
from txng.epcis.events import AggregationEvent, ObjectEvent, TransactionEvent, TransformationEvent
from txng.epcis.mentions import Role, things

PRODUCT = "https://id.gs1.org/01/09506000134352"


@dataclass
class Opinion:
    members: set[str] = field(default_factory=set)
    carriers: set[str] = field(default_factory=set)
    edges: set[tuple[str, str, bytes, str]] = field(default_factory=set)
    events: set[bytes] = field(default_factory=set)
    voided: set[bytes] = field(default_factory=set)
    unknown_ends: set[str] = field(default_factory=set)


class Oracle:
    def __init__(self, events: list[Recorded]) -> None:
        self.ticks = sorted(events, key=lambda r: (r.event.event_time, r.record_time, r.key))
        declared = {r.event_id for r in events if r.event.error_declaration is not None}
        self.void = {i for i, r in enumerate(self.ticks) if r.event_id in declared}
        self.all = range(len(self.ticks))
        self.says = [list(things(r.event)) for r in self.ticks]
        self.names = {m.identifier.canonical for said in self.says for m in said}
        self._stays: dict[tuple[str, str], list[set[int]]] = {}

    def mentions(self, name: str, tick: int) -> bool:
        return any(m.identifier.canonical == name for m in self.says[tick])

    def side(self, tick: int, *roles: Role) -> set[str]:
        if tick in self.void or not isinstance(self.ticks[tick].event, TransformationEvent):
            return set()
        return {m.identifier.canonical for m in self.says[tick] if m.role in roles}

    def inputs(self, tick: int) -> set[str]:
        return self.side(tick, Role.INPUT, Role.INPUT_CLASS)

    def outputs(self, tick: int) -> set[str]:
        return self.side(tick, Role.OUTPUT, Role.OUTPUT_CLASS)

    def together(self, tick: int) -> list[int]:
        """Ticks of the same transformation."""
        name = self.ticks[tick].event.transformation_id  # type: ignore[union-attr]
        if name is None:
            return [tick]
        return [
            other
            for other in self.all
            if other not in self.void
            and getattr(self.ticks[other].event, "transformation_id", None) == name
        ]

    def stays(self, child: str, parent: str) -> list[set[int]]:
        if (child, parent) not in self._stays:
            self._stays[child, parent] = list(self._find_stays(child, parent))
        return self._stays[child, parent]

    def _find_stays(self, child: str, parent: str):
        chapters, chapter = [], []
        for tick in self.all:
            event = self.ticks[tick].event
            if tick in self.void or not isinstance(event, AggregationEvent):
                continue
            names = [m.identifier.canonical for m in self.says[tick] if m.role is Role.PARENT]
            if names != [parent]:
                continue
            kids = [m for m in self.says[tick] if m.role is not Role.PARENT]
            mine = [m for m in kids if m.identifier.canonical == child]
            if not mine and (kids or event.action != "DELETE" or not chapter):
                continue
            chapter.append((tick, event.action, mine))
            if event.action == "DELETE" and (not mine or not self._some_left(chapter)):
                chapters.append(chapter)
                chapter = []
        for told in [*chapters, chapter]:
            adds = [tick for tick, action, _ in told if action == "ADD"]
            before = [tick for tick, _, _ in told if not adds or tick < adds[0]]
            if before:
                yield set(range(before[0], before[-1] + 1))
            if adds:
                closed = any(told is done for done in chapters)
                yield set(range(adds[0], told[-1][0] + 1 if closed else len(self.ticks)))

    @staticmethod
    def _some_left(chapter) -> bool:
        moved = [(action, mine) for _, action, mine in chapter if action != "OBSERVE"]
        if moved[0][0] != "ADD":
            return False
        mentions = [m for _, mine in moved for m in mine]
        if any(m.role is not Role.CHILD_CLASS or m.quantity is None for m in mentions):
            return False
        if len({m.uom for m in mentions}) != 1:
            return False
        balance = sum(m.quantity if a == "ADD" else -m.quantity for a, ms in moved for m in ms)
        return balance > 1e-6

    def trace(self, root: str, way: str) -> Opinion:
        up = way == "upstream"
        everything = set(self.all)
        scope, holds = defaultdict(set), defaultdict(set)
        carry: dict[tuple[str, str], set[int]] = defaultdict(set)
        scope[root] |= everything
        holds[root] |= everything
        members, edges, boxes = {root}, set(), set()

        def join(name: str, stretch: set[int], held: set[int]) -> None:
            members.add(name)
            scope[name] |= stretch
            holds[name] |= held

        def belongs(name: str) -> set[int]:
            ticks = set(scope[name])
            for (box, _), inside in carry.items():
                if box == name:
                    ticks |= inside
            return ticks

        def sweep() -> None:
            for name in members | {box for box, _ in carry}:
                if name == PRODUCT:
                    continue
                for tick in scope[name] if up else belongs(name):
                    if up and name in self.outputs(tick):
                        for other in self.together(tick):
                            for far in self.inputs(other) - {name}:
                                join(far, set(range(other + 1)), {other})
                                edges.add((far, name, self.ticks[other].key, "transformation"))
                    if not up and name in self.inputs(tick):
                        for other in self.together(tick):
                            after = set(range(other, len(self.ticks)))
                            for far in self.outputs(other) - {name}:
                                join(far, after, after)
                                edges.add((name, far, self.ticks[other].key, "transformation"))
                for child in self.names - {name}:
                    for stay in self.stays(child, name):
                        inside = stay & holds[name]
                        if inside and name in members:
                            boxes.add(name)
                            far = (
                                range(max(inside) + 1) if up else range(min(inside), len(self.all))
                            )
                            join(child, set(far), inside)
                            edges.add((child, name, self.ticks[min(stay)].key, "containment"))
                for parent in self.names - {name, PRODUCT}:
                    for stay in self.stays(name, parent):
                        inside = stay & belongs(name)
                        if inside:
                            carry[parent, name] |= inside
                            edges.add((name, parent, self.ticks[min(stay)].key, "containment"))

        before = None
        while before != (before := self._size(members, edges, scope, holds, carry)):
            sweep()

        found = Opinion(members, {box for box, _ in carry} - members, edges)
        found.events = {key for _, _, key, _ in edges}
        for name in members | found.carriers:
            for tick in belongs(name):
                if name != PRODUCT and self.mentions(name, tick):
                    (found.voided if tick in self.void else found.events).add(self.ticks[tick].key)
        ended = set() if up else self._ended_inside(belongs, carry)
        for name in members - boxes - ended:
            known = self._is_origin if up else self._is_end
            if name == PRODUCT or not any(known(name, tick) for tick in belongs(name)):
                found.unknown_ends.add(name)
        return found

    @staticmethod
    def _size(members, edges, scope, holds, carry):
        return (
            len(members),
            len(edges),
            *(sum(map(len, sets.values())) for sets in (scope, holds, carry)),
        )

    def _is_origin(self, name: str, tick: int) -> bool:
        event = self.ticks[tick].event
        return tick not in self.void and (
            name in self.outputs(tick)
            or (
                self.mentions(name, tick)
                and isinstance(event, ObjectEvent)
                and (event.action == "ADD" or (event.action, event.biz_step) == ("OBSERVE", STEP))
            )
        )

    def _is_end(self, name: str, tick: int) -> bool:
        event = self.ticks[tick].event
        return tick not in self.void and (
            name in self.inputs(tick)
            or (
                self.mentions(name, tick)
                and isinstance(event, ObjectEvent | TransactionEvent)
                and (getattr(event, "biz_step", None) == SALE or self._is_deleted(event))
            )
        )

    @staticmethod
    def _is_deleted(event) -> bool:
        return isinstance(event, ObjectEvent) and event.action == "DELETE"

    def _ended_inside(self, belongs, carry) -> set[str]:
        gone = {
            (box, tick)
            for box, _ in carry
            for tick in belongs(box) - self.void
            if box in self.inputs(tick)
            or (
                self.mentions(box, tick) and getattr(self.ticks[tick].event, "biz_step", "") == SALE
            )
        }
        ended = set()
        while True:
            more = {
                (child, tick)
                for (box, child), inside in carry.items()
                for gone_box, tick in gone
                if gone_box == box and tick in inside
            }
            ended |= {child for child, _ in more}
            if more <= gone:
                return ended
            gone |= more


STEP, SALE = "urn:example:bizstep:harvesting", "retail_selling"
