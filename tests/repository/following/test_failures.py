"""What goes wrong: retries as Standard Webhooks says, dead letters, slow and dead receivers."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from tests import people
from tests.fakes.webhook_receiver import receiving
from tests.repository.following.telling import again, follow, grown
from txng.accounts.models import JournalEntry
from txng.epcis.answers import Form
from txng.repository import follow as follow_module
from txng.repository import rules, webhooks
from txng.repository.actions.queries import delete_query
from txng.repository.actions.subscriptions import resume_subscription, subscribe, unsubscribe
from txng.repository.follow import Follower
from txng.repository.models import DeadLetter, Subscription
from txng.repository.telling import followed_document

pytestmark = pytest.mark.django_db


# --- what goes wrong ---------------------------------------------------------------------------------


def test_a_failed_delivery_is_sent_again_with_its_id_and_its_bytes(an, shop, worker, clock):
    shop.answers = [500, 302, 200]
    subscription = follow(an, shop)
    grown(an, 2)
    worker.settle()
    assert again(subscription).failures == 1
    grown(an, 2)  # later events wait behind
    clock.forward(seconds=4)
    assert worker.settle() == 0
    clock.forward(seconds=1)
    worker.settle()
    assert again(subscription).last_error == "HTTP 302"
    assert again(subscription).next_attempt_at == clock.now + timedelta(minutes=5)
    clock.forward(minutes=5)
    worker.settle()
    first, second, third, rest = shop.requests
    assert first.webhook_id == second.webhook_id == third.webhook_id != rest.webhook_id
    assert first.body == second.body == third.body
    assert len(first.events) == len(rest.events) == 2
    found = again(subscription)
    assert (found.failures, found.next_attempt_at, found.last_error) == (0, None, "")
    assert found.last_notified_at == clock.now


def test_retries_follow_the_schedule_to_the_dead_letter_and_resuming_loses_nothing(
    an, shop, worker, clock
):
    shop.otherwise = 500
    subscription = follow(an, shop)
    times = grown(an, 2)
    worker.settle()
    for number, wait in enumerate(rules.RETRIES, start=1):
        found = again(subscription)
        assert (found.failures, found.state) == (number, "active")
        assert found.next_attempt_at == clock.now + wait
        clock.forward(seconds=wait.total_seconds() - 1)
        assert worker.settle() == 0
        clock.forward(seconds=1)
        worker.settle()
    assert len(shop.requests) == 10
    assert again(subscription).state == "suspended"
    letter = DeadLetter.objects.get()
    assert (letter.webhook_id, letter.attempts) == (shop.requests[0].webhook_id, 10)
    assert letter.error == "HTTP 500"
    times += grown(an, 2)
    clock.forward(days=3)
    assert worker.settle() == 0

    shop.otherwise = 200
    shop.requests.clear()
    resume_subscription(by=an, subscription_id=str(subscription.pk))
    worker.settle()
    assert shop.event_times == times
    assert shop.requests[0].webhook_id == letter.webhook_id
    assert JournalEntry.objects.filter(verb="subscription.suspended").count() == 1


def test_gone_ends_at_once_and_may_be_resumed_by_its_owner(an, shop, worker, clock):
    shop.answers = [410]
    subscription = follow(an, shop)
    times = grown(an, 2)
    worker.settle()
    assert again(subscription).state == "gone"
    clock.forward(days=3)
    assert worker.settle() == 0
    resume_subscription(by=an, subscription_id=str(subscription.pk))
    worker.settle()
    assert [len(request.events) for request in shop.requests] == [2, 2]
    assert shop.event_times == times * 2


@pytest.mark.parametrize(
    ("status", "header", "wait"),
    [
        (429, "90", timedelta(seconds=90)),
        (503, "90", timedelta(seconds=90)),
        (503, "Tue, 24 Nov 2099 08:00:00 GMT", timedelta(hours=24)),  # a day at most
        (429, "1", timedelta(seconds=5)),  # never sooner than our own schedule
        (429, "soon", timedelta(seconds=5)),
        (429, "9" * 5000, timedelta(hours=24)),
        (503, "Fri, 01 Jan 99999999999 00:00:00 GMT", timedelta(seconds=5)),  # no such year
        (503, "Fri, 01 Jan 2027 00:00:00 +99999999999999", timedelta(seconds=5)),
        (500, "90", timedelta(seconds=5)),  # means nothing there
    ],
)
def test_a_receiver_may_ask_for_time(an, shop, worker, clock, status, header, wait):
    shop.answers = [(status, {"Retry-After": header})]
    subscription = follow(an, shop)
    grown(an, 1)
    worker.settle()
    assert again(subscription).next_attempt_at == clock.now + wait


def test_a_receiver_may_ask_for_smaller_documents(an, shop, worker):
    shop.answers = [413, 413]
    subscription = follow(an, shop)
    Subscription.objects.filter(pk=subscription.pk).update(batch=8)
    times = grown(an, 7)
    worker.settle()
    assert [len(request.events) for request in shop.requests] == [7, 4, 2, 2, 2, 1]
    assert [
        event["eventTime"] for request in shop.requests[2:] for event in request.events
    ] == times
    assert again(subscription).failures == 0


def test_whoever_cannot_take_even_one_event_has_failed_and_is_tried_again(an, shop, worker, clock):
    shop.otherwise = 413
    subscription = follow(an, shop)
    times = grown(an, 2)
    Subscription.objects.filter(pk=subscription.pk).update(batch=2)
    worker.settle()
    assert [len(request.events) for request in shop.requests] == [2, 1]
    found = again(subscription)
    assert (found.failures, found.last_error, found.state) == (1, "HTTP 413", "active")
    shop.otherwise = 200
    shop.requests.clear()
    clock.forward(seconds=5)
    worker.settle()
    assert shop.event_times == times


ENDS: dict[str, Any] = {
    "by itself": lambda by, one: unsubscribe(
        by=by, query_name=one.query_name, subscription_id=str(one.pk)
    ),
    "with its query": lambda by, one: delete_query(by=by, name=one.query_name),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("answer", [200, 500, 410, 413, (503, {"Retry-After": "1"})])
def test_a_subscription_that_ends_while_it_is_told_is_forgotten_whatever_is_answered(
    an, shop, worker, clock, end, answer
):
    with receiving() as other:
        follow(an, other, "other")
        ending = follow(an, shop, "ending")
        Subscription.objects.filter(pk=ending.pk).update(
            failures=len(rules.RETRIES)
        )  # the last try
        shop.hold, shop.answers = threading.Event(), [answer]
        times = grown(an, 2)
        assert stepped_until(worker, lambda: shop.requests)
        ENDS[end](an, ending)
        shop.hold.set()
        times += grown(an, 1)
        worker.settle()
        clock.forward(days=1)
        worker.settle()
        assert other.event_times == times
    assert len(shop.requests) == 1
    assert [one.query_name for one in Subscription.objects.all()] == ["other"]
    assert DeadLetter.objects.count() == 0
    told = JournalEntry.objects.filter(verb__startswith="subscription.")
    assert {one.verb for one in told} <= {"subscription.begun", "subscription.ended"}


def test_what_failed_is_not_sent_again_once_its_subscription_has_ended(an, shop, worker, clock):
    """The worker's list of subscriptions is a second old; what it holds may have ended since."""
    shop.otherwise = 500
    subscription = follow(an, shop)
    grown(an, 1)
    worker.settle()
    assert again(subscription).failures == 1
    worker.step()  # so that the list is new
    unsubscribe(by=an, query_name="everything", subscription_id=str(subscription.pk))
    clock.forward(seconds=5)
    worker.step()
    worker.close()
    assert len(shop.requests) == 1


