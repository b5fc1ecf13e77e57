"""The nouns that lead to events: types, things, steps, places, dispositions; and the top of the tree.

    GET /bizSteps                            the CBV's words, and those that captured events use
    GET /bizSteps/shipping                   ["events"]; 404 for a word that nothing here uses
    GET /bizSteps/shipping/events?...        a SimpleEventQuery within the step

A value may be written in any spelling: `shipping`, its URN, its Web URI, percent-encoded; a place or a
thing as Digital Link or EPC URN; what is somebody's own in full, or with a prefix that GS1-Extensions
declares. Lists tell places and things as Digital Links: one thing is one line, however many spellings it
was captured in. With `GS1-EPC-Format: Always_EPC_URN` they are EPC URNs where the operator or an event says
how long the company prefix is, with `Never_Translates` as an event spells them; how many are neither says a
Warning. What is somebody's own is told in full, or with such a prefix, which the list's @context declares.

Source: EPCIS 2.0 §12.5; the official OpenAPI file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast, get_args

from txng.accounts.access import requires_any_scope, requires_scope
from txng.accounts.actors import Actor
from txng.epcis.errors import NoSuchResourceException, QueryParameterException
from txng.epcis.query.doors import parse_url
from txng.epcis.query.language import Query
from txng.epcis.spelling import epc_urn
from txng.epcis.xml import service
from txng.eventstore.spellings import Named
from txng.repository import queries
from txng.repository.actions import pages
from txng.repository.prefixes import prefix_length
from txng.repository.queries import resources as known
from txng.repository.rest.answering import collection, event_page, warning
from txng.repository.rest.messages import Headers, Request, Response
from txng.repository.rest.questions import Pairs, read_paging

TOP: Final = (
    "bizLocations", "bizSteps", "capture", "dispositions", "epcs", "events", "eventTypes",
    "queries", "readPoints",
)  # fmt: skip
_MARK = requires_scope("query")


@requires_scope("query")
def top(request: Request) -> Response:
    """What this repository answers; `/openapi.json` says it in full."""
    if request.wanted.media == "xml":
        body = service.write_collection(list(TOP))
        return Response(200, body, content_type=request.wanted.media_type)
    return collection(request, TOP)


@requires_any_scope("capture", "query")  # a list of jobs has pages, too
def release_page_token(request: Request, token: str) -> Response:
    pages.release_page_token(by=request.actor, token=token)
    return Response(204)


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of value: its three operations and what OPTIONS checks."""

    plural: str
    singular: str
    list_values: Callable[[Request], Response]
    list_children: Callable[[Request, str], Response]
    list_events: Callable[[Request, str], Response]
    discover: Callable[[Request, str], Headers]


def _noun(
    plural: str,
    singular: str,
    parameter: str,
    page_of: Callable[[Actor, str | None, str | None], queries.Listed[str]],
    require: Callable[[Actor, str], None],
    same: Callable[[str, str], bool] | None,
) -> Noun:
    """`parameter` is what the path stands for in a query; `same` says whether two spellings are one
    value, None when an event may have several and asking for another beside it makes sense."""

    def list_values(request: Request) -> Response:
        per_page, token, _ = read_paging(request.query, others=False)
        page = page_of(request.actor, per_page, token)
        members: Sequence[str] = page.items
        warned: Headers = ()
        if plural in get_args(Named):
            members, warned = _spelled(request, cast("Named", plural), page.items)
        members, declared = _shortened(request, members)
        return collection(request, members, page, declared, warned)

    def list_children(request: Request, value: str) -> Response:
        read_paging(request.query, others=False)
        require(request.actor, _full(request, value))
        return collection(request, ["events"])

    def list_events(request: Request, value: str) -> Response:
        per_page, token, pairs = read_paging(request.query, others=True)
        value = _full(request, value)
        if known.is_pattern(value):
            require(request.actor, value)
        query = _within(request, parameter, value, pairs, same)
        if query is None:  # no identifier at all, so nothing here has it
            require(request.actor, value)
            raise NoSuchResourceException(f"Expected a value of {plural}, got {value[:200]!r}")
        page = queries.events(request.actor, query, per_page=per_page, token=token)
        if not page.events:
            require(request.actor, value)
        return event_page(request, page)

    def discover(request: Request, value: str) -> Headers:
        require(request.actor, _full(request, value))
        return ()

    for made in (list_values, list_children, list_events):
        made.__name__ = f"{made.__name__}_of_{plural}"
    return Noun(
        plural, singular, _MARK(list_values), _MARK(list_children), _MARK(list_events), discover
    )


