"""Countries that a product is sold to or comes from: ISO 3166 codes and their names, those of our trade."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from txng.ui.fold import fold


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


class UnknownCountry(ValueError):
    """The message is the part that names no country."""


def read(text: str) -> tuple[str, ...]:
    """Codes of countries written by name or code with commas between. Raises UnknownCountry.

    >>> read("viet nam, Trung Quốc; DE")
    ('VN', 'CN', 'DE')
    """
    found = []
    for part in text.replace(";", ",").split(","):
        if not part.strip():
            continue
        code = _by_name().get(fold(part))
        if code is None:
            raise UnknownCountry(part.strip()[:40])
        found.append(code)
    return tuple(dict.fromkeys(found))


@cache
def _by_name() -> Mapping[str, str]:
    return {
        fold(name): one.code for one in shipped().values() for name in (one.code, one.vi, one.en)
    }
