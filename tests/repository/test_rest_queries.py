"""Named queries and subscriptions, as a machine makes and asks for them."""

import pytest

from tests import people
from tests.epcis.documents import CONTEXT, GTIN, event
from tests.repository.machine import call, captured, get, post

pytestmark = pytest.mark.django_db

ARRIVALS = {"name": "arrivals", "query": {"EQ_bizStep": ["receiving"]}}
STREAM = {"dest": "https://partner.example/epcis", "stream": True, "signatureToken": "s3cret-" * 4}
NIGHTLY = {"dest": "https://partner.example/epcis", "schedule": {"hour": "1", "minute": "5"}}


def counted(quantity):
    return {"quantityList": [{"epcClass": f"https://id.gs1.org/01/{GTIN}", "quantity": quantity}]}


@pytest.fixture
def partner_can_be_found(monkeypatch):
    """No test asks a name server."""
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("93.184.216.34", 443))]
    )


# --- named queries ----------------------------------------------------------------------------


def test_a_query_is_kept_listed_and_forgotten(an):
    made = post("/queries", an, ARRIVALS)
    assert made.status == 201, made.body
    assert made.headers["Location"].endswith("/epcis/queries/arrivals")
    assert get("/queries/arrivals", an).json == ARRIVALS
    assert get("/queries", an).json == [ARRIVALS]
    gone = call("DELETE", "/epcis/queries/arrivals", an)
    assert (gone.status, gone.body) == (204, b"")
    for target in (
        "/queries/arrivals",
        "/queries/arrivals/events",
        "/queries/arrivals/subscriptions",
    ):
        answer = get(target, an)
        assert (answer.status, answer.title[:6]) == (404, "NoSuch")
    assert call("DELETE", "/epcis/queries/arrivals", an).status == 404


def test_a_query_tells_the_events_that_its_url_would_tell(an):
    captured(an, event(bizStep="receiving"), event(), event(bizStep="receiving", action="ADD"))
    post("/queries", an, ARRIVALS)
    named, asked = get("/queries/arrivals/events", an), get("/events?EQ_bizStep=receiving", an)
    assert named.events == asked.events
    assert len(named.events) == 2
    assert named.json["epcisBody"]["queryResults"]["queryName"] == "arrivals"
    told = get("/queries/arrivals/events", an, accept="application/xml")
    assert told.headers["Content-Type"] == "application/xml"
    assert b"<queryName>arrivals</queryName>" in told.body


@pytest.mark.parametrize("number", [0.1, 1e15, 1e20, 1 - 10**30, 1e30, 1e31, -1e31, 1e308, 5e-324])
def test_a_query_with_any_number_that_is_taken_can_be_asked_and_followed(an, number):
    definition = {"EQ_quantity": [number, 7]}
    assert post("/queries", an, {"name": "much", "query": definition}).status == 201
    captured(an, event(**counted(7)), event(**counted(8)))
    answer = get("/queries/much/events", an)
    assert answer.status == 200, answer.body
    assert len(answer.events) == 1
    shown = get("/queries/much", an).json["query"]
    assert sorted(shown["EQ_quantity"]) == sorted(definition["EQ_quantity"])
    assert post("/queries", an, {"name": "again", "query": shown}).status == 201


SPACE = "https://example.org/my/"
RED = {"name": "red", "query": {"EQ_ex:colour": ["red"]}}


@pytest.mark.parametrize(
    ("headers", "members"),
    [
        ({"gs1_extensions": f"ex={SPACE}"}, RED),
        ({}, {**RED, "@context": {"ex": SPACE}}),
        ({}, {**RED, "@context": [CONTEXT, {"ex": SPACE}]}),
        ({}, {"name": "red", "query": {"@context": [{"ex": SPACE}], **RED["query"]}}),
    ],
    ids=["header", "beside", "list", "inside"],
)  # fmt: skip
def test_a_prefix_keeps_the_meaning_it_had_when_the_query_was_named(an, headers, members):
    colours = {"@context": [CONTEXT, {"my": SPACE}]}
    captured(an, event(**{"my:colour": "red"}), event(**{"my:colour": "green"}), **colours)
    captured(an, event(**{"ex:colour": "red"}), **{"@context": [CONTEXT, {"ex": "urn:x:other:"}]})
    made = post("/queries", an, members, **headers)
    assert made.status == 201, made.body
    meant = {"name": "red", "query": {f"EQ_{SPACE}colour": ["red"]}}
    assert made.json == get("/queries/red", an).json == meant
    assert get("/queries", an).json == [meant]
    assert get("/queries/red/events", an, gs1_extensions="ex=urn:x:other:").events == (
        get("/events?EQ_ex:colour=red", an, gs1_extensions=f"ex={SPACE}").events
    )
    assert len(get("/queries/red/events", an).events) == 1


