"""After a transactional test the database is as migrations left it, the event store's tables too."""

import pytest
from django.db import connection

from tests import emptying, people
from tests.epcis.documents import event
from tests.repository import machine
from txng.accounts.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_table_that_holds_a_row_is_emptied():
    key = people.key_of(people.an())
    machine.captured(key, event())
    filled = emptying.filled_tables(connection)
    assert {"accounts_organisation", "accounts_apikey", "event"} <= set(filled)
    emptying.empty(connection)
    assert emptying.filled_tables(connection) == []
    assert not Organisation.objects.exists()
