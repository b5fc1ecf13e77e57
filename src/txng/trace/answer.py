"""From what a walk noted to the answer it gives: depths, reasons, ends.

visits, ties, library ──> nodes by depth, edges, events with the nearest reason, unknown ends
"""

from collections import deque
from collections.abc import Iterator, Mapping

import msgspec

from txng.epcis.mentions import Role, things
from txng.trace.facts import Fact
from txng.trace.library import History, Library
from txng.trace.model import (
    CutOff,
    Direction,
    EdgeKind,
    Relation,
    Trace,
    TraceEdge,
    TraceEvent,
    TraceNode,
    Truncation,
)
from txng.trace.moments import Moment, Span, union

_RANK = {Relation.OWN: 0, Relation.ANCESTOR: 1, Relation.DESCENDANT: 1, Relation.CARRIER: 2}
_Reason = tuple[int, int, str]  # rank, depth, canonical: the smallest is told


class Visit(msgspec.Struct, gc=False, eq=False):
    """What a walk knows of one thing so far. A member has a `scope`; a carrier only `carries`.

    `holds` are the stretches in which what it held counts as part of it; `held` those already
    walked; `carries` says, by child, when it was around it; `done` the transformations walked.
    """

    canonical: str
    is_class: bool
    cut_off: CutOff | None
    scope: Span | None = None
    holds: list[Span] = []
    held: list[Span] = []
    carries: dict[str, list[Span]] = {}
    steps: dict[str, None] = {}
    done: set[str | bytes] = msgspec.field(default_factory=set)
    has_contents: bool = False
    is_queued: bool = False

    def spans(self) -> list[Span]:
        """When its events belong to the trace."""
        if not self.carries:
            return [] if self.scope is None else [self.scope]
        own = [] if self.scope is None else [self.scope]
        return union([*own, *(span for spans in self.carries.values() for span in spans)])


def answer(
    root: Visit,
    way: Direction,
    visits: Mapping[str, Visit],
    ties: Mapping[tuple[str, str, bytes, EdgeKind, str | None], float | None],
    library: Library,
    limit: int,
    not_followed: int | None,
) -> Trace:
    if not root.is_class:
        root.is_class = _is_named_as_class(root.canonical, library)
    depths = _depths(root, visits)
    related = Relation.ANCESTOR if way == "upstream" else Relation.DESCENDANT
    relations = {
        canonical: Relation.OWN
        if visits[canonical] is root
        else (Relation.CARRIER if visits[canonical].scope is None else related)
        for canonical in depths
    }
    ended = _ended_in_a_box(visits, library) if way == "downstream" else set()
    reasons: dict[bytes, _Reason] = {}
    void: dict[bytes, Fact] = {}
    nodes: dict[str, TraceNode] = {}
    for canonical, depth in depths.items():
        visit, history = visits[canonical], library.histories.get(canonical)
        has_origin, has_end = False, canonical in ended
        if history is not None:
            spans = visit.spans()
            for fact in history.between(spans):
                has_origin = has_origin or fact.is_origin(canonical)
                has_end = has_end or fact.is_end(canonical)
            for fact in history.void:
                if any(start <= fact.moment <= end for start, end in spans):
                    void[fact.recorded.key] = fact
            _give_reasons(reasons, visit, history, relations, depths)
        nodes[canonical] = TraceNode(
            canonical=canonical,
            depth=depth,
            relation=relations[canonical],
            is_class=visit.is_class,
            has_origin=has_origin,
            has_end=has_end,
            cut_off=visit.cut_off,
        )
    _keep_what_edges_cite(reasons, ties, relations, depths, way)
    belonging = sorted(((library.facts[key], why) for key, why in reasons.items()), key=_by_moment)
    kinds = {0: Relation.OWN, 1: related, 2: Relation.CARRIER}
    return Trace(
        canonical=root.canonical,
        direction=way,
        nodes=nodes,
        edges=tuple(TraceEdge(*tie[:4], quantity, tie[4]) for tie, quantity in ties.items()),
        events=tuple(
            TraceEvent(fact.recorded, kinds[rank], of) for fact, (rank, _, of) in belonging
        ),
        voided=tuple(fact.recorded for fact in sorted(void.values(), key=lambda f: f.moment)),
        unknown_ends=tuple(
            node.canonical
            for node in nodes.values()
            if node.relation is not Relation.CARRIER
            and not (node.has_origin if way == "upstream" else node.has_end)
            # A box ends in its contents, which are nodes themselves.
            and not visits[node.canonical].has_contents
        ),
        truncated=None
        if not_followed is None
        else Truncation(limit, len(nodes), len(reasons), not_followed),
    )


