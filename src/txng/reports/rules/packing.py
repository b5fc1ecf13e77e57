"""Rows behind a number, kept small and compared: plain JSON, compressed, with a digest.

    counted(rows, splits)  ->  Behind(rows=((key, label, url, detail, amount), ...), splits={...})

>>> one = Behind((("a", "Cơ sở A", "", "", "1"),), {"sector": {"y-te": "1"}})
>>> unpack(pack(one), one.splits) == one
True
>>> two = Behind((("a", "Tên khác", "", "", "1"), ("b", "B", "", "", "1")), {})
>>> compare(one, two).added[0][0], compare(one, two).gone
('b', ())
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

PackedRow = tuple[str, str, str, str, str]
Splits = Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class Behind:
    """`rows` None: more than are kept. Amounts and counts are decimal numbers as text."""

    rows: tuple[PackedRow, ...] | None
    splits: Splits = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """`changed` are (row before, row after) of one key with another amount."""

    added: tuple[PackedRow, ...]
    gone: tuple[PackedRow, ...]
    changed: tuple[tuple[PackedRow, PackedRow], ...]
    splits: tuple[tuple[str, str, str | None, str | None], ...]
    """(by what, code, before, after) where a table differs."""


def pack(behind: Behind) -> bytes:
    """The rows alone: tables are small, and lie open beside them."""
    told = json.dumps(behind.rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(told.encode(), 6)


def unpack(packed: bytes, splits: Splits) -> Behind:
    rows = json.loads(zlib.decompress(bytes(packed)))
    return Behind(None if rows is None else tuple(tuple(row) for row in rows), splits)


def digest(value: str, behind: Behind) -> str:
    """Of what was counted: keys and amounts of the rows; where rows are too many, of value and tables."""
    if behind.rows is not None:
        told: object = [value, sorted((row[0], row[4]) for row in behind.rows)]
    else:
        told = [value, behind.splits]
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def compare(before: Behind, after: Behind) -> Change:
    old = {row[0]: row for row in before.rows or ()}
    new = {row[0]: row for row in after.rows or ()}
    if before.rows is None or after.rows is None:
        old, new = {}, {}
    return Change(
        tuple(row for key, row in new.items() if key not in old),
        tuple(row for key, row in old.items() if key not in new),
        tuple((old[key], new[key]) for key in old if key in new and old[key][4] != new[key][4]),
        tuple(_split_changes(before.splits, after.splits)),
    )


def _split_changes(old: Splits, new: Splits) -> list[tuple[str, str, str | None, str | None]]:
    found = []
    for by in sorted(set(old) & set(new)):
        for code in sorted(set(old[by]) | set(new[by])):
            before, after = old[by].get(code), new[by].get(code)
            if before != after:
                found.append((by, code, before, after))
    return found
