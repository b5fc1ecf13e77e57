"""From thing to thing, upstream or downstream, one question per hop.

    upstream                                        downstream
    hop 0   bag                                     cherry lot
    hop 1   roasted lot, carton (carrier)           parchment lot, truck (carrier)
    hop 2   green lot, pallet (carrier)             green lot, ...

Every node is walked as one of two things, or both:

    member    the traced thing, its ancestors or its descendants: walked through transformations,
              through what it held, and to the boxes it was in. `scope` is the stretch of time in
              which its events belong: upstream up to its last consumption by this path, downstream
              from its first production by it.
    carrier   a box that a member was in: its events belong while the member was inside, and so do
              those of the boxes around it. What else it held is never looked at.

Stretches of time only grow, so the walk ends, cycles (rework, returns) included. It is a fixpoint:
the order in which things are met does not change the answer.

Only relations are asked for on the way, in the time that counts; the events come at the end, once.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from txng.epcis.relations import As, Told
from txng.epcis.statements import TRANSFORMATION, Statement, portions, sums
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify
from txng.trace.aliases import Aliased
from txng.trace.errors import LimitError, NotCanonicalError
from txng.trace.model import CutOff, Direction, EdgeKind
from txng.trace.moments import (
    ALWAYS,
    EARLIEST,
    LATEST,
    Moment,
    Span,
    hull,
    intersect,
    union,
)
from txng.trace.products import is_product
from txng.trace.source import RelationSource
from txng.trace.visits import Tie, Visit


class Walk:
    """`visits` by canonical name, the traced thing first; `ties` with the amounts that moved.

    `groups` are the transformations walked, each with all its parts; `held` what boxes that belong held,
    and until when; `told` everything that was answered.
    """

    def __init__(self, source: RelationSource, canonical: str, way: Direction, limit: int) -> None:
        if limit < 1:
            raise LimitError(limit)
        root = _identify(canonical)
        if isinstance(source, Aliased):
            root = identify(source.thing(canonical))
        self.source = source
        self.way = way
        self.limit = limit
        self.visits: dict[str, Visit] = {}
        self.ties: dict[Tie, float | None] = {}
        self.groups: dict[str | bytes, list[Told]] = {}
        self.held: dict[tuple[str, str, bytes], tuple[Told, Moment]] = {}
        self.told: dict[bytes, Told] = {}
        self._up = way == "upstream"
        self._makes = As.OUTPUT if self._up else As.INPUT
        self._steps: dict[str, list[Told]] = {}  # transformations that lead on from a thing
        self._around: dict[str, list[Told]] = {}  # statements that opened a stretch of it in a box
        self._inside: dict[str, list[Told]] = {}  # ... of something in it
        self._parts: dict[str, list[Told]] = {}  # of a transformationID
        self._queue: deque[Visit] = deque()
        self._wanted: dict[str, Visit] = {}  # a set that keeps its order
        self._wanted_parts: dict[str, list[Visit]] = {}
        self._is_full = False
        self.root = Visit(root.canonical, root.is_class, _cut_off(root))
        self.visits[root.canonical] = self.root
        self._grow(self.root, ALWAYS, ALWAYS)

    def run(self) -> None:
        while self._drain() and (self._wanted or self._wanted_parts):
            if self._size() > self.limit:
                self._is_full = True
                break
            self._ask()

    def around(self, canonical: str) -> Sequence[Told]:
        """Statements that opened a stretch of a thing in a box."""
        return self._around.get(canonical, ())

    @property
    def not_followed(self) -> int | None:
        """How many things were met and not looked into; None if the walk came to its end."""
        if not self._is_full:
            return None
        left = {visit.canonical for visit in self._queue} | self._wanted.keys()
        left |= {visit.canonical for waiting in self._wanted_parts.values() for visit in waiting}
        for canonical in left:
            self.visits[canonical].cut_off = CutOff.LIMIT
        return max(1, len(left))

    def _drain(self) -> bool:
        """Expand all that can be expanded without asking; False if the cap was met on the way."""
        while self._queue:
            visit = self._queue.popleft()
            visit.is_queued = False
            self._expand(visit)
            if self._is_full:
                self._queue.append(visit)  # it was left half way
                return False
        return True

    def _size(self) -> int:
        # Ties count: n inputs and m outputs that all belong make n x m of them.
        return len(self.visits) + len(self.ties) + len(self.told)

    # Asking

    def _ask(self) -> None:
        """One question for all things met since the last; one more for transformations in parts."""
        wanted, self._wanted = self._wanted, {}
        if wanted:
            asked, (since, until) = self._question(wanted)
            self._shelve(wanted, self.source.relations(asked, since[0], until[0]))
        parts, self._wanted_parts = self._wanted_parts, {}
        if parts:
            found: dict[str, list[Told]] = {identity: [] for identity in parts}
            for told in self.source.relations(dict.fromkeys(parts, As.TRANSFORMATION)):
                statement = told.statement
                if statement.kind == TRANSFORMATION and statement.transformation in found:
                    found[statement.transformation].append(told)
                    self.told[told.key] = told
            self._parts |= found
        for waiting in parts.values():
            for visit in waiting:
                self._enqueue(visit)

    def _question(self, wanted: Mapping[str, Visit]) -> tuple[dict[str, int], Span]:
        """What to ask of each, and the time that counts; both are noted in the visits."""
        since, until = LATEST, EARLIEST
        asked: dict[str, int] = {}
        for canonical, visit in wanted.items():
            start, end = visit.scope if visit.carries is None else hull(visit.spans())  # type: ignore[misc]
            since, until = min(since, start), max(until, end)
            asked[canonical] = visit.part = self._part(visit)
        known = since, until
        for visit in wanted.values():
            visit.known = known
        return asked, known

    def _part(self, visit: Visit) -> int:
        if visit.scope is None:  # of a carrier too: a box that is consumed consumes its contents
            return As.CHILD | (0 if self._up else As.INPUT)
        return As.CHILD | As.PARENT | self._makes

    def _shelve(self, wanted: dict[str, Visit], answered: Sequence[Told]) -> None:
        """Put each statement to the things that it leads on from, and look at these again."""
        shelves = (self._steps, self._around, self._inside)
        for canonical in wanted:
            for shelf in shelves:
                shelf.pop(canonical, None)
        for told in answered:
            self.told[told.key] = told
            statement = told.statement
            if statement.kind == TRANSFORMATION:
                for name in statement.outcome() if self._up else statement.children():
                    if name in wanted:
                        self._steps.setdefault(name, []).append(told)
            elif told.opened:
                for child in told.opened:
                    if child in wanted:
                        self._around.setdefault(child, []).append(told)
                if statement.parent in wanted:
                    self._inside.setdefault(statement.parent, []).append(told)
        for visit in wanted.values():
            self._enqueue(visit)

    # One visit

    def _expand(self, visit: Visit) -> None:
        spans = visit.spans()
        start, end = hull(spans)
        known, canonical = visit.known, visit.canonical
        if known is None or start < known[0] or end > known[1]:
            self._wanted[canonical] = visit
            return
        if visit.part | self._part(visit) != visit.part:
            self._wanted[canonical] = visit
            return
        if canonical in self._steps:
            if not self._up:
                self._transformations(visit, spans)
            elif visit.scope is not None:
                self._transformations(visit, [visit.scope])
        if visit.scope is not None and canonical in self._inside:
            self._contents(visit)  # a carrier's other children are strangers
        around = self.around(canonical)
        if around:
            self._carriers(visit, spans, around)

    def _transformations(self, visit: Visit, spans: Sequence[Span]) -> None:
        for told in self._steps[visit.canonical]:
            moment = told.moment
            identity = told.statement.transformation
            done = identity or told.key
            if visit.is_done(done) or not any(start <= moment <= end for start, end in spans):
                continue
            group = [told]
            if identity is not None:
                # All inputs of a transformation went into all its outputs (EPCIS 2.0, transformationID).
                parts = self._parts.get(identity)
                if parts is None:
                    self._wanted_parts.setdefault(identity, []).append(visit)
                    continue
                group += [other for other in parts if other.key != told.key]
            visit.note_done(done)
            self.groups.setdefault(done, group)
            for member in group:
                self._join(visit, member)

    def _join(self, near: Visit, told: Told) -> None:
        statement = told.statement
        self._join_all(near, told, statement.children() if self._up else statement.outcome())

    def _join_all(self, near: Visit, told: Told, names: Iterable[str]) -> None:
        statement, moment = told.statement, told.moment
        for canonical in names:
            if canonical == near.canonical:
                continue
            far = self._meet(canonical, statement, made=not self._up)
            if far is None:
                return
            self._tie(near, far, told, "transformation", canonical, made=not self._up)
            if self._up:
                self._grow(far, (EARLIEST, moment), (moment, moment))
            else:
                self._grow(far, (moment, LATEST), (moment, LATEST))

    def _contents(self, visit: Visit) -> None:
        held = self._inside[visit.canonical]
        visit.holds = holds = tuple(union(visit.holds))
        if holds == visit.held:
            return
        visit.held = holds
        for told in held:
            assert told.opened is not None
            for child, closed in told.opened.items():
                inside = intersect([(told.moment, closed)], holds)
                if not inside or child == visit.canonical:
                    continue
                far = self._meet(child, told.statement)
                if far is None:
                    return
                visit.has_contents = True
                self._tie(visit, far, told, "containment", child)
                first, last = inside[0][0], inside[-1][1]
                self.held[visit.canonical, child, told.key] = (told, last)
                scope = (EARLIEST, last) if self._up else (first, LATEST)
                for span in inside:
                    self._grow(far, scope, span)

    def _carriers(self, visit: Visit, spans: Sequence[Span], around: Sequence[Told]) -> None:
        child = visit.canonical
        windows: dict[str, list[Span]] = {}
        for told in around:
            assert told.opened is not None
            start, closed, parent = told.moment, told.opened[child], told.statement.parent
            if parent is None or parent == child:
                continue
            if not any(start <= last and first <= closed for first, last in spans):
                continue
            carrier = self.visits.get(parent)
            if carrier is None:
                if is_product(identify(parent)):
                    continue
                carrier = self._meet(parent, None)
                if carrier is None:
                    return
            windows.setdefault(parent, []).append((start, closed))
            self._tie(visit, carrier, told, "containment", child)
        for parent, listed in windows.items():
            carrier = self.visits[parent]
            inside = intersect(listed if len(listed) == 1 else union(listed), spans)
            carries = carrier.carries
            if carries is None:
                carries = carrier.carries = {}
            if carries.get(child) != inside:
                carries[child] = inside
                self._enqueue(carrier)

    # Growing

    def _meet(
        self, canonical: str, statement: Statement | None, *, made: bool = False
    ) -> Visit | None:
        """The visit of that thing, made when it is new; None when the cap is met."""
        if self._size() > self.limit:
            self._is_full = True
            return None
        visit = self.visits.get(canonical)
        if visit is None:
            if canonical[36:40] == "/21/":  # most are serials: neither classes nor products
                visit = Visit(canonical, False, None)
            else:
                identifier = identify(canonical)
                visit = Visit(canonical, identifier.is_class, _cut_off(identifier))
            self.visits[canonical] = visit
        if statement is not None and not visit.is_class:
            classes = statement.made_classes if made else statement.classes
            visit.is_class = any(name == canonical for name, _, _ in classes)
        return visit

    def _tie(
        self,
        near: Visit,
        far: Visit,
        told: Told,
        kind: EdgeKind,
        named: str,
        *,
        made: bool = False,
    ) -> None:
        """Note the edge, in the direction of the goods; amounts of one class in one unit add up."""
        parent = told.statement.parent
        flows_to_far = not self._up if kind == "transformation" else far.canonical == parent
        ends = (near.canonical, far.canonical)
        source, target = ends if flows_to_far else ends[::-1]
        near.step(far.canonical)
        for uom, quantity in sums(portions(told.statement, named, made=made)).items():
            self.ties[source, target, told.key, kind, uom] = quantity

    def _grow(self, visit: Visit, scope: Span, held: Span) -> None:
        before = visit.scope
        visit.scope = scope if before is None else _hull(before, scope)
        if visit.cut_off is None:
            visit.holds = (*visit.holds, held)
            self._enqueue(visit)

    def _enqueue(self, visit: Visit) -> None:
        if visit.known is None:
            self._wanted[visit.canonical] = visit
        elif not visit.is_queued:
            visit.is_queued = True
            self._queue.append(visit)


def _identify(canonical: str) -> Identifier:
    try:
        identifier = identify(canonical)
    except Gs1Error as error:
        raise NotCanonicalError(str(error), canonical) from error
    if identifier.canonical != canonical:
        raise NotCanonicalError(identifier.canonical, canonical)
    return identifier


def _cut_off(identifier: Identifier) -> CutOff | None:
    return CutOff.PRODUCT if is_product(identifier) else None


def _hull(one: Span, other: Span) -> Span:
    return (min(one[0], other[0]), max(one[1], other[1]))
