"""GS1's own OpenAPI file, walked: every operation is answered as it is documented.

29 paths, 63 operations. For each: a request that succeeds (its documented status, headers and media types)
and the refusals that it documents (401, 403, 404, 406, 413, 414, 415), asked through the WSGI callable.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests import people
from tests.conformance import small_yaml
from tests.epcis.documents import CONTEXT, SERIAL, document, event
from tests.repository.machine import Answer, call, captured, escaped, get, post
from txng.repository.rest import openapi
from txng.repository.rest.routes import RESOURCES

pytestmark = pytest.mark.django_db

EXTENSIONS = "ex=https://example.org/epcis/"
METHODS = frozenset(("get", "post", "delete", "options"))
PLACE = "https://id.gs1.org/414/8938505970004"
QUERY = {"name": "myQuery", "query": {"EQ_bizStep": ["shipping"]}}
STREAM = {"dest": "https://partner.example/epcis", "stream": True}
JSON_BODIES = {
    "/capture": lambda: document(event(action="ADD")),
    "/events": lambda: json.dumps({"@context": CONTEXT, **event(action="DELETE")}).encode(),
    "/queries": lambda: json.dumps({**QUERY, "name": "another"}).encode(),
    "/queries/{queryName}/subscriptions": lambda: json.dumps(STREAM).encode(),
}


@dataclass(frozen=True)
class Operation:
    method: str
    template: str
    responses: dict[int, dict[str, Any]] = field(compare=False)

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


@pytest.fixture(scope="module")
def official(shared_epcis: Path) -> dict[str, Any]:
    return small_yaml.read((shared_epcis / "openapi" / "epcis-openapi.yaml").read_text())


@pytest.fixture(scope="module")
def operations(official) -> list[Operation]:
    def resolved(value: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in value:
            found: Any = official
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            value = found
        return value

    return [
        Operation(
            method.upper(),
            template,
            {
                int(status): resolved(response)
                for status, response in path[method]["responses"].items()
            },
        )
        for template, path in official["paths"].items()
        for method in METHODS
        if method in path
    ]


@dataclass
class World:
    """An's repository with one of everything, and a key that sees none of it."""

    key: str
    stranger: str
    values: dict[str, str]

    def target(self, template: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: escaped(self.values[found[1]]), template)


@pytest.fixture
def world(monkeypatch) -> World:
    an, dung = people.key_of(people.an()), people.key_of(people.dung())
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("93.184.216.34", 443))]
    )
    told = event(
        eventID="urn:uuid:0b5d7b8e-0000-4000-8000-000000000001", disposition="in_transit",
        readPoint={"id": PLACE}, bizLocation={"id": PLACE},
    )  # fmt: skip
    job = captured(an, told, event(eventTime="2026-10-02T08:00:00Z")).headers["Location"]
    assert post("/queries", an, QUERY).status == 201
    made = post("/queries/myQuery/subscriptions", an, STREAM)
    assert made.status == 201, made.body
    token = unquote((get("/events?perPage=1", an).next or "").partition("nextPageToken=")[2])
    return World(
        an,
        dung,
        {
            "captureID": job.rpartition("/")[2],
            "eventID": told["eventID"],
            "eventType": "ObjectEvent",
            "epc": SERIAL,
            "bizStep": "shipping",
            "bizLocation": PLACE,
            "readPoint": PLACE,
            "disposition": "in_transit",
            "queryName": "myQuery",
            "subscriptionID": made.json["subscriptionID"],
            "token": token,
        },
    )


def asked(world: World, operation: Operation, key: str, query: str = "", **headers: str) -> Answer:
    make = JSON_BODIES.get(operation.template)
    body = make() if make is not None and operation.method == "POST" else b""
    headers = {"content_type": "application/json", "gs1_extensions": EXTENSIONS} | headers
    target = f"/epcis{world.target(operation.template)}{query}"
    return call(operation.method, target, key, body, **headers)


def successes(operation: Operation) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((s, response) for s, response in operation.responses.items() if 200 <= s < 300)


def test_the_official_file_has_29_paths_and_63_operations(operations):
    assert len({operation.template for operation in operations}) == 29
    assert len(operations) == 63


