"""What every test gets: a database on the chosen engine, Vietnamese, no network, a real server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests import environment, network, servers

ROOT = Path(__file__).resolve().parents[1]

# The same examples in every run; `--hypothesis-profile=search` looks for new ones.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, database=None)
hypothesis_settings.register_profile("search", max_examples=2000, deadline=None)
hypothesis_settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    network.allow_this_machine_only()


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {environment.engine(os.environ)}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not os.environ.get("TXNG_TEST_LONG"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    if environment.engine(os.environ) == "postgresql":
        plain = pytest.mark.skip(reason="plain Python, no database: SQLite's run has run it")
        shell = pytest.mark.skip(reason="what a command of the shell does: SQLite's run has run it")
        for item in items:
            if asks_no_database(item):
                item.add_marker(plain)
            elif item.path.name in OF_THE_SHELL:
                item.add_marker(shell)
    if servers.chromium() is None:
        missing = pytest.mark.skip(reason=servers.NO_CHROMIUM)
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


PLAIN = tuple(
    str(ROOT / folder) + os.sep
    for room in ("gs1", "tlog", "epcis", "trace")
    for folder in (f"tests/{room}", f"src/txng/{room}")
)
# long ones, whose rooms are tested on both: transparency, repository, and bench only prints
OF_THE_SHELL = frozenset(
    {"test_bench.py", "test_installation.py", "test_log_commands.py", "test_serve_children.py"}
)
DATABASES = frozenset({"db", "transactional_db", "site", "demo_site", "engine", "django_db_setup"})


def asks_no_database(item: pytest.Item) -> bool:
    """A test of a room of plain Python (gs1, tlog, epcis, trace) that opens no database and no server."""
    return (
        str(item.path).startswith(PLAIN)
        and item.get_closest_marker("django_db") is None
        and not DATABASES & set(getattr(item, "fixturenames", ()))
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """The test database is the very one that TXNG_DATA and TXNG_DATABASE_URL name.

    So a file with the PRAGMAs of production on SQLite, and one database for each worker.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    assert str(database["NAME"]).startswith((os.environ["TXNG_DATA"], "txng_test_")), database[
        "NAME"
    ]
    database.setdefault("TEST", {})["NAME"] = str(database["NAME"])


@pytest.fixture(scope="session", autouse=True)
def emptied_after_each_test() -> None:
    """Of Django's tables and of the event store's, which Django does not know."""
    from tests import emptying

    emptying.instead_of_djangos_flush()


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    """Tests read the source language, whatever an earlier test switched to."""
    from django.utils import translation

    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def keys_of_earlier_tests_forgotten() -> None:
    """The door for machines trusts a key for a second, and the cast has the same keys in every test."""
    from txng.repository.rest.door import BEARERS

    BEARERS.forget()


@pytest.fixture(scope="session")
def engine() -> str:
    """The database under test: "sqlite" or "postgresql"."""
    return environment.engine(os.environ)


@pytest.fixture(scope="session")
def shared_epcis() -> Path:
    """GS1's published artefacts, which the project does not ship."""
    folder = Path(os.environ.get("TXNG_TEST_EPCIS", ROOT.parent / "shared" / "epcis"))
    if not (folder / "examples-json").is_dir():
        pytest.skip("GS1's published examples are not here: set TXNG_TEST_EPCIS to their folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; ask for it only in tests marked `browser`."""
    path = servers.chromium()
    if path is None:
        pytest.skip(servers.NO_CHROMIUM)
    return path


@pytest.fixture
def site(transactional_db: Any) -> Iterator[servers.Site]:
    """txng serving this test's own database; what the test commits is what the server sees."""
    with servers.serving(os.environ) as site:
        yield site


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Site]:
    """txng serving a small demonstration province in a database of its own: read only, please."""
    folder = tmp_path_factory.mktemp("demo-site")
    environ = dict(os.environ, TXNG_DATA=str(folder), TXNG_LOG="1")
    with servers.database_beside(environ):
        servers.installed(environ)
        servers.txng(environ, "demo", "load", "--size", "small")
        with servers.serving(environ) as site:
            yield site
    shutil.rmtree(folder, ignore_errors=True)
