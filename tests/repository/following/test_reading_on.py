"""How far a subscription has read: what does not match is passed over, and nothing behind it is lost."""

import pytest

from tests.repository.following.telling import again, follow, grown
from txng.eventstore import journal
from txng.eventstore.query import following
from txng.repository import follow as follow_module
from txng.repository.connection import store
from txng.repository.follow import Follower

pytestmark = pytest.mark.django_db

# no index knows of it, so events are read to find out
RARE = {"query": {"@context": {"ex": "https://example.org/my/"}, "EQ_ex:colour": ["red"]}}
RED = {"https://example.org/my/colour": "red"}


def test_what_is_sent_again_is_all_there_however_much_was_passed_over_before_it(
    an, shop, worker, clock, monkeypatch
):
    monkeypatch.setattr(following, "MOST_ROWS", 4)
    shop.answers = [500]
    subscription = follow(an, shop, **RARE)
    grown(an, 20)
    for _ in range(7):
        worker.settle()
    wanted = grown(an, 2, **RED)
    worker.settle()
    assert again(subscription).failures == 1
    clock.forward(seconds=5)
    worker.settle()
    failed, delivered = shop.requests
    assert failed.body == delivered.body
    assert [one["eventTime"] for one in delivered.events] == wanted


def test_one_look_reads_on_to_the_end_though_nothing_matches_for_long(
    an, shop, worker, monkeypatch
):
    monkeypatch.setattr(following, "MOST_ROWS", 4)
    follow(an, shop, **RARE)
    grown(an, 20)
    wanted = grown(an, **RED)
    worker.settle()
    assert shop.event_times == wanted


def test_a_worker_that_begins_anew_reads_on_where_the_last_one_was(an, shop, clock, monkeypatch):
    monkeypatch.setattr(following, "MOST_ROWS", 4)
    subscription = follow(an, shop, **RARE)
    begun = again(subscription).told
    grown(an, 9)
    for _ in range(2):
        worker = Follower(clock=clock)
        worker.settle()
        worker.close()
    assert again(subscription).told > begun
    left = journal.waiting(store(), again(subscription).told)
    assert left.events < 4


def test_a_subscription_that_is_seldom_told_anything_writes_seldom(an, shop, worker, monkeypatch):
    monkeypatch.setattr(follow_module, "NOTE_SECONDS", 1e9)
    subscription = follow(an, shop, **RARE)
    begun = again(subscription).told
    for _ in range(3):
        grown(an)
        worker.settle()
    assert again(subscription).told == begun
    monkeypatch.setattr(follow_module, "NOTE_SECONDS", 0.0)
    grown(an)
    worker.settle()
    assert again(subscription).told > begun
    wanted = grown(an, **RED)
    worker.settle()
    assert shop.event_times == wanted
