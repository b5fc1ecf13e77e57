"""What one of many says of its own part: a commune of "UBND cấp xã", a body of "các đơn vị chứng nhận"."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.certification.models import Body
from txng.parties.models import Agency
from txng.programme.models.tasks import TaskAgency
from txng.programme.rules import clauses, tasks


class PartAnswer(models.Model):
    """One of the many that a row of the task's agencies stands for has done its part of a year, or says why
    not.

    Who speaks is an agency that is `part_of` the agency of `share`, or a certification body of the register.
    A task of several years is answered for once a year. Taken back: the row goes, the journal keeps both.
    """

    class Answer(models.TextChoices):
        CONFIRMED = tasks.CONFIRMED, _("Đã làm")
        REFUSED = tasks.REFUSED, _("Chưa làm được")

    share = models.ForeignKey(
        TaskAgency, on_delete=models.PROTECT, related_name="parts", verbose_name=_("phần việc")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("cơ quan")
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("tổ chức chứng nhận"),
    )  # fmt: skip
    answer = models.CharField(_("phần việc"), max_length=10, choices=Answer.choices)
    note = models.CharField(_("ghi chú"), max_length=tasks.LONGEST_NOTE, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), default=timezone.now)
    answered_by = models.CharField(_("người trả lời"), max_length=200)

    class Meta:
        verbose_name = _("trả lời của từng đơn vị")
        verbose_name_plural = _("trả lời của từng đơn vị")
        constraints = [
            models.UniqueConstraint(
                fields=["share", "year", "agency"],
                condition=Q(agency__isnull=False),
                name="partanswer_of_agency_once",
            ),
            models.UniqueConstraint(
                fields=["share", "year", "body"],
                condition=Q(body__isnull=False),
                name="partanswer_of_body_once",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False, body__isnull=True)
                | Q(agency__isnull=True, body__isnull=False),
                name="partanswer_of_one_speaker",
            ),
            models.CheckConstraint(
                condition=Q(answer=tasks.CONFIRMED) | (Q(answer=tasks.REFUSED) & ~Q(note="")),
                name="partanswer_refusal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=clauses.FIRST_YEAR, year__lte=clauses.LAST_YEAR),
                name="partanswer_year_of_the_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_id} {self.year}: {self.agency_id or self.body_id}"
