"""Figures: what each counts, and the rows behind a number.

GET /ke-hoach/so-lieu                                        every figure with its sentence
GET /ke-hoach/so-lieu/enterprises.connected?xa=24846&nam=2026&trang=2
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.programme import figures
from txng.programme.actions import telling
from txng.programme.queries import indicators as queries
from txng.programme.queries import narrowing, told
from txng.programme.queries.narrowing import WAYS, name_of, title_of
from txng.ui import lists, table_files


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
    asked, year = narrowing.asked_in(request.actor, request.GET)
    way = next((way for way, key in WAYS.items() if request.GET.get("theo") == key), "commune")
    ways = [each for each in one.split if each in WAYS]
    way = way if way in ways else next(iter(ways), "")
    is_file = request.GET.get("format") in lists.FORMATS
    with told.without_counting(unless=is_file) as missing:
        parts, _at = told.split(request.actor, one, asked, way) if way else ({}, None)
        answer = told.told(request.actor, one, asked)
        page = None
        if not is_file and answer.value != 0:
            page = queries.rows_of(request.actor, one, asked, _number(request))
    telling.ask_for(by=request.actor, questions=missing)
    lines = sorted(
        ((word, name_of(request.actor, way, word), amount) for word, amount in parts.items()),
        key=lambda line: (-(line[2] or 0), line[1]),
    )
    if is_file:
        heads = [(title_of(way), "text"), (str(one.title), "number")]
        rows = [(name, amount) for _word, name, amount in lines]
        return table_files.answer(request, f"so-lieu-{one.code}", str(one.title), heads, rows)
    values = {
        "figure": one,
        "counting": len(missing),
        "answer": answer,
        "value": queries.rounded(answer.value, one.decimals),
        "asked": asked,
        "day": min(asked.until, timezone.localdate()),
        "year": year,
        "page": page,
        "way_title": title_of(way),
        "lines": lines,
        "ways": [(WAYS[each], title_of(each), each == way) for each in ways],
        "selects": narrowing.choices(request.actor, asked, year),
        "narrowed": narrowing.words_of(request.actor, asked),
        "address": _address(request),
        "crumbs": [
            (_("Chỉ tiêu"), reverse("programme:indicators")),
            (_("Số liệu"), reverse("programme:figures")),
        ],
    }
    return render(request, "programme/figure.html", values)


def _number(request: GuardedRequest) -> int:
    number = request.GET.get("trang", "1")
    return int(number) if number.isdecimal() and len(number) < 6 else 1


def _address(request: GuardedRequest) -> str:
    """The address asked for without its page, to which another page is added."""
    asks = request.GET.copy()
    asks.pop("trang", None)
    asks.pop("format", None)
    told_ = asks.urlencode()
    return f"?{told_}&" if told_ else "?"
