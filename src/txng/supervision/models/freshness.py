"""Tables of freshness: when each organisation last did something, and how long that counts."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.supervision import rules


class Activity(models.Model):
    """When an organisation last captured an event and last changed a register: what is followed, not counted.

    Written by `actions.follow_activity` from the journal of events and the journal of acts, so a page of
    fifty enterprises asks no event.
    """

    organisation = models.OneToOneField(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="activity",
        verbose_name=_("tổ chức"),
    )
    last_event_at = models.DateTimeField(_("ghi sự kiện gần nhất"), null=True)
    last_change_at = models.DateTimeField(_("sửa sổ gần nhất"), null=True)

    class Meta:
        verbose_name = _("hoạt động gần nhất")
        verbose_name_plural = _("hoạt động gần nhất")

    def __str__(self) -> str:
        return str(self.organisation_id)


class ActivityPosition(models.Model):
    """Up to where both journals were read; one row. `event_time` in µs, as in the event store."""

    name = models.CharField(max_length=10, primary_key=True, default="activity")
    event_time = models.BigIntegerField(_("giờ ghi của sự kiện cuối"), default=0)
    entry = models.BigIntegerField(_("dòng nhật ký cuối"), default=0)
    read_at = models.DateTimeField(_("đọc lúc"), null=True)

    class Meta:
        verbose_name = _("vị trí đã đọc")
        verbose_name_plural = _("vị trí đã đọc")

    def __str__(self) -> str:
        return f"{self.event_time}/{self.entry}"


class FreshnessLimit(models.Model):
    """How many days something keeps fresh, as the agency set it; without a row rules.USUAL_DAYS holds."""

    class Kind(models.TextChoices):
        EVENT = rules.EVENT, _("Ghi sự kiện")
        REGISTER = rules.REGISTER, _("Cập nhật sổ")
        ASSESSMENT = rules.ASSESSMENT, _("Tự đánh giá")

    kind = models.CharField(_("việc"), max_length=12, choices=Kind.choices, primary_key=True)
    days = models.PositiveSmallIntegerField(_("số ngày"))
    changed_by = models.CharField(_("người đặt"), max_length=200)
    changed_at = models.DateTimeField(_("đặt lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("ngưỡng cập nhật")
        verbose_name_plural = _("ngưỡng cập nhật")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=rules.MOST_DAYS), name="freshnesslimit_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"
