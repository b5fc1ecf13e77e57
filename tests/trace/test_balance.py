"""Mass balance: every rule once broken, once held, once not to be judged, and what it says then."""

import itertools
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trace.stock import GTIN, Chain, box, hour, item, lot, place
from txng.trace import limits
from txng.trace.amounts import Amount
from txng.trace.balance.evidence import Evidence
from txng.trace.balance.of_thing import of_thing
from txng.trace.derived import Derived
from txng.trace.findings import (
    REASONS,
    RULES,
    Basis,
    Finding,
    Ground,
    Reason,
    Severity,
    Verdict,
    gravest_first,
)
from txng.trace.walk import upstream

BROKEN, HOLDS, UNKNOWN = Verdict.BROKEN, Verdict.HOLDS, Verdict.UNKNOWN
GREEN = "https://id.gs1.org/01/09506000134369"
PACK = "https://id.gs1.org/01/09506000134376"


def evidence(chain: Chain, **more: Any) -> Evidence:
    return Evidence(chain, chain.telling(), places=chain, **more)


def findings(chain: Chain, thing: str, **more: Any) -> list[Finding]:
    trace = upstream(Derived(chain), thing)
    return list(of_thing(evidence(chain, **more), trace).findings)


def found(chain: Chain, thing: str, rule: str, **more: Any) -> Finding:
    listed = [one for one in findings(chain, thing, **more) if one.rule.startswith(rule)]
    assert len(listed) == 1, listed
    return listed[0]


def reasons(finding: Finding) -> set[str]:
    return {reason.id for reason in finding.because}


def roastery(green: Any = 100, roasted: Any = 84, **more: Any) -> Chain:
    """One roast; `green` and `roasted` in kg, or amounts of one's own."""
    chain = Chain()
    for product in (GTIN, GREEN, PACK):
        chain.declare(product, txng_productGroup="coffee", descriptionShort="Cà phê")
    told = [one if isinstance(one, tuple) else (one,) for one in (green, roasted)]
    chain.made((f"{GREEN}/10/N", *told[0]), where="roastery", at=1)
    chain.transformed(
        [(f"{GREEN}/10/N", *told[0])],
        [(lot("R"), *told[1])],
        where="roastery",
        at=2,
        activity="roasting",
        **more,
    )
    return chain


# --- processes -----------------------------------------------------------------------------------


def test_a_roast_within_its_yield_holds_and_says_on_what_it_rests():
    finding = found(roastery(100, 84), lot("R"), "process")
    assert (finding.rule, finding.verdict, finding.got) == (
        "process.yield",
        HOLDS,
        Fraction("0.84"),
    )
    assert finding.basis is not None
    assert finding.basis.id == "coffee.roasting"
    assert finding.values["inputs"] == Amount(Fraction(100), "KGM")


def test_a_lot_that_grew_in_processing_is_an_alarm():
    finding = found(roastery(100, 131), lot("R"), "process")
    assert (finding.verdict, finding.severity) == (BROKEN, Severity.ALARM)
    assert finding.expected is not None
    assert finding.expected.high == Fraction("0.90")
    assert len(finding.events) == 1


def test_less_than_usual_is_a_loss_that_nobody_told():
    finding = found(roastery(100, 60), lot("R"), "process")
    assert (finding.rule, finding.severity) == ("process.loss", Severity.WARNING)


def test_scales_may_differ_a_little():
    assert found(roastery(1000, 904), lot("R"), "process").verdict is HOLDS
    assert found(roastery(1000, 906), lot("R"), "process").verdict is BROKEN


@pytest.mark.parametrize(("green", "roasted"), [((), 84), (100, ())])
def test_an_amount_that_nobody_told_cannot_be_judged(green, roasted):
    finding = found(roastery(green, roasted), lot("R"), "process")
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"quantity_not_told"})


def test_what_was_told_alone_may_be_too_much():
    chain = Chain()
    chain.declare(GTIN, txng_productGroup="coffee")
    chain.made((f"{GREEN}/10/N", 100), where="roastery", at=1)
    chain.transformed(
        [(f"{GREEN}/10/N", 100)],
        [(lot("R"), 95), (lot("S"),)],
        where="roastery", at=2, activity="roasting",
    )  # fmt: skip
    assert found(chain, lot("R"), "process").verdict is BROKEN


