"""Own codes that master data declare to be GS1 codes: read as one thing, whoever captured which event."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eventstore.test_relations import differences, rebuild, shown, worlds
from tests.eventstore.worlds_of_relations import OWNERS, empty_store, tell
from tests.trace.memory import START, World, item, lot, sscc
from tests.trace.test_against_oracle import CLASSES, INSTANCES
from txng.epcis.documents import VocabularyElement
from txng.eventstore.keeping.aliases import SAME_AS, declared
from txng.eventstore.relations.aliases import Aliases
from txng.eventstore.relations.reading import Relations
from txng.eventstore.store import EventStore
from txng.trace.aliases import Aliased
from txng.trace.derived import Derived
from txng.trace.recall import recall_list
from txng.trace.walk import downstream, upstream

pytestmark = pytest.mark.django_db

OWN, CRATE, GREEN, BAG = "urn:htx:lot:7", "urn:htx:crate:1", lot("GREEN"), item("1")
AN, DUNG = OWNERS["An"], OWNERS["Dũng"]


def declare(store: EventStore, own: str, *things: object, owner: int = AN, days: int = 0) -> None:
    value = things[0] if len(things) == 1 else list(things)
    attributes = {SAME_AS: value} if things else {"urn:epcglobal:cbv:mda:name": "lô 7"}
    element = VocabularyElement("urn:epcglobal:epcis:vtype:EPCClass", own, attributes, ())
    at = START.replace(day=START.day + days)
    store.declare_vocabulary([element], owner=owner, declared_at=at)


def aliased(store: EventStore) -> Aliased:
    return Aliased(Relations(store), Aliases(store))


def told(*stories) -> EventStore:
    world = World()
    for story in stories:
        story(world)
    store = empty_store()
    tell(store, world.told, [1] * len(world.told))
    return store


def test_events_of_both_names_are_one_history():
    store = told(
        lambda world: world.made((OWN, 5, "KGM"), at=1),
        lambda world: world.transformed([(GREEN, 5, "KGM")], [BAG], at=2),
    )
    declare(store, OWN, GREEN)
    source = aliased(store)
    trace = upstream(source, BAG)
    assert trace.nodes.keys() == {BAG, GREEN}
    assert trace.nodes[GREEN].has_origin
    assert trace.aliases == {OWN: GREEN}
    assert trace.as_dict()["aliases"] == {OWN: GREEN}
    assert len(store.events_of([OWN])[OWN]) == 1, "the event says what it said"


def test_an_own_code_is_traced_under_its_gs1_code():
    store = told(lambda world: world.made((OWN, 5, "KGM"), at=1))
    declare(store, OWN, "urn:epc:class:lgtin:9506000.013435.GREEN")
    source = aliased(store)
    assert source.thing(OWN) == GREEN
    assert upstream(source, GREEN).nodes[GREEN].has_origin


def test_a_box_packed_under_one_name_and_unpacked_under_the_other_is_one_box():
    store = told(
        lambda world: world.packed(BAG, into=CRATE, at=1),
        lambda world: world.unpacked(out_of=sscc(1), at=2),
        lambda world: world.seen(sscc(1), at=3),
        lambda world: world.packed(BAG, into=sscc(1), at=4),
        lambda world: world.unpacked(BAG, out_of=CRATE, at=5),
        lambda world: world.seen(CRATE, at=6),
    )
    declare(store, CRATE, sscc(1))
    trace = upstream(aliased(store), BAG)
    assert trace.nodes.keys() == {BAG, sscc(1)}
    assert [one.recorded.event.event_time.hour for one in trace.events] == [9, 10, 12, 13]


def test_a_box_that_was_emptied_under_its_other_name_is_empty():
    store = told(
        lambda world: world.packed(BAG, into=sscc(1), at=1),
        lambda world: world.unpacked(out_of=CRATE, at=2),
        lambda world: world.seen(sscc(1), at=3),
        lambda world: world.seen(CRATE, at=4),
    )
    declare(store, CRATE, sscc(1))
    assert len(upstream(aliased(store), BAG).events) == 2


def test_a_recall_finds_what_was_told_under_the_own_code():
    store = told(
        lambda world: world.transformed([OWN], [BAG], at=1),
        lambda world: world.packed(BAG, into=CRATE, at=2),
    )
    declare(store, OWN, GREEN)
    declare(store, CRATE, sscc(1))
    found = {one.canonical for one in recall_list(aliased(store), GREEN).items}
    assert found == {GREEN, BAG, sscc(1)}


def test_of_a_code_without_events_the_word_of_the_first_to_declare_it_holds():
    store = empty_store()
    declare(store, CRATE, sscc(1), owner=AN, days=0)
    declare(store, CRATE, sscc(2), owner=DUNG, days=1)
    assert Aliases(store).things_of([CRATE]) == {CRATE: sscc(1)}
    assert Aliases(store).own_codes_of([sscc(1), sscc(2)]) == {sscc(1): [CRATE]}


def test_a_stranger_grafts_no_history_on_goods_of_his_own():
    """Dũng declares An's lot to be his, before An does: An recorded it first."""
    store = told(
        lambda world: world.made(OWN, at=1, by="An"),
        lambda world: world.seen(OWN, at=0, by="Dũng"),
    )
    declare(store, OWN, lot("DUNG"), owner=DUNG)
    assert Aliases(store).things_of([OWN]) == {}
    declare(store, OWN, GREEN, owner=AN, days=1)
    assert Aliases(store).things_of([OWN]) == {OWN: GREEN}


