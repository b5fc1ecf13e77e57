"""Faults, messages that are none, the description, and the way through the machine's door."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests import people
from tests.epcis.documents import CONTEXT, event
from tests.repository.machine import call, environ_of, post, send
from tests.repository.soap.asking import (
    HALL,
    MARKET,
    VERSION,
    capture,
    client_at_the_door,
    client_of,
    envelope,
    fault_in,
    master_data,
    refused,
)
from tests.repository.soap.client import EVENTS, QUERY, Fault
from txng.epcis.errors import EpcisException
from txng.repository.soap import door, faults, operations, wsdl
from txng.repository.soap import envelope as soap_envelope
from txng.repository.soap.faults import Name

pytestmark = pytest.mark.django_db

SHIPPING = "urn:epcglobal:cbv:bizstep:shipping"
SENSORS = [{"sensorReport": [{"type": "gs1:Temperature", "value": 4, "uom": "CEL"}]}]

# --- faults -------------------------------------------------------------------------------------


def test_a_name_that_nobody_gave_is_no_such_name(client):
    assert refused(lambda: client.poll("none")).name == "NoSuchNameException"
    assert refused(lambda: client.subscription_ids("none")).name == "NoSuchNameException"


@pytest.mark.parametrize(
    "params",
    [
        {"EQ_nothing": ["x"]}, {"eventType": []}, {"GE_eventTime": "yesterday"},
        {"EXISTS_errorDeclaration": ["a", "b"]}, {"EQ_bizStep": None}, {"maxEventCount": "many"},
        {"GE_eventTime": ["2026-10-02T00:00:00Z", "2026-10-03T00:00:00Z"]},
        [("EQ_action", ["ADD"]), ("EQ_action", ["DELETE"])],
    ],
)  # fmt: skip
def test_a_parameter_that_is_wrong_is_named_in_both_languages(client, params):
    asking = {"queryName": EVENTS, "params": params}
    fault = refused(lambda: client.ask("Poll", **asking))
    assert (fault.name, fault.code) == ("QueryParameterException", "Client")
    assert fault.namespace == QUERY[client.version]
    reason = fault.detail.findtext("reason")
    assert " / " in reason
    assert reason.startswith("Expected")


def every_operation(client):
    return (
        client.poll, client.names, client.subscription_ids, client.master_data,
        lambda: client.subscribe("x"), lambda: client.unsubscribe("x"),
        lambda: client.ask("GetStandardVersion"), lambda: client.ask("GetVendorVersion"),
    )  # fmt: skip


@pytest.mark.parametrize("version", ["1.2", "2.0"])
def test_a_key_that_only_captures_hears_a_security_exception_at_every_operation(schemas, version):
    tells = people.key_of(replace(people.an(), scopes=frozenset({"capture"})))
    client = client_at_the_door(tells, version, schemas.get(version))
    for asking in every_operation(client):
        fault = refused(asking)
        assert (fault.name, fault.status, fault.code) == ("SecurityException", 500, "Client")
        assert fault.namespace == QUERY[version]
        assert " / " in fault.detail.findtext("reason")


@pytest.mark.parametrize("key", ["", "txng_of_nobody"])
def test_whoever_has_no_key_hears_how_to_sign_in_as_a_fault(schemas, key):
    client = client_at_the_door(key, "1.2", schemas.get("1.2"))
    for asking in every_operation(client):
        fault = refused(asking)
        assert (fault.name, fault.status) == ("SecurityException", 401)
    answer = call("POST", "/epcis/soap", key, envelope(VERSION), content_type="text/xml")
    assert "Basic" in answer.headers["WWW-Authenticate"]


def test_the_questions_ask_for_the_scope_themselves():
    tells = replace(people.an(), scopes=frozenset({"capture"}))
    assert refused(client_of(tells).poll).name == "SecurityException"


def test_a_query_that_is_too_complex_is_said_to_be(client, monkeypatch):
    from txng.eventstore import master_data as store

    capture(event(), **master_data({"id": MARKET, "children": [HALL]}))
    monkeypatch.setattr(store, "MAX_DESCENDANTS", 1)
    fault = refused(lambda: client.master_data(WD_name=[MARKET]))
    assert fault.name == "QueryTooComplexException"


def test_what_breaks_inside_is_one_sentence_and_no_stack(client, monkeypatch):
    def broken(actor, query):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(operations, "poll", broken)
    fault = refused(client.poll)
    assert (fault.name, fault.code) == ("ImplementationException", "Server")
    assert "secret" not in etree.tostring(fault.detail).decode() + fault.reason


def test_a_database_that_is_away_is_an_implementation_exception(client, monkeypatch):
    from django.db import OperationalError

    def away(actor, query):
        raise OperationalError("server closed")

    monkeypatch.setattr(operations, "poll", away)
    assert "try again" in refused(client.poll).reason


def test_what_a_database_refuses_is_no_reason_to_try_again(client, monkeypatch):
    from django.db import DataError

    def refused_by_it(actor, query):
        raise DataError("secret")

    monkeypatch.setattr(operations, "poll", refused_by_it)
    fault = refused(client.poll)
    assert (fault.name, fault.reason) == ("ImplementationException", "The repository failed")


def test_every_fault_of_the_standard_has_a_name_here():
    from typing import get_args

    listed = {fault for *_, faults in wsdl.OPERATIONS.values() for fault in faults}
    assert listed | {"DuplicateNameException"} == set(get_args(Name))
    assert set(wsdl.OPERATIONS) == set(operations.OPERATIONS)


# --- messages that are none ---------------------------------------------------------------------


BOMB = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 30))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "Client"),
        (b"nonsense", "Client"),
        (envelope(VERSION)[:-5], "Client"),
        (b"\xff\xfe\x00", "Client"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + envelope(VERSION), "Client"),
        (b"<!DOCTYPE x>" + envelope(VERSION), "Client"),
        (b'<!DOCTYPE x [<!ENTITY a0 "a">' + BOMB.encode() + b"]>" + envelope("&a29;"), "Client"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + envelope(VERSION), "Client"),
        (b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + envelope("&f;"), "Client"),
        (envelope(VERSION, around="http://www.w3.org/2003/05/soap-envelope"), "VersionMismatch"),
        (envelope(VERSION, around="urn:other"), "VersionMismatch"),
        (b"<a/>", "Client"),
        (envelope(""), "Client"),
        (envelope(VERSION + VERSION), "Client"),
        (envelope("<GetStandardVersion/>"), "Client"),
        (envelope("<q:DropEverything/>"), "Client"),
        (
            envelope(VERSION, header='<e:Header><x e:mustUnderstand="1"/></e:Header>'),
            "MustUnderstand",
        ),
        (
            envelope(VERSION, header='<e:Header><x e:mustUnderstand=" true "/></e:Header>'),
            "MustUnderstand",
        ),
        (  # whoever is the next to read it
            envelope(
                VERSION,
                header='<e:Header><x e:mustUnderstand="1"'
                ' e:actor="http://schemas.xmlsoap.org/soap/actor/next"/></e:Header>',
            ),
            "MustUnderstand",
        ),
        (envelope(VERSION).replace(b"</e:Body>", b"</e:Body><q:More/>"), "Client"),
        (envelope(VERSION).replace(b"</e:Body>", b"</e:Body><e:Body/>"), "Client"),
        (envelope("<q:Poll>" + "<a>" * 62 + "</a>" * 62 + "</q:Poll>"), "Client"),
        (envelope("<q:Poll>" + "<a>" * 300 + "</a>" * 300 + "</q:Poll>"), "Client"),
        (envelope(VERSION).replace(b"e:Body", b"e:Corps"), "Client"),
    ],
)
def test_a_message_that_is_none_is_a_fault_without_a_detail(body, code):
    fault = refused(lambda: client_of(people.an()).read(*client_of(people.an()).send(body)))
    assert (fault.code, fault.status, fault.detail) == (code, 500, None)
    assert fault.reason


@pytest.mark.parametrize(
    "inside",
    [
        "<q:Poll/>", "<q:Poll><queryName>x</queryName></q:Poll>",
        "<q:Poll><params/></q:Poll>", "<q:Poll>x<queryName>x</queryName><params/></q:Poll>",
        "<q:Poll><queryName>x</queryName><params/><more/></q:Poll>",
        "<q:Poll><queryName>x</queryName><params/><params/></q:Poll>",
        "<q:Poll><queryName><b/></queryName><params/></q:Poll>",
        "<q:Poll><queryName>x</queryName><params><p/></params></q:Poll>",
        "<q:Poll><queryName>x</queryName><params><param><name>a</name></param></params></q:Poll>",
        "<q:Poll><queryName>x</queryName><params><param><value>a</value></param></params></q:Poll>",
        "<q:Poll><queryName>x</queryName><params><param><name/><value>a</value></param></params></q:Poll>",
        ("<q:Poll><queryName>x</queryName><params><param><name>a</name><value><b/></value></param>"
        "</params></q:Poll>"),
        "<q:GetQueryNames><x/></q:GetQueryNames>", "<q:Unsubscribe/>", "<q:GetSubscriptionIDs/>",
        "<q:GetStandardVersion><x/></q:GetStandardVersion>", "<q:Subscribe/>",
    ],
)  # fmt: skip
def test_an_operation_of_another_shape_is_a_validation_exception(inside, schemas):
    client = client_of(people.an(), "1.2", schemas.get("1.2"))
    fault = refused(lambda: client.read(*client.send(envelope(inside))))
    assert (fault.name, fault.code, fault.status) == ("ValidationException", "Client", 500)


def test_headers_that_need_not_be_understood_are_passed_over():
    client = client_of(people.an())
    for header in (
        "<e:Header/>",
        '<e:Header><x e:mustUnderstand="0"/></e:Header>',
        '<e:Header><x e:mustUnderstand="1" e:actor="urn:somebody:else"/></e:Header>',
    ):
        answer = client.read(*client.send(envelope(VERSION, header=header)))
        assert answer.text == "1.2"


def test_a_client_that_qualifies_every_element_is_understood():
    capture(event(eventID="urn:a:1"))
    client = client_of(people.an())
    asked = envelope(
        "<q:Poll><q:queryName>SimpleEventQuery</q:queryName><q:params><q:param>"
        "<q:name>EQ_bizStep</q:name><q:value><q:string>shipping</q:string></q:value>"
        "</q:param></q:params></q:Poll>"
    )
    assert b"urn:a:1" in client.send(asked)[2]


@pytest.mark.parametrize(
    "value",
    ["<value/>", "<value></value>", "<value><VoidHolder/></value>", '<value i:nil="true"/>'],
)
def test_a_value_of_nothing_is_a_void_holder(value):
    capture(event(eventID="urn:a:1", errorDeclaration={"declarationTime": "2026-10-03T08:00:00Z"}))
    asked = envelope(
        "<q:Poll xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>"
        "<queryName>SimpleEventQuery</queryName><params><param>"
        f"<name>EXISTS_errorDeclaration</name>{value}</param></params></q:Poll>"
    )
    client = client_of(people.an())
    assert b"urn:a:1" in client.send(asked)[2]
    empty = asked.replace(b"EXISTS_errorDeclaration", b"EQ_action")
    assert refused(lambda: client.read(*client.send(empty))).name == "QueryParameterException"


def test_a_sentence_of_ours_is_xml_whatever_it_repeats():
    """Names in the database may have come through JSON, which can hold what XML cannot."""
    error = EpcisException("Expected a name, got '\x00\ud800\uffff<&>'", detail_vi="Cần tên")
    body = soap_envelope.fault(faults.fault(error, faults.About("1.2", "\x1b<", "\x7f&")))
    assert "'\ufffd\ufffd\ufffd<&>'" in "".join(etree.fromstring(body).itertext())


def test_an_empty_list_is_a_mistake_and_never_everything():
    fault = refused(lambda: client_of(people.an()).poll(params={"EQ_action": []}))
    assert fault.name == "QueryParameterException"


def test_an_empty_list_is_no_void_holder():
    fault = refused(lambda: client_of(people.an()).poll(params={"EXISTS_errorDeclaration": []}))
    assert fault.name == "QueryParameterException"


def asked(*params: str) -> bytes:
    return envelope(
        f"<q:Poll><queryName>SimpleEventQuery</queryName><params>{''.join(params)}</params></q:Poll>"
    )


def test_a_prefix_may_be_declared_at_the_name_that_uses_it():
    spaces = {"@context": [CONTEXT, {"e": "urn:one:", "f": "urn:two:"}]}
    capture(event(eventID="urn:a:1", **{"e:crop": "rice", "f:kind": "ST25"}), **spaces)
    client = client_of(people.an())
    one, other = (
        f'<param><name xmlns:{prefix}="{iri}">EQ_{prefix}:{name}</name><value>{value}</value></param>'
        for prefix, iri, name, value in (
            ("a", "urn:one:", "crop", "rice"),
            ("b", "urn:two:", "kind", "ST25"),
        )
    )
    assert b"urn:a:1" in client.send(asked(one, other))[2]
    twice = asked(one, other.replace("xmlns:b", "xmlns:a").replace("b:kind", "a:kind"))
    assert refused(lambda: client.read(*client.send(twice))).name == "ValidationException"


def test_a_message_in_utf_16_is_read_and_answered():
    client = client_of(people.an())
    body = ('<?xml version="1.0" encoding="UTF-16"?>' + envelope(VERSION).decode()).encode("utf-16")
    assert client.read(*client.send(body)).text == "1.2"


@pytest.mark.parametrize(
    ("method", "kind", "body", "headers", "status"),
    [
        ("PUT", "text/xml", envelope(VERSION), {}, 405),
        ("DELETE", "text/xml", b"", {}, 405),
        ("POST", "application/json", envelope(VERSION), {}, 415),
        ("POST", "application/soap+xml", envelope(VERSION), {}, 415),
        ("POST", "text/xml", envelope(VERSION), {"content_encoding": "br"}, 415),
        ("POST", "text/xml", b" " * (door.MAX_BODY + 1), {}, 413),
        ("POST", "text/xml", b"no gzip", {"content_encoding": "gzip"}, 500),
    ],
)
def test_what_is_no_soap_is_refused_as_a_fault_without_a_detail(
    an, method, kind, body, headers, status
):
    answer = call(method, "/epcis/soap", an, body, content_type=kind, **headers)
    fault = fault_in(answer)
    assert (fault.status, fault.code, fault.detail) == (status, "Client", None)
    assert " / " in fault.reason
    assert ("Allow" in answer.headers) == (status == 405)
    assert "GS1-EPCIS-Capture-Limit" not in answer.headers  # which is of another path


def test_a_request_line_that_is_too_long_is_a_fault(an):
    fault = fault_in(call("GET", "/epcis/soap?" + "a" * 20_000, an))
    assert (fault.status, fault.code) == (414, "Client")


def test_a_message_that_breaks_off_is_a_fault(an):
    environ = environ_of("POST", "/epcis/soap", an, envelope(VERSION), content_type="text/xml")
    environ["CONTENT_LENGTH"] = "9999"
    assert fault_in(send(environ)).code == "Client"


@pytest.mark.parametrize("kind", ["application/xml; charset=utf-8", "text/xml", "TEXT/XML"])
def test_soap_may_call_itself_either_xml(an, kind):
    answer = call("POST", "/epcis/soap", an, envelope(VERSION), content_type=kind)
    assert answer.status == 200


def test_a_database_that_is_away_before_the_key_is_known_is_a_fault_that_says_when(monkeypatch):
    from django.db import OperationalError

    from txng.repository.rest import door as machine_door

    def away(secret):
        raise OperationalError("server closed")

    monkeypatch.setattr(machine_door.BEARERS, "actor", away)
    answer = call("POST", "/epcis/soap", "x", envelope(VERSION), content_type="text/xml")
    fault = fault_in(answer)
    assert (fault.status, fault.name) == (500, "ImplementationException")
    assert answer.headers["Retry-After"] == "60"

    def broken(secret):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(machine_door.BEARERS, "actor", broken)
    answer = call("POST", "/epcis/soap", "x", envelope(VERSION), content_type="text/xml")
    assert fault_in(answer).name == "ImplementationException"
    assert b"secret" not in answer.body


def test_beside_soap_a_problem_is_told_as_a_document():
    for target in ("/epcis/events", "/epcis/soap/x", "/epcis/soaps"):
        answer = call("POST", target, "", envelope(VERSION), content_type="text/xml")
        assert answer.headers["Content-Type"] == "application/problem+json"


letters = st.sampled_from(
    [b"<q:Poll>", b"</q:Poll>", b"<queryName>", b"</queryName>", b"SimpleEventQuery", b"<params>",
     b"</params>", b"<param>", b"</param>", b"<name>", b"</name>", b"EQ_bizStep", b"<value>",
     b"</value>", b"<string>", b"</string>", b"<e:Body>", b"</e:Body>", b"&amp;", b"&#0;", b"\x00",
     b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>", b"\xff", "ế".encode(), b" xmlns='a'", b"q:"]
)  # fmt: skip


def fault_of(ask) -> str:
    """The standard's name of what was refused; "" when it was answered."""
    try:
        ask()
    except Fault as fault:
        return fault.name
    return ""


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(letters, max_size=25).map(b"".join))
def test_no_message_brings_the_door_down(db, inside):
    client = client_of(people.an())
    body = envelope("<x/>").replace(b"<x/>", inside)
    for message in (body, inside):
        assert fault_of(lambda: client.read(*client.send(message))) != "ImplementationException"  # noqa: B023


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_text_of_a_client_breaks_the_answer(db, name, parameter, value):
    """Whatever it says of itself in a fault must be XML again."""

    def clean(text: str) -> str:
        return "".join(one for one in text if one.isprintable())

    client = client_of(people.an())
    told = fault_of(lambda: client.poll(clean(name), {clean(parameter): [clean(value)]}))
    assert told in {"", "NoSuchNameException", "QueryParameterException", "ValidationException"}


