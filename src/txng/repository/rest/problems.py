"""Errors as problem documents (RFC 9457, was 7807), in JSON or XML as the request accepts.

    {"type": "epcisException:NoSuchNameException", "title": "...", "status": 404, "detail": "...",
     "detailVi": "..."}

    <epcis:EPCISException xmlns:epcis="urn:epcglobal:epcis:xsd:2"><type>...</type>...</epcis:EPCISException>

Source: RFC7807ProblemResponseBody of the official OpenAPI file, which names the XML element.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from txng.epcis.errors import (
    CaptureLimitExceededException,
    EpcisException,
    ImplementationException,
    SecurityException,
)
from txng.epcis.xml import service
from txng.repository import actions
from txng.repository.rest.messages import Headers, Response
from txng.repository.rest.negotiation import problem_media

Telling = Callable[[EpcisException, Mapping[str, Any], Headers], Response]
"""How an error is told at one path: `problem`, or the fault of SOAP."""
MOST_FINDINGS_IN_XML = 20
_RETRY_AFTER = "60"  # seconds


def problem(error: EpcisException, environ: Mapping[str, Any], headers: Headers = ()) -> Response:
    """The answer to a request that failed; 401 says how to sign in, 503 when to come back."""
    members = error.problem()
    headers = (*headers, *how_to_sign_in(error))
    if isinstance(error, CaptureLimitExceededException):
        headers = (*headers, *capture_limits())
    if problem_media(environ.get("HTTP_ACCEPT", "")) == "xml":
        body = service.write_problem(_with_findings(members, error))
        return Response(error.status, body, headers, "application/problem+xml")
    return Response(error.status, msgspec.json.encode(members), headers, "application/problem+json")


def how_to_sign_in(error: EpcisException) -> Headers:
    """What 401 must say (RFC 9110 §15.5.2)."""
    if not isinstance(error, SecurityException) or error.status != 401:
        return ()
    return (("WWW-Authenticate", 'Bearer realm="EPCIS", Basic realm="EPCIS"'),)


def capture_limits() -> Headers:
    """How much one call of capture takes."""
    return (
        ("GS1-EPCIS-Capture-Limit", str(actions.MAX_EVENTS)),
        ("GS1-EPCIS-Capture-File-Size-Limit", str(actions.MAX_DOCUMENT)),
    )


def unavailable(environ: Mapping[str, Any], tell: Telling = problem) -> Response:
    """The database is away."""
    error = ImplementationException(
        "Expected a database that answers, got none; try again in a minute",
        detail_vi="Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút; dữ liệu chưa được ghi.",
    )
    error.status = 503
    return tell(error, environ, (("Retry-After", _RETRY_AFTER),))


def failed(environ: Mapping[str, Any], tell: Telling = problem) -> Response:
    """We made a mistake."""
    error = ImplementationException(
        "The repository failed; nothing was stored",
        detail_vi="Hệ thống gặp sự cố; chưa có gì được ghi. Thử lại hoặc báo cơ quan vận hành.",
    )
    return tell(error, environ, ())


def _with_findings(members: dict[str, Any], error: EpcisException) -> dict[str, Any]:
    """The XML schema has no room for findings, so the detail tells the first of them."""
    told = [f"{one.pointer}: {one.message}" for one in error.findings[:MOST_FINDINGS_IN_XML]]
    return {**members, "detail": "\n".join([error.detail, *told])} if told[1:] else members
