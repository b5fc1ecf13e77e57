"""Questions about self-assessments: one's own always, of others only what is finished, within reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from txng.accounts.actors import Actor
from txng.certification.models import (
    Answer,
    Assessment,
    Checklist,
    ChecklistSection,
    Criterion,
)
from txng.certification.queries import checklists
from txng.certification.rules import ASSESS, SEE, observed
from txng.certification.rules import checklists as rules
from txng.documents.models import Attachment
from txng.parties.models import Enterprise, Establishment, Plot
from txng.parties.queries import reach
from txng.products.models import TradeItem
from txng.products.rules.trade_items import ACTIVE

SUBJECT = "certification.assessment"


def own_enterprise(actor: Actor) -> Enterprise | None:
    """The entry of the organisation that the actor acts for, whatever register rights it holds."""
    if actor.organisation_id is None:
        return None
    return Enterprise.objects.filter(organisation_id=actor.organisation_id).first()


def assessments(actor: Actor) -> QuerySet[Assessment]:
    """Half-done ones are nobody's business but the enterprise's own."""
    rows = Assessment.objects.select_related("enterprise", "version__checklist")
    own = Q(enterprise__organisation_id=actor.organisation_id or 0)
    if not actor.may(SEE):
        return rows.none()
    return rows.filter(own | (reach.visible(actor, SEE, "enterprise__") & Q(state=rules.FINISHED)))


def assessment(actor: Actor, number: int) -> Assessment | None:
    return assessments(actor).filter(pk=number).first()


def writable(actor: Actor, number: int) -> Assessment | None:
    """One's own that is open."""
    if not actor.may(ASSESS) or actor.organisation_id is None:
        return None
    rows = Assessment.objects.select_related("enterprise", "version__checklist")
    return rows.filter(
        pk=number, enterprise__organisation_id=actor.organisation_id, state=rules.OPEN
    ).first()


def is_own(actor: Actor, one: Assessment) -> bool:
    return actor.organisation_id is not None and (
        one.enterprise.organisation_id == actor.organisation_id
    )


def open_ones(actor: Actor) -> dict[int, Assessment]:
    """One's own that are under way, by checklist."""
    rows = Assessment.objects.filter(
        enterprise__organisation_id=actor.organisation_id or 0, state=rules.OPEN
    )
    return {one.checklist_id: one for one in rows}


def last_finished(enterprise: Enterprise, checklist: Checklist) -> Assessment | None:
    rows = Assessment.objects.filter(
        enterprise=enterprise, checklist=checklist, state=rules.FINISHED
    )
    return rows.order_by("-finished_at").first()


def passed_ones(actor: Actor) -> list[Assessment]:
    """One's own finished and passed, newest first: what a declaration may rest on."""
    rows = Assessment.objects.select_related("version__checklist").filter(
        enterprise__organisation_id=actor.organisation_id or 0, state=rules.FINISHED, passed=True
    )
    return list(rows.order_by("-finished_at")[:20])


# --- one assessment -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion with what was answered, what the registers tell, and its files."""

    criterion: Criterion
    answer: Answer | None
    observed: observed.Observed | None
    files: Sequence[Attachment]

    @property
    def is_done(self) -> bool:
        return bool(self.answer and self.answer.verdict and self.answer.is_confirmed)


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its lines."""

    section: ChecklistSection
    lines: Sequence[Line]

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def is_whole(self) -> bool:
        return self.done == len(self.lines)


def parts(actor: Actor, one: Assessment) -> list[Part]:
    """Everything of one assessment that the actor sees, in five queries and those of the registers."""
    sections = checklists.sections(one.version)
    given = {row.criterion_id: row for row in Answer.objects.filter(assessment=one)}
    wanted = {number for row in given.values() for number in row.files}
    files = _files(wanted) if wanted else {}
    known = observations(one.enterprise) if one.state == rules.OPEN else {}
    return [
        Part(
            section,
            [
                Line(
                    row,
                    given.get(row.pk),
                    known.get(row.fact),
                    _of(given.get(row.pk), files),
                )
                for row in section.criteria.all()
            ],
        )
        for section in sections
    ]


def _of(answer: Answer | None, files: Mapping[int, Attachment]) -> list[Attachment]:
    return [] if answer is None else [files[number] for number in answer.files if number in files]


def _files(numbers: set[int]) -> dict[int, Attachment]:
    rows = Attachment.objects.filter(pk__in=numbers, subject_kind=SUBJECT, removed_at__isnull=True)
    return {one.pk: one for one in rows}


def file_of(actor: Actor, one: Assessment, number: int) -> Attachment | None:
    """A file that an answer of this assessment names."""
    named = Answer.objects.filter(assessment=one).values_list("files", flat=True)
    if not any(number in files for files in named):
        return None
    return _files({number}).get(number)


def verdicts(one: Assessment) -> dict[str, str]:
    """Code of a criterion -> verdict, of what a person confirmed."""
    rows = Answer.objects.filter(assessment=one, is_confirmed=True).exclude(verdict="")
    return dict(rows.values_list("criterion__code", "verdict"))


def judged(one: Assessment) -> rules.Result:
    """What the answers come to now. Three queries."""
    criteria = checklists.plain(checklists.sections(one.version))
    return rules.judge(criteria, verdicts(one), one.version.pass_share)


def observations(enterprise: Enterprise) -> Mapping[str, observed.Observed]:
    """What the registers know of this enterprise today. Three queries, whatever its size."""
    sites = Establishment.objects.filter(enterprise=enterprise, closed_on__isnull=True).aggregate(
        all=Count("pk"), coded=Count("pk", filter=~Q(gln=""))
    )
    items = TradeItem.objects.filter(owner=enterprise, state=ACTIVE).aggregate(
        all=Count("pk"),
        coded=Count("pk", filter=Q(gtin__isnull=False)),
        lacking=Count("pk", filter=Q(lacking__gt=0)),
    )
    plots = Plot.objects.filter(enterprise=enterprise, closed_on__isnull=True).aggregate(
        all=Count("pk"), measured=Count("pk", filter=~Q(geometry=""))
    )
    return observed.observe(
        observed.Facts(
            has_address=bool(enterprise.address),
            has_tax_code=bool(enterprise.tax_code or enterprise.gln),
            has_contact=bool(enterprise.contact_name and enterprise.phone),
            has_gln=bool(enterprise.gln),
            sites=sites["all"],
            sites_with_gln=sites["coded"],
            trade_items=items["all"],
            with_gtin=items["coded"],
            lacking=items["lacking"],
            plots=plots["all"],
            plots_measured=plots["measured"],
        )
    )


def last_finished_at() -> QuerySet[Assessment, dict[str, Any]]:
    """For upper rooms: the moments of finished ones, newest first, to be narrowed to one enterprise."""
    rows = Assessment.objects.filter(state=rules.FINISHED)
    newest = rows.order_by("-finished_at").values("finished_at")
    return cast("QuerySet[Assessment, dict[str, Any]]", newest)
