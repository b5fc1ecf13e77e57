"""A document goes from the door to its end: recorded at once, together with others, or by the worker."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import msgspec
import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from tests import people
from tests.epcis.documents import GTIN, SERIAL, document, event
from txng.accounts.models import JournalEntry
from txng.epcis.errors import (
    CaptureLimitExceededException,
    NoSuchResourceException,
    ResourceAlreadyExistsException,
    SecurityException,
    UnsupportedMediaTypeException,
    ValidationException,
)
from txng.eventstore import jobs
from txng.repository import actions, queries, recorder, spool
from txng.repository.connection import store

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


def named(name: str, **told):
    return event(eventID=f"urn:uuid:{name}", **told)


def wrong(**told):
    return event(epcList=[f"https://id.gs1.org/01/{GTIN[:-1]}9/21/1"], **told)


def told(listed: bytes):
    return msgspec.json.decode(listed)


# --- at once ----------------------------------------------------------------------------------


def test_a_short_document_is_recorded_when_the_door_answers():
    answer = actions.submit(
        by=people.an(), document=document(event()), media_type="application/ld+json"
    )
    job = queries.job(people.an(), answer.job_id)
    assert (job.state, job.behaviour, job.format) == ("success", "rollback", "json")
    assert (job.events, job.accepted, answer.receipt.accepted) == (1, 1, 1)
    assert job.actor == "An"
    ((record_time,),) = store().driver.rows("SELECT record_time FROM event")
    assert record_time == recorder.microseconds(job.record_time)
    assert jobs.document(store().driver, job.id) == document(event())


def test_a_document_has_one_line_in_the_journal():
    answer = actions.submit(by=people.an(), document=document(event()), media_type=None)
    line = JournalEntry.objects.get(verb="document.captured")
    assert (line.actor, line.organisation_id) == ("An", people.an().organisation_id)
    assert line.subject_id == answer.job_id
    assert line.details == {"events": 1, "accepted": 1, "duplicates": 0}


def test_a_refused_document_leaves_no_event_no_job_and_no_line():
    actions.capture(by=people.an(), document=document(named("1")))
    before = len(queries.jobs(people.an()).items)
    with pytest.raises(ResourceAlreadyExistsException) as refusal:
        actions.capture(by=people.an(), document=document(event(), named("1", action="ADD")))
    assert [one.pointer for one in refusal.value.findings] == ["/epcisBody/eventList/1/eventID"]
    with pytest.raises(ValidationException):
        actions.capture(by=people.an(), document=document(event(), wrong()))
    assert store().count() == 1
    assert len(queries.jobs(people.an()).items) == before
    assert JournalEntry.objects.filter(verb="document.captured").count() == 1


def test_with_proceed_the_good_events_are_kept_and_each_is_told():
    actions.capture(by=people.an(), document=document(named("1")))
    body = document(event(), wrong(), named("1", action="ADD"), event())
    receipt = actions.capture(by=people.an(), document=body, proceed=True)
    assert (receipt.events, receipt.accepted, receipt.duplicates, receipt.rejected) == (4, 1, 1, 2)
    verdicts = [(one.pointer[-1], one.verdict) for one in receipt.verdicts]
    assert verdicts == [("0", "accepted"), ("1", "rejected"), ("2", "conflict"), ("3", "duplicate")]
    job = queries.job(people.an(), receipt.job_id)
    assert (job.state, job.behaviour, job.rejected) == ("failed", "proceed", 2)
    assert [one["verdict"] for one in told(job.verdicts)] == [name for _, name in verdicts]
    broken, known = told(job.errors)
    assert (broken["type"], broken["status"]) == ("epcisException:ValidationException", 400)
    assert {one["pointer"][:24] for one in broken["findings"]} == {"/epcisBody/eventList/1/e"}
    assert known["type"] == "epcisException:ResourceAlreadyExistsException"
    assert known["status"] == 409
    assert [(one["rule"], one["pointer"]) for one in known["findings"]] == [
        ("event_id_taken", "/epcisBody/eventList/2/eventID")
    ]


def test_with_proceed_two_events_of_one_document_under_one_name_are_a_conflict():
    body = document(named("1"), named("1", action="ADD"), named("2"))
    receipt = actions.capture(by=people.an(), document=body, proceed=True)
    assert [one.verdict for one in receipt.verdicts] == ["accepted", "conflict", "accepted"]
    (problem,) = told(queries.job(people.an(), receipt.job_id).errors)
    assert problem["type"] == "epcisException:ResourceAlreadyExistsException"
    assert [one["pointer"] for one in problem["findings"]] == ["/epcisBody/eventList/1/eventID"]


def test_with_proceed_a_document_without_errors_has_succeeded():
    receipt = actions.capture(by=people.an(), document=document(event()), proceed=True)
    job = queries.job(people.an(), receipt.job_id)
    assert (job.state, job.errors) == ("success", b"[]")
    assert [one["verdict"] for one in told(job.verdicts)] == ["accepted"]


def test_problems_of_a_job_carry_a_sample_of_what_is_wrong():
    body = document(
        *(wrong(eventTime=f"2026-10-01T{n // 60:02}:{n % 60:02}:00Z") for n in range(150))
    )
    receipt = actions.capture(by=people.an(), document=body, proceed=True)
    (problem,) = told(queries.job(people.an(), receipt.job_id).errors)
    assert len(problem["findings"]) == recorder.MAX_FINDINGS < receipt.rejected == 150
    assert len(receipt.verdicts) == 150


def test_an_event_that_comes_by_itself_is_new_once():
    body = msgspec.json.encode(named("1"))
    stored, is_new = actions.capture_event(by=people.an(), event=body)
    again, is_new_again = actions.capture_event(by=people.an(), event=body)
    assert (is_new, is_new_again) == (True, False)
    assert stored == again
    assert stored.event_id == "urn:uuid:1"
    with pytest.raises(ResourceAlreadyExistsException):
        actions.capture_event(by=people.an(), event=msgspec.json.encode(named("1", action="ADD")))
    (job, _) = queries.jobs(people.an()).items
    assert jobs.document(store().driver, job.id) == body


def test_a_kind_of_document_that_nobody_reads_is_refused_before_it_is_kept():
    for long in (b"", b"x" * recorder.SMALL):
        with pytest.raises(UnsupportedMediaTypeException):
            actions.submit(by=people.an(), document=b"a,b" + long, media_type="text/csv")
    assert queries.jobs(people.an()).items == []


def test_who_may_not_capture_is_refused_by_every_verb():
    reader = replace(people.an(), scopes=frozenset({"query"}))
    for attempt in (
        lambda: actions.capture(by=reader, document=b"{}"),
        lambda: actions.submit(by=reader, document=b"{}", media_type=None),
        lambda: actions.capture_event(by=reader, event=b"{}"),
    ):
        with pytest.raises(SecurityException):
            attempt()


# --- whose jobs -------------------------------------------------------------------------------


def test_dung_does_not_see_the_jobs_of_an():
    receipt = actions.capture(by=people.an(), document=document(event()))
    assert [job.actor for job in queries.jobs(people.an()).items] == ["An"]
    assert queries.jobs(people.dung()).items == []
    assert len(queries.jobs(people.binh()).items) == 1
    with pytest.raises(NoSuchResourceException) as stranger:
        queries.job(people.dung(), receipt.job_id)
    with pytest.raises(NoSuchResourceException) as missing:
        queries.job(people.dung(), receipt.job_id[:-1] + "0")
    assert stranger.value.detail_vi == missing.value.detail_vi
    with pytest.raises(SecurityException):
        queries.jobs(replace(people.an(), scopes=frozenset()))


# --- together ---------------------------------------------------------------------------------


def judged(by, *events):
    return recorder.judge(
        recorder.receive(by, document(*events), "", "application/json", proceed=False)
    )


@committed
def test_documents_that_wait_share_a_transaction_and_nothing_else():
    an, dung = people.an(), people.dung()
    outcomes = recorder._commit(
        [
            judged(an, named("1")),
            judged(an, event(), named("1", action="ADD")),
            judged(dung, event()),
        ]
    )
    assert isinstance(outcomes[1], ResourceAlreadyExistsException)
    assert [one.accepted for one in (outcomes[0], outcomes[2])] == [1, 1]
    found = jobs.listed(store().driver, owner=None)
    assert len({job.record_time for job in found}) == len(found) == 2
    assert max(job.record_time for job in found) - min(
        job.record_time for job in found
    ) == timedelta(microseconds=2)
    lines = JournalEntry.objects.filter(verb="document.captured").values_list("actor", flat=True)
    assert sorted(lines) == ["An", "Dũng"]


@committed
def test_a_document_that_breaks_the_database_does_not_take_others_with_it(monkeypatch):
    an = people.an()
    add = jobs.add

    def refuse(driver, rows, beside):
        if any(job.name == "poison" for job, _ in rows):
            raise DataError("no such text")
        add(driver, rows, beside)

    monkeypatch.setattr(jobs, "add", refuse)
    poison = judged(an, event(action="ADD"))
    poison = replace(poison, job=replace(poison.job, name="poison"))
    good, refused, also = recorder._commit([judged(an, event()), poison, judged(an, named("2"))])
    assert isinstance(refused, DataError)
    assert (good.accepted, also.accepted) == (1, 1)
    assert store().count() == 2


@committed
def test_without_a_disk_everybody_is_told_at_once(monkeypatch):
    attempts = []

    def full(driver, rows, beside):
        attempts.append(len(rows))
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(jobs, "add", full)
    an = people.an()
    with pytest.raises(OperationalError):
        recorder._commit([judged(an, event()), judged(an, named("2"))])
    assert attempts == [2]
    assert queries.is_empty()


@committed
def test_many_threads_capture_single_events_and_each_gets_its_own_answer():
    an = people.an()
    things = [f"https://id.gs1.org/01/{GTIN}/21/T{number}" for number in range(60)]

    def send(thing):
        try:
            body = document(event(epcList=[thing]))
            return actions.submit(by=an, document=body, media_type=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, things))
    assert {one.receipt.accepted for one in answers} == {1}
    assert len({one.job_id for one in answers}) == 60
    found = store().events_of(things)
    assert [len(found[thing]) for thing in things] == [1] * 60
    times = [job.record_time for job in jobs.listed(store().driver, owner=None)]
    assert len(set(times)) == 60


def test_inside_somebodys_transaction_nobody_else_joins(monkeypatch):
    def never(work):
        raise AssertionError("a document of another thread would join this transaction")

    monkeypatch.setattr(recorder._group, "submit", never)
    with transaction.atomic():
        assert actions.capture(by=people.an(), document=document(event())).accepted == 1


# --- the worker -------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch):
    """Every document counts as long."""
    monkeypatch.setattr(recorder, "SMALL", 10)


def submitted(*events, proceed=False, by=None):
    body = document(*events)
    return actions.submit(
        by=by or people.an(), document=body, media_type="application/json", proceed=proceed
    )


def test_a_long_document_waits_until_the_worker_comes(small):
    answer = submitted(event(), event(action="ADD"))
    waiting = queries.job(people.an(), answer.job_id)
    assert (answer.receipt, waiting.state, waiting.finished_at) == (None, "running", None)
    assert queries.is_empty()
    assert not JournalEntry.objects.filter(verb__startswith="document.").exists()
    assert actions.finish_waiting_jobs() == 1
    ended = queries.job(people.an(), answer.job_id)
    assert (ended.state, ended.accepted, ended.attempts) == ("success", 2, 1)
    assert ended.claimed_at <= ended.finished_at
    assert actions.finish_waiting_jobs() == 0
    line = JournalEntry.objects.get(verb="document.captured")
    assert (line.actor, line.organisation_id) == ("An", people.an().organisation_id)
    ((owner, record_time),) = set(store().driver.rows("SELECT owner, record_time FROM event"))
    assert owner == people.an().organisation_id
    assert record_time == recorder.microseconds(ended.record_time)


@pytest.mark.parametrize("noise", [bytes(16), b"\xff" * 16])
def test_documents_of_one_millisecond_lie_in_the_order_they_came(noise):
    """Or the worker takes the later one first, once in two times."""
    other = bytes(255 - byte for byte in noise)
    for microsecond in (0, 1, 499, 998):
        first = datetime(2026, 10, 1, 8, microsecond=5000 + microsecond, tzinfo=UTC)
        before = recorder._time_ordered(first, noise)
        after = recorder._time_ordered(first + timedelta(microseconds=1), other)
        assert before < after
        assert UUID(bytes=before).version == 7
        assert UUID(bytes=before).variant == RFC_4122


def test_the_worker_takes_as_many_as_it_is_told_the_oldest_first(small):
    first, second = submitted(event()), submitted(event(action="ADD"))
    assert actions.finish_waiting_jobs(limit=1) == 1
    states = [queries.job(people.an(), one.job_id).state for one in (first, second)]
    assert states == ["success", "running"]
    assert actions.finish_waiting_jobs(limit=5) == 1


@pytest.mark.parametrize("chunk", [1, 1000])
def test_a_long_document_with_an_error_leaves_nothing_but_its_job(small, monkeypatch, chunk):
    monkeypatch.setattr(recorder, "CHUNK", chunk)
    actions.finish_waiting_jobs()
    submitted(named("1"))
    assert actions.finish_waiting_jobs() == 1
    invalid = submitted(event(), wrong())
    conflict = submitted(event(), event(action="DELETE"), named("1", action="ADD"))
    assert actions.finish_waiting_jobs() == 2
    assert store().count() == 1
    for answer, title in (
        (invalid, "ValidationException"), (conflict, "ResourceAlreadyExistsException"),
    ):  # fmt: skip
        job = queries.job(people.an(), answer.job_id)
        assert (job.state, job.accepted) == ("failed", 0)
        assert [one["title"] for one in told(job.errors)] == [title]
        assert job.record_time is None
    assert JournalEntry.objects.filter(verb="document.refused").count() == 2


def test_with_proceed_the_worker_keeps_the_good_events(small):
    answer = submitted(event(), wrong(), event(action="ADD"), proceed=True)
    assert actions.finish_waiting_jobs() == 1
    job = queries.job(people.an(), answer.job_id)
    assert (job.state, job.accepted, job.rejected) == ("failed", 2, 1)
    assert [one["verdict"] for one in told(job.verdicts)] == ["accepted", "rejected", "accepted"]


def test_too_many_events_are_found_while_they_are_read(small, monkeypatch):
    monkeypatch.setattr(recorder, "MAX_EVENTS", 1)
    answer = submitted(event(), event(action="ADD"))
    actions.finish_waiting_jobs()
    (problem,) = told(queries.job(people.an(), answer.job_id).errors)
    assert problem["title"] == CaptureLimitExceededException.title
    with pytest.raises(CaptureLimitExceededException):
        actions.capture(by=people.an(), document=document(event(), event(action="ADD")))


def test_a_document_that_ends_its_worker_again_and_again_is_given_up(small):
    answer = submitted(event())
    store().driver.execute(f"UPDATE capture_job SET attempts = {spool.MOST_ATTEMPTS}")
    assert actions.finish_waiting_jobs() == 1
    job = queries.job(people.an(), answer.job_id)
    assert job.state == "failed"
    assert [one["title"] for one in told(job.errors)] == ["ImplementationException"]
    assert queries.is_empty()


def test_a_bug_is_tried_again_a_few_times_and_then_told(small, monkeypatch):
    answer = submitted(event())
    later = submitted(event(action="ADD"))
    judge = recorder.judge

    def broken(received, **how):
        if received.id.hex() == answer.job_id.replace("-", ""):
            raise KeyError("a bug")
        return judge(received, **how)

    monkeypatch.setattr(recorder, "judge", broken)
    assert actions.finish_waiting_jobs() == 1, "the other one is not held up"
    assert queries.job(people.an(), later.job_id).state == "success"
    for _ in range(spool.MOST_ATTEMPTS - 1):
        assert queries.job(people.an(), answer.job_id).state == "running"
        actions.finish_waiting_jobs()
    assert queries.job(people.an(), answer.job_id).state == "failed"


def test_a_database_that_is_away_costs_a_document_nothing(small, monkeypatch):
    answer = submitted(event())
    take_turn = recorder.EventStore.take_turn

    def away(self, now):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(recorder.EventStore, "take_turn", away)
    for _ in range(spool.MOST_ATTEMPTS + 2):
        with pytest.raises(OperationalError):
            actions.finish_waiting_jobs()
    monkeypatch.setattr(recorder.EventStore, "take_turn", take_turn)
    assert actions.finish_waiting_jobs() == 1
    assert queries.job(people.an(), answer.job_id).state == "success"


@committed
def test_two_workers_finish_each_job_once(small):
    answers = [submitted(event(epcList=[f"{SERIAL}{number}"])) for number in range(6)]

    def work(_):
        try:
            return actions.finish_waiting_jobs()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        ended = sum(pool.map(work, range(6)))
    assert ended + actions.finish_waiting_jobs() == 6
    assert {queries.job(people.an(), one.job_id).state for one in answers} == {"success"}
    assert store().count() == 6
    assert JournalEntry.objects.filter(verb="document.captured").count() == 6


def test_a_job_that_somebody_ended_meanwhile_is_left_alone(small, monkeypatch):
    answer = submitted(event())
    hold = jobs.hold
    monkeypatch.setattr(jobs, "hold", lambda driver, job_id: hold(driver, b"\0" * 16))
    assert actions.finish_waiting_jobs() == 0
    assert queries.is_empty()
    assert queries.job(people.an(), answer.job_id).state == "running"


@committed
def test_an_error_of_the_database_reaches_django_from_wherever_it_comes(monkeypatch):
    """What was sent together fails when its answers are read."""
    job = recorder.draw_up(recorder.receive(people.an(), b"{}", "", None, proceed=False))
    with pytest.raises(IntegrityError), transaction.atomic():
        jobs.add(store().driver, [(job, b"x"), (job, b"x")])


@committed
def test_a_job_that_another_worker_holds_is_passed_by(small, engine):
    submitted(event())
    held, done = threading.Event(), threading.Event()

    def work():
        try:
            with spool._only_worker():
                if engine == "sqlite":
                    held.set()
                    assert done.wait(10)
                else:
                    with transaction.atomic():
                        assert jobs.claim(store().driver, recorder.now())
                        held.set()
                        assert done.wait(10)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(work)
        assert held.wait(10)
        assert actions.finish_waiting_jobs() == 0
        done.set()
        other.result(10)
    assert actions.finish_waiting_jobs() == 1
