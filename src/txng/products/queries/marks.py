"""Questions about marks: who owns one, who may use it, and what a product may bear on a day."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from txng.accounts.actors import Actor
from txng.parties.queries import reach as parties
from txng.products.models import Mark, MarkLicence, MarkOwner, OcopRating, TradeItem
from txng.products.queries import reach
from txng.products.rules.groups import SECTORS

SEE, KEEP = "products.see", "products.keep_marks"


def marks(user: object) -> QuerySet[Mark]:
    """Everybody may know which marks there are and whose they are."""
    owners = MarkOwner.objects.order_by("-held_until", "pk")
    return Mark.objects.prefetch_related("groups", Prefetch("owners", owners)).order_by(
        "kind", "name"
    )


def mark(user: object, code: str) -> Mark | None:
    return marks(user).filter(code=code).first()


def owner_on(one: Mark, day: date) -> MarkOwner | None:
    """Who owned it on a day; an owner since nobody knows when counts for every day before the next."""
    known = one.owners.filter(Q(held_from__isnull=True) | Q(held_from__lte=day))
    return known.filter(Q(held_until__isnull=True) | Q(held_until__gt=day)).first()


def licences(actor: Actor) -> QuerySet[MarkLicence]:
    """Of the enterprises within reach."""
    found = own = Q(pk__in=[])
    if actor.organisation_id is not None and actor.may(SEE):
        own = Q(organisation_id=actor.organisation_id)
        found = Q(holder__organisation_id=actor.organisation_id)
    grants = actor.grants_for(SEE)
    for grant in grants:
        here = Q()
        if grant.territories is not None:
            here &= Q(holder__commune_code__in=sorted(grant.territories))
        if grant.sectors is not None:
            here &= Q(group__sector__in=sorted(grant.sectors))
        found = found | here if here else Q(pk__gte=0)
    few = parties.among(grants, own)
    if few is not None:
        found &= Q(holder__in=few)
    rows = MarkLicence.objects.select_related("mark", "holder", "group")
    return rows.filter(found).order_by("-valid_until", "pk")


def licence(actor: Actor, number: int) -> MarkLicence | None:
    return licences(actor).filter(pk=number).first()


def marks_for(trade_item: TradeItem) -> list[Mark]:
    """Marks that are for the group of this product, or for one above it."""
    above = trade_item.group.path
    return [
        one
        for one in marks(None)
        if any(above.startswith(group.path) for group in one.groups.all())
    ]


def licences_for(trade_item: TradeItem, day: date) -> list[MarkLicence]:
    """Under which this product may bear a mark on a day."""
    rows = MarkLicence.objects.select_related("mark", "group")
    held = rows.filter(holder_id=trade_item.owner_id, valid_from__lte=day, valid_until__gte=day)
    held = held.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day)).order_by("mark__name")
    return [one for one in held if trade_item.group.path.startswith(one.group.path)]


def stars_on(trade_item: TradeItem, day: date) -> OcopRating | None:
    """The newest rating that holds on a day."""
    rows = trade_item.ocop_ratings.filter(decided_on__lte=day, valid_until__gte=day)
    return rows.order_by("-decided_on", "-pk").first()


def may_keep(actor: Actor, trade_item: TradeItem) -> bool:
    """Whether this actor may write marks and stars of the product."""
    return reach.reaches_as_officer(actor, KEEP, trade_item.owner, trade_item.group)


def may_end(actor: Actor, one: MarkLicence) -> bool:
    return reach.reaches_as_officer(actor, KEEP, one.holder, one.group)


def may_hand_on(actor: Actor, one: Mark) -> bool:
    """A mark is the province's: of any sector that it is for, without limit of territory."""
    sectors = {group.sector for group in one.groups.all()}
    return any(reach.reaches_province(actor, KEEP, sector) for sector in sectors)


def may_define(actor: Actor) -> bool:
    """Whether this actor may add a group of some sector at all."""
    return any(reach.reaches_province(actor, KEEP, sector) for sector in SECTORS)