def test_packs_count_by_what_they_hold_and_cannot_be_judged_without_it():
    chain = Chain()
    chain.declare(GTIN, txng_productGroup="coffee")
    chain.declare(PACK, txng_productGroup="coffee")
    chain.made((lot("R"), 100), where="roastery", at=1)
    chain.transformed(
        [(lot("R"), 100)], [(f"{PACK}/10/P", 390, None), f"{PACK}/21/S1"],
        where="roastery", at=2, activity="packing",
    )  # fmt: skip
    finding = found(chain, f"{PACK}/21/S1", "process")
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"unit_without_factor"})
    assert {reason.about for reason in finding.because} == {PACK}
    chain.declare(PACK, netContent="250 g")
    finding = found(chain, f"{PACK}/21/S1", "process")
    assert (finding.verdict, finding.got) == (HOLDS, Fraction("0.9775"))
    chain.declare(PACK, netWeight="0.5 KGM")
    assert found(chain, f"{PACK}/21/S1", "process").verdict is BROKEN


def test_a_bunch_is_as_many_stems_as_it_holds():
    chain = Chain()
    chain.declare(GTIN, txng_productGroup="flowers")
    chain.declare(PACK, txng_productGroup="flowers", netContent="20 cành")
    chain.made((lot("STEMS"), 1000, None), where="house", at=1)
    chain.transformed(
        [(lot("STEMS"), 1000, None)], [(f"{PACK}/10/B", 46, None)],
        where="house", at=2, activity="packing",
    )  # fmt: skip
    assert found(chain, f"{PACK}/10/B", "process").got == Fraction("0.92")


def test_a_transformation_told_in_parts_is_judged_as_one():
    chain = Chain()
    for product in (GTIN, GREEN):
        chain.declare(product, txng_productGroup="coffee")
    chain.made((f"{GREEN}/10/N", 100), where="roastery", at=1)
    name = "urn:epc:id:gdti:0614141.06012.1"
    how = {"where": "roastery", "activity": "roasting", "transformation": name}
    chain.transformed([(f"{GREEN}/10/N", 100)], [], at=2, **how)
    chain.transformed([], [(lot("R"), 60)], at=3, **how)
    chain.transformed([], [(lot("BY"), 50)], at=4, **how)  # names nothing upstream of R
    assert found(chain, lot("R"), "process").got == Fraction("1.1")


def test_a_part_that_others_may_have_told_cannot_be_judged_alone():
    chain = Chain()
    chain.declare(GTIN, txng_productGroup="coffee")
    chain.made((f"{GREEN}/10/N", 100), where="roastery", at=1)
    chain.transformed(
        [(f"{GREEN}/10/N", 100)], [(lot("R"), 131)], where="roastery", at=2, activity="roasting",
        transformation="urn:epc:id:gdti:0614141.06012.1",
    )  # fmt: skip
    finding = found(chain, lot("R"), "process", sees_all=False)
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"only_own_events"})


def test_without_a_limit_no_more_comes_out_than_went_in():
    def mixed(out: Any) -> Finding:
        chain = Chain()
        chain.made((lot("A"), 100), where="works", at=1)
        chain.transformed([(lot("A"), 100)], [(lot("B"), *out)], where="works", at=2)
        return found(chain, lot("B"), "process")

    assert (mixed([99]).rule, mixed([99]).verdict) == ("process.conservation", HOLDS)
    assert mixed([101]).verdict is BROKEN
    assert reasons(mixed([])) == {"quantity_not_told", "no_limit"}


def test_a_limit_that_does_not_hold_yet_is_not_used():
    chain = roastery(100, 95)
    texts = shipped_texts()
    texts["coffee.toml"] = texts["coffee.toml"].replace("2020-01-01", "2028-01-01")
    old = limits.read(texts)
    finding = found(chain, lot("R"), "process", limits=old)
    assert (finding.rule, finding.verdict) == ("process.conservation", HOLDS)
    unknown = found(roastery(100, ()), lot("R"), "process", limits=old)
    assert reasons(unknown) == {"quantity_not_told", "limit_not_valid"}


def shipped_texts() -> dict[str, str]:
    from importlib.resources import files

    folder = files("txng.trace") / "profiles" / "limits"
    return {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()}


