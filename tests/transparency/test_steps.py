"""F3: every step fails, before it did anything and after it did everything; the log goes on as if nothing
had been: no hole, no fork, no entry twice."""

from contextlib import suppress

import pytest

from tests import people
from tests.transparency.logs import TestLog, captured
from tests.transparency.test_integrator import RECALL
from txng.tlog.hashing import tree_head
from txng.transparency.actions import record_act
from txng.transparency.fsck import Fsck
from txng.transparency.models import Checkpoint, Opening

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = ("assign", "write", "sign", "keep", "publish")


class PowerCut(BaseException):
    """Nothing in the program may catch it."""


def failing(log: TestLog, step: str, *, after: bool):
    working = log.integrator(batch=50)
    real = getattr(working, step)

    def fail(*arguments):
        if after:
            real(*arguments)
        raise PowerCut(step)

    setattr(working, step, fail)
    return working


@pytest.mark.parametrize("after", [False, True], ids=["not persisted", "persisted"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_is_taken_up_again(log, step, after):
    total = 0
    for turn in range(3):  # of an empty log, of a partial tile, across a full tile
        captured(110, first=total)
        record_act(by=people.chi(), kind="recall", clear=RECALL, content={"turn": turn})
        total += 110
        with pytest.raises(PowerCut):
            failing(log, step, after=after).catch_up()
        log.catch_up(batch=50)
        entries = log.entries()
        assert len(entries) == len(set(entries)) == total + turn + 1
        assert log.checkpoint().root == tree_head(entries)
        assert Opening.objects.count() == total
        assert list(Fsck(log.folder).run()) == []
    notes = list(log.duty.history("txng.example/log/2026"))
    assert [bytes(one.note) for one in Checkpoint.objects.order_by("place")] == notes


@pytest.mark.parametrize("after", [False, True], ids=["not persisted", "persisted"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_again_and_again_leaves_no_trace_either(log, step, after):
    captured(60)
    for _ in range(3):
        with suppress(PowerCut):  # a step that was persisted need not be taken again
            failing(log, step, after=after).catch_up()
    log.catch_up()
    assert len(log.entries()) == 60
    assert list(Fsck(log.folder).run()) == []


@pytest.mark.parametrize("after", [False, True], ids=["not persisted", "persisted"])
def test_the_first_step_of_a_new_year_may_fail_too(log, after):
    from datetime import UTC, datetime

    captured(5)
    log.catch_up()
    captured(5, first=5)
    log.clock.now = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(PowerCut):
        failing(log, "_begin", after=after).catch_up()
    log.catch_up()
    assert (log.checkpoint(2026).size, log.checkpoint(2027).size) == (5, 6)
    assert list(Fsck(log.folder).run()) == []


@pytest.mark.parametrize("at", range(7))  # a bundle, a tile, three partial ones, two notes
def test_a_write_of_tiles_may_end_after_any_file(log, at, monkeypatch):
    captured(300)
    log.catch_up(batch=100)
    captured(300, first=300)
    from txng.transparency.folder import LogFolder

    real, written = LogFolder._write, []

    def write(self, path, content):
        if len(written) == at:
            raise PowerCut(path)
        written.append(path)
        return real(self, path, content)

    monkeypatch.setattr(LogFolder, "_write", write)
    with pytest.raises(PowerCut):
        log.catch_up(batch=300)
    monkeypatch.setattr(LogFolder, "_write", real)
    log.catch_up()
    assert log.checkpoint().root == tree_head(log.entries())
    assert len(log.entries()) == 600
    assert list(Fsck(log.folder).run()) == []
