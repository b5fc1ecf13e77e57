"""The money of a year: a table, the same as bars, and as a file.

/kinh-phi?nam=2026&theo=purpose&loai=ngan-sach&co-quan=so-khcn     every state of it is an address
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.budget import rules, words
from txng.budget.models.sources import KIND_NAMES
from txng.budget.queries import lines, tables, years
from txng.budget.rules import purposes
from txng.budget.views.shared import year_asked
from txng.ui import csv_files, lists

WAYS: Final[dict[str, Any]] = {
    "purpose": gettext_lazy("Mục chi"),
    "agency": gettext_lazy("Cơ quan"),
    "task": gettext_lazy("Nhiệm vụ"),
    "source": gettext_lazy("Nguồn vốn"),
    "kind": gettext_lazy("Loại vốn"),
}
BAR_WIDTH: Final = 600  # units of the drawing
ROW_HEIGHT: Final = 52


@dataclass(frozen=True, slots=True)
class Group:
    """A row of the table: what it adds up, and its rows by source where there are several."""

    title: str
    sums: tables.YearRow
    parts: Sequence[tuple[str, tables.YearRow]]
    warning: str
    address: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`y` and widths in units of the drawing."""

    title: str
    told: str
    y: int
    text_y: int
    given: int
    spent: int


@requires_right("budget.see")
@require_safe
def overview(request: GuardedRequest) -> HttpResponseBase:
    actor, year = request.actor, year_asked(request)
    asked = _asked(request)
    way: tables.Way = asked["theo"]
    table = lines.named_table(
        actor, year, purpose=asked["muc"], agency=asked["co-quan"], kind=asked["loai"]
    )
    rows: dict[str, list[tables.YearRow]] = {}
    for row in table.table.rows:
        rows.setdefault(getattr(row, way), []).append(row)
    groups = [_group(table, way, rows[key], tables.added(rows[key], way)) for key in sorted(rows)]
    if request.GET.get("format") in lists.FORMATS:
        return _file(request, year, way, groups, table.table.totals)
    book = years.book(actor, year)
    values = {
        "year": year,
        "years": lines.years(actor),
        "way": way,
        "way_title": WAYS[way],
        "ways": [
            (title, _address(year, {**asked, "theo": key}), key == way)
            for key, title in WAYS.items()
        ],
        "selects": _selects(table, asked),
        "groups": groups,
        "totals": table.table.totals,
        "bars": _bars(groups),
        "bars_height": len(groups) * ROW_HEIGHT,
        "warnings": [group for group in groups if group.warning],
        "is_closed": book is not None and book.is_closed,
        "exports": [
            (_("Tải CSV"), _address(year, {**asked, "format": "csv"})),
            (_("Tải Excel"), _address(year, {**asked, "format": "xlsx"})),
        ],
        "narrows": any(asked[key] for key in ("muc", "co-quan", "loai")),
        "plain": _address(year, {"theo": way}),
        "now": timezone.localtime(),
        "sees_all": actor.may_everywhere(rules.SEE_ALL),
        "may_propose": actor.may(rules.PROPOSE),
    }
    return render(request, "budget/overview.html", values)


def _asked(request: GuardedRequest) -> dict[str, Any]:
    """Only what is known; anything else narrows nothing."""
    sent = request.GET
    return {
        "theo": sent["theo"] if sent.get("theo") in WAYS else "purpose",
        "muc": sent["muc"] if sent.get("muc") in purposes.BY_CODE else "",
        "loai": sent["loai"] if sent.get("loai") in rules.KINDS else "",
        "co-quan": sent.get("co-quan", "").replace("\0", "")[:60],
    }


def _address(year: int, asked: dict[str, Any]) -> str:
    told = {"nam": year, **asked}
    return "?" + urlencode({key: value for key, value in told.items() if value})


def _selects(table: lines.NamedTable, asked: dict[str, Any]) -> list[dict[str, Any]]:
    several: list[tuple[str, Any, list[tuple[str, str]]]] = [
        ("muc", _("Mục chi"), [(one.code, _(one.short)) for one in purposes.PURPOSES]),
        ("loai", _("Loại vốn"), [(kind, str(name)) for kind, name in KIND_NAMES.items()]),
        ("co-quan", _("Cơ quan"), table.agency_choices),
    ]
    return [
        {
            "key": key,
            "title": title,
            "options": [(value, name, value == asked[key]) for value, name in options],
        }
        for key, title, options in several
    ]


