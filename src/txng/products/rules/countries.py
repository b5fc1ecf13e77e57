"""Countries that a product is sold to or comes from: ISO 3166 codes and their names, those of our trade."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    vi: str
    en: str


@cache
def shipped() -> Mapping[str, Country]:
    """By code; Viet Nam first, then by code."""
    text = (files("txng.products") / "data" / "countries.csv").read_text(encoding="utf-8")
    return {row["code"]: Country(**row) for row in csv.DictReader(text.splitlines())}
