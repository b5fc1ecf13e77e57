"""The door of a register for machines with a key: a plain WSGI callable in front of Django.

    request ──> key (401) ──> path (404) ──> method (405) ──> right (403) ──> one verb or one question
                                                                                      │
                                    json, problem, attachment  <──  Answer  <─────────┘

    ROUTES = routes(
        (r"/parties/plots/(?P<id>[0-9]{1,12})", {"GET": (SEE, get_plot), "PUT": (EDIT, put_plot)}),
    )
    application = requires_right("parties.see")(Door("parties", ROUTES, PartiesError, refused))

`Authorization: Bearer KEY`, or the key as the password of `Basic`. A group of the path called `id` reaches
the handler as a number, any other as text. What the room's own errors mean says `refused`. Errors are
problem documents (RFC 9457); what is of others is answered like what is not there.

Here and not in a room, because every register above has one; EPCIS has its own (`repository.rest`), whose
headers and error types GS1 fixes.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec
import structlog
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from txng.accounts import queries
from txng.accounts.actors import Actor

log = structlog.get_logger(__name__)

Environ = dict[str, Any]
Headers = tuple[tuple[str, str], ...]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]

MOST_BODY: Final = 64 * 1024  # bytes; a room that takes more says so
ALWAYS: Final[Headers] = (("X-Content-Type-Options", "nosniff"),)
NO_STORE: Final[Headers] = (("Cache-Control", "no-store"),)
REASONS: Final = {
    200: "OK", 201: "Created", 204: "No Content", 300: "Multiple Choices", 307: "Temporary Redirect",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large",
    415: "Unsupported Media Type", 422: "Unprocessable Content", 500: "Internal Server Error",
    503: "Service Unavailable",
}  # fmt: skip


class BodyError(ValueError):
    """A body that was not read: `status` and the sentence for people."""

    def __init__(self, status: int, detail: str, detail_vi: str) -> None:
        super().__init__(detail)
        self.status, self.detail_vi = status, detail_vi


class DayError(ValueError):
    """A parameter that should be a day; `name` is the parameter."""

    def __init__(self, name: str, got: str) -> None:
        super().__init__(f"Expected a day such as 2026-05-01, got {got[:20]!r}")
        self.name = name


def read_whole(environ: Mapping[str, Any], most: int) -> bytes:
    """The body, whole. Raises BodyError."""
    told = str(environ.get("CONTENT_LENGTH") or "0")
    size = int(told) if told.isascii() and told.isdigit() and len(told) < 19 else most + 1
    if size > most:
        raise BodyError(
            413, f"Expected at most {most} bytes, got {told[:20]}", "Nội dung gửi lên quá lớn."
        )
    body: bytes = environ["wsgi.input"].read(size)
    if len(body) < size:  # what lacks its end may still be JSON
        raise BodyError(
            400, f"Expected {size} bytes, got {len(body)}", "Nội dung bị ngắt giữa chừng. Gửi lại."
        )
    return body


# as JSON writes it, and not the letters of it behind a backslash; PostgreSQL keeps it in no text
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
Read = Callable[[Environ, int], bytes]


@dataclass(frozen=True, slots=True)
class Request:
    actor: Actor
    environ: Environ
    most_body: int = MOST_BODY
    read: Read = read_whole

    def parameter(self, name: str) -> str:
        return parse_qs(self.environ.get("QUERY_STRING", "")).get(name, [""])[0]

    def number(self, name: str, otherwise: int) -> int:
        text = self.parameter(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else otherwise

    def day(self, name: str = "asOf") -> date:
        """?asOf=2024-05-01, today without. Raises DayError."""
        text = self.parameter(name)
        try:
            return date.fromisoformat(text) if text else timezone.localdate()
        except ValueError:
            raise DayError(name, text) from None

    def body(self, kind: type[Any]) -> Any:
        """Raises msgspec.DecodeError, UnicodeDecodeError, BodyError."""
        told = self.read(self.environ, self.most_body) or b"{}"
        if _NUL.search(told):
            raise BodyError(
                400, "Expected texts without NUL", "Nội dung không được chứa ký tự NUL."
            )
        return msgspec.json.decode(told, type=kind)


# --- answers --------------------------------------------------------------------------------------


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


def nothing() -> Answer:
    return problem(
        404, "Not found", "Expected something that is there", "Không có gì ở địa chỉ này."
    )


def attachment(body: bytes, media_type: str, name: str) -> Answer:
    named = (("Content-Disposition", f'attachment; filename="{name}"'),)
    return Answer(200, body, media_type, named)


def camel(name: str) -> str:
    """
    >>> camel("tax_code")
    'taxCode'
    """
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


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


# --- the door -------------------------------------------------------------------------------------

Handler = Callable[..., Answer]
Methods = Mapping[str, tuple[str, Handler]]
Routes = tuple[tuple[re.Pattern[str], Methods], ...]
Errors = type[Exception] | tuple[type[Exception], ...]


def routes(*told: tuple[str, Methods]) -> Routes:
    """Pattern of the whole path -> method -> (right, handler)."""
    return tuple((re.compile(pattern), methods) for pattern, methods in told)


def secret_of(environ: Mapping[str, Any]) -> str | None:
    """The key in `Authorization`: after Bearer, or as the password of Basic; None without either."""
    scheme, _, secret = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    scheme, secret = scheme.lower(), secret.strip()
    if scheme == "basic":
        try:
            return base64.b64decode(secret, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return None
    return secret if scheme == "bearer" else None


class Door:
    """A WSGI callable; mark it with `access.requires_right` or `requires_scope`.

    `errors` are the room's own, `refused` tells what each means to a machine. `read` reads a body whole
    or raises one of `errors` or BodyError.
    """

    def __init__(
        self,
        room: str,
        table: Routes,
        errors: Errors,
        refused: Callable[[Any], Answer],
        *,
        most_body: int = MOST_BODY,
        read: Read = read_whole,
    ) -> None:
        self._room, self._table = room, table
        self._errors, self._refused = errors, refused
        self._most_body, self._read = most_body, read

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        return send(self._guarded(environ), environ, start_response, NO_STORE)

    def _guarded(self, environ: Environ) -> Answer:
        try:
            if not connection.in_atomic_block:  # nobody else does it in front of Django
                connection.close_if_unusable_or_obsolete()
            return self._answer(environ)
        except self._errors as error:
            return self._refused(error)
        except BodyError as error:
            return problem(error.status, "Bad body", str(error), error.detail_vi)
        except DayError as error:
            return problem(
                400, "Bad day", str(error), "Viết ngày như 2026-05-01.", field=error.name
            )
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return problem(400, "Bad body", str(error)[:300], "Nội dung gửi lên không đọc được.")
        except (OperationalError, InterfaceError) as error:  # the others are mistakes of ours
            log.error("database_unavailable", error=type(error).__name__)
            return problem(503, "Unavailable", "Expected a database that answers, got none",
                           "Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút.")  # fmt: skip
        except Exception:  # a machine gets an answer whatever happens; people find the log
            log.exception("machine_door_failed", room=self._room, path=environ.get("PATH_INFO", ""))
            return problem(500, "Failed", "The interface failed; nothing was stored",
                           "Hệ thống gặp sự cố; chưa có gì được ghi.")  # fmt: skip

    def _answer(self, environ: Environ) -> Answer:
        secret = secret_of(environ)
        actor = None if secret is None else queries.actor_for_bearer(secret)
        if actor is None:
            return problem(
                401, "Unauthorized", "Expected a key that is valid", "Cần một khóa còn hiệu lực.",
                (("WWW-Authenticate", f'Bearer realm="{self._room}"'),),
            )  # fmt: skip
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if "\0" in path or "%00" in environ.get("QUERY_STRING", ""):
            return problem(400, "Bad address", "Expected an address without NUL",
                           "Địa chỉ không được chứa ký tự NUL.")  # fmt: skip
        for pattern, methods in self._table:
            match = pattern.fullmatch(path)
            if match is None:
                continue
            found = methods.get("GET" if method == "HEAD" else method)
            if found is None:
                told = ", ".join(sorted(methods))
                return problem(405, "Method not allowed", f"Expected {told}, got {method[:20]}",
                               f"Địa chỉ này chỉ nhận {told}.", (("Allow", told),))  # fmt: skip
            right, handler = found
            if not actor.may(right):
                return problem(403, "Forbidden", f"Expected a key with the right {right}",
                               f"Khóa này không có quyền {right}.")  # fmt: skip
            number = pattern.groupindex.get("id")
            values = [
                int(text) if place == number else text
                for place, text in enumerate(match.groups(), start=1)
            ]
            return handler(Request(actor, environ, self._most_body, self._read), *values)
        return nothing()
