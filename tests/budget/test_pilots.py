"""A pilot's cost sheet gives unit costs, and the next estimate with the sum written out."""

from decimal import Decimal

import pytest

from tests import people
from tests.budget import makers
from txng.budget.actions import pilots
from txng.budget.actions.pilots import PilotFacts
from txng.budget.errors import FieldError, NotAllowedError, StepError
from txng.budget.models import BudgetLine
from txng.budget.queries import pilots as queries
from txng.budget.rules.pilots import Item

pytestmark = pytest.mark.django_db
STAMPS = Item("nhom-dac-thu", "Tem in mã QR", Decimal(30_000), "con", Decimal(350))
PRINTERS = Item("may-in", "Máy in tem", Decimal(3), "máy", Decimal(8_000_000))


def facts(**changes):
    values = {
        "title": "Rau có nhãn hiệu", "place": "Lạc Dương", "first_year": 2019, "last_year": 2020,
        "result_unit": "cơ sở áp dụng", "results": 3,
    }  # fmt: skip
    return PilotFacts(**(values | changes))


def pilot(*items, **changes):
    made = pilots.add_pilot(by=makers.binh(), facts=facts(**changes))
    for item in items:
        pilots.add_item(by=makers.binh(), pilot=made, item=item)
    return made


def test_unit_costs_follow_from_the_sheet_and_fill_the_next_proposal():
    one = pilot(STAMPS, PRINTERS)
    sheet = queries.cost_sheet(makers.hoa(), one)
    assert [row.per_result for row in sheet.rows] == [Decimal(3_500_000), Decimal(8_000_000)]
    assert (sheet.total, sheet.per_result) == (Decimal(34_500_000), Decimal(11_500_000))
    made = pilots.estimate_from(
        by=makers.hoa(), pilot=one, year=2027, results=12, source=makers.source(),
        own_source=makers.source("von-doanh-nghiep"),
    )  # fmt: skip
    assert [(line.purpose, line.proposed, line.state) for line in made] == [
        ("nhom-dac-thu", Decimal(42_000_000), "nhap"),
        ("may-in", Decimal(96_000_000), "nhap"),
    ]
    steps = made[0].calculation.splitlines()
    assert steps[1] == "Tem in mã QR: 30.000 con × 350 đ = 10.500.000 đ"
    assert steps[2] == "10.500.000 đ ÷ 3 × 12 = 42.000.000 đ"
    assert made[1].parts.get().source.code == "von-doanh-nghiep"


def test_the_sum_is_rounded_once_and_not_for_each_result():
    one = pilot(Item("ha-tang", "Thiết bị", Decimal(1), "bộ", Decimal(100)))
    (line,) = pilots.estimate_from(
        by=makers.hoa(), pilot=one, year=2027, results=3, source=makers.source(), own_source=None
    )
    assert line.proposed == Decimal(100)  # and not 3 x 33


def test_nothing_is_estimated_from_what_was_not_counted():
    asked = {"year": 2027, "results": 5, "source": makers.source(), "own_source": None}
    uncounted = pilot(STAMPS, results=None)
    assert queries.cost_sheet(makers.hoa(), uncounted).per_result is None
    with pytest.raises(StepError, match="chưa đếm kết quả"):
        pilots.estimate_from(by=makers.hoa(), pilot=uncounted, **asked)
    with pytest.raises(StepError, match="chưa có khoản chi"):
        pilots.estimate_from(by=makers.hoa(), pilot=pilot(title="Trống"), **asked)
    with pytest.raises(FieldError, match="doanh nghiệp tự chi"):
        pilots.estimate_from(by=makers.hoa(), pilot=pilot(STAMPS, PRINTERS, title="Hai"), **asked)
    assert not BudgetLine.objects.exists()  # all or nothing


def test_another_agency_reads_a_pilot_and_does_not_change_it():
    one = pilot(STAMPS)
    assert queries.pilot(makers.hoa(), one.pk) == one
    assert queries.pilot(people.dung(), one.pk) is None
    with pytest.raises(NotAllowedError):
        pilots.change_pilot(by=makers.hoa(), pilot=one, facts=facts(results=9))
    with pytest.raises(FieldError, match="Năm cuối 2018"):
        pilots.change_pilot(by=makers.binh(), pilot=one, facts=facts(last_year=2018))
    with pytest.raises(FieldError, match="đã có trong bảng"):
        pilots.add_item(by=makers.binh(), pilot=one, item=STAMPS)
