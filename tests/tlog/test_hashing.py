"""Hashes and roots against the tree of RFC 6962's reference code and the definition itself."""

import pytest

from tests.tlog import reference
from txng.tlog.hashing import EMPTY_ROOT, Edge, leaf_hash, node_hash, root_of, tree_head

# The eight leaves that every implementation of Certificate Transparency is tried with, and their roots.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_published_leaves_make_the_published_roots(size):
    assert tree_head(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize("size", range(71))
def test_a_tree_of_any_size_is_that_of_the_definition(size):
    entries = [bytes([number]) * (number % 5) for number in range(size)]
    assert tree_head(entries) == reference.mth(entries)


def test_an_edge_that_grows_leaf_by_leaf_has_the_root_of_each_size():
    edge, entries = Edge(), []
    assert edge.root() == EMPTY_ROOT
    for number in range(300):
        entries.append(number.to_bytes(3, "big"))
        edge.append(leaf_hash(entries[-1]))
        assert (edge.size, edge.root()) == (number + 1, reference.mth(entries))
        assert len(edge.hashes) == edge.size.bit_count()


def test_a_leaf_that_looks_like_a_node_is_none():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert leaf_hash(b"\x01" + left + right) != node_hash(left, right)


def test_roots_of_subtrees_join_to_the_root_of_the_whole():
    entries = [bytes([number]) for number in range(11)]
    quarters = [tree_head(entries[at : at + 4]) for at in (0, 4, 8)]
    assert root_of(quarters) == reference.mth(entries)
