"""Named queries: an organisation's own views on the events it may see.

    POST   /queries {"name": "arrivals", "query": {"EQ_bizStep": ["receiving"]}}   201, Location
    POST   /queries {"name": "red", "query": {"EQ_ex:colour": ["red"]}}            GS1-Extensions: ex=https://...
    GET    /queries/red             {"EQ_https://...colour": ["red"]}: full names, which need no prefix
    GET    /queries/arrivals/events                                                the answer, in pages
    DELETE /queries/arrivals                                                       with its subscriptions

A WebSocket on `/queries/{name}/events` is answered by the stream door; here it is 426 with its address.

Source: EPCIS 2.0 §12.8; QueryDefinition of the official OpenAPI file.
"""

from typing import Any
from urllib.parse import quote

import msgspec
from django.conf import settings

from txng.accounts.access import requires_scope
from txng.epcis import strict_json
from txng.epcis.errors import (
    ImplementationException,
    QueryParameterException,
    QueryValidationException,
    SubscriptionControlsException,
)
from txng.repository import actions, queries
from txng.repository.models import NamedQuery
from txng.repository.rest.answering import event_page, linked
from txng.repository.rest.bodies import media_type_of, read_body
from txng.repository.rest.messages import Headers, Request, Response
from txng.repository.rest.negotiation import JSON_TYPES, check_versions
from txng.repository.rest.problems import problem
from txng.repository.rest.questions import read_paging, read_pairs

MAX_BODY = 1024 * 1024  # bytes of a query or a subscription
CONTROLS = frozenset(
    (
        "stream", "second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek", "reportIfEmpty",
        "initialRecordTime",
    )
)  # fmt: skip
"""Parameters of a WebSocket subscription."""


@requires_scope("query")
def list_queries(request: Request) -> Response:
    per_page, token, _ = read_paging(request.query, others=False)
    page = queries.named_queries(request.actor, per_page, token)
    body = msgspec.json.encode([_members(one) for one in page.items])
    return Response(200, body, linked(request, page), request.wanted.media_type)


@requires_scope("query")
def post_query(request: Request) -> Response:
    members = read_json(request)
    name, definition = members.get("name"), members.get("query")
    unknown = sorted(members.keys() - {"name", "query", "@context"})
    if not isinstance(name, str) or not isinstance(definition, dict) or unknown:
        raise QueryValidationException(
            'Expected {"name": text, "query": {...}}, got '
            + (f"the member {unknown[0][:100]!r}" if unknown else "another shape"),
            detail_vi='Nội dung cần có dạng {"name": tên, "query": {...}}.',
        )
    made = actions.create_query(
        by=request.actor,
        name=name,
        definition=_within(members.get("@context"), definition),
        namespaces=request.wanted.extensions,
    )
    location = f"{settings.BASE_URL}/epcis/queries/{quote(made.name, safe='')}"
    return Response(
        201,
        msgspec.json.encode(_members(made)),
        (("Location", location),),
        request.wanted.media_type,
    )


@requires_scope("query")
def get_query(request: Request, name: str) -> Response:
    members = _members(queries.named_query(request.actor, name))
    return Response(200, msgspec.json.encode(members), content_type=request.wanted.media_type)


@requires_scope("query")
def delete_query(request: Request, name: str) -> Response:
    actions.delete_query(by=request.actor, name=name)
    return Response(204)


@requires_scope("query")
def list_events(request: Request, name: str) -> Response:
    named = queries.named_query(request.actor, name)
    asked = {parameter for parameter, _ in read_pairs(request.query)}
    if request.environ.get("HTTP_UPGRADE", "").strip().lower() == "websocket":
        return _elsewhere(request)
    if asked & CONTROLS:
        raise SubscriptionControlsException(
            f"Expected Upgrade: websocket together with {min(asked & CONTROLS)}",
            detail_vi="Tham số theo dõi chỉ dùng khi mở WebSocket (Upgrade: websocket).",
        )
    per_page, token, pairs = read_paging(request.query, others=True)
    if pairs:
        raise QueryParameterException(
            f"Expected perPage and nextPageToken only, got {pairs[0][0][:100]!r}: the query is named",
            detail_vi="Câu hỏi đã lưu chỉ nhận thêm perPage và nextPageToken.",
        )
    page = queries.events(request.actor, named.query, per_page=per_page, token=token)
    return event_page(request, page, named.name)


def discover_query(request: Request, name: str) -> Headers:
    queries.named_query(request.actor, name)
    return ()


def read_json(request: Request) -> dict[str, Any]:
    """The JSON object of the body: UTF-8, without repeated members and without NUL.

    Raises UnsupportedMediaTypeException, NotAcceptableException (a version that is not read),
    CaptureLimitExceededException, ValidationException (no JSON) or QueryValidationException (no object,
    NUL).
    """
    media_type_of(request.environ, JSON_TYPES)
    check_versions(request.environ)
    body = read_body(request.environ, MAX_BODY)
    members = strict_json.decode_strictly(body).value
    if not isinstance(members, dict):
        raise QueryValidationException(
            "Expected a JSON object", detail_vi="Nội dung phải là một đối tượng JSON."
        )
    if _holds_nul(members):
        raise QueryValidationException(
            "Expected texts without the character NUL",
            detail_vi="Nội dung không được chứa ký tự NUL.",
        )
    return members


def _holds_nul(value: object) -> bool:
    """PostgreSQL keeps no NUL, and no query of ours finds one."""
    if isinstance(value, dict):
        return any(_holds_nul(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return any(map(_holds_nul, value))
    return isinstance(value, str) and "\x00" in value


def _within(context: Any, definition: dict[str, Any]) -> dict[str, Any]:
    """The query below the "@context" beside it; what its own says of a prefix counts, as it comes last."""
    if context is None:
        return definition
    outer = context if isinstance(context, list) else [context]
    own = definition.get("@context", [])
    return {**definition, "@context": [*outer, *(own if isinstance(own, list) else [own])]}


def _members(named: NamedQuery) -> dict[str, Any]:
    return {"name": named.name, "query": named.definition}


def _elsewhere(request: Request) -> Response:
    base = getattr(settings, "STREAM_URL", "")
    address = f"{base}/epcis{request.path}" + (f"?{request.query}" if request.query else "")
    error = ImplementationException(
        f"Expected the WebSocket to be opened at {address}",
        detail_vi=f"Mở WebSocket ở địa chỉ {address}.",
    )
    error.status = 426
    headers = (
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Link", f'<{address}>; rel="alternate"'),
    )
    return problem(error, request.environ, headers)
