"""Events by query and by name, page by page, as a machine asks for them."""

import json
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote, unquote

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import people
from tests.epcis.documents import CONTEXT, GTIN, SERIAL, event
from tests.repository.machine import call, captured, get
from txng.repository import queries

pytestmark = pytest.mark.django_db

OTHER = f"https://id.gs1.org/01/{GTIN}/21/S2"


def on_days(*days: int) -> list[dict]:
    return [event(eventTime=f"2026-10-{day:02}T08:00:00Z") for day in days]


def days_of(answer) -> list[int]:
    return [int(one["eventTime"][8:10]) for one in answer.events]


def walked(target: str | None, key: str) -> list[list[int]]:
    """The days of each page, to the last."""
    pages = []
    while target is not None:
        answer = call("GET", target, key)
        assert answer.status == 200, answer.body
        pages.append(days_of(answer))
        target = answer.next
    return pages


# --- what is told -----------------------------------------------------------------------------


def test_an_event_comes_back_with_its_name_its_time_and_everything_it_said(an):
    told = event(**{"cbvmda:note": "Vườn bà Ka Hồ"})
    captured(an, told)
    (answered,) = get("/events", an).events
    assert answered.pop("eventID").startswith("urn:uuid:")
    assert answered.pop("recordTime").endswith("Z")
    assert answered == told


def test_answers_are_valid_epcis_by_gs1s_own_schema(an, shared_epcis):
    import jsonschema_rs

    schema = json.loads((shared_epcis / "schema" / "EPCIS-JSON-Schema.json").read_text())
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    for file in sorted(shared_epcis.glob("examples-json/**/*.jsonld")):
        assert call("POST", "/epcis/capture", an, file.read_bytes()).status == 202, file.name
    answer = get("/events?perPage=1000", an)
    assert len(answer.events) == 51
    validator.validate(answer.json)


def test_an_event_is_found_by_its_name_in_the_path(an):
    captured(an, event(eventID="https://example.org/events/7/a"))
    answer = get("/events/https%3A%2F%2Fexample.org%2Fevents%2F7%2Fa", an)
    assert [one["eventID"] for one in answer.events] == ["https://example.org/events/7/a"]
    assert answer.body.count(b'"eventID"') == 1


def test_an_event_is_told_with_the_declaration_of_its_error(an):
    told = event(eventID="urn:uuid:1")
    declared = {**told, "errorDeclaration": {"declarationTime": "2026-10-02T08:00:00Z"}}
    captured(an, told)
    captured(an, declared)
    found = get("/events/urn:uuid:1", an).events
    assert ["errorDeclaration" in one for one in found] == [False, True]


@pytest.mark.parametrize("name", ["urn:uuid:none", "x", "%C3%A9", "%ff", "a" * 5000])
def test_an_event_id_of_a_missing_event_is_not_found(an, name):
    assert get(f"/events/{name}", an).status == 404


def test_dung_cannot_see_what_an_captured_and_binh_can(an, binh, dung):
    captured(an, event(eventID="urn:uuid:1"), event(action="ADD"))
    for target in ("/events", f"/events?MATCH_anyEPC={SERIAL}"):
        assert len(get(target, an).events) == 2
        assert len(get(target, binh).events) == 2
        assert get(target, dung).events == []
    assert get("/events/urn:uuid:1", binh).status == 200
    hidden, missing = get("/events/urn:uuid:1", dung), get("/events/urn:uuid:2", dung)
    assert hidden.status == missing.status == 404
    assert hidden.body.replace(b"uuid:1", b"uuid:2") == missing.body


# --- order, limits ----------------------------------------------------------------------------


def test_events_come_oldest_first_unless_an_order_is_asked_for(an):
    captured(an, *on_days(2, 1, 3))
    assert days_of(get("/events", an)) == [1, 2, 3]
    assert days_of(get("/events?orderBy=eventTime", an)) == [3, 2, 1]
    assert days_of(get("/events?orderBy=eventTime&orderDirection=ASC", an)) == [1, 2, 3]


def test_a_count_limit_ends_the_answer_however_it_is_paged(an):
    captured(an, *on_days(1, 2, 3, 4, 5, 6))
    limited = "/epcis/events?orderBy=eventTime&orderDirection=ASC&eventCountLimit="
    assert walked(f"{limited}4", an) == [[1, 2, 3, 4]]
    assert walked(f"{limited}4&perPage=3", an) == [[1, 2, 3], [4]]
    assert walked(f"{limited}4&perPage=2", an) == [[1, 2], [3, 4]]
    assert walked(f"{limited}6&perPage=3", an) == [[1, 2, 3], [4, 5, 6]]
    assert walked(f"{limited}9&perPage=4", an) == [[1, 2, 3, 4], [5, 6]]


