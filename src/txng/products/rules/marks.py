"""Marks, geographical indications, OCOP: kinds, periods, and stars that follow from points.

OCOP: Decision 148/QĐ-TTg of 24 February 2023: 100 points; 50 to below 70 are three stars, 70 to below 90
four, from 90 five; valid for 36 months. The bounds and the months were known to us from memory and not
read in the text.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from txng.products.rules.roadmap import months_later

CERTIFICATION, COLLECTIVE, GEOGRAPHICAL = "certification", "collective", "geographical"
KINDS: Final = (CERTIFICATION, COLLECTIVE, GEOGRAPHICAL)

FEWEST_STARS, MOST_STARS = 3, 5
OCOP_MONTHS: Final = 36
_STARS: Final = ((Decimal(90), 5), (Decimal(70), 4), (Decimal(50), 3))


@dataclass(frozen=True, slots=True)
class ShippedMark:
    code: str
    kind: str
    name: str
    owner: str
    groups: tuple[str, ...]
    granted_on: date | None
    source: str


@cache
def shipped() -> tuple[ShippedMark, ...]:
    text = (files("txng.products") / "data" / "marks.csv").read_text(encoding="utf-8")
    return tuple(
        ShippedMark(
            row["code"], row["kind"], row["name"], row["owner"],
            tuple(f"{group}/" for group in row["groups"].split()),
            date.fromisoformat(row["granted_on"]) if row["granted_on"] else None, row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def stars_for(points: Decimal) -> int | None:
    """None below fifty points.

    >>> stars_for(Decimal("69.99")), stars_for(Decimal(70)), stars_for(Decimal(49))
    (3, 4, None)
    """
    return next((stars for least, stars in _STARS if points >= least), None)


def ocop_valid_until(decided_on: date) -> date:
    """The last day of the 36 months."""
    return months_later(decided_on, OCOP_MONTHS) - timedelta(days=1)


def licence_holds(day: date, *, valid_from: date, valid_until: date, ended_on: date | None) -> bool:
    """Valid through `valid_until`, and not from `ended_on` on."""
    return valid_from <= day <= valid_until and (ended_on is None or day < ended_on)
