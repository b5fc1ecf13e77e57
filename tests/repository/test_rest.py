"""The EPCIS interface as a machine meets it: through the WSGI door, on a real database."""

import http.client
import io
import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import people
from tests.epcis.documents import GTIN, SERIAL, document, event
from txng.accounts.models import JournalEntry
from txng.repository import actions, queries, rest

pytestmark = pytest.mark.django_db

OTHER = f"https://id.gs1.org/01/{GTIN}/21/S2"


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = int(status.split()[0])
        self.headers = dict(headers)
        self.body = body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def events(self) -> list[dict[str, Any]]:
        return self.json["epcisBody"]["queryResults"]["resultsBody"]["eventList"]


def call(method: str, target: str, key: str = "", body: bytes = b"", **headers: str) -> Answer:
    path, _, query = target.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "RAW_URI": target,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": headers.pop("content_type", "application/ld+json"),
        "wsgi.input": io.BytesIO(body),
    } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    if key:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    started: list[Any] = []
    chunks = rest.application(environ, lambda status, sent: started.append((status, sent)))
    return Answer(*started[0], b"".join(chunks))


@pytest.fixture
def an() -> str:
    return people.key_of(people.an())


@pytest.fixture
def binh() -> str:
    return people.key_of(people.binh())


@pytest.fixture
def dung() -> str:
    return people.key_of(people.dung())


def captured(key: str, *events: dict[str, Any]) -> Answer:
    answer = call("POST", "/epcis/capture", key, document(*events))
    assert answer.status == 202, answer.body
    return answer


# --- capture ----------------------------------------------------------------------------------


def test_a_document_is_accepted_and_its_job_says_what_became_of_it(an):
    answer = captured(an, event(), event(action="ADD"), event(action="ADD"))
    location = answer.headers["Location"]
    job = call("GET", "/epcis/capture/" + location.rpartition("/")[2], an).json
    assert location.startswith("http://")
    assert (job["events"], job["accepted"], job["duplicates"]) == (3, 2, 1)
    assert (job["running"], job["success"], job["errors"]) == (False, True, [])


def test_the_same_document_again_is_accepted_and_said_to_be_a_duplicate(an):
    captured(an, event())
    job_id = captured(an, event()).headers["Location"].rpartition("/")[2]
    job = call("GET", f"/epcis/capture/{job_id}", an).json
    assert (job["accepted"], job["duplicates"]) == (0, 1)
    assert queries.count_events() == 1


def test_every_capture_leaves_one_line_in_the_journal(an):
    captured(an, event(), event(action="ADD"))
    (line,) = JournalEntry.objects.filter(verb="document.captured")
    assert line.details == {"events": 2, "accepted": 2, "duplicates": 0}
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


def test_a_taken_event_id_is_a_conflict_and_stores_nothing(an, dung):
    captured(an, event(eventID="urn:uuid:1"))
    answer = call(
        "POST",
        "/epcis/capture",
        dung,
        document(event(action="ADD"), event(eventID="urn:uuid:1", action="ADD")),
    )
    assert answer.status == 409
    assert answer.json["type"] == "epcisException:ResourceAlreadyExistsException"
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


def test_what_is_no_json_is_an_unsupported_media_type(an):
    for kind in ("application/xml", "text/plain", ""):
        answer = call("POST", "/epcis/capture", an, b"<x/>", content_type=kind)
        assert answer.status == 415
        assert answer.json["title"] == "UnsupportedMediaTypeException"


def test_a_body_that_ends_early_or_is_too_long_is_refused(an):
    body = document(event())
    environ_length = str(len(body) + 10)
    answer = call_with_length(an, body, environ_length)
    assert (answer.status, answer.json["title"]) == (400, "ValidationException")
    answer = call_with_length(an, b"", str(10**12))
    assert (answer.status, answer.json["title"]) == (413, "CaptureLimitExceededException")
    for length in ("many", "-1", "²", "9" * 5000):
        assert call_with_length(an, b"", length).status == 413


def test_a_body_of_unknown_length_is_read_up_to_the_limit(an, monkeypatch):
    body = document(event())
    assert call_with_length(an, body, None).status == 202
    monkeypatch.setattr(actions, "MAX_DOCUMENT", len(body) - 1)
    answer = call_with_length(an, body, None)
    assert (answer.status, answer.json["title"]) == (413, "CaptureLimitExceededException")
    assert call_with_length(an, body, str(len(body))).status == 413


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


def test_a_compressed_body_is_an_unsupported_media_type(an):
    answer = call("POST", "/epcis/capture", an, document(event()), content_encoding="gzip")
    assert answer.status == 415
    plain = call("POST", "/epcis/capture", an, document(event()), content_encoding="identity")
    assert plain.status == 202


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


