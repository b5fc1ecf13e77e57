"""The log as anybody reads it, in front of Django: files as they lie, and a door for witnesses.

    GET  /log/2026/checkpoint              never kept by a cache
    GET  /log/2026/candidate               what witnesses are asked to cosign
    GET  /log/2026/vkey                    the key that verifies the shard
    GET  /log/2026/tile/0/000.p/17         kept for ever: a tile never changes
    GET  /log/2026/tile/entries/000
    GET  /log/2026/anchor/5162.tsr         a time stamp over the checkpoint of that size
    POST /log/2026/cosignature             the candidate with a witness's line: 200 "1\\n" when it is new

A copy of the folder behind any file server answers the same. Only signatures of witnesses that the
policy names are taken, whoever brings them. Errors are problem documents in two languages.
Source: c2sp.org/tlog-tiles.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
import structlog
from django.conf import settings
from django.db import DatabaseError

from txng.accounts.access import public
from txng.accounts.actors import Actor
from txng.tlog.errors import MalformedError
from txng.tlog.tiles import parse_path
from txng.transparency import actions
from txng.transparency.connection import usable
from txng.transparency.errors import StrangeCosignatureError
from txng.transparency.folder import LogFolder
from txng.transparency.halting import Halted
from txng.transparency.publishing_names import CANDIDATE, CHECKPOINT, VKEY

StartResponse = Callable[[str, list[tuple[str, str]]], Any]

MOST_BODY: Final = 64 * 1024
_PATH: Final = re.compile(r"/log/([2-9][0-9]{3})/(.+)")
_ANCHOR: Final = re.compile(r"anchor/[1-9][0-9]{0,18}\.tsr")
_TEXT: Final = "text/plain; charset=utf-8"
_FOREVER: Final = "public, max-age=31536000, immutable"
_STATUSES: Final = {
    200: "200 OK",
    204: "204 No Content",
    400: "400 Bad Request",
    403: "403 Forbidden",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    413: "413 Content Too Large",
    503: "503 Service Unavailable",
}
_WITNESS: Final = Actor(None, "", frozenset(), "witness")

log = structlog.get_logger(__name__)


@public("a log that not everybody could read would prove nothing")
def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    method = environ["REQUEST_METHOD"]
    found = _PATH.fullmatch(environ["PATH_INFO"])
    if found is None:
        return _missing(environ, start_response)
    year, path = int(found[1]), found[2]
    if path == "cosignature":
        if method == "POST":
            return _cosignature(environ, start_response, year)
        return _wrong_method(environ, start_response, "POST, OPTIONS")
    if method not in ("GET", "HEAD"):
        return _wrong_method(environ, start_response, "GET, HEAD, OPTIONS")
    return _file(environ, start_response, LogFolder(settings.LOG_FOLDER / str(year)), path)


def _file(
    environ: dict[str, Any], start_response: StartResponse, folder: LogFolder, path: str
) -> Iterable[bytes]:
    if path in (CHECKPOINT, CANDIDATE, VKEY):
        kind, keep = _TEXT, "no-cache"
    elif _ANCHOR.fullmatch(path):
        kind, keep = "application/timestamp-reply", _FOREVER
    else:
        try:
            parse_path(path)  # one spelling only: nothing else of the disk has such a name
        except MalformedError:
            return _missing(environ, start_response)
        kind, keep = "application/octet-stream", _FOREVER
    content = folder.fetch(path)
    if content is None:
        return _missing(environ, start_response)
    return _answer(environ, start_response, 200, content, kind, ("Cache-Control", keep))


def _cosignature(
    environ: dict[str, Any], start_response: StartResponse, year: int
) -> Iterable[bytes]:
    body = environ["wsgi.input"].read(MOST_BODY + 1)
    if len(body) > MOST_BODY:
        return _problem(
            environ, start_response, 413,
            f"Expected at most {MOST_BODY} bytes", f"Gửi nhiều nhất {MOST_BODY} byte.",
        )  # fmt: skip
    try:
        usable()
        new = actions.accept_cosignatures(by=_WITNESS, year=year, note=body)
    except StrangeCosignatureError as error:
        return _problem(
            environ, start_response, 403,
            "Expected a checkpoint of this log with a cosignature of a witness of its policy",
            str(error),
        )  # fmt: skip
    except (DatabaseError, Halted) as error:
        log.error("cosignature_lost", error=type(error).__name__)
        return _problem(
            environ, start_response, 503,
            "Expected a database that answers; send it again in a minute",
            "Máy chủ chưa nhận được. Gửi lại sau một phút.",
        )  # fmt: skip
    return _answer(environ, start_response, 200, f"{len(new)}\n".encode(), _TEXT)


def _missing(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    return _problem(
        environ, start_response, 404,
        "Expected a checkpoint or a tile of the log", "Nhật ký không có tệp này.",
    )  # fmt: skip


def _wrong_method(
    environ: dict[str, Any], start_response: StartResponse, allowed: str
) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return _answer(environ, start_response, 204, b"", _TEXT, ("Allow", allowed))
    return _problem(
        environ, start_response, 405, f"Expected {allowed}", f"Chỉ dùng {allowed}.",
        ("Allow", allowed),
    )  # fmt: skip


def _problem(
    environ: dict[str, Any],
    start_response: StartResponse,
    status: int,
    detail: str,
    detail_vi: str,
    *headers: tuple[str, str],
) -> Iterable[bytes]:
    body = msgspec.json.encode(
        {
            "type": "about:blank",
            "title": _STATUSES[status].partition(" ")[2],
            "status": status,
            "detail": detail,
            "detailVi": detail_vi,
        }
    )
    headers = (*headers, ("Cache-Control", "no-store"))
    return _answer(environ, start_response, status, body, "application/problem+json", *headers)


def _answer(
    environ: dict[str, Any],
    start_response: StartResponse,
    status: int,
    body: bytes,
    kind: str,
    *headers: tuple[str, str],
) -> Iterable[bytes]:
    start_response(
        _STATUSES[status],
        [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Access-Control-Allow-Origin", "*"),  # a verifier may stand on any page
            ("X-Content-Type-Options", "nosniff"),
            *headers,
        ],
    )
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
