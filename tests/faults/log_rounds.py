"""Rounds of the log, each in a process that waits to be watched: what the matrix of system calls kills.

    python -m tests.faults.log_rounds LOG-FOLDER SIGNER-FOLDER ORIGIN

    > integrate        a child stops itself; its number is printed; SIGCONT lets it go on
    < 4711
    < 4711 0           how it ended: 0 done, 3 an error was told, -9 killed

Everything is imported before the first child is made, so that the system calls of a child are those of
a round and not those of Python's start.
"""

import os
import signal
import sys
import threading
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
django.setup(set_prefix=False)

from txng.transparency import signer  # noqa: E402
from txng.transparency.integrator import Integrator  # noqa: E402
from txng.transparency.signer_socket import SignerClient, serve  # noqa: E402

SOCKET = "socket"


def integrate(log: Path, keeper: Path, origin: str) -> None:
    Integrator(log, origin, SignerClient(keeper / SOCKET), batch=200).catch_up()


def sign(log: Path, keeper: Path, origin: str) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with signer.opened(keeper, origin) as duty:
        serve(keeper / SOCKET, duty, stop, lambda: print("open", flush=True))


def main(log: Path, keeper: Path, origin: str) -> None:
    work = {"integrate": integrate, "sign": sign}
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.kill(os.getpid(), signal.SIGSTOP)
            try:
                work[line.strip()](log, keeper, origin)
            except BaseException as error:  # whatever it is, the test hears of it
                print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
                os._exit(3)
            os._exit(0)
        os.waitpid(child, os.WUNTRACED)
        print(child, flush=True)
        _child, status = os.waitpid(child, 0)
        print(child, os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
