"""Relations are the same whatever the order of arrival, and say what the events say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eventstore.worlds_of_relations import empty_store, tell
from tests.trace.memory import World
from tests.trace.oracle import SALE, STEP
from tests.trace.test_against_oracle import CLASSES, INSTANCES, agree, amounts, boxes, hours
from txng.eventstore.relations.reading import Relations
from txng.trace.walk import downstream, upstream

pytestmark = pytest.mark.django_db

captors = st.sampled_from(["An", "An", "Dũng"])
actions = st.sampled_from(["ADD", "OBSERVE", "DELETE"])


@st.composite
def worlds(draw: st.DrawFn, kinds: str = "oppuuvvttttaaxxx", by: object = captors) -> World:
    world = World()
    for _ in range(draw(st.integers(2, 12))):
        how = {"at": draw(hours), "by": draw(by)}
        match draw(st.sampled_from(kinds)):
            case "o":
                tell_ = draw(st.sampled_from([world.made, world.seen, world.ended]))
                tell_(*draw(amounts), biz_step=draw(st.sampled_from([None, STEP, SALE])), **how)
            case "p":
                world.packed(*draw(amounts), into=draw(boxes), **how)
            case "u":
                out = draw(st.one_of(st.just([]), amounts))
                world.unpacked(*out, out_of=draw(boxes), **how)
            case "v":
                world.observed(*draw(amounts), inside=draw(boxes), **how)
            case "a":
                out = draw(st.one_of(st.just([]), amounts))
                world.associated(*out, with_=draw(boxes), action=draw(actions), **how)
            case "t":
                shared = draw(st.sampled_from([None, None, "urn:example:batch:1"]))
                world.transformed(draw(amounts), draw(amounts), transformation_id=shared, **how)
            case "x" if world.told:
                wrong = draw(st.sampled_from(world.told))
                if wrong.event.error_declaration is None:
                    world.declared_void(wrong, by=how["by"])
    return world


@settings(max_examples=max(300, settings.default.max_examples))
@given(
    worlds(),
    st.randoms(use_true_random=False),
    st.lists(st.integers(1, 4)),
    st.sampled_from([8, 60]),
)
def test_any_order_of_arrival_leaves_the_same_relations(world, chance, sizes, bits):
    """... as telling everything at once, and traces over them are those over the events."""
    told = list(world.told)
    chance.shuffle(told)
    store = empty_store(bits)
    known = tell(store, told, sizes)
    for name in (*INSTANCES, *CLASSES):
        for trace in (upstream, downstream):
            assert shown(trace(Relations(store), name)) == shown(trace(known, name))


def shown(trace):
    told = trace.as_dict()
    told["edges"].sort(key=repr)
    return told


@settings(max_examples=max(100, settings.default.max_examples))
@given(worlds(kinds="oppuuvttttx", by=st.just("An")), st.sampled_from([*INSTANCES, *CLASSES]))
def test_a_trace_over_relations_is_what_an_obvious_closure_finds(world, name):
    store = empty_store(8)
    known = tell(store, world.told, [3, 1, 2])
    for trace in (upstream, downstream):
        agree(known, trace(Relations(store), name))