def _by_moment(item: tuple[Fact, _Reason]) -> Moment:
    return item[0].moment


def _is_named_as_class(canonical: str, library: Library) -> bool:
    """A private lot looks like any URI: the list in which an event names it tells."""
    history = library.histories.get(canonical)
    return history is not None and any(
        mention.role >= Role.EPC_CLASS and mention.identifier.canonical == canonical
        for fact in history.facts[:1]
        for mention in things(fact.recorded.event)
    )


def _depths(root: Visit, visits: Mapping[str, Visit]) -> dict[str, int]:
    """Steps from the traced thing, nearest first, names in order within a step."""
    depths = {root.canonical: 0}
    layer = [root.canonical]
    while layer:
        found = {step for canonical in layer for step in visits[canonical].steps}
        layer = sorted(found - depths.keys())
        depth = 1 + depths[next(reversed(depths))]
        depths.update((canonical, depth) for canonical in layer)
    return depths


def _give_reasons(
    reasons: dict[bytes, _Reason],
    visit: Visit,
    history: History,
    relations: Mapping[str, Relation],
    depths: Mapping[str, int],
) -> None:
    if visit.scope is not None:
        why = (_RANK[relations[visit.canonical]], depths[visit.canonical], visit.canonical)
        for fact in history.between([visit.scope]):
            _keep_nearest(reasons, fact.recorded.key, why)
    if not visit.carries:
        return
    for fact, child in _carried(visit, history, depths):
        why = (_RANK[Relation.CARRIER], depths[child], child)
        _keep_nearest(reasons, fact.recorded.key, why)


def _keep_nearest(reasons: dict[bytes, _Reason], key: bytes, why: _Reason) -> None:
    known = reasons.get(key)
    if known is None or why < known:
        reasons[key] = why


def _carried(
    visit: Visit, history: History, depths: Mapping[str, int]
) -> Iterator[tuple[Fact, str]]:
    """Each fact of a carrier once, with the nearest child that was inside at the time."""
    following = list(range(len(history.facts) + 1))  # next position that no nearer child has taken

    def untaken(position: int) -> int:
        while following[position] != position:
            following[position] = following[following[position]]
            position = following[position]
        return position

    for child in sorted(visit.carries, key=lambda child: (depths[child], child)):
        for span in visit.carries[child]:
            first, after = history.positions(span)
            position = untaken(first)
            while position < after:
                yield history.facts[position], child
                following[position] = position + 1
                position = untaken(position)


def _keep_what_edges_cite(
    reasons: dict[bytes, _Reason],
    ties: Mapping[tuple[str, str, bytes, EdgeKind, str | None], float | None],
    relations: Mapping[str, Relation],
    depths: Mapping[str, int],
    way: Direction,
) -> None:
    """Evidence stays with the claim: the event that ties in a product, or that packed a lot before
    the stretch in which the lot belongs."""
    cited: dict[bytes, _Reason] = {}
    for source, target, key, kind, _ in ties:
        if key in reasons:
            continue
        if kind == "transformation":
            far = source if way == "upstream" else target
            why = (_RANK[relations[far]], depths[far], far)
        else:
            relation = Relation.CARRIER if relations[target] is Relation.CARRIER else None
            why = (_RANK[relation or relations[source]], depths[source], source)
        _keep_nearest(cited, key, why)
    reasons.update(cited)


def _ended_in_a_box(visits: Mapping[str, Visit], library: Library) -> set[str]:
    """Things that were consumed, sold or destroyed inside a box, which the event alone names."""
    ended: set[str] = set()
    for visit in visits.values():
        history = library.histories.get(visit.canonical)
        if history is None or not visit.carries:
            continue
        for fact in history.between(visit.spans()):
            if fact.ends_contents(visit.canonical):
                _end_contents(visit, fact.moment, visits, ended)
    return ended


def _end_contents(box: Visit, moment: Moment, visits: Mapping[str, Visit], ended: set[str]) -> None:
    boxes, seen = deque([box]), {box.canonical}
    while boxes:
        for child, spans in boxes.popleft().carries.items():
            if child not in seen and any(start <= moment <= end for start, end in spans):
                seen.add(child)
                ended.add(child)
                boxes.append(visits[child])
