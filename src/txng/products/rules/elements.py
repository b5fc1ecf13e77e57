"""What is missing: the seven attributes of GS1, and what the law wants told about a product.

    checklist(CIRCULAR_02, told)     name told · picture missing · stages from events · shelf life only if any
    seven_attributes(told)           GTIN missing · brand told · ..

The texts, numbers and sources of the law come from the profiles of `txng.trace`: one list for the
register, for the story of a lot and for the scan page. What this module adds is which fact of the register
answers which element. An element that only events can tell (stages, times) is shown and never counted
against the register.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from txng.products.rules.facts import Facts
from txng.trace import profile
from txng.trace.profile import Item, Profile

CIRCULAR_02: Final = "circular-02-2024"
DECREE_37: Final = "decree-37-2026"

SEVEN_SOURCE: Final = (
    "GS1: bảy thuộc tính của sản phẩm được đồng bộ (GTIN Management; Verified by GS1)"
)
SEVEN_SOURCE_EN: Final = (
    "GS1: the seven attributes of a product that are kept in step (Verified by GS1)"
)


class Status(StrEnum):
    TOLD = "told"
    MISSING = "missing"
    IF_ANY = "if_any"  # due only where there is one, and none was told
    FROM_EVENTS = "from_events"  # the story of each lot tells it


@dataclass(frozen=True, slots=True)
class Told:
    """What the register knows of one trade item: its facts, its codes, and who answers for it."""

    facts: Facts
    gtin: str = ""
    own_code: str = ""
    owner_name: str = ""
    owner_address: str = ""
    owner_identifier: str = ""  # GLN or tax code

    def has(self, field: str) -> bool:
        if field == "code":
            return bool(self.gtin or self.own_code)
        if field in ("gtin", "owner_name", "owner_address", "owner_identifier"):
            return bool(getattr(self, field))
        return getattr(self.facts, field) not in ("", (), None)


@dataclass(frozen=True, slots=True)
class Element:
    """`number` is that of the law's own list, 0 where it has none; `field` where the form asks for it."""

    id: str
    number: int
    vi: str
    en: str
    status: Status
    field: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """`source` names the law and its clause, `vi` and `en` the list."""

    id: str
    vi: str
    en: str
    source: str
    source_en: str
    elements: tuple[Element, ...]

    @property
    def missing(self) -> tuple[Element, ...]:
        return tuple(one for one in self.elements if one.status is Status.MISSING)

    @property
    def told(self) -> int:
        return sum(one.status is Status.TOLD for one in self.elements)

    @property
    def due(self) -> int:
        """How many the register must tell: without those of events and those that are due only if any."""
        return self.told + len(self.missing)

    @property
    def is_complete(self) -> bool:
        return not self.missing


# element of the profile -> fact of the register; "" is told by events
_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    CIRCULAR_02: {
        "product_name": "name",
        "product_image": "image",
        "unit_name": "owner_name",
        "unit_address": "owner_address",
        "stages": "",
        "time": "",
        "trace_code": "code",
        "brand": "brand",
        "shelf_life": "shelf_life_days",
        "standards": "standards",
    },
    DECREE_37: {
        "product_name": "name",
        "gtin": "gtin",
        "party_name": "owner_name",
        "party_address": "owner_address",
        "party_identifier": "owner_identifier",
        "origin": "origin",
        "trace": "",
        "certificates": "standards",
        "production_date": "",
        "shelf_life": "shelf_life_days",
        "warnings": "warnings",
        "unique_identifier": "",
    },
}

# id, Vietnamese, English, fact
_SEVEN: Final = (
    ("gtin", "Mã GTIN", "GTIN", "gtin"),
    ("brand", "Nhãn hiệu", "Brand name", "brand"),
    ("description", "Mô tả sản phẩm", "Product description", "description"),
    ("owner", "Tên chủ sở hữu mã", "Name of the owner of the number", "owner_name"),
    ("image", "Hình ảnh sản phẩm", "Product image", "image"),
    ("markets", "Thị trường bán", "Target market", "markets"),
    ("gpc", "Phân loại sản phẩm toàn cầu (GPC)", "Global product classification (GPC)", "gpc"),
)


def checklist(law: str, told: Told) -> Checklist:
    """`law` is CIRCULAR_02 or DECREE_37. Elements without a field here are those of the system, and left
    out.
    """
    found: Profile = profile.shipped()[law]
    fields = _FIELDS[law]
    elements = tuple(
        _element(item, fields[item.id], told) for item in found.items if item.id in fields
    )
    return Checklist(law, found.vi, found.en, found.source, found.source_en, elements)


def _element(item: Item, field: str, told: Told) -> Element:
    if not field:
        status = Status.FROM_EVENTS
    elif told.has(field):
        status = Status.TOLD
    else:
        status = Status.IF_ANY if item.need == "if_any" else Status.MISSING
    return Element(item.id, item.number, item.vi, item.en, status, field)


def seven_attributes(told: Told) -> Checklist:
    elements = tuple(
        Element(name, number, vi, en, Status.TOLD if told.has(field) else Status.MISSING, field)
        for number, (name, vi, en, field) in enumerate(_SEVEN, start=1)
    )
    return Checklist(
        "gs1-seven", "Bảy thuộc tính của GS1", "The seven attributes of GS1",
        SEVEN_SOURCE, SEVEN_SOURCE_EN, elements,
    )  # fmt: skip
