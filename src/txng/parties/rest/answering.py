"""Requests and answers of the machine door: bodies within limits, problem documents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec
from django.utils import timezone

from txng.accounts.actors import Actor

Environ = dict[str, Any]
Headers = tuple[tuple[str, str], ...]

MOST_BODY: Final = 300_000  # a boundary has up to 200 KB
REASONS: Final = {
    200: "OK", 201: "Created", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large", 422: "Unprocessable Content",
    500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: Any
    media_type: str = "application/json"
    headers: Headers = ()


class TooLargeError(ValueError):
    pass


class BadDayError(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class Request:
    actor: Actor
    environ: Environ

    def parameter(self, name: str) -> str:
        return parse_qs(self.environ.get("QUERY_STRING", "")).get(name, [""])[0]

    def number(self, name: str, otherwise: int) -> int:
        text = self.parameter(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else otherwise

    def day(self) -> date:
        """?asOf=2024-05-01, today without. Raises BadDayError."""
        text = self.parameter("asOf")
        try:
            return date.fromisoformat(text) if text else timezone.localdate()
        except ValueError:
            raise BadDayError(text[:20]) from None

    def body(self, kind: type[Any]) -> Any:
        """Raises msgspec.DecodeError, TooLargeError."""
        length = str(self.environ.get("CONTENT_LENGTH") or "0")
        size = int(length) if length.isascii() and length.isdigit() else MOST_BODY + 1
        if size > MOST_BODY:
            raise TooLargeError
        return msgspec.json.decode(self.environ["wsgi.input"].read(size) or b"{}", type=kind)


def problem(
    status: int, title: str, detail: str, detail_vi: str, headers: Headers = (), **more: Any
) -> Answer:
    """A problem document (RFC 9457)."""
    members = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    content = {**members, "detailVi": detail_vi, **more}
    return Answer(status, content, "application/problem+json", headers)


def nothing() -> Answer:
    return problem(
        404, "Not found", "Expected something that is there", "Không có gì ở địa chỉ này."
    )


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def send(answer: Answer, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = msgspec.json.encode(answer.content)
    headers = [
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
        ("Content-Type", answer.media_type),
        ("Content-Length", str(len(body))),
        *answer.headers,
    ]
    start_response(f"{answer.status} {REASONS[answer.status]}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
