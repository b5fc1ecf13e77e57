"""Dots on the outline of the province: degrees in, units of the drawing out."""

from collections.abc import Iterable
from dataclasses import dataclass

from txng.resolver.page import Place
from txng.ui import lamdong_outline as outline

GRAIN = 24  # units of the drawing, some 8 km: places nearer than that are one dot


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """`names` are the places below the drawing, each once; the drawing itself has no letters."""

    dots: tuple[Dot, ...]
    names: tuple[str, ...]
    path: str = outline.PATH
    width: int = outline.WIDTH
    height: int = outline.HEIGHT


def place_map(places: Iterable[Place]) -> PlaceMap | None:
    """None when no place can be drawn: without a dot the outline says nothing."""
    places = tuple(places)
    dots: dict[tuple[int, int], Dot] = {}
    for dot in filter(None, map(_dot, places)):
        dots.setdefault((dot.x // GRAIN, dot.y // GRAIN), dot)
    names = dict.fromkeys(name for place in places if (name := place.commune or place.name))
    return PlaceMap(tuple(dots.values()), tuple(names)) if dots else None


def _dot(place: Place) -> Dot | None:
    """None for a place without a point, or outside the drawing (a mill in another province)."""
    if place.latitude is None or place.longitude is None:
        return None
    dot = Dot(
        round((place.longitude - outline.WEST) * outline.X_PER_DEGREE),
        round((outline.NORTH - place.latitude) * outline.Y_PER_DEGREE),
    )
    return dot if 0 <= dot.x <= outline.WIDTH and 0 <= dot.y <= outline.HEIGHT else None
