"""The walk and the oracle agree on small random worlds: packings, cycles, corrections, ties in time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trace.memory import Amount, World, gtin, item, lot, sscc
from tests.trace.oracle import SALE, STEP, Oracle
from txng.trace.model import Relation, Trace
from txng.trace.walk import downstream, upstream

INSTANCES = (item("a"), item("b"), sscc(1), sscc(2), "urn:example:crate:1")
CLASSES = (lot("L"), lot("M"), "urn:example:lot:N")

classes: st.SearchStrategy[Amount] = st.tuples(
    st.sampled_from([*CLASSES, *CLASSES, gtin()]),
    st.sampled_from([None, 1.0, 2.0]),
    st.sampled_from(["KGM", "KGM", "KGM", "LTR"]),
).map(lambda said: said if said[1] is not None else said[:2])
amounts = st.lists(
    st.one_of(st.sampled_from(INSTANCES), classes),
    min_size=1,
    max_size=3,
    unique_by=lambda said: said if isinstance(said, str) else said[0],
)
hours = st.integers(0, 5)
recorded = st.integers(0, 3)
boxes = st.sampled_from(INSTANCES[1:])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world = World()
    for _ in range(draw(st.integers(2, 12))):
        at, late = draw(hours), draw(recorded)
        match draw(st.sampled_from("oppuuvttttx")):
            case "o":
                tell = draw(st.sampled_from([world.made, world.seen, world.ended]))
                step = draw(st.sampled_from([None, STEP, SALE]))
                tell(*draw(amounts), at=at, recorded_at=late, biz_step=step)
            case "p":
                world.packed(*draw(amounts), into=draw(boxes), at=at, recorded_at=late)
            case "u":
                out = draw(st.one_of(st.just([]), amounts))
                world.unpacked(*out, out_of=draw(boxes), at=at, recorded_at=late)
            case "v":
                world.observed(*draw(amounts), inside=draw(boxes), at=at, recorded_at=late)
            case "t":
                shared = draw(st.sampled_from([None, None, "urn:example:batch:1"]))
                world.transformed(
                    draw(amounts),
                    draw(amounts),
                    at,
                    recorded_at=late,
                    transformation_id=shared,
                )
            case "x" if world.told:
                wrong = draw(st.sampled_from(world.told))
                if wrong.event.error_declaration is None:
                    world.declared_void(wrong)
    return world


def agree(world: World, trace: Trace) -> None:
    found = Oracle(world.told).trace(trace.canonical, trace.direction)
    carriers = {n for n, node in trace.nodes.items() if node.relation is Relation.CARRIER}
    assert trace.truncated is None
    assert trace.nodes.keys() - carriers == found.members
    assert carriers == found.carriers
    assert {(e.source, e.target, e.event, e.kind) for e in trace.edges} == found.edges
    assert {event.recorded.key for event in trace.events} == found.events
    assert {recorded.key for recorded in trace.voided} == found.voided
    assert set(trace.unknown_ends) == found.unknown_ends


@settings(max_examples=max(400, settings.default.max_examples))
@given(worlds(), st.sampled_from([*INSTANCES, *CLASSES]))
def test_upstream_is_what_an_obvious_closure_finds(world: World, name: str) -> None:
    agree(world, upstream(world, name))


@settings(max_examples=max(400, settings.default.max_examples))
@given(worlds(), st.sampled_from([*INSTANCES, *CLASSES]))
def test_downstream_is_what_an_obvious_closure_finds(world: World, name: str) -> None:
    agree(world, downstream(world, name))
