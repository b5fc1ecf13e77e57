"""A machine that speaks to the EPCIS interface: through the WSGI door, on a real database."""

import io
import json
from base64 import b64encode
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from lxml import etree

from tests.epcis.documents import document
from txng.repository import rest


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = int(status.split()[0])
        self.headers = dict(headers)
        self.body = body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def xml(self) -> Any:
        return etree.fromstring(self.body)

    @property
    def title(self) -> str:
        """The exception's name, whichever way the problem is written."""
        if self.headers["Content-Type"] == "application/problem+xml":
            return str(self.xml.findtext("title"))
        if self.headers["Content-Type"].startswith("text/xml"):  # a fault of SOAP
            return etree.QName(self.xml.find(".//detail")[0]).localname
        return str(self.json["title"])

    @property
    def events(self) -> list[dict[str, Any]]:
        return self.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"]

    @property
    def members(self) -> list[str]:
        assert self.json["type"] == "Collection"
        return self.json["member"]

    @property
    def next(self) -> str | None:
        """The target of the next page; None on the last one."""
        link = self.headers.get("Link")
        if link is None:
            return None
        address, _, relation = link.partition(">; ")
        assert relation == 'rel="next"'
        assert "GS1-Next-Page-Token-Expires" in self.headers
        return "/" + address.partition("://")[2].partition("/")[2]


def environ_of(
    method: str, target: str, key: str = "", body: bytes = b"", **headers: str
) -> dict[str, Any]:
    """As granian, the server that we ship, hands a request over: the path is decoded, and nowhere
    as it was sent. Other servers give RAW_URI or REQUEST_URI besides."""
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": headers.pop("content_type", "application/ld+json"),
        "wsgi.input": io.BytesIO(body),
    } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    if key:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return environ


def send(environ: dict[str, Any]) -> Answer:
    started: list[Any] = []
    chunks = rest.application(environ, lambda status, sent: started.append((status, sent)))
    return Answer(*started[0], b"".join(chunks))


def call(method: str, target: str, key: str = "", body: bytes = b"", **headers: str) -> Answer:
    """Headers by their names with underscores: gs1_epc_format="Always_EPC_URN"."""
    return send(environ_of(method, target, key, body, **headers))


def get(target: str, key: str, **headers: str) -> Answer:
    return call("GET", f"/epcis{target}", key, **headers)


def post(target: str, key: str, members: Any, **headers: str) -> Answer:
    return call("POST", f"/epcis{target}", key, json.dumps(members).encode(), **headers)


def escaped(text: str) -> str:
    return quote(text, safe="")


def basic(key: str) -> str:
    return "Basic " + b64encode(f"anybody:{key}".encode()).decode()


def captured(key: str, *events: dict[str, Any], **members: Any) -> Answer:
    answer = call("POST", "/epcis/capture", key, document(*events, **members))
    assert answer.status == 202, answer.body
    return answer


def job_of(key: str, answer: Answer) -> Any:
    """The job that an answer of POST /capture names."""
    return get(f"/capture/{answer.headers['Location'].rpartition('/')[2]}", key).json


def pages(target: str, key: str) -> list[list[str]]:
    found = []
    step: str | None = f"/epcis{target}"
    while step is not None:
        answer = call("GET", step, key)
        assert answer.status == 200, answer.body
        found.append(answer.members)
        step = answer.next
    return found
