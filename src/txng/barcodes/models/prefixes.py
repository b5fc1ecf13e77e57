"""Who holds which prefix, which keys were given out of it, and how a prefix is applied for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.barcodes.rules import keys

LONGEST_WORDS = 200


class CompanyPrefix(models.Model):
    """A prefix that GS1 gave to an enterprise. Never deleted: its keys name things for ever.

    `paid_until` is the last year whose fee was paid, None when nobody said.
    """

    enterprise = models.ForeignKey(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="company_prefixes",
        verbose_name=_("cơ sở"),
    )
    digits = models.CharField(_("mã doanh nghiệp GS1"), max_length=keys.LONGEST, unique=True)
    is_foreign = models.BooleanField(_("mã nước ngoài"), default=False)
    certificate = models.CharField(_("số giấy chứng nhận"), max_length=60, blank=True)
    granted_on = models.DateField(_("ngày cấp"), null=True, blank=True)
    paid_until = models.PositiveSmallIntegerField(
        _("đã nộp phí đến hết năm"), null=True, blank=True
    )
    ended_on = models.DateField(_("thôi dùng từ"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("mã doanh nghiệp GS1")
        verbose_name_plural = _("mã doanh nghiệp GS1")
        constraints = [
            models.CheckConstraint(
                condition=Q(digits__regex=r"^[0-9]{7,12}$"), name="companyprefix_digits_whole"
            ),
        ]
        indexes = [
            # whose fee is due?
            models.Index(
                fields=["paid_until"],
                name="companyprefix_by_fee",
                condition=Q(ended_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.digits


class KeyCounter(models.Model):
    """The next number of a kind of key. Whoever gives keys holds this row; it only grows."""

    prefix = models.ForeignKey(
        CompanyPrefix, on_delete=models.PROTECT, related_name="counters", verbose_name=_("mã")
    )
    kind = models.CharField(_("loại khóa"), max_length=4)
    next = models.PositiveBigIntegerField(_("số kế tiếp"), default=0)

    class Meta:
        verbose_name = _("số khóa kế tiếp")
        verbose_name_plural = _("số khóa kế tiếp")
        constraints = [
            models.UniqueConstraint(fields=["prefix", "kind"], name="keycounter_once"),
            models.CheckConstraint(condition=Q(kind__in=keys.KINDS), name="keycounter_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix_id} {self.kind} {self.next}"


class GivenKey(models.Model):
    """A key that names something, or did. The row stays when the thing is gone: so no key comes twice."""

    class Kind(models.TextChoices):
        GTIN = "gtin", _("GTIN (sản phẩm)")
        GLN = "gln", _("GLN (địa điểm)")
        SSCC = "sscc", _("SSCC (thùng, pa-lét)")

    prefix = models.ForeignKey(
        CompanyPrefix,
        on_delete=models.PROTECT,
        related_name="keys",
        verbose_name=_("mã doanh nghiệp"),
    )
    kind = models.CharField(_("loại"), max_length=4, choices=Kind.choices)
    value = models.CharField(_("mã"), max_length=18)
    number = models.PositiveBigIntegerField(_("số thứ tự"))
    purpose = models.CharField(_("dùng cho"), max_length=LONGEST_WORDS)
    is_earlier = models.BooleanField(_("đã dùng từ trước"), default=False)
    given_at = models.DateTimeField(_("cấp lúc"), default=timezone.now)
    given_by = models.CharField(_("người cấp"), max_length=200)
    withdrawn_at = models.DateTimeField(_("ngừng dùng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("khóa GS1")
        verbose_name_plural = _("khóa GS1")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="givenkey_once"),
            # also answers: the keys of this prefix, newest number last
            models.UniqueConstraint(
                fields=["prefix", "kind", "number"], name="givenkey_number_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=keys.KINDS), name="givenkey_kind_known"),
            models.CheckConstraint(condition=~Q(value=""), name="givenkey_has_a_value"),
        ]

    def __str__(self) -> str:
        return self.value


class OwnName(models.Model):
    """A name that is not GS1's, and perhaps the GS1 code that means the same thing since a day.

    Events keep the name that they were told with; the repository reads the one as the other.
    """

    enterprise = models.ForeignKey(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="own_names",
        verbose_name=_("cơ sở"),
    )
    name = models.CharField(_("mã nội bộ"), max_length=200, unique=True)  # a URI
    words = models.CharField(_("là gì"), max_length=LONGEST_WORDS)
    gs1 = models.CharField(_("mã GS1 tương ứng"), max_length=200, blank=True)  # canonical link
    given_at = models.DateTimeField(_("cấp lúc"), default=timezone.now)
    aliased_at = models.DateTimeField(_("nối với mã GS1 lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã nội bộ")
        verbose_name_plural = _("mã nội bộ")
        constraints = [
            models.CheckConstraint(
                condition=Q(gs1="", aliased_at__isnull=True)
                | (~Q(gs1="") & Q(aliased_at__isnull=False)),
                name="ownname_alias_and_its_time",
            ),
        ]
        indexes = [
            # the own names of an enterprise, in order
            models.Index(fields=["enterprise", "name"], name="ownname_of_enterprise"),
        ]

    def __str__(self) -> str:
        return self.name


class PrefixCase(models.Model):
    """An application for a prefix: what is ready, where it stands, what came of it.

    `done` lists the items of data/registration.toml that are ready.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Đang chuẩn bị")
        SENT = "sent", _("Đã nộp")
        GRANTED = "granted", _("Đã được cấp")
        REFUSED = "refused", _("Không được cấp")
        DROPPED = "dropped", _("Thôi không nộp")

    enterprise = models.ForeignKey(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="prefix_cases",
        verbose_name=_("cơ sở"),
    )
    wanted = models.CharField(_("loại mã"), max_length=6)  # "GCP-10"
    products = models.PositiveIntegerField(_("số loại sản phẩm dự kiến"), default=1)
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=State.choices, default=State.OPEN
    )
    done = models.JSONField(_("đã xong"), default=list)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    opened_at = models.DateTimeField(_("mở lúc"), default=timezone.now)
    sent_on = models.DateField(_("ngày nộp"), null=True, blank=True)
    decided_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    prefix = models.OneToOneField(
        CompanyPrefix,
        on_delete=models.PROTECT,
        null=True,
        related_name="case",
        verbose_name=_("mã được cấp"),
    )

    class Meta:
        verbose_name = _("hồ sơ xin cấp mã")
        verbose_name_plural = _("hồ sơ xin cấp mã")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "sent", "granted", "refused", "dropped"]),
                name="prefixcase_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="granted", prefix__isnull=False)
                | (~Q(state="granted") & Q(prefix__isnull=True)),
                name="prefixcase_granted_has_a_prefix",
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state__in=["open", "sent"]),
                name="prefixcase_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wanted} ({self.state})"


class FeeLine(models.Model):
    """A fee as an officer wrote it down; a newer line of the same kind takes over on its day."""

    kind = models.CharField(_("loại mã"), max_length=6)
    once = models.PositiveIntegerField(_("phí cấp (đồng)"))
    yearly = models.PositiveIntegerField(_("phí duy trì mỗi năm (đồng)"))
    valid_from = models.DateField(_("áp dụng từ"))
    valid_until = models.DateField(_("đến hết ngày"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("mức phí")
        verbose_name_plural = _("mức phí")
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="feeline_begins_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="feeline_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="feeline_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"
