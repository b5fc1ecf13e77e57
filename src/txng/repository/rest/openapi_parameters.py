"""Parameters and headers of the OpenAPI document."""

import re
from typing import Any, Final

from txng.epcis.query.parameters import PARAMETERS
from txng.repository.queries.paging import DEFAULT_PAGE, MAX_PAGE
from txng.repository.rest.negotiation import JSON_TYPES
from txng.repository.rest.openapi_schemas import MOMENT, TEXT, URI, VERSION, ref
from txng.repository.rest.openapi_words import Operation
from txng.repository.rest.routes import Route

DISCOVERY: Final = (
    "GS1-EPCIS-Version", "GS1-EPCIS-Min", "GS1-EPCIS-Max", "GS1-CBV-Version", "GS1-CBV-Min",
    "GS1-CBV-Max", "GS1-EPC-Format", "GS1-CBV-XML-Format", "GS1-Extensions", "GS1-Vendor-Version",
)  # fmt: skip
CAPTURE_DISCOVERY: Final = (
    "GS1-EPCIS-Capture-Limit", "GS1-EPCIS-Capture-File-Size-Limit", "GS1-Capture-Error-Behaviour",
)  # fmt: skip
_RANGE: Final = ("GS1-EPCIS-Min", "GS1-EPCIS-Max", "GS1-CBV-Min", "GS1-CBV-Max")

_VALUES: Final = {
    "captureID": ("The id of a job, as Location gave it.", TEXT, "019a1c9e-5c11-7f0a-9d0e-3f2a5b7c9d11"),
    "eventID": ("An eventID, percent-encoded.", URI, "urn:uuid:019a1c9e-5c11-8f0a-9d0e-3f2a5b7c9d11"),
    "eventType": (
        "The name of an event type; somebody's own in full or with a prefix of GS1-Extensions.",
        ref("EventType"),
        "ObjectEvent",
    ),
    "epc": ("Digital Link or EPC URN, percent-encoded.", URI, "urn:epc:id:sscc:8938505970.0000001"),
    "bizStep": ("A bare CBV word or a URI.", TEXT, "shipping"),
    "bizLocation": ("A place, percent-encoded.", URI, "urn:epc:id:sgln:893850597.000.0"),
    "readPoint": ("A place, percent-encoded.", URI, "urn:epc:id:sgln:893850597.000.0"),
    "disposition": ("A bare CBV word or a URI.", TEXT, "in_transit"),
    "queryName": ("The name of a query.", TEXT, "arrivals"),
    "subscriptionID": ("The id of a subscription.", TEXT, "df5a33e3-5aa3-4403-ae01-99b83234e27b"),
    "token": ("A nextPageToken.", TEXT, "WyI1Y2E..."),
}  # fmt: skip
_HEADERS: Final = {
    "GS1-EPCIS-Version": ("The version of EPCIS that the body follows.", VERSION),
    "GS1-EPCIS-Min": ("The lowest version of EPCIS.", VERSION),
    "GS1-EPCIS-Max": ("The highest version of EPCIS.", VERSION),
    "GS1-CBV-Version": ("The version of the CBV that the body follows.", VERSION),
    "GS1-CBV-Min": ("The lowest version of the CBV.", VERSION),
    "GS1-CBV-Max": ("The highest version of the CBV.", VERSION),
    "GS1-EPC-Format": ("How things and places are written. Absent: Digital Link.", ref("EpcFormat")),
    "GS1-CBV-XML-Format": ("How CBV words are written in XML.", ref("CbvXmlFormat")),
    "GS1-Extensions": ("Prefixes and name spaces: ex=https://example.org/epcis/, ...", TEXT),
    "GS1-Capture-Error-Behaviour": (
        "All or nothing, or what is right of it. `all` is announced by OPTIONS: both are possible.",
        {"enum": ["rollback", "proceed", "all"], "default": "rollback"},
    ),
}  # fmt: skip
_WEBSOCKET: Final = {
    "stream": ("Tell every matching event at once.", {"const": True}),
    "second": ("Schedule of a subscription by WebSocket.", TEXT),
    "minute": ("Schedule of a subscription by WebSocket.", TEXT),
    "hour": ("Schedule of a subscription by WebSocket.", TEXT),
    "dayOfMonth": ("Schedule of a subscription by WebSocket.", TEXT),
    "month": ("Schedule of a subscription by WebSocket.", TEXT),
    "dayOfWeek": ("Schedule of a subscription by WebSocket; 1 is Monday.", TEXT),
    "reportIfEmpty": ("Tell of empty answers too.", {"type": "boolean"}),
    "initialRecordTime": ("Tell what was recorded from then on.", MOMENT),
}


def _component(place: str, name: str, description: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "description": description, "schema": schema, **more}


_KINDS: Final[dict[str, Any]] = {
    "event type": ref("EventType"),
    "time": MOMENT,
    "action": {"enum": ["ADD", "OBSERVE", "DELETE"]},
    "boolean": {"type": "boolean"},
    "void": {"type": "boolean", "description": "Empty means true"},
    "number": {"type": "number"},
    "count": {"type": "integer", "minimum": 1},
    "direction": {"enum": ["ASC", "DESC"]},
    "hex": {"type": "string", "pattern": "^[0-9A-Fa-f]+$"},
}
_HOLES: Final = {
    r"\{uom\}": "[A-Z0-9]{2,4}",
    r"\{type\}": ".+",
    r"\{field\}": ".+",
    r"\{attribute\}": ".+",
}


