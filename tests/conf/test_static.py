"""Static files: no step to forget, an address per content, compressed where init was run."""

import gzip
import io

import pytest

from txng.conf import static


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with one room that has a long style sheet and a picture."""
    room = tmp_path / "package" / "ui" / "static" / "ui"
    room.mkdir(parents=True)
    (room / "a.css").write_text("body { color: red }\n" * 200)
    (room / "a.png").write_bytes(b"\x89PNG" + bytes(1000))
    monkeypatch.setattr(static, "PACKAGE", tmp_path / "package")
    static.fingerprint.cache_clear()
    yield room
    static.fingerprint.cache_clear()


def get(application, path, **headers):
    told = {}
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "wsgi.input": io.BytesIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }

    def start_response(status, headers, exc_info=None):
        told.update(status=status, headers=dict(headers))

    body = application(environ, start_response)
    told["body"] = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return told


def otherwise(environ, start_response):
    start_response("404 Not Found", [])
    return [b"Django"]


def test_the_address_changes_with_any_content(package):
    before = static.fingerprint()
    static.fingerprint.cache_clear()
    assert static.fingerprint() == before
    (package / "a.png").write_bytes(b"other")
    static.fingerprint.cache_clear()
    assert static.fingerprint() != before


def test_the_address_changes_with_a_name(package):
    before = static.fingerprint()
    (package / "a.css").rename(package / "a.cst")
    static.fingerprint.cache_clear()
    assert static.fingerprint() != before


def test_without_init_files_come_from_the_package(package, tmp_path):
    application = static.serve(otherwise, "/static/x/", tmp_path / "nothing")
    answer = get(application, "/static/x/ui/a.css", accept_encoding="gzip")
    assert answer["status"] == "200 OK"
    assert answer["body"].startswith(b"body {")
    assert answer["headers"]["Content-Type"] == 'text/css; charset="utf-8"'
    assert "immutable" in answer["headers"]["Cache-Control"]
    assert answer["headers"]["X-Content-Type-Options"] == "nosniff"


def test_after_init_they_come_compressed(package, tmp_path):
    collected = static.collect(tmp_path / "static")
    application = static.serve(otherwise, "/static/x/", collected)
    answer = get(application, "/static/x/ui/a.css", accept_encoding="gzip, br")
    assert answer["headers"]["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer["body"]) == (package / "a.css").read_bytes()
    plain = get(application, "/static/x/ui/a.css")
    assert plain["body"] == (package / "a.css").read_bytes()


def test_what_is_no_static_file_is_handed_on(package, tmp_path):
    application = static.serve(otherwise, "/static/x/", tmp_path / "nothing")
    for path in ("/static/y/ui/a.css", "/static/x/ui/none.css", "/static/x/../models.py", "/"):
        assert get(application, path)["body"] == b"Django"


def test_collecting_twice_keeps_the_copies_and_a_new_release_drops_the_old(package, tmp_path):
    first = static.collect(tmp_path / "static")
    marker = (first / "ui" / "a.css").stat().st_ino
    assert static.collect(tmp_path / "static") == first
    assert (first / "ui" / "a.css").stat().st_ino == marker
    (package / "a.css").write_text("new")
    static.fingerprint.cache_clear()
    second = static.collect(tmp_path / "static")
    assert [folder.name for folder in (tmp_path / "static").iterdir()] == [second.name]
    assert not first.exists()
