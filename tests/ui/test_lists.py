"""A register as a list: what an address asks for is what the page, the CSV and the Excel file hold."""

import io
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlencode

import openpyxl
import pytest
from django.core.exceptions import FieldDoesNotExist
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import people
from tests.ui.pages import REGISTER
from txng.accounts.models import Organisation, User
from txng.ui import lists
from txng.ui.paging import Keyset

pytestmark = pytest.mark.django_db
NAMES = ["=HYPERLINK(1)", "Anh Đào", "Bình Minh", "Cầu Đất", "Di Linh", "Đơn Dương", "Đạ Tẻh"]


@pytest.fixture
def many(pages):
    """34 organisations; Bình's agency is the 35th once a page is opened."""
    Organisation.objects.bulk_create(
        Organisation(name=f"{name} {number}", kind="enterprise", code=f"{number}-{index}")
        for number in range(5)
        for index, name in enumerate(NAMES)
        if (number, index) != (4, 6)
    )
    people.binh()


def get(address="/"):
    response = Client().get(address)
    assert response.status_code == 200
    return response


def page(address="/"):
    return unescape(get(address).content.decode())


def names(text):
    return re.findall(r'<td role="cell"[^>]*cell-head[^>]*><a href="[^"]+">([^<]+)<', text)


def next_address(text, rel="next"):
    found = re.search(rf'<a href="([^"]+)" rel="{rel}"', text)
    return f"/{found[1]}" if found else None


def walk(address="/", rel="next"):
    """Every name, page by page."""
    told = []
    while address:
        text = page(address)
        told.append(names(text))
        address = next_address(text, rel)
    return told


def test_pages_hold_every_row_once_and_in_order(many):
    parts = walk()
    rows = [name for part in parts for name in part]
    assert [len(part) for part in parts] == [10, 10, 10, 5]
    assert rows == list(Organisation.objects.order_by("name", "pk").values_list("name", flat=True))


@pytest.mark.parametrize("sort", ["name", "-name", "created_at", "-created_at", "-code"])
def test_the_way_back_shows_the_same_pages(many, sort):
    there = walk(f"/?sort={sort}")
    address = f"/?sort={sort}"
    while following := next_address(text := page(address)):
        address = following
    back = [names(text)]
    while previous := next_address(text, "prev"):
        text = page(previous)
        back.append(names(text))
    assert back[::-1] == there


@pytest.mark.parametrize("sort", ["created_at", "-created_at"])
def test_rows_that_sort_alike_are_told_apart_by_their_number(many, sort):
    Organisation.objects.update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    rows = [name for part in walk(f"/?sort={sort}") for name in part]
    assert len(rows) == len(set(rows)) == Organisation.objects.count()


def test_a_row_added_in_front_does_not_shift_the_next_page(many):
    first = page()
    Organisation.objects.create(name="!", kind="agency", code="front")
    second = page(next_address(first))
    assert len(names(first) + names(second)) == len(set(names(first) + names(second))) == 20


HALF_A_PAIR, NUL = "WyJcdWQ4MDAiLCAiMSJd", "WyJcdTAwMDAiLCAiMSJd"


@pytest.mark.parametrize(
    "cursor", ["x", "WyJhIl0", "bnVsbA", "WzEsMl0", "A" * 3000, "é", "W1td", HALF_A_PAIR, NUL]
)
def test_a_cursor_that_nobody_wrote_shows_the_beginning(many, cursor):
    assert names(page(f"/?after={cursor}")) == names(page())
    assert names(page(f"/?before={cursor}")) == names(page())


def test_search_and_filters_narrow_and_are_told(many):
    text = page("/?q=Cầu&kind=enterprise&unknown=1")
    assert names(text) == [f"Cầu Đất {number}" for number in range(5)]
    assert "5 dòng" in text
    assert "Tìm: “Cầu”" in text
    assert "Loại: Doanh nghiệp" in text
    assert 'href="?kind=enterprise"' in text  # the list without the words


def test_a_filter_that_is_not_offered_narrows_nothing(many):
    assert len(names(page("/?kind=pirates"))) == 10
    assert "Loại:" not in page("/?kind=pirates")


def test_a_sort_that_is_not_offered_sorts_as_always(many):
    assert names(page("/?sort=kind")) == names(page("/?sort=-")) == names(page())


def test_narrowing_begins_at_the_first_page_and_sorting_keeps_what_narrows(many):
    second = page(next_address(page("/?kind=enterprise")))
    assert 'href="?kind=enterprise&sort=code"' in second
    assert "after=" not in re.search(r'href="(\?kind=enterprise&sort=code)"', second)[1]


def test_nothing_found_says_what_to_try(many):
    text = page("/?q=zzz")
    assert "Không có dòng nào khớp" in text
    assert "thử viết không dấu" in text
    assert 'value="zzz"' in text


