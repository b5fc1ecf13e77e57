"""From a document to its end: judged in its own thread, recorded together with others.

    judge     read, apply the rules, prepare rows             no lock, no transaction
    record    one transaction for all documents that wait     events, job, document, journal line
    spool     a long document: kept durably, judged and recorded by the worker later

A document that is refused leaves nothing behind and disturbs no other.

Source: EPCIS 2.0 §8.2.7, §12.3; design/engine.md "Capture pipeline"; issue 3.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

import msgspec
import structlog
from django.db import OperationalError, connection, transaction

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.epcis import reading, rules
from txng.epcis.documents import VocabularyElement
from txng.epcis.errors import (
    CaptureLimitExceededException,
    EpcisException,
    Finding,
    ResourceAlreadyExistsException,
)
from txng.epcis.findings import MAX_FINDINGS
from txng.epcis.intake import EventDraft, RejectedEvent
from txng.eventstore import jobs
from txng.eventstore.compression import compress_document
from txng.eventstore.drivers import Table
from txng.eventstore.errors import EventIdTaken
from txng.eventstore.jobs import Behaviour, Job
from txng.eventstore.keys import EPOCH, microseconds
from txng.eventstore.recording import CHUNK, Part, Prepared, Recorded, Recording, Verdict
from txng.eventstore.store import EventStore, now
from txng.repository import incoming
from txng.repository.connection import OPERATOR, store
from txng.repository.group_commit import GroupCommit
from txng.repository.piles import Pile
from txng.repository.verdicts import Verdicts, conflict

log = structlog.get_logger(__name__)

MAX_DOCUMENT = 64 * 1024 * 1024  # bytes; announced as GS1-EPCIS-Capture-File-Size-Limit
MAX_EVENTS = 100_000  # announced as GS1-EPCIS-Capture-Limit
_JOURNAL = Table._make(journal.TABLE)
SMALL = 1024 * 1024  # bytes; a larger document is read piece by piece, and over HTTP by the worker


@dataclass(frozen=True, slots=True)
class CaptureReceipt:
    """What became of a document. `duplicates` were known already and are not stored again; `rejected`
    and `verdicts` (one per event) are for documents that were to proceed past errors. `recorded_at` is
    the record time of the new events, None when there were none. `key`: of the event of a document that has
    a single one."""

    job_id: str
    events: int
    accepted: int
    duplicates: int
    master_data: int
    warnings: tuple[Finding, ...]
    rejected: int = 0
    verdicts: Verdicts | tuple[()] = ()
    recorded_at: datetime | None = None
    key: bytes | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A document as it came in. `id`: 16 bytes, of its job."""

    id: bytes
    by: Actor
    document: bytes
    name: str
    media_type: str | None
    proceed: bool
    received_at: datetime

    @property
    def owner(self) -> int:
        return OPERATOR if self.by.organisation_id is None else self.by.organisation_id


@dataclass(frozen=True, slots=True)
class Judged:
    """A document that may be stored: its events prepared, its job drawn up but for the counts.

    `packed` is the document compressed; None when it lies in the database already.
    """

    by: Actor
    job: Job
    packed: bytes | BinaryIO | None
    events: Pile[Prepared]
    vocabulary: Sequence[VocabularyElement]
    warnings: tuple[Finding, ...]
    rejected: Pile[RejectedEvent]


Outcome = CaptureReceipt | EpcisException


def receive(
    by: Actor, document: bytes, name: str, media_type: str | None, *, proceed: bool
) -> Received:
    received_at = now()
    job_id = _time_ordered(received_at, os.urandom(16))
    return Received(job_id, by, document, name[:200], media_type, proceed, received_at)


def judge(received: Received, *, is_kept: bool = False) -> Judged:
    """`is_kept`: the document lies in the database already.

    Raises ValidationException, CaptureLimitExceededException or UnsupportedMediaTypeException.
    """
    if len(received.document) <= SMALL:
        read = reading.read_document(
            received.document,
            now=received.received_at,
            media_type=received.media_type,
            proceed=received.proceed,
        )
        _check_number(len(read.drafts) + len(read.rejected))
        prepare = store().preparation(received.owner).prepare
        events = Pile(Prepared, map(prepare, read.drafts))
        rejected = Pile(RejectedEvent, read.rejected)
        packed = None if is_kept else compress_document(received.document)
        return _judged(received, packed, events, read.vocabulary, read.warnings, rejected)
    reader = reading.open_document(
        received.document,
        now=received.received_at,
        media_type=received.media_type,
        proceed=received.proceed,
    )
    prepare = store().preparation(received.owner).prepare
    events, rejected = Pile(Prepared), Pile(RejectedEvent)
    for item in reader.drafts():
        if isinstance(item, RejectedEvent):
            rejected.add(item)
        else:
            events.add(prepare(item))
        _check_number(len(events) + len(rejected))
    warnings = tuple(one for one in reader.findings if one.severity == "warning")[:MAX_FINDINGS]
    on_disk = None if is_kept else incoming.compressed(incoming.sliced([received.document]))
    return _judged(received, on_disk, events, reader.header.vocabulary, warnings, rejected)