def test_of_two_meanings_of_a_prefix_the_one_nearest_to_the_query_counts(an):
    near, far, header = {"ex": SPACE}, {"ex": "urn:x:far:"}, "ex=urn:x:header:"
    within = {"name": "a", "@context": far, "query": {"@context": near, **RED["query"]}}
    beside = {"name": "b", "@context": near, "query": RED["query"]}
    for members in (within, beside):
        made = post("/queries", an, members, gs1_extensions=header)
        assert made.json["query"] == {f"EQ_{SPACE}colour": ["red"]}


def test_a_prefix_that_nobody_declares_is_refused_and_so_is_a_context_nobody_knows(an):
    for more in ({}, {"@context": "https://example.org/c.jsonld"}, {"@context": 5}):
        answer = post("/queries", an, {**RED, **more}, gs1_extensions="other=urn:x:other:")
        assert (answer.status, answer.title) == (400, "QueryValidationException")
    assert get("/queries", an).json == []


def test_a_query_that_could_be_kept_but_never_run_is_refused(an):
    answer = post("/queries", an, {**RED, "@context": {"ex": "https://example.org/a b/"}})
    assert (answer.status, answer.title) == (400, "QueryValidationException")
    assert post("/queries", an, {**RED, "@context": {"ex": "oid:1.2/"}}).status == 201
    assert get("/queries/red/events", an).events == []


def test_the_events_of_a_query_are_paged(an):
    captured(an, *(event(bizStep="receiving", eventID=f"urn:uuid:{n}") for n in range(3)))
    post("/queries", an, ARRIVALS)
    first = get("/queries/arrivals/events?perPage=2", an)
    assert first.next is not None
    second = call("GET", first.next, an)
    assert (len(first.events), len(second.events), second.next) == (2, 1, None)


def test_queries_are_listed_page_by_page(an):
    for name in ("a", "b", "c"):
        post("/queries", an, {**ARRIVALS, "name": name})
    whole = get("/queries", an).json
    first = get("/queries?perPage=2", an)
    assert first.next is not None
    second = call("GET", first.next, an)
    assert first.json + second.json == whole
    assert (len(whole), second.next) == (3, None)


def test_a_name_that_is_taken_is_a_conflict_within_an_organisation(an, dung):
    assert post("/queries", an, ARRIVALS).status == 201
    answer = post("/queries", an, ARRIVALS)
    assert (answer.status, answer.title) == (409, "ResourceAlreadyExistsException")
    assert post("/queries", dung, ARRIVALS).status == 201


def test_a_name_may_hold_anything_that_a_path_can(an):
    post("/queries", an, {**ARRIVALS, "name": "hàng đến 2026"})
    assert get("/queries/h%C3%A0ng%20%C4%91%E1%BA%BFn%202026", an).json["name"] == "hàng đến 2026"


@pytest.mark.parametrize(
    "members",
    [{}, [], "arrivals", {"name": "x"}, {"query": {}}, {"name": 5, "query": {}}, {"name": "", "query": {}},
     {"name": "x", "query": []}, {"name": "x", "query": {"EQ_nothing": 1}}, {**ARRIVALS, "more": 1},
     {"name": "x", "query": {"GE_eventTime": "soon"}}, {"name": "x", "query": {"EQ_bizStep": ["a\0"]}},
     {"name": "x", "query": {"EQ_https://example.org/a\0b": ["x"]}},
     {"name": "x", "query": {"EQ_https://example.org/ns#odd": {"a": 1}}},
     {"name": "x", "query": {"EQ_ILMD_https://example.org/ns#odd": [["zzz"]]}},
     {"name": "x", "query": {"EQ_ATTR_bizLocation_cbvmda:city": [{"a": 1}]}},
     {"name": "x", "query": {"EQ_https://example.org/ns#odd": 10**400}}],
)  # fmt: skip
def test_a_query_that_means_nothing_is_refused(an, members):
    answer = post("/queries", an, members)
    assert (answer.status, answer.title) == (400, "QueryValidationException")
    assert get("/queries", an).json == []


def test_a_query_for_a_large_number_is_asked_as_it_was_kept(an):
    """PostgreSQL keeps 1e+300 as a 1 and three hundred zeros."""
    query = {"GE_https://example.org/ns#n": 1e300}
    assert post("/queries", an, {"name": "large", "query": query}).status == 201
    (told,) = get("/queries/large", an).json["query"].values()
    assert float(told) == 1e300
    assert get("/queries/large/events", an).status == 200


