"""Codes of planting areas and packing houses: which format held when, and does this code keep it.

    VN-68-675-24865-01-23    planting area at home to June 2025: province, district, commune, number, year
    VN-68-24848-01-26        the same without the district, which no longer exists
    VN-LDOR-0001             planting area for export          VN-LDPH-001   packing house for export

A code keeps the format of its day for good: the district in an old code is history, not an error.

>>> from datetime import date
>>> code = read("vn 68 675 24865 01 23", "vung-trong", issued_on=date(2023, 5, 1))
>>> code.text, code.format.format, code.parts["district"]
('VN-68-675-24865-01-23', 'vung-trong-2022', '675')

Source: data/code_formats.csv says of each format where it is from, and whether a document was read.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from txng.parties.rules import Refused
from txng.parties.rules.periods import Period

PLANTING_AREA: Final = "vung-trong"
PACKING_HOUSE: Final = "co-so-dong-goi"
KINDS: Final = (PLANTING_AREA, PACKING_HOUSE)
HOME: Final = "noi-dia"
EXPORT: Final = "xuat-khau"
MARKETS: Final = (HOME, EXPORT)
LONGEST: Final = 40

# Smallest area that gets a code at home, hectares (Decision 3156/QĐ-BNN-TT)
LEAST_PERENNIAL_HA: Final = 1.0
LEAST_ANNUAL_HA: Final = 0.1

ACTIVE: Final = "hieu-luc"
SUSPENDED: Final = "tam-dung"
REVOKED: Final = "thu-hoi"
STATES: Final = (ACTIVE, SUSPENDED, REVOKED)

_BETWEEN: Final = re.compile(r"[\s.\u2010-\u2015-]+")


@dataclass(frozen=True, slots=True)
class Format:
    """`written` says the pattern in words. `is_sourced`: a document that lays it down was read."""

    format: str
    kind: str
    market: str
    pattern: re.Pattern[str]
    written: str
    example: str
    period: Period
    is_sourced: bool
    source: str


@dataclass(frozen=True, slots=True)
class AreaCode:
    text: str
    format: Format
    parts: Mapping[str, str]


@cache
def formats() -> tuple[Format, ...]:
    file = resources.files("txng.parties").joinpath("data", "code_formats.csv")
    return tuple(
        Format(
            format=row["format"],
            kind=row["kind"],
            market=row["market"],
            pattern=re.compile(row["pattern"]),
            written=row["written"],
            example=row["example"],
            period=Period(_day(row["valid_from"]), _day(row["valid_until"])),
            is_sourced=row["is_sourced"] == "yes",
            source=row["source"],
        )
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    )


def formats_on(kind: str, day: date) -> tuple[Format, ...]:
    return tuple(one for one in formats() if one.kind == kind and one.period.holds(day))


def read(text: str, kind: str, *, issued_on: date) -> AreaCode:
    """The code, in the format that held on the day of its issue.

    Raises Refused: area_code_form names what is expected; area_code_other_years when the code keeps a
    format of other years; area_code_year when the two digits at its end are not the year of issue.
    """
    code = _BETWEEN.sub("-", text.strip().upper()).strip("-")
    current = formats_on(kind, issued_on)
    for one in current:
        found = one.pattern.fullmatch(code)
        if found:
            parts = found.groupdict()
            _refuse_other_year(parts, issued_on)
            return AreaCode(code, one, parts)
    others = [one for one in formats() if one.kind == kind and one.pattern.fullmatch(code)]
    if others:
        raise Refused(
            "area_code_other_years",
            got=code[:LONGEST],
            written=" / ".join(one.written for one in current),
            day=issued_on.isoformat(),
        )
    raise Refused(
        "area_code_form",
        got=code[:LONGEST],
        written=" / ".join(one.written for one in current),
        example=" / ".join(one.example for one in current),
    )


def _refuse_other_year(parts: Mapping[str, str], issued_on: date) -> None:
    year = parts.get("year")
    if year is not None and int(year) != issued_on.year % 100:
        raise Refused("area_code_year", got=year, expected=f"{issued_on.year % 100:02}")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
