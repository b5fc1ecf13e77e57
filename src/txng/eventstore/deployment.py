"""A deployment of the event store: its tables, its secret, its dictionaries."""

import os
import threading
from collections.abc import Mapping

from txng.eventstore import ddl, jobs
from txng.eventstore.compression import STATEMENTS, Compressor, packaged_dictionaries
from txng.eventstore.drivers import Driver
from txng.eventstore.errors import NotInstalled
from txng.eventstore.keeping.content import Statements
from txng.eventstore.keys import Keys
from txng.eventstore.used_values import Known


class Settings:
    """What a deployment's store needs to know before it can read: read once per process."""

    def __init__(self, secret: bytes, dictionaries: Mapping[int, bytes], bits: int = 60) -> None:
        self.keys = Keys(secret, bits)
        of_events = {n: one for n, one in dictionaries.items() if n < STATEMENTS}
        of_statements = {n: one for n, one in dictionaries.items() if n >= STATEMENTS}
        self.compressor = Compressor(of_events)
        self.statements = Statements(of_statements)
        self.known = Known()


def install(driver: Driver, version: str) -> None:
    """Take the step to one schema version; see `ddl`."""
    for step in ddl.VERSIONS:
        if step.name == version:
            for statement in step.sqlite if driver.name == "sqlite" else step.postgresql:
                driver.execute(statement)
    driver.execute(
        "INSERT INTO deployment (name, value) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING",
        ["index_secret", os.urandom(32)],
    )


def uninstall(driver: Driver, version: str) -> None:
    """Take the step back."""
    for step in ddl.VERSIONS:
        if step.name == version:
            if step.name == "0002_jobs":
                jobs.join_parts(driver)
            for statement in step.sqlite_back if driver.name == "sqlite" else step.postgresql_back:
                driver.execute(statement)


def add_dictionaries(driver: Driver) -> None:
    """Copy the packaged dictionaries that the database does not have yet."""
    for number, content in packaged_dictionaries().items():
        driver.execute(
            "INSERT INTO dictionary (number, content) VALUES (%s, %s)"
            " ON CONFLICT (number) DO NOTHING",
            [number, content],
        )
    with _cache_lock:
        _cache.clear()  # whoever asks next compresses with what is new


_cache: dict[bytes, Settings] = {}
_cache_lock = threading.Lock()


def settings_of(driver: Driver) -> Settings:
    """The deployment's secret and dictionaries. Raises NotInstalled when there are no tables."""
    if not driver.has_table("deployment"):
        raise NotInstalled("Expected the tables of the event store, got none")
    rows = driver.rows("SELECT value FROM deployment WHERE name = %s", ["index_secret"])
    if not rows:
        raise NotInstalled("Expected an index secret in the database, got none")
    secret = bytes(rows[0][0])
    with _cache_lock:
        if secret not in _cache:
            dictionaries = {
                number: bytes(content)
                for number, content in driver.rows("SELECT number, content FROM dictionary")
            }
            _cache[secret] = Settings(secret, dictionaries)
        return _cache[secret]
