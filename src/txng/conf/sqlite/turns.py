"""Turns of the processes that write into one SQLite file: who has waited is next.

    process A   turn ── BEGIN IMMEDIATE .. COMMIT ── gives back ── queue ── waits ..
    process B   queue ─────── waits ──────────────── turn, leaves the queue ── BEGIN IMMEDIATE ..

SQLite alone lets a writer that finds the file locked sleep, longer each time up to a tenth of a second,
and takes whoever asks first when it is free: a process that writes without pause shuts out the others
for seconds. Two workers so captured less than one, with answers of 2 s (`make bench`, "two workers").

Two bytes of a file beside the database are locked, one by whoever has the turn, one by whoever is next;
the others look again every half millisecond. Within a process one thread waits for all. The system gives
the locks of a process back when it ends, however it ends, and a child does not inherit them.

A turn is a courtesy: what must hold, SQLite's own lock holds. Who waits in vain, or cannot make the file,
goes on without.
"""

import contextlib
import fcntl
import os
import threading
import time
from functools import cache
from typing import Final

_TURN: Final = 0  # bytes of the file
_QUEUE: Final = 1
_LONGEST_SLEEP: Final = 0.0005  # seconds
_FIRST_SLEEP: Final = 0.00002


class Turns:
    """Of one file and this process. Raises OSError when there can be no such file."""

    def __init__(self, path: str) -> None:
        # never closed: a process that closes any handle of a file loses all its locks there
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
        self._mine = threading.Lock()

    def take(self, patience: float) -> bool:
        """Wait for the turn, `patience` seconds at most; whether it came. Then `give_back` it."""
        until = time.monotonic() + patience
        if not self._mine.acquire(timeout=patience):
            return False
        if self._next(until):
            return True
        self._mine.release()
        return False

    def give_back(self) -> None:
        """By any thread of this process."""
        self._unlock(_TURN)
        self._mine.release()

    def _next(self, until: float) -> bool:
        if not self._lock(_QUEUE, until):
            return False
        try:
            return self._lock(_TURN, until)
        finally:
            self._unlock(_QUEUE)

    def _lock(self, byte: int, until: float) -> bool:
        sleep = _FIRST_SLEEP
        while True:
            with contextlib.suppress(OSError):  # somebody has it
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(sleep)
            sleep = min(2 * sleep, _LONGEST_SLEEP)

    def _unlock(self, byte: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)


@cache
def _turns_of(path: str) -> Turns | None:
    try:
        return Turns(path)
    except OSError:
        return None  # a folder that is only read


def turns_of(database: object) -> Turns | None:
    """Of the SQLite file at this path: one object in a process. None where there can be none."""
    with _opening:
        return _turns_of(os.path.realpath(f"{database}-turn"))


def _begin_anew() -> None:
    """In a child: its threads are others, and it has none of the locks."""
    global _opening
    _opening = threading.Lock()
    _turns_of.cache_clear()


_opening = threading.Lock()
os.register_at_fork(after_in_child=_begin_anew)
