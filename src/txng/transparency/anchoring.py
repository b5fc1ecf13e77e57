"""Bring the published checkpoint to the outside once an hour, and keep the receipt.

    log/2026/anchor/5162.tsr      a time stamp over the checkpoint of size 5,162 (RFC 3161)

Which anchors there are is settings; none is the default. An authority that is away is asked again with
the next checkpoint; nothing waits for it.
"""

import threading
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from txng.transparency import rules
from txng.transparency.anchors import rfc3161
from txng.transparency.connection import usable
from txng.transparency.folder import LogFolder
from txng.transparency.halting import Halted
from txng.transparency.models import Anchor, Checkpoint, Shard
from txng.transparency.publishing import size_in
from txng.transparency.publishing_names import CHECKPOINT, anchor_name

EVERY: Final = timedelta(hours=1)
LOOK_SECONDS: Final = 60.0

log = structlog.get_logger(__name__)


def run(stop: threading.Event) -> None:
    """Until `stop` is set; returns at once where no anchor is configured."""
    while settings.LOG_TSA and not stop.is_set():
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


def round_of_anchors(now: datetime) -> Anchor | None:
    """A time stamp of the published checkpoint, when the last one is an hour old; else None."""
    shard = Shard.objects.order_by("-year").first()
    if shard is None or not settings.LOG_TSA or settings.LOG_TSA_CHAIN is None:
        return None
    folder = LogFolder(settings.LOG_FOLDER / str(shard.year))
    published = Checkpoint.objects.filter(
        place=rules.place(shard.year, size_in(folder, CHECKPOINT))
    ).first()
    if published is None or not _is_due(published, now):
        return None
    try:
        receipt = rfc3161.stamp(settings.LOG_TSA, settings.LOG_TSA_CHAIN, text_of(published))
    except rfc3161.AnchorError as error:
        log.warning("anchor_lost", kind="rfc3161", reason=str(error)[:200])
        return None
    anchor = Anchor.objects.create(
        checkpoint=published,
        kind=Anchor.Kind.RFC3161,
        receipt=receipt.token,
        anchored_at=receipt.at,
        received_at=now,
    )
    folder.publish(anchor_name(published.size), receipt.token)
    log.info("anchored", kind="rfc3161", size=published.size)
    return anchor


def text_of(checkpoint: Checkpoint) -> bytes:
    """What is anchored: the three lines that every signature is over."""
    text, _gap, _lines = bytes(checkpoint.note).partition(b"\n\n")
    return text + b"\n"


def _is_due(published: Checkpoint, now: datetime) -> bool:
    last = Anchor.objects.filter(kind=Anchor.Kind.RFC3161).order_by("-received_at").first()
    if last is None:
        return True
    return last.checkpoint_id != published.pk and now - last.received_at >= EVERY
