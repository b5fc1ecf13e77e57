"""A short name may stand for a long address: what a document would become in full is bounded beforehand."""

import json
import tracemalloc
from typing import Any

import pytest

from tests.epcis.documents import CONTEXT, NOW, document, event
from txng.epcis.errors import ValidationException
from txng.epcis.reading import read_document

LONG = "urn:" + "x" * 7900  # as long as a context may be
MANY = 20_000
MOST_MEMORY = 64 * 1024 * 1024  # bytes; in full each of these would take 150 MB and more


def declared(address: str, *events: Any, **members: Any) -> bytes:
    return document(*events, **{"@context": [CONTEXT, {"p": address}]}, **members)


def master_data(attribute: Any) -> dict[str, Any]:
    element = {"id": "urn:x:y", "attributes": [{"id": "urn:x:a", "attribute": attribute}]}
    listed = [{"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": [element]}]
    return {"epcisMasterData": {"vocabularyList": listed}}


NAMES = {f"p:{number}": 1 for number in range(MANY)}
BOMBS = {
    "names": (declared(LONG, event(**NAMES)), "event_too_large", "/epcisBody/eventList/0"),
    "addresses": (declared(LONG, event(epcList=list(NAMES))), "event_too_large", "/epcisBody/eventList/0"),
    "escaped names": (
        declared(LONG, event(**NAMES)).replace(b'"p:', b'"p\\u003a'),
        "event_too_large",
        "/epcisBody/eventList/0",
    ),
    "a context of the event": (
        document(event(**{"@context": {"p": "urn:" + "x" * 50_000}}, **NAMES)),
        "context_too_large",
        "/epcisBody/eventList/0/@context",
    ),
    "master data": (
        declared(LONG, event(), epcisHeader=master_data(NAMES)),
        "member_too_large",
        "/epcisHeader/epcisMasterData/vocabularyList",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "rule", "pointer"), BOMBS.values(), ids=BOMBS.keys())
def test_what_would_grow_without_bounds_is_refused_before_it_does(
    body: bytes, rule: str, pointer: str
):
    tracemalloc.start()
    with pytest.raises(ValidationException) as refusal:
        read_document(body, now=NOW)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {one.rule: one.pointer for one in refusal.value.findings if one.severity == "error"} == {
        rule: pointer
    }
    assert peak < MOST_MEMORY


def test_a_long_event_with_ordinary_names_is_read():
    (draft,) = read_document(declared("urn:example:", event(**NAMES)), now=NOW).drafts
    assert json.loads(draft.content)["urn:example:19999"] == 1


def test_one_event_too_large_in_full_leaves_the_others_when_asked_to_proceed():
    found = read_document(declared(LONG, event(), event(**NAMES)), now=NOW, proceed=True)
    assert len(found.drafts) == 1
    assert [one.pointer for one in found.rejected] == ["/epcisBody/eventList/1"]
