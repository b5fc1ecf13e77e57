"""Who is signed in where, links that let somebody in once, and how often one may try."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts import rules
from txng.accounts.models.people import Organisation
from txng.accounts.models.roles import Assignment, Role


class OneTimeLink(models.Model):
    """A link that lets somebody in once: an invitation, a new password, a telephone in the field.

    Only the digest of its secret is kept; a prepared invitation has no secret until it is handed out
    (rules.no_digest_yet). `person` is whose password it sets, or who came in by it;
    `role` and its reach are what an invitation and a telephone are given.
    """

    class Kind(models.TextChoices):
        INVITATION = rules.INVITATION, _("Lời mời")
        RESET = rules.RESET, _("Đặt mật khẩu")
        PHONE = rules.PHONE, _("Nối điện thoại")

    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    digest = models.CharField(_("dấu băm SHA-256"), max_length=64, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="links",
        verbose_name=_("người"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="links",
        verbose_name=_("tổ chức"),
    )
    role = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vai trò"),
    )
    territories = models.JSONField(_("địa bàn"), null=True, blank=True)
    sectors = models.JSONField(_("ngành"), null=True, blank=True)
    for_whom = models.CharField(_("dành cho"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    created_by = models.CharField(_("người tạo"), max_length=200)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("liên kết dùng một lần")
        verbose_name_plural = _("liên kết dùng một lần")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(Exact(Length("digest"), 64)), name="one_time_link_digest_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=rules.RESET, person__isnull=False)
                | models.Q(
                    kind__in=(rules.INVITATION, rules.PHONE),
                    organisation__isnull=False,
                    role__isnull=False,
                ),
                name="one_time_link_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="one_time_link_used_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_prepared(self) -> bool:
        """Nobody has the link yet."""
        return self.digest.startswith(rules.PREPARED)


class Session(models.Model):
    """One browser or telephone in which a person is signed in. The cookie's secret is kept as a digest.

    Half a session (`is_whole` false) has shown a password and still owes the second factor.
    `organisation` is the one the person acts for now; a telephone's never changes. `proved_at` is when the
    password or a key was shown last. `looks_as`: until `looks_until` pages are shown as that person sees
    them, in that organisation.
    """

    class Kind(models.TextChoices):
        WEB = rules.WEB, _("Trình duyệt")
        OFFICER = rules.OFFICER, _("Máy của cán bộ")
        DEVICE = rules.DEVICE, _("Điện thoại ngoài đồng")

    digest = models.CharField(_("dấu băm SHA-256"), max_length=64, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="sessions",
        verbose_name=_("người"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thay mặt"),
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.WEB)
    is_whole = models.BooleanField(_("đã đăng nhập xong"), default=True)
    second_factor_at = models.DateTimeField(_("qua lớp thứ hai lúc"), null=True, blank=True)
    agent = models.CharField(_("thiết bị"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("bắt đầu lúc"), default=timezone.now)
    seen_at = models.DateTimeField(_("dùng gần nhất"), default=timezone.now)
    ends_at = models.DateTimeField(_("hết hạn lúc"))
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    proved_at = models.DateTimeField(_("chứng tỏ gần nhất"), default=timezone.now)
    looks_as = models.ForeignKey(
        Assignment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("xem như"),
    )
    looks_until = models.DateTimeField(_("xem như đến"), null=True, blank=True)

    class Meta:
        verbose_name = _("phiên đăng nhập")
        verbose_name_plural = _("phiên đăng nhập")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(Exact(Length("digest"), 64)), name="session_digest_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("started_at")),
                name="session_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(looks_as__isnull=True, looks_until__isnull=True)
                | models.Q(looks_as__isnull=False, looks_until__isnull=False, is_whole=True),
                name="session_looks_until_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.started_at:%Y-%m-%d %H:%M}"


class Limit(models.Model):
    """How full a bucket of tries is (rules.next_allowed). The key is a keyed hash: no address is kept."""

    key = models.CharField(_("khóa"), max_length=64, primary_key=True)
    filled_until = models.DateTimeField(_("đầy đến"), db_index=True)

    class Meta:
        verbose_name = _("giới hạn số lần thử")
        verbose_name_plural = _("giới hạn số lần thử")

    def __str__(self) -> str:
        return self.key
