"""Each operation, and what a client of 1.2 and of 2.0 sees."""

import pytest
from lxml import etree

from tests import people
from tests.epcis.documents import LOT, SERIAL, event
from tests.repository.soap.asking import (
    HALL,
    LOCATION,
    MARKET,
    capture,
    client_of,
    master_data,
    refused,
)
from tests.repository.soap.client import EVENTS, MASTER_DATA, SoapClient
from txng.repository.actions.queries import create_query
from txng.repository.queries import polling
from txng.repository.soap import operations

pytestmark = pytest.mark.django_db

SHIPPING = "urn:epcglobal:cbv:bizstep:shipping"
SENSORS = [{"sensorReport": [{"type": "gs1:Temperature", "value": 4, "uom": "CEL"}]}]

# --- the small operations -----------------------------------------------------------------------


def test_the_version_is_that_of_the_name_space(client):
    assert client.ask("GetStandardVersion").text == client.version


def test_there_is_nothing_beyond_the_standard(client):
    assert (client.ask("GetVendorVersion").text or "") == ""


def test_the_names_are_the_two_of_the_standard_and_ones_own(client):
    assert client.names() == [EVENTS, MASTER_DATA]
    for name in ("của An", "again"):
        create_query(by=people.an(), name=name, definition={"EQ_bizStep": ["shipping"]})
    create_query(by=people.dung(), name="của Dũng", definition={})
    assert client.names() == [EVENTS, MASTER_DATA, "again", "của An"]


def test_every_named_query_is_named_however_many(client, monkeypatch):
    monkeypatch.setattr(operations, "PAGE", 2)
    for number in range(5):
        create_query(by=people.an(), name=f"q{number}", definition={})
    assert client.names() == [EVENTS, MASTER_DATA, *(f"q{number}" for number in range(5))]


# --- poll ---------------------------------------------------------------------------------------


def test_a_poll_finds_what_was_asked_for(client):
    capture(event(eventID="urn:a:1"), event(eventID="urn:a:2", bizStep="receiving"))
    answer = client.poll(params={"EQ_bizStep": [SHIPPING]})
    assert (answer.query_name, answer.ids) == (EVENTS, ["urn:a:1"])
    assert client.poll(params={"EQ_bizStep": ["urn:epcglobal:cbv:bizstep:packing"]}).ids == []
    assert set(client.poll().ids) == {"urn:a:1", "urn:a:2"}


def test_every_kind_of_value_is_understood(client):
    capture(
        event(eventID="urn:a:1"),
        event(
            eventID="urn:a:2",
            eventTime="2026-10-02T08:00:00Z",
            quantityList=[{"epcClass": LOT, "quantity": 5, "uom": "KGM"}],
            errorDeclaration={"declarationTime": "2026-10-03T08:00:00Z"},
        ),
    )
    for params in (
        {"GE_eventTime": "2026-10-02T00:00:00Z"},
        {"EXISTS_errorDeclaration": None},
        {"MATCH_epcClass": [LOT]},
        {"MATCH_epcClass": ["urn:epc:class:lgtin:952000.0010001.L1"]},
        {"eventType": ["ObjectEvent"], "orderBy": "eventTime", "eventCountLimit": 1},
        {"EQ_eventID": ["urn:a:2", "urn:a:3"], "maxEventCount": 1},
        {"EQ_action": "OBSERVE", "GE_quantity_KGM": "5"},
    ):
        assert client.poll(params=params).ids == ["urn:a:2"], params


def test_an_extension_is_asked_for_by_its_name_space_in_three_ways(client):
    spaces = {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
                           {"e": "urn:example:"}]}  # fmt: skip
    capture(event(eventID="urn:a:1", **{"e:crop": "coffee"}), event(eventID="urn:a:2"), **spaces)
    for name in ("EQ_{urn:example:}crop", "EQ_urn:example:#crop", "EQ_ex:crop"):
        assert client.poll(params={name: ["coffee"]}).ids == ["urn:a:1"], name
    assert client.poll(params={"EXISTS_ex:crop": None}).ids == ["urn:a:1"]
    (told,) = client.poll(params={"EXISTS_ex:crop": None}).events
    assert told.findtext("{urn:example:}crop") == "coffee"


