"""Verbs of lots and layouts: declare a lot, lift its limit, issue labels, keep a design."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.barcodes import composed, content, layouts, serial_rows
from txng.barcodes.actions.permission import require, there
from txng.barcodes.errors import (
    ContentError,
    ExhaustedError,
    LayoutError,
    NotAllowedError,
    StepError,
)
from txng.barcodes.layouts import Layout
from txng.barcodes.models import Batch, Design, LotQuota
from txng.barcodes.queries import labels as queries
from txng.barcodes.queries import ownership
from txng.barcodes.queries.reach import reaches
from txng.barcodes.rules import EXCEED, ISSUE, PRINT, SEE, fields, printing, quotas, serials
from txng.gs1.errors import Gs1Error
from txng.gs1.keys import Gtin
from txng.parties.actions.merging import standing
from txng.parties.models import Enterprise

DRAWS: Final = 20  # a second draw is needed once in a thousand years


@transaction.atomic
def declare_lot(
    *,
    by: Actor,
    enterprise: Enterprise,
    gtin: str,
    lot: str,
    product_name: str,
    weight_kg: Decimal,
    content_g: Decimal,
) -> LotQuota:
    """A lot, and by its weight the labels that it may have. Declared again it is corrected, until labels
    were issued. Raises NotAllowedError, ContentError, StepError."""
    enterprise = standing(enterprise)
    require(by, ISSUE, enterprise)
    gtin, lot = _own_gtin(by, enterprise, gtin), content.good_lot(lot)
    name = " ".join(product_name.split())
    if not 0 < len(name) <= 200:
        raise ContentError(_("Nhập tên sản phẩm, tối đa 200 ký tự."), "product_name")
    if not 0 < weight_kg <= quotas.HEAVIEST_LOT_KG:
        raise ContentError(_("Khối lượng lô phải lớn hơn 0 và tối đa 10.000.000 kg."), "weight_kg")
    if not 0 < content_g <= weight_kg * 1000:
        raise ContentError(
            _("Khối lượng mỗi gói phải lớn hơn 0 và không quá cả lô (%(kg)s kg).")
            % {"kg": weight_kg},
            "content_g",
        )
    allowed = quotas.allowance(weight_kg, content_g).labels
    if allowed > quotas.MOST_LABELS:
        raise ContentError(
            _("Lô này cần %(labels)d tem, hệ thống nhận tối đa %(most)d. Chia lô nhỏ hơn.")
            % {"labels": allowed, "most": quotas.MOST_LABELS},
            "weight_kg",
        )
    told = {
        "product_name": name,
        "weight_kg": weight_kg,
        "content_g": content_g,
        "allowed": allowed,
    }
    try:
        with transaction.atomic():
            quota, is_new = LotQuota.objects.select_for_update().get_or_create(
                gtin=gtin, lot=lot, defaults={"enterprise": enterprise, **told}
            )
    except IntegrityError as error:
        raise StepError(_("Lô này vừa được người khác khai. Mở lại trang."), "lot") from error
    if quota.enterprise_id != enterprise.pk:
        raise StepError(_("Lô %(lot)s của sản phẩm này do cơ sở khác khai.") % {"lot": lot}, "lot")
    if not is_new:
        if quota.taken:
            raise StepError(
                _(
                    "Lô %(lot)s đã có %(taken)d tem nên không sửa khối lượng được nữa. Cần thêm tem thì gửi"
                    " lý do cho cơ quan thường trực."
                )
                % {"lot": lot, "taken": quota.taken},
                "lot",
            )
        for field, value in told.items():
            setattr(quota, field, value)
        quota.save(update_fields=list(told))
    journal.record(
        by, "lot.declared", quota, gtin=gtin, lot=lot, weight_kg=str(weight_kg), allowed=allowed
    )
    return quota


def _own_gtin(by: Actor, enterprise: Enterprise, typed: str) -> str:
    try:
        gtin = Gtin("".join(typed.split())).value
    except Gs1Error as error:
        raise ContentError(error.vi, "gtin") from error
    if not ownership.holds_gtin(enterprise, gtin):
        raise ContentError(
            _(
                "GTIN %(gtin)s chưa được cấp cho sản phẩm nào của cơ sở. Cấp mã ở trang Mã số mã vạch trước."
            )
            % {"gtin": gtin},
            "gtin",
        )
    return gtin


@transaction.atomic
def exceed_quota(*, by: Actor, quota_id: int, labels: int, reason: str) -> LotQuota:
    """An officer gives a lot more labels than its weight, and says why.

    Raises NotThereError, NotAllowedError, StepError.
    """
    quota = there(queries.quota(by, quota_id, SEE), _("Không có lô này."))
    own = quota.enterprise.organisation_id
    if not reaches(by, EXCEED, quota.enterprise) or (own is not None and own == by.organisation_id):
        raise NotAllowedError(
            _("Chỉ cơ quan quản lý cho vượt hạn mức tem được, và không cho chính mình.")
        )
    reason = " ".join(reason.split())[:300]
    if not reason or not 0 < labels <= quotas.MOST_IN_A_BATCH:
        raise StepError(
            _("Nhập số tem thêm từ 1 đến %(most)d và lý do.") % {"most": quotas.MOST_IN_A_BATCH},
            "reason" if labels > 0 else "labels",
        )
    LotQuota.objects.filter(pk=quota.pk).update(allowed=F("allowed") + labels, exceed_reason=reason)
    quota.refresh_from_db()
    journal.record(by, "quota.exceeded", quota, labels=labels, reason=reason)
    return quota


@transaction.atomic
def issue(
    *,
    by: Actor,
    quota_id: int,
    quantity: int,
    layout: Layout,
    words: Mapping[str, str],
    group: str,
    has_serials: bool = True,
    expires_on: date | None = None,
    dpi: int = 203,
    draw: Callable[[int], list[str]] = serials.draw,
) -> Batch:
    """New labels of a lot, each with a serial that no label ever had. All of them or none.

    Raises NotThereError, ExhaustedError (the quota has fewer left), LayoutError (the label cannot be
    printed as it is) and StepError.
    """
    quota = there(queries.quota(by, quota_id, ISSUE), _("Không có lô này."))
    if not 0 < quantity <= quotas.MOST_IN_A_BATCH:
        raise StepError(
            _("Số tem mỗi lần tạo từ 1 đến %(most)d; bạn nhập %(got)d.")
            % {"most": quotas.MOST_IN_A_BATCH, "got": quantity},
            "quantity",
        )
    if group not in fields.groups():
        raise StepError(_("Chọn nhóm hàng để biết nội dung bắt buộc trên tem."), "group")
    kept = {
        name: " ".join(text.split())[:300] for name, text in words.items() if name in fields.names()
    }
    kept.setdefault("product_name", quota.product_name)
    _take(quota, quantity)
    batch = Batch(
        quota=quota,
        enterprise=quota.enterprise,
        quantity=quantity,
        has_serials=has_serials,
        expires_on=expires_on,
        group=group,
        layout=layout.told(),
        words=kept,
        dpi=dpi,
        issued_by=by.name,
    )
    refuse_unprintable(batch, layout)
    batch.save()
    if has_serials:
        _give_serials(batch, draw)
    journal.record(by, "batch.issued", batch, lot=str(quota), quantity=quantity)
    return batch


def _take(quota: LotQuota, quantity: int) -> None:
    """In one statement: of two people who want the last labels, the database lets one have them."""
    taken = LotQuota.objects.filter(pk=quota.pk, allowed__gte=F("taken") + quantity)
    if taken.update(taken=F("taken") + quantity):
        return
    quota.refresh_from_db()
    taking = quotas.take(allowed=quota.allowed, taken=quota.taken, wanted=quantity)
    raise ExhaustedError(
        _("Lô %(lot)s còn %(left)d tem trong hạn mức %(allowed)d, bạn xin %(wanted)d.")
        % {
            "lot": quota.lot,
            "left": taking.left,
            "allowed": quota.allowed,
            "wanted": quantity,
        },
        "quantity",
    )


def refuse_unprintable(batch: Batch, layout: Layout) -> None:
    if batch.dpi not in printing.RESOLUTIONS:
        raise LayoutError(_("Độ phân giải máy in là 203, 300 hoặc 600 dpi."), "dpi")
    example = queries.code_of(
        batch, serials.ALPHABET[0] * serials.LENGTH if batch.has_serials else ""
    )
    found = composed.problems(layout, batch.words, example, queries.stem(), dpi=batch.dpi)
    stops = [one.sentence for one in found if one.weight == "stop"]
    if stops:
        raise LayoutError(" ".join(stops), "layout")


def _give_serials(batch: Batch, draw: Callable[[int], list[str]]) -> None:
    """The index of all serials says which of those drawn are new; for the others others are drawn."""
    wanted: Sequence[int] = range(1, batch.quantity + 1)
    for _draw in range(DRAWS):
        drawn = draw(len(wanted))
        for at in range(0, len(drawn), serial_rows.ROWS):
            part = slice(at, at + serial_rows.ROWS)
            serial_rows.put_in(batch.pk, drawn[part], wanted[part])
        if batch.serials.count() == batch.quantity:
            return
        there_are = set(batch.serials.values_list("number", flat=True))
        wanted = [number for number in range(1, batch.quantity + 1) if number not in there_are]
    raise ExhaustedError(_("Không rút được số sê-ri mới. Báo người vận hành hệ thống."))


@transaction.atomic
def keep_design(
    *, by: Actor, enterprise: Enterprise, layout: Layout, design_id: int | None = None
) -> Design:
    """A layout under its name: a new one, or `design_id` changed. Raises NotThereError, LayoutError."""
    enterprise = standing(enterprise)
    require(by, PRINT, enterprise)
    told = layouts.read(layout.told()).told()  # what a page built is read as strictly as JSON
    if design_id is not None:
        design = there(queries.design(by, design_id), _("Không có mẫu tem này."))
    else:
        design = Design(enterprise=enterprise)
    design.name, design.layout = layout.name, told
    try:
        with transaction.atomic():
            design.save()
    except IntegrityError as error:
        raise LayoutError(
            _("Cơ sở đã có mẫu tem tên “%(name)s”. Đặt tên khác.") % {"name": layout.name}, "name"
        ) from error
    journal.record(by, "design.kept", design, name=design.name)
    return design
