"""Questions about trade items: one's own, and those within the reach of a grant (reach.py)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from txng.accounts.actors import Actor
from txng.parties.models import Enterprise
from txng.products.models import Fulfilment, OcopRating, TradeItem, TradeItemVersion
from txng.products.queries import reach
from txng.products.rules import codes
from txng.products.rules.elements import Told
from txng.products.rules.facts import Facts

SEE, EDIT, OVERSEE = "products.see", "products.edit", "products.oversee"
ENTER = "parties.edit"  # to write oneself down in the register of parties


def trade_items(actor: Actor) -> QuerySet[TradeItem]:
    """Every trade item that this actor may see, with owner and group."""
    rows = TradeItem.objects.select_related("owner", "group")
    return rows.filter(reach.within(actor, SEE))


def writable(actor: Actor) -> QuerySet[TradeItem]:
    return TradeItem.objects.select_related("owner", "group").filter(reach.within(actor, EDIT))


def trade_item(actor: Actor, number: int) -> TradeItem | None:
    return trade_items(actor).filter(pk=number).first()


def owners(actor: Actor) -> QuerySet[Enterprise]:
    """Enterprises for which this actor may write a trade item down."""
    rows = Enterprise.objects.filter(closed_on__isnull=True, merged_into__isnull=True)
    return rows.filter(reach.owners_within(actor, EDIT))


def owner_by_code(actor: Actor, text: str) -> Enterprise | None:
    """By tax code, GLN or code in the register, among those for which this actor may write.

    The code of an entry that was merged leads to the one that was kept: it stands on papers still.
    """
    code = text.strip().upper().replace(" ", "")
    return owners_by_codes(actor, {code}).get(code) if code else None


def owners_by_codes(actor: Actor, wanted: Collection[str]) -> dict[str, Enterprise]:
    """The same for several, by code; one query, and another when some code is that of nobody."""
    found: dict[str, Enterprise] = {}
    named = Q(tax_code__in=wanted) | Q(gln__in=wanted) | Q(code__in=wanted)
    for one in owners(actor).filter(named):
        found |= {code: one for code in (one.tax_code, one.gln, one.code) if code in wanted}
    lost = set(wanted) - found.keys()
    if lost:
        merged = Enterprise.objects.filter(code__in=lost, merged_into__in=owners(actor))
        for one in merged.select_related("merged_into"):
            if one.merged_into is not None:
                found[one.code] = one.merged_into
    return found


def name_of(actor: Actor, one: Enterprise) -> str:
    """The name of a household is that of a person: whoever is not of it reads its code instead."""
    own = actor.organisation_id is not None and one.organisation_id == actor.organisation_id
    return one.name if own else one.public_name


def owner_name(actor: Actor, one: TradeItem) -> str:
    return name_of(actor, one.owner)


def may_confirm(actor: Actor, one: TradeItem) -> bool:
    return reach.reaches_as_officer(actor, OVERSEE, one.owner, one.group)


def newest(trade_item: TradeItem) -> TradeItemVersion:
    return trade_item.versions.order_by("-number")[:1].get()


def facts_as_of(trade_item: TradeItem, day: date) -> TradeItemVersion | None:
    """What was told of it on a day; None before the first version."""
    told = trade_item.versions.filter(holds_from__lte=day)
    return told.order_by("-holds_from", "-number").first()


def versions(trade_item: TradeItem) -> list[TradeItemVersion]:
    """Newest first."""
    return list(trade_item.versions.order_by("-number"))


def told(trade_item: TradeItem, facts: Facts) -> Told:
    """What the register knows of it, as the checklists want it. No query where the owner was read with it."""
    owner = trade_item.owner
    return Told(
        facts,
        gtin=trade_item.gtin or "",
        own_code=trade_item.own_code,
        owner_name=owner.name,
        owner_address=owner.commune_code,
        owner_identifier=owner.gln or owner.tax_code,
    )


def fulfilments(trade_item: TradeItem) -> dict[str, Fulfilment]:
    return {one.requirement: one for one in trade_item.fulfilments.all()}


def ocop_ratings(trade_item: TradeItem) -> list[OcopRating]:
    return list(trade_item.ocop_ratings.order_by("-decided_on", "-pk"))


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a GTIN is, for the sentence that refuses it. `name` is "" for a product that the asker may not
    see.
    """

    number: int
    name: str
    is_withdrawn: bool


def holder_of(actor: Actor, gtin: str) -> Holder | None:
    found = TradeItem.objects.filter(gtin=gtin).only("pk", "name", "state").first()
    if found is None:
        return None
    seen = trade_items(actor).filter(pk=found.pk).exists()
    return Holder(found.pk, found.name if seen else "", found.state == TradeItem.State.WITHDRAWN)


def by_code(actor: Actor, text: str) -> TradeItem | None:
    """By GTIN, with or without its check digit, or by the owner's own code where that is the only one
    seen.
    """
    rows = trade_items(actor)
    if wanted := codes.candidates(text):
        found = rows.filter(gtin__in=wanted).first()
        if found is not None:
            return found
    own = list(rows.filter(own_code=text.strip().upper())[:2]) if text.strip() else []
    return own[0] if len(own) == 1 else None
