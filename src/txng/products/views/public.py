"""The lists that hold, for everybody: a page, and the same as JSON and CSV.

/danh-muc/uu-tien      the priority catalogue          ?ngay=2027-01-01   as it will hold then
/danh-muc/bat-buoc     the mandatory list              ?format=json, ?format=csv
"""

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import public
from txng.products import words
from txng.products.forms.lists import asked_day
from txng.products.models import ListVersion
from txng.products.queries import lists as queries
from txng.products.rules import lists as rules
from txng.products.rules import roadmap
from txng.products.rules.obligations import ListItem, Version
from txng.ui import csv_files

KINDS: Final = {"uu-tien": rules.PRIORITY, "bat-buoc": rules.MANDATORY}
SLUGS: Final = {kind: slug for slug, kind in KINDS.items()}
ANYONE: Final = None


@public("Everybody may know which products must be traced, and from when")
@require_safe
def public_list(request: HttpRequest, slug: str) -> HttpResponse:
    kind = KINDS.get(slug)
    if kind is None:
        raise Http404
    today = timezone.localdate()
    day = asked_day(request.GET.get("ngay", "")) or today
    versions = queries.issued(ANYONE, kind)
    version = queries.in_force(ANYONE, kind, day)
    plain = None
    if version is not None:
        plain = queries.plain(version, queries.period_of(versions, version))
    if request.GET.get("format") == "json":
        return JsonResponse(
            _json(slug, day, version, plain), json_dumps_params={"ensure_ascii": False}
        )
    if request.GET.get("format") == "csv":
        return _csv(slug, plain, version)
    values = {
        "slug": slug,
        "kind": ListVersion.Kind(kind).label,
        "is_mandatory": kind == rules.MANDATORY,
        "day": day,
        "is_today": day == today,
        "version": version,
        "plain": plain,
        "rows": [] if plain is None or version is None else rows_of(version, plain),
        "coming": [one for one in versions if one.effective_from and one.effective_from > today],
        "versions": [(one, queries.period_of(versions, one)) for one in versions],
        "other": next(one for one in KINDS if one != slug),
    }
    return render(request, "products/public_list.html", values)


def rows_of(version: ListVersion, plain: Version) -> list[dict[str, Any]]:
    """Items with their milestones in order of days, as the page and the annex draw them."""
    rows = []
    for item, one in zip(version.items.all(), plain.items, strict=True):
        milestones = sorted(
            ((milestone.day(plain.effective_from), milestone) for milestone in one.milestones),
            key=lambda pair: pair[0],
        )
        rows.append(
            {
                "item": item,
                "group": item.group,
                "where": communes(one),
                "milestones": [
                    (day, words.requirement(milestone.requirement), milestone.sizes)
                    for day, milestone in milestones
                ],
            }
        )
    return rows


def communes(item: ListItem) -> str:
    """Names of the communes of an item, "" for the whole province."""
    return ", ".join(words.commune(code) for code in sorted(item.communes))


def _json(
    slug: str, day: date, version: ListVersion | None, plain: Version | None
) -> dict[str, Any]:
    told: dict[str, Any] = {"list": slug, "asOf": day.isoformat(), "inForce": None}
    if version is None or plain is None:
        return told
    told["inForce"] = {
        "title": plain.title,
        "decision": plain.number,
        "decidedOn": plain.decided_on.isoformat(),
        "body": plain.body,
        "legalBasis": version.legal_basis,
        "effectiveFrom": plain.effective_from.isoformat(),
        "holdsUntil": None if plain.holds_until is None else plain.holds_until.isoformat(),
        "items": [
            {
                "group": one.group.rstrip("/"),
                "name": item.group.name,
                "nameEn": item.group.name_en,
                "hs": item.group.hs or None,
                "communes": sorted(one.communes),
                "owners": sorted(one.sizes),
                "exportedOnly": one.exported_only,
                "milestones": [_milestone(milestone, plain) for milestone in one.milestones],
            }
            for item, one in zip(version.items.all(), plain.items, strict=True)
        ],
    }
    return told


def _milestone(one: roadmap.Milestone, version: Version) -> dict[str, Any]:
    known = roadmap.REQUIREMENTS[one.requirement]
    return {
        "requirement": one.requirement,
        "name": known.vi,
        "basis": known.basis,
        "dueOn": one.day(version.effective_from).isoformat(),
        "owners": list(one.sizes),
    }


def _csv(slug: str, plain: Version | None, version: ListVersion | None) -> HttpResponse:
    lines = [
        csv_files.line(
            [
                _("Nhóm sản phẩm"), _("Yêu cầu"), _("Chậm nhất ngày"), _("Áp dụng cho"), _("Địa bàn"),
                _("Chỉ hàng xuất khẩu"), _("Quyết định"),
            ]
        )
    ]  # fmt: skip
    if plain is not None and version is not None:
        for item, one in zip(version.items.all(), plain.items, strict=True):
            lines += [
                csv_files.line(_cells(str(item.group), one, milestone, plain))
                for milestone in one.milestones or (None,)
            ]
    response = HttpResponse(csv_files.BOM + "".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="danh-muc-{slug}.csv"'
    return response


def _cells(
    name: str, one: ListItem, milestone: roadmap.Milestone | None, version: Version
) -> list[str]:
    sizes = sorted(one.sizes) if milestone is None or not milestone.sizes else milestone.sizes
    return [
        name,
        "" if milestone is None else words.requirement(milestone.requirement),
        "" if milestone is None else words.day(milestone.day(version.effective_from)),
        words.whom(sizes),
        communes(one) or _("Toàn tỉnh"),
        _("Có") if one.exported_only else _("Không"),
        version.number,
    ]


def address_of(version: ListVersion) -> str:
    return reverse("products:public_list", args=[SLUGS[version.kind]])
