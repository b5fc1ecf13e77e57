"""How large an enterprise is: micro, small, medium, large.

    workers <= limit  and  (revenue <= limit  or  capital <= limit)        the first class that fits

>>> from datetime import date
>>> size_class("nong-lam-thuy-san", workers=8, revenue_vnd=2_000_000_000, capital_vnd=None,
...            on=date(2026, 1, 1)).size
'sieu-nho'
>>> size_class("nong-lam-thuy-san", workers=8, revenue_vnd=None, capital_vnd=None,
...            on=date(2026, 1, 1)).missing
('revenue_vnd', 'capital_vnd')

The limits are data (data/size_classes.csv) with the years in which they hold. They are for enterprises; the
law on small and medium enterprises does not class cooperatives and households.

Source: Decree 80/2021/NĐ-CP, article 5 (figures from general knowledge, not in our reference: compare with
the text before relying on them).
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from txng.parties.rules import COMPANY, Problem

MICRO: Final = "sieu-nho"
SMALL: Final = "nho"
MEDIUM: Final = "vua"
LARGE: Final = "lon"
UNKNOWN: Final = ""
SIZES: Final = (MICRO, SMALL, MEDIUM, LARGE)

FIELDS: Final = ("nong-lam-thuy-san", "cong-nghiep-xay-dung", "thuong-mai-dich-vu")
"""What the enterprise earns by: the three columns of the decree."""


@dataclass(frozen=True, slots=True)
class Limit:
    field: str
    size: str
    most_workers: int
    most_revenue_vnd: int
    most_capital_vnd: int
    valid_from: date
    valid_until: date | None
    is_sourced: bool  # whether somebody has compared the figures with the text
    source: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`size` is "" when it cannot be told: then `missing` names the figures, or `reasons` says why.

    `reasons` are for the person who asks why: the limit that was met.
    """

    size: str
    reasons: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()


def size_of_party(
    kind: str,
    field: str,
    *,
    workers: int | None,
    revenue_vnd: int | None,
    capital_vnd: int | None,
    on: date,
) -> Verdict:
    """As `size_class`, for any kind of party: only companies are classed."""
    if kind != COMPANY:
        return Verdict(UNKNOWN, (Problem("size_only_companies"),))
    return size_class(
        field, workers=workers, revenue_vnd=revenue_vnd, capital_vnd=capital_vnd, on=on
    )


def size_class(
    field: str,
    *,
    workers: int | None,
    revenue_vnd: int | None,
    capital_vnd: int | None,
    on: date,
) -> Verdict:
    """Workers: mean of the year, with social insurance. Revenue and capital of the year before, VND.

    A figure that is None is not known; the class is given all the same when no value of it could change
    the answer.
    """
    if not field:
        return Verdict(UNKNOWN, (Problem("size_no_field"),))
    limits = limits_on(field, on)
    if not limits:
        return Verdict(UNKNOWN, (Problem("size_no_limits", {"day": on.isoformat()}),))
    best = _first_that_fits(limits, workers, revenue_vnd, capital_vnd, hopeful=True)
    worst = _first_that_fits(limits, workers, revenue_vnd, capital_vnd, hopeful=False)
    if best is not worst:
        known = {"workers": workers, "revenue_vnd": revenue_vnd, "capital_vnd": capital_vnd}
        return Verdict(
            UNKNOWN, missing=tuple(name for name, value in known.items() if value is None)
        )
    if best is None:
        over = Problem("size_over", {"source": limits[-1].source})
        return Verdict(LARGE, (over, *_doubts(limits[-1])))
    within = Problem(
        "size_within",
        {
            "workers": best.most_workers,
            "revenue": best.most_revenue_vnd // 1_000_000_000,
            "capital": best.most_capital_vnd // 1_000_000_000,
            "source": best.source,
        },
    )
    return Verdict(best.size, (within, *_doubts(best)))


def _doubts(limit: Limit) -> tuple[Problem, ...]:
    return () if limit.is_sourced else (Problem("size_unsourced"),)


def limits_on(field: str, day: date) -> tuple[Limit, ...]:
    """Smallest class first; none before the decree."""
    return tuple(
        limit
        for limit in _limits()
        if limit.field == field
        and limit.valid_from <= day
        and (limit.valid_until is None or day <= limit.valid_until)
    )


def _first_that_fits(
    limits: tuple[Limit, ...],
    workers: int | None,
    revenue: int | None,
    capital: int | None,
    *,
    hopeful: bool,
) -> Limit | None:
    """`hopeful`: take what is not known as small; else as large."""

    def within(value: int | None, most: int) -> bool:
        return hopeful if value is None else value <= most

    for limit in limits:
        money = within(revenue, limit.most_revenue_vnd) or within(capital, limit.most_capital_vnd)
        if within(workers, limit.most_workers) and money:
            return limit
    return None


@cache
def _limits() -> tuple[Limit, ...]:
    file = resources.files("txng.parties").joinpath("data", "size_classes.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(
        Limit(
            field=row["field"],
            size=row["class"],
            most_workers=int(row["most_workers"]),
            most_revenue_vnd=int(row["most_revenue_vnd"]),
            most_capital_vnd=int(row["most_capital_vnd"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            is_sourced=row["is_sourced"] == "yes",
            source=row["source"],
        )
        for row in rows
    )