def _group(
    table: lines.NamedTable, way: tables.Way, rows: list[tables.YearRow], sums: tables.YearRow
) -> Group:
    key = getattr(sums, way)
    by_source = tables.YearTable(table.table.year, rows).by("source")
    parts = [(table.title("source", row.source), row) for row in by_source]
    is_split = way not in ("source", "kind") or len(parts) > 1
    narrow = {"purpose": "muc", "agency": "co-quan", "kind": "loai"}.get(way)
    return Group(
        title=table.title(way, key),
        sums=sums,
        parts=parts if is_split and way != "source" else [],
        warning=str(words.LEVELS[sums.level]) if sums.level else "",
        address=f"{reverse('budget:lines')}?nam={table.table.year}&{narrow}={key}"
        if narrow and key
        else "",
    )


def _bars(groups: Sequence[Group]) -> list[Bar]:
    """Of what was given; what nobody decided yet has no bar. The longest is as wide as the drawing."""
    most = max((group.sums.approved or Decimal(0) for group in groups), default=Decimal(0))
    if not most:
        return []

    def wide(amount: Decimal | None) -> int:
        return int((amount or Decimal(0)) * BAR_WIDTH / most)

    return [
        Bar(
            title=group.title,
            told=_("%(spent)s / %(given)s đồng")
            % {
                "spent": lists.written(group.sums.disbursed),
                "given": _("chưa giao")
                if group.sums.approved is None
                else lists.written(group.sums.approved),
            },
            y=number * ROW_HEIGHT + 22,
            text_y=number * ROW_HEIGHT + 16,
            given=wide(group.sums.approved),
            spent=wide(group.sums.disbursed),
        )
        for number, group in enumerate(groups)
    ]


def _file(
    request: GuardedRequest,
    year: int,
    way: tables.Way,
    groups: Sequence[Group],
    totals: tables.YearRow,
) -> HttpResponse:
    heads = [
        (str(WAYS[way]), "text"),
        (_("Nguồn vốn"), "text"),
        (_("Đề xuất (đồng)"), "number"),
        (_("Thẩm định (đồng)"), "number"),
        (_("Được giao (đồng)"), "number"),
        (_("Đã giải ngân (đồng)"), "number"),
        (_("Còn lại (đồng)"), "number"),
    ]
    rows = list(_rows(groups, totals))
    if request.GET["format"] == lists.CSV:
        told = [csv_files.line([title for title, _kind in heads])]
        told += [csv_files.line([lists.written(value) for value in row]) for row in rows]
        answer = HttpResponse(csv_files.BOM + "".join(told), content_type="text/csv; charset=utf-8")
    else:
        from txng.ui.sheets import (
            tables as sheets,
        )  # xlsxwriter is loaded by who asks for a workbook

        source = {
            _("Sổ"): _("Kinh phí năm %(year)d") % {"year": year},
            _("Người tải"): request.actor.name,
            _("Tải lúc"): f"{timezone.localtime():%H:%M %d/%m/%Y}",
            _("Địa chỉ"): request.build_absolute_uri(),
        }
        title = _("Kinh phí %(year)d") % {"year": year}
        answer = HttpResponse(
            sheets.written(title, heads, rows, source), content_type=sheets.MEDIA_TYPE
        )
    name = f"kinh-phi-{year}.{request.GET['format']}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _rows(groups: Sequence[Group], totals: tables.YearRow) -> Iterator[list[object]]:
    for group in groups:
        yield [group.title, _("Cộng"), *_amounts(group.sums)]
        for source, row in group.parts:
            yield [group.title, source, *_amounts(row)]
    yield [_("Tổng cộng"), "", *_amounts(totals)]


def _amounts(row: tables.YearRow) -> list[object]:
    return [row.proposed, row.appraised, row.approved, row.disbursed, row.left]
