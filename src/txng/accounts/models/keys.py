"""Keys of machines."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts import rules
from txng.accounts.models.people import Organisation


class ApiKey(models.Model):
    """A machine's key. Only its digest is kept: whoever reads the table cannot use it.

    Never deleted: the journal and old captures name it by `prefix`.
    """

    prefix = models.CharField(_("phần công khai"), max_length=13, unique=True)
    digest = models.CharField(_("dấu băm SHA-256"), max_length=64)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="keys", verbose_name=_("tổ chức")
    )
    scopes = models.CharField(_("quyền"), max_length=60, blank=True)  # rules.scopes_text
    rights = models.TextField(_("quyền trên các sổ"), blank=True)  # "parties.edit parties.see"
    name = models.CharField(_("dùng cho"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    created_by = models.CharField(_("người tạo"), max_length=200)
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("khóa máy")
        verbose_name_plural = _("khóa máy")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(Exact(Length("digest"), 64)), name="apikey_digest_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(scopes__in=["", *rules.scopes_texts()]),
                name="apikey_scopes_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(scopes="", rights=""), name="apikey_opens_something"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(expires_at__gt=models.F("created_at")),
                name="apikey_expires_after_creation",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True)
                | models.Q(revoked_at__gte=models.F("created_at")),
                name="apikey_revoked_after_creation",
            ),
        ]

    def __str__(self) -> str:
        return self.prefix
