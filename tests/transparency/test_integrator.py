"""Events become entries: each once, in the order of commits, and none is missed."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tests import people
from tests.epcis.documents import document, event
from tests.transparency.logs import BASE, captured
from txng.eventstore import journal
from txng.repository.actions.documents import capture
from txng.tlog.entry import parse_entry
from txng.tlog.hashing import tree_head
from txng.transparency import rules
from txng.transparency.actions import record_act
from txng.transparency.connection import store
from txng.transparency.halting import Halted
from txng.transparency.models import Act, Checkpoint, Opening, Progress, Shard

pytestmark = pytest.mark.django_db

RECALL = {
    "act": "issue",
    "about": "https://id.gs1.org/01/09520000100018/10/L1",
    "authority": "Sở Y tế (hư cấu)",
    "document": "12/TB-SYT",
}


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


def test_entries_follow_the_order_of_commits(log):
    for number in (3, 1, 2):
        captured(40, first=number * 100)
    log.catch_up(batch=50)
    rows = journal.behind(store(), journal.BEGINNING, limit=1000)
    keys = Opening.objects.order_by("place").values_list("event_key", flat=True)
    assert [bytes(key) for key in keys] == [row.key for row in rows]


def test_every_signed_checkpoint_is_kept(log):
    for number in range(4):
        captured(2, first=number * 2)
        log.catch_up()
    assert [one.size for one in Checkpoint.objects.order_by("place")] == [2, 4, 6, 8]
    assert [bytes(one.note) for one in Checkpoint.objects.order_by("place")] == list(
        log.duty.history(f"{BASE}/2026")
    )
    assert Progress.objects.get().size == 8


def test_an_entry_tells_nothing_of_its_event(log):
    captured(1)
    log.catch_up()
    (entry,) = log.entries()
    (row,) = journal.behind(store(), journal.BEGINNING, limit=1)
    assert len(entry) == len("txng-entry/v1\nevent\n\n") + 44
    for word in (b"/21/P0", b"shipping", b"2026-10", row.key.hex().encode()):
        assert word not in entry


def test_the_same_event_twice_has_two_entries_that_nobody_can_tell_are_alike(log):
    """Another key for each: equal commitments would show that two firms told the same."""
    same = event(epcList=["https://id.gs1.org/01/09520000100018/21/SAME"], eventID=None)
    capture(by=people.an(), document=document(same))
    capture(by=people.an(), document=document(same | {"eventTime": "2026-10-01T08:00:01Z"}))
    log.catch_up()
    first, second = Opening.objects.order_by("place")
    assert bytes(first.secret) != bytes(second.secret)


def test_an_error_declaration_is_told_as_such(log):
    capture(by=people.an(), document=document(event(eventID="urn:uuid:1")))
    declared = event(
        eventID="urn:uuid:1",
        errorDeclaration={
            "declarationTime": "2026-10-02T08:00:00Z",
            "reason": "did_not_occur",
        },
    )
    capture(by=people.an(), document=document(declared))
    log.catch_up()
    assert [parse_entry(one).kind for one in log.entries()] == ["event", "declaration"]


def test_official_acts_are_entries_that_anybody_reads(log):
    captured(3)
    act = record_act(by=people.chi(), kind="recall", clear=RECALL, content={"lots": ["L1"]})
    log.catch_up()
    captured(2, first=3)
    log.catch_up()
    act.refresh_from_db()
    entry = parse_entry(log.entries()[rules.index_of(act.place)])
    assert (entry.kind, dict(entry.clear)) == ("recall", RECALL)
    assert len(log.entries()) == 6


def test_an_act_that_is_rolled_back_leaves_no_entry(log):
    @transaction.atomic
    def recall() -> None:
        record_act(by=people.chi(), kind="recall", clear=RECALL, content={})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        recall()
    assert log.catch_up() == 0
    assert Act.objects.count() == 0


def test_a_damaged_event_stops_the_log_and_is_named(log):
    captured(5)
    row = journal.behind(store(), journal.BEGINNING, limit=3)[-1]
    driver = store().driver
    driver.execute("UPDATE event SET payload = %s WHERE key = %s", [b"?", driver.key(row.key)])
    with pytest.raises(Halted, match=row.key.hex()[:8]) as halted:
        log.catch_up()
    assert halted.value.why == "damaged event"
    assert Opening.objects.count() == 0


# --- shards ---------------------------------------------------------------------------------------


def test_a_new_year_begins_with_the_last_word_of_the_old_one(log):
    captured(4)
    log.clock.now = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    log.catch_up()
    last = log.checkpoint(2026)
    captured(3, first=4)
    log.clock.now = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # midnight in Lâm Đồng
    log.catch_up()
    assert log.checkpoint(2026) == last, "a closed shard does not grow"
    entries = [parse_entry(one) for one in log.entries(2027)]
    assert entries[0].kind == "shard"
    assert entries[0].clear["origin"] == f"{BASE}/2026"
    assert (entries[0].clear["size"], len(entries)) == ("4", 4)
    assert [shard.year for shard in Shard.objects.order_by("year")] == [2026, 2027]
    first, second = Shard.objects.order_by("year")
    assert first.vkey != second.vkey


def test_a_clock_that_goes_back_does_not_reopen_a_year(log):
    captured(2)
    log.clock.now = datetime(2027, 1, 5, tzinfo=UTC)
    log.catch_up()
    log.clock.now = datetime(2017, 1, 5, tzinfo=UTC)
    captured(2, first=2)
    assert log.catch_up() == 2
    assert log.checkpoint(2027).size == 4
    assert Shard.objects.count() == 1


def test_ten_years_ahead_is_one_step(log):
    captured(1)
    log.catch_up()
    log.clock.now = datetime(2036, 6, 1, tzinfo=UTC)
    captured(1, first=1)
    log.catch_up()
    assert [shard.year for shard in Shard.objects.order_by("year")] == [2026, 2036]
    assert log.checkpoint(2036).size == 2


# --- the loop -------------------------------------------------------------------------------------


def test_it_waits_for_a_signer_that_is_away(log, monkeypatch):
    from txng.transparency import integrator
    from txng.transparency.signer_socket import SignerAway

    monkeypatch.setattr(integrator, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(integrator, "usable", lambda: None)
    monkeypatch.setattr(connection, "close", lambda: None)
    stop, calls = threading.Event(), []
    working = log.integrator()
    real = log.duty.sign

    def sign(*asked):
        calls.append(asked)
        if len(calls) < 3:
            raise SignerAway("away")
        stop.set()
        return real(*asked)

    monkeypatch.setattr(log.duty, "sign", sign)
    captured(2)
    working.run(stop)
    assert len(calls) == 3
    assert log.checkpoint().size == 2
