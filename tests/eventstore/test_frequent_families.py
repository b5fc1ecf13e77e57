"""What is asked by a pattern that many events meet: told whole and in order, and what that costs."""

import pytest
from django.db import transaction

from tests.epcis.documents import NOW, document, event
from tests.epcis.query import oracle, story
from tests.eventstore.worlds_in_a_store import AN, RECORDED, ask, rows_read, store_with, told_by
from txng.epcis.json_ld import read_document
from txng.epcis.query.doors import parse_json
from txng.eventstore.query import Page, narrowing, reading, select


@pytest.fixture(params=[60, 1], ids=["wide keys", "colliding"])
def told(db, request):
    store = store_with(request.param)
    return store, told_by(store, story.STORY)


WHOLE_PATTERNS = [
    {"MATCH_anyEPC": [f"{story.LINK}/01/{story.G1}/21/*"]},
    {"MATCH_anyEPC": ["urn:epc:idpat:sscc:9520000.*", "urn:epc:idpat:sgtin:9520000.010001.*"]},
    {"MATCH_anyEPCClass": [f"{story.LINK}/01/{story.G1}/10/*"]},
    {"MATCH_anyEPC": [f"{story.LINK}/01/*"], "EQ_action": ["OBSERVE"]},
]


@pytest.mark.parametrize("question", WHOLE_PATTERNS, ids=str)
@pytest.mark.parametrize("order", ["eventTime", "recordTime"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_a_frequent_family_is_followed_through_the_index_and_no_event_of_it_is_missed(
    told, monkeypatch, question, order, direction
):
    store, known = told
    question = question | {"orderBy": order, "orderDirection": direction}
    expected = oracle.answer(known, question)
    assert expected
    monkeypatch.setattr(narrowing, "MAX_FAMILY", 0)
    monkeypatch.setattr(reading, "_PATIENCE", 1)
    for first, own in ((1, 0), (2, 100), (3, 0), (7, 0), (1_000, 0), (5, 100)):
        monkeypatch.setattr(reading, "_FIRST_SPAN", first)
        monkeypatch.setattr(narrowing, "MAX_OWN", own)
        for size in (1, 3, 100):
            assert ask(store, question, size=size) == expected, (first, own, size)


_OTHERWISE = ("OBSERVE", "ADD")
FAMILY = {"MATCH_epc": ["urn:epc:idpat:sgtin:9520000.030003.*"]}


@pytest.fixture
def crowd(db, monkeypatch):
    """Every third event is of the family, half of it an ADD and one a DELETE, as those of some strangers
    are; three events share each minute."""
    store = store_with(60)
    with transaction.atomic():
        for start in range(0, 450, 90):
            events = [
                event(
                    epcList=[f"urn:epc:id:sgtin:9520000.{('020002', '030003')[n % 3 == 1]}.{n}"],
                    eventTime=minute(n * 7 // 3 % 150),
                    action="DELETE" if n in (448, *range(0, 450, 3)) else _OTHERWISE[n % 6 == 1],
                )
                for n in range(start, start + 90)
            ]
            drafts = read_document(document(*events), now=NOW).drafts
            store.record(drafts, owner=AN, record_time=RECORDED)
    monkeypatch.setattr(reading, "_PATIENCE", 1)
    return store


@pytest.mark.parametrize(
    ("more", "count"), [({}, 150), ({"EQ_action": ["ADD"]}, 75), ({"EQ_action": ["DELETE"]}, 1)]
)
@pytest.mark.parametrize("column", ["eventTime", "recordTime"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_a_family_in_a_crowd_is_told_whole_and_in_order_however_far_one_look_goes(
    crowd, monkeypatch, more, count, column, direction
):
    question = FAMILY | more | {"orderBy": column, "orderDirection": direction}
    expected = ask(crowd, question, size=1_000)
    assert len(expected) == count
    monkeypatch.setattr(narrowing, "MAX_FAMILY", 0)
    for first, longest, own in (
        (4, 8, 0),
        (7, 7, 0),
        (50, 1_000, 0),
        (2, 20, 1_000),
        (200, 200, 0),
    ):
        monkeypatch.setattr(reading, "_FIRST_SPAN", first)
        monkeypatch.setattr(reading, "_LONGEST_SPAN", longest)
        monkeypatch.setattr(narrowing, "MAX_OWN", own)
        for size in (3, 40):
            assert ask(crowd, question, size=size) == expected, (first, longest, own, size)


def test_a_family_in_a_crowd_costs_its_own_size_and_not_that_of_the_crowd(crowd, monkeypatch):
    monkeypatch.setattr(narrowing, "MAX_FAMILY", 0)
    monkeypatch.setattr(reading, "_FIRST_SPAN", 30)
    keys, rows = rows_read(crowd, FAMILY)
    assert len(keys) == 150
    assert 150 <= rows <= 200
    # what other conditions leave out was looked at all the same, and counts
    keys, rows = rows_read(crowd, FAMILY | {"EQ_action": ["ADD"]})
    assert len(keys) == 75
    assert 145 <= rows <= 200
    monkeypatch.setattr(narrowing, "MAX_RANGE", 0)
    assert rows_read(crowd, FAMILY)[1] == 450


def test_a_family_that_is_rare_where_one_looks_is_read_by_itself(crowd, monkeypatch):
    rare = {"MATCH_epc": ["urn:epc:idpat:sgtin:9520000.040004.*"]}
    late = event(epcList=["urn:epc:id:sgtin:9520000.040004.1"], eventTime=minute(200))
    with transaction.atomic():
        drafts = read_document(document(late), now=NOW).drafts
        crowd.record(drafts, owner=AN, record_time=RECORDED)
    monkeypatch.setattr(narrowing, "MAX_FAMILY", 0)
    monkeypatch.setattr(reading, "_FIRST_SPAN", 10)
    monkeypatch.setattr(reading, "_LONGEST_SPAN", 20)
    spans = []
    look = reading.Reader._next_span
    monkeypatch.setattr(
        reading.Reader, "_next_span", lambda *given: spans.append(look(*given)) or spans[-1]
    )
    keys, rows = rows_read(crowd, rare)
    assert (len(keys), len(spans), spans[-1]) == (1, 2, None)
    assert rows < 15
    monkeypatch.setattr(narrowing, "MAX_OWN", 0)
    assert rows_read(crowd, rare)[0] == keys
    assert len(spans) > 20


def test_a_family_is_followed_only_when_reading_on_has_cost_as_much(crowd, monkeypatch):
    monkeypatch.setattr(narrowing, "MAX_FAMILY", 0)
    spans = []
    look = reading.Reader._next_span
    monkeypatch.setattr(
        reading.Reader, "_next_span", lambda *given: spans.append(given[0].rows) or look(*given)
    )
    monkeypatch.setattr(narrowing, "LINKS_OF_A_ROW", 1)
    keys, _ = rows_read(crowd, FAMILY)
    assert len(keys) == 150
    assert spans[0] == 3 + 6 + 12 + 24 + 48 + 96  # the first that are not fewer than 150 links
    spans.clear()
    found = select(crowd, parse_json(FAMILY), Page(20), owner=None)
    assert (len(found.events), spans) == (20, [])


def minute(number):
    return f"2026-10-01T{number // 60:02}:{number % 60:02}:00.000Z"
