"""Checkpoints: what a log says of itself at one size, in three lines.

    txng.example/log/2026                               origin: the name of the log, unlike any other
    5                                                   how many entries it has
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=        root of the tree over them
                                                        further lines (extensions): read, never written

It travels as the text of a signed note (`note`): the log signs it, witnesses cosign it. Who holds two
checkpoints of one origin of which neither grew from the other has caught the log lying.

>>> checkpoint = parse_checkpoint(
...     "example.com/behind-the-sofa\\n20852163\\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\\n")
>>> checkpoint.origin, checkpoint.size, checkpoint.root.hex()[:8]
('example.com/behind-the-sofa', 20852163, '0ac5186a')

Source: c2sp.org/tlog-checkpoint.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from txng.tlog.errors import MalformedError, SignatureError, quoted
from txng.tlog.hashing import EMPTY_ROOT, HASH_BYTES, MAX_SIZE
from txng.tlog.note import (
    Note,
    NoteVerifier,
    Signer,
    Verified,
    check_text,
    from_base64,
    parse_note,
    to_base64,
    verify_note,
)

_NUMBER = re.compile("0|[1-9][0-9]{0,18}")


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """The text of a note as a checkpoint. Raises MalformedError."""
    check_text(text)
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise MalformedError("Expected an origin, a size and a root, and no empty line")
    origin, size, root, *extensions = lines
    found = Checkpoint(origin, parse_number(size), parse_hash(root), tuple(extensions))
    if found.size == 0 and found.root != EMPTY_ROOT:
        raise MalformedError("Expected the root of an empty tree at size 0, got another")
    return found


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> Note:
    """Raises MalformedError when the signer's name is not the origin: nobody would believe it."""
    if signer.vkey.name != checkpoint.origin:
        raise MalformedError(f"Expected a key of {checkpoint.origin}, got {signer.vkey.name}")
    return Note(checkpoint.text, (signer.sign(checkpoint.text),))


def open_checkpoint(raw: bytes, logs: Iterable[NoteVerifier]) -> tuple[Checkpoint, Verified]:
    """A checkpoint that one of these logs signed, under its own name.

    Raises MalformedError, and SignatureError when no log of that origin signed it.
    """
    note = parse_note(raw)
    checkpoint = parse_checkpoint(note.text)
    named = [log for log in logs if log.vkey.name == checkpoint.origin]
    if not named:
        raise SignatureError(f"Expected a log that is trusted, got {quoted(checkpoint.origin)}")
    return checkpoint, verify_note(note, named)


def parse_number(text: str) -> int:
    """A size or an index: decimal digits, no zero in front, below 2**63. Raises MalformedError."""
    if not _NUMBER.fullmatch(text) or int(text) > MAX_SIZE:
        raise MalformedError(f"Expected a number without leading zeros, got {quoted(text)}")
    return int(text)


def parse_hash(text: str) -> bytes:
    """Base64 of 32 bytes. Raises MalformedError."""
    value = from_base64(text)
    if len(value) != HASH_BYTES:
        raise MalformedError(f"Expected a hash of {HASH_BYTES} bytes, got {len(value)}")
    return value
