"""The door of the EPCIS interface: paths, methods, keys, forms of answer, errors."""

from dataclasses import replace

import pytest

from tests import people
from tests.epcis.documents import SERIAL, document, event
from tests.repository.machine import basic, call, captured, environ_of, escaped, get, post, send
from txng.repository import rest
from txng.repository.rest.routes import RESOURCES

pytestmark = pytest.mark.django_db

DISCOVERY = (
    "GS1-EPCIS-Version", "GS1-EPCIS-Min", "GS1-EPCIS-Max", "GS1-CBV-Version", "GS1-CBV-Min",
    "GS1-CBV-Max", "GS1-EPC-Format", "GS1-CBV-XML-Format", "GS1-Vendor-Version",
)  # fmt: skip


# --- paths and methods ------------------------------------------------------------------------


def test_the_top_names_every_resource_of_the_standard(an):
    assert set(get("/", an).members) == {
        "bizLocations", "bizSteps", "capture", "dispositions", "epcs", "events", "eventTypes",
        "queries", "readPoints",
    }  # fmt: skip
    answer = get("", an, accept="application/xml")
    assert answer.headers["Content-Type"] == "application/xml"
    assert len(answer.xml.findall("member")) == 9


@pytest.mark.parametrize(
    "target",
    ["/epcis/", "/epcis/events/", "http://localhost/epcis/events", "/epcis/events/urn:a:1/"],
)
def test_a_slash_at_the_end_or_a_whole_address_is_the_same_path(an, target):
    captured(an, event(eventID="urn:a:1"))
    path = target.removeprefix("http://localhost")
    assert send(environ_of("GET", path, an) | {"RAW_URI": target}).status == 200
    assert call("GET", path, an).status == 200


@pytest.mark.parametrize(
    "target",
    ["/nothing", "/events/a/b", "/events/a/events", "/queries/a/b", "/queries/a/subscriptions/b/c",
     "/bizSteps/a/b", "/events//x", "/bizStep", "/%65vents%2Fa", "/soap/x", "/capture/%00", "/epcs/%00",
     "/queries/a%00", "/bizSteps/%00/events"],
)  # fmt: skip
def test_a_path_outside_the_interface_is_missing(an, target):
    answer = get(target, an)
    assert (answer.status, answer.title) == (404, "NoSuchResourceException")


ADDRESS = "https://example.org/e/1?a=b%2Fc#d"


@pytest.mark.parametrize("variable", ["", "RAW_URI", "REQUEST_URI"])
@pytest.mark.parametrize("event_id", [ADDRESS, "https://example.org/events/", "urn:a:đà/lạt"])
def test_a_value_may_be_an_address_whatever_the_server_hands_over(an, variable, event_id):
    captured(an, event(eventID=event_id, bizStep="https://example.org/steps/carving"))
    for path in (
        f"/events/{escaped(event_id)}",
        "/bizSteps/https%3A%2F%2Fexample.org%2Fsteps%2Fcarving/events",
        f"/epcs/{escaped(SERIAL)}/events/",
    ):
        target = f"/epcis{path}"
        environ = environ_of("GET", target, an) | ({variable: target} if variable else {})
        assert [one["eventID"] for one in send(environ).events] == [event_id]


def test_slashes_that_nobody_escaped_are_part_of_the_value_and_escaped_in_the_link(an):
    captured(an, *(event(eventTime=f"2026-10-0{day}T08:00:00Z") for day in (1, 2, 3)))
    first = get(f"/epcs/{SERIAL}/events?perPage=2", an)
    assert len(first.events) == 2
    assert first.next.startswith(f"/epcis/epcs/{escaped(SERIAL)}/events?perPage=2&nextPageToken=")
    assert len(call("GET", first.next, an).events) == 1
    assert get(f"/epcs/{SERIAL}", an).members == ["events"]
    assert get("/epcs/https://id.gs1.org/01/08938505974019/21/none/events", an).status == 404


