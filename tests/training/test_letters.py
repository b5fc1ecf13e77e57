"""A seat from the queue, a class that moves or is cancelled: told to learners with a confirmed address."""

from datetime import time, timedelta

import pytest

from tests import people
from tests.accounts import letters as post
from tests.training import courses
from txng.accounts.models import Letter
from txng.training.actions import classes as actions
from txng.training.actions import learners, letters
from txng.training.actions.classes import SessionFacts
from txng.training.models import Session, TrainingClass

pytestmark = pytest.mark.django_db(transaction=True)

AN = "an@example.vn"
DAYS_BEFORE = courses.FIRST - timedelta(days=3)


def write() -> int:
    return letters.write_letters(by=post.WORKER)


def full_class_with_an_in_the_queue():
    one = courses.opened(places=1)
    first = courses.registered(one, 1)
    courses.registered(one, 2, contact="An@Example.VN")
    return one, first


def test_whoever_gets_a_seat_from_the_queue_is_told_without_the_secret_of_the_ticket():
    with courses.clock(DAYS_BEFORE), post.mail_on() as server:
        post.confirmed(people.an(), AN)
    one, first = full_class_with_an_in_the_queue()
    with courses.clock(DAYS_BEFORE, 10), post.mail_on() as server:
        assert write() == 0
        learners.withdraw(by=courses.VISITOR, learner=first)
        assert (write(), write()) == (1, 0)
    with post.mail_on() as server:
        post.send()
    [letter] = server.letters
    assert letter["Subject"] == f"Bạn đã có chỗ ở lớp “{one.title}”"
    assert f"{post.BASE}/lop-hoc/{one.code}" in post.words(letter)
    assert first.secret not in post.words(letter)
    second = one.learners.get(contact=AN)
    assert second.secret not in post.words(letter)


def test_a_class_that_moves_in_several_steps_is_told_once_when_they_are_done():
    with courses.clock(DAYS_BEFORE), post.mail_on():
        post.confirmed(people.an(), AN)
    one, _first = full_class_with_an_in_the_queue()
    with post.mail_on():
        with courses.clock(DAYS_BEFORE, 10):
            again = TrainingClass.objects.get(pk=one.pk)
            actions.add_session(
                by=courses.keeper(),
                training_class=again,
                facts=SessionFacts(courses.SECOND, time(14), time(16)),
            )
        with courses.clock(DAYS_BEFORE, 10, 5):
            actions.remove_session(
                by=courses.keeper(), session=Session.objects.filter(training_class=one).last()
            )
            assert write() == 0, "somebody is still at it"
        with courses.clock(DAYS_BEFORE, 10, 30):
            assert (write(), write()) == (1, 0)
    assert Letter.objects.get(about__startswith="training.moved").subject.endswith(
        "đổi lịch hoặc địa điểm"
    )


def test_another_name_of_a_class_moves_nobody():
    one, _first = full_class_with_an_in_the_queue()
    again = TrainingClass.objects.get(pk=one.pk)
    moved = again.moved_at
    facts = courses.facts(title="Tên khác", places=1)
    actions.edit_class(
        by=courses.keeper(), training_class=again, facts=facts, version=again.version
    )
    assert TrainingClass.objects.get(pk=one.pk).moved_at == moved
    again = TrainingClass.objects.get(pk=one.pk)
    facts = courses.facts(address="Trụ sở Ủy ban", places=1)
    actions.edit_class(
        by=courses.keeper(), training_class=again, facts=facts, version=again.version
    )
    assert TrainingClass.objects.get(pk=one.pk).moved_at != moved


def test_a_cancelled_class_is_told_to_those_who_have_a_seat_and_those_who_wait():
    with courses.clock(DAYS_BEFORE), post.mail_on():
        post.confirmed(people.an(), AN)
        post.confirmed(people.dung(), "dung@example.vn")
    one = courses.opened(places=1)
    courses.registered(one, 1, contact="dung@example.vn")
    courses.registered(one, 2, contact=AN)
    courses.registered(one, 3)  # with a telephone: the ticket says it
    with courses.clock(DAYS_BEFORE, 11), post.mail_on():
        actions.cancel_class(by=courses.keeper(), training_class=one, reason="Giảng viên ốm")
        assert (write(), write()) == (2, 0)
    words = Letter.objects.filter(about__startswith="training.cancelled").values_list("text")
    assert "Giảng viên ốm" not in str(list(words))


def test_an_erased_learner_is_written_to_no_more():
    with courses.clock(DAYS_BEFORE), post.mail_on():
        post.confirmed(people.an(), AN)
    one, _first = full_class_with_an_in_the_queue()
    with courses.clock(DAYS_BEFORE, 11), post.mail_on():
        learners.erase(by=courses.VISITOR, learner=one.learners.get(contact=AN))
        actions.cancel_class(by=courses.keeper(), training_class=one, reason="Giảng viên ốm")
        assert write() == 0
