"""EPCIS over HTTP: a plain WSGI callable that never enters Django's middleware.

    request ──> raw path ──> one look into RESOURCES ──> form of answer ──> key ──> scope ──> handler
                                       │
                                    OPTIONS ──> 204, Allow and what can be done here

`Authorization: Bearer KEY`, or the key as the password of `Basic`. Errors are problem documents with the
standard's exception types, at the path of SOAP faults.

OPTIONS needs no key, because a client must be able to learn how to sign in and which versions are spoken;
so without one it says the same of every path of the interface, present or not. With a key it answers 404
for what its holder cannot see.

Source: EPCIS 2.0 §12; the official OpenAPI file.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import quote

import structlog

import txng
from txng.accounts.access import RequiresScope, access_of
from txng.accounts.actors import Actor
from txng.accounts.machine_door import secret_of
from txng.epcis.errors import (
    EpcisException,
    ImplementationException,
    NoSuchResourceException,
    SecurityException,
    UriTooLongException,
)
from txng.repository.connection import drop_after, is_away, usable
from txng.repository.rest import negotiation, problems, soap_door
from txng.repository.rest.bearers import Bearers
from txng.repository.rest.messages import Headers, Request, Response
from txng.repository.rest.negotiation import JSON, wanted_by
from txng.repository.rest.routes import NOTHING, Resource, Route, find

log = structlog.get_logger(__name__)

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
MAX_REQUEST_LINE: Final = 16_384  # characters of path and query
BEARERS: Final = Bearers()

ALWAYS: Final = (("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"))
DISCOVERY: Final = (
    ("GS1-EPCIS-Min", negotiation.EPCIS_MIN),
    ("GS1-EPCIS-Max", negotiation.EPCIS_MAX),
    ("GS1-CBV-Min", negotiation.CBV_MIN),
    ("GS1-CBV-Max", negotiation.CBV_MAX),
    ("GS1-EPC-Format", "No_Preference"),  # any of the four can be asked for
    ("GS1-CBV-XML-Format", "No_Preference"),
    ("GS1-Vendor-Version", f"txng-{txng.__version__}"),
)
REASONS: Final = {
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    406: "Not Acceptable", 409: "Conflict", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 426: "Upgrade Required", 500: "Internal Server Error",
    501: "Not Implemented", 503: "Service Unavailable",
}  # fmt: skip


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """The WSGI callable that `conf.wsgi` mounts at /epcis."""
    try:
        usable()
        response = _answer(environ)
    except EpcisException as error:
        response = _telling(environ)(error, environ, JSON.headers)
    except Exception as error:
        if is_away(error):
            log.error("database_unavailable", error=type(error).__name__)
            drop_after(error)
            response = problems.unavailable(environ, _telling(environ))
        else:
            log.exception("epcis_failed", path=environ.get("PATH_INFO", ""))
            response = problems.failed(environ, _telling(environ))
    headers = [*ALWAYS, *response.headers]
    if response.status != 204:  # which has no content to describe (RFC 9110 §8.6)
        headers.append(("Content-Type", response.content_type))
        headers.append(("Content-Length", str(len(response.body))))
    start_response(f"{response.status} {REASONS.get(response.status, '')}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]


def _answer(environ: dict[str, Any]) -> Response:
    method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
    path = _raw_path(environ)
    if len(path) + len(query) > MAX_REQUEST_LINE:
        raise UriTooLongException(
            f"Expected a request line of at most {MAX_REQUEST_LINE} characters",
            detail_vi="Địa chỉ quá dài. Lưu câu hỏi bằng POST /epcis/queries rồi hỏi theo tên.",
        )
    found = find(path)
    if found is None or any("\x00" in value for value in found[1]):
        raise NoSuchResourceException(
            f"Expected a path of the EPCIS interface, got {path[:200]!r}",
            detail_vi="Không có địa chỉ này trong giao diện EPCIS. Xem /epcis/openapi.json.",
        )
    resource, values, path = found
    route = resource.routes.get("GET" if method == "HEAD" else method)
    if route is None:
        if method == "OPTIONS":
            return _discover(environ, resource, path, values)
        return _refuse_method(environ, resource, method)
    wanted = wanted_by(environ, route.types, route.is_told_in_1_2)
    actor = _authenticate(environ)
    _check_scope(actor, route)
    response = route.handler(Request(method, path, query, environ, actor, wanted), *values)
    return Response(
        response.status,
        response.body,
        (*wanted.headers, *response.headers),
        response.content_type,
    )


def _refuse_method(environ: dict[str, Any], resource: Resource, method: str) -> Response:
    refused = ImplementationException(
        f"Expected {resource.allowed}, got {method[:20]}",
        detail_vi=f"Địa chỉ này chỉ nhận {resource.allowed}.",
    )
    refused.status = 405
    return _telling(environ)(refused, environ, (("Allow", resource.allowed),))


def _telling(environ: dict[str, Any]) -> problems.Telling:
    """A client of SOAP reads faults (SOAP 1.1 §6.2), whatever was wrong with its request. OPTIONS asks
    about the door and carries no message."""
    is_soap = _raw_path(environ).rstrip("/") == "/soap" and environ["REQUEST_METHOD"] != "OPTIONS"
    return soap_door.refuse if is_soap else problems.problem


def _raw_path(environ: dict[str, Any]) -> str:
    """The path below /epcis as it stands in the request line.

    Servers decode PATH_INFO, which turns an escaped slash in an eventID into a separator; those that
    keep the request line say so in RAW_URI or REQUEST_URI. Ours (granian) does not: see `routes.find`.
    """
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw:
        path = raw.partition("?")[0]
        path = re.sub(r"\Ahttps?://[^/]*", "", path)
    else:
        path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/:;,=@!$&'()*+~-._")
        path = environ.get("SCRIPT_NAME", "") + path
    return path.removeprefix("/epcis") or "/"


# --- who asks ---------------------------------------------------------------------------------


def _authenticate(environ: dict[str, Any]) -> Actor:
    secret = secret_of(environ)
    actor = None if secret is None else BEARERS.actor(secret)
    if actor is None:
        raise SecurityException(
            "Expected Authorization: Bearer with a valid key, or Basic with the key as password",
            detail_vi="Cần khóa truy cập hợp lệ. Quản trị viên cấp khóa bằng lệnh txng key create.",
        )
    return actor


def _check_scope(actor: Actor, route: Route) -> None:
    access = access_of(route.handler)
    if not isinstance(access, RequiresScope):  # a route that nobody marked is open to nobody
        raise SecurityException("Expected a route with a mark of access, got none", status=403)
    missing = access.missing(actor.scopes)
    if missing:
        between, between_vi = (" or ", " hoặc ") if access.any_will_do else (", ", ", ")
        raise SecurityException(
            f"Expected a key with the scope {between.join(missing)}, got one without it",
            detail_vi=f"Khóa này không có quyền {between_vi.join(missing)}."
            " Xin cơ quan vận hành cấp thêm.",
            status=403,
        )


def _check_any_scope(actor: Actor, resource: Resource) -> None:
    """Whoever may do one of the things that can be done here may ask which."""
    refusals = []
    for route in resource.routes.values():
        try:
            return _check_scope(actor, route)
        except SecurityException as refused:
            refusals.append(refused)
    raise refusals[0]


# --- what can be done here --------------------------------------------------------------------


def _discover(
    environ: dict[str, Any], resource: Resource, path: str, values: list[str]
) -> Response:
    wanted = wanted_by(environ, NOTHING, False)
    more: Headers = ()
    if "HTTP_AUTHORIZATION" in environ:
        actor = _authenticate(environ)
        _check_any_scope(actor, resource)
        if resource.discover is not None:
            request = Request("OPTIONS", path, "", environ, actor, wanted)
            more = resource.discover(request, *values)
    if resource.template == "/capture":
        more = (*problems.capture_limits(), ("GS1-Capture-Error-Behaviour", "all"))
    headers = (("Allow", resource.allowed), *wanted.headers, *DISCOVERY, *more)
    return Response(204, headers=headers)
