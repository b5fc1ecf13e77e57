"""Proofs: published ones, all of all trees up to 70 leaves against the definition, and every forgery."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tlog import reference
from tests.tlog.test_hashing import LEAVES
from txng.tlog.errors import ProofError
from txng.tlog.hashing import leaf_hash, tree_head
from txng.tlog.proofs import (
    consistency_proof,
    inclusion_proof,
    range_hash,
    root_hash,
    verify_consistency,
    verify_inclusion,
)

LARGEST = 70
ENTRIES = [bytes([number, number]) for number in range(LARGEST)]
SIZES = range(1, LARGEST + 1)

INCLUSION = {  # (index, size) of the published tree
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {  # (old, new)
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def reader_of(entries):
    def read(level, index):
        width = 1 << level
        assert (index + 1) * width <= len(entries), "a prover asks for complete subtrees only"
        return reference.mth(entries[index * width : (index + 1) * width])

    return read


@pytest.mark.parametrize(("place", "hashes"), INCLUSION.items())
def test_published_inclusion_proofs_are_ours_and_verify(place, hashes):
    index, size = place
    proof = inclusion_proof(index, size, reader_of(LEAVES))
    assert [one.hex() for one in proof] == hashes
    verify_inclusion(leaf_hash(LEAVES[index]), index, size, proof, tree_head(LEAVES[:size]))


@pytest.mark.parametrize(("sizes", "hashes"), CONSISTENCY.items())
def test_published_consistency_proofs_are_ours_and_verify(sizes, hashes):
    old, new = sizes
    proof = consistency_proof(old, new, reader_of(LEAVES))
    assert [one.hex() for one in proof] == hashes
    verify_consistency(old, new, proof, tree_head(LEAVES[:old]), tree_head(LEAVES[:new]))


def test_the_examples_of_the_merkle_tree_specification():
    """c2sp.org/merkle-tree draws a tree of seven: a..g its leaves, h i j pairs, k four, l three."""
    d = [bytes([number]) for number in range(7)]
    a, b, c, dd, e, f, g = (leaf_hash(one) for one in d)
    h, i, j = (reference.sha256(b"\x01" + x + y) for x, y in ((a, b), (c, dd), (e, f)))
    k, l_ = reference.sha256(b"\x01" + h + i), reference.sha256(b"\x01" + j + g)
    read = reader_of(d)
    assert inclusion_proof(0, 7, read) == [b, i, l_]
    assert inclusion_proof(3, 7, read) == [c, h, l_]
    assert inclusion_proof(4, 7, read) == [f, g, k]
    assert inclusion_proof(6, 7, read) == [j, k]
    assert consistency_proof(3, 7, read) == [c, dd, h, l_]
    assert consistency_proof(4, 7, read) == [l_]
    assert consistency_proof(6, 7, read) == [j, g, k]


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_of_a_tree_is_that_of_the_definition(size):
    entries = ENTRIES[:size]
    root, read = reference.mth(entries), reader_of(entries)
    assert root_hash(size, read) == root
    for index in range(size):
        proof = inclusion_proof(index, size, read)
        assert proof == reference.path(index, entries)
        verify_inclusion(leaf_hash(entries[index]), index, size, proof, root)


@pytest.mark.parametrize("new", SIZES)
def test_every_consistency_proof_of_a_tree_is_that_of_the_definition(new):
    entries = ENTRIES[:new]
    root, read = reference.mth(entries), reader_of(entries)
    for old in range(new + 1):
        proof = consistency_proof(old, new, read)
        assert proof == reference.proof(old, entries)
        verify_consistency(old, new, proof, reference.mth(entries[:old]), root)


def bits_flipped(hashes):
    """The proof with each single bit of it flipped in turn."""
    for at, one in enumerate(hashes):
        for bit in range(256):
            number = int.from_bytes(one, "big") ^ (1 << bit)
            yield [*hashes[:at], number.to_bytes(32, "big"), *hashes[at + 1 :]]


@pytest.mark.parametrize(("index", "size"), [(0, 2), (6, 7), (3, 8), (40, 70), (69, 70)])
def test_an_inclusion_proof_with_any_bit_changed_is_refused(index, size):
    entries = ENTRIES[:size]
    root, proof = reference.mth(entries), reference.path(index, entries)
    leaf = leaf_hash(entries[index])
    for forged in bits_flipped([leaf, *proof, root]):
        with pytest.raises(ProofError):
            verify_inclusion(forged[0], index, size, forged[1:-1], forged[-1])


@pytest.mark.parametrize(("old", "new"), [(1, 2), (4, 7), (3, 7), (6, 8), (37, 70), (64, 70)])
def test_a_consistency_proof_with_any_bit_changed_is_refused(old, new):
    entries = ENTRIES[:new]
    proof = reference.proof(old, entries)
    roots = [reference.mth(entries[:old]), reference.mth(entries)]
    for forged in bits_flipped([*roots, *proof]):
        with pytest.raises(ProofError):
            verify_consistency(old, new, forged[2:], forged[0], forged[1])


@given(st.data())
def test_a_proof_of_one_place_proves_no_other(data):
    size = data.draw(st.integers(1, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    entries = ENTRIES[:size]
    proof, root = reference.path(index, entries), reference.mth(entries)
    leaf = leaf_hash(entries[index])
    other_size = data.draw(st.integers(0, 2 * LARGEST))
    other_index = data.draw(st.integers(-1, 2 * LARGEST))
    if other_index != index:
        with pytest.raises(ProofError):
            verify_inclusion(leaf, other_index, size, proof, root)
    # a tree of another size may share the path, but then its root is another: sizes are signed with it
    if other_size <= index:
        with pytest.raises(ProofError, match="index < size"):
            verify_inclusion(leaf, index, other_size, proof, root)


@given(st.data())
def test_a_proof_with_hashes_more_less_or_in_another_order_is_refused(data):
    size = data.draw(st.integers(2, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    entries = ENTRIES[:size]
    root, leaf = reference.mth(entries), leaf_hash(entries[index])
    old_root = reference.mth(entries[:old])
    inclusion, consistency = reference.path(index, entries), reference.proof(old, entries)
    change = data.draw(st.sampled_from(["more", "less", "shorter", "turned"]))
    for proof, verify in (
        (inclusion, lambda p: verify_inclusion(leaf, index, size, p, root)),
        (consistency, lambda p: verify_consistency(old, size, p, old_root, root)),
    ):
        forged = {
            "more": [*proof, data.draw(st.sampled_from([root, leaf, bytes(32)]))],
            "less": proof[:-1],
            "shorter": [*proof[:-1], *(one[:-1] for one in proof[-1:])],
            "turned": proof[::-1],
        }[change]
        if forged != proof:
            count = change in ("more", "less") and proof  # said before anything is hashed
            with pytest.raises(ProofError, match=r"\d+ hashes|empty proof" if count else None):
                verify(forged)


def test_bytes_cannot_move_from_one_hash_to_its_neighbour():
    """Joined they would be the same 64 bytes, and so would the root."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    root = reference.mth([b"a", b"b"])
    verify_inclusion(left, 0, 2, [right], root)
    for leaf, beside in ((left[:31], left[31:] + right), (left + right[:1], right[1:])):
        with pytest.raises(ProofError, match="hashes of 32 bytes"):
            verify_inclusion(leaf, 0, 2, [beside], root)
        with pytest.raises(ProofError, match="hashes of 32 bytes"):
            verify_consistency(1, 2, [beside], leaf, root)


