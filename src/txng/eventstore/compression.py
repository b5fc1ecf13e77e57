"""Events are small and alike: a trained dictionary makes them a tenth of their size.

Dictionaries 0 and 1000 stand for none. A trained dictionary is a file `dictionaries/<number>.zdict`, made by
`tools/train_dictionary.py` and copied into the database when it is set up, so that a backup can
always be read. **Numbers are never used twice and files never change**: payloads refer to them.

Cost: 2 µs to compress an event, 1 µs to read it back (ratio 0.12 on events like those trained on).
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from io import BytesIO

import zstandard

from txng.epcis.json_ld import MAX_EVENT

LEVEL = 3
STATEMENTS = 1000  # from here on the numbers are of dictionaries for statements, below for events


def packaged_dictionaries() -> dict[int, bytes]:
    """Number -> content of every dictionary shipped with this version."""
    folder = files("txng.eventstore") / "dictionaries"
    if not folder.is_dir():
        return {}
    return {
        int(entry.name.split(".")[0]): entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.endswith(".zdict")
    }


class Compressor:
    """Compresses with the newest dictionary, reads with any. Safe to share between threads."""

    def __init__(self, dictionaries: Mapping[int, bytes]) -> None:
        self.number = max(dictionaries, default=0)
        self._dictionaries = {
            number: zstandard.ZstdCompressionDict(content)
            for number, content in dictionaries.items()
        }
        if self.number:
            # prepared once: digesting the dictionary costs more than compressing an event
            self._dictionaries[self.number].precompute_compress(level=LEVEL)
        self._local = threading.local()

    def compress(self, payload: bytes) -> bytes:
        try:
            compressor = self._local.compressor
        except AttributeError:
            chosen = self._dictionaries.get(self.number)
            compressor = self._local.compressor = zstandard.ZstdCompressor(
                level=LEVEL,
                dict_data=chosen,
                write_checksum=False,
                write_dict_id=False,  # four bytes of eighty; the row names its dictionary
            )
        # copied: the compressor leaves the room of the largest possible answer behind a short one,
        # 400 bytes for each of the 100,000 events that may wait in memory
        return bytes(memoryview(compressor.compress(payload)))

    def decompress(self, number: int, payload: bytes) -> bytes:
        """Raises KeyError for an unknown dictionary, zstandard.ZstdError for a damaged payload."""
        try:
            readers = self._local.readers
        except AttributeError:
            readers = self._local.readers = {}
        reader = readers.get(number)
        if reader is None:
            chosen = self._dictionaries[number] if number else None
            reader = readers[number] = zstandard.ZstdDecompressor(dict_data=chosen)
        # a damaged row must not ask for all the memory; the decoder believes what a frame announces
        if zstandard.frame_content_size(payload) > MAX_EVENT:
            raise zstandard.ZstdError(f"Expected at most {MAX_EVENT} bytes, got a larger frame")
        return bytes(reader.decompress(payload))


def unpacked_size(payload: bytes) -> int:
    """Bytes that an event has once unpacked, as its frame announces, without unpacking it."""
    try:
        return int(zstandard.frame_content_size(payload))
    except zstandard.ZstdError:  # damaged: its reader is told
        return 0


_documents = threading.local()


def compress_document(document: bytes) -> bytes:
    """A whole capture document, kept with its job as evidence."""
    try:
        compressor = _documents.compressor
    except AttributeError:  # making one costs more than a short document
        compressor = _documents.compressor = zstandard.ZstdCompressor(level=LEVEL)
    return bytes(compressor.compress(document))  # written at once, so not worth a copy


def compress_pieces(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """A document that comes in pieces, compressed as it comes: another frame, which reads back the same."""
    compressor = zstandard.ZstdCompressor(level=LEVEL).compressobj()
    for piece in pieces:
        if some := compressor.compress(piece):
            yield some
    yield compressor.flush()


def decompress_document(parts: Iterable[bytes]) -> bytes:
    """A document from its parts, one after the other, so that never both are in memory as a whole.

    Raises zstandard.ZstdError for what is damaged or ends early.
    """
    reader = zstandard.ZstdDecompressor().decompressobj()
    document = BytesIO()
    for part in parts:
        document.write(reader.decompress(part))
    if not reader.eof:
        raise zstandard.ZstdError("Expected the end of the document, got none")
    return document.getvalue()
