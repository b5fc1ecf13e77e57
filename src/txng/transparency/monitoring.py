"""A monitor: follows a log, computes everything again, and never forgets what it saw.

    checkpoint ──> signed? witnessed? ──> entries since last time ──> root again ──> the same? ──> remember

It keeps the right edge of the tree, 63 hashes at most, so a log that changed anything it had shown before
cannot make its new root fit. What a monitor says of a fork is two signed notes that contradict each
other: whoever reads them needs nobody's word. No Django and no database of the house.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from txng.eventstore.memory import Memory
from txng.tlog.checkpoint import Checkpoint, parse_checkpoint
from txng.tlog.entry import Entry, parse_entry
from txng.tlog.errors import TlogError
from txng.tlog.hashing import Edge, leaf_hash
from txng.tlog.note import parse_note
from txng.tlog.policy import Cosigned, Policy
from txng.tlog.tiles import WIDTH, TileReader
from txng.transparency.publishing_names import CHECKPOINT
from txng.transparency.sources import Source

QUIET: Final = frozenset({"event", "declaration"})


class Caught(Exception):
    """The log contradicts itself. `before` and `now` are signed notes, the evidence."""

    def __init__(self, sentence: str, before: bytes, now: bytes) -> None:
        super().__init__(sentence)
        self.before = before
        self.now = now


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found: `acts` are the official ones among the new entries, by number."""

    checkpoint: Checkpoint
    witnesses: tuple[Cosigned, ...]
    before: int
    kinds: Counter[str] = field(default_factory=Counter)
    acts: tuple[tuple[int, Entry], ...] = ()


class _Kept(msgspec.Struct):
    """What is remembered of a log."""

    size: int
    hashes: list[bytes]
    note: bytes


def opened(file: Path) -> Memory:
    """The monitor's memory, made at the first look."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return Memory(file, begin=not file.exists())


def look(
    source: Source, policy: Policy, memory: Memory, told: Callable[[int], None] = lambda new: None
) -> Seen:
    """Look once. `told` hears of entries as they are read.

    Raises Unreachable; TlogError for what is not signed, not witnessed or not there; Caught when the
    log was rolled back or shows another history than before.
    """
    note = source.fetch(CHECKPOINT)
    if note is None:
        raise TlogError(f"Expected a checkpoint at {source.name}, got nothing")
    parsed = parse_note(note)
    checkpoint = parse_checkpoint(parsed.text)
    policy.require_log(checkpoint, parsed)
    witnesses = policy.require_quorum(parsed)
    raw = memory.recall(checkpoint.origin)
    kept = _Kept(0, [], b"") if raw is None else msgspec.msgpack.decode(raw, type=_Kept)
    if checkpoint.size < kept.size:
        raise Caught(
            f"Expected at least {kept.size} entries, got {checkpoint.size}", kept.note, note
        )
    edge, kinds, acts = Edge(kept.size, kept.hashes), Counter[str](), []
    reader = TileReader(checkpoint.size, source.fetch)
    while edge.size < checkpoint.size:
        number, first = divmod(edge.size, WIDTH)
        for raw_entry in reader.bundle(number)[first:]:
            entry = parse_entry(raw_entry)
            kinds[entry.kind] += 1
            if entry.kind not in QUIET:
                acts.append((edge.size, entry))
            edge.append(leaf_hash(raw_entry))
        told(edge.size)
    if edge.root() != checkpoint.root:
        if kept.size:
            raise Caught(
                f"Expected the history of size {kept.size} under size {checkpoint.size}",
                kept.note,
                note,
            )
        raise TlogError("Expected the entries to make the root, got another")
    remembered = msgspec.msgpack.encode(_Kept(edge.size, edge.hashes, note))
    if raw != remembered:
        memory.replace(checkpoint.origin, raw, remembered)
    return Seen(checkpoint, witnesses, kept.size, kinds, tuple(acts))
