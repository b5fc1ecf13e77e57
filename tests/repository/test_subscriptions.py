"""Named queries and subscriptions: what is kept, what is refused, and who sees them."""

import uuid
from datetime import UTC, datetime

import pytest
import time_machine

from tests import people
from txng.accounts.actors import Actor, operator
from txng.accounts.models import JournalEntry
from txng.epcis.answers import Form
from txng.epcis.errors import (
    NoSuchResourceException,
    QueryValidationException,
    ResourceAlreadyExistsException,
    SecurityException,
    SubscriptionControlsException,
)
from txng.epcis.query.doors import parse_json
from txng.repository import lease, rules
from txng.repository.actions.queries import create_query, delete_query
from txng.repository.actions.subscriptions import (
    delete_subscription,
    resume_subscription,
    subscribe,
    subscribe_standing,
    unsubscribe,
    unsubscribe_standing,
)
from txng.repository.models import Lease, NamedQuery, Subscription
from txng.repository.queries import named

pytestmark = pytest.mark.django_db
DEST = "https://client.example.com/callback"
SHIPPING = {"EQ_bizStep": ["shipping"]}


@pytest.fixture
def an() -> Actor:
    return people.an()


@pytest.fixture
def shipping(an) -> NamedQuery:
    return create_query(by=an, name="shipping", definition=SHIPPING)


def begin(by: Actor, name: str = "shipping", **controls: object) -> Subscription:
    if not controls.keys() & {"stream", "schedule"}:
        controls["stream"] = True
    return subscribe(by=by, query_name=name, controls={"dest": DEST, **controls})


# --- named queries -----------------------------------------------------------------------------------


def test_a_named_query_means_what_its_definition_says(an, shipping):
    found = named.named_query(an, "shipping")
    assert found.query == parse_json(SHIPPING)
    assert parse_json(found.definition) == parse_json(SHIPPING)
    assert JournalEntry.objects.get(verb="query.created").details == {"name": "shipping"}


def test_a_name_is_taken_once_in_each_organisation(an, shipping):
    with pytest.raises(ResourceAlreadyExistsException):
        create_query(by=an, name="shipping", definition={})
    create_query(by=people.dung(), name="shipping", definition={})
    assert named.named_query(an, "shipping").query == parse_json(SHIPPING)


@pytest.mark.parametrize(
    "name", ["", " a", "a/b", "a\nb", "-a", "a" * 129, "a?b", "a\u202eb", "..", None, 5]
)
def test_a_name_that_cannot_stand_in_an_address_is_refused(an, name):
    with pytest.raises(QueryValidationException):
        create_query(by=an, name=name, definition={})


@pytest.mark.parametrize("name", ["a", "Lô hàng 2026", "tới_cảng.v2", "a+b~c", "x" * 128])
def test_a_name_may_be_vietnamese(an, name):
    assert create_query(by=an, name=name, definition={}).name == name


@pytest.mark.parametrize(
    "definition", [{"EQ_nonsense": ["x"]}, {"GE_eventTime": "yesterday"}, {"eventType": 5}]
)
def test_a_definition_that_is_no_query_is_refused(an, definition):
    with pytest.raises(QueryValidationException):
        create_query(by=an, name="wrong", definition=definition)
    assert NamedQuery.objects.count() == 0


def test_an_organisation_names_so_many_queries_and_no_more(an, monkeypatch):
    monkeypatch.setattr(rules, "MOST_QUERIES", 2)
    for name in ("a", "b"):
        create_query(by=an, name=name, definition={})
    with pytest.raises(QueryValidationException, match="at most 2"):
        create_query(by=an, name="c", definition={})


@pytest.mark.parametrize("name", ["", "ship\0ping", "\0", "\ud800", "x" * 5000])
def test_what_no_query_can_be_called_is_missing_on_every_database(an, shipping, name):
    for asked in (
        lambda: named.named_query(an, name),
        lambda: named.subscriptions(an, name),
        lambda: named.subscription(an, "shipping", name),
        lambda: delete_query(by=an, name=name),
        lambda: begin(an, name),
    ):
        with pytest.raises(NoSuchResourceException):
            asked()