def test_a_name_space_that_calls_itself_soapenv_does_not_break_the_envelope(client):
    spaces = {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
                           {"soapenv": "urn:example:"}]}  # fmt: skip
    capture(event(eventID="urn:a:1", **{"soapenv:crop": "<&>\"'"}), **spaces)
    (told,) = client.poll().events
    assert told.findtext("{urn:example:}crop") == "<&>\"'"


def test_a_named_query_is_polled_by_its_name(client):
    capture(event(eventID="urn:a:1"), event(eventID="urn:a:2", bizStep="receiving"))
    create_query(by=people.an(), name="xuất", definition={"EQ_bizStep": ["shipping"]})
    answer = client.poll("xuất")
    assert (answer.query_name, answer.ids) == ("xuất", ["urn:a:1"])
    fault = refused(lambda: client.poll("xuất", {"EQ_bizStep": [SHIPPING]}))
    assert fault.name == "QueryParameterException"


def test_dung_cannot_poll_ans_events_nor_use_ans_names(client, schemas):
    capture(event(eventID="urn:a:1"), **master_data({"id": MARKET}))
    create_query(by=people.an(), name="riêng", definition={})
    client.subscribe("của An")
    stranger = client_of(people.dung(), client.version, schemas.get(client.version))
    assert client.poll().ids == ["urn:a:1"]
    assert stranger.poll().ids == []
    assert stranger.poll(params={"EQ_eventID": ["urn:a:1"]}).ids == []
    assert client.master_data().vocabulary == {LOCATION: {told(client, MARKET): ({}, [])}}
    assert stranger.master_data().vocabulary == {}
    assert stranger.names() == [EVENTS, MASTER_DATA]
    assert stranger.subscription_ids() == []
    assert refused(lambda: stranger.poll("riêng")).name == "NoSuchNameException"
    assert refused(lambda: stranger.unsubscribe("của An")).name == "NoSuchSubscriptionException"
    assert client.subscription_ids() == ["của An"]


def test_the_agency_polls_everybodys_events(client, schemas):
    capture(event(eventID="urn:a:1"), **master_data({"id": MARKET}))
    capture(event(eventID="urn:d:1"), by=people.dung())
    agency = client_of(people.binh(), client.version, schemas.get(client.version))
    assert set(agency.poll().ids) == {"urn:a:1", "urn:d:1"}
    assert list(agency.master_data().vocabulary) == [LOCATION]


def told(client: SoapClient, text: str) -> str:
    return {MARKET: "urn:epc:id:sgln:9521003.00002.0"}[text] if client.version == "1.2" else text


# --- what 1.2 gets ------------------------------------------------------------------------------


def test_a_1_2_client_gets_urns_and_what_cannot_be_translated_as_it_is(client_1_2):
    stranger = "https://id.gs1.org/01/04012345000009/21/X"
    capture(
        event(
            eventID="urn:a:1",
            epcList=[SERIAL, stranger],
            disposition="in_transit",
            bizLocation={"id": MARKET},
            readPoint={"id": HALL},
        )
    )
    (event_told,) = client_1_2.poll().events
    epcs = [one.text for one in event_told.findall("epcList/epc")]
    assert epcs == ["urn:epc:id:sgtin:952000.0010001.S1", stranger]
    assert event_told.findtext("bizStep") == SHIPPING
    assert event_told.findtext("disposition") == "urn:epcglobal:cbv:disp:in_transit"
    assert event_told.findtext("bizLocation/id") == "urn:epc:id:sgln:9521003.00002.0"
    assert event_told.findtext("readPoint/id") == HALL


def test_a_2_0_client_gets_identifiers_as_they_were_captured(schemas):
    capture(event(eventID="urn:a:1"))
    client = client_of(people.an(), "2.0", schemas.get("2.0"))
    (event_told,) = client.poll().events
    assert [one.text for one in event_told.findall("epcList/epc")] == [SERIAL]


def test_events_carry_their_names_and_the_repositorys_record_time(client):
    capture(event())
    (event_told,) = client.poll().events
    assert client.poll().ids[0].startswith("urn:uuid:")
    assert event_told.findtext("recordTime").endswith("Z")


