"""How much of one lot is in another, and what may be in it: proportions add up, unknown is said."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trace.memory import Amount, World, gtin, item, lot
from tests.trace.shapes import (
    BAG,
    CARTON,
    CHERRY,
    CRATE,
    GREEN,
    HUSK,
    OTHER_CHERRY,
    PARCHMENT,
    SECOND_BAG,
    STRANGER,
)
from tests.trace.test_against_oracle import CLASSES, INSTANCES, worlds
from txng.trace.model import Composition, Relation, Trace
from txng.trace.shares import composition
from txng.trace.walk import downstream, upstream

THIRD_CHERRY = lot("CHERRY3")


def made_of(trace: Trace, of: str | None = None) -> Composition:
    return composition(trace.canonical, trace.direction, trace.makings, trace.nodes, of)


def kilos(name: str, quantity: float) -> Amount:
    return (name, quantity, "KGM")


def adds_up(made: Composition) -> bool:
    known = sum(share for share in made.shares.values() if share is not None)
    return known + made.other + made.unknown == pytest.approx(1)


# Proportions


def test_a_mix_has_each_origin_by_its_quantity() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([kilos(CHERRY, 300), kilos(OTHER_CHERRY, 200)], [PARCHMENT], at=1)
    world.transformed([kilos(PARCHMENT, 90)], [BAG], at=2)
    made = upstream(world, BAG).composition
    assert made.shares == {CHERRY: 0.6, OTHER_CHERRY: 0.4}
    assert (made.unknown, made.other) == (0, 0)
    assert made.may_contain == {CHERRY, OTHER_CHERRY}


def test_losses_on_the_way_change_no_proportion() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([kilos(CHERRY, 500)], [kilos(PARCHMENT, 100)], at=1)
    world.transformed([kilos(PARCHMENT, 80), kilos(OTHER_CHERRY, 20)], [BAG], at=2)
    assert upstream(world, BAG).composition.shares == {CHERRY: 0.8, OTHER_CHERRY: 0.2}


def test_units_are_converted_before_they_are_compared() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([(CHERRY, 1, "TNE"), (OTHER_CHERRY, 1_000_000, "GRM")], [BAG], at=1)
    assert upstream(world, BAG).composition.shares == {CHERRY: 0.5, OTHER_CHERRY: 0.5}


def test_a_by_product_is_made_of_the_same_in_the_same_proportion() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    inputs = [kilos(CHERRY, 300), kilos(OTHER_CHERRY, 100)]
    world.transformed(inputs, [kilos(PARCHMENT, 80), kilos(HUSK, 20)], at=1)
    assert upstream(world, HUSK).composition == upstream(world, PARCHMENT).composition


def test_a_lot_filled_in_two_goes_is_the_mix_of_both() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([kilos(CHERRY, 500)], [kilos(GREEN, 90)], at=1)
    world.transformed([kilos(OTHER_CHERRY, 50)], [kilos(GREEN, 10)], at=2)
    assert upstream(world, GREEN).composition.shares == {CHERRY: 0.9, OTHER_CHERRY: 0.1}


def test_what_was_filled_in_later_is_not_in_what_was_taken_before() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([kilos(CHERRY, 500)], [kilos(GREEN, 90)], at=1)
    world.transformed([kilos(GREEN, 40)], [BAG], at=2)
    world.transformed([kilos(OTHER_CHERRY, 50)], [kilos(GREEN, 50)], at=3)
    world.transformed([kilos(GREEN, 40)], [SECOND_BAG], at=4)
    assert upstream(world, BAG).composition.shares == {CHERRY: 1}
    later = upstream(world, SECOND_BAG).composition.shares
    assert later == pytest.approx({CHERRY: 90 / 140, OTHER_CHERRY: 50 / 140})


def test_a_transformation_told_in_parts_is_one_mix() -> None:
    world = World()
    batch = {"transformation_id": "urn:example:batch:1"}
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([kilos(CHERRY, 30)], [], at=1, **batch)
    world.transformed([kilos(OTHER_CHERRY, 20)], [], at=2, **batch)
    world.transformed([kilos(CHERRY, 50)], [BAG], at=3, **batch)
    assert upstream(world, BAG).composition.shares == {CHERRY: 0.8, OTHER_CHERRY: 0.2}


def test_a_box_is_made_of_what_is_in_it_by_quantity() -> None:
    world = World()
    world.transformed([CHERRY], [BAG, SECOND_BAG, item("3")], at=0)
    world.made(CHERRY, OTHER_CHERRY, at=-1)
    world.transformed([OTHER_CHERRY], [STRANGER], at=0)
    world.packed(BAG, SECOND_BAG, item("3"), STRANGER, into=CARTON, at=1)
    assert upstream(world, CARTON).composition.shares == {CHERRY: 0.75, OTHER_CHERRY: 0.25}


def test_a_box_used_up_gives_what_was_in_it_then() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.packed(kilos(OTHER_CHERRY, 50), into=CRATE, at=1)
    world.unpacked(out_of=CRATE, at=2)
    world.packed(kilos(CHERRY, 50), into=CRATE, at=3)
    world.transformed([CRATE], [GREEN], at=4)
    made = upstream(world, GREEN).composition
    assert made.shares == {CHERRY: 1}
    assert made.may_contain == {CHERRY}


def test_every_ancestor_has_its_share_in_the_traced_thing() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([kilos(CHERRY, 10)], [PARCHMENT], at=1)
    world.transformed([kilos(PARCHMENT, 30), kilos(OTHER_CHERRY, 70)], [GREEN], at=2)
    shares = upstream(world, GREEN).shares
    assert shares == pytest.approx({GREEN: 1, PARCHMENT: 0.3, OTHER_CHERRY: 0.7, CHERRY: 0.3})


def test_a_node_on_the_way_has_a_composition_of_its_own() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, THIRD_CHERRY, at=0)
    world.transformed([kilos(CHERRY, 1), kilos(OTHER_CHERRY, 3)], [PARCHMENT], at=1)
    world.transformed([kilos(PARCHMENT, 1), kilos(THIRD_CHERRY, 1)], [GREEN], at=2)
    trace = upstream(world, GREEN)
    assert made_of(trace, PARCHMENT).shares == {CHERRY: 0.25, OTHER_CHERRY: 0.75}


# What is not known


def test_a_beginning_without_an_origin_is_the_unknown_part() -> None:
    world = World()
    world.made(CHERRY, at=0)
    world.transformed([kilos(CHERRY, 300), kilos(OTHER_CHERRY, 100)], [BAG], at=1)
    trace = upstream(world, BAG)
    assert trace.composition.shares == {CHERRY: 0.75}
    assert trace.composition.unknown == 0.25
    assert trace.composition.may_contain == {CHERRY, OTHER_CHERRY}
    assert trace.shares[OTHER_CHERRY] == 0.25, "it is known how much of it is of unknown origin"


@pytest.mark.parametrize(
    "second",
    [
        (OTHER_CHERRY, None),
        (OTHER_CHERRY, 20),
        (OTHER_CHERRY, 20, "LTR"),
        (OTHER_CHERRY, 20, "XSA"),
        item("sack"),
    ],
    ids=["no quantity", "pieces", "litres", "sacks", "a single thing"],
)
def test_amounts_that_cannot_be_compared_divide_nothing(second: Amount) -> None:
    world = World()
    other = second if isinstance(second, str) else second[0]
    world.made(CHERRY, other, at=0)
    world.transformed([kilos(CHERRY, 300), second], [BAG], at=1)
    made = upstream(world, BAG).composition
    assert made.shares == {CHERRY: None, other: None}
    assert made.unknown == 1
    assert made.may_contain == {CHERRY, other}


def test_pieces_of_two_products_are_not_compared() -> None:
    world = World()
    other = "https://id.gs1.org/01/09520001000010/21/7"
    world.made(BAG, other, at=0)
    world.transformed([BAG, other], [GREEN], at=1)
    assert set(upstream(world, GREEN).composition.shares.values()) == {None}
    world = World()
    world.made(BAG, SECOND_BAG, at=0)
    world.transformed([BAG, SECOND_BAG], [GREEN], at=1)
    assert set(upstream(world, GREEN).composition.shares.values()) == {0.5}


def test_one_lot_needs_no_quantity_to_be_all_of_it() -> None:
    world = World()
    world.made(CHERRY, at=0)
    world.transformed([CHERRY], [GREEN], at=1)
    world.transformed([GREEN], [BAG], at=2)
    assert upstream(world, BAG).composition.shares == {CHERRY: 1}


def test_an_unknown_amount_in_one_branch_leaves_the_other_known() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, THIRD_CHERRY, at=0)
    world.transformed([CHERRY, OTHER_CHERRY], [kilos(PARCHMENT, 80)], at=1)
    world.transformed([kilos(PARCHMENT, 80), kilos(THIRD_CHERRY, 20)], [BAG], at=2)
    made = upstream(world, BAG).composition
    assert made.shares == {CHERRY: None, OTHER_CHERRY: None, THIRD_CHERRY: 0.2}
    assert made.unknown == pytest.approx(0.8)


def test_a_product_without_a_lot_is_of_unknown_origin() -> None:
    world = World()
    world.made(CHERRY, at=0)
    world.transformed([kilos(CHERRY, 1), (gtin(), 1, "KGM")], [BAG], at=1)
    made = upstream(world, BAG).composition
    assert (made.shares, made.unknown) == ({CHERRY: 0.5}, 0.5)
    assert gtin() in made.may_contain


def test_a_lot_made_of_itself_is_of_unknown_origin() -> None:
    world = World()
    batch = {"transformation_id": "urn:example:batch:1"}
    other = {"transformation_id": "urn:example:batch:2"}
    world.transformed([GREEN], [], at=5, **batch)
    world.transformed([], [PARCHMENT], at=1, **batch)
    world.transformed([PARCHMENT], [], at=6, **other)
    world.transformed([], [GREEN], at=2, **other)
    made = upstream(world, GREEN).composition
    assert (made.shares, made.unknown) == ({}, 1)


# Downstream


def test_downstream_every_node_says_how_much_of_it_is_the_traced_thing() -> None:
    world = World()
    world.transformed([kilos(CHERRY, 300), kilos(OTHER_CHERRY, 100)], [PARCHMENT], at=1)
    world.transformed([kilos(PARCHMENT, 50), kilos(THIRD_CHERRY, 50)], [GREEN], at=2)
    trace = downstream(world, CHERRY)
    assert trace.shares == pytest.approx({CHERRY: 1, PARCHMENT: 0.75, GREEN: 0.375})
    made = made_of(trace, GREEN)
    assert (made.shares, made.other, made.unknown) == ({CHERRY: 0.375}, 0.625, 0)


def test_downstream_a_lot_filled_from_elsewhere_is_only_in_part_of_it() -> None:
    world = World()
    world.transformed([CHERRY], [kilos(GREEN, 60)], at=1)
    world.transformed([OTHER_CHERRY], [kilos(GREEN, 40)], at=2)
    world.transformed([kilos(GREEN, 10)], [BAG], at=3)
    trace = downstream(world, CHERRY)
    assert trace.shares == pytest.approx({CHERRY: 1, GREEN: 0.6, BAG: 0.6})


def test_downstream_what_came_out_of_a_traced_box_is_all_of_it() -> None:
    world = World()
    world.packed(BAG, into=CARTON, at=1)
    world.unpacked(BAG, out_of=CARTON, at=2)
    assert downstream(world, CARTON).shares == {CARTON: 1, BAG: 1}


def test_downstream_what_a_box_with_strangers_was_made_into_is_unknown() -> None:
    world = World()
    world.packed(BAG, STRANGER, into=CRATE, at=1)
    world.transformed([CRATE], [GREEN], at=2)
    trace = downstream(world, BAG)
    assert trace.shares[GREEN] is None
    assert made_of(trace, GREEN).unknown == 1
    assert made_of(trace, GREEN).may_contain == {BAG}


# Always


@settings(max_examples=max(400, settings.default.max_examples))
@given(worlds(), st.sampled_from([*INSTANCES, *CLASSES]))
def test_all_parts_always_add_up_to_the_whole(world: World, name: str) -> None:
    for trace in (upstream(world, name), downstream(world, name)):
        for node in trace.nodes.values():
            if node.relation is not Relation.CARRIER:
                made = made_of(trace, node.canonical)
                assert adds_up(made)
                assert made.shares.keys() <= made.may_contain
                assert all(
                    share is None or 0 <= share <= 1 + 1e-9 for share in made.shares.values()
                )


LAYERS = [[lot(f"{layer}{place}") for place in range(3)] for layer in "ABCD"]


@st.composite
def mills(draw: st.DrawFn) -> World:
    """Lots made of lots of the layer above, again and again, in kilograms; origins all recorded."""
    world = World()
    world.made(*LAYERS[0], at=-100)
    at = 0
    for above, below in pairwise(LAYERS):
        for _ in range(draw(st.integers(1, 4))):
            at += 1
            inputs = draw(st.lists(st.sampled_from(above), min_size=1, max_size=3, unique=True))
            output = draw(st.sampled_from(below))
            quantities = draw(st.lists(st.integers(1, 9), min_size=4, max_size=4))
            world.transformed(
                [kilos(name, quantity) for name, quantity in zip(inputs, quantities, strict=False)],
                [kilos(output, quantities[3])],
                at=at + draw(st.sampled_from([0, 0.5, -3])),
            )
    return world


@settings(max_examples=max(300, settings.default.max_examples))
@given(mills(), st.sampled_from(LAYERS[3]), st.sampled_from(LAYERS[0]))
def test_upstream_and_downstream_tell_the_same_share(
    world: World, product: str, origin: str
) -> None:
    """What part of the product is of that origin: asked from the one end and from the other."""
    above = upstream(world, product).composition
    assert adds_up(above)
    below = downstream(world, origin)
    share = below.shares.get(product)
    if product in below.nodes:
        assert above.shares.get(origin) == pytest.approx(share)
    else:
        assert origin not in above.may_contain


def test_shares_and_what_may_be_in_it_stand_in_the_json() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([kilos(CHERRY, 3), kilos(OTHER_CHERRY, 1)], [BAG], at=1)
    told = json.loads(json.dumps(upstream(world, BAG).as_dict()))
    assert told["composition"] == {
        "shares": {CHERRY: 0.75, OTHER_CHERRY: 0.25},
        "other": 0,
        "unknown": 0,
        "may_contain": [CHERRY, OTHER_CHERRY],
    }
    assert {node["id"]: node["share"] for node in told["nodes"]} == {
        BAG: 1,
        CHERRY: 0.75,
        OTHER_CHERRY: 0.25,
    }
