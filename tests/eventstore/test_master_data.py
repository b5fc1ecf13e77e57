"""Master data: whose word holds, what lies below what, and the SimpleMasterDataQuery against a slow look."""

import contextlib
import os
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.epcis.documents import NOW
from txng.epcis.errors import (
    QueryParameterException,
    QueryTooComplexException,
    QueryTooLargeException,
)
from txng.epcis.json_ld import VocabularyElement
from txng.epcis.query.master_data import (
    MAX_VALUES,
    MasterDataQuery,
    parse_plain_master_data,
    parse_soap_master_data,
)
from txng.eventstore import master_data
from txng.eventstore.drivers import driver_for
from txng.eventstore.master_data import attributes_of, descendants, select_master_data
from txng.eventstore.store import EventStore, Settings
from txng.gs1.identifier import identify

LOCATION = "urn:epcglobal:epcis:vtype:BusinessLocation"
READ_POINT = "urn:epcglobal:epcis:vtype:ReadPoint"
PRODUCT = "urn:epcglobal:epcis:vtype:EPCClass"
NAME = "urn:epcglobal:cbv:mda:name"
MARKET = "https://id.gs1.org/414/9521003000022"
HALL, STALL, SHELF, FARM = (f"urn:txng:demo:{name}" for name in ("hall", "stall", "shelf", "farm"))
AN, DUNG = 7, 9
BOTH = {"includeAttributes": "true", "includeChildren": "true"}


@pytest.fixture
def store(db) -> EventStore:
    return empty_store()


def empty_store() -> EventStore:
    connection.ensure_connection()
    return EventStore(driver_for(connection.connection), Settings(os.urandom(32), {}))


def declare(store, element_id, children=(), *, owner=AN, kind=LOCATION, day=0, **attributes):
    known = {"name": NAME}
    named = {known.get(name, name): value for name, value in attributes.items()}
    element = VocabularyElement(kind, element_id, named, tuple(children))
    store.declare_vocabulary([element], owner=owner, declared_at=NOW + timedelta(days=day))


def ask(store, *, owner=None, **parameters):
    return select_master_data(
        store, parse_soap_master_data((BOTH | parameters).items()), owner=owner
    )


def ids(hits) -> list[str]:
    return [hit.id for hit in hits]


# --- descendants --------------------------------------------------------------------------------


def test_what_lies_below_is_found_however_deep_and_with_the_thing_itself(store):
    declare(store, MARKET, [HALL])
    declare(store, HALL, [STALL, SHELF])
    declare(store, FARM, ["urn:txng:demo:field"])
    assert descendants(store, [MARKET]) == {MARKET, HALL, STALL, SHELF}
    assert descendants(store, [HALL]) == {HALL, STALL, SHELF}
    assert descendants(store, [SHELF, "urn:txng:demo:nowhere"]) == {SHELF, "urn:txng:demo:nowhere"}


def test_a_place_below_itself_ends_the_walk(store):
    declare(store, MARKET, [HALL])
    declare(store, HALL, [STALL])
    declare(store, STALL, [MARKET, STALL])
    assert descendants(store, [STALL]) == {MARKET, HALL, STALL}


def test_a_child_is_found_in_any_spelling(store):
    declare(store, "urn:epc:id:sgln:0614141.07346.0", ["urn:epc:id:sgln:0614141.07346.1"])
    below = {"https://id.gs1.org/414/0614141073467", "https://id.gs1.org/414/0614141073467/254/1"}
    assert descendants(store, ["https://example.org/414/0614141073467"]) == below


def test_a_gln_with_an_extension_is_below_the_gln_only_if_somebody_says_so(store):
    assert descendants(store, [MARKET]) == {MARKET}
    declare(store, MARKET + "/254/1", [])
    assert descendants(store, [MARKET]) == {MARKET}


