"""Three doors, one answer: every parameter asked by URL, as a named query and by SOAP.

The question of each row is the row's own example, and the events are the story that holds something for
each of them (tests/epcis/query/story.py).
"""

import copy
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree

from tests import people
from tests.epcis.documents import document, event
from tests.epcis.query.story import CONTEXT, MASTER_DATA, STORY
from tests.repository.machine import call, captured, get, post
from tests.repository.soap.client import Fault, SoapClient
from txng.epcis.query.parameters import PARAMETERS, Parameter
from txng.repository import actions
from txng.repository.soap import door

pytestmark = pytest.mark.django_db

# what only shapes an answer needs the others that make sense of it
COMPANIONS: dict[str, dict[str, Any]] = {
    "orderDirection": {"orderBy": "recordTime"},
    "eventCountLimit": {"orderBy": "eventTime", "orderDirection": "DESC"},
}
# the story is recorded today, later than any example
NOTHING_FOUND = {"LT_recordTime"}


def _plain_sensors(members: dict[str, Any]) -> dict[str, Any]:
    """The event as XML can tell it: there a sensor's extensions are attributes, of one value each."""
    if "sensorElementList" not in members:
        return members
    told = copy.deepcopy(members)
    for element in told["sensorElementList"]:
        for holder in (element.get("sensorMetadata", {}), *element["sensorReport"]):
            for name, value in list(holder.items()):
                if isinstance(value, dict):
                    del holder[name]
                elif isinstance(value, list):
                    holder[name] = value[-1]
    return told


EVENTS = [_plain_sensors(one) for one in STORY]


def _finds_nothing(row: Parameter) -> bool:
    return (
        row.name in NOTHING_FOUND
        or "INNER_SENSORMETADATA" in row.name
        or ("INNER_SENSORREPORT" in row.name)
    )


Told = list[tuple[str, bool]]
"""(eventID, whether it is a declaration of an error) of each event, in order."""


@pytest.fixture
def story(db) -> str:
    """An's key, when all was captured."""
    told = document(
        *EVENTS,
        **{"@context": CONTEXT},
        epcisHeader={"epcisMasterData": {"vocabularyList": MASTER_DATA}},
    )
    actions.capture(by=people.an(), document=told)
    return people.key_of(people.an())


def question_of(row: Parameter) -> dict[str, Any]:
    name, value = row.example
    return {name: value} | COMPANIONS.get(row.name, {})


def by_url(key: str, question: dict[str, Any]) -> Told:
    def text(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, list):
            return "|".join(map(text, value))
        return str(value).lower() if isinstance(value, bool) else str(value)

    asked = "&".join(
        f"{quote(name, safe='')}={quote(text(value), safe='')}" for name, value in question.items()
    )
    answer = get(f"/events?perPage=1000&{asked}", key)
    assert answer.status == 200, answer.body
    return ids_of(answer.events)


def by_name(key: str, question: dict[str, Any]) -> Told:
    made = post("/queries", key, {"name": "hỏi", "query": question})
    assert made.status == 201, made.body
    answer = get(f"/queries/{quote('hỏi')}/events?perPage=1000", key)
    assert answer.status == 200, answer.body
    return ids_of(answer.events)


def ids_of(events: list[dict[str, Any]]) -> Told:
    return [(one["eventID"], "errorDeclaration" in one) for one in events]


def by_soap(question: dict[str, Any], name: str = "SimpleEventQuery") -> Told:
    def send(body: bytes) -> tuple[int, str, bytes]:
        status, headers, answer = door.answer("POST", "text/xml", "", body, people.an())
        return status, dict(headers)["Content-Type"], answer

    answer = SoapClient(send, "2.0").poll(name, question)
    return [
        (one.findtext("eventID"), one.find("errorDeclaration") is not None) for one in answer.events
    ]


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_a_question_has_one_answer_whichever_door_it_came_through(story, row):
    question = question_of(row)
    told = by_url(story, question)
    assert by_name(story, question) == told
    assert by_soap(question) == told
    assert by_soap({}, "hỏi") == told
    assert bool(told) != _finds_nothing(row)
    assert len(told) <= len(STORY)


@pytest.mark.parametrize("space", ["https://example.org/ns#", "{https://example.org/ns#}"])
def test_a_type_of_ones_own_is_asked_for_and_told_through_every_door(story, space):
    for kind, count in (("Tasting", 2), ("Roasting", 1), ("Brewing", 0)):
        question = {"eventType": [space + kind]}
        told = by_url(story, question)
        assert by_name(story, question) == told == by_soap(question) == by_soap({}, "hỏi")
        assert len(told) == count
        actions.delete_query(by=people.an(), name="hỏi")


