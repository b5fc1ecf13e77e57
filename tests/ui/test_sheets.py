"""Excel as people use it: the template, the reading, the same file back in red."""

import contextlib
import io
import time
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.sheet_files import GOOD, HEADS, PLOTS, book, filled, saved
from txng.ui import csv_files
from txng.ui.sheets import marking, reading, templates
from txng.ui.sheets.errors import SheetError, UnreadableError, WrongTemplateError
from txng.ui.typed_values import TypedValueError

MARCH_5 = datetime(2020, 3, 5)  # noqa: DTZ001 - as Excel keeps it
VALUES = {
    "code": "LD-7",
    "name": "Đồi 3",
    "owner": "5800123456",
    "area_ha": Decimal("0.5"),
    "trees": 1200,
    "planted_on": date(2020, 3, 5),
    "crop": "coffee",
    "irrigated": True,
}


def row_of(*rows, **kwargs):
    table = reading.read(PLOTS, book(*rows, **kwargs))
    return table.rows[0]


def problems(**changes):
    """Sentences by key for the good row with some cells changed."""
    cells = dict(zip(HEADS, GOOD, strict=True)) | changes
    row = row_of(list(cells.values()))
    return {problem.key: problem.sentence for problem in row.problems}


def test_the_template_that_is_filled_in_is_read_as_it_was_meant():
    table = reading.read(PLOTS, filled(GOOD))
    assert [row.values for row in table.rows] == [VALUES]
    assert (table.notes, table.wrong, table.rows[0].number) == ([], 0, 2)


def test_the_template_in_english_is_read_as_well():
    with translation.override("en"):
        content = filled(["LD-7", "Hill", None, 1.5, None, None, "Chè", None])
    (row,) = reading.read(PLOTS, content).rows
    assert (row.values["area_ha"], row.values["crop"]) == (Decimal("1.5"), "tea")


def test_the_template_offers_lists_hints_and_a_guide():
    made = openpyxl.load_workbook(io.BytesIO(templates.written(PLOTS)))
    data = made["Thửa đất"]
    rules = {
        min(r.min_col for r in rule.sqref.ranges): rule
        for rule in data.data_validations.dataValidation
    }
    assert [cell.value for cell in data[1]] == HEADS
    assert rules[7].type == "list"
    assert [cell.value for cell in made["Danh mục"]["A"]] == [
        "Cây trồng",
        "Cà phê",
        "Chè",
        "Sầu riêng",
    ]
    assert rules[4].type == "decimal"
    assert rules[4].prompt == "Một số từ 0 đến 500,5."
    assert rules[1].prompt == "Ví dụ: LD-7"
    assert data["A5"].number_format == "General"
    assert data.column_dimensions["A"].width > 8
    assert made["_txng"].sheet_state == "veryHidden"
    guide = " ".join(str(cell.value) for row in made["Hướng dẫn"].iter_rows() for cell in row)
    assert "Mỗi dòng một thửa." in guide
    assert "plots 2" in guide
    assert "LD-7" in guide


@pytest.mark.parametrize(
    "heads",
    [
        [head.upper() for head in HEADS],
        [
            "ma thua",
            "TEN THUA",
            "ma so thue",
            "dien tich ha",
            "so cay",
            "ngay trong",
            "giong cay",
            "co tuoi",
        ],
        [column.key for column in PLOTS.columns],
        [f" {head} *" for head in HEADS],
    ],
)
def test_heads_are_known_without_marks_and_by_other_names(heads):
    assert row_of(GOOD, heads=heads).values == VALUES


def test_heads_may_stand_in_any_order_under_a_title_with_others_between():
    heads = ["Ghi chú", *reversed(HEADS)]
    made = openpyxl.Workbook()
    for row in (["DANH SÁCH THỬA"], [], heads, ["riêng tôi", *reversed(GOOD)]):
        made.active.append(row)
    table = reading.read(PLOTS, saved(made))
    assert [row.values for row in table.rows] == [VALUES]
    assert table.rows[0].number == 4
    assert table.notes == ["Không dùng đến cột: “Ghi chú”."]


def test_numbers_and_days_of_excel_are_taken_as_they_are():
    row = row_of([5800123456, 7, 5800123456.0, 0.1, 12.0, MARCH_5, "Chè", True])
    assert row.problems == []
    assert row.values == VALUES | {
        "code": "5800123456",
        "name": "7",
        "area_ha": Decimal("0.1"),
        "trees": 12,
        "crop": "tea",
    }


