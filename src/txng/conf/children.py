"""Processes beside the server: started, started again when they die, ended with it.

A child that dies at once is given time, twice as much each time, so that one that cannot run (a port that
is taken) does not eat the machine. A child learns the number of its parent and ends when that is gone.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import structlog

POLL_SECONDS: Final = 0.2
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
SOUND_SECONDS: Final = 10.0  # a child that ran for so long did not die of its start
END_SECONDS: Final = 10.0
PARENT: Final = "_TXNG_PARENT"  # process id of the `txng serve` that started this one
PARENT_SECONDS: Final = 0.5
GRACE_SECONDS: Final = 30

log = structlog.get_logger(__name__)


@contextlib.contextmanager
def kept(commands: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """Keep a child running for each command while the block runs."""
    stop = threading.Event()
    keepers = [
        threading.Thread(target=_keep, args=(name, command, stop), name=f"keep-{name}")
        for name, command in commands.items()
    ]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        stop.set()
        for keeper in keepers:
            keeper.join(END_SECONDS + 5)


def _keep(name: str, command: Sequence[str], stop: threading.Event) -> None:
    pause = FIRST_PAUSE
    environ = dict(os.environ, **{PARENT: str(os.getpid())})
    while not stop.is_set():
        begun = time.monotonic()
        process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL)  # noqa: S603
        while process.poll() is None and not stop.wait(POLL_SECONDS):
            pass
        if process.poll() is None:
            _end(process)
            return
        pause = FIRST_PAUSE if time.monotonic() - begun > SOUND_SECONDS else pause
        log.error("child_died", child=name, status=process.returncode, pause=pause)
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def die_with_parent() -> None:
    """End when `txng serve` is gone, even by kill -9: nobody would end this process otherwise.

    Watching a pipe would not do: the server's own workers are forks, which hold it open.
    """
    parent = os.environ.pop(PARENT, "")
    if not parent:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(PARENT_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
