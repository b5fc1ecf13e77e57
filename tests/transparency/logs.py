"""A log in a folder of its own for one test: its signer, its integrator, events to put in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests import people
from tests.epcis.documents import GTIN, document, event
from txng.repository.actions.documents import capture
from txng.tlog.checkpoint import Checkpoint, parse_checkpoint
from txng.tlog.note import parse_note
from txng.tlog.tiles import TileReader
from txng.transparency import signer
from txng.transparency.folder import LogFolder
from txng.transparency.integrator import Integrator

BASE = "txng.example/log"
NOW = datetime(2026, 11, 28, 5, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@dataclass
class TestLog:
    """`root` holds the folders of the log and of the signer."""

    __test__ = False

    root: Path
    duty: signer.Duty
    clock: Clock = field(default_factory=Clock)

    @property
    def folder(self) -> Path:
        return self.root / "log"

    def shard(self, year: int = 2026) -> LogFolder:
        return LogFolder(self.folder / str(year))

    def integrator(self, **options) -> Integrator:
        return Integrator(self.folder, BASE, self.duty, clock=self.clock, **options)

    def catch_up(self, **options) -> int:
        return self.integrator(**options).catch_up()

    def checkpoint(self, year: int = 2026, name: str = "checkpoint") -> Checkpoint:
        note = self.shard(year).fetch(name)
        assert note is not None, f"{name} of {year} is not there"
        return parse_checkpoint(parse_note(note).text)

    def entries(self, year: int = 2026) -> list[bytes]:
        size = self.checkpoint(year).size
        reader = TileReader(size, self.shard(year).fetch)
        return [reader.entry(index) for index in range(size)]


@contextmanager
def log_in(root: Path) -> Iterator[TestLog]:
    signer.begin(root / "signer", BASE)
    with signer.opened(root / "signer", BASE) as duty:
        yield TestLog(root, duty)


def captured(count: int, *, by=None, first: int = 0, **members) -> None:
    """Events that differ in their serials: P0, P1, .."""
    events = [
        event(epcList=[f"https://id.gs1.org/01/{GTIN}/21/P{number}"], **members)
        for number in range(first, first + count)
    ]
    for start in range(0, count, 500):
        capture(by=by or people.an(), document=document(*events[start : start + 500]))
