"""The books of a year: what is left to do before they are locked."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.models import BudgetLine, Settlement, Voucher, Year, YearChange
from txng.budget.queries import lines, reach
from txng.documents.models import Attachment
from txng.parties.models import Agency


def book(user: Actor, year: int) -> Year | None:
    """An open year without any entry has a book too; None for a year outside the Plan or for who may not
    see money at all."""
    if not user.may(rules.SEE) or not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        return None
    return Year.objects.filter(pk=year).first() or Year(year=year)


def is_closed(year: int) -> bool:
    return Year.objects.filter(pk=year, is_closed=True).exists()


def closed_years(user: Actor) -> set[int]:
    return set(Year.objects.filter(is_closed=True).values_list("year", flat=True))


def changes(user: Actor, year: int) -> QuerySet[YearChange]:
    return YearChange.objects.filter(year_id=year).order_by("pk")


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """An agency in a year. `undecided`: lines that are neither approved nor refused."""

    agency: Agency
    lines: int
    undecided: int
    approved: Decimal
    disbursed: Decimal
    settlement: Settlement | None

    @property
    def left(self) -> Decimal:
        return self.approved - self.disbursed

    @property
    def may_settle(self) -> bool:
        return self.settlement is None and not self.undecided


def agencies_of(user: Actor, year: int) -> list[AgencyYear]:
    """Agencies with lines in this year that the user sees; three questions."""
    rows = (
        BudgetLine.objects.filter(reach.visible(user), year=year)
        .values("agency")
        .annotate(
            count=Count("pk"),
            undecided=Count("pk", filter=~Q(state__in=rules.DECIDED)),
            given=Sum("approved"),
            spent=Sum("disbursed"),
        )
        .order_by("agency__code")
    )
    found = {row["agency"]: row for row in rows}
    agencies = {one.pk: one for one in Agency.objects.filter(pk__in=found)}
    settled = {one.agency_id: one for one in Settlement.objects.filter(year=year, agency__in=found)}
    return [
        AgencyYear(
            agencies[pk], row["count"], row["undecided"], row["given"] or Decimal(0),
            row["spent"] or Decimal(0), settled.get(pk),
        )
        for pk, row in found.items()
    ]  # fmt: skip


def agency_year(user: Actor, year: int, code: str) -> AgencyYear | None:
    return next((one for one in agencies_of(user, year) if one.agency.code == code), None)


@dataclass(frozen=True, slots=True)
class Checklist:
    """What has to be so before the year is locked (`is_done`), and what is only told."""

    undecided: list[BudgetLine]
    unsettled: list[AgencyYear]
    without_file: int
    vouchers: int

    @property
    def is_done(self) -> bool:
        return not self.undecided and not self.unsettled


def checklist(user: Actor, year: int) -> Checklist:
    """Of what the user sees; whoever locks the year sees everything."""
    waiting = lines.lines(user).filter(year=year).exclude(state__in=rules.DECIDED)
    seen = Voucher.objects.filter(reach.visible(user, "part__line__"), part__line__year=year)
    numbers = [
        str(pk) for pk in seen.filter(amount__gt=0, countered_by=None).values_list("pk", flat=True)
    ]
    filed = (
        Attachment.objects.filter(
            subject_kind=lines.VOUCHER, subject_id__in=numbers, removed_at__isnull=True
        )
        .values("subject_id")
        .distinct()
        .count()
    )
    return Checklist(
        undecided=list(waiting.order_by("pk")[:50]),
        unsettled=[one for one in agencies_of(user, year) if one.settlement is None],
        without_file=len(numbers) - filed,
        vouchers=seen.count(),
    )