def call_with_length(key: str, body: bytes, length: str | None) -> Answer:
    """A body of another length than announced; None announces none."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/epcis/capture",
        "QUERY_STRING": "",
        **({} if length is None else {"CONTENT_LENGTH": length}),
        "CONTENT_TYPE": "application/json",
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "wsgi.input": io.BytesIO(body),
    }
    started: list[Any] = []
    chunks = rest.application(environ, lambda status, sent: started.append((status, sent)))
    return Answer(*started[0], b"".join(chunks))


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target", ["/epcis", "/epcis/events", "/epcis/events/urn:uuid:1", "/epcis/capture/1"]
)
def test_nothing_is_answered_without_a_valid_key(target):
    for key in ("", "nonsense", "txng_0000_1111"):
        answer = call("GET", target, key)
        assert (answer.status, answer.json["title"]) == (401, "SecurityException")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert call("POST", "/epcis/capture", "", document(event())).status == 401


def test_a_key_does_only_what_its_scopes_say():
    asks = people.key_of(replace(people.an(), scopes=frozenset({"query"})))
    tells = people.key_of(replace(people.an(), scopes=frozenset({"capture"})))
    assert call("POST", "/epcis/capture", asks, document(event())).status == 403
    assert call("GET", "/epcis/events", tells).status == 403
    assert call("POST", "/epcis/capture", tells, document(event())).status == 202
    assert len(call("GET", "/epcis/events", asks).events) == 1


def test_a_key_is_taken_from_a_bearer_header_only(an):
    answer = call("GET", "/epcis/events", authorization=f"Basic {an}")
    assert answer.status == 401
    assert call("GET", "/epcis/events", authorization=f"bearer {an}").status == 200


def test_who_may_see_everything_may_also_ask():
    sees = people.key_of(replace(people.binh(), scopes=frozenset({"oversight"})))
    assert call("GET", "/epcis/events", sees).status == 200


def test_dung_cannot_see_what_an_captured_and_binh_can(an, binh, dung):
    captured(an, event(eventID="urn:uuid:1"))
    job_id = captured(an, event(action="ADD")).headers["Location"].rpartition("/")[2]
    for target in ("/epcis/events", f"/epcis/events?MATCH_anyEPC={SERIAL}"):
        assert len(call("GET", target, an).events) == 2
        assert len(call("GET", target, binh).events) == 2
        assert call("GET", target, dung).events == []
    assert call("GET", "/epcis/events/urn:uuid:1", binh).status == 200
    hidden = call("GET", "/epcis/events/urn:uuid:1", dung)
    missing = call("GET", "/epcis/events/urn:uuid:2", dung)
    assert hidden.status == missing.status == 404
    assert hidden.body.replace(b"uuid:1", b"uuid:2") == missing.body
    assert call("GET", f"/epcis/capture/{job_id}", dung).status == 404


# --- queries ----------------------------------------------------------------------------------


def test_an_event_comes_back_with_its_name_its_time_and_everything_it_said(an):
    told = event(**{"cbvmda:note": "Vườn bà Ka Hồ"})
    captured(an, told)
    (answered,) = call("GET", "/epcis/events", an).events
    assert answered.pop("eventID").startswith("urn:uuid:")
    assert answered.pop("recordTime").endswith("Z")
    assert answered == told


def test_answers_are_valid_epcis_by_gs1s_own_schema(an, shared_epcis):
    import jsonschema_rs

    schema = json.loads((shared_epcis / "schema" / "EPCIS-JSON-Schema.json").read_text())
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    for file in sorted(shared_epcis.glob("examples-json/**/*.jsonld")):
        assert call("POST", "/epcis/capture", an, file.read_bytes()).status == 202, file.name
    answer = call("GET", "/epcis/events?perPage=1000", an)
    assert len(answer.events) == 51
    validator.validate(answer.json)


def test_an_event_is_found_by_its_name_in_the_path(an):
    captured(an, event(eventID="https://example.org/events/7/a"))
    answer = call("GET", "/epcis/events/https%3A%2F%2Fexample.org%2Fevents%2F7%2Fa", an)
    assert [one["eventID"] for one in answer.events] == ["https://example.org/events/7/a"]
    assert answer.body.count(b'"eventID"') == 1


@pytest.mark.parametrize(
    "target",
    ["/epcis/", "/epcis/events/", "http://localhost/epcis/events", "/epcis/events/urn:a:1/"],
)
def test_a_slash_at_the_end_or_a_whole_address_is_the_same_path(an, target):
    captured(an, event(eventID="urn:a:1"))
    assert call("GET", target, an).status == 200


def test_pages_are_linked_until_the_last_one(an):
    captured(an, *(event(eventTime=f"2026-10-{day:02}T08:00:00Z") for day in range(1, 8)))
    target, days, pages = "/epcis/events?perPage=3&EQ_bizStep=shipping|receiving", [], 0
    while target:
        answer = call("GET", target, an)
        days += [one["eventTime"][8:10] for one in answer.events]
        link = answer.headers.get("Link", "")
        target = link.partition(">")[0].partition("://")[2].partition("/")[2]
        target = "/" + target if target else ""
        pages += 1
    assert days == [f"{day:02}" for day in range(1, 8)]
    assert pages == 3


def test_a_page_token_belongs_to_its_question_and_is_signed(an):
    captured(an, event(), event(action="ADD"))
    link = call("GET", "/epcis/events?perPage=1", an).headers["Link"]
    token = link.partition("nextPageToken=")[2].partition(">")[0]
    other = call("GET", f"/epcis/events?perPage=1&EQ_action=ADD&nextPageToken={token}", an)
    forged = call("GET", f"/epcis/events?perPage=1&nextPageToken={token[:-2]}", an)
    assert other.status == forged.status == 400
    assert other.json["title"] == forged.json["title"] == "QueryParameterException"


def test_a_page_token_belongs_to_its_order_and_lives_for_an_hour(an, monkeypatch):
    captured(an, event(), event(action="ADD"))
    link = call("GET", "/epcis/events?perPage=1", an).headers["Link"]
    token = link.partition("nextPageToken=")[2].partition(">")[0]
    target = f"/epcis/events?perPage=1&nextPageToken={token}"
    assert len(call("GET", target, an).events) == 1
    for order in ("orderBy=recordTime", "orderDirection=DESC"):
        assert call("GET", f"{target}&{order}", an).status == 400
    monkeypatch.setattr(queries, "TOKEN_LIFETIME", -1)
    assert call("GET", target, an).status == 400


def test_events_come_oldest_first_unless_an_order_is_asked_for(an):
    captured(an, *(event(eventTime=f"2026-10-{day:02}T08:00:00Z") for day in (2, 1, 3)))

    def days(query: str) -> list[str]:
        listed = call("GET", f"/epcis/events?{query}", an).events
        return [one["eventTime"][8:10] for one in listed]

    assert days("") == ["01", "02", "03"]
    assert days("orderBy=eventTime") == ["03", "02", "01"]
    assert days("orderBy=eventTime&orderDirection=ASC") == ["01", "02", "03"]


def test_a_count_limit_ends_the_answer(an):
    captured(an, *(event(eventTime=f"2026-10-{day:02}T08:00:00Z") for day in (1, 2, 3)))
    answer = call("GET", "/epcis/events?eventCountLimit=2", an)
    assert len(answer.events) == 2
    assert "Link" not in answer.headers


@pytest.mark.parametrize(
    "query",
    ["EQ_nothing=1", "perPage=2&eventCountLimit=2", "perPage=", "perPage=0000000001000000",
     "nextPageToken=x", "nextPageToken=", "nextPageToken=%C3%A9:a:b", "perPage=0", "perPage=99999",
     "perPage=x", "orderBy=size", "%ff=1", "GE_eventTime=x", "perPage=1&perPage=2",
     "&".join(f"a{n}=1" for n in range(300)), "&".join(["EQ_action=ADD"] * 201)],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_refused(an, query):
    answer = call("GET", f"/epcis/events?{query}", an)
    assert (answer.status, answer.json["title"]) == (400, "QueryParameterException")


def test_the_interface_says_what_it_is(an):
    assert "MATCH_anyEPC" in call("GET", "/epcis", an).json["queryParameters"]
    options = call("OPTIONS", "/epcis/events")
    assert (options.status, options.headers["Allow"]) == (204, "GET, OPTIONS")
    assert "Content-Length" not in options.headers
    assert options.headers["GS1-EPCIS-Version"] == "2.0.0"
    assert call("DELETE", "/epcis/events", an).status == 405
    assert call("GET", "/epcis/nothing", an).status == 404
    assert call("GET", "/epcis/events", an, accept="text/html").status == 406
    assert call("GET", "/epcis/events?" + "a" * 20_000, an).status == 414
    head = call("HEAD", "/epcis/events", an)
    assert (head.status, head.body) == (200, b"")


def test_an_event_id_of_a_missing_event_is_not_found(an):
    assert call("GET", "/epcis/events/urn:uuid:none", an).status == 404


# --- faults -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_is_replaced_before_anybody_notices(an, engine):
    import psycopg
    from django.db import connection

    if engine != "postgresql":
        pytest.skip("SQLite has no connection that could die")
    captured(an, event())
    with psycopg.connect(settings_url(connection), autocommit=True) as other:
        pid = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    assert call("GET", "/epcis/events", an).status == 200


def settings_url(connection) -> str:
    import os

    return os.environ["TXNG_TEST_POSTGRES"]


@pytest.mark.django_db(transaction=True)
def test_a_database_without_tables_is_answered_503_and_says_when_to_come_back(an, monkeypatch):
    from txng.eventstore.errors import NotInstalled

    def missing(driver):
        raise NotInstalled("no tables")

    monkeypatch.setattr("txng.repository.connection.settings_of", missing)
    answer = call("GET", "/epcis/events", an)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert answer.json["title"] == "ImplementationException"
