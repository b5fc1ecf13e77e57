"""Subscriptions of a named query: whom to tell, and when.

    POST /queries/arrivals/subscriptions {"dest": "https://...", "stream": true, "signatureToken": "..."}

Exactly one of `schedule` and `stream`; the delivery itself is the work of `repository.follow`.

Source: EPCIS 2.0 §12.9; AbstractQuerySubscription of the official OpenAPI file.
"""

from urllib.parse import quote

import msgspec
from django.conf import settings

from txng.accounts.access import requires_scope
from txng.epcis.answers import Form
from txng.repository import actions, queries
from txng.repository.rest.answering import form_of, linked
from txng.repository.rest.messages import Headers, Request, Response
from txng.repository.rest.named_queries import read_json
from txng.repository.rest.questions import read_paging


@requires_scope("query")
def list_subscriptions(request: Request, name: str) -> Response:
    per_page, token, _ = read_paging(request.query, others=False)
    page = queries.subscriptions(request.actor, name, per_page, token)
    body = msgspec.json.encode([queries.subscription_members(one) for one in page.items])
    return Response(200, body, linked(request, page), request.wanted.media_type)


@requires_scope("query")
def post_subscription(request: Request, name: str) -> Response:
    controls = read_json(request)
    form: Form = form_of(request.wanted)
    made = actions.subscribe(by=request.actor, query_name=name, controls=controls, form=form)
    members = queries.subscription_members(made)
    location = (
        f"{settings.BASE_URL}/epcis/queries/{quote(name, safe='')}/subscriptions/"
        f"{quote(str(members['subscriptionID']), safe='')}"
    )
    return Response(
        201, msgspec.json.encode(members), (("Location", location),), request.wanted.media_type
    )


@requires_scope("query")
def get_subscription(request: Request, name: str, subscription_id: str) -> Response:
    found = queries.subscription(request.actor, name, subscription_id)
    body = msgspec.json.encode(queries.subscription_members(found))
    return Response(200, body, content_type=request.wanted.media_type)


@requires_scope("query")
def delete_subscription(request: Request, name: str, subscription_id: str) -> Response:
    actions.unsubscribe(by=request.actor, query_name=name, subscription_id=subscription_id)
    return Response(204)


def discover_subscription(request: Request, name: str, subscription_id: str) -> Headers:
    found = queries.subscription(request.actor, name, subscription_id)
    moment = queries.subscription_members(found).get("minRecordTime")
    return () if moment is None else (("GS1-Query-Min-Record-Time", str(moment)),)