def test_a_body_that_is_no_json_is_refused(an):
    for body in (b"", b"<x/>", b'{"name": "x", "name": "y", "query": {}}', b'{"a": NaN}'):
        answer = call("POST", "/epcis/queries", an, body, content_type="application/json")
        assert (answer.status, answer.title) == (400, "ValidationException")
    for kind in ("application/xml", "text/plain", ""):
        assert call("POST", "/epcis/queries", an, b"{}", content_type=kind).status == 415
    assert call("POST", "/epcis/queries", an, b" " * (1 << 21)).status == 413


@pytest.mark.parametrize("header", ["gs1_epcis_version", "gs1_cbv_version"])
def test_a_query_of_a_version_that_is_not_read_is_refused(an, header):
    assert post("/queries", an, ARRIVALS, **{header: "3.0.0"}).status == 406
    assert post("/queries", an, ARRIVALS, **{header: "2.0.0"}).status == 201
    assert post("/queries/arrivals/subscriptions", an, STREAM, **{header: "x"}).status == 406


def test_a_named_query_takes_no_further_parameters(an):
    post("/queries", an, ARRIVALS)
    answer = get("/queries/arrivals/events?EQ_action=ADD", an)
    assert (answer.status, answer.title) == (400, "QueryParameterException")
    for control in ("stream=true", "minute=5", "reportIfEmpty=true"):
        answer = get(f"/queries/arrivals/events?{control}", an)
        assert (answer.status, answer.title) == (400, "SubscriptionControlsException")


def test_a_websocket_is_opened_elsewhere(an, settings):
    settings.STREAM_URL = "wss://stream.example"
    post("/queries", an, ARRIVALS)
    answer = get(
        "/queries/arrivals/events?stream=true", an, upgrade="websocket", connection="Upgrade"
    )
    assert (answer.status, answer.title) == (426, "ImplementationException")
    address = "wss://stream.example/epcis/queries/arrivals/events?stream=true"
    assert answer.headers["Link"] == f'<{address}>; rel="alternate"'
    assert answer.headers["Upgrade"] == "websocket"
    assert address in answer.json["detail"]
    assert get("/queries/none/events?stream=true", an, upgrade="websocket").status == 404


def test_more_events_than_a_named_query_may_tell_are_refused(an):
    captured(an, event(), event(action="ADD"))
    post("/queries", an, {"name": "few", "query": {"maxEventCount": 1}})
    answer = get("/queries/few/events", an)
    assert (answer.status, answer.title) == (413, "QueryTooLargeException")


def test_dung_cannot_see_the_queries_of_an(an, dung):
    post("/queries", an, ARRIVALS)
    assert get("/queries", dung).json == []
    for target in (
        "/queries/arrivals",
        "/queries/arrivals/events",
        "/queries/arrivals/subscriptions",
    ):
        hidden, missing = get(target, dung), get(target.replace("arrivals", "missings"), dung)
        assert hidden.status == missing.status == 404
        assert hidden.body.replace(b"arrivals", b"missings") == missing.body
    assert call("DELETE", "/epcis/queries/arrivals", dung).status == 404
    assert post("/queries/arrivals/subscriptions", dung, STREAM).status == 404
    assert get("/queries/arrivals", an).status == 200


# --- subscriptions ----------------------------------------------------------------------------


@pytest.mark.usefixtures("partner_can_be_found")
@pytest.mark.parametrize("controls", [STREAM, NIGHTLY])
def test_a_subscription_is_made_told_and_ended(an, controls):
    post("/queries", an, ARRIVALS)
    made = post("/queries/arrivals/subscriptions", an, controls)
    assert made.status == 201, made.body
    name = made.json["subscriptionID"]
    assert made.headers["Location"].endswith(f"/epcis/queries/arrivals/subscriptions/{name}")
    target = f"/queries/arrivals/subscriptions/{name}"
    told = get(target, an)
    assert told.json["dest"] == controls["dest"]
    assert "createdAt" in told.json
    assert b"s3cret" not in told.body
    assert [one["subscriptionID"] for one in get("/queries/arrivals/subscriptions", an).json] == [
        name
    ]
    options = call("OPTIONS", f"/epcis{target}", an)
    assert options.status == 204
    assert options.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS"
    assert "GS1-Query-Min-Record-Time" in options.headers
    assert call("DELETE", f"/epcis{target}", an).status == 204
    assert get(target, an).status == call("OPTIONS", f"/epcis{target}", an).status == 404
    assert get("/queries/arrivals/subscriptions", an).json == []


