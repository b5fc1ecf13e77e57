"""The signer: it alone has the key, remembers what it signed, and signs only what grew from there.

    integrator                                signer (own process, own user, own disk if you like)
    sign: old size, proof, checkpoint  ──>    last signed of this origin?  proof leads there and here?
          <── note, or a refusal with         remember it durably, then answer
              what was signed last

Whoever owns the database can write what they like into it, and still has no signature over a history
that differs from the one signed before. The same question again gets the same bytes, so an integrator
that was killed at any moment just asks again.

    signer/key               PRIVATE+KEY+txng.example/log+..: the keys of the shards are derived from it
    signer/memory.sqlite3    the last note of each shard, and every note before it
    signer/socket            who may open it may ask

No Django and no database of the house: nothing here could read an event.
Source: c2sp.org/tlog-witness (the same questions), reference/reliability.md §2.3.
"""

import contextlib
import fcntl
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from txng.eventstore.memory import ForgottenError, Memory
from txng.tlog.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from txng.tlog.errors import MalformedError, Refused, quoted
from txng.tlog.note import Note, Signer, Vkey, from_base64, parse_note, parse_skey
from txng.tlog.witness import SIZE_TYPE, Latest, Request, decide

KEY: Final = "key"
MEMORY: Final = "memory.sqlite3"
SOCKET: Final = "socket"
_YEAR: Final = re.compile(r"[2-9][0-9]{3}")
_OWNER: Final = "signer"  # under this name the memory keeps whose it is


class CannotStart(Exception):
    """The signer's files are not what it left behind. `why` is a word for whoever tells a person."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


def begin(folder: Path, origin: str) -> bool:
    """Make key and memory of a new signer; False when they are there. For `txng init`.

    Raises CannotStart when one is there without the other: a lost memory must not become a new one.
    """
    key, memory = folder / KEY, folder / MEMORY
    if key.exists() and memory.exists():
        return False
    if key.exists() or memory.exists():
        there = key if key.exists() else memory
        raise CannotStart("half", f"Expected both {key} and {memory}, got only {there}")
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    made = Signer(origin, os.urandom(32))
    # the memory first: a key without one is refused
    remembered = Memory(memory, begin=True)
    remembered.replace(_OWNER, None, str(made.vkey).encode())
    remembered.close()
    descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(made.skey + "\n")
        file.flush()
        os.fsync(file.fileno())
    return True


class Duty:
    """The signer at work. Not for several threads; `opened` sees to it that there is only one."""

    def __init__(self, origin: str, seed: bytes, memory: Memory) -> None:
        self.origin = origin
        self._seed = seed
        self._memory = memory

    def vkey(self, origin: str) -> Vkey:
        """Raises Refused for a name that is not ours."""
        return self._signer(origin).vkey

    def last(self, origin: str) -> bytes | None:
        """The note signed last for a shard. Raises Refused for a name that is not ours."""
        self._signer(origin)
        return self._memory.recall(origin)

    def sign(self, old: int, proof: Sequence[bytes], checkpoint: Checkpoint) -> bytes:
        """The note over `checkpoint`, once it is proved to have grown from what was signed last.

        `old`: the size that the caller believes was signed last. Remembered durably when it returns.
        Raises Refused and signs nothing: 404 a name that is not ours, 409 not from what was signed
        last, 400 smaller, 422 another tree, 403 a later shard has begun.
        """
        signer = self._signer(checkpoint.origin)
        if checkpoint.extensions:
            raise Refused(400, "Expected a checkpoint without extensions")
        kept = self._memory.recall(checkpoint.origin)
        latest = _latest_of(kept)
        if kept is not None and latest == (checkpoint.size, checkpoint.root):
            return kept
        request = Request(old, tuple(proof), checkpoint, Note(checkpoint.text))
        decide(request, latest)
        later = self._later_than(checkpoint.origin)
        if later is not None:
            raise Refused(403, f"Expected no growth after {later} began")
        note = sign_checkpoint(checkpoint, signer).encode()
        if not self._memory.replace(checkpoint.origin, kept, note):
            raise Refused(409, f"{latest.size}\n", content_type=SIZE_TYPE)
        return note

    def history(self, origin: str) -> Iterator[bytes]:
        """Every note that was signed for a shard, oldest first."""
        return self._memory.history(origin)

    def _signer(self, origin: str) -> Signer:
        base, _, year = origin.rpartition("/")
        if base != self.origin or not _YEAR.fullmatch(year):
            raise Refused(404, f"Expected {self.origin}/<year>, got {quoted(origin)}")
        # a key for each shard: one key may stand in a policy only once
        derived = HKDF(hashes.SHA256(), length=32, salt=None, info=origin.encode())
        return Signer(origin, derived.derive(self._seed))

    def _later_than(self, origin: str) -> str | None:
        """Years have four digits, so names sort as years do."""
        prefix = f"{self.origin}/"
        return next((n for n in self._memory.names() if n.startswith(prefix) and n > origin), None)


@contextlib.contextmanager
def opened(folder: Path, origin: str) -> Iterator[Duty]:
    """Take up the duty with the files of `folder`. Raises CannotStart."""
    seed, vkey = _read_key(folder / KEY, origin)
    with (folder / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("second", f"Another signer works in {folder}") from None
        try:
            memory = Memory(folder / MEMORY)
        except ForgottenError as error:
            raise CannotStart("forgotten", str(error)) from None
        try:
            owner = memory.recall(_OWNER)
            if owner != str(vkey).encode():
                raise CannotStart("other key", f"Expected a memory of {vkey.name}, got another's")
            yield Duty(origin, seed, memory)
        finally:
            memory.close()


def _read_key(file: Path, origin: str) -> tuple[bytes, Vkey]:
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        text = file.read_text("utf-8").strip()
    except FileNotFoundError:
        raise CannotStart("no key", f"Expected {file}, got nothing") from None
    if mode & 0o077:
        raise CannotStart("readable key", f"Expected {file} to be its owner's alone")
    try:
        vkey = parse_skey(text).vkey
        seed = from_base64(text.split("+", 4)[4])[1:]
    except MalformedError as error:
        raise CannotStart("no key", f"{file}: {error}") from None
    if vkey.name != origin:
        raise CannotStart("origin", f"Expected a key of {origin}, got one of {vkey.name}")
    return seed, vkey


def _latest_of(note: bytes | None) -> Latest:
    if note is None:
        return Latest()
    checkpoint = parse_checkpoint(parse_note(note).text)
    return Latest(checkpoint.size, checkpoint.root)
