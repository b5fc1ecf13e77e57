"""Prefixes at the head of a written document, where other readers of EPCIS look for them."""

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.epcis import generated, reference_hash
from tests.epcis.documents import CONTEXT, LOT, NOW, document, event
from tests.epcis.test_answers import RECORDED
from txng.epcis.answers import Form, Told, convert_document, query_document
from txng.epcis.event_hash import hash_of_payload, pre_hash_of_payload
from txng.epcis.reading import read_document
from txng.epcis.shared_context import MAX_SHARED, shared

X = {"x": "urn:x:"}


def told(*events: dict[str, Any], **spaces: Any) -> dict[str, Any]:
    """The events as captured in a document of these name spaces, converted to JSON."""
    body = document(*events, **{"@context": [CONTEXT, spaces] if spaces else [CONTEXT]})
    whole: dict[str, Any] = json.loads(convert_document(body, "json", now=NOW))
    return whole


def payload(spaces: dict[str, Any] | None = None, **members: Any) -> bytes:
    head = {} if spaces is None else {"@context": [spaces]}
    return json.dumps(head | event(**members), separators=(",", ":")).encode()


def hashes(context: dict[str, Any], payloads: list[bytes]) -> list[str]:
    events = [json.loads(one) for one in payloads]
    whole = document(*events, **{"@context": [CONTEXT, context]})
    return [hash_of_payload(draft.payload) for draft in read_document(whole, now=NOW).drafts]


def test_a_converted_document_declares_its_prefixes_at_its_head() -> None:
    whole = told(event(**{"x:crop": "robusta"}), event(**{"x:crop": "arabica"}), x="urn:x:")
    assert whole["@context"] == [CONTEXT, X]
    assert all("@context" not in one for one in whole["epcisBody"]["eventList"])


def test_an_answer_declares_its_prefixes_at_its_head() -> None:
    told = Told(payload(X, **{"x:crop": "robusta"}), "urn:uuid:1", RECORDED)
    whole = json.loads(query_document([told], Form(), now=NOW).body)
    assert whole["@context"] == [CONTEXT, X]
    (one,) = whole["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert "@context" not in one
    assert one["x:crop"] == "robusta"


def test_without_prefixes_there_is_the_standards_context_alone() -> None:
    assert told(event())["@context"] == [CONTEXT]


def test_one_prefix_with_two_meanings_stays_with_its_events() -> None:
    payloads = [payload(X, **{"x:a": 1}), payload({"x": "urn:other:"}, **{"x:a": 1})]
    context, without = shared(payloads)
    assert context == X
    assert without == [payload(**{"x:a": 1}), payloads[1]]


@pytest.mark.parametrize(
    "other",
    [
        {"x:a": 1},  # a prefix that nobody declared there: it must not get a meaning now
        {"y:a": " x:short"},  # short for an IRI as soon as x is a prefix
        {"y:a": {"x": 1}},
        {"x\u0041:b": 1, "y": "\n"},  # escapes may hide anything
    ],
)
def test_no_event_changes_its_meaning_by_the_prefixes_of_another(other: dict[str, Any]) -> None:
    payloads = [payload(X, **{"x:a": 1}), payload(**other)]
    assert shared(payloads) == ({}, payloads)


def test_prefixes_of_several_documents_come_together() -> None:
    payloads = [payload(X, **{"x:a": 1}), payload({"y": "urn:y:"}, **{"y:a": 1}), payload()]
    context, without = shared(payloads)
    assert context == X | {"y": "urn:y:"}
    assert without == [payload(**{"x:a": 1}), payload(**{"y:a": 1}), payload()]


def test_a_term_may_be_declared_with_how_it_is_to_be_read() -> None:
    spaces = X | {"crop": {"@id": "x:crop", "@type": "@id"}}
    payloads = [payload(spaces, crop="urn:x:robusta")]
    assert shared(payloads) == (spaces, [payload(crop="urn:x:robusta")])


def test_a_prefix_written_with_an_undeclared_one_stays_undeclared() -> None:
    payloads = [payload(X, **{"x:a": 1}), payload({"y": "x:y:"}, **{"y:a": 1})]
    context, without = shared(payloads)
    assert hashes(context, without) == [hash_of_payload(one) for one in payloads]


def test_a_vocabulary_of_its_own_stays_with_its_event() -> None:
    payloads = [payload({"@vocab": "urn:v:"}, crop="robusta"), payload(crop="arabica")]
    assert shared(payloads) == ({}, payloads)


def test_the_head_stays_small_enough_to_be_read_again() -> None:
    payloads = [
        payload({f"p{number}": f"urn:{number}:" + "x" * 500}, **{f"p{number}:a": 1})
        for number in range(40)
    ]
    context, without = shared(payloads)
    assert 0 < len(json.dumps(context)) <= MAX_SHARED
    assert hashes(context, without) == [hash_of_payload(one) for one in payloads]


def test_a_head_of_one_sender_that_is_too_large_stays_with_its_events() -> None:
    spaces = {f"p{number}": f"urn:{number}:" + "x" * 500 for number in range(8)}
    payloads = [payload(spaces, **{"p1:a": 1}), payload(spaces, **{"p2:a": 1})]
    assert shared(payloads) == ({}, payloads)


def test_master_data_keeps_its_names() -> None:
    element = {"id": "urn:x:place", "attributes": [{"id": "x:name", "attribute": "Xưởng"}]}
    listed = [{"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": [element]}]
    body = document(
        event(**{"@context": X, "x:a": 1}),
        **{"@context": [CONTEXT], "epcisHeader": {"epcisMasterData": {"vocabularyList": listed}}},
    )
    before = read_document(body, now=NOW).vocabulary
    assert read_document(convert_document(body, "json", now=NOW), now=NOW).vocabulary == before


SPACES = st.dictionaries(
    st.sampled_from(["x", "y", "crop", "gs1", "urn", "@vocab"]),
    st.sampled_from(["urn:x:", "urn:y:", "https://gs1.org/voc/"]),
    max_size=3,
)
EXTRA = st.dictionaries(
    st.sampled_from(["x:a", "y:a", "crop", "gs1:a", "z:a"]),
    st.sampled_from(["x:b", "plain", " y:b", {"x:c": "d"}, 5]),
    max_size=3,
)


@given(st.lists(st.tuples(SPACES, EXTRA), max_size=4))
def test_every_event_keeps_its_hash(told: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    payloads = [payload(spaces or None, **extra) for spaces, extra in told]
    context, without = shared(payloads)
    assert hashes(context, without) == [hash_of_payload(one) for one in payloads]


@given(SPACES, st.lists(EXTRA, max_size=4))
def test_events_of_one_sender_are_read_like_any_others(
    spaces: dict[str, Any], told: list[dict[str, Any]]
) -> None:
    payloads = [payload(spaces, **extra) for extra in told]
    nothing_else = (
        b"{}"  # beside the events, so that they are compared as those of several senders are
    )
    assert shared(payloads) == shared(payloads, (nothing_else,))


@settings(max_examples=15)
@given(generated.events())
def test_the_reference_implementation_hashes_what_we_wrote_as_what_we_read(
    members: dict[str, Any],
) -> None:
    members |= {"type": "ObjectEvent", "action": "ADD", "quantityList": [{"epcClass": LOT}]}
    body = document(members, **{"@context": generated.REFERENCE_CONTEXT})
    found = read_document(body, now=NOW, proceed=True)
    assume(found.drafts)
    written = json.loads(convert_document(body, "json", now=NOW))
    assert reference_hash.reference_pre_hashes(written) == [
        pre_hash_of_payload(draft.payload) for draft in found.drafts
    ]