def test_nobody_hangs_a_place_below_or_out_of_a_place_that_another_declared_first(store):
    declare(store, MARKET, [HALL], owner=AN)
    declare(store, MARKET, [FARM], owner=DUNG, day=1)
    assert descendants(store, [MARKET]) == {MARKET, HALL}
    assert descendants(store, [MARKET], owner=AN) == {MARKET, HALL}
    assert descendants(store, [MARKET], owner=DUNG) == {MARKET, FARM}  # in Dũng's own questions


def test_a_stranger_who_came_first_does_not_spoil_an_owners_questions(store):
    declare(store, MARKET, [], owner=DUNG)
    declare(store, MARKET, [HALL], owner=AN, day=1)
    assert descendants(store, [MARKET], owner=AN) == {MARKET, HALL}
    assert descendants(store, [MARKET]) == {MARKET}


def test_a_later_declaration_of_the_same_declarer_replaces_the_children(store):
    declare(store, MARKET, [HALL])
    declare(store, MARKET, [STALL], day=1)
    assert descendants(store, [MARKET]) == {MARKET, STALL}


def test_a_place_declared_in_two_vocabularies_has_the_children_of_both(store):
    declare(store, MARKET, [HALL], kind=LOCATION)
    declare(store, MARKET, [STALL], kind=READ_POINT)
    assert descendants(store, [MARKET]) == {MARKET, HALL, STALL}


def test_a_question_about_too_many_places_is_too_complex(store, monkeypatch):
    declare(store, MARKET, [f"urn:txng:demo:stall:{number}" for number in range(20)])
    monkeypatch.setattr(master_data, "MAX_DESCENDANTS", 21)
    assert len(descendants(store, [MARKET])) == 21
    monkeypatch.setattr(master_data, "MAX_DESCENDANTS", 20)
    with pytest.raises(QueryTooComplexException):
        descendants(store, [MARKET])


def test_the_walk_asks_one_query_per_level_and_five_hundred_places(store, monkeypatch):
    places = [f"urn:txng:demo:p:{number}" for number in range(1300)]
    declare(store, MARKET, places[:1200])
    declare(store, places[0], places[1200:])
    for number in range(200):
        declare(store, f"urn:txng:demo:elsewhere:{number}", [f"urn:txng:demo:x:{number}"])
    asked, read = [], []
    original = store.driver.rows

    def counted(sql, parameters=()):
        rows = original(sql, parameters)
        asked.append(sql)
        read.extend(rows)
        return rows

    monkeypatch.setattr(store.driver, "rows", counted)
    assert descendants(store, [MARKET]) == {MARKET, *places}
    assert len(asked) == 1 + 3 + 1
    assert len(read) == 2  # only declarations on the way


def test_a_question_finds_its_range_in_an_index(store):
    """Not by the clock: by what the database says it will do."""
    for number in range(50):
        declare(store, f"urn:txng:demo:p:{number}", kind=(LOCATION, READ_POINT)[number % 2])
    plans = []
    original = store.driver.rows
    explain = "EXPLAIN QUERY PLAN " if store.driver.name == "sqlite" else "EXPLAIN "
    if store.driver.name == "postgresql":
        store.driver.execute("SET LOCAL enable_seqscan = off")  # a small table is scanned otherwise

    def explained(sql, parameters=()):
        plans.append(
            " ".join(str(cell) for row in original(explain + sql, parameters) for cell in row)
        )
        return original(sql, parameters)

    store.driver.rows = explained
    ask(store, vocabularyName=[LOCATION])
    ask(store, owner=AN)
    ask(store, owner=AN, vocabularyName=[LOCATION])
    ask(store, EQ_name=["urn:txng:demo:p:1"])
    by_type = "vocabulary_by_type" in plans[0]
    if store.driver.name == "postgresql":  # the primary key begins with the type too, and will do
        by_type = by_type or "Index Cond: (type = " in plans[0]
    assert by_type
    assert "vocabulary_by_owner" in plans[1]
    assert "vocabulary_by_" in plans[2]
    assert all("SCAN vocabulary" not in plan and "Seq Scan" not in plan for plan in plans)


# --- attributes ---------------------------------------------------------------------------------


