"""The clauses of Plan 6736/KH-UBND as data: what each says, when it works, and which page of ours answers it.

    II ── II.6 ── II.6.đ   "Hỗ trợ xây dựng một số mô hình điểm ..."   period 2019-2020   phase den-2020
    PL ── PL.3             several agencies lead it                    yearly 2019-2030   all three phases

>>> clause("PL.4").years
(2019, 2020)
>>> clause("IV.1.đ").rhythm, clause("IV.1.đ").section
('yearly', 'IV.1')
>>> [one.id for one in appendix()]
['PL.1', 'PL.2', 'PL.3', 'PL.4', 'PL.5', 'PL.6', 'PL.7']
>>> phase_of(2024)
'2021-2025'

Clauses stand in the Plan's own order, in which đ follows d. Who holds a duty on a day is told by
`parties.queries.holders`; here are only the words of 2019. Source: data/plan-6736.toml.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from txng.programme.rules import N_

Rhythm = Literal["yearly", "period", "standing"]

RHYTHMS: Final[dict[str, str]] = {
    "yearly": N_("Hằng năm"),
    "period": N_("Theo giai đoạn"),
    "standing": N_("Thường xuyên"),
}
PHASES: Final[dict[str, str]] = {
    "den-2020": N_("Đến năm 2020"),
    "2021-2025": N_("Giai đoạn 2021-2025"),
    "2026-2030": N_("Giai đoạn 2026-2030"),
}
FIRST_YEAR: Final = 2019
LAST_YEAR: Final = 2030
FIRST_DAY: Final = date(2019, 10, 16)  # the day of the Plan: nothing of it is earlier
LAST_DAY: Final = date(2030, 12, 31)
LONGEST_ID: Final = 20


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the appendix in its own words and columns: time, who leads, who stands beside."""

    time: str
    leading: str
    beside: str


@dataclass(frozen=True, slots=True)
class Clause:
    """`text` and `points` (its lines after a dash) are the Plan's own words, `title` is ours.

    `years` are the first and the last of its period, both included. `pages` are names of routes, the main
    one first. `row` for PL.1 to PL.7 alone.
    """

    id: str
    section: str
    title: str
    text: str
    points: tuple[str, ...]
    phases: tuple[str, ...]
    rhythm: Rhythm
    years: tuple[int, int]
    pages: tuple[str, ...]
    row: Row | None

    @property
    def is_appendix(self) -> bool:
        return self.row is not None


@cache
def _read() -> tuple[dict[str, Section], dict[str, Clause]]:
    file = resources.files("txng.programme").joinpath("data", "plan-6736.toml")
    told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    sections = {one["id"]: Section(one["id"], one["title"]) for one in told["section"]}
    return sections, {one["id"]: _clause(one) for one in told["clause"]}


def _clause(told: dict[str, Any]) -> Clause:
    row = Row(told["time"], told["leading"], told["beside"]) if "time" in told else None
    return Clause(
        told["id"],
        told["section"],
        told["title"],
        told["text"],
        tuple(told.get("points", ())),
        tuple(told["phases"]),
        told["rhythm"],
        (told.get("first_year", FIRST_YEAR), told.get("last_year", LAST_YEAR)),
        tuple(told["pages"]),
        row,
    )


def clauses() -> list[Clause]:
    """All of them, in the order of the Plan."""
    return list(_read()[1].values())


def clause(code: str) -> Clause | None:
    return _read()[1].get(code)


def section(code: str) -> Section | None:
    return _read()[0].get(code)


def appendix() -> list[Clause]:
    """The seven rows of the appendix."""
    return [one for one in clauses() if one.row is not None]


def position(code: str) -> int:
    """Its place in the Plan, to sort by; those that the Plan does not know come last."""
    return _positions().get(code, len(_positions()))


@cache
def _positions() -> dict[str, int]:
    return {one.id: place for place, one in enumerate(clauses())}


def phase_of(year: int) -> str:
    """The phase in which a year lies; a year before 2019 belongs to the first, one after 2030 to the last."""
    if year <= 2020:
        return "den-2020"
    return "2021-2025" if year <= 2025 else "2026-2030"


def first_day_of(year: int) -> date:
    """1 January; in 2019 the day of the Plan."""
    return max(date(year, 1, 1), FIRST_DAY)
