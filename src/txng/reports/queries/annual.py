"""Reports, their sections, who may write which, and what was said and kept.

Whoever holds reports.see reads every report: it is one paper of the province. Rows behind a number are for
the standing agency (reports.keep), as they may name people.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.reports import rules
from txng.reports.models import (
    AnnualReport,
    NumberSource,
    Section,
    SectionComment,
    SectionTable,
    SectionVersion,
    Snapshot,
)
from txng.reports.rules import sections as steps

STANDING_AGENCY = "so-khcn"


def reports(actor: Actor) -> QuerySet[AnnualReport]:
    """Newest year first, with how many sections there are and how many are accepted."""
    rows = AnnualReport.objects.order_by("-year")
    if not actor.may(rules.SEE):
        return rows.none()
    written = Q(sections__is_heading=False)
    return rows.annotate(
        parts=Count("sections", filter=written),
        accepted=Count("sections", filter=written & Q(sections__state=steps.ACCEPTED)),
    )


def report(actor: Actor, year: int) -> AnnualReport | None:
    return reports(actor).filter(year=year).first()


def sections(actor: Actor, report: AnnualReport) -> list[Section]:
    """In the order of the paper, headings among them, each with how many comments are open."""
    if not actor.may(rules.SEE):
        return []
    open_ones = Count("comments", filter=Q(comments__settled_at__isnull=True))
    return list(
        Section.objects.filter(report=report).annotate(open_comments=open_ones).order_by("place")
    )


def section(actor: Actor, year: int, code: str) -> Section | None:
    """One that is written; a heading has no page."""
    if not actor.may(rules.SEE):
        return None
    rows = Section.objects.filter(report__year=year, code=code, is_heading=False)
    return rows.select_related("report").first()


def agency_code(actor: Actor) -> str:
    """Of the agency that the actor acts for; "" for nobody's."""
    agency = parties.agency_of(actor)
    return agency.code if agency is not None else ""


def may_write(actor: Actor, section: Section, own: str | None = None) -> bool:
    """Whether the section is the actor's to write. `own`: agency_code, where it is known already."""
    if actor.may(rules.KEEP):
        return True
    if not actor.may(rules.FILL):
        return False
    code = agency_code(actor) if own is None else own
    return code != "" and code in section.agencies


def working_agencies(user: object, codes: Iterable[str], day: date) -> list[str]:
    """The same duties on that day: who has ended is replaced by its successors."""
    found: list[str] = []
    for code in codes:
        agency = parties.agency(user, code)
        if agency is None:
            continue
        ended = agency.ended_on is not None and agency.ended_on < day
        now = [one.code for one in agency.successors.all()] if ended else [code]
        found += [one for one in now if one not in found]
    return found


def short_names(user: object, codes: Iterable[str], day: date) -> dict[str, str]:
    return {code: one.short for code, one in parties.named(user, day, codes).items()}


def versions(actor: Actor, section: Section) -> QuerySet[SectionVersion]:
    """Newest first."""
    rows = SectionVersion.objects.filter(section=section).order_by("-revision")
    return rows if actor.may(rules.SEE) else rows.none()


def version(actor: Actor, section: Section, revision: int) -> SectionVersion | None:
    return versions(actor, section).filter(revision=revision).first()


def comments(actor: Actor, section: Section) -> QuerySet[SectionComment]:
    rows = SectionComment.objects.filter(section=section).order_by("said_at", "pk")
    return rows if actor.may(rules.SEE) else rows.none()


def comment(actor: Actor, section: Section, number: int) -> SectionComment | None:
    return comments(actor, section).filter(pk=number).first()


def sources(actor: Actor, report: AnnualReport) -> QuerySet[NumberSource]:
    rows = NumberSource.objects.filter(section__report=report).order_by("section__place", "pk")
    return rows if actor.may(rules.SEE) else rows.none()


def tables(actor: Actor, report: AnnualReport) -> dict[int, list[SectionTable]]:
    """Tables in use, by section."""
    found: dict[int, list[SectionTable]] = {}
    if actor.may(rules.SEE):
        rows = SectionTable.objects.filter(section__report=report, is_current=True)
        for one in rows.order_by("section__place", "place"):
            found.setdefault(one.section_id, []).append(one)
    return found


def snapshots(actor: Actor, report: AnnualReport) -> QuerySet[Snapshot]:
    """In use, without what is packed."""
    rows = Snapshot.objects.filter(report=report, is_current=True).order_by("code", "pk")
    return rows.defer("packed") if actor.may(rules.SEE) else rows.none()


def snapshot(actor: Actor, year: int, number: int) -> Snapshot | None:
    """Also one that was counted again since."""
    if not actor.may(rules.SEE):
        return None
    return Snapshot.objects.filter(report__year=year, pk=number).select_related("report").first()


def counts_of(actor: Actor, one: Snapshot) -> QuerySet[Snapshot]:
    """The same number as it was counted each time, newest first."""
    rows = Snapshot.objects.filter(
        report=one.report_id, code=one.code, since=one.since, until=one.until,
        commune=one.commune, sector=one.sector, group=one.group,
    ).order_by("-version")  # fmt: skip
    return rows.defer("packed") if actor.may(rules.SEE) else rows.none()


def may_open_rows(actor: Actor) -> bool:
    return actor.may(rules.KEEP)


# --- for the worker, which tells those who write ---------------------------------------------------------


def created_since(moment: datetime) -> list[AnnualReport]:
    """Reports that are being written and were made after that moment."""
    rows = AnnualReport.objects.filter(state=AnnualReport.State.DRAFT, created_at__gt=moment)
    return list(rows.order_by("year"))


def to_write(report: AnnualReport) -> list[Section]:
    """What its agencies have not handed in."""
    rows = Section.objects.filter(
        report=report, is_heading=False, state__in=(steps.EMPTY, steps.WRITING, steps.RETURNED)
    )
    return list(rows.select_related("report").order_by("place"))


def given_back_since(moment: datetime) -> list[Section]:
    rows = Section.objects.filter(
        report__state=AnnualReport.State.DRAFT, state=steps.RETURNED, decided_at__gt=moment
    )
    return list(rows.select_related("report").order_by("decided_at", "pk"))
