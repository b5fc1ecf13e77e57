"""Events out: a SimpleEventQuery in the URL, and events by their name.

Source: EPCIS 2.0 §8.2.7, §12.5; the official OpenAPI file.
"""

from txng.accounts.access import requires_scope
from txng.epcis.query.doors import parse_url
from txng.repository import queries
from txng.repository.rest.answering import event_page, told_events
from txng.repository.rest.messages import Headers, Request, Response
from txng.repository.rest.questions import read_paging


@requires_scope("query")
def list_events(request: Request) -> Response:
    per_page, token, pairs = read_paging(request.query, others=True)
    query = parse_url(pairs, request.wanted.extensions)
    page = queries.events(request.actor, query, per_page=per_page, token=token)
    return event_page(request, page)


@requires_scope("query")
def get_event(request: Request, event_id: str) -> Response:
    """The event and the declarations of its error; never more than one page."""
    found = queries.events_named(request.actor, event_id)
    body, warning = told_events(request, found)
    return Response(200, body, warning, request.wanted.media_type)


def discover_event(request: Request, event_id: str) -> Headers:
    queries.events_named(request.actor, event_id)
    return ()
