"""The communes of Lâm Đồng, and what became of the communes before 1 July 2025.

    Thị trấn Lạc Dương ┐                                 xã, phường, đặc khu: the lower tier
    Xã Lát             ├──> 24846 Phường Lang Biang - Đà Lạt
    Phường 7           ┘                                 districts are abolished

>>> commune("24846").name, commune("24846").kind
('Phường Lang Biang - Đà Lạt', 'Phường')
>>> [unit.name for unit in find("lac duong")]  # the commune, then where town and district went
['Xã Lạc Dương', 'Phường Lang Biang - Đà Lạt', 'Xã Đam Rông 4']

Source, licence and date of the data: data/README.md. Boundaries are not here: their licence is unclear.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

_KIND = re.compile(r"(?:xa|phuong|thi tran|dac khu|huyen|thanh pho|thi xa) (?=.)")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today. `longitude`, `latitude`: a point inside it, degrees, WGS 84.

    `merged_from` holds names as the resolution of 2025 wrote them; empty when nothing was merged.
    """

    code: str  # of the General Statistics Office, five digits
    name: str
    kind: str  # "Xã", "Phường" or "Đặc khu"
    longitude: float
    latitude: float
    area_km2: float
    old_province: str
    merged_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierCommune:
    """A commune before 1 July 2025; `successors` are codes of today, two where it was divided.

    Eight communes have none: they were joined to neighbours shortly before, and no source here says
    to which.
    """

    code: str
    name: str
    district: str
    old_province: str
    successors: tuple[str, ...]


def commune(code: str) -> Commune | None:
    return _by_code().get(code)


@cache
def communes() -> tuple[Commune, ...]:
    """All 124, by code."""
    return tuple(
        Commune(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            longitude=float(row["longitude"]),
            latitude=float(row["latitude"]),
            area_km2=float(row["area_km2"]),
            old_province=row["old_province"],
            merged_from=tuple(filter(None, row["merged_from"].split("; "))),
        )
        for row in _rows("communes.csv")
    )


@cache
def earlier_communes() -> tuple[EarlierCommune, ...]:
    """By code; a code that changed its name stands once for each name."""
    return tuple(
        EarlierCommune(
            code=row["code"],
            name=row["name"],
            district=row["district"],
            old_province=row["old_province"],
            successors=tuple(row["successors"].split()),
        )
        for row in _rows("earlier_communes.csv")
    )


def find(name: str) -> list[Commune]:
    """Communes that bear this name, then those that took in a commune or district of this name.

    Marks, capitals and the word for the kind of unit do not matter: "da huoai", "Xã Đạ Huoai". Empty
    when nothing is called so.
    """
    return [_by_code()[code] for code in _by_name().get(_fold(name), ())]


@cache
def _by_code() -> Mapping[str, Commune]:
    return MappingProxyType({unit.code: unit for unit in communes()})


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}  # folded name -> codes in the order they are told
    for unit in communes():
        found.setdefault(_fold(unit.name), {})[unit.code] = None
    for earlier in earlier_communes():
        found.setdefault(_fold(earlier.name), {}).update(dict.fromkeys(earlier.successors))
    for earlier in earlier_communes():
        found.setdefault(_fold(earlier.district), {}).update(dict.fromkeys(earlier.successors))
    return MappingProxyType({name: tuple(codes) for name, codes in found.items()})


def _fold(name: str) -> str:
    """`Phường B’Lao` -> `b'lao`: đ is a letter of its own and has no mark to strip."""
    plain = unicodedata.normalize("NFD", name.strip().lower()).replace("đ", "d").replace("’", "'")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _KIND.sub("", " ".join(plain.split()), count=1)


def _rows(name: str) -> list[dict[str, str]]:
    file = resources.files("txng.parties").joinpath("data", name)
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
