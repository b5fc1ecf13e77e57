"""Where: establishments, plots, and the codes that agencies give to areas and packing houses."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.parties import rules
from txng.parties.models.enterprises import Enterprise
from txng.parties.rules import code_formats, own_codes


class Establishment(models.Model):
    """A place of one party where something happens: its GLN, or our own code until it has one."""

    class Kind(models.TextChoices):
        OFFICE = "tru-so", _("Trụ sở")
        GROWING = "vung-trong", _("Vùng trồng, trại nuôi")
        PROCESSING = "che-bien", _("Nơi chế biến")
        PACKING = "dong-goi", _("Cơ sở đóng gói")
        STORE = "kho", _("Kho")
        SHOP = "cua-hang", _("Cửa hàng")
        PURCHASE = "thu-mua", _("Điểm thu mua")

    code = models.CharField(_("mã trong sổ"), max_length=own_codes.LONGEST, unique=True)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="establishments", verbose_name=_("cơ sở")
    )
    kind = models.CharField(_("dùng làm"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME)
    gln = models.CharField(_("mã địa điểm GLN"), max_length=13, blank=True)
    commune_code = models.CharField(_("xã, phường"), max_length=5)
    earlier_commune_code = models.CharField(_("xã trước 01/07/2025"), max_length=5, blank=True)
    address = models.CharField(
        _("số nhà, đường, thôn"), max_length=rules.LONGEST_ADDRESS, blank=True
    )
    # millionths of a degree, WGS 84
    longitude = models.IntegerField(_("kinh độ"), null=True, blank=True)
    latitude = models.IntegerField(_("vĩ độ"), null=True, blank=True)
    closed_on = models.DateField(_("đóng cửa từ"), null=True, blank=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    class Meta:
        verbose_name = _("địa điểm")
        verbose_name_plural = _("địa điểm")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=rules.ESTABLISHMENT_KINDS), name="establishment_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code="") & ~Q(commune_code=""),
                name="establishment_named",
            ),
            models.UniqueConstraint(
                fields=["gln"], condition=~Q(gln=""), name="establishment_gln_once"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="establishment_both_or_no_degrees",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Plot(models.Model):
    """A piece of land that a party grows on.

    `geometry` is the one spelling of rules.geojson, or "" where nobody has measured yet. The box stands
    beside it, so that neighbours are found by comparing numbers. The boundary of a household's plot is
    personal data and never public.
    """

    class Cropping(models.TextChoices):
        MONOCULTURE = rules.MONOCULTURE, _("Trồng thuần")
        INTERCROPPED = rules.INTERCROPPED, _("Trồng xen")
        AGROFORESTRY = rules.AGROFORESTRY, _("Nông lâm kết hợp")

    code = models.CharField(_("mã trong sổ"), max_length=own_codes.LONGEST, unique=True)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="plots", verbose_name=_("cơ sở")
    )
    name = models.CharField(_("tên gọi"), max_length=rules.LONGEST_NAME)
    commune_code = models.CharField(_("xã, phường"), max_length=5)
    earlier_commune_code = models.CharField(_("xã trước 01/07/2025"), max_length=5, blank=True)
    crop = models.CharField(_("cây trồng"), max_length=100, blank=True)
    cropping_system = models.CharField(
        _("cách trồng"), max_length=20, choices=Cropping.choices, blank=True
    )
    planted_year = models.PositiveSmallIntegerField(_("năm trồng"), null=True, blank=True)
    geometry = models.TextField(_("ranh thửa (GeoJSON)"), blank=True)
    # millionths of a degree; all four with a geometry, none without
    west = models.IntegerField(null=True, editable=False)
    south = models.IntegerField(null=True, editable=False)
    east = models.IntegerField(null=True, editable=False)
    north = models.IntegerField(null=True, editable=False)
    area_ha = models.DecimalField(
        _("diện tích đo (ha)"), max_digits=9, decimal_places=4, null=True, editable=False
    )
    declared_ha = models.DecimalField(
        _("diện tích khai (ha)"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    closed_on = models.DateField(_("thôi canh tác từ"), null=True, blank=True)
    created_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    class Meta:
        verbose_name = _("thửa")
        verbose_name_plural = _("thửa")
        constraints = [
            models.CheckConstraint(
                condition=Q(cropping_system__in=("", *rules.CROPPING_SYSTEMS)),
                name="plot_cropping_known",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code="") & ~Q(commune_code=""), name="plot_named"
            ),
            models.CheckConstraint(
                condition=Q(
                    geometry="",
                    west__isnull=True,
                    south__isnull=True,
                    east__isnull=True,
                    north__isnull=True,
                    area_ha__isnull=True,
                )
                | (~Q(geometry="") & Q(west__lte=F("east"), south__lte=F("north"), area_ha__gte=0)),
                name="plot_geometry_and_its_box",
            ),
            models.CheckConstraint(
                condition=Q(declared_ha__isnull=True) | Q(declared_ha__gt=0),
                name="plot_declared_area_positive",
            ),
        ]
        indexes = [
            # which plots may overlap this one: their boxes meet
            models.Index(fields=["west", "east", "south", "north"], name="plot_by_box"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def shows_person(self) -> bool:
        """Whether whoever asked may see the boundary: questions say so of each row."""
        return bool(getattr(self, "is_shown", False))


class SiteCode(models.Model):
    """A planting-area or packing-house code, in the format of the day it was issued."""

    class Kind(models.TextChoices):
        PLANTING_AREA = code_formats.PLANTING_AREA, _("Mã số vùng trồng")
        PACKING_HOUSE = code_formats.PACKING_HOUSE, _("Mã số cơ sở đóng gói")

    class Market(models.TextChoices):
        HOME = code_formats.HOME, _("Trong nước")
        EXPORT = code_formats.EXPORT, _("Xuất khẩu")

    class State(models.TextChoices):
        ACTIVE = code_formats.ACTIVE, _("Còn hiệu lực")
        SUSPENDED = code_formats.SUSPENDED, _("Tạm dừng")
        REVOKED = code_formats.REVOKED, _("Đã thu hồi")

    code = models.CharField(_("mã số"), max_length=code_formats.LONGEST)
    kind = models.CharField(_("loại mã"), max_length=20, choices=Kind.choices)
    format = models.CharField(_("khuôn dạng"), max_length=40)
    market = models.CharField(_("thị trường"), max_length=12, choices=Market.choices)
    countries = models.CharField(_("nước nhập khẩu"), max_length=200, blank=True)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="site_codes", verbose_name=_("cơ sở")
    )
    establishment = models.ForeignKey(
        Establishment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="site_codes",
        verbose_name=_("địa điểm"),
    )
    plots = models.ManyToManyField(
        Plot, related_name="site_codes", blank=True, verbose_name=_("các thửa")
    )
    issued_on = models.DateField(_("cấp ngày"))
    valid_until = models.DateField(_("hiệu lực đến hết ngày"), null=True, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=12, choices=State.choices, default=State.ACTIVE
    )
    state_since = models.DateField(_("từ ngày"))
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_NOTE, blank=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    class Meta:
        verbose_name = _("mã số vùng trồng, cơ sở đóng gói")
        verbose_name_plural = _("mã số vùng trồng, cơ sở đóng gói")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="sitecode_once"),
            models.CheckConstraint(
                condition=Q(kind__in=code_formats.KINDS)
                & Q(market__in=code_formats.MARKETS)
                & Q(state__in=code_formats.STATES),
                name="sitecode_words_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="sitecode_ends_after_it_begins",
            ),
            models.CheckConstraint(
                # who stops a code says why
                condition=Q(state=code_formats.ACTIVE) | ~Q(reason=""),
                name="sitecode_stopped_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code
