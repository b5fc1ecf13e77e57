"""The acts of a chain in time: a lane for each organisation, a dot for what lies too near to tell apart.

farm    ●10 ···
mill        ●2  ●  ●
shop                    ●3
        13/10  ...   11/02        one unit of length is the same stretch of time everywhere
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Final

from django.utils.translation import get_language

from txng.journeys.model import Act, Chain
from txng.ui import dates

WIDTH: Final = 1000
LEFT, RIGHT, TOP = 16, 24, 34
LANE: Final = 64
NEAR: Final = 16.0  # units: acts nearer than that are one dot
TICKS: Final = 6
Axis = Callable[[datetime], float]


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    radius: int
    count: int
    label: str
    is_void: bool

    @property
    def text_y(self) -> int:
        return self.y + 5


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    y: int
    text_y: int
    line_y: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    height: int
    width: int = WIDTH


def timeline(chain: Chain) -> Timeline:
    acts = sorted(chain.acts.values(), key=lambda act: (act.when, act.id))
    if not acts:
        return Timeline((), (), 0)
    first, last = acts[0].when, acts[-1].when
    length = max((last - first).total_seconds(), 1.0)

    def x_of(moment: datetime) -> float:
        return LEFT + 12 + (WIDTH - LEFT - RIGHT - 24) * (moment - first).total_seconds() / length

    by: dict[str, list[Act]] = {}
    for act in acts:
        by.setdefault(act.declared_by, []).append(act)
    rows = []
    for number, (name, listed) in enumerate(by.items()):
        y = TOP + number * LANE
        dots = tuple(_dot(run, x_of, y + 44) for run in _runs(listed, x_of))
        rows.append(Row(name, y, y + 20, y + 44, dots))
    return Timeline(tuple(rows), _ticks(first, last, x_of), TOP + len(rows) * LANE + 12)


def _runs(acts: list[Act], x_of: Axis) -> list[list[Act]]:
    runs: list[list[Act]] = []
    for act in acts:
        is_near = bool(runs) and x_of(act.when) - x_of(runs[-1][0].when) < NEAR
        if is_near and runs[-1][0].is_void == act.is_void:
            runs[-1].append(act)
        else:
            runs.append([act])
    return runs


def _dot(run: list[Act], x_of: Axis, y: int) -> Dot:
    titles = ", ".join(dict.fromkeys(act.title for act in run))
    days = [day_of(run[0].when)]
    if day_of(run[-1].when) != days[0]:
        days.append(day_of(run[-1].when))
    x = (x_of(run[0].when) + x_of(run[-1].when)) / 2
    radius = min(14, round(5 + 1.5 * sqrt(len(run))))
    return Dot(round(x), y, radius, len(run), f"{'–'.join(days)}: {titles}", run[0].is_void)


def day_of(moment: datetime) -> str:
    return dates.written(moment.date(), get_language() or "vi")


def _ticks(first: datetime, last: datetime, x_of: Axis) -> tuple[Tick, ...]:
    found: list[Tick] = []
    seen: set[date] = set()
    for number in range(TICKS + 1):
        moment = first + timedelta(seconds=(last - first).total_seconds() * number / TICKS)
        if moment.date() not in seen:
            seen.add(moment.date())
            found.append(Tick(round(x_of(moment)), day_of(moment)))
    return tuple(found)