def test_dung_sees_nothing_of_ans_queries(an, shipping):
    dung, subscription = people.dung(), begin(an)
    strange = str(subscription.pk)
    missing = []
    for asked in (
        lambda: named.named_query(dung, "shipping"),
        lambda: named.subscriptions(dung, "shipping"),
        lambda: named.subscription(dung, "shipping", strange),
        lambda: named.own_subscription(dung, strange),
        lambda: named.dead_letters(dung, strange),
        lambda: delete_query(by=dung, name="shipping"),
        lambda: begin(dung),
        lambda: unsubscribe(by=dung, query_name="shipping", subscription_id=strange),
        lambda: delete_subscription(by=dung, subscription_id=strange),
        lambda: resume_subscription(by=dung, subscription_id=strange),
    ):
        with pytest.raises(NoSuchResourceException) as refused:
            asked()
        missing.append(refused.value)
    assert named.named_queries(dung).items == []
    assert named.all_subscriptions(dung) == []
    create_query(by=dung, name="shipping", definition={})
    with pytest.raises(NoSuchResourceException):
        named.subscription(dung, "shipping", strange)
    assert named.subscriptions(dung, "shipping").items == []
    assert Subscription.objects.count() == 1


def test_whoever_may_not_ask_has_no_queries():
    mute = Actor(people.an().organisation_id, "", frozenset({"capture"}), "x")
    for asked in (
        lambda: create_query(by=mute, name="a", definition={}),
        lambda: named.named_query(mute, "a"),
        lambda: named.named_queries(mute),
        lambda: named.all_subscriptions(mute),
        lambda: named.standing_subscriptions(mute, "a"),
    ):
        with pytest.raises(SecurityException):
            asked()


def test_queries_are_listed_by_name_page_by_page(an):
    for name in ("c", "a", "e", "b", "d"):
        create_query(by=an, name=name, definition={})
    page, seen = named.named_queries(an, 2), []
    while True:
        seen.append([one.name for one in page.items])
        if page.next_page_token is None:
            break
        page = named.named_queries(an, 2, page.next_page_token)
    assert seen == [["a", "b"], ["c", "d"], ["e"]]


def test_subscriptions_are_listed_page_by_page(an, shipping):
    made = {begin(an).pk for _ in range(5)}
    page, seen = named.subscriptions(an, "shipping", 2), []
    while page.next_page_token is not None:
        seen += page.items
        page = named.subscriptions(an, "shipping", 2, page.next_page_token)
    seen += page.items
    assert {one.pk for one in seen} == made
    assert len(seen) == 5


def test_deleting_a_query_ends_its_subscriptions(an, shipping):
    begin(an)
    delete_query(by=an, name="shipping")
    assert (NamedQuery.objects.count(), Subscription.objects.count()) == (0, 0)
    line = JournalEntry.objects.get(verb="query.deleted")
    assert line.details == {"name": "shipping", "subscriptions": 1}


# --- subscriptions -----------------------------------------------------------------------------------


def test_a_subscription_tells_itself_without_its_secret(an, shipping):
    made = begin(an, signatureToken="a secret of the client", reportIfEmpty=True)
    members = named.subscription_members(made)
    assert members["subscriptionID"] == str(made.pk)
    assert members["dest"] == DEST
    assert members["stream"] is True
    assert "schedule" not in members
    assert "secret" not in str(members)
    assert "secret" not in str(JournalEntry.objects.get(verb="subscription.begun").details)
    assert members["minRecordTime"] == members["initialRecordTime"]


