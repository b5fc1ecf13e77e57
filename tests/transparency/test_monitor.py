"""A monitor computes everything again, and catches a log that takes back what it showed."""

import json
import subprocess

import pytest

from tests import people, servers
from tests.transparency.logs import BASE, TestLog, captured
from tests.transparency.test_integrator import RECALL
from txng.tlog.checkpoint import Checkpoint, sign_checkpoint
from txng.tlog.errors import TlogError
from txng.tlog.hashing import EMPTY_ROOT
from txng.tlog.policy import parse_policy
from txng.tlog.tiles import Appender
from txng.transparency import monitoring, queries
from txng.transparency.actions import record_act
from txng.transparency.folder import LogFolder
from txng.transparency.sources import FolderSource, Unreachable, open_source

pytestmark = pytest.mark.django_db

ORIGIN = f"{BASE}/2026"


@pytest.fixture
def memory(tmp_path):
    memory = monitoring.opened(tmp_path / "monitor" / "state.sqlite3")
    yield memory
    memory.close()


def look(log: TestLog, memory, folder=None):
    policy = parse_policy(queries.public_policy())
    return monitoring.look(FolderSource(folder or log.shard().root), policy, memory)


def test_it_reads_only_what_is_new_and_tells_the_official_acts(log, memory):
    captured(300)
    log.catch_up()
    first = look(log, memory)
    assert (first.before, first.checkpoint.size, first.kinds["event"]) == (0, 300, 300)
    record_act(by=people.chi(), kind="recall", clear=RECALL, content={})
    captured(5, first=300)
    log.catch_up()
    second = look(log, memory)
    assert (second.before, second.checkpoint.size) == (300, 306)
    assert [(index, entry.kind) for index, entry in second.acts] == [(300, "recall")]
    assert look(log, memory).kinds == {}


def forged(log: TestLog, entries: list[bytes], root) -> LogFolder:
    """Another log under the same name and key, as an operator who has the signer's key could make."""
    folder = LogFolder(root)
    growing = Appender(0, EMPTY_ROOT, folder.fetch)
    folder.put(growing.append(entries))
    checkpoint = Checkpoint(ORIGIN, len(entries), growing.root())
    note = sign_checkpoint(checkpoint, log.duty._signer(ORIGIN)).encode()
    folder.publish("checkpoint", note)
    return folder


def test_a_log_that_rewrites_what_it_showed_is_caught_with_two_signed_notes(log, memory, tmp_path):
    captured(10)
    log.catch_up()
    look(log, memory)
    entries = log.entries()
    entries[3] = entries[3].replace(b"event", b"codes\ncount 1", 1)[: len(entries[3])]
    rewritten = [*log.entries()[:3], log.entries()[4], *log.entries()[4:], log.entries()[0]]
    other = forged(log, rewritten, tmp_path / "forged")
    with pytest.raises(monitoring.Caught) as caught:
        look(log, memory, other.root)
    policy = parse_policy(queries.public_policy())
    from txng.tlog.note import parse_note

    for note in (caught.value.before, caught.value.now):
        parsed = parse_note(note)
        from txng.tlog.checkpoint import parse_checkpoint

        assert policy.require_log(parse_checkpoint(parsed.text), parsed)
    assert look(log, memory).checkpoint.size == 10, "what it knew is not forgotten"


def test_a_log_that_was_rolled_back_is_caught(log, memory, tmp_path):
    captured(10)
    log.catch_up()
    look(log, memory)
    other = forged(log, log.entries()[:8], tmp_path / "forged")
    with pytest.raises(monitoring.Caught, match="at least 10 entries, got 8"):
        look(log, memory, other.root)


@pytest.mark.parametrize("spoilt", ["tile/entries/000.p/10", "checkpoint"])
def test_spoilt_files_are_not_believed(log, memory, spoilt):
    captured(10)
    log.catch_up()
    file = log.shard().root / spoilt
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)
    with pytest.raises((TlogError, monitoring.Caught)):
        look(log, memory)


def test_a_log_that_is_not_there_is_told(memory, tmp_path):
    with pytest.raises(Unreachable):
        open_source(str(tmp_path / "nowhere"))
    with pytest.raises(Unreachable):
        open_source("http://127.0.0.1:9/log/2026").fetch("checkpoint")


def test_a_monitor_is_one_small_command(log, tmp_path):
    captured(10)
    log.catch_up()
    policy = tmp_path / "policy.txt"
    policy.write_bytes(queries.public_policy())
    arguments = (
        "monitor", str(log.shard().root), "--policy", str(policy),
        "--state", str(tmp_path / "state.sqlite3"), "--json",
    )  # fmt: skip
    told = json.loads(servers.txng({}, *arguments))
    assert (told["size"], told["new"], told["root"]) == (10, 10, log.checkpoint().root.hex())
    other = forged(log, log.entries()[:8], tmp_path / "forged")
    done = subprocess.run(
        [*servers.COMMAND, "monitor", str(other.root), *arguments[2:]],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    problem = json.loads(done.stderr.splitlines()[-1])
    assert (done.returncode, problem["type"]) == (1, "txng:log-contradicts-itself")
    assert ORIGIN in problem["before"]
    assert ORIGIN in problem["now"]
