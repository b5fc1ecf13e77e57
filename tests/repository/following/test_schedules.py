"""Scheduled subscriptions: at their hour, everything since the last time, empty when asked for."""

from datetime import UTC, datetime

import pytest

from tests import people
from tests.repository.following.telling import again, follow, grown
from txng.repository.follow import Follower
from txng.repository.models import Subscription

pytestmark = pytest.mark.django_db


# --- schedules ---------------------------------------------------------------------------------------


def scheduled(an, shop, clock, **controls):
    """At five past one in the morning, in the province; the clock stands at noon."""
    clock.now = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    subscription = follow(an, shop, schedule={"hour": "1", "minute": "5"}, **controls)
    Subscription.objects.filter(pk=subscription.pk).update(
        next_run_at=datetime(2026, 11, 24, 18, 5, tzinfo=UTC)
    )
    people.key_of(an)
    return subscription


def test_a_schedule_tells_everything_since_the_last_time_at_its_hour(an, shop, worker, clock):
    subscription = scheduled(an, shop, clock)
    times = grown(an, 3)
    assert worker.settle() == 0
    clock.now = datetime(2026, 11, 24, 18, 4, 59, tzinfo=UTC)
    assert worker.settle() == 0
    clock.now = datetime(2026, 11, 24, 18, 5, tzinfo=UTC)  # 01:05 in Đà Lạt
    worker.settle()
    assert shop.event_times == times
    found = again(subscription)
    assert found.next_run_at == datetime(2026, 11, 25, 18, 5, tzinfo=UTC)
    assert found.min_record_time == clock.now
    times += grown(an, 2)
    assert worker.settle() == 0
    clock.forward(days=1)
    worker.settle()
    assert shop.event_times == times


def test_nothing_new_is_reported_only_to_whoever_asked_for_it(an, shop, worker, clock):
    quiet = scheduled(an, shop, clock)
    clock.now = datetime(2026, 11, 24, 18, 5, tzinfo=UTC)
    worker.settle()
    assert shop.requests == []
    assert again(quiet).next_run_at == datetime(2026, 11, 25, 18, 5, tzinfo=UTC)
    told = scheduled(an, shop, clock, name="told", reportIfEmpty=True)
    clock.now = datetime(2026, 11, 24, 18, 5, tzinfo=UTC)
    worker.settle()
    assert [request.events for request in shop.requests] == [[]]
    assert again(told).next_run_at == datetime(2026, 11, 25, 18, 5, tzinfo=UTC)
    assert again(told).last_notified_at == clock.now


def test_firings_that_were_slept_through_are_made_up_for_once(an, shop, worker, clock):
    subscription = scheduled(an, shop, clock, reportIfEmpty=True)
    clock.now = datetime(2026, 11, 30, 5, 0, tzinfo=UTC)
    worker.settle()
    assert len(shop.requests) == 1
    assert again(subscription).next_run_at == datetime(2026, 11, 30, 18, 5, tzinfo=UTC)


def test_one_firing_tells_all_that_is_there_in_as_many_documents_as_it_takes(
    an, shop, worker, clock
):
    subscription = scheduled(an, shop, clock)
    Subscription.objects.filter(pk=subscription.pk).update(batch=2)
    times = grown(an, 4)
    clock.now = datetime(2026, 11, 24, 18, 5, tzinfo=UTC)
    worker.settle()
    assert [len(request.events) for request in shop.requests] == [2, 2]
    assert shop.event_times == times
    assert again(subscription).next_run_at == datetime(2026, 11, 25, 18, 5, tzinfo=UTC)


@pytest.mark.parametrize("begins_anew", [False, True])
def test_a_clock_that_was_years_ahead_does_not_silence_a_schedule(
    an, shop, worker, clock, begins_anew
):
    subscription = scheduled(an, shop, clock)
    right = clock.now
    clock.now = right.replace(year=2036)
    worker.settle()
    assert again(subscription).next_run_at.year == 2036
    clock.now = right
    if begins_anew:
        worker.close()
        worker = Follower(clock=clock)
    times = grown(an, 2)
    assert worker.settle() == 0
    assert again(subscription).next_run_at == datetime(2026, 11, 24, 18, 5, tzinfo=UTC)
    clock.now = datetime(2026, 11, 24, 18, 5, tzinfo=UTC)
    worker.settle()
    assert shop.event_times == times
    worker.close()


def test_nor_does_it_hold_up_what_is_tried_again(an, shop, worker, clock):
    right = clock.now
    clock.forward(days=3650)
    shop.answers = [500]
    follow(an, shop)
    times = grown(an)
    worker.settle()
    clock.now = right
    worker.settle()
    assert shop.event_times[1:] == times
