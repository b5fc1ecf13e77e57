"""`make gs1-suite`: GS1's own suite against a server of ours, where a checkout of it is at hand.

TXNG_TEST_GS1_SUITE=/path/to/checkout pytest tests/resolver/test_gs1_suite_tool.py
"""

import http.server
import os
import ssl
import threading
import urllib.request
from pathlib import Path

import pytest

from tools import gs1_suite
from tools.tls_front import Front

SUITE = os.environ.get("TXNG_TEST_GS1_SUITE", "")


@pytest.mark.skipif(not SUITE, reason="TXNG_TEST_GS1_SUITE names no checkout of GS1's test suite")
@pytest.mark.timeout(300)
def test_gs1s_own_suite_finds_nothing(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["gs1_suite", SUITE])
    exit_status = gs1_suite.main()
    told = capsys.readouterr().out
    assert exit_status == 0, told
    assert told.rstrip().endswith(" 0 warned, 0 failed"), told


def test_what_is_missing_is_told_in_one_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.argv", ["gs1_suite", str(tmp_path / "nowhere")])
    assert gs1_suite.main() == 2
    assert "There is no folder" in capsys.readouterr().err
    for name in gs1_suite.NEEDED:
        with pytest.raises(gs1_suite.MissingError, match=name):
            gs1_suite.needed(tmp_path)
        (tmp_path / name).touch()
    assert set(gs1_suite.needed(tmp_path)) == set(gs1_suite.NEEDED)


def test_the_suites_public_folder_comes_before_the_older_copy_above_it(tmp_path):
    (tmp_path / "public").mkdir()
    for name in gs1_suite.NEEDED:
        (tmp_path / name).touch()
    (tmp_path / "public" / gs1_suite.SCRIPT).touch()
    found = gs1_suite.needed(tmp_path)[gs1_suite.SCRIPT]
    assert found == tmp_path / "public" / gs1_suite.SCRIPT


def test_a_missing_php_is_told(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(gs1_suite.MissingError, match="apt-get install -y php-cli php-curl"):
        gs1_suite.programs()


def test_the_front_passes_the_request_line_on_as_it_was_sent(tmp_path: Path):
    seen: list[str] = []

    class Behind(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 200_000)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    front = Front(tmp_path)
    trust = ssl.create_default_context(cafile=front.certificate)
    try:
        with (
            front.connect_to(server.server_port),
            urllib.request.urlopen(f"{front.url}/01/1/10/A%2FB?x=%20", context=trust) as answer,
        ):
            assert len(answer.read()) == 200_000
    finally:
        server.shutdown()
        server.server_close()
    assert seen == ["/01/1/10/A%2FB?x=%20"]
