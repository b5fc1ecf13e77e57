"""Questions about lists: what holds on a day (everybody), what is being prepared (agencies)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from txng.accounts.actors import Actor
from txng.products.models import ListItem, ListVersion, Milestone, Opinion, Proposal, Score
from txng.products.rules import lists as rules
from txng.products.rules import obligations, roadmap, scoring
from txng.products.rules.lists import Chosen
from txng.products.rules.obligations import Version
from txng.products.rules.scoring import Mark, Place, Verdict

WORK: tuple[str, ...] = (
    "products.propose", "products.opine", "products.score", "products.decide",
)  # fmt: skip


# --- what holds -----------------------------------------------------------------------------------


def issued(user: object, kind: str) -> list[ListVersion]:
    """Every version that was ever issued, newest first."""
    rows = ListVersion.objects.filter(kind=kind, state=rules.ISSUED)
    return list(rows.order_by("-effective_from"))


def every_decision() -> QuerySet[ListVersion]:
    """Every version of both lists that was issued, oldest first."""
    return ListVersion.objects.filter(state=rules.ISSUED).order_by("pk")


def published(version: ListVersion) -> dict[str, Any]:
    """What a version decided, as JSON values: the same for ever, however the version was read."""
    (version,) = with_items(ListVersion.objects.filter(pk=version.pk))
    return {
        "list": version.kind,
        "number": version.number,
        "title": version.title,
        "decision": version.decision_number,
        "decidedOn": _day(version.decided_on),
        "body": version.body,
        "effectiveFrom": _day(version.effective_from),
        "items": [
            {
                "group": item.group.path,
                "communes": sorted(item.communes),
                "sizes": sorted(item.sizes),
                "exportedOnly": item.exported_only,
                "clause": item.clause,
                "milestones": [
                    {
                        "requirement": one.requirement,
                        "dueOn": _day(one.due_on),
                        "monthsAfter": one.months_after,
                        "sizes": sorted(one.sizes),
                    }
                    for one in item.milestones.all()
                ],
            }
            for item in version.items.all()
        ],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def period_of(versions: list[ListVersion], version: ListVersion) -> rules.Period:
    """When this one of the issued versions holds."""
    return next(one for one in rules.periods(_rows(versions)) if one.version == version.pk)


def in_force(user: object, kind: str, day: date) -> ListVersion | None:
    """With its items, groups and milestones read."""
    versions = issued(user, kind)
    number = rules.in_force(_rows(versions), day)
    return None if number is None else with_items(ListVersion.objects.filter(pk=number)).get()


def with_items(rows: QuerySet[ListVersion]) -> QuerySet[ListVersion]:
    items = ListItem.objects.select_related("group").order_by("group__path")
    milestones = Milestone.objects.order_by("pk")
    return rows.prefetch_related(
        Prefetch("items", items), Prefetch("items__milestones", milestones)
    )


def _rows(versions: list[ListVersion]) -> list[tuple[int, date, date | None]]:
    return [
        (one.pk, one.effective_from, one.repealed_from)
        for one in versions
        if one.effective_from is not None
    ]


def holding(user: object, kind: str, day: date) -> Version | None:
    """The version in force as the rules read it, in four queries."""
    versions = issued(user, kind)
    number = rules.in_force(_rows(versions), day)
    if number is None:
        return None
    version = with_items(ListVersion.objects.filter(pk=number)).get()
    return plain(version, period_of(versions, version))


def plain(version: ListVersion, period: rules.Period) -> Version:
    """An issued version with its items, as values."""
    assert version.decided_on is not None  # issued: a constraint
    items = tuple(plain_item(item) for item in version.items.all())
    return Version(
        version.pk,
        version.title,
        version.decision_number,
        version.decided_on,
        version.body,
        period.start,
        period.end,
        items,
    )


def plain_item(item: ListItem) -> obligations.ListItem:
    return obligations.ListItem(
        item.pk,
        item.group.path,
        tuple(plain_milestone(one) for one in item.milestones.all()),
        frozenset(item.communes),
        frozenset(item.sizes),
        item.exported_only,
        item.clause,
    )


def plain_milestone(one: Milestone) -> roadmap.Milestone:
    return roadmap.Milestone(one.requirement, one.due_on, one.months_after, tuple(one.sizes))


def newest_issued(kind: str) -> ListVersion | None:
    """The version that begins last, whether it holds already or not."""
    rows = ListVersion.objects.filter(kind=kind, state=rules.ISSUED)
    return rows.order_by("-effective_from").first()


# --- what is being prepared -----------------------------------------------------------------------


def works_on_lists(actor: Actor) -> bool:
    return any(actor.may(right) for right in WORK)


def versions(actor: Actor) -> QuerySet[ListVersion]:
    """Agencies see every version; others only what was issued."""
    rows = ListVersion.objects.annotate(
        proposed=Count("proposals", distinct=True), chosen=Count("items", distinct=True)
    )
    if not works_on_lists(actor):
        rows = rows.filter(state=rules.ISSUED)
    return rows.order_by("kind", "-number")


def version(actor: Actor, number: int) -> ListVersion | None:
    return with_items(versions(actor).filter(pk=number)).first()


def proposals(actor: Actor) -> QuerySet[Proposal]:
    """With everything that was said of each: five queries, however many there are."""
    if not works_on_lists(actor):
        return Proposal.objects.none()
    return (
        Proposal.objects.select_related("version", "group")
        .prefetch_related(
            "leads",
            Prefetch("opinions", Opinion.objects.order_by("agency")),
            Prefetch("scores", Score.objects.order_by("agency", "criterion")),
            "items",
        )
        .order_by("group__path")
    )


def proposal(actor: Actor, number: int) -> Proposal | None:
    return proposals(actor).filter(pk=number).first()


def list_item(actor: Actor, number: int) -> ListItem | None:
    if not works_on_lists(actor):
        return None
    rows = ListItem.objects.select_related("version", "group", "proposal")
    return rows.prefetch_related("milestones").filter(pk=number).first()


def verdict(one: Proposal) -> Verdict:
    """What the score sheet says of a proposal, with the weights of its version."""
    marks = [Mark(row.agency, row.criterion, row.points, row.reason) for row in one.scores.all()]
    return scoring.judge(marks, scoring.shipped(), one.version.weights)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A proposal with its place; `tied_with` are the proposals that score exactly alike."""

    proposal: Proposal
    place: Place
    tied_with: tuple[Proposal, ...]

    @property
    def is_chosen(self) -> bool:
        return bool(self.proposal.items.all())


