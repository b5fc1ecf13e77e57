"""The nouns that lead to events: types, things, steps, places, dispositions."""

import json
from urllib.request import Request, urlopen

import pytest

from tests.epcis.documents import GTIN, SERIAL, event
from tests.repository.machine import call, captured, escaped, get, pages
from txng.epcis.vocabulary import BIZ_STEPS, DISPOSITIONS
from txng.eventstore.spellings import LOOKED_AT

pytestmark = pytest.mark.django_db

STANDARD_TYPES = [
    "AggregationEvent", "AssociationEvent", "ObjectEvent", "TransactionEvent", "TransformationEvent",
]  # fmt: skip
GLN = "8938505970004"
PLACE = f"https://id.gs1.org/414/{GLN}"
PLACE_URN = "urn:epc:id:sgln:893850597.000.0"
RAW = "https://example.org/d/raw"
CARVING = "https://example.org/steps/carving"
LISTS = ("/eventTypes", "/epcs", "/bizSteps", "/bizLocations", "/readPoints", "/dispositions")


def serial(number: int) -> str:
    return f"https://id.gs1.org/01/{GTIN}/21/{number}"


# --- lists ------------------------------------------------------------------------------------


def test_the_words_of_the_standard_are_always_there(an):
    assert get("/eventTypes", an).members == STANDARD_TYPES
    assert get("/bizSteps?perPage=100", an).members == sorted(BIZ_STEPS)
    assert get("/dispositions?perPage=100", an).members == sorted(DISPOSITIONS)
    for target in ("/bizLocations", "/readPoints", "/epcs"):
        assert get(target, an).members == []


def test_a_word_of_ones_own_is_there_once_an_event_uses_it(an):
    captured(an, event(bizStep=CARVING, disposition=RAW))
    captured(an, event(bizStep="urn:epcglobal:cbv:bizstep:shipping", action="ADD"))
    assert get("/bizSteps?perPage=100", an).members == sorted([*BIZ_STEPS, CARVING])
    assert get("/dispositions?perPage=100", an).members == sorted([*DISPOSITIONS, RAW])


def test_lists_tell_things_and_places_in_the_spelling_that_is_asked_for(an, settings):
    settings.COMPANY_PREFIXES = ("893850597", "952000")
    unknown = "https://id.gs1.org/01/09506000134352/21/1"
    captured(
        an,
        event(epcList=[SERIAL, unknown], bizLocation={"id": PLACE}, readPoint={"id": PLACE_URN}),
    )
    for target in ("/bizLocations", "/readPoints"):
        assert get(target, an, gs1_epc_format="Always_EPC_URN").members == [PLACE_URN]
        assert get(target, an).members == [PLACE]
    told = get("/epcs", an, gs1_epc_format="Always_EPC_URN").members
    assert sorted(told) == sorted(["urn:epc:id:sgtin:952000.0010001.S1", unknown])
    assert get("/epcs", an, gs1_epc_format="x").status == 406


def test_an_identifier_that_keeps_its_spelling_is_told_in_a_warning(an, settings):
    settings.COMPANY_PREFIXES = ("893850597",)
    captured(an, event(eventID="urn:a:1", epcList=["https://id.gs1.org/01/09506000134352/21/1"]))
    for target in ("/events", "/events/urn:a:1"):
        assert "Warning" not in get(target, an).headers
        told = get(target, an, gs1_epc_format="Always_EPC_URN")
        assert told.headers["Warning"] == '299 txng "1 identifiers kept their spelling"'


def test_a_list_tells_as_urns_what_was_captured_as_urns(an):
    urn, other = "urn:epc:id:sgtin:9520000.010001.S1", "https://id.gs1.org/414/9506000134352"
    captured(
        an,
        event(
            epcList=[urn, "urn:x:crate:1"],
            bizLocation={"id": PLACE_URN},
            readPoint={"id": PLACE_URN},
        ),
        event(epcList=[serial(7)], bizLocation={"id": other}, readPoint={"id": other}),
    )
    left = '299 txng "1 identifiers kept their spelling"'
    for target, known in (
        ("/epcs", {urn, "urn:x:crate:1", serial(7)}),
        ("/bizLocations", {PLACE_URN, other}),
        ("/readPoints", {PLACE_URN, other}),
    ):
        told = get(target, an, gs1_epc_format="Always_EPC_URN")
        assert (set(told.members), told.headers["Warning"]) == (known, left)
        assert "Warning" not in get(target, an).headers


