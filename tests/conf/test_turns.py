"""Processes that write into one SQLite file take turns, and whoever waited is next."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from tests import environment
from txng.conf.sqlite import base
from txng.conf.sqlite.turns import Turns, turns_of

PATIENT = 10.0
OTHER = """
import mmap, os, sys, time
from txng.conf.sqlite.turns import turns_of
path, deed = sys.argv[1:3]
turns = turns_of(path)
if deed == "hold":
    assert turns.take(10)
    print("held", flush=True)
    sys.stdin.readline()
    turns.give_back()
elif deed == "try":
    print(turns.take(0), flush=True)
else:  # takes turn after turn, and counts them
    with open(path + ".count", "r+b") as file:
        count = mmap.mmap(file.fileno(), 8)
    number = 0
    while True:
        assert turns.take(10)
        number += 1
        count[:8] = number.to_bytes(8, "little")
        if number == 1:
            print("running", flush=True)
        time.sleep(0.002)
        turns.give_back()
"""
on_sqlite = pytest.mark.skipif(
    environment.engine(os.environ) != "sqlite", reason="PostgreSQL keeps the order of its locks"
)


class Other:
    """Another process at the same file."""

    def __init__(self, path: object, deed: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(path), deed],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.word = self.process.stdout.readline().strip()

    def __enter__(self) -> "Other":
        return self

    def __exit__(self, *_told: object) -> None:
        self.process.kill()
        self.process.communicate()


def is_free(path: object) -> bool:
    with Other(path, "try") as other:
        return {"True": True, "False": False}[other.word]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "t.sqlite3"


def the_turns(file: object) -> Turns:
    turns = turns_of(file)
    assert turns is not None
    return turns


def test_one_process_has_the_turn_and_another_has_it_next(file):
    turns = the_turns(file)
    with Other(file, "hold") as other:
        assert other.word == "held"
        assert not turns.take(0.02)
        assert other.process.stdin is not None
        other.process.stdin.write("\n")
        other.process.stdin.flush()
        assert turns.take(PATIENT)
        assert not is_free(file)
    turns.give_back()
    assert is_free(file)


def test_who_is_killed_with_the_turn_gives_it_back(file):
    with Other(file, "hold") as other:
        other.process.kill()
        other.process.wait()
        assert the_turns(file).take(PATIENT)
    the_turns(file).give_back()


def test_whoever_waited_is_next_however_often_another_comes(file):
    """Without a queue the other takes hundreds of turns before one that sleeps finds it free."""
    count = Path(f"{file}.count")
    count.write_bytes(bytes(8))

    def counted() -> int:
        return int.from_bytes(count.read_bytes(), "little")

    with Other(file, "run") as other:
        assert other.word == "running"
        waited = []
        for _ in range(30):
            before = counted()
            assert the_turns(file).take(PATIENT)
            waited.append(counted() - before)
            the_turns(file).give_back()
            has_been = counted()
            while counted() == has_been:  # it comes in between: pytest's limit ends this
                os.sched_yield()
        assert sorted(waited)[len(waited) // 2] <= 2
        assert max(waited) <= 6  # a machine that is busy lets one sleep longer


def test_threads_of_a_process_share_its_place(file):
    assert the_turns(file) is turns_of(file)
    assert the_turns(file).take(PATIENT)
    assert not the_turns(file).take(0.01)
    the_turns(file).give_back()


def test_a_child_has_no_turn_of_its_parent(file):
    assert the_turns(file).take(PATIENT)
    child = os.fork()
    if child == 0:
        os._exit(int(the_turns(file).take(0.01)))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    the_turns(file).give_back()


def test_where_no_file_can_be_made_there_are_no_turns(tmp_path):
    assert turns_of(tmp_path / "nowhere" / "t.sqlite3") is None


# --- transactions -----------------------------------------------------------------------------


def database() -> object:
    return connection.settings_dict["NAME"]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_transaction_has_the_turn_until_it_ends_however_it_ends():
    with transaction.atomic():
        assert not is_free(database())
        with transaction.atomic():
            pass
        assert not is_free(database())
    assert is_free(database())
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    assert is_free(database())
    connection.set_autocommit(False)
    connection._start_transaction_under_autocommit()
    assert not is_free(database())
    connection.close()
    assert is_free(database())


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_cannot_begin_gives_the_turn_back():
    stranger = sqlite3.connect(str(database()), isolation_level=None)  # knows of no turns
    stranger.execute("BEGIN IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=1")
        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            pass
        assert is_free(database())
        stranger.close()
        cursor.execute("PRAGMA busy_timeout=60000")
    with transaction.atomic():
        assert not is_free(database())


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_who_waits_in_vain_writes_without_a_turn(monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0.05)
    with Other(database(), "hold") as other:
        with transaction.atomic():
            connection.cursor().execute("CREATE TABLE in_vain (n integer)")
        with transaction.atomic():
            connection.cursor().execute("DROP TABLE in_vain")
        assert other.process.poll() is None
    assert is_free(database())
