"""Milestones: absolute days, months after the list takes effect, more time for the small."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.products.rules.roadmap import (
    REQUIREMENTS,
    Milestone,
    clashes,
    governing,
    months_later,
)

START = date(2026, 7, 1)


def test_an_absolute_day_and_months_after_the_list_takes_effect():
    assert Milestone("code", due_on=date(2027, 1, 1)).day(START) == date(2027, 1, 1)
    assert Milestone("code", months_after=6).day(START) == date(2027, 1, 1)
    assert Milestone("code", months_after=0).day(START) == START


def test_nothing_is_due_before_the_list_holds():
    assert Milestone("code", due_on=date(2025, 1, 1)).day(START) == START


def test_a_small_one_gets_its_own_day():
    everybody, small = (
        Milestone("events", months_after=6),
        Milestone("events", months_after=18, sizes=("sieu-nho", "nho")),
    )
    code = Milestone("code", months_after=0)
    for rows in ([everybody, small, code], [code, small, everybody]):
        assert set(governing(rows, "nho")) == {small, code}
        assert set(governing(rows, "lon")) == {everybody, code}
        assert set(governing(rows, "")) == {everybody, code}


def test_two_days_for_one_requirement_and_one_size_clash():
    a, b = Milestone("code", months_after=1), Milestone("code", months_after=2)
    c, d = (
        Milestone("code", months_after=3, sizes=("nho",)),
        Milestone("code", months_after=4, sizes=("nho", "vua")),
    )
    assert clashes([a, b]) == [(a, b)]
    assert clashes([c, d]) == [(c, d)]
    assert clashes([a, c, Milestone("events", months_after=1)]) == []


@pytest.mark.parametrize(
    "wrong",
    [{"requirement": "joy", "months_after": 1}, {"requirement": "code"},
     {"requirement": "code", "months_after": 1, "due_on": START},
     {"requirement": "code", "months_after": -1}, {"requirement": "code", "months_after": 121}],
)  # fmt: skip
def test_a_milestone_says_what_and_exactly_one_day(wrong):
    with pytest.raises(ValueError, match="Expected"):
        Milestone(**wrong)


def test_every_requirement_names_its_law_in_both_languages():
    for one in REQUIREMENTS.values():
        assert one.basis
        assert one.basis_en
        assert one.vi != one.en


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 120))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    if later.day < day.day:
        assert date.fromordinal(later.toordinal() + 1).day == 1
