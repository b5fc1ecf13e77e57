"""Vouchers: never more than was given, never changed, and nothing after the books are locked."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import people
from tests.budget import makers
from txng.budget import rules
from txng.budget.actions import deciding, lines, spending, years
from txng.budget.errors import (
    BudgetError,
    ClosedError,
    FieldError,
    NotAllowedError,
    OverspentError,
    StaleError,
    StepError,
)
from txng.budget.models import Voucher, Year
from txng.budget.queries import lines as queries
from txng.parties.models import Agency

pytestmark = pytest.mark.django_db
PAST = 2025


def agriculture():
    return Agency.objects.get(code="so-nong-nghiep")


def past_line(*amounts, **more):
    return makers.approved(*amounts, year=PAST, **more)


def of_past(amount=30_000_000, **changes):
    return {"amount": amount, "paid_on": date(PAST, 3, 10), **changes}


def test_spending_more_than_is_left_is_refused_with_the_figures():
    line = makers.approved(100_000_000)
    makers.spent(line, 60_000_000)
    with pytest.raises(OverspentError) as refused:
        makers.spent(line, 50_000_000)
    for figure in ("100.000.000", "60.000.000", "40.000.000", "50.000.000", "vượt 10.000.000"):
        assert figure in str(refused.value)
    makers.spent(line, 40_000_000)  # exactly what is left
    line.refresh_from_db()
    assert line.disbursed == line.approved


def test_a_part_is_spent_by_itself_whatever_the_other_source_has_left():
    line = makers.approved(10_000_000, 90_000_000)
    with pytest.raises(OverspentError):
        makers.spent(line, 10_000_001)


def test_a_line_warns_from_eighty_percent_and_when_nothing_is_left():
    line = makers.approved(100_000_000)
    levels = []
    for amount in (79_000_000, 1_000_000, 20_000_000):
        makers.spent(line, amount)
        levels.append(queries.figures(queries.line(makers.hoa(), line.code))[0].level)
    assert levels == [rules.FINE, rules.NEAR, rules.FULL]


def test_a_wrong_voucher_is_taken_out_by_a_counter_entry_and_stays():
    line = makers.approved(100_000_000)
    wrong = makers.spent(line, 60_000_000, number="UNC-A")
    day = date(2026, 3, 11)
    made = spending.counter_voucher(
        by=makers.hoa(), voucher=wrong, reason="Nhầm số tiền", on=day, token="đảo"
    )
    assert (made.amount, made.counters) == (Decimal(-60_000_000), wrong)
    line.refresh_from_db()
    assert line.disbursed == 0
    makers.spent(line, 90_000_000, number="UNC-A")  # entered anew under the same number
    assert Voucher.objects.count() == 3
    with pytest.raises(StaleError, match="đã được đảo"):
        spending.counter_voucher(
            by=makers.hoa(), voucher=wrong, reason="Lần nữa", on=day, token="đảo 2"
        )
    with pytest.raises(StepError):
        spending.counter_voucher(
            by=makers.hoa(), voucher=made, reason="Đảo của đảo", on=day, token="đảo 3"
        )


def test_the_same_form_sent_twice_makes_one_voucher_and_a_number_is_used_once():
    line = makers.approved()
    part = line.parts.get().pk
    said = makers.paid(number="UNC-B")
    first, second = (
        spending.record_voucher(by=makers.hoa(), line=line, part=part, paid=said, token="một tờ")
        for _time in range(2)
    )
    assert first == second
    with pytest.raises(FieldError, match="đã có chứng từ số UNC-B"):
        spending.record_voucher(by=makers.hoa(), line=line, part=part, paid=said, token="tờ khác")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"paid_on": date(2025, 12, 31)}, "paid_on"),
        ({"paid_on": date(2027, 1, 1)}, "paid_on"),
        ({"paid_on": date(2026, 1, 4)}, "paid_on"),  # before the decision
        ({"paid_on": date(2026, 12, 31)}, "paid_on"),  # not come yet
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(-5)}, "amount"),
        ({"amount": Decimal(10) ** 14}, "amount"),
        ({"number": ""}, "number"),
        ({"payee": "  "}, "payee"),
        ({"content": ""}, "content"),
    ],
)
def test_what_no_voucher_may_say_is_refused_at_its_field(changes, field):
    line = makers.approved()
    amount = changes.pop("amount", 1_000_000)
    with pytest.raises(FieldError) as refused:
        makers.spent(line, amount, **changes)
    assert refused.value.field == field


def test_only_the_agency_that_was_given_the_money_spends_it():
    line = makers.approved()
    for stranger in (makers.binh(), makers.tam()):
        with pytest.raises(NotAllowedError):
            makers.spent(line, by=stranger)
    with pytest.raises(StaleError):
        makers.spent(line, by=people.staff_of("so-y-te"))
    with pytest.raises(NotAllowedError):
        makers.spent(line, by=people.dung())
    with pytest.raises(StepError):
        makers.spent(makers.appraised())


def test_a_decision_stays_once_money_was_spent():
    line = makers.approved()
    makers.spent(line)
    line.refresh_from_db()
    with pytest.raises(StepError):
        deciding.undo(by=makers.binh(), line=line)


def test_a_year_is_locked_when_all_is_decided_and_settled_and_then_every_verb_is_shut():
    line = past_line(100_000_000)
    waiting = makers.proposed(year=PAST)
    bill = makers.spent(line, **of_past())
    tam, hoa = makers.tam(), makers.hoa()
    with pytest.raises(StepError, match="1 dòng chưa có quyết định"):
        years.settle(by=tam, agency=agriculture(), year=PAST)
    with pytest.raises(StepError, match="còn 1 dòng chưa quyết định và 1 cơ quan"):
        years.close_year(by=tam, year=PAST)
    lines.drop_line(by=hoa, line=lines.take_back(by=hoa, line=waiting))
    settled = years.settle(by=tam, agency=agriculture(), year=PAST)
    assert (settled.approved, settled.disbursed) == (Decimal(100_000_000), Decimal(30_000_000))
    with pytest.raises(ClosedError, match="đã quyết toán năm 2025"):
        makers.spent(line, **of_past())
    years.close_year(by=tam, year=PAST)
    line.refresh_from_db()
    given = makers.amounts_of(line)
    for verb in (
        lambda: makers.spent(line, **of_past()),
        lambda: makers.draft(year=PAST),
        lambda: lines.change_line(by=hoa, line=line, asked=makers.asked()),
        lambda: lines.change_line(by=hoa, line=makers.draft(), asked=makers.asked(year=PAST)),
        lambda: lines.propose(by=hoa, line=line),
        lambda: lines.take_back(by=hoa, line=line),
        lambda: lines.drop_line(by=hoa, line=line),
        lambda: deciding.appraise(by=tam, line=line, amounts=given),
        lambda: deciding.return_line(by=tam, line=line, reason="x"),
        lambda: deciding.approve(
            by=makers.binh(), line=line, number="1", decided_on=date(PAST, 1, 5), amounts=given
        ),
        lambda: deciding.undo(by=makers.binh(), line=line),
        lambda: spending.counter_voucher(
            by=hoa, voucher=bill, reason="x", on=date(PAST, 3, 11), token="x"
        ),
        lambda: spending.attach_file(by=hoa, voucher=bill, file_name="a.pdf", content=b"%PDF-"),
        lambda: years.settle(by=tam, agency=agriculture(), year=PAST),
        lambda: years.unsettle(by=tam, agency=agriculture(), year=PAST, reason="x"),
        lambda: years.close_year(by=tam, year=PAST),
    ):  # fmt: skip
        with pytest.raises(ClosedError, match="Sổ năm 2025 đã khóa"):
            verb()
    assert queries.doing(hoa, line).shut


def test_locked_books_are_opened_by_another_person_with_a_reason():
    past_line()
    tam, thu = makers.tam(), makers.thu()
    years.settle(by=tam, agency=agriculture(), year=PAST)
    years.close_year(by=tam, year=PAST)
    with pytest.raises(NotAllowedError, match="Bạn là người đã khóa"):
        years.reopen_year(by=tam, year=PAST, reason="Sửa chứng từ")
    with pytest.raises(FieldError, match="Ghi lý do"):
        years.reopen_year(by=thu, year=PAST, reason=" ")
    with pytest.raises(NotAllowedError):
        years.reopen_year(by=makers.binh(), year=PAST, reason="Sửa chứng từ")
    years.reopen_year(by=thu, year=PAST, reason="Sửa chứng từ")
    assert not Year.objects.get(pk=PAST).is_closed
    with pytest.raises(StaleError):
        years.reopen_year(by=thu, year=PAST, reason="Lần nữa")
    years.unsettle(by=thu, agency=agriculture(), year=PAST, reason="Sửa chứng từ")
    assert list(Year.objects.get(pk=PAST).changes.values_list("closes", flat=True)) == [True, False]


def test_a_year_that_is_not_over_is_not_locked():
    with pytest.raises(StepError, match="chưa kết thúc"):
        years.close_year(by=makers.tam(), year=timezone.localdate().year)


def test_a_file_of_the_wrong_kind_leaves_no_voucher_behind():
    line = makers.approved()
    with pytest.raises(BudgetError) as refused:
        spending.record_voucher(
            by=makers.hoa(), line=line, part=line.parts.get().pk, paid=makers.paid(),
            token="tờ", file=("x.exe", b"MZ"),
        )  # fmt: skip
    assert refused.value.field == "file"
    assert not Voucher.objects.exists()
