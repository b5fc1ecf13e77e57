"""The table of links: what a spreadsheet would run is written so that it does not, and read back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.resolver.links_csv import COLUMNS, NotATable, guarded, read, unguarded, write

ROW = {
    "code": "/01/09506000134352",
    "link_type": "gs1:pip",
    "href": "https://an.example/",
    "title": "Trang",
}


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=cmd|'/c calc'!A1"]
)
def test_a_formula_is_written_as_text(cell):
    written = write([{**ROW, "title": cell}])
    told = next(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert told["title"] == f"'{cell}"


@given(st.text(max_size=30))
def test_every_cell_comes_back(cell):
    assert unguarded(guarded(cell)) == cell or cell.startswith("'")


def test_a_table_comes_back_as_it_was():
    row = {
        **ROW,
        "hreflang": "vi en",
        "context": "vn",
        "default": "yes",
        "description": "Cà phê, “rang”",
    }
    ((number, told),) = read(write([row]))
    assert number == 2
    assert told["hreflang"] == ("vi", "en")
    assert told["description"] == "Cà phê, “rang”"
    assert told["default"] == "yes"


def test_semicolons_and_missing_columns_and_empty_rows_are_understood():
    text = "code;link_type;href;title\r\n/01/1;gs1:pip;https://an.example/;T\r\n;;;\r\n"
    ((_, told),) = read(text)
    assert (told["default"], told["description"], told["hreflang"]) == ("no", None, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n1,2",
        "code,link_type,href\n",
        ",".join(COLUMNS) + ",x\n",
        "code,link_type,href,title\n1,2,3\n",
        "code,code,link_type,href,title\n",
        'code,link_type,href,title\n"a',
        "code,link_type,href,title\n" + "a,b,c,d\n" * 5001,
    ],
)
def test_what_is_no_table_is_refused(text):
    with pytest.raises(NotATable):
        read(text)
