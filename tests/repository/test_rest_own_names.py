"""Names of somebody's own in lists and paths: types of events, steps, places and things."""

import re
from urllib.parse import quote

import pytest
from django.db import connection

from tests.epcis.documents import CONTEXT, event
from tests.repository.machine import call, captured, escaped, get, job_of, pages, post

pytestmark = pytest.mark.django_db

STANDARD_TYPES = [
    "AggregationEvent",
    "AssociationEvent",
    "ObjectEvent",
    "TransactionEvent",
    "TransformationEvent",
]


# --- types of somebody's own ------------------------------------------------------------------

TASTING, ROASTING = "https://example.org/my/Tasting", "https://example.org/my/Roasting"
MY = {"gs1_extensions": "ex=https://example.org/my/"}


def captured_own(key: str, *types: str) -> None:
    """An event of each of these types, which differ in their hours and nothing else."""
    context = [CONTEXT, {"my": "https://example.org/my/"}]
    told = [
        event(type=kind, action=None, epcList=None, eventTime=f"2026-10-01T{number:02}:00:00Z")
        for number, kind in enumerate(types)
    ]
    captured(key, *told, **{"@context": context})


def test_a_type_of_ones_own_is_listed_in_full_or_with_the_askers_prefix(an, binh, dung):
    captured_own(an, "my:Tasting", ROASTING, "urn:x:Weighing")
    for key in (an, binh):
        assert get("/eventTypes", key).members == [
            *STANDARD_TYPES, ROASTING, TASTING, "urn:x:Weighing",
        ]  # fmt: skip
    told = get("/eventTypes", an, **MY)
    assert told.members == [*STANDARD_TYPES, "ex:Roasting", "ex:Tasting", "urn:x:Weighing"]
    assert told.json["@context"] == [CONTEXT, {"ex": "https://example.org/my/"}]
    unused = get("/eventTypes", an, gs1_extensions="y=https://example.org/yours/")
    assert unused.members[5:] == [ROASTING, TASTING, "urn:x:Weighing"]
    assert unused.json["@context"] == CONTEXT
    two = "z=https://example.org/, ex=https://example.org/my/"
    assert get("/eventTypes", an, gs1_extensions=two).members == told.members
    assert get("/eventTypes", dung).members == STANDARD_TYPES


def test_types_of_ones_own_are_paged_without_loss_in_either_spelling(an):
    captured_own(an, "my:Tasting", "my:Roasting", "urn:x:Weighing")
    assert [one for page in pages("/eventTypes?perPage=2", an) for one in page] == [
        *STANDARD_TYPES, ROASTING, TASTING, "urn:x:Weighing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "headers"), [(escaped(TASTING), {}), (TASTING, {}), ("ex:Tasting", MY)]
)
def test_a_type_of_ones_own_leads_to_its_events_and_to_no_others(an, binh, dung, value, headers):
    path = f"/eventTypes/{value}"
    assert get(path, an, **headers).status == get(f"{path}/events", an, **headers).status == 404
    captured_own(an, "my:Tasting", TASTING, "my:Roasting")
    captured(an, event())
    for key in (an, binh):
        assert get(path, key, **headers).members == ["events"]
        assert len(get(f"{path}/events", key, **headers).events) == 2
        assert len(get(f"/events?eventType={value}", key, **headers).events) == 2
    for target in (path, f"{path}/events"):
        assert get(target, dung, **headers).status == 404
    assert get(f"/events?eventType={value}", dung, **headers).events == []
    assert len(get(f"{path}/events?eventType={value}", an, **headers).events) == 2
    other = get(f"{path}/events?eventType={escaped(ROASTING)}", an, **headers)
    assert (other.status, other.title) == (400, "QueryParameterException")


def test_a_named_query_asks_for_a_type_of_ones_own(an):
    captured_own(an, "my:Tasting", "my:Roasting")
    query = {"@context": {"ex": "https://example.org/my/"}, "eventType": ["ex:Tasting"]}
    assert post("/queries", an, {"name": "tasted", "query": query}).status == 201
    assert len(get("/queries/tasted/events", an).events) == 1
    assert get("/queries/tasted", an).json["query"]["eventType"] == [TASTING]


