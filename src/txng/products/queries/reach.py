"""How far a right reaches: one's own things always, those of others in the communes and sectors granted.

An's role          products.edit, no territory at all      An's own products
an officer's role  products.see, {24846}, {"nong-nghiep"}  farm products of that commune
a key              products.see                            products of the key's organisation
"""

from django.db.models import Q

from txng.accounts.actors import Actor
from txng.parties.models import Enterprise
from txng.products.models import ProductGroup

NOTHING = Q(pk__in=[])


def within(actor: Actor, right: str) -> Q:
    """A condition on trade items."""
    found = NOTHING
    if actor.organisation_id is not None and actor.may(right):
        found = Q(owner__organisation_id=actor.organisation_id)
    for grant in actor.grants_for(right):
        if grant.territories is None and grant.sectors is None:
            return Q()
        here = Q()
        if grant.territories is not None:
            here &= Q(owner__commune_code__in=sorted(grant.territories))
        if grant.sectors is not None:
            here &= Q(group__sector__in=sorted(grant.sectors))
        found |= here
    return found


def owners_within(actor: Actor, right: str) -> Q:
    """A condition on enterprises: whose products might be within reach, whatever their group."""
    found = NOTHING
    if actor.organisation_id is not None and actor.may(right):
        found = Q(organisation_id=actor.organisation_id)
    for grant in actor.grants_for(right):
        if grant.territories is None:
            return Q()
        found |= Q(commune_code__in=sorted(grant.territories))
    return found


def reaches(actor: Actor, right: str, owner: Enterprise, group: ProductGroup) -> bool:
    """The same for one enterprise and one group."""
    own = actor.organisation_id is not None and owner.organisation_id == actor.organisation_id
    return (own and actor.may(right)) or reaches_as_officer(actor, right, owner, group)


def reaches_as_officer(actor: Actor, right: str, owner: Enterprise, group: ProductGroup) -> bool:
    """By a grant over the commune and the sector, not because it is one's own."""
    return any(grant.covers(owner.commune_code, group.sector) for grant in actor.grants_for(right))