def test_a_tree_that_lost_or_changed_an_old_entry_is_not_consistent():
    old = ENTRIES[:40]
    changed = [*ENTRIES[:17], b"another", *ENTRIES[18:]]
    with pytest.raises(ProofError, match="old root"):
        verify_consistency(
            40, 70, reference.proof(40, changed), reference.mth(old), reference.mth(changed)
        )
    with pytest.raises(ProofError, match="0 <= old <= new"):
        verify_consistency(40, 30, [], reference.mth(old), reference.mth(old[:30]))
    with pytest.raises(ProofError, match="one root at size 40"):
        verify_consistency(40, 40, [], reference.mth(old), reference.mth(changed[:40]))


def test_nothing_is_proved_by_spare_hashes_at_equal_sizes_or_from_an_empty_tree():
    root = reference.mth(ENTRIES)
    for old, old_root in ((0, tree_head([])), (LARGEST, root)):
        verify_consistency(old, LARGEST, [], old_root, root)
        with pytest.raises(ProofError, match="empty proof"):
            verify_consistency(old, LARGEST, [root], old_root, root)


@pytest.mark.parametrize("wrong", [(5, 5), (-1, 5), (0, 0), (0, 2**63)])
def test_places_that_no_tree_has_are_refused_before_anything_is_read(wrong):
    def read(level, index):
        raise AssertionError("read")

    index, size = wrong
    with pytest.raises(ProofError):
        inclusion_proof(index, size, read)
    with pytest.raises(ProofError):
        verify_inclusion(bytes(32), index, size, [], bytes(32))
    if size < 2**63:
        with pytest.raises(ProofError):
            consistency_proof(size + 1, size, read)


def test_a_tree_of_astronomic_size_costs_no_more_than_its_height():
    """Every complete subtree is the same here, so that trees of 2**62 leaves can be proved."""
    level_hash = [leaf_hash(b"x")]
    for _ in range(63):
        level_hash.append(reference.sha256(b"\x01" + level_hash[-1] * 2))
    asked = []

    def read(level, index):
        asked.append(level)
        return level_hash[level]

    chooser = random.Random(1)
    for _ in range(50):
        size = chooser.randrange(2**61, 2**62)
        index, old = chooser.randrange(size), chooser.randrange(1, size)
        root, old_root = root_hash(size, read), root_hash(old, read)
        verify_inclusion(level_hash[0], index, size, inclusion_proof(index, size, read), root)
        verify_consistency(old, size, consistency_proof(old, size, read), old_root, root)
        asked.clear()
        inclusion_proof(index, size, read)
        assert len(asked) <= 2 * 63


@given(st.integers(0, 6), st.integers(0, 20), st.integers(1, 64))
def test_ranges_that_begin_at_a_subtree_have_the_root_of_their_entries(level, index, length):
    length = min(length, 1 << level)
    start = index << level
    entries = [number.to_bytes(2, "big") for number in range(start + length)]
    assert range_hash(start, start + length, reader_of(entries)) == reference.mth(entries[start:])
