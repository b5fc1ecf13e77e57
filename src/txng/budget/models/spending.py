"""What was spent, and when the books of a year were settled and locked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.budget import rules
from txng.budget.models.lines import Part


class Voucher(models.Model):
    """One payment out of a part of a line. Never changed and never deleted: what was wrong is taken out by a
    counter entry (`counters`, the same amount below zero), and entered anew.

    `token` is the number of the form: the same form sent twice makes one voucher.
    """

    part = models.ForeignKey(
        Part,
        on_delete=models.PROTECT,
        related_name="vouchers",
        db_index=False,
        verbose_name=_("phần"),
    )
    number = models.CharField(_("số chứng từ"), max_length=rules.LONGEST_NUMBER)
    paid_on = models.DateField(_("ngày chi"))
    amount = models.DecimalField(_("số tiền"), max_digits=15, decimal_places=0)
    payee = models.CharField(_("người nhận"), max_length=200)
    content = models.CharField(_("nội dung chi"), max_length=rules.LONGEST_REASON)
    counters = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="countered_by",
        verbose_name=_("bút toán đảo của"),
    )
    token = models.CharField(max_length=64, unique=True)
    recorded_by = models.CharField(_("người ghi"), max_length=200)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("chứng từ")
        verbose_name_plural = _("chứng từ")
        constraints = [
            models.CheckConstraint(
                condition=Q(counters__isnull=True, amount__gt=0)
                | Q(counters__isnull=False, amount__lt=0),
                name="voucher_counter_is_below_zero",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(payee="") & ~Q(content=""), name="voucher_says_what"
            ),
        ]
        indexes = [
            # the payments of this part, in their order
            models.Index(fields=["part", "paid_on", "id"], name="voucher_of_part"),
        ]

    def __str__(self) -> str:
        return self.number


class Year(models.Model):
    """The books of a year, of all agencies. Each verb that moves money locks this row first, so that nothing
    is entered while the year is being closed."""

    year = models.PositiveSmallIntegerField(_("năm"), primary_key=True)
    is_closed = models.BooleanField(_("đã khóa"), default=False)
    closed_by = models.CharField(_("người khóa"), max_length=200, blank=True)
    closed_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(_("khóa lúc"), null=True)

    class Meta:
        verbose_name = _("sổ năm")
        verbose_name_plural = _("sổ năm")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_closed=False)
                | (Q(is_closed=True, closed_at__isnull=False) & ~Q(closed_by="")),
                name="year_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class YearChange(models.Model):
    """That the books were locked or opened again, by whom and why."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="changes")
    closes = models.BooleanField(_("là khóa sổ"))
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON, blank=True)
    by = models.CharField(_("người làm"), max_length=200)
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần khóa, mở sổ")
        verbose_name_plural = _("lần khóa, mở sổ")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes=True) | ~Q(reason=""), name="yearchange_opened_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_id} {self.closes}"


class Settlement(models.Model):
    """What an agency got and spent in a year, as Finance settled it: from then on its books are shut."""

    agency = models.ForeignKey(
        "parties.Agency",
        on_delete=models.PROTECT,
        related_name="settlements",
        verbose_name=_("cơ quan"),
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    approved = models.DecimalField(_("được giao"), max_digits=15, decimal_places=0)
    disbursed = models.DecimalField(_("đã giải ngân"), max_digits=15, decimal_places=0)
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_REASON, blank=True)
    settled_by = models.CharField(_("người quyết toán"), max_length=200)
    settled_at = models.DateTimeField(_("quyết toán lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("quyết toán")
        verbose_name_plural = _("quyết toán")
        constraints = [
            # also answers: who has settled this year
            models.UniqueConstraint(fields=["year", "agency"], name="settlement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"
