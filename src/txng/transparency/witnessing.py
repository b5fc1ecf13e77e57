"""A witness: sees that a log only grows, and signs that it saw it. For any office computer.

    fetch candidate ──> grew from what I saw last? ──> remember ──> cosign ──> bring it back

    witness/key               PRIVATE+KEY+so-y-te.example/nhan-chung+..
    witness/memory.sqlite3    size and root of each log that was cosigned last, and all before

Two ways to the same signature: from cron it fetches the candidate and brings its line back (`visit`);
with a port of its own it is asked (`answered`, c2sp.org/tlog-witness add-checkpoint). What was seen is
remembered before anything is signed. No Django and no database of the house.
"""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from txng.eventstore.memory import ForgottenError, Memory
from txng.tlog.checkpoint import open_checkpoint
from txng.tlog.errors import MalformedError, Refused
from txng.tlog.note import (
    COSIGNATURE_V1,
    Note,
    NoteVerifier,
    Signer,
    Vkey,
    parse_note,
    parse_skey,
    parse_vkey,
)
from txng.tlog.policy import parse_policy
from txng.tlog.proofs import consistency_proof
from txng.tlog.tiles import TileReader
from txng.tlog.witness import Latest, Request, answer, decide, read_request
from txng.transparency.publishing_names import CANDIDATE, CHECKPOINT
from txng.transparency.sources import Source

KEY: Final = "key"
MEMORY: Final = "memory.sqlite3"
_OWNER: Final = "witness"

Logs = Mapping[str, Sequence[NoteVerifier]]


class WitnessError(Exception):
    """The witness's own files are missing or not its own. English, for whoever mends it."""


def begin(folder: Path, name: str) -> Vkey:
    """Make key and memory of a new witness. Raises WitnessError when there is one, MalformedError for
    a name that no note can carry."""
    made = Signer(name, os.urandom(32), COSIGNATURE_V1)
    key, memory = folder / KEY, folder / MEMORY
    if key.exists() or memory.exists():
        raise WitnessError(f"Expected an empty folder, got a witness in {folder}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    remembered = Memory(memory, begin=True)
    remembered.replace(_OWNER, None, str(made.vkey).encode())
    remembered.close()
    descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(made.skey + "\n")
        file.flush()
        os.fsync(file.fileno())
    return made.vkey


@dataclass
class Witness:
    """For one thread. `clock` answers seconds since 1970, UTC."""

    signer: Signer
    memory: Memory
    clock: Callable[[], float]

    def latest(self, origin: str) -> Latest:
        return _latest(self.memory.recall(origin))

    def visit(self, source: Source, logs: Logs) -> Note:
        """Cosign what a log has on offer; the note with our line under it.

        Raises Unreachable, Refused (409: smaller than what was seen; 422: another tree), and TlogError
        for what is no checkpoint of these logs.
        """
        raw = source.fetch(CANDIDATE) or source.fetch(CHECKPOINT)
        if raw is None:
            raise Refused(404, f"Expected a checkpoint at {source.name}, got nothing")
        keys = [key for listed in logs.values() for key in listed]
        checkpoint, _verified = open_checkpoint(raw, keys)
        note = parse_note(raw)
        seen = self.latest(checkpoint.origin)
        if checkpoint.size < seen.size:
            raise Refused(409, f"{seen.size}\n")
        if checkpoint.size == seen.size and checkpoint.root != seen.root:
            raise Refused(422, f"Expected the tree seen at size {seen.size}")
        reader = TileReader(checkpoint.size, source.fetch)
        proof = consistency_proof(seen.size, checkpoint.size, reader.read)
        lines = self._cosign(Request(seen.size, tuple(proof), checkpoint, note))
        return parse_note(raw + lines)

    def answered(self, body: bytes, logs: Logs) -> bytes:
        """The body of 200 to add-checkpoint. Raises Refused with the status to answer."""
        return self._cosign(read_request(body, logs))

    def _cosign(self, request: Request) -> bytes:
        origin = request.checkpoint.origin
        kept = self.memory.recall(origin)
        latest = decide(request, _latest(kept))
        told = f"{latest.size} {latest.root.hex()}".encode()
        # durable before it is signed; nobody else may have signed meanwhile
        if told != kept and not self.memory.replace(origin, kept, told):
            raise Refused(409, f"{self.latest(origin).size}\n", "text/x.tlog.size")
        return answer(request, [self.signer], at=int(self.clock()))


@contextlib.contextmanager
def opened(folder: Path, clock: Callable[[], float]) -> Iterator[Witness]:
    """The witness of a folder; one process at a time. Raises WitnessError."""
    try:
        signer = parse_skey((folder / KEY).read_text("utf-8").strip())
    except FileNotFoundError:
        raise WitnessError(f"Expected {folder / KEY}, got nothing") from None
    except MalformedError as error:
        raise WitnessError(f"{folder / KEY}: {error}") from None
    with (folder / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WitnessError(f"Another process uses {folder}") from None
        try:
            memory = Memory(folder / MEMORY)
        except ForgottenError as error:
            raise WitnessError(str(error)) from None
        try:
            if memory.recall(_OWNER) != str(signer.vkey).encode():
                raise WitnessError(f"Expected the memory of {signer.vkey.name}, got another's")
            yield Witness(signer, memory, clock)
        finally:
            memory.close()


def logs_in(texts: Sequence[str], policies: Sequence[bytes] = ()) -> Logs:
    """The logs that are watched: vkeys, and those of policy files. Raises MalformedError."""
    keys = [NoteVerifier(parse_vkey(text)) for text in texts]
    keys += [log.verifier for raw in policies for log in parse_policy(raw).logs]
    found: dict[str, list[NoteVerifier]] = {}
    for key in keys:
        found.setdefault(key.vkey.name, []).append(key)
    return found


def _latest(kept: bytes | None) -> Latest:
    if kept is None:
        return Latest()
    size, root = kept.decode().split(" ")
    return Latest(int(size), bytes.fromhex(root))