@given(
    st.decimals(min_value="0.3", max_value="1.5", places=4),
    st.sampled_from(["GRM", "TNE", "DTN", "LBR", "ONZ", "STN"]),
    st.sampled_from(["GRM", "TNE", "DTN", "LBR", "ONZ", "STN"]),
)
def test_converting_units_does_not_change_verdicts(ratio, one, other):
    from txng.epcis.units import convert

    def in_unit(kilograms: float, uom: str) -> tuple[float, str]:
        told = convert(kilograms, "KGM", uom)
        assert told is not None
        return told, uom

    plain = found(roastery(1000, float(1000 * ratio)), lot("R"), "process")
    chain = roastery(in_unit(1000, one), in_unit(float(1000 * ratio), other))
    converted = found(chain, lot("R"), "process")
    assert (converted.rule, converted.verdict) == (plain.rule, plain.verdict)


# --- accounts of lots ----------------------------------------------------------------------------


def test_received_and_never_shipped_is_a_broken_step():
    chain = Chain()
    chain.received((lot("L"), 825), where="roastery", to="roastery", at=1)
    finding = found(chain, lot("L"), "lot")
    assert (finding.rule, finding.verdict) == ("lot.broken_step", BROKEN)
    assert finding.values["received"] == Amount(Fraction(825), "KGM")
    hidden = found(chain, lot("L"), "lot.broken_step", sees_all=False)
    assert (hidden.verdict, reasons(hidden)) == (UNKNOWN, {"only_own_events"})


def test_more_received_than_shipped_is_a_broken_step():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"), 100), where="mill", to="shop", at=2)
    chain.received((lot("L"), 140), where="shop", to="shop", at=3)
    finding = found(chain, lot("L"), "lot")
    assert (finding.rule, finding.got) == ("lot.broken_step", Amount(Fraction(140), "KGM"))


def test_using_more_than_there_was_is_found_by_its_event():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    sale = chain.sold((lot("L"), 120), where="mill", at=2)
    finding = found(chain, lot("L"), "lot")
    assert (finding.rule, finding.verdict) == ("lot.overdrawn", BROKEN)
    assert finding.values["appeared"] == Amount(Fraction(20), "KGM")
    assert finding.events == (sale.key,)
    assert found(chain, lot("L"), "lot", sees_all=False).verdict is UNKNOWN


def test_a_half_percent_more_is_the_scales():
    chain = Chain()
    chain.made((lot("L"), 1000), where="mill", at=1)
    chain.sold((lot("L"), 1004), where="mill", at=2)
    assert found(chain, lot("L"), "lot").verdict is HOLDS


def test_pieces_are_counted_and_not_weighed():
    chain = Chain()
    chain.made((lot("L"), 1000, None), where="mill", at=1)
    chain.sold((lot("L"), 1001, None), where="mill", at=2)
    assert found(chain, lot("L"), "lot").verdict is BROKEN


def test_goods_that_nobody_made_are_of_unknown_origin():
    chain = Chain()
    chain.transformed([(lot("L"), 100)], [(lot("M"), 100)], where="mill", at=2)
    finding = next(one for one in findings(chain, lot("M")) if one.subject == lot("L"))
    assert (finding.rule, finding.severity) == ("lot.without_origin", Severity.WARNING)


def test_an_unknown_amount_leaves_an_account_unjudged():
    chain = Chain()
    chain.made((lot("L"),), where="mill", at=1)
    chain.sold((lot("L"), 50, None), where="mill", at=2)
    finding = found(chain, lot("L"), "lot")
    assert (finding.verdict, reasons(finding)) == (UNKNOWN, {"quantity_not_told"})


def test_received_before_it_was_shipped_tells_by_how_much():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.received((lot("L"), 100), where="shop", to="shop", at=2)
    chain.shipped((lot("L"), 100), where="mill", to="shop", at=5)
    finding = found(chain, lot("L"), "lot.received")
    assert (finding.verdict, finding.values["hours"]) == (BROKEN, 3)


