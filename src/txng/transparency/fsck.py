"""Is the log still what the database says, and the database what the log says? Index by index.

    event + opening ──> entry as it should be   D ┐
    tile/entries/000    entry as it lies there  E ├ two that agree name the third
    tile/0/000          its hash                T ┘

    D E T   all agree                       sound
    . E T   agree, D differs                event, opening or act number i was changed
    D . T   agree, E differs                entry number i was changed
    D E .   agree, T differs                tile was changed at number i

From the leaves that won, every tile above and the root of every kept checkpoint is computed again. Somebody
who rewrites event, opening, entry and tiles together is found there: the first checkpoint whose root
differs says between which two sizes, and the signer's and the witnesses' signatures say which is true.

Rows of events are also compared with their own columns, and the journal is walked beside the openings, so
that an event that was planted, moved or removed is named as well.
Cost: about 80 hashes an event and twice their time for the rest (`make bench`); reads only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from txng.eventstore import journal
from txng.eventstore.journal import Committed, Position
from txng.eventstore.keys import event_uri
from txng.tlog.checkpoint import open_checkpoint
from txng.tlog.errors import TlogError
from txng.tlog.hashing import HASH_BYTES, Edge, leaf_hash, root_of
from txng.tlog.tiles import WIDTH, TileName, encode_bundle, entries_path, parse_path, tile_path
from txng.tlog.witness import Latest
from txng.transparency import rules
from txng.transparency.connection import store
from txng.transparency.entries import entry_of_act
from txng.transparency.folder import LogFolder
from txng.transparency.leaves import Keys, entry_of
from txng.transparency.models import Act, Checkpoint, Opening, Progress, Shard
from txng.transparency.publishing import verifiers_of
from txng.transparency.publishing_names import CHECKPOINT

What = Literal[
    "event", "act", "opening", "entry", "tile", "checkpoint", "planted", "rewritten", "published"
]
CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Damage:
    """`index` of the entry in the shard `year`, up to `last` where it cannot be said more exactly; -1
    for what is no entry. `detail` is in English, for whoever mends it."""

    what: What
    year: int
    index: int
    detail: str
    last: int = -1


@dataclass(frozen=True, slots=True)
class Expected:
    """An entry as the database has it; None when it cannot be made. `what` it is made of."""

    index: int
    entry: bytes | None
    what: What
    detail: str


@dataclass
class Fsck:
    """`folder` holds the shards' folders; `told` is called with the number of entries looked at."""

    folder: Path
    told: Callable[[int], None] = lambda entries: None

    def run(self) -> Iterator[Damage]:
        progress = Progress.objects.filter(pk=1).first() or Progress()
        rows = _Journal(progress.position)
        for shard in Shard.objects.order_by("year"):
            yield from self._shard(shard, progress, rows)
        yield from rows.rest()

    def _shard(self, shard: Shard, progress: Progress, rows: "_Journal") -> Iterator[Damage]:
        year, found = shard.year, list[Damage]()
        tiles = _Tiles(LogFolder(self.folder / str(year)), shard, _signed_size(year), found)
        roots = _Roots(shard, found)
        size = progress.size if year == progress.year else tiles.size
        for expected in _expected(year, size, rows, found):
            if expected.index < tiles.size:
                roots.add(tiles.leaf(expected))
            elif expected.entry is None:
                found.append(Damage(expected.what, year, expected.index, expected.detail))
            if len(found) or expected.index % CHUNK == CHUNK - 1:
                yield from found
                found.clear()
            if expected.index % CHUNK == CHUNK - 1:
                self.told(CHUNK)
        tiles.end()
        roots.end(LogFolder(self.folder / str(year)))
        yield from found
        self.told(size % CHUNK)


def _signed_size(year: int) -> int:
    places = rules.place(year, 0), rules.place(year + 1, 0) - 1
    newest = Checkpoint.objects.filter(place__range=places).order_by("-place").first()
    return newest.size if newest else 0


