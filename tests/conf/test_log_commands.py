"""txng signer, log and fsck as a person types them: what they say, and what they say when they cannot."""

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import servers
from txng.demo import certificates


@pytest.fixture
def environ(tmp_path):
    """An installation of its own, with a log."""
    environ = dict(os.environ, TXNG_DATA=str(tmp_path), TXNG_LOG="1")
    with servers.database_beside(environ):
        servers.installed(environ)
        yield environ


@contextmanager
def signing(environ):
    process = subprocess.Popen(
        [*servers.COMMAND, "signer"], env=environ, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert "socket" in process.stderr.readline()
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        process.stderr.close()


def problem(environ, *arguments: str, language: str = "vi") -> tuple[int, dict[str, str], str]:
    """Status, the problem for machines, and what a person reads."""
    done = subprocess.run(
        [*servers.COMMAND, "--lang", language, *arguments, "--json"],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    shown = subprocess.run(
        [*servers.COMMAND, "--lang", language, *arguments],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stderr.splitlines()[-1]), shown.stderr


def test_a_log_from_the_first_event_to_the_examination(environ):
    assert json.loads(servers.txng(environ, "log", "status", "--json"))["size"] == 0
    servers.txng(environ, "demo", "load", "--size", "small")
    events = json.loads(servers.txng(environ, "log", "status", "--json"))["waiting"]
    # the province's certificates: each issued, one suspended
    waiting = events + len(certificates.TOLD) + 1
    with signing(environ):
        made = json.loads(servers.txng(environ, "log", "integrate", "--once", "--json"))
        assert made == {"entries": waiting}
        assert json.loads(servers.txng(environ, "log", "integrate", "--once", "--json")) == {
            "entries": 0
        }
    told = json.loads(servers.txng(environ, "log", "status", "--json"))
    assert (told["size"], told["published"], told["waiting"]) == (waiting, waiting, 0)
    assert "localhost/log/" in servers.txng(environ, "log", "status")
    assert json.loads(servers.txng(environ, "fsck", "--json")) == {
        "ok": True, "entries": waiting, "damages": [],
    }  # fmt: skip
    # a PostgreSQL of the tests does not wait for the disk, which the doctor rightly says and counts
    command = [*servers.COMMAND, "doctor", "--json"]
    asked = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    checks = json.loads(asked.stdout)["checks"]
    unwell = {one["check"] for one in checks if not one["ok"]}
    assert unwell <= {"Chống mất điện"}
    assert any(str(waiting)[0] in one["detail"] and "điểm mốc" in one["detail"] for one in checks)


def test_without_a_signer_the_log_waits_and_says_why(environ):
    status, told, shown = problem(environ, "log", "integrate", "--once")
    assert (status, told["type"]) == (1, "txng:signer-away")
    assert "txng signer" in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("spoil", "why", "words"),
    [
        ("memory.sqlite3", "forgotten", "lost its memory"),
        ("key", "no key", "no key"),
    ],
)
def test_a_signer_without_its_files_does_not_start(environ, spoil, why, words):
    Path(environ["TXNG_DATA"], "signer", spoil).unlink()
    status, told, shown = problem(environ, "signer", language="en")
    assert (status, told["why"]) == (1, why)
    assert words in shown


def test_init_never_replaces_half_a_signer(environ):
    Path(environ["TXNG_DATA"], "signer", "memory.sqlite3").unlink()
    status, told, _shown = problem(environ, "init")
    assert (status, told["why"]) == (1, "half")


def test_another_name_is_refused_by_both(environ):
    servers.txng(environ, "demo", "load", "--size", "small")
    with signing(environ):
        servers.txng(environ, "log", "integrate", "--once")
        renamed = environ | {"TXNG_LOG_ORIGIN": "other.example/log"}
        status, told, shown = problem(renamed, "log", "integrate", "--once", language="en")
        assert (status, told["why"]) == (1, "other origin")
        assert "TXNG_LOG_ORIGIN" in shown
    status, told, _shown = problem(renamed, "signer")
    assert (status, told["why"]) == (1, "origin")


def test_a_log_that_is_switched_off_is_not_made(environ):
    off = environ | {"TXNG_LOG": "0"}
    status, told, _shown = problem(off, "log", "integrate", "--once")
    assert (status, told["type"]) == (1, "txng:no-log")


def test_the_server_keeps_the_log_by_itself_and_takes_its_keepers_along(environ):
    servers.txng(environ, "demo", "load", "--size", "small")
    with servers.serving(environ):
        deadline = time.monotonic() + 60
        while json.loads(servers.txng(environ, "log", "status", "--json"))["waiting"]:
            assert time.monotonic() < deadline
            time.sleep(0.3)
        socket = Path(environ["TXNG_DATA"], "signer", "socket")
        assert socket.exists()
    deadline = time.monotonic() + 20
    while socket.exists():
        assert time.monotonic() < deadline, "the signer outlived the server"
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TXNG_LOG", "perhaps"),
        ("TXNG_LOG_ORIGIN", "https://txng.example/log"),
        ("TXNG_LOG_ORIGIN", "txng.example/log/"),
        ("TXNG_LOG_ORIGIN", "txng example"),
        ("TXNG_LOG_ORIGIN", "x" * 151),
        ("TXNG_LOG_POLICY", "/nowhere/policy.txt"),
        ("TXNG_LOG_TSA", "ftp://tsa.example"),
        ("TXNG_LOG_TSA_CHAIN", "/nowhere/chain.pem"),
        ("TXNG_LOG_EVM", "localhost:8545"),
        ("TXNG_LOG_EVM_CONTRACT", "0x12"),
    ],
)
def test_nonsense_in_a_setting_is_refused_by_name(name, value):
    from txng.conf import env

    with pytest.raises(env.SettingError) as refused:
        env.read({name: value})
    assert refused.value.name == name


def test_a_chain_needs_a_contract_and_a_sender():
    from txng.conf import env

    with pytest.raises(env.SettingError) as refused:
        env.read({"TXNG_LOG_EVM": "http://127.0.0.1:8545"})
    assert refused.value.name == "TXNG_LOG_EVM_CONTRACT"
    account = "0x" + "a" * 40
    read = env.read(
        {
            "TXNG_LOG_EVM": "http://127.0.0.1:8545",
            "TXNG_LOG_EVM_CONTRACT": account,
            "TXNG_LOG_EVM_SENDER": account,
        }
    )
    assert read.log_evm_sender == account
