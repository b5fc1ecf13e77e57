"""What is possible, as data: yields of processes and of land, each with source, validity and area.

    profiles/limits/coffee.toml

    [[process]]                          [[yield]]
    id = "coffee.roasting"               id = "coffee.plot"
    group = "coffee"                     group = "coffee"
    activity = ["roasting"]              unit = "KGM"           # of the harvested product
    factor = 0.84                        per_hectare = 37500
    low = 0.78                           season_starts = ["10-01"]
    high = 0.90
    ground = "source"                    source, derived or assumed
    source = "...", source_en = "..."    valid_from, valid_until, country, state

Nothing of this is known to the code. A limit holds from `valid_from` to `valid_until` (a date after the
last day) and inside its area, unless a place is known to lie elsewhere.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from txng.epcis import units
from txng.trace.amounts import PIECE, home
from txng.trace.errors import ProfileError
from txng.trace.findings import Basis, Ground

ANY = "*"
_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Area:
    """Where a limit holds; "" holds everywhere."""

    country: str = ""
    state: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.state, self.country))) or ANY

    def may_hold(self, country: str, state: str) -> bool:
        """False only for a place that is known to lie elsewhere."""
        pairs = ((self.country, country), (self.state, state))
        return all(not wanted or not told or wanted == told for wanted, told in pairs)


@dataclass(frozen=True, slots=True)
class Limit:
    """What both kinds share. `crop` "" is any crop of the group."""

    id: str
    group: str
    crop: str
    area: Area
    basis: Basis
    unit: str

    def concerns(self, group: str, crop: str) -> bool:
        return self.group in (ANY, group) and self.crop in ("", crop)

    def holds_on(self, day: date) -> bool:
        until = self.basis.valid_until
        return self.basis.valid_from <= day and (until is None or day < until)

    @property
    def closeness(self) -> tuple[bool, bool, bool, bool]:
        """The more it says, the closer it is to the case: the closest limit is taken."""
        return (bool(self.crop), self.group != ANY, bool(self.area.state), bool(self.area.country))


@dataclass(frozen=True, slots=True)
class ProcessLimit(Limit):
    """`low` to `high`: output over input, both in `unit`; `factor` is what is usual."""

    activities: frozenset[str]
    low: Fraction
    factor: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class YieldLimit(Limit):
    """`per_hectare` of the harvested product in `unit`, in one season. Seasons follow each other."""

    per_hectare: Fraction
    season_starts: tuple[tuple[int, int], ...]  # month and day, in order of the year

    def season_of(self, day: date) -> "Season":
        return _season(self.season_starts, day)

    def seasons_of(self, label: str) -> list["Season"]:
        """ "2025": all that begin in that year; "2025-10": the one that begins in that month."""
        year, _, month = label.partition("-")
        return [
            self.season_of(date(int(year), first_month, day))
            for first_month, day in self.season_starts
            if not month or int(month) == first_month
        ]


@dataclass(frozen=True, slots=True, order=True)
class Season:
    """From the first day to the day after the last."""

    begin: date
    end: date

    @property
    def label(self) -> str:
        return f"{self.begin:%Y-%m}"

    def __contains__(self, day: date) -> bool:
        return self.begin <= day < self.end


@lru_cache(maxsize=4096)
def _season(season_starts: tuple[tuple[int, int], ...], day: date) -> Season:
    starts = [
        date(year, month, first)
        for year in (day.year - 1, day.year, day.year + 1)
        for month, first in season_starts
    ]
    begin = max(start for start in starts if start <= day)
    return Season(begin, min(start for start in starts if start > day))


@dataclass(frozen=True, slots=True)
class Rules:
    """Figures that belong to no product: how exact scales are, how long goods may be on the way."""

    weighing: Basis
    weighing_tolerance: Fraction
    journey: Basis
    longest_journey_days: int
    certificate: Basis
    certificate_tolerance: Fraction


@dataclass(frozen=True, slots=True)
class Limits:
    processes: tuple[ProcessLimit, ...]
    yields: tuple[YieldLimit, ...]
    rules: Rules

    def process(
        self, activity: str, group: str, crop: str, day: date, country: str, state: str
    ) -> ProcessLimit | None:
        """The closest limit of a process. None when there is none on that day and in that place."""
        return _closest(
            (
                one
                for one in self.processes
                if activity in one.activities and one.concerns(group, crop)
            ),
            day, country, state,
        )  # fmt: skip

    def knows_process(self, activity: str, group: str) -> bool:
        """Whether there is a limit at all, on some day in some place."""
        return any(
            activity in one.activities and one.group in (ANY, group) for one in self.processes
        )

    def land(self, group: str, crop: str, day: date, country: str, state: str) -> YieldLimit | None:
        found = (one for one in self.yields if one.concerns(group, crop))
        return _closest(found, day, country, state)

    def knows_land(self, group: str) -> bool:
        return any(one.group in (ANY, group) for one in self.yields)


def _closest(found: Iterable[Any], day: date, country: str, state: str) -> Any | None:
    holding = [one for one in found if one.holds_on(day) and one.area.may_hold(country, state)]
    return max(holding, key=lambda one: (one.closeness, one.id), default=None)


@cache
def shipped() -> Limits:
    """The limits that come with the program."""
    folder = files("txng.trace") / "profiles" / "limits"
    found = sorted(
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )
    return read(dict(found))


def read(texts: Mapping[str, str]) -> Limits:
    """File name -> TOML. Raises ProfileError that names file and limit."""
    processes: list[ProcessLimit] = []
    lands: list[YieldLimit] = []
    rules: list[Rules] = []
    for name, text in texts.items():
        try:
            table = tomllib.loads(text, parse_float=Fraction)
        except tomllib.TOMLDecodeError as error:
            raise ProfileError(f"{name}: expected TOML, got: {error}") from error
        processes += [_checked(name, row, _process) for row in table.pop("process", ())]
        lands += [_checked(name, row, _yield) for row in table.pop("yield", ())]
        if "rules" in table:
            rules.append(_checked(name, {"id": "rules"} | table.pop("rules"), _rules))
        if table:
            raise ProfileError(f"{name}: expected process, yield or rules, got {', '.join(table)}")
    named = [one.id for one in (*processes, *lands)]
    twice = sorted({one for one in named if named.count(one) > 1})
    if twice or len(rules) != 1:
        raise ProfileError(
            f"Expected each id once and one table of rules, got {twice or len(rules)}"
        )
    return Limits(tuple(processes), tuple(lands), rules[0])


def _checked(name: str, row: dict[str, Any], make: Any) -> Any:
    where = f"{name}, {row.get('id', 'a limit without an id')}"
    left = dict(row)
    try:
        made = make(left)
    except (KeyError, ValueError, TypeError) as error:
        raise ProfileError(f"{where}: expected {error}") from error
    if left:
        raise ProfileError(f"{where}: got unknown {', '.join(sorted(left))}")
    return made


def _basis(row: dict[str, Any], area: Area) -> Basis:
    found = Basis(
        id=row.pop("id"),
        vi=row.pop("vi"),
        en=row.pop("en"),
        ground=Ground(row.pop("ground")),
        source=row.pop("source"),
        source_en=row.pop("source_en"),
        valid_from=row.pop("valid_from"),
        valid_until=row.pop("valid_until", None),
        area=str(area),
    )
    row.pop("url", None)
    row.pop("note", None)
    if not (found.vi and found.en and found.source and found.source_en):
        raise ValueError("texts that are not empty")
    if found.valid_until is not None and found.valid_until <= found.valid_from:
        raise ValueError("valid_until after valid_from")
    return found


def _limit(row: dict[str, Any]) -> dict[str, Any]:
    area = Area(row.pop("country", ""), row.pop("state", ""))
    uom = row.pop("unit", "KGM")
    if units.quantity(uom) is None or home(uom) != uom:
        raise ValueError(f"a home unit such as KGM or {PIECE}, got {uom}")
    return {
        "id": row["id"],
        "group": row.pop("group"),
        "crop": row.pop("crop", ""),
        "area": area,
        "basis": _basis(row, area),
        "unit": uom,
    }


def _process(row: dict[str, Any]) -> ProcessLimit:
    shared = _limit(row)
    found = ProcessLimit(
        **shared,
        activities=frozenset(row.pop("activity")),
        low=Fraction(row.pop("low")),
        factor=Fraction(row.pop("factor")),
        high=Fraction(row.pop("high")),
    )
    if not 0 < found.low <= found.factor <= found.high:
        raise ValueError("0 < low <= factor <= high")
    return found


def _yield(row: dict[str, Any]) -> YieldLimit:
    shared = _limit(row)
    starts = row.pop("season_starts")
    if not starts or not all(_DAY.fullmatch(text) for text in starts) or starts != sorted(starts):
        raise ValueError("season_starts as MM-DD in order of the year")
    found = YieldLimit(
        **shared,
        per_hectare=Fraction(row.pop("per_hectare")),
        season_starts=tuple((int(text[:2]), int(text[3:])) for text in starts),
    )
    if found.per_hectare <= 0 or (2, 29) in found.season_starts:
        raise ValueError("per_hectare above 0 and seasons that begin in every year")
    return found


def _rules(row: dict[str, Any]) -> Rules:
    row.pop("id")
    weighing, journey, certificate = row.pop("weighing"), row.pop("journey"), row.pop("certificate")
    found = Rules(
        weighing_tolerance=Fraction(weighing.pop("tolerance")),
        weighing=_basis(weighing, Area()),
        longest_journey_days=journey.pop("longest_days"),
        journey=_basis(journey, Area()),
        certificate_tolerance=Fraction(certificate.pop("tolerance")),
        certificate=_basis(certificate, Area()),
    )
    if weighing or journey or certificate:
        raise ValueError("no other members in rules")
    return found
