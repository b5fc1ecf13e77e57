"""Questions about topics: calls, proposals, contracts, reports that are due, results, transfer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.awards.models import ProgressReport, Topic, TopicCall, Transfer
from txng.awards.queries import reach
from txng.awards.queries.stepping import carries_out
from txng.awards.rules import PROPOSE, SEE, steps
from txng.awards.rules import topics as rules
from txng.documents import queries as documents
from txng.documents.models import Attachment
from txng.parties import queries as parties
from txng.parties.models import Enterprise

SUBJECT = "awards.topic"


def calls(actor: Actor) -> QuerySet[TopicCall]:
    """Every one, for whoever may see the room or propose; with `received`."""
    rows = TopicCall.objects.annotate(received=Count("topics"))
    return rows if actor.may(SEE) or actor.may(PROPOSE) else rows.none()


def carrier(one: Topic) -> str:
    """Who carries it out, as anybody may read it: a household by its code."""
    enterprise = getattr(one.organisation, "enterprise", None)
    return one.organisation.name if enterprise is None else str(enterprise.public_name)


def call(actor: Actor, number: int) -> TopicCall | None:
    return calls(actor).filter(pk=number).first()


def is_open(one: TopicCall, day: date) -> bool:
    return one.closed_at is None and one.opens_on <= day <= one.closes_on


def is_over(one: TopicCall, day: date) -> bool:
    return one.closed_at is not None or one.closes_on < day


def open_calls(user: object, day: date) -> list[TopicCall]:
    """Anybody may ask."""
    rows = TopicCall.objects.filter(closed_at__isnull=True, opens_on__lte=day, closes_on__gte=day)
    return list(rows.order_by("closes_on", "pk"))


def topics(actor: Actor) -> QuerySet[Topic]:
    """What the actor may see, each once."""
    seen = Topic.objects.filter(reach.topics(actor)).order_by().values("pk")
    rows = Topic.objects.filter(pk__in=seen)
    return rows.select_related("organisation__enterprise", "call", "contract")


def topic(actor: Actor, number: str) -> Topic | None:
    rows = topics(actor).prefetch_related("technologies", "outputs")
    return rows.filter(number=number).first()


def own_topics(actor: Actor) -> QuerySet[Topic]:
    rows = topics(actor).filter(organisation_id=actor.organisation_id or 0)
    return rows if actor.may(PROPOSE) else rows.none()


def own_topic(actor: Actor, number: str) -> Topic | None:
    rows = own_topics(actor).prefetch_related("technologies", "outputs")
    return rows.filter(number=number).first()


def topics_of_call(actor: Actor, one: TopicCall) -> list[Topic]:
    return list(topics(actor).filter(call=one).order_by("number"))


def files(actor: Actor, one: Topic) -> list[Attachment]:
    """Of a topic that the actor sees. What was chosen by a decision keeps its papers among those who carry
    it out and those who keep it."""
    if not (
        reach.keeps(actor) or reach.decides(actor) or carries_out(actor, one) or _marks(actor, one)
    ):
        return []
    return documents.attachments(actor, SUBJECT, str(one.pk))


def _marks(actor: Actor, one: Topic) -> bool:
    if actor.person_id is None:
        return False
    members = Q(call__councils__members__person_id=actor.person_id) | Q(
        councils__members__person_id=actor.person_id
    )
    return Topic.objects.filter(members, pk=one.pk).exists()


# --- progress -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """A report with how it stands today; `days` late (or left, where it is to come)."""

    report: ProgressReport
    standing: str
    days: int


def reports(actor: Actor, one: Topic, today: date) -> list[Due]:
    """Of a topic that the actor sees, in order."""
    return [due(report, today) for report in one.reports.order_by("period")]


def due(report: ProgressReport, today: date) -> Due:
    sent = None if report.sent_at is None else timezone.localdate(report.sent_at)
    standing = rules.report_standing(report.due_on, sent, today)
    return Due(report, standing, abs(((sent or today) - report.due_on).days))


def report(actor: Actor, one: Topic, period: int) -> ProgressReport | None:
    return one.reports.filter(period=period).first()


def late_reports(actor: Actor, today: date) -> QuerySet[ProgressReport]:
    """Of topics that run, which the actor sees; oldest first."""
    rows = ProgressReport.objects.filter(
        sent_at__isnull=True, due_on__lt=today, topic__state=steps.RUNNING,
        topic__in=topics(actor).order_by().values("pk"),
    )  # fmt: skip
    return rows.select_related("topic__organisation__enterprise").order_by("due_on", "pk")


def transfers(actor: Actor, one: Topic) -> list[Transfer]:
    """Of a topic that the actor sees."""
    rows = Transfer.objects.filter(topic=one).select_related("enterprise")
    return list(rows.order_by("transferred_on", "pk"))


def receiver(actor: Actor, code: str) -> Enterprise | None:
    """Who took results over, by code in the register or tax code, among those that the actor sees."""
    return parties.enterprise(actor, code) or parties.with_tax_code(actor, code)


# --- for everybody --------------------------------------------------------------------------------


def published(user: object) -> QuerySet[Topic]:
    """Accepted topics, newest first. The leader's name is left to the page of those at work."""
    rows = Topic.objects.filter(state=steps.ACCEPTED).select_related(
        "organisation__enterprise", "contract"
    )
    return rows.prefetch_related("technologies", "outputs").order_by("-accepted_on", "-pk")


def published_topic(user: object, number: str) -> Topic | None:
    return published(user).filter(number=number).first()


def public_transfers(user: object, one: Topic) -> list[tuple[str, date, str]]:
    """Public name, day, what; of an accepted topic."""
    rows = Transfer.objects.filter(topic=one, topic__state=steps.ACCEPTED)
    found = rows.select_related("enterprise").order_by("transferred_on", "pk")
    return [(row.enterprise.public_name, row.transferred_on, row.what) for row in found]
