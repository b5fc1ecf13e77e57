"""What is told about a trade item: the descriptive facts that have versions.

    Facts(name="Gạo nếp quýt Đạ Tẻh", brand="Đạ Tẻh", net_content=Decimal("5"), net_unit="KGM", ...)

`as_dict` and `from_dict` are the form in which a version is kept: JSON, numbers as text, empty facts left
out, so that two versions are equal exactly when they say the same.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final, Self

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
LONGEST_SHELF_LIFE: Final = 36_500  # days


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty text, empty tuple and None mean "not told".

    `net_unit` is a UN/ECE Rec 20 code, `gpc` a GS1 brick of eight digits, `markets` and `origin` ISO 3166
    alpha-2, `image` the SHA-256 of a picture that documents keeps, `pack_count` how many of the next lower
    item a case holds.
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
