"""Where the boxes of a graph stand: layers in the direction of time, lanes of organisations.

    lane "farm"    [lot 1]──┐
                   [lot 2]──┼──┐
    lane "mill"             └──┴─>[parchment]───┐
    lane "shop"                                 └──>[pack]
                   layer 0        layer 1           layer 2

Plain Python, no clock: the same graph gives the same drawing, whatever the order in which it is handed
over. 1. Cycles (rework, returns) are opened: inside one, arrows against time become "back" arrows.
2. Layers are longest paths, so every other arrow goes right. 3. Lanes come in the order of their mean
layer. 4. Inside a lane and layer boxes are ordered by the mean of their neighbours (barycentre), four
times there and back; a pile of more than PILE boxes stands in several columns, about as wide as high.

>>> drawn = lay_out([Box("a", "farm", 1.0), Box("b", "mill", 2.0)], [Arrow("a", "b")])
>>> drawn.at["a"].x < drawn.at["b"].x, drawn.at["a"].y < drawn.at["b"].y
(True, True)

Cost is near-linear: sorts, one depth-first search and eight sweeps over the arrows. Source of the method:
Sugiyama, Tagawa, Toda 1981 (layers, barycentre); Tarjan 1972 (components).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum, sqrt
from typing import Final

WIDTH: Final = 196  # of a box, units of the drawing; one unit is one CSS pixel
HEIGHT: Final = 48
COLUMN: Final = 256
ROW: Final = 62
MARGIN: Final = 24
LANE_HEAD: Final = 30
LANE_FOOT: Final = 10
PILE: Final = 20
_SWEEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Box:
    """`when` in seconds settles the order of equals, and which arrow of a cycle goes back."""

    id: str
    lane: str
    when: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrow:
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Place:
    """Left upper corner."""

    x: int
    y: int
    layer: int


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """`back`: arrows that go left or nowhere, drawn differently."""

    at: Mapping[str, Place]
    lanes: tuple[Lane, ...]
    back: frozenset[Arrow]
    width: int
    height: int


def lay_out(boxes: Iterable[Box], arrows: Iterable[Arrow]) -> Layout:
    """Precondition: ids are unique. Arrows to or from a box that is not there are left out."""
    of = {box.id: box for box in sorted(boxes, key=lambda box: (box.when, box.id))}
    kept = sorted(
        {arrow for arrow in arrows if arrow.source in of and arrow.target in of},
        key=lambda arrow: (arrow.source, arrow.target),
    )
    back = _back(of, kept)
    forward = [arrow for arrow in kept if arrow not in back]
    layer = layers(list(of), forward)
    names = _lanes(of, layer)
    cells = _order(of, forward, layer, names)
    return _stand(cells, layer, names, back)


# --- cycles ---------------------------------------------------------------------------------------


def _back(of: Mapping[str, Box], arrows: Sequence[Arrow]) -> frozenset[Arrow]:
    """Inside a strongly connected component every arrow against (time, id); loops as well."""
    component = components(list(of), arrows)
    turn = {name: position for position, name in enumerate(of)}
    return frozenset(
        arrow
        for arrow in arrows
        if component[arrow.source] == component[arrow.target]
        and turn[arrow.source] >= turn[arrow.target]
    )


def components(names: Sequence[str], arrows: Iterable[Arrow]) -> dict[str, int]:
    """Number of the strongly connected component of each name (Tarjan, without recursion)."""
    follow = _follow(names, arrows)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    found: dict[str, int] = {}
    stack: list[str] = []
    count = 0
    for root in names:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        work = [(root, iter(follow[root]))]
        while work:
            name, left = work[-1]
            step = next(left, None)
            if step is not None:
                if step not in index:
                    index[step] = low[step] = len(index)
                    stack.append(step)
                    work.append((step, iter(follow[step])))
                elif step not in found:
                    low[name] = min(low[name], index[step])
                continue
            work.pop()
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[name])
            if low[name] == index[name]:
                while True:
                    member = stack.pop()
                    found[member] = count
                    if member == name:
                        break
                count += 1
    return found


def _follow(names: Iterable[str], arrows: Iterable[Arrow]) -> dict[str, list[str]]:
    follow: dict[str, list[str]] = {name: [] for name in names}
    for arrow in arrows:
        follow[arrow.source].append(arrow.target)
    return follow


# --- layers ---------------------------------------------------------------------------------------


def layers(names: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, int]:
    """Longest paths from the beginnings; a beginning stands right before its first use.

    Precondition: no cycles.
    """
    follow = _follow(names, arrows)
    waiting = dict.fromkeys(names, 0)
    for arrow in arrows:
        waiting[arrow.target] += 1
    begin = {name for name in names if waiting[name] == 0}
    layer = dict.fromkeys(names, 0)
    ready = [name for name in names if name in begin]
    for name in ready:  # grows while it is read
        for step in follow[name]:
            layer[step] = max(layer[step], layer[name] + 1)
            waiting[step] -= 1
            if waiting[step] == 0:
                ready.append(step)
    for name in begin:
        if follow[name]:
            layer[name] = min(layer[step] for step in follow[name]) - 1
    return layer


# --- lanes and order ------------------------------------------------------------------------------


def _lanes(of: Mapping[str, Box], layer: Mapping[str, int]) -> list[str]:
    held: dict[str, list[Box]] = {}
    for box in of.values():
        held.setdefault(box.lane, []).append(box)

    def turn(lane: str) -> tuple[float, float, str]:
        inside = held[lane]
        mean = sum(layer[box.id] for box in inside) / len(inside)
        return mean, min(box.when for box in inside), lane

    return sorted(held, key=turn)


Cells = dict[tuple[int, int], list[str]]  # lane, layer -> boxes from top to bottom


def _order(
    of: Mapping[str, Box], arrows: Sequence[Arrow], layer: Mapping[str, int], names: Sequence[str]
) -> Cells:
    number = {name: position for position, name in enumerate(names)}
    cells: Cells = {}
    for box in of.values():
        cells.setdefault((number[box.lane], layer[box.id]), []).append(box.id)
    before: dict[str, list[str]] = {name: [] for name in of}
    after = _follow(of, arrows)
    for arrow in arrows:
        before[arrow.target].append(arrow.source)
    height: dict[str, float] = {}
    turn = {name: position for position, name in enumerate(of)}
    for (lane, _), inside in cells.items():
        _note_heights(height, lane, inside)
    forth = sorted(cells, key=lambda cell: (cell[1], cell[0]))
    for _ in range(_SWEEPS):
        for way, neighbours in ((forth, before), (reversed(forth), after)):
            for cell in way:
                inside = cells[cell]
                if len(inside) > 1:
                    means = {name: _mean(height, name, neighbours[name]) for name in inside}
                    inside.sort(key=lambda name: (means[name], turn[name]))
                    _note_heights(height, cell[0], inside)
    return cells


def _note_heights(height: dict[str, float], lane: int, inside: Sequence[str]) -> None:
    """The middle of a pile is the middle of its lane, however many boxes there are."""
    for position, name in enumerate(inside):
        height[name] = lane + (position + 0.5) / len(inside)


def _mean(height: Mapping[str, float], name: str, neighbours: Collection[str]) -> float:
    if not neighbours:
        return height[name]
    # fsum: the order of neighbours must not move a box by the last digit
    return fsum(height[one] for one in neighbours) / len(neighbours)


# --- places ---------------------------------------------------------------------------------------


def _stand(
    cells: Cells, layer: Mapping[str, int], names: Sequence[str], back: frozenset[Arrow]
) -> Layout:
    columns: dict[int, int] = {}
    rows = dict.fromkeys(range(len(names)), 1)
    for (lane, column), inside in cells.items():
        tall = _tall(len(inside))
        columns[column] = max(columns.get(column, 1), -(-len(inside) // tall))
        rows[lane] = max(rows[lane], tall)
    left, x = {}, MARGIN
    for column in sorted(columns):
        left[column] = x
        x += columns[column] * COLUMN
    bands, y = [], MARGIN
    for lane, name in enumerate(names):
        height = LANE_HEAD + rows[lane] * ROW + LANE_FOOT
        bands.append(Lane(name, y, height))
        y += height
    at: dict[str, Place] = {}
    for (lane, column), inside in cells.items():
        tall = _tall(len(inside))
        top = bands[lane].top + LANE_HEAD + (rows[lane] - tall) * ROW // 2
        for position, name in enumerate(inside):
            across, down = divmod(position, tall)
            at[name] = Place(left[column] + across * COLUMN, top + down * ROW, layer[name])
    width = x - (COLUMN - WIDTH) + MARGIN if at else 2 * MARGIN
    return Layout(at, tuple(bands), back, width, y + MARGIN)


def _tall(count: int) -> int:
    """How many boxes of a pile stand above each other."""
    return min(count, max(PILE, ceil(sqrt(count * COLUMN / ROW))))


def crossings(layout: Layout, arrows: Sequence[Arrow]) -> int:
    """How many pairs of straight arrows between neighbouring layers cross; for tests and benches."""
    between: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for arrow in arrows:
        source, target = layout.at[arrow.source], layout.at[arrow.target]
        between.setdefault((source.layer, target.layer), []).append((source.y, target.y))
    return sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for pairs in between.values()
        for position, one in enumerate(pairs)
        for other in pairs[position + 1 :]
    )
