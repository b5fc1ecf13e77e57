"""Upstream and downstream of one thing, one batched question per hop.

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
"""

from collections import deque
from collections.abc import Iterable

from txng.epcis.mentions import Mention, Role
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify
from txng.trace.answer import Visit, answer
from txng.trace.errors import LimitError, NotCanonicalError
from txng.trace.facts import Fact, is_product
from txng.trace.library import History, Library
from txng.trace.model import CutOff, Direction, EdgeKind, Trace
from txng.trace.moments import ALWAYS, EARLIEST, LATEST, Span, intersect, union
from txng.trace.source import EventSource

DEFAULT_LIMIT = 100_000  # things, ties and events together: one to two seconds of walking


def upstream(source: EventSource, canonical: str, *, limit: int = DEFAULT_LIMIT) -> Trace:
    """Where it came from: everything that went into it, and what carried it."""
    return _Walk(source, canonical, "upstream", limit).run()


def downstream(source: EventSource, canonical: str, *, limit: int = DEFAULT_LIMIT) -> Trace:
    """Where it went: everything made of it, and what carried that."""
    return _Walk(source, canonical, "downstream", limit).run()


class _Walk:
    def __init__(self, source: EventSource, canonical: str, way: Direction, limit: int) -> None:
        if limit < 1:
            raise LimitError(limit)
        root = _identify(canonical)
        self._way = way
        self._up = way == "upstream"
        self._limit = limit
        self._library = Library(source)
        self._visits: dict[str, Visit] = {}
        self._ties: dict[tuple[str, str, bytes, EdgeKind, str | None], float | None] = {}
        self._queue: deque[Visit] = deque()
        self._wanted: dict[str, None] = {}  # a set that keeps its order
        self._waiting: dict[str, list[Visit]] = {}  # by what must be fetched first
        self._is_full = False
        self._root = self._visits[canonical] = Visit(canonical, root.is_class, _cut_off(root))
        self._grow(self._root, ALWAYS, [ALWAYS])

    def run(self) -> Trace:
        while self._drain() and self._wanted:
            if self._size() > self._limit:
                self._is_full = True
                break
            batch, self._wanted = list(self._wanted), {}
            self._library.fetch(batch)
            for canonical in batch:
                for visit in self._waiting.pop(canonical, ()):
                    self._enqueue(visit)
        return answer(
            self._root,
            self._way,
            self._visits,
            self._ties,
            self._library,
            self._limit,
            self._not_followed(),
        )

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

    def _not_followed(self) -> int | None:
        """How many things were met and not looked into; None if the walk came to its end."""
        if not self._is_full:
            return None
        left = {visit.canonical for visit in self._queue} | set(self._wanted)
        for canonical in left & self._visits.keys():
            self._visits[canonical].cut_off = CutOff.LIMIT
        return max(1, len(left))

    def _size(self) -> int:
        # Ties count: n inputs and m outputs that all belong make n x m of them.
        return len(self._visits) + len(self._ties) + len(self._library.facts)

    # One visit

    def _expand(self, visit: Visit) -> None:
        history = self._history(visit.canonical, visit)
        if history is None:
            return
        spans = visit.spans()
        if not self._up:
            # Of a carrier too: a box that is consumed with its contents consumes them.
            self._transformations(visit, history.consumed, spans)
        elif visit.scope is not None:
            self._transformations(visit, history.produced, [visit.scope])
        self._contents(
            visit, history
        )  # a carrier `holds` nothing: its other children are strangers
        self._carriers(visit, history, spans)

    def _transformations(self, visit: Visit, facts: list[Fact], spans: list[Span]) -> None:
        for fact in facts:
            moment = fact.moment
            done = fact.transformation or fact.recorded.key
            if done in visit.done or not any(start <= moment <= end for start, end in spans):
                continue
            group = [fact]
            if fact.transformation is not None:
                history = self._history(fact.transformation, visit)
                if history is None:
                    continue
                # All inputs of a transformation went into all its outputs (EPCIS 2.0, transformationID).
                group += [
                    other
                    for other in history.facts
                    if other.transformation == fact.transformation and other is not fact
                ]
            visit.done.add(done)
            for member in group:
                self._join(visit, member)

    def _join(self, near: Visit, fact: Fact) -> None:
        for canonical, mentions in (fact.inputs if self._up else fact.outputs).items():
            if canonical == near.canonical:
                continue
            far = self._meet(mentions[0].identifier, mentions)
            if far is None:
                return
            self._tie(near, far, fact, "transformation", mentions)
            if self._up:
                point = (fact.moment, fact.moment)
                self._grow(far, (EARLIEST, fact.moment), [point])
            else:
                self._grow(far, (fact.moment, LATEST), [(fact.moment, LATEST)])

    def _contents(self, visit: Visit, history: History) -> None:
        visit.holds = holds = union(visit.holds)
        if holds == visit.held:
            return
        visit.held = holds
        for child, windows in history.contents.items():
            if child == visit.canonical:
                continue
            for window in windows:
                inside = intersect([window.span], holds)
                if not inside:
                    continue
                mentions = window.opening.children[child]
                far = self._meet(mentions[0].identifier, mentions)
                if far is None:
                    return
                visit.has_contents = True
                self._tie(visit, far, window.opening, "containment", mentions)
                first, last = inside[0][0], inside[-1][1]
                self._grow(far, (EARLIEST, last) if self._up else (first, LATEST), inside)

    def _carriers(self, visit: Visit, history: History, spans: list[Span]) -> None:
        child = visit.canonical
        for parent, possible in history.possible_parents.items():
            if parent == child or not intersect(possible, spans):
                continue
            identifier = identify(parent)
            around = None if is_product(identifier) else self._history(parent, visit)
            if around is None:
                continue
            windows = [
                window
                for window in around.contents.get(child, ())
                if intersect([window.span], spans)
            ]
            if not windows:
                continue
            carrier = self._meet(identifier, ())
            if carrier is None:
                return
            for window in windows:
                mentions = window.opening.children[child]
                self._tie(visit, carrier, window.opening, "containment", mentions)
            inside = intersect(union(window.span for window in windows), spans)
            if carrier.carries.get(child) != inside:
                carrier.carries[child] = inside
                self._enqueue(carrier)

    # Growing

    def _history(self, canonical: str, visit: Visit) -> History | None:
        """None if it must be fetched first; the visit is then expanded again."""
        history = self._library.histories.get(canonical)
        if history is None:
            self._wanted[canonical] = None
            self._waiting.setdefault(canonical, []).append(visit)
        return history

    def _meet(self, identifier: Identifier, mentions: Iterable[Mention]) -> Visit | None:
        """The visit of that thing, made when it is new; None when the cap is met."""
        if self._size() > self._limit:
            self._is_full = True
            return None
        visit = self._visits.get(identifier.canonical)
        if visit is None:
            visit = Visit(identifier.canonical, identifier.is_class, _cut_off(identifier))
            self._visits[identifier.canonical] = visit
        if not visit.is_class:
            visit.is_class = any(mention.role >= Role.EPC_CLASS for mention in mentions)
        return visit

    def _tie(
        self, near: Visit, far: Visit, fact: Fact, kind: EdgeKind, mentions: list[Mention]
    ) -> None:
        """Note the edge, in the direction of the goods; amounts of one class in one unit add up."""
        flows_to_far = not self._up if kind == "transformation" else far.canonical == fact.parent
        ends = (near.canonical, far.canonical)
        source, target = ends if flows_to_far else ends[::-1]
        near.steps[far.canonical] = None
        amounts: dict[str | None, float | None] = {}
        for mention in mentions:
            before = amounts.get(mention.uom, 0)
            known = before is not None and mention.quantity is not None
            amounts[mention.uom] = (before or 0) + (mention.quantity or 0) if known else None
        for uom, quantity in amounts.items():
            self._ties[source, target, fact.recorded.key, kind, uom] = quantity

    def _grow(self, visit: Visit, scope: Span, holds: list[Span]) -> None:
        visit.scope = scope if visit.scope is None else _hull(visit.scope, scope)
        if visit.cut_off is None:
            visit.holds = [*visit.holds, *holds]
            self._enqueue(visit)

    def _enqueue(self, visit: Visit) -> None:
        if not visit.is_queued:
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
