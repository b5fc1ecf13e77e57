"""Classes are opened, published, taught by their trainers, finished; seats and the queue."""

from datetime import time, timedelta

import pytest
from django.db.models import F

from tests import people
from tests.training import courses
from txng.accounts.models import JournalEntry
from txng.training.actions import classes as actions
from txng.training.actions import learners
from txng.training.actions.classes import SessionFacts
from txng.training.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.training.keys import VISITOR
from txng.training.models import Learner, Session, TrainingClass
from txng.training.queries import classes as queries
from txng.training.queries import learners as tickets_kept
from txng.training.rules import classes as rules
from txng.training.rules import tickets

pytestmark = pytest.mark.django_db


def test_a_class_is_drafted_given_sessions_in_order_and_published():
    one = courses.draft()
    assert (one.code, one.session_count, one.starts_on, one.ends_on) == (
        "LH-2026-0001", 2, courses.FIRST, courses.SECOND,
    )  # fmt: skip
    early = SessionFacts(courses.FIRST - timedelta(days=1), time(14), time(17))
    actions.add_session(by=courses.keeper(), training_class=one, facts=early)
    days = list(Session.objects.order_by("number").values_list("number", "day"))
    assert days == [(1, early.day), (2, courses.FIRST), (3, courses.SECOND)]
    published = actions.publish_class(by=courses.keeper(), training_class=one)
    assert published.state == rules.OPEN
    verbs = JournalEntry.objects.values_list("verb", flat=True)
    assert {"course.opened", "course.session_added", "course.published"} <= set(verbs)


def test_what_cannot_be_is_refused_at_its_field():
    one, by = courses.draft(), courses.keeper()
    crossing = SessionFacts(courses.FIRST, time(11), time(10))
    beside = SessionFacts(courses.FIRST, time(11), time(12))
    wrong = [
        (lambda: actions.add_session(by=by, training_class=one, facts=crossing), "ends_at"),
        (lambda: actions.add_session(by=by, training_class=one, facts=beside), "begins_at"),
        (lambda: actions.open_class(by=by, facts=courses.facts(title="  ")), "title"),
        (lambda: actions.open_class(by=by, facts=courses.facts(places=0)), "places"),
        (lambda: actions.open_class(by=by, facts=courses.facts(commune_code="99999")), "commune"),
        (lambda: actions.open_class(by=by, facts=courses.facts(audience=["ma"])), "audience"),
        (
            lambda: actions.add_trainer(by=by, training_class=one, name="A", username="khong-co"),
            "username",
        ),
    ]
    for verb, field in wrong:
        with pytest.raises(FieldError) as refused:
            verb()
        assert refused.value.field == field


def test_a_class_without_sessions_trainers_or_questions_is_not_published():
    by = courses.keeper()
    one = actions.open_class(by=by, facts=courses.facts(has_quiz=True))
    with pytest.raises(StepError, match="buổi"):
        actions.publish_class(by=by, training_class=one)
    actions.add_session(
        by=by, training_class=one, facts=SessionFacts(courses.FIRST, time(8), time(9))
    )
    with pytest.raises(StepError, match="giảng viên"):
        actions.publish_class(by=by, training_class=one)
    actions.add_trainer(by=by, training_class=one, name="Giảng (hư cấu)")
    one.subject.questions.update(is_asked=False, number=F("number") + 50)
    with pytest.raises(StepError, match="câu hỏi"):
        actions.publish_class(by=by, training_class=one)


def test_only_keepers_open_classes_and_only_trainers_of_a_class_see_its_people():
    one = courses.opened()
    learner = courses.registered(one)
    for stranger in (people.an(), people.dung(), people.officer(), people.chi()):
        with pytest.raises(NotAllowedError):
            actions.open_class(by=stranger, facts=courses.facts())
        assert list(tickets_kept.learners(stranger, one)) == []
        assert queries.class_to_teach(stranger, one.code) is None
    trainer = courses.trainer_of(one)
    assert list(tickets_kept.learners(trainer, one)) == [learner]
    other = courses.opened(title="Lớp khác")
    assert queries.class_to_teach(trainer, other.code) is None


def test_a_draft_is_seen_by_keepers_alone():
    one = courses.draft()
    assert queries.public_class(None, one.code) is None
    assert queries.class_called(people.officer(), one.code) is None
    assert queries.class_called(courses.keeper(), one.code) == one
    assert list(queries.classes(people.dung())) == []


