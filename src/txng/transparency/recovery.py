"""What an operator does when something of the log is gone: in the open, and never by going back.

    rebuild        files lost, rows whole          the same bytes again, if they make what was signed
    adopt_key      key lost or stolen              two `key` entries, the same tree, a new signer
    accept_loss    rows lost for good              their entries stay and can never be opened; a `policy`
                                                   entry says which, and the log goes on behind them

Each is one command of a person, refuses when its case is not the one at hand, and may be interrupted
and given again.
"""

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from txng.tlog.checkpoint import Checkpoint as TlogCheckpoint
from txng.tlog.checkpoint import parse_checkpoint
from txng.tlog.errors import TileError
from txng.tlog.hashing import EMPTY_ROOT, Edge, leaf_hash
from txng.tlog.note import Vkey, parse_note, parse_vkey, to_base64
from txng.tlog.tiles import Appender
from txng.transparency.entries import MissingRow, entries
from txng.transparency.folder import InUseError, LogFolder
from txng.transparency.halting import Halted
from txng.transparency.integrator import Integrator, Open, advance, compared, progress_row
from txng.transparency.models import Act, Shard
from txng.transparency.publishing import newest, publish


def rebuild(log: Integrator) -> int:
    """Make the files of the growing shard again, once the rows are seen to make what was signed.

    How many entries. Raises Halted, and then nothing was written.
    """
    progress = progress_row()
    shard = Shard.objects.filter(year=progress.year).first()
    if shard is None or (note := log.signing.last(shard.origin)) is None:
        return 0
    with _alone(log, shard) as folder:
        signed = compared(shard, folder, note, progress)
        edge = Edge()
        try:
            for entry in entries(shard.year, 0, signed.size):
                edge.append(leaf_hash(entry))
        except MissingRow as error:
            raise Halted("missing row", str(error)) from None
        if edge.root() != signed.root:
            raise Halted("forked", f"Expected the rows to make the root of {signed.size}")
        growing = Appender(0, EMPTY_ROOT, folder.fetch)
        folder.put(growing.append(entries(shard.year, 0, signed.size)), is_rebuilding=True)
        publish(folder, shard, now=log.clock())
    return signed.size


def adopt_key(log: Integrator, reason: str) -> str:
    """Go on with a new signer after the old key was lost or stolen; the new key.

    The files are checked against the last kept checkpoint, and the new signer signs the same tree from
    there; witnesses see that it is the same. Raises Halted when the signer is not new, or the files are
    not ours.
    """
    progress = progress_row()
    shard = Shard.objects.get(year=progress.year)
    kept = newest(shard.year)
    if kept is None or log.signing.last(shard.origin) is not None:
        raise Halted("other key", "Expected a log that was signed and a signer that never did")
    key = log.signing.vkey(shard.origin)
    with _alone(log, shard) as folder:
        appender = _at(folder, kept.size, bytes(kept.root))
        opened = Open(shard, folder, appender, kept.size, contextlib.ExitStack())
        if shard.vkey != str(key):
            with transaction.atomic():
                _change_keys(shard, key, reason, log.clock())
        if progress.size > kept.size:  # interrupted before
            log.write(opened, list(entries(opened.year, kept.size, progress.size)))
        log.write(opened, log.assign(opened))
        signed = TlogCheckpoint(shard.origin, appender.size, appender.root())
        log.keep(opened, log.signing.sign(0, [], signed))
        log.publish(opened)
    return str(key)


def accept_loss(log: Integrator, reason: str) -> tuple[int, int]:
    """Go on behind entries whose rows are lost for good: [first, end) can never be opened again.

    For a database that was restored from an old copy, when no newer one exists. The tree stays as it was
    signed; what was captured in between has to be sent again. Raises Halted when nothing is lost.
    """
    progress = progress_row()
    shard = Shard.objects.filter(year=progress.year).first()
    note = None if shard is None else log.signing.last(shard.origin)
    signed = None if note is None else parse_checkpoint(parse_note(note).text)
    if shard is None or signed is None or signed.size <= progress.size:
        raise Halted("second", "Expected a database that knows fewer entries than were signed")
    lost = progress.size, signed.size
    with _alone(log, shard) as folder:
        _at(folder, signed.size, signed.root)
        with transaction.atomic():
            advance(
                progress,
                year=progress.year,
                size=signed.size,
                read_time=progress.read_time,
                read_key=bytes(progress.read_key),
            )
            shard.lost = f"{shard.lost}{lost[0]}-{lost[1]}\n"
            shard.save(update_fields=["lost"])
            _tell_loss(shard, lost, reason, log.clock())
    return lost


@contextlib.contextmanager
def _alone(log: Integrator, shard: Shard) -> Iterator[LogFolder]:
    folder = LogFolder(log.folder / str(shard.year))
    with contextlib.ExitStack() as lock:
        try:
            lock.enter_context(folder.locked())
        except InUseError as error:
            raise Halted("second", str(error)) from None
        yield folder


def _at(folder: LogFolder, size: int, root: bytes) -> Appender:
    try:
        return Appender(size, root, folder.fetch)
    except TileError as error:
        raise Halted("empty folder", str(error)) from None


def _change_keys(shard: Shard, key: Vkey, reason: str, now: datetime) -> None:
    """Call inside a transaction."""
    old = parse_vkey(shard.vkey)
    for act, one in (("revoke", old), ("enrol", key)):
        _enter(
            "key",
            {
                "act": act,
                "holder": shard.origin,
                "algorithm": "ed25519",
                "public": to_base64(one.public_key),
                "reason": reason,
            },
            {"vkey": str(one)},
            now,
        )
    shard.former_vkeys = f"{shard.former_vkeys}{shard.vkey}\n"
    shard.vkey = str(key)
    shard.save(update_fields=["vkey", "former_vkeys"])


def _tell_loss(shard: Shard, lost: tuple[int, int], reason: str, now: datetime) -> None:
    clear = {
        "act": "amend",
        "name": f"{shard.origin}: entries {lost[0]} to {lost[1] - 1} can no longer be opened",
        "document": reason,
        "digest": to_base64(sha256(reason.encode()).digest()),
    }
    _enter("policy", clear, {"lost": list(lost)}, now)


def _enter(kind: str, clear: dict[str, str], content: dict[str, object], now: datetime) -> None:
    Act.objects.create(
        kind=kind,
        clear=clear,
        content=content,
        secret=os.urandom(32),
        at=now,
        actor="txng log",
    )
