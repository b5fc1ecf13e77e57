"""The communes of Lâm Đồng, and what became of the communes before 1 July 2025.

    Thị trấn Lạc Dương ┐                                 xã, phường, đặc khu: the lower tier
    Xã Lát             ├──> 24846 Phường Lang Biang - Đà Lạt
    Phường 7           ┘                                 districts are abolished

>>> commune("24846").name, commune("24846").kind
('Phường Lang Biang - Đà Lạt', 'Phường')
>>> [unit.name for unit in find("lac duong")]  # the commune, then where town and district went
['Xã Lạc Dương', 'Phường Lang Biang - Đà Lạt', 'Xã Đam Rông 4']

As of any day: `name_on` gives the name that an address bore then, `communes_on` the list that was in
force, `district_of` the district of a place for figures by the old units.

Source, licence and date of the data: data/README.md. Boundaries are not here: their licence is unclear.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from txng.ui.fold import fold

BEGINNING: Final = date(2025, 7, 1)
"""First day of the communes of today: Resolution 1671/NQ-UBTVQH15 of 16 June 2025."""

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
    to which. `valid_from` None: as far back as the data reaches, which is the list of September 2024.
    """

    code: str
    name: str
    district_code: str
    district: str
    old_province: str
    valid_from: date | None
    valid_until: date
    successors: tuple[str, ...]

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and day <= self.valid_until


@dataclass(frozen=True, slots=True, order=True)
class District:
    """A district or town of the tier that ended on 30 June 2025."""

    code: str
    name: str
    old_province: str


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
            district_code=row["district_code"],
            district=row["district"],
            old_province=row["old_province"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_until=date.fromisoformat(row["valid_until"]),
            successors=tuple(row["successors"].split()),
        )
        for row in _rows("earlier_communes.csv")
    )


@cache
def districts() -> tuple[District, ...]:
    """The 30 districts and towns, by code."""
    return tuple(
        sorted({District(e.district_code, e.district, e.old_province) for e in earlier_communes()})
    )


def communes_on(day: date) -> tuple[Commune, ...] | tuple[EarlierCommune, ...]:
    """The lower tier as it was on that day: 124 communes now, 329 or 337 before.

    Further back than September 2024 the data does not reach: that list is the answer.
    """
    if day >= BEGINNING:
        return communes()
    return tuple(unit for unit in earlier_communes() if unit.is_valid_on(day))


def earlier_commune(code: str, day: date | None = None) -> EarlierCommune | None:
    """By its code; the name it bore on that day, else the last one."""
    named = _earlier_by_code().get(code, ())
    if day is not None:
        named = tuple(unit for unit in named if unit.is_valid_on(day)) or named
    return max(named, key=lambda unit: unit.valid_until, default=None)


def predecessors(code: str) -> tuple[EarlierCommune, ...]:
    """What went into a commune of today, wholly or in part, under the last name of each."""
    return _before().get(code, ())


def name_on(code: str, day: date, earlier_code: str = "") -> str:
    """The name of a place on that day: "Xã Lạc Dương", or "Xã Đạ Sar, Huyện Lạc Dương" before July 2025.

    `earlier_code` says in which of the old communes it lay. Without it, and where several were joined,
    all of them are named: "Xã Đạ Nhim / Xã Đạ Sar, Huyện Lạc Dương". "" for an unknown code.
    """
    if day >= BEGINNING:
        found = commune(code)
        return found.name if found else ""
    if earlier_code:
        earlier = earlier_commune(earlier_code, day)
        return f"{earlier.name}, {earlier.district}" if earlier else ""
    by_district: dict[str, list[str]] = {}
    for unit in predecessors(code):
        held = earlier_commune(unit.code, day) or unit
        by_district.setdefault(held.district, []).append(held.name)
    return "; ".join(
        f"{' / '.join(names)}, {district}" for district, names in sorted(by_district.items())
    )


