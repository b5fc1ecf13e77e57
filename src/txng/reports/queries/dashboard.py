"""The leaders' dashboard: six indicators, a figure over the communes, and what waits for somebody.

Everything is asked of the registry of figures (programme), so a number here is the number of the annual
report. Who may not count a commune is not told it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils import timezone

from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.programme import figures
from txng.programme.figures import COMMUNE, Asked, Figure, Number, figure
from txng.programme.models import Indicator, Task
from txng.programme.queries import indicators, told
from txng.programme.queries import late as late_ones
from txng.programme.rules import formulas
from txng.programme.rules import indicators as rules
from txng.reports.queries import boundaries
from txng.reports.rules import DASHBOARD, dashboard_map
from txng.ui.collation import sort_key

CARDS: Final = rules.ON_DASHBOARD
MOST_TASKS: Final = 8
USUAL: Final = "enterprises.registered"
WATCHED: Final = (
    ("enterprises.registered", "enterprises.fresh"),
    ("codes.watched", "codes.alive"),
)
"""Data quality: of so many, so many are well."""
WAITING: Final = (
    "difficulties.waiting",
    "obligations.late",
    "reports.received",
    "reports.answered",
)


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator on the dashboard. `standing` None where the agency has defined none yet: then a figure
    of the proposals stands alone, without target and trend."""

    title: str
    unit: str
    code: str
    definitions: Sequence[str]
    value: Decimal | None
    at: datetime
    standing: indicators.Standing | None


@dataclass(frozen=True, slots=True)
class Place:
    """A commune with its value; `share` in percent of all that is told, None where there is nothing."""

    code: str
    name: str
    value: Number
    share: int | None


@dataclass(frozen=True, slots=True)
class CommuneMap:
    """`shapes` is empty unless boundaries were taken in; `places` in the order of the table."""

    figure: Figure
    places: Sequence[Place]
    bubbles: Sequence[dashboard_map.Bubble]
    shapes: Mapping[str, str]
    source: str
    told: dashboard_map.Told
    most: Number
    at: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """Of `whole` so many, `part` are well."""

    whole: Figure
    part: Figure
    of: Number
    well: Number


def may_see(actor: Actor) -> bool:
    return actor.may(DASHBOARD)


def cards(actor: Actor, day: date, asked: Asked) -> list[Card]:
    """Six at most; of the proposals while the agency has put none on the dashboard."""
    if not may_see(actor):
        return []
    rows = list(indicators.indicators(actor).filter(on_dashboard=True)[:CARDS])
    if rows:
        return [_card(actor, one, day, asked) for one in rows]
    proposals = [one for one in rules.PROPOSALS if one.on_dashboard][:CARDS]
    return [_proposed(actor, one, asked) for one in proposals]


def _card(actor: Actor, one: Indicator, day: date, asked: Asked) -> Card:
    standing = indicators.stands(actor, one, day, asked)
    definitions = [str(each.definition) for _code, each, _value in standing.figures if each]
    return Card(one.title, one.unit, one.code, definitions, standing.value, standing.at, standing)


def _proposed(actor: Actor, one: rules.Proposal, asked: Asked) -> Card:
    formula = formulas.read(one.formula)
    answer, _parts = told.of_formula(actor, formula, asked)
    known = [each for code in formula.figures if (each := figure(code)) is not None]
    return Card(
        one.title, one.unit, "", [str(each.definition) for each in known],
        indicators.rounded(answer.value, one.decimals), answer.at, None,
    )  # fmt: skip


def mapped() -> list[Figure]:
    """Figures that can be told by commune."""
    return [one for one in figures.everyone() if COMMUNE in one.split]


def commune_map(actor: Actor, one: Figure, asked: Asked, sort: str = "") -> CommuneMap:
    """`sort`: "ten" by name, "-ten" from the end; "so" the least first, else the most."""
    values, at = told.split(actor, one, asked, COMMUNE) if may_see(actor) else ({}, timezone.now())
    all_told = sum(value for value in values.values() if value is not None)
    communes = [
        unit for unit in units.communes() if not asked.commune or unit.code == asked.commune
    ]
    places = [
        Place(
            unit.code,
            unit.name,
            values.get(unit.code, 0 if values else None),
            int(value * 100 / all_told) if all_told and (value := values.get(unit.code)) else None,
        )
        for unit in communes
    ]
    kept = boundaries.kept()
    codes = [unit.code for unit in communes]
    points = {unit.code: (unit.longitude, unit.latitude) for unit in communes}
    return CommuneMap(
        one,
        _sorted(places, sort),
        dashboard_map.bubbles(values, points),
        {code: path for code, path in boundaries.shapes(actor).items() if code in points},
        str(kept.get("source", "")),
        dashboard_map.told(values, codes),
        max((value for value in values.values() if value is not None), default=0),
        at,
    )


def _sorted(places: Sequence[Place], sort: str) -> list[Place]:
    if sort.removeprefix("-") == "ten":
        return sorted(places, key=lambda one: sort_key(one.name), reverse=sort.startswith("-"))
    by_name = sorted(places, key=lambda one: sort_key(one.name))
    return sorted(by_name, key=lambda one: one.value or 0, reverse=sort != "so")


def quality(actor: Actor, asked: Asked) -> list[Pair]:
    pairs = []
    for codes in WATCHED if may_see(actor) else ():
        whole, part = (figure(code) for code in codes)
        if whole is None or part is None:
            continue
        numbers = told.numbers(actor, codes, asked)
        pairs.append(Pair(whole, part, numbers[codes[0]].value, numbers[codes[1]].value))
    return pairs


def waiting(actor: Actor, asked: Asked) -> list[tuple[Figure, Number]]:
    """Figures of what is late or wants an answer."""
    if not may_see(actor):
        return []
    numbers = told.numbers(actor, WAITING, asked)
    return [(one, numbers[code].value) for code in WAITING if (one := figure(code)) is not None]


def late_tasks(actor: Actor, day: date) -> tuple[list[Task], int]:
    """The first few, and how many there are."""
    if not may_see(actor):
        return [], 0
    rows = late_ones(actor, day)
    return list(rows[:MOST_TASKS]), rows.count()
