"""Questions about pilot models: which there are, and what a result costs."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.models import Pilot, PilotItem
from txng.budget.queries import reach
from txng.budget.rules import pilots as pilot_rules


def pilots(user: Actor) -> QuerySet[Pilot]:
    """Every agency learns from every pilot: whoever may see money sees all of them."""
    rows = Pilot.objects.select_related("agency").order_by("-last_year", "pk")
    return rows if user.may(rules.SEE) else rows.filter(Q(pk__in=()))


def pilot(user: Actor, number: int) -> Pilot | None:
    return pilots(user).filter(pk=number).first()


def item(user: Actor, one: Pilot, number: int) -> PilotItem | None:
    return PilotItem.objects.select_related("pilot").filter(pilot=one, pk=number).first()


def may_change(user: Actor, one: Pilot) -> bool:
    is_own = reach.is_own(user, one.agency)
    return user.may(rules.PROPOSE) and (is_own or user.may_everywhere(rules.KEEP))


@dataclass(frozen=True, slots=True)
class Row:
    """`per_result` None until results are counted."""

    item: PilotItem
    amount: Decimal
    per_result: Decimal | None


@dataclass(frozen=True, slots=True)
class CostSheet:
    rows: list[Row]
    total: Decimal
    per_result: Decimal | None


def cost_sheet(user: Actor, one: Pilot) -> CostSheet:
    results = one.results or 0
    rows = [
        Row(each, each.plain.amount, pilot_rules.unit_cost(each.plain.amount, results))
        for each in one.items.order_by("pk")
    ]
    total = sum((row.amount for row in rows), Decimal(0))
    return CostSheet(rows, total, pilot_rules.unit_cost(total, results) if rows else None)
