"""The log as static files: tiles of 256 hashes, bundles of 256 entries, and where each one lies.

    tile/0/x001/234.p/17      level 0, tile 1234, so far 17 hashes wide
         │ └ three digits a folder, all but the last behind an "x"
         └ level 0: leaf hashes; level 1: a root for each full tile below; and so on

    tile/entries/000          the entries 0 to 255, each behind its length as a uint16

70,000 leaves: 273 full tiles and one of 112 hashes on level 0, one full and one of 17 on level 1, one of
1 on level 2. Files never change; a wider tile is another file.

>>> tile_path(0, 1234, 17), entries_path(0)
('tile/0/x001/234.p/17', 'tile/entries/000')
>>> parse_path("tile/0/x001/234.p/17")
TileName(level=0, index=1234, width=17)

The appender and the reader take `fetch(path)`, which answers the bytes of a file or None; neither
opens files nor sockets. What a reader reads is not believed: proofs made of it must be verified.

Source: c2sp.org/tlog-tiles.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from txng.tlog.errors import MalformedError, TileError, quoted
from txng.tlog.hashing import HASH_BYTES, MAX_SIZE, leaf_hash, node_hash, root_of

Fetch = Callable[[str], bytes | None]

WIDTH: Final = 256
HEIGHT: Final = 8  # a full tile is a complete subtree of this height
MAX_ENTRY: Final = 65_535  # its length is a uint16
CACHED_TILES: Final = 64

_PATH = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class TileName:
    """`level` None is a bundle of entries."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        if self.level is None:
            return entries_path(self.index, self.width)
        return tile_path(self.level, self.index, self.width)


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    return f"tile/{level}/{_index_path(index)}{_suffix(width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    return f"tile/entries/{_index_path(index)}{_suffix(width)}"


def parse_path(path: str) -> TileName:
    """The name of a tile or bundle in its one spelling. Raises MalformedError."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise MalformedError(f"Expected tile/<L>/<N>[.p/<W>], got {quoted(path)}")
    level, folders, width = found.groups()
    name = TileName(
        None if level == "entries" else int(level),
        int(folders.replace("x", "").replace("/", "")) if len(folders) < 40 else MAX_SIZE,
        int(width or WIDTH),
    )
    # one index has one path, without x000 in front; a full tile has no .p
    if name.path != path or name.width > WIDTH or name.index * WIDTH > MAX_SIZE:
        raise MalformedError(f"Expected tile/<L>/<N>[.p/<W>], got {quoted(path)}")
    return name


def tiles_of(size: int) -> Iterator[TileName]:
    """Every tile and bundle that a tree of this size has, bundles first, full ones before partial."""
    for level in (None, *range(64)):
        hashes = size >> HEIGHT * (level or 0)
        if hashes == 0:
            return
        yield from (TileName(level, index) for index in range(hashes // WIDTH))
        if hashes % WIDTH:
            yield TileName(level, hashes // WIDTH, hashes % WIDTH)


def width_of(level: int, index: int, size: int) -> int:
    """How many hashes the tile has in a tree of this size; 0 when it has no such tile."""
    return min(WIDTH, max(0, (size >> HEIGHT * level) - index * WIDTH))


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Raises MalformedError for an entry longer than 65,535 bytes."""
    return b"".join(_with_length(entry) for entry in entries)


def decode_bundle(bundle: bytes, width: int) -> list[bytes]:
    """The entries of a bundle. Raises TileError unless they are `width` and fill it exactly."""
    entries, at = [], 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        entries.append(bundle[start:at])
    if at != len(bundle) or len(entries) != width:
        raise TileError(f"Expected {width} entries in {len(bundle)} bytes, got {len(entries)}")
    return entries


