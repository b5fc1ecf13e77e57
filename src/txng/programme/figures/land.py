"""Figures over land: plots, their area, codes of planting areas."""

from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from txng.parties import queries as parties
from txng.parties.queries import counting
from txng.programme.figures import Asked, Figure, Row
from txng.programme.figures.tables import COUNTING, Register, Rows_, last_day, recorded

AREA = Coalesce("area_ha", "declared_ha")
PLOT: Any = {
    "counted": lambda actor: counting.plots(actor, COUNTING),
    "seen": parties.plots,
    "commune": "commune_code",
    "order": ("code",),
}


def _in_use(rows: Rows_, asked: Asked) -> Rows_:
    day = last_day(asked)
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return recorded(rows, asked, "created_at").filter(still)


def _measured(rows: Rows_, asked: Asked) -> Rows_:
    return _in_use(rows, asked).filter(Q(area_ha__isnull=False) | Q(declared_ha__isnull=False))


def _plot(one: Any, amount: Any = 1) -> Row:
    label = f"{one.code} · {one.name}" if one.shows_person else one.code
    return Row(one.code, label, reverse("parties:plot", args=[one.code]), one.crop, amount)


def _area(one: Any) -> Row:
    return _plot(one, one.area_ha if one.area_ha is not None else one.declared_ha)


def _areas(rows: Rows_, asked: Asked) -> Rows_:
    day = last_day(asked)
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return rows.filter(lasting, kind="vung-trong", state="hieu-luc", issued_on__lte=day)


PLOTS = Register(of=_in_use, row=_plot, **PLOT)
HECTARES = Register(of=_measured, row=_area, amount=AREA, **PLOT)
AREAS = Register(
    counted=lambda actor: counting.site_codes(actor, COUNTING),
    seen=parties.site_codes,
    of=_areas,
    row=lambda one: Row(
        one.code,
        one.code,
        reverse("parties:site_code", args=[one.pk]),
        one.enterprise.public_name,
    ),
    order=("code", "pk"),
)

FIGURES = (
    Figure(
        code="plots.in_use",
        title=_("Thửa đang canh tác"),
        unit=_("thửa"),
        definition=_(
            "Số thửa đã ghi vào sổ và chưa thôi canh tác đến hết ngày tính, tính theo xã của thửa."
        ),
        count=PLOTS.count,
        rows=PLOTS.rows,
        clauses=("II.4.a",),
        split=PLOTS.split,
    ),
    Figure(
        code="plots.area",
        title=_("Diện tích thửa đang canh tác"),
        unit=_("ha"),
        definition=_(
            "Tổng diện tích các thửa đang canh tác đến hết ngày tính: số đo theo ranh nếu có, không"
            " thì số cơ sở khai; thửa chưa có cả hai số không tính."
        ),
        count=HECTARES.count,
        rows=HECTARES.rows,
        clauses=("II.4.a",),
        split=HECTARES.split,
        decimals=2,
    ),
    Figure(
        code="areas.coded",
        title=_("Mã số vùng trồng còn hiệu lực"),
        unit=_("mã số"),
        definition=_(
            "Số mã số vùng trồng đã cấp và còn hiệu lực vào ngày tính theo trạng thái ghi trong sổ;"
            " mã số cơ sở đóng gói không tính."
        ),
        count=AREAS.count,
        rows=AREAS.rows,
        clauses=("II.4.a",),
        split=AREAS.split,
    ),
)
