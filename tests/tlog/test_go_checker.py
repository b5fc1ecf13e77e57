"""The same log, checked by a program that shares no code with ours: Go's golang.org/x/mod/sumdb.

Debian has it as golang-go and golang-golang-x-mod-dev; `checker.go` says what it does.
"""

import json
import os
import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tlog.logs import LOG, WITNESSES, MemoryLog
from txng.tlog.hashing import leaf_hash
from txng.tlog.note import NoteVerifier, open_note, parse_vkey, to_base64
from txng.tlog.proofs import consistency_proof, inclusion_proof, root_hash
from txng.tlog.tiles import encode_bundle, entries_path, tile_path

GO_PATH = Path("/usr/share/gocode")
PACKAGES = "install Debian's golang-go and golang-golang-x-mod-dev"
TEXT = "Ai cũng kiểm được.\n\nKể cả bằng Go.\n"


@pytest.fixture(scope="module")
def checker(tmp_path_factory):
    """Run the program over a folder; its exit status and what it printed."""
    if shutil.which("go") is None or not (GO_PATH / "src/golang.org/x/mod/sumdb").is_dir():
        pytest.skip(f"Go's own transparency log is not here: {PACKAGES}")
    built = tmp_path_factory.mktemp("go")
    environ = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": str(GO_PATH),
        "GOCACHE": str(built / "cache"),
        "GOFLAGS": "",
    }
    source = Path(__file__).with_name("checker.go")
    subprocess.run(
        ["go", "build", "-o", built / "checker", source], env=environ, check=True, timeout=300
    )
    return lambda folder: subprocess.run(
        [built / "checker", folder], capture_output=True, text=True, timeout=300, check=False
    )


@dataclass
class Written:
    """A log on disk as C2SP lays it out, with what the checker is to compare."""

    folder: Path
    log: MemoryLog

    def write(self, path: str, content: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def written(folder: Path, size: int, proofs: int) -> Written:
    chooser = random.Random(9162)
    log = MemoryLog()
    entries = [chooser.randbytes(chooser.randrange(90)) for _ in range(size)]
    while log.size < size:  # in steps, as an integrator would; old partial files stay beside
        log.append(entries[log.size : log.size + chooser.randrange(1, size // 3 + 2)])
    made = Written(folder, log)
    for path, content in log.files.items():
        made.write(path, content)
    read = log.reader().read
    lines = []
    for _ in range(proofs * 4 // 5):
        index = chooser.randrange(size)
        words = [leaf_hash(entries[index]), *inclusion_proof(index, size, read)]
        lines.append(f"record {index} {' '.join(map(to_base64, words))}\n")
    for _ in range(proofs // 5):
        old = chooser.randrange(1, size + 1)
        words = [root_hash(old, read), *consistency_proof(old, size, read)]
        lines.append(f"tree {old} {' '.join(map(to_base64, words))}\n")
    made.write("proofs", "".join(lines).encode())
    made.write("checkpoint", log.checkpoint(WITNESSES))
    vkeys = [str(one.vkey) for one in (LOG, *WITNESSES)]
    made.write("vkeys", "\n".join(vkeys).encode())
    made.write("note", TEXT.encode())
    return made


@pytest.fixture(scope="module")
def large(tmp_path_factory, checker):
    """200,000 entries: three levels of tiles, with partial ones on each."""
    return written(tmp_path_factory.mktemp("log"), 200_000, 10_000)


def test_go_agrees_with_our_tiles_entries_checkpoint_and_ten_thousand_proofs(large, checker):
    done = checker(large.folder)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["size"], told["records"], told["trees"]) == (200_000, 8_000, 2_000)
    assert told["cosignatures"] == len(WITNESSES)


def test_a_note_that_go_signed_opens_here(tmp_path, checker):
    told = json.loads(checker(written(tmp_path, 3, 5).folder).stdout)
    opened = open_note(told["note"].encode(), [NoteVerifier(parse_vkey(told["vkey"]))])
    assert opened.text == TEXT


@pytest.mark.parametrize("size", [*range(1, 18), 255, 256, 257, 511, 512, 513, 65_536, 65_537])
def test_go_agrees_where_trees_and_tiles_begin_and_end(tmp_path, checker, size):
    done = checker(written(tmp_path, size, 50).folder)
    assert done.returncode == 0, done.stderr


def test_go_notices_what_we_would_notice(tmp_path, checker):
    """The comparison itself can fail: one changed bit in each kind of file."""
    made = written(tmp_path, 300, 100)
    reader = made.log.reader()
    lie = encode_bundle([b"another", *reader.bundle(0)[1:]])
    for path, changed in (
        (tile_path(0, 0), bytes(32) + made.log.files[tile_path(0, 0)][32:]),
        (tile_path(1, 0, 1), bytes(32)),
        (entries_path(0), lie),
        ("checkpoint", made.log.checkpoint(WITNESSES).replace(b"\n300\n", b"\n301\n")),
        ("proofs", b"record 1 " + (made.folder / "proofs").read_bytes().split(b" ", 2)[2]),
    ):
        right = (made.folder / path).read_bytes()
        made.write(path, changed)
        assert checker(made.folder).returncode == 1, path
        made.write(path, right)
    assert checker(made.folder).returncode == 0


@pytest.mark.long
def test_go_agrees_with_a_log_of_a_million_entries(tmp_path, checker):
    done = checker(written(tmp_path, 1_000_000, 10_000).folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["size"] == 1_000_000
