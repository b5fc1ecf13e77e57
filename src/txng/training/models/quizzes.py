"""Questions of a subject, what learners answered, and the paper they got."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.training import rules
from txng.training.models.learners import Learner
from txng.training.models.needs import Subject
from txng.training.rules import quiz


class Question(models.Model):
    """A question of a subject. It is never changed: a new wording is a new row, and answers keep theirs.

    `choices`: [{"text": "...", "is_right": true}, ...] in the order in which they are shown.
    """

    class Kind(models.TextChoices):
        SINGLE = quiz.SINGLE, _("Một đáp án")
        MANY = quiz.MANY, _("Nhiều đáp án")

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="questions", verbose_name=_("chuyên đề")
    )
    number = models.PositiveSmallIntegerField(_("câu số"))
    kind = models.CharField(_("loại"), max_length=5, choices=Kind.choices)
    text = models.CharField(_("câu hỏi"), max_length=quiz.LONGEST_QUESTION)
    choices = models.JSONField(_("đáp án"))
    why = models.CharField(_("giải thích"), max_length=500, blank=True)
    is_asked = models.BooleanField(_("đang hỏi"), default=True)

    class Meta:
        verbose_name = _("câu hỏi")
        verbose_name_plural = _("câu hỏi")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=quiz.KINDS) & ~Q(text=""), name="question_kind_known"
            ),
            models.UniqueConstraint(
                fields=["subject", "number"], condition=Q(is_asked=True), name="question_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Attempt(models.Model):
    """One try at the quiz. `answers`: [[number of the question, [places ticked], is right], ...]."""

    learner = models.ForeignKey(
        Learner, on_delete=models.CASCADE, related_name="attempts", db_index=False,
        verbose_name=_("học viên"),
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("lần"))
    answers = models.JSONField(_("trả lời"))
    score = models.PositiveSmallIntegerField(_("điểm (%)"))
    has_passed = models.BooleanField(_("đạt"))
    told_at = models.DateTimeField(_("nộp lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bài làm")
        verbose_name_plural = _("bài làm")
        constraints = [
            models.UniqueConstraint(fields=["learner", "number"], name="attempt_in_order"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=quiz.MOST_TRIES, score__lte=100),
                name="attempt_at_most_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.score}"


class Certificate(models.Model):
    """A paper of attendance. `name` is what it was made out to; "" once that was erased.

    `code` leads to the public page that says whether it holds.
    """

    learner = models.ForeignKey(
        Learner, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("học viên")
    )
    number = models.CharField(_("số"), max_length=20, unique=True)
    code = models.CharField(_("mã kiểm tra"), max_length=12, unique=True)
    name = models.CharField(_("cấp cho"), max_length=rules.LONGEST_NAME, blank=True)
    issued_on = models.DateField(_("ngày cấp"))
    issued_at = models.DateTimeField(_("cấp lúc"), default=timezone.now)
    issued_by = models.CharField(_("người cấp"), max_length=200)
    issuer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, verbose_name=_("tài khoản cấp"),
    )  # fmt: skip
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revoked_by = models.CharField(_("người thu hồi"), max_length=200, blank=True)
    reason = models.CharField(_("lý do thu hồi"), max_length=rules.LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("giấy chứng nhận tham dự")
        verbose_name_plural = _("giấy chứng nhận tham dự")
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="", reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="") & ~Q(reason="")),
                name="paper_revoked_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by="") | ~Q(revoked_by=models.F("issued_by")),
                name="paper_revoked_by_another",
            ),
            models.UniqueConstraint(
                fields=["learner"], condition=Q(revoked_at__isnull=True), name="paper_in_force_once"
            ),
        ]
        indexes = [
            # papers of a period
            models.Index(fields=["issued_on", "id"], name="paper_by_day"),
        ]

    def __str__(self) -> str:
        return self.number
