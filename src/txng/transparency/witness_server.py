"""The witness with a door of its own: POST /add-checkpoint (c2sp.org/tlog-witness).

One request at a time, each with an end: a witness has little to do, and its memory has one owner.
"""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Final

from txng.tlog.errors import Refused
from txng.tlog.note import MAX_BYTES
from txng.tlog.witness import TEXT_TYPE
from txng.transparency.witnessing import Logs, Witness

SECONDS: Final = 10.0
PATH: Final = "/add-checkpoint"


def server(host: str, port: int, witness: Witness, logs: Logs) -> HTTPServer:
    """Listening; `serve_until` answers."""

    class Door(BaseHTTPRequestHandler):
        timeout = SECONDS
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            if self.path.rstrip("/") != PATH:
                self._answer(404, b"Expected POST /add-checkpoint\n", TEXT_TYPE)
                return
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > MAX_BYTES:
                self._answer(413, b"Expected a Content-Length of at most 1 MB\n", TEXT_TYPE)
                return
            body = self.rfile.read(int(length))
            try:
                self._answer(200, witness.answered(body, logs), TEXT_TYPE)
            except Refused as refused:
                self._answer(refused.status, refused.body, refused.content_type)

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_words: object) -> None:
            """Who asked is nobody's affair; what was signed stands in the memory."""

    return HTTPServer((host, port), Door)


def serve_until(stop: threading.Event, listening: HTTPServer) -> None:
    listening.timeout = 0.2
    with listening:
        while not stop.is_set():
            listening.handle_request()
