"""Lots with their limit of labels, batches of labels, and every serial ever issued."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.barcodes.rules import life, serials

LONGEST_LOT = 20


class LotQuota(models.Model):
    """A lot of one product, and how many labels it may have: `taken` of `allowed`.

    The weight stands as it was declared when the first labels were issued; beyond that, `allowed` is
    raised only by an officer, with a reason.
    """

    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="lots", verbose_name=_("cơ sở")
    )
    gtin = models.CharField("GTIN", max_length=14)
    lot = models.CharField(_("số lô"), max_length=LONGEST_LOT)
    product_name = models.CharField(_("tên sản phẩm"), max_length=200)
    weight_kg = models.DecimalField(_("khối lượng lô (kg)"), max_digits=12, decimal_places=3)
    content_g = models.DecimalField(_("khối lượng mỗi gói (g)"), max_digits=10, decimal_places=2)
    allowed = models.PositiveIntegerField(_("số tem được phép"))
    taken = models.PositiveIntegerField(_("số tem đã tạo"), default=0)
    exceed_reason = models.CharField(_("lý do vượt hạn mức"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("khai lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("hạn mức tem của lô")
        verbose_name_plural = _("hạn mức tem của lô")
        constraints = [
            models.UniqueConstraint(fields=["gtin", "lot"], name="lotquota_once"),
            # the last word on "the last label taken twice", whatever the code above forgets
            models.CheckConstraint(
                condition=Q(taken__lte=F("allowed")), name="lotquota_not_exceeded"
            ),
            models.CheckConstraint(
                condition=Q(weight_kg__gt=0) & Q(content_g__gt=0), name="lotquota_weighs_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gtin}/{self.lot}"


class Batch(models.Model):
    """Labels of one lot that are made together: with a serial each, or all alike (`has_serials` False).

    What is printed is kept as it was: `layout` and `words` are copies, because a label that was printed
    does not change when its design does.
    """

    class State(models.TextChoices):
        ISSUED = "issued", _("Đã tạo")
        PRINTED = "printed", _("Đã in")
        COMMISSIONED = "commissioned", _("Đang hiệu lực")
        SHIPPED = "shipped", _("Đã xuất")
        SOLD = "sold", _("Đã bán")
        DECOMMISSIONED = "decommissioned", _("Đã hủy")

    quota = models.ForeignKey(
        LotQuota, on_delete=models.PROTECT, related_name="batches", verbose_name=_("lô hàng")
    )
    enterprise = models.ForeignKey(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="label_batches",
        verbose_name=_("cơ sở"),
    )
    quantity = models.PositiveIntegerField(_("số tem"))
    has_serials = models.BooleanField(_("mỗi tem một số"), default=True)
    expires_on = models.DateField(_("hạn sử dụng"), null=True, blank=True)
    group = models.CharField(_("nhóm hàng"), max_length=30)
    layout = models.JSONField(_("mẫu tem"))
    words = models.JSONField(_("nội dung tem"), default=dict)
    dpi = models.PositiveSmallIntegerField(_("độ phân giải máy in (dpi)"), default=203)
    state = models.CharField(
        _("trạng thái"), max_length=14, choices=State.choices, default=State.ISSUED
    )
    issued_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    issued_by = models.CharField(_("người tạo"), max_length=200)

    class Meta:
        verbose_name = _("lô tem")
        verbose_name_plural = _("lô tem")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=life.STATES), name="batch_state_known"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="batch_has_labels"),
        ]
        indexes = [
            # the batches of an enterprise, and of all, newest first
            models.Index(fields=["enterprise", "-issued_at", "-id"], name="batch_of_enterprise"),
            models.Index(fields=["issued_at", "id"], name="batch_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Serial(models.Model):
    """One label with a number of its own. The key is unique over all products, for ever; never deleted.

    `state` is a position in rules.life.STATES.
    """

    serial = models.CharField(_("số sê-ri"), max_length=serials.LENGTH, primary_key=True)
    batch = models.ForeignKey(
        Batch,
        on_delete=models.PROTECT,
        related_name="serials",
        db_index=False,  # serial_number_once begins with it
        verbose_name=_("lô tem"),
    )
    number = models.PositiveIntegerField(_("tem thứ"))  # 1..quantity, in the order of printing
    state = models.PositiveSmallIntegerField(_("trạng thái"), default=0)

    class Meta:
        verbose_name = _("tem")
        verbose_name_plural = _("tem")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="serial_number_once"),
            models.CheckConstraint(
                condition=Q(state__lt=len(life.STATES)), name="serial_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class PrintRun(models.Model):
    """Labels `first` to `last` of a batch left the system as a file. A second run needs a reason."""

    class Way(models.TextChoices):
        A4 = "a4", _("PDF, giấy A4")
        ROLL = "roll", _("PDF, cuộn")
        ZPL = "zpl", _("ZPL, máy in tem")

    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="print_runs", verbose_name=_("lô tem")
    )
    first = models.PositiveIntegerField(_("từ tem"))
    last = models.PositiveIntegerField(_("đến tem"))
    way = models.CharField(_("cách in"), max_length=4, choices=Way.choices)
    reason = models.CharField(_("lý do in lại"), max_length=200, blank=True)
    printed_at = models.DateTimeField(_("in lúc"), default=timezone.now)
    printed_by = models.CharField(_("người in"), max_length=200)

    class Meta:
        verbose_name = _("lần in")
        verbose_name_plural = _("lần in")
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1) & Q(last__gte=F("first")), name="printrun_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.first}–{self.last}"


class ScanBack(models.Model):
    """A printed label that somebody scanned before the batch went live; a label counts once."""

    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="scans_back", verbose_name=_("lô tem")
    )
    number = models.PositiveIntegerField(_("tem thứ"))
    scanned_at = models.DateTimeField(_("quét lúc"), default=timezone.now)
    scanned_by = models.CharField(_("người quét"), max_length=200)

    class Meta:
        verbose_name = _("tem quét thử")
        verbose_name_plural = _("tem quét thử")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="scanback_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"
