"""How much of one lot is in another, by quantity; and what may be in it at all.

    cherry A  300 KGM ─┐                              coffee bag: 60 % A, 40 % B
    cherry B  200 KGM ─┴─> parchment ─> green ─> bag  may contain {A, B}

Whatever goes into a transformation is mixed and comes out in the same proportion, by-products included;
what was made in several goes is the mix of those goes that came before it was used. Amounts count where
they can be compared: units of one kind, pieces of one product. Where they cannot, nothing is divided:
each of those lots is None, and the amount stands in the unknown part. So all parts add up to 1.

Upstream `shares` says how much of the traced thing a node is, downstream how much of a node is the traced
thing. `Composition.shares` lists what stands at the beginning and has a recorded origin; the part of
beginnings without one is unknown. A share beside an unknown part is what is known, so a least.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from txng.trace.amounts import PIECE, amount
from txng.trace.model import Composition, Direction, Making, Portion, Relation, TraceNode
from txng.trace.moments import LATEST, Moment

Nodes = Mapping[str, TraceNode]
_State = tuple[str, Moment | int]
"""A thing at a time: told by how many of its makings count then; of a box by the moment itself."""
_TRADE_ITEM = "https://id.gs1.org/01/"


@dataclass(slots=True)
class _Mix:
    """What a state is made of; weights add up to 1, and are None where amounts cannot be compared.

    `other`: the weight of what has nothing to do with the traced thing.
    """

    parts: list[tuple[_State, float | None]] = field(default_factory=list)
    other: float = 0.0
    unknown: float = 0.0


class _Makings:
    """Makings by what came out of them, in the order of time."""

    def __init__(self, way: Direction, makings: Iterable[Making], nodes: Nodes, root: str) -> None:
        self._up = way == "upstream"
        self._nodes = nodes
        self._root = root
        self._made: dict[str, list[tuple[Moment, Making]]] = {}
        self._contents: dict[str, Making] = {}
        self._came_out: dict[str, list[tuple[Moment, str]]] = {}  # downstream: of which box
        self._alike: dict[str, _Mix] = {}  # all that one making made, by its id
        for making in makings:
            if making.kind == "transformation":
                firsts: dict[str, Moment] = {}
                for portion in making.outputs:
                    known = firsts.get(portion.canonical, LATEST)
                    firsts[portion.canonical] = min(known, portion.since)
                for name, moment in firsts.items():
                    self._made.setdefault(name, []).append((moment, making))
            elif self._up:
                self._contents[making.outputs[0].canonical] = making
            else:
                box = making.outputs[0].canonical
                for portion in making.inputs:
                    self._came_out.setdefault(portion.canonical, []).append((portion.since, box))
        for listed in self._made.values():
            listed.sort(key=lambda one: (one[0], one[1].id))

    def state(self, name: str, at: Moment) -> _State:
        if name in self._contents:
            return name, at
        return name, sum(1 for moment, _ in self._made.get(name, ()) if moment <= at)

    def mix(self, state: _State) -> _Mix | None:
        """None for what stands at the beginning."""
        name, at = state
        if not self._up and name == self._root:
            return None
        if not self._up and self._nodes[name].relation is Relation.CARRIER:
            return _Mix([(self.state(self._root, LATEST), None)], unknown=1.0)  # among strangers
        if isinstance(at, int):
            making_of = self._made.get(name, [])[:at]
        else:
            making_of = [one for one in self._made.get(name, ()) if one[0] <= at]
        inside = self._inside(name, at)
        if not making_of and not inside:
            return None
        if making_of and inside:  # which part of it is which, nobody can tell
            mix = _Mix(unknown=1.0)
            for one in (self._of_makings(name, making_of), inside):
                mix.parts += [(part, None) for part, _ in one.parts]
            return mix
        return inside or self._of_makings(name, making_of)

    def _inside(self, name: str, at: Moment | int) -> _Mix | None:
        if not self._up:
            boxes = self._came_out.get(name)
            if boxes is None:
                return None
            weight = 1.0 if len(boxes) == 1 else None
            parts = [(self.state(box, moment), weight) for moment, box in boxes]
            return _Mix(parts, unknown=0.0 if weight else 1.0)
        making = self._contents.get(name)
        if making is None or isinstance(at, int):
            return None
        inside = [one for one in making.inputs if at == LATEST or one.since <= at <= one.until]
        return self._weighed(inside, 1.0, lambda one: min(one.until, at)) if inside else None

    def _of_makings(self, name: str, making_of: list[tuple[Moment, Making]]) -> _Mix:
        if len(making_of) == 1:
            making = making_of[0][1]
            if any(one.canonical == name for one in making.inputs):
                return self._of_one(making, 1.0, name)
            if making.id not in self._alike:
                self._alike[making.id] = self._of_one(making, 1.0, name)
            return self._alike[making.id]
        outputs = [
            [portion for portion in making.outputs if portion.canonical == name]
            for _, making in making_of
        ]
        shares = compared(outputs)
        mix = _Mix(unknown=0.0 if shares else 1.0)
        for place, (_, making) in enumerate(making_of):
            part = self._of_one(making, shares[place] if shares else None, name)
            mix.parts += part.parts
            mix.other += part.other
            mix.unknown += part.unknown
        return mix

    def _of_one(self, making: Making, whole: float | None, name: str) -> _Mix:
        inputs = [one for one in making.inputs if one.canonical != name]
        if not inputs:  # nothing is told of what went in, or only itself
            return _Mix(unknown=whole or 0.0)
        return self._weighed(inputs, whole, lambda one: one.since)

    def _weighed(
        self, inputs: list[Portion], whole: float | None, at: Callable[[Portion], Moment]
    ) -> _Mix:
        """`whole` is what the inputs are together; None when that is not known."""
        weights = None if whole is None else compared([[one] for one in inputs])
        mix = _Mix()
        if weights is None and whole is not None:
            mix.unknown = whole
        for place, one in enumerate(inputs):
            weight = whole * weights[place] if weights is not None and whole is not None else None
            state = self.state(one.canonical, at(one))
            if one.canonical not in self._nodes or self._is_elsewhere(state):
                mix.other += weight or 0.0
            else:
                mix.parts.append((state, weight))
        return mix

    def _is_elsewhere(self, state: _State) -> bool:
        """Downstream: a lot as it was before anything of the traced thing came into it."""
        name, made = state
        return (
            not self._up
            and made == 0
            and name != self._root
            and name not in self._came_out
            and self._nodes[name].relation is not Relation.CARRIER
        )


def compared(groups: list[list[Portion]]) -> list[float] | None:
    """The proportion of each group, adding up to 1; None when their amounts cannot be compared."""
    if len(groups) == 1:
        return [1.0]
    sums, units, products = [], set[str](), set[str]()
    for group in groups:
        total = 0
        for portion in group:
            told = amount(portion.quantity, portion.uom)
            if told.value is None:
                return None
            total += told.value  # type: ignore[assignment]  # a fraction: exact
            units.add(told.unit)
            products.add(_product(portion.canonical))
        sums.append(total)
    whole = sum(sums)
    if len(units) != 1 or not whole:
        return None
    if units == {PIECE} and (len(products) != 1 or "" in products):
        return None  # three sacks and a bag are no four of anything
    return [float(one / whole) for one in sums]


def _product(canonical: str) -> str:
    """The GTIN; "" for what has none."""
    return canonical[22:36] if canonical.startswith(_TRADE_ITEM) else ""


def composition(
    root: str, way: Direction, makings: Iterable[Making], nodes: Nodes, of: str | None = None
) -> Composition:
    """What a node is made of; of the traced thing itself when `of` is None. See `Trace.composition`."""
    index = _Makings(way, makings, nodes, root)
    start = index.state(root if of is None else of, LATEST)
    mixes, order = _ordered(index, [start])
    weights: dict[_State, float | None] = dict.fromkeys(order)
    weights[start] = 1.0
    shares: dict[str, float | None] = {}
    unknown = other = 0.0
    seen: set[_State] = set()
    for state in reversed(order):
        weight, mix, name = weights[state], mixes[state], state[0]
        seen.add(state)
        if mix is None:
            node = nodes.get(name)
            is_origin = node is not None and node.cut_off is None and node.has_origin
            if is_origin or (way == "downstream" and name == root):
                known = shares.get(name)
                shares[name] = weight if known is None else known + (weight or 0.0)
            else:
                unknown += weight or 0.0
            continue
        unknown += (weight or 0.0) * mix.unknown
        other += (weight or 0.0) * mix.other
        for part, told in mix.parts:
            if part in seen:  # a cycle: it is made of itself
                unknown += (weight or 0.0) * (told or 0.0)
            elif weight is not None and told is not None:
                weights[part] = (weights[part] or 0.0) + weight * told
    beginnings = frozenset(state[0] for state in order if mixes[state] is None)
    return Composition(shares, other, unknown, beginnings)


def shares_of(
    root: str, way: Direction, makings: Iterable[Making], nodes: Nodes
) -> dict[str, float | None]:
    """Upstream: how much of the traced thing each node is. Downstream: how much of each it is."""
    index = _Makings(way, makings, nodes, root)
    if way == "upstream":
        return _upstream_shares(index, root)
    members = [name for name, node in nodes.items() if node.relation is not Relation.CARRIER]
    mixes, order = _ordered(index, [index.state(name, LATEST) for name in members])
    told: dict[_State, float | None] = {}
    for state in order:  # what a state is made of stands before it
        mix = mixes[state]
        if mix is None:
            told[state] = 1.0 if state[0] == root else None
            continue
        known = [
            weight * share
            for part, weight in mix.parts
            if weight is not None and (share := told.get(part)) is not None
        ]
        told[state] = sum(known) if known else None
    return {name: told.get(index.state(name, LATEST)) for name in members}


def _upstream_shares(index: _Makings, root: str) -> dict[str, float | None]:
    start = index.state(root, LATEST)
    mixes, order = _ordered(index, [start])
    weights: dict[_State, float | None] = dict.fromkeys(order)
    weights[start] = 1.0
    shares: dict[str, float | None] = {}
    seen: set[_State] = set()
    for state in reversed(order):
        seen.add(state)
        weight, mix = weights[state], mixes[state]
        known = shares.get(state[0])
        shares[state[0]] = weight if known is None else known + (weight or 0.0)
        for part, told in () if mix is None else mix.parts:
            if part not in seen and weight is not None and told is not None:
                weights[part] = (weights[part] or 0.0) + weight * told
    return shares


def _ordered(
    index: _Makings, starts: Iterable[_State]
) -> tuple[dict[_State, _Mix | None], list[_State]]:
    """Every state that the starts are made of; each behind what it is made of, but for cycles."""
    mixes: dict[_State, _Mix | None] = {}
    order: list[_State] = []
    for start in starts:
        stack: list[tuple[_State, int]] = [(start, 0)]
        while stack:
            state, place = stack.pop()
            if place == 0:
                if state in mixes:
                    continue
                mixes[state] = index.mix(state)
            mix = mixes[state]
            parts = [] if mix is None else mix.parts
            if place < len(parts):
                stack.append((state, place + 1))
                if parts[place][0] not in mixes:
                    stack.append((parts[place][0], 0))
            else:
                order.append(state)
    return mixes, order
