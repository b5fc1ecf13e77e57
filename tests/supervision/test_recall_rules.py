"""What a recall calls back, and how much came back: plain rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.supervision.recalling import BAG, CHERRY
from txng.supervision.rules import recalls as rules
from txng.supervision.rules.recalls import Scope, Thing

TODAY = date(2026, 11, 29)


@given(
    head=st.text("ABX-", max_size=5),
    size=st.integers(1, 8),
    numbers=st.tuples(st.integers(0), st.integers(0), st.integers(0)),
)
def test_a_range_holds_exactly_the_numbers_between_its_ends(head, size, numbers):
    first, last, asked = (f"{head}{number % 10**size:0{size}}" for number in numbers)
    first, last = sorted((first, last))
    assert rules.in_range(first, last, asked) is (first <= asked <= last)
    assert rules.range_size(first, last) == int(last[len(head) :]) - int(first[len(head) :]) + 1


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_no_text_breaks_a_range_and_its_size_agrees_with_it(first, last, asked):
    size = rules.range_size(first, last)
    assert size >= 0
    if rules.in_range(first, last, asked):
        assert size >= 1
        assert len(asked) == len(first)
    if size:
        assert rules.in_range(first, last, first)
        assert rules.in_range(first, last, last)


@given(st.integers(1, 400), st.integers(0, 60), st.integers(-100, 500))
def test_days_are_compared_with_both_ends(start, length, asked):
    begin = date(2026, 1, 1)
    scope = Scope(
        BAG, made_from=begin + timedelta(start), made_until=begin + timedelta(start + length)
    )
    thing = Thing(BAG, made_on=begin + timedelta(asked))
    assert (rules.concerns(scope, thing) == "yes") is (start <= asked <= start + length)


@pytest.mark.parametrize(
    ("scope", "thing", "told"),
    [
        (Scope(BAG, lot="L1"), Thing(BAG, "L1"), "yes"),
        (Scope(BAG, lot="L1"), Thing(BAG, "l1"), "no"),
        (Scope(BAG, lot="L1"), Thing(CHERRY, "L1"), "no"),
        (Scope(BAG, lot="L1"), Thing(BAG, "", "S1"), "maybe"),
        (Scope(BAG, first="S1", last="S5"), Thing(BAG, "L1", "S3"), "yes"),
        (Scope(BAG, first="S1", last="S5"), Thing(BAG, "L1", "S6"), "no"),
        (Scope(BAG, first="S1", last="S5"), Thing(BAG, "L1", "S²"), "no"),
        (Scope(BAG, first="S1", last="S5"), Thing(BAG, "L1"), "maybe"),
        (Scope(BAG), Thing(BAG), "yes"),
        (Scope(BAG, made_from=TODAY), Thing(BAG, "L1"), "maybe"),
        (Scope(BAG, made_from=TODAY), Thing(BAG, "L1", made_on=TODAY), "yes"),
        (Scope(BAG, made_until=TODAY), Thing(BAG, made_on=TODAY + timedelta(1)), "no"),
    ],
)
def test_what_a_recall_calls_back(scope, thing, told):
    assert rules.concerns(scope, thing) == told


def _known(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(rules.UNITS),
            st.none() | st.integers(0, 100),
            st.none() | st.integers(0, 50),
            st.booleans(),
        )
    )
)
def test_what_is_unknown_is_never_counted_as_nothing(rows):
    held = [
        rules.Held(unit, _known(out), _known(back), None, told) for unit, out, back, told in rows
    ]
    for came in rules.came_back(held):
        of_unit = [one for one in held if one.unit == came.unit]
        unsure = any(one.out is None or not one.is_answered for one in of_unit)
        assert (came.share is None) is (unsure or not came.out)
