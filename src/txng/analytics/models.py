"""Tables of scan signals: counters for ever, raw rows for 90 days, device hashes for a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from txng.analytics import rules


class ScannedCode(models.Model):
    """How often the page of a serial or a lot was viewed: one device counts once an hour.

    `explained_until`: an officer looked at the alarm and knows why; until then the page raises none.
    """

    code = models.CharField(_("mã"), max_length=rules.LONGEST_CODE, unique=True)  # "/01/../21/.."
    views = models.PositiveBigIntegerField(_("số lần xem"), default=0)
    first_on = models.DateField(_("ngày xem đầu tiên"))
    last_on = models.DateField(_("ngày xem gần nhất"))
    explained_until = models.DateField(_("đã rõ lý do đến"), null=True)
    explanation = models.CharField(_("lý do"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mã được xem")
        verbose_name_plural = _("mã được xem")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="scanned_code_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Scan(models.Model):
    """One device in one hour at one place: no address, no name, no point on a map.

    `device` is an HMAC under the key of its day. When the day is over the key is destroyed, the hash is
    replaced by a number within code and day, and `breadth` keeps what the rules need of it.
    """

    code = models.ForeignKey(ScannedCode, models.CASCADE, related_name="scans")
    hour = models.DateTimeField(_("giờ"))
    place = models.CharField(_("nơi"), max_length=rules.LONGEST_PLACE, blank=True)
    device = models.BinaryField(_("thiết bị trong ngày"), max_length=16)
    breadth = models.PositiveIntegerField(_("số mã thiết bị đã quét trong ngày"), default=1)
    is_settled = models.BooleanField(_("đã bỏ mã thiết bị"), default=False)

    class Meta:
        verbose_name = _("lượt xem")
        verbose_name_plural = _("lượt xem")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "hour", "device", "place"], name="scan_once_an_hour"
            ),
        ]
        indexes = [
            # what is to be settled or forgotten
            models.Index(fields=["is_settled", "hour"], name="scan_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} {self.hour:%Y-%m-%d %Hh} {self.place}"


class ScanDay(models.Model):
    """What is kept of a day after its raw rows are gone: nobody can be found in it."""

    code = models.ForeignKey(ScannedCode, models.CASCADE, related_name="days")
    day = models.DateField(_("ngày"))
    place = models.CharField(_("nơi"), max_length=rules.LONGEST_PLACE, blank=True)
    views = models.PositiveIntegerField(_("số lần xem"))
    devices = models.PositiveIntegerField(_("số thiết bị"))

    class Meta:
        verbose_name = _("ngày xem")
        verbose_name_plural = _("ngày xem")
        constraints = [
            models.UniqueConstraint(fields=["code", "day", "place"], name="scan_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} {self.day} {self.place}: {self.views}"


class DailyKey(models.Model):
    """The key under which devices of one day are told apart. Deleted when the day is over."""

    day = models.DateField(_("ngày"), primary_key=True)
    key = models.BinaryField(_("khóa"), max_length=32)

    class Meta:
        verbose_name = _("khóa trong ngày")
        verbose_name_plural = _("khóa trong ngày")

    def __str__(self) -> str:
        return str(self.day)
