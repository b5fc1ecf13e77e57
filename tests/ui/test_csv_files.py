"""Exported cells are never run by a spreadsheet (reference/reliability.md F20)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.ui import csv_files


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "-", "-a", "＝1", '"=1', "\u00a0=1"],
)
def test_a_cell_that_would_run_gets_an_apostrophe(text):
    assert csv_files.guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "-1,5", "-1.234,5", "a=1", "", "Đạ Tẻh", "5800123456"])
def test_an_ordinary_cell_stays_as_it_is(text):
    assert csv_files.guarded(text) == text


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_a_line_is_read_back_with_nothing_dangerous_in_it(cells):
    if any("\x00" in cell for cell in cells):
        return
    (read,) = csv.reader(io.StringIO(csv_files.line(cells), newline=""))
    for cell, original in zip(read, cells, strict=True):
        assert cell.removeprefix("'") == original.removeprefix("'") or cell == original
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