def test_our_name_for_a_foreign_type_is_nobodys_type(an):
    """Not in a store of an earlier version either, which noted it for every type of somebody's own."""
    captured_own(an, "my:Tasting")
    for text in ("UPDATE used_value SET value = 'ExtendedEvent' WHERE field = 1", "SELECT 1"):
        for path in ("/eventTypes/ExtendedEvent", "/eventTypes/epcis:ExtendedEvent"):
            assert get(path, an).status == get(f"{path}/events", an).status == 404
        assert get("/events?eventType=ExtendedEvent", an).status == 400
        assert "ExtendedEvent" not in get("/eventTypes", an).members
        with connection.cursor() as cursor:
            cursor.execute(text)
    assert get("/eventTypes", an).members == STANDARD_TYPES
    for value in (escaped(TASTING), "ex:Tasting"):
        assert get(f"/eventTypes/{value}", an, **MY).members == ["events"]
        assert len(get(f"/eventTypes/{value}/events", an, **MY).events) == 1
    assert get(f"/eventTypes/{escaped(ROASTING)}", an).status == 404


def test_a_page_of_xml_tells_types_of_ones_own_beside_the_others(an, binh, dung):
    captured_own(an, "my:Tasting", ROASTING)
    captured(an, event())
    for key in (an, binh):
        listed = get("/events", key, accept="application/xml").xml.find(".//EventList")
        assert [one.tag for one in listed] == ["extension", "extension", "ObjectEvent"]
        assert [one[0].tag for one in listed[:2]] == [
            "{https://example.org/my/}Tasting", "{https://example.org/my/}Roasting",
        ]  # fmt: skip
    assert len(get("/events", dung, accept="application/xml").xml.find(".//EventList")) == 0
    told = get("/events", an, accept="application/xml", gs1_epcis_max="1.2.0", gs1_cbv_max="1.2.0")
    assert (told.status, told.title) == (406, "NotAcceptableException")
    one = get(f"/eventTypes/{escaped(TASTING)}/events", an, accept="application/xml")
    assert len(one.xml.find(".//EventList")) == 1


def test_what_was_told_in_xml_is_captured_from_xml_as_the_same_events(an, dung):
    captured_own(an, "my:Tasting", ROASTING)
    told = get("/events", an, accept="application/xml").body
    told = re.sub(rb"<eventID>.*?</eventID>", b"", told)  # which the repository gave
    for key in (an, dung):
        answer = call("POST", "/epcis/capture", key, told, content_type="application/xml")
        assert answer.status == 202, answer.body
        assert job_of(key, answer)["success"]
    assert len(get("/events", an).events) == len(get("/events", dung).events) == 2
    assert get("/eventTypes", dung).members == [*STANDARD_TYPES, ROASTING, TASTING]
    assert len(get(f"/events?eventType={escaped(TASTING)}", dung).events) == 1


# --- words, places and things -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("noun", "members"),
    [
        ("bizSteps", {"bizStep": "ex:carving"}),
        ("dispositions", {"disposition": "ex:carving"}),
        ("readPoints", {"readPoint": {"id": "ex:carving"}}),
        ("bizLocations", {"bizLocation": {"id": "ex:carving"}}),
        ("epcs", {"epcList": ["ex:carving"]}),
    ],
)
def test_what_is_somebodys_own_is_listed_in_full_and_by_the_prefix_of_who_asks(an, noun, members):
    space = "https://example.org/my/"
    captured(an, event(**members), **{"@context": [CONTEXT, {"ex": space}]})
    full = f"{space}carving"
    answer = get(f"/{noun}?perPage=1000", an)
    assert full in answer.members
    assert not [one for one in answer.members if one.startswith("ex:")]
    mine = get(f"/{noun}?perPage=1000", an, gs1_extensions=f"my={space}")
    assert "my:carving" in mine.members
    assert {"my": space} in mine.json["@context"]
    for name, headers in (
        (quote(full, safe=""), {}),
        ("my:carving", {"gs1_extensions": f"my={space}"}),
    ):
        assert get(f"/{noun}/{name}", an, **headers).status == 200
        assert len(get(f"/{noun}/{name}/events", an, **headers).events) == 1
    assert get(f"/{noun}/ex:carving", an).status == 404