def judge_event(received: Received, draft: EventDraft) -> Judged:
    """One event that came by itself."""
    prepare = store().preparation(received.owner).prepare
    packed = compress_document(received.document)
    events = Pile(Prepared, [prepare(draft)])
    return _judged(received, packed, events, (), (), Pile(RejectedEvent))


def _check_number(events: int) -> None:
    if events > MAX_EVENTS:
        raise CaptureLimitExceededException(
            f"Expected at most {MAX_EVENTS} events, got {events}",
            detail_vi=f"Tài liệu có hơn {MAX_EVENTS} sự kiện. Chia nhỏ rồi gửi lại.",
        )


def _judged(
    received: Received,
    packed: bytes | BinaryIO | None,
    events: Pile[Prepared],
    vocabulary: Sequence[VocabularyElement],
    warnings: tuple[Finding, ...],
    rejected: Pile[RejectedEvent],
) -> Judged:
    return Judged(received.by, draw_up(received), packed, events, vocabulary, warnings, rejected)


def draw_up(received: Received) -> Job:
    """The job of a document that waits. Raises UnsupportedMediaTypeException."""
    behaviour: Behaviour = "proceed" if received.proceed else "rollback"
    return Job(
        id=received.id,
        owner=received.owner,
        state="running",
        behaviour=behaviour,
        format=reading.format_of(received.document, received.media_type),
        received_at=received.received_at,
        digest=hashlib.sha256(received.document).digest(),
        name=received.name,
        actor=received.by.name,
    )


# --- recording --------------------------------------------------------------------------------


def commit(judged: Judged) -> CaptureReceipt:
    """Durable when it returns. Raises ResourceAlreadyExistsException."""
    if connection.in_atomic_block:  # the caller's transaction decides: nobody else may join it
        return _record_one(judged)
    outcome = _group.submit(judged)
    if isinstance(outcome, EpcisException):
        raise outcome
    return outcome


def _commit(waiting: list[Judged]) -> list[Outcome | BaseException]:
    if len(waiting) > 1:
        try:
            return list(_record_together(waiting))
        except OperationalError:  # no disk, no database: it would meet each of them as well
            raise
        except Exception:
            # one of them breaks a rule of the database itself: the others must not pay for it
            log.exception("captured_one_by_one", documents=len(waiting))
    return [_alone(judged) for judged in waiting]


def _alone(judged: Judged) -> Outcome | BaseException:
    try:
        return _record_one(judged)
    except Exception as error:
        return error


_group: GroupCommit[Judged, Outcome] = GroupCommit(
    _commit, lambda judged: len(judged.events) + 1, CHUNK
)


@transaction.atomic
def _record_one(judged: Judged) -> CaptureReceipt:
    events = store()
    turn = events.take_turn(now())
    receipt, job = record_in_turn(events, turn, judged)
    lines = [journal_line(judged.by, "document.captured", receipt)]
    jobs.add(events.driver, [(job, judged.packed or b"")], [(_JOURNAL, journal.rows(lines))])
    transaction.on_commit(turn.committed)
    return receipt


@transaction.atomic
def _record_together(waiting: Sequence[Judged]) -> list[Outcome]:
    """One turn for all; each document with a record time, a job and a journal line of its own."""
    events = store()
    turn = events.take_turn(now())
    parts = [
        Part(list(judged.events), judged.job.owner, record_time, judged.job.behaviour == "proceed")
        for record_time, judged in enumerate(waiting, start=turn.record_time)
    ]
    outcomes: list[Outcome] = []
    ended: list[tuple[Job, bytes | BinaryIO]] = []
    lines: list[journal.Line] = []
    for judged, part, answer in zip(waiting, parts, turn.record(parts), strict=True):
        if isinstance(answer, EventIdTaken):
            outcomes.append(taken(answer))
            continue
        told = Pile(Verdict, answer.verdicts)
        receipt, job = _ended(events, judged, answer, told, part.record_time)
        outcomes.append(receipt)
        ended.append((job, judged.packed or b""))
        lines.append(journal_line(judged.by, "document.captured", receipt))
    jobs.add(events.driver, ended, [(_JOURNAL, journal.rows(lines))])
    transaction.on_commit(turn.committed)
    return outcomes


