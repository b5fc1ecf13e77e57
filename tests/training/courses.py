"""Classes and people of them as tests want them. The clock stands on the second of two days."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.utils import timezone

from tests import people
from tests.parties import register as entries
from txng.accounts.actors import Actor
from txng.training.actions import attending, classes, learners, papers, subjects
from txng.training.actions.classes import ClassFacts, SessionFacts
from txng.training.actions.learners import Person
from txng.training.keys import VISITOR
from txng.training.models import Learner, Subject, TrainingClass
from txng.training.queries import classes as queries
from txng.training.rules import tickets

SUBJECT = "quy-dinh-truy-xuat"  # ships with four questions
LAC_DUONG = entries.LAC_DUONG
FIRST, SECOND = date(2026, 3, 10), date(2026, 3, 11)


@contextmanager
def clock(day: date, hour: int = 9, minute: int = 0, second: int = 0):
    """Everything that asks Django for the time gets this one, local."""
    moment = timezone.make_aware(datetime.combine(day, time(hour, minute, second)))
    signing = mock.Mock(time=moment.timestamp)  # what is signed for a while has a clock of its own
    with (
        mock.patch("django.utils.timezone.now", return_value=moment),
        mock.patch("django.core.signing.time", signing),
    ):
        yield moment


def at_work(actor: Actor, day: date = FIRST, hour: int = 7):
    """A browser in which this person signed in on that day."""
    with clock(day, hour):
        return people.client_of(actor)


def keeper(name: str = "Bình") -> Actor:
    return replace(people.binh(), name=name)


def subject() -> Subject:
    subjects.put_in_packaged_subjects(by=keeper())
    return Subject.objects.get(code=SUBJECT)


def facts(**changes) -> ClassFacts:
    first = {"subject": subject(), "title": "Quy định cho hợp tác xã", "places": 3,
             "commune_code": LAC_DUONG, "address": "Nhà văn hóa"}  # fmt: skip
    return ClassFacts(**(first | changes))


def draft(**changes) -> TrainingClass:
    """Two sessions, one trainer without an account."""
    one = classes.open_class(by=keeper(), facts=facts(**changes), year=2026)
    for day in (FIRST, SECOND):
        classes.add_session(
            by=keeper(), training_class=one, facts=SessionFacts(day, time(8), time(11, 30))
        )
    classes.add_trainer(by=keeper(), training_class=one, name="Trần Thị Giảng (hư cấu)")
    return TrainingClass.objects.get(pk=one.pk)


def opened(**changes) -> TrainingClass:
    return classes.publish_class(by=keeper(), training_class=draft(**changes))


def person(number: int = 1, **changes) -> Person:
    first = {"name": f"Người học {number} (hư cấu)", "contact": f"09{number:08}", "kind": "ho"}
    return Person(**(first | changes))


def registered(one: TrainingClass, number: int = 1, **changes) -> Learner:
    with clock(FIRST - timedelta(days=5)):
        return learners.register(
            by=VISITOR, training_class=one, person=person(number, **changes),
            secret=tickets.new_secret(), address=f"10.0.0.{number}",
        )  # fmt: skip


def trainer_of(one: TrainingClass, name: str = "Cán bộ") -> Actor:
    """Somebody with the role of officers, who teaches this class and no other."""
    account = people.signed_in_actor(people.officer())
    classes.add_trainer(by=keeper(), training_class=one, name=name, username="can-bo")
    return account


def attended(learner: Learner, *numbers: int) -> Learner:
    for number in numbers:
        session = queries.session(learner.training_class, number)
        with clock(session.day):
            attending.check_in_ticket(by=keeper(), session=session, learner=learner)
    learner.refresh_from_db()
    return learner


def right_answers(learner: Learner) -> dict[int, list[int]]:
    return {
        one.pk: [place for place, choice in enumerate(one.choices) if choice["is_right"]]
        for one in learner.training_class.subject.questions.filter(is_asked=True)
    }


def finished(one: TrainingClass) -> TrainingClass:
    with clock(SECOND, 12):
        return classes.finish_class(by=keeper(), training_class=one)


def with_papers(count: int = 2, **changes):
    """A class that is over, and the papers of those who were there."""
    one = opened(places=max(3, count), **changes)
    for number in range(1, count + 1):
        attended(registered(one, number), 1, 2)
    one = finished(one)
    with clock(SECOND, 13):
        return one, papers.issue_papers(by=keeper(), training_class=one)
