"""Rules that other systems broke, each with the bug that taught it (reference/platforms.md §4 and §6,
reference/epcis.md §6.1). A name in brackets is the project and its issue."""

from itertools import pairwise

import pytest

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
    ancestors,
    carriers,
    descendants,
    keys,
)
from txng.trace.journey import journey
from txng.trace.model import CutOff, Trace
from txng.trace.recall import recall_list
from txng.trace.walk import downstream, upstream

MANY = [lot(f"IN{number}") for number in range(40)]


def quantities(trace: Trace) -> dict[tuple[str, str], float | None]:
    return {(edge.source, edge.target): edge.quantity for edge in trace.edges}


# All inputs, all outputs


def test_all_inputs_of_a_transformation_are_followed_not_only_the_first() -> None:
    """[INATrace: StockOrderService follows only the first input]"""
    world = World()
    world.transformed(MANY, [PARCHMENT], at=1)
    world.transformed([PARCHMENT], [BAG], at=2)
    trace = upstream(world, BAG)
    assert ancestors(trace) == {PARCHMENT, *MANY}
    assert trace.composition.may_contain == set(MANY)


def test_several_consumed_batches_are_several_rows() -> None:
    """[ERPNext 50279: several consumed batches show as one row]"""
    world = World()
    inputs = [(CHERRY, 20, "KGM"), (OTHER_CHERRY, 30, "KGM"), (HUSK, 5, "KGM")]
    world.transformed(inputs, [PARCHMENT], at=1)
    assert quantities(upstream(world, PARCHMENT)) == {
        (name, PARCHMENT): quantity for name, quantity, _ in inputs
    }


def test_a_lot_that_is_split_keeps_a_quantity_for_each_part() -> None:
    """[Odoo 6839: wrong quantities when a lot is split]"""
    world = World()
    world.transformed([(GREEN, 60, "KGM")], [(PARCHMENT, 50, "KGM")], at=1)
    world.transformed([(GREEN, 25, "KGM")], [(HUSK, 20, "KGM")], at=2)
    world.packed((GREEN, 15, "KGM"), into=CARTON, at=3)
    assert quantities(downstream(world, GREEN)) == {
        (GREEN, PARCHMENT): 50,
        (GREEN, HUSK): 20,
        (GREEN, CARTON): 15,
    }
    (used,) = (making for making in upstream(world, HUSK).makings if making.inputs)
    assert [(one.canonical, one.quantity) for one in used.inputs] == [(GREEN, 25)]


def test_by_products_share_all_parents() -> None:
    """[Odoo 17702: by-products share lots only partly]"""
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    inputs = [(CHERRY, 3, "KGM"), (OTHER_CHERRY, 1, "KGM")]
    world.transformed(inputs, [(PARCHMENT, 2, "KGM"), (HUSK, 1, "KGM")], at=1)
    main, side = upstream(world, PARCHMENT), upstream(world, HUSK)
    assert ancestors(main) == ancestors(side) == {CHERRY, OTHER_CHERRY}
    assert main.composition == side.composition


# Depth and cycles


@pytest.mark.parametrize("walk", [upstream, downstream])
def test_depth_has_no_limit_in_either_direction(walk) -> None:
    """[ERPNext 51459: level limit, and forward crashes; IFT: at most 100 rounds]"""
    world = World()
    chain = [lot(f"L{step}") for step in range(1500)]
    world.made(chain[0], at=-1)
    for step, (before, after) in enumerate(pairwise(chain)):
        world.transformed([before], [after], at=step)
    start, end = (chain[-1], chain[0]) if walk is upstream else (chain[0], chain[-1])
    trace = walk(world, start)
    assert trace.nodes[end].depth == 1499
    assert trace.truncated is None
    assert trace.shares[end] == 1


@pytest.mark.parametrize("walk", [upstream, downstream])
def test_returns_and_rework_make_cycles_and_the_walk_ends(walk) -> None:
    """[INATrace: no visited set]"""
    world = World()
    for trip in range(5):
        world.transformed([CHERRY], [PARCHMENT], at=4 * trip)
        world.transformed([PARCHMENT], [CHERRY], at=4 * trip + 1)
        world.packed(BAG, into=CARTON, at=4 * trip + 2)
        world.unpacked(BAG, out_of=CARTON, at=4 * trip + 3)
    assert walk(world, CHERRY).nodes.keys() == {CHERRY, PARCHMENT}
    assert walk(world, BAG).nodes.keys() == {BAG, CARTON}


def test_a_walk_that_is_cut_says_how_much_it_left() -> None:
    """[INATrace: a trace can be silently incomplete]"""
    world = World()
    for step in range(100):
        world.transformed([lot(f"L{step}"), lot(f"M{step}")], [lot(f"L{step + 1}")], at=step)
    trace = upstream(world, lot("L100"), limit=60)
    assert trace.truncated is not None
    assert trace.truncated.not_followed >= 1
    left = [name for name, node in trace.nodes.items() if node.cut_off is CutOff.LIMIT]
    assert left
    assert trace.composition.unknown > 0, "what was not followed is of unknown origin"


