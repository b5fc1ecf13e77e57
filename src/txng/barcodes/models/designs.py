"""Layouts that enterprises designed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Design(models.Model):
    """A layout under a name. Batches keep a copy, so changing it changes nothing that was issued."""

    enterprise = models.ForeignKey(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="label_designs",
        verbose_name=_("cơ sở"),
    )
    name = models.CharField(_("tên mẫu"), max_length=60)
    layout = models.JSONField(_("mẫu tem"))  # layouts.Layout.told
    changed_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("mẫu tem")
        verbose_name_plural = _("mẫu tem")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="design_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
