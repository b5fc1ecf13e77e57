"""F5: the power is cut at any moment, and what was acknowledged is on the disk, once and whole.

The disk is a file system that forgets what was not synced (`forgetful`). Its positive control must lose:
with `synchronous=NORMAL`, the usual advice for SQLite's WAL, acknowledged documents are gone.
"""

import contextlib
import ctypes.util
import importlib.util
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.faults.one_by_one import EVENTS

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        importlib.util.find_spec("fuse") is None
        or ctypes.util.find_library("fuse") is None
        or not Path("/dev/fuse").exists()
        or os.geteuid() != 0,
        reason="needs root, /dev/fuse, Debian's libfuse2 and `make faults`",
    ),
]

CUTS = int(os.environ.get("TXNG_TEST_POWER_CUTS", "20"))


@pytest.fixture(autouse=True)
def only_sqlite(engine):
    if engine != "sqlite":
        pytest.skip("PostgreSQL's own write-ahead log is not ours to test")


@contextlib.contextmanager
def mounted(disk: Path, mount: Path, seed: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.faults.forgetful", str(disk), str(mount), str(seed)]
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            if os.path.ismount(mount):
                break
            assert process.poll() is None, "the file system did not start"
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.wait()
        subprocess.run(["umount", "-l", str(mount)], check=False, capture_output=True)


def cut(disk: Path, mount: Path, first: int, synchronous: str, chance: random.Random) -> list[int]:
    """Capture until the power goes; the documents that were acknowledged."""
    environ = dict(os.environ, TXNG_DATA=str(mount))
    environ.pop("TXNG_DATABASE_URL", None)
    with mounted(disk, mount, chance.randrange(1 << 30)) as power:
        command = [sys.executable, "-m", "tests.faults.one_by_one", str(first), synchronous]
        with subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as writer:
            assert writer.stdout is not None
            acknowledged = [int(writer.stdout.readline()) for _ in range(chance.randrange(1, 12))]
            time.sleep(chance.uniform(0, 0.05))
            power.send_signal(signal.SIGUSR1)
            power.wait()
            writer.kill()
            acknowledged += [int(line) for line in writer.stdout if line.endswith(b"\n")]
    return acknowledged


def counted(disk: Path) -> dict[int, int]:
    """Events of each document as they lie on the disk, after SQLite has recovered its log."""
    environ = dict(os.environ, TXNG_DATA=str(disk))
    environ.pop("TXNG_DATABASE_URL", None)
    with sqlite3.connect(disk / "txng.sqlite3") as database:
        # tables of the house hold rules that every connection of Django knows
        database.create_function("regexp", 2, lambda pattern, text: bool(re.search(pattern, text)))
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()
    script = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'txng.conf.settings';"
        "django.setup(set_prefix=False);"
        "from collections import Counter; from txng.repository.connection import store;"
        "rows = store().driver.rows('SELECT key, record_time, owner, dictionary, payload FROM event');"
        "found = Counter(one.event.epc_list[0].rpartition('P')[2] for one in store().read(rows));"
        "print(' '.join(f'{name}={count}' for name, count in found.items()))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True
    )
    pairs = (pair.split("=") for pair in told.stdout.split())
    return {int(name): int(count) for name, count in pairs}


def run(tmp_path: Path, synchronous: str, cuts: int) -> tuple[int, int]:
    """(acknowledged, lost) over so many power cuts; never a document in part, nor one twice."""
    disk, mount = tmp_path / "disk", tmp_path / "mount"
    disk.mkdir()
    mount.mkdir()
    environ = dict(os.environ, TXNG_DATA=str(disk))
    environ.pop("TXNG_DATABASE_URL", None)
    servers.installed(environ)
    chance = random.Random(20261124)
    acknowledged: list[int] = []
    lost: set[int] = set()
    for _ in range(cuts):
        first = max(acknowledged, default=0) + 100  # what was under way at the cut stays apart
        acknowledged += cut(disk, mount, first, synchronous, chance)
        found = counted(disk)
        assert set(found.values()) <= {EVENTS}
        lost |= {number for number in acknowledged if number not in found}
    return len(acknowledged), len(lost)


def test_no_acknowledged_document_is_lost_when_the_power_is_cut(tmp_path):
    acknowledged, lost = run(tmp_path, "FULL", CUTS)
    print(f"\npower cuts {CUTS}, acknowledged {acknowledged}, lost {lost}")
    assert acknowledged > CUTS
    assert lost == 0


def test_the_rig_loses_documents_when_sqlite_does_not_sync(tmp_path):
    acknowledged, lost = run(tmp_path, "NORMAL", max(CUTS // 2, 3))
    print(f"\ncontrol: power cuts {max(CUTS // 2, 3)}, acknowledged {acknowledged}, lost {lost}")
    assert lost > 0
