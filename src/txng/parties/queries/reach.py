"""Who sees and changes which party: by territory and sector, or because it is one's own.

an officer       what lies in the communes and sectors of a grant that has the right
an enterprise    itself; a cooperative also those who are its members today
everybody else   nothing: a foreign entry answers as one that is not there
"""

from django.db.models import Q

from txng.accounts.actors import Actor
from txng.parties.models import Enterprise, Membership
from txng.parties.rules import EDIT, SEE, SEE_PERSONS

NOTHING = Q(pk__in=[])


def visible(actor: Actor, right: str = SEE, path: str = "") -> Q:
    """The condition on an Enterprise, or on what `path` ("enterprise__") leads to."""
    condition = Q(**{f"{path}pk__in": []})
    for grant in actor.grants_for(right):
        if grant.territories is None and grant.sectors is None:
            return Q(**{f"{path}pk__isnull": False})
        reach = Q()
        if grant.territories is not None:
            reach &= Q(**{f"{path}commune_code__in": sorted(grant.territories)})
        if grant.sectors is not None:
            reach &= Q(**{f"{path}sector__in": sorted(grant.sectors)})
        condition |= reach
    return condition | own(actor, right, path)


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
    """Parties whose persons this actor may see: one's own side always, others by a right of its own."""
    return visible(actor, SEE_PERSONS, path) | own(actor, SEE, path)


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
