"""Questions about campaigns and evidence. What was told to the public is no secret among those at work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.documents import queries as documents
from txng.documents.models import Attachment
from txng.outreach.models import Activity, Campaign, Evidence
from txng.outreach.rules import CAMPAIGN, GATHER, WRITE
from txng.outreach.rules import campaigns as rules
from txng.parties import queries as parties
from txng.parties.models import Agency, AgencyName

SUBJECT = "outreach.evidence"


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Every one, for whoever plans."""
    rows = Campaign.objects.select_related("agency")
    return rows if actor.may(CAMPAIGN) else rows.none()


def campaign(actor: Actor, number: int) -> Campaign | None:
    return campaigns(actor).filter(pk=number).first()


def open_campaigns(actor: Actor) -> list[Campaign]:
    return list(campaigns(actor).filter(closed_at__isnull=True).order_by("-year", "title")[:100])


def may_lead(actor: Actor, one: Campaign) -> bool:
    """The agency that leads it, and the standing agency."""
    if not actor.may(CAMPAIGN):
        return False
    own = parties.agency_of(actor)
    return actor.may(GATHER) or (own is not None and own.pk == one.agency_id)


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the plan and how much of it was done."""

    activity: Activity
    done: int
    agency_name: str = ""
    audience_name: str = ""

    @property
    def is_done(self) -> bool:
        return self.done >= self.activity.planned

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.activity.ends_on < timezone.localdate()


def plan(one: Campaign) -> list[Planned]:
    """Of a campaign that the actor may see, in the order of the calendar; one question."""
    rows = (
        Activity.objects.filter(campaign=one)
        .select_related("agency", "group")
        .annotate(done=Count("evidence", filter=Q(evidence__struck_at__isnull=True)))
        .order_by("starts_on", "pk")
    )
    return [Planned(row, row.done) for row in rows]


def activity(actor: Actor, number: int) -> Activity | None:
    rows = Activity.objects.select_related("campaign", "agency", "group")
    return rows.filter(pk=number, campaign__in=campaigns(actor).values("pk")).first()


def open_activities(actor: Actor, agency: Agency) -> list[Activity]:
    """Lines of open campaigns that this agency is to do."""
    rows = Activity.objects.filter(
        agency=agency, campaign__in=campaigns(actor).filter(closed_at__isnull=True).values("pk")
    )
    return list(rows.select_related("campaign", "agency").order_by("-starts_on", "pk")[:100])


# --- evidence -------------------------------------------------------------------------------------


def evidence(actor: Actor) -> QuerySet[Evidence]:
    """What was not struck, for whoever works on it."""
    rows = Evidence.objects.select_related("agency", "group", "activity__campaign")
    if not (actor.may(CAMPAIGN) or actor.may(WRITE)):
        return rows.none()
    return rows.filter(struck_at__isnull=True)


def one_evidence(actor: Actor, number: int) -> Evidence | None:
    """Struck ones too: the page says why."""
    if not (actor.may(CAMPAIGN) or actor.may(WRITE)):
        return None
    rows = Evidence.objects.select_related("agency", "group", "activity__campaign")
    return rows.filter(pk=number).first()


def may_change(actor: Actor, one: Evidence) -> bool:
    """Each agency keeps its own."""
    own = parties.agency_of(actor)
    return actor.may(WRITE) and own is not None and own.pk == one.agency_id


def files(actor: Actor, one: Evidence) -> list[Attachment]:
    """Of an evidence that the actor may see."""
    return documents.attachments(actor, SUBJECT, str(one.pk))


def with_short_names(rows: QuerySet[Evidence], day: date) -> QuerySet[Evidence]:
    """Each row with `short_name` of its agency on that day, the code where it has none: no question more."""
    named = AgencyName.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        agency=OuterRef("agency"),
    )
    return rows.annotate(
        short_name=Coalesce(
            Subquery(named.values("short_name")[:1]), "agency__code", output_field=CharField()
        )
    )


def of_year(rows: QuerySet[Evidence], year: int) -> QuerySet[Evidence]:
    return rows.filter(told_on__gte=date(year, 1, 1), told_on__lte=date(year, 12, 31))


def years(actor: Actor) -> list[int]:
    """Years with something in them, and this one, newest first."""
    found = {day.year for day in evidence(actor).dates("told_on", "year")}
    return sorted(found | {timezone.localdate().year}, reverse=True)


@dataclass(frozen=True, slots=True)
class Cell:
    """`reach` is None where nobody knows it of any; `reach_known` of how many it is known."""

    count: int = 0
    reach: int | None = None
    reach_known: int = 0


@dataclass(frozen=True, slots=True)
class AgencyLine:
    agency: Agency
    by_channel: dict[str, Cell]
    all: Cell


@dataclass(frozen=True, slots=True)
class YearOfEvidence:
    """What was told in a year. `rows` are the records behind every number, newest first."""

    year: int
    rows: QuerySet[Evidence]
    all: Cell
    by_channel: dict[str, Cell]
    by_agency: Sequence[AgencyLine]
    planned: int
    dead_links: int


def evidence_of_year(user: object, year: int) -> YearOfEvidence:
    """Counts by channel and agency, and the rows behind them. Anybody may ask: all of it was told to the
    public. Four queries, whatever there is."""
    rows = of_year(Evidence.objects.filter(struck_at__isnull=True), year)
    told = rows.values("agency", "channel").annotate(
        count=Count("pk"), reached=Sum("reach"), known=Count("reach")
    )
    cells: dict[tuple[int, str], Cell] = {
        (one["agency"], one["channel"]): Cell(one["count"], one["reached"], one["known"])
        for one in told.order_by()
    }
    bodies = Agency.objects.filter(pk__in={agency for agency, _channel in cells})
    lines = [
        AgencyLine(
            body,
            {channel: cell for (agency, channel), cell in cells.items() if agency == body.pk},
            _sum([cell for (agency, _channel), cell in cells.items() if agency == body.pk]),
        )
        for body in bodies.order_by("code")
    ]
    by_channel = {
        channel: _sum([cell for (_agency, of), cell in cells.items() if of == channel])
        for channel in rules.CHANNELS
        if any(of == channel for _agency, of in cells)
    }
    planned = Activity.objects.filter(campaign__year=year).aggregate(all=Sum("planned"))["all"]
    return YearOfEvidence(
        year,
        rows.select_related("agency", "group").order_by("-told_on", "-pk"),
        _sum(list(cells.values())),
        by_channel,
        lines,
        planned or 0,
        rows.filter(link_state=rules.DEAD).count(),
    )


def _sum(cells: Sequence[Cell]) -> Cell:
    known = [one.reach for one in cells if one.reach is not None]
    return Cell(
        sum(one.count for one in cells),
        sum(known) if known else None,
        sum(one.reach_known for one in cells),
    )


def links_to_check(now: datetime) -> list[Evidence]:
    rows = Evidence.objects.filter(struck_at__isnull=True, link_check_at__lte=now).exclude(link="")
    return list(rows.order_by("link_check_at", "pk")[: rules.CHECKS_AT_ONCE])
