"""The log that the integrator wrote, read by a program that shares no code with ours (Go's sumdb)."""

import json
import shutil

import pytest

from tests import people
from tests.tlog.test_go_checker import checker  # noqa: F401 - a fixture
from tests.transparency.logs import TestLog, captured
from tests.transparency.test_integrator import RECALL
from tests.transparency.test_witnesses import Cast, visit
from txng.eventstore import journal
from txng.tlog.note import to_base64
from txng.tlog.proof_file import parse_proof
from txng.tlog.proofs import consistency_proof, root_hash
from txng.tlog.tiles import TileReader
from txng.transparency import queries
from txng.transparency.actions import accept_cosignatures, record_act
from txng.transparency.connection import store
from txng.transparency.models import Shard

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(log, settings, tmp_path) -> TestLog:
    """Grown in rounds of all widths, with acts, cosigned by two witnesses."""
    cast = Cast(tmp_path, 2)
    settings.LOG_FOLDER, settings.LOG_POLICY = log.folder, tmp_path / "policy.txt"
    settings.LOG_POLICY.write_text(cast.policy(2))
    first = 0
    for count in (1, 2, 250, 3, 1, 300, 17):
        captured(count, first=first)
        first += count
        record_act(by=people.chi(), kind="recall", clear=RECALL, content={"lots": [count]})
        log.catch_up(batch=100)
    log.clock.pass_by(hours=2)
    log.catch_up()
    for folder in cast.folders:
        accept_cosignatures(by=people.dung(), year=2026, note=visit(log, folder).encode())
    log.catch_up()
    (log.shard().root / "vkeys").write_text(
        "\n".join([Shard.objects.get().vkey, *map(str, cast.keys)])
    )
    (log.shard().root / "note").write_text("Ai cũng kiểm được.\n")
    return log


def proofs(log: TestLog) -> str:
    """Those that people download, and that the log only grew from every size."""
    lines = []
    for row in journal.behind(store(), journal.BEGINNING, limit=1000):
        proof = parse_proof(queries.proof_of(None, row.key))
        reader = TileReader(log.checkpoint().size, log.shard().fetch)
        words = [reader.read(0, proof.index), *proof.proof]
        lines.append(f"record {proof.index} {' '.join(map(to_base64, words))}\n")
    size = log.checkpoint().size
    read = TileReader(size, log.shard().fetch).read
    for old in range(1, size, 7):
        words = [root_hash(old, read), *consistency_proof(old, size, read)]
        lines.append(f"tree {old} {' '.join(map(to_base64, words))}\n")
    return "".join(lines)


def test_go_agrees_with_every_tile_entry_proof_and_cosignature(filled, checker):  # noqa: F811
    root = filled.shard().root
    (root / "proofs").write_text(proofs(filled))
    done = checker(root)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["size"], told["records"], told["cosignatures"]) == (581, 574, 2)


def test_go_notices_an_entry_that_was_changed(filled, checker, tmp_path):  # noqa: F811
    root = tmp_path / "copy"
    shutil.copytree(filled.shard().root, root)
    (root / "proofs").write_text(proofs(filled))
    assert checker(root).returncode == 0
    file = root / "tile/entries/001"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert checker(root).returncode == 1
