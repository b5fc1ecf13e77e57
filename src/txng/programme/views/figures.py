"""Figures: what each counts, and the rows behind a number.

GET /ke-hoach/so-lieu                                        every figure with its sentence
GET /ke-hoach/so-lieu/enterprises.connected?xa=24846&nam=2026&trang=2
"""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import administrative_units as units
from txng.parties.models import Enterprise
from txng.products.queries import groups
from txng.programme import figures
from txng.programme.figures import Asked
from txng.programme.queries import indicators as queries
from txng.programme.queries import told
from txng.programme.rules import indicators as rules
from txng.programme.views import tables
from txng.ui import lists
from txng.ui.collation import sort_key

WAYS = {"commune": "xa", "sector": "nganh", "group": "nhom"}


def asked_in(request: GuardedRequest) -> tuple[Asked, int]:
    """What the address asks, and the year; what is no place, sector, group or year narrows nothing."""
    asks = request.GET
    today = timezone.localdate()
    year = asks.get("nam", "")
    day = today
    if year.isdecimal() and int(year[:5]) in rules.YEARS and int(year[:5]) < today.year:
        day = date(int(year), 12, 31)
    commune = units.commune(asks.get("xa", ""))
    sector = asks.get("nganh", "")
    group = asks.get("nhom", "")
    return queries.asked_on(
        day,
        commune=commune.code if commune else "",
        sector=sector if sector in Enterprise.Sector.values else "",
        group=group if any(group == one.path for one in groups.groups(request.actor)) else "",
    ), day.year


def choices(request: GuardedRequest, asked: Asked, year: int) -> list[dict[str, Any]]:
    """The selects of a narrow form, with what is chosen."""
    communes = sorted(units.communes(), key=lambda unit: sort_key(unit.name))
    known = [one for one in groups.groups(request.actor) if one.depth <= 1]
    return [
        {"key": "xa", "title": _("Xã, phường, đặc khu"), "now": asked.commune,
         "all": _("Cả tỉnh"), "options": [(one.code, one.name) for one in communes]},
        {"key": "nganh", "title": _("Ngành quản lý"), "now": asked.sector,
         "all": _("Mọi ngành"), "options": Enterprise.Sector.choices},
        {"key": "nhom", "title": _("Nhóm sản phẩm"), "now": asked.group,
         "all": _("Mọi nhóm"), "options": [(one.path, "\u2003" * one.depth + str(one)) for one in known]},
        {"key": "nam", "title": _("Năm"), "now": str(year), "all": "",
         "options": [(str(one), str(one)) for one in reversed(rules.YEARS)
                     if one <= timezone.localdate().year]},
    ]  # fmt: skip


@requires_right("programme.see")
@require_safe
def all_figures(request: GuardedRequest) -> HttpResponse:
    values = {
        "figures": list(figures.everyone()),
        "crumbs": [(_("Chỉ tiêu"), reverse("programme:indicators"))],
    }
    return render(request, "programme/figures.html", values)


@requires_right("programme.see")
@require_safe
def figure(request: GuardedRequest, code: str) -> HttpResponse:
    one = figures.figure(code)
    if one is None:
        raise Http404
    asked, year = asked_in(request)
    way = next((way for way, key in WAYS.items() if request.GET.get("theo") == key), "commune")
    way = way if way in one.split else next(iter(one.split), "")
    parts, _at = told.split(request.actor, one, asked, way) if way else ({}, None)
    lines = sorted(
        ((word, name_of(way, word, request), amount) for word, amount in parts.items()),
        key=lambda line: (-(line[2] or 0), line[1]),
    )
    if request.GET.get("format") in lists.FORMATS:
        heads = [(title_of(way), "text"), (str(one.title), "number")]
        rows = [(name, amount) for _word, name, amount in lines]
        return tables.answer(request, f"so-lieu-{one.code}", str(one.title), heads, rows)
    number = request.GET.get("trang", "1")
    page = queries.rows_of(
        request.actor, one, asked, int(number) if number.isdecimal() and len(number) < 6 else 1
    )
    answer = told.told(request.actor, one, asked)
    values = {
        "figure": one,
        "answer": answer,
        "value": queries.rounded(answer.value, one.decimals),
        "asked": asked,
        "day": min(asked.until, timezone.localdate()),
        "year": year,
        "page": page,
        "way_title": title_of(way),
        "lines": lines,
        "ways": [(WAYS.get(each, each), title_of(each), each == way) for each in one.split],
        "selects": choices(request, asked, year),
        "narrowed": told_words(request, asked),
        "address": _address(request),
        "crumbs": [
            (_("Chỉ tiêu"), reverse("programme:indicators")),
            (_("Số liệu"), reverse("programme:figures")),
        ],
    }
    return render(request, "programme/figure.html", values)


def told_words(request: GuardedRequest, asked: Asked) -> str:
    """What a question is narrowed to, in words; "" for the whole province."""
    parts = (
        name_of("commune", asked.commune, request) if asked.commune else "",
        name_of("sector", asked.sector, request) if asked.sector else "",
        name_of("group", asked.group, request) if asked.group else "",
    )
    return ", ".join(part for part in parts if part)


def title_of(way: str) -> str:
    return {
        "commune": _("Xã, phường, đặc khu"),
        "sector": _("Ngành quản lý"),
        "group": _("Nhóm sản phẩm"),
        "kind": _("Loại hình"),
        "scheme": _("Chương trình"),
        "reason": _("Lý do"),
    }.get(way, _("Phần"))


def name_of(way: str, word: str, request: GuardedRequest) -> str:
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
        names = {group.path: str(group) for group in groups.groups(request.actor)}
        return names.get(word, word)
    return word


def _address(request: GuardedRequest) -> str:
    """The address asked for without its page, to which another page is added."""
    asks = request.GET.copy()
    asks.pop("trang", None)
    asks.pop("format", None)
    told_ = asks.urlencode()
    return f"?{told_}&" if told_ else "?"
