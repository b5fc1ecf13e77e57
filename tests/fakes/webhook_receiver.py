"""A subscriber's own server: a real socket that keeps what it was sent and answers as it is told.

    with receiving() as shop:
        shop.answers = [503, (429, {"Retry-After": "60"}), 200]    then 200 for ever
        ...
        shop.requests[0].document, shop.requests[0].headers["webhook-id"]

It checks signatures as docs/operate/subscriptions.md tells receivers to: with the token and with the
public key, never with our own code.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Answer = int | tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    @property
    def events(self) -> list[dict[str, Any]]:
        return self.document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]

    @property
    def webhook_id(self) -> str:
        return self.headers["webhook-id"]

    def is_signed_with(self, token: str) -> bool:
        """GS1-Signature and v1, as a receiver that knows the token checks them."""
        of_body = base64.b64encode(hmac.new(token.encode(), self.body, hashlib.sha256).digest())
        secret = base64.b64decode(token[6:]) if token.startswith("whsec_") else token.encode()
        v1 = base64.b64encode(hmac.new(secret, self._signed(), hashlib.sha256).digest())
        return (
            self.headers["GS1-Signature"] == of_body.decode()
            and f"v1,{v1.decode()}" in self.headers["webhook-signature"].split()
        )

    def is_signed_by(self, public_key: str) -> bool:
        """v1a, as a receiver that knows the installation's public key checks it."""
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key.removeprefix("whpk_")))
        for signature in self.headers["webhook-signature"].split():
            version, _, text = signature.partition(",")
            if version == "v1a":
                with contextlib.suppress(InvalidSignature):
                    key.verify(base64.b64decode(text), self._signed())
                    return True
        return False

    def _signed(self) -> bytes:
        stamp = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}."
        return stamp.encode() + self.body


@dataclass
class Receiver:
    """`hold`: while it is set, requests wait before they are answered."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    otherwise: Answer = 200
    delay: float = 0.0
    hold: threading.Event | None = None
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def take(self, request: Request) -> Answer:
        with self.arrived:
            self.requests.append(request)
            answer = self.answers.pop(0) if self.answers else self.otherwise
            self.arrived.notify_all()
        return answer

    def wait_for(self, count: int, seconds: float = 20) -> list[Request]:
        """The requests, once so many have come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.requests) >= count, seconds), (
                f"expected {count} deliveries, got {len(self.requests)}"
            )
            return list(self.requests)

    @property
    def event_times(self) -> list[str]:
        return [event["eventTime"] for request in self.requests for event in request.events]


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length)
            if len(body) < length:  # whoever sent it was killed: a server has no request then
                self.close_connection = True
                return
            answer = receiver.take(Request(self.path, dict(self.headers.items()), body))
            if receiver.hold is not None:
                receiver.hold.wait(30)
            if receiver.delay:
                threading.Event().wait(receiver.delay)
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            with contextlib.suppress(OSError):  # whoever asked may be gone
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

        do_GET = do_POST  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 100

    server = Server(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/epcis"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
