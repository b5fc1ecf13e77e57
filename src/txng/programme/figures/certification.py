"""Figures over certificates, declarations of conformity and self-assessments."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.certification.queries import assessments, certificates, counting, declarations
from txng.programme.figures import Asked, Figure, Row
from txng.programme.figures.tables import (
    COUNTING,
    Register,
    Rows_,
    after,
    during,
    last_day,
    start_of,
)

CERTIFICATE: Any = {
    "commune": "holder__commune_code",
    "sector": "holder__sector",
    "maker": "holder",
    "more": {"scheme": "scheme__code"},
    "counted": lambda actor: counting.certificates(actor, COUNTING),
    "seen": certificates.certificates,
}


def row_of(one: Any) -> Row:
    return Row(
        f"{one.pk:010d}",
        f"{one.scheme.name} {one.number}",
        reverse("certification:certificate", args=[one.pk]),
        one.holder.public_name,
    )


def _holding(rows: Rows_, asked: Asked) -> Rows_:
    day = last_day(asked)
    return counting.holding_on(rows, day, after(day))


def _of_systems(rows: Rows_, asked: Asked) -> Rows_:
    return _holding(rows, asked).filter(scheme__kind__in=("management", "traceability"))


def _stopped(state: str) -> Any:
    def of(rows: Rows_, asked: Asked) -> Rows_:
        return counting.stopped_between(rows, state, start_of(asked.since), after(asked.until))

    return of


VALID = Register(of=_holding, row=row_of, **CERTIFICATE)
SYSTEMS = Register(of=_of_systems, row=row_of, **CERTIFICATE)
SUSPENDED = Register(of=_stopped("suspended"), row=row_of, **CERTIFICATE)
WITHDRAWN = Register(of=_stopped("withdrawn"), row=row_of, **CERTIFICATE)
DECLARED = Register(
    counted=lambda actor: counting.received_declarations(actor, COUNTING),
    seen=lambda actor: declarations.declarations(actor).filter(
        received_at__isnull=False, state__in=("received", "withdrawn", "ended")
    ),
    of=lambda rows, asked: rows.filter(**during(asked, "received_at")),
    row=lambda one: Row(
        one.number,
        one.number,
        reverse("certification:declaration", args=[one.number]),
        one.enterprise.public_name,
    ),
    order=("number",),
)
ASSESSED = Register(
    counted=lambda actor: counting.finished_assessments(actor, COUNTING),
    seen=lambda actor: assessments.assessments(actor).filter(state="finished"),
    of=lambda rows, asked: rows.filter(**during(asked, "finished_at")),
    row=lambda one: Row(
        f"{one.pk:010d}",
        one.enterprise.public_name,
        reverse("certification:assessment", args=[one.pk]),
        f"{timezone.localtime(one.finished_at):%d/%m/%Y} · {one.share}%",
    ),
)

FIGURES = (
    Figure(
        code="certificates.valid",
        title=_("Chứng nhận đang có giá trị"),
        unit=_("chứng nhận"),
        definition=_(
            "Số chứng nhận trong sổ có giá trị vào ngày tính: chưa hết hạn, không bị đình chỉ, thu"
            " hồi hay thay bằng chứng nhận khác."
        ),
        count=VALID.count,
        rows=VALID.rows,
        clauses=("II.6.d", "IV.1.g", "PL.6"),
        split=VALID.split,
    ),
    Figure(
        code="certificates.systems",
        title=_("Hệ thống được chứng nhận"),
        unit=_("chứng nhận"),
        definition=_(
            "Số chứng nhận hệ thống quản lý chất lượng hoặc hệ thống truy xuất nguồn gốc có giá trị"
            " vào ngày tính; chứng nhận sản phẩm không tính."
        ),
        count=SYSTEMS.count,
        rows=SYSTEMS.rows,
        clauses=("II.3.a", "II.6.d", "IV.1.g", "PL.6"),
        split=SYSTEMS.split,
    ),
    Figure(
        code="certificates.suspended",
        title=_("Chứng nhận bị đình chỉ trong kỳ"),
        unit=_("chứng nhận"),
        definition=_(
            "Số chứng nhận có ít nhất một lần bị đình chỉ trong kỳ, kể cả đã được khôi phục sau đó;"
            " mỗi chứng nhận tính một lần."
        ),
        count=SUSPENDED.count,
        rows=SUSPENDED.rows,
        clauses=("IV.1.g",),
        split=SUSPENDED.split,
        more_is_better=False,
    ),
    Figure(
        code="certificates.withdrawn",
        title=_("Chứng nhận bị thu hồi trong kỳ"),
        unit=_("chứng nhận"),
        definition=_(
            "Số chứng nhận bị thu hồi trong kỳ; việc thu hồi còn chờ người thứ hai xác nhận chưa tính."
        ),
        count=WITHDRAWN.count,
        rows=WITHDRAWN.rows,
        clauses=("IV.1.g",),
        split=WITHDRAWN.split,
        more_is_better=False,
    ),
    Figure(
        code="declarations.received",
        title=_("Công bố phù hợp được tiếp nhận"),
        unit=_("công bố"),
        definition=_(
            "Số bản công bố hệ thống truy xuất phù hợp mà cơ quan tiếp nhận trong kỳ, kể cả bản về"
            " sau cơ sở rút hoặc bị chấm dứt."
        ),
        count=DECLARED.count,
        rows=DECLARED.rows,
        clauses=("II.6.d",),
        split=DECLARED.split,
    ),
    Figure(
        code="assessments.finished",
        title=_("Lần tự đánh giá đã hoàn thành"),
        unit=_("lần"),
        definition=_(
            "Số lần tự đánh giá theo bộ tiêu chí mà cơ sở hoàn thành trong kỳ, đạt hay chưa đạt; một"
            " cơ sở có thể có nhiều lần."
        ),
        count=ASSESSED.count,
        rows=ASSESSED.rows,
        clauses=("II.6.d",),
        split=ASSESSED.split,
    ),
)
