"""Learners: by their ticket for themselves, as lists for trainers and keepers, and nobody else."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.training import rules
from txng.training.models import (
    Attempt,
    Attendance,
    Certificate,
    Feedback,
    Learner,
    Question,
    Session,
    TrainingClass,
)
from txng.training.queries import classes, subjects
from txng.training.rules import classes as class_rules
from txng.training.rules import privacy, quiz, tickets

MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """`share`: percent of those who were asked that had it right; None while nobody was asked."""

    question: Question
    asked: int
    right: int

    @property
    def share(self) -> int | None:
        return 100 * self.right // self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Opinion:
    """Means of 1 to 5; None while nobody told. `before` and `after` are of the same people."""

    told: int
    useful: float | None
    taught: float | None
    before: float | None
    after: float | None
    compared: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperShown:
    """What the public page says of a paper. `name` "" unless the holder agreed to show it."""

    paper: Certificate
    training_class: TrainingClass
    name: str
    is_revoked: bool


# --- by the ticket ---------------------------------------------------------------------------------


def ticket(user: object, secret: str) -> Learner | None:
    """Whoever has the address has the ticket."""
    if not tickets.is_secret(secret):
        return None
    rows = Learner.objects.select_related("training_class__subject", "training_class__host")
    return rows.filter(secret=secret).first()


def tickets_of(secrets: list[str]) -> list[Learner]:
    """Of a telephone that remembers them, the newest class first."""
    known = [one for one in secrets if tickets.is_secret(one)]
    rows = Learner.objects.filter(secret__in=known).select_related("training_class__subject")
    return list(rows.order_by("-training_class__starts_on", "-pk"))


def with_code(one: TrainingClass, typed: str) -> Learner | None:
    """The ticket of this class with this short code, as typed."""
    code = tickets.tidy_code(typed)
    return Learner.objects.filter(training_class=one, code=code).first() if code else None


def with_contact(one: TrainingClass, key: str) -> Learner | None:
    """Who registered for this class with this telephone, and did not withdraw."""
    rows = Learner.objects.filter(training_class=one, contact_key=key)
    return rows.exclude(state=class_rules.WITHDRAWN).first()


def place_in_queue(learner: Learner) -> int:
    """1 is next."""
    before = Learner.objects.filter(
        Q(registered_at__lt=learner.registered_at)
        | Q(registered_at=learner.registered_at, pk__lt=learner.pk),
        training_class_id=learner.training_class_id,
        state=class_rules.WAITING,
    )
    return before.count() + 1


def attended_sessions(learner: Learner) -> set[int]:
    return set(Attendance.objects.filter(learner=learner).values_list("session_id", flat=True))


def attendance(learner: Learner, session: Session) -> Attendance | None:
    return Attendance.objects.filter(learner=learner, session=session).first()


def attempts(learner: Learner) -> list[Attempt]:
    return list(Attempt.objects.filter(learner=learner).order_by("number"))


def feedback(learner: Learner) -> Feedback | None:
    return Feedback.objects.filter(learner=learner).first()


def paper_of(learner: Learner) -> Certificate | None:
    """The one in force, else the last one that was revoked."""
    rows = Certificate.objects.filter(learner=learner).order_by("revoked_at", "-pk")
    found = list(rows)
    return next((one for one in found if one.revoked_at is None), found[-1] if found else None)


# --- for trainers and keepers ----------------------------------------------------------------------


def learners(actor: Actor, one: TrainingClass) -> QuerySet[Learner]:
    """With names: for trainers of the class and keepers; for everybody else there are none."""
    if not classes.teaches(actor, one):
        return Learner.objects.none()
    return Learner.objects.filter(training_class=one).select_related("agency")


def learner(actor: Actor, one: TrainingClass, number: int) -> Learner | None:
    return learners(actor, one).filter(pk=number).first()


def there(session: Session) -> dict[int, Attendance]:
    """Learner -> when and how they were counted in this session."""
    return {row.learner_id: row for row in Attendance.objects.filter(session=session)}


def waiting(one: TrainingClass) -> QuerySet[Learner]:
    rows = Learner.objects.filter(training_class=one, state=class_rules.WAITING)
    return rows.order_by("registered_at", "pk")


def papers(actor: Actor, one: TrainingClass) -> QuerySet[Certificate]:
    if not classes.teaches(actor, one):
        return Certificate.objects.none()
    rows = Certificate.objects.filter(learner__training_class=one).select_related("learner")
    return rows.order_by("pk")


def paper(actor: Actor, number: str) -> Certificate | None:
    """For whoever may issue and revoke in its class."""
    rows = Certificate.objects.select_related("learner__training_class__subject")
    found = rows.filter(number=number).first()
    if found is None or not classes.teaches(actor, found.learner.training_class):
        return None
    return found


def due_papers(one: TrainingClass) -> QuerySet[Learner]:
    """Who has what the paper asks for, and no paper in force."""
    rows = Learner.objects.filter(
        training_class=one, state=class_rules.SEATED, attended_enough=True, erased_at__isnull=True
    ).exclude(name="")
    if one.has_quiz:
        rows = rows.filter(has_passed=True)
    held = Certificate.objects.filter(revoked_at__isnull=True, learner__training_class=one)
    return rows.exclude(pk__in=held.values("learner_id")).order_by("pk")


def question_results(actor: Actor, one: TrainingClass) -> list[QuestionResult]:
    """Of the best try of nobody in particular: every answer to every question of this class counts."""
    asked: Counter[int] = Counter()
    right: Counter[int] = Counter()
    if classes.teaches(actor, one) or actor.may(rules.SEE):
        rows = Attempt.objects.filter(learner__training_class=one)
        for answers in rows.values_list("answers", flat=True):
            for number, _told, is_right in answers:
                asked[number] += 1
                right[number] += is_right
    now = {row.pk: row for row in subjects.asked_questions(one.subject)}
    before = Question.objects.filter(pk__in=set(asked) - set(now)).order_by("number", "pk")
    return [QuestionResult(row, asked[row.pk], right[row.pk]) for row in (*now.values(), *before)]


def attempt_counts(one: TrainingClass) -> tuple[int, int]:
    """How many learners tried the quiz, and how many of them passed."""
    rows = Learner.objects.filter(training_class=one, attempts__isnull=False).distinct()
    return rows.count(), rows.filter(has_passed=True).count()


def opinion(actor: Actor, one: TrainingClass) -> Opinion:
    """What learners thought of it; words only for whoever teaches the class."""
    rows = Feedback.objects.filter(learner__training_class=one)
    means = rows.aggregate(told=Count("pk"), useful=Avg("useful"), taught=Avg("taught"))
    both = rows.filter(learner__knew_before__isnull=False)
    pair = both.aggregate(
        n=Count("pk"), before=Avg("learner__knew_before"), after=Avg("knows_after")
    )
    words: tuple[str, ...] = ()
    if classes.teaches(actor, one):
        told = rows.exclude(words="").order_by("-told_at").values_list("words", flat=True)
        words = tuple(told[:MOST_WORDS])
    return Opinion(
        means["told"], means["useful"], means["taught"],
        pair["before"], pair["after"], pair["n"], words,
    )  # fmt: skip


def awareness(user: object, since: date, until: date) -> tuple[float | None, float | None, int]:
    """Means of 1 to 5 before and after, over everybody who told both in classes of the period (Plan I.2).

    Anybody may ask: it names nobody.
    """
    rows = Feedback.objects.filter(
        learner__training_class__ends_on__gte=since,
        learner__training_class__ends_on__lte=until,
        learner__knew_before__isnull=False,
    )
    found = rows.aggregate(
        n=Count("pk"), before=Avg("learner__knew_before"), after=Avg("knows_after")
    )
    return found["before"], found["after"], found["n"]


# --- for everybody ---------------------------------------------------------------------------------


def paper_shown(user: object, typed: str) -> PaperShown | None:
    """By the code on the paper; never by its number, which can be counted up."""
    code = tickets.tidy_code(typed, tickets.PAPER_SIGNS)
    if not code:
        return None
    rows = Certificate.objects.select_related("learner__training_class__subject")
    found = rows.filter(code=code).first()
    if found is None:
        return None
    name = found.name if found.learner.shows_name else ""
    return PaperShown(found, found.learner.training_class, name, found.revoked_at is not None)


def overdue(actor: Actor) -> QuerySet[Learner]:
    """Whose name was kept as long as the rule allows."""
    if not actor.may_everywhere(rules.KEEP):
        return Learner.objects.none()
    return overdue_on(timezone.localdate())


def overdue_on(today: date) -> QuerySet[Learner]:
    return Learner.objects.filter(
        erased_at__isnull=True, training_class__ends_on__lt=privacy.kept_from(today)
    )


def may_try_again(tried: list[Attempt]) -> bool:
    return len(tried) < quiz.MOST_TRIES and not any(one.has_passed for one in tried)


def questions_of(attempt: Attempt) -> list[Question]:
    """What was asked in it, also those that are asked no more."""
    return list(Question.objects.filter(pk__in=[number for number, _told, _ in attempt.answers]))


# --- for the worker, which tells those who registered with a confirmed address --------------------------

_COMING = (class_rules.SEATED, class_rules.WAITING)


def offered_since(moment: datetime) -> QuerySet[Learner]:
    """Who got a seat from the queue of a class that is still to be held."""
    rows = _with_address().filter(offered_at__gt=moment, state=class_rules.SEATED)
    return rows.filter(
        training_class__state=class_rules.OPEN, training_class__ends_on__gte=timezone.localdate()
    )


def cancelled_since(moment: datetime) -> QuerySet[Learner]:
    rows = _with_address().filter(state__in=_COMING)
    return rows.filter(
        training_class__state=class_rules.CANCELLED, training_class__ended_at__gt=moment
    )


def moved_between(since: datetime, until: datetime) -> QuerySet[Learner]:
    """Of classes whose hours or place changed then, and that are still to be held."""
    rows = _with_address().filter(state__in=_COMING, training_class__state=class_rules.OPEN)
    return rows.filter(
        training_class__moved_at__gt=since,
        training_class__moved_at__lte=until,
        training_class__ends_on__gte=timezone.localdate(),
    )


def _with_address() -> QuerySet[Learner]:
    return Learner.objects.filter(contact__contains="@").select_related("training_class")
