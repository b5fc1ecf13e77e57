"""An installation from nothing, as a person at a shell makes it: real processes, real files."""

import json
import os
import signal
import socket
import stat
import subprocess
import urllib.error
import urllib.request

import psycopg
import pytest

from tests import servers


@pytest.fixture
def machine(tmp_path):
    """Environment of a machine where txng was installed and nothing was done yet."""
    environ = {
        name: value
        for name, value in os.environ.items()
        if name not in ("TXNG_SECRET_KEY", "LC_ALL", "LC_MESSAGES", "LANG")
    }
    environ["TXNG_DATA"] = str(tmp_path / "data")
    with servers.database_beside(environ):
        yield environ


def run(environ, *arguments):
    return subprocess.run(
        [*servers.COMMAND, *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def checks(environ, *arguments):
    told = json.loads(run(environ, "doctor", "--json", *arguments).stdout)
    return {check["check"]: check for check in told["checks"]}


def test_init_makes_what_is_missing_and_keeps_what_is_there(machine, tmp_path):
    first = json.loads(run(machine, "init", "--json").stdout)
    key = tmp_path / "data" / "keys" / "secret_key"
    assert first["secretKey"] == "made"
    assert "accounts.0001_people_organisations_keys_journal" in first["migrations"]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    secret = key.read_text()
    again = run(machine, "init")
    assert again.returncode == 0
    assert again.stderr.splitlines()[-1] == "Xong. Bước tiếp theo: txng serve"
    assert "đã đủ bảng" in again.stderr
    assert key.read_text() == secret


def test_a_secret_key_of_the_environment_is_not_doubled_by_a_file(machine, tmp_path):
    given = {**machine, "TXNG_SECRET_KEY": "k" * 60}
    assert "Khóa bí mật: đã có" in run(given, "init").stderr
    assert json.loads(run(given, "init", "--json").stdout)["secretKey"] == "kept"
    assert list((tmp_path / "data" / "keys").iterdir()) == []


def test_init_tells_how_far_it_has_come_with_the_tables(machine):
    told = run(machine, "init").stderr.splitlines()
    tenths = [line for line in told if line.startswith("Lập bảng: ")]
    assert tenths == [f"Lập bảng: {tenth}0 %" for tenth in range(1, 11)]
    assert not [line for line in run(machine, "init").stderr.splitlines() if line in tenths]


def survives_a_power_cut(engine: str) -> bool:
    """The server that the tests start flushes nothing; one of the machine's own usually does."""
    if engine == "sqlite":
        return True
    with psycopg.connect(os.environ["TXNG_TEST_POSTGRES"]) as connection:
        return bool(connection.execute("SELECT current_setting('fsync') = 'on'").fetchone()[0])


def test_the_doctor_finds_nothing_before_init_and_nothing_wrong_after(machine, tmp_path, engine):
    before = run(machine, "doctor")
    assert before.returncode == 1
    assert "txng init" in before.stdout
    assert not (tmp_path / "data").exists()  # looking changes nothing
    servers.installed(machine)
    port = str(servers.free_port())
    after = checks(machine, "--port", port)
    broken = [name for name, check in after.items() if not check["ok"]]
    assert broken == ([] if survives_a_power_cut(engine) else ["Chống mất điện"])
    (tmp_path / "data" / "keys" / "secret_key").chmod(0o644)
    spoilt = checks(machine, "--port", port)["Khóa bí mật"]
    assert spoilt["fix"].startswith("chmod 600 ")


def test_the_doctor_names_the_setting_that_makes_no_sense(machine):
    told = run({**machine, "TXNG_BASE_URL": "nowhere"}, "doctor")
    assert told.returncode == 1
    assert "TXNG_BASE_URL" in told.stdout
    for command in (["init"], ["trace", "x"], ["serve"]):
        refused = run({**machine, "TXNG_DATABASE_URL": "mysql://x"}, *command)
        assert refused.returncode == 2
        assert "TXNG_DATABASE_URL" in refused.stderr
        assert refused.stderr.count("\n") == 1


def test_a_database_that_is_away_is_said_in_a_sentence(machine):
    away = {**machine, "TXNG_DATABASE_URL": f"postgresql://127.0.0.1:{servers.free_port()}/txng"}
    for command in (["init"], ["serve"], ["capture", "-"]):
        told = run(away, *command)
        assert told.returncode == 1
        # the sentence, then a line with the driver's own words; nothing else after it
        sentence, reason = told.stderr.splitlines()[-2:]
        assert sentence.startswith("Lỗi: Cơ sở dữ liệu postgresql://127.0.0.1")
        assert "127.0.0.1" in reason
        assert "Traceback" not in told.stderr
    assert not checks(away)["Cơ sở dữ liệu"]["ok"]


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(machine, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    told = run(machine, "init")
    assert told.returncode == 1
    assert "TXNG_DATA" in told.stderr.splitlines()[-1]


def test_the_server_starts_only_on_what_init_has_made(machine, engine):
    told = run(machine, "serve", "--port", str(servers.free_port()))
    assert told.returncode == 1
    assert "Hãy chạy: txng init" in told.stderr


def test_the_server_answers_people_and_machines_and_ends_cleanly(machine):
    servers.installed(machine)
    key = servers.txng(
        machine, "key", "create", "--organisation", "HTX", "--scope", "query"
    ).strip()
    port = servers.free_port()
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [*servers.COMMAND, "serve", "--port", str(port)],
        env=machine,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr.readline() == f"Đang phục vụ tại {url} (dừng: Ctrl+C)\n"
        with urllib.request.urlopen(f"{url}/readyz", timeout=20) as answer:
            assert answer.read() == b'{"status":"ok"}'
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{url}/epcis/events", timeout=20)
        with refused.value as answer:
            assert answer.code == 401
        asked = urllib.request.Request(
            f"{url}/epcis/events", headers={"Authorization": f"Bearer {key}"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            assert answer.status == 200
        second = run(machine, "serve", "--port", str(port))
        assert second.returncode == 1
        assert f"Cổng {port} đang được chương trình khác dùng" in second.stderr
        assert checks(machine, "--port", str(port))[f"Cổng {port}"]["ok"]
    finally:
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=20)
    assert server.returncode == 0
    assert (out, err) == ("", "")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