# Shipments


def test_a_shipment_of_the_truck_that_held_the_pallet_that_held_the_carton_is_found() -> None:
    """[OCA stock-logistics-workflow 1173: shipments that contain a lot directly or indirectly]"""
    world = World()
    truck = "urn:example:truck:49C-123"
    world.transformed([GREEN], [BAG], at=0)
    world.packed(BAG, into=CARTON, at=1)
    world.packed(CARTON, into=PALLET, at=2)
    world.packed(PALLET, into=truck, at=3)
    left = world.seen(truck, at=4, biz_step="shipping")
    trace = downstream(world, GREEN)
    assert left.key in keys(trace)
    assert carriers(trace) == {CARTON, PALLET, truck}
    assert truck in {one.canonical for one in recall_list(world, GREEN).items}


def test_a_container_is_not_lost_when_its_goods_are_received() -> None:
    """[OpenBoxes 224: the container number is lost after receipt]"""
    world = World()
    packed = world.packed(BAG, into=CARTON, at=1)
    shipped = world.seen(CARTON, at=2, biz_step="shipping")
    received = world.unpacked(BAG, out_of=CARTON, at=3, biz_step="receiving")
    sold = world.seen(BAG, at=4, biz_step="retail_selling")
    assert keys(upstream(world, BAG)) == [packed.key, shipped.key, received.key, sold.key]
    assert carriers(upstream(world, BAG)) == {CARTON}


# Lots and single things


def test_a_lot_leaves_a_box_in_parts_and_the_rest_stays_inside() -> None:
    world = World()
    world.packed((GREEN, 100, "KGM"), into=CRATE, at=1)
    world.unpacked((GREEN, 40, "KGM"), out_of=CRATE, at=2)
    moved = world.seen(CRATE, at=3, biz_step="shipping")
    world.unpacked((GREEN, 60, "KGM"), out_of=CRATE, at=4)
    later = world.seen(CRATE, at=5, biz_step="shipping")
    found = keys(upstream(world, GREEN))
    assert moved.key in found
    assert later.key not in found


def test_what_is_unpacked_and_packed_again_has_both_boxes_each_for_its_time() -> None:
    """[QU4RTET: the history of unpacking and packing again is lost]"""
    world = World()
    world.packed(BAG, into=CARTON, at=1)
    first = world.seen(CARTON, at=2)
    world.unpacked(BAG, out_of=CARTON, at=3)
    empty = world.seen(CARTON, at=4)
    world.packed(BAG, into=PALLET, at=5)
    second = world.seen(PALLET, at=6)
    world.unpacked(BAG, out_of=PALLET, at=7)
    world.packed(BAG, into=CARTON, at=8)
    third = world.seen(CARTON, at=9)
    found = keys(upstream(world, BAG))
    assert {first.key, second.key, third.key} <= set(found)
    assert empty.key not in found


def test_serials_of_a_lot_are_followed_one_by_one() -> None:
    """A lot and the single things made of it are walked alike, each under its own name."""
    world = World()
    bags = [item(str(number)) for number in range(5)]
    world.transformed([(GREEN, 5, "KGM")], bags, at=1)
    world.packed(*bags[:2], (HUSK, 3, "KGM"), into=CARTON, at=2)
    trace = downstream(world, GREEN)
    assert descendants(trace) == set(bags)
    assert not trace.nodes[bags[0]].is_class
    assert trace.nodes[GREEN].is_class
    assert HUSK not in trace.nodes


def test_a_product_code_alone_joins_nothing() -> None:
    world = World()
    world.transformed([CHERRY], [(gtin(), 5)], at=1)
    world.transformed([OTHER_CHERRY], [(gtin(), 5)], at=2)
    world.transformed([(gtin(), 5)], [BAG], at=3)
    assert ancestors(upstream(world, BAG)) == {gtin()}
    assert descendants(downstream(world, CHERRY)) == {gtin()}


# Boxes and time


def test_no_way_leads_through_a_box_before_packing_or_after_unpacking() -> None:
    """[breadth-first search over links without time reaches too far]"""
    world = World()
    world.packed(STRANGER, into=CRATE, at=1)
    world.unpacked(STRANGER, out_of=CRATE, at=2)
    world.packed(BAG, into=CRATE, at=3)
    world.packed(CRATE, into=PALLET, at=4)
    world.unpacked(CRATE, out_of=PALLET, at=5)
    world.unpacked(BAG, out_of=CRATE, at=6)
    world.packed(SECOND_BAG, into=CRATE, at=7)
    assert ancestors(upstream(world, PALLET)) == {CRATE, BAG}
    assert descendants(downstream(world, PALLET)) == {CRATE, BAG}


