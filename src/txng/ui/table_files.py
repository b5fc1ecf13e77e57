"""A small table as a file: CSV or Excel, with the address that it comes from."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.ui import csv_files, dates, lists


def answer(
    request: HttpRequest,
    name: str,
    title: str,
    heads: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[object]],
) -> HttpResponse:
    """By `?format=`: "xlsx", else CSV. `heads`: words and kind of each column."""
    if request.GET.get("format") == lists.EXCEL:
        from txng.ui.sheets import tables  # xlsxwriter is loaded by who asks for a workbook

        source = {
            _("Bảng"): title,
            _("Người tải"): getattr(getattr(request, "actor", None), "name", ""),
            _("Tải lúc"): dates.written_moment(timezone.localtime(), "vi"),
            _("Địa chỉ"): request.build_absolute_uri(),
        }
        book = tables.written(title, heads, rows, source)
        answer = HttpResponse(book, content_type=tables.MEDIA_TYPE)
        ending = lists.EXCEL
    else:
        lines = [csv_files.BOM, csv_files.line([words for words, _kind in heads])]
        lines += [csv_files.line([lists.written(value) for value in row]) for row in rows]
        answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
        ending = lists.CSV
    day = f"{timezone.localdate():%Y-%m-%d}"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day}.{ending}"'
    return answer
