"""The leaders' dashboard.

GET /dieu-hanh?xa=24846&nganh=nong-nghiep&nhom=nong-san/ca-phe/&nam=2026     everything narrowed
GET /dieu-hanh?hinh=products.registered&bang=1&sap=ten                        the communes as a table
GET /dieu-hanh?tv=1                                                          for a screen on a wall
GET /dieu-hanh?format=csv                                                    the communes as a file
"""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.programme.actions import telling
from txng.programme.figures import Figure
from txng.programme.queries import narrowing, told
from txng.programme.rules import indicators as rules
from txng.programme.rules import trends
from txng.reports.queries import dashboard as queries
from txng.reports.rules import dashboard_map
from txng.ui import lamdong_outline as outline
from txng.ui import lists, table_files

KEPT: Final = ("xa", "nganh", "nhom", "nam", "hinh", "bang", "sap", "tv")
SECONDS_ON_TV: Final = 300
MARKS: Final = {
    "met": ("good", "circle-check"),
    "behind": ("stop", "circle-x"),
    "on_way": ("info", "info-circle"),
    "no_target": ("", ""),
    "unknown": ("warn", "alert-triangle"),
}


@requires_right("reports.dashboard")
@require_safe
def dashboard(request: GuardedRequest) -> HttpResponse:
    actor = request.actor
    asked, year = narrowing.asked_in(actor, request.GET)
    today = timezone.localdate()
    day = today if year == today.year else date(year, 12, 31)
    chosen = _chosen(request)
    sort = request.GET.get("sap", "")
    if request.GET.get("format") in lists.FORMATS:
        return _file(request, queries.commune_map(actor, chosen, asked, sort))
    with told.without_counting() as missing:
        found = queries.commune_map(actor, chosen, asked, sort)
        is_map_told = not missing
        cards = [_shown(card) for card in queries.cards(actor, day, asked)]
        pairs = [_pair(pair) for pair in queries.quality(actor, asked)]
        waiting = queries.waiting(actor, asked)
    telling.ask_for(by=actor, questions=missing)
    is_tv = request.GET.get("tv") == "1"
    tasks, late = queries.late_tasks(actor, today)
    values: dict[str, Any] = {
        "cards": cards,
        "at": min([found.at, *(card["card"].at for card in cards)]),
        "day": day,
        "year": year,
        "share_of_year": rules.share_of_year(day),
        "narrowed": narrowing.words_of(actor, asked),
        "selects": narrowing.choices(actor, asked, year),
        "map": found,
        "map_words": _words(found) if is_map_told else _("Đang đếm."),
        "outline": outline,
        "drawn": _drawn(request, found),
        "figures": [(one.code, one.title, one.code == chosen.code) for one in queries.mapped()],
        "chosen": chosen,
        "as_table": request.GET.get("bang") == "1",
        "sort": sort,
        "columns": _columns(request, sort),
        "table_address": _address(request, bang="1"),
        "map_address": _address(request, bang=""),
        "tv_address": _address(request, tv="1"),
        "desk_address": _address(request, tv=""),
        "csv_address": _address(request, format="csv"),
        "tasks": tasks,
        "late": late,
        "tasks_address": reverse("programme:board"),
        "quality": pairs,
        "waiting": waiting,
        "counting": len(missing),
        "query": _address(request, hinh="", bang="", sap="", tv=""),
        "seconds": SECONDS_ON_TV,
        "is_tv": is_tv,
    }
    return render(
        request, "reports/dashboard_tv.html" if is_tv else "reports/dashboard.html", values
    )


def _chosen(request: GuardedRequest) -> Figure:
    known = {one.code: one for one in queries.mapped()}
    return known.get(request.GET.get("hinh", ""), known[queries.USUAL])


def _shown(card: queries.Card) -> dict[str, Any]:
    standing = card.standing
    colour, icon = MARKS[standing.standing] if standing else ("", "")
    values = [one.value for one in standing.trend] if standing else []
    return {
        "card": card,
        "address": reverse("programme:indicator", args=[card.code]) if card.code else "",
        "words": _standing_words(standing.standing) if standing else _("Tỉnh chưa đặt mức"),
        "colour": colour,
        "icon": icon,
        "points": trends.line([*values, card.value], 96, 24),
        "trend_words": ", ".join(
            f"{one.day:%d/%m/%Y}: {lists.written(one.value) or _('chưa rõ')}"
            for one in (standing.trend if standing else ())
        ),
    }


