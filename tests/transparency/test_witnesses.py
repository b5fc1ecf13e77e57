"""Witnesses come or are asked; they sign what only grew, and the log is published when they have."""

import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests import people, servers
from tests.transparency.logs import BASE, TestLog, captured
from txng.tlog.cosignature import CosignatureVerifier
from txng.tlog.errors import Refused
from txng.tlog.note import NoteVerifier, parse_note, parse_vkey
from txng.tlog.policy import parse_policy
from txng.tlog.witness import read_answer, write_request
from txng.transparency import queries, witness_server, witnessing
from txng.transparency.actions import accept_cosignatures
from txng.transparency.errors import StrangeCosignatureError
from txng.transparency.models import Cosignature, Shard
from txng.transparency.pushing import Pusher
from txng.transparency.sources import FolderSource

pytestmark = pytest.mark.django_db

ORIGIN = f"{BASE}/2026"


class Cast:
    """Witnesses in folders of their own, and the policy that names them."""

    def __init__(self, root, count: int = 3) -> None:
        self.folders = [root / f"witness-{number}" for number in range(count)]
        self.keys = [
            witnessing.begin(folder, f"w{number}.example/w")
            for number, folder in enumerate(self.folders)
        ]

    def policy(self, quorum: int, urls: dict[int, str] | None = None) -> str:
        lines = [
            f"witness w{number} {key} {(urls or {}).get(number, '')}"
            for number, key in enumerate(self.keys)
        ]
        members = " ".join(f"w{number}" for number in range(len(self.keys)))
        return "\n".join(
            [*lines, f"group all-of-them {quorum} {members}", "quorum all-of-them", ""]
        )


@pytest.fixture
def cast(tmp_path):
    return Cast(tmp_path)


@pytest.fixture
def watched(log, cast, settings, tmp_path) -> TestLog:
    """A log whose policy asks for two of three."""
    settings.LOG_FOLDER = log.folder
    settings.LOG_POLICY = tmp_path / "policy.txt"
    settings.LOG_POLICY.write_text(cast.policy(2))
    return log


def logs(log: TestLog) -> witnessing.Logs:
    return {ORIGIN: [NoteVerifier(parse_vkey(Shard.objects.get(year=2026).vkey))]}


def visit(log: TestLog, folder, at: float = 1_795_000_000):
    with witnessing.opened(folder, lambda: at) as witness:
        return witness.visit(FolderSource(log.shard().root), logs(log))


def bring(note) -> int:
    return len(accept_cosignatures(by=people.dung(), year=2026, note=note.encode()))


def published(log: TestLog) -> int:
    return log.checkpoint().size if log.shard().fetch("checkpoint") else 0


# --- the log's side ---------------------------------------------------------------------------------


def test_nothing_is_published_before_enough_witnesses_signed(watched, cast):
    captured(5)
    watched.catch_up()
    assert (published(watched), watched.checkpoint(name="candidate").size) == (0, 5)
    assert bring(visit(watched, cast.folders[0])) == 1
    watched.catch_up()
    assert published(watched) == 0
    assert bring(visit(watched, cast.folders[1])) == 1
    watched.catch_up()
    assert published(watched) == 5
    head = queries.head_of(2026)
    assert [one.name for one in head.witnesses] == ["w0", "w1"]
    policy = parse_policy(queries.public_policy())
    assert policy.require_quorum(parse_note(head.note))
    bring(visit(watched, cast.folders[2]))
    watched.catch_up()
    assert len(queries.head_of(2026).witnesses) == 3, "late ones are welcome"


def test_a_candidate_waits_for_its_witnesses_though_the_log_grows(watched, cast):
    captured(5)
    watched.catch_up()
    first = visit(watched, cast.folders[0])
    captured(5, first=5)
    watched.catch_up()
    second = visit(watched, cast.folders[1])
    assert first.text == second.text, "both meet at one checkpoint"
    bring(first)
    bring(second)
    watched.catch_up()
    assert (published(watched), watched.checkpoint(name="candidate").size) == (5, 10)


def test_a_candidate_without_enough_witnesses_is_replaced_after_an_hour(watched, cast):
    captured(5)
    watched.catch_up()
    bring(visit(watched, cast.folders[0]))
    captured(5, first=5)
    watched.clock.pass_by(minutes=59)
    watched.catch_up()
    assert watched.checkpoint(name="candidate").size == 5
    watched.clock.pass_by(minutes=2)
    watched.catch_up()
    assert watched.checkpoint(name="candidate").size == 10


def test_a_closed_shard_is_still_cosigned(watched, cast):
    from datetime import UTC, datetime

    captured(5)
    watched.catch_up()
    notes = [visit(watched, folder) for folder in cast.folders[:2]]
    watched.clock.now = datetime(2027, 1, 1, tzinfo=UTC)
    captured(1, first=5)
    watched.catch_up()
    for note in notes:
        bring(note)
    watched.catch_up()
    assert published(watched) == 5


