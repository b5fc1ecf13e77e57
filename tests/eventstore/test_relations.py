"""Relations are the same whatever the order of arrival, and say what the events say."""

from datetime import timedelta
from unittest import mock

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eventstore.worlds_of_relations import empty_store, kept, tell
from tests.trace.memory import START, World, hour, item, lot, sscc
from tests.trace.oracle import SALE, STEP
from tests.trace.test_against_oracle import CLASSES, INSTANCES, agree, amounts, boxes, hours
from txng.eventstore.drivers import Table
from txng.eventstore.keeping import keeper
from txng.eventstore.keys import event_uri
from txng.eventstore.relations import rebuilding
from txng.eventstore.relations.checking import Check, Difference
from txng.eventstore.relations.reading import Relations
from txng.eventstore.store import EventStore
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


LATER = START + timedelta(days=60)


def rebuild(store: EventStore, page: int = 1000) -> list[rebuilding.Progress]:
    steps = [rebuilding.begin(store, LATER)]
    while (progress := rebuilding.go_on(store, LATER, page)) is not None:
        steps.append(progress)
    return steps


def differences(store: EventStore) -> list[Difference]:
    return list(Check(store, lambda compare: compare()).differences())


@settings(max_examples=max(300, settings.default.max_examples))
@given(
    worlds(),
    st.randoms(use_true_random=False),
    st.lists(st.integers(1, 4)),
    st.sampled_from([8, 60]),
    st.sampled_from([0, keeper.MOST_ROWS]),
)
def test_whatever_the_order_of_arrival_relations_are_those_of_the_events(
    world, chance, sizes, bits, most
):
    """Kept piece by piece, told again from the journal, or derived from the events: one answer."""
    told = list(world.told)
    chance.shuffle(told)
    store = empty_store(bits)
    with mock.patch.object(keeper, "MOST_ROWS", most):
        known = tell(store, told, sizes)
    assert differences(store) == []
    as_they_came = kept(store)
    for name in (*INSTANCES, *CLASSES):
        for trace in (upstream, downstream):
            assert shown(trace(Relations(store), name)) == shown(trace(known, name))
    rebuild(store, page=2)
    assert kept(store) == as_they_came


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


# --- what is kept ------------------------------------------------------------------------------

BAG, BOX, CRATE, GREEN = item("1"), sscc(1), "urn:example:crate:7", lot("GREEN")


def stored(*stories, bits: int = 60) -> tuple[EventStore, World]:
    world = World()
    for story in stories:
        story(world)
    store = empty_store(bits)
    return store, tell(store, world.told, [1] * len(world.told))


def of(store: EventStore, table: str) -> list[dict[str, object]]:
    """What each row says of its children, in the order of time."""
    return [children for _, (_, _, children) in sorted(kept(store)[table].items())]


def test_a_box_has_one_row_for_each_packing_and_one_for_being_emptied():
    store, _ = stored(
        lambda world: world.packed(BAG, item("2"), into=BOX, at=1),
        lambda world: world.observed(BAG, inside=BOX, at=2),
        lambda world: world.unpacked(item("2"), out_of=BOX, at=3),
        lambda world: world.unpacked(out_of=BOX, at=4),
    )
    packing, emptied = of(store, "containment")
    assert list(packing) == [BAG, item("2")]
    assert [ended[1] for ended in packing.values()] == [False, False]
    assert emptied == {}


def test_an_association_stands_apart_from_what_is_in_the_box():
    store, _ = stored(
        lambda world: world.associated("urn:example:logger:1", with_=BOX, at=1),
        lambda world: world.packed(BAG, into=BOX, at=2),
    )
    assert [list(row) for row in of(store, "association")] == [["urn:example:logger:1"]]
    assert [list(row) for row in of(store, "containment")] == [[BAG]]


def test_a_crate_used_again_is_not_read_over_and_over(monkeypatch):
    """What comes in the order of time asks for what is inside, never for the past of the crate."""
    store, _ = stored(lambda world: world.packed(BAG, into=CRATE, at=0))
    read = []
    look = store.driver.look

    def noted(keys, questions):
        known, answers = look(keys, questions)
        read.append(sum(map(len, answers)))
        return known, answers

    monkeypatch.setattr(store.driver, "look", noted)
    world = World()
    for trip in range(20):
        world.unpacked(out_of=CRATE, at=2 * trip + 1)
        world.packed(item(f"T{trip}"), into=CRATE, at=2 * trip + 2)
    tell(store, world.told, [1] * len(world.told))
    assert max(read) <= 2


