"""Who may certify what: schemes, certification bodies, their accreditations."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.certification.rules import schemes as rules
from txng.ui import collation


class Scheme(models.Model):
    """What a certificate is given by: VietGAP, HACCP. `months_source` is empty where the usual validity is
    our own proposal. Never deleted: certificates name it."""

    class Kind(models.TextChoices):
        PRODUCT = rules.PRODUCT, _("Sản phẩm")
        MANAGEMENT = rules.MANAGEMENT, _("Hệ thống quản lý")
        TRACEABILITY = rules.TRACEABILITY, _("Hệ thống truy xuất nguồn gốc")

    code = models.SlugField(_("mã"), max_length=rules.LONGEST_CODE, unique=True)
    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME, unique=True)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=rules.LONGEST_NAME)
    kind = models.CharField(_("chứng nhận cho"), max_length=15, choices=Kind.choices)
    months = models.PositiveSmallIntegerField(_("thời hạn thường dùng (tháng)"))
    months_source = models.CharField(_("căn cứ của thời hạn"), max_length=200, blank=True)
    source = models.CharField(_("nguồn"), max_length=200)

    class Meta:
        verbose_name = _("chương trình chứng nhận")
        verbose_name_plural = _("chương trình chứng nhận")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="scheme_kind_known"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=rules.MOST_MONTHS), name="scheme_months"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""), name="scheme_named_with_source"
            ),
        ]

    def __str__(self) -> str:
        return self.name if (get_language() or "vi").startswith("vi") else self.name_en


class Body(models.Model):
    """A certification body of the register: an organisation of the kind "certifier".

    `name_key` is its name in Vietnamese order. What it may certify stands in Accreditation.
    """

    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        related_name="certification_body",
        verbose_name=_("tổ chức"),
    )
    name_key = models.BinaryField(max_length=collation.LONGEST_KEY, editable=False)
    registered_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tổ chức chứng nhận")
        verbose_name_plural = _("tổ chức chứng nhận")
        indexes = [
            # the register in Vietnamese order, page by page
            models.Index(fields=["name_key", "id"], name="certbody_by_name"),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class Accreditation(models.Model):
    """What a body may certify from a day to a day. Append-only: a change is another version.

    Of the versions that begin on or before a day the one with the highest number counts, and counts only
    until its last day: a correction begins on the day of what it corrects, an extension later.
    """

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="accreditations",
        verbose_name=_("tổ chức chứng nhận"),
    )
    version = models.PositiveIntegerField(_("bản"))
    decision_number = models.CharField(_("số quyết định"), max_length=60)
    accreditor = models.CharField(_("nơi công nhận"), max_length=200)
    schemes = models.ManyToManyField(Scheme, related_name="+", verbose_name=_("chương trình"))
    # empty: every product
    groups = models.ManyToManyField(
        "products.ProductGroup", related_name="+", verbose_name=_("nhóm sản phẩm")
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến hết ngày"))
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    recorded_by = models.CharField(_("người ghi"), max_length=200)

    class Meta:
        verbose_name = _("quyết định công nhận")
        verbose_name_plural = _("quyết định công nhận")
        constraints = [
            models.UniqueConstraint(fields=["body", "version"], name="accreditation_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="accreditation_forward"
            ),
            models.CheckConstraint(
                condition=~Q(decision_number="") & ~Q(accreditor=""), name="accreditation_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.version}"
