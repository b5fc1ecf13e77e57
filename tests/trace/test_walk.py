"""Traces tell the truth about where things came from and where they went."""

import json
from itertools import pairwise

import msgspec
import pytest

from tests.trace.memory import World, gtin, item, lot, sscc
from txng.epcis.events import AggregationEvent, TransformationEvent
from txng.trace.errors import LimitError, NotCanonicalError
from txng.trace.model import CutOff, Relation, Trace
from txng.trace.walk import downstream, upstream

CHERRY, OTHER_CHERRY, PARCHMENT, GREEN, HUSK = map(
    lot, ("CHERRY", "CHERRY2", "PARCHMENT", "GREEN", "HUSK")
)
BAG, SECOND_BAG, STRANGER = item("1"), item("2"), item("99")
CARTON, PALLET, CRATE = sscc(1), sscc(2), "urn:example:crate:7"


def names(trace: Trace, *relations: Relation) -> set[str]:
    return {name for name, node in trace.nodes.items() if node.relation in relations}


def ancestors(trace: Trace) -> set[str]:
    return names(trace, Relation.ANCESTOR)


def descendants(trace: Trace) -> set[str]:
    return names(trace, Relation.DESCENDANT)


def carriers(trace: Trace) -> set[str]:
    return names(trace, Relation.CARRIER)


def keys(trace: Trace) -> list[bytes]:
    return [event.recorded.key for event in trace.events]


# Transformations


def test_every_input_of_a_transformation_is_an_ancestor() -> None:
    world = World()
    world.transformed([CHERRY, OTHER_CHERRY, item("sack")], [PARCHMENT], at=2)
    assert ancestors(upstream(world, PARCHMENT)) == {CHERRY, OTHER_CHERRY, item("sack")}


def test_every_output_of_a_transformation_is_a_descendant() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT, HUSK, BAG], at=2)
    assert descendants(downstream(world, CHERRY)) == {PARCHMENT, HUSK, BAG}


def test_a_by_product_has_the_same_ancestors_as_the_product() -> None:
    world = World()
    world.transformed([CHERRY, OTHER_CHERRY], [PARCHMENT, HUSK], at=2)
    assert ancestors(upstream(world, HUSK)) == ancestors(upstream(world, PARCHMENT))


def test_a_long_transformation_joins_all_its_events_by_its_id() -> None:
    world = World()
    batch = {"transformation_id": "urn:example:batch:1"}
    world.transformed([CHERRY], [], at=1, **batch)
    world.transformed([OTHER_CHERRY], [], at=2, **batch)
    world.transformed([], [PARCHMENT], at=3, **batch)
    world.transformed([], [HUSK], at=4, **batch)
    assert ancestors(upstream(world, HUSK)) == {CHERRY, OTHER_CHERRY}
    assert descendants(downstream(world, CHERRY)) == {PARCHMENT, HUSK}


def test_events_of_one_transformation_stay_apart_from_those_of_another() -> None:
    world = World()
    world.transformed([CHERRY], [], at=1, transformation_id="urn:example:batch:1")
    world.transformed([OTHER_CHERRY], [PARCHMENT], at=2, transformation_id="urn:example:batch:2")
    assert ancestors(upstream(world, PARCHMENT)) == {OTHER_CHERRY}


def test_sisters_of_an_ancestor_are_not_ancestors() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT, HUSK], at=1)
    world.transformed([PARCHMENT], [GREEN], at=2)
    assert HUSK not in upstream(world, GREEN).nodes


def test_depth_is_not_limited() -> None:
    world = World()
    chain = [lot(f"L{step}") for step in range(200)]
    for step, (before, after) in enumerate(pairwise(chain)):
        world.transformed([before], [after], at=step)
    trace = upstream(world, chain[-1])
    assert trace.nodes[chain[0]].depth == 199
    assert trace.truncated is None


def test_a_hop_asks_the_store_once_for_all_its_things() -> None:
    world = World()
    world.transformed([CHERRY, OTHER_CHERRY], [PARCHMENT], at=1)
    world.transformed([PARCHMENT, HUSK], [GREEN], at=2)
    upstream(world, GREEN)
    assert [set(asked) for asked in world.asked] == [
        {GREEN},
        {PARCHMENT, HUSK},
        {CHERRY, OTHER_CHERRY},
    ]


