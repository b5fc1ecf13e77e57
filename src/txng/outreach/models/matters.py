"""Matters: what people and agencies tell us, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.outreach import rules
from txng.outreach.rules import matters
from txng.parties.models import Agency


class Matter(models.Model):
    """A feedback of somebody without an account, or a difficulty of an agency (Plan 6736, last paragraph).

    `secret` is a digest of the code with which the sender reads the answer. `sender` tells devices of one
    day apart and is emptied when the day is over; contact data are emptied 90 days after closing.
    """

    class Kind(models.TextChoices):
        IDEA = matters.IDEA, _("Góp ý")
        PROBLEM = matters.PROBLEM, _("Vướng mắc")
        QUESTION = matters.QUESTION, _("Hỏi")
        DIFFICULTY = matters.DIFFICULTY, _("Khó khăn, vướng mắc của cơ quan")

    class State(models.TextChoices):
        NEW = matters.NEW, _("Mới nhận")
        TAKEN = matters.TAKEN, _("Đã có cơ quan nhận")
        ANSWERED = matters.ANSWERED, _("Đã trả lời")
        CLOSED = matters.CLOSED, _("Đã đóng")

    number = models.CharField(_("số"), max_length=16, unique=True)
    origin = models.CharField(_("từ"), max_length=10)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("việc gì"), max_length=rules.LONGEST_TITLE, blank=True)
    words = models.CharField(_("nội dung"), max_length=matters.LONGEST_WORDS)
    wish = models.CharField(_("kiến nghị"), max_length=matters.LONGEST_WISH, blank=True)
    clause = models.CharField(
        _("điều khoản của Kế hoạch"), max_length=rules.LONGEST_CLAUSE, blank=True
    )
    commune_code = models.CharField(_("xã, phường"), max_length=5, blank=True)
    contact_name = models.CharField(
        _("tên người gửi"), max_length=matters.LONGEST_CONTACT, blank=True
    )
    contact = models.CharField(
        _("điện thoại hoặc thư"), max_length=matters.LONGEST_CONTACT, blank=True
    )
    consent = models.CharField(_("đồng ý theo bản"), max_length=10, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=10, default="vi")
    secret = models.BinaryField(_("dấu băm của mã"), max_length=32, null=True)
    sender = models.BinaryField(_("thiết bị trong ngày"), max_length=16, null=True)
    # digest of the form's own number: the same form sent twice is one matter
    form = models.BinaryField(_("tờ đã gửi"), max_length=32, null=True)
    asked_by_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("cơ quan gửi")
    )
    asked_by = models.CharField(_("người gửi"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("nhận lúc"), default=timezone.now)
    due_on = models.DateField(_("trả lời đến hết ngày"))
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.NEW
    )
    handler = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("cơ quan trả lời")
    )
    taken_at = models.DateTimeField(_("giao lúc"), null=True)
    answer = models.CharField(_("trả lời"), max_length=matters.LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    answered_by = models.CharField(_("người trả lời"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True)
    escalated_at = models.DateTimeField(_("trình UBND tỉnh lúc"), null=True)
    escalated_by = models.CharField(_("người trình"), max_length=200, blank=True)
    escalation = models.CharField(_("nội dung trình"), max_length=matters.LONGEST_WISH, blank=True)
    decision_number = models.CharField(_("số văn bản"), max_length=60, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True)
    decision = models.CharField(_("quyết định"), max_length=matters.LONGEST_WISH, blank=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    class Meta:
        verbose_name = _("góp ý, vướng mắc")
        verbose_name_plural = _("góp ý, vướng mắc")
        constraints = [
            models.UniqueConstraint(fields=["form"], name="matter_form_once"),
            models.CheckConstraint(
                condition=Q(origin=matters.FROM_PUBLIC, secret__isnull=False)
                & Q(kind__in=tuple(matters.PUBLIC_KINDS))
                & Q(asked_by_agency__isnull=True)
                | Q(origin=matters.FROM_AGENCY, kind=matters.DIFFICULTY)
                & Q(asked_by_agency__isnull=False, secret__isnull=True),
                name="matter_from_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=tuple(matters.STATES)), name="matter_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=matters.NEW, handler__isnull=True)
                | (~Q(state=matters.NEW) & Q(handler__isnull=False)),
                name="matter_taken_by_an_agency",
            ),
            models.CheckConstraint(
                condition=(Q(answered_at__isnull=True) & Q(answer=""))
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="matter_answer_and_its_time",
            ),
            models.CheckConstraint(
                condition=Q(contact="") | ~Q(consent=""), name="matter_contact_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True)
                | (Q(escalated_at__isnull=False, decided_on__isnull=False) & ~Q(decision="")),
                name="matter_decided_after_escalation",
            ),
        ]
        indexes = [
            # newest first (the inbox); how many came lately (limits)
            models.Index(fields=["received_at", "id"], name="matter_by_time"),
            # which open ones are due next?
            models.Index(fields=["state", "due_on"], name="matter_by_due_day"),
            # what was given to this agency; what did this agency ask?
            models.Index(fields=["handler", "received_at"], name="matter_by_handler"),
            models.Index(fields=["asked_by_agency", "received_at"], name="matter_by_asker"),
        ]

    def __str__(self) -> str:
        return self.number


class MatterYear(models.Model):
    """The last number given in a series and a year, so that numbers have no gap and no twin."""

    series = models.CharField(_("loại số"), max_length=2)
    year = models.PositiveSmallIntegerField(_("năm"))
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("sổ góp ý trong năm")
        verbose_name_plural = _("sổ góp ý trong năm")
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="matteryear_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"