def test_a_server_may_put_the_mount_point_into_the_script_name(an):
    captured(an, event(eventID="urn:a:1"))
    environ = environ_of("GET", "/epcis/events/urn:a:1", an)
    environ["SCRIPT_NAME"], environ["PATH_INFO"] = "/epcis", "/events/urn:a:1"
    assert len(send(environ).events) == 1


def test_a_method_that_a_path_does_not_take_is_refused_and_the_others_named(an):
    for method, target, allowed in (
        ("DELETE", "/epcis/events", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/epcis/bizSteps", "GET, HEAD, OPTIONS"),
        ("GET", "/epcis/nextPageToken/x", "DELETE, OPTIONS"),
        ("TRACE", "/epcis/queries/x", "DELETE, GET, HEAD, OPTIONS"),
    ):
        answer = call(method, target, an)
        assert (answer.status, answer.headers["Allow"]) == (405, allowed)
        assert answer.title == "ImplementationException"


def test_head_is_get_without_the_body(an):
    captured(an, event())
    for target in ("/", "/events", "/bizSteps", "/capture", "/epcs"):
        head, full = call("HEAD", f"/epcis{target}", an), get(target, an)
        assert (head.status, head.body) == (200, b"")
        assert head.headers.keys() == full.headers.keys()


def test_a_request_line_that_is_too_long_is_refused(an):
    answer = get("/events?" + "a" * 20_000, an)
    assert (answer.status, answer.title) == (414, "URITooLongException")


# --- OPTIONS ----------------------------------------------------------------------------------


def test_options_tells_methods_and_versions_of_every_path_without_a_key():
    for resource in RESOURCES.values():
        path = resource.template.replace("{", "").replace("}", "")
        answer = call("OPTIONS", f"/epcis{path}")
        assert (answer.status, answer.body) == (204, b""), path
        assert answer.headers["Allow"] == resource.allowed
        assert [name for name in DISCOVERY if name not in answer.headers] == []
        assert "Content-Length" not in answer.headers
        assert "Content-Type" not in answer.headers


def test_options_of_capture_tells_its_limits():
    headers = call("OPTIONS", "/epcis/capture").headers
    assert headers["GS1-EPCIS-Capture-Limit"] == "100000"
    assert headers["GS1-EPCIS-Capture-File-Size-Limit"] == str(64 * 1024 * 1024)
    assert headers["GS1-Capture-Error-Behaviour"] == "all"
    assert "GS1-EPCIS-Capture-Limit" not in call("OPTIONS", "/epcis/events").headers


def test_options_with_a_key_tells_its_holder_what_is_missing(an, dung):
    captured(an, event(eventID="urn:a:1", bizStep="urn:x:carving"))
    for target in ("/events/urn:a:1", f"/epcs/{escaped(SERIAL)}", "/bizSteps/urn:x:carving/events"):
        assert call("OPTIONS", f"/epcis{target}", an).status == 204
        assert call("OPTIONS", f"/epcis{target}", dung).status == 404
    for target in ("/queries/none", "/queries/none/events", "/queries/none/subscriptions",
                   "/queries/none/subscriptions/x", "/capture/x", "/eventTypes/NoEvent"):  # fmt: skip
        assert call("OPTIONS", f"/epcis{target}", an).status == 404, target
    assert call("OPTIONS", "/epcis/events", "txng_0000_1111").status == 401
    tells = people.key_of(replace(people.an(), scopes=frozenset({"capture"})))
    assert call("OPTIONS", "/epcis/events", tells).status == 204  # where it may send one
    assert call("OPTIONS", "/epcis/epcs", tells).status == 403


def test_no_part_of_any_path_reaches_a_database_with_nul(an):
    for route in rest.ROUTES:
        parts = route.template.split("/")
        for place in [at for at, part in enumerate(parts) if part.startswith("{")]:
            path = "/".join("a%00b" if at == place else part for at, part in enumerate(parts))
            answer = call(route.method, f"/epcis{path}", an, content_type="application/json")
            assert (answer.status, answer.title) == (404, "NoSuchResourceException"), path


# --- who may ----------------------------------------------------------------------------------


def test_nothing_is_answered_without_a_valid_key():
    for route in rest.ROUTES:
        path = route.template.replace("{", "").replace("}", "")
        for key in ("", "nonsense", "txng_0000_1111"):
            answer = call(route.method, f"/epcis{path}", key, content_type="application/json")
            assert (answer.status, answer.title) == (401, "SecurityException"), path
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_does_only_what_its_scopes_say():
    asks = people.key_of(replace(people.an(), scopes=frozenset({"query"})))
    tells = people.key_of(replace(people.an(), scopes=frozenset({"capture"})))
    assert call("POST", "/epcis/capture", asks, document(event())).status == 403
    assert call("POST", "/epcis/events", asks, document(event())).status == 403
    for target in ("/events", "/epcs", "/bizSteps", "/queries", "/", "/openapi.json"):
        answer = get(target, tells)
        assert (answer.status, answer.title) == (403, "SecurityException")
    assert call("POST", "/epcis/capture", tells, document(event())).status == 202
    assert len(get("/events", asks).events) == 1


def test_a_key_comes_as_bearer_or_as_the_password_of_basic(an):
    assert call("GET", "/epcis/events", authorization=f"bearer {an}").status == 200
    assert call("GET", "/epcis/events", authorization=basic(an)).status == 200
    for wrong in (
        f"Basic {an}",
        an,
        f"Digest {an}",
        "Basic " + "é",
        basic(""),
        "Basic bm9jb2xvbg==",
    ):
        assert call("GET", "/epcis/events", authorization=wrong).status == 401


def test_who_may_see_everything_may_also_ask():
    sees = people.key_of(replace(people.binh(), scopes=frozenset({"oversight"})))
    assert get("/events", sees).status == 200


# --- forms of answer --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "told"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("application/xml", "application/xml"),
        ("text/xml", "text/xml"),
        ("text/html, application/xml;q=0.9, */*;q=0.1", "application/xml"),
        ("application/xml;q=0.2, application/json;q=0.3", "application/json"),
        ("application/json;q=0, application/*", "application/ld+json"),
        ("application/problem+xml", "application/xml"),
        # the same form twice: the better word counts
        ("application/xml;q=0.9, application/json;q=0.5, application/xml;q=0.1", "application/xml"),
    ],
)
def test_events_are_told_in_the_form_that_is_asked_for(an, accept, told):
    captured(an, event())
    answer = get("/events", an, accept=accept)
    assert (answer.status, answer.headers["Content-Type"]) == (200, told)
    assert answer.body.lstrip()[:1] == (b"<" if "xml" in told else b"{")


