"""How an enterprise came in: by itself, by asking to be let in, and the list of its first tasks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.support import rules


class Registration(models.Model):
    """An enterprise that registered itself. Until an officer confirms, its people hold a narrower role.

    `token` is the digest of the form's own number: the same form sent twice makes one account. `consent`
    names the text that the person agreed to. The row stays when it is decided.
    """

    class State(models.TextChoices):
        WAITING = rules.WAITING, _("Chờ xác nhận")
        CONFIRMED = rules.CONFIRMED, _("Đã xác nhận")
        REFUSED = rules.REFUSED, _("Chưa xác nhận được")

    enterprise = models.OneToOneField(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="registration",
        verbose_name=_("cơ sở"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("người đăng ký"),
    )
    token = models.CharField(_("dấu băm của tờ khai"), max_length=64, unique=True)
    consent = models.CharField(_("bản đồng ý"), max_length=20)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING
    )
    registered_at = models.DateTimeField(_("đăng ký lúc"), default=timezone.now)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    decided_by = models.CharField(_("người quyết định"), max_length=200, blank=True)
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("cơ sở tự đăng ký")
        verbose_name_plural = _("cơ sở tự đăng ký")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=rules.REGISTRATION_STATES), name="registration_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=rules.WAITING, decided_at__isnull=True, decided_by="")
                | (~Q(state=rules.WAITING) & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="registration_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.REFUSED) | ~Q(reason=""),
                name="registration_refused_with_reason",
            ),
        ]
        indexes = [
            # who waits, the oldest first
            models.Index(fields=["registered_at", "id"], name="registration_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id}: {self.get_state_display()}"


class JoinRequest(models.Model):
    """Somebody typed the tax code of an enterprise that is here already, and asks to be let in."""

    class State(models.TextChoices):
        ASKED = rules.ASKED, _("Chờ trả lời")
        ACCEPTED = rules.ACCEPTED, _("Đã nhận")
        TURNED_DOWN = rules.TURNED_DOWN, _("Không nhận")
        WITHDRAWN = rules.WITHDRAWN, _("Đã rút")

    enterprise = models.ForeignKey(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="join_requests",
        verbose_name=_("cơ sở"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="join_requests",
        verbose_name=_("người xin vào"),
    )
    token = models.CharField(_("dấu băm của tờ khai"), max_length=64, unique=True)
    consent = models.CharField(_("bản đồng ý"), max_length=20)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.ASKED
    )
    asked_at = models.DateTimeField(_("xin lúc"), default=timezone.now)
    decided_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    decided_by = models.CharField(_("người trả lời"), max_length=200, blank=True)
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("đơn xin vào cơ sở")
        verbose_name_plural = _("đơn xin vào cơ sở")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=rules.JOIN_STATES), name="joinrequest_state_known"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "person"],
                condition=Q(state=rules.ASKED),
                name="joinrequest_open_once",
            ),
        ]
        indexes = [
            # who asks, the oldest first
            models.Index(fields=["asked_at", "id"], name="joinrequest_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id}: {self.get_state_display()}"


class Beginning(models.Model):
    """What no register knows about the list of first tasks: who works alone, and who put the list away."""

    enterprise = models.OneToOneField(
        "parties.Enterprise",
        on_delete=models.CASCADE,
        related_name="beginning",
        verbose_name=_("cơ sở"),
    )
    alone_because = models.CharField(
        _("lý do làm một mình"), max_length=rules.LONGEST_REASON, blank=True
    )
    hidden_at = models.DateTimeField(_("cất lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("danh sách việc bắt đầu")
        verbose_name_plural = _("danh sách việc bắt đầu")

    def __str__(self) -> str:
        return f"{self.enterprise_id}"
