"""Questions about commendation: the list of a year, and who could be proposed from what the registers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from txng.accounts.actors import Actor
from txng.awards.models import Application, Commendation, Topic
from txng.awards.queries import reach
from txng.awards.rules import SEE, steps
from txng.awards.rules import commendations as rules
from txng.certification.queries import certificates
from txng.documents import queries as documents
from txng.documents.models import Attachment
from txng.parties.models import Enterprise
from txng.products.queries import obligations
from txng.programme.queries import board
from txng.supervision import queries as supervision
from txng.supervision import rules as freshness

SUBJECT = "awards.commendation"
MOST_CANDIDATES = 50
OVER = (steps.WITHDRAWN, steps.DECLINED, steps.REVOKED)


def commendations(actor: Actor) -> QuerySet[Commendation]:
    rows = Commendation.objects.select_related("enterprise", "agency")
    return rows if actor.may(SEE) else rows.none()


def commendation(actor: Actor, number: str) -> Commendation | None:
    return commendations(actor).filter(number=number).first()


def years(actor: Actor) -> list[int]:
    """Years that have a list, newest first."""
    rows = commendations(actor).order_by().values_list("year", flat=True).distinct()
    return sorted(rows, reverse=True)


def waiting(actor: Actor, year: int) -> list[Commendation]:
    """Proposed and not sent up yet."""
    return list(commendations(actor).filter(year=year, state=steps.NAMED).order_by("number"))


def files(actor: Actor, one: Commendation) -> list[Attachment]:
    return documents.attachments(actor, SUBJECT, str(one.pk))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enterprise that the registers speak for; `proposed` its number where it is on the list already."""

    enterprise: Enterprise
    found: rules.Candidate
    proposed: str


def candidates(actor: Actor, year: int, today: date) -> list[Candidate]:
    """Enterprises within reach whose data is fresh, whose certificate holds and that owe nothing, at most
    MOST_CANDIDATES in the order of the register; a dozen queries, whatever their number.

    The registers say what holds today: for an earlier year only topics and grants are of that year.
    """
    if not reach.keeps(actor):
        return []
    rows = supervision.standing_is(supervision.watched(actor), (freshness.EVENT,), freshness.FRESH)
    # few hold a certificate: the register begins with them, and is not read through for fifty
    holders = certificates.last_days(today).order_by().values("holder")
    rows = rows.filter(pk__in=holders)
    chosen = list(rows.order_by("name_key", "pk")[:MOST_CANDIDATES])
    return [one for one in _told(actor, chosen, year, today) if one.found.is_one]


@dataclass(frozen=True, slots=True)
class AgencyCandidate:
    """An agency that finished every task of the year; `proposed` its number where it is on the list."""

    code: str
    name: str
    found: rules.Candidate
    proposed: str


def agency_candidates(actor: Actor, year: int, today: date) -> list[AgencyCandidate]:
    """From the tasks of the Plan, as far as the actor sees them."""
    if not reach.keeps(actor):
        return []
    listed = dict(
        Commendation.objects.filter(year=year, agency__isnull=False)
        .exclude(state__in=OVER)
        .values_list("agency__code", "number")
    )
    found = [
        AgencyCandidate(
            load.code,
            load.name,
            rules.agency_candidate(tasks=load.leads + load.beside, done=load.done),
            listed.get(load.code, ""),
        )
        for load in board.by_agency(actor, year, today)
    ]
    return [one for one in found if one.found.is_one]


def candidate(actor: Actor, enterprise: Enterprise, year: int, today: date) -> Candidate:
    """What the registers say of one, for or against."""
    watched = supervision.watched_one(actor, enterprise.code)
    return _told(actor, [watched or enterprise], year, today)[0]


def _told(actor: Actor, chosen: Sequence[Enterprise], year: int, today: date) -> list[Candidate]:
    numbers = [one.pk for one in chosen]
    late = _late_duties(actor, numbers, today)
    topics = _counted(
        Topic.objects.filter(
            state=steps.ACCEPTED, accepted_on__year=year,
            organisation__enterprise__in=numbers,
        ),
        "organisation__enterprise",
    )  # fmt: skip
    grants = _counted(
        Application.objects.filter(
            state=steps.SETTLED, state_since__year=year, enterprise__in=numbers
        ),
        "enterprise",
    )
    listed = dict(
        Commendation.objects.filter(year=year, enterprise__in=numbers)
        .exclude(state__in=OVER)
        .values_list("enterprise_id", "number")
    )
    return [
        Candidate(
            one,
            rules.candidate(
                rules.Standing(
                    events_fresh=_is_fresh(one, today),
                    certificate_holds=getattr(one, "certificate_ends", None) is not None,
                    late_duties=late.get(one.pk, 0),
                    open_violations=None,
                    topics_accepted=topics.get(one.pk, 0),
                    grants_settled=grants.get(one.pk, 0),
                )
            ),
            listed.get(one.pk, ""),
        )
        for one in chosen
    ]


def _is_fresh(one: Enterprise, today: date) -> bool:
    if not hasattr(one, "last_event"):  # out of reach of whoever watches: nothing is known
        return False
    standing = supervision.aspect(one, freshness.EVENT, today).standing
    return standing in (freshness.SOON, freshness.FRESH)


def _late_duties(actor: Actor, numbers: Sequence[int], today: date) -> dict[int, int]:
    """Enterprise -> products that have not met a milestone whose day is past; one query a milestone."""
    found: dict[int, set[int]] = {}
    for scope in obligations.scopes(actor, today):
        if scope.due_on is None or scope.due_on >= today:
            continue
        rows = obligations.late(actor, scope).filter(owner__in=numbers)
        for owner, item in rows.order_by().values_list("owner_id", "pk"):
            found.setdefault(owner, set()).add(item)
    return {owner: len(items) for owner, items in found.items()}


def _counted(rows: QuerySet[Application] | QuerySet[Topic], path: str) -> dict[int, int]:
    counted = rows.order_by().values(path).annotate(count=Count("pk"))
    return {row[path]: row["count"] for row in counted}
