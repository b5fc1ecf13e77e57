"""Values that are never forgotten and never go back."""

import sqlite3
import subprocess
import sys

import pytest

from txng.eventstore.memory import ForgottenError, Memory


@pytest.fixture
def file(tmp_path):
    Memory(tmp_path / "memory.sqlite3", begin=True).close()
    return tmp_path / "memory.sqlite3"


@pytest.fixture
def memory(file):
    memory = Memory(file)
    yield memory
    memory.close()


def test_a_value_is_replaced_by_whoever_knows_the_last_one(memory):
    assert memory.recall("log") is None
    assert memory.replace("log", None, b"1")
    assert not memory.replace("log", None, b"2"), "somebody was quicker"
    assert not memory.replace("log", b"0", b"2")
    assert memory.replace("log", b"1", b"2")
    assert (memory.recall("log"), list(memory.history("log"))) == (b"2", [b"1", b"2"])
    assert (memory.recall("other"), memory.names()) == (None, ["log"])


def test_two_processes_cannot_both_replace(file, memory):
    other = Memory(file)
    assert memory.replace("log", None, b"mine")
    assert not other.replace("log", None, b"theirs")
    assert other.recall("log") == b"mine"
    other.close()


def test_a_missing_file_is_not_a_new_beginning(tmp_path):
    with pytest.raises(ForgottenError):
        Memory(tmp_path / "gone.sqlite3")
    assert not (tmp_path / "gone.sqlite3").exists()


def test_what_was_remembered_is_synced(file, memory):
    memory.replace("log", None, b"1")
    assert memory._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert memory._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_was_answered_survives_a_kill(file):
    script = (
        "import os, sys; from pathlib import Path; from txng.eventstore.memory import Memory;"
        "m = Memory(Path(sys.argv[1])); m.replace('log', None, b'1'); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(file)], check=False)
    assert killed.returncode == -9
    memory = Memory(file)
    assert memory.recall("log") == b"1"
    memory.close()


def test_a_failed_write_changes_nothing(memory):
    memory.replace("log", None, b"1")
    memory._connection.execute("DROP TABLE history")
    with pytest.raises(sqlite3.OperationalError):
        memory.replace("log", b"1", b"2")
    assert memory.recall("log") == b"1"
    assert not memory._connection.in_transaction
