"""Read a filled-in sheet: .xlsx or .csv, within limits, into values with a sentence for each wrong cell.

    table = read(PLOTS, content)        SheetError: the file as a whole cannot be used
    table.rows[0].number                7: the row as Excel counts it
    table.rows[0].values                {"code": "LD-7", "area_ha": Decimal("0.5"), ...}
    table.rows[0].problems              [Problem("crop", "Cần một trong: Cà phê, Chè; nhận được “cafe”.")]

Heads may stand under a title, in any order, with or without marks; other columns are left alone and come
back in the marked copy. Formulas are never worked out: what a cell shows is somebody else's last result.
"""

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from txng.ui.fold import fold
from txng.ui.sheets import parts
from txng.ui.sheets.columns import ERRORS, Column, Sheet, head_of, is_empty, told
from txng.ui.sheets.errors import TooLargeError, UnreadableError, WrongTemplateError
from txng.ui.sheets.parts import HEAD_ROWS, MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from txng.ui.typed_values import TypedValueError, shown

STAMP_SHEET: Final = "_txng"
STAMP: Final = "txng-template"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell; `key` is "" where it is the row as a whole."""

    key: str
    sentence: str


@dataclass(slots=True)
class Row:
    """`number` as the spreadsheet counts; `cells` as they were sent, left to right."""

    number: int
    cells: Sequence[object]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: place from the left (from 0) -> column; `notes`: about the file, stopping nothing."""

    heads: Sequence[str]
    columns: dict[int, Column]
    rows: Sequence[Row]
    notes: Sequence[str]

    @property
    def wrong(self) -> int:
        return sum(1 for row in self.rows if row.problems)


def read(sheet: Sheet, content: bytes) -> Table:
    """Raises SheetError."""
    if len(content) > MOST_BYTES:
        raise TooLargeError(
            _("Tệp nặng %(got)d MB; nhận nhiều nhất %(most)d MB. Chia thành nhiều tệp.")
            % {"got": -(-len(content) // 1_000_000), "most": MOST_BYTES // 1_000_000}
        )
    if not content.strip():
        raise UnreadableError(_("Tệp rỗng. Chọn tệp có dữ liệu."))
    notes: list[str] = []
    formulas: set[tuple[int, int]] = set()
    if content.startswith(b"PK"):
        grid, formulas = _workbook(sheet, content, notes)
    elif content.startswith(parts.OLD_OR_LOCKED):
        parts.unpacked(content)  # says what to do
        raise AssertionError("unreachable")
    else:
        grid = _csv(content)
    return _table(sheet, grid, formulas, notes)


def _workbook(
    sheet: Sheet, content: bytes, notes: list[str]
) -> tuple[list[list[Any]], set[tuple[int, int]]]:
    whole = parts.unpacked(content)
    try:
        book = CalamineWorkbook.from_filelike(whole.archive)
        _look_at_stamp(sheet, book, notes)
        name = _tab(sheet, book)
        grid: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, WrongTemplateError):
            raise
        raise UnreadableError(_unreadable()) from None
    except BaseException as error:  # a panic of the reader is none of Exception's children
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise UnreadableError(_unreadable()) from None
    looked = whole.sheets.get(name)
    if looked is None:  # the tab lies where we did not look
        raise UnreadableError(_unreadable())
    return grid, looked.formulas


def _unreadable() -> str:
    return _("Không đọc được tệp này. Mở bằng Excel, lưu lại thành .xlsx rồi gửi.")


def _look_at_stamp(sheet: Sheet, book: CalamineWorkbook, notes: list[str]) -> None:
    if STAMP_SHEET not in book.sheet_names:
        return
    stamp = [*(book.get_sheet_by_name(STAMP_SHEET).to_python() or [[]])[0], "", "", ""]
    if stamp[0] != STAMP:
        return
    name, version = str(stamp[1]), str(stamp[2])
    if name != sheet.name:
        raise WrongTemplateError(
            _(
                "Tệp này là mẫu của sổ khác (%(got)s). Tải mẫu “%(wanted)s” ở trang này rồi chép sang."
            )
            % {"got": shown(str(stamp[3]) or name), "wanted": sheet.title}
        )
    if version != str(sheet.version):
        notes.append(
            _("Tệp theo bản mẫu %(got)s; bản đang dùng là %(now)d. Các cột khớp nên vẫn đọc được.")
            % {"got": version[:10], "now": sheet.version}
        )


def _tab(sheet: Sheet, book: CalamineWorkbook) -> str:
    """The tab called as the register, else the first one that people see."""
    seen = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    if not seen:
        raise WrongTemplateError(_("Tệp không có trang tính nào hiện ra."))
    wanted = fold(str(sheet.title))[:31]
    return next((name for name in seen if fold(name) == wanted), seen[0])


def _csv(content: bytes) -> list[list[str]]:
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise UnreadableError(
            _("Tệp không phải .xlsx, cũng không phải CSV mã UTF-8. Lưu lại thành .xlsx rồi gửi.")
        )
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(_DELIMITERS, key=first.count)
    grid: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False):
            if len(grid) >= MOST_ROWS + HEAD_ROWS:
                raise TooLargeError(parts.too_many_rows(len(grid) + 1))
            if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                raise TooLargeError(parts.too_many_columns(len(cells)))
            grid.append([_without_guard(cell) for cell in cells[:MOST_COLUMNS]])
    except csv.Error:
        raise UnreadableError(_unreadable()) from None
    return grid


