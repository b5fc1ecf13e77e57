"""Deliveries: what arrives, in order, to whom, signed by whom; and how they end."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from tests import people
from tests.epcis.documents import document, event
from tests.repository.following.telling import TOKEN, again, follow, grown
from txng.accounts.models import ApiKey
from txng.epcis.answers import Form
from txng.repository import rules, webhooks
from txng.repository.actions.documents import capture
from txng.repository.actions.queries import create_query, delete_query
from txng.repository.actions.subscriptions import unsubscribe
from txng.repository.follow import Follower
from txng.repository.models import Lease, Subscription

pytestmark = pytest.mark.django_db


# --- what arrives ----------------------------------------------------------------------------------


def test_a_stream_tells_what_was_captured_since_in_order(an, shop, worker):
    grown(an, 2)  # before anybody followed
    subscription = follow(an, shop)
    times = grown(an, 5)
    worker.settle()
    assert shop.event_times == times
    request = shop.requests[0]
    assert request.headers["Content-Type"] == "application/json"  # all that GS1's file names
    assert request.headers["GS1-EPCIS-Version"] == "2.0.0"
    results = request.document["epcisBody"]["queryResults"]
    assert results["queryName"] == "everything"
    assert results["subscriptionID"] == str(subscription.pk)
    more = grown(an, 3)
    worker.settle()
    assert shop.event_times == times + more
    assert worker.settle() == 0


def test_events_that_the_query_does_not_find_are_passed_over(an, shop, worker):
    follow(an, shop, query={"EQ_bizStep": ["receiving"]})
    grown(an, 3)
    worker.settle()
    assert shop.requests == []
    wanted = grown(an, bizStep="receiving")
    grown(an, 2)
    worker.settle()
    assert shop.event_times == wanted


def test_a_follower_is_told_what_the_prefix_of_the_query_meant(an, shop, worker):
    query, space = {"EQ_ex:colour": ["red"]}, {"ex": "https://example.org/my/"}
    create_query(by=an, name="red", definition=query, namespaces=space)
    follow(an, shop, name="red")
    (wanted,) = grown(an, **{"https://example.org/my/colour": "red"})
    grown(an, **{"https://example.org/my/colour": "green"})
    worker.settle()
    assert shop.event_times == [wanted]


def test_many_events_go_out_in_documents_of_the_largest_batch(an, shop, worker, monkeypatch):
    monkeypatch.setattr(rules, "LARGEST_BATCH", 4)
    subscription = follow(an, shop)
    Subscription.objects.filter(pk=subscription.pk).update(batch=4)
    times = grown(an, 10)
    worker.settle()
    assert [len(request.events) for request in shop.requests] == [4, 4, 2]
    assert shop.event_times == times
    assert len({request.webhook_id for request in shop.requests}) == 3


def test_a_query_with_a_limit_is_told_in_documents_of_that_size_and_loses_nothing(an, shop, worker):
    follow(an, shop, query={"maxEventCount": 3})
    times = grown(an, 7)
    worker.settle()
    assert [len(request.events) for request in shop.requests] == [3, 3, 1]
    assert shop.event_times == times


def test_the_events_of_one_document_share_a_record_time_and_are_split_without_loss(
    an, shop, worker
):
    subscription = follow(an, shop)
    Subscription.objects.filter(pk=subscription.pk).update(batch=4)
    at = [f"2026-10-01T08:{minute:02}:00Z" for minute in range(11)]
    capture(by=an, document=document(*(event(eventTime=one) for one in at)))
    worker.settle()
    assert [len(request.events) for request in shop.requests] == [4, 4, 3]
    assert sorted(shop.event_times) == at


def test_initial_record_time_begins_in_the_past(an, shop, worker):
    times = grown(an, 3)
    follow(an, shop, initialRecordTime="2020-01-01T00:00:00+07:00")
    worker.settle()
    assert shop.event_times == times


def test_initial_record_time_counts_from_that_very_moment(an, shop, worker):
    times = grown(an, 3)
    follow(an, shop, "first", initialRecordTime="2020-01-01T00:00:00+07:00")
    worker.settle()
    recorded = shop.requests[0].events[1]["recordTime"]
    shop.requests.clear()
    follow(an, shop, "second", initialRecordTime=recorded)
    worker.settle()
    assert shop.event_times == times[1:]


def test_initial_record_time_in_the_future_tells_nothing_before_it(an, shop, worker, clock):
    follow(an, shop, initialRecordTime="2126-01-01T00:00:00Z")
    follow(
        an,
        shop,
        schedule={"second": "0"},
        initialRecordTime="2126-01-01T00:00:00Z",
        reportIfEmpty=True,
    )
    grown(an, 2)
    clock.forward(minutes=2)
    worker.settle()
    assert shop.event_times == []


def test_the_form_of_the_subscription_is_kept(an, shop, worker):
    follow(an, shop, form=Form(media="xml"))
    grown(an, 1)
    worker.settle()
    root = etree.fromstring(shop.requests[0].body)
    assert etree.QName(root).localname == "EPCISQueryDocument"
    assert shop.requests[0].headers["Content-Type"] == "application/xml"


def test_what_version_1_2_cannot_say_is_left_out_and_told_to_the_owner(an, shop, worker):
    subscription = follow(an, shop, form=Form(media="xml", version="1.2", epc="Always_EPC_URN"))
    grown(an, 1)
    association = {
        "type": "AssociationEvent", "action": "ADD", "bizStep": "assembling",
        "parentID": "https://id.gs1.org/8004/0952000010001", "epcList": None,
        "childEPCs": ["https://id.gs1.org/01/09520000100018/21/S9"],
    }  # fmt: skip
    grown(an, 1, **association)
    worker.settle()
    assert len(shop.requests) == 1
    assert shop.requests[0].body.count(b"<ObjectEvent>") == 1
    assert "1 events cannot be told" in again(subscription).last_error
    grown(an, 1, **association)
    assert worker.settle() == 0
    assert again(subscription).state == "active"


# --- who may see -----------------------------------------------------------------------------------


def test_dung_does_not_get_ans_events_by_subscribing(an, shop, worker):
    dung = people.dung()
    people.key_of(dung)
    follow(dung, shop, initialRecordTime="2020-01-01T00:00:00Z")
    grown(an, 3)
    own = grown(dung, 1)
    worker.settle()
    assert shop.event_times == own


def test_binh_follows_everybody_as_long_as_the_agency_holds_an_oversight_key(an, shop, worker):
    binh = people.binh()
    people.key_of(binh)
    follow(binh, shop)
    times = grown(an, 2)
    worker.settle()
    assert shop.event_times == times
    ApiKey.objects.filter(organisation_id=binh.organisation_id).update(scopes="query")
    worker._permitted.clear()
    grown(an, 2)
    worker.settle()
    assert shop.event_times == times


@pytest.mark.parametrize("ended", ["revoked_at", "expires_at"])
def test_without_a_valid_key_nothing_goes_out_and_nothing_is_lost(an, shop, worker, ended, clock):
    follow(an, shop)
    key = ApiKey.objects.get(organisation_id=an.organisation_id)
    clock.forward(seconds=60)
    ApiKey.objects.filter(pk=key.pk).update(**{ended: clock.now - timedelta(seconds=1)})
    times = grown(an, 2)
    worker.settle()
    assert shop.requests == []
    people.key_of(an)
    worker._permitted.clear()
    worker.settle()
    assert shop.event_times == times


# --- signatures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [TOKEN, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_a_delivery_proves_where_it_comes_from(an, shop, worker, token):
    follow(an, shop, signatureToken=token)
    grown(an, 1)
    worker.settle()
    (request,) = shop.requests
    assert request.is_signed_with(token)
    assert not request.is_signed_with("another token, of the same length.......")
    assert request.is_signed_by(webhooks.public_key())
    assert abs(int(request.headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60


def test_without_a_token_only_our_own_key_signs(an, shop, worker):
    follow(an, shop)
    grown(an, 1)
    worker.settle()
    (request,) = shop.requests
    assert "GS1-Signature" not in request.headers
    assert request.headers["webhook-signature"].startswith("v1a,")
    assert request.is_signed_by(webhooks.public_key())


# --- ends --------------------------------------------------------------------------------------------


def test_after_unsubscribing_or_deleting_the_query_nothing_goes_out(an, shop, worker):
    subscription = follow(an, shop, "first")
    follow(an, shop, "second")
    unsubscribe(by=an, query_name="first", subscription_id=str(subscription.pk))
    delete_query(by=an, name="second")
    grown(an, 1)
    worker.settle()
    assert shop.requests == []


def test_an_end_while_a_delivery_is_under_way_is_an_end(an, shop, worker):
    shop.hold = threading.Event()
    follow(an, shop)
    grown(an, 1)
    worker.step()
    shop.wait_for(1)
    delete_query(by=an, name="everything")
    shop.hold.set()
    worker.settle()
    assert Subscription.objects.count() == 0


def test_two_workers_never_deliver_at_once(an, shop, worker, clock, monkeypatch):
    other = Follower(clock=clock)
    monkeypatch.setattr(other, "_me", "another-machine:1:1")
    follow(an, shop)
    times = grown(an, 1)
    worker.step()
    assert other.settle() == 0
    worker.settle()
    assert shop.event_times == times
    assert Lease.objects.get().holder == worker._me
    clock.forward(seconds=16)  # the first one is silent for longer than its lease
    times += grown(an, 1)
    other.settle()
    assert shop.event_times == times
    other.close()


@pytest.mark.parametrize("late", [200, 410, 500])
def test_the_late_answer_to_a_worker_that_lost_its_lease_changes_nothing(an, shop, clock, late):
    answered = threading.Event()

    def send(*_: object, **__: object) -> webhooks.Reply:
        answered.wait(30)
        return webhooks.Reply(late)

    stalled, other = Follower(clock=clock, send=send), Follower(clock=clock)
    subscription = follow(an, shop)
    times = grown(an, 1)
    stalled.step()  # and now it hangs, while the other takes over
    other.settle()
    times += grown(an, 1)
    other.settle()
    before = again(subscription)
    answered.set()
    stalled.close()
    assert shop.event_times == times
    found = again(subscription)
    assert (found.told, found.failures, found.state) == (before.told, 0, "active")
    other.close()


def test_the_late_answer_about_one_document_says_nothing_of_the_next(an, shop, clock):
    """The other worker was asked for smaller documents: what it sends now has another id."""
    late, second = threading.Event(), threading.Event()
    replies = [webhooks.Reply(413)]

    def stalls(*_: object, **__: object) -> webhooks.Reply:
        late.wait(30)
        return webhooks.Reply(500)

    def halves(*_: object, **__: object) -> webhooks.Reply:
        if replies:
            return replies.pop()
        second.wait(30)
        return webhooks.Reply(200)

    stalled, other = Follower(clock=clock, send=stalls), Follower(clock=clock, send=halves)
    subscription = follow(an, shop)
    grown(an, 2)
    stalled.step()
    first = again(subscription).pending_id
    for _ in range(1000):
        other.step()
        if again(subscription).pending_id not in ("", first):
            break
        threading.Event().wait(0.01)
    late.set()
    stalled.close()
    assert again(subscription).failures == 0
    second.set()
    other.settle()
    other.close()


def test_what_another_worker_delivered_meanwhile_is_not_sent_again(an, shop, worker, clock):
    follow(an, shop)
    worker.step()  # knows how far the subscription is told
    other = Follower(clock=clock)
    times = grown(an, 1)
    other.settle()
    worker.step()  # and has not heard that it is told further
    worker.settle()
    assert shop.event_times == times
    assert len(shop.requests) == 1
    other.close()


def test_a_stream_reports_nothing_when_there_is_nothing(an, shop, worker):
    follow(an, shop, query={"EQ_bizStep": ["receiving"]}, reportIfEmpty=True)
    grown(an, 1, bizStep="shipping")
    worker.settle()
    assert shop.requests == []
