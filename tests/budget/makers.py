"""What tests of money begin with: sources, people of agencies, a line in each state.

Bình  standing agency (so-khcn): proposes for it, enters decisions, keeps sources
Hoa   department of agriculture: proposes and spends for it
Tâm, Thu   department of finance: appraise, settle, lock; two of them, so that one can look at the other's
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

from tests import people
from txng.accounts.actors import Actor, operator
from txng.budget.actions import deciding, lines, sources, spending
from txng.budget.actions.lines import Asked
from txng.budget.actions.spending import Paid
from txng.budget.models import BudgetLine, Source, Voucher

YEAR = 2026
_numbers = count(1)


def binh() -> Actor:
    return people.seated(people.binh(), "so-khcn")


def hoa() -> Actor:
    return people.staff_of("so-nong-nghiep")


def tam() -> Actor:
    return replace(people.staff_of("so-tai-chinh", "tai-chinh"), name="Tâm (tai-chinh)")


def thu() -> Actor:
    return replace(tam(), name="Thu (tai-chinh)")


def source(code: str = "ngan-sach-tinh") -> Source:
    sources.put_in_packaged_money(by=operator())
    return Source.objects.get(code=code)


def asked(*amounts: int, **changes) -> Asked:
    """Parts of the province's budget, then of enterprises, then of other sources."""
    codes = ("ngan-sach-tinh", "von-doanh-nghiep", "nguon-hop-phap-khac")
    several = amounts or (100_000_000,)
    parts = tuple(
        (source(code), Decimal(amount)) for code, amount in zip(codes, several, strict=False)
    )
    values = {
        "year": YEAR, "purpose": "khao-sat-dao-tao", "title": "Tập huấn truy xuất cho cán bộ xã",
        "total": sum((amount for _source, amount in parts), Decimal(0)), "parts": parts,
    }  # fmt: skip
    return Asked(**(values | changes))


def draft(*amounts: int, by: Actor | None = None, **changes) -> BudgetLine:
    return lines.make_line(by=by or hoa(), asked=asked(*amounts, **changes))


def proposed(*amounts: int, by: Actor | None = None, **changes) -> BudgetLine:
    who = by or hoa()
    return lines.propose(by=who, line=draft(*amounts, by=who, **changes))


def amounts_of(line: BudgetLine, field: str = "proposed", percent: int = 100) -> dict[int, Decimal]:
    return {part.pk: getattr(part, field) * percent // 100 for part in line.parts.all()}


def appraised(*amounts: int, percent: int = 100, **more) -> BudgetLine:
    line = proposed(*amounts, **more)
    reason = "" if percent == 100 else "Giảm số lớp cho vừa nguồn"
    return deciding.appraise(
        by=tam(), line=line, amounts=amounts_of(line, percent=percent), reason=reason
    )


def approved(*amounts: int, percent: int = 100, **more) -> BudgetLine:
    line = appraised(*amounts, percent=percent, **more)
    day = date(line.year, 1, 5)
    return deciding.approve(
        by=binh(), line=line, number="12/QĐ-UBND", decided_on=day,
        amounts=amounts_of(line, "appraised"),
    )  # fmt: skip


def paid(amount: int = 30_000_000, **changes) -> Paid:
    values = {
        "number": f"UNC-{next(_numbers):03}", "paid_on": date(YEAR, 3, 10), "amount": Decimal(amount),
        "payee": "Trung tâm Lá Xanh (hư cấu)", "content": "Thuê hội trường, in tài liệu",
    }  # fmt: skip
    return Paid(**(values | changes))


def spent(
    line: BudgetLine, amount: int = 30_000_000, by: Actor | None = None, **changes
) -> Voucher:
    return spending.record_voucher(
        by=by or hoa(), line=line, part=line.parts.order_by("pk").first().pk,
        paid=paid(amount, **changes), token=f"form-{next(_numbers)}",
    )  # fmt: skip
