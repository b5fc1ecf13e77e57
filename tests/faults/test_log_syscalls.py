"""F2: integrator and signer fail at every system call that touches the disk, by EIO and by SIGKILL.

    round under strace: the n-th fsync fails, or kills ──> round without ──> every event an entry, once;
                                                                             no fork; nothing to find

A few points in every run; each of them, both ways, in `make faults`.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection

from tests.transparency.logs import BASE, captured
from txng.tlog.checkpoint import parse_checkpoint
from txng.tlog.hashing import tree_head
from txng.tlog.note import parse_note
from txng.tlog.tiles import TileReader
from txng.transparency import signer
from txng.transparency.folder import LogFolder
from txng.transparency.fsck import Fsck
from txng.transparency.models import Checkpoint, Opening, Progress, Shard

pytestmark = pytest.mark.django_db(transaction=True)

CALLS = "openat,mkdir,write,pwrite64,rename,fsync,fdatasync,unlink,sendto".split(",")
WAYS = {"EIO": "error=EIO", "KILL": "signal=KILL"}
# no kernel says EIO of a socket; libpq would wait for the answer to what it never sent
NEVER = {("sendto", "EIO")}


def strace() -> str | None:
    """Why strace cannot be used, or None."""
    if shutil.which("strace") is None:
        return "strace is not installed: apt-get install -y strace"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "strace may not look at processes here"


needs_strace = pytest.mark.skipif(strace() is not None, reason=str(strace()))


class Worker:
    """Speaks to one `log_rounds`, which does one kind of work, one child at a time."""

    def __init__(self, work: str, log: Path, keeper: Path) -> None:
        self._work = work
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.log_rounds", str(log), str(keeper), BASE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._watcher: subprocess.Popen[str] | None = None

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def begin(self, *watch: str, out: str = os.devnull) -> int:
        """A child that begins to work, under strace when `watch` says what to do to it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self._work}\n")
        self._process.stdin.flush()
        child = int(self.said())
        if watch:
            self._watcher = subprocess.Popen(
                ["strace", "-o", out, *watch, "-p", str(child)],
                stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert self._watcher.stderr is not None
            assert "attached" in self._watcher.stderr.readline()
        os.kill(child, signal.SIGCONT)
        return child

    def said(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the worker ended by itself"
        return line.strip()

    def end(self, told: str = "") -> int:
        """How the child ended."""
        words = told.split()
        while len(words) < 2:
            words = self.said().split()
        if self._watcher is not None:
            self._watcher.wait()
            assert self._watcher.stderr is not None
            self._watcher.stderr.close()
            self._watcher = None
        return int(words[1])


class Rounds:
    """An integrator and a signer, each with its own worker."""

    def __init__(self, root: Path) -> None:
        self.log, self.keeper = root / "log", root / "signer"
        signer.begin(self.keeper, BASE)
        self._integrator = Worker("integrate", self.log, self.keeper)
        self._signer = Worker("sign", self.log, self.keeper)

    def close(self) -> None:
        self._integrator.close()
        self._signer.close()

    def forget(self) -> None:
        """As if there had never been a log."""
        shutil.rmtree(self.log)
        shutil.rmtree(self.keeper)
        signer.begin(self.keeper, BASE)
        for model in (Opening, Checkpoint, Shard, Progress):
            model.objects.all().delete()
        connection.close()

    def integrate(self, *watch: str, out: str = os.devnull) -> int:
        self._integrator.begin(*watch, out=out)
        return self._integrator.end()

    @contextmanager
    def signing(self, *watch: str, out: str = os.devnull) -> Iterator[bool]:
        """A signer for the block; False when it died before it listened."""
        child = self._signer.begin(*watch, out=out)
        told = self._signer.said()
        if told != "open":
            yield False
            self._signer.end(told)
            return
        yield True
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
        self._signer.end()


@pytest.fixture
def rounds(tmp_path):
    connection.close()  # the rounds fork; no connection of ours may be shared
    rounds = Rounds(tmp_path)
    yield rounds
    rounds.close()


def counted(out: Path) -> Counter[str]:
    names = re.findall(r"^(?:\d+ +)?([a-z0-9]+)\(", out.read_text(errors="replace"), re.MULTILINE)
    return Counter(name for name in names if name in CALLS)


def points(found: Counter[str]) -> list[tuple[str, int, str]]:
    """Every call of every kind, both ways; a few of them unless the run is to be long."""
    every = [
        (call, number, way)
        for call in CALLS
        for number in range(1, found[call] + 1)
        for way in WAYS
        if (call, way) not in NEVER
    ]
    if os.environ.get("TXNG_TEST_LONG"):
        return every
    chance = random.Random(20261128)
    some = [
        chance.choice([one for one in every if one[0] == call]) for call in CALLS if found[call]
    ]
    return some + chance.sample(every, min(8, len(every)))


def injected(call: str, number: int, way: str) -> tuple[str, ...]:
    return ("-e", f"trace={call}", "-e", f"inject={call}:{WAYS[way]}:when={number}")


def assert_sound(rounds: Rounds, events: int) -> None:
    shard = LogFolder(rounds.log / "2026")
    note = shard.fetch("checkpoint")
    assert note is not None
    published = parse_checkpoint(parse_note(note).text)
    reader = TileReader(published.size, shard.fetch)
    entries = [reader.entry(index) for index in range(published.size)]
    assert len(set(entries)) == published.size == events == Opening.objects.count()
    assert published.root == tree_head(entries)
    assert list(Fsck(rounds.log).run()) == []
    with signer.opened(rounds.keeper, BASE) as duty:
        signed = [parse_checkpoint(parse_note(one).text) for one in duty.history(f"{BASE}/2026")]
    assert [one.size for one in signed] == sorted({one.size for one in signed})
    kept = {one.size: bytes(one.root) for one in Checkpoint.objects.all()}
    assert {one.size: one.root for one in signed} == kept


def told(who: str, found: Counter[str], ended: Counter[int]) -> None:
    print(f"\n{who}: {sum(found.values())} calls {dict(found)}, ended {dict(ended)}")
    assert ended[-signal.SIGKILL] > 0, "nobody was killed: the matrix tries nothing"
    assert ended[3] > 0, "no error was told: the matrix tries nothing"


@needs_strace
def test_an_integrator_that_fails_at_any_call_leaves_a_log_that_goes_on(rounds, tmp_path):
    captured(250)
    events, out = 253, tmp_path / "calls"
    with rounds.signing():
        assert rounds.integrate() == 0
        captured(3, first=250)
        assert rounds.integrate("-e", f"trace={','.join(CALLS)}", out=str(out)) == 0
        found, ended = counted(out), Counter[int]()
        for call, number, way in points(found):
            captured(3, first=events)  # so that some rounds fill a tile
            events += 3
            ended[rounds.integrate(*injected(call, number, way))] += 1
            assert rounds.integrate() == 0, (call, number, way)
    told("integrator", found, ended)
    assert_sound(rounds, events)


@needs_strace
def test_an_integrator_that_fails_in_its_very_first_round_begins_one_log(rounds, tmp_path):
    captured(300)
    out = tmp_path / "calls"
    with rounds.signing():
        assert rounds.integrate("-e", f"trace={','.join(CALLS)}", out=str(out)) == 0
    found, ended = counted(out), Counter[int]()
    for call, number, way in points(found):
        rounds.forget()
        with rounds.signing():
            ended[rounds.integrate(*injected(call, number, way))] += 1
            assert rounds.integrate() == 0, (call, number, way)
        assert_sound(rounds, 300)
    told("integrator's first round", found, ended)


@needs_strace
def test_a_signer_that_fails_at_any_call_signs_one_history(rounds, tmp_path):
    captured(5)
    events, out = 5, tmp_path / "calls"
    with rounds.signing("-e", f"trace={','.join(CALLS)}", out=str(out)):
        assert rounds.integrate() == 0
    found, ended = counted(out), Counter[int]()
    for call, number, way in points(found):
        captured(3, first=events)
        events += 3
        with rounds.signing(*injected(call, number, way)) as is_open:
            if is_open:
                ended[rounds.integrate()] += 1
        with rounds.signing():
            assert rounds.integrate() == 0, (call, number, way)
    print(f"\nsigner: {sum(found.values())} calls {dict(found)}, integrator ended {dict(ended)}")
    assert_sound(rounds, events)