def test_attributes_are_those_of_whoever_declared_the_thing_first(store):
    declare(store, MARKET, owner=DUNG, name="Chợ của Dũng", day=2)
    declare(store, MARKET, owner=AN, name="Chợ Đức Trọng", day=1)
    declare(store, MARKET, owner=AN, name="Chợ Đức Trọng mới", day=3)
    assert attributes_of(store, [MARKET, FARM]) == {MARKET: {NAME: "Chợ Đức Trọng mới"}}
    assert attributes_of(store, [MARKET], owner=DUNG) == {MARKET: {NAME: "Chợ của Dũng"}}


def test_a_thing_of_two_vocabularies_has_the_attributes_of_both(store):
    declare(store, MARKET, kind=READ_POINT, name="Cổng", gate=1)
    declare(store, MARKET, kind=LOCATION, name="Chợ", stalls=40, day=1)
    assert attributes_of(store, [MARKET]) == {MARKET: {NAME: "Cổng", "gate": 1, "stalls": 40}}


# --- the question -------------------------------------------------------------------------------


def world(store):
    declare(store, MARKET, [HALL], name="Chợ", state="LĐ")
    declare(store, HALL, [STALL], name="Nhà lồng", state=None)
    declare(store, STALL, name="Sạp", state=["LĐ", 4])
    declare(store, FARM, [SHELF], kind=READ_POINT, state=True, area=2.0)
    declare(store, "https://id.gs1.org/01/09521003000022", kind=PRODUCT, owner=DUNG, name="Cà phê")


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, [MARKET, HALL, STALL, "https://id.gs1.org/01/09521003000022", FARM]),
        ({"vocabularyName": [READ_POINT]}, [FARM]),
        ({"vocabularyName": [READ_POINT, PRODUCT]}, ["https://id.gs1.org/01/09521003000022", FARM]),
        ({"EQ_name": [HALL, FARM, SHELF]}, [HALL, FARM]),
        ({"WD_name": [HALL]}, [HALL, STALL]),
        ({"WD_name": [MARKET], "EQ_name": [STALL, FARM]}, [STALL]),
        ({"WD_name": [MARKET], "vocabularyName": [PRODUCT]}, []),
        ({"HASATTR": ["state"]}, [MARKET, STALL, FARM]),
        ({"HASATTR": ["area", "cbvmda:name"], "vocabularyName": [READ_POINT]}, [FARM]),
        ({"EQATTR_state": ["LĐ"]}, [MARKET, STALL]),
        ({"EQATTR_state": ["4"]}, [STALL]),
        ({"EQATTR_state": ["true", "4"]}, [STALL, FARM]),
        ({"EQATTR_area": ["2"]}, [FARM]),
        ({"EQATTR_area": ["2.0"]}, [FARM]),
        ({"EQATTR_cbvmda:name": ["Chợ", "Sạp"], "EQATTR_state": ["4"]}, [STALL]),
        ({"EQ_ATTR_" + NAME: ["Chợ"]}, [MARKET]),
        ({"EQATTR_state": "LĐ"}, [MARKET, STALL]),
    ],
)
def test_every_parameter_narrows(store, parameters, expected):
    world(store)
    # vocabularies in alphabetical order, things inside each in that of their canonical ids
    assert ids(ask(store, **parameters)) == expected


@pytest.mark.parametrize(
    ("declared", "asked"),
    [
        ("https://ref.gs1.org/cbv/Disp-recalled", "urn:epcglobal:cbv:disp:recalled"),
        ("urn:epcglobal:cbv:disp:recalled", "recalled"),
        ("https://gs1.org/voc/Temperature", "gs1:Temperature"),
    ],
)
def test_a_word_of_the_cbv_is_one_thing_in_every_spelling(store, declared, asked):
    declare(store, declared, kind="urn:epcglobal:epcis:vtype:Disposition")
    declare(store, FARM, [asked])
    assert ids(ask(store, EQ_name=[asked])) == [declared]
    assert ids(ask(store, WD_name=[asked])) == [declared]
    assert set(ids(ask(store, WD_name=[FARM]))) == {FARM, declared}
    assert ids(ask(store, WD_name=[FARM], EQ_name=[declared])) == [declared]
    assert ask(store, EQ_name=["urn:epcglobal:cbv:bizstep:recalled"]) == []  # no such step


