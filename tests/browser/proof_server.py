"""A server of this machine for the proof verifier, under the content policy of every page of ours."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from txng.ui.csp import HEADER, STRICT, header_value

STATIC = Path(__file__).parents[2] / "src/txng/ui/static/ui"
SCRIPT = STATIC / "verify_proof.js"

# Run in a page before anything else: browsers of before 2025, and pages that came without https.
WITHOUT_ED25519 = """
const real = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...rest) {
  if (algorithm === "Ed25519") return Promise.reject(new DOMException("unknown", "NotSupportedError"));
  return real.call(this, format, key, algorithm, ...rest);
};
"""
WITHOUT_WEBCRYPTO = "Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined });"


@dataclass
class Served:
    """`files` by path, each with its media type; `asked` are the paths that were asked for."""

    url: str = ""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Served]:
    place = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place.asked.append(self.path)
            kind, content = place.files.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in place.files else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header(HEADER, header_value(STRICT))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    place.files["/verify_proof.js"] = ("text/javascript", SCRIPT.read_bytes())
    place.files["/"] = ("text/html; charset=utf-8", b"<!doctype html><title>t</title><p>t</p>")
    place.files["/favicon.ico"] = ("image/svg+xml", b"")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        place.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield place
        finally:
            server.shutdown()