# --- the database ---------------------------------------------------------------------------------


class _Journal:
    """The events in the order of their commits, walked beside the openings, which have the same."""

    def __init__(self, until: Position) -> None:
        self._rows = self._read(until)
        self._next = next(self._rows, None)

    def _read(self, until: Position) -> Iterator[Committed]:
        position = journal.BEGINNING
        while rows := journal.behind(store(), position, limit=CHUNK, until=until, thorough=True):
            yield from rows
            position = rows[-1].position

    def row(self, place: int, key: bytes, found: list[Damage]) -> tuple[Committed | None, str]:
        """The row of the opening at `place`; else None, and what became of it."""
        while self._next is not None and self._next.key != key:
            opening = Opening.objects.filter(event_key=self._next.key).first()
            if opening is not None and opening.place > place:
                break  # the row of a later opening: ours is not here
            if opening is None:
                found.append(_planted(self._next))
            self._next = next(self._rows, None)
        if self._next is not None and self._next.key == key:
            row, self._next = self._next, next(self._rows, None)
            return row, row.damage
        elsewhere = journal.with_keys(store(), [key]).get(key)
        if elsewhere is None:
            return None, f"event {event_uri(key)} is gone"
        return elsewhere, "its record time was changed"

    def rest(self) -> Iterator[Damage]:
        while self._next is not None:
            if not Opening.objects.filter(event_key=self._next.key).exists():
                yield _planted(self._next)
            self._next = next(self._rows, None)


def _planted(row: Committed) -> Damage:
    return Damage("planted", 0, -1, f"event {event_uri(row.key)} was stored behind the log's back")


def _expected(year: int, size: int, rows: _Journal, found: list[Damage]) -> Iterator[Expected]:
    for start in range(0, size, CHUNK):
        end = min(start + CHUNK, size)
        places = rules.place(year, start), rules.place(year, end) - 1
        openings = {
            one[0]: one
            for one in Opening.objects.filter(place__range=places).values_list(
                "place", "event_key", "secret", "person_key", "person_digest"
            )
        }
        acts = {one.place: one for one in Act.objects.filter(place__range=places)}
        for index in range(start, end):
            place = rules.place(year, index)
            if place in openings:
                yield _of_event(index, openings[place], rows, found)
            elif place in acts:
                yield _of_act(index, acts[place])
            else:
                yield Expected(index, None, "opening", "the opening is gone")


def _of_event(
    index: int,
    opening: tuple[Any, ...],
    rows: _Journal,
    found: list[Damage],
) -> Expected:
    place, key, secret, person_key, person_digest = opening
    row, damage = rows.row(place, bytes(key), found)
    if row is None or row.payload is None:
        return Expected(index, None, "event", damage)
    keys = Keys(
        bytes(secret),
        None if person_key is None else bytes(person_key),
        None if person_digest is None else bytes(person_digest),
    )
    try:
        entry = entry_of(row, keys).encode()
    except (TlogError, TypeError, ValueError) as error:
        return Expected(index, None, "opening", f"cannot be used: {error}")
    if damage:  # the entry may still be right: record time and columns are not all in it
        found.append(Damage("event", rules.year_of(place), index, damage))
    return Expected(index, entry, "event", "event or opening was changed")


def _of_act(index: int, act: Act) -> Expected:
    try:
        return Expected(index, entry_of_act(act).encode(), "act", "the act was changed")
    except (TlogError, TypeError, ValueError) as error:
        return Expected(index, None, "act", f"cannot be told: {error}")


# --- the files --------------------------------------------------------------------------------------


