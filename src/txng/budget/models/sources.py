"""Where money comes from: programmes with a legal basis, and the sources that a line is paid from."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from txng.budget import rules

KIND_NAMES = {
    rules.STATE: _("Ngân sách nhà nước"),
    rules.FOREIGN_AID: _("Vốn tài trợ quốc tế"),
    rules.HOME_AID: _("Vốn tài trợ trong nước"),
    rules.ENTERPRISE: _("Vốn doanh nghiệp"),
    rules.OTHER: _("Nguồn huy động hợp pháp khác"),
}


class Programme(models.Model):
    """A funding programme such as the project of decision 225/QĐ-UBND. `total` None: nobody knows it."""

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên chương trình"), max_length=rules.LONGEST_TITLE)
    basis = models.CharField(_("căn cứ"), max_length=rules.LONGEST_TITLE)
    amended_by = models.CharField(_("sửa đổi bởi"), max_length=rules.LONGEST_TITLE, blank=True)
    first_year = models.PositiveSmallIntegerField(_("từ năm"))
    last_year = models.PositiveSmallIntegerField(_("đến năm"))
    total = models.DecimalField(
        _("tổng kinh phí (đồng)"), max_digits=15, decimal_places=0, null=True
    )
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_NOTE, blank=True)

    class Meta:
        verbose_name = _("chương trình kinh phí")
        verbose_name_plural = _("chương trình kinh phí")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(basis=""), name="programme_money_has_basis"
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="programme_money_forward"
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gt=0), name="programme_money_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeShare(models.Model):
    """Who pays which share of a programme: the budget, and the counterpart of localities and enterprises."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="shares", verbose_name=_("chương trình")
    )
    kind = models.CharField(_("loại vốn"), max_length=20, choices=KIND_NAMES)
    payer = models.CharField(_("bên góp"), max_length=200)
    is_counterpart = models.BooleanField(_("là vốn đối ứng"), default=False)
    amount = models.DecimalField(_("số tiền (đồng)"), max_digits=15, decimal_places=0, null=True)

    class Meta:
        verbose_name = _("phần góp vốn")
        verbose_name_plural = _("phần góp vốn")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "payer"], name="programmeshare_payer_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=rules.KINDS), name="programmeshare_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="programmeshare_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.payer


class Source(models.Model):
    """A pot that lines are paid from. `donor` exactly for aid; `is_open` False: no new line takes from it."""

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    kind = models.CharField(_("loại vốn"), max_length=20, choices=KIND_NAMES)
    name = models.CharField(_("tên nguồn"), max_length=200, unique=True)
    donor = models.CharField(_("nhà tài trợ"), max_length=200, blank=True)
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("chương trình kinh phí"),
    )
    is_open = models.BooleanField(_("còn nhận dự toán"), default=True)
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_NOTE, blank=True)

    class Meta:
        verbose_name = _("nguồn vốn")
        verbose_name_plural = _("nguồn vốn")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="source_kind_known"),
            models.CheckConstraint(
                condition=(Q(kind__in=rules.WITH_DONOR) & ~Q(donor=""))
                | (~Q(kind__in=rules.WITH_DONOR) & Q(donor="")),
                name="source_aid_has_a_donor",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="source_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
