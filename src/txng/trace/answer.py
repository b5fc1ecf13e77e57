"""From what a walk noted to the answer it gives: depths, events with reasons, ends, what went together.

visits, ties, groups ──> nodes by depth, edges, makings, events with the nearest reason, unknown ends
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence

from txng.epcis.relations import Noted
from txng.epcis.statements import ENDS, ENDS_CONTENTS, STARTS, TRANSFORMATION, Statement
from txng.trace.aliases import Aliased
from txng.trace.makings import makings_of
from txng.trace.model import (
    Direction,
    Relation,
    Trace,
    TraceEdge,
    TraceEvent,
    TraceNode,
    Truncation,
)
from txng.trace.moments import Moment, Span, union
from txng.trace.shares import composition, shares_of
from txng.trace.visits import Tie, Visit
from txng.trace.walking import Walk

_RANK = {Relation.OWN: 0, Relation.ANCESTOR: 1, Relation.DESCENDANT: 1, Relation.CARRIER: 2}
_Reason = tuple[int, int, str]  # rank, depth, canonical: the smallest is told
_Histories = Mapping[str, Sequence[Noted]]


def answer(walk: Walk) -> Trace:
    root, visits, way = walk.root, walk.visits, walk.way
    not_followed = walk.not_followed
    depths = _depths(root, visits)
    related = Relation.ANCESTOR if way == "upstream" else Relation.DESCENDANT
    relations = {
        canonical: Relation.OWN
        if visits[canonical] is root
        else (Relation.CARRIER if visits[canonical].scope is None else related)
        for canonical in depths
    }
    asked = {
        canonical: spans
        for canonical in depths
        if visits[canonical].known is not None and (spans := visits[canonical].spans())
    }
    left = max(1, walk.limit - len(visits) - len(walk.ties))
    found = walk.source.events(asked, left)
    known = {noted.told.key: noted for listed in found.of.values() for noted in listed}
    histories = {
        canonical: [noted for noted in listed if not noted.is_void]
        for canonical, listed in found.of.items()
    }
    if not root.is_class:
        root.is_class = _is_named_as_class(root.canonical, histories)
    ended = _ended_in_a_box(visits, histories) if way == "downstream" else set()
    reasons: dict[bytes, _Reason] = {}
    nodes: dict[str, TraceNode] = {}
    for canonical, depth in depths.items():
        visit, history = visits[canonical], histories.get(canonical, [])
        statements = [noted.told.statement for noted in history]
        nodes[canonical] = TraceNode(
            canonical=canonical,
            depth=depth,
            relation=relations[canonical],
            is_class=visit.is_class,
            has_origin=any(_is_origin(one, canonical) for one in statements),
            has_end=canonical in ended or any(_is_end(one, canonical) for one in statements),
            cut_off=visit.cut_off,
        )
        _give_reasons(reasons, visit, history, relations, depths)
    cited = _cited_by_edges(reasons, walk.ties, relations, depths, way)
    known |= _outside_of_spans(walk, cited.keys() - known.keys())
    reasons |= cited
    belonging = sorted(
        # one that was declared an error since the walk began is told as void only
        (
            (known[key], why)
            for key, why in reasons.items()
            if key in known and not known[key].is_void
        ),
        key=lambda item: item[0].told.moment,
    )
    void = sorted((one.told.moment, one.recorded) for one in known.values() if one.is_void)
    kinds = {0: Relation.OWN, 1: related, 2: Relation.CARRIER}
    makings = tuple(makings_of(walk))
    return Trace(
        canonical=root.canonical,
        direction=way,
        nodes=nodes,
        edges=tuple(TraceEdge(*tie[:4], quantity, tie[4]) for tie, quantity in walk.ties.items()),
        makings=makings,
        shares=shares_of(root.canonical, way, makings, nodes),
        composition=composition(root.canonical, way, makings, nodes),
        events=tuple(
            TraceEvent(noted.recorded, kinds[rank], of) for noted, (rank, _, of) in belonging
        ),
        voided=tuple(recorded for _, recorded in void),
        unknown_ends=tuple(
            node.canonical
            for node in nodes.values()
            if node.relation is not Relation.CARRIER
            and not (node.has_origin if way == "upstream" else node.has_end)
            # A box ends in its contents, which are nodes themselves.
            and not visits[node.canonical].has_contents
        ),
        truncated=None
        if not_followed is None and not found.is_cut
        else Truncation(walk.limit, len(nodes), len(belonging), not_followed or 0, found.is_cut),
        aliases=dict(walk.source.used) if isinstance(walk.source, Aliased) else {},
    )


def _is_named_as_class(root: str, histories: _Histories) -> bool:
    """A private lot looks like any URI: the list in which an event names it tells."""
    return any(
        name == root
        for noted in histories.get(root, ())[:1]
        for name, _, _ in (*noted.told.statement.classes, *noted.told.statement.made_classes)
    )


def _is_origin(statement: Statement, name: str) -> bool:
    return bool(statement.flags & STARTS) or (
        statement.kind == TRANSFORMATION
        and (name in statement.made or any(name == one for one, _, _ in statement.made_classes))
    )


def _is_end(statement: Statement, name: str) -> bool:
    return bool(statement.flags & ENDS) or _is_input(statement, name)


def _is_input(statement: Statement, name: str) -> bool:
    return statement.kind == TRANSFORMATION and (
        name in statement.things or any(name == one for one, _, _ in statement.classes)
    )


def _depths(root: Visit, visits: Mapping[str, Visit]) -> dict[str, int]:
    """Steps from the traced thing, nearest first, names in order within a step."""
    depths = {root.canonical: 0}
    layer = [root.canonical]
    while layer:
        found = {step for canonical in layer for step in visits[canonical].steps or ()}
        layer = sorted(found - depths.keys())
        depth = 1 + depths[next(reversed(depths))]
        depths.update((canonical, depth) for canonical in layer)
    return depths


# Reasons


def _give_reasons(
    reasons: dict[bytes, _Reason],
    visit: Visit,
    history: Sequence[Noted],
    relations: Mapping[str, Relation],
    depths: Mapping[str, int],
) -> None:
    if visit.scope is not None:
        why = (_RANK[relations[visit.canonical]], depths[visit.canonical], visit.canonical)
        first, after = _positions(history, visit.scope)
        for noted in history[first:after]:
            _keep_nearest(reasons, noted.told.key, why)
    if visit.carries:
        for noted, child in _carried(visit, history, depths):
            why = (_RANK[Relation.CARRIER], depths[child], child)
            _keep_nearest(reasons, noted.told.key, why)


def _keep_nearest(reasons: dict[bytes, _Reason], key: bytes, why: _Reason) -> None:
    known = reasons.get(key)
    if known is None or why < known:
        reasons[key] = why


def _moment(noted: Noted) -> Moment:
    return noted.told.moment


def _positions(history: Sequence[Noted], span: Span) -> tuple[int, int]:
    """First position inside the span, and the first after it."""
    return (
        bisect_left(history, span[0], key=_moment),
        bisect_right(history, span[1], key=_moment),
    )


def _carried(
    visit: Visit, history: Sequence[Noted], depths: Mapping[str, int]
) -> Iterator[tuple[Noted, str]]:
    """Each event of a carrier once, with the nearest child that was inside at the time."""
    following = list(range(len(history) + 1))  # next position that no nearer child has taken

    def untaken(position: int) -> int:
        while following[position] != position:
            following[position] = following[following[position]]
            position = following[position]
        return position

    carries = visit.carries or {}
    for child in sorted(carries, key=lambda child: (depths[child], child)):
        for span in carries[child]:
            first, after = _positions(history, span)
            position = untaken(first)
            while position < after:
                yield history[position], child
                following[position] = position + 1
                position = untaken(position)


def _cited_by_edges(
    reasons: Mapping[bytes, _Reason],
    ties: Mapping[Tie, float | None],
    relations: Mapping[str, Relation],
    depths: Mapping[str, int],
    way: Direction,
) -> dict[bytes, _Reason]:
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
    return cited


def _outside_of_spans(walk: Walk, keys: Collection[bytes]) -> dict[bytes, Noted]:
    """The cited events that no thing of the trace brings along, each asked for at its own moment."""
    asked: dict[str, list[Span]] = {}
    for source, target, key, kind, _ in walk.ties:
        if key in keys:
            moment = walk.told[key].moment
            # a part of a transformation names the far end only
            named = target if kind == "transformation" and walk.way == "downstream" else source
            asked.setdefault(named, []).append((moment, moment))
    if not asked:
        return {}
    spans = {name: union(listed) for name, listed in asked.items()}
    found = walk.source.events(spans, len(keys))
    return {
        noted.told.key: noted
        for listed in found.of.values()
        for noted in listed
        if noted.told.key in keys
    }


def _ended_in_a_box(visits: Mapping[str, Visit], histories: _Histories) -> set[str]:
    """Things that were consumed, sold or destroyed inside a box, which the event alone names."""
    ended: set[str] = set()
    for visit in visits.values():
        if not visit.carries:
            continue
        for noted in histories.get(visit.canonical, ()):
            statement = noted.told.statement
            if statement.flags & ENDS_CONTENTS or _is_input(statement, visit.canonical):
                _end_contents(visit, noted.told.moment, visits, ended)
    return ended


def _end_contents(box: Visit, moment: Moment, visits: Mapping[str, Visit], ended: set[str]) -> None:
    boxes, seen = deque([box]), {box.canonical}
    while boxes:
        for child, spans in (boxes.popleft().carries or {}).items():
            if child not in seen and any(start <= moment <= end for start, end in spans):
                seen.add(child)
                ended.add(child)
                boxes.append(visits[child])
