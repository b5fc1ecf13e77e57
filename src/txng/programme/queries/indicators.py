"""Questions about indicators: how they stand today, what they were, which rows are behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.programme.figures import EACH, Asked, Figure, Number, Row, figure
from txng.programme.models import Indicator, IndicatorPast, IndicatorTarget, Reading
from txng.programme.queries import told
from txng.programme.rules import SEE, formulas
from txng.programme.rules import indicators as rules

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator on a day. `trend` are readings, oldest first; `before` is the newest that is a year old,
    else the newest of an earlier year. `share` is percent of the target."""

    indicator: Indicator
    value: Decimal | None
    at: datetime
    target: Decimal | None
    standing: rules.Standing
    share: int | None
    trend: Sequence[Reading]
    before: Reading | None
    figures: Sequence[tuple[str, Figure | None, Number]]
    formula: formulas.Formula

    @property
    def change(self) -> Decimal | None:
        """Since the reading of a year ago."""
        if self.value is None or self.before is None or self.before.value is None:
            return None
        return self.value - self.before.value

    @property
    def less(self) -> Decimal | None:
        """By how much it fell."""
        return None if self.change is None else -self.change


def indicators(actor: Actor, *, retired: bool = False) -> QuerySet[Indicator]:
    """In the order of the page; nothing for whoever may not see the programme."""
    if not actor.may(SEE):
        return Indicator.objects.none()
    rows = (
        Indicator.objects.select_related("owner")
        .prefetch_related(
            Prefetch("targets", IndicatorTarget.objects.order_by("year")),
            Prefetch("readings", Reading.objects.order_by("day")),
        )
        .order_by("place", "pk")
    )
    return rows if retired else rows.filter(retired_on__isnull=True)


def indicator(actor: Actor, code: str) -> Indicator | None:
    return indicators(actor, retired=True).filter(code=code).first()


def asked_on(day: date, *, commune: str = "", sector: str = "", group: str = "") -> Asked:
    """An indicator is read from the first day of its year. A year that goes on is asked to its end, so that
    what keeps no history knows that today is meant."""
    last = date(day.year, 12, 31) if day >= timezone.localdate() else day
    return Asked(date(day.year, 1, 1), last, commune, sector, group)


def standings(actor: Actor, rows: Sequence[Indicator], day: date, asked: Asked) -> list[Standing]:
    return [stands(actor, one, day, asked) for one in rows]


def stands(actor: Actor, one: Indicator, day: date, asked: Asked) -> Standing:
    """`one` as `indicators` gives it. A narrower question has no target: that is the province's."""
    formula = formulas.read(one.formula)
    answer, parts = told.of_formula(actor, formula, asked)
    value = rounded(answer.value, one.decimals)
    is_whole = not (asked.commune or asked.sector or asked.group)
    target = target_of(one, day.year) if is_whole else None
    readings = [each for each in one.readings.all() if each.day <= day] if is_whole else []
    a_year_ago = day - timedelta(days=365)
    earlier = [each for each in readings if each.day <= a_year_ago] or [
        each for each in readings if each.day.year < day.year
    ]
    return Standing(
        one,
        value,
        answer.at,
        target,
        rules.standing(value, target, one.direction, day, day.year),
        rules.share_of_target(value, target),
        readings,
        earlier[-1] if earlier else None,
        [(code, figure(code), each.value) for code, each in parts.items()],
        formula,
    )


def target_of(one: Indicator, year: int) -> Decimal | None:
    return next((each.value for each in one.targets.all() if each.year == year), None)


def rounded(value: Number, decimals: int) -> Decimal | None:
    if value is None:
        return None
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def past_of(actor: Actor, one: Indicator) -> QuerySet[IndicatorPast]:
    """Earlier wordings, newest first."""
    rows = IndicatorPast.objects.filter(indicator=one).order_by("-version")
    return rows if actor.may(SEE) else rows.none()


@dataclass(frozen=True, slots=True)
class Page:
    """`number` from 1. Behind a count there may be fewer rows than it says: those that one may see."""

    rows: Sequence[Row]
    number: int
    has_more: bool


def rows_of(actor: Actor, one: Figure, asked: Asked, number: int) -> Page:
    """A page of the rows behind a figure, without reading those before it where the room can do so."""
    start = (max(number, 1) - 1) * ROWS_A_PAGE
    if one.rows_told is None:
        found = one.rows(actor, asked)
    else:
        found = one.rows_told(actor, told.split(actor, one, asked, EACH)[0])
    wanted = slice(start, start + ROWS_A_PAGE + 1)
    rows = list(found[wanted]) if isinstance(found, Sequence) else list(found)[wanted]
    return Page(rows[:ROWS_A_PAGE], max(number, 1), len(rows) > ROWS_A_PAGE)