def test_nothing_is_asked_twice() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT, HUSK], at=1)
    world.transformed([PARCHMENT, HUSK], [GREEN], at=2)
    upstream(world, GREEN)
    asked = [name for call in world.asked for name in call]
    assert len(asked) == len(set(asked))


# Quantities


def test_an_edge_keeps_the_quantity_and_the_unit() -> None:
    world = World()
    world.transformed([(CHERRY, 500, "KGM")], [(PARCHMENT, 100, "KGM")], at=1)
    (edge,) = upstream(world, PARCHMENT).edges
    assert (edge.source, edge.target, edge.quantity, edge.uom) == (CHERRY, PARCHMENT, 500, "KGM")
    (edge,) = downstream(world, CHERRY).edges
    assert (edge.source, edge.target, edge.quantity, edge.uom) == (CHERRY, PARCHMENT, 100, "KGM")


def test_an_unknown_quantity_is_unknown_and_not_zero() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT], at=1)
    assert upstream(world, PARCHMENT).edges[0].quantity is None


def test_a_lot_split_in_two_keeps_a_quantity_for_each_part() -> None:
    world = World()
    world.transformed([(CHERRY, 500, "KGM")], [(GREEN, 60, "KGM"), (HUSK, 40, "KGM")], at=1)
    parts = {edge.target: edge.quantity for edge in downstream(world, CHERRY).edges}
    assert parts == {GREEN: 60, HUSK: 40}


def test_two_lines_of_one_lot_add_up_and_two_units_stay_apart() -> None:
    world = World()
    world.transformed([(CHERRY, 20, "KGM"), (CHERRY, 30, "KGM"), (CHERRY, 5)], [GREEN], at=1)
    amounts = {edge.uom: edge.quantity for edge in upstream(world, GREEN).edges}
    assert amounts == {"KGM": 50, None: 5}


def test_one_unknown_line_makes_the_sum_unknown() -> None:
    world = World()
    world.transformed([(CHERRY, 20), (CHERRY, None)], [GREEN], at=1)
    assert [edge.quantity for edge in upstream(world, GREEN).edges] == [None]


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
    assert world.events[-1].key not in found


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


# Classes and private names


def test_a_product_without_a_lot_is_reported_and_never_expanded() -> None:
    world = World()
    world.transformed([CHERRY], [(gtin(), 5)], at=1)
    world.transformed([(gtin(), 5)], [BAG], at=2)
    trace = upstream(world, BAG)
    assert trace.nodes[gtin()].cut_off is CutOff.PRODUCT
    assert CHERRY not in trace.nodes
    assert gtin() not in {name for call in world.asked for name in call}
    assert gtin() in trace.unknown_ends


def test_a_traced_product_is_an_endpoint_too() -> None:
    world = World()
    world.made((gtin(), 5), at=1)
    trace = upstream(world, gtin())
    assert trace.nodes[gtin()].cut_off is CutOff.PRODUCT
    assert world.asked == []


def test_private_names_are_walked_like_any_other() -> None:
    world = World()
    farm_lot, jar = "urn:example:lot:7", "https://htx.example.com/jar/1"
    world.transformed([(farm_lot, 3, "KGM")], [jar], at=1)
    trace = upstream(world, jar)
    assert ancestors(trace) == {farm_lot}
    assert trace.nodes[farm_lot].is_class
    assert not trace.nodes[jar].is_class
    assert downstream(world, farm_lot).nodes[farm_lot].is_class


def test_another_spelling_of_a_code_is_refused_with_the_right_one() -> None:
    with pytest.raises(NotCanonicalError, match=r"Expected .*/10/L1.*got 'urn:epc"):
        upstream(World(), "urn:epc:class:lgtin:9506000.013435.L1")


# Corrections


