"""What was told to the event register about labels and own names: once, however often somebody asks."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Declaration(models.Model):
    """Labels of a batch that were commissioned together, or an own name that was joined to a GS1 code.

    The row is written before anything is sent, with all that the document hangs on (`spans`, `at`, `place`):
    sent again after a fault it is the same document with the same eventIDs, and the event register counts it
    once. `sent_at` is None until the register has it. `spans` are numbers of labels, [[1, 400], [900, 950]].
    """

    batch = models.ForeignKey(
        "barcodes.Batch", on_delete=models.PROTECT, null=True, blank=True,
        related_name="declarations", verbose_name=_("lô tem"),
    )  # fmt: skip
    own_name = models.OneToOneField(
        "barcodes.OwnName", on_delete=models.PROTECT, null=True, blank=True,
        related_name="declaration", verbose_name=_("mã nội bộ"),
    )  # fmt: skip
    spans = models.JSONField(_("các tem"), default=list, blank=True)
    labels = models.PositiveIntegerField(_("số tem"), default=0)
    at = models.DateTimeField(_("khai lúc"), default=timezone.now)
    place = models.CharField(_("tại"), max_length=200, blank=True)
    made_by = models.CharField(_("người khai"), max_length=200)
    sent_at = models.DateTimeField(_("sổ sự kiện nhận lúc"), null=True, blank=True)
    failure = models.CharField(_("vì sao chưa nhận"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("lời khai vào sổ sự kiện")
        verbose_name_plural = _("lời khai vào sổ sự kiện")
        constraints = [
            models.CheckConstraint(
                condition=Q(batch__isnull=False, own_name__isnull=True, labels__gt=0)
                | Q(batch__isnull=True, own_name__isnull=False, labels=0),
                name="declaration_of_one_thing",
            ),
            # of two who declare a batch at once the second takes up what the first began
            models.UniqueConstraint(
                fields=["batch"], condition=Q(sent_at__isnull=True), name="declaration_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id or self.own_name_id}: {self.labels}"