def test_a_container_with_very_much_inside_is_not_read_for_each_thing_that_comes_and_goes(
    monkeypatch,
):
    """Only what is told of that thing, and what late comers must know."""
    monkeypatch.setattr(keeper, "MOST_ROWS", 10)
    store, world = empty_store(), World()
    for number in range(40):
        world.packed(item(f"P{number}"), into=CRATE, at=number)
    tell(store, world.told, [1] * 40)
    read = []
    rows = store.driver.rows

    def noted(sql, parameters=()):
        found = rows(sql, parameters)
        read.append(len(found) if " AS tie " in sql and "LIMIT" not in sql else 0)
        return found

    monkeypatch.setattr(store.driver, "rows", noted)
    world.packed(item("P40"), into=CRATE, at=50)
    world.unpacked(item("P7"), out_of=CRATE, at=51)
    tell(store, world.told[40:], [1, 1])
    assert sum(read) == 1
    assert differences(store) == []
    told = [one for children in of(store, "containment") for one in children.items()]
    inside = [child for child, (_, is_open, *_) in told if is_open]
    assert inside == [item(f"P{number}") for number in range(41) if number != 7]
    world.unpacked(out_of=CRATE, at=60)
    tell(store, world.told[42:], [1])
    assert differences(store) == []
    assert not any(
        is_open for children in of(store, "containment") for _, is_open, *_ in children.values()
    )


def test_what_comes_late_into_a_container_with_very_much_inside_is_out_when_that_was_emptied(
    monkeypatch,
):
    monkeypatch.setattr(keeper, "MOST_ROWS", 0)
    world = World()
    world.unpacked(out_of=CRATE, at=5)
    world.packed(BAG, into=CRATE, at=1)
    store = empty_store()
    tell(store, world.told, [1, 1])
    assert differences(store) == []
    told = [one for children in of(store, "containment") for one in children.values()]
    assert [one[1] for one in told] == [False]


def test_a_declared_error_takes_its_event_out_of_every_relation():
    world = World()
    wrong = world.packed(BAG, into=BOX, at=1)
    world.unpacked(BAG, out_of=BOX, at=3)
    store = empty_store()
    tell(store, world.told, [])
    assert len(of(store, "containment")) == 1
    late = World()
    late.told = [wrong]
    late.declared_void(wrong)
    tell(store, late.told[1:], [])
    (seen,) = of(store, "containment")
    assert list(seen) == [BAG], "it was inside to be taken out"
    assert len(kept(store)["statement"]) == 1


def test_an_error_declared_before_its_event_arrives_counts_as_well():
    world = World()
    wrong = world.packed(BAG, into=BOX, at=1)
    declared = world.declared_void(wrong)
    store = empty_store()
    tell(store, [declared, wrong], [1, 1])
    assert kept(store)["statement"] == kept(store)["containment"] == {}


def test_a_stranger_takes_no_event_out_of_the_relations():
    world = World()
    wrong = world.packed(BAG, into=BOX, at=1, by="An")
    world.declared_void(wrong, by="Dũng")
    store = empty_store()
    tell(store, world.told, [])
    assert len(of(store, "containment")) == 1


def test_what_comes_late_is_told_again_from_where_it_begins():
    world = World()
    late = [
        world.packed(BAG, into=CRATE, at=1),
        world.unpacked(out_of=CRATE, at=2),
        world.packed(BAG, into=CRATE, at=3),
        world.unpacked(BAG, out_of=CRATE, at=4),
    ]
    store = empty_store()
    tell(store, [late[2], late[3], late[0], late[1]], [1, 1, 1, 1])
    first, emptied, second = of(store, "containment")
    assert (first[BAG][0][0], second[BAG][0][0]) == tuple(
        int(hour(at).timestamp() * 1e6) for at in (2, 4)
    )
    assert emptied == {}


# --- what a trace reads ------------------------------------------------------------------------