def _query_language() -> dict[str, Any]:
    """One parameter for each row of the query language; the families, whose names hold a unit, a type
    or a field, share an object whose member names follow their patterns."""
    found: dict[str, Any] = {}
    families: dict[str, Any] = {}
    example: dict[str, Any] = {}
    for row in PARAMETERS:
        schema = _KINDS.get(row.kind, TEXT)
        if row.is_family:
            pattern = re.escape(row.name)
            for hole, expression in _HOLES.items():
                pattern = pattern.replace(hole, expression)
            families[f"^{pattern}$"] = {**TEXT, "description": row.sentence}
            example[row.example[0]] = _in_url(row.example[1])
        elif row.many:
            found[row.name] = _component(
                "query",
                row.name,
                row.sentence,
                {"type": "array", "items": schema, "minItems": 1},
                style="pipeDelimited",
                explode=False,
                example=row.example[1],
            )
        else:
            value = True if row.kind == "void" else row.example[1]
            found[row.name] = _component("query", row.name, row.sentence, schema, example=value)
    first = next(iter(example))
    found["parameterFamilies"] = _component(
        "query",
        "parameterFamilies",
        "Parameters whose names hold a unit, a type, a field or an attribute; fields of extensions by"
        " prefix (GS1-Extensions) or by their full name.",
        {"type": "object", "patternProperties": families, "additionalProperties": False},
        style="form",
        explode=True,
        example={first: example[first]},
    )
    return found


def _in_url(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "true" if value in (None, True) else str(value)


QUERY_LANGUAGE: Final = _query_language()
COMPONENTS: Final[dict[str, Any]] = {
    **{
        f"path-{name}": _component("path", name, words, schema, required=True, example=example)
        for name, (words, schema, example) in _VALUES.items()
    },
    **{
        name: _component("header", name, words, schema)
        for name, (words, schema) in _HEADERS.items()
    },
    "perPage": _component(
        "query",
        "perPage",
        "At most so many on a page, fewer where they are large: the last page is the one without Link.",
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": DEFAULT_PAGE},
    ),
    "nextPageToken": _component(
        "query",
        "nextPageToken",
        "Where the page begins: take the whole address from Link.",
        TEXT,
    ),
    "Upgrade": _component("header", "Upgrade", "A WebSocket is asked for.", {"const": "websocket"}),
    **{
        f"websocket-{name}": _component("query", name, words, schema)
        for name, (words, schema) in _WEBSOCKET.items()
    },
    **QUERY_LANGUAGE,
}

HEADERS: Final[dict[str, Any]] = {
    **{
        name: {"description": words, "schema": schema} for name, (words, schema) in _HEADERS.items()
    },
    "Allow": {"description": "Methods that the path takes.", "schema": TEXT},
    "GS1-EPCIS-Capture-Limit": {
        "description": "Events that one document may hold.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "GS1-EPCIS-Capture-File-Size-Limit": {
        "description": "Bytes that one document may have, unpacked.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "GS1-Next-Page-Token-Expires": {"description": "When the token expires.", "schema": MOMENT},
    "GS1-Query-Min-Record-Time": {
        "description": "Events recorded before it have been told.",
        "schema": MOMENT,
    },
    "GS1-Vendor-Version": {"description": "Our own version.", "schema": TEXT},
    "Link": {
        "description": 'The next page: <...>; rel="next". Absent on the last page.',
        "schema": TEXT,
    },
    "Location": {"description": "The address of what was made.", "schema": URI},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "Warning": {
        "description": "How many identifiers kept their spelling, because nobody knows the length of"
        " their company prefix; of a list with Never_Translates, how many are told as Digital Links,"
        " because no event was found that spells them. Absent when all are told as asked.",
        "schema": TEXT,
    },
    "WWW-Authenticate": {"description": "How to sign in.", "schema": TEXT},
}


def of_path(template: str) -> list[dict[str, str]]:
    """The values in a path. Queries have parameters of the same names."""
    return [_ref(f"path-{name}") for name in re.findall(r"\{(\w+)\}", template)]


def of_operation(words: Operation, route: Route) -> list[dict[str, str]]:
    """What a request may carry besides its path and body."""
    names: list[str] = []
    for kind in words.asks:
        names += _ASKS[kind]
    if route.template != "/soap":
        names += ["GS1-Extensions"]
        if route.method == "GET" and route.types != ("application/json",):
            names += _RANGE
    if words.body and set(words.body_types) <= set(JSON_TYPES):
        names += ["GS1-EPCIS-Version", "GS1-CBV-Version"]
    return [_ref(name) for name in dict.fromkeys(names)]


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/parameters/{name}"}


_ASKS: Final[dict[str, tuple[str, ...]]] = {
    "page": ("perPage", "nextPageToken"),
    "query": tuple(QUERY_LANGUAGE),
    "form": ("GS1-EPC-Format", "GS1-CBV-XML-Format"),
    "things": ("GS1-EPC-Format",),
    "words": ("GS1-CBV-XML-Format",),
    "document": ("GS1-EPCIS-Version", "GS1-CBV-Version"),
    "behaviour": ("GS1-Capture-Error-Behaviour",),
    "websocket": ("Upgrade", *(f"websocket-{name}" for name in _WEBSOCKET)),
}
