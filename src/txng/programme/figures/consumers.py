"""Figures over what consumers report."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from txng.accounts.actors import Actor
from txng.programme.figures import Asked, Figure, Number, Row
from txng.programme.figures.tables import COUNTING, Behind, Rows_, during, may_count
from txng.supervision import queries


class Reported:
    """Reports, by the moment of `column`. They lie in no commune, so only a whole province is told."""

    def __init__(self, column: str) -> None:
        self.column = column

    def count(self, actor: Actor, asked: Asked) -> Number:
        found = self._of(actor, asked, lambda: queries.countable_reports(actor, COUNTING))
        return None if found is None else found.count()

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        found = self._of(actor, asked, lambda: queries.reports(actor))
        return () if found is None else Behind(found.order_by("number"), _row)

    def by_reason(self, actor: Actor, asked: Asked) -> dict[str, Number]:
        found = self._of(actor, asked, lambda: queries.countable_reports(actor, COUNTING))
        if found is None:
            return {}
        return dict(found.order_by().values_list("reason").annotate(of_it=Count("pk")))

    def _of(self, actor: Actor, asked: Asked, rows: Callable[[], Rows_ | None]) -> Rows_ | None:
        if asked.commune or asked.sector or asked.group or not may_count(actor):
            return None
        found = rows()
        return None if found is None else found.filter(**during(asked, self.column))


def _row(one: Any) -> Row:
    return Row(
        one.number,
        one.number,
        reverse("supervision:status", args=[one.number]),
        str(one.get_reason_display()),
    )


RECEIVED, ANSWERED = Reported("received_at"), Reported("answered_at")

FIGURES = (
    Figure(
        code="reports.received",
        title=_("Phản ánh của người tiêu dùng"),
        unit=_("phản ánh"),
        definition=_(
            "Số phản ánh về mã nghi ngờ nhận trong kỳ; phản ánh không gắn với xã hay ngành nên chỉ"
            " tính cho cả tỉnh."
        ),
        count=RECEIVED.count,
        rows=RECEIVED.rows,
        clauses=("IV.1.h",),
        split={"reason": RECEIVED.by_reason},
        more_is_better=False,
    ),
    Figure(
        code="reports.answered",
        title=_("Phản ánh đã trả lời"),
        unit=_("phản ánh"),
        definition=_(
            "Số phản ánh được trả lời trong kỳ, kể cả phản ánh nhận từ kỳ trước; chỉ tính cho cả tỉnh."
        ),
        count=ANSWERED.count,
        rows=ANSWERED.rows,
        clauses=("IV.1.h",),
        split={"reason": ANSWERED.by_reason},
    ),
)
