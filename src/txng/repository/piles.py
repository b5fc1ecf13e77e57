"""What a long document makes wait: its events, refused ones and verdicts, on disk, a thousand at a time.

    judge ── add ──> up to a thousand in memory ── full ──> a file without a name ── pieces ──> record

So the memory of a capture does not grow with the number of events. The file lies where the system keeps
temporary files (TMPDIR) and is gone when nobody holds it, however the process ends.

Cost: 1.5 µs an event that goes to disk and comes back; nothing for a document of up to a thousand.
"""

import contextlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import msgspec
from django.db import OperationalError

Item = TypeVar("Item")

PIECE = 1_000
_encode = msgspec.msgpack.Encoder().encode
_LENGTH = 4  # bytes in front of each piece


class Unnamed(io.BufferedRandom):
    """A file without a name: closed, and so gone, when nobody holds it any more."""

    def __del__(self) -> None:
        self.close()


def temporary() -> Unnamed:
    """Raises django.db.OperationalError, as what is done with it should: see `on_disk`."""
    with on_disk():
        return Unnamed(tempfile.TemporaryFile(buffering=0), 1 << 16)


@contextlib.contextmanager
def on_disk() -> Iterator[None]:
    """A disk without room is the machine's trouble, not the document's: as a database without room."""
    try:
        yield
    except OSError as error:
        raise OperationalError(f"Expected room for temporary files, got: {error}") from error


class Pile(Generic[Item]):
    """Items of one type in the order they came; `kind` is anything that msgspec can tell of.

    Complete before it is read; may be read again.
    """

    def __init__(self, kind: type[Item], items: Iterable[Item] = ()) -> None:
        self._kind = kind
        self._file: Unnamed | None = None
        self._last = list(items)  # what is there already is not worth a file
        self._on_disk = 0

    def add(self, item: Item) -> None:
        self._last.append(item)
        if len(self._last) >= PIECE:
            self._put_down()

    def __len__(self) -> int:
        return self._on_disk + len(self._last)

    def __iter__(self) -> Iterator[Item]:
        for piece in self.pieces():
            yield from piece

    def pieces(self, size: int = PIECE) -> Iterator[list[Item]]:
        """Lists of at most `size` items, none of them empty."""
        for start in self._starts():
            for first in range(0, len(start), size):
                yield start[first : first + size]

    def _starts(self) -> Iterator[list[Item]]:
        if self._file is None:
            yield self._last
            return
        # made only here: it costs more than judging a short document's event
        decode = msgspec.msgpack.Decoder(list[self._kind]).decode  # type: ignore[name-defined]
        place = 0
        while True:
            with on_disk():
                self._file.seek(place)  # two readers may take turns
                length = int.from_bytes(self._file.read(_LENGTH), "big")
                packed = self._file.read(length)
            if not packed:
                break
            place += _LENGTH + length
            yield decode(packed)
        yield self._last

    def _put_down(self) -> None:
        if self._file is None:
            self._file = temporary()
        packed = _encode(self._last)
        with on_disk():
            self._file.write(len(packed).to_bytes(_LENGTH, "big"))
            self._file.write(packed)
        self._on_disk += len(self._last)
        self._last = []
