"""txng serve: granian with blocking threads, on one address for people and machines.

    txng serve ──┬── granian's workers   pages and EPCIS, port 8000
                 ├── txng work           large documents, deliveries to subscribers
                 ├── txng signer         signs the transparency log
                 ├── txng log integrate  makes its entries
                 └── conf.asgi           WebSockets, port 8001

Those beside are started again when they die, and end when this process does, however it ends.
"""

import errno
import ipaddress
import logging
import os
import socket
import sys
import threading
import time
from urllib.parse import urlsplit

import click

from txng.conf import children
from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import SYSTEM, Console, Problem
from txng.conf.machine_words import words_of
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

# Small captures that wait for one another are committed together, each in a thread of its own, so the
# rate of single events grows with the threads: 5 gave PostgreSQL 580 a second of CPU, 16 gave 1,000. A
# thread that asks the database keeps a connection.
THREADS_PER_WORKER = 16


@command(
    "serve",
    summary=N_(
        "Mở máy chủ: trang cho người và EPCIS cho máy trên cùng một địa chỉ.\n\n"
        "Không tự ý đổi cơ sở dữ liệu: nếu còn thiếu bảng, lệnh dừng và nhắc chạy txng init."
    ),
    examples=("txng serve", "txng serve --host 0.0.0.0 --port 8080 --workers 2"),
)
@click.option("--host", default="127.0.0.1", help=N_("Địa chỉ mạng để nghe; mặc định 127.0.0.1."))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, help=N_("Cổng; mặc định 8000.")
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    help=N_("Số tiến trình phục vụ; mặc định 1, nên bằng số nhân của máy."),
)
@click.option(
    "--no-worker",
    is_flag=True,
    help=N_("Không chạy việc nền (txng work) bên cạnh; khi ấy phải tự chạy ở nơi khác."),
)
@click.option(
    "--stream-port",
    type=click.IntRange(0, 65535),
    help=N_("Cổng WebSocket; mặc định là cổng kế tiếp. 0: không mở."),
)
def serve(
    console: Console,
    host: str,
    port: int,
    workers: int,
    no_worker: bool,
    stream_port: int | None,
) -> None:
    address = f"http://{_shown_host(host)}:{port}"
    # Pages print links to themselves: without a word from the operator, to where they are served.
    os.environ.setdefault("TXNG_BASE_URL", address)
    chosen = stream_port is not None
    if stream_port is None:
        stream_port = port + 1 if port < 65535 else port - 1
    if stream_port:
        os.environ.setdefault("TXNG_STREAM_URL", _stream_url(stream_port))
    require_initialised()
    _require_secret_key()
    _require_free_port(host, port)
    if stream_port and chosen:
        _require_free_port(host, stream_port)
    if console.is_json:
        told = {"address": address, "workers": workers, "pid": os.getpid()}
        console.result({**told, "worker": not no_worker, "streamPort": stream_port or None})
    threading.Thread(target=_tell_when_open, args=(console, address), daemon=True).start()
    beside = {}
    if not no_worker:
        beside["worker"] = _txng("work")
        beside |= _log_keepers()
    if stream_port:
        beside["stream"] = [sys.executable, "-m", "txng.conf.asgi", host, str(stream_port)]
    with children.kept(beside):
        _serve(host, port, workers)


def _txng(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from txng.conf.cli import main; main()", *arguments]


def _log_keepers() -> dict[str, list[str]]:
    """The signer runs beside only where its folder is ours: in service it is another user's."""
    from django.conf import settings

    if not settings.HAS_LOG:
        return {}
    keepers = {"integrator": _txng("log", "integrate")}
    if os.access(settings.SIGNER_FOLDER, os.W_OK):
        keepers["signer"] = _txng("signer")
    return keepers


def _stream_url(port: int) -> str:
    """Where WebSockets are opened: behind a proxy with TLS on its own host, else on our port."""
    url = urlsplit(os.environ["TXNG_BASE_URL"])
    if url.scheme == "https":
        return f"wss://{url.netloc}"
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
    return f"ws://{host}:{port}"


def _tell_when_open(console: Console, address: str) -> None:
    """Say where to go once somebody listens there; silent when nobody ever does."""
    url = urlsplit(address)
    for _attempt in range(600):
        with socket.socket(
            socket.AF_INET6 if ":" in (url.hostname or "") else socket.AF_INET
        ) as probe:
            if probe.connect_ex((url.hostname, url.port)) == 0:
                break
        time.sleep(0.05)
    else:
        return
    console.aside(_("Đang phục vụ tại %(address)s (dừng: Ctrl+C)") % {"address": address})


def _serve(host: str, port: int, workers: int) -> None:
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from txng.conf.http_server import HttpServer

    connections.close_all()  # the workers open their own
    HttpServer(
        "txng.conf.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_PER_WORKER,
        websockets=False,
        log_level=LogLevels.warning,  # its start and end are said by us
        log_dictconfig=_through_the_house(),
        respawn_failed_workers=True,
        workers_kill_timeout=1,  # after the time that HttpServer gives
    ).serve()


def _through_the_house() -> dict[str, object]:
    """Granian's loggers without handlers of their own: what they say goes through logs.configure."""
    bare = {"handlers": [], "propagate": True}
    return {
        "filters": {"intended": {"()": lambda: _is_no_intention}},
        "loggers": {
            "_granian": {**bare, "filters": ["intended"]},
            "granian.access": dict(bare),
        },
    }


def _is_no_intention(record: logging.LogRecord) -> bool:
    """False for granian's remark that THREADS_PER_WORKER are many: most of them wait for a commit."""
    return "Configuration allows spawning up to" not in record.getMessage()


def _require_secret_key() -> None:
    from django.conf import settings

    if not settings.ENVIRONMENT.secret_key:
        raise Problem(
            "not-initialised",
            _("Chưa có khóa bí mật."),
            _("Hãy chạy: txng init"),
            exit_status=SYSTEM,
        )


def _require_free_port(host: str, port: int) -> None:
    """Granian shares ports between its workers, so it would not notice a second server."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        raise Problem(
            "unknown-host",
            _("Máy này không biết địa chỉ “%(host)s”.") % {"host": host},
            _("Dùng --host 127.0.0.1 cho riêng máy này hoặc --host 0.0.0.0 cho mọi máy."),
        ) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Problem(
                "port-taken",
                _("Cổng %(port)d đang được chương trình khác dùng.") % {"port": port},
                _("Dừng chương trình kia, hoặc chọn cổng khác: %(command)s")
                % {"command": _serve_on(port + 1 if port < 65535 else 8000)},
                exit_status=SYSTEM,
            ) from None
        raise Problem(
            "port-refused",
            _("Không mở được %(host)s cổng %(port)d: %(why)s.")
            % {"host": host, "port": port, "why": words_of(error)},
            _("Chọn --host 127.0.0.1 và cổng từ 1024 trở lên."),
            exit_status=SYSTEM,
        ) from None


def _serve_on(port: int) -> str:
    """The command as this person starts it: make sets MAKELEVEL for what it runs."""
    return f"make run PORT={port}" if "MAKELEVEL" in os.environ else f"txng serve --port {port}"


def _shown_host(host: str) -> str:
    """0.0.0.0 is where to listen, not where to go."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1"
    return f"[{host}]" if address.version == 6 else host
