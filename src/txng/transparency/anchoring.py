"""Bring the published checkpoint to the outside, and keep the receipts.

    RFC 3161    each hour    log/2026/anchor/5162.tsr, a time stamp over the checkpoint of size 5,162
    EVM         each day     a transaction of the anchor contract

Which anchors there are is settings; none is the default. One that is away is asked again with the next
look; nothing waits for it.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from txng.tlog.checkpoint import parse_checkpoint
from txng.tlog.note import parse_note
from txng.transparency import rules
from txng.transparency.anchors import evm, rfc3161
from txng.transparency.anchors.rfc3161 import AnchorError, Receipt
from txng.transparency.connection import usable
from txng.transparency.folder import LogFolder
from txng.transparency.halting import Halted
from txng.transparency.models import Anchor, Checkpoint, Shard
from txng.transparency.publishing import size_in
from txng.transparency.publishing_names import CHECKPOINT, anchor_name

LOOK_SECONDS: Final = 60.0

log = structlog.get_logger(__name__)


class Way(NamedTuple):
    kind: str
    every: timedelta
    bring: Callable[[Checkpoint], Receipt]


def ways() -> Iterator[Way]:
    """Those that the settings name."""
    if settings.LOG_TSA and settings.LOG_TSA_CHAIN:
        yield Way(Anchor.Kind.RFC3161, timedelta(hours=1), _stamp)
    if settings.LOG_EVM:
        yield Way(Anchor.Kind.EVM, timedelta(days=1), _send)


def run(stop: threading.Event) -> None:
    """Until `stop` is set; returns at once where no anchor is configured."""
    while list(ways()) and not stop.is_set():
        try:
            usable()
            round_of_anchors(timezone.now())
        except (DatabaseError, Halted) as error:
            log.error("anchors_paused", error=type(error).__name__)
            connection.close()
        except Exception:  # one strange answer must not end the asking
            log.exception("anchors_failed")
        stop.wait(LOOK_SECONDS)
    connection.close()


def round_of_anchors(now: datetime) -> list[Anchor]:
    """Bring the published checkpoint wherever it is due; the receipts."""
    shard = Shard.objects.order_by("-year").first()
    if shard is None:
        return []
    folder = LogFolder(settings.LOG_FOLDER / str(shard.year))
    place = rules.place(shard.year, size_in(folder, CHECKPOINT))
    published = Checkpoint.objects.filter(place=place).first()
    if published is None:
        return []
    made = []
    for way in ways():
        if not _is_due(way, published, now):
            continue
        try:
            receipt = way.bring(published)
        except AnchorError as error:
            log.warning("anchor_lost", kind=way.kind, reason=str(error)[:200])
            continue
        anchor = Anchor.objects.create(
            checkpoint=published,
            kind=way.kind,
            receipt=receipt.token,
            anchored_at=receipt.at,
            received_at=now,
        )
        if way.kind == Anchor.Kind.RFC3161:
            folder.publish(anchor_name(published.size), receipt.token)
        log.info("anchored", kind=way.kind, size=published.size)
        made.append(anchor)
    return made


def text_of(checkpoint: Checkpoint) -> bytes:
    """What is anchored: the three lines that every signature is over."""
    return parse_note(bytes(checkpoint.note)).text.encode()


def _stamp(checkpoint: Checkpoint) -> Receipt:
    assert settings.LOG_TSA_CHAIN is not None
    return rfc3161.stamp(settings.LOG_TSA, settings.LOG_TSA_CHAIN, text_of(checkpoint))


def _send(checkpoint: Checkpoint) -> Receipt:
    chain = evm.Chain(settings.LOG_EVM, settings.LOG_EVM_CONTRACT, settings.LOG_EVM_SENDER)
    return chain.anchor(parse_checkpoint(text_of(checkpoint).decode()))


def _is_due(way: Way, published: Checkpoint, now: datetime) -> bool:
    last = Anchor.objects.filter(kind=way.kind).order_by("-received_at").first()
    if last is None:
        return True
    return last.checkpoint_id != published.pk and now - last.received_at >= way.every