def test_every_official_operation_is_one_of_ours_and_ours_besides_are_named(operations):
    theirs = {(operation.method, operation.template) for operation in operations}
    ours = set(openapi.operations())
    assert theirs - ours == set()
    assert ours - theirs == {
        ("GET", "/openapi.json"), ("OPTIONS", "/openapi.json"), ("GET", "/soap"), ("POST", "/soap"),
        ("OPTIONS", "/soap"), ("OPTIONS", "/nextPageToken/{token}"),
    }  # fmt: skip


def test_every_operation_succeeds_with_a_documented_status_and_its_headers(world, operations):
    answered = 0
    for operation in sorted(operations, key=_inner_last):
        paged = any("Link" in response.get("headers", {}) for _, response in successes(operation))
        if paged and operation.method == "GET":
            fill(world, operation.template)
        answer = asked(world, operation, world.key, "?perPage=1" if paged else "")
        documented = dict(successes(operation))
        assert answer.status in documented, (str(operation), answer.status, answer.body)
        missing = [
            name
            for name in documented[answer.status].get("headers", {})
            if name not in answer.headers
        ]
        assert missing == [], (str(operation), missing)
        if "GS1-Extensions" in documented[answer.status].get("headers", {}):
            assert answer.headers["GS1-Extensions"] == EXTENSIONS
        answered += 1
    assert answered == 63


def _inner_last(operation: Operation) -> tuple[bool, int]:
    """What is deleted goes last, and a query after its subscriptions."""
    is_delete = operation.method == "DELETE"
    return is_delete, -len(operation.template) if is_delete else 0


def fill(world: World, template: str) -> None:
    """Two of what the list holds, so that a page of one is not the last."""
    if template == "/queries/{queryName}/subscriptions":
        post("/queries/myQuery/subscriptions", world.key, STREAM)
    elif template == "/queries":
        post("/queries", world.key, {**QUERY, "name": "other"})
    elif template in ("/epcs", "/bizLocations", "/readPoints"):
        other = {"id": "urn:epc:id:sgln:893850597.001.0"}
        more = event(epcList=[SERIAL + "2"], readPoint=other, bizLocation=other)
        captured(world.key, more)
    elif template == "/capture":
        captured(world.key, event(action="ADD", epcList=[SERIAL + "3"]))
    elif template.endswith("}/events") and template != "/queries/{queryName}/events":
        captured(
            world.key,
            event(action="ADD", disposition="in_transit", readPoint={"id": PLACE}, bizLocation={"id": PLACE}),
        )  # fmt: skip


def test_every_documented_media_type_is_answered(world, operations):
    checked = 0
    for operation in operations:
        for status, response in successes(operation):
            for media_type in response.get("content", {}):
                answer = asked(world, operation, world.key, accept=media_type)
                assert answer.status == status, (str(operation), media_type, answer.body)
                assert answer.headers["Content-Type"] == media_type
                assert answer.body[:1] == (b"<" if media_type.endswith("xml") else answer.body[:1])
                checked += 1
    assert checked == 41, checked


def test_every_operation_refuses_whoever_has_no_valid_key(world, operations):
    for operation in operations:
        if operation.method == "OPTIONS":  # open without a key: door.py says why
            assert asked(world, operation, "").status == 204
        answer = asked(world, operation, "txng_0000_1111")
        assert (answer.status, answer.title) == (401, "SecurityException"), str(operation)
        if operation.template != "/nextPageToken/{token}":  # where the file documents no refusal
            assert 401 in operation.responses


def test_every_operation_refuses_a_key_without_its_scope(world, operations):
    asks = people.key_of(replace(people.an(), scopes=frozenset({"query"})))
    tells = people.key_of(replace(people.an(), scopes=frozenset({"capture"})))
    for operation in operations:
        statuses = [asked(world, operation, key).status for key in (asks, tells)]
        if str(operation) in ("OPTIONS /events", "DELETE /nextPageToken/{token}"):
            assert statuses == [204, 204]  # where each of the two keys may do something
        else:
            assert 403 in statuses, str(operation)


