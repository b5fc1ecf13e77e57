"""The verbs of capture. Every door of every size goes through them.

    txng capture FILE, txng demo load     capture           complete when it returns
    POST /epcis/capture                   submit            a long document ends later
    POST /epcis/events                    capture_event     one event
    txng work                             finish_waiting_jobs

All events of a document and its job in one transaction, or nothing; see `recorder` and `spool`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from txng.accounts.actors import Actor
from txng.epcis import reading
from txng.epcis.errors import CaptureLimitExceededException, SecurityException
from txng.eventstore import store as eventstore
from txng.eventstore.store import StoredEvent
from txng.repository import incoming, recorder, spool
from txng.repository.connection import store
from txng.repository.incoming import LongDocument
from txng.repository.recorder import CaptureReceipt

_NO_NAMESPACES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Submitted:
    """`receipt` is None while the job is running."""

    job_id: str
    receipt: CaptureReceipt | None


def capture(
    *,
    by: Actor,
    document: bytes,
    filename: str = "",
    media_type: str | None = None,
    proceed: bool = False,
) -> CaptureReceipt:
    """Record every event and all master data of an EPCIS document, or nothing of it.

    With `proceed` the good events are recorded and the others told in the receipt. `media_type` None
    is found out from the first byte. Raises ValidationException, ResourceAlreadyExistsException (an
    eventID that names another event), CaptureLimitExceededException or SecurityException (the actor
    may not capture).
    """
    _admit(by, len(document))
    received = recorder.receive(by, document, filename, media_type, proceed=proceed)
    return recorder.commit(recorder.judge(received))


def submit(
    *, by: Actor, document: bytes | LongDocument, media_type: str | None, proceed: bool = False
) -> Submitted:
    """Take a document over HTTP: durable when it returns.

    A short one is recorded already, and raises what `capture` raises; a long one has a running job
    that `finish_waiting_jobs` brings to its end.
    """
    if isinstance(document, bytes):
        _admit(by, len(document))
        document = incoming.take_in([document], recorder.SMALL)
    if isinstance(document, LongDocument):
        _admit(by, document.size)
        received = recorder.receive(by, document.head, "", media_type, proceed=proceed)
        return Submitted(str(UUID(bytes=spool.keep(received, document).id)), None)
    received = recorder.receive(by, document, "", media_type, proceed=proceed)
    receipt = recorder.commit(recorder.judge(received))
    return Submitted(receipt.job_id, receipt)


def capture_event(
    *,
    by: Actor,
    event: bytes,
    media_type: str | None = None,
    namespaces: Mapping[str, str] = _NO_NAMESPACES,
) -> tuple[StoredEvent, bool]:
    """Record one event that came by itself; and whether it is new.

    Raises what `capture` raises; ResourceAlreadyExistsException is for another event of its eventID.
    """
    _admit(by, len(event))
    received = recorder.receive(by, event, "", media_type, proceed=False)
    draft = reading.read_event(
        event, now=received.received_at, media_type=media_type, namespaces=namespaces
    )
    judged = recorder.judge_event(received, draft)
    receipt = recorder.commit(judged)
    assert receipt.key is not None  # it is one event
    # a declaration of an error may be kept under a name that it came without
    if receipt.recorded_at is None or draft.event.error_declaration is not None:
        (stored,) = store().with_keys([receipt.key])
        return stored, receipt.recorded_at is not None
    return store().as_stored(draft, receipt.key, received.owner, receipt.recorded_at), True


def finish_waiting_jobs(limit: int = 10) -> int:
    """Bring long documents to their end, at most `limit`; how many ended. Each in one transaction.

    Raises django.db.OperationalError when the database does not answer: ask again later.
    """
    return spool.finish_waiting(limit)


@transaction.atomic
def add_dictionaries() -> None:
    """Give the database the compression dictionaries that came with this version of txng."""
    eventstore.add_dictionaries(store().driver)


def take_in(pieces: Iterable[bytes]) -> bytes | LongDocument:
    """A document that comes piece by piece, for `submit`: a long one is never whole in memory.

    Raises what `pieces` raises; django.db.OperationalError when the disk is full.
    """
    return incoming.take_in(pieces, recorder.SMALL)


def _admit(by: Actor, size: int) -> None:
    if "capture" not in by.scopes:
        raise SecurityException(
            "Expected a key with the scope capture, got one without it",
            detail_vi="Khóa này không có quyền ghi. Xin khóa có quyền capture.",
            status=403,
        )
    limit = recorder.MAX_DOCUMENT
    if size > limit:
        raise CaptureLimitExceededException(
            f"Expected at most {limit} bytes, got {size}",
            detail_vi=f"Tài liệu lớn hơn {limit // 1024 // 1024} MB. Chia nhỏ rồi gửi lại.",
        )
