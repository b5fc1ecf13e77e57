"""Every row of the parameter table, asked of the store and of the oracle."""

from typing import Any

import pytest
from django.db import transaction

from tests.epcis.query import oracle, story
from tests.eventstore.worlds_in_a_store import AN, DUNG, ask, store_with, told_by
from txng.epcis.query.doors import parse_url
from txng.epcis.query.parameters import PARAMETERS
from txng.eventstore.query.narrowing import narrow
from txng.eventstore.query.reading import StoredMasterData

pytestmark = pytest.mark.django_db  # or pytest-django makes no database for this file
SHAPES = [row for row in PARAMETERS if not row.operator]
CONDITIONS = [row for row in PARAMETERS if row.operator]


@pytest.fixture(scope="module", params=[60, 1], ids=["wide keys", "colliding"])
def told(django_db_setup, django_db_blocker, request):
    """The story in a store, read only: recorded once for all rows."""
    with django_db_blocker.unblock(), transaction.atomic():
        store = store_with(request.param)
        known = told_by(store, story.STORY)
        assert len(known) == len(story.STORY)
        yield store, known
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", CONDITIONS, ids=lambda row: row.name)
def test_the_parameter(told, row):
    """Its example finds what the oracle finds, which is something and not everything."""
    store, known = told
    name, value = row.example
    expected = oracle.answer(known, {name: value})
    assert 0 < len(expected) < len(known)
    assert ask(store, {name: value}) == expected
    assert ask(store, {name: value}, size=2) == expected
    mine = oracle.answer(known, {name: value}, owner=AN)
    assert ask(store, {name: value}, size=1, owner=AN) == mine


@pytest.mark.parametrize("row", SHAPES, ids=lambda row: row.name)
def test_the_parameter_of_the_answer(told, row):
    store, known = told
    question: dict[str, Any] = {"eventType": ["ObjectEvent"]} | dict([row.example])
    if row.name == "eventCountLimit":
        question["orderBy"] = "eventTime"
    for size in (1, 3, 20, 100):
        assert ask(store, question, size=size) == oracle.answer(known, question)


@pytest.mark.parametrize(
    ("row", "also"),
    [(row, name) for row in CONDITIONS for name in row.also],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_the_other_spelling_of_a_parameter_asks_the_same(told, row, also):
    store, _ = told
    name, value = row.example
    parts = {"field": "https://example.org/ns#inner"}
    if row.aspect == "attribute":
        parts = {"field": "bizLocation", "attribute": story.CITY}
    assert ask(store, {also.format(**parts): value}) == ask(store, {name: value}) != []


@pytest.mark.parametrize("size", [1, 7, 33, 34, 35])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize(
    "order_by", ["eventTime", "recordTime", "quantity", "ex:field", "https://example.org/ns#field"]
)
def test_pages_of_any_size_tell_every_event_once_and_in_order(told, order_by, direction, size):
    store, known = told
    question = {"orderBy": order_by, "orderDirection": direction}
    assert ask(store, question, size=size) == oracle.answer(known, question)


def test_without_an_order_a_story_is_told_from_its_beginning(told):
    store, _known = told
    assert ask(store, {}) == ask(store, {"orderBy": "eventTime", "orderDirection": "ASC"})
    assert ask(store, {"orderBy": "eventTime"}) == ask(store, {})[::-1]


def test_an_organisation_sees_only_what_it_captured(told):
    store, known = told
    owners = {one.key: one.owner for one in known}
    everything = {"MATCH_anyEPC": ["https://id.gs1.org/01/*"]}
    assert {owners[key] for key in ask(store, everything, owner=AN)} == {AN}
    assert {owners[key] for key in ask(store, everything, owner=DUNG)} == {DUNG}
    assert ask(store, everything, owner=12345) == []


@pytest.mark.parametrize("value", ["0", "1"])
def test_a_measured_zero_is_looked_for_among_measurements_alone(told, value):
    store, known = told
    conditions = parse_url([("EQ_value_CEL", value)]).conditions
    found = narrow(store.driver, store.keys, conditions, StoredMasterData(store, None), owner=None)
    assert found.handles is not None
    assert len(found.handles) < len(known)
