"""Rows as a workbook: what a list exports. A second sheet says where they come from, when, and for whom."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]
from django.utils import timezone
from django.utils.translation import gettext as _

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 1_048_576
LONGEST_NAME: Final = 31  # of a sheet, Excel's limit
OPTIONS: Final = {
    "constant_memory": True,  # a row is written when the next begins: half a million fit into 30 MB
    "in_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


def sheet_name(title: str) -> str:
    """The title as Excel lets a sheet be called: at most 31 characters, none of []:*?/\\."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)
    return plain.strip(" '")[:LONGEST_NAME].strip(" '") or _("Dữ liệu")


def written(
    title: str,
    heads: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[object]],
    source: Mapping[str, str],
) -> bytes:
    """The bytes of an .xlsx. `heads`: words and kind ("number", "day", ..) of each column."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, dict(OPTIONS)) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {
            "day": book.add_format({"num_format": "dd/mm/yyyy"}),
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            "code": book.add_format({"num_format": "@"}),
        }
        sheet = book.add_worksheet(sheet_name(title))
        sheet.freeze_panes(1, 0)
        for column, (words, kind) in enumerate(heads):
            width = 40 if kind == "text" and column == 0 else max(14, min(len(words) + 2, 30))
            sheet.set_column(column, column, width, formats.get(kind))
            sheet.write_string(0, column, words, bold)
        for number, values in enumerate(rows, 1):
            if number >= MOST_ROWS:
                break
            for column, value in enumerate(values):
                write(sheet, number, column, value, formats)
        told = book.add_worksheet(_("Nguồn"))
        told.set_column(0, 0, 18)
        told.set_column(1, 1, 80)
        for number, (name, value) in enumerate(source.items()):
            told.write_string(number, 0, name, bold)
            told.write_string(number, 1, value)
    return buffer.getvalue()


def write(sheet: Any, row: int, column: int, value: object, formats: Mapping[str, Any]) -> None:
    """A number as a number, a day as a day, everything else as words: never a formula, never a link."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, _("Có") if value else _("Không"))
    elif isinstance(value, int | float | Decimal) and abs(float(value)) < 1e15:
        sheet.write_number(row, column, float(value))
    elif isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(row, column, local.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    else:
        sheet.write_string(row, column, str(value)[:32_767])