def test_boxes_of_one_shipment_share_a_finding():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    boxes = [box(number) for number in range(3)]
    for one in boxes:
        chain.packed((lot("L"), 10), into=one, where="mill", at=2)
    chain.received(*boxes, where="shop", to="shop", at=3)
    chain.shipped(*boxes, where="mill", to="shop", at=6)
    finding = found(chain, lot("L"), "lot.received")
    assert (finding.subject, finding.values["more"]) == (min(boxes), 2)


def test_one_serial_over_two_tills_is_told_once():
    chain = Chain()
    chain.made(item("S"), where="shop", at=1)
    chain.sold(item("S"), where="shop", at=2)
    chain.sold(item("S"), where="elsewhere", at=3)
    listed = [one for one in findings(chain, item("S")) if one.verdict is BROKEN]
    assert [one.rule for one in listed] == ["lot.sold_twice"]
    assert listed[0].values["places"] == (place("shop"), place("elsewhere"))


def test_one_serial_made_twice_is_a_warning():
    chain = Chain()
    chain.made(item("S"), where="mill", at=1)
    chain.made(item("S"), where="works", at=2)
    finding = found(chain, item("S"), "lot.made_twice")
    assert (finding.verdict, finding.severity) == (BROKEN, Severity.WARNING)


def test_a_lot_may_be_sold_in_parts():
    chain = Chain()
    chain.made((lot("L"), 100), where="shop", at=1)
    for at in (2, 3, 4):
        chain.sold((lot("L"), 30), where="shop", at=at)
    assert [one.verdict for one in findings(chain, lot("L"))] == [HOLDS]


def test_what_never_arrived_is_told_after_some_weeks():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"), 100), where="mill", to="shop", at=2)
    soon, late = hour(24 * 10), hour(24 * 60)
    assert [one.rule for one in findings(chain, lot("L"), as_of=soon)] == ["lot.overdrawn"]
    finding = found(chain, lot("L"), "lot.not_received", as_of=late)
    assert (finding.verdict, finding.severity, finding.values["days"]) == (
        BROKEN,
        Severity.NOTICE,
        59,
    )
    assert found(chain, lot("L"), "lot.not_received", as_of=late, sees_all=False).verdict is UNKNOWN


def test_a_recall_tells_where_the_goods_are():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"), 60), where="mill", to="shop", at=2)
    chain.received((lot("L"), 60), where="shop", to="shop", at=3)
    chain.sold((lot("L"), 25), where="shop", at=4)
    recall = {"step": "holding", "disposition": "recalled", "by": "An"}
    chain.seen((lot("L"),), where="mill", at=5, **recall)
    finding = found(chain, lot("L"), "lot.recalled")
    assert finding.values["on_hand"] == Amount(Fraction(75), "KGM")
    assert finding.values["sold"] == Amount(Fraction(25), "KGM")
    assert (finding.values["places"], finding.values["by"]) == (2, "An")


def test_selling_after_a_recall_is_told_beside_it():
    chain = Chain()
    chain.made((lot("L"), 100), where="shop", at=1)
    chain.seen((lot("L"),), where="shop", at=2, step="holding", disposition="recalled")
    chain.sold((lot("L"), 10), where="shop", at=3)
    finding = found(chain, lot("L"), "lot.moved_after_recall")
    assert (finding.verdict, finding.got) == (BROKEN, Amount(Fraction(10), "KGM"))


def test_a_recall_that_was_lifted_or_taken_back_is_over():
    chain = Chain()
    chain.made((lot("L"), 100), where="shop", at=1)
    lasting = {"persistentDisposition": {"set": ["recalled"]}}
    chain.seen((lot("L"),), where="shop", at=2, step="holding", **lasting)
    assert found(chain, lot("L"), "lot.recalled")
    chain.seen(
        (lot("L"),), where="shop", at=3, step="holding",
        persistentDisposition={"unset": ["recalled"]},
    )  # fmt: skip
    assert all(one.rule != "lot.recalled" for one in findings(chain, lot("L")))
    wrong = chain.seen((lot("L"),), where="shop", at=4, step="holding", **lasting)
    chain.declared_void(wrong)
    assert all(one.rule != "lot.recalled" for one in findings(chain, lot("L")))


def test_a_recalled_ingredient_concerns_what_was_made_of_it():
    chain = roastery(100, 84)
    chain.seen((f"{GREEN}/10/N",), where="roastery", at=9, step="holding", disposition="recalled")
    finding = found(chain, lot("R"), "lot.recalled")
    assert (finding.subject, finding.values["recalled"]) == (lot("R"), f"{GREEN}/10/N")


