"""What each operation does, in words and examples. OPTIONS are all alike and described once."""

from dataclasses import dataclass
from typing import Any, Final

from txng.epcis.context import EPCIS_CONTEXT
from txng.repository.rest.negotiation import JSON_TYPES, XML_TYPES

TAGS: Final = {
    "Capture": "Documents and events in.",
    "Events": "Events out, by query and by name.",
    "Resources": "Values that events use: types, things, steps, places, dispositions.",
    "Queries": "Queries kept under a name.",
    "Subscriptions": "Answers that come by themselves.",
    "Discovery": "What can be done, and in which versions.",
}
OPTIONS: Final = (
    "Needs no key, so that a client learns how to sign in and which versions are spoken; without one it"
    " says the same whether what the path names exists or not. With a key it answers 404 for what its"
    " holder cannot see."
)
VERSIONS: Final = ("GS1-EPCIS-Version", "GS1-CBV-Version", "GS1-Extensions")
PAGED: Final = (*VERSIONS, "Link", "GS1-Next-Page-Token-Expires")


@dataclass(frozen=True, slots=True)
class Operation:
    """`asks` is what it takes: "page" perPage and nextPageToken, "query" the parameters of a
    SimpleEventQuery, "form" the spelling of events, "things" that of identifiers, "words" that of the
    CBV's words in XML, "document" headers about the body."""

    name: str
    tag: str
    summary: str
    description: str = ""
    asks: tuple[str, ...] = ()
    body: str = ""
    body_words: str = ""
    body_types: tuple[str, ...] = JSON_TYPES
    body_example: Any = None
    status: int = 200
    answer: str = ""
    answer_words: str = "The answer."
    answer_example: Any = None
    headers: tuple[str, ...] = VERSIONS
    problems: tuple[int, ...] = ()


_EVENT: Final = {
    "@context": EPCIS_CONTEXT,
    "type": "ObjectEvent",
    "eventID": "urn:uuid:019a1c9e-5c11-8f0a-9d0e-3f2a5b7c9d11",
    "eventTime": "2026-11-01T07:30:00+07:00",
    "eventTimeZoneOffset": "+07:00",
    "action": "OBSERVE",
    "bizStep": "shipping",
    "disposition": "in_transit",
    "readPoint": {"id": "https://id.gs1.org/414/8938505970004"},
    "epcList": ["https://id.gs1.org/00/089385059700000011"],
}
_BARE: Final = {name: value for name, value in _EVENT.items() if name != "@context"}
_DOCUMENT: Final = {
    "@context": [EPCIS_CONTEXT],
    "type": "EPCISDocument",
    "schemaVersion": "2.0",
    "creationDate": "2026-11-01T08:00:00Z",
    "epcisBody": {"eventList": [_BARE]},
}
_ANSWER: Final = {
    "@context": [EPCIS_CONTEXT],
    "type": "EPCISQueryDocument",
    "schemaVersion": "2.0",
    "creationDate": "2026-11-01T08:00:00Z",
    "epcisBody": {
        "queryResults": {
            "queryName": "SimpleEventQuery",
            "resultsBody": {"eventList": [{**_EVENT, "recordTime": "2026-11-01T08:00:00.000001Z"}]},
        }
    },
}
_JOB: Final = {
    "captureID": "019a1c9e-5c11-7f0a-9d0e-3f2a5b7c9d11",
    "createdAt": "2026-11-01T08:00:00Z",
    "finishedAt": "2026-11-01T08:00:01Z",
    "running": False,
    "success": True,
    "captureErrorBehaviour": "rollback",
    "errors": [],
    "events": 500,
    "accepted": 498,
    "duplicates": 2,
    "rejected": 0,
    "masterData": 0,
    "warnings": [],
    "verdicts": [],
}
_QUERY: Final = {
    "name": "arrivals",
    "query": {"EQ_bizStep": ["receiving"], "EQ_action": ["OBSERVE"]},
}
_CONTROLS: Final = {
    "dest": "https://partner.example/epcis",
    "schedule": {"hour": "1", "minute": "5"},
    "reportIfEmpty": False,
    "signatureToken": "13df38d8275b13f05704629e5f1cf3d45d6132d5",
}
_SUBSCRIPTION: Final = {
    "subscriptionID": "df5a33e3-5aa3-4403-ae01-99b83234e27b",
    "queryName": "arrivals",
    "dest": "https://partner.example/epcis",
    "schedule": {"hour": "1", "minute": "5"},
    "createdAt": "2026-11-01T08:00:00Z",
}


def _collection(*members: str) -> dict[str, Any]:
    return {"@context": EPCIS_CONTEXT, "type": "Collection", "member": list(members)}


_EVENT_LIST: Final[dict[str, Any]] = {
    "answer": "EPCISQueryDocument",
    "answer_words": "One page of matching events, ordered by event time, the oldest first, unless"
    " orderBy says otherwise. The last page carries no Link.",
    "answer_example": _ANSWER,
    "headers": (*PAGED, "Warning"),
}


