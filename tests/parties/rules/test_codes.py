"""Codes of ours, and codes that agencies give: each in the format of its day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.parties.rules import Refused, code_formats, own_codes, periods

NUMBER = st.integers(1, 10**9)


@given(st.sampled_from(own_codes.REGISTERS), NUMBER)
def test_a_code_of_ours_is_read_back(register, number):
    code = own_codes.code_of(register, number)
    assert own_codes.read(code) == own_codes.read(code.lower().replace("-", " ")) == code


@given(st.sampled_from(own_codes.REGISTERS), NUMBER, st.data())
def test_one_wrong_digit_is_noticed(register, number, data):
    code = own_codes.code_of(register, number)
    place = data.draw(st.sampled_from([at for at, sign in enumerate(code) if sign.isdigit()]))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != code[place]]))
    with pytest.raises(Refused):
        own_codes.read(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "own_code_form"),
        ("XX-000001-2", "own_code_form"),
        ("DV-000043-0", "own_code_check_digit"),
    ],
)
def test_what_is_wrong_with_a_code_of_ours(text, word):
    with pytest.raises(Refused, match=word):
        own_codes.read(text)


def test_a_code_of_another_register_is_not_taken():
    with pytest.raises(Refused, match="own_code_form"):
        own_codes.read(own_codes.code_of("CS", 1), register="DV")


def test_a_planting_area_keeps_the_format_of_its_day():
    before = code_formats.read("VN-68-675-24865-01-23", "vung-trong", issued_on=date(2023, 5, 1))
    after = code_formats.read("vn.68.24848.01.26", "vung-trong", issued_on=date(2026, 5, 1))
    assert (before.format.format, before.parts["commune"]) == ("vung-trong-2022", "24865")
    assert (after.text, after.format.format) == ("VN-68-24848-01-26", "vung-trong-2025")


def test_a_district_after_its_end_is_told_that_the_years_differ():
    with pytest.raises(Refused) as caught:
        code_formats.read("VN-68-675-24865-01-26", "vung-trong", issued_on=date(2026, 5, 1))
    assert caught.value.problem.word == "area_code_other_years"
    assert "VN-tỉnh-xã" in caught.value.problem.values["written"]


def test_the_year_at_the_end_is_the_year_of_issue():
    with pytest.raises(Refused) as caught:
        code_formats.read("VN-68-24848-01-25", "vung-trong", issued_on=date(2026, 5, 1))
    assert caught.value.problem.values == {"got": "25", "expected": "26"}


@pytest.mark.parametrize("kind", code_formats.KINDS)
def test_export_codes_are_known_whenever_they_were_issued(kind):
    text = {"vung-trong": "VN-LDOR-0001", "co-so-dong-goi": "VN-LDPH-001"}[kind]
    for day in (date(2015, 1, 1), date(2026, 1, 1)):
        assert code_formats.read(text, kind, issued_on=day).format.market == "xuat-khau"


def test_a_code_of_no_format_is_told_an_example():
    with pytest.raises(Refused) as caught:
        code_formats.read("ABC", "co-so-dong-goi", issued_on=date(2026, 1, 1))
    assert caught.value.problem.word == "area_code_form"
    assert "VN-LDPH-001" in caught.value.problem.values["example"]


def test_every_format_reads_its_own_example():
    for one in code_formats.formats():
        day = one.period.last or one.period.first or date(2026, 1, 1)
        text = (
            one.example[:-2] + f"{day.year % 100:02}"
            if "year" in one.pattern.pattern
            else one.example
        )
        assert code_formats.read(text, one.kind, issued_on=day).format is one


@given(st.text(max_size=50), st.sampled_from(code_formats.KINDS))
def test_anything_typed_is_read_or_refused(text, kind):
    try:
        code = code_formats.read(text, kind, issued_on=date(2026, 1, 1))
    except Refused:
        return
    assert code_formats.read(code.text, kind, issued_on=date(2026, 1, 1)) == code


DAYS = st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2019, 2, 28)))


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_periods_meet_when_some_day_lies_in_both(first, last, other_first, other_last):
    try:
        one, other = periods.period(first, last), periods.period(other_first, other_last)
    except Refused:
        return
    days = [date.fromordinal(date(2018, 12, 31).toordinal() + n) for n in range(62)]
    assert one.meets(other) == any(one.holds(day) and other.holds(day) for day in days)


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused, match="period_backwards"):
        periods.period(date(2026, 2, 1), date(2026, 1, 31))
    with pytest.raises(Refused, match="period_far"):
        periods.period(date(26, 2, 1), None)
