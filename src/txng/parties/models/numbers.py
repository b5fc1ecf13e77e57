"""The last number of each register, so that codes have no twin and none is given twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.parties.rules import own_codes


class RegisterNumber(models.Model):
    """One row for each register; `last` is taken by whoever holds the row's lock."""

    register = models.CharField(_("sổ"), max_length=2, primary_key=True)
    last = models.PositiveBigIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("số cuối của sổ")
        verbose_name_plural = _("số cuối của sổ")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(register__in=own_codes.REGISTERS), name="register_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register}: {self.last}"