def test_captures_go_on_while_all_witnesses_are_away(watched):
    """F43: the log grows, proofs wait."""
    for number in range(3):
        captured(5, first=number * 5)
        watched.clock.pass_by(hours=2)
        watched.catch_up()
    assert (published(watched), queries.state_of_log().newest.size) == (0, 15)


def test_signatures_of_strangers_are_not_taken(watched, cast, tmp_path):
    captured(5)
    watched.catch_up()
    stranger = tmp_path / "stranger"
    witnessing.begin(stranger, "stranger.example/w")
    with pytest.raises(StrangeCosignatureError):
        bring(visit(watched, stranger))
    good = visit(watched, cast.folders[0])
    forged = good.encode().replace(b"\n5\n", b"\n4\n")
    with pytest.raises(StrangeCosignatureError):
        accept_cosignatures(by=people.dung(), year=2026, note=forged)
    with pytest.raises(StrangeCosignatureError):
        accept_cosignatures(by=people.dung(), year=2027, note=good.encode())
    with pytest.raises(StrangeCosignatureError):
        accept_cosignatures(by=people.dung(), year=2026, note=b"nonsense")
    assert Cosignature.objects.count() == 0
    assert (bring(good), bring(good)) == (1, 0), "the same again is no news"


def test_a_witness_may_cosign_what_the_log_never_signed_and_is_not_heard(watched, cast):
    """A colluding witness's line under an invented checkpoint."""
    captured(5)
    watched.catch_up()
    from txng.tlog.cosignature import cosign

    with witnessing.opened(cast.folders[0], time.time) as witness:
        for size in (9, 5):  # one that there is not, and another tree of one that there is
            text = f"{ORIGIN}\n{size}\n{'A' * 43}=\n"
            line = cosign(text, witness.signer, at=1)
            with pytest.raises(StrangeCosignatureError):
                accept_cosignatures(
                    by=people.dung(), year=2026, note=f"{text}\n{line.line}".encode()
                )


# --- the witness's side -----------------------------------------------------------------------------


def test_a_witness_goes_on_from_what_it_saw(watched, cast):
    captured(5)
    watched.catch_up()
    visit(watched, cast.folders[0])
    assert visit(watched, cast.folders[0]).signatures, "the same again may be signed again"
    captured(300, first=5)
    watched.clock.pass_by(hours=2)
    watched.catch_up()
    note = visit(watched, cast.folders[0])
    assert note.text.split("\n")[1] == "305"


def test_a_witness_refuses_a_log_that_was_rolled_back_or_forked(watched, cast, tmp_path):
    captured(5)
    watched.catch_up()
    early = (watched.shard().root / "candidate").read_bytes()
    captured(5, first=5)
    watched.clock.pass_by(hours=2)
    watched.catch_up()
    visit(watched, cast.folders[0])
    late = (watched.shard().root / "candidate").read_bytes()
    (watched.shard().root / "candidate").write_bytes(early)
    with pytest.raises(Refused) as refused:
        visit(watched, cast.folders[0])
    assert refused.value.status == 409
    (watched.shard().root / "candidate").write_bytes(late)
    tile = watched.shard().root / "tile/0/000.p/10"
    tile.write_bytes(bytes(320))
    captured(5, first=10)
    with witnessing.opened(cast.folders[0], time.time) as witness:
        assert witness.latest(ORIGIN).size == 10


def test_two_logs_under_one_name_are_told_apart(watched, cast, tmp_path_factory):
    """The same key shows another history: nobody cosigns both."""
    captured(5)
    watched.catch_up()
    visit(watched, cast.folders[0])
    from txng.tlog.checkpoint import Checkpoint
    from txng.tlog.hashing import tree_head
    from txng.tlog.tiles import Appender
    from txng.transparency.folder import LogFolder

    entries = [*watched.entries()[:4], b"forged", b"more"] if published(watched) else [b"x"] * 6
    forged = LogFolder(tmp_path_factory.mktemp("forged"))
    growing = Appender(0, tree_head([]), forged.fetch)
    forged.put(growing.append(entries))
    signer = watched.duty._signer(ORIGIN)
    from txng.tlog.checkpoint import sign_checkpoint

    note = sign_checkpoint(Checkpoint(ORIGIN, 6, growing.root()), signer)
    forged.publish("candidate", note.encode())
    with witnessing.opened(cast.folders[0], time.time) as witness:
        with pytest.raises(Refused) as refused:
            witness.visit(FolderSource(forged.root), logs(watched))
        assert refused.value.status == 422
        assert witness.latest(ORIGIN).size == 5


