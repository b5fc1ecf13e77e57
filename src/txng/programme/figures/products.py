"""Figures over products: how many, how well described, on which lists, which duties are met."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from txng.accounts.actors import Actor
from txng.products.queries import counting, trade_items
from txng.products.queries.obligations import Due
from txng.programme.figures import EACH, GROUP, SECTOR, Asked, Figure, Number, Row
from txng.programme.figures.tables import (
    COUNTING,
    Register,
    Rows_,
    is_of_today,
    last_day,
    may_count,
    recorded,
    second_level,
)

ITEM: Any = {
    "commune": "owner__commune_code",
    "sector": "group__sector",
    "group": "group_id",
    "counted": lambda actor: counting.trade_items(actor, COUNTING),
    "seen": trade_items.trade_items,
}


def row_of(one: Any) -> Row:
    return Row(
        f"{one.pk:010d}",
        one.name,
        reverse("products:trade_item", args=[one.pk]),
        f"{one.owner.public_name} · {one.code}",
    )


def _made(rows: Rows_, asked: Asked) -> Rows_:
    if is_of_today(asked):
        return rows.exclude(state="withdrawn")  # nearly all are active: no index shall lead to them
    still = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=last_day(asked))
    return recorded(rows, asked, "registered_at").filter(still)


def _complete(rows: Rows_, asked: Asked) -> Rows_ | None:
    return _made(rows, asked).filter(lacking=0) if is_of_today(asked) else None


def _with_gtin(rows: Rows_, asked: Asked) -> Rows_:
    return _made(rows, asked).filter(gtin__isnull=False)


MADE = Register(of=_made, row=row_of, **ITEM)
COMPLETE = Register(of=_complete, row=row_of, **ITEM)
WITH_GTIN = Register(of=_with_gtin, row=row_of, **ITEM)


# --- lists -----------------------------------------------------------------------------------------


class Listed:
    """Product groups of the list in force: of the whole province, so a commune has none of its own."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def count(self, actor: Actor, asked: Asked) -> Number:
        rows = self._rows(actor, asked)
        return None if rows is None else rows.count()

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        rows = self._rows(actor, asked)
        slug = {"priority": "uu-tien", "mandatory": "bat-buoc"}[self.kind]
        return [
            Row(
                one.group.path,
                str(one.group),
                reverse("products:public_list", args=[slug]),
                one.version.decision_number,
            )
            for one in ([] if rows is None else rows)
        ]

    def by_sector(self, actor: Actor, asked: Asked) -> Mapping[str, Number]:
        rows = self._rows(actor, asked)
        return {} if rows is None else _tally(one.group.sector for one in rows)

    def by_group(self, actor: Actor, asked: Asked) -> Mapping[str, Number]:
        rows = self._rows(actor, asked)
        return {} if rows is None else _tally(second_level(one.group.path) for one in rows)

    def _rows(self, actor: Actor, asked: Asked) -> Rows_ | None:
        if asked.commune or not may_count(actor):
            return None
        rows = counting.listed_items(actor, self.kind, last_day(asked))
        if asked.sector:
            rows = rows.filter(group__sector=asked.sector)
        if asked.group:
            rows = rows.filter(group__path__startswith=asked.group)
        return rows


def _word(due: Due) -> str:
    requirement = due.scope.requirement
    return requirement.vi if (get_language() or "vi").startswith("vi") else requirement.en


def _key(due: Due) -> str:
    return f"{due.scope.item.id:06d}/{due.number:02d}"


def _due_row(due: Due, amount: Decimal | int) -> Row:
    return Row(
        _key(due),
        f"{due.group}: {_word(due)}",
        reverse("products:late", args=[due.scope.item.id, due.number]),
        due.scope.due_on.strftime("%d/%m/%Y"),
        amount,
    )


def _tally(words: Any) -> dict[str, Number]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return dict(found)


# --- duties ----------------------------------------------------------------------------------------


class Duties:
    """Products times milestones that are due; `is_late` those not met, else those met."""

    def __init__(self, *, is_late: bool) -> None:
        self.is_late = is_late

    def count(self, actor: Actor, asked: Asked) -> Number:
        if not is_of_today(asked) or not may_count(actor):
            return None
        return sum(amount for _due, amount in self._told(actor, asked))

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        if not is_of_today(asked) or not may_count(actor):
            return ()
        return sorted((_due_row(*one) for one in self._told(actor, asked)), key=lambda row: row.key)

    def rows_told(self, actor: Actor, amounts: Mapping[str, Number]) -> Sequence[Row]:
        """`amounts` as `each` told them, in the order of keys; no product is counted."""
        dues = counting.due(actor, COUNTING, timezone.localdate())
        rows = [_due_row(due, amounts[_key(due)] or 0) for due in dues if _key(due) in amounts]
        return sorted(rows, key=lambda row: row.key)

    def each(self, actor: Actor, asked: Asked) -> Mapping[str, Number]:
        if not is_of_today(asked) or not may_count(actor):
            return {}
        return {_key(due): amount for due, amount in self._told(actor, asked)}

    def by_group(self, actor: Actor, asked: Asked) -> Mapping[str, Number]:
        if not is_of_today(asked) or not may_count(actor):
            return {}
        found: dict[str, Number] = {}
        for due, amount in self._told(actor, asked):
            path = second_level(due.scope.group)
            found[path] = (found.get(path) or 0) + amount
        return found

    def _told(self, actor: Actor, asked: Asked) -> list[tuple[Due, int]]:
        of: dict[str, object] = {}
        if asked.commune:
            of["owner__commune_code"] = asked.commune
        if asked.sector:
            of["group__sector"] = asked.sector
        if asked.group:
            of["group__in"] = counting.group_numbers(asked.group)
        return [
            (due, self._amount(due)) for due in counting.due(actor, COUNTING, last_day(asked), **of)
        ]

    def _amount(self, due: Due) -> int:
        late = due.late.order_by().count()
        return late if self.is_late else due.bound.order_by().count() - late