def test_every_event_type_of_1_2_is_told_as_the_schema_has_it(client):
    capture(
        event(eventID="urn:a:1", quantityList=[{"epcClass": LOT, "quantity": 2.5, "uom": "KGM"}]),
        event(type="AggregationEvent", eventID="urn:a:2", epcList=None, action="ADD",
              parentID="https://id.gs1.org/00/095200001000000018", childEPCs=[SERIAL]),
        event(type="TransactionEvent", eventID="urn:a:3", action="ADD",
              bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:po:1"}]),
        event(type="TransformationEvent", eventID="urn:a:4", epcList=None, action=None,
              inputEPCList=[SERIAL], outputEPCList=[SERIAL + "X"]),
    )  # fmt: skip
    assert set(client.poll().ids) == {"urn:a:1", "urn:a:2", "urn:a:3", "urn:a:4"}


@pytest.mark.parametrize(
    "members",
    [
        {"type": "AssociationEvent", "action": "ADD", "parentID": HALL, "childEPCs": [SERIAL],
         "epcList": None},
        {"sensorElementList": SENSORS},
        {"persistentDisposition": {"set": ["completeness_verified"]}},
    ],
)  # fmt: skip
def test_what_1_2_cannot_say_is_refused_and_named_never_left_out(client_1_2, schemas, members):
    capture(event(eventID="urn:a:1"), event(eventID="urn:a:new", **members))
    fault = refused(client_1_2.poll)
    assert (fault.name, fault.code, fault.status) == ("ImplementationException", "Server", 500)
    assert "urn:a:new" in fault.reason
    assert fault.detail.findtext("severity") == "ERROR"
    assert fault.detail.findtext("queryName") == EVENTS
    assert client_1_2.poll(params={"EQ_eventID": ["urn:a:1"]}).ids == ["urn:a:1"]
    newer = client_of(people.an(), "2.0", schemas.get("2.0"))
    assert set(newer.poll().ids) == {"urn:a:1", "urn:a:new"}


def test_what_no_xml_can_say_is_told_where_it_can_be_asked(client):
    odd = {"https://example.org/ns#odd": [["a"], ["b"]]}
    capture(event(eventID="urn:a:1", **odd))
    fault = refused(client.poll)
    assert "/epcis/events" in fault.reason
    assert "/epcis/events" in fault.detail.findtext("reason").partition(" / ")[2]
    assert ("2.0" in fault.reason.partition("narrow")[2]) == (client.version == "1.2")


# --- too much -----------------------------------------------------------------------------------


def test_more_events_than_the_client_wants_are_too_many(client):
    capture(event(eventID="urn:a:1"), event(eventID="urn:a:2"))
    fault = refused(lambda: client.poll(params={"maxEventCount": 1}))
    assert (fault.name, fault.detail.findtext("queryName")) == ("QueryTooLargeException", EVENTS)
    assert fault.code == "Client"
    assert len(client.poll(params={"maxEventCount": 2}).ids) == 2


def test_a_poll_without_a_limit_has_one(client, monkeypatch):
    monkeypatch.setattr(polling, "MAX_POLL", 3)
    capture(*(event(eventID=f"urn:a:{number}") for number in range(3)))
    assert len(client.poll().ids) == 3
    capture(event(eventID="urn:a:3"))
    assert refused(client.poll).name == "QueryTooLargeException"
    limited = {"orderBy": "eventTime", "eventCountLimit": 3}
    assert len(client.poll(params=limited).ids) == 3
    limited["eventCountLimit"] = 4
    assert refused(lambda: client.poll(params=limited)).name == "QueryTooLargeException"


def test_an_answer_of_too_many_characters_is_too_large(client, monkeypatch):
    capture(event(eventID="urn:a:1"))
    monkeypatch.setattr(operations, "MAX_ANSWER", 50)
    assert refused(client.poll).name == "QueryTooLargeException"


# --- master data --------------------------------------------------------------------------------


def test_master_data_is_polled_with_attributes_and_children(client):
    capture(
        event(),
        **master_data(
            {"id": MARKET, "children": [HALL],
             "attributes": [{"id": "cbvmda:name", "attribute": "Chợ <Đức Trọng>"}]},
            {"id": HALL, "attributes": [{"id": "cbvmda:name", "attribute": "Nhà lồng"}]},
        ),
    )  # fmt: skip
    market, name = told(client, MARKET), "urn:epcglobal:cbv:mda:name"
    everything = {
        LOCATION: {market: ({name: "Chợ <Đức Trọng>"}, [HALL]), HALL: ({name: "Nhà lồng"}, [])}
    }
    assert client.master_data().vocabulary == everything
    assert client.master_data().query_name == MASTER_DATA
    for params in ({"WD_name": [MARKET]}, {"vocabularyName": [LOCATION]},
                   {"HASATTR": [name]}, {"HASATTR": ["urn:epcglobal:cbv:mda#name"]}):  # fmt: skip
        assert client.master_data(**params).vocabulary == everything, params
    for params in ({"EQ_name": [HALL]}, {f"EQATTR_{name}": ["Nhà lồng"]}):
        assert list(client.master_data(**params).vocabulary[LOCATION]) == [HALL], params
    bare = client.master_data(includeAttributes=False, includeChildren=False).vocabulary
    assert bare == {LOCATION: {market: ({}, []), HALL: ({}, [])}}
    assert client.master_data(vocabularyName=["urn:none"]).vocabulary == {}


def test_master_data_refuses_what_it_does_not_know_or_what_is_too_much(client):
    capture(event(), **master_data({"id": MARKET}, {"id": HALL}))
    too_much = refused(lambda: client.master_data(maxElementCount=1))
    assert (too_much.name, too_much.detail.findtext("queryName")) == (
        "QueryTooLargeException",
        MASTER_DATA,
    )
    assert refused(lambda: client.master_data(eventType=["x"])).name == "QueryParameterException"
    assert refused(lambda: client.poll(MASTER_DATA)).name == "QueryParameterException"


STEPS = "urn:epcglobal:epcis:vtype:BusinessStep"
SPELLINGS = [
    "shipping",
    SHIPPING,
    "https://ref.gs1.org/cbv/BizStep-shipping",
    "cbv:BizStep-shipping",
]


@pytest.mark.parametrize("declared", SPELLINGS[1:3])
@pytest.mark.parametrize("parameter", ["EQ_name", "WD_name"])
def test_a_word_of_the_cbv_is_found_in_every_spelling_of_it(client, declared, parameter):
    words = {"id": declared, "children": ["https://ref.gs1.org/cbv/BizStep-departing"],
             "attributes": [{"id": "cbvmda:name", "attribute": "Xuất hàng"}]}  # fmt: skip
    capture(event(), **master_data(words, {"id": HALL}, kind=STEPS))
    for asked in SPELLINGS:
        found = client.master_data(**{parameter: [asked]}).vocabulary
        (told,) = found[STEPS].items()
        # 1.2 writes the words of events as URNs, and so it does here; 2.0 as they were captured
        child = (
            "urn:epcglobal:cbv:bizstep:departing"
            if client.version == "1.2"
            else words["children"][0]
        )
        spelt = SHIPPING if client.version == "1.2" else declared
        assert told == (spelt, ({"urn:epcglobal:cbv:mda:name": "Xuất hàng"}, [child]))
    assert client.master_data(**{parameter: ["cbv:Disp-in_transit"]}).vocabulary == {}


def test_wd_bizlocation_follows_master_data(client):
    capture(
        event(eventID="urn:a:1", bizLocation={"id": HALL}),
        event(eventID="urn:a:2", bizLocation={"id": "urn:txng:demo:elsewhere"}),
        **master_data({"id": MARKET, "children": [HALL]}),
    )
    assert client.poll(params={"WD_bizLocation": [MARKET]}).ids == ["urn:a:1"]


# --- subscriptions ------------------------------------------------------------------------------


def test_a_subscription_begins_is_listed_and_ends(client):
    assert client.subscription_ids() == []
    answer = client.subscribe("hàng ngày")
    assert etree.QName(answer).localname == "SubscribeResult"
    client.subscribe("again")
    assert client.subscription_ids() == ["again", "hàng ngày"]
    client.unsubscribe("again")
    assert client.subscription_ids() == ["hàng ngày"]
    assert refused(lambda: client.unsubscribe("again")).name == "NoSuchSubscriptionException"


def test_a_subscription_remembers_what_it_was_asked_for(client):
    from txng.repository.models import Subscription

    client.subscribe("s")
    kept = Subscription.objects.get(standing_name="s")
    assert (kept.media, kept.version) == ("xml", client.version)
    assert kept.epc_format == ("Always_EPC_URN" if client.version == "1.2" else "No_Preference")
    assert kept.query_name == EVENTS
    assert kept.schedule == {"second": "0", "minute": "0"}
    assert kept.definition == {"EQ_bizStep": ["shipping"]}
    assert kept.initial_record_time.isoformat() == "2026-11-01T00:00:00+00:00"
    assert not kept.stream
    assert not kept.report_if_empty


def test_an_empty_field_of_a_schedule_is_every_value(client):
    from txng.repository.models import Subscription

    controls = {"schedule": {"second": "0", "minute": ""}, "reportIfEmpty": "true"}
    client.subscribe("s", controls=controls)
    kept = Subscription.objects.get(standing_name="s")
    assert kept.schedule == {"second": "0"}
    assert kept.report_if_empty


def test_subscriptions_belong_to_their_query(client):
    create_query(by=people.an(), name="xuất", definition={"EQ_bizStep": ["shipping"]})
    client.subscribe("một", queryName="xuất", params={})
    client.subscribe("hai")
    assert client.subscription_ids("xuất") == ["một"]
    assert client.subscription_ids(EVENTS) == ["hai"]
    assert client.subscription_ids(MASTER_DATA) == []


SCHEDULE = {"schedule": {"minute": "0"}, "reportIfEmpty": "true"}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"queryName": "none"}, "NoSuchNameException"),
        ({"queryName": MASTER_DATA, "params": {}}, "SubscribeNotPermittedException"),
        ({"dest": ""}, "InvalidURIException"),
        ({"dest": "not a uri"}, "InvalidURIException"),
        ({"dest": "ftp://client.example.com/"}, "InvalidURIException"),
        ({"dest": "https://127.0.0.1/"}, "InvalidURIException"),
        ({"params": {"EQ_nothing": ["x"]}}, "QueryParameterException"),
        ({"controls": SCHEDULE | {"schedule": {"minute": "61"}}}, "SubscriptionControlsException"),
        ({"controls": {"reportIfEmpty": "true"}}, "SubscriptionControlsException"),
        (
            {"controls": {"trigger": "urn:x", "reportIfEmpty": "true"}},
            "SubscriptionControlsException",
        ),
        (
            {
                "controls": {
                    "schedule": {"minute": "0"},
                    "trigger": "urn:x",
                    "reportIfEmpty": "true",
                }
            },
            "SubscriptionControlsException",
        ),
        ({"subscriptionID": ""}, "SubscriptionControlsException"),
        ({"subscriptionID": "taken"}, "DuplicateSubscriptionException"),
    ],
)
def test_a_subscription_that_cannot_be_is_refused_by_its_name(client, changes, name):
    client.subscribe("taken")
    fault = refused(lambda: client.subscribe("new", **changes))
    assert (fault.name, fault.status) == (name, 500)
    assert client.subscription_ids() == ["taken"]


@pytest.mark.parametrize(
    "controls",
    [
        {"schedule": {"minute": "0"}},
        {"schedule": {"minute": "0"}, "reportIfEmpty": "yes"},
        {"schedule": {"minute": "0"}, "reportIfEmpty": "true", "initialRecordTime": "today"},
        {"schedule": {"minute": "0", "year": "1"}, "reportIfEmpty": "true"},
        {"schedule": {"minute": "0"}, "reportIfEmpty": "true", "stream": "true"},
    ],
)
def test_controls_of_another_shape_are_no_valid_message(controls):
    client = client_of(people.an())
    fault = refused(lambda: client.subscribe("new", controls=controls))
    assert fault.name == "ValidationException"
