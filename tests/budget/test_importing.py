"""Lines from a workbook: what goes out comes in the same, and each wrong cell says what is expected."""

import io
from decimal import Decimal

import openpyxl
import pytest

from tests import people
from tests.budget import makers
from txng.budget import importing, words
from txng.budget.actions import lines
from txng.budget.models import BudgetLine
from txng.budget.queries import lines as queries
from txng.documents import imports
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Done, Given
from txng.ui.sheets import reading
from txng.ui.typed_values import TypedValueError

pytestmark = pytest.mark.django_db


def given(content: bytes) -> list[Given]:
    table = reading.read(importing.SHEET, content)
    assert [row.problems for row in table.rows if row.problems] == []
    return [Given(row.number, row.values) for row in table.rows]


def row(**changes):
    """A row that is right, by key of the column."""
    values = dict.fromkeys(column.key for column in importing.SHEET.columns)
    values |= {
        "year": 2026, "purpose": "ha-tang", "title": "Máy chủ", "total": Decimal(50_000_000),
        "source_1": "ngan-sach-tinh", "amount_1": Decimal(50_000_000),
    }  # fmt: skip
    return values | changes


def said(line):
    parts = sorted((part.source.code, part.proposed) for part in line.parts.all())
    return (line.year, line.agency.code, line.purpose, line.title, line.note, line.proposed, parts)


def test_a_round_trip_gives_the_same_lines():
    hoa = makers.hoa()
    for number in range(3):
        makers.draft(
            90_000_000, 10_000_000 + number, title=f"Lớp {number}", note="Hai ngày\nmột lớp"
        )
    before = [said(line) for line in queries.own_lines(hoa, 2026)]
    book = importing.filled(queries.own_lines(hoa, 2026))
    told = importing.apply(hoa, given(book))
    assert [one.outcome for one in told] == ["unchanged"] * 3
    for line in queries.own_lines(hoa, 2026):
        lines.drop_line(by=hoa, line=line)
    rows = given(book)
    for one in rows:
        one.values["code"] = None  # type: ignore[index]
    assert importing.check(hoa, rows) == {}
    assert [one.outcome for one in importing.apply(hoa, rows)] == ["created"] * 3
    assert [said(line) for line in queries.own_lines(hoa, 2026)] == before


def test_amounts_are_taken_with_points_and_refused_with_an_example():
    for typed, amount in (
        ("12.000.000", 12_000_000), ("12000000", 12_000_000), ("12 000 000 đ", 12_000_000),
        (" 350 đồng", 350), ("1.000", 1000),
    ):  # fmt: skip
        assert words.amount(typed) == Decimal(amount)
    for typed, told in (
        ("12,5 triệu", "như 12.000.000"), ("12,000,000", "như 12.000.000"), ("1.5", "như 12.000.000"),
        ("12.00.000", "như 12.000.000"), ("-5", "không được âm"), ("0", "lớn hơn 0"),
        ("9" * 15, "nhiều nhất"), ("mười", "như 12.000.000"), ("1e6", "như 12.000.000"),
    ):  # fmt: skip
        with pytest.raises(TypedValueError, match=told):
            words.amount(typed)
    assert words.amount_or_nothing("0") == 0


def test_a_sheet_says_at_the_cell_what_is_wrong():
    makers.draft()
    book = openpyxl.load_workbook(
        io.BytesIO(importing.filled(queries.own_lines(makers.hoa(), 2026)))
    )
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("Tổng (đồng)") + 1).value = "12,5 triệu"
    sheet.cell(2, heads.index("Nguồn 1") + 1).value = "Ví riêng"
    saved = io.BytesIO()
    book.save(saved)
    (read,) = reading.read(importing.SHEET, saved.getvalue()).rows
    assert {one.key for one in read.problems} == {"total", "source_1"}
    assert any("như 12.000.000" in one.sentence for one in read.problems)


def test_each_row_is_refused_where_the_page_would_refuse_it():
    hoa = makers.hoa()
    makers.source()
    sent = makers.proposed()
    health = people.staff_of("so-y-te")
    foreign = makers.draft(by=health)
    rows = [
        row(),
        row(total=Decimal(60_000_000)),
        row(purpose="may-in"),
        row(code=foreign.code),
        row(code=sent.code),
        row(agency="so-y-te"),
        row(agency="khong-co"),
        row(task="NV-999999"),
        row(source_2="von-doanh-nghiep"),
        row(code="abc"),
    ]
    found = importing.check(hoa, [Given(number, one) for number, one in enumerate(rows, 2)])
    assert {number: several[0].key for number, several in found.items()} == {
        3: "total", 4: "purpose", 5: "code", 6: "", 7: "agency", 8: "agency", 9: "task",
        10: "amount_2", 11: "code",
    }  # fmt: skip
    with pytest.raises(RowRefusedError):
        importing.apply(hoa, [Given(3, rows[1])])
    assert BudgetLine.objects.count() == 2


def test_undoing_takes_new_lines_away_and_gives_changed_ones_back():
    hoa = makers.hoa()
    line = makers.draft(100_000_000)
    makers.source()
    rows = [Given(2, row()), Given(3, row(code=line.code)), Given(4, row(title="Máy in"))]
    told = importing.apply(hoa, rows)
    assert [one.outcome for one in told] == ["created", "updated", "created"]
    lines.propose(by=hoa, line=queries.line(hoa, told[2].subject))
    done = [Done(one.number, one.values, what) for one, what in zip(rows, told, strict=True)]
    first, second, kept = importing.undo(hoa, done)
    assert (first, second) == ("", "")
    assert "Chờ thẩm định" in kept
    assert said(queries.line(hoa, line.code))[5] == Decimal(100_000_000)
    assert BudgetLine.objects.count() == 2


def test_enterprises_have_no_such_import():
    assert "du-toan" not in {one.code for one in imports.importers_for(people.an())}
    assert "du-toan" in {one.code for one in imports.importers_for(makers.hoa())}
