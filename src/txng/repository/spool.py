"""Long documents: kept durably in the request, judged and recorded by the worker.

    request   job running, document stored, journal later                one small transaction
    worker    claim ── judge ── lock ── record ── job ended, journal     one transaction, or nothing

A worker that is killed leaves the job running, and the next one takes it from the beginning: nothing of
it was committed. A document that kills its worker again and again is given up.

On PostgreSQL the worker holds the job's row, so several may work; on SQLite a lock on a file beside the
database lets one worker at a time work, and it judges before it takes the database's only write lock, so
that others capture meanwhile.
"""

import contextlib
import fcntl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import structlog
from django.db import OperationalError, connection, transaction

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.epcis.errors import EpcisException, ImplementationException
from txng.eventstore import jobs
from txng.eventstore.jobs import Job
from txng.eventstore.store import now
from txng.repository import recorder
from txng.repository.connection import OPERATOR, store
from txng.repository.incoming import LongDocument
from txng.repository.recorder import CaptureReceipt, Judged, Received

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 5


def keep(received: Received, document: LongDocument) -> Job:
    """Store the document and its running job; durable when it returns.

    `received` has the head of the document, which tells its format.
    """
    job = replace(recorder.draw_up(received), digest=document.digest)
    with transaction.atomic():
        jobs.add(store().driver, [(job, document.packed)])
    return job


def finish_waiting(limit: int) -> int:
    """Bring at most `limit` waiting jobs to their end; how many ended."""
    ended, seen = 0, set[bytes]()
    with _only_worker() as is_only:
        while is_only and len(seen) < limit:
            with transaction.atomic():
                job = jobs.claim(store().driver, now(), seen)
            if job is None:
                break
            seen.add(job.id)
            ended += _finish(job)
    return ended


@contextlib.contextmanager
def _only_worker() -> Iterator[bool]:
    """True for one worker at a time, until it ends in whatever way. Always true on PostgreSQL."""
    if connection.vendor != "sqlite":
        yield True
        return
    with Path(f"{connection.settings_dict['NAME']}-worker").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _finish(job: Job) -> bool:
    try:
        if job.attempts > MOST_ATTEMPTS:
            raise ImplementationException(
                f"Expected to read the document, got a worker that ended {MOST_ATTEMPTS} times",
                detail_vi="Không xử lý được tài liệu này. Chia nhỏ rồi gửi lại, hoặc báo cơ quan"
                " vận hành.",
            )
        return _record(job)
    except EpcisException as error:
        return _fail(job, error)
    except OperationalError:  # the database's trouble, not the document's: it waits on
        with contextlib.suppress(OperationalError):
            jobs.forgive(store().driver, job.id)
        raise
    except Exception:
        log.exception("capture_job_failed", job=str(UUID(bytes=job.id)), attempts=job.attempts)
        if job.attempts < MOST_ATTEMPTS:
            return False
        unknown = ImplementationException(
            "The repository failed; nothing of the document was stored",
            detail_vi="Hệ thống gặp sự cố; chưa có gì được ghi. Báo cơ quan vận hành.",
        )
        return _fail(job, unknown)


def _record(job: Job) -> bool:
    driver = store().driver
    judged = None if driver.skip_locked else _judge(job)
    with transaction.atomic():
        events = store()
        if not jobs.hold(events.driver, job.id):  # somebody else has it, or had it
            return False
        judged = judged or _judge(job)
        turn = events.take_turn(now())
        receipt, ended = recorder.record_in_turn(events, turn, judged)
        jobs.finish(events.driver, ended)
        journal.record_all([recorder.journal_line(judged.by, "document.captured", receipt)])
        transaction.on_commit(turn.committed)
    log.info("capture_finished", job=receipt.job_id, events=receipt.events)
    return True


def _judge(job: Job) -> Judged:
    judged = recorder.judge(
        Received(
            id=job.id,
            by=_sender(job),
            document=jobs.document(store().driver, job.id),
            name=job.name,
            media_type="application/xml" if job.format == "xml" else "application/json",
            proceed=job.behaviour == "proceed",
            received_at=job.received_at,
        ),
        is_kept=True,
    )
    kept = replace(judged.job, claimed_at=job.claimed_at, attempts=job.attempts)
    return replace(judged, job=kept)


def _sender(job: Job) -> Actor:
    """Who sent it, with the scope that was checked when it came."""
    organisation = None if job.owner == OPERATOR else job.owner
    return Actor(organisation, "", frozenset({"capture"}), job.actor)


@transaction.atomic
def _fail(job: Job, error: EpcisException) -> bool:
    """Nothing of the document is stored; its job says why."""
    ended = replace(job, state="failed", finished_at=now(), errors=recorder.problems(error))
    if not jobs.finish(store().driver, ended):
        return False
    receipt = CaptureReceipt(str(UUID(bytes=job.id)), 0, 0, 0, 0, ())
    journal.record_all([recorder.journal_line(_sender(job), "document.refused", receipt)])
    log.info("capture_refused", job=receipt.job_id, error=error.title)
    return True
