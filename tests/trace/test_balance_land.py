"""Plots against what land bears, and certificates against what was certified."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trace.stock import GTIN, Chain, lot, place
from txng.epcis.errors import QueryTooComplexException
from txng.trace import limits
from txng.trace.amounts import Amount
from txng.trace.balance import certificates, plots
from txng.trace.balance.certificates import Claims
from txng.trace.balance.evidence import Evidence
from txng.trace.balance.of_thing import of_thing
from txng.trace.derived import Derived
from txng.trace.entries import entries
from txng.trace.errors import PeriodError
from txng.trace.findings import Finding, Severity, Verdict
from txng.trace.limits import Season
from txng.trace.walk import upstream

BROKEN, HOLDS, UNKNOWN = Verdict.BROKEN, Verdict.HOLDS, Verdict.UNKNOWN
DAY = 24
RICE = "https://id.gs1.org/01/09506000134369"
CERTIFICATE = "urn:example:certificate:7"


def evidence(chain: Chain, **more: Any) -> Evidence:
    return Evidence(chain, chain.telling(), **{"places": chain, **more})


def reasons(finding: Finding) -> set[str]:
    return {reason.id for reason in finding.because}


def of_plot(chain: Chain, season: str = "2025", **more: Any) -> list[Finding]:
    return plots.of_plot(evidence(chain, **more), place("plot"), season)


def orchard(*harvests: Any, area: Any = 2, group: str = "durian") -> Chain:
    """Harvests of amounts in kg, a day apart, from 1 November 2025."""
    chain = Chain()
    chain.declare(GTIN, txng_productGroup=group)
    if area is not None:
        chain.declare(place("plot"), txng_areaHa=area, countryCode="VN", state="Lâm Đồng")
    for number, kg in enumerate(harvests):
        told = kg if isinstance(kg, tuple) else (kg,)
        chain.made((lot(f"H{number}"), *told), where="plot", at=DAY * number, activity="harvest")
    return chain


# --- plots -----------------------------------------------------------------------------------------


def test_what_land_can_bear_holds():
    (finding,) = of_plot(orchard(20_000, 30_000))
    assert (finding.rule, finding.verdict) == ("plot.yield", HOLDS)
    assert finding.values["declared"] == Amount(Fraction(50_000), "KGM")
    assert finding.values["per_hectare"] == Amount(Fraction(25_000), "KGM")


def test_a_laundered_lot_is_over_the_yield():
    (finding,) = of_plot(orchard(20_000, 42_000))
    assert (finding.verdict, finding.severity) == (BROKEN, Severity.ALARM)
    assert finding.expected is not None
    assert (finding.expected.high, finding.got) == (60_000, Amount(Fraction(62_000), "KGM"))
    assert len(finding.events) == 2


def test_a_ceiling_that_is_only_assumed_asks_and_does_not_accuse():
    (finding,) = of_plot(orchard(90_000, area=2, group="tea"))
    assert (finding.verdict, finding.severity) == (BROKEN, Severity.WARNING)


def test_an_area_that_nobody_declared_cannot_be_judged():
    (finding,) = of_plot(orchard(20_000, area=None))
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"area_not_declared"})
    for nonsense in ("large", -1, 0, True, {"ha": 2}):
        assert reasons(of_plot(orchard(20_000, area=nonsense))[0]) == {"area_not_declared"}


def test_an_amount_that_nobody_told_is_never_zero():
    (finding,) = of_plot(orchard(20_000, ()))
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"quantity_not_told"})
    assert of_plot(orchard(70_000, ()))[0].verdict is BROKEN, "what was told is too much already"


def test_a_group_without_a_ceiling_cannot_be_judged():
    (finding,) = of_plot(orchard(20_000, group="artichoke"))
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"no_limit"})


def test_a_ceiling_of_elsewhere_is_not_used():
    chain = orchard(20_000)
    chain.declare(place("plot"), countryCode="LA")
    assert reasons(of_plot(chain)[0]) == {"limit_not_valid"}


def test_who_sees_only_their_own_may_be_broken_and_never_holds():
    assert reasons(of_plot(orchard(20_000), sees_all=False)[0]) == {"only_own_events"}
    assert of_plot(orchard(70_000), sees_all=False)[0].verdict is BROKEN


def test_a_plot_without_a_harvest_says_so():
    chain = Chain()
    (finding,) = of_plot(chain)
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"nothing_harvested"})


def test_what_is_made_at_a_plot_and_not_harvested_does_not_count():
    chain = orchard(20_000)
    chain.made((lot("X"), 90_000), where="plot", at=5)
    chain.transformed(
        [(lot("H0"), 10)], [(lot("Y"), 90_000)], where="plot", at=6, activity="harvest"
    )
    assert of_plot(chain)[0].values["declared"] == Amount(Fraction(20_000), "KGM")


def test_seasons_are_judged_apart():
    chain = orchard(40_000)
    chain.made((lot("N"), 40_000), where="plot", at=DAY * 90, activity="harvest")
    assert [one.verdict for one in of_plot(chain, "2025")] == [HOLDS]
    assert [one.verdict for one in of_plot(chain, "2026")] == [HOLDS]
    assert [one.verdict for one in of_plot(chain, "2025-01")] == [HOLDS]
    assert reasons(of_plot(chain, "2025-02")[0]) == {"nothing_harvested"}


@pytest.mark.parametrize(
    "nonsense", ["", "25", "2025-13", "2025-1", "spring", "2025-01-01", "٢٠٢٥"]
)
def test_what_is_no_season_is_refused(nonsense):
    with pytest.raises(PeriodError, match="season"):
        of_plot(Chain(), nonsense)


def test_a_lot_is_judged_with_the_whole_season_of_its_plots():
    chain = orchard(40_000, 30_000)
    balance = of_thing(evidence(chain), upstream(Derived(chain), lot("H0")))
    finding = next(one for one in balance.findings if one.rule == "plot.yield")
    assert (finding.verdict, finding.got) == (BROKEN, Amount(Fraction(70_000), "KGM"))


def test_without_places_only_the_trace_is_judged_and_it_says_so():
    chain = orchard(40_000, 30_000)
    trace = upstream(Derived(chain), lot("H0"))
    balance = of_thing(evidence(chain, places=None), trace)
    finding = next(one for one in balance.findings if one.rule == "plot.yield")
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"only_this_trace"})


class TooLarge:
    def events_at(self, places, begin, end):
        raise QueryTooComplexException("more than can be read")


def test_where_a_plot_has_more_events_than_can_be_read_the_trace_alone_is_judged():
    chain = orchard(40_000, 30_000)
    trace = upstream(Derived(chain), lot("H0"))
    balance = of_thing(evidence(chain, places=TooLarge()), trace)
    finding = next(one for one in balance.findings if one.rule == "plot.yield")
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"only_this_trace"})


def test_coffee_seasons_begin_in_october_and_rice_has_two():
    known = {one.id: one for one in limits.shipped().yields}
    coffee, rice = known["coffee.plot"], known["rice.plot"]
    assert coffee.season_of(date(2025, 11, 1)) == Season(date(2025, 10, 1), date(2026, 10, 1))
    assert coffee.season_of(date(2025, 9, 30)).label == "2024-10"
    assert rice.season_of(date(2025, 7, 24)) == Season(date(2025, 4, 15), date(2025, 10, 1))
    assert rice.season_of(date(2026, 1, 5)) == Season(date(2025, 10, 1), date(2026, 4, 15))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_day_is_in_exactly_one_season(day):
    for limit in limits.shipped().yields:
        season = limit.season_of(day)
        assert day in season
        assert season.begin < season.end
        assert limit.season_of(season.begin) == season
        assert limit.season_of(season.end) != season


@given(
    st.decimals(min_value=1, max_value=100, places=3), st.sampled_from(["GRM", "TNE", "DTN", "STN"])
)
def test_converting_units_does_not_change_verdicts(tonnes, uom):
    from txng.epcis.units import convert

    plain = of_plot(orchard(float(1000 * tonnes)))[0]
    told = convert(float(1000 * tonnes), "KGM", uom)
    assert of_plot(orchard((told, uom)))[0].verdict is plain.verdict


# --- certificates ----------------------------------------------------------------------------------


def packed(
    certified: int, others: int, out: float, *, is_claimed: bool = True, **more: Any
) -> Chain:
    """`certified` and `others` kg of paddy become rice; `out` kg of it are packed as certified."""
    chain = Chain()
    for product in (GTIN, RICE):
        chain.declare(product, txng_productGroup="rice")
    chain.declare(
        CERTIFICATE,
        txng_scheme="VietGAP",
        txng_validFrom="2025-01-01",
        txng_validUntil="2027-12-31",
    )
    claim = {"certificationInfo": CERTIFICATE}
    if certified:
        chain.made(
            (lot("A"), certified),
            where="a",
            at=1,
            activity="harvest",
            **(claim if is_claimed else {}),
        )
    if others:
        chain.made((lot("B"), others), where="b", at=1, activity="harvest")
    inputs = [(lot(name), kg) for name, kg in (("A", certified), ("B", others)) if kg]
    total = (certified + others) * 0.65
    chain.transformed(inputs, [(f"{RICE}/10/M", total)], where="mill", at=2, activity="milling")
    chain.transformed(
        [(f"{RICE}/10/M", total)], [(f"{RICE}/10/P", out)],
        where="mill", at=3, activity="packing", **claim, **more,
    )  # fmt: skip
    return chain


def certificate(chain: Chain, rule: str = "certificate.yield", **more: Any) -> Finding:
    trace = upstream(Derived(chain), f"{RICE}/10/P")
    balance = of_thing(evidence(chain, **more), trace)
    (finding,) = [one for one in balance.findings if one.rule == rule]
    return finding


def test_certified_goods_from_certified_plots_hold():
    finding = certificate(packed(1000, 0, 648))
    assert (finding.verdict, finding.values["scheme"]) == (HOLDS, "VietGAP")
    assert finding.values["certified_in"] == Amount(Fraction(650), "KGM")


def test_a_certificate_used_for_more_than_came_in_is_an_alarm():
    finding = certificate(packed(300, 700, 648))
    assert (finding.verdict, finding.severity) == (BROKEN, Severity.ALARM)
    assert finding.values["certified_in"] == Amount(Fraction(195), "KGM")
    assert certificate(packed(300, 700, 195)).verdict is HOLDS


def test_when_no_origin_says_that_it_is_certified_nothing_can_be_judged():
    finding = certificate(packed(1000, 0, 648, is_claimed=False))
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"origin_not_certified"})


def test_goods_of_unknown_origin_cannot_be_judged():
    chain = packed(300, 0, 195)
    chain.events = [one for one in chain.events if one.event.event_time.hour != 9]  # the harvest
    assert reasons(certificate(chain)) == {"origin_not_certified"}
    assert reasons(certificate(chain, sees_all=False)) == {
        "only_own_events",
        "origin_not_certified",
    }


def test_the_words_on_a_label_claim_a_scheme_too():
    chain = Chain()
    chain.declare(GTIN, txng_productGroup="rice")
    label = {"txng:certification": "VietGAP, số 7"}
    chain.made((lot("A"), 300), where="a", at=1, says=label)
    chain.made((lot("B"), 700), where="b", at=1)
    chain.transformed(
        [(lot("A"), 300), (lot("B"), 700)], [(f"{RICE}/10/P", 640)],
        where="mill", at=2, activity="milling", says=label,
    )  # fmt: skip
    finding = certificate(chain)
    assert (finding.verdict, finding.values["scheme"]) == (BROKEN, "VietGAP")
    assert finding.values["certificates"] == ("VietGAP, số 7",)


def test_a_lot_that_claims_for_itself_counts_as_claimed_and_is_judged_by_its_own_event():
    chain = packed(300, 700, 648)
    milled = next(i for i, one in enumerate(chain.events) if b'"milling"' in one.payload)
    chain.events.pop(milled)
    chain.transformed(
        [(lot("A"), 300), (lot("B"), 700)], [(f"{RICE}/10/M", 650)],
        where="mill", at=2, activity="milling", certificationInfo=CERTIFICATE,
    )  # fmt: skip
    trace = upstream(Derived(chain), f"{RICE}/10/P")
    balance = of_thing(evidence(chain), trace)
    (finding,) = [one for one in balance.findings if one.rule == "certificate.yield"]
    assert finding.verdict is BROKEN, "650 kg of rice claimed from 300 kg of certified paddy"


def test_a_ring_of_reworked_lots_cannot_be_told_and_ends():
    chain = Chain()
    chain.transformed([(lot("A"), 10)], [(lot("B"), 10)], where="mill", at=1)
    chain.transformed([(lot("B"), 10)], [(lot("A"), 10)], where="mill", at=2)
    claims = Claims(evidence(chain))
    claims.fetch([lot("A")])
    assert claims.made.keys() == {lot("A"), lot("B")}
    assert claims.shares([lot("A")], "VietGAP").of(lot("A")) is None


def test_a_certificate_used_outside_its_validity_is_a_warning():
    chain = packed(1000, 0, 648)
    chain.declare(CERTIFICATE, txng_validUntil="2025-10-31")
    finding = certificate(chain, "certificate.validity")
    assert (finding.verdict, finding.severity) == (BROKEN, Severity.WARNING)
    chain.declare(CERTIFICATE, txng_validUntil="2025-11-01")
    assert certificate(chain, "certificate.validity").verdict is HOLDS


def test_a_certificate_that_nobody_declared_has_no_validity_to_judge():
    chain = packed(1000, 0, 648)
    del chain.master[CERTIFICATE]
    finding = certificate(chain, "certificate.validity")
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"certificate_not_declared"})


def test_harvests_under_a_certificate_stay_within_its_quantity():
    chain = packed(1000, 0, 648)
    chain.declare(CERTIFICATE, txng_certifiedQuantity="1200 kg")
    assert certificate(chain, "certificate.quantity").verdict is HOLDS
    chain.declare(CERTIFICATE, txng_certifiedQuantity="0.9 tấn")
    finding = certificate(chain, "certificate.quantity")
    assert (finding.verdict, finding.severity) == (BROKEN, Severity.ALARM)
    chain.made((lot("C"),), where="a", at=1, activity="harvest", certificationInfo=CERTIFICATE)
    chain.declare(CERTIFICATE, txng_certifiedQuantity="5 tấn")
    judged = certificates.judge_papers(
        evidence(chain), Claims(evidence(chain)), entries(chain.events)
    )
    (finding,) = [one for one in judged if one.rule == "certificate.quantity"]
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"quantity_not_told"})


@given(st.integers(1, 999), st.integers(1, 1000), st.integers(1, 650))
def test_shares_agree_with_arithmetic(certified, others, out):
    finding = certificate(packed(certified, others, out))
    share = Fraction(certified, certified + others)
    milled = Fraction(repr((certified + others) * 0.65))
    packing = Fraction("1.005")
    is_over = out > milled * share * packing * Fraction("1.01")
    assert (finding.verdict is BROKEN) == is_over
