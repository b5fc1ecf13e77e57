"""The life of a label, the quota of a lot, the fee of a prefix: decisions in plain Python."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.barcodes.rules import RIGHTS, fees, life, quotas

STEPS = st.lists(st.sampled_from(list(life.MOVES)), max_size=12)


def test_the_straight_way_through_a_life():
    state = "issued"
    told = []
    for step in ("print", "activate", "ship", "sell"):
        state = life.after(step, state)
        told.append(state)
    assert told == ["printed", "commissioned", "shipped", "sold"]


@given(STEPS)
def test_no_way_leads_back_and_nothing_leaves_the_end(steps):
    state, passed = "issued", ["issued"]
    for step in steps:
        state = life.after(step, state) or state
        passed.append(state)
    ranks = [life.STATES.index(one) for one in passed]
    assert ranks == sorted(ranks)
    if "decommissioned" in passed:
        assert set(passed[passed.index("decommissioned") :]) == {"decommissioned"}


@pytest.mark.parametrize("state", ["issued", "commissioned", "shipped", "sold", "decommissioned"])
def test_only_a_printed_label_is_activated(state):
    assert life.after("activate", state) is None


def test_every_step_needs_a_right_that_has_a_sentence():
    assert {move.right for move in life.MOVES.values()} <= set(RIGHTS)
    assert life.MOVES["cancel"].right != life.MOVES["activate"].right


def test_a_label_scanned_three_times_is_one_label():
    assert not life.scan_back(1000, [5, 5, 5]).is_enough
    assert life.scan_back(1000, [5, 500, 999]).is_enough
    assert life.scan_back(2, [1, 2]).is_enough
    assert not life.scan_back(1000, [5, 500, 1001, 0]).is_enough  # no labels of this batch


def test_the_page_says_live_only_between_activation_and_the_end():
    assert [life.activation(state) for state in life.STATES] == [
        "not yet", "not yet", "active", "active", "active", "ended",
    ]  # fmt: skip


def test_the_state_of_a_batch_is_that_of_its_last_label():
    assert life.state_of({"printed": 1, "commissioned": 99}) == "printed"
    assert life.state_of({"decommissioned": 5}) == "decommissioned"
    assert life.state_of({}) == "issued"


@given(
    st.decimals(min_value="0.001", max_value="9999999", places=3),
    st.decimals(min_value="0.1", max_value="50000", places=1),
)
def test_the_labels_of_a_lot_never_cover_more_than_its_weight_and_the_spare_ones(kg, gram):
    allowed = quotas.allowance(kg, gram)
    assert allowed.units * gram <= kg * 1000 < (allowed.units + 1) * gram
    assert allowed.units * 2 <= allowed.spare * 100 < allowed.units * 2 + 100


def test_a_quota_is_taken_to_its_last_label_and_no_further():
    assert quotas.take(allowed=10, taken=7, wanted=3).is_allowed
    assert not quotas.take(allowed=10, taken=7, wanted=4).is_allowed
    assert not quotas.take(allowed=10, taken=12, wanted=1).is_allowed
    assert not quotas.take(allowed=10, taken=0, wanted=0).is_allowed
    assert quotas.take(allowed=10, taken=12, wanted=1).left == 0


def fee(start, end=None, once=1_000_000, yearly=500_000):
    return fees.Fee("GCP-10", once, yearly, start, end, "bảng phí")


def test_registering_after_june_costs_half_a_year():
    table = [fee(date(2026, 1, 1))]
    assert fees.bill(table, "GCP-10", date(2026, 6, 30)).first == 1_500_000
    assert fees.bill(table, "GCP-10", date(2026, 7, 1)).first == 1_250_000


def test_a_fee_holds_in_its_time_only_and_the_newer_one_wins():
    table = [
        fee(date(2020, 1, 1), date(2025, 12, 31), once=1),
        fee(date(2026, 1, 1), once=2),
        fee(date(2027, 1, 1), once=3),
    ]
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1))
    assert [fees.bill(table, "GCP-10", day).once for day in days] == [1, 2, 3]
    assert fees.bill(table, "GCP-10", date(2019, 12, 31)) is None
    assert fees.bill(table, "GCP-9", date(2026, 1, 1)) is None


def test_a_yearly_fee_is_told_sixty_days_before_and_when_it_is_late():
    days = (date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 1))
    told = [fees.due(2025, day).state for day in days]
    assert told == ["quiet", "soon", "soon", "late"]
    assert fees.due(2025, date(2026, 7, 10)).days == -10
