"""A question that makes the database work for nothing, as a machine is told of it."""

import pytest

from tests.epcis.documents import event
from tests.repository.machine import call, captured, get
from txng.eventstore import drivers
from txng.eventstore.query import reading

pytestmark = pytest.mark.django_db(transaction=True)  # a statement that is stopped spoils its own

SLOW = (
    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000)"
    " SELECT count(*) FROM n) < 0"
)


def test_a_question_that_costs_too_much_is_told_to_be_narrower_and_not_to_come_back(
    an, monkeypatch
):
    """503 would say that the database is away: whoever comes back asks the same in vain."""
    captured(an, event())
    real = reading.narrow

    def slow(*args, **named):
        narrowing = real(*args, **named)
        narrowing.add(SLOW, [])
        return narrowing

    monkeypatch.setattr(drivers, "MOST_STEPS", 300_000)
    monkeypatch.setattr(drivers, "MOST_MILLISECONDS", 100)
    monkeypatch.setattr(reading, "narrow", slow)
    answer = call("GET", "/epcis/events", an)
    assert (answer.status, answer.json["title"]) == (413, "QueryTooComplexException")
    monkeypatch.setattr(reading, "narrow", real)
    assert len(get("/events", an).events) == 1
