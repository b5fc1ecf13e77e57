"""How the integrator asks the signer: one question and one answer on a Unix socket.

    sign\\n  old 4 .. an empty line .. checkpoint      200\\n  the signed note
    last\\n  txng.example/log/2026                     200\\n  the note signed last, empty for none
    key\\n   txng.example/log/2026                     200\\n  the vkey
                                                       409\\n  why not, as `tlog.witness` words it

The body of `sign` is that of add-checkpoint, with a checkpoint that nobody signed yet. The asker closes
its side, so a question needs no length; it must come within `SECONDS` and is at most 64 KiB.
"""

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from txng.tlog.checkpoint import Checkpoint, parse_checkpoint, parse_hash, parse_number
from txng.tlog.errors import MalformedError, Refused
from txng.tlog.note import Vkey, parse_vkey, to_base64
from txng.tlog.witness import MAX_PROOF
from txng.transparency.signer import Duty

SECONDS: Final = 10.0
MOST: Final = 64 * 1024
LONGEST_PATH: Final = 100  # the system's limit is 108 bytes
_POLL: Final = 0.2


class SignerAway(Exception):
    """Nobody answers on the socket: the signer is not running, or is another user's."""


class SignerClient:
    """Asks over the socket. Raises SignerAway, and Refused as `Duty` does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def vkey(self, origin: str) -> Vkey:
        return parse_vkey(self._ask(b"key\n", origin.encode()).decode())

    def last(self, origin: str) -> bytes | None:
        return self._ask(b"last\n", origin.encode()) or None

    def sign(self, old: int, proof: Sequence[bytes], checkpoint: Checkpoint) -> bytes:
        lines = [f"old {old}", *map(to_base64, proof), "", checkpoint.text]
        return self._ask(b"sign\n", "\n".join(lines).encode())

    def _ask(self, verb: bytes, body: bytes) -> bytes:
        try:
            with (
                socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking,
                _short(self.path) as address,
            ):
                asking.settimeout(SECONDS)
                asking.connect(address)
                asking.sendall(verb + body)
                asking.shutdown(socket.SHUT_WR)
                status, gap, answer = _everything(asking).partition(b"\n")
        except OSError as error:
            raise SignerAway(f"Expected a signer at {self.path}: {error}") from None
        if not gap or not status.isdigit():
            raise SignerAway(f"Expected an answer from {self.path}, got {len(status)} bytes")
        if status != b"200":
            raise Refused(int(status), answer.decode("utf-8", "replace"))
        return answer


def serve(path: Path, duty: Duty, stop: threading.Event, ready: Callable[[], None]) -> None:
    """Answer until `stop` is set; `ready` is called once the socket is open.

    The caller holds the signer's lock, so a socket that is left over is nobody's. Raises whatever keeps
    the memory from being written: nothing more is signed.
    """
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        with _short(path) as address:
            listening.bind(address)
        path.chmod(0o660)  # the folder decides who comes near
        listening.listen(16)
        listening.settimeout(_POLL)
        ready()
        try:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    asker, _address = listening.accept()
                    with asker:
                        _answer(asker, duty)
        finally:
            path.unlink(missing_ok=True)


def _answer(asker: socket.socket, duty: Duty) -> None:
    asker.settimeout(SECONDS)
    try:
        question = _everything(asker)
    except OSError:  # gone, or too slow
        return
    try:
        answer = b"200\n" + answered(question, duty)
    except Refused as refused:
        answer = f"{refused.status}\n{refused}".encode()
    except MalformedError as error:
        answer = f"400\n{error}".encode()
    with contextlib.suppress(OSError):  # who asked is gone; it will ask again
        asker.sendall(answer)


def answered(question: bytes, duty: Duty) -> bytes:
    """The body of 200. Raises Refused and MalformedError."""
    verb, _, body = question.partition(b"\n")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise MalformedError("Expected UTF-8") from None
    if verb == b"key":
        return str(duty.vkey(text)).encode()
    if verb == b"last":
        return duty.last(text) or b""
    if verb != b"sign":
        raise MalformedError(f"Expected sign, last or key, got {verb[:20]!r}")
    head, gap, checkpoint = text.partition("\n\n")
    old, *hashes = head.split("\n")
    if not gap or not old.startswith("old ") or len(hashes) > MAX_PROOF:
        raise MalformedError("Expected an old size, hashes, an empty line and a checkpoint")
    proof = [parse_hash(line) for line in hashes]
    return duty.sign(parse_number(old.removeprefix("old ")), proof, parse_checkpoint(checkpoint))


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name of the socket that fits into an address: the system takes 108 bytes."""
    if len(os.fsencode(path)) <= LONGEST_PATH:
        yield os.fspath(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def _everything(connection: socket.socket) -> bytes:
    parts, size = [], 0
    while part := connection.recv(MOST):
        parts.append(part)
        size += len(part)
        if size > MOST:
            raise OSError("Expected less")
    return b"".join(parts)
