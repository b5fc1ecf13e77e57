"""How far a right reaches: one's own things always, those of others in the communes and sectors granted.

An's role          products.edit, no territory at all      An's own products
an officer's role  products.see, {24846}, {"nong-nghiep"}  farm products of that commune
a key              products.see                            products of the key's organisation
"""

from django.db.models import Q

from txng.accounts.actors import Actor, Grant
from txng.parties.models import Enterprise
from txng.parties.queries import reach as parties
from txng.products.models import ProductGroup

NOTHING = Q(pk__in=[])


def within(actor: Actor, right: str) -> Q:
    """A condition on trade items."""
    found = own = NOTHING
    if actor.organisation_id is not None and actor.may(right):
        own = Q(organisation_id=actor.organisation_id)
        found = Q(owner__organisation_id=actor.organisation_id)
    grants = actor.grants_for(right)
    for grant in grants:
        if grant.territories is None and grant.sectors is None:
            return Q()
        if (
            grant.territories is None or grant.territories
        ):  # an enterprise's role reaches no territory
            found |= _within(grant)
    few = parties.among(grants, own)
    return found if few is None else Q(owner__in=few) & found


def _within(grant: Grant) -> Q:
    here = Q()
    if grant.territories is not None:
        here &= Q(owner__commune_code__in=sorted(grant.territories))
    if grant.sectors is not None:
        rows = ProductGroup.objects.values_list("pk", "sector")
        wanted = [number for number, sector in rows if sector in grant.sectors]
        # of few groups both databases begin with the groups; of many they read on in order and look
        is_few = grant.territories is not None or len(wanted) * 4 <= len(rows)
        here &= Q(group__in=wanted) if is_few else Q(group__sector__in=sorted(grant.sectors))
    return here


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


def reaches_province(actor: Actor, right: str, sector: str) -> bool:
    """What belongs to the whole province (a mark, a group) is not for whoever was given one commune."""
    return any(
        grant.territories is None and grant.covers(sector=sector)
        for grant in actor.grants_for(right)
    )
