"""What every list page asks the database, for whoever opens it: committed here, so that nobody raises it
unseen. The registers are those of the bench, small: most lists have more rows than a page shows.
"""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import register_world, registers
from tests import people
from txng.barcodes.queries import labels, prefixes
from txng.parties import queries as parties
from txng.products.queries import trade_items

pytestmark = pytest.mark.django_db

# of these 2 or 3 are the session, the person and their roles
QUERIES = {
    "accounts:journal": {"province": 4, "commune": 6, "owner": 6},
    "accounts:keys": {"province": 4, "owner": 4},
    "accounts:members": {"province": 7, "owner": 8},
    "accounts:roles": {"province": 4},
    "barcodes:batches": {"province": 5, "commune": 4, "owner": 4},
    "barcodes:cases": {"province": 4, "commune": 4, "owner": 4},
    "barcodes:designs": {"owner": 4},
    "barcodes:given": {"province": 5, "commune": 5, "owner": 5},
    "barcodes:lots": {"province": 5, "commune": 4, "owner": 4},
    "barcodes:own_names": {"province": 4, "commune": 4, "owner": 4},
    "barcodes:prefixes": {"province": 5, "commune": 5, "owner": 6},
    "documents:imports": {"province": 4, "commune": 4, "owner": 4},
    "parties:duplicates": {"province": 4},
    "parties:enterprises": {"province": 5, "commune": 4, "owner": 4},
    "parties:figures": {"province": 4, "commune": 4},
    "parties:mandates": {"province": 6, "commune": 6, "owner": 6},
    "parties:plots": {"province": 5, "commune": 4, "owner": 4},
    "parties:units": {"province": 3, "commune": 3, "owner": 3},
    "products:groups": {"province": 4, "commune": 4, "owner": 4},
    "products:late": {"province": 10, "commune": 10},
    "products:licences": {"province": 4, "commune": 4, "owner": 4},
    "products:marks": {"province": 4, "commune": 4, "owner": 4},
    "products:my_duties": {"province": 5, "commune": 5, "owner": 11},
    "products:overview": {"province": 18, "commune": 18},
    "products:trade_items": {"province": 6, "commune": 5, "owner": 5},
    "products:versions": {"province": 4},
    "resolver:hosts": {"province": 4, "owner": 4},
    "resolver:links": {"province": 5, "owner": 4},
}


def test_every_list_page_asks_what_is_written_here():
    register_world.fill(600)
    clients = {who: people.client_of(register_world.person(who)) for who in registers.ASKERS}
    asked: dict[str, dict[str, int]] = {}
    for register in registers.registers():
        address = reverse(register.route, args=register.arguments)
        for who in register.askers:
            clients[who].get(address)
            with CaptureQueriesContext(connection) as captured:
                assert clients[who].get(address).status_code == 200
            told = asked.setdefault(register.route, {})
            told[who] = max(len(captured), told.get(who, 0))
    assert asked == QUERIES


@pytest.mark.parametrize("most", [0, 12])
def test_an_officer_of_a_commune_sees_the_same_however_the_database_begins(monkeypatch, most):
    """With many communes a register is read in its order; with few it begins with their parties."""
    monkeypatch.setattr("txng.parties.queries.reach.FEW_COMMUNES", most)
    register_world.fill(400)
    commune, elsewhere = (
        replace(people.officer(code), name=code) for code in (register_world.COMMUNE, "24846")
    )
    own = parties.own_enterprise(people.an())
    for officer, sees in ((commune, True), (elsewhere, False)):
        for rows in (
            parties.plots(officer).filter(enterprise=own),
            trade_items.trade_items(officer).filter(owner=own),
            prefixes.prefixes(officer).filter(enterprise=own),
            labels.batches(officer).filter(enterprise=own),
        ):
            assert rows.exists() == sees, rows.model
    places = set(parties.plots(commune).values_list("enterprise__commune_code", flat=True))
    assert places == {register_world.COMMUNE}