@pytest.mark.usefixtures("partner_can_be_found")
@pytest.mark.parametrize(
    "controls",
    [{}, {"dest": STREAM["dest"]}, {**STREAM, **NIGHTLY}, {**STREAM, "stream": False},
     {**NIGHTLY, "schedule": {"hour": "25"}}, {**STREAM, "more": 1}, {**STREAM, "dest": "nowhere"}],
)  # fmt: skip
def test_a_subscription_that_says_not_when_or_whom_is_refused(an, controls):
    post("/queries", an, ARRIVALS)
    answer = post("/queries/arrivals/subscriptions", an, controls)
    assert (answer.status, answer.title) == (400, "SubscriptionControlsException")


@pytest.mark.usefixtures("partner_can_be_found")
def test_a_secret_with_nul_is_refused_on_every_database(an):
    post("/queries", an, ARRIVALS)
    controls = {**STREAM, "signatureToken": "s3cret\0" * 4}
    assert post("/queries/arrivals/subscriptions", an, controls).status == 400
    assert get("/queries/arrivals/subscriptions", an).json == []


@pytest.mark.usefixtures("partner_can_be_found")
@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z"),
        ("2026-11-01T00:00:00+16:00", "2026-10-31T08:00:00Z"),
        ("2026-11-01T00:00:00-23:59", "2026-11-01T23:59:00Z"),
        ("2026-11-01T00:00:00.25+0700", "2026-10-31T17:00:00.250000Z"),
    ],
)
def test_a_beginning_in_any_zone_is_kept_as_the_moment_that_it_is(an, written, told):
    post("/queries", an, ARRIVALS)
    made = post("/queries/arrivals/subscriptions", an, {**STREAM, "initialRecordTime": written})
    assert made.status == 201, made.body
    target = f"/queries/arrivals/subscriptions/{made.json['subscriptionID']}"
    kept = get(target, an).json
    assert made.json["initialRecordTime"] == kept["initialRecordTime"] == told


@pytest.mark.usefixtures("partner_can_be_found")
@pytest.mark.parametrize(
    "written",
    [
        "2026-11-01T00:00:00+07:00:00.5",
        "2026-11-01T00:00:00+23:59:59.999999",
        "2026-11-01é00:00:00Z",
        "2026-W44-1T00:00:00Z",
        "20261101T000000Z",
        "2026-11-01",
        "1970-01-01T00:00:00+07:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_a_beginning_that_a_query_would_not_take_as_a_time_is_refused(an, written):
    post("/queries", an, ARRIVALS)
    answer = post("/queries/arrivals/subscriptions", an, {**STREAM, "initialRecordTime": written})
    assert (answer.status, answer.title) == (400, "SubscriptionControlsException")
    assert get("/queries/arrivals/subscriptions", an).json == []


@pytest.mark.usefixtures("partner_can_be_found")
def test_a_query_that_goes_takes_its_subscriptions_along(an):
    post("/queries", an, ARRIVALS)
    made = post("/queries/arrivals/subscriptions", an, STREAM)
    call("DELETE", "/epcis/queries/arrivals", an)
    post("/queries", an, ARRIVALS)
    assert get("/queries/arrivals/subscriptions", an).json == []
    name = made.json["subscriptionID"]
    assert get(f"/queries/arrivals/subscriptions/{name}", an).status == 404


@pytest.mark.usefixtures("partner_can_be_found")
def test_dung_cannot_see_or_end_the_subscriptions_of_an(an, dung):
    post("/queries", an, ARRIVALS)
    post("/queries", dung, ARRIVALS)
    name = post("/queries/arrivals/subscriptions", an, STREAM).json["subscriptionID"]
    target = f"/queries/arrivals/subscriptions/{name}"
    assert get("/queries/arrivals/subscriptions", dung).json == []
    assert get(target, dung).status == call("DELETE", f"/epcis{target}", dung).status == 404
    assert call("OPTIONS", f"/epcis{target}", dung).status == 404
    assert get(target, an).status == 200


@pytest.mark.usefixtures("partner_can_be_found")
def test_a_subscription_may_ask_for_a_spelling(an):
    post("/queries", an, ARRIVALS)
    made = post("/queries/arrivals/subscriptions", an, STREAM, gs1_epc_format="Always_EPC_URN")
    assert made.status == 201
    assert made.json.get("epcFormat") == "Always_EPC_URN"
    assert post("/queries/arrivals/subscriptions", an, STREAM, gs1_epc_format="x").status == 406


def test_a_key_that_only_captures_makes_no_queries():
    from dataclasses import replace

    tells = people.key_of(replace(people.an(), scopes=frozenset({"capture"})))
    assert post("/queries", tells, ARRIVALS).status == 403
