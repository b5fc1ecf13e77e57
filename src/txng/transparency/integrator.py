"""The integrator: follows the journal of events and makes entries of what is new.

    events, acts ──1 assign──> places ──2 write──> tiles ──3 sign──> note ──4 keep──> row ──5 publish──> files
                     │ one transaction      │ fsync       │ signer       │ database      │ fsync
                     v                      v             v              v               v
    killed here:  nothing happened     made again     asked again    fetched again   written again

After step 1 the sequence is fixed and durable; every later step follows from the rows and gives the same
bytes when it is taken twice, so a restart takes up the first step that is not done. What stands in the
way of one history is refused (`halting`): the integrator then stops, and captures go on.

One per log: a lock on the folder, and a compare-and-set on `Progress` for what no lock can see.
Cost: about 150 µs an entry and ten fsyncs a round (`make bench`).
Source: reference/reliability.md §2.3; docs/decisions.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

import structlog
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from txng.eventstore import journal
from txng.eventstore.keys import event_uri
from txng.tlog.checkpoint import Checkpoint as TlogCheckpoint
from txng.tlog.checkpoint import open_checkpoint, parse_checkpoint
from txng.tlog.errors import MalformedError, TileError, TlogError
from txng.tlog.hashing import EMPTY_ROOT
from txng.tlog.note import NoteVerifier, Vkey, parse_note, parse_vkey, to_base64
from txng.tlog.proofs import consistency_proof
from txng.tlog.tiles import Appender, TileReader
from txng.transparency import following, rules
from txng.transparency.connection import store, usable
from txng.transparency.entries import MissingRow, entries, entry_of_act
from txng.transparency.folder import InUseError, LogFolder, LogFolderError
from txng.transparency.halting import Halted
from txng.transparency.leaves import enter
from txng.transparency.models import Act, Checkpoint, Opening, Progress, Shard
from txng.transparency.publishing import cosigned_note, newest, publish, verifiers_of
from txng.transparency.publishing_names import CHECKPOINT
from txng.transparency.signer_socket import SignerAway

log = structlog.get_logger(__name__)

BATCH: Final = 1_000  # entries a round: what a capture waits for on SQLite is one insert of these
ROUND_SECONDS: Final = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0  # seconds
CLOSED_SHARDS_EVERY: Final = 30  # rounds


class Signing(Protocol):
    """The signer: `SignerClient`, or in tests `Duty` itself."""

    def vkey(self, origin: str) -> Vkey: ...
    def last(self, origin: str) -> bytes | None: ...
    def sign(self, old: int, proof: Sequence[bytes], checkpoint: TlogCheckpoint) -> bytes: ...


class Integrator:
    """`folder` holds a folder for each shard, `origin` is what their names begin with."""

    def __init__(
        self,
        folder: Path,
        origin: str,
        signing: Signing,
        *,
        clock: Callable[[], datetime] = timezone.now,
        batch: int = BATCH,
    ) -> None:
        self.folder = folder
        self._origin = origin
        self.signing = signing
        self.clock = clock
        self._batch = batch
        self.opened: Open | None = None
        self._rounds = 0
        self.made = 0  # entries, since it was made itself

    # --- the loop ---------------------------------------------------------------------------------

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set. Survives a database or a signer that goes away; raises Halted."""
        pause = FIRST_PAUSE  # `txng serve` starts the signer at the same moment
        try:
            while not stop.is_set():
                try:
                    usable()
                    is_full = self.round()
                except (DatabaseError, SignerAway) as error:
                    told = log.error if pause > 1 else log.info
                    told("log_paused", error=type(error).__name__, reason=str(error)[:200])
                    connection.close()
                    stop.wait(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
                else:
                    pause = FIRST_PAUSE
                    if not is_full:
                        stop.wait(ROUND_SECONDS)
        finally:
            self.close()

    def catch_up(self) -> int:
        """Until nothing waits; how many entries were made."""
        before = self.made
        try:
            while self.round():
                pass
        finally:
            self.close()
        return self.made - before

    def close(self) -> None:
        if self.opened is not None:
            self.opened.lock.close()
            self.opened = None

    def round(self) -> bool:
        """All steps for at most one batch; whether another batch may be waiting."""
        try:
            return self._round()
        except BaseException:
            self.close()  # what is in memory may be ahead of the disk: look again
            raise

    def _round(self) -> bool:
        opened = self.opened or self._resume()
        if opened is None:
            return False
        if rules.shard_year(self.clock(), opened.year) > opened.year:
            publish(opened.folder, opened.shard, now=self.clock())  # its last word
            self.close()
            self._begin(opened)
            return True
        following.take_up()
        made = self.assign(opened)
        if made:
            self.write(opened, made)
            note = self.sign(opened)
            self.keep(opened, note)
        self.publish(opened)
        self.made += len(made)
        return len(made) == self._batch

    # --- the steps --------------------------------------------------------------------------------

    def assign(self, opened: "Open") -> list[bytes]:
        """1. Give what is new its places; the entries, which `write` must not lose. Raises Halted."""
        progress = progress_row()
        acts = list(Act.objects.filter(place__isnull=True).order_by("pk")[: self._batch])
        made: list[bytes] = []
        for act in acts:
            act.place = rules.place(opened.year, progress.size + len(made))
            made.append(entry_of_act(act).encode())
        rows = journal.behind(store(), progress.position, limit=self._batch - len(acts))
        openings = []
        for row in rows:
            if row.damage:
                raise Halted("damaged event", f"{event_uri(row.key)}: {row.damage}")
            keys, entry = enter(row)
            openings.append(
                Opening(
                    place=rules.place(opened.year, progress.size + len(made)),
                    event_key=row.key,
                    secret=keys.event,
                    person_key=keys.person,
                )
            )
            made.append(entry.encode())
        if made:
            position = rows[-1].position if rows else progress.position
            with transaction.atomic():
                advance(
                    progress,
                    year=opened.year,
                    size=progress.size + len(made),
                    read_time=position[0],
                    read_key=position[1],
                )
                Opening.objects.bulk_create(openings)
                Act.objects.bulk_update(acts, ["place"])
        return made

    def write(self, opened: "Open", made: Sequence[bytes]) -> None:
        """2. The entries into bundles and tiles, durably."""
        before = opened.appender.size
        opened.folder.put(opened.appender.append(made))
        opened.folder.drop_partial(before, opened.appender.size)

    def sign(self, opened: "Open") -> bytes:
        """3. The signer's note over the tree as it now is. Raises Refused, SignerAway."""
        size, root = opened.appender.size, opened.appender.root()
        old = opened.signed
        proof = consistency_proof(old, size, TileReader(size, opened.folder.fetch).read)
        note = self.signing.sign(old, proof, TlogCheckpoint(opened.shard.origin, size, root))
        open_checkpoint(note, [NoteVerifier(parse_vkey(opened.shard.vkey))])
        return note

    def keep(self, opened: "Open", note: bytes) -> None:
        """4. A row for every checkpoint that was signed."""
        signed = parse_checkpoint(parse_note(note).text)
        kept, _is_new = Checkpoint.objects.get_or_create(
            place=rules.place(opened.year, signed.size),
            defaults={"root": signed.root, "note": note, "signed_at": self.clock()},
        )
        if bytes(kept.root) != signed.root:
            raise Halted("forked", f"Expected the root kept for size {signed.size}, got another")
        opened.signed = signed.size

    def publish(self, opened: "Open") -> None:
        """5. The files by which everybody sees it; of closed shards now and then, for late witnesses."""
        publish(opened.folder, opened.shard, now=self.clock())
        if self._rounds % CLOSED_SHARDS_EVERY == 0:
            for shard in Shard.objects.exclude(year=opened.year):
                publish(LogFolder(self.folder / str(shard.year)), shard, now=self.clock())
        self._rounds += 1

    # --- beginning and resuming -------------------------------------------------------------------

    def _resume(self) -> "Open | None":
        """Look at everything that remembers, and finish what was begun. Raises Halted.

        None when the first shard was begun just now and nothing is in it.
        """
        progress = progress_row()
        if progress.year == 0:
            self._begin(None)
            progress = progress_row()
        shard = Shard.objects.get(year=progress.year)
        if shard.origin != rules.origin_of(self._origin, shard.year):
            raise Halted("other origin", f"Expected {shard.origin}, got {self._origin}")
        lock = contextlib.ExitStack()
        with contextlib.ExitStack() as undo:
            undo.callback(lock.close)
            folder = LogFolder(self.folder / str(shard.year))
            try:
                lock.enter_context(folder.locked())
            except InUseError as error:
                raise Halted("second", str(error)) from None
            note = self.signing.last(shard.origin)
            signed = compared(shard, folder, note, progress)
            try:
                appender = Appender(signed.size, signed.root, folder.fetch)
            except TileError as error:
                raise Halted("empty folder", str(error)) from None
            self.opened = opened = Open(shard, folder, appender, signed.size, lock)
            undo.pop_all()
        if note is not None:
            self.keep(opened, note)
        if progress.size > signed.size:
            self._finish(opened, progress.size)
        return opened

    def _finish(self, opened: "Open", size: int) -> None:
        """What was assigned and not signed: made again from the rows, by the same steps."""
        log.info("log_resumed", year=opened.year, signed=opened.signed, assigned=size)
        try:
            self.write(opened, list(entries(opened.year, opened.signed, size)))
        except MissingRow as error:
            raise Halted("missing row", str(error)) from None
        except LogFolderError as error:
            raise Halted("forked", str(error)) from None
        self.keep(opened, self.sign(opened))

    def _begin(self, before: "Open | None") -> None:
        """Open the shard of this year; its first entry is the last checkpoint of the one before."""
        year = rules.shard_year(self.clock(), before.year if before else 0)
        origin = rules.origin_of(self._origin, year)
        if self.signing.last(origin) is not None:
            raise Halted("old database", f"Expected a new log, but {origin} was signed before")
        if not LogFolder(self.folder / str(year)).is_empty():
            raise Halted("old database", f"Expected an empty folder for {origin}")
        progress = progress_row()
        with transaction.atomic():
            advance(progress, year=year, size=1 if before else 0)
            Shard.objects.create(
                year=year,
                origin=origin,
                vkey=str(self.signing.vkey(origin)),
                began_at=self.clock(),
            )
            if before:
                _continue(before, year, self.clock())
        log.info("log_began", origin=origin)


class Open:
    """A shard that grows. `signed` is the size of the last checkpoint that is signed and kept."""

    def __init__(
        self,
        shard: Shard,
        folder: LogFolder,
        appender: Appender,
        signed: int,
        lock: contextlib.ExitStack,
    ) -> None:
        self.shard, self.folder, self.appender = shard, folder, appender
        self.signed, self.lock = signed, lock

    @property
    def year(self) -> int:
        return self.shard.year


def progress_row() -> Progress:
    found, _is_new = Progress.objects.get_or_create(pk=1)
    return found


def advance(progress: Progress, **columns: object) -> None:
    """Only if nobody else did meanwhile. Call inside a transaction; raises Halted."""
    unchanged = Progress.objects.filter(
        pk=1,
        year=progress.year,
        size=progress.size,
        read_time=progress.read_time,
        read_key=bytes(progress.read_key),
    )
    if unchanged.update(**columns) != 1:
        raise Halted("second", "Expected to be the only integrator of this database")


def compared(
    shard: Shard, folder: LogFolder, note: bytes | None, progress: Progress
) -> TlogCheckpoint:
    """What was signed last, once database, signer and folder agree that it was. Raises Halted."""
    verifiers = verifiers_of(shard)
    signed = TlogCheckpoint(shard.origin, 0, EMPTY_ROOT)
    try:
        if note is not None:
            signed, _verified = open_checkpoint(note, verifiers)
        seen = _published(folder, verifiers)
    except TlogError as error:
        raise Halted("other key", str(error)) from None
    kept = newest(shard.year)
    known = max(kept.size if kept else 0, seen.size if seen else 0)
    if known > signed.size:
        raise Halted("old signer", f"Expected a signer that signed {known}, got {signed.size}")
    if kept is not None and kept.size == signed.size and bytes(kept.root) != signed.root:
        raise Halted("forked", f"Expected the root kept for size {signed.size}, got another")
    if signed.size > progress.size:
        raise Halted(
            "old database", f"Expected {signed.size} entries in the database, got {progress.size}"
        )
    return signed


def _published(folder: LogFolder, verifiers: Sequence[NoteVerifier]) -> TlogCheckpoint | None:
    """What everybody sees. Raises SignatureError for what another key signed.

    None also for a file that was spoilt: it is written again from the rows.
    """
    note = folder.fetch(CHECKPOINT)
    try:
        return None if note is None else open_checkpoint(note, verifiers)[0]
    except MalformedError as error:
        log.warning("checkpoint_spoilt", reason=str(error)[:200])
        return None


def _continue(before: Open, year: int, now: datetime) -> None:
    """The first entry of a shard names the last checkpoint of the one before."""
    last = newest(before.year)
    signed = None if last is None else parse_checkpoint(parse_note(bytes(last.note)).text)
    size, root = (signed.size, signed.root) if signed else (0, EMPTY_ROOT)
    Act.objects.create(
        kind="shard",
        clear={"origin": before.shard.origin, "size": str(size), "root": to_base64(root)},
        content={} if last is None else {"checkpoint": cosigned_note(last).decode()},
        secret=os.urandom(32),
        at=now,
        actor="txng log",
        place=rules.place(year, 0),
    )
