"""Draw the outline of the province for the scan page: python3 tools/build_outline.py OUTLINE.geojson

    GeoJSON, degrees  ->  src/txng/ui/lamdong_outline.py   an SVG path, and how to put a dot on it

The drawing is about 1 KB, so it is written into every page and no map service hears who scans what.
Source of the outline: Natural Earth 1:10m (public domain), the union of Lâm Đồng, Đắk Nông and Bình
Thuận, which became the province of Lâm Đồng on 1 July 2025. It is a sketch: up to some kilometres off.
"""

import json
import math
import sys
from pathlib import Path

Point = tuple[float, float]

TARGET = Path(__file__).parents[1] / "src/txng/ui/lamdong_outline.py"
WIDTH = 640  # units of the drawing; one unit is about 350 m
MARGIN = 8
TOLERANCE = 0.9  # units a point may lie off the simplified line

MODULE = '''"""The outline of Lâm Đồng as one SVG path. Written by tools/build_outline.py; do not edit.

Source: Natural Earth 1:10m, public domain; the province as it is since 1 July 2025. A sketch for dots,
not a boundary.
"""

WEST, NORTH = {west}, {north}  # degrees at the drawing's origin
X_PER_DEGREE, Y_PER_DEGREE = {x_scale}, {y_scale}
WIDTH, HEIGHT = {width}, {height}
PATH = (
{path}
)
'''


def simplify(line: list[Point], tolerance: float) -> list[Point]:
    """Ramer, Douglas and Peucker: keep the point farthest from the chord while it is too far."""
    first, last = line[0], line[-1]
    length = math.dist(first, last)

    def off(point: Point) -> float:
        if length == 0:
            return math.dist(first, point)
        (x1, y1), (x2, y2), (x, y) = first, last, point
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length

    if len(line) < 3:
        return line
    farthest = max(range(1, len(line) - 1), key=lambda index: off(line[index]))
    if off(line[farthest]) <= tolerance:
        return [first, last]
    return simplify(line[: farthest + 1], tolerance)[:-1] + simplify(line[farthest:], tolerance)


def path_of(ring: list[Point]) -> str:
    """Whole units, each step relative to the last: `m10 4l3-2 1 5z`."""
    rounded = [(round(x), round(y)) for x, y in ring]
    (x, y), steps = rounded[0], []
    for next_x, next_y in rounded[1:-1]:
        if (next_x, next_y) != (x, y):
            steps.append((next_x - x, next_y - y))
            x, y = next_x, next_y
    numbers = [f"{number}" for step in steps for number in step]
    glued = "".join(n if n.startswith("-") or not i else f" {n}" for i, n in enumerate(numbers))
    return f"M{rounded[0][0]} {rounded[0][1]}l{glued}z"


def main(source: Path) -> None:
    province = json.loads(source.read_text(encoding="utf-8"))["features"][0]
    rings: list[list[Point]] = [polygon[0] for polygon in province["geometry"]["coordinates"]]
    points = [point for ring in rings for point in ring]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    x_scale = (WIDTH - 2 * MARGIN) / (east - west)
    # a degree of longitude is shorter than one of latitude, by the cosine of the latitude
    y_scale = x_scale / math.cos(math.radians((south + north) / 2))
    west, north = west - MARGIN / x_scale, north + MARGIN / y_scale
    height = math.ceil((north - south) * y_scale + MARGIN)
    drawn = [
        [((lon - west) * x_scale, (north - lat) * y_scale) for lon, lat in ring] for ring in rings
    ]
    path = "".join(path_of(simplify(ring, TOLERANCE)) for ring in drawn)
    lines = [path[start : start + 90] for start in range(0, len(path), 90)]
    TARGET.write_text(
        MODULE.format(
            west=round(west, 4),
            north=round(north, 4),
            x_scale=round(x_scale, 3),
            y_scale=round(y_scale, 3),
            width=WIDTH,
            height=height,
            path="\n".join(f'    "{line}"' for line in lines),
        ),
        encoding="utf-8",
    )
    print(f"{TARGET.name}: path of {len(path)} characters, {WIDTH} x {height}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
