"""Second factors of people: a telephone's codes, passkeys, and codes on paper."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Totp(models.Model):
    """The secret that a person's telephone shares with us, sealed (sealing.py).

    It counts from the moment when a first code was typed (`confirmed_at`). `last_step` is the newest
    30-second step whose code was used: none is taken twice.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="totp",
        verbose_name=_("người"),
    )
    sealed = models.BinaryField(_("bí mật đã niêm phong"))
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    last_step = models.BigIntegerField(_("bước dùng gần nhất"), default=0)

    class Meta:
        verbose_name = _("mã trên điện thoại")
        verbose_name_plural = _("mã trên điện thoại")

    def __str__(self) -> str:
        return f"{self.person_id}"


class Passkey(models.Model):
    """A public key whose private half never leaves a person's device (WebAuthn)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="passkeys",
        verbose_name=_("người"),
    )
    credential_id = models.CharField(_("mã khóa"), max_length=1400, unique=True)  # base64url
    attested = models.BinaryField(_("khóa công khai"))  # AttestedCredentialData
    sign_count = models.BigIntegerField(_("số lần ký"), default=0)
    name = models.CharField(_("tên"), max_length=100)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    used_at = models.DateTimeField(_("dùng gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = _("khóa đăng nhập")
        verbose_name_plural = _("khóa đăng nhập")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """One of ten codes on paper; only its digest is kept, and it works once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="recovery_codes",
        verbose_name=_("người"),
    )
    digest = models.CharField(_("dấu băm SHA-256"), max_length=64)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã dự phòng")
        verbose_name_plural = _("mã dự phòng")
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="recovery_code_once"),
            models.CheckConstraint(
                condition=models.Q(Exact(Length("digest"), 64)), name="recovery_code_digest_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"
