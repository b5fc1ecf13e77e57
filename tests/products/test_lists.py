"""The life of a version of a list, and which version holds on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.products.rules import lists
from txng.products.rules.lists import Chosen, Decision, Refusal

DECISION = Decision(
    "12/QĐ-UBND", date(2026, 6, 1), "UBND tỉnh", date(2026, 7, 1), "Luật 78/2025/QH15"
)
COFFEE = Chosen("Cà phê", 2, True)


def issue(decision=DECISION, chosen=(COFFEE,), **other):
    values = {
        "kind": lists.MANDATORY,
        "seen": lists.SCORING,
        "state": lists.SCORING,
        "last_from": None,
    }
    return lists.may_issue(decision, chosen, **values | other)


def test_a_version_goes_from_draft_to_scoring_step_by_step():
    state, passed = lists.DRAFT, []
    while state != lists.SCORING:
        state = lists.step_on(seen=state, state=state, proposals=1)
        passed.append(state)
    assert passed == [lists.COLLECTING, lists.CONSULTING, lists.SCORING]
    assert lists.step_on(seen=state, state=state, proposals=1) == Refusal("state", (lists.SCORING,))


def test_nobody_is_asked_about_nothing():
    assert lists.step_on(seen=lists.COLLECTING, state=lists.COLLECTING, proposals=0) == Refusal(
        "empty"
    )


def test_whoever_comes_second_is_told_what_stands_there_now():
    assert lists.step_on(seen=lists.COLLECTING, state=lists.CONSULTING, proposals=3) == Refusal(
        "seen", (lists.CONSULTING,)
    )
    assert issue(state=lists.ISSUED) == Refusal("seen", (lists.ISSUED,))


@pytest.mark.parametrize("verb", sorted(lists.ALLOWED))
def test_nothing_changes_a_version_that_is_issued_or_dropped(verb):
    assert lists.refusal(verb, lists.ISSUED) == Refusal("state", (lists.ISSUED,))
    assert lists.refusal(verb, lists.DROPPED) == Refusal("state", (lists.DROPPED,))


@pytest.mark.parametrize(
    ("verb", "state"),
    [("propose", lists.COLLECTING), ("give_opinion", lists.CONSULTING), ("mark", lists.SCORING),
     ("issue", lists.SCORING), ("set_weights", lists.DRAFT), ("join", lists.CONSULTING)],
)  # fmt: skip
def test_each_verb_has_its_time(verb, state):
    assert lists.refusal(verb, state) is None
    early = lists.STATES[lists.STATES.index(state) - 1]
    if state not in (lists.DRAFT, lists.CONSULTING):
        assert lists.refusal(verb, early) is not None


def test_a_decision_with_marked_items_and_a_roadmap_may_be_issued():
    assert issue() is None
    assert issue(last_from=date(2026, 6, 30)) is None
    assert issue(DECISION, [Chosen("Chè", 0, True)], kind=lists.PRIORITY) is None


@pytest.mark.parametrize(
    ("chosen", "other", "kind"),
    [
        ((), {}, "empty"),
        ((Chosen("Chè", 0, True),), {}, "no_roadmap"),
        ((Chosen("Chè", 1, False),), {}, "unmarked"),
        ((COFFEE,), {"last_from": date(2026, 7, 1)}, "before_older"),
        ((COFFEE,), {"last_from": date(2026, 9, 1)}, "before_older"),
    ],
)
def test_what_is_not_ready_is_not_issued(chosen, other, kind):
    assert issue(DECISION, chosen, **other).kind == kind


def test_a_list_does_not_hold_before_it_was_decided():
    early = Decision("1", date(2026, 6, 1), "UBND tỉnh", date(2026, 5, 31), "Luật")
    assert issue(early) == Refusal("before_decision", ("2026-06-01",))


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(st.dictionaries(days, st.none() | st.integers(0, 900), max_size=6), days)
def test_on_every_day_at_most_one_version_holds_and_it_is_the_newest_not_repealed(rows, day):
    issued = [
        (number, start, None if after is None else start + timedelta(days=after))
        for number, (start, after) in enumerate(rows.items())
    ]
    begun = [row for row in issued if row[1] <= day]
    newest = max(begun, key=lambda row: row[1], default=None)
    expected = newest[0] if newest is not None and (newest[2] is None or day < newest[2]) else None
    assert lists.in_force(issued, day) == expected
    assert sum(one.holds_on(day) for one in lists.periods(issued)) <= 1
