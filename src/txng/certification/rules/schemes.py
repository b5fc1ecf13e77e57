"""Schemes that certify something: the shipped ones stand in data/schemes.csv, each with its source."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

PRODUCT: Final = "product"
MANAGEMENT: Final = "management"
TRACEABILITY: Final = "traceability"
KINDS: Final = (PRODUCT, MANAGEMENT, TRACEABILITY)
LONGEST_CODE: Final = 40
LONGEST_NAME: Final = 100
MOST_MONTHS: Final = 120
_CODE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Scheme:
    """`months`: how long its certificates usually hold. `months_source` is empty where that is our own
    proposal, which an officer may change."""

    code: str
    name: str
    name_en: str
    kind: str
    months: int
    months_source: str
    source: str


def is_code(text: str) -> bool:
    """
    >>> is_code("iso-22000"), is_code("ISO 22000")
    (True, False)
    """
    return len(text) <= LONGEST_CODE and _CODE.fullmatch(text) is not None


@cache
def shipped() -> tuple[Scheme, ...]:
    text = (files("txng.certification") / "data" / "schemes.csv").read_text(encoding="utf-8")
    return tuple(
        Scheme(
            row["code"],
            row["name"],
            row["name_en"],
            row["kind"],
            int(row["months"]),
            row["months_source"],
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )
