"""The helpers of tests/ themselves: a real server sees what a test commits, and nothing is left over."""

import urllib.request

import pytest
from django.db import connection

from tests.servers import txng
from txng.accounts.models import Organisation


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return int(answer.status)


def test_a_server_and_a_command_run_on_the_database_of_their_test(site):
    assert status(f"{site.url}/healthz") == 200
    assert status(f"{site.url}/readyz") == 200
    txng(site.environ, "key", "create", "--organisation", "An", "--scope", "capture")
    assert Organisation.objects.filter(name="An").exists()


@pytest.mark.django_db
def test_nothing_is_left_of_the_test_before():
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_sqlite_runs_with_the_pragmas_of_production(engine):
    if engine == "postgresql":
        assert connection.vendor == "postgresql"
        return
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "page_size")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "page_size": 8192}
