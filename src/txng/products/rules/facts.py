"""What is told about a trade item: the descriptive facts that have versions.

    Facts(name="Gạo nếp quýt Đạ Tẻh", brand="Đạ Tẻh", net_content=Decimal("5"), net_unit="KGM", ...)

`as_dict` and `from_dict` are the form in which a version is kept: JSON, numbers as text, empty facts left
out, so that two versions are equal exactly when they say the same.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final, Self

from txng.products.rules import countries

LONGEST: Final = {
    "name": 200,
    "functional_name": 100,
    "brand": 100,
    "description": 1000,
    "net_unit": 3,
    "gpc": 8,
    "origin": 2,
    "model": 100,
    "warnings": 500,
    "storage": 200,
}
UNITS: Final = ("KGM", "GRM", "TNE", "LTR", "MLT", "H87")  # UN/ECE Rec 20: kg, g, t, l, ml, piece
MOST_STANDARDS: Final = 20
MOST_MARKETS: Final = 40
LONGEST_STANDARD: Final = 100
LONGEST_SHELF_LIFE: Final = 36_500  # days
LONGEST_ADDRESS: Final = 500
MOST_IN_A_CASE: Final = 100_000
MOST_CONTENT: Final = 1_000_000
_ADDRESS: Final = re.compile(r"(?:https://[a-z0-9.-]+(?::[0-9]+)?/|/)[^\s<>\"'\\]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty text, empty tuple and None mean "not told".

    `net_unit` is a UN/ECE Rec 20 code, `gpc` a GS1 brick of eight digits, `markets` and `origin` ISO 3166
    alpha-2, `image` the address of a picture, `pack_count` how many of the next lower item a case holds.
    """

    name: str = ""
    functional_name: str = ""
    brand: str = ""
    description: str = ""
    image: str = ""
    net_content: Decimal | None = None
    net_unit: str = ""
    pack_count: int | None = None
    markets: tuple[str, ...] = ()
    gpc: str = ""
    origin: str = ""
    model: str = ""
    shelf_life_days: int | None = None
    storage: str = ""
    standards: tuple[str, ...] = ()
    warnings: str = ""

    def telling(self, field: str) -> object:
        """The fact as two versions are compared: text folded to one case and spacing, a content with its
        unit.
        """
        if field == "net_content":
            return (
                None if self.net_content is None else (self.net_content.normalize(), self.net_unit)
            )
        value = getattr(self, field)
        return " ".join(value.casefold().split()) if isinstance(value, str) else value

    def tidy(self) -> Self:
        """NFC and single spaces: what looks the same is the same."""
        changed: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                changed[field.name] = _tidy(value)
            elif isinstance(value, tuple):
                tidied = (_tidy(one) for one in value)
                changed[field.name] = tuple(dict.fromkeys(one for one in tidied if one))
        return replace(self, **changed)

    def as_dict(self) -> dict[str, Any]:
        return {
            field.name: _kept(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) not in ("", (), None)
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        values = dict(kept)
        if "net_content" in values:
            values["net_content"] = Decimal(values["net_content"])
        for name in ("markets", "standards"):
            values[name] = tuple(values.get(name, ()))
        return cls(**values)


def differences(before: Facts, after: Facts) -> tuple[str, ...]:
    """Names of the facts that two versions tell differently, in the order of the fields."""
    return tuple(
        field.name
        for field in fields(Facts)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _kept(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind`: empty, length, unit, unit_alone, not_positive, country, gpc, address, range, many. `got` was
    told.
    """

    field: str
    kind: str
    got: str = ""


def problems(facts: Facts) -> list[Problem]:
    """What a register cannot keep, in the order of the fields. A name is the only fact that must be told."""
    found = []
    if not facts.name:
        found.append(Problem("name", "empty"))
    for name, longest in LONGEST.items():
        value = getattr(facts, name)
        if len(value) > longest:
            found.append(Problem(name, "length", str(len(value))))
    found += _of_content(facts)
    if facts.gpc and not (facts.gpc.isascii() and facts.gpc.isdigit() and len(facts.gpc) == 8):
        found.append(Problem("gpc", "gpc", facts.gpc))
    if facts.origin and facts.origin not in countries.shipped():
        found.append(Problem("origin", "country", facts.origin))
    found += [
        Problem("markets", "country", one)
        for one in facts.markets
        if one not in countries.shipped()
    ]
    for name, most in (("markets", MOST_MARKETS), ("standards", MOST_STANDARDS)):
        if len(getattr(facts, name)) > most:
            found.append(Problem(name, "many", str(len(getattr(facts, name)))))
    if any(len(one) > LONGEST_STANDARD for one in facts.standards):
        found.append(Problem("standards", "length", max(facts.standards, key=len)[:60]))
    if facts.image and not is_image(facts.image):
        found.append(Problem("image", "address", facts.image[:60]))
    life = facts.shelf_life_days
    if life is not None and not 1 <= life <= LONGEST_SHELF_LIFE:
        found.append(Problem("shelf_life_days", "range", str(life)))
    if facts.pack_count is not None and not 1 <= facts.pack_count <= MOST_IN_A_CASE:
        found.append(Problem("pack_count", "range", str(facts.pack_count)))
    return found


def _of_content(facts: Facts) -> list[Problem]:
    if facts.net_unit and facts.net_unit not in UNITS:
        return [Problem("net_unit", "unit", facts.net_unit)]
    if (facts.net_content is None) != (not facts.net_unit):
        return [Problem("net_content" if facts.net_unit else "net_unit", "unit_alone")]
    if facts.net_content is not None and not 0 < facts.net_content < MOST_CONTENT:
        return [Problem("net_content", "not_positive", str(facts.net_content))]
    return []


def is_image(text: str) -> bool:
    """An address of a picture over https, or one of ours that begins with a slash."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None