class Appender:
    """Grows a log; holds its right edge only, at most 9 tiles and a bundle.

        appender = Appender(size, root, fetch)
        for path, content in appender.append(entries):
            ...                        # write it, durably, before anything is signed
        appender.size, appender.root() # what a checkpoint may now say

    The edge is read again from the tiles and checked against `root` and against the entries, so that a
    log whose tiles were changed, or which lost some, is not continued.
    """

    def __init__(self, size: int, root: bytes, fetch: Fetch) -> None:
        """Raises TileError when the tiles of `size` are not there or do not make `root`."""
        self.size = size
        self._hashes: list[list[bytes]] = []  # by level, the tile that is being filled
        self._entries: list[bytes] = []
        for level in range((max(size, 1).bit_length() - 1) // HEIGHT + 1):
            count = size >> HEIGHT * level
            index, width = divmod(count, WIDTH)
            name = TileName(level, index, width)
            self._hashes.append(_hashes_of(_fetched(name, fetch), name) if width else [])
        if size % WIDTH:
            name = TileName(None, size // WIDTH, size % WIDTH)
            self._entries = decode_bundle(_fetched(name, fetch), name.width)
            if [leaf_hash(entry) for entry in self._entries] != self._hashes[0]:
                raise TileError(f"Expected the entries of {name.path} to hash to their tile")
        if self.root() != root:
            raise TileError(f"Expected the tiles of size {size} to make the root, got another")

    def append(self, entries: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
        """(path, content) of each file that the entries fill or begin; full ones as they fill.

        Read it to its end: the partial tiles of the new size come last, `size` and `root` count what
        was read. Raises MalformedError for an entry longer than 65,535 bytes; the appender is then
        of no further use.
        """
        began = self.size
        source = iter(entries)
        while batch := list(islice(source, WIDTH - len(self._entries))):
            self._entries += batch
            self._hashes[0] += [leaf_hash(entry) for entry in batch]
            self.size += len(batch)
            if len(self._entries) == WIDTH:
                yield entries_path(self.size // WIDTH - 1), encode_bundle(self._entries)
                self._entries = []
                yield from self._full_tiles()
        if self.size != began:
            yield from self._partial_files(began)

    def root(self) -> bytes:
        below: list[bytes] = []
        for hashes in self._hashes:
            row = hashes + below
            below = [root_of(row)] if row else []
        return below[0] if below else root_of([])

    def _full_tiles(self) -> Iterator[tuple[str, bytes]]:
        level = 0
        while len(self._hashes[level]) == WIDTH:
            index = (self.size >> HEIGHT * (level + 1)) - 1
            yield tile_path(level, index), b"".join(self._hashes[level])
            if level + 1 == len(self._hashes):
                self._hashes.append([])
            self._hashes[level + 1].append(root_of(self._hashes[level]))
            self._hashes[level] = []
            level += 1

    def _partial_files(self, began: int) -> Iterator[tuple[str, bytes]]:
        """Those of the new size that the size it began with had not."""
        if self._entries:
            yield (
                entries_path(self.size // WIDTH, len(self._entries)),
                encode_bundle(self._entries),
            )
        for level, hashes in enumerate(self._hashes):
            if hashes and began >> HEIGHT * level != self.size >> HEIGHT * level:
                index = self.size >> HEIGHT * (level + 1)
                yield tile_path(level, index, len(hashes)), b"".join(hashes)


class TileReader:
    """Hashes and entries of the tree of one size, read from its tiles; keeps the last 64 tiles.

    `reader.read` is what `proofs` asks for. A partial tile that is gone is cut from the full one.
    """

    def __init__(self, size: int, fetch: Fetch) -> None:
        self.size = size
        self._fetch = fetch
        self._tiles: OrderedDict[tuple[int, int], list[list[bytes]]] = OrderedDict()

    def read(self, level: int, index: int) -> bytes:
        """Hash of the complete subtree of 2**level leaves number `index`. Raises TileError."""
        if (index + 1) << level > self.size:
            raise TileError(f"Expected a subtree within {self.size} leaves, got ({level}, {index})")
        tile_level, inside = divmod(level, HEIGHT)
        tile, first = divmod(index << inside, WIDTH)
        return self._tile(tile_level, tile)[inside][first >> inside]

    def entry(self, index: int) -> bytes:
        """Raises TileError when the bundle is missing or damaged."""
        if not 0 <= index < self.size:
            raise TileError(f"Expected an index below {self.size}, got {index}")
        return self.bundle(index // WIDTH)[index % WIDTH]

    def bundle(self, index: int) -> list[bytes]:
        """The entries [256 * index, ..) of this size."""
        name = TileName(None, index, width_of(0, index, self.size))
        return decode_bundle(_fetched(name, self._fetch), name.width)

    def _tile(self, level: int, index: int) -> list[list[bytes]]:
        """A tile with the levels that lie inside it: 256 hashes, 128, .. 1."""
        key = level, index
        if key in self._tiles:
            self._tiles.move_to_end(key)
            return self._tiles[key]
        name = TileName(level, index, width_of(level, index, self.size))
        rows = [_hashes_of(_fetched(name, self._fetch), name)]
        for _ in range(HEIGHT):
            row = rows[-1]
            rows.append([node_hash(*pair) for pair in zip(row[::2], row[1::2], strict=False)])
        self._tiles[key] = rows
        if len(self._tiles) > CACHED_TILES:
            self._tiles.popitem(last=False)
        return rows


def _fetched(name: TileName, fetch: Fetch) -> bytes:
    """The file of this width, or as much of the full one: partial files may be gone by then."""
    content = fetch(name.path)
    if content is not None:
        return content
    full = fetch(replace(name, width=WIDTH).path) if name.width < WIDTH else None
    if full is None:
        raise TileError(f"Expected {name.path}, got nothing")
    if name.level is None:
        return encode_bundle(decode_bundle(full, WIDTH)[: name.width])
    return full[: name.width * HASH_BYTES]


def _hashes_of(content: bytes, name: TileName) -> list[bytes]:
    if len(content) != name.width * HASH_BYTES:
        raise TileError(
            f"Expected {name.width * HASH_BYTES} bytes in {name.path}, got {len(content)}"
        )
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]


def _with_length(entry: bytes) -> bytes:
    if len(entry) > MAX_ENTRY:
        raise MalformedError(f"Expected an entry of at most {MAX_ENTRY} bytes, got {len(entry)}")
    return len(entry).to_bytes(2, "big") + entry


def _index_path(index: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups: Sequence[str] = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def _suffix(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"
