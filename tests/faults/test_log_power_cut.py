"""F5: the power is cut while the log grows; database, tiles, signer and checkpoint agree afterwards.

What was published before the cut is a beginning of what is there after it, and the log goes on. The
controls must lose: without the syncs of the files, or of the signer's memory, it does not.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import servers
from tests.faults import test_power_cut
from tests.faults.log_until_cut import BASE
from tests.faults.test_power_cut import mounted
from txng.transparency import signer

pytestmark = list(test_power_cut.pytestmark)
CUTS = test_power_cut.CUTS
CHECK = """
import os, sys, django
django.setup(set_prefix=False)
from pathlib import Path
from txng.tlog.checkpoint import parse_checkpoint
from txng.tlog.note import parse_note
from txng.tlog.proofs import root_hash
from txng.tlog.tiles import TileReader
from txng.transparency import signer
from txng.transparency.folder import LogFolder
from txng.transparency.fsck import Fsck
from txng.transparency.integrator import Integrator
data = Path(os.environ["TXNG_DATA"])
with signer.opened(data / "signer", sys.argv[1]) as duty:
    Integrator(data / "log", sys.argv[1], duty).catch_up()
damages = list(Fsck(data / "log").run())
assert damages == [], damages
shard = LogFolder(next((data / "log").iterdir()))
now = parse_checkpoint(parse_note(shard.fetch("checkpoint")).text)
reader = TileReader(now.size, shard.fetch)
for seen in sys.argv[2:]:
    size, root = seen.split(":")
    assert root_hash(int(size), reader.read).hex() == root, f"published at {size} and gone"
print(now.size)
"""


@pytest.fixture(autouse=True)
def only_sqlite(engine):
    if engine != "sqlite":
        pytest.skip("PostgreSQL's own write-ahead log is not ours to test")


def environ_of(folder: Path) -> dict[str, str]:
    environ = dict(os.environ, TXNG_DATA=str(folder), DJANGO_SETTINGS_MODULE="txng.conf.settings")
    environ.pop("TXNG_DATABASE_URL", None)
    return environ


def cut(disk: Path, mount: Path, first: int, control: str, chance: random.Random) -> list[str]:
    """Let the log grow until the power goes; the checkpoints that were published."""
    with mounted(disk, mount, chance.randrange(1 << 30)) as power:
        command = [sys.executable, "-m", "tests.faults.log_until_cut", str(first), control]
        with subprocess.Popen(
            command, env=environ_of(mount), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as writer:
            assert writer.stdout is not None
            seen = [writer.stdout.readline() for _ in range(chance.randrange(1, 8))]
            time.sleep(chance.uniform(0, 0.1))
            power.send_signal(signal.SIGUSR1)
            power.wait()
            writer.kill()
            seen += [line for line in writer.stdout if line.endswith(b"\n")]
    assert all(seen), "the writer ended by itself"
    return [line.decode().strip().replace(" ", ":") for line in seen]


def failures(tmp_path: Path, control: str, cuts: int) -> list[str]:
    """What went wrong in so many power cuts; a log that went wrong is begun anew."""
    chance, wrong, seen, first = random.Random(20261128), [], list[str](), 0
    disk, mount = tmp_path / "disk-0", tmp_path / "mount"
    mount.mkdir()
    for number in range(cuts):
        if not seen:
            disk = tmp_path / f"disk-{number}"
            disk.mkdir()
            servers.installed(environ_of(disk))
            signer.begin(disk / "signer", BASE)
        first += 1000
        seen += cut(disk, mount, first, control, chance)
        checked = subprocess.run(
            [sys.executable, "-c", CHECK, BASE, *seen],
            env=environ_of(disk), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if checked.returncode != 0:
            wrong.append(checked.stderr.strip().splitlines()[-1])
            seen = []
    return wrong


def test_a_power_cut_leaves_one_history(tmp_path):
    wrong = failures(tmp_path, "", CUTS)
    print(f"\nlog: power cuts {CUTS}, wrong {len(wrong)}")
    assert wrong == []


@pytest.mark.parametrize("control", ["no-sync-files", "no-sync-signer"])
def test_the_rig_finds_a_log_that_does_not_sync(tmp_path, control):
    cuts = max(CUTS // 2, 5)
    wrong = failures(tmp_path, control, cuts)
    print(f"\ncontrol {control}: power cuts {cuts}, wrong {len(wrong)}: {sorted(set(wrong))[:3]}")
    assert wrong != []