def test_a_voided_event_is_reported_and_never_walked_through() -> None:
    world = World()
    wrong = world.transformed([OTHER_CHERRY], [PARCHMENT], at=1)
    declaration = world.declared_void(wrong)
    world.transformed([CHERRY], [PARCHMENT], at=2)
    trace = upstream(world, PARCHMENT)
    assert ancestors(trace) == {CHERRY}
    assert [recorded.key for recorded in trace.voided] == [wrong.key, declaration.key]
    assert wrong.key not in keys(trace)


def test_a_voided_packing_never_happened() -> None:
    world = World()
    world.declared_void(world.packed(BAG, into=CARTON, at=1))
    world.seen(CARTON, at=2)
    assert upstream(world, BAG).nodes.keys() == {BAG}


def test_a_voided_unpacking_leaves_the_thing_inside() -> None:
    world = World()
    world.packed(BAG, into=CARTON, at=1)
    world.declared_void(world.unpacked(BAG, out_of=CARTON, at=2))
    arrived = world.seen(CARTON, at=3)
    assert arrived.key in keys(upstream(world, BAG))


# Ends


def test_a_thing_without_an_origin_is_an_unknown_end() -> None:
    world = World()
    world.made(CHERRY, at=1)
    world.transformed([CHERRY, OTHER_CHERRY], [PARCHMENT], at=2)
    assert upstream(world, PARCHMENT).unknown_ends == (OTHER_CHERRY,)


@pytest.mark.parametrize(
    "step", ["commissioning", "urn:epcglobal:cbv:bizstep:creating_class_instance"]
)
def test_a_commissioning_step_is_an_origin(step: str) -> None:
    world = World()
    world.seen(CHERRY, at=1, biz_step=step)
    assert upstream(world, CHERRY).unknown_ends == ()


def test_a_harvest_in_a_private_vocabulary_is_an_origin() -> None:
    world = World()
    world.seen(CHERRY, at=1, biz_step="urn:txng:voc:bizstep:harvesting")
    assert upstream(world, CHERRY).nodes[CHERRY].has_origin


def test_a_thing_nobody_recorded_has_an_unknown_origin() -> None:
    assert upstream(World(), BAG).unknown_ends == (BAG,)


def test_a_descendant_not_seen_to_end_is_an_unknown_end() -> None:
    world = World()
    world.transformed([GREEN], [BAG, SECOND_BAG], at=1)
    world.seen(BAG, at=2, biz_step="retail_selling")
    assert downstream(world, GREEN).unknown_ends == (SECOND_BAG,)


def test_a_bag_sold_with_its_carton_has_ended() -> None:
    world = World()
    world.packed(BAG, into=CARTON, at=1)
    world.seen(CARTON, at=2, biz_step="retail_selling")
    world.packed(SECOND_BAG, into=CARTON, at=3)
    assert downstream(world, BAG).unknown_ends == ()
    assert downstream(world, SECOND_BAG).unknown_ends == (SECOND_BAG,)


# The cap


def test_the_cap_is_said_aloud() -> None:
    world = World()
    for step in range(50):
        world.transformed([lot(f"L{step}")], [lot(f"L{step + 1}")], at=step)
    trace = upstream(world, lot("L50"), limit=30)
    assert trace.truncated is not None
    assert trace.truncated.not_followed == 1
    assert "limit 30" in str(trace.truncated)
    assert len(trace.nodes) + len(trace.events) <= 30
    assert [n.canonical for n in trace.nodes.values() if n.cut_off is CutOff.LIMIT] != []
    assert trace.as_dict()["truncated"]["sentence"] == str(trace.truncated)


def test_a_full_trace_asks_for_nothing_more() -> None:
    world = World()
    for at in range(20):
        world.seen(BAG, at=at)
    world.packed(BAG, into=CARTON, at=20)
    trace = upstream(world, BAG, limit=10)
    assert world.asked == [(BAG,)]
    assert trace.truncated is not None


def test_many_inputs_by_many_outputs_cannot_exhaust_the_memory() -> None:
    world = World()
    first, second = [[lot(f"{side}{n}") for n in range(200)] for side in "AB"]
    world.transformed(first, second, at=1)
    world.transformed(second, [BAG], at=2)
    trace = upstream(world, BAG, limit=5000)
    assert trace.truncated is not None
    assert len(trace.edges) <= 5200


