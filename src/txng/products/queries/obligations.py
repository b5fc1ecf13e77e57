"""Questions about duties: of one enterprise by the engine, of everybody by asking the tables for each
milestone.

    duties_of(actor, enterprise)    every product of one enterprise x every milestone, most urgent first
    scopes(actor, day)              the milestones of the mandatory list, each with its day
    bound(actor, scope)             trade items that a milestone binds        ┐ pages of a register, whatever
    late(actor, scope)              those of them that have not met it        ┘ their number
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from txng.accounts.actors import Actor
from txng.parties.models import Enterprise
from txng.products.models import Fulfilment, TradeItem
from txng.products.queries import groups, lists, reach, trade_items
from txng.products.rules import lists as list_rules
from txng.products.rules import obligations, roadmap
from txng.products.rules.obligations import Duty, ListItem, Product, Scope
from txng.products.rules.proposals import COMPANY, owner_class
from txng.products.rules.trade_items import ACTIVE, WITHDRAWN


def scopes(user: object, day: date) -> list[Scope]:
    """Of the mandatory list in force, by the day on which they are due."""
    version = lists.holding(user, list_rules.MANDATORY, day)
    found = [] if version is None else obligations.scopes(version)
    return sorted(found, key=lambda one: (one.due_on, one.group, one.requirement.id))


def duties_of(actor: Actor, enterprise: Enterprise, day: date) -> list[Duty]:
    """Empty for an enterprise whose products this actor may not see."""
    rows = trade_items.trade_items(actor).filter(owner=enterprise, state=ACTIVE)
    return _duties(rows, day)


def duties_of_item(actor: Actor, trade_item: TradeItem, day: date) -> list[Duty]:
    rows = trade_items.trade_items(actor).filter(pk=trade_item.pk, state=ACTIVE)
    return _duties(rows, day)


def _duties(rows: QuerySet[TradeItem], day: date) -> list[Duty]:
    version = lists.holding(None, list_rules.MANDATORY, day)
    if version is None:
        return []
    made = rows.filter(owner__closed_on__isnull=True)  # who has closed owes nothing
    return obligations.duties(plain(made), [version], day)


def plain(rows: QuerySet[TradeItem]) -> list[Product]:
    """Trade items as the rules read them, in two queries. Values, not records: an enterprise may have
    thousands, each with its owner and its group.
    """
    done: dict[int, dict[str, date]] = defaultdict(dict)
    met = Fulfilment.objects.filter(trade_item__in=rows.order_by().values("pk"))
    for number, requirement, day in met.values_list("trade_item_id", "requirement", "done_on"):
        done[number][requirement] = day
    told = rows.values_list(
        "pk", "name", "owner_id", "group__path", "owner__kind", "owner__size", "owner__commune_code",
        "is_exported",
    )  # fmt: skip
    return [
        Product(
            number, name, owner, path, owner_class(kind, size), commune, is_exported, done[number]
        )
        for number, name, owner, path, kind, size, commune, is_exported in told
    ]


def told_of(actor: Actor, numbers: Collection[int]) -> dict[tuple[int, str], Fulfilment]:
    """What was said of these products, as far as the actor sees them, by product and requirement."""
    rows = Fulfilment.objects.filter(
        trade_item__in=trade_items.trade_items(actor).filter(pk__in=numbers).order_by().values("pk")
    )
    return {(one.trade_item_id, one.requirement): one for one in rows}


def enterprise_of(actor: Actor) -> Enterprise | None:
    """The enterprise that this actor acts for."""
    if actor.organisation_id is None:
        return None
    return Enterprise.objects.filter(organisation_id=actor.organisation_id).first()


def needs_entry(actor: Actor) -> bool:
    """Whether the actor works for an enterprise that nobody has entered in the register yet."""
    return enterprise_of(actor) is None and actor.may_own_only(trade_items.EDIT)


def enterprise(actor: Actor, number: int) -> Enterprise | None:
    """One whose products are within reach of this actor."""
    seen = Enterprise.objects.filter(reach.owners_within(actor, trade_items.SEE))
    return seen.filter(pk=number).first()


# --- of everybody ---------------------------------------------------------------------------------


def bound(actor: Actor, scope: Scope) -> QuerySet[TradeItem]:
    """Trade items within reach that a milestone binds today. The same as `Scope.binds`, asked of the
    tables.
    """
    return _bound(_overseen(actor), _Tree(), scope)


def late(actor: Actor, scope: Scope) -> QuerySet[TradeItem]:
    """Those that have not met it, whether its day is past or not."""
    return _late(_overseen(actor), _Tree(), scope)


def _overseen(actor: Actor) -> QuerySet[TradeItem]:
    """What is made within reach, by whoever has not closed."""
    rows = TradeItem.objects.select_related("owner", "group")
    rows = rows.filter(reach.within(actor, trade_items.OVERSEE), owner__closed_on__isnull=True)
    return rows.exclude(
        state=WITHDRAWN
    )  # not "active": nearly all are, and no index shall lead to them


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone whose day has come, and what it binds among some trade items. Nothing is asked yet."""

    scope: Scope
    number: int
    group: str
    bound: QuerySet[TradeItem]
    late: QuerySet[TradeItem]


