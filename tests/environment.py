"""Where a test process keeps its data: its own folder, and its own database on one engine.

    TXNG_TEST_ENGINE    sqlite (default) or postgresql
    TXNG_TEST_POSTGRES  URL of a server where databases may be created
    TXNG_TEST_RUN       a word that starts the names of this run's databases (tools/run_tests.py
                        drops what a killed worker left behind)

The variables that the application reads are set to match, so a command or a server that a test
starts as another process finds the very database of that test.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import MutableMapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ENGINES = ("sqlite", "postgresql")


def prepare(environ: MutableMapping[str, str]) -> None:
    """Point every TXNG_ variable at a new folder and, for PostgreSQL, at a database not made yet."""
    for name in [name for name in environ if name.startswith("TXNG_")]:
        if not name.startswith("TXNG_TEST_"):
            del environ[name]  # a developer's own settings must not decide how a test ends
    for name in ("MAKELEVEL", "MAKEFLAGS"):
        environ.pop(name, None)  # txng says other things when make runs it
    # where it is set, each of hundreds of commands and servers would compile every module again
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environ["TXNG_DATA"] = str(new_folder("txng-test-"))
    environ["TXNG_LOG"] = "0"  # a server of a test starts no integrator; tests of the log say "1"
    environ["TXNG_SECRET_KEY"] = "of the tests, and of nothing else; " + "0123456789" * 4
    if engine(environ) == "postgresql":
        environ["TXNG_DATABASE_URL"] = database_url(environ)


def new_folder(prefix: str) -> Path:
    """A folder that is gone with this process; one that it forks leaves it there."""
    folder, owner = Path(tempfile.mkdtemp(prefix=prefix)), os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


def engine(environ: MutableMapping[str, str]) -> str:
    chosen = environ.get("TXNG_TEST_ENGINE", "sqlite")
    if chosen not in ENGINES:
        raise SystemExit(f"TXNG_TEST_ENGINE: expected one of {', '.join(ENGINES)}, got {chosen!r}")
    return chosen


def database_url(environ: MutableMapping[str, str]) -> str:
    """A database of this process alone on the test server: many runs share one server."""
    server = environ.get("TXNG_TEST_POSTGRES")
    if not server:
        raise SystemExit(
            "TXNG_TEST_ENGINE=postgresql needs TXNG_TEST_POSTGRES, the URL of a server where"
            " databases may be created. `make test` finds or starts one by itself."
        )
    run = environ.get("TXNG_TEST_RUN", "alone")
    name = f"txng_test_{run}_{secrets.token_hex(4)}"
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