def test_an_item_is_recalled_with_the_lot_whose_number_it_carries():
    chain = Chain()
    chain.transformed(
        [(f"{GREEN}/10/N", 10)], [item("S")], where="works", at=1, says={"cbvmda:lotNumber": "L7"}
    )
    chain.seen((lot("L7"),), where="works", at=2, step="holding", disposition="recalled")
    assert found(chain, item("S"), "lot.recalled").values["recalled"] == lot("L7")


# --- the frame -----------------------------------------------------------------------------------


def test_what_is_cut_says_so():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    for number in range(9):
        chain.packed((lot("L"), 1), into=box(number), where="mill", at=2)
    trace = upstream(Derived(chain), lot("L"))
    balance = of_thing(evidence(chain), trace, limit=5)
    assert balance.is_cut
    assert {reason for one in balance.findings for reason in reasons(one)} == {"history_is_cut"}


def test_the_order_of_arrival_does_not_change_a_finding():
    story = roastery(100, 131)
    story.shipped((lot("R"), 131), where="roastery", to="shop", at=3)
    story.received((lot("R"), 131), where="shop", to="shop", at=4)
    expected = findings(story, lot("R"))
    for order in itertools.permutations(story.events):
        story.events = list(order)
        assert findings(story, lot("R")) == expected


def test_a_void_event_leaves_no_finding():
    chain = roastery(100, 84)
    wrong = chain.sold((lot("R"), 500), where="roastery", at=3)
    assert [one.rule for one in findings(chain, lot("R")) if one.verdict is BROKEN] == [
        "lot.overdrawn"
    ]
    chain.declared_void(wrong)
    assert all(one.verdict is HOLDS for one in findings(chain, lot("R")))


def test_the_gravest_comes_first():
    verdicts = [one.verdict for one in findings(roastery(100, 131), lot("R"))]
    assert verdicts == sorted(verdicts, key=[BROKEN, UNKNOWN, HOLDS].index)
    listed = [
        Finding("lot.not_received", BROKEN, "x"),
        Finding("lot.overdrawn", HOLDS, "x"),
        Finding("process.yield", BROKEN, "x"),
        Finding("process.yield", UNKNOWN, "x", because=(Reason("no_limit"),)),
    ]
    assert [one.rule for one in gravest_first(listed)] == [
        "process.yield", "lot.not_received", "process.yield", "lot.overdrawn"
    ]  # fmt: skip


def test_an_assumed_limit_never_accuses():
    def basis(ground: Ground) -> Basis:
        return Basis("x", "x", "x", ground, "x", "x", date(2020, 1, 1), None, "*")

    grounds = {
        ground: Finding("process.yield", BROKEN, "x", basis=basis(ground)).severity
        for ground in Ground
    }
    assert grounds == {
        Ground.SOURCE: Severity.ALARM,
        Ground.DERIVED: Severity.ALARM,
        Ground.ASSUMED: Severity.WARNING,
    }


def test_a_finding_names_a_rule_that_there_is_and_a_reason_only_when_unjudged():
    with pytest.raises(AssertionError):
        Finding("lot.imagined", BROKEN, "x")
    with pytest.raises(AssertionError):
        Finding("lot.overdrawn", UNKNOWN, "x")
    with pytest.raises(AssertionError):
        Finding("lot.overdrawn", UNKNOWN, "x", because=(Reason("imagined"),))
    assert len(RULES) >= 18
    assert len(REASONS) >= 13


def test_a_balance_is_plain_json():
    import json

    chain = roastery(100, ())
    chain.sold((lot("R"),), where="roastery", at=3)
    trace = upstream(Derived(chain), lot("R"))
    told = of_thing(evidence(chain, as_of=hour(9000)), trace).as_dict()
    assert json.loads(json.dumps(told))["unknown"] == told["unknown"] > 0
    process = next(one for one in told["findings"] if one["rule"] == "process.yield")
    assert process["values"]["outputs"] == {"quantity": None, "uom": "KGM"}
    assert process["because"] == [{"reason": "quantity_not_told", "about": lot("R"), "count": 1}]
