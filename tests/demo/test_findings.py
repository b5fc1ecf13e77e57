"""What an inspector sees: each planted fault comes out as a finding, and nothing else does."""

from datetime import UTC, datetime

import pytest

from tests.demo.evidence import LINK, evidence, province, trace
from tests.trace.stock import Recorded
from txng.demo import enterprises
from txng.demo.samples import SAMPLES, Sample
from txng.trace.balance.of_site import of_site
from txng.trace.balance.of_thing import of_thing
from txng.trace.balance.plots import of_plot
from txng.trace.book import Book
from txng.trace.completeness import completeness
from txng.trace.findings import Finding, Severity, Verdict
from txng.trace.ledger import ledgers
from txng.trace.movements import WHERE_GOODS_ARE, Kind
from txng.trace.profile import for_group, shipped

# fault -> the rules that it breaks. More than trees bear is also more than their certificate covers.
FOUND = {
    "nobody_shipped_it": {"lot.broken_step"},
    "more_roasted_than_green": {"process.yield"},
    "sold_twice": {"lot.sold_twice"},
    "received_before_shipped": {"lot.received_before_shipped"},
    "ten_times_too_much": {"plot.yield"},
    "certificate_over_used": {"certificate.yield"},
    "more_than_trees_bear": {"plot.yield", "certificate.quantity"},
    "recalled": {"lot.recalled"},
}


def broken(code: str) -> list[Finding]:
    found = of_thing(evidence(), trace(code)).findings
    return [one for one in found if one.verdict is Verdict.BROKEN]


def test_every_planted_fault_has_its_findings():
    assert {one.fault for one in SAMPLES if one.fault} == set(FOUND)


@pytest.mark.parametrize(
    "sample", SAMPLES, ids=lambda one: f"{one.chain}-{one.fault}-{one.code[-6:]}"
)
def test_a_sample_shows_what_was_planted_in_it_and_nothing_else(sample: Sample):
    expected = FOUND[sample.fault] if sample.fault else set()
    assert {one.rule for one in broken(sample.code)} == expected


@pytest.mark.parametrize(
    "sample", [one for one in SAMPLES if one.kind == "ordinary"], ids=lambda one: one.code
)
def test_of_an_ordinary_sample_everything_can_be_judged(sample: Sample):
    found = of_thing(evidence(), trace(sample.code)).findings
    assert [one for one in found if one.verdict is not Verdict.HOLDS] == []
    assert len(found) >= 8


def test_the_planted_figures_are_told():
    grown = next(one.code for one in SAMPLES if one.fault == "more_roasted_than_green")
    (finding,) = broken(grown)
    assert finding.got is not None
    assert 1.30 < float(finding.got) < 1.32  # type: ignore[arg-type]
    assert finding.severity is Severity.ALARM
    lent = next(one.code for one in SAMPLES if one.fault == "more_than_trees_bear")
    plot = next(one for one in broken(lent) if one.rule == "plot.yield")
    assert float(plot.values["per_hectare"].value) > 34_000  # type: ignore[union-attr, arg-type]


def test_all_finished_lots_without_a_planted_fault_balance():
    """Every finished lot of the small province, not only those on hand-outs."""
    chains = {one.id: one.group for one in enterprises.PRODUCTS if one.stage == "finished"}
    wrong = set()
    lots = {
        element.epc_class
        for recorded in province().events
        for element in getattr(recorded.event, "output_quantity_list", ())
        if element.epc_class.rpartition("/10/")[0] in chains
    }
    for lot in lots:
        if broken(lot):
            wrong.add((chains[lot.rpartition("/10/")[0]], int(lot[-4:])))
    assert len(lots) > 100
    assert wrong == {
        ("coffee", 3),
        ("coffee", 5),
        ("vegetables", 2),
        ("vegetables", 6),
        ("rice", 3),
        ("rice", 6),
        ("durian", 2),
        ("durian", 7),
        *(("durian", unit) for unit in (5, 8, 11)),  # other pickings of the plot with the lent code
    }