def test_more_events_than_may_come_are_refused_and_fewer_are_paged(an):
    captured(an, *on_days(1, 2, 3, 4))
    answer = get("/events?maxEventCount=3", an)
    assert (answer.status, answer.title) == (413, "QueryTooLargeException")
    assert get("/events?maxEventCount=3&perPage=2", an).status == 413
    assert walked("/epcis/events?maxEventCount=4&perPage=3", an) == [[1, 2, 3], [4]]
    assert days_of(get("/events?maxEventCount=5", an)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "query",
    ["EQ_nothing=1", "perPage=", "perPage=0000000001000000", "nextPageToken=x", "nextPageToken=",
     "nextPageToken=%C3%A9:a:b", "perPage=0", "perPage=99999", "perPage=x", "perPage=%C2%B2",
     "orderBy=size", "%ff=1", "GE_eventTime=x", "perPage=1&perPage=2", "perPage=1&perPage=1",
     "&".join(f"a{n}=1" for n in range(300)), "EQ_bizStep=a%00b", "WD_readPoint=urn:x:%00",
     "GE_eventTime=2026-01-01T00:00:00Z&GE_eventTime=2026-01-01T00:00:00Z"],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_refused(an, query):
    answer = get(f"/events?{query}", an)
    assert (answer.status, answer.title) == (400, "QueryParameterException")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["EQ_bizStep", "MATCH_anyEPC", "GE_eventTime", "EQ_quantity", "x", "perPage",
                             "nextPageToken", "orderBy", "EQ_ex:a", "WD_readPoint", "eventType"]),
            st.text(max_size=20),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_no_question_however_odd_makes_the_repository_fail(an, pairs):
    query = "&".join(f"{quote(name)}={quote(value, errors='replace')}" for name, value in pairs)
    assert get(f"/events?{query}", an).status in (200, 400)


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("grai", "https://id.gs1.org/8003/09520000123451"),
        ("gdti", "https://id.gs1.org/253/9520000123451"),
        ("sgcn", "https://id.gs1.org/255/9520000123451"),
    ],
)
def test_a_class_of_a_company_with_twelve_digits_is_found_by_the_urn_that_tells_it(
    an, settings, kind, link
):
    """All digits stand in the prefix, so the reference is empty (Tag Data Standard 2.0 §8)."""
    settings.COMPANY_PREFIXES = ("952000012345",)
    urn = f"urn:epc:idpat:{kind}:952000012345..*"
    told = [{"epcClass": link, "quantity": 5}]
    captured(an, event(epcList=None, quantityList=told), event(epcList=[f"{link}7"]), event())
    (answered,) = get(f"/events?MATCH_epcClass={urn}", an, gs1_epc_format="Always_EPC_URN").events
    assert answered["quantityList"][0]["epcClass"] == urn
    assert len(get(f"/events?MATCH_anyEPCClass={urn}", an).events) == 1
    assert len(get(f"/events?MATCH_epc={urn}", an).events) == 1
    captured(an, event(epcList=None, quantityList=[{"epcClass": urn, "quantity": 7}]))
    assert len(get(f"/events?MATCH_epcClass={urn}", an).events) == 2


# --- pages ------------------------------------------------------------------------------------


def test_pages_are_linked_until_the_last_one(an):
    captured(an, *on_days(*range(1, 8)))
    target = "/epcis/events?perPage=3&EQ_bizStep=shipping|receiving"
    assert walked(target, an) == [[1, 2, 3], [4, 5, 6], [7]]


def test_the_last_page_has_no_link_even_when_it_is_exactly_full(an):
    captured(an, *on_days(1, 2, 3, 4))
    assert walked("/epcis/events?perPage=2", an) == [[1, 2], [3, 4]]
    assert walked("/epcis/events?perPage=4", an) == [[1, 2, 3, 4]]
    assert walked("/epcis/events?perPage=2&EQ_bizStep=receiving", an) == [[]]


def test_a_page_holds_thirty_unless_it_is_told(an):
    captured(an, *on_days(*range(1, 32)))
    first = get("/events", an)
    assert len(first.events) == 30
    assert first.next is not None
    assert get("/events?perPage=31", an).next is None