def due_among(user: object, rows: QuerySet[TradeItem], day: date) -> list[Due]:
    """Every milestone of the mandatory list that is due on this day; `rows` are what is made."""
    version = lists.in_force(user, list_rules.MANDATORY, day)
    if version is None:
        return []
    names = {item.pk: str(item.group) for item in version.items.all()}
    tree = _Tree()
    return [
        Due(one, number, names[one.item.id], _bound(rows, tree, one), _late(rows, tree, one))
        for one, number in numbered(scopes(user, day))
        if one.due_on <= day
    ]


class _Tree:
    """The groups, read once, and the condition of each path, made once."""

    def __init__(self) -> None:
        self.numbers = groups.numbers()
        self.conditions: dict[str, Q] = {}

    def under(self, path: str) -> Q:
        if path not in self.conditions:
            self.conditions[path] = groups.under(path, self.numbers)
        return self.conditions[path]


def _bound(rows: QuerySet[TradeItem], tree: _Tree, scope: Scope) -> QuerySet[TradeItem]:
    rows = rows.filter(tree.under(scope.group))
    rows = rows.filter(_of_scope(scope.sizes, scope.communes, exported_only=scope.exported_only))
    if scope.but_sizes:
        rows = rows.exclude(_of_sizes(scope.but_sizes))
    for closer in scope.but_items:
        rows = rows.exclude(_covered(closer, tree))
    return rows


def _late(rows: QuerySet[TradeItem], tree: _Tree, scope: Scope) -> QuerySet[TradeItem]:
    """What the register computes itself is read off the row: to find nobody late among half a million
    products takes a second and a half when each is asked what it has met."""
    bound, requirement = _bound(rows, tree, scope), scope.requirement.id
    if requirement == roadmap.CODE:
        return bound.none()  # a row without a code cannot be written
    if requirement == roadmap.ELEMENTS:
        return bound.filter(lacking__gt=0)
    met = Fulfilment.objects.filter(trade_item=OuterRef("pk"), requirement=requirement)
    return bound.filter(~Exists(met))


def _covered(item: ListItem, tree: _Tree) -> Q:
    return tree.under(item.group) & _of_scope(
        item.sizes or None, item.communes or None, exported_only=item.exported_only
    )


def _of_scope(
    sizes: frozenset[str] | None, communes: frozenset[str] | None, *, exported_only: bool
) -> Q:
    found = Q()
    if sizes is not None:
        found &= _of_sizes(sizes)
    if communes is not None:
        found &= Q(owner__commune_code__in=sorted(communes))
    if exported_only:
        found &= Q(is_exported=True)
    return found


def _of_sizes(sizes: frozenset[str]) -> Q:
    """Classes of owners (rules/proposals.py): the size of a company, the kind of any other."""
    return Q(owner__kind=COMPANY, owner__size__in=sorted(sizes)) | (
        Q(owner__kind__in=sorted(sizes)) & ~Q(owner__kind=COMPANY)
    )


MOST_COUNTED = 1000  # of one milestone on the overview; its own page counts further


@dataclass(frozen=True, slots=True)
class Counted:
    """`number` is the place of the milestone in its item; `open` at most MOST_COUNTED + 1."""

    scope: Scope
    number: int
    open: int
    group: str


def counted(actor: Actor, day: date) -> list[Counted]:
    """Every milestone with how many within reach have not met it: one short query each."""
    version = lists.in_force(actor, list_rules.MANDATORY, day)
    if version is None:
        return []
    names = {item.pk: str(item.group) for item in version.items.all()}
    overseen, tree = _overseen(actor), _Tree()
    return [
        Counted(
            one,
            number,
            _late(overseen, tree, one).order_by().values("pk")[: MOST_COUNTED + 1].count(),
            names[one.item.id],
        )
        for one, number in numbered(scopes(actor, day))
    ]


def numbered(found: Sequence[Scope]) -> list[tuple[Scope, int]]:
    """Each with the place of its milestone among those of its item."""
    return [(one, one.item.milestones.index(one.milestone)) for one in found]


def scope(item: int, number: int, day: date) -> Scope | None:
    """A milestone of the list in force, by its item and its place."""
    for one, place in numbered(scopes(None, day)):
        if (one.item.id, place) == (item, number):
            return one
    return None