def ranking(actor: Actor, version: ListVersion) -> list[Ranked]:
    rows = list(proposals(actor).filter(version=version))
    by_path = {one.group.path: one for one in rows}
    places = scoring.ranking({path: verdict(one) for path, one in by_path.items()})
    return [
        Ranked(by_path[place.product], place, tuple(by_path[path] for path in place.tied_with))
        for place in places
    ]


def chosen(version: ListVersion) -> list[Chosen]:
    """What would be issued. An item carried over was marked when it was first chosen."""
    rows = version.items.select_related("group", "proposal__version").prefetch_related(
        "milestones", "proposal__scores"
    )
    return [
        Chosen(
            item.group.name,
            len(item.milestones.all()),
            item.proposal is None or verdict(item.proposal).advice is not scoring.Advice.UNDECIDED,
        )
        for item in rows.order_by("group__path")
    ]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A group of the version in force that stands above or under a proposed one."""

    path: str
    name: str
    is_same: bool


def overlaps(user: object, kind: str, path: str, day: date) -> list[Overlap]:
    held = in_force(user, kind, day)
    if held is None:
        return []
    return [
        Overlap(item.group.path, str(item.group), item.group.path == path)
        for item in held.items.all()
        if item.group.path.startswith(path) or path.startswith(item.group.path)
    ]
