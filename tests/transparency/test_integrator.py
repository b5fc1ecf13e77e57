"""Events become entries: each once, in the order of commits, and none is missed."""

import pytest

from tests.transparency.logs import captured
from txng.tlog.entry import parse_entry
from txng.tlog.hashing import tree_head
from txng.transparency.models import Checkpoint, Opening, Progress

pytestmark = pytest.mark.django_db


def test_every_event_is_an_entry_once(log):
    captured(700)
    assert log.catch_up(batch=300) == 700
    entries = log.entries()
    assert len(entries) == len(set(entries)) == 700
    assert {parse_entry(one).kind for one in entries} == {"event"}
    assert log.checkpoint().root == tree_head(entries)
    assert Opening.objects.count() == 700
    assert log.catch_up() == 0
    captured(5, first=700)
    assert log.catch_up() == 5
    assert log.entries()[:700] == entries


def test_every_signed_checkpoint_is_kept(log):
    for number in range(4):
        captured(2, first=number * 2)
        log.catch_up()
    assert [one.size for one in Checkpoint.objects.order_by("place")] == [2, 4, 6, 8]
    assert [bytes(one.note) for one in Checkpoint.objects.order_by("place")] == list(
        log.duty.history("txng.example/log/2026")
    )
    assert Progress.objects.get().size == 8
