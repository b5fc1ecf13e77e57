"""Who sees and changes which party: by territory and sector, or because it is one's own.

an officer       what lies in the communes and sectors of a grant that has the right
an enterprise    itself; a cooperative also those who are its members today
the standing agency sees no persons: it opens those of one party, for an hour (PersonsOpening)
everybody else   nothing: a foreign entry answers as one that is not there
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor, Grant
from txng.parties.models import Enterprise, Membership, PersonsOpening
from txng.parties.rules import EDIT, OPEN_PERSONS, SEE, SEE_PERSONS

NOTHING = Q(pk__in=[])
FEW_COMMUNES: Final = (
    12  # of 124; with more of them a register read in its order meets a page's rows sooner
)


def visible(actor: Actor, right: str = SEE, path: str = "") -> Q:
    """The condition on an Enterprise, or on what `path` ("enterprise__") leads to."""
    condition = Q(**{f"{path}pk__in": []})
    grants = actor.grants_for(right)
    for grant in grants:
        if grant.territories is None and grant.sectors is None:
            return Q(**{f"{path}pk__isnull": False})
        reach = Q()
        if grant.territories is not None:
            reach &= Q(**{f"{path}commune_code__in": sorted(grant.territories)})
        if grant.sectors is not None:
            reach &= Q(**{f"{path}sector__in": sorted(grant.sectors)})
        condition |= reach
    condition |= own(actor, right, path)
    few = among(grants, own(actor, right)) if path else None
    return condition if few is None else Q(**{f"{path}pk__in": few}) & condition


def among(grants: Iterable[Grant], own: Q) -> QuerySet[Enterprise, Any] | None:
    """The parties among which everything lies that these grants reach, or `own`; None where that is no
    narrow limit.

    A register asks for it beside its exact condition, as one subquery, so that both databases begin with
    these parties: of a join, or of an OR of two subqueries, they make a walk through the whole register.
    """
    communes: set[str] = set()
    for grant in grants:
        if grant.territories is None:
            return None
        communes |= grant.territories
    if len(communes) > FEW_COMMUNES:
        return None
    found = Enterprise.objects.filter(own | Q(commune_code__in=sorted(communes)))
    return found.order_by().values("pk")


def own(actor: Actor, right: str = SEE, path: str = "") -> Q:
    """One's own entry and those of today's members, for whoever holds the right in any reach."""
    if actor.organisation_id is None or not actor.may(right):
        return Q(**{f"{path}pk__in": []})
    members = Membership.objects.filter(
        group__organisation_id=actor.organisation_id, left_on__isnull=True
    )
    return Q(**{f"{path}organisation_id": actor.organisation_id}) | Q(
        **{f"{path}pk__in": members.values("member_id")}
    )


def persons(actor: Actor, path: str = "") -> Q:
    """Parties whose persons this actor may see: one's own side always, others by a right of its own, or
    for the hour of an opening."""
    shown = visible(actor, SEE_PERSONS, path) | own(actor, SEE, path)
    if actor.person_id is None or not actor.may(OPEN_PERSONS):
        return shown
    return shown | Q(**{f"{path}pk__in": opened(actor).values("enterprise")})


def opened(actor: Actor) -> QuerySet[PersonsOpening]:
    """What this very person opened and that is open still, while they hold the right to open."""
    if actor.person_id is None or not actor.may(OPEN_PERSONS):
        return PersonsOpening.objects.none()
    return PersonsOpening.objects.filter(person_id=actor.person_id, until__gt=timezone.now())


def may_open(actor: Actor, enterprise: Enterprise) -> bool:
    """By reach alone: nobody opens what is their own, it is open to them."""
    return may_change_at(actor, enterprise.commune_code, enterprise.sector, OPEN_PERSONS)


def sees_persons(actor: Actor) -> bool:
    """Whether every party that the actor sees is seen with its persons."""
    shown = {(grant.territories, grant.sectors) for grant in actor.grants_for(SEE_PERSONS)}
    return (None, None) in shown or all(
        (grant.territories, grant.sectors) in shown or grant.territories == frozenset()
        for grant in actor.grants_for(SEE)
    )


def may_change_at(actor: Actor, commune_code: str, sector: str, right: str = EDIT) -> bool:
    """Whether the actor's reach covers this place and sector, apart from what is one's own."""
    return any(grant.covers(commune_code, sector) for grant in actor.grants_for(right))


def may_change(actor: Actor, enterprise: Enterprise, right: str = EDIT) -> bool:
    """By reach; or one's own entry; or a member's that has no account of its own."""
    if may_change_at(actor, enterprise.commune_code, enterprise.sector, right):
        return True
    if actor.organisation_id is None or not actor.may(right):
        return False
    if enterprise.organisation_id is not None:
        return enterprise.organisation_id == actor.organisation_id
    return Membership.objects.filter(
        group__organisation_id=actor.organisation_id, member=enterprise, left_on__isnull=True
    ).exists()


def changeable(actor: Actor, enterprises: Iterable[Enterprise], right: str = EDIT) -> set[int]:
    """Which of these `may_change` allows, by number; at most one query."""
    found: set[int] = set()
    unsure: set[int] = set()
    for one in enterprises:
        if may_change_at(actor, one.commune_code, one.sector, right):
            found.add(one.pk)
        elif one.organisation_id is None:
            unsure.add(one.pk)
        elif one.organisation_id == actor.organisation_id and actor.may(right):
            found.add(one.pk)
    if not unsure or actor.organisation_id is None or not actor.may(right):
        return found
    members = Membership.objects.filter(
        group__organisation_id=actor.organisation_id, member__in=unsure, left_on__isnull=True
    )
    return found | set(members.values_list("member_id", flat=True))
