"""The verb of this room: `capture`. Every door of every size goes through it.

    POST /epcis/capture      txng capture FILE      txng demo load
              └───────────────────┴──────────────────────┘
                              capture()

One transaction: all events of a document and its job, or nothing.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
import structlog
from django.db import DatabaseError, transaction

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.epcis import rules
from txng.epcis.errors import (
    CaptureLimitExceededException,
    Finding,
    ResourceAlreadyExistsException,
    SecurityException,
)
from txng.epcis.json_ld import Document, read_document
from txng.eventstore import store as eventstore
from txng.eventstore.drivers import is_collision
from txng.eventstore.errors import EventIdTaken
from txng.eventstore.store import Job, now
from txng.repository.connection import OPERATOR, store

log = structlog.get_logger(__name__)

ATTEMPTS = 10  # each one that fails means that somebody else's document went in
MAX_DOCUMENT = 64 * 1024 * 1024  # bytes; announced as GS1-EPCIS-Capture-File-Size-Limit
MAX_EVENTS = 100_000  # announced as GS1-EPCIS-Capture-Limit


@dataclass(frozen=True, slots=True)
class CaptureReceipt:
    """What became of a document. `duplicates` were known already and are not stored again."""

    job_id: str
    events: int
    accepted: int
    duplicates: int
    master_data: int
    warnings: tuple[Finding, ...]


def capture(*, by: Actor, document: bytes, filename: str = "") -> CaptureReceipt:
    """Record every event and all master data of an EPCIS document, or nothing of it.

    Raises ValidationException, ResourceAlreadyExistsException (an eventID that names another event),
    CaptureLimitExceededException or SecurityException (the actor may not capture).
    """
    if "capture" not in by.scopes:
        raise SecurityException(
            "Expected a key with the scope capture, got one without it",
            detail_vi="Khóa này không có quyền ghi. Xin khóa có quyền capture.",
            status=403,
        )
    if len(document) > MAX_DOCUMENT:
        raise CaptureLimitExceededException(
            f"Expected at most {MAX_DOCUMENT} bytes, got {len(document)}",
            detail_vi=f"Tài liệu lớn hơn {MAX_DOCUMENT // 1024 // 1024} MB. Chia nhỏ rồi gửi lại.",
        )
    received_at = now()
    read = read_document(document, now=received_at)
    if len(read.drafts) > MAX_EVENTS:
        raise CaptureLimitExceededException(
            f"Expected at most {MAX_EVENTS} events, got {len(read.drafts)}",
            detail_vi=f"Tài liệu có hơn {MAX_EVENTS} sự kiện. Chia nhỏ rồi gửi lại.",
        )
    for _ in range(ATTEMPTS - 1):
        try:
            return _record(by, read, document, filename, received_at)
        except DatabaseError as error:
            if not is_collision(error.__cause__):
                raise
            # another process committed one of these events between our look and our write, or we
            # waited for each other: the next look finds it and calls it a duplicate
            log.info("capture_collided", error=type(error).__name__)
    return _record(by, read, document, filename, received_at)


@transaction.atomic
def add_dictionaries() -> None:
    """Give the database the compression dictionaries that came with this version of txng."""
    eventstore.add_dictionaries(store().driver)


@transaction.atomic
def _record(
    by: Actor, read: Document, document: bytes, filename: str, received_at: datetime
) -> CaptureReceipt:
    events = store()
    owner = OPERATOR if by.organisation_id is None else by.organisation_id
    job_id = _time_ordered(received_at, os.urandom(16))
    try:
        recorded = events.record(read.drafts, owner=owner, job=job_id, record_time=received_at)
    except EventIdTaken as error:
        raise ResourceAlreadyExistsException(
            f"{error.pointer}/eventID: {error}",
            detail_vi=f"Mã sự kiện {error.event_id} đã dùng cho một sự kiện khác. Sự kiện cũ được giữ"
            " nguyên; gửi lại với mã mới hoặc gửi khai báo đính chính.",
        ) from error
    warnings = read.warnings + tuple(
        rules.finding("hash_shared", f"{pointer}/eventID") for pointer in recorded.shared_hashes
    )
    master_data = events.declare_vocabulary(read.vocabulary, owner=owner, declared_at=received_at)
    events.record_job(
        Job(
            id=job_id,
            owner=owner,
            received_at=received_at,
            finished_at=now(),
            events=len(read.drafts),
            accepted=recorded.accepted,
            duplicates=recorded.duplicates,
            master_data=master_data,
            digest=hashlib.sha256(document).digest(),
            name=filename[:200],
            warnings=msgspec.json.encode([finding.as_dict() for finding in warnings]),
        ),
        document,
    )
    receipt = CaptureReceipt(
        job_id=str(UUID(bytes=job_id)),
        events=len(read.drafts),
        accepted=recorded.accepted,
        duplicates=recorded.duplicates,
        master_data=master_data,
        warnings=warnings,
    )
    journal.record(
        by,
        "document.captured",
        ("capture_job", receipt.job_id),
        events=receipt.events,
        accepted=recorded.accepted,
        duplicates=recorded.duplicates,
    )
    return receipt


def _time_ordered(moment: datetime, noise: bytes) -> bytes:
    """16 bytes of a UUIDv7: jobs lie in the order they came."""
    stamp = int(moment.timestamp() * 1000).to_bytes(6, "big")
    return stamp + bytes((0x70 | noise[6] & 0x0F, noise[7], 0x80 | noise[8] & 0x3F)) + noise[9:]