def _without_guard(cell: str) -> str:
    """Our own CSV puts an apostrophe before what a spreadsheet would run (csv_files.py)."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" and cell[1:] else cell


def _table(
    sheet: Sheet, grid: list[list[Any]], formulas: set[tuple[int, int]], notes: list[str]
) -> Table:
    place = _head_row(sheet, grid)
    heads = [told(cell)[1:-1] if not is_empty(cell) else "" for cell in grid[place]]
    columns = _columns(sheet, grid[place], notes)
    readers = [(index, column, column.reader()) for index, column in columns.items()]
    wrong_places = {(row, column) for row, column in formulas if row > place + 1}
    rows: list[Row] = []
    for number, cells in enumerate(grid[place + 1 :], place + 2):
        if all(is_empty(cell) for cell in cells):
            continue
        rows.append(_row(number, cells, readers, wrong_places))
    if not rows:
        raise WrongTemplateError(_("Tệp chưa có dòng dữ liệu nào dưới dòng tên cột."))
    if len(rows) > MOST_ROWS:
        raise TooLargeError(parts.too_many_rows(rows[-1].number))
    for column in columns.values():
        if column.unique:
            _find_twins(column, rows)
    return Table(heads, columns, rows, notes)


def _row(
    number: int,
    cells: Sequence[object],
    readers: Sequence[tuple[int, Column, Callable[[object], object]]],
    formulas: set[tuple[int, int]],
) -> Row:
    row = Row(number, cells)
    for index, column, reader in readers:
        if formulas and (number, index + 1) in formulas:
            row.problems.append(Problem(column.key, _formula()))
            continue
        try:
            row.values[column.key] = reader(cells[index] if index < len(cells) else None)
        except TypedValueError as error:
            row.problems.append(Problem(column.key, str(error)))
    return row


def _formula() -> str:
    return _("Ô này là công thức. Chép ô rồi dán lại bằng “Dán giá trị”.")


def _head_row(sheet: Sheet, grid: list[list[Any]]) -> int:
    """The row, of the first ten, with the most heads that we know."""
    known = sheet.heads()
    counts = [
        len({head_of(str(cell)) for cell in row if isinstance(cell, str)} & known.keys())
        for row in grid[:HEAD_ROWS]
    ]
    if not counts or max(counts) == 0:
        raise WrongTemplateError(
            _("Không thấy dòng tên cột trong %(rows)d dòng đầu. Tải mẫu ở trang này rồi chép sang.")
            % {"rows": HEAD_ROWS}
        )
    return counts.index(max(counts))


def _columns(sheet: Sheet, heads: Sequence[Any], notes: list[str]) -> dict[int, Column]:
    known = sheet.heads()
    found: dict[int, Column] = {}
    unknown: list[str] = []
    for index, head in enumerate(heads):
        column = known.get(head_of(str(head))) if isinstance(head, str) else None
        if column is None:
            if not is_empty(head) and head_of(str(head)) != head_of(str(ERRORS)):
                unknown.append(told(head))
        elif column in found.values():
            raise WrongTemplateError(
                _("Cột “%(title)s” có hai lần. Giữ lại một cột rồi gửi.") % {"title": column.title}
            )
        else:
            found[index] = column
    missing = [str(c.title) for c in sheet.columns if c.required and c not in found.values()]
    if missing:
        raise WrongTemplateError(
            _("Tệp phải có đủ cột theo mẫu. Thiếu: %(missing)s.")
            % {"missing": ", ".join(f"“{title}”" for title in missing)}
        )
    if unknown:
        notes.append(_("Không dùng đến cột: %(unknown)s.") % {"unknown": ", ".join(unknown[:10])})
    return found


def _find_twins(column: Column, rows: Sequence[Row]) -> None:
    first: dict[Any, int] = {}
    for row in rows:
        value = row.values.get(column.key)
        if value is None:
            continue
        number = first.setdefault(value, row.number)
        if number != row.number:
            row.problems.append(
                Problem(column.key, _("Trùng với dòng %(number)d.") % {"number": number})
            )
