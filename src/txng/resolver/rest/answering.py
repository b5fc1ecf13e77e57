"""Answers of the machine doors, and the headers that all of them carry."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

Headers = tuple[tuple[str, str], ...]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Environ = dict[str, Any]

REASONS: Final = {
    200: "OK", 201: "Created", 204: "No Content", 300: "Multiple Choices", 307: "Temporary Redirect",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large",
    415: "Unsupported Media Type", 422: "Unprocessable Content", 500: "Internal Server Error",
    503: "Service Unavailable",
}  # fmt: skip
METHODS: Final = "GET, HEAD, OPTIONS"
# a page of any site may ask where a code leads: it learns nothing that a person would not
CORS: Final[Headers] = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", METHODS),
    ("Access-Control-Expose-Headers", "Link, Location"),
)
ALWAYS: Final[Headers] = (("X-Content-Type-Options", "nosniff"),)
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    content_type: str = ""
    headers: Headers = ()


def json(
    status: int, content: Any, media_type: str = "application/json", headers: Headers = ()
) -> Answer:
    return Answer(status, msgspec.json.encode(content), media_type, headers)


def problem(
    status: int, title: str, detail: str, detail_vi: str, headers: Headers = (), **more: Any
) -> Answer:
    """A problem document (RFC 9457)."""
    members = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return json(
        status, {**members, "detailVi": detail_vi, **more}, "application/problem+json", headers
    )


def send(
    answer: Answer, environ: Mapping[str, Any], start_response: StartResponse, common: Headers = ()
) -> Iterable[bytes]:
    headers = [*ALWAYS, *common, *answer.headers]
    if answer.content_type:
        headers.append(("Content-Type", answer.content_type))
    if answer.status != 204:
        headers.append(("Content-Length", str(len(answer.body))))
    start_response(f"{answer.status} {REASONS[answer.status]}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]
