"""A running resolver with keys to manage it, and a client that sends the request line as it is given.

shop = resolver.product()                       a GTIN that nobody used before
resolver.register(shop, "gs1:pip", "https://an.example/ca-phe", default="yes")
resolver.ask(f"/01/{shop}?linkType=gs1:pip").location
"""

import http.client
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.resolver.chain import whole_document
from tests.servers import Site
from txng.gs1.check_digit import digit_for

HOST = "an.example"
SHOP = f"https://{HOST}/ca-phe"


@dataclass
class Answer:
    status: int
    pairs: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for given, value in self.pairs if given.lower() == name.lower()]

    def header(self, name: str) -> str:
        return ", ".join(self.all(name))

    @property
    def location(self) -> str:
        return self.header("Location")

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def sets(self) -> dict[str, dict[str, Any]]:
        """The link set by the path of its anchors."""
        return {urlsplit(one["anchor"]).path: one for one in self.json["linkset"]}


@dataclass
class RunningResolver:
    site: Site
    an: str  # keys
    binh: str
    dung: str
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def url(self) -> str:
        return self.site.url

    def ask(
        self, target: str, method: str = "GET", body: bytes = b"", key: str = "", **headers: str
    ) -> Answer:
        """`target` goes into the request line unchanged; Accept_Language=.. is a header."""
        url = urlsplit(self.site.url)
        connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=20)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            if key:
                connection.putheader("Authorization", f"Bearer {key}")
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body or None)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def ask_until(self, target: str, status: int, **headers: str) -> Answer:
        """The answer once it has this status: what was kept is asked for anew after a second."""
        for _ in range(200):
            answer = self.ask(target, **headers)
            if answer.status == status:
                return answer
            time.sleep(0.05)
        raise AssertionError(f"expected {status} in the end, got {answer.status}")

    def send(self, method: str, target: str, content: Mapping[str, Any], key: str = "") -> Answer:
        return self.ask(target, method, json.dumps(content).encode(), key or self.an)

    def product(self) -> str:
        """A GTIN-14 of the demonstration range."""
        digits = f"0952{next(self.numbers):09}"
        return digits + digit_for(digits)

    def register(self, code: str, link_type: str, href: str, **more: Any) -> Answer:
        """`code` is a GTIN or a path; the answer must be 201 unless `expect` says otherwise."""
        expect, key = more.pop("expect", 201), more.pop("key", self.an)
        path = code if code.startswith("/") else f"/01/{code}"
        content = {"code": path, "linkType": link_type, "href": href, "title": "Trang", **more}
        answer = self.send("POST", "/resolver/links", content, key)
        assert answer.status == expect, answer.text
        return answer

    def tell(self, *events: Mapping[str, Any], master_data: Any = ()) -> None:
        """Capture events as An and wait until they are stored."""
        document = whole_document(*events, master_data=master_data)
        answer = self.ask(
            "/epcis/capture", "POST", document, self.an, Content_Type="application/json"
        )
        assert answer.status == 202, answer.text
        job = urlsplit(answer.location).path
        for _ in range(200):
            state = self.ask(job, key=self.an).json
            if not state["running"]:
                assert state["success"], state
                return
        raise AssertionError("the capture did not end")
