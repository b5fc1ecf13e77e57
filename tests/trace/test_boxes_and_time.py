"""A box carries only what is in it, only while it is in it; time decides what belongs."""

from tests.trace.memory import World
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
    STRANGER,
    ancestors,
    carriers,
    descendants,
    keys,
)
from txng.trace.model import Relation
from txng.trace.walk import downstream, upstream

# Boxes


def test_a_box_belongs_only_from_packing_to_unpacking() -> None:
    world = World()
    world.seen(CARTON, at=1)
    packed = world.packed(BAG, into=CARTON, at=2)
    shipped = world.seen(CARTON, at=3, biz_step="shipping")
    unpacked = world.unpacked(BAG, out_of=CARTON, at=4)
    world.seen(CARTON, at=5)
    trace = upstream(world, BAG)
    assert keys(trace) == [packed.key, shipped.key, unpacked.key]
    assert carriers(trace) == {CARTON}


def test_a_shipment_of_the_pallet_around_the_carton_belongs_to_the_bag() -> None:
    world = World()
    world.packed(BAG, into=CARTON, at=1)
    world.packed(CARTON, into=PALLET, at=2)
    shipped = world.seen(PALLET, at=3, biz_step="shipping")
    world.unpacked(CARTON, out_of=PALLET, at=4)
    elsewhere = world.seen(PALLET, at=5, biz_step="shipping")
    trace = upstream(world, BAG)
    (event,) = [event for event in trace.events if event.recorded is shipped]
    assert (event.relation, event.of) == (Relation.CARRIER, CARTON)
    assert elsewhere.key not in keys(trace)


def test_a_pallet_that_held_the_carton_after_the_bag_left_it_does_not_belong() -> None:
    world = World()
    world.packed(BAG, into=CARTON, at=1)
    world.unpacked(BAG, out_of=CARTON, at=2)
    world.packed(CARTON, into=PALLET, at=3)
    assert PALLET not in upstream(world, BAG).nodes


def test_neighbours_in_a_box_are_strangers() -> None:
    world = World()
    world.transformed([OTHER_CHERRY], [STRANGER], at=0)
    world.packed(BAG, STRANGER, into=CARTON, at=1)
    for trace in (upstream(world, BAG), downstream(world, BAG)):
        assert STRANGER not in trace.nodes
        assert OTHER_CHERRY not in trace.nodes


def test_a_crate_used_again_brings_only_its_own_trip() -> None:
    world = World()
    world.packed(STRANGER, into=CRATE, at=1)
    before = world.seen(CRATE, at=2)
    world.unpacked(out_of=CRATE, at=3)
    world.packed(BAG, into=CRATE, at=4)
    during = world.seen(CRATE, at=5)
    world.unpacked(out_of=CRATE, at=6)
    world.packed(STRANGER, into=CRATE, at=7)
    found = keys(upstream(world, BAG))
    assert during.key in found
    assert before.key not in found
    assert world.told[-1].key not in found


def test_a_scanned_pallet_comes_from_what_is_in_it() -> None:
    world = World()
    world.transformed([GREEN], [BAG], at=1)
    world.packed(BAG, into=CARTON, at=2)
    world.packed(CARTON, into=PALLET, at=3)
    assert ancestors(upstream(world, PALLET)) == {CARTON, BAG, GREEN}


def test_what_left_the_carton_before_it_came_on_the_pallet_is_not_of_the_pallet() -> None:
    world = World()
    world.packed(STRANGER, into=CRATE, at=1)
    world.unpacked(STRANGER, out_of=CRATE, at=2)
    world.packed(BAG, into=CRATE, at=3)
    world.packed(CRATE, into=PALLET, at=4)
    assert ancestors(upstream(world, PALLET)) == {CRATE, BAG}


def test_a_scanned_pallet_goes_where_its_passengers_go() -> None:
    world = World()
    earlier = world.made(BAG, at=1)
    world.packed(BAG, into=PALLET, at=2)
    world.unpacked(BAG, out_of=PALLET, at=3)
    sold = world.seen(BAG, at=4, biz_step="retail_selling")
    trace = downstream(world, PALLET)
    assert descendants(trace) == {BAG}
    assert sold.key in keys(trace)
    assert earlier.key not in keys(trace)


