"""Prefixes in XML: what a text means must not hang on the other events of the document."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.epcis.work import calls
from tests.epcis.xml.documents import MEMBERS, NOW, document, event, read, spaces
from txng.epcis.event_hash import event_hash
from txng.epcis.xml import declared
from txng.epcis.xml.writing import event_element, write_document, write_master_data_document

Told = tuple[dict[str, Any], dict[str, str]]
A, B = "urn:a:", "urn:b:"


def write(told: list[Told]) -> bytes:
    listed = [({**MEMBERS, **more}, spaces(context)) for more, context in told]
    return write_document(listed, version="2.0", created=NOW)


def hashes(*told: Told) -> tuple[list[str], list[str], bytes]:
    """Of the events as they are, and as they come back from one document in XML."""
    listed = [({**MEMBERS, **more}, spaces(context)) for more, context in told]
    body = write(told)
    _, events, reported = read(body)
    assert reported == []
    return [event_hash(*one) for one in listed], [event_hash(*one) for one in events], body


@pytest.mark.parametrize(
    "told",
    [
        # an event that never declared x, before and after one that did
        [({"x:n": "1"}, {"x": A}), ({"y:n": "x:word"}, {"y": B})],
        [({"y:n": "x:word"}, {"y": B}), ({"x:n": "1"}, {"x": A})],
        [({"disposition": "x:word"}, {}), ({"x:n": "1"}, {"x": A})],
        [({"x:n": "1"}, {"x": A}), ({"y:n": {"#text": "", "a": " x:word"}}, {"y": B})],
        # one prefix, two meanings
        [({"x:n": "x:word"}, {"x": A}), ({"x:n": "x:word"}, {"x": B})],
        [({"x:n": "x:word"}, {"x": A}), ({"x:n": "x:word"}, {"x": B}), ({"x:n": "x:w"}, {"x": A})],
        # two prefixes, one meaning
        [({"x:n": "z:word"}, {"x": A, "z": A})],
        [({"x:n": {"z:m": "z:word"}}, {"x": A, "z": A}), ({"z:n": "z:word"}, {"z": B})],
    ],
)
def test_every_event_keeps_its_hash_beside_the_others(told: list[Told]) -> None:
    before, after, _ = hashes(*told)
    assert after == before


def test_what_all_events_mean_alike_is_declared_once() -> None:
    *_, written = hashes(*[({"x:n": "x:word"}, {"x": A})] * 3)
    assert written.count(b"xmlns:x=") == 1
    *_, written = hashes(({"x:n": "1"}, {"x": A}), ({"x:n": "1"}, {"x": B}))
    assert written.count(b"xmlns:x=") == 2


def test_an_element_alone_brings_its_prefixes_along() -> None:
    element = event_element({**MEMBERS, "x:n": "x:word"}, spaces({"x": A}), "2.0")
    assert element.nsmap["x"] == A


def test_master_data_keeps_its_prefixes_beside_events() -> None:
    attribute = {"id": "urn:x:kind", "attribute": {"x:n": "x:word"}}
    vocabulary = [
        {"type": "urn:x:t", "vocabularyElementList": [{"id": "urn:x:1", "attributes": [attribute]}]}
    ]
    events = [({**MEMBERS, "y:n": "x:word", "x:n": "1"}, spaces({"y": B, "x": B}))]
    written = write_document(
        events, vocabulary, version="2.0", created=NOW, namespaces=spaces({"x": A})
    )
    whole, ((found, used),), _ = read(written)
    assert whole is not None
    ((name, _),) = whole.vocabulary[0]["vocabularyElementList"][0]["attributes"][0][
        "attribute"
    ].items()
    assert spaces(whole.namespaces).expand(name) == "urn:a:n"
    assert event_hash(found, used) == event_hash(*events[0])
    alone = write_master_data_document(
        vocabulary, version="2.0", created=NOW, namespaces=spaces({"x": A})
    )
    whole, _, _ = read(alone)
    assert whole is not None
    assert whole.namespaces == {"x": A}


def test_a_prefix_that_an_event_declares_holds_for_its_texts() -> None:
    own = event("<x:n>x:word</x:n>").replace("<ObjectEvent>", f'<ObjectEvent xmlns:x="{B}">')
    both = document(event("<x:n>x:word</x:n>"), own, attributes=f'xmlns:x="{A}"')
    _, events, _ = read(both)
    assert [used.expand(found["x:n"]) for found, used in events] == ["urn:a:word", "urn:b:word"]


def test_ever_new_prefixes_cost_no_more_than_their_events() -> None:
    told = [({f"x{n}:n": f"x{n}:word"}, {f"x{n}": f"urn:{n}:"}) for n in range(300)]
    before, after, written = hashes(*told)
    assert after == before
    assert written.partition(b"<EPCISBody>")[0].count(b"xmlns:x") < 100


def ever_new_prefixes(count: int) -> list[Told]:
    """Long texts, a mention of 200 prefixes, and events that bring them all, each with its own."""
    mention = {"ex:m": [f"p{n}:word" for n in range(200)]}
    members = {f"p{n}:a": "1" for n in range(200)}
    return [
        *[({"ex:t": "t" * 2000}, {"ex": A})] * count,
        (mention, {"ex": A}),
        *[(members, {f"p{n}": f"urn:{n}:" for n in range(200)})] * count,
    ]


def test_twice_as_many_events_with_ever_new_prefixes_are_twice_the_work() -> None:
    few, many = ever_new_prefixes(15), ever_new_prefixes(30)
    write(few)  # what is made once
    assert calls(lambda: write(many)) < 2.1 * calls(lambda: write(few))


def test_what_events_mention_is_looked_for_once_in_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    look = declared.mentions
    monkeypatch.setattr(declared, "mentions", lambda told: looked_at.append(told) or look(told))
    body = write(ever_new_prefixes(30))
    assert 0 < sum(map(len, looked_at)) < len(body)
    looked_at.clear()
    write([({"x:n": "x:word"}, {"x": A})] * 30)  # what most answers are: nobody has to ask
    assert looked_at == []


def test_texts_that_look_like_our_own_prefixes_make_an_event_be_told_twice_and_no_more() -> None:
    def told(count: int) -> list[Told]:
        return [({"urn:a:full": [f"ns{n}:word" for n in range(count)], "urn:b:n": ""}, {"x": A})]

    before, after, _ = hashes(*told(50))
    assert after == before
    few, many = calls(lambda: write(told(100))), calls(lambda: write(told(200)))
    assert many < 2.1 * few


SPACES = st.dictionaries(
    st.sampled_from(["x", "y", "ns1", "gs1", "mda"]),
    st.sampled_from([A, B, "urn:epcglobal:cbv:mda", "https://gs1.org/voc/"]),
    max_size=3,
)
TEXTS = st.sampled_from(["x:w", " y:w", "ns1:w", "gs1:w", "w", "urn:epcglobal:cbv:mda:w", "x: y:w"])
MORE = st.fixed_dictionaries(
    {},
    optional={
        "x:n": TEXTS,
        "y:n": TEXTS | st.fixed_dictionaries({"#text": TEXTS, "note": TEXTS}),
        "ilmd": st.fixed_dictionaries({"ns1:n": st.lists(TEXTS, min_size=1, max_size=2)}),
        "disposition": TEXTS,
        "urn:b:full": TEXTS,
        "sensorElementList": st.builds(
            lambda word: [{"sensorReport": [{"type": word, "x:n": word}]}], TEXTS
        ),
    },
)


@settings(max_examples=150)
@given(st.lists(st.tuples(MORE, SPACES), min_size=1, max_size=4))
def test_no_company_changes_an_event(told: list[Told]) -> None:
    before, after, _ = hashes(*told)
    assert after == before
