"""Questions about councils: who marks what, who must not, how proposals are ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from txng.accounts import queries as accounts
from txng.accounts.actors import Actor
from txng.awards.models import Conflict, Council, CouncilMember, MarkSheet, Topic, TopicCall
from txng.awards.queries import reach
from txng.awards.rules import steps
from txng.awards.rules import topics as rules
from txng.ui import fold


def council(actor: Actor, number: int) -> Council | None:
    """For keepers, those who decide, and its members."""
    rows = Council.objects.select_related("call", "topic__organisation").filter(pk=number)
    if not (reach.keeps(actor) or reach.decides(actor)):
        rows = rows.filter(members__person_id=actor.person_id or 0)
    return rows.first()


def council_of_call(actor: Actor, one: TopicCall) -> Council | None:
    return Council.objects.filter(call=one).first()


def councils_of_topic(actor: Actor, one: Topic) -> list[Council]:
    """Selection first, then those of acceptance, oldest first."""
    return [
        *Council.objects.filter(call=one.call_id),
        *Council.objects.filter(topic=one).order_by("pk"),
    ]


def members(actor: Actor, one: Council) -> list[CouncilMember]:
    order = list(rules.MEMBER_ROLES)
    rows = one.members.select_related("organisation", "person").order_by("pk")
    return sorted(rows, key=lambda member: order.index(member.role))


def member(actor: Actor, one: Council, number: int) -> CouncilMember | None:
    return one.members.select_related("organisation").filter(pk=number).first()


def subjects(actor: Actor, one: Council) -> list[Topic]:
    """What this council marks."""
    if one.topic_id is not None:
        return list(
            Topic.objects.filter(pk=one.topic_id).select_related("organisation__enterprise")
        )
    rows = Topic.objects.filter(call_id=one.call_id).exclude(state=steps.WITHDRAWN)
    return list(rows.select_related("organisation__enterprise").order_by("number"))


def subject(actor: Actor, one: Council, number: str) -> Topic | None:
    return next((topic for topic in subjects(actor, one) if topic.number == number), None)


def is_own_seat(actor: Actor, one: CouncilMember) -> bool:
    return actor.person_id is not None and one.person_id == actor.person_id


def works_for(one: CouncilMember) -> frozenset[int]:
    """Accounts of organisations that the member acts for today."""
    found = set() if one.organisation_id is None else {one.organisation_id}
    if one.person_id is not None:
        found |= {held.organisation_id for held in accounts.assignments_of(one.person_id)}
    return frozenset(found)


def barred(one: CouncilMember, topic: Topic, organisations: frozenset[int] | None = None) -> bool:
    return rules.is_barred(
        organisations=works_for(one) if organisations is None else organisations,
        workplace=fold.fold(one.workplace),
        proposer=topic.organisation_id,
        proposer_name=fold.fold(topic.organisation.name),
        has_declared=Conflict.objects.filter(member=one, topic=topic).exists(),
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """One member before one topic: marked, barred, or still to mark."""

    member: CouncilMember
    sheet: MarkSheet | None
    is_barred: bool
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One topic before the council. `place` None before enough members have marked it."""

    topic: Topic
    seats: Sequence[Seat]
    mean: Decimal | None
    place: int | None

    @property
    def sheets(self) -> int:
        return sum(1 for seat in self.seats if seat.sheet is not None)

    @property
    def has_enough(self) -> bool:
        return self.sheets >= rules.FEWEST_SHEETS


def lines(actor: Actor, one: Council) -> list[Line]:
    """Every topic of the council with its seats, the best first; those without a place at the end.

    Of a council that has not concluded a member reads its own sheets only: marks of others would lead it.
    """
    seated, topics = members(actor, one), subjects(actor, one)
    sheets = {
        (row.member_id, row.topic_id): row for row in MarkSheet.objects.filter(member__council=one)
    }
    conflicts = {
        (row.member_id, row.topic_id): row.reason
        for row in Conflict.objects.filter(member__council=one)
    }
    homes = {member.pk: works_for(member) for member in seated}
    means: Mapping[int, Decimal | None] = {
        topic.pk: rules.mean(
            [sheets[key].total for member in seated if (key := (member.pk, topic.pk)) in sheets]
        )
        for topic in topics
    }
    enough = {
        topic.pk
        for topic in topics
        if sum((member.pk, topic.pk) in sheets for member in seated) >= rules.FEWEST_SHEETS
    }
    places = {
        key: place
        for place, key in rules.ranked({key: means[key] for key in means if key in enough})
    }
    found = [
        Line(
            topic,
            [
                Seat(
                    member,
                    sheets.get((member.pk, topic.pk)),
                    (member.pk, topic.pk) in conflicts or _is_home(member, topic, homes[member.pk]),
                    conflicts.get((member.pk, topic.pk), ""),
                )
                for member in seated
            ],
            means[topic.pk],
            places.get(topic.pk),
        )
        for topic in topics
    ]
    return sorted(found, key=lambda line: (line.place is None, line.place or 0, line.topic.number))


def _is_home(member: CouncilMember, topic: Topic, organisations: frozenset[int]) -> bool:
    return rules.is_barred(
        organisations=organisations,
        workplace=fold.fold(member.workplace),
        proposer=topic.organisation_id,
        proposer_name=fold.fold(topic.organisation.name),
        has_declared=False,
    )


def sheet(actor: Actor, one: CouncilMember, topic: Topic) -> MarkSheet | None:
    return MarkSheet.objects.filter(member=one, topic=topic).first()


def verdict(actor: Actor, one: Council, topic: Topic) -> Line | None:
    """How one topic stands before the council."""
    return next((line for line in lines(actor, one) if line.topic.pk == topic.pk), None)
