"""Documents, single events and capture jobs, as a machine sends and asks for them."""

import gzip
import http.client
import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.epcis.documents import CONTEXT, GTIN, SERIAL, document, event
from tests.repository.machine import (
    Answer,
    call,
    captured,
    environ_of,
    get,
    job_of,
    post,
    send,
)
from txng.accounts.models import JournalEntry
from txng.repository import actions, queries

pytestmark = pytest.mark.django_db

XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0"
    creationDate="2026-10-01T09:00:00Z"><EPCISBody><EventList>
  <ObjectEvent><eventTime>2026-10-01T08:00:00Z</eventTime>
    <eventTimeZoneOffset>+07:00</eventTimeZoneOffset><epcList><epc>{SERIAL}</epc></epcList>
    <action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>
  </ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>""".encode()


# --- documents --------------------------------------------------------------------------------


def test_a_document_is_accepted_and_its_job_says_what_became_of_it(an):
    answer = captured(an, event(), event(action="ADD"), event(action="ADD"))
    assert answer.headers["Location"].startswith("http://")
    assert answer.headers["GS1-EPCIS-Capture-Limit"] == "100000"
    assert answer.body == b""
    job = job_of(an, answer)
    assert (job["events"], job["accepted"], job["duplicates"]) == (3, 2, 1)
    assert (job["running"], job["success"], job["errors"]) == (False, True, [])
    assert job["captureErrorBehaviour"] == "rollback"
    assert job["createdAt"].endswith("Z")
    assert job["finishedAt"].endswith("Z")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", document(event())),
        ("application/ld+json; charset=utf-8", document(event())),
        ("application/xml", XML),
        ("text/xml", XML),
    ],
)
def test_a_document_comes_in_json_or_in_xml(an, kind, body):
    answer = call("POST", "/epcis/capture", an, body, content_type=kind)
    assert answer.status == 202, answer.body
    assert job_of(an, answer)["accepted"] == 1
    assert get("/events", an).events[0]["bizStep"] == "shipping"


def test_a_document_may_come_in_gzip(an):
    body = gzip.compress(document(event()))
    answer = call("POST", "/epcis/capture", an, body, content_encoding="gzip")
    assert job_of(an, answer)["accepted"] == 1
    refused = call("POST", "/epcis/capture", an, body[:-10], content_encoding="gzip")
    assert (refused.status, refused.title) == (400, "ValidationException")
    bomb = gzip.compress(bytes(65 << 20), 1)
    refused = call("POST", "/epcis/capture", an, bomb, content_encoding="gzip")
    assert (refused.status, refused.title) == (413, "CaptureLimitExceededException")


def test_the_same_document_again_is_accepted_and_said_to_be_a_duplicate(an):
    captured(an, event())
    job = job_of(an, captured(an, event()))
    assert (job["accepted"], job["duplicates"]) == (0, 1)
    assert queries.count_events() == 1


def test_every_capture_leaves_one_line_in_the_journal(an):
    captured(an, event(), event(action="ADD"))
    (line,) = JournalEntry.objects.filter(verb="document.captured")
    assert (line.details["events"], line.details["accepted"]) == (2, 2)
    assert line.organisation is not None


def test_a_document_with_one_bad_event_stores_nothing(an):
    answer = call("POST", "/epcis/capture", an, document(event(), event(bizStep="dancing")))
    problem = answer.json
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["type"] == "epcisException:ValidationException"
    (finding,) = problem["findings"]
    assert finding["rule"] == "unknown_biz_step"
    assert finding["pointer"] == "/epcisBody/eventList/1/bizStep"
    assert "CBV 2.0" in problem["detailVi"]
    assert queries.count_events() == 0


def test_whoever_proceeds_past_errors_keeps_what_was_right_and_learns_what_was_not(an):
    body = document(event(), event(bizStep="dancing"))
    answer = call("POST", "/epcis/capture", an, body, gs1_capture_error_behaviour="proceed")
    assert answer.status == 202
    job = job_of(an, answer)
    assert (job["running"], job["success"]) == (False, False)
    assert (job["accepted"], job["rejected"]) == (1, 1)
    assert job["captureErrorBehaviour"] == "proceed"
    assert job["errors"][0]["type"] == "epcisException:ValidationException"
    assert "/epcisBody/eventList/1" in json.dumps(job)
    assert queries.count_events() == 1


@pytest.mark.parametrize("behaviour", ["all", "ignore", "PROCEED"])
def test_an_error_behaviour_that_nobody_has_is_refused(an, behaviour):
    answer = call(
        "POST", "/epcis/capture", an, document(event()), gs1_capture_error_behaviour=behaviour
    )
    assert (answer.status, answer.title) == (400, "ValidationException")
    assert queries.is_empty()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"gs1_epcis_version": "2.0.0", "gs1_cbv_version": "2.0.0"}, 202),
        ({"gs1_epcis_version": "2.0"}, 202),
        ({"gs1_epcis_version": "1.1", "gs1_cbv_version": "1.1"}, 202),
        ({"gs1_epcis_version": "2.1"}, 406),
        ({"gs1_epcis_version": "2.0.1"}, 406),
        ({"gs1_epcis_version": "0.9"}, 406),
        ({"gs1_epcis_version": "new"}, 406),
        ({"gs1_cbv_version": "3"}, 406),
    ],
)
def test_a_document_of_another_version_than_can_be_read_is_refused(an, headers, status):
    assert call("POST", "/epcis/capture", an, document(event()), **headers).status == status


def test_a_taken_event_id_is_a_conflict_and_stores_nothing(an):
    captured(an, event(eventID="urn:uuid:1"))
    body = document(event(action="ADD"), event(eventID="urn:uuid:1", action="ADD"))
    answer = call("POST", "/epcis/capture", an, body)
    assert (answer.status, answer.title) == (409, "ResourceAlreadyExistsException")
    assert queries.count_events() == 1


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "malformed_json"),
        (b'{"type":"EPCISDocument","type":"EPCISDocument"}', "duplicate_member"),
        (b'{"a": NaN}', "malformed_json"),
        (b'{"a": "\xff"}', "malformed_json"),
        (
            document(event(epcList=[f"https://id.gs1.org/01/{GTIN[:-1]}9/21/S1"])),
            "wrong_check_digit",
        ),
    ],
)
def test_bad_input_is_refused_with_the_rule_it_breaks(an, body, rule):
    answer = call("POST", "/epcis/capture", an, body)
    assert answer.status == 400
    assert [finding["rule"] for finding in answer.json["findings"]] == [rule]
    assert queries.is_empty()


def test_a_media_type_that_cannot_be_read_is_refused(an):
    for kind in ("text/plain", "", "application/json; charset=utf-16", "multipart/form-data"):
        for target in ("/epcis/capture", "/epcis/events"):
            answer = call("POST", target, an, document(event()), content_type=kind)
            assert (answer.status, answer.title) == (415, "UnsupportedMediaTypeException")
    answer = call("POST", "/epcis/capture", an, document(event()), content_encoding="br")
    assert answer.status == 415


def test_a_body_that_ends_early_or_is_too_long_is_refused(an):
    body = document(event())
    answer = with_length(an, body, str(len(body) + 10))
    assert (answer.status, answer.title) == (400, "ValidationException")
    answer = with_length(an, b"", str(10**12))
    assert (answer.status, answer.title) == (413, "CaptureLimitExceededException")
    assert answer.headers["GS1-EPCIS-Capture-File-Size-Limit"] == str(actions.MAX_DOCUMENT)
    for length in ("many", "-1", "²", "9" * 5000):
        assert with_length(an, b"", length).status == 413


def test_a_body_of_unknown_length_is_read_up_to_the_limit(an, monkeypatch):
    body = document(event())
    assert with_length(an, body, None).status == 202
    monkeypatch.setattr(actions, "MAX_DOCUMENT", len(body) - 1)
    answer = with_length(an, body, None)
    assert (answer.status, answer.title) == (413, "CaptureLimitExceededException")
    assert with_length(an, body, str(len(body))).status == 413


def with_length(key: str, body: bytes, length: str | None) -> Answer:
    """A body of another length than announced; None announces none."""
    environ = environ_of("POST", "/epcis/capture", key, body)
    del environ["CONTENT_LENGTH"]
    return send(environ if length is None else {**environ, "CONTENT_LENGTH": length})


@pytest.mark.django_db(transaction=True)
def test_a_document_sent_in_chunks_is_read_whole(site, an):
    url = urlsplit(site.url)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    headers = {"Authorization": f"Bearer {an}", "Content-Type": "application/ld+json"}
    body = document(*(event(eventID=f"urn:uuid:{number}") for number in range(500)))
    chunks = (body[start : start + 4096] for start in range(0, len(body), 4096))
    connection.request("POST", "/epcis/capture", chunks, headers, encode_chunked=True)
    answer = connection.getresponse()
    assert answer.status == 202, answer.read()
    answer.read()
    connection.close()
    assert queries.count_events() == 500


def test_no_document_however_odd_makes_the_repository_fail(an):
    deep: Any = 1
    for _ in range(600):
        deep = {"x": deep}
    sensors = [{"sensorMetadata": {"deviceID": "urn:a:1"}, "sensorReport": [5]}]
    nul = {"epcisMasterData": {"vocabularyList": [{"type": "a\x00b"}]}}
    long_name = {"id": "urn:x:" + "".join(map(chr, range(0x4E00, 0x5600)))}
    listed = {"vocabularyList": [{"type": "urn:x:t", "vocabularyElementList": [long_name]}]}
    for body in (
        document(event(**{"cbvmda:deep": deep})),
        document(event(sensorElementList=sensors)),
        document(event(), epcisHeader=nul),
        document(event(), epcisHeader={"epcisMasterData": listed}),
        document(epcisBody={"queryResults": {"resultsBody": None}}),
    ):
        assert call("POST", "/epcis/capture", an, body).status == 400
    assert queries.is_empty()


# --- single events ----------------------------------------------------------------------------


def bare(**members: Any) -> bytes:
    return json.dumps({"@context": CONTEXT, **event(**members)}).encode()


def test_one_event_is_stored_and_answered_with_its_address(an):
    answer = call("POST", "/epcis/events", an, bare(), content_type="application/json")
    assert answer.status == 201, answer.body
    stored = answer.json
    assert stored["eventID"].startswith("urn:uuid:")
    assert stored["recordTime"].endswith("Z")
    target = urlsplit(answer.headers["Location"]).path
    assert unquote(target) == f"/epcis/events/{stored['eventID']}"
    assert [one["eventID"] for one in call("GET", target, an).events] == [stored["eventID"]]


def test_the_address_of_an_event_holds_its_name_whatever_is_in_it(an):
    name = "https://example.org/events/7?a=b#c"
    answer = call("POST", "/epcis/events", an, bare(eventID=name))
    target = urlsplit(answer.headers["Location"]).path
    assert [one["eventID"] for one in call("GET", target, an).events] == [name]


def test_the_same_event_again_is_answered_alike_and_stored_once(an):
    first = call("POST", "/epcis/events", an, bare())
    again = call("POST", "/epcis/events", an, bare())
    assert (first.status, again.status) == (201, 201)
    assert first.headers["Location"] == again.headers["Location"]
    assert first.body == again.body
    assert queries.count_events() == 1


def test_a_declaration_without_a_name_is_answered_under_that_of_its_event(an):
    told = {"@context": CONTEXT, **event()}
    declared = told | {"errorDeclaration": {"declarationTime": "2026-10-02T08:00:00Z"}}
    first, *others = [post("/events", an, one) for one in (told, declared, declared)]
    assert [one.status for one in others] == [201, 201], others[0].body
    for one in others:
        assert one.headers["Location"] == first.headers["Location"]
        assert one.json["eventID"] == first.json["eventID"]
        assert "errorDeclaration" in one.json


def test_an_event_under_the_name_of_another_is_a_conflict(an):
    call("POST", "/epcis/events", an, bare(eventID="urn:uuid:1"))
    answer = call("POST", "/epcis/events", an, bare(eventID="urn:uuid:1", action="ADD"))
    assert (answer.status, answer.title) == (409, "ResourceAlreadyExistsException")


def test_an_event_that_breaks_a_rule_is_refused(an):
    answer = call("POST", "/epcis/events", an, bare(action="DANCE"))
    assert (answer.status, answer.title) == (400, "ValidationException")
    assert answer.json["findings"]
    assert call("POST", "/epcis/events", an, b"").status == 400
    assert queries.is_empty()


def test_a_bare_event_may_use_the_prefixes_of_the_request(an):
    body = bare(**{"ex:mood": "good"})
    assert call("POST", "/epcis/events", an, body).status in (201, 400)
    named = call("POST", "/epcis/events", an, body, gs1_extensions="ex=https://example.org/ns#")
    assert named.status == 201, named.body
    found = get("/events?EQ_https%3A%2F%2Fexample.org%2Fns%23mood=good", an)
    assert len(found.events) == 1, found.body


def test_one_event_may_come_in_xml(an):
    answer = call("POST", "/epcis/events", an, XML, content_type="application/xml")
    assert answer.status == 201, answer.body
    assert answer.json["epcList"] == [SERIAL]


# --- jobs -------------------------------------------------------------------------------------


def test_jobs_are_listed_newest_first_and_page_by_page(an):
    for action in ("ADD", "OBSERVE", "DELETE"):
        captured(an, event(action=action))
    whole = get("/capture", an)
    assert whole.next is None
    names = [job["captureID"] for job in whole.json]
    assert names == sorted(names, reverse=True)
    assert len(names) == 3
    first = get("/capture?perPage=2", an)
    assert first.next is not None
    second = call("GET", first.next, an)
    assert [job["captureID"] for job in first.json + second.json] == names
    assert second.next is None


def test_a_job_is_told_in_xml_too(an):
    answer = captured(an, event())
    target = f"/capture/{answer.headers['Location'].rpartition('/')[2]}"
    told = get(target, an, accept="application/xml")
    assert told.headers["Content-Type"] == "application/xml"
    assert told.xml.tag == "{urn:epcglobal:epcis:xsd:2}EPCISCaptureJob"
    assert (told.xml.get("running"), told.xml.get("success")) == ("false", "true")
    assert told.xml.findtext("captureErrorBehaviour") == "rollback"
    assert len(get("/capture", an, accept="text/xml").xml) == 1


def test_dung_cannot_see_the_jobs_of_an(an, dung):
    answer = captured(an, event())
    target = f"/capture/{answer.headers['Location'].rpartition('/')[2]}"
    assert get(target, an).status == 200
    hidden, missing = get(target, dung), get("/capture/" + "0" * 32, dung)
    assert (hidden.status, missing.status) == (404, 404)
    assert get("/capture", dung).json == []


@pytest.mark.parametrize("name", ["x", "0" * 32, "%C3%A9", "1" * 5000])
def test_a_job_that_nobody_began_is_missing(an, name):
    assert get(f"/capture/{name}", an).status == 404


def test_a_list_of_jobs_leaves_out_what_became_of_each_of_many_events(an):
    many = document(*(event(bizStep="dancing", epcList=[f"urn:x:{n}"]) for n in range(400)))
    sent = call("POST", "/epcis/capture", an, many, gs1_capture_error_behaviour="proceed")
    (told,) = call("GET", "/epcis/capture", an).json
    assert told["rejected"] == 400
    assert "verdicts" not in told
    assert len(job_of(an, sent)["verdicts"]) == 400
    (told,) = call("GET", "/epcis/capture", an, accept="application/xml").xml
    assert told is not None


def test_what_xml_cannot_hold_is_refused_where_it_comes_in_so_that_pages_in_xml_stay_whole(an):
    wrong = [
        event(eventID="urn:x:1", **{"urn:x:a": "x\x00"}),
        event(eventID="urn:x:\x00"),
        event(eventID="urn:x:3", **{"urn:x:a\x00": "x"}),
    ]
    for one in wrong:
        assert call("POST", "/epcis/events", an, json.dumps(one).encode()).status == 400
    sound = event(eventID="urn:x:4", **{"urn:x:a": "x\t\\u0000"})
    body = document(wrong[0], sound, *wrong[1:])
    answer = call("POST", "/epcis/capture", an, body, gs1_capture_error_behaviour="proceed")
    assert answer.status == 202
    job = job_of(an, answer)
    assert (job["accepted"], job["rejected"]) == (1, 3)
    refused = [one["findings"] for one in job["verdicts"] if one["verdict"] == "rejected"]
    assert [[(one["rule"], one["pointer"]) for one in findings] for findings in refused] == [
        [("not_in_xml", "/epcisBody/eventList/0/urn:x:a")],
        [("not_in_xml", "/epcisBody/eventList/2/eventID")],
        [("not_in_xml", "/epcisBody/eventList/3/urn:x:a\ufffd")],
    ]
    page = get("/events", an, accept="application/xml")
    assert page.status == 200
    assert [one.text for one in page.xml.iter("eventID")] == ["urn:x:4"]
