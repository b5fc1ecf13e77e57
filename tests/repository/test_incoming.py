"""A long document is compressed while it comes in, and never whole in the memory of the web worker."""

import hashlib
import os
import tracemalloc
from itertools import repeat

import pytest

from tests import people
from tests.epcis.documents import document, event
from txng.epcis.errors import CaptureLimitExceededException
from txng.eventstore import jobs
from txng.repository import actions, queries, recorder
from txng.repository.connection import store
from txng.repository.incoming import LongDocument, take_in

MEGABYTE = 1 << 20


@pytest.mark.parametrize("size", [0, 1, 9, 10])
def test_a_short_document_is_its_bytes(size):
    assert take_in([b"x"] * size, 10) == b"x" * size


@pytest.mark.django_db
@pytest.mark.parametrize("sizes", [[11], [3, 3, 3, 3], [5, 0, 2_500_000, 1]])
def test_a_long_one_is_kept_to_the_byte(sizes, monkeypatch):
    monkeypatch.setattr(recorder, "SMALL", 10)
    pieces = [os.urandom(size) for size in sizes]
    sent = actions.take_in(pieces)
    assert isinstance(sent, LongDocument)
    whole = b"".join(pieces)
    assert (sent.size, sent.digest) == (len(whole), hashlib.sha256(whole).digest())
    assert sent.head == whole[:1024][: len(sent.head)]
    answer = actions.submit(by=people.an(), document=sent, media_type="application/json")
    job = queries.job(people.an(), answer.job_id)
    assert (job.state, job.digest) == ("running", sent.digest)
    assert jobs.document(store().driver, job.id) == whole


@pytest.mark.django_db
def test_a_long_document_in_pieces_is_recorded_like_any_other(monkeypatch):
    monkeypatch.setattr(recorder, "SMALL", 10)
    body = document(event(), event(action="ADD"))
    sent = actions.take_in(body[start : start + 7] for start in range(0, len(body), 7))
    answer = actions.submit(by=people.an(), document=sent, media_type="application/json")
    assert actions.finish_waiting_jobs() == 1
    assert queries.job(people.an(), answer.job_id).accepted == 2


@pytest.mark.django_db
def test_a_document_beyond_the_limit_is_refused_by_the_verb_too(monkeypatch):
    monkeypatch.setattr(recorder, "SMALL", 10)
    monkeypatch.setattr(recorder, "MAX_DOCUMENT", 100)
    for sent in (b"x" * 101, actions.take_in([b"x"] * 101)):
        with pytest.raises(CaptureLimitExceededException):
            actions.submit(by=people.an(), document=sent, media_type="application/json")


def test_taking_in_needs_the_same_memory_for_any_length():
    peaks = []
    for megabytes in (8, 32):
        piece = os.urandom(MEGABYTE // 16)
        tracemalloc.start()
        try:
            take_in(repeat(piece, 16 * megabytes), MEGABYTE)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2