@pytest.mark.parametrize(
    "accept", ["text/html", "application/json;q=0", "image/*", "text/plain;q=1"]
)
def test_a_form_that_nobody_has_is_not_acceptable(an, accept):
    answer = get("/events", an, accept=accept)
    assert (answer.status, answer.title) == (406, "NotAcceptableException")


@pytest.mark.parametrize("accept", ["application/xml", "text/plain", "application/json;q=0"])
def test_what_is_answered_without_content_is_done_whatever_form_is_asked_for(an, accept):
    taken = call(
        "POST", "/epcis/capture", an, document(event(), event(action="ADD")), accept=accept
    )
    assert (taken.status, taken.body) == (202, b"")
    assert post("/queries", an, {"name": "all", "query": {}}).status == 201
    whom = {"dest": "https://93.184.216.34/epcis", "stream": True}
    name = post("/queries/all/subscriptions", an, whom).json["subscriptionID"]
    token = get("/events?perPage=1", an).next.partition("nextPageToken=")[2]
    for path in (f"/queries/all/subscriptions/{name}", "/queries/all", f"/nextPageToken/{token}"):
        gone = call("DELETE", f"/epcis{path}", an, accept=accept, gs1_extensions="ex=urn:x:")
        assert (gone.status, gone.body) == (204, b""), path
        assert gone.headers["GS1-Extensions"] == "ex=urn:x:"
    assert get("/queries", an).json == []
    assert (
        call("DELETE", "/epcis/queries/none", an, accept=accept).title == "NoSuchResourceException"
    )


