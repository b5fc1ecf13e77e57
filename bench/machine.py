"""What was measured on: versions, cores, and how busy the machine was meanwhile."""

import os
import platform
import sqlite3
import timeit
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psycopg

PACKAGES = ("django", "granian", "msgspec", "psycopg", "lxml", "zstandard")
SERVER_SETTINGS = ("server_version", "fsync", "synchronous_commit", "shared_buffers")
BUSY = 1.0  # load average from which only ratios mean something


def told() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "loop_ns": loop_ns(),
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "cores_allowed": len(os.sched_getaffinity(0)),
        "memory_gb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: _version(name) for name in PACKAGES},
        "load": load(),
    }


def load() -> float:
    """Processes that ran or waited for a core over the last minute."""
    return os.getloadavg()[0]


def loop_ns() -> float:
    """A turn of a short loop in Python. It tells builds of one version apart, and machines: what is said
    of events a second elsewhere can be compared only beside it."""
    turns = 200_000
    best = min(timeit.repeat("x += i * i % 7; i += 1", "x = i = 0", number=turns, repeat=5))
    return best / turns * 1e9


def server(url: str) -> dict[str, str]:
    """What decides how fast and how safe a PostgreSQL is."""
    with psycopg.connect(url) as connection:
        return {
            name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0]
            for name in SERVER_SETTINGS
        }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