def test_a_trace_that_just_fits_is_whole() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT], at=1)
    assert upstream(world, PARCHMENT, limit=4).truncated is None


def test_a_cap_below_one_is_refused() -> None:
    with pytest.raises(LimitError, match="Expected a limit of at least 1, got 0"):
        upstream(World(), BAG, limit=0)


# Shapes of GS1's examples


def test_gs1_example_9_6_3_a_parent_observed_with_children_of_all_kinds() -> None:
    event = msgspec.convert(
        {
            "type": "AggregationEvent",
            "eventTime": "2013-06-08T14:58:56.591Z",
            "eventTimeZoneOffset": "+02:00",
            "parentID": "urn:epc:id:sscc:0614141.1234567890",
            "childEPCs": [f"urn:epc:id:sgtin:0614141.107346.{n}" for n in (2017, 2018)],
            "action": "OBSERVE",
            "bizStep": "receiving",
            "childQuantityList": [
                {"epcClass": "urn:epc:idpat:sgtin:4012345.098765.*", "quantity": 10},
                {
                    "epcClass": "urn:epc:class:lgtin:4012345.012345.998877",
                    "quantity": 200.5,
                    "uom": "KGM",
                },
            ],
        },
        AggregationEvent,
    )
    world = World()
    world.record(event)
    pallet = "https://id.gs1.org/00/106141412345678908"
    product = "https://id.gs1.org/01/04012345987652"
    part = "https://id.gs1.org/01/04012345123456/10/998877"
    trace = upstream(world, pallet)
    assert ancestors(trace) == {
        "https://id.gs1.org/01/10614141073464/21/2017",
        "https://id.gs1.org/01/10614141073464/21/2018",
        product,
        part,
    }
    assert trace.nodes[product].cut_off is CutOff.PRODUCT
    amounts = {edge.source: (edge.quantity, edge.uom) for edge in trace.edges}
    assert amounts[part] == (200.5, "KGM")
    assert amounts[product] == (10, None)
    assert carriers(upstream(world, part)) == {pallet}


def test_gs1_example_9_6_4_five_inputs_four_outputs() -> None:
    event = msgspec.convert(
        {
            "type": "TransformationEvent",
            "eventTime": "2013-10-31T14:58:56.591Z",
            "eventTimeZoneOffset": "+02:00",
            "inputEPCList": [
                "urn:epc:id:sgtin:4012345.011122.25",
                "urn:epc:id:sgtin:4000001.065432.99886655",
            ],
            "inputQuantityList": [
                {
                    "epcClass": "urn:epc:class:lgtin:4012345.011111.4444",
                    "quantity": 10,
                    "uom": "KGM",
                },
                {"epcClass": "urn:epc:class:lgtin:0614141.077777.987", "quantity": 30},
                {"epcClass": "urn:epc:idpat:sgtin:4012345.066666.*", "quantity": 220},
            ],
            "outputEPCList": [f"urn:epc:id:sgtin:4012345.077889.{n}" for n in range(25, 29)],
            "bizStep": "commissioning",
        },
        TransformationEvent,
    )
    world = World()
    world.record(event)
    made = "https://id.gs1.org/01/04012345778892/21/26"
    meat = "https://id.gs1.org/01/04012345111118/10/4444"
    trace = upstream(world, made)
    assert len(ancestors(trace)) == 5
    assert {edge.quantity for edge in trace.edges} == {1, 10, 30, 220}
    assert len(descendants(downstream(world, meat))) == 4


def test_a_trace_is_plain_json() -> None:
    world = World()
    world.transformed([(CHERRY, 500, "KGM")], [PARCHMENT], at=1)
    told = json.loads(json.dumps(upstream(world, PARCHMENT).as_dict()))
    assert told["traced"] == PARCHMENT
    assert told["edges"][0]["uom"] == "KGM"
    assert told["events"][0]["relation"] == "own"
    assert told["unknown_ends"] == [CHERRY]
