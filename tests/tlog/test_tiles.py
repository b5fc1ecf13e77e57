"""Tiles, bundles and their paths; a log that grows in any steps; files that were damaged."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog import reference
from tests.tlog.logs import MemoryLog
from txng.tlog.errors import MalformedError, ProofError, TileError
from txng.tlog.hashing import EMPTY_ROOT, Edge, leaf_hash, tree_head
from txng.tlog.proofs import (
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from txng.tlog.tiles import (
    Appender,
    TileName,
    TileReader,
    decode_bundle,
    encode_bundle,
    entries_path,
    parse_path,
    tile_path,
    tiles_of,
    width_of,
)

PATHS = [  # those of c2sp.org/tlog-tiles, and the edges of each rule
    (TileName(0, 1234067), "tile/0/x001/x234/067"),
    (TileName(0, 0), "tile/0/000"),
    (TileName(63, 999), "tile/63/999"),
    (TileName(1, 1000, 1), "tile/1/x001/000.p/1"),
    (TileName(None, 5, 255), "tile/entries/005.p/255"),
    (TileName(None, 1234067), "tile/entries/x001/x234/067"),
]


@pytest.mark.parametrize(("name", "path"), PATHS)
def test_a_tile_has_its_published_path(name, path):
    assert (name.path, parse_path(path)) == (path, name)


@pytest.mark.parametrize(
    "path",
    [
        "", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/-1/000",
        "tile/0/x000/001", "tile/0/001/002", "tile/0/x001/x002", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/000.p/999", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000/",
        "/tile/0/000", "tile/0/000\n", "tile/entries/000.p/+1", "tile/entry/000", "tile/0/../000",
        "tile/0/\u0661\u0662\u0663", "tile/0/" + "x001/" * 12 + "000", "tile/0/" + "x001/" * 900 + "000",
    ],
)  # fmt: skip
def test_a_path_in_another_spelling_is_refused(path):
    with pytest.raises(MalformedError):
        parse_path(path)


@given(st.integers(0, 2**55 - 1), st.integers(1, 256), st.none() | st.integers(0, 63))
def test_every_tile_has_one_path_and_every_path_one_tile(index, width, level):
    name = TileName(level, index, width)
    assert parse_path(name.path) == name


def test_the_tiles_of_seventy_thousand_leaves_are_those_of_the_specification():
    names = [name for name in tiles_of(70_000) if name.level is not None]
    counted = [
        (level, sum(one.width == 256 for one in names if one.level == level)) for level in (0, 1, 2)
    ]
    partial = [(one.level, one.width) for one in names if one.width < 256]
    assert counted == [(0, 273), (1, 1), (2, 0)]
    assert partial == [(0, 112), (1, 17), (2, 1)]
    assert [one.path for one in tiles_of(256)] == [
        entries_path(0),
        tile_path(0, 0),
        tile_path(1, 0, 1),
    ]
    assert list(tiles_of(0)) == []
    assert (width_of(1, 1, 70_000), width_of(1, 2, 70_000)) == (17, 0)


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_a_bundle_gives_its_entries_back(entries):
    assert decode_bundle(encode_bundle(entries), len(entries)) == entries


@pytest.mark.parametrize(
    ("bundle", "width"),
    [(b"\x00", 1), (b"\x00\x02a", 1), (b"\x00\x01a", 2), (b"\x00\x01ab", 1), (b"", 1)],
)
def test_a_bundle_that_does_not_hold_its_entries_exactly_is_refused(bundle, width):
    with pytest.raises(TileError):
        decode_bundle(bundle, width)


def test_an_entry_of_65535_bytes_fits_and_a_longer_one_is_refused():
    log = MemoryLog()
    log.append([bytes(65_535)])
    assert log.reader().entry(0) == bytes(65_535)
    with pytest.raises(MalformedError, match="65535 bytes"):
        log.append([bytes(65_536)])


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from([1, 2, 7, 100, 255, 256, 257, 511, 700]), min_size=1, max_size=8),
    st.integers(0, 2**32),
)
def test_a_log_that_grows_in_any_steps_has_the_files_and_root_of_its_size(steps, seed):
    log, entries, edge, chooser = MemoryLog(), [], Edge(), random.Random(seed)
    for step in steps:
        new = [chooser.randbytes(chooser.randrange(30)) for _ in range(step)]
        before = dict(log.files)
        log.append(new)
        entries += new
        for entry in new:
            edge.append(leaf_hash(entry))
        assert (log.size, log.root) == (len(entries), edge.root())
        assert {name.path for name in tiles_of(log.size)} <= set(log.files)
        assert all(log.files[path] == content for path, content in before.items()), "files change"
    reader = log.reader()
    assert [reader.entry(index) for index in range(log.size)] == entries
    for name in tiles_of(log.size):
        if name.level is not None:
            span = 256**name.level
            first = name.index * 256 * span
            hashes = [
                tree_head(entries[first + n * span : first + (n + 1) * span])
                for n in range(name.width)
            ]
            assert log.files[name.path] == b"".join(hashes)


def test_one_big_step_and_many_small_ones_leave_the_same_full_files():
    entries = [number.to_bytes(4, "big") for number in range(3000)]
    once, often = MemoryLog(), MemoryLog()
    once.append(entries)
    for at in range(0, 3000, 37):
        often.append(entries[at : at + 37])
    assert once.root == often.root == tree_head(entries)
    assert all(often.files[path] == content for path, content in once.files.items())


def test_proofs_made_of_tiles_verify_against_the_definition():
    entries = [number.to_bytes(4, "big") for number in range(1500)]
    log = MemoryLog()
    log.append(entries)
    reader = log.reader()
    chooser = random.Random(6)
    for index in chooser.sample(range(1500), 60):
        proof = inclusion_proof(index, 1500, reader.read)
        assert proof == reference.path(index, entries)
        verify_inclusion(leaf_hash(entries[index]), index, 1500, proof, log.root)
    for old in (1, 255, 256, 257, 512, 1023, 1499):
        proof = consistency_proof(old, 1500, reader.read)
        verify_consistency(old, 1500, proof, reference.mth(entries[:old]), log.root)


def test_a_partial_file_that_is_gone_is_cut_from_the_full_one():
    log = MemoryLog()
    log.append([bytes([number]) for number in range(200)])
    old = TileReader(200, log.files.get)
    log.append([bytes([number]) for number in range(200, 256)])
    for path in [path for path in log.files if ".p/200" in path]:
        del log.files[path]
    assert old.entry(199) == bytes([199])
    assert old.read(0, 199) == leaf_hash(bytes([199]))
    appender = Appender(200, tree_head([bytes([n]) for n in range(200)]), log.files.get)
    list(appender.append([bytes([number]) for number in range(200, 256)]))
    assert appender.root() == log.root


def test_a_reader_answers_nothing_beyond_its_size():
    log = MemoryLog()
    log.append([b"a"] * 300)
    reader = TileReader(257, log.files.get)
    for level, index in ((0, 257), (1, 128), (8, 1)):
        with pytest.raises(TileError, match="within 257 leaves"):
            reader.read(level, index)
    with pytest.raises(TileError, match="below 257"):
        reader.entry(257)
    with pytest.raises(TileError):
        reader.entry(-1)


def test_a_missing_or_cut_file_is_named():
    log = MemoryLog()
    log.append([b"a"] * 300)
    missing = dict(log.files)
    del missing[tile_path(0, 1, 44)]
    with pytest.raises(TileError, match=r"tile/0/001\.p/44, got nothing"):
        TileReader(300, missing.get).read(0, 299)
    cut = log.files | {tile_path(0, 0): log.files[tile_path(0, 0)][:-32]}
    with pytest.raises(TileError, match="8192 bytes in tile/0/000"):
        TileReader(300, cut.get).read(0, 0)
    with pytest.raises(TileError, match="got nothing"):
        Appender(300, log.root, missing.get)


def test_a_log_whose_edge_was_changed_is_not_continued():
    """Every bit of what an appender reads again, flipped: it must notice before it adds to that."""
    log = MemoryLog()
    log.append([bytes([number % 7]) * 3 for number in range(259)])
    edge = [entries_path(1, 3), tile_path(0, 1, 3), tile_path(1, 0, 1)]
    for path in edge:
        for bit in range(8 * len(log.files[path])):
            number = int.from_bytes(log.files[path], "big") ^ (1 << bit)
            damaged = log.files | {path: number.to_bytes(len(log.files[path]), "big")}
            with pytest.raises(TileError):
                Appender(259, log.root, damaged.get)
    with pytest.raises(TileError, match="make the root"):
        Appender(259, tree_head([b"another"]), log.files.get)
    with pytest.raises(TileError, match="make the root"):
        Appender(0, log.root, log.files.get)


def test_a_flipped_bit_in_a_tile_makes_a_proof_that_nobody_believes():
    entries = [number.to_bytes(2, "big") for number in range(600)]
    log = MemoryLog()
    log.append(entries)
    chooser = random.Random(4)
    for path in (path for path in log.files if "entries" not in path):
        content = log.files[path]
        bit = chooser.randrange(8 * len(content))
        number = int.from_bytes(content, "big") ^ (1 << bit)
        damaged = log.files | {path: number.to_bytes(len(content), "big")}
        at = (8 * len(content) - 1 - bit) // 256  # the hash that was hit
        name = parse_path(path)
        index = min(599, (name.index * 256 + at) * 256**name.level)
        neighbour = index ^ (256**name.level)
        if neighbour < 600:  # its proof goes through the damaged hash
            reader = TileReader(600, damaged.get)
            proof = inclusion_proof(neighbour, 600, reader.read)
            with pytest.raises(ProofError):
                verify_inclusion(leaf_hash(entries[neighbour]), neighbour, 600, proof, log.root)


def test_an_empty_log_has_the_root_of_no_entries_and_no_files():
    appender = Appender(0, EMPTY_ROOT, {}.get)
    assert list(appender.append([])) == []
    assert (appender.size, appender.root()) == (0, EMPTY_ROOT)


def test_an_appender_holds_its_edge_only():
    """Whatever was appended, a new appender reads nine small files at most to go on."""
    log = MemoryLog()
    log.append(number.to_bytes(4, "big") for number in range(70_000))
    asked = []

    def fetch(path):
        asked.append(path)
        return log.files.get(path)

    Appender(70_000, log.root, fetch)
    assert asked == [
        tile_path(0, 273, 112),
        tile_path(1, 1, 17),
        tile_path(2, 0, 1),
        entries_path(273, 112),
    ]
