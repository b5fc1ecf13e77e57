"""Figures over events: who is connected, how much was captured; how often codes were viewed.

The event store tells how many events each organisation captured; the register of parties says whose
organisation that is. What agencies and certification bodies captured is nobody's connection.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from txng.accounts.actors import Actor
from txng.analytics import queries as analytics
from txng.parties import queries as parties
from txng.parties.queries import counting
from txng.programme.figures import COMMUNE, SECTOR, Asked, Figure, Number, Row, Split
from txng.programme.figures.enterprises import ITSELF, row_of
from txng.programme.figures.tables import (
    COUNTING,
    Register,
    after,
    may_count,
    start_of,
)
from txng.repository.queries import counting as repository

FEW = 500  # organisations in one condition
PARTIES = Register(
    counted=lambda actor: counting.enterprises(actor, COUNTING),
    seen=parties.enterprises,
    of=lambda rows, asked: rows.filter(organisation__isnull=False),
    row=row_of,
    **ITSELF,
)


class Captured:
    """Enterprises with events in the period; `is_amount` counts the events, else the enterprises."""

    def __init__(self, *, is_amount: bool) -> None:
        self.is_amount = is_amount

    def count(self, actor: Actor, asked: Asked) -> Number:
        rows = PARTIES.among(actor, asked)
        if rows is None:
            return None
        return sum(self._by(actor, asked, "commune_code").values())

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        found = PARTIES.read(actor, asked)
        if found is None:
            return ()
        events = self._events(actor, asked)
        rows = self._of(found, events).order_by("code")
        return [
            Row(
                one.code,
                one.shown_name,
                reverse("parties:enterprise", args=[one.code]),
                "" if self.is_amount else str(events[one.organisation_id]),
                events[one.organisation_id] if self.is_amount else 1,
            )
            for one in rows
            if one.organisation_id in events
        ]

    @property
    def split(self) -> dict[str, Split]:
        return {
            COMMUNE: lambda actor, asked: self._by(actor, asked, "commune_code"),
            SECTOR: lambda actor, asked: self._by(actor, asked, "sector"),
        }

    def _by(self, actor: Actor, asked: Asked, column: str) -> Mapping[str, int]:
        rows = PARTIES.among(actor, asked)
        if rows is None:
            return {}
        events = self._events(actor, asked)
        found: dict[str, int] = {}
        told = self._of(rows, events).order_by().values_list("organisation_id", column)
        for organisation, word in told:
            if organisation in events:
                amount = events[organisation] if self.is_amount else 1
                found[word] = found.get(word, 0) + amount
        return found

    def _events(self, actor: Actor, asked: Asked) -> Mapping[int, int]:
        return repository.events_by_organisation(actor, start_of(asked.since), after(asked.until))

    def _of(self, rows: Any, events: Mapping[int, int]) -> Any:
        return rows.filter(organisation_id__in=list(events)) if len(events) <= FEW else rows


class Views:
    """Views of codes, by day. A view lies in no commune and no sector."""

    def count(self, actor: Actor, asked: Asked) -> Number:
        found = self._told(actor, asked)
        return None if found is None else sum(found.values())

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        found = self._told(actor, asked) or {}
        return [
            Row(day.isoformat(), day.strftime("%d/%m/%Y"), amount=views)
            for day, views in found.items()
        ]

    def _told(self, actor: Actor, asked: Asked) -> Mapping[Any, int] | None:
        if asked.commune or asked.sector or asked.group or not may_count(actor):
            return None
        return analytics.views_by_day(actor, asked.since, asked.until)


CONNECTED, EVENTS, VIEWS = Captured(is_amount=False), Captured(is_amount=True), Views()

FIGURES = (
    Figure(
        code="enterprises.connected",
        title=_("Cơ sở đã kết nối"),
        unit=_("cơ sở"),
        definition=_(
            "Số cơ sở trong sổ có tài khoản và có ít nhất một sự kiện xảy ra trong kỳ do chính cơ sở"
            " ghi; sự kiện do cơ quan hay tổ chức chứng nhận ghi hộ không tính."
        ),
        count=CONNECTED.count,
        rows=CONNECTED.rows,
        clauses=("II.1.b", "II.3.b", "II.6.b"),
        split=CONNECTED.split,
    ),
    Figure(
        code="events.captured",
        title=_("Sự kiện đã ghi"),
        unit=_("sự kiện"),
        definition=_(
            "Số sự kiện xảy ra trong kỳ do các cơ sở trong sổ ghi; sự kiện do cơ quan và tổ chức chứng"
            " nhận ghi không tính."
        ),
        count=EVENTS.count,
        rows=EVENTS.rows,
        clauses=("II.3.b",),
        split=EVENTS.split,
    ),
    Figure(
        code="codes.viewed",
        title=_("Lượt quét mã"),
        unit=_("lượt"),
        definition=_(
            "Số lượt xem trang của các mã trong kỳ: một thiết bị trong một giờ ở một nơi tính một"
            " lượt; lượt xem không gắn với xã, ngành hay người nào."
        ),
        count=VIEWS.count,
        rows=VIEWS.rows,
        clauses=("II.1.b",),
    ),
)
