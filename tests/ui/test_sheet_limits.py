"""Hostile and hopeless files are refused with one sentence, in little memory (reliability.md F14, F19)."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from tests.ui.sheet_files import GOOD, PLOTS, book, changed, sheet_xml
from txng.ui.sheets import parts, reading
from txng.ui.sheets.errors import SheetError, TooLargeError, UnreadableError, UnsafeError

PLAIN = book(GOOD)
SHEET = "xl__worksheets__sheet1_0xml"
CELL = '<row r="{row}"><c r="{place}"><v>1</v></c></row>'


def refusal(content):
    """The sentence, and that it cost less than 40 MB of Python's own memory."""
    tracemalloc.start()
    try:
        with pytest.raises(SheetError) as refused:
            reading.read(PLOTS, content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000 + 3 * len(content)
    return refused


def test_a_zip_bomb_is_refused_from_its_directory():
    bomb = changed(PLAIN, xl__media__a_0png=b"\0" * 60_000_000)
    assert len(bomb) < 100_000
    assert "lớn hơn 50 MB" in str(refusal(bomb).value)


def test_a_bomb_that_lies_about_its_size_inflates_no_further_than_it_says():
    """The size in directory and header made small: what is inflated ends there, and the sum is wrong."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in zipfile.ZipFile(io.BytesIO(PLAIN)).namelist():
            content = zipfile.ZipFile(io.BytesIO(PLAIN)).read(name)
            new.writestr(
                name, b"<a>" + b" " * 45_000_000 + b"</a>" if "sheet1" in name else content
            )
    lying = buffer.getvalue().replace(struct.pack("<L", 45_000_007), struct.pack("<L", 1000))
    assert refusal(lying).type is UnreadableError


def test_a_cell_at_the_far_end_takes_no_room():
    for row, place in (
        (1_048_576, "A1048576"),
        (2, "XFD2"),
        (1_048_576, "XFD1048576"),
        (2, "zzz2"),
        (2, "A" + "9" * 5000),
    ):
        far = changed(PLAIN, **{SHEET: sheet_xml(CELL.format(row=row, place=place))})
        assert refusal(far).type is TooLargeError


def test_a_far_cell_whose_place_is_hidden_is_found_too():
    hidden = [
        '<row r="1048576"><c><v>1</v></c></row>',
        '<row r="2"><c t=">" r="XFD2"><v>1</v></c></row>',
        "<row r='2'><c r = 'XFD2'><v>1</v></c></row>",
        '<row r="2"><c r="&#88;FD2"><v>1</v></c></row>',
        (
            '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="2">'
            '<x:c r="XFD2"><x:v>1</x:v></x:c></x:row>'
        ),
        "<row>" + "<c><v>1</v></c>" * 101 + "</row>",
        '<row r="2"><c r="A99999999999999999999"><v>1</v></c></row>',
    ]
    for cells in hidden:
        assert refusal(changed(PLAIN, **{SHEET: sheet_xml(cells)})).type in (
            TooLargeError,
            UnreadableError,
        )


def test_formatting_without_values_does_not_count():
    cells = "".join(
        f'<row r="{n}"><c r="XFD{n}" s="0"/></row>' for n in range(3, 1_048_576, 100_000)
    )
    heads = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{column.title}</t></is></c>'
        for letter, column in zip("ABCDEFGH", PLOTS.columns, strict=True)
    )
    values = '<c r="A2" t="inlineStr"><is><t>LD-1</t></is></c>'
    content = sheet_xml(f'<row r="1">{heads}</row><row r="2">{values}</row>{cells}')
    table = reading.read(PLOTS, changed(PLAIN, **{SHEET: content.encode()}))
    assert [row.values["code"] for row in table.rows] == ["LD-1"]


def test_a_million_rows_are_refused_with_the_number_of_a_row():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 30_000))
    sentence = str(refusal(changed(PLAIN, **{SHEET: sheet_xml(rows)})).value)
    assert sentence.startswith("Tệp có dữ liệu ở dòng 20011; mỗi lần nhận nhiều nhất 20000 dòng.")


def test_macros_and_links_to_other_files_are_refused():
    assert "macro" in str(refusal(changed(PLAIN, xl__vbaProject_0bin=b"x")).value)
    assert "macro" in str(refusal(changed(PLAIN, xl__macrosheets__sheet1_0xml=b"<a/>")).value)
    linked = refusal(changed(PLAIN, xl__externalLinks__externalLink1_0xml=b"<a/>"))
    assert linked.type is UnsafeError
    assert "liên kết tới tệp khác" in str(linked.value)


def test_xml_that_declares_entities_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "xx"><!ENTITY c "&b;&b;">]>' + sheet_xml("<row>&c;</row>")
    assert refusal(changed(PLAIN, **{SHEET: bomb})).type is UnsafeError
    strings = '<!DOCTYPE sst SYSTEM "file:///etc/passwd"><sst/>'
    assert refusal(changed(PLAIN, xl__sharedStrings_0xml=strings)).type is UnsafeError


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mật khẩu hoặc là Excel đời cũ"),
        (b"PK\x03\x04 broken", "tệp hỏng"),
        (PLAIN[:-200], "tệp hỏng"),
        (changed(PLAIN, xl__workbook_0xml=None), "không phải bảng tính Excel"),
        (changed(PLAIN, mimetype=b"application/vnd.oasis"), "không phải .xlsx"),
        (changed(PLAIN, **{SHEET: b"<worksheet>"}), "tệp hỏng"),
        (b"", "rỗng"),
        (b" " * (parts.MOST_BYTES + 1), "nhận nhiều nhất 20 MB"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content, sentence):
    assert sentence in str(refusal(content).value)


def test_a_password_inside_a_zip_is_told():
    locked = bytearray(PLAIN)
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)
    assert "mật khẩu" in str(refusal(bytes(locked)).value)


def test_two_parts_of_one_name_are_refused():
    buffer = io.BytesIO(PLAIN)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<a/>")
    assert refusal(buffer.getvalue()).type is UnreadableError


def test_csv_has_the_same_limits():
    lines = "Mã thửa,Tên thửa,Cây trồng\n" + "a,b,chè\n" * 20_011
    assert refusal(lines.encode()).type is TooLargeError
    assert refusal(("Mã thửa," + "x," * 150).encode()).type is TooLargeError


def test_cells_that_reach_less_far_than_they_might_still_fit_into_memory():
    """The largest rectangle that is let through: 20,010 rows of 100, with two cells in it."""
    corners = CELL.format(row=1, place="A1") + CELL.format(row=20_010, place="CV20010")
    assert "tên cột" in str(refusal_of_large(changed(PLAIN, **{SHEET: sheet_xml(corners)})))


def refusal_of_large(content):
    with pytest.raises(SheetError) as refused:
        reading.read(PLOTS, content)
    return refused.value