def test_attributes_and_children_are_told_only_when_asked_for(store):
    world(store)
    (both,) = ask(store, EQ_name=[MARKET])
    assert (both.type, both.attributes, both.children) == (
        LOCATION,
        {NAME: "Chợ", "state": "LĐ"},
        (HALL,),
    )
    (bare,) = ask(store, EQ_name=[MARKET], includeAttributes="false", includeChildren="0")
    assert (bare.attributes, bare.children) == ({}, ())
    (one,) = ask(store, EQ_name=[MARKET], attributeNames=["cbvmda:name", "nothing"])
    assert one.attributes == {NAME: "Chợ"}
    (ignored,) = ask(store, EQ_name=[MARKET], includeAttributes="false", attributeNames=["state"])
    assert ignored.attributes == {}


def test_a_name_that_is_told_leaves_no_element_out(store):
    world(store)
    assert len(ask(store, attributeNames=["area"])) == 5


def test_an_answer_that_is_too_large_is_refused(store, monkeypatch):
    world(store)
    assert len(ask(store, maxElementCount="5")) == 5
    with pytest.raises(QueryTooLargeException):
        ask(store, maxElementCount="4")
    with pytest.raises(QueryTooLargeException):
        ask(store, maxElementCount="0")
    assert ask(store, maxElementCount="0", EQ_name=[SHELF]) == []
    monkeypatch.setattr(master_data, "MAX_ELEMENTS", 4)
    with pytest.raises(QueryTooLargeException):
        ask(store)
    assert len(ask(store, maxElementCount="5")) == 5


def test_an_organisation_lists_only_what_it_declared_itself(store):
    world(store)
    declare(store, MARKET, [FARM], owner=DUNG, name="Chợ của Dũng", day=5)
    (product, market) = sorted(ask(store, owner=DUNG), key=lambda hit: hit.id)
    assert market.id == MARKET
    assert market.attributes == {NAME: "Chợ của Dũng"}  # Dũng's own words, none of An's
    assert product.type == PRODUCT
    assert ids(ask(store, owner=DUNG, WD_name=[MARKET])) == [MARKET]
    assert ask(store, owner=DUNG, EQ_name=[HALL]) == []
    assert HALL not in ids(ask(store, owner=DUNG, vocabularyName=[LOCATION]))
    assert ids(ask(store, owner=AN, WD_name=[MARKET])) == [MARKET, HALL, STALL]


def test_a_thing_is_told_as_its_declarer_spelled_it(store):
    declare(store, "urn:epc:id:sgln:0614141.07346.0", ["urn:epc:id:sgln:0614141.07346.1"])
    (hit,) = ask(store, EQ_name=["https://id.gs1.org/414/0614141073467"])
    assert hit.id == "urn:epc:id:sgln:0614141.07346.0"
    assert hit.children == ("urn:epc:id:sgln:0614141.07346.1",)


def test_long_lists_come_whole_and_once(store, monkeypatch):
    monkeypatch.setattr(master_data, "_BATCH", 3)
    for number in range(8):
        for owner in (AN, DUNG):
            kind = (LOCATION, READ_POINT)[number % 2]
            declare(store, f"urn:txng:demo:p:{number}", owner=owner, kind=kind, day=owner)
    everything = {f"urn:txng:demo:p:{number}" for number in range(8)}
    for parameters in ({}, {"vocabularyName": [LOCATION, READ_POINT]}):
        for owner in (None, AN, DUNG):
            found = ids(ask(store, owner=owner, **parameters))
            assert (len(found), set(found)) == (8, everything)


