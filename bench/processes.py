"""What other processes use: CPU and memory from /proc, and the cores that they may run on.

CPU of PostgreSQL is that of its backends for one database: the same work that an embedded database does
inside our own process. Only Linux tells; elsewhere, and for a server on another machine, it is None.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Iterable[int]) -> float:
    return sum(map(_cpu, pids))


def _cpu(pid: int) -> float:
    """To the nanosecond, as the scheduler tells of each thread that lives; of threads that have ended only
    the process tells, in hundredths of a second."""
    place, living = PROC / str(pid), 0
    for task in (place / "task").glob("*/schedstat"):
        with contextlib.suppress(OSError, ValueError):
            living += int(task.read_text().split()[0])
    try:
        fields = (place / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return max(living / 1e9, (int(fields[11]) + int(fields[12])) / TICK)


def family(pid: int) -> list[int]:
    """The process and all that it started, whichever of its threads did."""
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        found.append(parent)
        for children in (PROC / str(parent) / "task").glob("*/children"):
            with contextlib.suppress(OSError):
                waiting += map(int, children.read_text().split())
    return found


def backends(database: str) -> list[int]:
    """PostgreSQL's processes for one database, known by the titles that it gives them."""
    found = []
    for place in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            title = (place / "cmdline").read_bytes().decode(errors="replace")
            if title.startswith("postgres") and f" {database} " in title:
                found.append(int(place.name))
    return found


def pin(pids: Iterable[int], cores: set[int]) -> bool:
    """Keep processes on these cores; False when one of them may not be moved."""
    is_pinned = True
    for pid in pids:
        for task in (PROC / str(pid) / "task").glob("*"):
            try:
                os.sched_setaffinity(int(task.name), cores)
            except PermissionError:
                is_pinned = False
            except ProcessLookupError:
                pass
    return is_pinned


def peak_mb(pids: Iterable[int]) -> float:
    """The most memory that one of them has held, in MB of 2**20 bytes."""
    return max(map(_peak_kb, pids), default=0) / 1024


def _peak_kb(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return 0
