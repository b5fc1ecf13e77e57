"""What has to stand on a label, per group of goods: data from data/label_fields.toml, and a verdict.

>>> verdict = check("luong-thuc", {"product_name": "Gạo Cát Tiên", "quantity": "5 kg"})
>>> verdict.is_complete, [item.name for item in verdict.missing][:2]
(False, ['Tên tổ chức, cá nhân chịu trách nhiệm', 'Địa chỉ tổ chức, cá nhân chịu trách nhiệm'])

Source: Decree 43/2017/NĐ-CP as amended by Decree 111/2021/NĐ-CP; Circular 02/2024/TT-BKHCN. Which row was
compared with the text of the law is told in the data.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

DATA: Final = Path(__file__).resolve().parents[1] / "data" / "label_fields.toml"
BY_THE_SYMBOL: Final = "trace_code"  # not typed: the symbol on the label is it


@dataclass(frozen=True, slots=True)
class Demand:
    """One field that a clause of the law demands."""

    field: str
    name: str
    law: str


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    name: str
    applies_from: date
    is_checked: bool
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist; `is_there` when the label has words for it."""

    field: str
    name: str
    law: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    group: Group
    items: tuple[Item, ...]

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.is_there)

    @property
    def is_complete(self) -> bool:
        return not self.missing


@cache
def names() -> Mapping[str, str]:
    """Every field that a label can have, with its Vietnamese name, in the order of the data."""
    return MappingProxyType(_data()["field"])


@cache
def groups() -> Mapping[str, Group]:
    fields = names()
    return MappingProxyType(
        {
            row["code"]: Group(
                row["code"],
                row["name"],
                row["applies_from"],
                row["checked"],
                tuple(
                    Demand(field, fields[field], part["law"])
                    for part in row["must"]
                    for field in part["fields"]
                ),
            )
            for row in _data()["group"]
        }
    )


def check(group: str, words: Mapping[str, str], *, has_symbol: bool = False) -> Checklist:
    """The checklist of a label that shows `words`. Raises KeyError for a group that the data do not know."""
    found = groups()[group]
    there = {field for field, text in words.items() if text.strip()}
    if has_symbol:
        there.add(BY_THE_SYMBOL)
    return Checklist(
        found,
        tuple(Item(one.field, one.name, one.law, one.field in there) for one in found.demands),
    )


def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
