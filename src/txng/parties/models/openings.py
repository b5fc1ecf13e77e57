"""Who opened the names of persons, of whom, why, until when: rows that stay."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.parties import rules
from txng.parties.models.enterprises import Enterprise


class PersonsOpening(models.Model):
    """For an hour one person sees the name, telephone and boundaries of one party, for a reason that its
    owner and the oversight read. Never changed and never deleted."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="openings", verbose_name=_("cơ sở")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("người mở")
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("thay mặt")
    )  # fmt: skip
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_NOTE)
    case_number = models.CharField(_("số hồ sơ vụ việc"), max_length=60, blank=True)
    opened_at = models.DateTimeField(_("mở lúc"), default=timezone.now)
    until = models.DateTimeField(_("xem được đến"))

    class Meta:
        verbose_name = _("lần mở tên người")
        verbose_name_plural = _("các lần mở tên người")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="personsopening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="personsopening_ends"
            ),
        ]
        indexes = [
            # what may I see just now?
            models.Index(fields=["person", "until"], name="personsopening_of_person"),
            # all of them, newest first
            models.Index(fields=["-opened_at", "-id"], name="personsopening_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.opened_at:%Y-%m-%d %H:%M}"