def _noun(
    plural: str,
    singular: str,
    schema: str,
    example: tuple[str, ...],
    what: str,
    asks: tuple[str, ...] = (),
) -> dict[tuple[str, str], Operation]:
    path = f"/{plural}/{{{singular}}}"
    return {
        ("GET", f"/{plural}"): Operation(
            f"list_{plural}",
            "Resources",
            f"The {what} of events.",
            f"One page of the {what} that events use which the asker may see.",
            asks=("page", *asks),
            answer=schema,
            answer_words="One page of values. The last page carries no Link.",
            answer_example=_collection(*example),
            headers=(*PAGED, "Warning") if "things" in asks else PAGED,
            problems=(400,),
        ),
        ("GET", path): Operation(
            f"get_{singular}",
            "Resources",
            "What lies below one value.",
            "404 for a value that no event uses which the asker may see. Any spelling is understood,"
            " percent-encoded.",
            asks=("page",),
            answer="SubResources",
            answer_words="The names of the resources below.",
            answer_example=_collection("events"),
            problems=(400, 404),
        ),
        ("GET", f"{path}/events"): Operation(
            f"list_events_of_{singular}",
            "Events",
            "The events with one value.",
            "Any parameter of the query language narrows them further; one that contradicts the path is"
            " refused.",
            asks=("query", "page", "form"),
            problems=(400, 404, 413),
            **_EVENT_LIST,
        ),
    }