def test_everything_comes_in_one_order_through_every_door(story):
    for question in (
        {},
        {"orderBy": "eventTime", "orderDirection": "ASC"},
        {"orderBy": "eventTime"},
        {"orderBy": "recordTime"},
        {"orderBy": "https://example.org/ns#field"},
        {"orderBy": "quantity", "orderDirection": "ASC", "eventCountLimit": 7},
        {
            "EQ_action": ["ADD", "OBSERVE"],
            "GE_eventTime": "2026-10-05T00:00:00Z",
            "orderBy": "eventTime",
        },
    ):
        told = by_url(story, question)
        assert told == by_soap(question), question
        assert told


ALIASES = [(row, other) for row in PARAMETERS for other in row.also]


@pytest.mark.parametrize(("row", "other"), ALIASES, ids=[other for _, other in ALIASES])
def test_another_spelling_of_a_name_has_the_same_answer(story, row, other):
    name, value = row.example
    alias = _renamed(name, row.name, other)
    question = {alias: value} | COMPANIONS.get(row.name, {})
    told = by_url(story, question_of(row))
    assert by_url(story, question) == by_name(story, question) == by_soap(question) == told


def _renamed(example: str, template: str, other: str) -> str:
    """EQ_ATTR_{field}_{attribute} -> EQATTR_{field}_{attribute} for an example of the first."""
    if "{" not in template:
        return other
    head, other_head = template.partition("{")[0], other.partition("{")[0]
    return other_head + example.removeprefix(head)


def test_what_xml_cannot_say_of_a_sensor_is_refused_by_soap_and_told_in_json(story):
    """The rows that find nothing above: their events exist in JSON only."""
    structured = next(one for one in STORY if _plain_sensors(one) != one)
    actions.capture(by=people.an(), document=document(structured, **{"@context": CONTEXT}))
    question = {"EXISTS_INNER_SENSORREPORT_https://example.org/ns#inner": None}
    told = by_url(story, question)
    assert len(told) == 1
    assert by_name(story, question) == told
    with pytest.raises(Fault, match=told[0][0]) as fault:
        by_soap(question)
    assert fault.value.name == "ImplementationException"


WEIGHED = b"""<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:o="https://example.org/ns#"
 schemaVersion="2.0" creationDate="2026-10-01T09:00:00Z"><EPCISBody><EventList><ObjectEvent>
<eventTime>2026-10-01T08:00:00Z</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
<eventID>urn:a:xml</eventID><epcList><epc>urn:epc:id:sgtin:9520000.010001.1</epc></epcList>
<action>OBSERVE</action><o:wt>26.0</o:wt><o:lot>007</o:lot>
</ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>"""


def test_a_number_finds_its_value_whether_xml_or_json_brought_it_and_a_text_its_letters(db):
    key = people.key_of(people.an())
    answer = call("POST", "/epcis/capture", key, WEIGHED, content_type="application/xml")
    assert answer.status == 202, answer.body
    space = "https://example.org/ns#"
    told = event(eventID="urn:a:json", **{f"{space}wt": 26.0, f"{space}lot": 7})
    captured(key, told)
    both = {("urn:a:json", False), ("urn:a:xml", False)}
    wt, lot = f"EQ_{space}wt", f"EQ_{space}lot"
    for number in (26, 26.0):
        assert set(by_soap({wt: number})) == both
    assert set(by_name(key, {wt: 26})) == both
    assert get(f"/queries/{quote('hỏi')}", key).json["query"] == {wt: [26]}
    assert set(by_soap({}, "hỏi")) == both
    assert set(by_url(key, {f"GE_{space}wt": 26})) == both  # as GE_ always did
    # a text is asked for by its letters: all that a URL can say
    assert by_url(key, {wt: "26"}) == by_soap({wt: "26"}) == [("urn:a:json", False)]
    assert by_url(key, {wt: "26.0"}) == by_soap({wt: ["26.0"]})
    assert set(by_url(key, {wt: "26.0"})) == both
    assert by_url(key, {lot: "7"}) == [("urn:a:json", False)]
    assert set(by_url(key, {lot: "007"})) == both


def test_a_wrong_question_is_wrong_at_every_door(story):
    for question in (
        {"EQ_nothing": ["x"]},
        {"GE_eventTime": "yesterday"},
        {"maxEventCount": 1, "eventCountLimit": 1, "orderBy": "eventTime"},
        {"eventCountLimit": 1},
    ):
        name = next(iter(question))
        asked = "&".join(f"{one}={value if isinstance(value, str) else 1}"
                         for one, value in question.items())  # fmt: skip
        assert get(f"/events?{asked}", story).status == 400, name
        assert post("/queries", story, {"name": "sai", "query": question}).status == 400
        envelope = door_envelope(question)
        status, _, body = door.answer("POST", "text/xml", "", envelope, people.an())
        assert status == 500
        assert b"QueryParameterException" in body


def door_envelope(question: dict[str, Any]) -> bytes:
    kept: list[bytes] = []

    def send(body: bytes) -> tuple[int, str, bytes]:
        kept.append(body)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        SoapClient(send, "2.0").poll("SimpleEventQuery", question)
    etree.fromstring(kept[0])
    return kept[0]
