"""A plot on the ground: is its line simple, how many hectares, how much of it lies in another plot.

        y ^   o---o        positions are whole millionths of a degree (0.11 m), so questions of
          |   |   |        "left or right of this line" are answered exactly, without rounding
          +---o---o--> x   x east, y north, WGS 84

Area: longitude stays, latitude becomes the authalic q of the ellipsoid; in that plane equal areas are
equal, so the shoelace formula gives square metres of the ellipsoid. Edges count as straight in that plane;
against geodesics that is a millionth of a plot and less than 10^-4 of 10 km x 10 km (docs/model/parties.md).

Overlap: cut both plots into bands of latitude in which no edge begins, ends or crosses; in a band
everything is trapezoids, and the width at half height times the height is exact.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

Position = tuple[int, int]
Ring = tuple[Position, ...]

PER_DEGREE: Final = 1_000_000
_RADIANS: Final = math.pi / 180 / PER_DEGREE
_A: Final = 6_378_137.0  # WGS 84, metres
_F: Final = 1 / 298.257223563
_E2: Final = _F * (2 - _F)
_E: Final = math.sqrt(_E2)
_M2_PER_HA: Final = 10_000.0

TOLD_SHARE: Final = 0.02  # of the smaller plot: telephones miss a common border by some metres
TOLD_HA: Final = 0.01
SAME_SHARE: Final = 0.9  # of both: the plot is registered already


@dataclass(frozen=True, slots=True)
class Shape:
    """A point (`outer` has one position) or a polygon.

    Rings are not closed, `outer` counterclockwise and holes clockwise (RFC 7946).
    """

    outer: Ring
    holes: tuple[Ring, ...] = ()

    @property
    def is_point(self) -> bool:
        return len(self.outer) == 1

    @property
    def box(self) -> tuple[int, int, int, int]:
        """West, south, east, north."""
        xs, ys = [x for x, _ in self.outer], [y for _, y in self.outer]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def rings(self) -> tuple[Ring, ...]:
        return (self.outer, *self.holes)


class Crossing(NamedTuple):
    """Edges are counted from 1, as people count the sides of their land."""

    first: int
    second: int
    at: tuple[float, float]  # degrees, longitude first


class Overlap(NamedTuple):
    """`share` of the smaller plot, `of_larger` of the other, both 0 to 1."""

    area_ha: float
    share: float
    of_larger: float

    @property
    def is_told(self) -> bool:
        return self.share >= TOLD_SHARE and self.area_ha >= TOLD_HA

    @property
    def is_same(self) -> bool:
        return self.of_larger >= SAME_SHARE


def area_ha(shape: Shape) -> float:
    """Hectares on the ellipsoid; 0 for a point."""
    if shape.is_point:
        return 0.0
    return abs(sum(_signed_m2(ring) for ring in shape.rings)) / _M2_PER_HA


def doubled(ring: Sequence[Position]) -> int:
    """Twice the signed area in the plane, exact; positive when counterclockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges(ring))


def edges(ring: Sequence[Position]) -> Iterator[tuple[Position, Position]]:
    for index, start in enumerate(ring):
        yield start, ring[(index + 1) % len(ring)]


def first_crossing(ring: Sequence[Position]) -> Crossing | None:
    """Where a line meets itself: a crossing, a touch, or a way back on itself. None when simple.

    Three positions or more, neighbours different, not all on one line.
    """
    size = len(ring)
    lines = sorted(
        (
            (min(a[0], b[0]), max(a[0], b[0]), index, a, b)
            for index, (a, b) in enumerate(edges(ring))
        ),
        key=lambda line: (line[0], line[2]),
    )
    active: list[tuple[int, int, int, Position, Position]] = []
    for line in lines:
        west, _east, index, a, b = line
        active = [other for other in active if other[1] >= west]
        for _west, _east2, other_index, c, d in active:
            first, second = sorted((index, other_index))
            apart = second - first
            # neighbours share their corner; one that runs back over the other ends on it or passes its
            # start, and so meets the next or the last but one too
            if apart not in (1, size - 1) and meet(a, b, c, d):
                return Crossing(first + 1, second + 1, _meeting_place(a, b, c, d))
        active.append(line)
    return None


def rings_meet(one: Sequence[Position], other: Sequence[Position]) -> bool:
    return any(meet(a, b, c, d) for a, b in edges(one) for c, d in edges(other))