@pytest.mark.parametrize(
    ("head", "cell", "sentence"),
    [
        ("Mã thửa", None, "Ô này không được trống."),
        ("Mã thửa", "  ", "Ô này không được trống."),
        ("Mã thửa", "A" * 21, "Cần nhiều nhất 20 ký tự; nhận được 21."),
        ("Mã thửa", 1234567890123456768, "Excel đã làm tròn mã này vì ô là số."),
        ("Mã số thuế", "58001", "Mã số thuế phải có 10 hoặc 13 chữ số; nhận được “58001”."),
        ("Diện tích (ha)", "nửa héc", "Cần một số như 1234,5; nhận được “nửa héc”."),
        ("Diện tích (ha)", -1, "Cần ít nhất 0; nhận được “-1”."),
        ("Diện tích (ha)", 501, "Cần nhiều nhất 500,5; nhận được “501”."),
        ("Diện tích (ha)", MARCH_5, "Cần một số như 1234,5; nhận được “05/03/2020”."),
        ("Diện tích (ha)", True, "Cần một số như 1234,5; nhận được “Có”."),
        ("Số cây", 1.5, "Cần một số nguyên như 12; nhận được “1,5”."),
        ("Ngày trồng", 45000, "Cần ngày/tháng/năm như 05/03/2025; nhận được “45000”."),
        ("Ngày trồng", "31/02/2020", "Lịch không có ngày “31/02/2020”."),
        ("Cây trồng", "cafe", "Cần một trong: Cà phê, Chè, Sầu riêng; nhận được “cafe”."),
        ("Có tưới", "thỉnh thoảng", "Cần Có hoặc Không; nhận được “thỉnh thoảng”."),
    ],
)
def test_a_wrong_cell_gets_one_clear_sentence(head, cell, sentence):
    found = problems(**{head: cell})
    assert list(found) == [next(c.key for c in PLOTS.columns if c.title == head)]
    assert next(iter(found.values())).startswith(sentence)


def test_a_code_that_stands_twice_names_the_other_row():
    table = reading.read(PLOTS, book(GOOD, GOOD, ["LD-8", *GOOD[1:]]))
    assert [row.problems for row in table.rows][::2] == [[], []]
    assert table.rows[1].problems == [reading.Problem("code", "Trùng với dòng 2.")]


def test_a_formula_is_never_taken_for_its_result():
    found = problems(**{"Số cây": "=1+1", "Tên thửa": '=HYPERLINK("http://evil.example")'})
    assert set(found) == {"trees", "name"}
    assert "Ô này là công thức" in found["trees"]


def test_empty_rows_between_are_skipped_and_numbers_stay_true():
    table = reading.read(PLOTS, book(GOOD, [], [None, "  "], ["LD-8", *GOOD[1:]]))
    assert [row.number for row in table.rows] == [2, 5]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (book(heads=HEADS), "Tệp chưa có dòng dữ liệu nào"),
        (book(["a"], heads=["x", "y"]), "Không thấy dòng tên cột trong 10 dòng đầu"),
        (book(GOOD[1:], heads=HEADS[1:]), "Thiếu: “Mã thửa”"),
        (book([*GOOD, "x"], heads=[*HEADS, "mã thửa"]), "Cột “Mã thửa” có hai lần"),
    ],
)
def test_a_file_that_does_not_follow_the_template_is_told_how(content, sentence):
    with pytest.raises(WrongTemplateError, match=sentence):
        reading.read(PLOTS, content)


def test_the_template_of_another_register_is_told_apart():
    other = openpyxl.load_workbook(io.BytesIO(filled(GOOD)))
    other["_txng"]["B1"], other["_txng"]["D1"] = "firms", "Cơ sở"
    with pytest.raises(WrongTemplateError, match="là mẫu của sổ khác"):
        reading.read(PLOTS, saved(other))


