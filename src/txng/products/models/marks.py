"""Marks, geographical indications and OCOP ratings: whose they are, who may use them, until when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.products.models.groups import ProductGroup
from txng.products.models.trade_items import TradeItem
from txng.products.rules import marks as rules


class Mark(models.Model):
    """A certification mark, a collective mark or a geographical indication. Its owners and users are dated
    rows.

    `expires_on` is None where the law sets no end (a geographical indication), or where nobody has written
    it yet.
    """

    class Kind(models.TextChoices):
        CERTIFICATION = rules.CERTIFICATION, _("Nhãn hiệu chứng nhận")
        COLLECTIVE = rules.COLLECTIVE, _("Nhãn hiệu tập thể")
        GEOGRAPHICAL = rules.GEOGRAPHICAL, _("Chỉ dẫn địa lý")

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    kind = models.CharField(_("loại"), max_length=15, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=200, unique=True)
    registration_number = models.CharField(_("số đăng ký"), max_length=40, blank=True)
    groups = models.ManyToManyField(
        ProductGroup, related_name="marks", verbose_name=_("nhóm sản phẩm")
    )
    granted_on = models.DateField(_("cấp ngày"), null=True)
    expires_on = models.DateField(_("hết hạn ngày"), null=True)
    source = models.CharField(_("nguồn"), max_length=200)

    class Meta:
        verbose_name = _("nhãn hiệu, chỉ dẫn địa lý")
        verbose_name_plural = _("nhãn hiệu, chỉ dẫn địa lý")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="mark_kind_known"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(granted_on__isnull=True)
                | Q(expires_on__gt=F("granted_on")),
                name="mark_expires_after_grant",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MarkOwner(models.Model):
    """Who owns a mark from a day until before another. Districts that owned marks were abolished in 2025."""

    mark = models.ForeignKey(
        Mark, on_delete=models.PROTECT, related_name="owners", verbose_name=_("nhãn hiệu")
    )
    name = models.CharField(_("chủ sở hữu"), max_length=200)
    held_from = models.DateField(
        _("từ ngày"), null=True
    )  # None: since the grant, whose day is unknown
    held_until = models.DateField(_("đến trước ngày"), null=True)
    document = models.CharField(_("văn bản"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("chủ sở hữu nhãn hiệu")
        verbose_name_plural = _("chủ sở hữu nhãn hiệu")
        constraints = [
            models.UniqueConstraint(
                fields=["mark"], condition=Q(held_until__isnull=True), name="mark_has_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True)
                | Q(held_from__isnull=True)
                | Q(held_until__gt=F("held_from")),
                name="markowner_period_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id}: {self.name}"


class MarkLicence(models.Model):
    """The right of an enterprise to use a mark for a product group, for a period; it may be ended early."""

    mark = models.ForeignKey(
        Mark, on_delete=models.PROTECT, related_name="licences", verbose_name=_("nhãn hiệu")
    )
    holder = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="mark_licences", verbose_name=_("cơ sở")
    )  # fmt: skip
    group = models.ForeignKey(
        ProductGroup, on_delete=models.PROTECT, related_name="+", verbose_name=_("nhóm sản phẩm")
    )
    number = models.CharField(_("số giấy"), max_length=40)
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến hết ngày"))
    ended_on = models.DateField(_("thu hồi từ ngày"), null=True)
    ended_because = models.CharField(_("lý do thu hồi"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("giấy phép dùng nhãn hiệu")
        verbose_name_plural = _("giấy phép dùng nhãn hiệu")
        constraints = [
            models.UniqueConstraint(fields=["mark", "number"], name="marklicence_number_once"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="marklicence_period_forward"
            ),
            models.CheckConstraint(
                condition=(Q(ended_on__isnull=True) & Q(ended_because=""))
                | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                name="marklicence_ended_and_why",
            ),
        ]
        indexes = [
            # which marks may this enterprise use
            models.Index(fields=["holder", "valid_until"], name="marklicence_of_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id}: {self.number}"


class OcopRating(models.Model):
    """Stars of a product in One Commune One Product, until they expire. A new rating is a new row."""

    trade_item = models.ForeignKey(
        TradeItem, on_delete=models.PROTECT, related_name="ocop_ratings", verbose_name=_("sản phẩm")
    )
    stars = models.PositiveSmallIntegerField(_("số sao"))
    points = models.DecimalField(_("điểm"), max_digits=5, decimal_places=2, null=True)
    decision_number = models.CharField(_("số quyết định"), max_length=40)
    decided_on = models.DateField(_("ngày quyết định"))
    valid_until = models.DateField(_("đến hết ngày"))
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("hạng OCOP")
        verbose_name_plural = _("hạng OCOP")
        constraints = [
            models.UniqueConstraint(
                fields=["trade_item", "decision_number"], name="ocop_decision_once"
            ),
            models.CheckConstraint(
                condition=Q(stars__gte=rules.FEWEST_STARS, stars__lte=rules.MOST_STARS),
                name="ocop_stars",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("decided_on")), name="ocop_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trade_item_id}: {self.stars}"
