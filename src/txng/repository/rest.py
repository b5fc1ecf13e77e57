"""EPCIS over HTTP: plain WSGI callables that never enter Django's middleware.

    POST /epcis/capture            a document in, 202 and the address of its job
    GET  /epcis/capture/{id}       what became of it
    GET  /epcis/events?...         a SimpleEventQuery
    GET  /epcis/events/{eventID}   one event, with the declarations of its error
    GET  /epcis/                   what this repository answers

`Authorization: Bearer KEY`. Errors are problem+json with the standard's exception types. Thin on
purpose for now: capture answers 202 when the document is already stored; the rest of the standard's
63 operations comes with issue 3.

Source: EPCIS 2.0 §12; the official OpenAPI file.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote
from uuid import UUID

import msgspec
import structlog
from django.conf import settings
from django.db import DatabaseError

from txng.accounts import queries as accounts
from txng.accounts.access import RequiresScope, access_of, requires_scope
from txng.accounts.actors import Actor
from txng.epcis.context import EPCIS_CONTEXT
from txng.epcis.errors import (
    CaptureLimitExceededException,
    EpcisException,
    ImplementationException,
    NoSuchResourceException,
    NotAcceptableException,
    QueryParameterException,
    SecurityException,
    UnsupportedMediaTypeException,
    UriTooLongException,
    ValidationException,
)
from txng.eventstore.errors import NotInstalled
from txng.eventstore.query import PARAMETERS
from txng.eventstore.store import Job, StoredEvent, now
from txng.repository import actions, queries
from txng.repository.connection import usable

log = structlog.get_logger(__name__)

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
JSON_TYPES = ("application/json", "application/ld+json")
STANDARD_HEADERS = (
    ("GS1-EPCIS-Version", "2.0.0"),
    ("GS1-CBV-Version", "2.0.0"),
    ("GS1-EPCIS-Capture-Limit", str(actions.MAX_EVENTS)),
    ("GS1-EPCIS-Capture-File-Size-Limit", str(actions.MAX_DOCUMENT)),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
)
REASONS = {
    200: "OK", 202: "Accepted", 204: "No Content", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    409: "Conflict", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str  # below /epcis, still percent-encoded
    query: str
    environ: dict[str, Any]
    actor: Actor


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Route:
    """The handler's mark of access (`accounts.access`) says which scope its key must hold."""

    method: str
    pattern: re.Pattern[str]
    handler: Callable[..., Response]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """The WSGI callable that `conf.wsgi` mounts at /epcis."""
    try:
        usable()
        response = _answer(environ)
    except EpcisException as error:
        response = _problem(error)
    except (NotInstalled, DatabaseError) as error:
        log.error("database_unavailable", error=type(error).__name__)
        unavailable = ImplementationException(
            "Expected a database that answers, got none; try again in a minute",
            detail_vi="Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút; dữ liệu chưa được ghi.",
        )
        unavailable.status = 503
        response = _problem(unavailable, (("Retry-After", "60"),))
    except Exception:
        log.exception("epcis_failed", path=environ.get("PATH_INFO", ""))
        response = _problem(
            ImplementationException(
                "The repository failed; nothing was stored",
                detail_vi="Hệ thống gặp sự cố; chưa có gì được ghi. Thử lại hoặc báo cơ quan vận hành.",
            )
        )
    headers = [*STANDARD_HEADERS, *response.headers]
    if response.status != 204:  # which has no content to describe (RFC 9110 §8.6)
        headers.append(("Content-Type", response.content_type))
        headers.append(("Content-Length", str(len(response.body))))
    start_response(f"{response.status} {REASONS[response.status]}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]


def _problem(error: EpcisException, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    if error.status == 401:
        headers = (*headers, ("WWW-Authenticate", 'Bearer realm="EPCIS"'))
    return Response(
        error.status, msgspec.json.encode(error.problem()), headers, "application/problem+json"
    )


def _answer(environ: dict[str, Any]) -> Response:
    method = environ["REQUEST_METHOD"]
    path = _raw_path(environ)
    if len(path) + len(environ.get("QUERY_STRING", "")) > 16_384:
        raise UriTooLongException("Expected a request line of at most 16384 characters")
    matching = [(route, match) for route in ROUTES if (match := route.pattern.fullmatch(path))]
    if not matching:
        raise NoSuchResourceException(
            f"Expected a path of the EPCIS interface, got {path[:200]!r}",
            detail_vi="Không có địa chỉ này trong giao diện EPCIS.",
        )
    allowed = sorted({route.method for route, _ in matching} | {"OPTIONS"})
    if method == "OPTIONS":
        return Response(204, headers=(("Allow", ", ".join(allowed)),))
    wanted = "GET" if method == "HEAD" else method
    for route, match in matching:
        if route.method == wanted:
            _check_accept(environ)
            actor = _authenticate(environ)
            _check_scope(actor, route)
            query = environ.get("QUERY_STRING", "")
            return route.handler(Request(method, path, query, environ, actor), *match.groups())
    refused = ImplementationException(f"Expected {' or '.join(allowed)}, got {method}")
    refused.status = 405
    return _problem(refused, (("Allow", ", ".join(allowed)),))


def _raw_path(environ: dict[str, Any]) -> str:
    """The path below /epcis as it stands in the request line.

    A server decodes PATH_INFO, which would turn an escaped slash in an eventID into a separator.
    """
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw:
        path = raw.partition("?")[0]
        path = re.sub(r"\Ahttps?://[^/]*", "", path)
    else:
        path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/:;,=@!$&'()*+~-._")
        path = environ.get("SCRIPT_NAME", "") + path
    return path.removeprefix("/epcis").rstrip("/") or "/"


def _authenticate(environ: dict[str, Any]) -> Actor:
    scheme, _, secret = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    actor = accounts.actor_for_bearer(secret.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        raise SecurityException(
            "Expected Authorization: Bearer with a valid key",
            detail_vi="Cần khóa truy cập hợp lệ. Quản trị viên cấp khóa bằng lệnh txng key create.",
        )
    return actor


def _check_scope(actor: Actor, route: Route) -> None:
    access = access_of(route.handler)
    if not isinstance(access, RequiresScope):  # a route that nobody marked is open to nobody
        raise SecurityException("Expected a route with a mark of access, got none", status=403)
    missing = sorted(access.scopes - actor.scopes)
    if missing:
        raise SecurityException(
            f"Expected a key with the scope {', '.join(missing)}, got one without it",
            detail_vi=f"Khóa này không có quyền {', '.join(missing)}. Xin cơ quan vận hành cấp thêm.",
            status=403,
        )


def _check_accept(environ: dict[str, Any]) -> None:
    accept = environ.get("HTTP_ACCEPT", "")
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",") if part.strip()]
    served = {*JSON_TYPES, "*/*", "application/*", "application/problem+json"}
    if kinds and not served.intersection(kinds):
        raise NotAcceptableException(
            f"Expected to be asked for {' or '.join(JSON_TYPES)}, got {accept[:200]!r}",
            detail_vi="Kho sự kiện hiện trả lời bằng JSON-LD. Đặt Accept: application/ld+json.",
        )


# --- capture ----------------------------------------------------------------------------------


@requires_scope("capture")
def _capture(request: Request) -> Response:
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind not in JSON_TYPES:
        raise UnsupportedMediaTypeException(
            f"Expected {' or '.join(JSON_TYPES)}, got {kind!r}",
            detail_vi="Kho sự kiện hiện nhận JSON-LD. Đặt Content-Type: application/ld+json.",
        )
    receipt = actions.capture(by=request.actor, document=_body(request.environ))
    log.info(
        "capture_accepted",
        job=receipt.job_id,
        events=receipt.events,
        duplicates=receipt.duplicates,
    )
    location = f"{settings.BASE_URL}/epcis/capture/{receipt.job_id}"
    return Response(202, headers=(("Location", location),))


def _body(environ: dict[str, Any]) -> bytes:
    """Reads at most the limit, whatever the sender announced."""
    text = environ.get("CONTENT_LENGTH") or ""
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    if text and (not is_number or int(text) > actions.MAX_DOCUMENT):
        raise CaptureLimitExceededException(
            f"Expected at most {actions.MAX_DOCUMENT} bytes, got {text[:20]}",
            detail_vi="Tài liệu quá lớn. Chia nhỏ rồi gửi lại.",
        )
    if environ.get("HTTP_CONTENT_ENCODING", "identity").lower() not in ("", "identity"):
        raise UnsupportedMediaTypeException(
            "Expected an uncompressed body", detail_vi="Gửi tài liệu không nén."
        )
    stream = environ["wsgi.input"]
    body: bytes = stream.read(int(text)) if text else stream.read(actions.MAX_DOCUMENT + 1)
    if text and len(body) < int(text):
        raise ValidationException(
            f"Expected {text} bytes, got {len(body)}",
            detail_vi="Tài liệu bị ngắt giữa chừng. Gửi lại.",
        )
    return body


@requires_scope("capture")
def _job(request: Request, job_id: str) -> Response:
    return Response(200, msgspec.json.encode(_job_members(queries.job(request.actor, job_id))))


def _job_members(job: Job) -> dict[str, Any]:
    """`running`, `success`, `errors` are the standard's; the rest says what became of each event."""
    return {
        "captureID": str(UUID(bytes=bytes(job.id))),
        "createdAt": job.received_at.isoformat(),
        "finishedAt": job.finished_at.isoformat(),
        "running": False,
        "success": True,
        "captureErrorBehaviour": "rollback",
        "errors": [],
        "events": job.events,
        "accepted": job.accepted,
        "duplicates": job.duplicates,
        "masterData": job.master_data,
        "warnings": msgspec.json.decode(bytes(job.warnings)),
    }


# --- queries ----------------------------------------------------------------------------------


@requires_scope("query")
def _events(request: Request) -> Response:
    parameters: dict[str, list[str]] = {}
    for name, value in _pairs(request.query):
        parameters.setdefault(name, []).extend(value.split("|"))
    page = queries.events(request.actor, parameters)
    headers: tuple[tuple[str, str], ...] = ()
    if page.next_page_token is not None:
        kept = [(name, value) for name, value in _pairs(request.query) if name != "nextPageToken"]
        pairs = [*kept, ("nextPageToken", page.next_page_token)]
        query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
        headers = (("Link", f'<{settings.BASE_URL}/epcis/events?{query}>; rel="next"'),)
    return Response(200, query_document(page.events), headers, "application/ld+json")


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError as error:
        raise QueryParameterException(
            f"Expected at most 200 parameters in UTF-8, got: {error}",
            detail_vi="Câu hỏi có quá nhiều tham số hoặc không phải UTF-8.",
        ) from None


@requires_scope("query")
def _event(request: Request, event_id: str) -> Response:
    found = queries.events_named(request.actor, unquote(event_id))
    return Response(200, query_document(found), content_type="application/ld+json")


def query_document(events: Iterable[StoredEvent]) -> bytes:
    """An EPCISQueryDocument around events as they were received.

    Each event carries its own name spaces; only its eventID, when we gave it, and our recordTime are
    put in.
    """
    listed = b",".join(whole_event(stored) for stored in events)
    head = {"@context": [EPCIS_CONTEXT], "type": "EPCISQueryDocument", "schemaVersion": "2.0"}
    head["creationDate"] = now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return (
        msgspec.json.encode(head)[:-1]
        + b',"epcisBody":{"queryResults":{"queryName":"SimpleEventQuery","resultsBody":{"eventList":['
        + listed
        + b"]}}}}"
    )


def whole_event(stored: StoredEvent) -> bytes:
    """The event's JSON with the members that the repository adds."""
    added: dict[str, str] = {}
    if stored.event.event_id is None:
        added["eventID"] = stored.event_id
    recorded = stored.record_time.isoformat(timespec="microseconds")
    added["recordTime"] = recorded.replace("+00:00", "Z")
    return msgspec.json.encode(added)[:-1] + b"," + stored.payload.lstrip()[1:]


@requires_scope("query")
def _top(request: Request) -> Response:
    return Response(
        200,
        msgspec.json.encode(
            {
                "resources": ["/epcis/capture", "/epcis/events"],
                "queryParameters": sorted(PARAMETERS),
                "notYet": "The rest of EPCIS 2.0 §12 is being built; see README.",
            }
        ),
    )


ROUTES = (
    Route("GET", re.compile(r"/"), _top),
    Route("POST", re.compile(r"/capture"), _capture),
    Route("GET", re.compile(r"/capture/([^/]+)"), _job),
    Route("GET", re.compile(r"/events"), _events),
    Route("GET", re.compile(r"/events/([^/]+)"), _event),
)
