"""A recall list names everything downstream, how sure that is, and where it was last known."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trace.memory import World, gtin, item, lot, sscc
from tests.trace.shapes import (
    BAG,
    CARTON,
    CHERRY,
    CRATE,
    GREEN,
    HUSK,
    OTHER_CHERRY,
    PALLET,
    PARCHMENT,
    SECOND_BAG,
    STRANGER,
)
from tests.trace.test_against_oracle import CLASSES, INSTANCES, worlds
from txng.epcis.events import Destination, Place, Source
from txng.trace.errors import LimitError, NotCanonicalError
from txng.trace.list_walk import ListWalk
from txng.trace.recall import Certainty, RecallItem, RecallList, recall_list
from txng.trace.walk import downstream
from txng.trace.walking import Walk

MILL, SHOP, CHAIN_STORE = (f"https://htx.example.com/place/{n}" for n in ("mill", "shop", "chain"))
COOP, RETAILER = "urn:example:party:coop", "urn:example:party:retailer"


def one(found: RecallList, canonical: str) -> RecallItem:
    (item_,) = [item for item in found.items if item.canonical == canonical]
    return item_


def certainty(found: RecallList) -> dict[str, Certainty]:
    return {item.canonical: item.certainty for item in found.items}


def at(place: str) -> dict[str, Place]:
    return {"biz_location": Place(id=place)}


def sent_to(party: str, place: str) -> dict[str, object]:
    return {
        "source_list": (Source(type="possessing_party", source=COOP),),
        "destination_list": (
            Destination(type="possessing_party", destination=party),
            Destination(type="location", destination=place),
        ),
    }


# What is on it


@settings(max_examples=max(400, settings.default.max_examples))
@given(worlds(), st.sampled_from([*INSTANCES, *CLASSES, gtin()]))
def test_the_list_meets_what_the_trace_meets_in_the_same_stretches_of_time(world, name) -> None:
    walk, quick = Walk(world, name, "downstream", 100_000), ListWalk(world, name, 100_000)
    walk.run()
    quick.run()
    assert met(quick) == met(walk)
    trace = downstream(world, name)
    found = recall_list(world, name)
    assert {item.canonical for item in found.items} == trace.nodes.keys()
    ends = {name for name, node in trace.nodes.items() if node.has_end}
    assert {item.canonical for item in found.items if item.has_ended} == ends


def met(walk: Walk) -> dict[str, object]:
    return {name: (visit.scope, dict(visit.carries or {})) for name, visit in walk.visits.items()}


def test_indirect_shipments_are_on_the_list() -> None:
    """The bag was never shipped itself: its carton stood on a pallet."""
    world = World()
    world.transformed([GREEN], [BAG], at=1)
    world.packed(BAG, into=CARTON, at=2)
    world.packed(CARTON, into=PALLET, at=3)
    world.seen(PALLET, at=4, biz_step="receiving", **at(SHOP))
    found = recall_list(world, GREEN)
    assert [item.canonical for item in found.items] == [GREEN, BAG, CARTON, PALLET]
    assert [item.kind for item in found.items] == ["lot", "unit", "box", "box"]
    for name in (BAG, CARTON, PALLET):
        where = one(found, name).whereabouts
        assert where is not None
        assert where.place == SHOP
    assert (one(found, BAG).box, one(found, CARTON).box) == (CARTON, PALLET)
    assert one(found, CARTON).inside == 1


def test_neighbours_in_the_box_are_not_on_the_list() -> None:
    world = World()
    world.transformed([GREEN], [BAG], at=1)
    world.packed(BAG, STRANGER, into=CARTON, at=2)
    assert STRANGER not in certainty(recall_list(world, GREEN))


def test_the_list_is_plain_json() -> None:
    world = World()
    world.made(GREEN, at=1, **at(MILL))
    told = json.loads(json.dumps(recall_list(world, GREEN).as_dict()))
    assert told["items"][0]["whereabouts"]["event_time"] == "2025-11-01T02:00:00+00:00"


def test_another_spelling_and_a_cap_below_one_are_refused() -> None:
    with pytest.raises(NotCanonicalError):
        recall_list(World(), "urn:epc:class:lgtin:9506000.013435.L1")
    with pytest.raises(LimitError):
        recall_list(World(), GREEN, limit=0)


def test_a_list_that_is_cut_says_so() -> None:
    world = World()
    world.transformed([GREEN], [item(str(number)) for number in range(100)], at=1)
    found = recall_list(world, GREEN, limit=50)
    assert found.truncated is not None
    assert len(found.items) <= 60
    assert "limit 50" in found.as_dict()["truncated"]["sentence"]


CUT = """
from tests.trace.memory import World, item, lot
from tests.trace.shapes import GREEN
from txng.trace.recall import recall_list