def test_only_what_was_planted_is_out_of_order_in_the_whole_book():
    book = Book(province().events, evidence().content)
    strange = {
        (account.kind, thing)
        for thing, ledger in ledgers(book).items()
        for account, held in ledger.balances().items()
        for amount in held.values()
        if amount is None
        or account.kind is Kind.UNEXPLAINED
        or (account.kind in WHERE_GOODS_ARE and amount < 0)
    }
    sold_twice = next(one.code for one in SAMPLES if one.fault == "sold_twice")
    assert strange == {
        (Kind.UNEXPLAINED, LINK + sold_twice),
        (Kind.TRANSIT, f"{enterprises.GREEN.id}/10/260119Q0003"),  # received, never shipped
    }


# --- sites, plots --------------------------------------------------------------------------------


def test_every_site_adds_up_in_every_product():
    begin, end = datetime(2024, 10, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
    for place in enterprises.PLACES:
        found = of_site(evidence(), place.id, begin, end)
        accounts = [one for one in found.findings if one.rule == "site.account"]
        wrong = {one.subject for one in accounts if one.verdict is not Verdict.HOLDS}
        planted = {LINK + "/01/09521009000026"} if place is enterprises.SHOP_CAN_THO else set()
        assert wrong == planted, place.name
        assert len(accounts) == len(found.lines)


def test_the_roastery_shows_its_roast_and_the_broken_step_in_their_years():
    roastery = enterprises.ROASTERY.id

    def rules(year: int) -> set[str]:
        first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        found = of_site(evidence(), roastery, first, last).findings
        return {one.rule for one in found if one.verdict is Verdict.BROKEN}

    assert rules(2025) == {"process.yield"}
    assert rules(2026) == {"lot.broken_step"}
    assert rules(2024) == set()


def test_two_plots_bear_too_much_and_the_others_do_not():
    plots = {
        recorded.event.biz_location.id
        for recorded in province().events
        if isinstance(recorded, Recorded) and b'"harvest"' in recorded.payload
        and recorded.event.biz_location is not None
    }  # fmt: skip
    wrong = {
        (plot.rpartition("/")[2], finding.values["from"].year)  # type: ignore[union-attr]
        for plot in plots
        for year in (2023, 2024, 2025, 2026)
        for finding in of_plot(evidence(), plot, str(year))
        if finding.verdict is Verdict.BROKEN
    }
    assert len(plots) > 60
    assert wrong == {("LD-0008", 2025), ("LD-0009", 2026)}


# --- completeness --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sample", [one for one in SAMPLES if one.kind == "ordinary"], ids=lambda one: one.code
)
def test_the_passport_of_an_ordinary_sample_is_complete(sample: Sample):
    found = completeness(trace(sample.code), evidence().telling, shipped()["decree-37-2026"])
    assert found.is_complete
    circular = completeness(trace(sample.code), evidence().telling, shipped()["circular-02-2024"])
    missing = {one.item.id for one in circular.missing if one.item.number}
    assert missing <= {"product_image", "standards"}


def test_the_broken_step_hurts_one_step_back_and_loses_its_harvest():
    code = next(one.code for one in SAMPLES if one.fault == "nobody_shipped_it")
    circular, _, coffee = for_group("coffee")
    found = completeness(trace(code), evidence().telling, circular)
    hurt = {one.principle.id for one in found.principles() if one.hurt}
    assert {"one_step", "taking_part"} <= hurt
    assert [
        step.id for step in completeness(trace(code), evidence().telling, coffee).missing_steps
    ] == ["harvest"]


def test_places_rounded_for_privacy_are_too_coarse_for_europe():
    code = next(one.code for one in SAMPLES if one.chain == "coffee" and one.kind == "ordinary")
    found = completeness(trace(code), evidence().telling, shipped()["market-eudr"])
    assert "coordinates" in {one.item.id for one in found.missing}
