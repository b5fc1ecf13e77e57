"""Traces tell the truth about where things came from and where they went."""

import json
from itertools import pairwise

import msgspec
import pytest

from tests.trace.memory import World, gtin, item, lot
from tests.trace.shapes import (
    BAG,
    CARTON,
    CHERRY,
    GREEN,
    HUSK,
    OTHER_CHERRY,
    PARCHMENT,
    SECOND_BAG,
    ancestors,
    carriers,
    descendants,
    keys,
)
from txng.epcis.events import AggregationEvent, TransformationEvent
from txng.trace.errors import LimitError, NotCanonicalError
from txng.trace.model import CutOff
from txng.trace.walk import downstream, upstream

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


def test_the_part_that_names_a_product_is_evidence_though_nobody_else_names_it() -> None:
    world = World()
    batch = {"transformation_id": "urn:example:batch:1"}
    told = world.transformed([], [(gtin(), 20)], at=1, **batch)
    world.transformed([CHERRY], [], at=2, **batch)
    trace = downstream(world, CHERRY)
    assert gtin() in trace.nodes
    assert told.key in keys(trace)


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
    assert world.hops == [{GREEN}, {PARCHMENT, HUSK}, {CHERRY, OTHER_CHERRY}]


def test_nothing_is_asked_twice() -> None:
    world = World()
    world.transformed([CHERRY], [PARCHMENT, HUSK], at=1)
    world.transformed([PARCHMENT, HUSK], [GREEN], at=2)
    upstream(world, GREEN)
    for calls in (world.hops, world.asked):
        asked = [name for call in calls for name in call]
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
    for step in range(20):
        world.transformed([lot(f"L{step}")], [BAG], at=step)
    trace = upstream(world, BAG, limit=10)
    assert world.hops == [{BAG}]
    assert trace.truncated is not None


def test_more_events_than_the_cap_are_left_out_and_it_is_said() -> None:
    world = World()
    for at in range(20):
        world.seen(BAG, at=at)
    trace = upstream(world, BAG, limit=10)
    assert trace.truncated is not None
    assert trace.truncated.more_events
    assert len(trace.events) <= 10
    assert "there are more events" in str(trace.truncated)


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
