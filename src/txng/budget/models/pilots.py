"""Pilot models and what they cost: the next estimate is made from them (Plan III.2.c)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from txng.budget import rules
from txng.budget.rules import pilots, purposes


class Pilot(models.Model):
    """A model that was tried at a place. `results` None: not counted yet, so nothing can be estimated."""

    title = models.CharField(_("tên mô hình"), max_length=rules.LONGEST_TITLE)
    place = models.CharField(_("nơi làm"), max_length=200)
    agency = models.ForeignKey(
        "parties.Agency",
        on_delete=models.PROTECT,
        related_name="pilots",
        verbose_name=_("cơ quan thực hiện"),
    )
    first_year = models.PositiveSmallIntegerField(_("từ năm"))
    last_year = models.PositiveSmallIntegerField(_("đến năm"))
    results = models.PositiveIntegerField(_("số kết quả"), null=True)
    result_unit = models.CharField(_("đơn vị của kết quả"), max_length=60)
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_NOTE, blank=True)

    class Meta:
        verbose_name = _("mô hình điểm")
        verbose_name_plural = _("mô hình điểm")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="pilot_forward"
            ),
            models.CheckConstraint(
                condition=Q(results__isnull=True) | Q(results__gt=0),
                name="pilot_counted_above_zero",
            ),
            models.UniqueConstraint(fields=["title", "place"], name="pilot_once"),
        ]

    def __str__(self) -> str:
        return self.title


class PilotItem(models.Model):
    """One row of the cost sheet."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="items")
    purpose = models.CharField(_("mục chi"), max_length=20)
    title = models.CharField(_("khoản chi"), max_length=200)
    quantity = models.DecimalField(_("số lượng"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("đơn vị tính"), max_length=60)
    unit_cost = models.DecimalField(_("đơn giá (đồng)"), max_digits=15, decimal_places=0)

    class Meta:
        verbose_name = _("khoản chi của mô hình")
        verbose_name_plural = _("khoản chi của mô hình")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_cost__gt=0), name="pilotitem_positive"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=purposes.CODES) & ~Q(title=""),
                name="pilotitem_purpose_known",
            ),
            models.UniqueConstraint(fields=["pilot", "title"], name="pilotitem_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def purpose_name(self) -> str:
        return gettext(purposes.BY_CODE[self.purpose].short)

    @property
    def plain(self) -> pilots.Item:
        return pilots.Item(self.purpose, self.title, self.quantity, self.unit, self.unit_cost)
