"""Who: companies, cooperatives and their groups, business households, farm households."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.parties import rules
from txng.parties.rules import own_codes, size_classes, tax_codes
from txng.ui import collation, search


class Enterprise(models.Model):
    """One party of the register, with or without an account.

    The name of a household is the name of a person: who may not see persons is shown the code instead,
    and finds it by EnterpriseWord only, never by PersonWord. What was true earlier stands in
    EnterprisePast. A merged entry stays, so that its code still leads to the one that was kept.
    """

    class Kind(models.TextChoices):
        COMPANY = rules.COMPANY, _("Doanh nghiệp")
        COOPERATIVE = rules.COOPERATIVE, _("Hợp tác xã")
        COOPERATIVE_GROUP = rules.COOPERATIVE_GROUP, _("Tổ hợp tác")
        BUSINESS_HOUSEHOLD = rules.BUSINESS_HOUSEHOLD, _("Hộ kinh doanh")
        HOUSEHOLD = rules.HOUSEHOLD, _("Nông hộ")

    class Ownership(models.TextChoices):
        STATE = rules.STATE, _("Kinh tế nhà nước")
        COLLECTIVE = rules.COLLECTIVE, _("Kinh tế tập thể")
        PRIVATE = rules.PRIVATE, _("Kinh tế tư nhân")
        FOREIGN = rules.FOREIGN, _("Vốn đầu tư nước ngoài")

    class Sector(models.TextChoices):
        AGRICULTURE = rules.AGRICULTURE, _("Nông nghiệp")
        INDUSTRY_AND_TRADE = rules.INDUSTRY_AND_TRADE, _("Công Thương")
        HEALTH = rules.HEALTH, _("Y tế")

    class Field(models.TextChoices):
        AGRICULTURE = "nong-lam-thuy-san", _("Nông, lâm, thủy sản")
        INDUSTRY = "cong-nghiep-xay-dung", _("Công nghiệp, xây dựng")
        SERVICES = "thuong-mai-dich-vu", _("Thương mại, dịch vụ")

    class Size(models.TextChoices):
        MICRO = size_classes.MICRO, _("Siêu nhỏ")
        SMALL = size_classes.SMALL, _("Nhỏ")
        MEDIUM = size_classes.MEDIUM, _("Vừa")
        LARGE = size_classes.LARGE, _("Lớn")

    code = models.CharField(_("mã trong sổ"), max_length=own_codes.LONGEST, unique=True)
    kind = models.CharField(_("loại hình"), max_length=20, choices=Kind.choices)
    ownership = models.CharField(_("thành phần kinh tế"), max_length=20, choices=Ownership.choices)
    sector = models.CharField(_("ngành quản lý"), max_length=20, choices=Sector.choices)
    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME)
    tax_code = models.CharField(_("mã số thuế"), max_length=tax_codes.LONGEST, blank=True)
    gln = models.CharField(_("mã địa điểm GLN"), max_length=13, blank=True)
    commune_code = models.CharField(_("xã, phường"), max_length=5)
    earlier_commune_code = models.CharField(_("xã trước 01/07/2025"), max_length=5, blank=True)
    address = models.CharField(
        _("số nhà, đường, thôn"), max_length=rules.LONGEST_ADDRESS, blank=True
    )
    contact_name = models.CharField(_("người liên hệ"), max_length=rules.LONGEST_NAME, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=24, choices=Field.choices, blank=True)
    workers = models.PositiveIntegerField(_("lao động bình quân năm"), null=True, blank=True)
    revenue_vnd = models.BigIntegerField(_("doanh thu năm trước (đồng)"), null=True, blank=True)
    capital_vnd = models.BigIntegerField(_("nguồn vốn năm trước (đồng)"), null=True, blank=True)
    # what rules.size_classes said when the row was written; figures change once a year
    size = models.CharField(_("quy mô"), max_length=10, choices=Size.choices, blank=True)
    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprise",
        verbose_name=_("tài khoản"),
    )
    closed_on = models.DateField(_("ngừng hoạt động từ"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="merged",
        verbose_name=_("gộp vào"),
    )
    created_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    updated_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)
    # written by actions: the Vietnamese order of the public name
    name_key = models.BinaryField(max_length=collation.LONGEST_KEY, editable=False)

    class Meta:
        verbose_name = _("cơ sở")
        verbose_name_plural = _("cơ sở")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="enterprise_kind_known"),
            models.CheckConstraint(
                condition=Q(ownership__in=rules.OWNERSHIPS), name="enterprise_ownership_known"
            ),
            models.CheckConstraint(
                condition=Q(sector__in=rules.SECTORS), name="enterprise_sector_known"
            ),
            models.CheckConstraint(
                condition=Q(size__in=("", *size_classes.SIZES)), name="enterprise_size_known"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code="") & ~Q(commune_code=""), name="enterprise_named"
            ),
            models.UniqueConstraint(
                fields=["tax_code"], condition=~Q(tax_code=""), name="enterprise_tax_code_once"
            ),
            models.UniqueConstraint(
                fields=["gln"], condition=~Q(gln=""), name="enterprise_gln_once"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="enterprise_not_merged_into_itself",
            ),
            models.CheckConstraint(
                # whoever was merged has handed over what is unique
                condition=Q(merged_into__isnull=True)
                | (Q(tax_code="") & Q(gln="") & Q(organisation__isnull=True)),
                name="enterprise_merged_is_empty",
            ),
            models.CheckConstraint(
                condition=(Q(revenue_vnd__isnull=True) | Q(revenue_vnd__gte=0))
                & (Q(capital_vnd__isnull=True) | Q(capital_vnd__gte=0)),
                name="enterprise_money_not_negative",
            ),
        ]
        indexes = [
            # the list, in Vietnamese order, page by page
            models.Index(fields=["name_key", "id"], name="enterprise_in_order"),
            # an officer's communes; who is there by kind and sector (statistics)
            models.Index(
                fields=["commune_code", "sector", "name_key", "id"], name="enterprise_by_commune"
            ),
        ]

    def __str__(self) -> str:
        """Never the name of a household: this may end up in a log."""
        return self.public_name

    @property
    def is_of_persons(self) -> bool:
        return self.kind in rules.OF_PERSONS

    @property
    def shows_person(self) -> bool:
        """Whether whoever asked may see the person behind a household: questions say so of each row."""
        return bool(getattr(self, "is_shown", False))

    @property
    def shown_name(self) -> str:
        """For whoever asked."""
        return self.name if self.shows_person else self.public_name

    @property
    def public_name(self) -> str:
        """What anybody may read: the code instead of the name of a person."""
        return f"{self.get_kind_display()} {self.code}" if self.is_of_persons else self.name


class EnterpriseWord(search.Word):
    """What anybody who sees the entry finds it by: code, tax code, place; the name unless a person's."""

    of = models.ForeignKey(Enterprise, models.CASCADE, related_name="words")

    class Meta(search.Word.Meta):
        indexes = search.indexes("enterpriseword")
        constraints = search.constraints("enterpriseword")