PRIORITY, MANDATORY = Listed("priority"), Listed("mandatory")
MET, LATE = Duties(is_late=False), Duties(is_late=True)

FIGURES = (
    Figure(
        code="products.registered",
        title=_("Sản phẩm trong sổ"),
        unit=_("sản phẩm"),
        definition=_(
            "Số sản phẩm đã ghi vào sổ và chưa ngừng sản xuất, kinh doanh đến hết ngày tính; mỗi quy"
            " cách có mã riêng là một sản phẩm."
        ),
        count=MADE.count,
        rows=MADE.rows,
        clauses=("II.4.a",),
        split=MADE.split,
    ),
    Figure(
        code="products.complete",
        title=_("Sản phẩm đủ hồ sơ"),
        unit=_("sản phẩm"),
        definition=_(
            "Số sản phẩm đang sản xuất, kinh doanh đã khai đủ mọi thông tin mà Thông tư"
            " 02/2024/TT-BKHCN đòi hỏi ở sổ sản phẩm; không xét sự kiện của từng lô, và chỉ biết của"
            " hôm nay."
        ),
        count=COMPLETE.count,
        rows=COMPLETE.rows,
        clauses=("II.4.a", "II.6.c"),
        split=COMPLETE.split,
    ),
    Figure(
        code="products.with_gtin",
        title=_("Sản phẩm có mã GTIN"),
        unit=_("sản phẩm"),
        definition=_(
            "Số sản phẩm đang sản xuất, kinh doanh mang mã GTIN của GS1; sản phẩm chỉ có mã nội bộ"
            " không tính."
        ),
        count=WITH_GTIN.count,
        rows=WITH_GTIN.rows,
        clauses=("II.6.b",),
        split=WITH_GTIN.split,
    ),
    Figure(
        code="products.priority",
        title=_("Nhóm sản phẩm ưu tiên"),
        unit=_("nhóm"),
        definition=_(
            "Số nhóm sản phẩm có tên trong danh mục ưu tiên có hiệu lực vào ngày tính; danh mục là"
            " của cả tỉnh nên không tách theo xã."
        ),
        count=PRIORITY.count,
        rows=PRIORITY.rows,
        clauses=("II.4.b", "IV.2.a", "PL.3"),
        split={SECTOR: PRIORITY.by_sector, GROUP: PRIORITY.by_group},
    ),
    Figure(
        code="products.mandatory",
        title=_("Nhóm sản phẩm bắt buộc"),
        unit=_("nhóm"),
        definition=_(
            "Số nhóm sản phẩm có tên trong danh mục bắt buộc có hiệu lực vào ngày tính; danh mục là"
            " của cả tỉnh nên không tách theo xã."
        ),
        count=MANDATORY.count,
        rows=MANDATORY.rows,
        clauses=("II.5", "IV.2.b", "IV.5.d"),
        split={SECTOR: MANDATORY.by_sector, GROUP: MANDATORY.by_group},
    ),
    Figure(
        code="obligations.met",
        title=_("Nghĩa vụ đã làm"),
        unit=_("nghĩa vụ"),
        definition=_(
            "Số nghĩa vụ đến hạn (một sản phẩm và một mốc của danh mục bắt buộc đang có hiệu lực) mà"
            " sản phẩm đã đạt; chỉ biết của hôm nay."
        ),
        count=MET.count,
        rows=MET.rows,
        clauses=("II.5",),
        split={GROUP: MET.by_group, EACH: MET.each},
        rows_told=MET.rows_told,
    ),
    Figure(
        code="obligations.late",
        title=_("Nghĩa vụ quá hạn"),
        unit=_("nghĩa vụ"),
        definition=_(
            "Số nghĩa vụ đến hạn (một sản phẩm và một mốc của danh mục bắt buộc đang có hiệu lực) mà"
            " sản phẩm chưa đạt; chỉ biết của hôm nay."
        ),
        count=LATE.count,
        rows=LATE.rows,
        clauses=("II.5", "IV.1.h"),
        split={GROUP: LATE.by_group, EACH: LATE.each},
        rows_told=LATE.rows_told,
        more_is_better=False,
    ),
)
