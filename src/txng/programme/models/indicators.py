"""Indicators of the Plan: what is measured by which formula, what it should be, what it was."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.programme.rules import formulas
from txng.programme.rules import indicators as rules


class Indicator(models.Model):
    """What the agency measures. `formula` is data over the registry of figures (rules/formulas.py).

    Every change raises `version` and leaves what was in IndicatorPast. Never deleted: readings name it;
    one that is no longer used is retired.
    """

    class Direction(models.TextChoices):
        UP = rules.UP, _("Càng cao càng tốt")
        DOWN = rules.DOWN, _("Càng thấp càng tốt")

    code = models.SlugField(_("mã"), max_length=rules.LONGEST_CODE, unique=True)
    title = models.CharField(_("tên"), max_length=rules.LONGEST_TITLE)
    unit = models.CharField(_("đơn vị"), max_length=rules.LONGEST_UNIT)
    formula = models.CharField(_("công thức"), max_length=formulas.LONGEST)
    direction = models.CharField(
        _("chiều"), max_length=4, choices=Direction.choices, default=Direction.UP
    )
    decimals = models.PositiveSmallIntegerField(_("số lẻ"), default=0)
    owner = models.ForeignKey(
        "parties.Agency",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("cơ quan phụ trách"),
    )
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_NOTE, blank=True)
    on_dashboard = models.BooleanField(_("hiện ở bảng điều hành"), default=False)
    place = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    retired_on = models.DateField(_("thôi dùng từ"), null=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)
    changed_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)
    changed_by = models.CharField(_("người sửa"), max_length=200)

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(title="") & ~Q(formula=""), name="indicator_named"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=rules.DIRECTIONS), name="indicator_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=rules.MOST_DECIMALS), name="indicator_decimals"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorTarget(models.Model):
    """What an indicator should be at the end of a year. No row: nobody has set one."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="targets", verbose_name=_("chỉ tiêu")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    value = models.DecimalField(_("mức"), max_digits=18, decimal_places=rules.MOST_DECIMALS)

    class Meta:
        verbose_name = _("mức của chỉ tiêu")
        verbose_name_plural = _("mức của chỉ tiêu")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="indicatortarget_once"),
            models.CheckConstraint(
                condition=Q(year__gte=rules.FIRST_YEAR, year__lte=rules.LAST_YEAR),
                name="indicatortarget_of_the_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}: {self.value}"


class IndicatorPast(models.Model):
    """What stood before a change: `content` as actions/indicators.py writes it, targets included."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="past", verbose_name=_("chỉ tiêu")
    )
    version = models.PositiveIntegerField(_("lần sửa"))
    content = models.JSONField(_("nội dung"))
    changed_at = models.DateTimeField(_("sửa lúc"))
    changed_by = models.CharField(_("người sửa"), max_length=200)

    class Meta:
        verbose_name = _("bản trước của chỉ tiêu")
        verbose_name_plural = _("bản trước của chỉ tiêu")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "version"], name="indicatorpast_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"


class Reading(models.Model):
    """An indicator on a day: its value, None where nobody knows, with the figures and the formula of then.

    Taken again on its day it is replaced; a day that is past keeps what was read. `figures`: code -> number
    as text, null where unknown.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="readings", verbose_name=_("chỉ tiêu")
    )
    day = models.DateField(_("ngày"))
    value = models.DecimalField(
        _("giá trị"), max_digits=20, decimal_places=rules.MOST_DECIMALS, null=True
    )
    figures = models.JSONField(_("số liệu"), default=dict)
    formula = models.CharField(_("công thức"), max_length=formulas.LONGEST)
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_NOTE, blank=True)
    taken_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    taken_by = models.CharField(_("người ghi"), max_length=200)

    class Meta:
        verbose_name = _("lần đọc chỉ tiêu")
        verbose_name_plural = _("lần đọc chỉ tiêu")
        constraints = [
            # also answers: the readings of an indicator, by day
            models.UniqueConstraint(fields=["indicator", "day"], name="reading_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.day}: {self.value}"


class FigureQuestion(models.Model):
    """What is asked of a figure. `way` "" is the count, else the split by that word; `commune`, `sector` and
    `group` "" for the whole province."""

    figure = models.CharField(_("số liệu"), max_length=60)
    way = models.CharField(_("tách theo"), max_length=20, blank=True)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"))
    commune = models.CharField(_("mã xã"), max_length=5, blank=True)
    sector = models.CharField(_("ngành"), max_length=30, blank=True)
    group = models.CharField(_("nhóm sản phẩm"), max_length=150, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.figure} {self.way}"


class KeptFigure(FigureQuestion):
    """The answer of a figure for whoever counts the whole province, worked out by `txng work`: beforehand,
    or because a page asked (AskedFigure).

    `value` is a number as text or null, or such by part.
    """

    value = models.JSONField(_("giá trị"), null=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("số liệu tính sẵn")
        verbose_name_plural = _("số liệu tính sẵn")
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "way", "since", "until", "commune", "sector", "group"],
                name="keptfigure_once",
            ),
        ]


class AskedFigure(FigureQuestion):
    """A question that a page could not wait for: `txng work` answers it in a KeptFigure and drops it."""

    asked_at = models.DateTimeField(_("hỏi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("số liệu chờ đếm")
        verbose_name_plural = _("số liệu chờ đếm")
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "way", "since", "until", "commune", "sector", "group"],
                name="askedfigure_once",
            ),
        ]