def test_a_witness_without_its_memory_does_not_sign(watched, cast):
    captured(5)
    watched.catch_up()
    (cast.folders[0] / "memory.sqlite3").unlink()
    with pytest.raises(witnessing.WitnessError):
        visit(watched, cast.folders[0])
    with pytest.raises(witnessing.WitnessError):
        witnessing.begin(cast.folders[0], "w0.example/w")


# --- add-checkpoint ---------------------------------------------------------------------------------


@contextmanager
def serving(folder, known: witnessing.Logs):
    """A witness with a door of its own; its address."""
    port, stop, ready = servers.free_port(), threading.Event(), threading.Event()

    def work() -> None:
        with witnessing.opened(folder, time.time) as witness:
            listening = witness_server.server("127.0.0.1", port, witness, known)
            ready.set()
            witness_server.serve_until(stop, listening)

    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(10)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop.set()
        thread.join(10)


def test_a_witness_with_a_door_is_asked(watched, cast, settings):
    captured(5)
    watched.catch_up()
    with (
        serving(cast.folders[0], logs(watched)) as first,
        serving(cast.folders[1], logs(watched)) as second,
    ):
        settings.LOG_POLICY.write_text(cast.policy(2, {0: first, 1: second}) + "# changed\n")
        pusher = Pusher()
        assert pusher.round() == 2
        assert pusher.round() == 0, "both have signed this one"
        watched.catch_up()
        assert published(watched) == 5
        captured(300, first=5)
        watched.catch_up()
        assert pusher.round() == 2
        watched.catch_up()
        assert published(watched) == 305
        captured(5, first=305)
        watched.catch_up()
        assert Pusher().round() == 2, "a pusher that knows nothing is told the size"
    captured(5, first=310)
    watched.catch_up()
    assert Pusher().round() == 0, "nobody is there"


@contextmanager
def answering(status: int, body: bytes):
    """Something that is no witness."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Door) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}"
        finally:
            listening.shutdown()
            thread.join(10)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""), (200, b"nonsense\n"), (200, b"\xe2\x80\x94 w0.example/w AAAA\n"),
        (409, b"999999\n"), (409, b"x"), (422, b"no"), (500, b""), (302, b""),
    ],
)  # fmt: skip
def test_a_lying_witness_changes_nothing(watched, cast, settings, status, body):
    captured(5)
    watched.catch_up()
    with answering(status, body) as address:
        settings.LOG_POLICY.write_text(cast.policy(2, {0: address}) + "# changed\n")
        assert Pusher().round() == 0
    watched.catch_up()
    assert (published(watched), Cosignature.objects.count()) == (0, 0)


def test_the_door_answers_as_the_standard_says(watched, cast):
    import urllib3

    captured(5)
    watched.catch_up()
    raw = watched.shard().fetch("candidate")
    with serving(cast.folders[0], logs(watched)) as address:
        pool = urllib3.PoolManager()

        def asked(body: bytes, path: str = "/add-checkpoint"):
            return pool.request("POST", f"{address}{path}", body=body, retries=False)

        good = asked(write_request(0, [], raw))
        assert good.status == 200
        key = CosignatureVerifier(cast.keys[0])
        assert read_answer(good.data, parse_note(raw).text, [key])
        conflict = asked(write_request(3, [], raw))
        assert (conflict.status, conflict.data) == (409, b"5\n")
        assert conflict.headers["Content-Type"] == "text/x.tlog.size"
        assert asked(b"nonsense").status == 400
        assert asked(write_request(5, [], raw.replace(b"example/log", b"other/logs"))).status == 404
        assert asked(b"", "/other").status == 404
        assert asked(write_request(0, [], raw[:-9] + b"AAAAAAA=\n")).status in (400, 403)
        assert pool.request("GET", address, retries=False).status == 501


# --- as a person types it ---------------------------------------------------------------------------


def test_a_witness_is_one_small_command(watched, tmp_path):
    captured(5)
    watched.catch_up()
    folder, signed = tmp_path / "office", tmp_path / "signed"
    key = servers.txng({}, "witness", "begin", "office.example/w", "--folder", str(folder)).strip()
    vkey = str(logs(watched)[ORIGIN][0].vkey)
    servers.txng(
        {}, "witness", "visit", str(watched.shard().root), "--log", vkey,
        "--folder", str(folder), "-o", str(signed),
    )  # fmt: skip
    names = [one.name for one in parse_note(signed.read_bytes()).signatures]
    assert names == [ORIGIN, key.partition("+")[0]]
    (watched.shard().root / "candidate").write_bytes(b"nonsense\n")
    done = subprocess.run(
        [*servers.COMMAND, "witness", "visit", str(watched.shard().root), "--log", vkey,
         "--folder", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
