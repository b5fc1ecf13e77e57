"""The table of the interface: 29 paths of the standard, our own, and how a path finds its route.

    /queries/{queryName}/subscriptions/{subscriptionID}
     literal    any          literal         any           -> key ("queries", "subscriptions", 4)

Every path of the interface alternates words of ours with values of the asker, so one look into a
dictionary routes it: no pattern is tried.

Values are often addresses themselves, and a server that decodes the path before it hands it over (ours
does) makes separators of their slashes. What no path fits as it stands is cut again: after the first
word up to "/events" at the end all is one value.

    /epcs/https%3A%2F%2Fid.gs1.org%2F01%2F08938505974019%2F21%2F7/events    as it was sent
    /epcs/https://id.gs1.org/01/08938505974019/21/7/events                  as it arrives

Both ways give the same answer, unless a value itself ends in "/events" where the path could, too.

Source: the official OpenAPI file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from txng.repository.rest import (
    capture,
    events,
    named_queries,
    openapi_door,
    resources,
    soap_door,
    subscriptions,
)
from txng.repository.rest.messages import Headers, Response
from txng.repository.rest.negotiation import JSON_TYPES, XML_TYPES

Key = tuple[str, str, int]
_VALUE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. The handler's mark of access (`accounts.access`) says which scope its key must
    hold; `types` are the media types of its answer, best first; `is_told_in_1_2` says whether XML of
    EPCIS 1.2 is one of them."""

    method: str
    template: str
    handler: Callable[..., Response]
    types: tuple[str, ...] = JSON_TYPES
    is_told_in_1_2: bool = False
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(_VALUE.sub("([^/]+)", self.template)))


Discover = Callable[..., Headers]
"""Called with a request and the values of the path before OPTIONS is answered to a holder of a key:
raises NoSuchResourceException, or gives more headers."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One path: its routes by method, and what OPTIONS says of it."""

    template: str
    routes: dict[str, Route]
    discover: Discover | None = None

    @property
    def allowed(self) -> str:
        methods = [*self.routes, "OPTIONS", *(["HEAD"] if "GET" in self.routes else [])]
        return ", ".join(sorted(methods))


ANYTHING: Final = (*JSON_TYPES, *XML_TYPES)
NOTHING: Final = ()  # an answer without content, or one that is not negotiated: any Accept will do


def _events_of(template: str, handler: Callable[..., Response]) -> Route:
    return Route("GET", template, handler, ANYTHING, is_told_in_1_2=True)


ROUTES: Final = (
    Route("GET", "/", resources.top, ANYTHING),
    Route("POST", "/capture", capture.post_document, NOTHING),
    Route("GET", "/capture", capture.list_jobs, ANYTHING),
    Route("GET", "/capture/{captureID}", capture.get_job, ANYTHING),
    _events_of("/events", events.list_events),
    Route("POST", "/events", capture.post_event, JSON_TYPES),
    _events_of("/events/{eventID}", events.get_event),
    *(
        route
        for noun in resources.NOUNS
        for route in (
            Route("GET", f"/{noun.plural}", noun.list_values),
            Route("GET", f"/{noun.plural}/{{{noun.singular}}}", noun.list_children),
            _events_of(f"/{noun.plural}/{{{noun.singular}}}/events", noun.list_events),
        )
    ),
    Route("GET", "/queries", named_queries.list_queries),
    Route("POST", "/queries", named_queries.post_query),
    Route("GET", "/queries/{queryName}", named_queries.get_query),
    Route("DELETE", "/queries/{queryName}", named_queries.delete_query, NOTHING),
    _events_of("/queries/{queryName}/events", named_queries.list_events),
    Route("GET", "/queries/{queryName}/subscriptions", subscriptions.list_subscriptions),
    Route("POST", "/queries/{queryName}/subscriptions", subscriptions.post_subscription),
    Route(
        "GET",
        "/queries/{queryName}/subscriptions/{subscriptionID}",
        subscriptions.get_subscription,
    ),
    Route(
        "DELETE",
        "/queries/{queryName}/subscriptions/{subscriptionID}",
        subscriptions.delete_subscription,
        NOTHING,
    ),
    Route("DELETE", "/nextPageToken/{token}", resources.release_page_token, NOTHING),
    Route("GET", "/openapi.json", openapi_door.get_openapi, ("application/json",)),
    Route("GET", "/soap", soap_door.ask, NOTHING),
    Route("POST", "/soap", soap_door.ask, NOTHING),
)

_DISCOVERS: Final[dict[str, Discover]] = {
    "/capture/{captureID}": capture.discover_job,
    "/events/{eventID}": events.discover_event,
    "/queries/{queryName}": named_queries.discover_query,
    "/queries/{queryName}/events": named_queries.discover_query,
    "/queries/{queryName}/subscriptions": named_queries.discover_query,
    "/queries/{queryName}/subscriptions/{subscriptionID}": subscriptions.discover_subscription,
    **{
        f"/{noun.plural}/{{{noun.singular}}}{tail}": noun.discover
        for noun in resources.NOUNS
        for tail in ("", "/events")
    },
}


def key_of(segments: list[str]) -> Key:
    """What a path is found by: its first and third segments are words of ours, and how many it has."""
    return segments[0], segments[2] if len(segments) > 2 else "", len(segments)


def _resources() -> dict[Key, Resource]:
    grouped: dict[str, dict[str, Route]] = {}
    for route in ROUTES:
        grouped.setdefault(route.template, {})[route.method] = route
    return {
        key_of(template[1:].split("/")): Resource(template, routes, _DISCOVERS.get(template))
        for template, routes in grouped.items()
    }


RESOURCES: Final[dict[Key, Resource]] = _resources()


def find(path: str) -> tuple[Resource, list[str], str] | None:
    """The resource of a percent-encoded path, the values in it, decoded, and the path that says so.

    None outside the interface.
    """
    plain = path.rstrip("/") or "/"
    segments = plain[1:].split("/")
    resource = RESOURCES.get(key_of(segments))
    if resource is not None:
        return resource, [unquote(text) for text in segments[1::2]], plain
    word, _, rest = path[1:].partition("/")
    value = rest.rstrip("/").removesuffix("/events")
    resource = RESOURCES.get((word, "events", 3)) if value != rest.rstrip("/") else None
    if resource is None:
        value, resource = rest, RESOURCES.get((word, "", 2))
    if resource is None:
        return None
    value = unquote(value)
    return resource, [value], _VALUE.sub(lambda _: quote(value, safe=""), resource.template)
