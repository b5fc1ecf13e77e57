"""The OpenAPI 3.1 document of the interface, made from the tables that answer the requests.

    ROUTES + OPERATIONS + PARAMETERS (query language) + SCHEMAS  ->  docs/api/openapi.json

    python -m tools.openapi

The routes say which operations there are, which media types they answer and which scope they need; the
query language says which parameters there are; `openapi_words` says in words what each operation does.
A test compares the committed file with what this makes.
"""

from functools import lru_cache
from typing import Any, Final

import msgspec

import txng
from txng.accounts.access import RequiresScope, access_of
from txng.repository.rest import openapi_parameters as parameters
from txng.repository.rest.negotiation import JSON_TYPES, XML_TYPES
from txng.repository.rest.openapi_schemas import SCHEMAS, ref
from txng.repository.rest.openapi_words import OPERATIONS, OPTIONS, TAGS, Operation
from txng.repository.rest.routes import RESOURCES, ROUTES, Resource, Route

PROBLEMS: Final = {
    400: "The document, the query or a parameter breaks a rule; `findings` says which and where.",
    401: "No valid key was sent.",
    403: "The key has not the scope that this operation needs.",
    404: "There is nothing under this name that the asker may see.",
    406: "The answer cannot be given in a form and version that were asked for.",
    409: "The name is taken by something else.",
    413: "The body, or the answer, is larger than allowed.",
    414: "Path and query are longer than 16384 characters.",
    415: "The body is of a media type or coding that cannot be read.",
    426: "The WebSocket is opened at the address that Link names.",
    500: "We made a mistake; nothing was stored.",
    503: "The database is away; Retry-After says when to come back.",
}
_IN_SOAP: Final = {
    404: "There is no description of that version.",
    500: "Its detail names the exception of the standard; Retry-After says when to come back, where"
    " the database is away.",
}
_ALWAYS: Final = (401, 403, 406, 414, 500, 503)
_ALWAYS_IN_SOAP: Final = (401, 414, 500)


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The whole document, as it is committed."""
    paths: dict[str, Any] = {}
    for resource in RESOURCES.values():
        path: dict[str, Any] = {}
        named = parameters.of_path(resource.template)
        if named:
            path["parameters"] = named
        for method, route in resource.routes.items():
            path[method.lower()] = _operation(route)
        path["options"] = _options(resource)
        paths[resource.template] = path
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "txng EPCIS repository",
            "version": txng.__version__,
            "summary": "EPCIS 2.0 (ISO/IEC 19987:2024) and CBV 2.0 (ISO/IEC 19988:2024)",
            "description": "Captures and answers traceability events: the whole REST interface of"
            " EPCIS 2.0, XML of EPCIS 1.2 besides, and SOAP for older clients. An organisation sees"
            " what it captured; what belongs to another is answered like what does not exist.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/epcis"}],
        "security": [{"bearer": []}, {"basic": []}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "A key of txng"},
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "For clients that know no other: any name, the key as password",
                },
            },
            "parameters": parameters.COMPONENTS,
            "headers": parameters.HEADERS,
            "responses": {f"Problem{status}": _problem(status) for status in PROBLEMS},
            "schemas": SCHEMAS,
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    words = OPERATIONS[route.method, route.template]
    access = access_of(route.handler)
    if not isinstance(access, RequiresScope):
        raise TypeError(f"Expected a mark of access on {route.template}, got {access!r}")
    scopes = (" or " if access.any_will_do else ", ").join(sorted(access.scopes))
    made: dict[str, Any] = {
        "operationId": words.name,
        "tags": [words.tag],
        "summary": words.summary,
        "description": f"{words.description} Needs the scope {scopes}.".strip(),
        "parameters": [*parameters.of_operation(words, route)],
    }
    if words.body:
        made["requestBody"] = {
            "required": True,
            "description": words.body_words,
            "content": {
                media_type: {
                    "schema": ref(words.body if media_type in JSON_TYPES else "XMLDocument"),
                    **({"example": words.body_example} if media_type in JSON_TYPES else {}),
                }
                for media_type in words.body_types
            },
        }
    answers = {str(words.status): _success(words, route)}
    is_soap = route.template == "/soap"
    for status in sorted({*(_ALWAYS_IN_SOAP if is_soap else _ALWAYS), *words.problems}):
        problem = {"$ref": f"#/components/responses/Problem{status}"}
        answers[str(status)] = _fault(status) if is_soap else problem
    made["responses"] = answers
    return made


def _success(words: Operation, route: Route) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": words.answer_words,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in words.headers},
    }
    if words.answer:
        made["content"] = {
            media_type: {
                "schema": ref("XMLDocument" if media_type in XML_TYPES else words.answer),
                **(
                    {"example": words.answer_example}
                    if media_type in JSON_TYPES and words.answer_example is not None
                    else {}
                ),
            }
            for media_type in route.types or XML_TYPES[1:]
        }
    return made


def _options(resource: Resource) -> dict[str, Any]:
    headers = ["Allow", *parameters.DISCOVERY]
    if resource.template == "/capture":
        headers += parameters.CAPTURE_DISCOVERY
    if resource.template.endswith("{subscriptionID}"):
        headers.append("GS1-Query-Min-Record-Time")
    statuses = [401, 403, 404, 406] if resource.discover else [401, 403, 406]
    first = next(iter(resource.routes.values()))
    return {
        "operationId": f"discover_{OPERATIONS[first.method, resource.template].name}",
        "tags": ["Discovery"],
        "summary": f"What can be done at {resource.template}, and in which versions.",
        "description": OPTIONS,
        "security": [{}, {"bearer": []}, {"basic": []}],
        "parameters": [{"$ref": "#/components/parameters/GS1-Extensions"}],
        "responses": {
            "204": {
                "description": "Allow says which methods the path takes.",
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
            },
            **{
                str(status): {"$ref": f"#/components/responses/Problem{status}"}
                for status in (*statuses, 414, 500, 503)
            },
        },
    }


def _problem(status: int) -> dict[str, Any]:
    carried: dict[int, tuple[str, ...]] = {
        401: ("WWW-Authenticate",),
        413: ("GS1-EPCIS-Capture-Limit", "GS1-EPCIS-Capture-File-Size-Limit"),
        503: ("Retry-After",),
    }
    headers = carried.get(status, ())
    return {
        "description": PROBLEMS[status],
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {
            "application/problem+json": {"schema": ref("Problem")},
            "application/problem+xml": {"schema": ref("Problem")},
        },
    }


def _fault(status: int) -> dict[str, Any]:
    """SOAP 1.1 tells of errors in envelopes of its own, nearly always with 500 (§6.2)."""
    named = {401: "WWW-Authenticate", 500: "Retry-After"}.get(status)
    return {
        "description": f"A SOAP fault. {_IN_SOAP.get(status) or PROBLEMS[status]}",
        "headers": {named: {"$ref": f"#/components/headers/{named}"}} if named else {},
        "content": {"text/xml": {"schema": ref("XMLDocument")}},
    }


@lru_cache(maxsize=1)
def encoded() -> bytes:
    """As it is committed and served: two spaces, a line feed at the end."""
    return msgspec.json.format(msgspec.json.encode(document()), indent=2) + b"\n"


def operations() -> list[tuple[str, str]]:
    """Every method and path, OPTIONS included."""
    pairs = {(route.method, route.template) for route in ROUTES}
    return sorted(pairs | {("OPTIONS", resource.template) for resource in RESOURCES.values()})
