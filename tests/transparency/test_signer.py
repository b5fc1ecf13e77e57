"""The signer signs one history, whatever it is asked, and knows when its own files are wrong."""

import random
import shutil
import socket
import threading
from contextlib import contextmanager

import pytest

from txng.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from txng.tlog.errors import Refused
from txng.tlog.hashing import EMPTY_ROOT, leaf_hash, tree_head
from txng.tlog.note import NoteVerifier, parse_note
from txng.tlog.proofs import consistency_proof, range_hash
from txng.transparency import signer
from txng.transparency.signer_socket import SignerAway, SignerClient, serve

BASE = "txng.example/log"
ORIGIN = f"{BASE}/2026"
ENTRIES = [bytes([number]) for number in range(64)]


def tree(entries: list[bytes]):
    def read(level: int, index: int) -> bytes:
        return tree_head(entries[index << level : (index + 1) << level])

    return read


def checkpoint(size: int, entries: list[bytes] = ENTRIES, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, size, tree_head(entries[:size]))


def proof(old: int, new: int, entries: list[bytes] = ENTRIES) -> list[bytes]:
    return consistency_proof(old, new, tree(entries))


@pytest.fixture
def folder(tmp_path):
    signer.begin(tmp_path, BASE)
    return tmp_path


@pytest.fixture
def duty(folder):
    with signer.opened(folder, BASE) as duty:
        yield duty


def size_signed(duty: signer.Duty, origin: str = ORIGIN) -> int:
    note = duty.last(origin)
    return parse_checkpoint(parse_note(note).text).size if note else 0


def test_it_signs_what_grew_and_says_the_same_again(duty):
    first = duty.sign(0, [], checkpoint(5))
    assert duty.sign(0, [], checkpoint(5)) == first, "asked again after a crash"
    second = duty.sign(5, proof(5, 9), checkpoint(9))
    signed, _ = open_checkpoint(second, [NoteVerifier(duty.vkey(ORIGIN))])
    assert signed == checkpoint(9)
    assert list(duty.history(ORIGIN)) == [first, second]
    assert duty.last(ORIGIN) == second


FORK = [*ENTRIES[:3], b"another", *ENTRIES[4:]]


@pytest.mark.parametrize(
    ("old", "hashes", "asked", "status"),
    [
        (5, proof(5, 9, FORK), checkpoint(9, FORK), 422),  # another history
        (5, proof(5, 9), checkpoint(9, FORK), 422),  # a proof of something else
        (5, proof(5, 9)[1:], checkpoint(9), 422),
        (5, [], checkpoint(5, FORK), 409),  # the same size, another tree
        (5, [], checkpoint(4), 400),  # smaller
        (4, proof(4, 9), checkpoint(9), 409),  # not from what was signed last
        (0, [], checkpoint(9), 409),
        (9, [], checkpoint(9), 409),  # as if it had been signed
        (5, proof(5, 9), checkpoint(9)._replace(extensions=("more",)), 400),
        (0, [], checkpoint(1, origin="other.example/log/2026"), 404),
        (0, [], checkpoint(1, origin=f"{BASE}/26"), 404),
        (0, [], checkpoint(1, origin=f"{BASE}/2026/x"), 404),
        (0, [proof(5, 9)[0]], checkpoint(1, origin=f"{BASE}/2027"), 422),
    ],
)
def test_it_refuses_and_remembers_what_it_had_signed(duty, old, hashes, asked, status):
    kept = duty.sign(0, [], checkpoint(5))
    with pytest.raises(Refused) as refused:
        duty.sign(old, hashes, asked)
    assert refused.value.status == status
    assert duty.last(ORIGIN) == kept
    assert list(duty.history(ORIGIN)) == [kept]


def test_ten_thousand_attempts_to_fork_it_all_fail(duty):
    chance = random.Random(20261128)
    duty.sign(0, [], checkpoint(20))
    for _ in range(10_000):
        at = chance.randrange(20)
        forged = [*ENTRIES[:at], bytes([chance.randrange(64, 256)]), *ENTRIES[at + 1 :]]
        old, new = chance.choice([0, 19, 20, 21]), chance.randrange(0, 64)
        hashes = proof(min(old, new), new, chance.choice([ENTRIES, forged]))
        if chance.random() < 0.3 and hashes:
            hashes[chance.randrange(len(hashes))] = leaf_hash(b"x")
        with pytest.raises(Refused):
            duty.sign(
                old, hashes, checkpoint(new, forged) if new > at else checkpoint(min(new, 19))
            )
    assert size_signed(duty) == 20


def test_a_closed_shard_does_not_grow(duty):
    duty.sign(0, [], checkpoint(5))
    duty.sign(0, [], checkpoint(1, origin=f"{BASE}/2027"))
    with pytest.raises(Refused) as refused:
        duty.sign(5, proof(5, 9), checkpoint(9))
    assert refused.value.status == 403
    assert duty.sign(0, [], checkpoint(5)), "what was signed may be told again"


