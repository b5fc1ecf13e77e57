"""Addresses that people confirmed, and the letters that go there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts import rules


class MailAddress(models.Model):
    """Where a person wants letters, and which. Before it is confirmed only the confirmation goes there.

    `nonce` makes a confirmation good for once: a new address or a confirmation changes it. `refused_at`: a
    mail server said that the address takes nothing (5xx); it then counts as not confirmed. `reminders_on`
    and `library_on`: the morning up to which there was looked for something to tell, so that nobody is
    looked through twice a day.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="mail_address",
        verbose_name=_("người"),
    )
    address = models.EmailField(_("địa chỉ"), max_length=254)
    nonce = models.CharField(max_length=32)
    language = models.CharField(_("ngôn ngữ của thư"), max_length=10, default="vi")
    asked_at = models.DateTimeField(_("xin lúc"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    refused_at = models.DateTimeField(_("bị từ chối lúc"), null=True, blank=True)
    reminders = models.CharField(
        _("nhắc việc"), max_length=6, choices=rules.RHYTHMS, default=rules.DAILY
    )
    library = models.BooleanField(_("thay đổi của thư viện"), default=True)
    news = models.BooleanField(_("tin về việc của mình"), default=True)
    reminders_on = models.DateField(null=True, blank=True)
    library_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("địa chỉ nhận thư")
        verbose_name_plural = _("địa chỉ nhận thư")
        constraints = [
            models.CheckConstraint(
                condition=Q(reminders__in=tuple(rules.RHYTHMS)), name="mailaddress_rhythm_known"
            ),
            models.CheckConstraint(
                condition=~Q(address="") & ~Q(nonce=""), name="mailaddress_is_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(refused_at__isnull=True),
                name="mailaddress_refused_is_not_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"

    def wants(self, kind: str) -> bool:
        """Whether a letter of this kind may go there now."""
        if kind == rules.CONFIRMATION:
            return self.confirmed_at is None
        if self.confirmed_at is None:
            return False
        if kind == rules.REMINDERS:
            return self.reminders != rules.NEVER
        return self.library if kind == rules.LIBRARY else self.news


class Letter(models.Model):
    """One letter to one person: written in the transaction of who writes it, sent by `txng work`.

    `about` says what it tells ("programme.reminders:2026-11-29"), once for each person. `next_at` is when a
    worker may take it; taking moves it on by a lease, so that a worker that died gives it back. The text
    holds no link of confirmation and none to unsubscribe: those are made when it is sent. It is emptied 30
    days after.
    """

    class State(models.TextChoices):
        WAITING = rules.LETTER_WAITING, _("Chờ gửi")
        SENT = rules.LETTER_SENT, _("Đã gửi")
        GIVEN_UP = rules.LETTER_GIVEN_UP, _("Không gửi được")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="letters",
        db_index=False,
        verbose_name=_("người"),
    )
    address = models.EmailField(_("địa chỉ lúc viết"), max_length=254)
    kind = models.CharField(_("loại"), max_length=12)
    about = models.CharField(_("về việc"), max_length=160)
    subject = models.CharField(_("tiêu đề"), max_length=rules.LONGEST_SUBJECT)
    text = models.TextField(_("nội dung"))
    made_at = models.DateTimeField(_("viết lúc"), default=timezone.now)
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    next_at = models.DateTimeField(_("thử từ lúc"), default=timezone.now)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    last_error = models.CharField(_("lỗi gần nhất"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thư")
        verbose_name_plural = _("thư")
        constraints = [
            models.UniqueConstraint(fields=["person", "about"], name="letter_once"),
            models.CheckConstraint(
                condition=Q(state__in=rules.LETTER_STATES) & Q(kind__in=rules.LETTER_KINDS),
                name="letter_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.LETTER_SENT, sent_at__isnull=False)
                | (~Q(state=rules.LETTER_SENT) & Q(sent_at__isnull=True)),
                name="letter_sent_at_a_time",
            ),
        ]
        indexes = [
            # what is to be sent now? Sent letters, nearly all of them, are not in it.
            models.Index(
                fields=["next_at"], condition=Q(state=rules.LETTER_WAITING), name="letter_due"
            ),
            # what may be forgotten?
            models.Index(fields=["made_at"], name="letter_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
