"""The annexes as a workbook: a sheet a table, the first row says what it is."""

import io
import re
from collections.abc import Sequence
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]

from txng.reports.providers import TableTold

_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_NUMBER: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")


def write(about: str, tables: Sequence[TableTold]) -> bytes:
    """Numbers as numbers, what is not known as the words that say so."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 13})
        head = book.add_format(
            {
                "bold": True,
                "font_name": "Times New Roman",
                "border": 1,
                "text_wrap": True,
                "valign": "top",
            }
        )
        cell = book.add_format(
            {"font_name": "Times New Roman", "border": 1, "text_wrap": True, "valign": "top"}
        )
        figure = book.add_format(
            {"font_name": "Times New Roman", "border": 1, "num_format": "#,##0.##"}
        )
        count = book.add_format(
            {"font_name": "Times New Roman", "border": 1, "num_format": "#,##0"}
        )
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(
                _NOT_IN_A_NAME.sub(" ", f"{number}. {table.title}")[:31].strip()
            )
            sheet.write_string(0, 0, f"{about}: {table.title}", bold)
            sheet.write_string(2, 0, "Stt", head)
            for at, word in enumerate(table.head, 1):
                sheet.write_string(2, at, word, head)
            for line, row in enumerate(table.rows, 3):
                sheet.write_number(line, 0, line - 2, count)
                for at, word in enumerate(row, 1):
                    value = _number(word) if at - 1 in table.right else None
                    if value is None:
                        sheet.write_string(line, at, word, cell)
                    else:
                        sheet.write_number(
                            line, at, value, count if value == int(value) else figure
                        )
            sheet.set_column(0, 0, 6)
            for at in range(len(table.head)):
                sheet.set_column(at + 1, at + 1, 16 if at in table.right else 34)
            sheet.freeze_panes(3, 2)
            sheet.set_landscape() if len(table.head) > 5 else None
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(2)
    return out.getvalue()


def _number(word: str) -> float | None:
    if not _NUMBER.fullmatch(word):
        return None
    return float(word.replace(".", "").replace(",", "."))