class PersonWord(search.Word):
    """Every word of a household, its name and telephone too: for those who may see persons."""

    of = models.ForeignKey(Enterprise, models.CASCADE, related_name="person_words")

    class Meta(search.Word.Meta):
        indexes = search.indexes("personword")
        constraints = search.constraints("personword")


class EnterprisePast(models.Model):
    """What a party was called and where it was, until a day. Answers "as of"; never changed."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="past", verbose_name=_("cơ sở")
    )
    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME)
    address = models.CharField(
        _("số nhà, đường, thôn"), max_length=rules.LONGEST_ADDRESS, blank=True
    )
    commune_code = models.CharField(_("xã, phường"), max_length=5)
    earlier_commune_code = models.CharField(_("xã trước 01/07/2025"), max_length=5, blank=True)
    valid_until = models.DateField(_("đến hết ngày"))

    class Meta:
        verbose_name = _("tên và địa chỉ trước đây")
        verbose_name_plural = _("tên và địa chỉ trước đây")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "valid_until"], name="enterprisepast_one_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} – {self.valid_until}"


class Membership(models.Model):
    """A household or firm in a cooperative or group, from a day until a day."""

    group = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("hợp tác xã, tổ hợp tác"),
    )
    member = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        related_name="belongs_to",
        verbose_name=_("thành viên"),
    )
    joined_on = models.DateField(_("từ ngày"), null=True, blank=True)
    left_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("thành viên")
        verbose_name_plural = _("thành viên")
        constraints = [
            models.CheckConstraint(
                condition=~Q(group=F("member")), name="membership_of_two_parties"
            ),
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True)
                | Q(left_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["group", "member"],
                condition=Q(left_on__isnull=True),
                name="membership_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} ∈ {self.group_id}"