def test_a_crate_brings_only_the_trips_that_count(monkeypatch):
    world = World()
    for trip in range(50):
        world.packed(item(f"T{trip}"), into=CRATE, at=10 * trip)
        world.seen(CRATE, at=10 * trip + 1)
        world.packed(CRATE, into=BOX, at=10 * trip + 2)
        world.unpacked(CRATE, out_of=BOX, at=10 * trip + 3)
        world.unpacked(out_of=CRATE, at=10 * trip + 4)
    store = empty_store()
    tell(store, world.told, [100, 100])
    read = []
    decode = store.settings.statements.unpack

    def noted(content):
        read.append(content)
        return decode(content)

    monkeypatch.setattr(store.settings.statements, "unpack", noted)
    trace = upstream(Relations(store), item("T25"))
    assert len(trace.events) == 5
    assert trace.nodes.keys() == {item("T25"), CRATE, BOX}
    assert len(read) < 12, "one trip of fifty"


def test_more_events_than_the_cap_are_not_read_and_it_is_said():
    world = World()
    for at in range(40):
        world.seen(BAG, at=at)
    store = empty_store()
    tell(store, world.told, [])
    trace = upstream(Relations(store), BAG, limit=10)
    assert trace.truncated is not None
    assert trace.truncated.more_events
    assert len(trace.events) <= 10


# --- rebuilding --------------------------------------------------------------------------------


def test_a_rebuild_goes_on_where_it_was_interrupted():
    store, _ = stored(*[lambda world, at=at: world.packed(BAG, into=BOX, at=at) for at in range(5)])
    before = kept(store)
    rebuilding.begin(store, LATER)
    assert not rebuilding.state_of(store.driver).is_whole
    assert kept(store)["statement"] == {}
    first = rebuilding.go_on(store, LATER, page=2)
    assert (first.done, first.total) == (2, 5)
    again = rebuilding.go_on(store, LATER, page=2)
    assert again.done == 4
    while rebuilding.go_on(store, LATER, page=2) is not None:
        pass
    assert rebuilding.state_of(store.driver).is_whole
    assert kept(store) == before


def test_what_is_captured_during_a_rebuild_is_told_once():
    world = World()
    world.packed(BAG, into=BOX, at=1)
    world.packed(item("2"), into=BOX, at=2)
    store = empty_store()
    tell(store, world.told, [1, 1])
    rebuilding.begin(store, LATER)
    rebuilding.go_on(store, LATER, page=1)
    meanwhile = World()
    meanwhile.unpacked(out_of=BOX, at=3, event_id="urn:uuid:meanwhile")
    tell(store, meanwhile.told, [])
    while rebuilding.go_on(store, LATER, page=1) is not None:
        pass
    assert differences(store) == []
    assert [len(row) for row in of(store, "containment")] == [1, 1, 0]


# --- checking ----------------------------------------------------------------------------------


def one_box() -> tuple[EventStore, list[str]]:
    """A bag packed and unpacked; the URIs of the two events."""
    store, world = stored(
        lambda world: world.packed(BAG, into=BOX, at=1),
        lambda world: world.unpacked(BAG, out_of=BOX, at=2),
    )
    told = sorted(world.told, key=lambda one: one.event.event_time)
    return store, [event_uri(one.key) for one in told]


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("DELETE FROM containment", ("containment", "missing", 0, BOX)),
        ("UPDATE containment SET until = until - 1", ("containment", "differs", 0, BOX)),
        (
            "INSERT INTO declared_error (event_id, owner) VALUES ('urn:uuid:7', 7)",
            ("declared_error", "should not be there", "urn:uuid:7", ""),
        ),
    ],
)
def test_the_check_names_what_differs(sql, found):
    store, uris = one_box()
    assert differences(store) == []
    store.driver.execute(sql)
    table, fault, what, about = found
    what = uris[what] if isinstance(what, int) else what
    assert differences(store) == [Difference(table, fault, what, about)]
    rebuild(store)
    assert differences(store) == []


def test_the_check_finds_a_statement_that_somebody_changed():
    store, uris = one_box()
    driver, statements = store.driver, store.settings.statements
    ((handle, content),) = driver.rows(
        f"SELECT {driver.handle}, content FROM statement"
        f" WHERE {driver.handle} IN (SELECT {driver.handle} FROM containment)"
    )
    told = statements.unpack(content)
    forged = msgspec.structs.replace(told, things=(item("forged"),))
    driver.execute(f"DELETE FROM statement WHERE {driver.handle} = %s", [_key(driver, handle)])
    driver.append(
        Table("statement", (driver.handle, "content"), ("uuid", "bytea")),
        [(handle, statements.pack(forged))],
    )
    assert Difference("statement", "differs", uris[0]) in differences(store)


def _key(driver, handle):
    return driver.key(handle) if isinstance(handle, bytes) else handle