def test_every_documented_404_is_given_for_what_is_missing_and_for_a_stranger(world, operations):
    checked = 0
    for operation in operations:
        if 404 not in operation.responses:
            continue
        own = world.values
        lost = {
            **dict.fromkeys(own, "urn:x:none"), "eventType": "NoEvent", "bizStep": "none",
            "disposition": "none",
        }  # fmt: skip
        world.values = lost
        missing = asked(world, operation, world.key)
        assert missing.status == 404, (str(operation), missing.status)
        world.values = own
        if not {"bizStep", "disposition", "eventType"} & set(
            re.findall(r"\w+", operation.template)
        ):
            hidden = asked(world, operation, world.stranger)
            assert hidden.status == 404, (str(operation), hidden.status)
        checked += 1
    assert checked == 39, checked


def test_every_operation_refuses_a_form_that_nobody_has(world, operations):
    for operation in operations:
        answer = asked(world, operation, world.key, gs1_extensions="nonsense")
        assert answer.status == 406, str(operation)
        if has_no_content(operation):
            continue
        answer = asked(world, operation, world.key, accept="image/png")
        assert (answer.status, answer.title) == (406, "NotAcceptableException"), str(operation)
        if operation.method == "GET":
            assert asked(world, operation, world.key, gs1_epcis_min="3.0").status == 406


@pytest.mark.parametrize("accept", ["application/xml", "text/plain", "image/png"])
def test_what_succeeds_without_content_does_so_whatever_form_is_asked_for(
    world, operations, accept
):
    done = set()
    for operation in sorted(filter(has_no_content, operations), key=_inner_last):
        answer = asked(world, operation, world.key, accept=accept, gs1_epcis_min="3.0")
        assert (answer.status in (202, 204), answer.body) == (True, b""), str(operation)
        done.add(str(operation))
    assert {one for one in done if not one.startswith("OPTIONS")} == {
        "POST /capture", "DELETE /queries/{queryName}", "DELETE /nextPageToken/{token}",
        "DELETE /queries/{queryName}/subscriptions/{subscriptionID}",
    }  # fmt: skip
    assert get("/queries", world.key).json == []


def has_no_content(operation: Operation) -> bool:
    """The status says it all. What is made (201) we show, so it is negotiated."""
    return {status for status, _ in successes(operation)} <= {202, 204}


def test_every_documented_413_414_and_415_is_given(world, operations):
    for operation in operations:
        if 414 in operation.responses:
            answer = asked(world, operation, world.key, "?" + "a" * 17_000)
            assert (answer.status, answer.title) == (414, "URITooLongException"), str(operation)
        if 415 in operation.responses:
            answer = asked(world, operation, world.key, content_type="text/plain")
            assert (answer.status, answer.title) == (415, "UnsupportedMediaTypeException")
        if 413 in operation.responses and operation.method == "POST":
            target = f"/epcis{operation.template}"
            answer = call(
                "POST", target, world.key, b" " * ((64 << 20) + 1), content_type="text/xml"
            )
            assert (answer.status, answer.title) == (413, "CaptureLimitExceededException")
            assert "GS1-EPCIS-Capture-Limit" in answer.headers
    post("/queries", world.key, {"name": "few", "query": {"maxEventCount": 1}})
    assert get("/queries/few/events", world.key).status == 413


def test_problems_are_what_the_official_file_draws(world, operations, official):
    import jsonschema_rs

    schema = official["components"]["schemas"]["RFC7807ProblemResponseBody"]
    validator = jsonschema_rs.validator_for(schema)
    for target, headers in (
        ("/events/urn:x:none", {}), ("/events", {"accept": "image/png"}), ("/events?a=b", {}),
    ):  # fmt: skip
        answer = get(target, world.key, **headers)
        validator.validate(answer.json)
        assert answer.json["type"] == f"epcisException:{answer.title}"


def test_collections_and_jobs_are_what_the_official_file_draws(world, official):
    import jsonschema_rs

    def valid(name: str, value: Any) -> None:
        schema = {
            "$ref": f"#/components/schemas/{name}",
            "components": local(official["components"]),
        }
        jsonschema_rs.validator_for(schema).validate(value)

    valid("TopLevelResourceCollection", get("/", world.key).json)
    valid("EventTypeCollection", get("/eventTypes", world.key).json)
    for target in ("/epcs", "/bizLocations", "/readPoints"):
        valid("UriCollection", get(target, world.key).json)
    for target in ("/bizSteps", "/dispositions"):
        valid("UriCollection", get(target, world.key).json)
    valid("ResourceCollection", get("/bizSteps/shipping", world.key).json)
    jobs = get("/capture", world.key).json
    subscriptions = get("/queries/myQuery/subscriptions", world.key).json
    assert jobs
    assert subscriptions
    for job in jobs:
        # the rest of CaptureJob is a oneOf of two optional members, which every job matches twice
        valid("CaptureJob/allOf/0", job)
    for one in subscriptions:
        valid("AbstractQuerySubscriptionResponse", one)
        valid("QueryStreamSubscription", one)