class _Tiles:
    """Goes through bundles and leaf tiles beside the database, and makes the tiles above again."""

    def __init__(self, folder: LogFolder, shard: Shard, size: int, found: list[Damage]) -> None:
        self.size = size
        self._folder, self._shard, self._found = folder, shard, found
        self._entries: list[bytes] = []
        self._hashes: list[bytes] = []
        self._broken: set[What] = (
            set()
        )  # files that cannot be taken apart: told once, not per index
        self._leaves: list[bytes] = []  # of the tile at hand, as they should be
        self._above: list[
            list[bytes]
        ] = []  # what the tiles of level 1, 2, .. should hold, end to end

    def leaf(self, expected: Expected) -> bytes:
        """The hash of this leaf by two of the three that know it; reports the third."""
        index, at = expected.index, expected.index % WIDTH
        if at == 0:
            self._open(index // WIDTH)
        should = None if expected.entry is None else leaf_hash(expected.entry)
        lies = leaf_hash(self._entries[at]) if at < len(self._entries) else None
        told = self._hashes[at] if at < len(self._hashes) else None
        leaf = should
        if leaf is None or not leaf == lies == told:
            leaf = self._voted(expected, should, lies, told)
        self._leaves.append(leaf)
        if at == WIDTH - 1:
            self._lift(0, root_of(self._leaves))
        return leaf

    def _voted(
        self, expected: Expected, should: bytes | None, lies: bytes | None, told: bytes | None
    ) -> bytes:
        index, number = expected.index, expected.index // WIDTH
        if lies is not None and lies == told:
            if should is not None or not self._shard.is_lost(index):
                self._say(expected.what, index, expected.detail)
            return lies
        if should is not None and should == told:
            self._say_file("entry", index, entries_path(number))
            return should
        if should is not None and should == lies:
            self._say_file("tile", index, tile_path(0, number))
            return should
        self._say("rewritten", index, "row, entry and tile all differ")
        return told or lies or should or bytes(HASH_BYTES)

    def _open(self, number: int) -> None:
        width = min(WIDTH, self.size - number * WIDTH)
        tile = self._fetch(tile_path(0, number, width), tile_path(0, number))
        bundle = self._fetch(entries_path(number, width), entries_path(number))
        self._hashes = _cut(tile)
        self._leaves, self._broken = [], set()
        if len(tile) % HASH_BYTES or len(self._hashes) < width:
            self._broken.add("tile")
        self._entries = _split(bundle)
        if encode_bundle(self._entries) != bundle or len(self._entries) < width:
            self._broken.add("entry")

    def _fetch(self, partial: str, full: str) -> bytes:
        return self._folder.fetch(partial) or self._folder.fetch(full) or b""

    def _lift(self, level: int, root: bytes) -> None:
        """A full tile of `level` is a hash of the level above."""
        if level == len(self._above):
            self._above.append([])
        row = self._above[level]
        row.append(root)
        if len(row) % WIDTH == 0:
            self._lift(level + 1, root_of(row[-WIDTH:]))

    def end(self) -> None:
        """The tiles above, and the narrower versions of tiles that are still lying about."""
        for level, row in enumerate(self._above, start=1):
            for start in range(0, len(row), WIDTH):
                should = row[start : start + WIDTH]
                path = tile_path(level, start // WIDTH, len(should))
                lies = _cut(self._fetch(path, tile_path(level, start // WIDTH)))
                for at, one in enumerate(should):
                    if at >= len(lies) or lies[at] != one:
                        first = (start + at) << 8 * level
                        last = first + (1 << 8 * level) - 1
                        self._say("tile", first, f"{path} was changed", last)
        for narrow in sorted(self._folder.root.glob("tile/**/*.p/*")):
            self._narrower(narrow)

    def _narrower(self, file: Path) -> None:
        """A partial tile must begin as the widest one does, which was compared above."""
        path = file.relative_to(self._folder.root).as_posix()
        try:
            name = parse_path(path)
            width = min(WIDTH, (self.size >> 8 * (name.level or 0)) - name.index * WIDTH)
            if name.width >= width:  # the widest itself; or from a round that was not signed
                return
            wide = TileName(name.level, name.index, width).path
            whole = self._fetch(wide, TileName(name.level, name.index).path)
            content = file.read_bytes()
            is_same = whole.startswith(content)
            if name.level is None:
                is_same = is_same and len(_split(content)) == name.width
        except (TlogError, OSError):
            return  # a name that no reader ever asks for
        if not is_same:
            what: What = "entry" if name.level is None else "tile"
            first = name.index * WIDTH << 8 * (name.level or 0)
            last = (name.index * WIDTH + name.width << 8 * (name.level or 0)) - 1
            self._say(what, first, f"{path} was changed", last)

    def _say_file(self, what: What, index: int, path: str) -> None:
        """A file that is broken is told where it breaks, with all that lies behind in it."""
        if what in self._broken:
            if any(one.what == what and one.last >= index for one in self._found[-2:]):
                return
            last = min((index // WIDTH + 1) * WIDTH, self.size) - 1
            self._say(what, index, f"{path} was changed, cut off or is gone", last)
        else:
            self._say(what, index, f"{path} was changed")

    def _say(self, what: What, index: int, detail: str, last: int = -1) -> None:
        self._found.append(Damage(what, self._shard.year, index, detail, last))


class _Roots:
    """The root at every size of which a checkpoint is kept, computed from the leaves."""

    def __init__(self, shard: Shard, found: list[Damage]) -> None:
        self._shard, self._found = shard, found
        self._edge = Edge()
        places = rules.place(shard.year, 0), rules.place(shard.year + 1, 0) - 1
        self._kept = (
            Checkpoint.objects.filter(place__range=places)
            .order_by("place")
            .values_list("place", "root", "note")
            .iterator(CHUNK)
        )
        self._next = next(self._kept, None)
        self._verifiers = verifiers_of(shard)
        self._last_good = 0
        self._is_told = False

    def add(self, leaf: bytes) -> None:
        edge = self._edge
        edge.append(leaf)
        while self._next is not None and rules.index_of(self._next[0]) <= edge.size:
            self._compare(edge.size, bytes(self._next[1]), bytes(self._next[2]))
            self._next = next(self._kept, None)

    def _compare(self, size: int, root: bytes, note: bytes) -> None:
        computed = self._edge.root()
        signed = self._signed(note)
        if signed is None or signed != (size, root):
            self._say("checkpoint", size, f"the row of size {size} is not what was signed")
        if signed is None or signed.root == computed or signed.size != size:
            self._last_good = size if signed is not None else self._last_good
        elif not self._is_told:  # all later ones differ as well
            self._is_told = True
            self._say(
                "rewritten",
                self._last_good,
                f"the tree of {size} is not what was signed",
                size - 1,
            )

    def _signed(self, note: bytes) -> Latest | None:
        try:
            checkpoint, _verified = open_checkpoint(note, self._verifiers)
        except TlogError:
            return None
        return Latest(checkpoint.size, checkpoint.root)

    def end(self, folder: LogFolder) -> None:
        """What is published was signed, and is a tree that this one grew from."""
        note = folder.fetch(CHECKPOINT)
        if note is None and self._edge.size:
            self._say("published", -1, "the file checkpoint is gone")
        elif note is not None:
            signed = self._signed(note)
            place = rules.place(self._shard.year, signed.size if signed else 0)
            kept = Checkpoint.objects.filter(place=place).first()
            if signed is None or kept is None or bytes(kept.root) != signed.root:
                self._say("published", -1, "the file checkpoint is not one that was kept")

    def _say(self, what: What, index: int, detail: str, last: int = -1) -> None:
        self._found.append(Damage(what, self._shard.year, index, detail, last))


def _cut(tile: bytes) -> list[bytes]:
    whole = len(tile) - len(tile) % HASH_BYTES
    return [tile[at : at + HASH_BYTES] for at in range(0, whole, HASH_BYTES)]


def _split(bundle: bytes) -> list[bytes]:
    """As many whole entries as there are."""
    entries, at = [], 0
    while at + 2 <= len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle):
            break
        entries.append(bundle[at + 2 : end])
        at = end
    return entries
