"""What figures count of products: whole registers, as far as a right of the asker reaches. Never shown as
rows; whoever shows rows asks `trade_items.trade_items`.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from txng.accounts.actors import Actor
from txng.products.models import ListItem, ProductGroup, TradeItem
from txng.products.queries import groups, lists, obligations, reach
from txng.products.rules.trade_items import ACTIVE, WITHDRAWN


def countable(actor: Actor, rights: Collection[str]) -> Q:
    """The condition on trade items: any of these rights."""
    if any(actor.may_everywhere(right) for right in rights):
        return Q()
    found = reach.NOTHING
    for right in rights:
        found |= reach.within(actor, right)
    return found


def trade_items(actor: Actor, rights: Collection[str]) -> QuerySet[TradeItem]:
    return TradeItem.objects.filter(countable(actor, rights))


def makers_of(path: str) -> QuerySet[TradeItem, int]:
    """Numbers of enterprises that make something of the group at this path, as a subquery."""
    made = TradeItem.objects.filter(group__in=groups.ids_under(path), state=ACTIVE)
    return made.order_by().values_list("owner_id", flat=True)


def group_numbers(path: str) -> list[int]:
    """Of the group at this path and all under it; empty where there is none."""
    return sorted(groups.ids_under(path))


def group_paths(user: object) -> dict[int, str]:
    """Number -> path, of the whole tree. Anybody may ask."""
    return dict(ProductGroup.objects.values_list("pk", "path"))


def listed_items(user: object, kind: str, day: date) -> QuerySet[ListItem]:
    """Product groups of the list of this kind in force on a day; anybody may ask."""
    version = lists.in_force(user, kind, day)
    rows = ListItem.objects.select_related("group", "version").order_by("group__path")
    return rows.none() if version is None else rows.filter(version=version)


def due(actor: Actor, rights: Collection[str], day: date, **of: object) -> list[obligations.Due]:
    """Milestones that are due on a day, among what is made; `of` are conditions on trade items."""
    made = trade_items(actor, rights).filter(owner__closed_on__isnull=True, **of)
    return obligations.due_among(actor, made.exclude(state=WITHDRAWN), day)
