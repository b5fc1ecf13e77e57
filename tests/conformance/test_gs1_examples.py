"""GS1's published EPCIS examples in JSON are read, whole and exactly; so is what its schema allows."""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from txng.epcis.errors import Finding, ValidationException
from txng.epcis.events import STANDARD_EVENT_TYPES, decode_event
from txng.epcis.intake import EventDraft
from txng.epcis.reading import read_document, read_event
from txng.gs1.identifier import identify

EXAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "epcis"
FOLDERS = ("examples-json", "examples-bare-events")
LISTS = {"epcList", "childEPCs", "inputEPCList", "outputEPCList"}
SINGLE = {"parentID", "epcClass", "deviceID", "bizTransaction", "transformationID", "source"}
SINGLE |= {"destination"}

pytestmark = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="GS1's published EPCIS examples are not beside the repository"
)


def documents() -> list[Path]:
    return sorted(
        path
        for folder in FOLDERS
        for path in (EXAMPLES / folder).rglob("*")
        if path.suffix in {".json", ".jsonld"}
    )


def identifiers(node: Any) -> Iterator[str]:
    """EPCs, classes, parties, documents, places and devices, at any depth."""
    if isinstance(node, list):
        for item in node:
            yield from identifiers(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in LISTS:
                yield from value
            elif name in SINGLE and isinstance(value, str):
                yield value
            elif name in {"readPoint", "bizLocation"}:
                yield value["id"] if isinstance(value, dict) else value
            else:
                yield from identifiers(value)


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_every_identifier_of_a_published_example_is_read(path):
    found = set(identifiers(json.loads(path.read_text(encoding="utf-8"))))
    for text in found:
        identifier = identify(text)
        assert identify(identifier.canonical) == identifier
        if text.startswith("urn:epc:") or "id.gs1.org" in text:
            assert identifier.scheme != "private", text


def test_the_examples_hold_what_we_think_they_hold():
    every = {
        text
        for path in documents()
        for text in identifiers(json.loads(path.read_text(encoding="utf-8")))
    }
    schemes = {identify(text).scheme for text in every}
    assert len(every) > 100
    assert schemes >= {"sgtin", "lgtin", "gtin", "sscc", "sgln", "pgln", "grai", "giai", "gdti"}


NOW = datetime(2026, 11, 1, tzinfo=UTC)


def read(path: Path, *, strict: bool = False) -> list[EventDraft]:
    body = path.read_bytes()
    if path.parent.name == "examples-bare-events":
        return [read_event(body, now=NOW, strict=strict)]
    return list(read_document(body, now=NOW, strict=strict).drafts)


def test_every_published_document_and_event_is_accepted():
    counts = Counter(path.relative_to(EXAMPLES).parts[0] for path in documents() if read(path))
    assert counts == {"examples-json": 47, "examples-bare-events": 5}
    types = {type(draft.event).__name__ for path in documents() for draft in read(path)}
    assert types == STANDARD_EVENT_TYPES | {"ExtendedEvent"}
    vectors = sorted((EXAMPLES / "event-hash").glob("*.jsonld"))
    assert [len(read(path)) > 0 for path in vectors] == [True] * 3


def test_every_published_document_is_accepted_by_a_strict_reading_too():
    """The bare events name the context by an address of its drafts, which strictness refuses."""
    assert all(read(path, strict=True) for path in documents() if "bare" not in str(path))


def test_what_is_kept_of_a_published_event_is_read_back_the_same():
    for path in documents():
        for draft in read(path):
            assert decode_event(draft.payload) == draft.event
            again = read_event(draft.payload, now=NOW)
            assert (again.event, again.content) == (draft.event, draft.content), path.name


# --- a second opinion: GS1's schema on documents with one thing changed ------------------------

CHANGES = ("(nothing)", 5, "word", [])
# Sense that the schema does not have (reference/epcis.md §1.5).
OUR_SENSE = {"nothing_named", "parent_missing", "uom_without_quantity", "quantity_not_positive"}
# What the schema asks for and we, with the XML Schema, do not: members that nothing here reads; an
# observation by sensors without a place; one empty list of two; an alarm without a quantity.
LENIENT = {
    "recordTime", "queryName", "subscriptionID",
    "epcList", "readPoint",
    "set", "unset",
}  # fmt: skip


def places(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    listed = node.items() if isinstance(node, dict) else enumerate(node)
    for step, inner in listed:
        yield (*place, step)
        if isinstance(inner, dict | list):
            yield from places(inner, (*place, step))


def changed(document: Any, place: tuple[Any, ...], change: Any) -> Any:
    whole = copy.deepcopy(document)
    holder = whole
    for step in place[:-1]:
        holder = holder[step]
    if change == "(nothing)":
        del holder[place[-1]]
    else:
        holder[place[-1]] = change
    return whole


def errors(body: bytes, *, strict: bool) -> list[Finding]:
    try:
        read_document(body, now=NOW, strict=strict)
    except ValidationException as refusal:
        return [one for one in refusal.findings if one.severity == "error"]
    return []


def test_what_gs1s_schema_allows_we_read_and_what_it_forbids_a_strict_reading_refuses():
    schema = json.loads((EXAMPLES / "schema" / "EPCIS-JSON-Schema.json").read_bytes())
    judge = jsonschema_rs.Draft7Validator(schema, validate_formats=True)
    tried = 0
    for path in documents():
        if "bare" in str(path):
            continue
        whole = json.loads(path.read_bytes())
        # every fifth place is enough for a test: all 2,500 were tried once
        for place in list(places(whole["epcisBody"], ("epcisBody",)))[::5]:
            for change in CHANGES:
                other = changed(whole, place, change)
                body = json.dumps(other).encode()
                tried += 1
                if judge.is_valid(other):
                    told = {one.rule for one in errors(body, strict=False)}
                    assert told <= OUR_SENSE, (path.name, place, change)
                elif not errors(body, strict=True):
                    names = [step for step in place if isinstance(step, str)]
                    is_alarm = names[-2:] == ["sensorReport", "type"] and change == "(nothing)"
                    assert is_alarm or names[-1] in LENIENT, (path.name, place, change)
    assert tried > 1500