def test_a_stale_form_is_told_so_and_changes_nothing():
    one, by = courses.draft(), courses.keeper()
    actions.edit_class(
        by=by, training_class=one, facts=courses.facts(title="Mới"), version=one.version
    )
    with pytest.raises(StaleError):
        actions.edit_class(
            by=by, training_class=one, facts=courses.facts(title="Cũ"), version=one.version
        )
    assert TrainingClass.objects.get(pk=one.pk).title == "Mới"


def test_a_full_class_has_a_queue_and_the_first_moves_up_when_somebody_withdraws():
    one = courses.opened(places=2)
    seated = [courses.registered(one, number) for number in (1, 2)]
    waiting = [courses.registered(one, number) for number in (3, 4)]
    assert [row.state for row in (*seated, *waiting)] == ["co-cho", "co-cho", "cho", "cho"]
    assert [tickets_kept.place_in_queue(row) for row in waiting] == [1, 2]
    learners.withdraw(by=VISITOR, learner=seated[0])
    states = dict(Learner.objects.values_list("pk", "state"))
    assert states[seated[0].pk] == "rut"
    assert states[waiting[0].pk] == "co-cho"
    assert states[waiting[1].pk] == "cho"
    with courses.clock(courses.FIRST - timedelta(days=1)):
        back = learners.come_back(by=VISITOR, learner=seated[0])
    assert back.state == "cho"
    assert tickets_kept.place_in_queue(back) == 2


def test_more_places_let_people_of_the_queue_in():
    one = courses.opened(places=1)
    courses.registered(one, 1)
    second = courses.registered(one, 2)
    row = TrainingClass.objects.get(pk=one.pk)
    actions.edit_class(
        by=courses.keeper(), training_class=row, facts=courses.facts(places=5), version=row.version
    )
    second.refresh_from_db()
    assert second.state == rules.SEATED


def test_the_same_telephone_registers_once_and_the_same_form_makes_one_ticket():
    one = courses.opened()
    secret = tickets.new_secret()
    with courses.clock(courses.FIRST):
        told = {"by": VISITOR, "training_class": one, "address": "10.0.0.1", "secret": secret}
        first = learners.register(person=courses.person(7), **told)
        again = learners.register(person=courses.person(7), **told)
        assert first == again
        told["secret"] = tickets.new_secret()
        with pytest.raises(FieldError) as refused:
            learners.register(person=courses.person(7, contact="+84 9 0000 0007"), **told)
    assert refused.value.field == "contact"
    assert Learner.objects.count() == 1


def test_nobody_registers_after_the_last_day_or_for_a_cancelled_class():
    one = courses.opened()
    told = {"by": VISITOR, "training_class": one, "address": "10.0.0.1"}
    late = told | {"address": "10.0.0.2"}
    with courses.clock(courses.SECOND + timedelta(days=1)), pytest.raises(StepError):
        learners.register(person=courses.person(), secret=tickets.new_secret(), **late)
    actions.cancel_class(by=courses.keeper(), training_class=one, reason="Giảng viên ốm")
    with courses.clock(courses.FIRST), pytest.raises(StepError):
        learners.register(person=courses.person(), secret=tickets.new_secret(), **told)


def test_a_cancelled_or_finished_class_is_opened_again_within_a_day():
    one, by = courses.opened(), courses.keeper()
    with courses.clock(courses.FIRST):
        actions.cancel_class(by=by, training_class=one, reason="Mưa lũ, đường tắc")
    with courses.clock(courses.FIRST, 20):
        assert actions.reopen_class(by=by, training_class=one).state == rules.OPEN
    with courses.clock(courses.FIRST), pytest.raises(StepError, match="buổi chưa học"):
        actions.finish_class(by=by, training_class=one)
    courses.finished(one)
    with (
        courses.clock(courses.SECOND + timedelta(days=2)),
        pytest.raises(StepError, match="24 giờ"),
    ):
        actions.reopen_class(by=by, training_class=one)


def test_a_session_in_which_somebody_was_counted_stays():
    one = courses.opened()
    courses.attended(courses.registered(one), 1)
    with pytest.raises(StepError):
        actions.remove_session(by=courses.keeper(), session=queries.session(one, 1))
    row = actions.remove_session(by=courses.keeper(), session=queries.session(one, 2))
    assert row.session_count == 1
    assert Learner.objects.get().attended_enough is True
    with pytest.raises(StepError):
        actions.cancel_class(by=courses.keeper(), training_class=row, reason="Không học nữa")
