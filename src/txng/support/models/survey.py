"""The survey: rounds, every answer ever given, and for each enterprise the answers that count now."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 30
LONGEST_GROUP = 200


class SurveyRound(models.Model):
    """A time in which enterprises are asked to complete their answers. Answers belong to no round."""

    title = models.CharField(_("tên đợt"), max_length=200)
    opens_on = models.DateField(_("từ ngày"))
    closes_on = models.DateField(_("đến hết ngày"))
    opened_by = models.CharField(_("người mở"), max_length=200)
    opened_at = models.DateTimeField(_("mở lúc"), default=timezone.now)
    closed_at = models.DateTimeField(_("đóng sớm lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("đợt khảo sát")
        verbose_name_plural = _("đợt khảo sát")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")) & ~Q(title=""),
                name="surveyround_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Answer(models.Model):
    """One answer as it was given; a new one is a new row. `version` is that of the question."""

    enterprise = models.ForeignKey(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="survey_answers",
        verbose_name=_("cơ sở"),
    )
    key = models.CharField(_("câu hỏi"), max_length=LONGEST_KEY)
    version = models.PositiveSmallIntegerField(_("bản câu hỏi"))
    number = models.PositiveIntegerField(_("lần trả lời"))
    value = models.JSONField(_("câu trả lời"))
    told_at = models.DateTimeField(_("trả lời lúc"), default=timezone.now)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("người trả lời"),
    )

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("câu trả lời")
        constraints = [
            # also answers: the newest answer to this question
            models.UniqueConstraint(fields=["enterprise", "key", "number"], name="answer_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.key} {self.number}"


class AnswerSheet(models.Model):
    """For each enterprise that answered: question -> [value, day], the newest, as lists need it.

    Written in the transaction of each answer; Answer is what was said, this is what counts. `lacking`,
    `market` and `main_group` are what the rules said then; pages of one enterprise ask the rules anew.
    """

    enterprise = models.OneToOneField(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="answer_sheet",
        verbose_name=_("cơ sở"),
    )
    newest = models.JSONField(_("câu trả lời"), default=dict)
    answered_at = models.DateTimeField(_("trả lời gần nhất"), default=timezone.now)
    lacking = models.PositiveSmallIntegerField(_("câu còn trống"), default=0)
    market = models.CharField(_("thị trường"), max_length=20, blank=True)
    main_group = models.CharField(_("nhóm chính"), max_length=LONGEST_GROUP, blank=True)

    class Meta:
        verbose_name = _("phiếu khảo sát")
        verbose_name_plural = _("phiếu khảo sát")
        indexes = [
            # who answered last
            models.Index(fields=["answered_at", "id"], name="answersheet_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id}"
