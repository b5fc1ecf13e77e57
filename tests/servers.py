"""Real processes for tests: the txng command, the txng server, and where Chromium is."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests import environment

NO_CHROMIUM = "Chromium is not installed: apt-get install -y chromium"
START_SECONDS = 30
ASYNC_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"  # for a test beside Playwright, and not for the server


@dataclass(frozen=True)
class Site:
    """A running server. `url` has no slash at its end; `log` is what it printed."""

    url: str
    log: Path
    environ: Mapping[str, str]


def chromium() -> str | None:
    """Path of the first Chromium or Chrome on this machine.

    The one without windows first: the same engine opens a page in half the time, with a third of the work.
    """
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    )
    return next((path for name in names if (path := shutil.which(name))), None)


def txng(environ: Mapping[str, str], *arguments: str) -> str:
    """Run one txng command as a person would; its standard output."""
    done = subprocess.run(
        [*COMMAND, *arguments], env=dict(environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (
        f"txng {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}"
    )
    return done.stdout


def installed(environ: Mapping[str, str]) -> None:
    """`txng init`; on SQLite over tables that one `init` of this process made: they are most of its time."""
    folder = Path(environ["TXNG_DATA"])
    database = folder / "txng.sqlite3"
    if "TXNG_DATABASE_URL" not in environ and not database.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(empty_database(), database)
    txng(environ, "init")


@cache
def empty_database() -> Path:
    """A file of SQLite as `txng init` makes it."""
    folder = environment.new_folder("txng-test-tables-")
    environ = dict(os.environ, TXNG_DATA=str(folder), TXNG_LOG="0")
    environ.pop("TXNG_DATABASE_URL", None)
    txng(environ, "init")
    database = folder / "txng.sqlite3"
    assert not database.with_name(database.name + "-wal").exists()  # the file is all there is
    return database


COMMAND = (sys.executable, "-c", "from txng.conf.cli import main; main()")


def free_port() -> int:
    """One whose successor is free too: `txng serve` opens the door of streams there."""
    while True:
        with socket.socket() as probe, socket.socket() as beside:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            with contextlib.suppress(OSError, OverflowError):
                beside.bind(("127.0.0.1", port + 1))
                return port


@contextlib.contextmanager
def serving(
    environ: Mapping[str, str], *, host: str = "127.0.0.1", is_alone: bool = False
) -> Iterator[Site]:
    """Start `txng serve` on a free port, wait until it answers, and end it with the block.

    `host` is how browsers call this machine: passkeys need a name, "localhost". `is_alone`: without
    `txng work` and the door of streams beside it, which start in twice the time.
    """
    port = free_port()
    url = f"http://{host}:{port}"
    descriptor, name = tempfile.mkstemp(prefix="txng-serve-", suffix=".log")
    log = Path(name)
    command = [*COMMAND, "serve", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-worker", "--stream-port", "0"] if is_alone else []
    with os.fdopen(descriptor, "wb") as output:
        process = subprocess.Popen(
            command,
            env={**environ, "TXNG_BASE_URL": url, ASYNC_UNSAFE: ""},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(url, process, log)
        yield Site(url, log, environ)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.unlink(missing_ok=True)


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except urllib.error.HTTPError as answer:
            answer.close()  # it is the answer too, with an open socket
            time.sleep(0.05)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"txng serve did not answer on {url}/healthz:\n{log.read_text()[-4000:]}")


@contextlib.contextmanager
def database_beside(environ: MutableMapping[str, str]) -> Iterator[None]:
    """Give `environ` an empty database of its own beside the one of the tests.

    On SQLite its new TXNG_DATA is enough; on PostgreSQL a database is made and dropped.
    """
    if "TXNG_DATABASE_URL" not in environ:
        yield
        return
    import psycopg
    from psycopg import sql

    url = urlsplit(environ["TXNG_DATABASE_URL"])
    name = f"{url.path.strip('/').rpartition('_')[0]}_{secrets.token_hex(4)}"
    server = os.environ["TXNG_TEST_POSTGRES"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    environ["TXNG_DATABASE_URL"] = urlunsplit(url._replace(path=f"/{name}"))
    try:
        yield
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