def record_in_turn(
    events: EventStore, turn: Recording, judged: Judged
) -> tuple[CaptureReceipt, Job]:
    """One document in a turn of its own, a thousand events at a time.

    Raises ResourceAlreadyExistsException: then the transaction must not be committed.
    """
    recorded, told = Recorded(0, 0), Pile(Verdict)
    for piece in judged.events.pieces(CHUNK):
        part = Part(piece, judged.job.owner, turn.record_time, judged.job.behaviour == "proceed")
        (answer,) = turn.record([part])
        if isinstance(answer, EventIdTaken):
            raise taken(answer)
        for one in answer.verdicts:
            told.add(one)
        recorded += replace(answer, conflicts=(), verdicts=())
    return _ended(events, judged, recorded, told, turn.record_time)


def _ended(
    events: EventStore, judged: Judged, recorded: Recorded, told: Pile[Verdict], record_time: int
) -> tuple[CaptureReceipt, Job]:
    """`told`: the verdicts on the events that were not refused when they were read."""
    job = judged.job
    master_data = events.declare_vocabulary(
        judged.vocabulary, owner=job.owner, declared_at=job.received_at
    )
    refused = len(judged.rejected) + sum(one.verdict == "conflict" for one in told)
    places = recorded.shared_hashes[:MAX_FINDINGS]
    shared = [rules.finding("hash_shared", f"{one}/eventID") for one in places]
    verdicts = Verdicts(judged.rejected, told)
    receipt = CaptureReceipt(
        job_id=str(UUID(bytes=job.id)),
        events=recorded.accepted + recorded.duplicates + refused,
        accepted=recorded.accepted,
        duplicates=recorded.duplicates,
        rejected=refused,
        master_data=master_data,
        warnings=(*judged.warnings, *shared)[:MAX_FINDINGS],
        verdicts=verdicts,
        recorded_at=_moment(record_time) if recorded.accepted else None,
        key=recorded.key,
    )
    return receipt, replace(
        job,
        state="failed" if receipt.rejected else "success",
        finished_at=now(),
        record_time=receipt.recorded_at,
        events=receipt.events,
        accepted=receipt.accepted,
        duplicates=receipt.duplicates,
        rejected=receipt.rejected,
        master_data=master_data,
        warnings=msgspec.json.encode([finding.as_dict() for finding in receipt.warnings]),
        errors=problems(*verdicts.refusals()),
        verdicts=verdicts.packed() if verdicts else job.verdicts,
    )


def taken(error: EventIdTaken) -> ResourceAlreadyExistsException:
    found = conflict(error.event_id, error.pointer)
    return ResourceAlreadyExistsException(
        f"{found.pointer}: {found.message}", detail_vi=found.message_vi, findings=[found]
    )


def problems(*errors: EpcisException) -> bytes:
    """A JSON array of problem objects, each with at most MAX_FINDINGS findings."""
    for error in errors:
        error.findings = error.findings[:MAX_FINDINGS]
    return msgspec.json.encode([error.problem() for error in errors])


def journal_line(by: Actor, verb: str, receipt: CaptureReceipt) -> journal.Line:
    counts = {name: getattr(receipt, name) for name in ("events", "accepted", "duplicates")}
    if receipt.rejected:
        counts["rejected"] = receipt.rejected
    return journal.Line(by, verb, ("capture_job", receipt.job_id), counts)


def _moment(record_time: int) -> datetime:
    return EPOCH + timedelta(microseconds=record_time)


def _time_ordered(moment: datetime, noise: bytes) -> bytes:
    """16 bytes of a UUIDv7: jobs lie in the order they came, to the microsecond.

    The twelve bits behind the version hold the fraction of the millisecond (RFC 9562 §6.2, method 3).
    """
    milliseconds, rest = divmod(microseconds(moment), 1000)
    fraction = (0x7 << 12 | rest * 4096 // 1000).to_bytes(2, "big")
    return milliseconds.to_bytes(6, "big") + fraction + bytes((0x80 | noise[8] & 0x3F,)) + noise[9:]