# --- the description ----------------------------------------------------------------------------

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
XS = "{http://www.w3.org/2001/XMLSchema}"


@pytest.mark.parametrize(
    ("query", "version"), [("wsdl", "1.2"), ("wsdl=1.2", "1.2"), ("WSDL=2.0", "2.0")]
)
def test_the_description_names_every_operation_message_and_fault(query, version, settings):
    settings.BASE_URL = "https://txng.example.vn"
    wsdl.describe.cache_clear()
    status, _, body = door.answer("GET", "", query, b"", people.an())
    wsdl.describe.cache_clear()
    root = etree.fromstring(body)
    assert status == 200
    assert (
        root.get("targetNamespace")
        == f"urn:epcglobal:epcis:wsdl:{'1' if version == '1.2' else '2'}"
    )
    address = root.find(".//{http://schemas.xmlsoap.org/wsdl/soap/}address")
    assert address.get("location") == "https://txng.example.vn/epcis/soap"
    messages = {one.get("name") for one in root.findall(f"{WSDL}message")}
    elements = {one.get("name") for one in root.findall(f".//{XS}schema/{XS}element")}
    parts = {part.get("element").removeprefix("q:") for part in root.iter(f"{WSDL}part")}
    assert parts <= elements
    for operation in root.findall(f"{WSDL}portType/{WSDL}operation"):
        for child in operation:
            assert child.get("message").removeprefix("s:") in messages
    names = [one.get("name") for one in root.findall(f"{WSDL}portType/{WSDL}operation")]
    assert names == ["getQueryNames", "subscribe", "unsubscribe", "getSubscriptionIDs", "poll",
                     "getStandardVersion", "getVendorVersion"]  # fmt: skip
    assert len(root.findall(f"{WSDL}binding/{WSDL}operation")) == 7


