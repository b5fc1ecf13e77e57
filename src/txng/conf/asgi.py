"""The door of streams as a process of its own: `python -m txng.conf.asgi HOST PORT`.

Granian serves it inside this process (no workers to be left behind), so `txng serve` can start it, end it
and start it again. A reverse proxy sends requests with `Upgrade: websocket` here and the rest to the
WSGI door.
"""

import asyncio
import os
import signal
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
django.setup(set_prefix=False)

from granian.constants import Interfaces  # noqa: E402 - the rooms need Django set up
from granian.log import LogLevels  # noqa: E402
from granian.server.embed import Server  # noqa: E402

from txng.conf.children import die_with_parent  # noqa: E402
from txng.repository import stream  # noqa: E402


async def serve(host: str, port: int) -> None:
    """Until SIGTERM or SIGINT."""
    server = Server(
        stream.application(),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=True,
        log_level=LogLevels.error,  # it calls itself experimental at every start
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},
    )
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        stopped.set()
        server.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await server.serve()
    except Exception:
        if not stopped.is_set():  # granian, stopped while it starts, complains of what it wanted
            raise


if __name__ == "__main__":
    die_with_parent()
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
    os._exit(0)  # threads may still wait for a database
