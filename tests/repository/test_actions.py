"""Capture: all of a document and its job in one transaction, through every door."""

import hashlib
from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from tests import people
from tests.epcis.documents import LOT, SERIAL, document, event
from txng.epcis.errors import CaptureLimitExceededException, SecurityException
from txng.epcis.query.doors import parse_url
from txng.repository import queries, recorder
from txng.repository.actions import capture
from txng.repository.connection import store

pytestmark = pytest.mark.django_db


def test_the_job_keeps_the_name_and_the_digest_of_what_was_received():
    body = document(event())
    receipt = capture(by=people.an(), document=body, filename="tháng 10.json")
    kept = queries.job(people.an(), receipt.job_id)
    assert kept.name == "tháng 10.json"
    assert bytes(kept.digest) == hashlib.sha256(body).digest()
    assert UUID(receipt.job_id).version == 7


def test_a_shared_hash_is_told_in_the_receipt_and_in_the_job():
    name = "ni:///sha-256;" + "0" * 64 + "?ver=CBV2.0"
    capture(by=people.an(), document=document(event(eventID=name)))
    receipt = capture(by=people.an(), document=document(event(eventID=name, action="ADD")))
    assert "hash_shared" in [one.rule for one in receipt.warnings]
    told = msgspec.json.decode(bytes(queries.job(people.an(), receipt.job_id).warnings))
    assert [one["rule"] for one in told] == [one.rule for one in receipt.warnings]


def test_who_may_not_capture_is_refused_at_every_door():
    with pytest.raises(SecurityException) as refusal:
        capture(by=replace(people.an(), scopes=frozenset({"query"})), document=document(event()))
    assert refusal.value.status == 403
    with pytest.raises(SecurityException):
        queries.events(replace(people.an(), scopes=frozenset({"capture"})), parse_url([]))


def test_too_many_bytes_or_events_are_refused(monkeypatch):
    body = document(event(), event(action="ADD"))
    monkeypatch.setattr(recorder, "MAX_EVENTS", 1)
    with pytest.raises(CaptureLimitExceededException, match="1 events"):
        capture(by=people.an(), document=body)
    monkeypatch.setattr(recorder, "MAX_DOCUMENT", len(body) - 1)
    with pytest.raises(CaptureLimitExceededException, match="bytes"):
        capture(by=people.an(), document=body)


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_the_last_step_leaves_nothing_behind(monkeypatch):
    an = people.an()

    def broken(*values, **details):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("txng.accounts.journal.rows", broken)
    with pytest.raises(RuntimeError):
        capture(by=an, document=document(event()))
    assert queries.is_empty()
    assert store().driver.rows("SELECT id FROM capture_job") == []


def test_a_trace_shows_only_what_its_asker_may_see():
    roast = event(
        type="TransformationEvent", action=None, epcList=None, bizStep="commissioning",
        inputQuantityList=[{"epcClass": LOT}], outputEPCList=[SERIAL],
    )  # fmt: skip
    capture(by=people.an(), document=document(roast))
    for asker, seen in ((people.an(), 1), (people.binh(), 1), (people.dung(), 0)):
        assert len(queries.trace(asker, SERIAL, "up").events) == seen
    assert LOT in queries.trace(people.an(), SERIAL, "up").nodes
    assert SERIAL in queries.trace(people.an(), LOT, "down").nodes
    assert LOT not in queries.trace(people.an(), SERIAL, "down").nodes