def test_redirects_are_not_followed(an, shop, worker):
    with receiving() as elsewhere:
        shop.answers = [(307, {"Location": elsewhere.url})]
        follow(an, shop)
        grown(an, 1)
        worker.settle()
        assert elsewhere.requests == []
    assert len(shop.requests) == 1


def test_an_address_that_is_refused_is_a_failure_with_a_reason(an, shop, worker, settings):
    subscription = follow(an, shop)
    settings.WEBHOOK_NETWORKS = ()
    grown(an, 1)
    worker.settle()
    assert shop.requests == []
    assert "127.0.0.1" in again(subscription).last_error


def test_one_slow_receiver_does_not_hold_up_another(an, shop, worker):
    with receiving() as slow:
        slow.hold = threading.Event()
        follow(an, slow, "slow")
        follow(an, shop, "quick")
        times = grown(an, 2)
        stop = 0
        while len(shop.requests) < 1 and stop < 1000:
            worker.step()
            stop += 1
            threading.Event().wait(0.01)
        assert shop.event_times == times
        assert len(slow.requests) == 1
        worker.step()  # nothing more goes to the slow one while one delivery is under way
        assert len(slow.requests) == 1
        slow.hold.set()
        worker.settle()
        assert slow.event_times == times


def test_whoever_answers_slowly_leaves_the_fast_lane_to_the_quick(an, shop, worker, monkeypatch):
    monkeypatch.setattr(follow_module, "FAST_LANE", 1)
    monkeypatch.setattr(follow_module, "SLOW_SECONDS", 0.05)
    with receiving() as slow:
        slow.delay = 0.2
        follow(an, slow, "slow")
        times = grown(an, 1)
        worker.settle()  # proven, and slow
        follow(an, shop, "quick", initialRecordTime="2020-01-01T00:00:00Z")
        worker.settle()
        slow.hold = threading.Event()
        times += grown(an, 1)  # the slow one waited longer: its turn comes first
        assert stepped_until(worker, lambda: shop.event_times == times)
        slow.hold.set()
        worker.settle()
        assert slow.event_times == times


