"""A granian as `txng serve` starts it, kept on chosen cores, with the CPU and memory that it uses.

"On one core" means everything: the worker and, for PostgreSQL, its backends. Those are moved to the same
cores where the system allows it; `is_pinned` says whether it did. Writing to disk in the background
(checkpoints) stays where it is.
"""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from bench import processes
from txng.conf.commands.serve import THREADS_PER_WORKER

PROGRAM = """
import os, sys
os.sched_setaffinity(0, set(map(int, sys.argv[4].split(","))))
from granian import Granian
from granian.constants import Interfaces
Granian(sys.argv[1], address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.WSGI,
        workers=int(sys.argv[3]), blocking_threads=int(sys.argv[5]), websockets=False,
        log_enabled=False, workers_kill_timeout=10).serve()
"""
PINNED_EVERY = 0.2  # seconds: a thread of the server opens its connection when it is first used


class Server:
    def __init__(self, port: int, process: subprocess.Popen[bytes], cores: set[int]) -> None:
        self.port, self._process, self._cores = port, process, cores
        self.is_pinned = True
        self._stopped = threading.Event()
        self._pinning = threading.Thread(target=self._pin, daemon=True)
        self._pinning.start()

    def _pin(self) -> None:
        while not self._stopped.wait(PINNED_EVERY):
            self.is_pinned &= processes.pin(self.backends(), self._cores)

    def backends(self) -> list[int]:
        url = urlsplit(os.environ.get("TXNG_DATABASE_URL", ""))
        return processes.backends(url.path[1:]) if url.scheme.startswith("postgres") else []

    def cpu(self) -> tuple[float, float]:
        """Seconds that the workers and that their database processes have used."""
        return (
            processes.cpu_seconds(processes.family(self._process.pid)),
            processes.cpu_seconds(self.backends()),
        )

    def peak_mb(self) -> float:
        """Of the largest worker."""
        return processes.peak_mb(processes.family(self._process.pid))

    def stop(self) -> None:
        """A worker told to end before it listens for that hears nothing: after ten seconds it is killed."""
        self._stopped.set()
        self._pinning.join()
        self._process.terminate()
        self._process.wait()


@contextlib.contextmanager
def serving(target: str, workers: int = 1) -> Iterator[Server]:
    """Each worker has a core: the first ones of those that this process may use."""
    cores = set(sorted(os.sched_getaffinity(0))[:workers])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    cores_told = ",".join(map(str, sorted(cores)))
    server = Server(
        port,
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                PROGRAM,
                target,
                str(port),
                str(workers),
                cores_told,
                str(THREADS_PER_WORKER),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # its log lines are written, and read by nobody
        ),
        cores,
    )
    try:
        _wait_for(port)
        yield server
    finally:
        server.stop()


def _wait_for(port: int) -> None:
    for _ in range(1200):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return
        time.sleep(0.05)
    raise RuntimeError("Expected a server within a minute, got none")