@time_machine.travel("2026-11-24T05:00:00Z", tick=False)
def test_a_schedule_is_read_on_the_clock_of_the_province(an, shipping):
    made = begin(an, schedule={"hour": "1", "minute": "5"})
    assert made.next_run_at == datetime(2026, 11, 24, 18, 5, tzinfo=UTC)
    assert named.subscription_members(made)["schedule"] == {"hour": "1", "minute": "5"}


@pytest.mark.parametrize(
    "controls",
    [
        {"stream": True, "schedule": {"hour": "1"}},
        {"stream": False},
        {"stream": None},
        {"stream": "true"},
        {"stream": 1},
        {"schedule": {}},
        {"schedule": {"hour": "25"}},
        {"schedule": {"month": "2", "dayOfMonth": "30"}},
        {"schedule": "hourly"},
        {"stream": True, "reportIfEmpty": "no"},
        {"stream": True, "initialRecordTime": "yesterday"},
        {"stream": True, "initialRecordTime": "2026-01-01T00:00:00"},
        {"stream": True, "initialRecordTime": 5},
        {"stream": True, "initialRecordTime": "1900-01-01T00:00:00Z"},
        {"stream": True, "initialRecordTime": "2026-11-01T00:00:00+07:00:00.5"},
        {"stream": True, "signatureToken": "short"},
        {"stream": True, "signatureToken": "x" * 501},
        {"stream": True, "signatureToken": 123456789012345678},
        {"stream": True, "shedule": {"hour": "1"}},
        {"stream": True, "dest": None},
        {"stream": True, "dest": "http://127.0.0.1/"},
        {"stream": True, "dest": "https://10.0.0.1/"},
        {"stream": True, "dest": "http://client.example.com/"},
        {"stream": True, "dest": "https://client.example.com:8443/"},
        {"stream": True, "dest": ["https://client.example.com/"]},
        {"stream": True, "dest": "https://client.example.com/\0"},
    ],
)
def test_controls_without_sense_are_refused_in_two_languages(an, shipping, controls):
    with pytest.raises(SubscriptionControlsException) as refused:
        begin(an, **controls)
    assert refused.value.detail.startswith("Expected")
    assert refused.value.detail_vi != refused.value.detail
    assert refused.value.status == 400
    assert Subscription.objects.count() == 0


def test_an_organisation_has_so_many_subscriptions_and_no_more(an, shipping, monkeypatch):
    monkeypatch.setattr(rules, "MOST_SUBSCRIPTIONS", 2)
    begin(an)
    begin(an)
    with pytest.raises(SubscriptionControlsException, match="at most 2"):
        begin(an)


def test_secret_is_another_word_for_the_token(an, shipping):
    assert begin(an, secret="a secret of the client").signature_token == "a secret of the client"


def test_only_an_agency_with_oversight_follows_everybody(an, shipping):
    assert not begin(an).sees_all
    binh = people.binh()
    create_query(by=binh, name="shipping", definition={})
    assert begin(binh).sees_all


def test_unsubscribing_ends_one_and_leaves_the_others(an, shipping):
    first, second = begin(an), begin(an)
    unsubscribe(by=an, query_name="shipping", subscription_id=str(first.pk))
    assert [one.pk for one in named.subscriptions(an, "shipping").items] == [second.pk]
    for identity in (str(first.pk), "nonsense", str(uuid.uuid4()), ""):
        with pytest.raises(NoSuchResourceException):
            unsubscribe(by=an, query_name="shipping", subscription_id=identity)


def test_a_subscription_of_another_query_is_missing(an, shipping):
    create_query(by=an, name="other", definition={})
    made = begin(an)
    with pytest.raises(NoSuchResourceException):
        named.subscription(an, "other", str(made.pk))


def test_the_operator_sees_and_resumes_all(an, shipping):
    made = begin(an)
    Subscription.objects.update(state="gone", failures=3)
    assert [one.pk for one in named.all_subscriptions(operator())] == [made.pk]
    resumed = resume_subscription(by=operator(), subscription_id=str(made.pk))
    assert (resumed.state, resumed.failures) == ("active", 0)
    delete_subscription(by=operator(), subscription_id=str(made.pk))
    assert Subscription.objects.count() == 0


