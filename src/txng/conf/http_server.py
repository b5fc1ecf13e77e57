"""granian as `txng serve` runs it, with one fault of its own mended."""

import time
from typing import Final

from granian.server.mp import MPServer

END_SECONDS: Final = 10.0  # a worker that answers nobody any more for so long is killed
NOTED_EVERY: Final = 0.02  # seconds


class HttpServer(MPServer):
    """Workers that end when they are asked to are never said to have been killed.

    Two threads of granian wait for a worker's end, and only one of them gets it told by the system: the
    other asks one millisecond later whether the worker lives, is told "yes" where the first has not had
    its turn to note the end, and warns of a worker that "refused to gracefully stop" (granian 2.8.7,
    server/common.py `_stop_workers`; one in twenty ends on a busy machine).
    """

    def _stop_workers(self) -> None:
        for worker in self.wrks:
            worker.terminate()
        deadline = time.monotonic() + END_SECONDS
        while any(worker.is_alive() for worker in self.wrks) and time.monotonic() < deadline:
            time.sleep(NOTED_EVERY)
        super()._stop_workers()
