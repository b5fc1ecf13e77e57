"""Figures over recalls: how many were ordered, and how long one takes. A recall lies in no commune."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from txng.accounts.actors import Actor
from txng.programme.figures import Asked, Figure, Number, Row
from txng.programme.figures.tables import COUNTING, Behind, Rows_, during, may_count
from txng.supervision.queries import recalls as queries
from txng.supervision.rules.recalls import hours_between


class Ordered:
    """Recalls ordered in the period, drills and withdrawn ones left out."""

    def count(self, actor: Actor, asked: Asked) -> Number:
        found = self.among(actor, asked, lambda: queries.countable_recalls(actor, COUNTING))
        return None if found is None else found.count()

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        found = self.among(actor, asked, lambda: queries.seen_recalls(actor))
        return () if found is None else Behind(found, _row)

    def among(self, actor: Actor, asked: Asked, rows: Callable[[], Rows_ | None]) -> Rows_ | None:
        """In the order of numbers; None where nobody can know, or this actor may not."""
        if asked.commune or asked.sector or asked.group or not may_count(actor):
            return None
        found = rows()
        return (
            None
            if found is None
            else found.filter(**during(asked, "ordered_at")).order_by("number")
        )


class Time(Ordered):
    """The mean of the hours from the order until 95 of 100 holders had answered, or until the recall was
    closed. One that goes on has no time yet; of none at all the mean is unknown."""

    def count(self, actor: Actor, asked: Asked) -> Number:
        found = self.among(actor, asked, lambda: queries.countable_recalls(actor, COUNTING))
        parts = [] if found is None else [part for _one, _hours, part in _timed(found)]
        return sum(parts, Decimal(0)) if parts else None

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        """What each adds to the mean."""
        found = self.among(actor, asked, lambda: queries.seen_recalls(actor))
        return [] if found is None else [_timed_row(*one) for one in _timed(found)]


def _timed(rows: Rows_) -> list[tuple[Any, Decimal, Decimal]]:
    """Recall, its hours, and those divided by how many there are."""
    told = [
        (one, hours_between(one.ordered_at, one.finished_at))
        for one in rows.filter(finished_at__isnull=False)
    ]
    return [(one, hours, hours / len(told)) for one, hours in told]


def _row(one: Any) -> Row:
    return Row(
        one.number, one.number, reverse("supervision:recall", args=[one.pk]),
        str(one.get_state_display()),
    )  # fmt: skip


def _timed_row(one: Any, hours: Decimal, part: Decimal) -> Row:
    told = _now("%(hours)s giờ") % {"hours": f"{hours}".replace(".", ",")}
    address = reverse("supervision:recall", args=[one.pk])
    return Row(one.number, one.number, address, told, part)


ORDERED, TIME = Ordered(), Time()

FIGURES = (
    Figure(
        code="recalls.ordered",
        title=_("Lệnh thu hồi"),
        unit=_("lệnh"),
        definition=_(
            "Số lệnh thu hồi ra trong kỳ, không kể diễn tập và lệnh đã rút; một lệnh không gắn với xã"
            " hay ngành nên chỉ tính cho cả tỉnh."
        ),
        count=ORDERED.count,
        rows=ORDERED.rows,
        clauses=("IV.1.h",),
        more_is_better=False,
    ),
    Figure(
        code="recall.time",
        title=_("Thời gian thu hồi"),
        unit=_("giờ"),
        definition=_(
            "Trung bình số giờ từ lúc ra lệnh thu hồi đến lúc 95% nơi giữ hàng đã trả lời, hoặc đến"
            " lúc kết thúc; tính các lệnh ra trong kỳ và đã xong, không kể diễn tập; chưa lệnh nào xong"
            " thì chưa rõ, không phải bằng không."
        ),
        count=TIME.count,
        rows=TIME.rows,
        clauses=("IV.1.h",),
        decimals=1,
        more_is_better=False,
    ),
)