@pytest.mark.parametrize("version", ["1.2", "2.0"])
def test_the_schema_inside_the_description_takes_the_messages_that_gs1s_takes(version):
    root = etree.fromstring(wsdl.describe(version))
    inside = etree.XMLSchema(etree.fromstring(etree.tostring(root.find(f".//{XS}schema"))))

    class Both:
        @staticmethod
        def assertValid(whole):
            (one,) = whole.find("EPCISBody")
            inside.assertValid(etree.fromstring(etree.tostring(one)))

    client = client_of(people.an(), version, Both)
    capture(event(eventID="urn:a:1"), **master_data({"id": MARKET}))
    client.subscribe("s")
    assert client.poll().ids == ["urn:a:1"]
    assert client.subscription_ids() == ["s"]
    client.unsubscribe("s")
    assert client.master_data().vocabulary
    assert client.names()
    assert client.ask("GetStandardVersion").text == version
    for asking in (lambda: client.poll("none"), lambda: client.poll(params={"maxEventCount": "x"})):
        refused(asking)


def test_nothing_else_is_described():
    assert door.answer("GET", "", "wsdl=3.0", b"", people.an())[0] == 404


# --- through the machine's door -----------------------------------------------------------------


def test_soap_is_asked_over_http_with_a_key(an):
    headers = {"content_type": "text/xml; charset=utf-8", "soapaction": '""', "accept": "text/xml"}
    answer = call("POST", "/epcis/soap", an, envelope(VERSION), **headers)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert b">1.2<" in answer.body
    broken = call("POST", "/epcis/soap", an, b"<", **headers)
    assert broken.status == 500
    assert broken.headers["Content-Type"] == "text/xml; charset=utf-8"
    described = call("GET", "/epcis/soap?wsdl", an)
    assert described.status == 200
    head = call("HEAD", "/epcis/soap?wsdl", an)
    assert (head.status, head.headers, head.body) == (200, described.headers, b"")
    assert b"EPCISServicePortType" in described.body
    assert call("POST", "/epcis/soap", "", envelope(VERSION), **headers).status == 401


def test_what_was_captured_and_named_by_rest_is_polled_by_soap(an):
    capture(event(eventID="urn:a:1"))
    post("/queries", an, {"name": "xuất", "query": {"EQ_bizStep": ["shipping"]}})
    assert client_of(people.an()).poll("xuất").ids == ["urn:a:1"]