def _standing_words(word: str) -> str:
    return {
        "met": _("Đạt mức"),
        "behind": _("Chưa đạt mức"),
        "on_way": _("Đang thực hiện"),
        "no_target": _("Tỉnh chưa đặt mức"),
        "unknown": _("Chưa rõ"),
    }[word]


def _words(found: queries.CommuneMap) -> str:
    """The map for who cannot see it: "Xã Di Linh cao nhất: 214 cơ sở; ..."."""
    names = {place.code: place.name for place in found.places}
    unit = str(found.figure.unit)
    if not found.told.highest:
        return _("Chưa xã nào có số liệu này.")
    code, value = found.told.highest[0]
    first = _("%(place)s cao nhất: %(count)s %(unit)s.") % {
        "place": names[code], "count": lists.written(value), "unit": unit,
    }  # fmt: skip
    rest = ", ".join(
        f"{names[code]} {lists.written(value)}" for code, value in found.told.highest[1:]
    )
    told = [first]
    if rest:
        told.append(_("Tiếp theo là %(places)s.") % {"places": rest})
    told.append(
        _("%(some)d xã, phường, đặc khu có số liệu, %(none)d chưa có.")
        % {"some": found.told.with_some, "none": found.told.without}
    )
    return " ".join(told)


def _drawn(request: GuardedRequest, found: queries.CommuneMap) -> list[dict[str, Any]]:
    """Shapes where boundaries were taken in, else bubbles, the small ones on top."""
    places = {place.code: place for place in found.places}
    unit = str(found.figure.unit)
    drawn = []
    for bubble in found.bubbles:
        place = places[bubble.code]
        value = lists.written(place.value) or _("chưa rõ")
        drawn.append(
            {
                "bubble": bubble,
                "path": found.shapes.get(bubble.code, ""),
                "shade": dashboard_map.shade(place.value, found.most or 0),
                "words": f"{place.name}: {value} {unit}",
                "address": _address(request, xa=bubble.code),
            }
        )
    return drawn


def _columns(request: GuardedRequest, sort: str) -> list[dict[str, str]]:
    """Heads of the table with the address that sorts by them the other way."""
    by_name = sort.removeprefix("-") == "ten"
    by_value = not by_name
    return [
        {
            "title": _("Xã, phường, đặc khu"),
            "address": _address(request, sap="-ten" if sort == "ten" else "ten", bang="1"),
            "direction": ("descending" if sort == "-ten" else "ascending") if by_name else "",
            "kind": "",
        },
        {
            "title": str(_chosen(request).unit),
            "address": _address(request, sap="" if sort == "so" or by_name else "so", bang="1"),
            "direction": ("ascending" if sort == "so" else "descending") if by_value else "",
            "kind": "kind-number",
        },
    ]


def _pair(pair: queries.Pair) -> dict[str, Any]:
    share = None if pair.well is None or not pair.of else int(pair.well * 100 / pair.of)
    return {"pair": pair, "share": share}


def _address(request: GuardedRequest, **changes: str) -> str:
    """This page with something else asked."""
    asks = {key: request.GET[key][:200] for key in KEPT if request.GET.get(key)}
    told = urlencode({key: value for key, value in {**asks, **changes}.items() if value})
    return f"?{told}" if told else "?"


def _file(request: GuardedRequest, found: queries.CommuneMap) -> HttpResponse:
    heads = [
        (_("Mã xã"), "code"), (_("Xã, phường, đặc khu"), "text"),
        (str(found.figure.title), "number"), (_("Phần trăm"), "number"),
    ]  # fmt: skip
    rows = [(place.code, place.name, place.value, place.share) for place in found.places]
    return table_files.answer(request, "dieu-hanh", str(found.figure.title), heads, rows)