OPERATIONS: Final[dict[tuple[str, str], Operation]] = {
    ("GET", "/"): Operation(
        "list_resources",
        "Discovery",
        "The resources at the top.",
        answer="TopLevelResources",
        answer_words="The names of the resources.",
        answer_example=_collection("bizLocations", "bizSteps", "capture", "events"),
    ),
    ("POST", "/capture"): Operation(
        "capture_document",
        "Capture",
        "Capture a document of events and master data.",
        "The document is judged whole. With rollback, the default, either every event is stored or none;"
        " with proceed what is right is stored and the job says what was not. A small document is stored"
        " when 202 is answered; a large one is kept safe and worked on afterwards, and its job says so."
        " An event that is known already is left alone.",
        asks=("document", "behaviour"),
        body="EPCISDocument",
        body_words="EPCISDocument or EPCISQueryDocument, JSON-LD or XML (2.0, 1.2, 1.1, 1.0), as it is"
        " or in gzip.",
        body_types=(*JSON_TYPES, *XML_TYPES),
        body_example=_DOCUMENT,
        status=202,
        answer_words="Accepted; Location is the address of the job.",
        headers=(
            *VERSIONS,
            "Location",
            "GS1-EPCIS-Capture-Limit",
            "GS1-EPCIS-Capture-File-Size-Limit",
        ),
        problems=(400, 409, 413, 415),
    ),
    ("GET", "/capture"): Operation(
        "list_capture_jobs",
        "Capture",
        "The jobs of the asker's organisation, newest first.",
        asks=("page",),
        answer="CaptureJobs",
        answer_words="One page of jobs. The last page carries no Link.",
        answer_example=[_JOB],
        headers=PAGED,
        problems=(400,),
    ),
    ("GET", "/capture/{captureID}"): Operation(
        "get_capture_job",
        "Capture",
        "What became of a document.",
        answer="CaptureJob",
        answer_words="The job as it stands.",
        answer_example=_JOB,
        problems=(404,),
    ),
    ("GET", "/events"): Operation(
        "list_events",
        "Events",
        "Events that match a query.",
        "Parameters are those of SimpleEventQuery; alternatives are parted by a vertical bar. An unknown,"
        " repeated or contradictory parameter is refused, never ignored.",
        asks=("query", "page", "form"),
        problems=(400, 413),
        **_EVENT_LIST,
    ),
    ("POST", "/events"): Operation(
        "capture_event",
        "Capture",
        "Capture one event.",
        "Stored when 201 is answered. The same event again is answered in the same way and stored once.",
        asks=("document",),
        body="Event",
        body_words="One event with its own @context, or with the name spaces of GS1-Extensions; or a"
        " document with exactly one event.",
        body_types=(*JSON_TYPES, *XML_TYPES),
        body_example=_EVENT,
        status=201,
        answer="Event",
        answer_words="The event as it is kept; Location is its address.",
        answer_example={**_EVENT, "recordTime": "2026-11-01T08:00:00.000001Z"},
        headers=(*VERSIONS, "Location"),
        problems=(400, 409, 413, 415),
    ),
    ("GET", "/events/{eventID}"): Operation(
        "get_event",
        "Events",
        "The event of this name and the declarations of its error.",
        asks=("form",),
        answer="EPCISQueryDocument",
        answer_words="The event, followed by declarations of its error when there are any.",
        answer_example=_ANSWER,
        headers=(*VERSIONS, "Warning"),
        problems=(404,),
    ),
    **_noun("eventTypes", "eventType", "EventTypes", ("ObjectEvent",), "types"),
    **_noun(
        "epcs", "epc", "URIs", ("https://id.gs1.org/00/089385059700000011",), "things", ("things",)
    ),
    **_noun(
        "bizSteps", "bizStep", "BizSteps", ("receiving", "shipping"), "business steps", ("words",)
    ),
    **_noun(
        "bizLocations",
        "bizLocation",
        "URIs",
        ("https://id.gs1.org/414/8938505970004",),
        "locations",
        ("things",),
    ),
    **_noun(
        "readPoints",
        "readPoint",
        "URIs",
        ("https://id.gs1.org/414/8938505970004",),
        "read points",
        ("things",),
    ),
    **_noun(
        "dispositions", "disposition", "Dispositions", ("in_transit",), "dispositions", ("words",)
    ),
    ("GET", "/queries"): Operation(
        "list_queries",
        "Queries",
        "The named queries of the asker's organisation.",
        asks=("page",),
        answer="NamedQueries",
        answer_words="One page of queries. The last page carries no Link.",
        answer_example=[_QUERY],
        headers=PAGED,
        problems=(400,),
    ),
    ("POST", "/queries"): Operation(
        "create_query",
        "Queries",
        "Keep a query under a name.",
        body="NamedQuery",
        body_words="The name and the parameters of the query.",
        body_example=_QUERY,
        status=201,
        answer="NamedQuery",
        answer_words="The query as it is kept; Location is its address.",
        answer_example=_QUERY,
        headers=(*VERSIONS, "Location"),
        problems=(400, 409, 413, 415),
    ),
    ("GET", "/queries/{queryName}"): Operation(
        "get_query",
        "Queries",
        "A named query.",
        answer="NamedQuery",
        answer_words="The query as it is kept.",
        answer_example=_QUERY,
        problems=(404,),
    ),
    ("DELETE", "/queries/{queryName}"): Operation(
        "delete_query",
        "Queries",
        "Forget a named query and end its subscriptions.",
        status=204,
        answer_words="The query is gone.",
        problems=(404,),
    ),
    ("GET", "/queries/{queryName}/events"): Operation(
        "list_events_of_query",
        "Queries",
        "The events that a named query matches.",
        "A WebSocket that subscribes to the query is opened at another address: asked for here, it is"
        " answered 426 with that address in Link.",
        asks=("page", "form", "websocket"),
        problems=(400, 404, 413, 426),
        **_EVENT_LIST,
    ),
    ("GET", "/queries/{queryName}/subscriptions"): Operation(
        "list_subscriptions",
        "Subscriptions",
        "The subscriptions of a named query.",
        asks=("page",),
        answer="Subscriptions",
        answer_words="One page of subscriptions. The last page carries no Link.",
        answer_example=[_SUBSCRIPTION],
        headers=PAGED,
        problems=(400, 404),
    ),
    ("POST", "/queries/{queryName}/subscriptions"): Operation(
        "subscribe",
        "Subscriptions",
        "Be told of matching events, on a schedule or at once.",
        "Exactly one of schedule and stream. Messages are signed with signatureToken (GS1-Signature) and"
        " by Standard Webhooks.",
        asks=("form",),
        body="SubscriptionControls",
        body_words="Whom to tell and when.",
        body_example=_CONTROLS,
        status=201,
        answer="Subscription",
        answer_words="The subscription; Location is its address.",
        answer_example=_SUBSCRIPTION,
        headers=(*VERSIONS, "Location"),
        problems=(400, 404, 413, 415),
    ),
    ("GET", "/queries/{queryName}/subscriptions/{subscriptionID}"): Operation(
        "get_subscription",
        "Subscriptions",
        "A subscription as it stands.",
        answer="Subscription",
        answer_words="The subscription.",
        answer_example=_SUBSCRIPTION,
        problems=(404,),
    ),
    ("DELETE", "/queries/{queryName}/subscriptions/{subscriptionID}"): Operation(
        "unsubscribe",
        "Subscriptions",
        "End a subscription.",
        status=204,
        answer_words="The subscription has ended.",
        problems=(404,),
    ),
    ("DELETE", "/nextPageToken/{token}"): Operation(
        "release_page_token",
        "Discovery",
        "Give back a nextPageToken.",
        "It is refused from now on, by every process.",
        status=204,
        answer_words="The token is no longer valid.",
        problems=(404,),
    ),
    ("GET", "/openapi.json"): Operation(
        "get_openapi",
        "Discovery",
        "This document.",
        answer_words="OpenAPI 3.1.",
        answer="EventsQuery",
    ),
    ("GET", "/soap"): Operation(
        "get_wsdl",
        "Queries",
        "The WSDL of the SOAP query interface.",
        answer="XMLDocument",
        answer_words="WSDL 1.1.",
        problems=(404,),
    ),
    ("POST", "/soap"): Operation(
        "ask_by_soap",
        "Queries",
        "The query interface of EPCIS 1.x and 2.0 in SOAP 1.1.",
        "Poll, GetQueryNames, Subscribe, Unsubscribe, GetSubscriptionIDs, GetStandardVersion and"
        " GetVendorVersion. Faults carry the standard's exceptions.",
        body="XMLDocument",
        body_words="A SOAP 1.1 envelope.",
        body_types=("text/xml", "application/xml"),
        answer="XMLDocument",
        answer_words="A SOAP 1.1 envelope.",
        problems=(413, 415),
    ),
}
