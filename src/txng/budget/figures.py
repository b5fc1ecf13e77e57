"""Figures of money, for indicators, the dashboard and the annual report (programme/figures).

A figure covers the years that begin within the time that is asked about: money is given and settled by year.
Whoever asks counts what they may see: an agency its own.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django.db.models import F, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from txng.budget import rules
from txng.budget.models import Part, Voucher
from txng.budget.queries import reach
from txng.budget.rules import money
from txng.programme.figures import Asked, Figure, Number, Row

SOURCE: Final = "source"


def _given(user: Any, asked: Asked) -> QuerySet[Part]:
    """Parts of the years asked about that a decision gave money to; nothing for a commune, sector or group:
    lines bear none."""
    rows = Part.objects.filter(
        reach.visible(user, "line__"),
        line__year__gte=asked.since.year,
        line__year__lte=asked.until.year,
        line__state=rules.APPROVED,
        line__decision_on__lte=asked.until,
    )
    return rows.none() if asked.commune or asked.sector or asked.group else rows


def _spent(user: Any, asked: Asked) -> QuerySet[Voucher]:
    rows = Voucher.objects.filter(
        reach.visible(user, "part__line__"), paid_on__gte=asked.since, paid_on__lte=asked.until
    )
    return rows.none() if asked.commune or asked.sector or asked.group else rows


def _approved(user: Any, asked: Asked) -> Number:
    return _given(user, asked).aggregate(all=Sum("approved"))["all"]


def _disbursed(user: Any, asked: Asked) -> Number:
    """None when nothing was given and nothing spent: then nobody entered anything."""
    spent: Number = _spent(user, asked).aggregate(all=Sum("amount"))["all"]
    if spent is None and _approved(user, asked) is not None:
        return Decimal(0)
    return spent


def _share(user: Any, asked: Asked) -> Number:
    given, spent = _approved(user, asked), _disbursed(user, asked)
    return rules.percent(Decimal(given or 0), Decimal(spent or 0))


def _enterprise(user: Any, asked: Asked) -> Number:
    rows = _given(user, asked)
    given = rows.aggregate(all=Sum("approved"))["all"]
    own = rows.filter(source__kind=rules.ENTERPRISE).aggregate(all=Sum("approved"))["all"]
    return rules.percent(Decimal(given or 0), own or Decimal(0))


def _rows_given(user: Any, asked: Asked, **narrow: Any) -> Iterator[Row]:
    rows = _given(user, asked).filter(**narrow).select_related("line", "source")
    for part in rows.order_by("line_id", "pk").iterator(chunk_size=2000):
        yield Row(
            key=f"{part.line.code}/{part.source.code}",
            label=part.line.title,
            url=reverse("budget:line", args=[part.line.code]),
            detail=f"{part.source.name}, {part.line.year}, {part.line.decision_number}",
            amount=part.approved or Decimal(0),
        )


def _rows_spent(user: Any, asked: Asked) -> Iterator[Row]:
    rows = _spent(user, asked).select_related("part__line", "part__source")
    for one in rows.order_by("pk").iterator(chunk_size=2000):
        yield Row(
            key=f"CT-{one.pk:08}",
            label=f"{one.number}: {one.content}",
            url=reverse("budget:line", args=[one.part.line.code]),
            detail=f"{one.paid_on:%d/%m/%Y}, {one.payee}, {money.written(one.amount)} đ",
            amount=one.amount,
        )


def _rows_enterprise(user: Any, asked: Asked) -> Iterator[Row]:
    return _rows_given(user, asked, source__kind=rules.ENTERPRISE)


def _by_source(
    of: Callable[[Any, Asked], QuerySet[Any]], path: str, amount: str
) -> Callable[[Any, Asked], Mapping[str, Number]]:
    def split(user: Any, asked: Asked) -> Mapping[str, Number]:
        rows = of(user, asked).values(code=F(path)).annotate(all=Sum(amount)).order_by("code")
        return {row["code"]: row["all"] for row in rows}

    return split


def _share_by_source(user: Any, asked: Asked) -> Mapping[str, Number]:
    given = _by_source(_given, "source__code", "approved")(user, asked)
    spent = _by_source(_spent, "part__source__code", "amount")(user, asked)
    return {
        code: rules.percent(Decimal(amount or 0), Decimal(spent.get(code) or 0))
        for code, amount in given.items()
    }


FIGURES: Final = (
    Figure(
        code="budget.approved",
        title=_("Kinh phí được giao"),
        unit=_("đồng"),
        definition=_(
            "Tổng số tiền mà quyết định phê duyệt giao cho các dòng dự toán của những năm trong kỳ, tính các"
            " quyết định ký đến ngày cuối kỳ, mọi nguồn vốn; không tính dòng chưa có quyết định."
        ),
        count=_approved,
        rows=_rows_given,
        clauses=("III.2", "III.2.a", "IV.3.a"),
        split={SOURCE: _by_source(_given, "source__code", "approved")},
    ),
    Figure(
        code="budget.disbursed",
        title=_("Kinh phí đã giải ngân"),
        unit=_("đồng"),
        definition=_(
            "Tổng số tiền của chứng từ có ngày chi trong kỳ, đã trừ bút toán đảo, mọi nguồn vốn."
        ),
        count=_disbursed,
        rows=_rows_spent,
        clauses=("III.2",),
        split={SOURCE: _by_source(_spent, "part__source__code", "amount")},
    ),
    Figure(
        code="budget.disbursed_share",
        title=_("Tỷ lệ giải ngân"),
        unit="%",
        definition=_(
            "Kinh phí đã giải ngân trong kỳ chia cho kinh phí được giao của những năm trong kỳ; chưa có"
            " quyết định nào thì không có tỷ lệ."
        ),
        count=_share,
        rows=_rows_spent,
        clauses=("III.2",),
        split={SOURCE: _share_by_source},
        decimals=1,
    ),
    Figure(
        code="budget.enterprise_share",
        title=_("Tỷ trọng vốn doanh nghiệp"),
        unit="%",
        definition=_(
            "Phần vốn doanh nghiệp trong kinh phí được giao của những năm trong kỳ, theo số tiền từng nguồn"
            " của dòng dự toán đã phê duyệt."
        ),
        count=_enterprise,
        rows=_rows_enterprise,
        clauses=("III.2.b", "IV.1.c"),
        decimals=1,
    ),
)
