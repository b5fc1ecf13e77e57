"""The template of a register: what people download, fill in and send back.

Thửa đất      heads, widths, lists to choose from, a hint when a cell is chosen; codes are text
Hướng dẫn     each column: required or not, what goes in, an example
Danh mục      the lists, as long as they are (124 communes)
_txng         which template and which version this is (hidden)
"""

import io
from decimal import Decimal
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_range_abs  # type: ignore[import-untyped]

from txng.ui.sheets import tables
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.parts import MOST_ROWS
from txng.ui.sheets.reading import STAMP, STAMP_SHEET

LONGEST_HINT: Final = 255  # Excel's limits for what stands beside a chosen cell
LONGEST_HINT_TITLE: Final = 32
FARTHEST: Final = 10**9


def written(sheet: Sheet) -> bytes:
    """The bytes of the .xlsx, the same for the same declaration in the same language."""
    buffer = io.BytesIO()
    options = {key: value for key, value in tables.OPTIONS.items() if key != "constant_memory"}
    with xlsxwriter.Workbook(buffer, {**options, "in_memory": True}) as book:
        data = book.add_worksheet(tables.sheet_name(str(sheet.title)))
        _guide(book, sheet)
        lists = _lists(book, sheet)
        head(book, data, sheet)
        for index, column in enumerate(sheet.columns):
            rules = validation(column, lists.get(column.key, ""))
            data.data_validation(1, index, MOST_ROWS, index, rules)
        stamp(book, sheet)
    return buffer.getvalue()


def head(book: Any, data: Any, sheet: Sheet) -> None:
    """Heads, widths and formats of the columns; the first row stays in sight."""
    needed = book.add_format(
        {"bold": True, "bottom": 2, "bg_color": "#E4F2E9", "text_wrap": True, "valign": "top"}
    )
    optional = book.add_format(
        {"bottom": 2, "bg_color": "#F3F6F4", "text_wrap": True, "valign": "top"}
    )
    formats = column_formats(book)
    for index, column in enumerate(sheet.columns):
        words = str(column.title)
        data.set_column(index, index, max(12, min(len(words) + 3, 36)), formats.get(column.kind))
        data.write_string(0, index, words, needed if column.required else optional)
    data.freeze_panes(1, 0)


def column_formats(book: Any) -> dict[str, Any]:
    text = book.add_format({"num_format": "@"})  # a code keeps its leading zeros
    return {
        **dict.fromkeys(("text", "code", "choice", "flag"), text),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
    }


def validation(column: Column, source: str) -> dict[str, Any]:
    """What Excel checks while somebody types, and the hint it shows beside the cell."""
    hint = " ".join(filter(None, [str(column.hint), _example(column)]))
    rules: dict[str, Any] = {
        "ignore_blank": True,
        "input_title": str(column.title)[:LONGEST_HINT_TITLE],
        "input_message": hint[:LONGEST_HINT] or _expected(column)[:LONGEST_HINT],
        "error_title": str(column.title)[:LONGEST_HINT_TITLE],
        "error_message": _expected(column)[:LONGEST_HINT],
    }
    if source:
        return rules | {"validate": "list", "source": source}
    if column.kind in ("number", "whole"):
        least = float(column.least) if column.least is not None else -FARTHEST
        most = float(column.most) if column.most is not None else FARTHEST
        kind = "integer" if column.kind == "whole" else "decimal"
        return rules | {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
    if column.kind in ("text", "code"):
        return rules | {"validate": "length", "criteria": "<=", "value": column.longest}
    return rules | {"validate": "any"}


def _expected(column: Column) -> str:
    if column.kind in ("choice", "flag"):
        return _("Chọn một mục trong danh sách.")
    if column.kind == "day":
        return _("Ngày/tháng/năm, như 05/03/2025.")
    if column.kind in ("text", "code"):
        return _("Nhiều nhất %(longest)d ký tự.") % {"longest": column.longest}
    if column.least is not None and column.most is not None:
        return _("Một số từ %(least)s đến %(most)s.") % {
            "least": _number(column.least),
            "most": _number(column.most),
        }
    if column.least is not None:
        return _("Một số, ít nhất %(least)s.") % {"least": _number(column.least)}
    return _("Một số nguyên.") if column.kind == "whole" else _("Một số.")


def _number(value: Decimal | int) -> str:
    return str(value).replace(".", ",")


def _example(column: Column) -> str:
    return _("Ví dụ: %(example)s") % {"example": column.example} if column.example else ""


def _guide(book: Any, sheet: Sheet) -> None:
    guide = book.add_worksheet(_("Hướng dẫn"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 14})
    for index, width in enumerate((30, 12, 60, 30)):
        guide.set_column(index, index, width)
    guide.write_string(0, 0, str(sheet.title), title)
    lines = [
        str(sheet.lead),
        _("Điền vào trang đầu, mỗi dòng một mục; đừng đổi tên cột. Cột in đậm là cột phải có."),
        _("Một lần gửi nhiều nhất %(most)d dòng. Bản mẫu: %(name)s %(version)d.")
        % {"most": MOST_ROWS, "name": sheet.name, "version": sheet.version},
    ]
    row = 1
    for line in filter(None, lines):
        guide.merge_range(row, 0, row, 3, line, wrap)
        row += 1
    for index, words in enumerate((_("Cột"), _("Phải có"), _("Điền gì"), _("Ví dụ"))):
        guide.write_string(row + 1, index, words, bold)
    for number, column in enumerate(sheet.columns, row + 2):
        what = " ".join(filter(None, [str(column.hint), _expected(column)]))
        needed = _("Có") if column.required else ""
        for index, words in enumerate((str(column.title), needed, what, column.example)):
            guide.write_string(number, index, words, wrap)


def _lists(book: Any, sheet: Sheet) -> dict[str, str]:
    """Key of a column, and the place of its list as Excel writes it."""
    wanted = [
        (column.key, str(column.title), words)
        for column in sheet.columns
        if (words := _words(column))
    ]
    if not wanted:
        return {}
    name = _("Danh mục")
    lists = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    places = {}
    for index, (key, title, words) in enumerate(wanted):
        lists.set_column(index, index, max(14, min(max(map(len, words)) + 2, 40)))
        lists.write_string(0, index, title, bold)
        for row, word in enumerate(words, 1):
            lists.write_string(row, index, word)
        places[key] = f"='{name}'!{xl_range_abs(1, index, len(words), index)}"
    return places


def _words(column: Column) -> list[str]:
    if column.kind == "flag":
        return [_("Có"), _("Không")]
    return [str(title) for _value, title in column.options()] if column.kind == "choice" else []


def stamp(book: Any, sheet: Sheet) -> None:
    """Which template this is, on a tab that only a program shows."""
    hidden = book.add_worksheet(STAMP_SHEET)
    for index, words in enumerate((STAMP, sheet.name, str(sheet.version), str(sheet.title))):
        hidden.write_string(0, index, words)
    hidden.very_hidden()


def letter(index: int) -> str:
    """ "B" for 1: the column as Excel names it."""
    return str(xl_col_to_name(index))
