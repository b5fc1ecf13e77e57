"""The boundary of a plot as somebody sent it, made one spelling, or refused with the reason.

    {"type": "Polygon", "coordinates": [[[108.45, 11.94], [108.46, 11.94], ...]]}     also in a Feature
    {"type": "Point", "coordinates": [108.45, 11.94]}                                 up to 4 ha

>>> read('{"type":"Point","coordinates":[108.4583,11.9404]}').shape.outer
((108458300, 11940400),)
>>> read('{"type":"Point","coordinates":[11.9404,108.4583]}')
Traceback (most recent call last):
txng.parties.rules.Refused: geo_swapped

Telephones and offices send many kinds of almost right: a ring that is not closed, positions that stand
twice, heights, metres of VN-2000, latitude first. What has one meaning is put right; the rest is named.

Source: RFC 7946; six decimals and the point up to 4 ha: Regulation (EU) 2023/1115, article 2(28).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from txng.parties.rules import Problem, Refused, province
from txng.parties.rules.shapes import (
    PER_DEGREE,
    Position,
    Ring,
    Shape,
    area_ha,
    doubled,
    edges,
    first_crossing,
    holds,
    meet,
    side,
)

MOST_BYTES: Final = 200_000
MOST_POSITIONS: Final = 1_000
MOST_HOLES: Final = 20
MOST_POINT_HA: Final = 4.0
LEAST_HA: Final = 0.001
MOST_HA: Final = 5_000.0
DECIMALS: Final = 6
COARSE_DECIMALS: Final = 4
"""Positions with four decimals are up to 11 m off: told, not refused."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`notes` are worth a look and stop nothing."""

    shape: Shape
    notes: tuple[Problem, ...] = ()


