"""A site in a period: what came in, what went out, what is left, and what is wrong with it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trace.stock import GTIN, Chain, box, hour, item, lot, place
from txng.trace.amounts import Amount
from txng.trace.balance.evidence import Evidence
from txng.trace.balance.of_site import FLOWS, Line, SiteBalance, of_site
from txng.trace.errors import PeriodError
from txng.trace.findings import Verdict

BROKEN, HOLDS, UNKNOWN = Verdict.BROKEN, Verdict.HOLDS, Verdict.UNKNOWN
GREEN = "https://id.gs1.org/01/09506000134369"


def balance(
    chain: Chain, site: str = "mill", begin: float = 0, end: float = 1000, **more: Any
) -> SiteBalance:
    options = {name: more.pop(name) for name in ("within", "limit") if name in more}
    evidence = Evidence(chain, chain.telling(), places=chain, **more)
    return of_site(evidence, place(site), hour(begin), hour(end), **options)


def figures(line: Line) -> dict[str, Any]:
    told = {"opening": line.opening, **line.flows, "closing": line.closing}
    return {name: amount for name, amount in told.items() if amount != 0}


def line(chain: Chain, product: str = GTIN, **more: Any) -> dict[str, Any]:
    (found,) = [one for one in balance(chain, **more).lines if one.product == product]
    return figures(found)


def broken(found: SiteBalance) -> list[str]:
    return [one.rule for one in found.findings if one.verdict is BROKEN]


def mill() -> Chain:
    """500 kg of cherries come, 400 are milled into 80, of which 50 are shipped."""
    chain = Chain()
    for product in (GTIN, GREEN):
        chain.declare(product, txng_productGroup="coffee")
    chain.made((lot("C"), 500), where="plot", at=1)
    chain.shipped((lot("C"), 500), where="plot", to="mill", at=2)
    chain.received((lot("C"), 500), where="mill", to="mill", at=3)
    chain.transformed(
        [(lot("C"), 400)], [(f"{GREEN}/10/P", 80)], where="mill", at=4, activity="wet_milling"
    )
    chain.shipped((f"{GREEN}/10/P", 50), where="mill", to="port", at=5)
    return chain


def test_opening_and_in_less_out_is_closing():
    chain = mill()
    assert line(chain) == {"received": 500, "used": 400, "closing": 100}
    assert line(chain, GREEN) == {"made": 80, "shipped": 50, "closing": 30}


def test_the_closing_of_one_period_is_the_opening_of_the_next():
    chain = mill()
    assert line(chain, end=3.5) == {"received": 500, "closing": 500}
    assert line(chain, begin=3.5) == {"opening": 500, "used": 400, "closing": 100}


def test_goods_in_boxes_come_and_go_with_their_boxes():
    chain = Chain()
    chain.made((lot("L"), 100), where="works", at=1)
    chain.packed((lot("L"), 40), into=box(1), where="works", at=2)
    chain.packed(box(1), into=box(2), where="works", at=3)
    chain.shipped(box(2), where="works", to="mill", at=4)
    chain.received(box(2), where="mill", to="mill", at=5)
    chain.unpacked(out_of=box(2), where="mill", at=6)
    chain.shipped(box(1), where="mill", to="shop", at=7)
    chain.received(box(1), where="shop", to="shop", at=8)
    assert line(chain) == {"received": 40, "shipped": 40}
    assert line(chain, site="shop") == {"received": 40, "closing": 40}


def test_items_are_sold_out_of_the_boxes_in_which_they_came():
    chain = Chain()
    serials = [item(f"S{number}") for number in range(6)]
    chain.transformed([(lot("L"), 6)], serials, where="works", at=1)
    chain.packed(*serials, into=box(1), where="works", at=2)
    chain.shipped(box(1), where="works", to="shop", at=3)
    chain.received(box(1), where="shop", to="shop", at=4)
    chain.unpacked(out_of=box(1), where="shop", at=5)
    for number in range(4):
        chain.sold(serials[number], where="shop", at=6 + number)
    assert line(chain, site="shop") == {"received": 6, "sold": 4, "closing": 2}
    assert broken(balance(chain, site="shop")) == []


def test_what_left_without_a_shipment_is_no_longer_there():
    chain = Chain()
    chain.made((lot("L"), 100), where="plot", at=1)
    chain.seen((lot("L"), 100), where="collection", at=2, step="collecting")
    assert line(chain, site="plot") == {"made": 100, "shipped": 100}
    assert line(chain, site="collection") == {"received": 100, "closing": 100}


def test_docks_belong_to_their_site():
    chain = Chain()
    chain.received((lot("L"), 100), where="dock", to="mill", at=1)
    chain.seen((lot("L"), 100), where="mill", at=2)
    assert line(chain, within=[place("dock")]) == {"received": 100, "closing": 100}


def test_losses_and_counts_have_columns_of_their_own():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.ended((lot("L"), 10), where="mill", at=2)
    chain.counted((lot("L"), 88), where="mill", at=3)
    assert line(chain) == {"made": 100, "lost": 10, "counted": -2, "closing": 88}
    assert broken(balance(chain)) == ["site.counted"]


def test_a_small_difference_of_a_count_is_the_scales():
    chain = Chain()
    chain.made((lot("L"), 1000), where="mill", at=1)
    chain.counted((lot("L"), 996), where="mill", at=3)
    assert broken(balance(chain)) == []


def test_goods_from_nowhere_are_found_with_their_events():
    chain = mill()
    sale = chain.sold((f"{GREEN}/10/P", 90), where="mill", at=6)
    found = balance(chain)
    (finding,) = [
        one for one in found.findings if one.rule == "site.account" and one.verdict is BROKEN
    ]
    assert (finding.subject, finding.got) == (GREEN, Amount(Fraction(60), "KGM"))
    assert finding.events == (sale.key,)
    hidden = [one for one in balance(chain, sees_all=False).findings if one.subject == GREEN]
    assert {one.verdict for one in hidden if one.rule == "site.account"} == {UNKNOWN}


def test_received_and_never_shipped_shows_at_the_site():
    chain = Chain()
    chain.received((lot("L"), 100), where="mill", to="mill", at=1)
    assert broken(balance(chain)) == ["lot.broken_step"]


def test_a_little_too_much_every_day_shows_over_the_year():
    chain = Chain()
    for product in (GTIN, GREEN):
        chain.declare(product, txng_productGroup="coffee")
    for day in range(10):
        chain.made((f"{GREEN}/10/N{day}", 100), where="mill", at=24 * day)
        chain.transformed(
            [(f"{GREEN}/10/N{day}", 100)], [(lot(f"R{day}"), 90.4)],
            where="mill", at=24 * day + 1, activity="roasting",
        )  # fmt: skip
    found = [one for one in balance(chain).findings if one.rule == "process.yield"]
    assert [(one.subject, one.verdict, one.values["count"]) for one in found] == [
        (place("mill"), BROKEN, 10)
    ]


def test_unknown_amounts_leave_the_line_unknown():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"),), where="mill", to="shop", at=2)
    found = balance(chain)
    assert figures(found.lines[0]) == {"made": 100, "shipped": None, "closing": None}
    (finding,) = found.findings
    assert (finding.verdict, finding.because[0].id) == (UNKNOWN, "quantity_not_told")


def test_counting_makes_the_closing_known_again():
    chain = Chain()
    chain.made((lot("L"), 100), where="mill", at=1)
    chain.shipped((lot("L"),), where="mill", to="shop", at=2)
    chain.counted((lot("L"), 70), where="mill", at=3)
    assert line(chain) == {"made": 100, "shipped": None, "counted": None, "closing": 70}


def test_certified_goods_of_a_period_are_weighed_together():
    chain = Chain()
    for product in (GTIN, GREEN):
        chain.declare(product, txng_productGroup="coffee")
    label = {"txng:certification": "4C, số 1"}
    for day, claims in enumerate((label, {})):
        chain.made((f"{GREEN}/10/N{day}", 100), where="plot", at=1, says=claims)
        chain.shipped((f"{GREEN}/10/N{day}", 100), where="plot", to="mill", at=2)
        chain.received((f"{GREEN}/10/N{day}", 100), where="mill", to="mill", at=3)
        chain.transformed(
            [(f"{GREEN}/10/N{day}", 100)], [(lot(f"R{day}"), 84)],
            where="mill", at=4 + day, activity="roasting", says=label,
        )  # fmt: skip
    (finding,) = [one for one in balance(chain).findings if one.rule == "certificate.yield"]
    assert (finding.verdict, finding.subject) == (BROKEN, place("mill"))
    assert finding.got == Amount(Fraction(168), "KGM")
    assert finding.expected is not None
    assert finding.expected.high == 90


def test_nothing_happened_is_an_empty_answer():
    found = balance(mill(), site="nowhere")
    assert (found.lines, found.findings, found.events) == ((), (), 0)


def test_too_much_to_read_says_so_and_shows_no_figures():
    found = balance(mill(), limit=2)
    assert (found.lines, found.is_cut) == ((), True)
    assert [reason.id for reason in found.findings[0].because] == ["history_is_cut"]


def test_no_more_is_read_of_a_site_than_the_limit_allows():
    chain = Chain()
    for hours in range(50):
        chain.made(item(f"S{hours}"), where="mill", at=hours)
    assert balance(chain, limit=3).events == 4


def test_a_period_ends_after_it_begins():
    with pytest.raises(PeriodError):
        balance(mill(), begin=5, end=5)


def test_a_void_event_leaves_no_trace_in_a_site():
    chain = mill()
    expected = balance(chain).lines
    chain.declared_void(chain.sold((f"{GREEN}/10/P", 20), where="mill", at=6))
    assert balance(chain).lines == expected


def test_a_site_is_plain_json():
    import json

    told = balance(mill()).as_dict()
    assert json.loads(json.dumps(told))["lines"][0]["received"] == 500
    assert set(told["lines"][0]) == {"product", "uom", "opening", "closing", *FLOWS}


# --- a slow second opinion ---------------------------------------------------------------------------

acts = st.lists(
    st.tuples(
        st.sampled_from(["receive", "use", "ship", "sell", "lose"]),
        st.integers(1, 9),
        st.integers(1, 9),
    ),
    max_size=12,
)


@given(acts, st.integers(0, 30), st.integers(1, 30))
def test_the_equation_holds_and_agrees_with_a_plain_sum(story, begin, length):
    """Plain sums of what the story says, where nothing is ever used that is not there."""
    chain = Chain()
    stock: dict[str, int] = {}
    said: list[tuple[float, str, int]] = []
    at = 0.0
    for verb, number, kg in story:
        at += 2
        name = f"L{number}"
        if verb == "receive":
            chain.made((lot(name), kg), where="plot", at=at - 1.5)
            chain.shipped((lot(name), kg), where="plot", to="mill", at=at - 1)
            chain.received((lot(name), kg), where="mill", to="mill", at=at)
            stock[name] = stock.get(name, 0) + kg
            said.append((at, "received", kg))
            continue
        if stock.get(name, 0) < kg:
            continue
        stock[name] -= kg
        match verb:
            case "use":
                chain.transformed([(lot(name), kg)], [(f"{GREEN}/10/G", 1)], where="mill", at=at)
            case "ship":
                chain.shipped((lot(name), kg), where="mill", to="shop", at=at)
            case "sell":
                chain.sold((lot(name), kg), where="mill", at=at)
            case "lose":
                chain.ended((lot(name), kg), where="mill", at=at)
        said.append(
            (at, {"use": "used", "ship": "shipped", "sell": "sold", "lose": "lost"}[verb], kg)
        )

    def expected(first: float, last: float, *flows: str) -> int:
        return sum(kg for when, flow, kg in said if first <= when < last and flow in flows)

    out = ("used", "shipped", "sold", "lost")
    opening = expected(-1, begin, "received") - expected(-1, begin, *out)
    end = begin + length
    found = [one for one in balance(chain, begin=begin, end=end).lines if one.product == GTIN]
    told = found[0] if found else Line(GTIN, "KGM")
    assert told.opening == opening
    for flow in FLOWS:
        assert told.flows[flow] == expected(begin, end, flow)
    came_in, went_out = told.came_in, told.went_out
    assert came_in is not None
    assert went_out is not None
    assert told.closing == came_in - went_out


@given(st.permutations(range(5)))
def test_the_order_of_arrival_does_not_matter(order: Sequence[int]):
    chain = mill()
    expected = balance(chain)
    chain.events = [chain.events[number] for number in order]
    assert balance(chain) == expected


def test_the_day_of_asking_does_not_change_a_period():
    assert balance(mill(), as_of=hour(500)).lines == balance(mill(), as_of=hour(2000)).lines