def test_an_older_template_is_read_and_told():
    older = openpyxl.load_workbook(io.BytesIO(filled(GOOD)))
    older["_txng"]["C1"] = "1"
    table = reading.read(PLOTS, saved(older))
    assert table.notes == ["Tệp theo bản mẫu 1; bản đang dùng là 2. Các cột khớp nên vẫn đọc được."]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_program_is_read(delimiter, encoding):
    cells = [str(cell).replace(",", ".") if delimiter == "," else str(cell) for cell in GOOD]
    text = "\r\n".join(delimiter.join(row) for row in (HEADS, cells)) + "\r\n"
    (row,) = reading.read(PLOTS, text.encode(encoding)).rows
    assert row.values == VALUES


def test_csv_that_we_exported_is_read_back():
    text = (
        csv_files.BOM + csv_files.line(HEADS) + csv_files.line(["-7", "=tên", *map(str, GOOD[2:])])
    )
    (row,) = reading.read(PLOTS, text.encode()).rows
    assert (row.values["code"], row.values["name"]) == ("-7", "=tên")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"M\xe3 th\xffa \x80", b"a\x00b"])
def test_what_is_no_table_says_what_to_send(content):
    with pytest.raises(UnreadableError, match=r"Lưu lại thành [.]xlsx rồi gửi"):
        reading.read(PLOTS, content)


def marked(content):
    table = reading.read(PLOTS, content)
    wrong = {row.number: row.problems for row in table.rows if row.problems}
    return marking.written(PLOTS, table, wrong)


def test_the_marked_copy_has_every_row_red_cells_and_a_column_of_errors():
    bad = ["LD-8", "Đồi 4", None, "nửa", 3, "5/3/2020", "cafe", None, "giữ"]
    content = book([*GOOD, "riêng"], bad, heads=[*HEADS, "Ghi chú"])
    sheet = openpyxl.load_workbook(io.BytesIO(marked(content))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (*HEADS, "Ghi chú", "Lỗi")
    assert rows[1][:9] == (*GOOD, "riêng")
    assert rows[1][9] is None
    assert rows[2][9].startswith(
        "Diện tích (ha): Cần một số như 1234,5; nhận được “nửa”. Cây trồng:"
    )
    red = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == "FFFDEBEA"
    }
    assert red == {"D3", "G3", "J3"}
    assert "nhận được “cafe”" in sheet["G3"].comment.text


def test_the_marked_copy_can_be_mended_and_sent_again():
    content = marked(book(GOOD, ["LD-8", *GOOD[1:6], "cafe", None]))
    again = openpyxl.load_workbook(io.BytesIO(content))
    again.worksheets[0]["G3"] = "Chè"
    table = reading.read(PLOTS, saved(again))
    assert (len(table.rows), table.wrong, table.notes) == (2, 0, [])
    assert {column.key for column in table.columns.values()} == set(VALUES)
    assert "_txng" in again.sheetnames


def test_the_marked_copy_never_holds_a_formula():
    content = marked(book(["=1+1", "@x", None, "=A1", None, None, "-x", None]))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


CELL = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-(10**6), 10**6), st.floats(allow_nan=False, width=32),
    st.booleans(), st.dates(min_value=date(1901, 1, 1), max_value=date(2999, 1, 1)),
)  # fmt: skip


@given(st.lists(CELL, min_size=8, max_size=8))
def test_any_cell_becomes_a_value_or_a_sentence(cells):
    readers = [column.reader() for column in PLOTS.columns]
    for column, read, cell in zip(PLOTS.columns, readers, cells, strict=True):
        with contextlib.suppress(TypedValueError):
            assert read(cell) is None or cell is not None, column.key


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(content):
    for sent in (content, b"PK" + content, b"PK\x03\x04" + content):
        with pytest.raises(SheetError) as refused:
            reading.read(PLOTS, sent)
        assert str(refused.value)


def test_ten_thousand_rows_are_checked_and_marked_in_a_few_seconds_of_one_core():
    row = ["Đồi", "5800123456", 0.5, 7, MARCH_5, "Chè", "Có"]
    content = book(*([f"LD-{number}", *row] for number in range(10_000)))
    started = time.process_time()
    table = reading.read(PLOTS, content)
    read = time.process_time()
    wrong = {one.number: [reading.Problem("crop", "x" * 60)] for one in table.rows[::10]}
    marking.written(PLOTS, table, wrong)
    assert (len(table.rows), table.wrong) == (10_000, 0)
    assert read - started < 5
    assert time.process_time() - read < 10
