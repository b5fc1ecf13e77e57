"""What is typed becomes a value, or a sentence that says what is expected and what was given."""

import contextlib
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.ui import dates, typed_values
from txng.ui.lists import grouped
from txng.ui.typed_values import TypedValueError


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1234", "1234"),
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234 567", "1234567"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("12,3456", "12.3456"),
    ],
)
def test_numbers_as_people_write_them(typed, value):
    assert typed_values.number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["12.345", "1,234"])
def test_a_number_with_two_meanings_is_not_guessed(typed):
    with pytest.raises(TypedValueError, match="có thể là"):
        typed_values.number(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "1..2", "1,2,3", "1.23.456", "1e5", "NaN", "١٢", "9" * 16, "--1", "1.2,3.4"],
)
def test_what_is_no_number_is_told_back(typed):
    with pytest.raises(TypedValueError, match="Cần một số như 1234,5; nhận được “"):
        typed_values.number(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_that_we_wrote_is_read_back_or_asked_about(value):
    told = grouped(value, "vi")
    if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", told):  # "1.234" and "1,234"
        with pytest.raises(TypedValueError, match="có thể là"):
            typed_values.number(told)
    else:
        assert typed_values.number(told) == value


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_a_day_that_we_wrote_is_read_back(day):
    assert typed_values.day(dates.written(day, "vi")) == day
    assert typed_values.day(day.isoformat()) == day
    assert typed_values.day(f"{day.day}-{day.month}-{day.year}") == day


@pytest.mark.parametrize("typed", ["31/02/2025", "29/02/2025", "00/01/2025", "01/13/2025"])
def test_a_day_that_no_calendar_has_is_refused(typed):
    with pytest.raises(TypedValueError, match="Lịch không có ngày"):
        typed_values.day(typed)


@pytest.mark.parametrize("typed", ["5/3/25", "tháng ba", "2025", "03/2025", "1/1/20255"])
def test_a_day_that_is_no_day_says_how_to_write_one(typed):
    with pytest.raises(TypedValueError, match="như 05/03/2025; nhận được “"):
        typed_values.day(typed)


def test_yes_and_no():
    assert [typed_values.flag(word) for word in ("Có", "CÓ", "x", "không", "0")] == [
        *(True, True, True, False, False)
    ]
    with pytest.raises(TypedValueError, match="Cần Có hoặc Không; nhận được “có lẽ”"):
        typed_values.flag("có lẽ")


def test_text_loses_what_prints_nothing():
    assert typed_values.text("  Đồi\u200b  3\x00\t") == "Đồi 3"
    assert typed_values.lines("một\r\n\n\n\nhai  ba ") == "một\n\nhai ba"


def test_a_long_text_is_told_back_short():
    assert typed_values.shown("a" * 100) == f"“{'a' * 60}…”"


@given(st.text(max_size=30))
def test_nonsense_gets_a_sentence_and_nothing_else(text):
    for reading in (typed_values.number, typed_values.day, typed_values.flag):
        with contextlib.suppress(TypedValueError):
            reading(text)
    assert typed_values.text(typed_values.text(text)) == typed_values.text(text)