def test_declared_again_without_it_the_alias_ends():
    store = told(lambda world: world.made(OWN, at=1))
    declare(store, OWN, GREEN)
    assert Aliases(store).are_any()
    declare(store, OWN)
    assert not Aliases(store).are_any()


@pytest.mark.parametrize(
    ("value", "thing"),
    [
        (GREEN, GREEN),
        ({"id": GREEN}, GREEN),
        ([GREEN, GREEN], GREEN),
        ([GREEN, sscc(1)], None),
        ("urn:htx:lot:8", None),
        ("not a code", None),
        (7, None),
        ([], None),
    ],
)
def test_a_declaration_names_one_gs1_code_or_none(value, thing):
    assert declared({SAME_AS: value}) == thing


def test_a_gs1_code_is_no_own_code():
    store = empty_store()
    declare(store, GREEN, lot("OTHER"))
    assert not Aliases(store).are_any()


def test_aliases_are_told_again_and_checked_like_everything_else():
    store = told(lambda world: world.made(OWN, at=1))
    declare(store, OWN, GREEN)
    assert differences(store) == []
    store.driver.execute("UPDATE alias SET thing = %s", [lot("FORGED")])
    assert {(one.table, one.fault) for one in differences(store)} == {
        ("alias", "missing"),
        ("alias", "should not be there"),
    }
    rebuild(store)
    assert differences(store) == []


class Declared:
    """Aliases of a world in memory."""

    def __init__(self, things: dict[str, str]) -> None:
        self._things = things

    def things_of(self, own_codes):
        return {own: self._things[own] for own in own_codes if own in self._things}

    def own_codes_of(self, things):
        found: dict[str, list[str]] = {}
        for own, thing in sorted(self._things.items()):
            if thing in things:
                found.setdefault(thing, []).append(own)
        return found


@settings(max_examples=max(200, settings.default.max_examples))
@given(
    worlds(by=st.just("An")),
    st.sampled_from([*INSTANCES, *CLASSES]),
    st.dictionaries(
        st.sampled_from(["urn:example:crate:1", "urn:example:lot:N"]),
        st.sampled_from([item("b"), sscc(1), lot("L"), item("never")]),
    ),
)
def test_reading_names_is_as_good_as_having_written_them(world: World, name: str, things) -> None:
    """A walk with aliases finds what a walk finds in a world that was told with the GS1 codes."""
    store = empty_store(8)
    known = tell(store, world.told, [2, 3])
    renamed = World()
    for recorded in known.told:
        renamed.keep(with_names(recorded, things))
    name = things.get(name, name)
    for trace in (upstream, downstream):
        expected = core(trace(renamed, name))
        assert core(trace(Aliased(Relations(store), Declared(things)), name)) == expected
        assert core(trace(Aliased(Derived(known), Declared(things)), name)) == expected
        assert core(trace(Aliased(known, Declared(things)), name)) == expected


def core(trace):
    told_ = shown(trace)
    del told_["aliases"]
    for node in told_["nodes"]:
        del node[
            "is_class"
        ]  # of a thing that is named both ways it depends on the list that is read first
    return told_


def with_names(recorded, things):

    text = msgspec.json.encode(recorded.event).decode()
    for own, thing in things.items():
        text = text.replace(f'"{own}"', f'"{thing}"')
    event = msgspec.json.decode(text, type=type(recorded.event))
    return type(recorded)(
        recorded.key, event, recorded.event_id, recorded.record_time, recorded.captured_by
    )
