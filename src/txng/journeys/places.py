"""The chain on the outline of the province: a bubble for each commune, a line for each flow between two.

Everything stands at the point of its commune, for every viewer: where a plot lies is its owner's affair.
What lies outside the province is listed, and stands on no map.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Final

from txng.journeys.model import Act, Chain, Spot
from txng.ui import lamdong_outline as outline

SMALLEST, LARGEST = 9.0, 19.0
SMALLEST_WINDOW: Final = 320
AROUND: Final = 70
NEAREST: Final = 54  # units between two bubbles; nearer ones are moved apart


@dataclass(frozen=True, slots=True)
class Bubble:
    """`number` leads to its line in the list below; `acts` counts the events there."""

    number: int
    name: str
    acts: int
    things: int
    parties: tuple[str, ...]
    places: tuple[str, ...]
    x: int
    y: int
    radius: int
    is_origin: bool
    is_sale: bool

    @property
    def text_y(self) -> int:
        return self.y + 6


@dataclass(frozen=True, slots=True)
class Flow:
    path: str
    width: str
    label: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    name: str
    acts: int
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainMap:
    bubbles: tuple[Bubble, ...]
    flows: tuple[Flow, ...]
    elsewhere: tuple[Elsewhere, ...]
    unplaced: int
    left: int
    top: int
    width: int
    height: int
    path: str = outline.PATH


def chain_map(chain: Chain) -> ChainMap:
    here: dict[str, list[Act]] = {}
    there: dict[str, list[Act]] = {}
    unplaced = 0
    for act in chain.acts.values():
        if act.is_void:
            continue
        if act.spot is None:
            unplaced += 1
        elif _point(act.spot) is not None:
            here.setdefault(act.spot.commune_code, []).append(act)
        else:
            name = ", ".join(filter(None, (act.spot.name, act.spot.area)))
            there.setdefault(name, []).append(act)
    ordered = sorted(here.items(), key=lambda one: (min(act.when for act in one[1]), one[0]))
    bubbles: dict[str, Bubble] = {}
    taken: list[tuple[int, int]] = []
    for number, (code, acts) in enumerate(ordered, 1):
        spot = acts[0].spot
        point = _point(spot) if spot else None
        if spot is None or point is None:
            continue
        x, y = _apart(point, taken)
        taken.append((x, y))
        bubbles[code] = _bubble(number, spot, acts, x, y)
    return ChainMap(
        tuple(bubbles.values()),
        tuple(_flows(chain, bubbles)),
        tuple(Elsewhere(name, len(acts), _parties(acts)) for name, acts in sorted(there.items())),
        unplaced,
        *_window(taken),
    )


def _window(taken: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    """Left, top, width, height: the part of the province where there is something to see."""
    if not taken:
        return 0, 0, outline.WIDTH, outline.HEIGHT
    left, right = (pick(x for x, _ in taken) for pick in (min, max))
    top, bottom = (pick(y for _, y in taken) for pick in (min, max))
    width = min(outline.WIDTH, max(SMALLEST_WINDOW, right - left + 2 * AROUND))
    height = min(outline.HEIGHT, max(SMALLEST_WINDOW, bottom - top + 2 * AROUND))
    x = max(0, min(outline.WIDTH - width, (left + right - width) // 2))
    y = max(0, min(outline.HEIGHT - height, (top + bottom - height) // 2))
    return x, y, width, height


def _bubble(number: int, spot: Spot, acts: list[Act], x: int, y: int) -> Bubble:
    size = min(LARGEST, SMALLEST + 2 * sqrt(len(acts)))
    places = dict.fromkeys(act.spot.name for act in acts if act.spot and act.spot.name)
    return Bubble(
        number,
        spot.commune,
        len(acts),
        len({thing for act in acts for thing in act.things}),
        _parties(acts),
        tuple(places),
        x,
        y,
        round(size),
        any(act.is_harvest for act in acts),
        any(act.is_sale for act in acts),
    )


def _parties(acts: Iterable[Act]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(act.declared_by for act in acts))


def _point(spot: Spot) -> tuple[int, int] | None:
    """None for a place without a point, or outside the drawing."""
    if spot.latitude is None or spot.longitude is None:
        return None
    x = round((spot.longitude - outline.WEST) * outline.X_PER_DEGREE)
    y = round((outline.NORTH - spot.latitude) * outline.Y_PER_DEGREE)
    return (x, y) if 0 <= x <= outline.WIDTH and 0 <= y <= outline.HEIGHT else None


def _apart(point: tuple[int, int], taken: list[tuple[int, int]]) -> tuple[int, int]:
    """Communes of one town are near each other: a later bubble goes down and right until it is free."""
    x, y = point
    for _ in range(40):
        if all(hypot(x - one[0], y - one[1]) >= NEAREST for one in taken):
            break
        x, y = x + 9, y + 14
    return min(x, outline.WIDTH - 12), min(y, outline.HEIGHT - 12)


def _flows(chain: Chain, bubbles: dict[str, Bubble]) -> Iterable[Flow]:
    """Between the places where a thing and what it went into were first recorded, and along its own way."""
    counted: dict[tuple[str, str], int] = {}

    def note(source: str, target: str) -> None:
        if source != target and source in bubbles and target in bubbles:
            counted[source, target] = counted.get((source, target), 0) + 1

    where: dict[str, list[str]] = {}
    for act in sorted(chain.acts.values(), key=lambda act: (act.when, act.id)):
        if act.spot is not None and not act.is_void:
            for thing in act.things:
                where.setdefault(thing, []).append(act.spot.commune_code)
    for codes in where.values():
        for source, target in itertools.pairwise(codes):
            note(source, target)
    for tie in chain.ties:
        if tie.kind == "transformation" and where.get(tie.source) and where.get(tie.target):
            note(where[tie.source][-1], where[tie.target][0])
    for (source, target), count in sorted(counted.items()):
        one, other = bubbles[source], bubbles[target]
        yield Flow(
            _bow(one, other), f"{min(7.0, 1.5 + sqrt(count)):.1f}", f"{one.number} → {other.number}"
        )


def _bow(one: Bubble, other: Bubble) -> str:
    """A bent line, so that there and back are two lines; it ends at the rim of the bubble."""
    dx, dy = other.x - one.x, other.y - one.y
    length = hypot(dx, dy) or 1.0
    ex = other.x - dx / length * (other.radius + 7)
    ey = other.y - dy / length * (other.radius + 7)
    mx, my = (one.x + ex) / 2 - dy * 0.16, (one.y + ey) / 2 + dx * 0.16
    return f"M{one.x} {one.y}Q{mx:.0f} {my:.0f} {ex:.0f} {ey:.0f}"