def _full(request: Request, value: str) -> str:
    """`ex:carving` by its full name when GS1-Extensions says what `ex` is."""
    prefix, colon, local = value.partition(":")
    namespace = request.wanted.extensions.get(prefix) if colon else None
    return value if namespace is None else namespace + local


def _spelled(
    request: Request, plural: Named, canonicals: Sequence[str]
) -> tuple[Sequence[str], Headers]:
    """Identifiers in the spelling that was asked for, and a warning of those that are not."""
    wanted = request.wanted.epc
    told: dict[str, str | None] = {}
    if wanted == "Always_EPC_URN":
        told = {one: epc_urn(one, prefix_length) for one in canonicals}
    elif wanted != "Never_Translates":
        return canonicals, ()
    others = [one for one in canonicals if told.get(one) is None]
    for one, text in known.spellings(request.actor, plural, others).items():
        if wanted == "Never_Translates" or text.startswith("urn:epc:"):
            told[one] = text
    members = [told.get(one) or one for one in canonicals]
    left = sum(told.get(one) is None for one in canonicals)
    what = "kept their spelling" if wanted == "Always_EPC_URN" else "are told as Digital Links"
    return members, warning(left, what)


def _shortened(request: Request, members: Sequence[str]) -> tuple[Sequence[str], dict[str, str]]:
    """What is somebody's own with a prefix of the request, of several the one that leaves least; and the
    prefixes that were used."""
    spaces = sorted(request.wanted.extensions.items(), key=lambda one: len(one[1]), reverse=True)
    if not spaces:
        return members, {}
    told: list[str] = []
    declared: dict[str, str] = {}
    for member in members:
        for prefix, space in spaces:
            local = member.removeprefix(space)
            if local and local != member:
                member = f"{prefix}:{local}"
                declared[prefix] = space
                break
        told.append(member)
    return told, declared


def _within(
    request: Request,
    parameter: str,
    value: str,
    pairs: Pairs,
    same: Callable[[str, str], bool] | None,
) -> Query | None:
    """The question within the path's value; None when the value is none that the parameter takes.

    Raises QueryParameterException for a parameter that contradicts the path.
    """
    others = pairs
    if same is not None:
        others = []
        for name, text in pairs:
            if name != parameter:
                others.append((name, text))
            elif not any(same(value, _full(request, one)) for one in text.split("|")):
                raise QueryParameterException(
                    f"Expected {parameter} to name {value[:200]!r} as the path does, got {text[:200]!r}",
                    detail_vi=f"Tham số {parameter} trái với địa chỉ được hỏi. Bỏ tham số này.",
                )
    query = parse_url(others, request.wanted.extensions)
    try:
        constraint = parse_url([(parameter, value)])
    except QueryParameterException:
        return None
    return replace(query, conditions=(*constraint.conditions, *query.conditions))


def _values_noun(field: known.Field, singular: str, parameter: str) -> Noun:
    return _noun(
        field,
        singular,
        parameter,
        lambda actor, per_page, token: queries.used_values(actor, field, per_page, token),
        lambda actor, value: known.require_value(actor, field, value),
        lambda one, other: known.spelled(field, one) == known.spelled(field, other),
    )


NOUNS: Final = (
    _values_noun("eventTypes", "eventType", "eventType"),
    _noun("epcs", "epc", "MATCH_anyEPC", queries.epcs, known.require_epc, None),
    _values_noun("bizSteps", "bizStep", "EQ_bizStep"),
    _values_noun("bizLocations", "bizLocation", "EQ_bizLocation"),
    _values_noun("readPoints", "readPoint", "EQ_readPoint"),
    _values_noun("dispositions", "disposition", "EQ_disposition"),
)
