"""Proofs that an entry is in a tree, and that a tree only grew.

    inclusion of 2 in 5:   3, n(0,1), 4            consistency 3 -> 5:   2, 3, n(0,1), 4

          root                                          root
         /    \\                                        /    \\
        n      4*                                     n      4*
       / \\                                           / \\
     n*   n                                        n*   n
    / \\  / \\                                      / \\  / \\
    0 1  2 3*                                     0 1  2* 3*

A prover reads hashes of complete subtrees through `read(level, index)`: level 0 is the leaves, and
(level, index) covers the leaves from index * 2**level on. A verifier needs the proof and the roots only.

>>> from txng.tlog.hashing import leaf_hash, node_hash, tree_head
>>> entries = [bytes([n]) for n in range(3)]
>>> pair = node_hash(leaf_hash(entries[0]), leaf_hash(entries[1]))
>>> read = lambda level, index: pair if level else leaf_hash(entries[index])
>>> proof = inclusion_proof(2, 3, read)
>>> proof == [pair]
True
>>> verify_inclusion(leaf_hash(entries[2]), 2, 3, proof, tree_head(entries))
>>> verify_inclusion(leaf_hash(entries[1]), 2, 3, proof, tree_head(entries))
Traceback (most recent call last):
txng.tlog.errors.ProofError: Expected the inclusion proof to lead to the root, got another hash

Verifying is strict: the number of hashes follows from the sizes and is checked before anything is
hashed, so that no proof costs more than 2 * 63 hashes and none has a spare part.
Source: RFC 9162 §2.1.3 and §2.1.4, c2sp.org/merkle-tree.
"""

from collections.abc import Callable, Iterator, Sequence
from hmac import compare_digest

from txng.tlog.errors import ProofError
from txng.tlog.hashing import HASH_BYTES, MAX_SIZE, node_hash

Read = Callable[[int, int], bytes]


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """From the leaf's neighbour up to the root's child. Raises ProofError unless index < size."""
    if not 0 <= index < size <= MAX_SIZE:
        raise ProofError(f"Expected 0 <= index < size, got index {index} and size {size}")
    start, end = 0, size
    beside: list[tuple[int, int]] = []
    while end - start > 1:
        fork = start + _largest_power_below(end - start)
        if index < fork:
            beside.append((fork, end))
            end = fork
        else:
            beside.append((start, fork))
            start = fork
    return [range_hash(*found, read) for found in reversed(beside)]


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """That the first `old` leaves of the tree of `new` are the tree of `old`. Empty for 0 and for new.

    Raises ProofError unless 0 <= old <= new.
    """
    if not 0 <= old <= new <= MAX_SIZE:
        raise ProofError(f"Expected 0 <= old <= new, got {old} and {new}")
    if old == 0:
        return []
    start, end = 0, new
    parts: list[tuple[int, int]] = []
    while end != old:
        fork = start + _largest_power_below(end - start)
        if old <= fork:
            parts.append((fork, end))
            end = fork
        else:
            parts.append((start, fork))
            start = fork
    if start > 0:  # else the part is the old tree itself, whose root the verifier has
        parts.append((start, end))
    return [range_hash(*found, read) for found in reversed(parts)]


def root_hash(size: int, read: Read) -> bytes:
    """Root of the first `size` leaves. Raises ProofError unless size > 0."""
    if not 0 < size <= MAX_SIZE:
        raise ProofError(f"Expected a size above 0, got {size}")
    return range_hash(0, size, read)


def range_hash(start: int, end: int, read: Read) -> bytes:
    """Root over the leaves [start, end), start a multiple of the largest power of two in it."""
    subtrees = list(_complete_subtrees(start, end))
    joined = read(*subtrees.pop())
    while subtrees:
        joined = node_hash(read(*subtrees.pop()), joined)
    return joined


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Raises ProofError unless `leaf`, the hash of an entry, is number `index` of the tree."""
    if not compare_digest(root_from_inclusion(leaf, index, size, proof), root):
        raise ProofError("Expected the inclusion proof to lead to the root, got another hash")


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that the proof leads to. Raises ProofError when it cannot be a proof of this place."""
    if not 0 <= index < size <= MAX_SIZE:
        raise ProofError(f"Expected 0 <= index < size, got index {index} and size {size}")
    # below the fork that parts the leaf from the last leaf there is a neighbour on each level;
    # above it, on the tree's right border, only on the levels where a left neighbour exists
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    _check_hashes(leaf, proof, inner + border)
    joined = leaf
    for level in range(inner):
        beside = proof[level]
        if index >> level & 1:
            joined = node_hash(beside, joined)
        else:
            joined = node_hash(joined, beside)
    for beside in proof[inner:]:
        joined = node_hash(beside, joined)
    return joined


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Raises ProofError unless the tree of `new` begins with the tree of `old`."""
    if not 0 <= old <= new <= MAX_SIZE:
        raise ProofError(f"Expected 0 <= old <= new, got {old} and {new}")
    if old in (0, new):
        if proof:
            raise ProofError(f"Expected an empty proof from {old} to {new}, got {len(proof)}")
        if old == new and not compare_digest(old_root, new_root):
            raise ProofError(f"Expected one root at size {old}, got two")
        return
    # the old tree's last complete subtree is where the walk begins; from there as for inclusion
    shift = (old & -old).bit_length() - 1
    inner = ((old - 1) ^ (new - 1)).bit_length() - shift
    border = ((old - 1) >> shift + inner).bit_count()
    is_complete = old == 1 << shift
    _check_hashes(old_root, proof, inner + border + (not is_complete))
    start = 0 if is_complete else 1
    was = joined = old_root if is_complete else proof[0]
    place = (old - 1) >> shift
    for level in range(inner):
        beside = proof[start + level]
        if place >> level & 1:
            was, joined = node_hash(beside, was), node_hash(beside, joined)
        else:
            joined = node_hash(joined, beside)
    for beside in proof[start + inner :]:
        was, joined = node_hash(beside, was), node_hash(beside, joined)
    if not compare_digest(was, old_root):
        raise ProofError("Expected the consistency proof to lead to the old root, got another hash")
    if not compare_digest(joined, new_root):
        raise ProofError("Expected the consistency proof to lead to the new root, got another hash")


def _check_hashes(first: bytes, proof: Sequence[bytes], expected: int) -> None:
    if len(proof) != expected:
        raise ProofError(f"Expected {expected} hashes, got {len(proof)}")
    for one in (first, *proof):
        if len(one) != HASH_BYTES:
            raise ProofError(f"Expected hashes of {HASH_BYTES} bytes, got {len(one)}")


def _largest_power_below(count: int) -> int:
    """For count > 1 the largest power of two smaller than count."""
    return 1 << (count - 1).bit_length() - 1


def _complete_subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """(level, index) of the complete subtrees that make up [start, end), left to right."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level