def district_of(code: str, earlier_code: str = "") -> District | None:
    """The old district of a place, for figures by the units before July 2025.

    None when its commune was made of parts of several districts and nobody told the old commune.
    """
    if earlier_code:
        earlier = earlier_commune(earlier_code)
        found = {earlier.district_code} if earlier else set()
    else:
        found = {unit.district_code for unit in predecessors(code)}
    if len(found) != 1:
        return None
    return next(district for district in districts() if district.code in found)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune of today, and which old commune it was when somebody said so."""

    commune: Commune
    earlier: EarlierCommune | None = None

    @property
    def label(self) -> str:
        """As a person picks it: "Xã Lạc Dương", or "Xã Đạ Sar, Huyện Lạc Dương"."""
        if self.earlier is None:
            return self.commune.name
        label = f"{self.earlier.name}, {self.earlier.district}"
        if len(self.earlier.successors) > 1:  # it was divided: which part?
            label += f" ({self.commune.name})"
        return label


@cache
def places() -> tuple[Place, ...]:
    """What a person may pick: the communes of today, then the old ones with their districts."""
    now = [Place(unit) for unit in communes()]
    before = [
        Place(_by_code()[code], unit) for unit in earlier_communes() for code in unit.successors
    ]
    return (*now, *before)


def places_called(text: str) -> list[Place]:
    """What a person meant who typed this: by the whole label, then by the name of today, then by old
    names. Several when the name was borne by several; empty when by none.

    >>> [place.label for place in places_called("da sar")]
    ['Xã Đạ Sar, Huyện Lạc Dương']
    """
    exact, *ways = _ways_to_call()
    if (whole := fold(text)) in exact:
        return list(exact[whole])
    folded = _without_kinds(text)
    return next((list(known[folded]) for known in ways if folded in known), [])


def find(name: str) -> list[Commune]:
    """Communes that bear this name, then those that took in a commune or district of this name.

    Marks, capitals and the word for the kind of unit do not matter: "da huoai", "Xã Đạ Huoai". Empty
    when nothing is called so.
    """
    return [_by_code()[code] for code in _by_name().get(_without_kinds(name), ())]


@cache
def _by_code() -> Mapping[str, Commune]:
    return MappingProxyType({unit.code: unit for unit in communes()})


@cache
def _earlier_by_code() -> Mapping[str, tuple[EarlierCommune, ...]]:
    found: dict[str, tuple[EarlierCommune, ...]] = {}
    for unit in earlier_communes():
        found[unit.code] = (*found.get(unit.code, ()), unit)
    return MappingProxyType(found)


@cache
def _before() -> Mapping[str, tuple[EarlierCommune, ...]]:
    found: dict[str, dict[str, EarlierCommune]] = {}
    for code in _earlier_by_code():
        last = earlier_commune(code)
        if last is not None:
            for successor in last.successors:
                found.setdefault(successor, {})[code] = last
    return MappingProxyType({code: tuple(units.values()) for code, units in found.items()})


@cache
def _ways_to_call() -> tuple[Mapping[str, tuple[Place, ...]], ...]:
    """Labels letter by letter; without the words for kinds; names of today; names of before."""
    exact = {fold(place.label): (place,) for place in places()}
    labels: dict[str, tuple[Place, ...]] = {}
    now: dict[str, tuple[Place, ...]] = {}
    before: dict[str, tuple[Place, ...]] = {}
    for place in places():
        if place.earlier is None:
            now[_without_kinds(place.label)] = (*now.get(_without_kinds(place.label), ()), place)
            continue
        for label in (place.label, f"{place.earlier.name}, {place.earlier.district}"):
            folded = _without_kinds(label)
            if place not in labels.get(folded, ()):
                labels[folded] = (*labels.get(folded, ()), place)
        folded = _without_kinds(place.earlier.name)
        before[folded] = (*before.get(folded, ()), place)
    return tuple(MappingProxyType(known) for known in (exact, labels, now, before))


@cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}  # folded name -> codes in the order they are told
    for unit in communes():
        found.setdefault(_without_kinds(unit.name), {})[unit.code] = None
    for earlier in earlier_communes():
        found.setdefault(_without_kinds(earlier.name), {}).update(dict.fromkeys(earlier.successors))
    for earlier in earlier_communes():
        found.setdefault(_without_kinds(earlier.district), {}).update(
            dict.fromkeys(earlier.successors)
        )
    return MappingProxyType({name: tuple(codes) for name, codes in found.items()})


def _without_kinds(name: str) -> str:
    """`Phường B’Lao` -> `b'lao`, `Xã Lát, Huyện Lạc Dương` -> `lat, lac duong`."""
    return ", ".join(
        _KIND.sub("", part.strip(), count=1) for part in fold(name).split(",") if part.strip()
    )


def _rows(name: str) -> list[dict[str, str]]:
    file = resources.files("txng.parties").joinpath("data", name)
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