def local(value: Any) -> Any:
    """The schemas without references to the web, which no test follows."""
    if isinstance(value, dict):
        if str(value.get("$ref", "")).startswith("http"):
            return {}
        return {name: local(one) for name, one in value.items()}
    return [local(one) for one in value] if isinstance(value, list) else value


# --- our own file -----------------------------------------------------------------------------


def test_the_committed_file_is_what_the_tables_make():
    committed = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.json"
    assert committed.read_bytes() == openapi.encoded(), "run python -m tools.openapi"


def test_our_file_speaks_of_every_route_and_each_operation_has_its_own_name():
    made = openapi.document()
    told = {
        (method.upper(), template)
        for template, path in made["paths"].items()
        for method in path
        if method in METHODS
    }
    assert told == set(openapi.operations())
    assert set(made["paths"]) == {resource.template for resource in RESOURCES.values()}
    names = [
        operation["operationId"]
        for path in made["paths"].values()
        for method, operation in path.items()
        if method in METHODS
    ]
    assert len(names) == len(set(names))


def test_every_reference_in_our_file_leads_somewhere_and_everything_is_used():
    made = openapi.document()
    text = openapi.encoded().decode()
    references = set(re.findall(r'"\$ref": "#/components/(\w+)/([^"]+)"', text))
    for kind, name in references:
        assert name in made["components"][kind], (kind, name)
    for kind in ("parameters", "headers", "responses", "schemas"):
        assert set(made["components"][kind]) == {n for k, n in references if k == kind}, kind


def test_our_file_documents_what_the_official_one_does(operations):
    made = openapi.document()
    for operation in operations:
        ours = made["paths"][operation.template][operation.method.lower()]["responses"]
        for status, response in successes(operation):
            if operation.template == "/queries/{queryName}/events" and status == 101:
                continue
            headers = ours[str(status)].get("headers", {})
            assert set(response.get("headers", {})) <= set(headers), str(operation)
            assert set(response.get("content", {})) <= set(ours[str(status)].get("content", {}))


def parameters_of(made: dict[str, Any], template: str, method: str) -> set[tuple[str, str]]:
    """Place and name of what a request may carry, those of its path included."""
    path = made["paths"][template]
    listed = [*path.get("parameters", []), *path[method.lower()].get("parameters", [])]
    found = [
        made["components"]["parameters"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        for one in listed
    ]
    return {(one["in"], one["name"]) for one in found}


def test_our_file_takes_every_parameter_that_the_official_one_takes(official, operations):
    made = openapi.document()
    for operation in operations:
        theirs = parameters_of(official, operation.template, operation.method)
        ours = parameters_of(made, operation.template, operation.method)
        theirs -= {("header", "Connection")}  # said by whoever says Upgrade, and by servers of HTTP
        assert theirs <= ours, (str(operation), theirs - ours)


def test_every_value_in_a_path_of_our_file_is_a_parameter_of_the_path():
    made = openapi.document()
    for template, path in made["paths"].items():
        for method in METHODS & path.keys():
            places = parameters_of(made, template, method)
            for name in re.findall(r"\{(\w+)\}", template):
                assert ("path", name) in places, (template, name)


def test_our_file_is_valid_by_the_schema_of_openapi_3_1_as_far_as_schemas_go():
    import jsonschema_rs

    made = openapi.document()
    for name, schema in made["components"]["schemas"].items():
        whole = {**schema, "components": made["components"]}
        assert jsonschema_rs.meta.is_valid(whole), name
    for path in made["paths"].values():
        for method, operation in path.items():
            if method not in METHODS:
                continue
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    if "example" in content:
                        schema = {**content["schema"], "components": made["components"]}
                        jsonschema_rs.validator_for(schema).validate(content["example"])