# --- standing queries of SOAP ------------------------------------------------------------------------


def stand(by: Actor, identity: str = "sub-1", query_name: str = "SimpleEventQuery", **members):
    options = {"destination": DEST, "schedule": {"hour": "1"}} | members
    return subscribe_standing(
        by=by,
        query_name=query_name,
        query=parse_json(SHIPPING),
        subscription_id=identity,
        **options,
    )


def test_a_standing_query_is_named_by_its_client_once_in_each_organisation(an):
    made = stand(an)
    assert (made.media, made.version) == ("xml", "1.2")
    assert parse_json(made.definition) == parse_json(SHIPPING)
    with pytest.raises(ResourceAlreadyExistsException):
        stand(an)
    stand(people.dung())
    stand(an, "sub-2", form=Form(media="xml", version="2.0"))
    assert named.standing_subscriptions(an, "SimpleEventQuery") == ["sub-1", "sub-2"]
    assert named.standing_subscriptions(an, "other") == []
    assert named.standing_subscriptions(people.dung(), "SimpleEventQuery") == ["sub-1"]


@pytest.mark.parametrize("number", [1e20, 1e31, 1e308])
def test_a_subscription_keeps_the_numbers_of_its_question(an, number):
    asked = parse_json({"EQ_quantity": [number], "GE_quantity": number})
    made = subscribe_standing(
        by=an, query_name="SimpleEventQuery", query=asked, subscription_id="much",
        destination=DEST, schedule={"hour": "1"},
    )  # fmt: skip
    assert parse_json(Subscription.objects.get(pk=made.pk).definition) == asked


def test_a_standing_query_ends_by_its_name(an):
    stand(an)
    with pytest.raises(NoSuchResourceException):
        unsubscribe_standing(by=people.dung(), subscription_id="sub-1")
    unsubscribe_standing(by=an, subscription_id="sub-1")
    for identity in ("sub-1", ""):
        with pytest.raises(NoSuchResourceException):
            unsubscribe_standing(by=an, subscription_id=identity)


def test_a_standing_query_on_a_named_one_ends_with_it(an, shipping):
    stand(an, query_name="shipping")
    delete_query(by=an, name="shipping")
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize(
    ("identity", "members"),
    [
        ("", {}),
        ("a\nb", {}),
        ("a\0b", {}),
        ("\ud800", {}),
        ("x" * 201, {}),
        ("a", {"destination": "nowhere"}),
        ("a", {"schedule": {}}),
    ],
)
def test_a_standing_query_without_sense_is_refused(an, identity, members):
    with pytest.raises(SubscriptionControlsException):
        stand(an, identity, **members)


# --- the lease ---------------------------------------------------------------------------------------


def test_a_lease_has_one_holder_until_it_ends():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert lease.hold("work", "far:1:1", now)
    assert not lease.hold("work", "farther:1:1", now + lease.LIFETIME / 2)
    assert lease.hold("work", "far:1:1", now + lease.LIFETIME / 2)
    assert not lease.hold("work", "farther:1:1", now + lease.LIFETIME)
    assert lease.hold("work", "farther:1:1", now + lease.LIFETIME * 2)
    assert not lease.hold("work", "far:1:1", now + lease.LIFETIME * 2)
    lease.give_back("work", "farther:1:1")
    assert lease.hold("work", "far:1:1", now)


def test_a_dead_holder_on_this_machine_is_replaced_at_once():
    now, me = datetime(2026, 11, 24, tzinfo=UTC), lease.identity()
    host, process, began = me.rsplit(":", 2)
    for gone in (f"{host}:{process}:1{began}", f"{host}:4194303:5"):
        Lease.objects.all().delete()
        assert lease.hold("work", gone, now)
        assert lease.hold("work", me, now)
    assert not lease.hold("work", f"{host}:1:1", now)