def test_events_that_share_a_moment_are_neither_lost_nor_repeated(an):
    captured(an, *(event(eventID=f"urn:uuid:{number}") for number in range(7)))
    for order in (
        "",
        "&orderBy=eventTime",
        "&orderBy=recordTime",
        "&orderBy=recordTime&orderDirection=ASC",
    ):
        names, target = [], f"/epcis/events?perPage=2{order}"
        while target is not None:
            answer = call("GET", target, an)
            names += [one["eventID"] for one in answer.events]
            target = answer.next
        assert sorted(names) == [f"urn:uuid:{number}" for number in range(7)]


def token_of(answer) -> str:
    return answer.next.partition("nextPageToken=")[2]


def test_a_page_token_belongs_to_its_question_and_is_signed(an):
    captured(an, event(), event(action="ADD"))
    token = token_of(get("/events?perPage=1", an))
    assert get(f"/events?nextPageToken={token}", an).status == 200
    other = get(f"/events?perPage=1&EQ_action=ADD&nextPageToken={token}", an)
    forged = get(f"/events?perPage=1&nextPageToken={token[:-2]}", an)
    elsewhere = get(f"/bizSteps?nextPageToken={token}", an)
    ordered = get(f"/events?orderBy=recordTime&nextPageToken={token}", an)
    for answer in (other, forged, elsewhere, ordered):
        assert (answer.status, answer.title) == (400, "QueryParameterException")


def test_a_page_token_belongs_to_its_asker(an, binh, dung):
    captured(an, event(), event(action="ADD"))
    token = token_of(get("/events?perPage=1", an))
    also_an = people.key_of(people.an())
    assert get(f"/events?nextPageToken={token}", also_an).status == 200
    for other in (binh, dung):
        assert get(f"/events?nextPageToken={token}", other).status == 400


def test_a_page_token_lives_for_an_hour(an, monkeypatch):
    captured(an, event(), event(action="ADD"))
    token = token_of(get("/events?perPage=1", an))
    monkeypatch.setattr(queries.paging, "TOKEN_LIFETIME", -1)
    assert get(f"/events?nextPageToken={token}", an).status == 400


def test_the_link_asks_the_same_question_again(an):
    own = "https://example.org/steps?a=b&c=d+e"  # what a query string must escape
    captured(an, *({**one, "bizStep": own} for one in on_days(1, 2)))
    first = get(f"/events?EQ_bizStep={quote(own, safe='')}&perPage=1", an)
    assert days_of(first) == [1]
    second = call("GET", first.next, an)
    assert days_of(second) == [2]
    assert second.next is None


def test_a_page_token_is_promised_for_no_second_longer_than_it_is_taken(an):
    captured(an, *on_days(1, 2))
    answer = get("/events?perPage=1", an)
    signed_at = signing.b62_decode(unquote(token_of(answer)).split(":")[1])
    expires = datetime.fromisoformat(answer.headers["GS1-Next-Page-Token-Expires"])
    assert expires.timestamp() <= signed_at + queries.paging.TOKEN_LIFETIME


def test_a_page_token_that_was_given_back_is_refused(an, dung):
    captured(an, event(), event(action="ADD"))
    token = token_of(get("/events?perPage=1", an))
    assert call("DELETE", f"/epcis/nextPageToken/{token}", dung).status == 404
    assert get(f"/events?nextPageToken={token}", an).status == 200
    for _ in range(2):
        answer = call("DELETE", f"/epcis/nextPageToken/{token}", an)
        assert (answer.status, answer.body) == (204, b"")
    answer = get(f"/events?nextPageToken={token}", an)
    assert (answer.status, answer.title) == (400, "QueryParameterException")
    assert call("DELETE", "/epcis/nextPageToken/nonsense", an).status == 404


def test_a_key_that_only_captures_gives_back_the_token_of_its_own_list(an, dung):
    captured(an, event())
    captured(an, event(action="ADD"))
    tells, sends = (
        people.key_of(replace(person, scopes=frozenset({"capture"})))
        for person in (people.an(), people.dung())
    )
    token = token_of(get("/capture?perPage=1", tells))
    path = f"/epcis/nextPageToken/{token}"
    assert call("OPTIONS", path, tells).status == 204
    assert call("DELETE", path, sends).status == call("DELETE", path, dung).status == 404
    assert get(f"/capture?nextPageToken={token}", tells).status == 200
    assert call("DELETE", path, tells).status == 204
    assert get(f"/capture?nextPageToken={token}", tells).status == 400


