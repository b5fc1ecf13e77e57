"""Hashes of entries and of the tree above them, and the edge of a tree that grows.

        root                     leaf = SHA-256(0x00 ‖ entry)
       /    \\                    node = SHA-256(0x01 ‖ left ‖ right)
      n      n                   root of no entries = SHA-256("")
     / \\    / \\
    0   1  2   3   4             the left side of a fork is always complete: it holds the largest
                                 power of two of leaves that is smaller than the whole

The two prefixes keep a leaf from being passed off as a node. Hashes are 32 bytes.

>>> tree_head([]).hex()[:8], tree_head([b""]).hex()[:8]
('e3b0c442', '6e340b9c')
>>> edge = Edge()
>>> for entry in (b"a", b"b", b"c"):
...     edge.append(leaf_hash(entry))
>>> edge.root() == tree_head([b"a", b"b", b"c"])
True

Source: RFC 6962 §2.1, RFC 9162 §2.1, c2sp.org/merkle-tree.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import add
from typing import Any, Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256().digest()
MAX_SIZE: Final = 2**63 - 1  # sizes are signed 64 bits in every other implementation

_LEAF: Final = sha256(b"\x00").copy
_NODE: Final = sha256(b"\x01").copy


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    return hashes_of(_LEAF, entries)


def hashes_of(begun: Callable[[], Any], messages: Iterable[bytes]) -> list[bytes]:
    """Of each message the hash behind what was hashed before: `begun` copies that state.

    A sixth cheaper than beginning each anew, of hashes that are most of the cost of a log.
    """
    found = []
    for message in messages:
        state = begun()
        state.update(message)
        found.append(state.digest())
    return found


def joined(row: Sequence[bytes]) -> list[bytes]:
    """The hash of each pair of neighbours; a lone last one is left out."""
    return hashes_of(_NODE, map(add, row[::2], row[1::2]))


def tree_head(entries: Iterable[bytes]) -> bytes:
    """Root over the entries themselves; all in memory."""
    return root_of(leaf_hashes(entries))


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Root over hashes of equally high complete subtrees, of which the last may be lower.

    Joining neighbours and carrying a lone last one up makes the very tree of RFC 6962.
    """
    if not hashes:
        return EMPTY_ROOT
    row = list(hashes)
    while len(row) > 1:
        row = joined(row) + row[len(row) & ~1 :]
    return row[0]


@dataclass(slots=True)
class Edge:
    """The complete subtrees of a growing tree: one hash for each one bit of its size, largest first.

    It answers `root()` at any size in memory for 63 hashes, whatever the number of leaves.
    """

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """`leaf` is a leaf's hash."""
        carried, size = leaf, self.size
        while size & 1:
            carried = node_hash(self.hashes.pop(), carried)
            size >>= 1
        self.hashes.append(carried)
        self.size += 1

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root
