"""A database that answers questions and takes nothing in: a standby, a file that may not be written."""

import pytest
from django.db import connection

from tests.epcis.documents import document, event
from tests.repository.machine import call, captured, get, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def only_read(an):
    captured(an, event())
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA query_only = on" if is_sqlite else "SET default_transaction_read_only = on"
        )
    yield
    connection.close()


def test_what_would_be_written_is_answered_503_and_what_is_asked_is_answered(an, only_read):
    answer = get("/events", an)
    assert (answer.status, len(answer.events)) == (200, 1)
    answer = call("POST", "/epcis/capture", an, document(event(bizStep="packing")))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")


def test_a_named_query_is_not_kept_and_comes_back_later(an, only_read):
    answer = post("/queries", an, {"name": "mine", "query": {}})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")


def test_the_next_request_asks_for_another_server_where_one_may_have_taken_over(an, only_read):
    """A file has no other server: it only reads until somebody changes that."""
    packed = document(event(bizStep="packing"))
    assert call("POST", "/epcis/capture", an, packed).status == 503
    found = 503 if connection.vendor == "sqlite" else 202
    assert call("POST", "/epcis/capture", an, packed).status == found