def test_what_is_kept_of_tokens_given_back_goes_when_they_have_expired(an):
    from datetime import timedelta

    from django.utils import timezone

    from txng.repository.models import ReleasedPageToken

    ReleasedPageToken.objects.create(pk="0" * 32, expires_at=timezone.now() - timedelta(1))
    captured(an, event(), event(action="ADD"))
    call("DELETE", f"/epcis/nextPageToken/{token_of(get('/events?perPage=1', an))}", an)
    assert ReleasedPageToken.objects.count() == 1


# --- what others captured, and what comes back -------------------------------------------------


def test_an_event_that_another_captured_first_is_stored_and_found_again(an, dung):
    told = json.dumps(event(**{"@context": CONTEXT})).encode()
    of_dung = call("POST", "/epcis/events", dung, told)
    of_an = call("POST", "/epcis/events", an, told)
    assert (of_dung.status, of_an.status) == (201, 201)
    assert of_dung.headers["Location"] != of_an.headers["Location"]
    assert of_dung.json["recordTime"] < of_an.json["recordTime"]
    for key, answer, other in ((an, of_an, of_dung), (dung, of_dung, of_an)):
        (found,) = call("GET", _place(answer), key).events
        assert found["recordTime"] == answer.json["recordTime"]
        assert call("GET", _place(other), key).status == 404
        again = call("POST", "/epcis/events", key, told)
        assert (_place(again), again.json) == (_place(answer), answer.json)
        assert len(get("/events", key).events) == 1


def test_names_that_a_stranger_took_refuse_nobody(an, dung):
    captured(dung, event(eventID="https://an.example/events/1", action="ADD"))
    captured(an, event(eventID="https://an.example/events/1"))
    (found,) = get("/events/https%3A%2F%2Fan.example%2Fevents%2F1", an).events
    assert found["action"] == "OBSERVE"


@pytest.mark.parametrize("accept", ["application/json", "application/xml"])
@pytest.mark.parametrize("name", [{}, {"eventID": "urn:uuid:1"}])
def test_an_answer_that_is_captured_again_brings_nothing_new(an, accept, name):
    """The answer spells things as Digital Links, names the event that had no name, and has texts for the
    numbers of extensions where it is in XML."""
    weighed = {"ex:weight": 26.5, "ex:parts": [{"ex:organic": True}], "ex:note": None}
    own = [CONTEXT, {"ex": "https://example.org/ns#"}]
    sent = event(epcList=["urn:epc:id:sgtin:0614141.107346.2018"], **weighed, **name)
    captured(an, sent, **{"@context": own})
    answer = call("GET", "/epcis/events", an, accept=accept)
    assert b"id.gs1.org/01/" in answer.body
    again = call("POST", "/epcis/capture", an, answer.body, content_type=accept)
    assert again.status == 202, again.body
    job = call("GET", _place(again), an).json
    assert (job["success"], job["duplicates"]) == (True, 1), job


def _place(answer) -> str:
    return "/" + answer.headers["Location"].partition("://")[2].partition("/")[2]


def test_an_event_that_is_only_spelt_otherwise_is_answered_as_it_is_kept(an):
    urn, link = (
        "urn:epc:id:sgtin:0614141.107346.2018",
        "https://id.gs1.org/01/10614141073464/21/2018",
    )
    answers = [
        call("POST", "/epcis/events", an, json.dumps({"@context": CONTEXT, **told}).encode())
        for told in (event(eventID="urn:uuid:1", epcList=[one]) for one in (urn, link))
    ]
    assert [one.status for one in answers] == [201, 201], answers[1].body
    assert answers[0].json == answers[1].json


def test_a_declaration_that_is_captured_again_brings_nothing_new(an):
    told = event(eventID="urn:uuid:1", epcList=["urn:epc:id:sgtin:0614141.107346.2018"])
    declared = {"errorDeclaration": {"declarationTime": "2026-10-02T08:00:00Z"}}
    captured(an, told, told | declared)
    answer = get("/events", an)
    again = call("POST", "/epcis/capture", an, answer.body, content_type="application/json")
    job = call("GET", _place(again), an).json
    assert (job["success"], job["accepted"], job["duplicates"]) == (True, 0, 2), job