def test_a_box_that_is_consumed_consumes_what_is_in_it_then() -> None:
    world = World()
    world.packed(STRANGER, into=CRATE, at=1)
    world.unpacked(STRANGER, out_of=CRATE, at=2)
    world.packed(BAG, into=CRATE, at=3)
    world.transformed([CRATE], [GREEN], at=4)
    assert ancestors(upstream(world, GREEN)) == {CRATE, BAG}
    assert descendants(downstream(world, BAG)) == {GREEN}
    assert descendants(downstream(world, STRANGER)) == set()


def test_a_sensor_tied_to_a_pallet_is_not_its_content() -> None:
    world = World()
    logger = "urn:example:logger:1"
    tied = world.associated(logger, with_=PALLET, at=1)
    trace = upstream(world, PALLET)
    assert trace.nodes.keys() == {PALLET}
    assert keys(trace) == [tied.key]
    assert upstream(world, logger).nodes.keys() == {logger}


def test_an_order_is_not_a_box() -> None:
    world = World()
    world.ordered(BAG, parent=PALLET, at=1)
    assert upstream(world, BAG).nodes.keys() == {BAG}


# Time


def test_what_an_ancestor_did_after_it_was_used_is_not_the_story_of_the_product() -> None:
    world = World()
    world.made(CHERRY, at=1)
    world.transformed([CHERRY], [PARCHMENT], at=2)
    later = world.seen(CHERRY, at=3, biz_step="shipping")
    assert later.key not in keys(upstream(world, PARCHMENT))
    assert later.key in keys(upstream(world, CHERRY))


def test_a_lot_used_twice_counts_up_to_its_last_use_on_the_way() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT], at=1)
    between = world.seen(CHERRY, at=2)
    world.transformed([CHERRY], [HUSK], at=3)
    after = world.seen(CHERRY, at=4)
    world.transformed([PARCHMENT, HUSK], [GREEN], at=5)
    found = keys(upstream(world, GREEN))
    assert between.key in found
    assert after.key not in found


def test_what_a_descendant_did_before_it_was_made_of_this_is_not_its_story() -> None:
    world = World()
    early = world.transformed([OTHER_CHERRY], [GREEN], at=1)
    world.transformed([CHERRY], [GREEN], at=2)
    assert early.key not in keys(downstream(world, CHERRY))


def test_an_output_sold_before_this_input_came_is_not_reached() -> None:
    world = World()
    world.transformed([PARCHMENT], [GREEN], at=1)
    world.transformed([CHERRY], [PARCHMENT], at=2)
    assert GREEN not in downstream(world, CHERRY).nodes
    assert CHERRY not in upstream(world, GREEN).nodes


def test_rework_and_returns_make_cycles_and_the_walk_ends() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT], at=1)
    world.transformed([PARCHMENT], [CHERRY], at=2)
    world.transformed([CHERRY], [GREEN], at=3)
    assert ancestors(upstream(world, GREEN)) == {CHERRY, PARCHMENT}
    assert descendants(downstream(world, CHERRY)) == {PARCHMENT, GREEN}


def test_boxes_inside_each_other_make_cycles_and_the_walk_ends() -> None:
    world = World()
    world.packed(CARTON, into=PALLET, at=1)
    world.packed(PALLET, into=CARTON, at=2)
    assert ancestors(upstream(world, PALLET)) == {CARTON}


def test_events_that_arrive_late_change_nothing() -> None:
    stories = [
        ("packed", {"into": CRATE, "at": 1}),
        ("unpacked", {"out_of": CRATE, "at": 2}),
        ("packed", {"into": CRATE, "at": 4}),
    ]
    traces = []
    for order in (stories, stories[::-1]):
        world = World()
        for number, (tell, how) in enumerate(order):
            getattr(world, tell)(BAG, **how, recorded_at=100 + number)
        world.seen(CRATE, at=3)
        world.seen(CRATE, at=5)
        trace = upstream(world, BAG)
        traces.append([event.recorded.event.event_time for event in trace.events])
    assert traces[0] == traces[1]
    assert len(traces[0]) == 4


def test_of_equal_times_the_one_recorded_first_came_first() -> None:
    world = World()
    packed = world.packed(BAG, into=CRATE, at=1, recorded_at=2)
    before = world.seen(CRATE, at=1, recorded_at=1)
    after = world.seen(CRATE, at=1, recorded_at=3)
    assert keys(upstream(world, BAG)) == [packed.key, after.key]
    assert before.key not in keys(upstream(world, BAG))