def read(text: str) -> Reading:
    """Raises Refused with geo_long, geo_json, geo_kind, geo_many, geo_position, geo_metres,
    geo_swapped, geo_elsewhere, geo_few, geo_many_positions, geo_flat, geo_crossing, geo_hole,
    geo_holes, geo_small, geo_large."""
    if len(text.encode()) > MOST_BYTES:
        raise Refused("geo_long", most=MOST_BYTES // 1000)
    try:
        whole = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise Refused("geo_json") from None
    geometry = _geometry(whole)
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        shape = Shape((_position(coordinates),))
        return Reading(shape, _notes([coordinates]))
    if kind == "MultiPolygon" and isinstance(coordinates, list):
        if len(coordinates) != 1:
            raise Refused("geo_many", got=len(coordinates))
        kind, coordinates = "Polygon", coordinates[0]
    if kind != "Polygon" or not isinstance(coordinates, list) or not coordinates:
        raise Refused("geo_kind", got=str(kind)[:40])
    return Reading(_polygon(coordinates), _notes([at for ring in coordinates for at in ring]))


def of_corners(text: str) -> Reading:
    """Corners as a person types or pastes them, one a line, in either order of the two numbers.

    >>> len(of_corners("11,9404; 108,4583\\n11.9404 108.4593\\n11.9414 108.4593").shape.outer)
    3

    Raises Refused as `read` does, and corner_line with the number of the line.
    """
    places = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            places.append(_typed(line, number))
    shape: dict[str, Any] = {"type": "Point", "coordinates": places[0] if places else []}
    if len(places) != 1:
        shape = {"type": "Polygon", "coordinates": [places]}
    return read(msgspec.json.encode(shape).decode())


def written(shape: Shape) -> str:
    """The spelling that is kept: rings closed, six decimals, no spaces. `read` gives the shape back."""
    if shape.is_point:
        return f'{{"type":"Point","coordinates":{_spelt(shape.outer[0])}}}'
    rings = (",".join(_spelt(place) for place in (*ring, ring[0])) for ring in shape.rings)
    return f'{{"type":"Polygon","coordinates":[{",".join(f"[{ring}]" for ring in rings)}]}}'


def kept(text: str) -> Shape:
    """The shape of what `written` wrote, without checking it again."""
    geometry = msgspec.json.decode(text)
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        return Shape((_whole(coordinates),))
    outer, *holes = (tuple(_whole(place) for place in ring[:-1]) for ring in coordinates)
    return Shape(outer, tuple(holes))


def area_problem(shape: Shape, declared_ha: float | None) -> Problem | None:
    """What is wrong with the area that belongs to this shape; None when nothing is.

    A point needs a declared area, of 4 ha at most; a polygon is measured.
    """
    if shape.is_point:
        if declared_ha is None:
            return Problem("point_needs_area")
        if declared_ha > MOST_POINT_HA:
            return Problem("point_too_large", {"got": round(declared_ha, 2), "most": MOST_POINT_HA})
    elif declared_ha is not None:
        measured = area_ha(shape)
        if abs(measured - declared_ha) > max(0.1, 0.2 * measured):
            values = {"declared": round(declared_ha, 2), "measured": round(measured, 2)}
            return Problem("area_differs", values)
    return None


def _geometry(whole: Any) -> dict[str, Any]:
    """Out of a Feature or a collection of one."""
    if isinstance(whole, dict) and whole.get("type") == "FeatureCollection":
        features = whole.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise Refused("geo_many", got=len(features) if isinstance(features, list) else 0)
        whole = features[0]
    if isinstance(whole, dict) and whole.get("type") == "Feature":
        whole = whole.get("geometry")
    if not isinstance(whole, dict):
        raise Refused("geo_kind", got=type(whole).__name__)
    return whole


def _polygon(rings: list[Any]) -> Shape:
    if len(rings) - 1 > MOST_HOLES:
        raise Refused("geo_holes", most=MOST_HOLES, got=len(rings) - 1)
    count = sum(len(ring) for ring in rings if isinstance(ring, list))
    if count > MOST_POSITIONS:
        raise Refused("geo_many_positions", most=MOST_POSITIONS, got=count)
    outer, *holes = (_ring(ring) for ring in rings)
    outer = outer if doubled(outer) > 0 else outer[::-1]
    holes = [hole if doubled(hole) < 0 else hole[::-1] for hole in holes]
    for number, hole in enumerate(holes, start=1):
        if not _lies_inside(hole, outer) or any(
            _rings_touch(hole, other) or holds(other, hole[0]) or holds(hole, other[0])
            for other in holes[number:]
        ):
            raise Refused("geo_hole", number=number)
    shape = Shape(outer, tuple(holes))
    hectares = area_ha(shape)
    if hectares < LEAST_HA:
        raise Refused("geo_small", got=round(hectares * 10_000, 1), least=LEAST_HA * 10_000)
    if hectares > MOST_HA:
        raise Refused("geo_large", got=round(hectares), most=int(MOST_HA))
    return shape


def _ring(places: Any) -> Ring:
    if not isinstance(places, list):
        raise Refused("geo_position", got=type(places).__name__)
    ring: list[Position] = []
    for place in places:
        position = _position(place)
        if not ring or ring[-1] != position:
            ring.append(position)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(set(ring)) < 3:
        raise Refused("geo_few", got=len(set(ring)))
    if all(side(ring[0], ring[1], place) == 0 for place in ring):
        raise Refused("geo_flat")
    crossing = first_crossing(ring)
    if crossing is not None:
        longitude, latitude = crossing.at
        raise Refused(
            "geo_crossing",
            first=crossing.first,
            second=crossing.second,
            latitude=f"{latitude:.6f}",
            longitude=f"{longitude:.6f}",
        )
    return tuple(ring)


def _position(place: Any) -> Position:
    """Millionths of a degree, inside the province."""
    if (
        not isinstance(place, list)
        or len(place) < 2
        or any(isinstance(n, bool) or not isinstance(n, int | float) for n in place[:2])
        or not all(math.isfinite(n) for n in place[:2])
    ):
        raise Refused("geo_position", got=str(place)[:60])
    longitude, latitude = place[:2]
    if abs(longitude) > 1000 or abs(latitude) > 1000:
        raise Refused("geo_metres", got=f"{place[0]}, {place[1]}"[:60])
    if not province.is_near(longitude, latitude):
        if province.is_near(latitude, longitude):
            raise Refused("geo_swapped", first=longitude, second=latitude)
        raise Refused("geo_elsewhere", longitude=longitude, latitude=latitude)
    return _whole((longitude, latitude))


def _whole(place: Sequence[float]) -> Position:
    return round(place[0] * PER_DEGREE), round(place[1] * PER_DEGREE)


def _lies_inside(hole: Ring, outer: Ring) -> bool:
    return holds(outer, hole[0]) and not _rings_touch(hole, outer)


def _rings_touch(one: Ring, other: Ring) -> bool:
    return any(meet(a, b, c, d) for a, b in edges(one) for c, d in edges(other))


def _notes(places: Sequence[Any]) -> tuple[Problem, ...]:
    decimals = max(_decimals(number) for place in places for number in place[:2])
    if decimals > COARSE_DECIMALS:
        return ()
    metres = round(111_000 / 10**decimals)
    return (Problem("geo_coarse", {"decimals": decimals, "metres": metres}),)


def _decimals(number: float) -> int:
    """Digits after the point as they were sent; zeros at the end are not seen.

    >>> _decimals(108.45), _decimals(108), _decimals(11.940421)
    (2, 0, 6)
    """
    text = f"{number:.9f}".rstrip("0")
    return len(text) - text.index(".") - 1


def _typed(line: str, number: int) -> list[float]:
    parts = line.replace(";", " ").replace("\t", " ").split()
    if len(parts) == 1 and line.count(",") == 1:  # "108.45,11.94"
        parts = line.split(",")
    numbers = [part.strip(",°").replace(",", ".") for part in parts if part.strip(",°")]
    try:
        first, second = (float(part) for part in numbers)
    except ValueError:
        raise Refused("corner_line", number=number, got=line.strip()[:40]) from None
    if not province.is_near(first, second) and province.is_near(second, first):
        first, second = second, first
    return [first, second]


def _spelt(place: Position) -> str:
    x, y = place
    return f"[{_degrees(x)},{_degrees(y)}]"


def _degrees(millionths: int) -> str:
    """Exact: a float would do, and this says so.

    >>> _degrees(108458300), _degrees(-5)
    ('108.458300', '-0.000005')
    """
    sign = "-" if millionths < 0 else ""
    whole, rest = divmod(abs(millionths), PER_DEGREE)
    return f"{sign}{whole}.{rest:0{DECIMALS}}"