world = World()
world.transformed([GREEN], [item(str(number)) for number in range(40)], at=1)
for number in range(40):
    world.transformed([item(str(number))], [lot(f"R{number}")], at=2)
found = recall_list(world, GREEN, limit=100)
assert found.truncated is not None
print(*[one.canonical for one in found.items])
"""


def test_a_list_is_cut_at_the_same_place_in_every_process() -> None:
    """A set goes through its members in an order of its own in each: who asks twice would get two lists."""
    lists = {
        subprocess.run(
            [sys.executable, "-c", CUT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(lists) == 1


# How sure it is


def test_what_nothing_else_went_into_is_recorded() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT], at=1)
    world.transformed([PARCHMENT], [BAG, HUSK], at=2)
    assert set(certainty(recall_list(world, CHERRY)).values()) == {Certainty.RECORDED}


def test_what_other_lots_went_into_may_contain_it() -> None:
    world = World()
    world.transformed([CHERRY, OTHER_CHERRY], [PARCHMENT], at=1)
    world.transformed([PARCHMENT], [BAG], at=2)
    found = certainty(recall_list(world, CHERRY))
    assert (found[CHERRY], found[BAG]) == (Certainty.RECORDED, Certainty.MAY_CONTAIN)


def test_lots_that_were_divided_and_mixed_again_are_recorded() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT, HUSK], at=1)
    world.transformed([PARCHMENT, HUSK], [BAG], at=2)
    assert certainty(recall_list(world, CHERRY))[BAG] is Certainty.RECORDED


def test_the_surest_way_counts() -> None:
    world = World()
    world.transformed([CHERRY, OTHER_CHERRY], [GREEN], at=1)
    world.transformed([CHERRY], [GREEN], at=2)
    assert certainty(recall_list(world, CHERRY))[GREEN] is Certainty.RECORDED


def test_an_output_told_before_the_input_is_only_plausible() -> None:
    world = World()
    batch = {"transformation_id": "urn:example:batch:1"}
    world.transformed([], [BAG], at=1, **batch)
    world.transformed([CHERRY], [], at=2, **batch)
    world.transformed([], [SECOND_BAG], at=3, **batch)
    found = certainty(recall_list(world, CHERRY))
    assert found[BAG] is Certainty.PLAUSIBLE
    assert found[SECOND_BAG] is Certainty.RECORDED


def test_a_product_without_a_lot_is_only_plausible() -> None:
    world = World()
    world.transformed([CHERRY], [(gtin(), 20)], at=1)
    found = recall_list(world, CHERRY)
    assert (one(found, gtin()).kind, one(found, gtin()).certainty) == (
        "product",
        Certainty.PLAUSIBLE,
    )


def test_what_was_made_of_a_whole_box_may_contain_what_was_in_it() -> None:
    world = World()
    world.packed(BAG, STRANGER, into=CRATE, at=1)
    world.transformed([CRATE], [GREEN], at=2)
    assert certainty(recall_list(world, BAG))[GREEN] is Certainty.MAY_CONTAIN


def test_what_was_in_a_recalled_box_is_recorded() -> None:
    world = World()
    world.packed(BAG, into=CARTON, at=1)
    found = recall_list(world, CARTON)
    assert one(found, BAG).certainty is Certainty.RECORDED
    assert one(found, CARTON).kind == "box"


def test_a_box_is_as_sure_as_the_surest_thing_in_it() -> None:
    world = World()
    world.transformed([CHERRY, OTHER_CHERRY], [BAG], at=1)
    world.transformed([CHERRY], [SECOND_BAG], at=1)
    world.packed(BAG, into=CARTON, at=2)
    world.packed(SECOND_BAG, into=PALLET, at=2)
    world.packed(CARTON, into=PALLET, at=3)
    found = certainty(recall_list(world, CHERRY))
    assert (found[CARTON], found[PALLET]) == (Certainty.MAY_CONTAIN, Certainty.RECORDED)


# Where it is


def test_the_latest_word_counts_whatever_order_the_words_came_in() -> None:
    world = World()
    world.made(GREEN, at=1, recorded_at=9, **at(MILL))
    world.seen(GREEN, at=5, recorded_at=2, **at(SHOP))
    world.seen(GREEN, at=3, recorded_at=8, **at(MILL))
    where = one(recall_list(world, GREEN), GREEN).whereabouts
    assert where is not None
    assert where.place == SHOP


def test_what_was_taken_out_of_the_box_stays_where_it_came_out() -> None:
    world = World()
    world.transformed([GREEN], [BAG, SECOND_BAG], at=1)
    world.packed(BAG, SECOND_BAG, into=CARTON, at=2)
    world.seen(CARTON, at=3, biz_step="receiving", **at(SHOP))
    world.unpacked(BAG, out_of=CARTON, at=4)
    world.seen(CARTON, at=5, biz_step="receiving", **at(CHAIN_STORE))
    found = recall_list(world, GREEN)
    places = [one(found, name).whereabouts for name in (BAG, SECOND_BAG, CARTON)]
    assert [where and where.place for where in places] == [SHOP, CHAIN_STORE, CHAIN_STORE]
    assert (one(found, BAG).box, one(found, SECOND_BAG).box) == (None, CARTON)


def test_bags_packed_again_apart_are_each_where_their_own_box_is() -> None:
    """They were made together and packed together, which is answered for all at once; then they parted."""
    world = World()
    world.transformed([GREEN], [BAG, SECOND_BAG], at=1)
    world.packed(BAG, SECOND_BAG, into=CRATE, at=2)
    world.unpacked(BAG, SECOND_BAG, out_of=CRATE, at=3)
    for bag, box, place in ((BAG, CARTON, SHOP), (SECOND_BAG, PALLET, CHAIN_STORE)):
        world.packed(bag, into=box, at=4)
        world.seen(box, at=5, biz_step="receiving", **at(place))
    found = recall_list(world, GREEN)
    for bag, box, place in ((BAG, CARTON, SHOP), (SECOND_BAG, PALLET, CHAIN_STORE)):
        item_ = one(found, bag)
        assert item_.whereabouts is not None
        assert (item_.box, item_.whereabouts.place) == (box, place)


def test_goods_on_their_way_say_who_sent_them_and_to_whom() -> None:
    world = World()
    world.made(GREEN, at=1, by="An", **at(MILL))
    leaving = {"read_point": Place(id=MILL), "biz_step": "shipping", "by": "An"}
    world.seen(GREEN, at=2, **leaving, **sent_to(RETAILER, SHOP))
    where = one(recall_list(world, GREEN), GREEN).whereabouts
    assert where is not None
    assert where.on_its_way
    assert (where.holder, where.place) == (COOP, MILL)
    assert (where.receiver, where.goes_to, where.told_by) == (RETAILER, SHOP, "An")


def test_goods_that_arrived_are_held_by_whom_they_were_sent_to() -> None:
    world = World()
    world.seen(GREEN, at=2, biz_step="receiving", **at(SHOP), **sent_to(RETAILER, SHOP))
    where = one(recall_list(world, GREEN), GREEN).whereabouts
    assert where is not None
    assert (where.on_its_way, where.holder, where.receiver) == (False, RETAILER, None)


def test_a_holder_nobody_named_is_unknown() -> None:
    world = World()
    world.seen(GREEN, at=2, **at(SHOP))
    where = one(recall_list(world, GREEN), GREEN).whereabouts
    assert where is not None
    assert where.holder is None


def test_a_thing_nobody_placed_has_no_whereabouts() -> None:
    world = World()
    world.transformed([GREEN], [BAG], at=1)
    assert one(recall_list(world, GREEN), BAG).whereabouts is None


def test_boxes_inside_each_other_do_not_lead_in_circles() -> None:
    world = World()
    world.transformed([GREEN], [BAG], at=0)
    world.packed(BAG, into=CARTON, at=1)
    world.packed(CARTON, into=PALLET, at=2)
    world.packed(PALLET, into=CARTON, at=3)
    world.seen(PALLET, at=4, **at(SHOP))
    where = one(recall_list(world, GREEN), BAG).whereabouts
    assert where is not None
    assert where.place == SHOP


def test_three_hundred_boxes_inside_each_other_are_followed_to_the_last() -> None:
    world = World()
    for number in range(300):
        world.packed(sscc(number), into=sscc(number + 1), at=number)
    world.seen(sscc(300), at=1000, **at(SHOP))
    where = one(recall_list(world, sscc(0)), sscc(0)).whereabouts
    assert where is not None
    assert where.place == SHOP


def test_a_bag_sold_by_itself_or_in_its_carton_has_ended() -> None:
    world = World()
    world.transformed([GREEN], [BAG, SECOND_BAG, item("3")], at=1)
    world.packed(BAG, into=CARTON, at=2)
    world.seen(CARTON, at=3, biz_step="retail_selling")
    world.seen(SECOND_BAG, at=3, biz_step="retail_selling")
    found = recall_list(world, GREEN)
    assert [one(found, name).has_ended for name in (BAG, SECOND_BAG, item("3"))] == [
        True,
        True,
        False,
    ]


def test_a_declared_error_takes_goods_off_the_list() -> None:
    world = World()
    world.declared_void(world.transformed([GREEN], [lot("WRONG")], at=1))
    assert lot("WRONG") not in certainty(recall_list(world, GREEN))
