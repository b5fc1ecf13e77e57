"""The log's files over HTTP, as C2SP says, and the door for cosignatures."""

from io import BytesIO
from typing import Any

import msgspec
import pytest

from tests.transparency.logs import TestLog, captured
from tests.transparency.test_witnesses import Cast, visit
from txng.conf import wsgi

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(log, settings) -> TestLog:
    settings.LOG_FOLDER = log.folder
    captured(300)
    log.catch_up()
    return log


def ask(method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "RAW_URI": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    content = b"".join(
        wsgi.application(environ, lambda status, headers: told.extend((status, headers)))
    )
    return int(told[0][:3]), dict(told[1]), content


def test_tiles_are_kept_for_ever_and_checkpoints_never(filled):
    for path in ("tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000"):
        status, headers, content = ask("GET", f"/log/2026/{path}")
        assert (status, content) == (200, filled.shard().fetch(path)), path
        assert "immutable" in headers["Cache-Control"]
        assert headers["Content-Type"] == "application/octet-stream"
    for path in ("checkpoint", "candidate", "vkey"):
        status, headers, content = ask("GET", f"/log/2026/{path}")
        assert (status, content) == (200, filled.shard().fetch(path)), path
        assert headers["Cache-Control"] == "no-cache"
        assert headers["Content-Type"] == "text/plain; charset=utf-8"


def test_head_and_options_answer_without_a_body(filled):
    status, headers, content = ask("HEAD", "/log/2026/tile/0/000")
    assert (status, content, headers["Content-Length"]) == (200, b"", str(256 * 32))
    status, headers, content = ask("OPTIONS", "/log/2026/checkpoint")
    assert (status, content, headers["Access-Control-Allow-Origin"]) == (204, b"", "*")


@pytest.mark.parametrize(
    "path",
    [
        "/log", "/log/", "/log/2026", "/log/2026/", "/log/2026/.lock", "/log/2026/tile/0/00",
        "/log/2026/tile/0/x000/000", "/log/2026/tile/0/000.p/256", "/log/2026/tile/0/000.p/017",
        "/log/2026/tile/0/999", "/log/2026/tile/64/000", "/log/2025/checkpoint",
        "/log/2026/../2026/checkpoint", "/log/2026//checkpoint", "/log/2026/tile/0/../../.lock",
        "/log/2026/tile/entries/../../../../txng.sqlite3", "/log/2026/checkpoint/", "/log/2026/%2e%2e",
        "/log/20266/checkpoint", "/log/x/checkpoint", "/log/2026/tile/0/000\n", "/log/2026/checkpoint\0",
    ],
)  # fmt: skip
def test_nothing_else_of_the_disk_has_a_name(filled, path):
    status, headers, content = ask("GET", path)
    assert (status, headers["Content-Type"]) == (404, "application/problem+json")
    assert msgspec.json.decode(content)["detailVi"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_files_can_only_be_read(filled, method):
    status, headers, _content = ask(method, "/log/2026/checkpoint")
    assert (status, headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_witness_brings_its_signature(filled, settings, tmp_path):
    cast = Cast(tmp_path)
    settings.LOG_POLICY = tmp_path / "policy.txt"
    settings.LOG_POLICY.write_text(cast.policy(2))
    notes = [visit(filled, folder).encode() for folder in cast.folders]
    assert ask("POST", "/log/2026/cosignature", notes[0])[::2] == (200, b"1\n")
    assert ask("POST", "/log/2026/cosignature", notes[0])[::2] == (200, b"0\n")
    assert ask("POST", "/log/2026/cosignature", notes[1])[::2] == (200, b"1\n")
    filled.catch_up()
    assert len(filled.shard().fetch("checkpoint").split(b"\xe2\x80\x94")) == 4


@pytest.mark.parametrize("body", [b"", b"nonsense", b"\xff" * 100, b"a\n1\nA\n\nx\n"])
def test_what_is_no_cosignature_is_refused(filled, body):
    status, headers, _content = ask("POST", "/log/2026/cosignature", body)
    assert (status, headers["Content-Type"]) == (403, "application/problem+json")


def test_a_body_without_end_is_refused(filled):
    assert ask("POST", "/log/2026/cosignature", b"x" * 70_000)[0] == 413
    assert ask("GET", "/log/2026/cosignature")[0] == 405
