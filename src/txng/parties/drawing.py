"""A plot drawn by the server: its line, its neighbours, a bar for the length, north is up. No tiles.

┌──────────────┐   320 units wide at most; one unit is the same number of metres both ways
│   ╱▔▔╲       │
│  ╱    ╲ ▒▒▒  │   ▒ what lies over it
│  ▔▔▔▔▔▔      │
│ ├────┤ 50 m  │
└──────────────┘
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from txng.parties.rules.shapes import PER_DEGREE, Position, Shape
from txng.ui import lamdong_outline as outline

SIDE: Final = 320
MARGIN: Final = 24
METRES_PER_DEGREE: Final = 110_600.0
LEAST_METRES: Final = 40.0  # a point is drawn on ground of this size


@dataclass(frozen=True, slots=True)
class Spot:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class PlotDrawing:
    """`line` is a path; `others` are paths of what lies over it; `spot` in place of a line for a point."""

    width: int
    height: int
    line: str
    spot: Spot | None
    others: tuple[str, ...]
    bar: int  # units
    bar_metres: int
    province: str = outline.PATH
    province_width: int = outline.WIDTH
    province_height: int = outline.HEIGHT
    dot: Spot | None = None

    @property
    def bar_y(self) -> int:
        return self.height - 12

    @property
    def bar_end(self) -> int:
        return 12 + self.bar


def plot_drawing(shape: Shape, others: Sequence[Shape] = ()) -> PlotDrawing:
    west, south, east, north = shape.box
    middle = math.radians((south + north) / 2 / PER_DEGREE)
    across = METRES_PER_DEGREE * math.cos(middle) / PER_DEGREE  # metres of a millionth of a degree
    up = METRES_PER_DEGREE / PER_DEGREE
    metres = max((east - west) * across, (north - south) * up, LEAST_METRES)
    scale = (SIDE - 2 * MARGIN) / metres  # units in a metre
    width = round(max((east - west) * across, LEAST_METRES) * scale) + 2 * MARGIN
    height = round(max((north - south) * up, LEAST_METRES) * scale) + 2 * MARGIN
    left, top = (west + east) / 2, (south + north) / 2

    def placed(place: Position) -> tuple[float, float]:
        return (
            width / 2 + (place[0] - left) * across * scale,
            height / 2 - (place[1] - top) * up * scale,
        )

    def path(drawn: Shape) -> str:
        return "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(placed, ring)) + "z"
            for ring in drawn.rings
        )

    bar_metres = _round_length(metres / 3)
    spot = None
    if shape.is_point:
        x, y = placed(shape.outer[0])
        spot = Spot(round(x), round(y))
    return PlotDrawing(
        width=width,
        height=height,
        line="" if shape.is_point else path(shape),
        spot=spot,
        others=tuple(path(other) for other in others if not other.is_point),
        bar=round(bar_metres * scale),
        bar_metres=bar_metres,
        dot=province_dot(left / PER_DEGREE, top / PER_DEGREE),
    )


def province_dot(longitude: float, latitude: float) -> Spot:
    """Where a place is on the outline of the province."""
    return Spot(
        round((longitude - outline.WEST) * outline.X_PER_DEGREE),
        round((outline.NORTH - latitude) * outline.Y_PER_DEGREE),
    )


def _round_length(metres: float) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 ... that is not longer."""
    power = 10 ** math.floor(math.log10(max(metres, 1)))
    return int(next(power * step for step in (5, 2, 1) if power * step <= max(metres, 1)))
