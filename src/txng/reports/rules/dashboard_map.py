"""The map of communes in numbers: a bubble at each commune's point, or a fill of each commune's shape.

    bubbles({"24846": 214, "24988": 9})      24846 r=34 beneath, 24988 r=7 on top of it
    shade(214, 214) == 5, shade(1, 214) == 1, shade(0, 214) == 0

The area of a bubble follows the value, so twice the value is not four times the ink. Large ones are drawn
first: where two lie over each other the small one stays reachable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Final

from txng.ui import lamdong_outline as outline

LARGEST: Final = 34  # radius in units of the drawing, which is 640 wide
SMALLEST: Final = 7  # a finger of 44 pixels is wider still; the table beside it is for fingers
SHADES: Final = 5
NOBODY: Final = 3


@dataclass(frozen=True, slots=True)
class Bubble:
    code: str
    x: int
    y: int
    radius: int
    value: Decimal | int | None


def placed(longitude: float, latitude: float) -> tuple[int, int]:
    """Degrees to units of the drawing."""
    return (
        round((longitude - outline.WEST) * outline.X_PER_DEGREE),
        round((outline.NORTH - latitude) * outline.Y_PER_DEGREE),
    )


def radius(value: Decimal | int | None, most: Decimal | int) -> int:
    if value is None or value <= 0 or most <= 0:
        return NOBODY
    return max(SMALLEST, round(LARGEST * sqrt(float(value) / float(most))))


def bubbles(
    values: Mapping[str, Decimal | int | None], points: Mapping[str, tuple[float, float]]
) -> list[Bubble]:
    """Of every commune with a point, the largest first; `points`: code -> longitude, latitude."""
    most = max((value for value in values.values() if value is not None), default=0)
    found = [
        Bubble(code, *placed(*point), radius(values.get(code), most), values.get(code))
        for code, point in points.items()
    ]
    return sorted(found, key=lambda one: (-one.radius, one.code))


def shade(value: Decimal | int | None, most: Decimal | int) -> int:
    """0 for nothing, else 1 to SHADES by square root: most communes have little, a few have much."""
    if value is None or value <= 0 or most <= 0:
        return 0
    return max(1, min(SHADES, round(SHADES * sqrt(float(value) / float(most)))))


@dataclass(frozen=True, slots=True)
class Told:
    """What the drawing says in words: the highest, how many have any, how many have none."""

    highest: tuple[tuple[str, Decimal | int], ...]
    with_some: int
    without: int


def told(values: Mapping[str, Decimal | int | None], codes: Sequence[str], most: int = 3) -> Told:
    some = [
        (code, value) for code in codes if (value := values.get(code)) is not None and value > 0
    ]
    some.sort(key=lambda one: (-one[1], one[0]))
    return Told(tuple(some[:most]), len(some), len(codes) - len(some))