def test_a_hundred_dead_receivers_do_not_hold_up_the_one_that_lives(an, shop, clock, monkeypatch):
    """F39: whoever failed once is served in the slow lane, however many they are."""
    monkeypatch.setattr(follow_module, "SLOW_LANE", 3)
    dead = threading.Event()
    held: list[str] = []

    def send(url: str, *rest: Any, **options: Any) -> webhooks.Reply:
        if "/dead" not in url:
            return webhooks.send(url, *rest, **options)
        held.append(url)
        dead.wait(30)
        return webhooks.Reply(0, "no answer")

    worker = Follower(clock=clock, send=send)
    dead.set()
    base = follow(an, shop, "good")
    for number in range(100):
        subscribe(
            by=an, query_name="good", controls={"dest": f"{shop.url}/dead/{number}", "stream": True}
        )
    Subscription.objects.update(last_notified_at=clock.now)  # all of them answered once
    times = grown(an, 1)
    worker.settle()
    assert shop.event_times == times
    assert Subscription.objects.filter(failures=1).count() == 100

    dead.clear()
    held.clear()
    clock.forward(seconds=5)
    times += grown(an, 3)
    for _ in range(1000):
        worker.step()
        if shop.event_times == times:
            break
        threading.Event().wait(0.01)
    assert shop.event_times == times
    assert again(base).failures == 0
    assert 0 < len(held) <= 3
    dead.set()
    worker.settle()
    worker.close()


def stepped_until(worker: Follower, done: Any) -> bool:
    for _ in range(1000):
        worker.step()
        if done():
            return True
        threading.Event().wait(0.01)
    return False


def test_receivers_that_hang_from_the_first_day_hold_up_neither_the_proven_nor_strangers(
    an, shop, clock, monkeypatch
):
    """F39, before anybody has failed: An's twenty black holes take no place from anybody."""
    monkeypatch.setattr(follow_module, "FAST_LANE", 4)
    monkeypatch.setattr(follow_module, "SLOW_LANE", 4)
    hang, held = threading.Event(), []

    def send(url: str, *rest: Any, **options: Any) -> webhooks.Reply:
        if "/hangs" not in url:
            return webhooks.send(url, *rest, **options)
        held.append(url)
        hang.wait(30)
        return webhooks.Reply(0, "no answer")

    worker = Follower(clock=clock, send=send)
    follow(an, shop, "good")
    times = grown(an, 1)
    worker.settle()  # proven
    for number in range(20):
        controls = {"dest": f"{shop.url}/hangs/{number}", "stream": True}
        subscribe(by=an, query_name="good", controls=controls)
    dung = people.dung()
    people.key_of(dung)
    with receiving() as stranger:
        times += grown(an, 1)
        assert stepped_until(worker, lambda: shop.event_times == times)
        assert stepped_until(worker, lambda: held)
        follow(dung, stranger)
        others = grown(dung, 1)
        assert stepped_until(worker, lambda: stranger.event_times == others)
        times += grown(an, 1)
        assert stepped_until(worker, lambda: shop.event_times == times)
        assert len(held) == 1
        hang.set()
        worker.close()


