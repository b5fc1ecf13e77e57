"""Shapes of communes out of a file that somebody has: TopoJSON or GeoJSON in, SVG paths out.

    {"type": "FeatureCollection", "features": [{"properties": {"code": "24846"}, "geometry": {..}}]}
    ->  {"24846": "M210 402l3-2 ...z"}

Degrees of WGS 84 are rounded to units of the drawing (0.3 km), points that say nothing more are left out.
A file gives its codes of communes in `code`, `ma_xa`, `maxa`, `ma` or the feature's own `id`. Nothing ships:
the licence of the shapes that we know is unclear.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from txng.reports.rules.dashboard_map import placed

MOST_BYTES: Final = 50_000_000
NAMES: Final = ("code", "ma_xa", "maxa", "ma", "id")
Ring = Sequence[tuple[float, float]]


class BoundariesRefused(ValueError):
    """`word` names the reason: large, json, kind, empty, degrees, codes."""

    def __init__(self, word: str, found: str = "") -> None:
        super().__init__(f"{word}: {found}")
        self.word, self.found = word, found


@dataclass(frozen=True, slots=True)
class Shapes:
    """`paths` by commune; `missing` communes have no shape in it; `unknown` codes are of none of ours."""

    paths: dict[str, str]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def read(data: bytes, communes: Collection[str]) -> Shapes:
    """Raises BoundariesRefused for what is no such file, or has no commune of ours in it."""
    if len(data) > MOST_BYTES:
        raise BoundariesRefused("large")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise BoundariesRefused("json") from None
    kind = told.get("type") if isinstance(told, dict) else None
    if kind not in ("Topology", "FeatureCollection"):
        raise BoundariesRefused("kind", str(kind)[:40])
    paths: dict[str, str] = {}
    unknown = []
    try:
        for code, rings in _of_topology(told) if kind == "Topology" else _of_features(told):
            if code not in communes:
                unknown.append(code)
                continue
            paths[code] = paths.get(code, "") + "".join(map(_path, rings))
    except (KeyError, TypeError, IndexError, AttributeError):
        raise BoundariesRefused("kind", str(kind)) from None
    paths = {code: path for code, path in paths.items() if path}
    if not paths:
        raise BoundariesRefused("codes" if unknown else "empty", ", ".join(unknown[:3]))
    missing = tuple(sorted(set(communes) - paths.keys()))
    return Shapes(paths, missing, tuple(dict.fromkeys(unknown)))


def _of_features(told: dict[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    for feature in told["features"]:
        shape = feature.get("geometry") or {}
        yield _code(feature), list(_rings(shape.get("type"), shape.get("coordinates") or ()))


def _rings(kind: str | None, coordinates: Any) -> Iterator[Ring]:
    if kind == "Polygon":
        yield from ([(point[0], point[1]) for point in ring] for ring in coordinates)
    elif kind == "MultiPolygon":
        for polygon in coordinates:
            yield from ([(point[0], point[1]) for point in ring] for ring in polygon)


def _of_topology(told: dict[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    arcs = [_decoded(arc, told.get("transform")) for arc in told["arcs"]]
    for layer in told["objects"].values():
        for one in layer.get("geometries", ()):
            polygons = one["arcs"] if one.get("type") == "MultiPolygon" else [one.get("arcs", ())]
            if one.get("type") not in ("Polygon", "MultiPolygon"):
                continue
            yield _code(one), [_joined(ring, arcs) for polygon in polygons for ring in polygon]


def _decoded(arc: Any, transform: Any) -> list[tuple[float, float]]:
    """An arc of a quantised topology tells steps; of a plain one, points."""
    if transform is None:
        return [(point[0], point[1]) for point in arc]
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    points, x, y = [], 0, 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * wide + west, y * high + south))
    return points


def _joined(numbers: Any, arcs: Sequence[list[tuple[float, float]]]) -> Ring:
    """A ring out of its arcs: "~n" is arc n backwards, and the last point of one is the first of the next."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _code(feature: Any) -> str:
    properties = feature.get("properties") or {}
    for name in NAMES:
        value = properties.get(name)
        if value not in (None, ""):
            return str(value).zfill(5)
    return str(feature.get("id", "")).zfill(5)


def _path(ring: Ring) -> str:
    """Relative steps, each a whole unit; "" for what is too small to draw."""
    if any(not (-180 <= x <= 180 and -90 <= y <= 90) for x, y in ring):
        raise BoundariesRefused("degrees", f"{ring[0][0]}, {ring[0][1]}")
    points = _plain([placed(x, y) for x, y in ring])
    if len(points) < 3:
        return ""
    x, y = points[0]
    steps = ""
    for next_x, next_y in points[1:]:
        across, down = next_x - x, next_y - y
        steps += f"{' ' if steps and across >= 0 else ''}{across}{' ' if down >= 0 else ''}{down}"
        x, y = next_x, next_y
    return f"M{points[0][0]} {points[0][1]}l{steps}z"


def _plain(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without repeats and without points on the line between their neighbours."""
    found: list[tuple[int, int]] = []
    for point in points:
        if found and found[-1] == point:
            continue
        while len(found) >= 2 and _on_line(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return found


def _on_line(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) == (b[1] - a[1]) * (c[0] - a[0])
