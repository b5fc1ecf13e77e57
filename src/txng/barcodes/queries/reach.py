"""How far a right reaches: one's own enterprise always, others in the communes and sectors granted."""

from django.db.models import Q

from txng.accounts.actors import Actor
from txng.parties.models import Enterprise
from txng.parties.queries import reach as parties

NOTHING = Q(pk__in=[])


def within(actor: Actor, right: str, enterprise: str = "enterprise") -> Q:
    """A condition on rows that belong to an enterprise; `enterprise` is the way to it, "" for itself."""
    way = f"{enterprise}__" if enterprise else ""
    found = own = NOTHING
    if actor.organisation_id is not None and actor.may(right):
        own = Q(organisation_id=actor.organisation_id)
        found = Q(**{f"{way}organisation_id": actor.organisation_id})
    grants = actor.grants_for(right)
    for grant in grants:
        if grant.territories is None and grant.sectors is None:
            return Q()
        here = Q()
        if grant.territories is not None:
            here &= Q(**{f"{way}commune_code__in": sorted(grant.territories)})
        if grant.sectors is not None:
            here &= Q(**{f"{way}sector__in": sorted(grant.sectors)})
        found |= here
    few = parties.among(grants, own) if way else None
    return found if few is None else Q(**{f"{way}pk__in": few}) & found


def reaches(actor: Actor, right: str, enterprise: Enterprise) -> bool:
    """The same for one enterprise."""
    own = actor.organisation_id is not None and enterprise.organisation_id == actor.organisation_id
    return (own and actor.may(right)) or any(
        grant.covers(enterprise.commune_code, enterprise.sector)
        for grant in actor.grants_for(right)
    )
