"""Ledgers of random stories: a slow second opinion agrees, and what must always hold holds."""

import random
from collections import defaultdict
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trace.ledger_oracle import Oracle
from tests.trace.stock import Chain, box, lot, place
from txng.trace.book import Book
from txng.trace.ledger import Balances, balances, ledger
from txng.trace.movements import Kind

PLACES = ("plot", "mill", "shop")
BOXES = (box(1), box(2))
KG = st.integers(1, 9)
WHERE = st.sampled_from(PLACES)
BOX = st.sampled_from(BOXES)

acts = st.one_of(
    st.tuples(st.just("made"), WHERE, KG),
    st.tuples(st.just("seen"), WHERE, KG),
    st.tuples(st.just("sold"), WHERE, KG),
    st.tuples(st.just("ended"), WHERE, KG),
    st.tuples(st.just("used"), WHERE, KG),
    st.tuples(st.just("shipped"), WHERE, WHERE, KG),
    st.tuples(st.just("received"), WHERE, WHERE, KG),
    st.tuples(st.just("packed"), BOX, WHERE, KG),
    st.tuples(st.just("unpacked"), BOX, WHERE, KG),
    st.tuples(st.just("emptied"), BOX, WHERE),
    st.tuples(st.just("box_shipped"), BOX, WHERE, WHERE),
    st.tuples(st.just("box_received"), BOX, WHERE),
)
stories = st.lists(acts, max_size=14)
Act = tuple[Any, ...]


def tell(story: list[Act], uom: str = "KGM", scale: float = 1) -> Chain:
    """`scale`: how many of `uom` a kilogram is."""
    chain = Chain()
    on_the_way: dict[str, str] = {}  # a box is received by whom it was sent to
    for at, act in enumerate(story, start=1):
        verb, *rest = act
        amount = (lot("L"), rest[-1] * scale, uom) if isinstance(rest[-1], int) else (lot("L"),)
        match verb, rest:
            case "made" | "seen" | "sold" | "ended", [where, _]:
                getattr(chain, verb)(amount, where=where, at=at)
            case "used", [where, _]:
                chain.transformed([amount], [(lot("M"), 1)], where=where, at=at)
            case "shipped", [where, to, _]:
                chain.shipped(amount, where=where, to=to, at=at)
            case "received", [where, to, _]:
                chain.received(amount, where=where, to=to, at=at)
            case "packed", [one, where, _]:
                chain.packed(amount, into=one, where=where, at=at)
                on_the_way.pop(one, None)
            case "unpacked", [one, where, _]:
                chain.unpacked(amount, out_of=one, where=where, at=at)
                on_the_way.pop(one, None)
            case "emptied", [one, where]:
                chain.unpacked(out_of=one, where=where, at=at)
                on_the_way.pop(one, None)
            case "box_shipped", [one, where, to]:
                chain.shipped(one, where=where, to=to, at=at)
                on_the_way[one] = to
            case "box_received", [one, where]:
                if one in on_the_way:
                    chain.received(one, where=where, to=on_the_way.pop(one), at=at)
    return chain


def opinion(story: list[Act]) -> dict[tuple[str, str], int]:
    oracle = Oracle()
    oracle.shipments = [
        (where, to, kg) for verb, where, to, *(kg,) in [a for a in story if a[0] == "shipped"]
    ]
    on_the_way: set[str] = set()
    for verb, *rest in story:
        match verb, rest:
            case "made" | "seen", [where, kg]:
                getattr(oracle, verb)(where, kg)
            case "sold" | "ended" | "used", [where, kg]:
                oracle.used_up(where, kg, verb)
            case "shipped" | "received", [where, to, kg]:
                getattr(oracle, verb)(where, to, kg)
            case "packed" | "unpacked", [one, where, kg]:
                getattr(oracle, verb)(one, where, kg)
                on_the_way.discard(one)
            case "emptied", [one, where]:
                oracle.unpacked(one, where, None)
                on_the_way.discard(one)
            case "box_shipped", [one, where, to]:
                oracle.box_shipped(one, where, to)
                on_the_way.add(one)
            case "box_received", [one, where]:
                if one in on_the_way:
                    oracle.box_received(one, where)
                    on_the_way.discard(one)
    return oracle.balances()


NAMES = {
    Kind.HELD: "held",
    Kind.TRANSIT: "transit",
    Kind.SOLD: "sold",
    Kind.DESTROYED: "ended",
    Kind.PROCESS: "used",
}


def by_name(found: Balances) -> dict[tuple[str, str], Fraction]:
    told: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for account, held in found.items():
        if account.kind in NAMES:
            holder = account.holder if account.kind in (Kind.HELD, Kind.TRANSIT) else ""
            for amount in held.values():
                assert amount is not None
                told[NAMES[account.kind], holder.rpartition("/")[2]] += amount
    return {where: amount for where, amount in told.items() if amount}


@settings(max_examples=400)
@given(stories)
def test_a_slow_second_opinion_agrees(story):
    assert by_name(ledger(tell(story), lot("L")).balances()) == opinion(story)


@given(stories)
def test_the_postings_of_every_event_sum_to_zero_in_each_unit(story):
    sums: dict[tuple[bytes, str, str], Fraction] = defaultdict(Fraction)
    for movement in Book(tell(story).events).movements:
        for posting in movement.postings():
            assert posting.amount is not None
            sums[movement.recorded.key, movement.thing, movement.unit] += posting.amount
    assert set(sums.values()) <= {0}


@given(stories)
def test_all_accounts_of_a_lot_sum_to_zero_at_every_moment(story):
    movements = ledger(tell(story), lot("L")).movements
    for count in range(len(movements) + 1):
        held = balances(movements[:count])
        assert sum(amounts.get("KGM", 0) for amounts in held.values()) == 0


@given(stories, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(story, chance: random.Random):
    chain = tell(story)
    before = Book(chain.events).movements
    chance.shuffle(chain.events)
    assert Book(chain.events).movements == before


@given(stories, st.sets(st.integers(0, 13)))
def test_void_events_leave_no_trace(story, wrong):
    chain = tell(story)
    for number in sorted(wrong):
        if number < len(story):
            chain.declared_void(chain.events[number]) if number < len(chain.events) else None
    void = {one.event_id for one in chain.events if one.event.error_declaration is not None}
    standing = [one for one in chain.events if one.event_id not in void]
    assert Book(chain.events).movements == Book(standing).movements


@given(stories, st.sampled_from([("GRM", 1000), ("DTN", 0.01), ("TNE", 0.001), ("HGM", 10)]))
def test_another_unit_tells_the_same_ledger(story, unit):
    uom, scale = unit
    told = by_name(ledger(tell(story, uom, scale), lot("L")).balances())
    expected = by_name(ledger(tell(story), lot("L")).balances())
    assert told.keys() == expected.keys()
    for where, amount in told.items():
        assert abs(amount - expected[where]) <= Fraction(1, 10**9)


@given(stories)
def test_what_is_held_is_never_below_nothing(story):
    """Nobody has less than nothing; only a journey may owe what was received too early."""
    held = ledger(tell(story), lot("L")).balances()
    assert all(
        amount >= 0
        for account, amounts in held.items()
        if account.kind is Kind.HELD
        for amount in amounts.values()
    )


def test_places_of_the_oracle_are_those_of_the_story():
    assert by_name(ledger(tell([("made", "plot", 5)]), lot("L")).balances()) == {
        ("held", "plot"): 5
    }
    assert place("plot").endswith("/plot")
