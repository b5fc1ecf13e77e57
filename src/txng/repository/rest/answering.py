"""Answers that several nouns give: events as a query document, a collection, the link to the next page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote

import msgspec
from django.conf import settings

from txng.epcis import answers
from txng.epcis.answers import Form, Told
from txng.epcis.context import EPCIS_CONTEXT
from txng.eventstore.store import StoredEvent, now
from txng.repository.prefixes import prefix_length
from txng.repository.queries import EventPage
from txng.repository.rest.messages import Headers, Request, Response
from txng.repository.rest.negotiation import Wanted
from txng.repository.rest.questions import read_pairs


class Page(Protocol):
    @property
    def next_page_token(self) -> str | None: ...
    @property
    def expires_at(self) -> datetime | None: ...


def as_told(stored: StoredEvent) -> Told:
    is_named = stored.event.event_id is not None
    return Told(stored.payload, stored.event_id, stored.record_time, is_named)


@lru_cache(maxsize=64)
def _form(media: str, version: str, epc: str, cbv: str) -> Form:
    return Form(media, version, epc, cbv)  # type: ignore[arg-type]


def form_of(wanted: Wanted) -> Form:
    return _form(wanted.media, wanted.version, wanted.epc, wanted.cbv)


def told_events(
    request: Request, events: Iterable[StoredEvent], query_name: str = "SimpleEventQuery"
) -> tuple[bytes, Headers]:
    """An EPCISQueryDocument in the form that was asked for, and a warning of what kept its spelling.

    Raises NotAcceptableException when an event cannot be told in EPCIS 1.2.
    """
    answer = answers.query_document(
        map(as_told, events),
        form_of(request.wanted),
        now=now(),
        query_name=query_name,
        prefix_length=prefix_length,
    )
    return answer.body, warning(answer.untranslated, "kept their spelling")


def warning(count: int, what: str) -> Headers:
    """What so many identifiers did, other than was asked for."""
    return (("Warning", f'299 txng "{count} identifiers {what}"'),) if count else ()


def event_page(request: Request, page: EventPage, query_name: str = "SimpleEventQuery") -> Response:
    body, warned = told_events(request, page.events, query_name)
    headers = (*linked(request, page), *warned)
    return Response(200, body, headers, request.wanted.media_type)


def collection(
    request: Request,
    members: Sequence[str],
    page: Page | None = None,
    prefixes: Mapping[str, str] | None = None,
    more: Headers = (),
) -> Response:
    """A list of names: what the official file calls a Collection. `prefixes` are those in the names."""
    context = [EPCIS_CONTEXT, prefixes] if prefixes else EPCIS_CONTEXT
    body = msgspec.json.encode({"@context": context, "type": "Collection", "member": members})
    headers = () if page is None else linked(request, page)
    return Response(200, body, (*headers, *more), request.wanted.media_type)


def linked(request: Request, page: Page) -> Headers:
    """`Link: <...>; rel="next"` and when it expires; nothing on the last page."""
    if page.next_page_token is None or page.expires_at is None:
        return ()
    kept = [(name, value) for name, value in read_pairs(request.query) if name != "nextPageToken"]
    pairs = [*kept, ("nextPageToken", page.next_page_token)]
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    expires = page.expires_at.astimezone(UTC).isoformat(timespec="seconds")
    return (
        ("Link", f'<{settings.BASE_URL}/epcis{request.path}?{query}>; rel="next"'),
        ("GS1-Next-Page-Token-Expires", expires.replace("+00:00", "Z")),
    )
