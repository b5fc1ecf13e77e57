"""Is this place in Lâm Đồng? A sketch of the province answers, so it answers generously.

>>> is_near(108.4583, 11.9404), is_near(105.85, 21.03)  # Đà Lạt, Hà Nội
(True, False)

The outline (ui.lamdong_outline) is up to some kilometres off, and so is nobody refused within 10 km of it.
"""

import math
import re
from functools import cache
from typing import Final

from txng.ui import lamdong_outline as outline

SLACK_KM: Final = 10.0
_KM_PER_DEGREE_NORTH: Final = 110.6
_KM_PER_DEGREE_EAST: Final = 108.5  # at 12 degrees north
_STEP: Final = re.compile(r"([Mmlz])|(-?[0-9]+)")

Point = tuple[float, float]


@cache
def rings() -> tuple[tuple[Point, ...], ...]:
    """The outline in degrees, longitude first; the islands are rings of their own."""
    found: list[list[Point]] = []
    x = y = 0
    numbers: list[int] = []
    command = "M"
    for letter, digits in _STEP.findall(outline.PATH):
        if letter:
            command = letter
            continue
        numbers.append(int(digits))
        if len(numbers) == 2:
            right, down = numbers
            numbers = []
            x, y = (right, down) if command == "M" else (x + right, y + down)
            if command in "Mm":
                found.append([])
                command = "l"  # what follows a move is drawn
            found[-1].append((x, y))
    return tuple(
        tuple(
            (outline.WEST + x / outline.X_PER_DEGREE, outline.NORTH - y / outline.Y_PER_DEGREE)
            for x, y in ring
        )
        for ring in found
    )


def is_near(longitude: float, latitude: float) -> bool:
    """In the province, or less than 10 km outside the sketch of it."""
    west, south, east, north = _box()
    if not (west <= longitude <= east and south <= latitude <= north):
        return False  # latitude and longitude the other way round: most corners are asked for so
    return km_outside(longitude, latitude) <= SLACK_KM


@cache
def _box() -> tuple[float, float, float, float]:
    """Around the outline and its 10 km: what lies without is not near."""
    xs, ys = zip(*(place for ring in rings() for place in ring), strict=True)
    east, north = SLACK_KM / _KM_PER_DEGREE_EAST, SLACK_KM / _KM_PER_DEGREE_NORTH
    return min(xs) - east, min(ys) - north, max(xs) + east, max(ys) + north


def km_outside(longitude: float, latitude: float) -> float:
    """0 inside. Exact to some kilometres, and not meant for places far away."""
    if any(_inside(ring, longitude, latitude) for ring in rings()):
        return 0.0
    return min(
        _km_to_line(start, ring[(index + 1) % len(ring)], (longitude, latitude))
        for ring in rings()
        for index, start in enumerate(ring)
    )


def km_between(one: Point, other: Point) -> float:
    """Degrees, longitude first. For places of the province."""
    return math.hypot(
        (one[0] - other[0]) * _KM_PER_DEGREE_EAST, (one[1] - other[1]) * _KM_PER_DEGREE_NORTH
    )


def _inside(ring: tuple[Point, ...], x: float, y: float) -> bool:
    inside = False
    for index, (x1, y1) in enumerate(ring):
        x2, y2 = ring[(index + 1) % len(ring)]
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def _km_to_line(start: Point, end: Point, place: Point) -> float:
    bx = (end[0] - start[0]) * _KM_PER_DEGREE_EAST
    by = (end[1] - start[1]) * _KM_PER_DEGREE_NORTH
    px = (place[0] - start[0]) * _KM_PER_DEGREE_EAST
    py = (place[1] - start[1]) * _KM_PER_DEGREE_NORTH
    length = bx * bx + by * by
    share = 0.0 if length == 0 else max(0.0, min(1.0, (px * bx + py * by) / length))
    return math.hypot(px - share * bx, py - share * by)