def test_a_late_event_changes_what_was_between_and_nothing_else() -> None:
    """[QU4RTET: the latest to arrive is taken for the latest to happen]"""
    world = World()
    world.packed(BAG, into=CARTON, at=1, recorded_at=1)
    before = world.seen(CARTON, at=2, recorded_at=2)
    after = world.seen(CARTON, at=4, recorded_at=4)
    assert after.key in keys(upstream(world, BAG))
    world.unpacked(BAG, out_of=CARTON, at=3, recorded_at=50)
    found = keys(upstream(world, BAG))
    assert before.key in found
    assert after.key not in found


def test_the_time_of_recording_decides_nothing_but_ties() -> None:
    """An event is told when it is told; it happened when it happened."""
    worlds = []
    for late in (False, True):
        world = World()
        stories = [
            lambda how, world=world: world.transformed([CHERRY], [GREEN], at=1, **how),
            lambda how, world=world: world.packed(GREEN, into=CRATE, at=2, **how),
            lambda how, world=world: world.unpacked(out_of=CRATE, at=3, **how),
        ]
        for place, story in enumerate(stories[::-1] if late else stories):
            story({"recorded_at": 100 + place})
        worlds.append(world)
    told = [
        [one.recorded.event.event_time for one in upstream(world, GREEN).events] for world in worlds
    ]
    assert told[0] == told[1]


# Corrections


def test_an_error_declared_later_changes_every_trace_backwards() -> None:
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    wrong = world.transformed([(CHERRY, 5, "KGM")], [(GREEN, 4, "KGM")], at=1)
    world.transformed([(GREEN, 4, "KGM")], [BAG], at=2)
    assert ancestors(upstream(world, BAG)) == {GREEN, CHERRY}
    world.declared_void(wrong)
    world.transformed([(OTHER_CHERRY, 5, "KGM")], [(GREEN, 4, "KGM")], at=1)
    trace = upstream(world, BAG)
    assert ancestors(trace) == {GREEN, OTHER_CHERRY}
    assert trace.composition.shares == {OTHER_CHERRY: 1}
    assert wrong.key not in {recorded.key for recorded in journey(trace)}
    assert wrong.key in {recorded.key for recorded in trace.voided}
    assert downstream(world, CHERRY).nodes.keys() == {CHERRY}
    assert [one.canonical for one in recall_list(world, CHERRY).items] == [CHERRY]


def test_an_unpacking_declared_an_error_puts_the_goods_back() -> None:
    world = World()
    world.packed(BAG, into=CARTON, at=1)
    wrong = world.unpacked(out_of=CARTON, at=2)
    shipped = world.seen(CARTON, at=3)
    assert shipped.key not in keys(upstream(world, BAG))
    world.declared_void(wrong)
    assert shipped.key in keys(upstream(world, BAG))


# What is not known


def test_an_unknown_end_is_shown_as_unknown_and_counted() -> None:
    """Never as "no further recipients"."""
    world = World()
    world.transformed([GREEN], [BAG, SECOND_BAG, item("3"), item("4")], at=1)
    world.seen(BAG, at=2, biz_step="retail_selling")
    world.ended(SECOND_BAG, at=3)
    trace = downstream(world, GREEN)
    assert set(trace.unknown_ends) == {item("3"), item("4")}
    assert trace.ends_known == 0.6
    assert upstream(world, BAG).unknown_ends == (GREEN,)
    assert upstream(world, BAG).ends_known == 0.5


def test_a_trace_without_any_record_knows_nothing() -> None:
    trace = upstream(World(), BAG)
    assert (trace.unknown_ends, trace.ends_known) == ((BAG,), 0)
    assert trace.composition.unknown == 1


def test_an_unknown_quantity_is_never_nought() -> None:
    """[floats and defaults for mass: Fairfood, VN-A]"""
    world = World()
    world.made(CHERRY, OTHER_CHERRY, at=0)
    world.transformed([(CHERRY, None), (OTHER_CHERRY, 10, "KGM")], [BAG], at=1)
    trace = upstream(world, BAG)
    assert quantities(trace)[CHERRY, BAG] is None
    assert trace.composition.shares == {CHERRY: None, OTHER_CHERRY: None}
    assert trace.shares[CHERRY] is None


def test_every_origin_that_may_be_in_a_mix_is_named_however_small() -> None:
    """EUDR asks for all plots of a mix, not for the large ones."""
    world = World()
    farms = [lot(f"FARM{number}") for number in range(300)]
    world.made(*farms, at=0)
    world.transformed([(farm, 0.001, "KGM") for farm in farms], [PARCHMENT], at=1)
    world.transformed([(PARCHMENT, 1, "KGM"), (OTHER_CHERRY, 9999, "KGM")], [BAG], at=2)
    made = upstream(world, BAG).composition
    assert made.may_contain == {*farms, OTHER_CHERRY}
    assert min(share or 0 for share in made.shares.values()) > 0


def test_an_order_or_a_sensor_leads_nowhere() -> None:
    world = World()
    world.ordered(BAG, parent=sscc(9), at=1)
    world.associated("urn:example:logger:1", with_=BAG, at=2)
    for walk in (upstream, downstream):
        assert walk(world, BAG).nodes.keys() == {BAG}
