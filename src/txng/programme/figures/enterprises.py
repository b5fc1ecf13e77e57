"""Figures over the register of parties: who is written down, who is fresh, who came in by themselves."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.parties import queries as parties
from txng.parties.queries import counting
from txng.programme.figures import Asked, Figure, Row
from txng.programme.figures.tables import (
    COUNTING,
    Register,
    Rows_,
    during,
    is_of_today,
    last_day,
    recorded,
)
from txng.supervision import queries as supervision
from txng.supervision import rules as freshness
from txng.support.queries import beginnings, survey
from txng.support.queries import counting as support

ITSELF: Any = {"commune": "commune_code", "sector": "sector", "maker": "", "order": ("code",)}


def row_of(one: Any) -> Row:
    return Row(
        one.code,
        one.shown_name,
        reverse("parties:enterprise", args=[one.code]),
        str(one.get_kind_display()),
    )


def at_work(rows: Rows_, asked: Asked, way: str = "") -> Rows_:
    """Parties that have not closed by the last day."""
    open_still = Q(**{f"{way}closed_on__isnull": True}) | Q(
        **{f"{way}closed_on__gt": last_day(asked)}
    )
    return rows.filter(open_still)


def _registered(rows: Rows_, asked: Asked) -> Rows_:
    return at_work(recorded(rows, asked, "created_at"), asked)


REGISTERED = Register(
    counted=lambda actor: counting.enterprises(actor, COUNTING),
    seen=parties.enterprises,
    of=_registered,
    row=row_of,
    more={"kind": "kind"},
    **ITSELF,
)


def _fresh(rows: Rows_, asked: Asked) -> Rows_ | None:
    if not is_of_today(asked):
        return None
    return supervision.standing_is(rows, (freshness.EVENT,), freshness.FRESH)


FRESH = Register(
    counted=lambda actor: supervision.countable_watched(actor, COUNTING),
    seen=supervision.watched,
    of=_fresh,
    row=lambda one: Row(
        one.code,
        one.shown_name,
        reverse("supervision:freshness_of", args=[one.code]),
        timezone.localtime(one.last_event).strftime("%d/%m/%Y"),
    ),
    **ITSELF,
)
ONBOARDED = Register(
    counted=lambda actor: support.confirmed(actor, COUNTING),
    seen=lambda actor: beginnings.registrations(actor).filter(state="xac-nhan"),
    of=lambda rows, asked: rows.filter(**during(asked, "decided_at")),
    row=lambda one: Row(
        one.enterprise.code,
        one.enterprise.public_name,
        reverse("support:newcomer", args=[one.pk]),
        timezone.localtime(one.decided_at).strftime("%d/%m/%Y"),
    ),
    order=("enterprise__code",),
)
ANSWERED = Register(
    counted=lambda actor: support.sheets(actor, COUNTING),
    seen=survey.sheets,
    of=lambda rows, asked: rows.filter(**during(asked, "answered_at")),
    row=lambda one: Row(
        one.enterprise.code,
        one.enterprise.public_name,
        reverse("support:answers_of", args=[one.enterprise.code]),
        timezone.localtime(one.answered_at).strftime("%d/%m/%Y"),
    ),
    order=("enterprise__code",),
)

FIGURES = (
    Figure(
        code="enterprises.registered",
        title=_("Cơ sở trong sổ"),
        unit=_("cơ sở"),
        definition=_(
            "Số cơ sở (doanh nghiệp, hợp tác xã, tổ hợp tác, hộ kinh doanh, nông hộ) đã ghi vào sổ và"
            " chưa ngừng hoạt động đến hết ngày tính; cơ sở đã gộp chỉ tính một lần."
        ),
        count=REGISTERED.count,
        rows=REGISTERED.rows,
        clauses=("II.4.a", "II.6.a"),
        split=REGISTERED.split,
    ),
    Figure(
        code="enterprises.fresh",
        title=_("Cơ sở còn cập nhật dữ liệu"),
        unit=_("cơ sở"),
        definition=_(
            "Số cơ sở đang hoạt động có sự kiện ghi trong số ngày mà cơ quan quy định cho việc ghi sự"
            " kiện; chỉ biết của hôm nay, ngày đã qua thì chưa rõ."
        ),
        count=FRESH.count,
        rows=FRESH.rows,
        clauses=("IV.1.g", "IV.1.h"),
        split=FRESH.split,
    ),
    Figure(
        code="enterprises.onboarded",
        title=_("Cơ sở tự đăng ký được xác nhận"),
        unit=_("cơ sở"),
        definition=_(
            "Số cơ sở tự đăng ký trên hệ thống và được cơ quan xác nhận trong kỳ; không tính cơ sở do"
            " cơ quan ghi vào sổ."
        ),
        count=ONBOARDED.count,
        rows=ONBOARDED.rows,
        clauses=("II.6.a", "II.6.b"),
        split=ONBOARDED.split,
    ),
    Figure(
        code="survey.answered",
        title=_("Cơ sở trả lời khảo sát"),
        unit=_("cơ sở"),
        definition=_(
            "Số cơ sở có lần trả lời khảo sát gần nhất nằm trong kỳ; trả lời dở dang cũng tính, trả"
            " lời nhiều lần tính một."
        ),
        count=ANSWERED.count,
        rows=ANSWERED.rows,
        clauses=("II.4.a", "II.6.a"),
        split=ANSWERED.split,
    ),
)