def meet(a: Position, b: Position, c: Position, d: Position) -> bool:
    """Whether the closed segments ab and cd have a point in common. Exact."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return (
        side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0
    )  # with boxes that meet, collinear segments do too


def holds(ring: Sequence[Position], place: Position) -> bool:
    """Whether the place lies inside the ring or on its line. Exact."""
    x, y = place
    inside = False
    for (x1, y1), (x2, y2) in edges(ring):
        turn = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
        if turn == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return True
        if (y1 > y) != (y2 > y) and (turn > 0) == (y2 > y1):
            inside = not inside
    return inside


def overlap(one: Shape, other: Shape) -> Overlap:
    """How much of one plot lies in the other. A point in a polygon counts as lying in it wholly."""
    if one.is_point or other.is_point:
        return _overlap_of_points(one, other)
    area = _common_m2(one, other) / _M2_PER_HA
    smaller, larger = sorted((area_ha(one), area_ha(other)))
    return Overlap(area, min(1.0, area / smaller), min(1.0, area / larger))


def centre(shape: Shape) -> tuple[float, float]:
    """Degrees, longitude first: the middle of the box, for a dot on the map."""
    west, south, east, north = shape.box
    return (west + east) / 2 / PER_DEGREE, (south + north) / 2 / PER_DEGREE


def _signed_m2(ring: Sequence[Position]) -> float:
    x0, y0 = ring[0]
    base = _authalic(y0)
    plane = [((x - x0) * _RADIANS, _authalic(y) - base) for x, y in ring]
    doubled_area = 0.0
    for index, (x1, y1) in enumerate(plane):
        x2, y2 = plane[(index + 1) % len(plane)]
        doubled_area += x1 * y2 - x2 * y1
    return doubled_area / 2


def _authalic(y: float) -> float:
    """a²q/2 of a latitude in millionths of a degree: square metres per radian of longitude."""
    sine = math.sin(y * _RADIANS)
    q = (1 - _E2) * (sine / (1 - _E2 * sine * sine) + math.atanh(_E * sine) / _E)
    return _A * _A * q / 2


def _overlap_of_points(one: Shape, other: Shape) -> Overlap:
    """A point has no area: what it stands for is taken as the least that is told."""
    if one.is_point and other.is_point:
        return Overlap(TOLD_HA, 1.0, 1.0) if one.outer == other.outer else Overlap(0.0, 0.0, 0.0)
    point, polygon = (one, other) if one.is_point else (other, one)
    place = point.outer[0]
    inside = holds(polygon.outer, place) and not any(holds(hole, place) for hole in polygon.holes)
    return Overlap(TOLD_HA, 1.0, 0.0) if inside else Overlap(0.0, 0.0, 0.0)


def _common_m2(one: Shape, other: Shape) -> float:
    west1, south1, east1, north1 = one.box
    west2, south2, east2, north2 = other.box
    south, north = max(south1, south2), min(north1, north2)
    if south >= north or max(west1, west2) >= min(east1, east2):
        return 0.0
    lines = [_slanting(shape, south, north) for shape in (one, other)]
    levels = {float(south), float(north)}
    for which in lines:
        levels.update(float(y) for a, b in which for _, y in (a, b) if south < y < north)
    levels.update(y for y in _crossing_levels(lines[0], lines[1]) if south < y < north)
    area = 0.0
    ordered = sorted(levels)
    for low, high in pairwise(ordered):
        width = _common_width(lines, (low + high) / 2)
        if width:
            area += width * _RADIANS * (_authalic(high) - _authalic(low))
    return area


Line = tuple[Position, Position]


def _slanting(shape: Shape, south: int, north: int) -> list[Line]:
    """Edges that are not level, upwards, and reach into the band."""
    found = []
    for ring in shape.rings:
        for a, b in edges(ring):
            low, high = (a, b) if a[1] < b[1] else (b, a)
            if low[1] != high[1] and low[1] < north and high[1] > south:
                found.append((low, high))
    return found


def _crossing_levels(first: Sequence[Line], second: Sequence[Line]) -> Iterator[float]:
    for a, b in first:
        for c, d in second:
            if meet(a, b, c, d):
                yield _meeting_place(a, b, c, d)[1] * PER_DEGREE


def _common_width(lines: Sequence[Sequence[Line]], y: float) -> float:
    """How much of the level y lies in both, in millionths of a degree of longitude."""
    cuts = sorted(
        (a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]), which)
        for which, edges_of_one in enumerate(lines)
        for a, b in edges_of_one
        if a[1] < y < b[1]
    )
    inside = [False, False]
    width, since = 0.0, 0.0
    for x, which in cuts:
        if all(inside):
            width += x - since
        inside[which] = not inside[which]
        since = x
    return width


def side(a: Position, b: Position, place: Position) -> int:
    """+1 left of the line a→b, -1 right, 0 on it."""
    turn = (b[0] - a[0]) * (place[1] - a[1]) - (place[0] - a[0]) * (b[1] - a[1])
    return (turn > 0) - (turn < 0)


def _meeting_place(a: Position, b: Position, c: Position, d: Position) -> tuple[float, float]:
    """Degrees. For segments that lie on one line, one end that both have."""
    run = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if run == 0:
        for place in (c, d, a, b):
            if _between(a, b, place) and _between(c, d, place):
                return _degrees(place)
    share = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / (run or 1)
    return _degrees((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))


def _between(a: Position, b: Position, place: Position) -> bool:
    return min(a[0], b[0]) <= place[0] <= max(a[0], b[0]) and (
        min(a[1], b[1]) <= place[1] <= max(a[1], b[1])
    )


def _degrees(place: tuple[float, float]) -> tuple[float, float]:
    return place[0] / PER_DEGREE, place[1] / PER_DEGREE
