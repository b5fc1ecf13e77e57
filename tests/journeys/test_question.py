"""What an address asks: everything back and forth, nothing guessed."""

from datetime import date

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from txng.journeys.question import Question, read

days = st.dates(date(2000, 1, 1), date(2050, 1, 1))


def of(text: str) -> Question:
    given = QueryDict(text)
    return read(given, dict(given.lists()))


@given(
    st.builds(
        Question,
        code=st.text(min_size=1, max_size=30).map(str.strip).filter(bool),
        direction=st.sampled_from(["up", "down", "both"]),
        depth=st.integers(0, 99),
        first=st.none() | st.just(date(2020, 1, 1)),
        last=st.none() | days.filter(lambda day: day >= date(2020, 1, 1)),
        missing=st.booleans(),
        whole=st.booleans(),
        checks=st.booleans(),
        opened=st.lists(st.text("0123456789abcdef", min_size=1, max_size=12), unique=True).map(
            tuple
        ),
        node=st.text("0123456789abcdef", max_size=12),
    )
)
def test_an_address_says_what_was_asked(question):
    assert of(question.query()) == question


def test_what_is_not_understood_is_named_and_left_out():
    found = of("code=1&depth=viele&from=hôm-qua&direction=sideways&missing=yes")
    assert found == Question("1", ignored=("from", "direction", "depth", "missing")) or set(
        found.ignored
    ) == {"from", "direction", "depth", "missing"}
    assert (found.depth, found.first, found.direction, found.missing) == (0, None, "both", False)


def test_a_span_that_ends_before_it_begins_loses_its_end():
    found = of("code=1&from=2025-02-01&to=2025-01-01")
    assert (found.first, found.last, found.ignored) == (date(2025, 2, 1), None, ("to",))


def test_ids_that_are_none_never_reach_the_page():
    assert of("code=1&open=<script>&node=%22&open=ab12").opened == ("ab12",)
    assert of("code=1&node=%22onload").node == ""


def test_removing_filters_keeps_code_and_direction():
    asked = of("code=77&direction=up&depth=2&missing=1&open=ab&node=cd")
    assert of(asked.unfiltered()) == Question("77", "up", opened=("ab",))