def test_an_answer_says_its_versions_and_repeats_the_extensions(an):
    told = "ex=https://example.org/epcis/, fit=https://fit.example/ns#"
    headers = get("/events", an, gs1_extensions=told).headers
    assert headers["GS1-EPCIS-Version"] == "2.0.0"
    assert headers["GS1-CBV-Version"] == "2.0.0"
    assert headers["GS1-Extensions"] == told
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "version"),
    [
        ({}, "2.0.0"),
        ({"gs1_epcis_min": "2.0.0", "gs1_epcis_max": "2.0.0"}, "2.0.0"),
        ({"gs1_epcis_min": "1.1", "gs1_epcis_max": "2"}, "2.0.0"),
        ({"gs1_epcis_max": "1.2.0", "accept": "*/*"}, "1.2.0"),
        ({"gs1_epcis_max": "1.2", "gs1_cbv_max": "1.2.2", "accept": "text/xml"}, "1.2.0"),
        ({"gs1_epcis_version": "1.2"}, "1.2.0"),
        ({"gs1_cbv_max": "1.2"}, "1.2.0"),
        ({"gs1_epcis_max": "1.2", "accept": "application/json"}, None),
        ({"gs1_epcis_max": "1.1", "accept": "*/*"}, None),
        ({"gs1_epcis_min": "2.0.1"}, None),
        ({"gs1_epcis_min": "2.0.0", "gs1_epcis_max": "1.2.0"}, None),
        ({"gs1_epcis_min": "2.0.0", "gs1_cbv_max": "1.2"}, None),
        ({"gs1_epcis_min": "3"}, None),
        ({"gs1_epcis_min": "two"}, None),
        ({"gs1_cbv_min": "2.0.0-beta"}, None),
        ({"gs1_epc_format": "Always"}, None),
        ({"gs1_cbv_xml_format": "Always"}, None),
        ({"gs1_extensions": "ex"}, None),
        ({"gs1_extensions": "ex=nothing"}, None),
    ],
)
def test_a_range_of_versions_is_met_or_refused(an, headers, version):
    captured(an, event())
    answer = get("/events", an, **headers)
    if version is None:
        assert (answer.status, answer.title) == (406, "NotAcceptableException")
    else:
        assert answer.headers["GS1-EPCIS-Version"] == version
        assert ("xml" in answer.headers["Content-Type"]) == (version == "1.2.0")
        if version == "1.2.0":
            assert b'schemaVersion="1.2"' in answer.body


def test_only_events_are_told_in_epcis_1_2(an):
    for target in ("/bizSteps", "/capture", "/", "/queries"):
        assert get(target, an, gs1_epcis_max="1.2", accept="*/*").status == 406


def test_things_are_spelled_as_asked_for_and_as_digital_link_without_a_word(an):
    urn = "urn:epc:id:sgtin:9520000.010001.S1"
    captured(an, event(epcList=[urn]))

    def spelled(**headers: str) -> list[str]:
        return get("/events", an, **headers).events[0]["epcList"]

    assert spelled() == spelled(gs1_epc_format="Always_GS1_Digital_Link") == [SERIAL]
    assert spelled(gs1_epc_format="Never_Translates") == [urn]
    assert spelled(gs1_epc_format="Always_EPC_URN") == [urn]
    assert spelled(gs1_epc_format="No_Preference") == [urn]


# --- errors -----------------------------------------------------------------------------------


def test_a_problem_is_told_in_the_writing_that_is_asked_for(an):
    for accept, kind in (
        ("", "json"), ("application/json", "json"), ("application/xml", "xml"),
        ("application/problem+xml", "xml"), ("application/problem+json", "json"),
        ("text/html", "json"), ("application/xml;q=0.5, application/json", "json"),
        ("text/xml, application/json;q=0.5", "xml"), ("application/xml;q=x", "json"),
    ):  # fmt: skip
        answer = get("/events/urn:a:none", an, accept=accept)
        assert answer.headers["Content-Type"] == f"application/problem+{kind}", accept
        if accept not in ("text/html", "application/xml;q=x"):
            assert (answer.status, answer.title) == (404, "NoSuchResourceException")