class Pen:
    """Writes documents as always, but those of the query `held` only when `goes_on` is set."""

    def __init__(self, held: str) -> None:
        self.held, self.goes_on, self.threads = held, threading.Event(), set[int]()

    def __call__(self, events: Any, form: Any, *, query_name: str, **more: Any) -> Any:
        self.threads.add(threading.get_ident())
        if query_name == self.held:
            assert self.goes_on.wait(30)
        return followed_document(events, form, query_name=query_name, **more)


def test_a_document_that_takes_long_to_write_holds_up_nobody_else(an, shop, worker, monkeypatch):
    monkeypatch.setattr(follow_module, "followed_document", pen := Pen("long"))
    dung = people.dung()
    people.key_of(dung)
    with receiving() as stranger:
        long = follow(an, shop, "long")
        times = grown(an, 1)
        worker.step()
        follow(dung, stranger)
        others = grown(dung, 1)
        assert stepped_until(worker, lambda: stranger.event_times == others)
        times += grown(an, 1)  # behind the one that is being written
        others += grown(dung, 1)
        assert stepped_until(worker, lambda: stranger.event_times == others)
        assert shop.requests == []
        pen.goes_on.set()
        worker.settle()
    assert shop.event_times == times
    assert len(shop.requests) == 2
    assert again(long).failures == 0
    assert threading.get_ident() not in pen.threads  # the one that speaks to the database


def test_a_document_that_is_being_written_when_the_process_ends_is_sent_by_the_next(
    an, shop, worker, clock, monkeypatch
):
    monkeypatch.setattr(follow_module, "followed_document", pen := Pen("everything"))
    subscription = follow(an, shop)
    times = grown(an, 2)
    worker.step()
    pending = again(subscription).pending_id
    threading.Timer(0.1, pen.goes_on.set).start()
    worker.close()
    found = again(subscription)
    assert (shop.requests, found.pending_id, found.failures) == ([], pending, 0)
    follower = Follower(clock=clock)
    follower.settle()
    follower.close()
    assert shop.event_times == times
    assert shop.requests[0].webhook_id == pending


def test_events_that_no_document_can_be_made_of_are_that_subscriptions_failure_alone(
    an, shop, worker, clock, monkeypatch
):
    def write(events: Any, form: Any, **more: Any) -> Any:
        if form.media == "xml":
            raise ValueError("a damaged event")
        return followed_document(events, form, **more)

    monkeypatch.setattr(follow_module, "followed_document", write)
    broken = follow(an, shop, "broken", form=Form(media="xml"))
    follow(an, shop, "sound")
    times = grown(an, 1)
    worker.settle()
    assert shop.event_times == times
    assert again(broken).failures == 1
    assert "a damaged event" in again(broken).last_error
    monkeypatch.undo()
    clock.forward(seconds=5)
    assert worker.settle() == 1
    assert again(broken).failures == 0


def test_a_subscription_that_cannot_be_served_leaves_the_others_alone(an, shop, worker):
    broken = follow(an, shop, "broken")
    Subscription.objects.filter(pk=broken.pk).update(definition={"EQ_nonsense": True})
    follow(an, shop, "sound")
    times = grown(an, 1)
    worker.settle()
    assert shop.event_times == times
    assert again(broken).failures == 1
    assert "EQ_nonsense" in again(broken).last_error


def test_an_answer_that_nobody_foresaw_is_that_receivers_failure_alone(an, shop, clock):
    def send(url: str, *rest: Any, **options: Any) -> webhooks.Reply:
        if url.endswith("/raises"):
            raise RuntimeError("can't start new thread")
        if url.endswith("/odd"):
            return webhooks.Reply(0, "a \x00 in the answer")  # which PostgreSQL cannot keep
        return webhooks.send(url, *rest, **options)

    worker = Follower(clock=clock, send=send)
    follow(an, shop)
    odd = [
        subscribe(
            by=an, query_name="everything", controls={"dest": f"{shop.url}{path}", "stream": True}
        )
        for path in ("/raises", "/odd")
    ]
    times = grown(an, 1)
    worker.settle()
    assert shop.event_times == times
    assert [again(one).failures for one in odd] == [1, 1]
    assert "thread" in again(odd[0]).last_error
    times += grown(an, 1)
    worker.settle()
    worker.close()
    assert shop.event_times == times
