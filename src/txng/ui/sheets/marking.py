"""The file as it was sent, with what is wrong in red: a column "Lỗi" in front of everybody's eyes.

    Mã thửa   Diện tích (ha)   Cây trồng   Lỗi
    LD-7      0,5              [cafe]      Cây trồng: Cần một trong: Cà phê, Chè; nhận được “cafe”.

Rows that are right stay in it, so the whole file can be mended and sent again; the reader skips "Lỗi".
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]

from txng.ui.sheets import tables, templates
from txng.ui.sheets.columns import ERRORS, Sheet, head_of
from txng.ui.sheets.reading import Problem, Table

MOST_NOTES: Final = 1000  # a note is a drawing of its own: thousands make a workbook slow
RED: Final = {
    "bg_color": "#FDEBEA",
    "font_color": "#A01218",
    "border": 1,
    "border_color": "#C4262D",
}


def written(sheet: Sheet, table: Table, problems: Mapping[int, Sequence[Problem]]) -> bytes:
    """`problems`: by number of the row, those of the reader and those that the register found."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {**tables.OPTIONS, "constant_memory": False}) as book:
        data = book.add_worksheet(tables.sheet_name(str(sheet.title)))
        bold = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        formats = templates.column_formats(book) | {
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        }
        red = {
            kind: book.add_format(RED | _number_format(kind)) for kind in ("text", "day", "number")
        }
        kept = [i for i, head in enumerate(table.heads) if head_of(head) != head_of(str(ERRORS))]
        places = {column.key: kept.index(index) for index, column in table.columns.items()}
        for place, index in enumerate(kept):
            column = table.columns.get(index)
            width = max(12, min(len(table.heads[index]) + 3, 36))
            data.set_column(place, place, width, formats.get(column.kind) if column else None)
            data.write_string(0, place, table.heads[index], bold)
        last = len(kept)
        data.set_column(last, last, 70)
        data.write_string(0, last, str(ERRORS), bold)
        data.freeze_panes(1, 0)
        titles = {column.key: str(column.title) for column in sheet.columns}
        notes = 0
        for number, row in enumerate(table.rows, 1):
            for place, index in enumerate(kept):
                if index < len(row.cells):
                    tables.write(data, number, place, row.cells[index], formats)
            wrong = problems.get(row.number, ())
            for problem in wrong:
                place = places.get(problem.key, last)
                if place == last:
                    continue
                cell = row.cells[kept[place]] if kept[place] < len(row.cells) else None
                _redden(data, number, place, cell, red)
                if notes < MOST_NOTES:
                    data.write_comment(number, place, problem.sentence, {"x_scale": 2})
                    notes += 1
            if wrong:
                told = " ".join(
                    f"{titles[one.key]}: {one.sentence}" if one.key in titles else one.sentence
                    for one in wrong
                )
                data.write_string(number, last, told[:32_000], red["text"])
        data.autofilter(0, 0, len(table.rows), last)
        templates.stamp(book, sheet)
    return buffer.getvalue()


def _number_format(kind: str) -> dict[str, Any]:
    return {"day": {"num_format": "dd/mm/yyyy"}, "text": {"num_format": "@"}}.get(kind, {})


def _redden(data: Any, row: int, place: int, cell: object, red: Mapping[str, Any]) -> None:
    """The same cell again, in red; an empty one too."""
    if cell is None or cell == "":
        data.write_blank(row, place, None, red["text"])
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        data.write_number(row, place, cell, red["number"])
    elif hasattr(cell, "year"):
        data.write_datetime(row, place, cell, red["day"])
    else:
        data.write_string(row, place, str(cell)[:32_767], red["text"])