# --- parameters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parameters",
    [
        {"includeAttributes": None}, {"includeAttributes": "yes"}, {"includeChildren": ["true"]},
        {"includeChildren": "TRUE"}, {"maxElementCount": "-1"}, {"maxElementCount": "1.5"},
        {"maxElementCount": "٣"}, {"maxElementCount": "9999999999"}, {"maxElementCount": ["1"]},
        {"EQ_name": []}, {"EQ_name": None}, {"EQ_name": ["a b"]}, {"WD_name": ["urn:epc:id:sgln:x"]},
        {"EQ_name": [""]}, {"HASATTR": [""]}, {"vocabularyName": ["x"] * 1001}, {"EQATTR_": ["x"]},
        {"EQ_name ": [MARKET]}, {"eventType": ["ObjectEvent"]}, {"eq_name": [MARKET]},
        {"MATCH_epc": [MARKET]}, {"EQATTR_state": None},
    ],
)  # fmt: skip
def test_a_parameter_that_is_unknown_or_mistyped_is_refused(parameters):
    with pytest.raises(QueryParameterException) as refused:
        parse_soap_master_data((BOTH | parameters).items())
    assert refused.value.detail_vi != refused.value.detail


@pytest.mark.parametrize("missing", ["includeAttributes", "includeChildren"])
def test_both_switches_are_required(missing):
    pairs = [(name, "true") for name in BOTH if name != missing]
    with pytest.raises(QueryParameterException, match=missing):
        parse_soap_master_data(pairs)
    with pytest.raises(QueryParameterException, match=missing):
        parse_plain_master_data(pairs)


def test_a_parameter_twice_is_refused():
    with pytest.raises(QueryParameterException, match="twice"):
        parse_soap_master_data([*BOTH.items(), ("EQ_name", [MARKET]), ("EQ_name", [MARKET])])
    with pytest.raises(QueryParameterException, match="twice"):
        parse_plain_master_data([*BOTH.items(), ("includeChildren", "true")])
    with pytest.raises(QueryParameterException, match="200"):
        parse_plain_master_data([("EQ_name", MARKET)] * 201)


def test_a_url_says_lists_with_bars_or_by_repeating():
    once = parse_plain_master_data([*BOTH.items(), ("HASATTR", "a|b"), ("EQATTR_c", "d|e")])
    twice = parse_plain_master_data(
        [*BOTH.items(), ("HASATTR", "a"), ("HASATTR", "b"), ("EQATTR_c", "d"), ("EQATTR_c", "e")]
    )
    soap = parse_soap_master_data(
        [*BOTH.items(), ("HASATTR", ["a", "b"]), ("EQATTR_c", ["d", "e"])]
    )
    assert once == twice == soap


@given(st.dictionaries(st.text(max_size=12), st.one_of(st.none(), st.text(), st.lists(st.text()))))
def test_no_parameters_break_the_parser(parameters):
    with contextlib.suppress(QueryParameterException):
        assert isinstance(parse_soap_master_data(parameters.items()), MasterDataQuery)


# --- the oracle ---------------------------------------------------------------------------------


class Declared(NamedTuple):
    owner: int
    type: str
    id: str
    day: int
    children: tuple[str, ...]
    attributes: dict[str, Any]


PLACES = [MARKET, HALL, STALL, SHELF, FARM, "urn:epc:id:sgln:9521003.00002.0"]  # the last is MARKET
CANONICAL = {text: identify(text).canonical for text in PLACES}
VALUES = st.sampled_from(["x", "y", 4, True, None, ["x", "4"]])
declarations = st.lists(
    st.builds(
        Declared,
        owner=st.sampled_from([AN, DUNG]),
        type=st.sampled_from([LOCATION, READ_POINT]),
        id=st.sampled_from(PLACES),
        day=st.just(0),
        children=st.lists(st.sampled_from(PLACES), max_size=2).map(tuple),
        attributes=st.dictionaries(st.sampled_from(["a", "b"]), VALUES, max_size=2),
    ),
    max_size=9,
).map(lambda listed: [one._replace(day=day) for day, one in enumerate(listed)])
names = st.none() | st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True)
questions = st.fixed_dictionaries(
    {},
    optional={
        "EQ_name": names, "WD_name": names,
        "vocabularyName": st.sampled_from([[LOCATION], [READ_POINT], [LOCATION, READ_POINT]]),
        "HASATTR": st.sampled_from([["a"], ["a", "b"]]),
        "EQATTR_a": st.sampled_from([["x"], ["4", "y"], ["true"]]),
        "EQATTR_b": st.sampled_from([["x"], ["4"]]),
    },
).map(lambda asked: {name: value for name, value in asked.items() if value is not None})  # fmt: skip


