"""F4: PostgreSQL itself is killed at any moment, and what was acknowledged is there after it recovers."""

import os
import random
import subprocess
import sys
import time

import psycopg
import pytest

from tests import servers
from tests.faults.one_by_one import EVENTS
from tools import postgres_for_tests

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("TXNG_TEST_POSTGRES_KILLS", "20"))


@pytest.fixture(autouse=True)
def only_postgresql(engine):
    if engine != "postgresql":
        pytest.skip("SQLite has no server to kill; test_power_cut.py cuts its disk")


def test_no_acknowledged_document_is_lost_when_the_database_server_is_killed(tmp_path):
    chance = random.Random(20261124)
    acknowledged: set[int] = set()
    first = 0
    with postgres_for_tests.cluster(postgres_for_tests.LASTING) as server:
        environ = dict(os.environ, TXNG_DATA=str(tmp_path), TXNG_DATABASE_URL=server.url)
        server.start()
        servers.txng(environ, "init")
        for _ in range(KILLS):
            command = [sys.executable, "-m", "tests.faults.one_by_one", str(first)]
            with subprocess.Popen(
                command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            ) as writer:
                assert writer.stdout is not None
                told = [int(writer.stdout.readline()) for _ in range(chance.randrange(1, 12))]
                time.sleep(chance.uniform(0, 0.05))
                server.kill()
                told += [int(line) for line in writer.stdout if line.endswith(b"\n")]
            acknowledged.update(told)
            first = max(acknowledged) + 100  # what was under way at the kill stays apart
            server.start()
            found = counted(server.url)
            assert set(found.values()) <= {EVENTS}
            assert acknowledged <= set(found)
        server.stop()
    print(f"\nkills of PostgreSQL {KILLS}, acknowledged {len(acknowledged)}, lost 0")
    assert len(acknowledged) > KILLS


def counted(url: str) -> dict[int, int]:
    """Events of each document, by the name its job was given."""
    with psycopg.connect(url) as database:
        rows = database.execute(
            "SELECT job.name, count(*) FROM capture_job AS job"
            " JOIN event ON event.record_time = job.record_time GROUP BY job.name"
        ).fetchall()
        links = database.execute(
            "SELECT count(*) FROM link LEFT JOIN event ON event.key = link.key WHERE event.key IS NULL"
        ).fetchone()
    assert links == (0,)
    return {int(name): count for name, count in rows}
