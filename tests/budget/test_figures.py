"""Figures of money: what they count, what they leave out, and the table that reports read."""

from datetime import date
from decimal import Decimal

import pytest

from tests import people
from tests.budget import makers
from txng.budget.queries import table_of_year
from txng.programme import figures
from txng.programme.figures import Asked

pytestmark = pytest.mark.django_db
THIS_YEAR = Asked(date(2026, 1, 1), date(2026, 12, 31))


def counted(code, user, asked=THIS_YEAR):
    return figures.figure(code).count(user, asked)


def test_figures_count_what_decisions_gave_and_vouchers_spent():
    line = makers.approved(60_000_000, 40_000_000)
    makers.appraised(70_000_000)  # not decided: counts nowhere
    makers.approved(10_000_000, year=2025)
    makers.spent(line, 25_000_000)
    binh = makers.binh()
    assert counted("budget.approved", binh) == Decimal(100_000_000)
    assert counted("budget.disbursed", binh) == Decimal(25_000_000)
    assert counted("budget.disbursed_share", binh) == Decimal("25.0")
    assert counted("budget.enterprise_share", binh) == Decimal("40.0")
    split = figures.figure("budget.approved").split["source"](binh, THIS_YEAR)
    assert split == {
        "ngan-sach-tinh": Decimal(60_000_000), "von-doanh-nghiep": Decimal(40_000_000),
    }  # fmt: skip
    for code in ("budget.approved", "budget.disbursed"):
        rows = list(figures.figure(code).rows(binh, THIS_YEAR))
        assert sum(row.amount for row in rows) == counted(code, binh)
        assert all(row.url.startswith("/kinh-phi/dong/DT-") for row in rows)
        assert len({row.key for row in rows}) == len(rows)


def test_a_figure_that_nobody_can_know_is_none_and_never_zero():
    binh = makers.binh()
    makers.proposed()
    for code in ("approved", "disbursed", "disbursed_share", "enterprise_share"):
        assert counted(f"budget.{code}", binh) is None, code
    makers.approved()
    assert counted("budget.disbursed", binh) == 0  # given, and nothing spent yet
    by_commune = Asked(THIS_YEAR.since, THIS_YEAR.until, commune="24846")
    assert counted("budget.approved", binh, by_commune) is None  # lines bear no commune


def test_figures_and_tables_narrow_to_what_the_asker_sees():
    makers.approved()
    for stranger in (people.dung(), people.an(), people.staff_of("so-y-te")):
        assert counted("budget.approved", stranger) is None
        assert list(table_of_year(stranger, 2026).rows) == []
    assert len(table_of_year(makers.hoa(), 2026).rows) == 1


def test_the_table_of_a_year_adds_up_by_every_side(django_assert_max_num_queries):
    line = makers.approved(60_000_000, 40_000_000, percent=90)
    makers.spent(line, 50_000_000)
    makers.proposed(30_000_000, purpose="ha-tang", by=makers.binh())
    makers.draft(5_000_000)  # asked of nobody yet
    binh = makers.binh()
    with django_assert_max_num_queries(3):
        table = table_of_year(binh, 2026)
    total = table.totals
    assert (total.proposed, total.approved, total.disbursed, total.left) == (
        Decimal(130_000_000), Decimal(90_000_000), Decimal(50_000_000), Decimal(40_000_000),
    )  # fmt: skip
    for way in ("source", "purpose", "agency", "kind", "task"):
        assert sum(row.proposed for row in table.by(way)) == total.proposed, way
    by_agency = {row.agency: row for row in table.by("agency")}
    assert by_agency["so-khcn"].approved is None  # nothing decided: not 0
    assert by_agency["so-nong-nghiep"].share == Decimal("55.6")
    narrowed = table_of_year(makers.binh(), 2026, kind="doanh-nghiep")
    assert narrowed.totals.proposed == Decimal(40_000_000)