def slow_words(declared: Iterable[Declared], owner: int | None) -> dict[tuple[str, str], Declared]:
    """The one declaration of each thing that holds, looked for in all of them."""
    last: dict[tuple[str, str, int], Declared] = {}
    first: dict[tuple[str, str, int], int] = {}
    for one in declared:
        key = (one.type, CANONICAL[one.id], one.owner)
        last[key] = one
        first.setdefault(key, one.day)
    words: dict[tuple[str, str], Declared] = {}
    for type_, text, _ in last:
        rivals = [key for key in last if key[:2] == (type_, text)]
        own = [key for key in rivals if key[2] == owner]
        words[type_, text] = last[own[0] if own else min(rivals, key=lambda key: first[key])]
    return words


def slow_below(words, names) -> set[str]:
    found = {CANONICAL[name] for name in names}
    for _ in range(20):
        for (_, text), one in words.items():
            if text in found:
                found |= {CANONICAL[child] for child in one.children}
    return found


def slow_answer(declared, asked, owner) -> list[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    def texts(value):
        listed = value if isinstance(value, list) else [value]
        return {str(one).lower() if isinstance(one, bool) else str(one) for one in listed}

    words = slow_words(declared, owner)
    found = []
    for (type_, text), one in sorted(words.items()):
        has = {name: value for name, value in one.attributes.items() if value is not None}
        if (
            (owner is None or one.owner == owner)
            and ("EQ_name" not in asked or text in {CANONICAL[name] for name in asked["EQ_name"]})
            and ("WD_name" not in asked or text in slow_below(words, asked["WD_name"]))
            and type_ in asked.get("vocabularyName", [LOCATION, READ_POINT])
            and ("HASATTR" not in asked or has.keys() & set(asked["HASATTR"]))
            and all(
                name in has and texts(has[name]) & set(asked[f"EQATTR_{name}"])
                for name in ("a", "b")
                if f"EQATTR_{name}" in asked
            )
        ):
            found.append((type_, one.id, has, one.children))
    return found


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(declared=declarations, asked=questions, owner=st.sampled_from([None, AN, DUNG]))
def test_any_question_finds_what_a_slow_look_at_everything_finds(db, declared, asked, owner):
    with transaction.atomic():
        store = empty_store()
        for one in declared:
            element = VocabularyElement(one.type, one.id, one.attributes, one.children)
            at = NOW + timedelta(days=one.day)
            store.declare_vocabulary([element], owner=one.owner, declared_at=at)
        answer = [tuple(getattr(hit, name) for name in ("type", "id", "attributes", "children"))
                  for hit in ask(store, owner=owner, **asked)]  # fmt: skip
        below = descendants(store, PLACES[:2], owner=owner)
        transaction.set_rollback(True)
    assert answer == slow_answer(declared, asked, owner)
    assert below == slow_below(slow_words(declared, owner), PLACES[:2])


def test_as_many_values_as_announced_are_taken_and_not_one_more():
    for count, is_taken in ((MAX_VALUES, True), (MAX_VALUES + 1, False)):
        asked = BOTH | {"EQ_name": [f"urn:x:{number}" for number in range(count)]}
        if is_taken:
            assert len(parse_soap_master_data(asked.items()).eq_name) == count
        else:
            with pytest.raises(QueryParameterException, match="EQ_name"):
                parse_soap_master_data(asked.items())
