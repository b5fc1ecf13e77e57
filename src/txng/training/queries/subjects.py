"""Subjects, their questions, the plan and the needs behind it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.parties.models import Agency, Enterprise
from txng.training import rules
from txng.training.models import Need, PlanLine, Question, Subject, TrainingClass, YearPlan
from txng.training.queries import results
from txng.training.rules import classes as class_rules


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line of the plan beside what came of it."""

    line: PlanLine
    opened: int
    trained: int


def subjects(user: object, *, offered_only: bool = False) -> QuerySet[Subject]:
    """In their order. Anybody may ask: what can be learned is no secret."""
    rows = Subject.objects.order_by("position", "pk")
    return rows.filter(is_offered=True) if offered_only else rows


def subject(user: object, code: str) -> Subject | None:
    return Subject.objects.filter(code=code).first()


def subjects_at_work(actor: Actor) -> QuerySet[Subject]:
    """With the number of questions that are asked and of classes, for whoever sees training."""
    if not actor.may(rules.SEE):
        return Subject.objects.none()
    return subjects(actor).annotate(
        question_count=Count("questions", filter=Q(questions__is_asked=True), distinct=True),
        class_count=Count("classes", distinct=True),
    )


def questions(actor: Actor, one: Subject) -> QuerySet[Question]:
    """With the right answers: for keepers, who write them, and for trainers."""
    if not (actor.may(rules.TEACH) or actor.may_everywhere(rules.KEEP)):
        return Question.objects.none()
    return asked_questions(one)


def asked_questions(one: Subject) -> QuerySet[Question]:
    return Question.objects.filter(subject=one, is_asked=True).order_by("number")


def question(actor: Actor, number: int) -> Question | None:
    rows = Question.objects.select_related("subject").filter(pk=number, is_asked=True)
    return rows.first() if actor.may_everywhere(rules.KEEP) else None


def dropped_question(actor: Actor, number: int) -> Question | None:
    """What a keeper may have asked again."""
    rows = Question.objects.select_related("subject").filter(pk=number, is_asked=False)
    return rows.first() if actor.may_everywhere(rules.KEEP) else None


# --- needs ---------------------------------------------------------------------------------------


def needs(actor: Actor) -> QuerySet[Need]:
    """All of them for whoever sees training; else one's own agency's or enterprise's."""
    rows = Need.objects.select_related("subject", "agency", "enterprise")
    return rows if actor.may(rules.SEE) else rows.filter(_own(actor))


def own_needs(actor: Actor, year: int) -> QuerySet[Need]:
    rows = Need.objects.filter(_own(actor), year=year).select_related("subject")
    return rows.order_by("subject__position", "kind")


def need(actor: Actor, number: int) -> Need | None:
    """One's own, or any for the keepers: who may take it back."""
    rows = Need.objects.select_related("subject").filter(pk=number)
    if not actor.may_everywhere(rules.KEEP):
        rows = rows.filter(_own(actor))
    return rows.first()


def teller(actor: Actor) -> Agency | Enterprise | None:
    """In whose name this person tells needs."""
    if not actor.may(rules.NEED):
        return None
    return parties.agency_of(actor) or parties.own_enterprise(actor)


def _own(actor: Actor) -> Q:
    if actor.organisation_id is None or not actor.may(rules.NEED):
        return Q(pk__in=())
    return Q(agency__organisation_id=actor.organisation_id) | Q(
        enterprise__organisation_id=actor.organisation_id
    )


# --- plan ----------------------------------------------------------------------------------------


def plan(actor: Actor, year: int) -> YearPlan | None:
    return YearPlan.objects.filter(year=year).first() if actor.may(rules.SEE) else None


def years_with_plan(actor: Actor) -> list[int]:
    return list(YearPlan.objects.order_by("-year").values_list("year", flat=True))


def planned(actor: Actor, one: YearPlan) -> list[PlannedLine]:
    """Lines beside the classes that were published and the people trained in that year; four queries."""
    lines = PlanLine.objects.filter(plan=one).select_related("subject")
    opened = dict(
        TrainingClass.objects.filter(
            state__in=(class_rules.OPEN, class_rules.DONE), ends_on__year=one.year
        )
        .order_by()
        .values_list("subject_id")
        .annotate(Count("pk"))
    )
    told = results.trained(actor, date(one.year, 1, 1), date(one.year, 12, 31)).by_subject
    return [
        PlannedLine(line, opened.get(line.subject_id, 0), told.get(line.subject.code, 0))
        for line in lines.order_by("subject__position", "pk")
    ]


def plan_line(actor: Actor, number: int) -> PlanLine | None:
    rows = PlanLine.objects.select_related("plan", "subject").filter(pk=number)
    return rows.first() if actor.may(rules.SEE) else None


def people_by_subject(year: int) -> dict[int, int]:
    """Subject -> how many people want it in that year."""
    rows = Need.objects.filter(year=year).order_by().values_list("subject_id")
    return dict(rows.annotate(Sum("people")))
