"""Questions about checklists: everybody at work may read what is in force, whoever keeps them the drafts."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Prefetch, Q

from txng.accounts.actors import Actor
from txng.certification.models import Checklist, ChecklistSection, ChecklistVersion, Criterion
from txng.certification.rules import KEEP_CHECKLISTS
from txng.certification.rules import checklists as rules


def checklists(actor: Actor) -> list[Checklist]:
    """With their versions, newest first."""
    shown = ChecklistVersion.objects.filter(_shown(actor)).annotate(
        count=Count("criteria", filter=Q(criteria__is_removed=False))
    )
    newest = Prefetch("versions", shown.order_by("-number"))
    return list(Checklist.objects.order_by("code").prefetch_related(newest))


def _shown(actor: Actor) -> Q:
    return Q() if actor.may_everywhere(KEEP_CHECKLISTS) else Q(state=rules.ISSUED)


def checklist(actor: Actor, code: str) -> Checklist | None:
    return Checklist.objects.filter(code=code).first()


def version(actor: Actor, number: int) -> ChecklistVersion | None:
    """By its own number in the tables; a draft only for whoever keeps checklists."""
    rows = ChecklistVersion.objects.select_related("checklist")
    return rows.filter(_shown(actor), pk=number).first()


def sections(version: ChecklistVersion) -> list[ChecklistSection]:
    """In order, with their criteria in order, those taken out left out. Two queries."""
    kept = Criterion.objects.filter(is_removed=False).order_by("position", "pk")
    rows = ChecklistSection.objects.filter(version=version).order_by("position", "pk")
    return list(rows.prefetch_related(Prefetch("criteria", kept)))


def section(actor: Actor, number: int) -> ChecklistSection | None:
    """Of a version that the actor may read."""
    found = ChecklistSection.objects.select_related("version__checklist").filter(pk=number).first()
    return found if found and version(actor, found.version_id) else None


def criterion(actor: Actor, number: int) -> Criterion | None:
    rows = Criterion.objects.select_related("version__checklist", "section")
    found = rows.filter(pk=number).first()
    return found if found and version(actor, found.version_id) else None


def plain(sections: Sequence[ChecklistSection]) -> list[rules.Criterion]:
    return [
        rules.Criterion(one.code, one.is_mandatory, one.weight, one.may_not_apply)
        for part in sections
        for one in part.criteria.all()
    ]


def in_force(user: object, checklist: Checklist, day: date) -> ChecklistVersion | None:
    """The version that holds on a day."""
    rows = ChecklistVersion.objects.filter(
        checklist=checklist, state=rules.ISSUED, holds_from__lte=day
    )
    return rows.order_by("-holds_from").first()


def all_in_force(user: object, day: date) -> list[ChecklistVersion]:
    """Of every checklist, the version that holds on a day."""
    rows = ChecklistVersion.objects.filter(state=rules.ISSUED, holds_from__lte=day)
    newest: dict[int, ChecklistVersion] = {}
    for one in rows.select_related("checklist").order_by("checklist__code", "holds_from"):
        newest[one.checklist_id] = one
    return list(newest.values())


def standings(versions: Sequence[ChecklistVersion], day: date) -> dict[int, str]:
    """Primary key -> WAITS, HOLDS or REPLACED, of the issued ones of one checklist."""
    issued = [(one.pk, one.holds_from) for one in versions if one.holds_from is not None]
    return rules.standing(issued, day)


def issued(checklist: Checklist) -> list[ChecklistVersion]:
    return list(ChecklistVersion.objects.filter(checklist=checklist, state=rules.ISSUED))


def newest_issued(checklist: Checklist) -> ChecklistVersion | None:
    rows = ChecklistVersion.objects.filter(checklist=checklist, state=rules.ISSUED)
    return rows.order_by("-holds_from").first()