def test_a_list_that_never_translates_spells_as_an_event_does(an, binh):
    host = f"https://an.example/01/{GTIN}/21/9"
    captured(an, event(epcList=[host, SERIAL], bizLocation={"id": PLACE_URN}))
    for key in (an, binh):
        told = get("/epcs", key, gs1_epc_format="Never_Translates")
        assert told.members == [host, SERIAL]
        assert "Warning" not in told.headers
        assert get("/bizLocations", key, gs1_epc_format="Never_Translates").members == [PLACE_URN]
    assert get("/epcs", an).members == [serial(9), SERIAL]


def test_dung_is_not_told_how_an_spells_a_place(an, dung):
    captured(an, event(bizLocation={"id": PLACE_URN}))
    captured(dung, event(bizLocation={"id": PLACE}))
    for wanted, what in (
        ("Always_EPC_URN", "kept their spelling"), ("Never_Translates", None),
    ):  # fmt: skip
        told = get("/bizLocations", dung, gs1_epc_format=wanted)
        assert told.members == [PLACE]
        assert told.headers.get("Warning") == (what and f'299 txng "1 identifiers {what}"')


def test_a_spelling_that_is_not_found_is_told_in_a_warning(an, dung):
    """Before Dũng's own event so many of An's are at this place that no more are looked at."""
    days = [f"2026-10-{day:02}T08:00:00Z" for day in range(1, LOOKED_AT // 10 + 1)]
    captured(
        an,
        *(
            event(eventTime=day, bizLocation={"id": PLACE}, epcList=[serial(number)])
            for day in days
            for number in range(10)
        ),
    )
    captured(dung, event(eventTime="2026-11-01T08:00:00Z", bizLocation={"id": PLACE_URN}))
    told = get("/bizLocations", dung, gs1_epc_format="Never_Translates")
    assert told.members == [PLACE]
    assert told.headers["Warning"] == '299 txng "1 identifiers are told as Digital Links"'


def test_places_are_listed_once_however_they_are_spelled(an):
    captured(
        an,
        event(bizLocation={"id": PLACE}, readPoint={"id": "urn:x:gate:1"}),
        event(bizLocation={"id": PLACE_URN}, action="ADD"),
    )
    assert get("/bizLocations", an).members == [PLACE]
    assert get("/readPoints", an).members == ["urn:x:gate:1"]


def test_things_are_listed_once_in_the_order_of_their_first_events(an):
    captured(
        an,
        event(epcList=[serial(3), serial(1)], eventTime="2026-10-01T08:00:00Z"),
        event(epcList=[serial(1), serial(2)], eventTime="2026-10-02T08:00:00Z"),
        event(
            type="AggregationEvent", epcList=None, parentID="https://id.gs1.org/00/089385059700000011",
            childEPCs=[serial(2), serial(4)], action="ADD", eventTime="2026-10-03T08:00:00Z",
        ),
    )  # fmt: skip
    assert get("/epcs", an).members == [
        serial(3), serial(1), serial(2), "https://id.gs1.org/00/089385059700000011", serial(4),
    ]  # fmt: skip


def test_a_class_is_no_thing(an):
    lot = {"epcClass": f"https://id.gs1.org/01/{GTIN}/10/L1", "quantity": 5}
    captured(an, event(epcList=None, quantityList=[lot]))
    assert get("/epcs", an).members == []
    assert get(f"/epcs/{escaped(lot['epcClass'])}", an).status == 404


@pytest.mark.parametrize("target", LISTS)
def test_a_list_is_paged_to_its_end_without_loss(an, target):
    for number in range(7):
        captured(
            an,
            event(
                epcList=[serial(number), serial(number + 1)],
                bizStep=f"urn:x:step:{number}",
                disposition=f"urn:x:disposition:{number}",
                bizLocation={"id": f"urn:x:place:{number}"},
                readPoint={"id": f"urn:x:gate:{number}"},
                eventTime=f"2026-10-{number + 1:02}T08:00:00Z",
            ),
        )
    whole = pages(f"{target}?perPage=1000", an)
    assert len(whole) == 1
    for per_page in (1, 2, 4, len(whole[0]) - 1, len(whole[0])):
        cut = pages(f"{target}?perPage={per_page}", an)
        assert [one for page in cut for one in page] == whole[0]
        assert all(len(page) == per_page for page in cut[:-1])
        assert cut[-1] != []


def test_a_collection_says_what_it_is(an):
    answer = get("/bizSteps", an)
    assert set(answer.json) == {"@context", "type", "member"}
    assert answer.headers["Content-Type"] == "application/json"
    told = get("/bizSteps", an, accept="application/ld+json")
    assert told.headers["Content-Type"] == "application/ld+json"
    assert get("/bizSteps", an, accept="application/xml").status == 406
    for target in LISTS:
        assert get(f"{target}?EQ_action=ADD", an).status == 400


@pytest.mark.parametrize("target", LISTS)
def test_dung_cannot_see_in_a_list_what_an_captured_and_binh_can(an, binh, dung, target):
    before = get(f"{target}?perPage=100", dung).members
    captured(
        an,
        event(
            bizStep="urn:x:step", disposition="urn:x:disposition", bizLocation={"id": "urn:x:place"},
            readPoint={"id": "urn:x:gate"},
        ),
    )  # fmt: skip
    seen = get(f"{target}?perPage=100", an).members
    assert get(f"{target}?perPage=100", binh).members == seen
    assert get(f"{target}?perPage=100", dung).members == before
    assert (seen == before) == (target == "/eventTypes")


# --- values -----------------------------------------------------------------------------------


def values() -> list[tuple[str, str]]:
    return [
        ("/epcs", SERIAL),
        ("/epcs", "urn:epc:id:sgtin:9520000.010001.S1"),
        ("/bizSteps", CARVING),
        ("/bizLocations", PLACE),
        ("/bizLocations", PLACE_URN),
        ("/readPoints", PLACE),
        ("/dispositions", RAW),
    ]


def everything() -> dict:
    return event(
        bizStep=CARVING, disposition=RAW, bizLocation={"id": PLACE},
        readPoint={"id": PLACE_URN},
    )  # fmt: skip


@pytest.mark.parametrize(("noun", "value"), values())
def test_a_value_leads_to_its_events_and_is_missing_for_a_stranger(an, binh, dung, noun, value):
    path = f"{noun}/{escaped(value)}"
    assert get(path, an).status == get(f"{path}/events", an).status == 404
    captured(an, everything(), event(epcList=[serial(7)]))
    for key in (an, binh):
        assert get(path, key).members == ["events"]
        assert len(get(f"{path}/events", key).events) == 1
    for target in (path, f"{path}/events"):
        answer = get(target, dung)
        assert (answer.status, answer.title) == (404, "NoSuchResourceException")
    missing = get(f"{noun}/urn:x:none/events", dung)
    assert (missing.status, missing.title) == (404, "NoSuchResourceException")


@pytest.mark.parametrize(
    ("noun", "value"),
    [
        ("bizSteps", "shipping"),
        ("bizSteps", "urn:epcglobal:cbv:bizstep:shipping"),
        ("bizSteps", "https%3A%2F%2Fref.gs1.org%2Fcbv%2FBizStep-shipping"),
        ("bizSteps", "cbv:BizStep-shipping"),
        ("dispositions", "in_transit"),
        ("dispositions", "urn:epcglobal:cbv:disp:in_transit"),
        ("eventTypes", "ObjectEvent"),
        ("eventTypes", "epcis:ObjectEvent"),
        ("eventTypes", "https%3A%2F%2Fref.gs1.org%2Fepcis%2FObjectEvent"),
    ],
)
def test_a_word_of_the_standard_is_there_used_or_not_in_any_spelling(an, noun, value):
    assert get(f"/{noun}/{value}", an).members == ["events"]
    assert get(f"/{noun}/{value}/events", an).events == []
    captured(an, event(disposition="in_transit"))
    assert len(get(f"/{noun}/{value}/events", an).events) == 1


@pytest.mark.parametrize(
    "path",
    ["/bizSteps/dancing", "/dispositions/dancing", "/eventTypes/DanceEvent", "/eventTypes/objectevent",
     "/epcs/nonsense", "/epcs/" + escaped("https://id.gs1.org/01/*/21/*"),
     "/epcs/urn:epc:idpat:sgtin:9520000.*.*", "/epcs/" + escaped(f"{SERIAL}|{SERIAL}"),
     "/bizLocations/a%7Cb", "/readPoints/x", "/bizSteps/%F0%9F%98%80",
     "/epcs/" + escaped(f"https://id.gs1.org/01/{GTIN[:-1]}9/21/1"), "/bizLocations/" + "x" * 5000],
)  # fmt: skip
def test_what_is_no_value_is_missing(an, path):
    captured(an, everything())
    for target in (path, f"{path}/events"):
        assert get(target, an).status == 404, target


def test_a_pattern_names_no_thing_though_it_would_match_some(an):
    captured(an, event())
    assert len(get("/events?MATCH_anyEPC=urn:epc:idpat:sgtin:9520000.010001.*", an).events) == 1
    assert get("/epcs/urn:epc:idpat:sgtin:9520000.010001.*/events", an).status == 404


def test_a_value_may_be_named_by_a_prefix_of_the_request(an):
    captured(an, event(bizStep=CARVING))
    told = {"gs1_extensions": "ex=https://example.org/steps/"}
    assert get("/bizSteps/ex:carving", an).status == 404
    assert len(get("/bizSteps/ex:carving/events", an, **told).events) == 1
    assert get("/bizSteps/ex:carving", an, **told).members == ["events"]


# --- events of a value ------------------------------------------------------------------------


def test_the_events_of_a_value_are_narrowed_by_a_query(an):
    captured(an, everything(), event(bizStep=CARVING, action="ADD", epcList=[serial(2)]))
    path = f"/bizSteps/{escaped(CARVING)}/events"
    assert len(get(path, an).events) == 2
    assert len(get(f"{path}?EQ_action=ADD", an).events) == 1
    assert len(get(f"{path}?MATCH_anyEPC={escaped(serial(2))}", an).events) == 1
    assert get(f"{path}?EQ_action=DELETE", an).events == []
    assert get(f"{path}?EQ_action=DANCE", an).status == 400
    assert get(f"{path}?EQ_nothing=1", an).status == 400


@pytest.mark.parametrize(
    ("noun", "value", "parameter", "same", "other"),
    [
        ("bizSteps", CARVING, "EQ_bizStep", CARVING, "shipping"),
        ("dispositions", RAW, "EQ_disposition", RAW, "active"),
        ("bizLocations", PLACE, "EQ_bizLocation", PLACE_URN, "urn:x:1"),
        ("readPoints", PLACE_URN, "EQ_readPoint", PLACE, "urn:x:1"),
        ("eventTypes", "ObjectEvent", "eventType", "ObjectEvent", "AggregationEvent"),
    ],
)  # fmt: skip
def test_a_parameter_that_contradicts_the_path_is_refused(an, noun, value, parameter, same, other):
    captured(an, everything())
    path = f"/{noun}/{escaped(value)}/events"
    assert len(get(f"{path}?{parameter}={escaped(same)}", an).events) == 1
    assert len(get(f"{path}?{parameter}={escaped(f'{other}|{same}')}", an).events) == 1
    answer = get(f"{path}?{parameter}={escaped(other)}", an)
    assert (answer.status, answer.title) == (400, "QueryParameterException")


def test_two_things_may_be_asked_for_together(an):
    captured(an, event(epcList=[serial(1), serial(2)]), event(epcList=[serial(1)], action="ADD"))
    path = f"/epcs/{escaped(serial(1))}/events"
    assert len(get(path, an).events) == 2
    assert len(get(f"{path}?MATCH_anyEPC={escaped(serial(2))}", an).events) == 1


def test_the_events_of_a_value_are_paged_and_linked_below_it(an):
    captured(an, *(event(eventID=f"urn:uuid:{n}", bizStep=CARVING) for n in range(3)))
    first = get(f"/bizSteps/{escaped(CARVING)}/events?perPage=2", an)
    assert first.next is not None
    assert first.next.startswith(
        f"/epcis/bizSteps/{escaped(CARVING)}/events?perPage=2&nextPageToken="
    )
    second = call("GET", first.next, an)
    assert (len(first.events), len(second.events), second.next) == (2, 1, None)


def test_a_word_that_hides_in_another_field_is_not_found(an):
    captured(an, event(bizStep="urn:x:1", disposition="urn:x:2", readPoint={"id": "urn:x:3"}))
    for noun, value in (
        ("bizSteps", "urn:x:2"),
        ("dispositions", "urn:x:1"),
        ("bizLocations", "urn:x:3"),
    ):
        assert get(f"/{noun}/{value}", an).status == 404


def test_the_interface_describes_itself(an):
    answer = get("/openapi.json", an)
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.body)["openapi"] == "3.1.0"


# --- through our own server -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_address_in_a_path_arrives_whole_through_our_own_server(site, an):
    own = "https://example.org/e/1?a=b%2Fc#d"
    captured(an, event(eventID=own, bizLocation={"id": PLACE}))
    for path in (
        f"/events/{escaped(own)}",
        f"/epcs/{escaped(SERIAL)}/events",
        f"/epcs/{SERIAL}/events",
        f"/bizLocations/{escaped(PLACE)}/events",
        f"/bizLocations/{escaped(PLACE_URN)}/events",
    ):
        request = Request(f"{site.url}/epcis{path}", headers={"Authorization": f"Bearer {an}"})
        with urlopen(request, timeout=30) as answer:
            told = json.load(answer)["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        assert [one["eventID"] for one in told] == [own], path
