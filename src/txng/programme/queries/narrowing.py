"""What a page of figures is narrowed to: place, sector, product group and year, as its address says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.parties.models import Enterprise
from txng.products.queries import groups
from txng.programme.figures import Asked
from txng.programme.queries.indicators import asked_on
from txng.programme.rules import indicators as rules
from txng.ui.collation import sort_key

WAYS: Final = {"commune": "xa", "sector": "nganh", "group": "nhom"}
"""Word of a split -> its name in addresses."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A select: `now` is what is chosen, `all` the words for everything, "" where one must be chosen."""

    key: str
    title: str
    now: str
    all: str
    options: list[tuple[str, str | Promise]]


def asked_in(actor: Actor, asks: Mapping[str, str]) -> tuple[Asked, int]:
    """What an address asks, and the year; what is no place, sector, group or year narrows nothing."""
    today = timezone.localdate()
    year = asks.get("nam", "")
    day = today
    if year.isdecimal() and int(year[:5]) in rules.YEARS and int(year[:5]) < today.year:
        day = date(int(year), 12, 31)
    commune = units.commune(asks.get("xa", ""))
    sector = asks.get("nganh", "")
    group = asks.get("nhom", "").replace("\0", "")[:150]  # PostgreSQL takes it in no text
    is_group = bool(group) and groups.group_at(actor, group) is not None
    asked = asked_on(
        day,
        commune=commune.code if commune else "",
        sector=sector if sector in Enterprise.Sector.values else "",
        group=group if is_group else "",
    )
    return asked, day.year


def choices(actor: Actor, asked: Asked, year: int) -> list[Choice]:
    """The selects of a page, with what is chosen."""
    communes = sorted(units.communes(), key=lambda unit: sort_key(unit.name))
    known = [one for one in groups.groups(actor) if one.depth <= 1]
    years = [str(one) for one in reversed(rules.YEARS) if one <= timezone.localdate().year]
    return [
        Choice(
            "xa", _("Xã, phường, đặc khu"), asked.commune, _("Cả tỉnh"),
            [(one.code, one.name) for one in communes],
        ),
        Choice(
            "nganh", _("Ngành quản lý"), asked.sector, _("Mọi ngành"),
            list(Enterprise.Sector.choices),
        ),
        Choice(
            "nhom", _("Nhóm sản phẩm"), asked.group, _("Mọi nhóm"),
            [(one.path, "\u2003" * one.depth + str(one)) for one in known],
        ),
        Choice("nam", _("Năm"), str(year), "", [(one, one) for one in years]),
    ]  # fmt: skip


def words_of(actor: Actor, asked: Asked) -> str:
    """What a question is narrowed to, in words; "" for the whole province."""
    told = (("commune", asked.commune), ("sector", asked.sector), ("group", asked.group))
    return ", ".join(name_of(actor, way, word) for way, word in told if word)


def title_of(way: str) -> str:
    return {
        "commune": _("Xã, phường, đặc khu"),
        "sector": _("Ngành quản lý"),
        "group": _("Nhóm sản phẩm"),
        "kind": _("Loại hình"),
        "scheme": _("Chương trình"),
        "reason": _("Lý do"),
        "learner": _("Loại học viên"),
        "channel": _("Kênh"),
    }.get(way, _("Phần"))


def name_of(actor: Actor, way: str, word: str) -> str:
    if not word:
        return _("Không rõ")
    if way == "commune":
        one = units.commune(word)
        return one.name if one else word
    if way == "sector":
        return str(dict(Enterprise.Sector.choices).get(word, word))
    if way == "kind":
        return str(dict(Enterprise.Kind.choices).get(word, word))
    if way == "group":
        names = {group.path: str(group) for group in groups.groups(actor)}
        return names.get(word, word)
    return word
