"""Sets Django up for the modules that measure inside a process of the house; import it first."""

import functools
import gc
import os
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
django.setup(set_prefix=False)

from django.db import connection  # noqa: E402

from bench import processes  # noqa: E402


def forget_caches() -> None:
    """Empty every cache of functions of the house.

    What a load has just put there would answer for a store of 10^4 events and not for one of 10^6.
    Call before gc.freeze, behind which nothing is found.
    """
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and one.__module__.startswith("txng."):
            one.cache_clear()


def raw_connection() -> Any:
    """The bare connection, sqlite3's or psycopg's, under Django's of this thread."""
    connection.ensure_connection()
    return connection.connection


def own_backends() -> list[int]:
    """PostgreSQL's process that serves this one; none for SQLite or a server elsewhere."""
    if connection.vendor != "postgresql":
        return []
    pid = raw_connection().info.backend_pid
    return [pid] if pid in processes.backends(connection.settings_dict["NAME"]) else []


def is_database_seen() -> bool:
    """Whether all CPU that the database uses can be counted."""
    return connection.vendor == "sqlite" or bool(own_backends())


def cost(verb: Callable[[], object], times: int) -> dict[str, float | None]:
    """Processor time of this process, and of PostgreSQL's for it: the least of `times`."""
    own, spent = own_backends(), []
    for _turn in range(times):
        before, theirs = time.process_time(), processes.cpu_seconds(own)
        verb()
        spent.append((time.process_time() - before, processes.cpu_seconds(own) - theirs))
    ours, database = min(spent, key=sum)
    return {"cpu_ms": ours * 1000, "database_ms": database * 1000 if own else None}
