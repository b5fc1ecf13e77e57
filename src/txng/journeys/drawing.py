"""A picture as shapes for an SVG: lanes, arrows, boxes with two lines of letters.

    Picture ──> Graph(lanes, arrows, boxes) ──> svg.py: in the page and as a file

Letters are never wrapped by SVG, so lines are cut here; the whole text is the label of the link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Final

from django.utils.translation import get_language, gettext, ngettext

from txng.journeys.grouping import Band, Box, Picture
from txng.journeys.layout import HEIGHT, WIDTH, Arrow, Place
from txng.journeys.model import Kind, Thing
from txng.repository.wording.names import figure
from txng.ui import dates

LINE: Final = 22  # letters of one line in a box
LANE_LINE: Final = 60
THIN, THICK = 1.5, 9.0


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind` chooses colour and mark; `steps` are the ids to the right, `back` those to the left."""

    id: str
    x: int
    y: int
    kind: str
    first: str
    second: str
    label: str
    marks: str
    is_run: bool
    is_root: bool
    steps: tuple[str, ...]
    back: tuple[str, ...]
    members: int
    thing: str  # the only member, or ""


@dataclass(frozen=True, slots=True)
class Curve:
    path: str
    width: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    name: str
    label: str
    y: int
    height: int
    text_y: int
    is_even: bool


@dataclass(frozen=True, slots=True)
class Graph:
    width: int
    height: int
    box_width: int
    box_height: int
    strips: tuple[Strip, ...]
    curves: tuple[Curve, ...]
    shapes: tuple[Shape, ...]
    start: str  # the id of the box of the traced thing


def graph(picture: Picture, root: str) -> Graph:
    layout = picture.layout
    steps: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    for band in picture.bands:
        steps.setdefault(band.source, []).append(band.target)
        back.setdefault(band.target, []).append(band.source)

    def by_height(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda name: (layout.at[name].y, layout.at[name].x)))

    shapes = [
        _shape(
            box,
            layout.at[box.id],
            by_height(steps.get(box.id, ())),
            by_height(back.get(box.id, ())),
        )
        for box in picture.boxes.values()
    ]
    shapes.sort(key=lambda shape: (shape.x, shape.y))  # the order in which Tab goes
    most = max((band.kg for band in picture.bands if band.kg), default=0.0)
    return Graph(
        layout.width,
        layout.height,
        WIDTH,
        HEIGHT,
        tuple(
            Strip(
                _cut(lane.name or gettext("Chưa rõ ai khai"), LANE_LINE),
                lane.name,
                lane.top,
                lane.height,
                lane.top + 20,
                number % 2 == 0,
            )
            for number, lane in enumerate(layout.lanes)
        ),
        tuple(_curve(band, layout.at, layout.back, most) for band in picture.bands),
        tuple(shapes),
        picture.box_of.get(root, ""),
    )


# --- boxes ----------------------------------------------------------------------------------------


def _shape(box: Box, place: Place, steps: tuple[str, ...], back: tuple[str, ...]) -> Shape:
    one = box.first
    first, second = _lines_of_run(box) if box.is_run else _lines(one)
    kind = one.kind.value if not one.is_root else "root"
    wanting = box.gaps
    return Shape(
        box.id,
        place.x,
        place.y,
        f"{kind} wanting" if wanting else kind,
        _cut(first, LINE - 2 if wanting else LINE),
        _cut(second, LINE),
        _label(box),
        "!" if wanting else "",
        box.is_run,
        any(member.is_root for member in box.members),
        steps,
        back,
        len(box.members),
        "" if box.is_run else one.id,
    )


def _lines(one: Thing) -> tuple[str, str]:
    if one.kind is Kind.LOCKED:
        return one.name, gettext("Yêu cầu xem")
    product, comma, rest = one.name.rpartition(", ")
    day = written(one.when)
    if not comma or one.kind is Kind.BOX:
        return one.name, day
    return product, f"{rest} · {day}" if day and len(rest) < LINE - 12 else rest


def _lines_of_run(box: Box) -> tuple[str, str]:
    name = box.first.product or box.first.name
    if box.first.kind is Kind.BOX:
        name = gettext("kiện hàng")
    return f"{len(box.members)} × {name}", period(box)


def period(box: Box) -> str:
    days = sorted(one.when for one in box.members if one.when is not None)
    if not days:
        return ""
    first, last = written(days[0]), written(days[-1])
    return first if first == last else f"{first[:5]}–{last}"


def written(moment: datetime | None) -> str:
    return "" if moment is None else dates.written(moment.date(), get_language() or "vi")


def _label(box: Box) -> str:
    one = box.first
    parts = [one.name]
    if box.is_run:
        count = len(box.members)
        parts = [
            ngettext("%(count)d vật giống nhau", "%(count)d vật giống nhau", count)
            % {"count": count},
            one.product or one.name,
            period(box),
        ]
    elif one.when and one.kind is not Kind.LOCKED:
        parts.append(written(one.when))
    parts.append(one.organisation)
    if not box.is_run:
        parts += [*one.amounts, *one.gaps, *one.findings]
    elif box.gaps:
        parts.append(gettext("có bước thiếu hoặc điều không khớp"))
    return ". ".join(part.rstrip(".") for part in parts if part)


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"


# --- arrows ---------------------------------------------------------------------------------------


def _curve(band: Band, at: Mapping[str, Place], back: frozenset[Arrow], most: float) -> Curve:
    source, target = at[band.source], at[band.target]
    start = (source.x + WIDTH, source.y + HEIGHT // 2)
    end = (target.x - 6, target.y + HEIGHT // 2)
    is_back = Arrow(band.source, band.target) in back
    bend = max(40, min(140, abs(end[0] - start[0]) // 2))
    path = (
        f"M{start[0]} {start[1]}C{start[0] + bend} {start[1]} {end[0] - bend} {end[1]}"
        f" {end[0]} {end[1]}"
    )
    width = THIN
    if band.kg and most:
        width = THIN + (THICK - THIN) * sqrt(band.kg / most)
    kind = "back" if is_back else band.kind
    return Curve(path, f"{width:.1f}", kind, _amount(band))


def _amount(band: Band) -> str:
    if band.kg is None:
        return "; ".join(band.amounts)
    told = f"{figure(band.kg, 1)} kg"
    return gettext("ít nhất %(amount)s") % {"amount": told} if band.is_part else told
