"""A document on its way in: a short one in memory, a long one compressed on disk, piece by piece.

    socket ── pieces ──┬── up to SMALL bytes in all ──> bytes
                       └── more ── zstd ──> a file without a name, as the job will keep it

So a hundred senders of 64 MB at a time cost the web worker no more memory than short documents do.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from txng.eventstore.compression import compress_pieces
from txng.repository.piles import on_disk, temporary

_HEAD = 1024  # bytes: they tell JSON from XML
_SLICE = 1 << 20


@dataclass(frozen=True, slots=True)
class LongDocument:
    """`head`: its first bytes. `size` in bytes, `digest` is the SHA-256 of all; `packed` as jobs keep it."""

    head: bytes
    size: int
    digest: bytes
    packed: BinaryIO


def take_in(pieces: Iterable[bytes], small: int) -> bytes | LongDocument:
    """The document itself when it has at most `small` bytes.

    Raises what `pieces` raises; django.db.OperationalError when the disk is full.
    """
    pieces = iter(pieces)
    first: list[bytes] = []
    size = 0
    for piece in pieces:
        first.append(piece)
        size += len(piece)
        if size > small:
            break
    else:
        return b"".join(first)
    head = first[0] if len(first[0]) >= _HEAD else b"".join(first)
    size, digest = 0, hashlib.sha256()

    def counted() -> Iterator[bytes | memoryview]:
        nonlocal size
        for part in sliced(chain(first, pieces)):
            size += len(part)
            digest.update(part)
            yield part

    packed = compressed(counted())
    return LongDocument(head[:_HEAD], size, digest.digest(), packed)


def compressed(pieces: Iterable[bytes | memoryview]) -> BinaryIO:
    """On disk, as `compress_document` would make it. Raises django.db.OperationalError."""
    file = temporary()
    for piece in compress_pieces(pieces):
        with on_disk():
            file.write(piece)
    return file


def sliced(pieces: Iterable[bytes]) -> Iterator[bytes | memoryview]:
    """The same bytes in pieces of a megabyte at most: what is compressed at once is in memory at once."""
    for piece in pieces:
        whole = memoryview(piece)
        for start in range(0, len(piece), _SLICE):
            yield whole[start : start + _SLICE]
