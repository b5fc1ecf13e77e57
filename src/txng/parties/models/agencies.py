"""Agencies, the names they bore, and what the Plan gives them to do."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.parties import rules


class Agency(models.Model):
    """A body that the Plan or the law gives a duty. It keeps its code; its names have dates.

    `stands_for` not "": the row stands for many, such as the committees of all districts until 30 June
    2025. One of the many that acts in its own name is `part_of` that row: it has no duty of its own, but a
    share in every duty of the many. `commune_code` says whose committee it is. `ended_on` is its last day;
    from the next day on its duties are those of `successors`.
    """

    class Kind(models.TextChoices):
        AGENCY = "co-quan", _("Cơ quan nhà nước")
        SERVICE = "don-vi-su-nghiep", _("Đơn vị sự nghiệp")
        ASSOCIATION = "hiep-hoi", _("Hội, hiệp hội")
        CENTRAL = "trung-uong", _("Cơ quan trung ương")
        GROUP = "nhom", _("Nhóm đơn vị")

    class StandsFor(models.TextChoices):
        DISTRICT = "district", _("Mỗi huyện, thành phố")
        COMMUNE = "commune", _("Mỗi xã, phường, đặc khu")
        CERTIFIERS = "certifiers", _("Mọi đơn vị chứng nhận")
        MARK_OWNERS = "mark-owners", _("Mọi chủ nhãn hiệu")
        ENTERPRISES = "enterprises", _("Mọi doanh nghiệp")

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    stands_for = models.CharField(
        _("là tên chung của"), max_length=12, choices=StandsFor.choices, blank=True
    )
    ended_on = models.DateField(_("hoạt động đến hết ngày"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="predecessors",
        blank=True,
        verbose_name=_("đơn vị tiếp nhận"),
    )
    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agency",
        verbose_name=_("tài khoản"),
    )
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="members",
        verbose_name=_("thuộc"),
    )  # fmt: skip
    commune_code = models.CharField(_("xã, phường, đặc khu"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="agency_has_a_code"),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | Q(stands_for=""),
                name="agency_one_of_many_or_many",
            ),
            models.UniqueConstraint(
                fields=["commune_code"],
                condition=~Q(commune_code=""),
                name="agency_one_for_a_commune",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class AgencyName(models.Model):
    """A name of an agency, from a day until a day; None is open. Two names never share a day."""

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="names", verbose_name=_("cơ quan")
    )
    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME)
    short_name = models.CharField(_("tên ngắn"), max_length=60)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_until = models.DateField(_("đến hết ngày"), null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=rules.LONGEST_NOTE, blank=True)

    class Meta:
        verbose_name = _("tên cơ quan")
        verbose_name_plural = _("tên cơ quan")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(short_name=""), name="agencyname_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="agencyname_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["agency", "valid_from"],
                condition=Q(valid_from__isnull=False),
                name="agencyname_begins_once",
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(valid_until__isnull=True),
                name="agencyname_one_now",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """A duty that a clause gives an agency, as leader or beside others, from a day until a day."""

    class Role(models.TextChoices):
        LEAD = "chu-tri", _("Chủ trì")
        COORDINATE = "phoi-hop", _("Phối hợp")

    class Rhythm(models.TextChoices):
        ONCE = "once", _("Trong cả thời kỳ")
        YEARLY = "yearly", _("Hằng năm")

    clause = models.CharField(_("điều khoản"), max_length=20)
    basis = models.CharField(_("văn bản"), max_length=rules.LONGEST_NOTE)
    duty = models.CharField(_("nhiệm vụ"), max_length=rules.LONGEST_NOTE)
    role = models.CharField(_("vai"), max_length=10, choices=Role.choices)
    rhythm = models.CharField(_("nhịp"), max_length=10, choices=Rhythm.choices, default=Rhythm.ONCE)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("cơ quan")
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_until = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        constraints = [
            models.UniqueConstraint(
                fields=["basis", "clause", "role", "agency", "valid_from"], name="mandate_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="mandate_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.role}: {self.agency_id}"