def test_each_shard_has_a_key_of_its_own(duty):
    keys = {duty.vkey(f"{BASE}/{year}").public_key for year in range(2026, 2030)}
    assert len(keys) == 4


# --- its files ------------------------------------------------------------------------------------


def start(folder, origin: str = BASE) -> None:
    with signer.opened(folder, origin):
        pass


def refusal(folder, origin: str = BASE) -> str:
    with pytest.raises(signer.CannotStart) as refused:
        start(folder, origin)
    return refused.value.why


def test_beginning_again_changes_nothing(folder):
    key = (folder / "key").read_bytes()
    assert signer.begin(folder, BASE) is False
    assert (folder / "key").read_bytes() == key
    assert (folder / "key").stat().st_mode & 0o777 == 0o600


def test_a_lost_memory_does_not_become_a_new_one(folder):
    (folder / "memory.sqlite3").unlink()
    assert refusal(folder) == "forgotten"
    with pytest.raises(signer.CannotStart, match="only"):
        signer.begin(folder, BASE)


def test_a_lost_key_does_not_become_a_new_one(folder):
    (folder / "key").unlink()
    assert refusal(folder) == "no key"
    with pytest.raises(signer.CannotStart):
        signer.begin(folder, BASE)


def test_an_empty_volume_is_refused(tmp_path):
    assert refusal(tmp_path) == "no key"


def test_another_origin_is_refused(folder):
    assert refusal(folder, "other.example/log") == "origin"


def test_the_memory_of_another_signer_is_refused(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    signer.begin(other, BASE)
    shutil.copy(other / "memory.sqlite3", folder / "memory.sqlite3")
    assert refusal(folder) == "other key"


def test_a_key_that_others_can_read_is_refused(folder):
    (folder / "key").chmod(0o640)
    assert refusal(folder) == "readable key"


def test_a_damaged_key_is_refused(folder):
    (folder / "key").write_text("PRIVATE+KEY+txng.example/log+00000000+AAAA\n")
    assert refusal(folder) == "no key"


def test_a_second_signer_is_refused(folder):
    with signer.opened(folder, BASE):
        assert refusal(folder) == "second"
    start(folder)


# --- the socket -----------------------------------------------------------------------------------


@contextmanager
def serving(folder):
    stop, ready = threading.Event(), threading.Event()

    def work() -> None:
        with signer.opened(folder, BASE) as duty:
            serve(folder / "socket", duty, stop, ready.set)

    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(10)
    try:
        yield SignerClient(folder / "socket")
    finally:
        stop.set()
        thread.join(10)


def test_over_the_socket_it_is_the_same_signer(folder):
    with serving(folder) as client:
        assert client.last(ORIGIN) is None
        first = client.sign(0, [], checkpoint(5))
        second = client.sign(5, proof(5, 9), checkpoint(9))
        assert client.last(ORIGIN) == second != first
        signed, _ = open_checkpoint(second, [NoteVerifier(client.vkey(ORIGIN))])
        assert signed.size == 9
        with pytest.raises(Refused) as refused:
            client.sign(9, proof(9, 12, FORK), checkpoint(12, FORK))
        assert refused.value.status == 422
    with signer.opened(folder, BASE) as duty:
        assert duty.last(ORIGIN) == second


@pytest.mark.parametrize(
    "question",
    [b"", b"sign", b"sign\n", b"sign\nold x\n\n", b"sign\nold 1\n" + b"A\n" * 100, b"forge\nme",
     b"last\n\xff", b"x" * 100_000],
)  # fmt: skip
def test_nonsense_does_not_disturb_it(folder, question):
    with serving(folder) as client:
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(folder / "socket"))
            try:
                asking.sendall(question)
                asking.shutdown(socket.SHUT_WR)
                assert asking.recv(100)[:3] in (b"400", b"404", b"")
            except (BrokenPipeError, ConnectionResetError):
                pass  # more than it reads
        assert client.sign(0, [], checkpoint(5))


def test_a_socket_with_a_long_name_works(tmp_path):
    folder = tmp_path / ("x" * 60) / ("y" * 60)
    folder.mkdir(parents=True)
    signer.begin(folder, BASE)
    with serving(folder) as client:
        assert client.sign(0, [], checkpoint(1))


def test_nobody_there_is_told(tmp_path):
    with pytest.raises(SignerAway):
        SignerClient(tmp_path / "socket").last(ORIGIN)


def test_the_helper_of_these_tests_makes_real_roots():
    assert range_hash(0, 5, tree(ENTRIES)) == checkpoint(5).root
    assert tree_head([]) == EMPTY_ROOT
