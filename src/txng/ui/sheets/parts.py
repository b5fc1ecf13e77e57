"""The parts of an .xlsx, unpacked within limits and looked through before anything else reads them.

    what was sent ──> central directory: how many parts, how large, macros? links?     nothing inflated yet
                  ──> the few parts that hold cells, inflated to the size they claim, no byte more
                  ──> expat over each: no DOCTYPE; how far do cells reach? where are formulas?
                  ──> a new archive, stored, of exactly these bytes                     for calamine

The reader of cells (calamine) makes room for the rectangle between the first and the last cell: a single
cell at XFD1048576 would take 400 GB. And it inflates by itself, whatever the directory claims. So it is
given only what was counted here. Source: reference/reliability.md F14, F19.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from django.utils.translation import gettext as _

from txng.ui.sheets.errors import SheetError, TooLargeError, UnreadableError, UnsafeError

MOST_BYTES: Final = 20_000_000
MOST_UNPACKED: Final = 50_000_000
MOST_PARTS: Final = 300
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
HEAD_ROWS: Final = 10  # a title or two may stand over the heads
MOST_FORMULAS: Final = 10_000  # places that are remembered
_SHEETS: Final = "xl/worksheets/"
_WANTED: Final = frozenset(
    {
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
    }
)
OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE: .xls, or .xlsx with a password


@dataclass(slots=True)
class Looked:
    """One sheet as it was looked through. Places are (row, column), counted from 1."""

    formulas: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Parts:
    """`archive` is the stored copy; `sheets` by the name that people see on the tab."""

    archive: io.BytesIO
    sheets: dict[str, Looked]


def unpacked(data: bytes) -> Parts:
    """Raises SheetError with a sentence that says what to do."""
    if data.startswith(OLD_OR_LOCKED):
        raise UnreadableError(
            _("Tệp có mật khẩu hoặc là Excel đời cũ (.xls). Bỏ mật khẩu và lưu lại thành .xlsx.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse(members)
            kept = {
                one.filename: _inflated(archive, one)
                for one in members
                if one.filename in _WANTED or _is_sheet(one.filename)
            }
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
    ) as e:
        if isinstance(e, SheetError):
            raise
        raise UnreadableError(_broken()) from None
    if "xl/workbook.xml" not in kept:
        raise UnreadableError(
            _("Tệp này không phải bảng tính Excel. Lưu lại thành .xlsx hoặc .csv rồi gửi.")
        )
    sheets = {name: _look(xml, is_sheet=_is_sheet(name)) for name, xml in kept.items()}
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as stored:
        for name, xml in kept.items():
            stored.writestr(name, xml)
    copy.seek(0)
    return Parts(copy, {tab: sheets[path] for tab, path in _tabs(kept).items() if path in sheets})


def _tabs(kept: dict[str, bytes]) -> dict[str, str]:
    """Name of each tab, and the part that holds it."""
    relations: dict[str, str] = {}
    tabs: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship" and "Id" in attributes:
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            relations[attributes["Id"]] = path

    def tab(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            number = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            tabs[attributes.get("name", "")] = relations.get(number, "")

    for part, start in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", tab)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        parser.Parse(kept.get(part, b"<none/>"), True)  # it was well formed a moment ago
    return tabs


def _inflated(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """As many bytes as the directory claims. `ZipFile.read` would inflate everything, and then cut."""
    with archive.open(one) as packed:
        return packed.read(one.file_size)


def _is_sheet(name: str) -> bool:
    return name.startswith(_SHEETS) and name.endswith(".xml") and name.count("/") == 2


def _refuse(members: list[zipfile.ZipInfo]) -> None:
    """By the central directory alone."""
    names = [one.filename.lower() for one in members]
    if len(members) > MOST_PARTS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise TooLargeError(
            _("Tệp bung ra lớn hơn %(most)d MB. Chỉ giữ trang tính có dữ liệu rồi lưu lại.")
            % {"most": MOST_UNPACKED // 1_000_000}
        )
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names):
        raise UnsafeError(_("Tệp có macro. Lưu lại thành .xlsx (không macro) rồi gửi."))
    if any(name.startswith("xl/externallinks/") for name in names):
        raise UnsafeError(
            _(
                "Tệp có liên kết tới tệp khác. Trong Excel chọn Dữ liệu, Sửa liên kết, Ngắt liên kết."
            )
        )
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise UnreadableError(_("Tệp không phải .xlsx. Lưu lại thành .xlsx hoặc .csv rồi gửi."))
    if any(one.flag_bits & 0x1 for one in members):
        raise UnreadableError(_("Tệp có mật khẩu. Bỏ mật khẩu rồi lưu lại."))
    if len(set(names)) < len(names) or any(
        one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in members
    ):
        raise UnreadableError(_broken())


def _broken() -> str:
    return _("Không đọc được tệp: tệp hỏng. Mở bằng Excel, lưu lại thành .xlsx rồi gửi.")


def _look(xml: bytes, *, is_sheet: bool) -> Looked:
    """Raises UnsafeError for a DOCTYPE, TooLargeError where cells reach too far."""
    looked = Looked()
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def doctype(*_declared: object) -> None:
        raise UnsafeError(_broken())

    parser.StartDoctypeDeclHandler = doctype
    if is_sheet:
        parser.StartElementHandler = _Places(looked).start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise UnreadableError(_broken()) from None
    return looked


class _Places:
    """Follows the cells of a sheet: where each one is, said (r="B7") or implied (the next one)."""

    def __init__(self, looked: Looked) -> None:
        self.looked = looked
        self.row = self.column = 0
        self.known: dict[str, int] = {}  # letters of a column -> its number

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            place = attributes.get("r")
            if place is None:
                self.column += 1
            else:
                letters = place.rstrip("0123456789")
                number = self.known.get(letters)
                if number is None:
                    number = self.known[letters] = _column_number(letters)
                self.column, self.row = number, _row_number(place[len(letters) :])
        elif name in ("v", "is", "f"):  # only a cell that holds something counts
            if self.row > MOST_ROWS + HEAD_ROWS or self.column > MOST_COLUMNS:
                raise TooLargeError(_too_far(self.row, self.column))
            if name == "f" and len(self.looked.formulas) < MOST_FORMULAS:
                self.looked.formulas.add((self.row, self.column))
        elif name == "row":
            said = attributes.get("r", "")
            self.row = _row_number(said) if said.isdecimal() else self.row + 1
            self.column = 0


def _row_number(digits: str) -> int:
    """0 for none; too large for more digits than a number may have (int() refuses thousands of them).

    >>> _row_number("42"), _row_number(""), _row_number("9" * 5000)
    (42, 0, 100000000)
    """
    return int(digits or 0) if len(digits) < 9 else 100_000_000


def _column_number(letters: str) -> int:
    """ "A" -> 1, "XFD" -> 16384; too large for anything else.

    >>> _column_number("A"), _column_number("AB"), _column_number("")
    (1, 28, 1000000)
    """
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return 1_000_000
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _too_far(row: int, column: int) -> str:
    return too_many_columns(column) if column > MOST_COLUMNS else too_many_rows(row)


def too_many_columns(column: int) -> str:
    return _(
        "Tệp có dữ liệu ở cột thứ %(got)d; nhận nhiều nhất %(most)d cột. Xóa các cột thừa."
    ) % {
        "got": column,
        "most": MOST_COLUMNS,
    }


def too_many_rows(row: int) -> str:
    return _(
        "Tệp có dữ liệu ở dòng %(got)d; mỗi lần nhận nhiều nhất %(most)d dòng."
        " Chia thành nhiều tệp, hoặc xóa các dòng thừa."
    ) % {"got": row, "most": MOST_ROWS}