@pytest.mark.parametrize("text", ["***", "?!", "% _"])
def test_a_search_of_signs_alone_says_that_nothing_was_searched_for(many, text):
    page = get(f"/?{urlencode({'q': text})}").content.decode()
    assert "không có chữ hay số nào" in page
    assert "Chưa tìm gì" not in get("/?q=lang+biang").content.decode()
    assert "Chưa tìm gì" not in get("/").content.decode()


def test_an_empty_register_says_the_one_thing_to_do_next(pages):
    text = page("/?none=1")
    assert "Chưa có tổ chức nào." in text
    assert 'href="/form">Thêm tổ chức</a>' in text
    assert "<table" not in text


def test_what_is_too_many_to_sort_stands_by_number_and_is_not_counted(many):
    text = page("/?q=nh&sort=-name")
    assert "Rất nhiều kết quả" in text
    assert "aria-sort" not in text
    rows = [name for part in walk("/?q=nh") for name in part]
    by_number = Organisation.objects.filter(name__contains="nh").order_by("pk")
    assert rows == list(by_number.values_list("name", flat=True))


def test_a_broad_search_with_few_results_counts_them(many):
    assert "5 dòng" in page("/?q=Đơn Dương")


def test_a_page_costs_two_queries_and_those_of_its_frame(many, django_assert_num_queries):
    asked = lists.Asked("", {}, "", "", "", "")
    with django_assert_num_queries(2):
        REGISTER.page(Organisation.objects.all(), asked)
    with django_assert_num_queries(1):  # all of it on one page: nothing to count
        REGISTER.page(Organisation.objects.filter(name__startswith="A"), asked)


def test_counting_stops_at_its_limit(many, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 20)
    assert "Hơn 20 dòng" in page()


def test_the_csv_holds_exactly_what_is_filtered_and_no_formula(many):
    response = get("/?q=HYPER&format=csv")
    text = b"".join(response).decode()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="to-chuc-\d{4}-\d\d-\d\d.csv"', response["Content-Disposition"]
    )
    lines = text.removeprefix("\ufeff").splitlines()
    assert text.startswith("\ufeff")
    assert lines[0] == "Tên,Mã,Loại,Tạo lúc,Số người"
    assert [line.split(",")[0] for line in lines[1:]] == [f"'=HYPERLINK(1) {n}" for n in range(5)]


def test_the_csv_speaks_the_language_of_who_asked(many):
    text = b"".join(Client().get("/?format=csv&lang=en")).decode()
    assert re.search(r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d", text)


def test_the_excel_file_holds_values_and_says_where_they_come_from(many):
    response = get("/?q=HYPER&format=xlsx&sort=-name")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = list(book["Tổ chức"].iter_rows(values_only=True))
    assert rows[0] == ("Tên", "Mã", "Loại", "Tạo lúc", "Số người")
    assert [row[0] for row in rows[1:]] == [f"=HYPERLINK(1) {n}" for n in (4, 3, 2, 1, 0)]
    assert {cell.data_type for row in book["Tổ chức"].iter_rows() for cell in row} == {
        "s",
        "n",
        "d",
    }
    assert isinstance(rows[1][3], datetime)
    assert rows[1][4] == 15_000
    told = dict(book["Nguồn"].iter_rows(values_only=True))
    assert told["Lọc theo"] == "Tìm: “HYPER”"
    assert told["Người tải"] == "Bình"


def test_a_field_that_may_be_empty_cannot_be_sorted_by(db):
    with pytest.raises(FieldDoesNotExist, match="never NULL"):
        Keyset(User, "last_login").part(User.objects.all(), 1)


def test_an_order_that_is_no_column_is_refused():
    with pytest.raises(ValueError, match="a column that sorts"):
        lists.Register(name="x", title="x", columns=(lists.Column("a", "A"),), order="a")


@given(st.text(max_size=40))
def test_no_cursor_breaks_a_list(text):
    Keyset(Organisation, "name")._read(text)


def test_a_code_of_digits_is_no_number_and_a_short_one_stays_on_its_line():
    row = {"year": 2027, "urn": "urn:epc:id:sgtin:8931234.056789.1234567", "is_open": True}
    year = lists.Column("year", "Năm", value=lambda one: one["year"], kind="code")
    assert lists.written(year.of(row)) == "2027"
    assert lists.written(row["year"]) == "2.027"
    urn = lists.Column("urn", "Mã", value=lambda one: one["urn"], kind="code")
    cells = [lists.Cell(column, str(column.of(row)), "", "") for column in (year, urn)]
    assert [cell.is_short for cell in cells] == [True, False]
    assert not lists.Cell(lists.Column("name", "Tên"), "ngắn", "", "").is_short