def test_a_problem_in_xml_is_what_the_standard_draws_and_tells_every_finding(an):
    for number in (1, 2):
        body = document(event(), *[event(bizStep="dancing")] * number)
        answer = call("POST", "/epcis/capture", an, body, accept="text/xml")
        assert answer.status == 400
        assert answer.xml.tag == "{urn:epcglobal:epcis:xsd:2}EPCISException"
        assert answer.xml.findtext("type") == "epcisException:ValidationException"
        detail = answer.xml.findtext("detail")
        assert [f"/eventList/{n}/bizStep" in detail for n in (1, 2)] == [True, number == 2]


def test_our_own_mistake_is_a_problem_too_and_tells_nothing_of_the_inside(an, monkeypatch):
    def break_down(*arguments, **named):
        raise RuntimeError("secret")

    monkeypatch.setattr("txng.repository.queries.events", break_down)
    answer = get("/events", an)
    assert (answer.status, answer.title) == (500, "ImplementationException")
    assert b"secret" not in answer.body


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_is_replaced_before_anybody_notices(an, engine):
    import os

    import psycopg
    from django.db import connection

    if engine != "postgresql":
        pytest.skip("SQLite has no connection that could die")
    captured(an, event())
    with psycopg.connect(os.environ["TXNG_TEST_POSTGRES"], autocommit=True) as other:
        pid = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])  # waits for its end
    assert get("/events", an).status == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_without_tables_is_answered_503_and_says_when_to_come_back(an, monkeypatch):
    from django.db import connection

    from txng.eventstore.errors import NotInstalled

    def missing(driver):
        raise NotInstalled("no tables")

    monkeypatch.setattr("txng.repository.connection.settings_of", missing)
    monkeypatch.delattr(connection, "txng_event_store", raising=False)
    answer = get("/events", an)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert answer.title == "ImplementationException"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_answered_503(an, monkeypatch):
    from django.db import OperationalError

    def away(*arguments, **named):
        raise OperationalError("connection to server at 10.0.0.5 refused")

    monkeypatch.setattr("txng.accounts.queries.actor_for_bearer", away)
    answer = get("/events", an)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert b"10.0.0.5" not in answer.body


@pytest.mark.django_db(transaction=True)
def test_what_a_database_refuses_is_our_failure_and_nobody_is_told_to_come_back(an, monkeypatch):
    """A client that obeys Retry-After would send what cannot be kept for ever."""
    from django.db import DataError, IntegrityError, InternalError, ProgrammingError
    from structlog.testing import capture_logs

    for kind in (DataError, IntegrityError, InternalError, ProgrammingError):

        def refused(*arguments, kind=kind, **named):
            raise kind("no text of PostgreSQL holds the secret 5")

        monkeypatch.setattr("txng.repository.queries.events", refused)
        with capture_logs() as logs:
            answer = get("/events", an)
        assert (answer.status, answer.title) == (500, "ImplementationException")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "Retry-After" not in answer.headers
        assert b"secret" not in answer.body
        assert [line["event"] for line in logs] == ["epcis_failed"]


def test_whoever_asks_what_the_soap_door_can_do_is_refused_as_at_every_other_door(an):
    """OPTIONS carries no message of SOAP, so a wrong header of it is answered by a problem."""
    asked = call("OPTIONS", "/epcis/soap", an, gs1_extensions="/3J,'")
    assert (asked.status, asked.headers["Content-Type"]) == (406, "application/problem+json")
    message = call("POST", "/epcis/soap", an, b"<", gs1_extensions="/3J,'", content_type="text/xml")
    assert message.headers["Content-Type"].startswith("text/xml")
