"""Marks of several agencies become a verdict that says why."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.products.rules import scoring
from txng.products.rules.scoring import Advice, Mark, MarkRefused, WeightsRefused, judge, ranking

SHEET = scoring.shipped()
CRITERIA = [one.id for one in SHEET.criteria]


def marks(agency="Sở A", **points):
    return [Mark(agency, criterion, n) for criterion, n in points.items()]


def kinds(verdict):
    return [one.kind for one in verdict.reasons]


def test_the_shipped_sheet_has_the_three_criteria_of_the_plan_and_the_share_of_grdp():
    assert CRITERIA == ["safety", "feasibility", "export", "grdp"]
    assert sum(SHEET.weights.values()) == 100
    assert all(
        len(one.levels) == len(one.levels_en) == SHEET.most_points + 1 for one in SHEET.criteria
    )
    assert all("6736" in one.source for one in SHEET.criteria)


def test_a_dangerous_exported_product_that_can_be_traced_becomes_mandatory():
    verdict = judge(marks(safety=4, feasibility=3, export=3, grdp=2), SHEET)
    assert verdict.total == 40 + Fraction(75, 4) + 15 + Fraction(15, 2)
    assert (verdict.advice, kinds(verdict)) == (Advice.MANDATORY, ["above"])


def test_what_nobody_can_carry_out_is_not_made_mandatory():
    verdict = judge(marks(safety=4, feasibility=1, export=4, grdp=4), SHEET)
    assert verdict.total >= SHEET.mandatory_from
    assert (verdict.advice, kinds(verdict)) == (Advice.PRIORITY, ["too_hard"])


def test_a_criterion_that_nobody_marked_leaves_it_open():
    verdict = judge(marks(safety=4, feasibility=4, export=4), SHEET)
    assert verdict.advice is Advice.UNDECIDED
    assert [one.criterion for one in verdict.reasons] == ["grdp"]


def test_agencies_far_apart_are_told_to_talk():
    both = marks("Sở A", safety=4, feasibility=2, export=2, grdp=2) + marks(
        "Sở B", safety=1, feasibility=2, export=2, grdp=3
    )
    verdict = judge(both, SHEET)
    assert verdict.lines[0].mean == Fraction(5, 2)
    apart = [one for one in verdict.reasons if one.kind == "apart"]
    assert [(one.criterion, one.value) for one in apart] == [("safety", 3)]


def test_the_threshold_itself_is_enough():
    weights = {"safety": 100, "feasibility": 0, "export": 0, "grdp": 0}
    at = judge(marks(safety=2), SHEET, weights)
    assert (at.total, at.advice) == (50, Advice.PRIORITY)
    exactly = scoring.Sheet(
        **{
            name: getattr(SHEET, name)
            for name in SHEET.__dataclass_fields__
            if name != "mandatory_from"
        },
        mandatory_from=50,
    )
    assert judge(marks(safety=2), exactly, weights).advice is Advice.MANDATORY


@pytest.mark.parametrize(
    "weights",
    [{}, {"safety": 100}, dict.fromkeys(CRITERIA, 20),
     {"safety": 120, "feasibility": -20, "export": 0, "grdp": 0}],
)  # fmt: skip
def test_weights_that_are_not_a_hundred_are_refused(weights):
    with pytest.raises(WeightsRefused):
        judge([], SHEET, weights)


@pytest.mark.parametrize(
    "wrong",
    [[Mark("A", "beauty", 1)], [Mark("A", "safety", 5)], [Mark("A", "safety", -1)],
     [Mark("A", "safety", 1), Mark("A", "safety", 2)]],
)  # fmt: skip
def test_marks_that_the_sheet_does_not_know_are_refused(wrong):
    with pytest.raises(MarkRefused):
        judge(wrong, SHEET)


def test_products_that_nothing_sets_apart_are_told_to_be_tied():
    same = judge(marks(safety=3, feasibility=2, export=2, grdp=1), SHEET)
    better = judge(marks(safety=4, feasibility=2, export=2, grdp=1), SHEET)
    places = ranking({"Chè": same, "Sầu riêng": better, "Cà phê": same, "Hoa": judge([], SHEET)})
    assert [(one.rank, one.product, one.tied_with) for one in places] == [
        (1, "Sầu riêng", ()), (2, "Chè", ("Cà phê",)), (2, "Cà phê", ("Chè",)), (4, "Hoa", ()),
    ]  # fmt: skip


def test_of_equal_totals_the_more_dangerous_comes_first():
    weights = {"safety": 50, "feasibility": 0, "export": 50, "grdp": 0}
    safe = judge(marks(safety=1, export=3), SHEET, weights)
    dangerous = judge(marks(safety=3, export=1), SHEET, weights)
    assert safe.total == dangerous.total
    assert [one.product for one in ranking({"a": safe, "b": dangerous})] == ["b", "a"]


points = st.fixed_dictionaries({name: st.integers(0, SHEET.most_points) for name in CRITERIA})


@given(st.lists(points, min_size=1, max_size=4))
def test_a_total_lies_between_nothing_and_a_hundred_and_order_does_not_matter(sheets):
    given_ = [mark for number, one in enumerate(sheets) for mark in marks(f"Sở {number}", **one)]
    verdict = judge(given_, SHEET)
    assert 0 <= verdict.total <= 100
    assert judge(reversed(given_), SHEET) == verdict
    assert sum(one.part for one in verdict.lines) == verdict.total


@given(points, st.sampled_from(CRITERIA))
def test_more_points_never_make_a_product_less_urgent(one, criterion):
    order = [Advice.LATER, Advice.PRIORITY, Advice.MANDATORY]
    more = one | {criterion: min(one[criterion] + 1, SHEET.most_points)}
    before, after = judge(marks(**one), SHEET), judge(marks(**more), SHEET)
    assert after.total >= before.total
    assert order.index(after.advice) >= order.index(before.advice)


@given(st.dictionaries(st.sampled_from("abcdef"), points, max_size=6))
def test_a_ranking_gives_each_product_one_place_and_ties_are_mutual(products):
    places = ranking({name: judge(marks(**one), SHEET) for name, one in products.items()})
    by_name = {one.product: one for one in places}
    assert sorted(by_name) == sorted(products)
    for one in places:
        assert one.rank == 1 + sum(other.rank < one.rank for other in places)
        assert all(one.product in by_name[other].tied_with for other in one.tied_with)
        assert all(by_name[other].rank == one.rank for other in one.tied_with)
