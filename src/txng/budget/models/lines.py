"""Lines of the estimate: what an agency asks for in a year, and what became of it, source by source."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from txng.budget import rules
from txng.budget.models.sources import Source
from txng.budget.rules import purposes


class BudgetLine(models.Model):
    """One thing that an agency wants paid in a year. The amounts stand in Part; the sums here are written in
    the same transaction, for lists. `task` None: a line need not belong to a task of the appendix.

    `version` counts changes: a form that was opened before another change is told so.
    """

    class State(models.TextChoices):
        DRAFT = rules.DRAFT, _("Đang soạn")
        RETURNED = rules.RETURNED, _("Đã trả lại")
        PROPOSED = rules.PROPOSED, _("Chờ thẩm định")
        APPRAISED = rules.APPRAISED, _("Chờ phê duyệt")
        APPROVED = rules.APPROVED, _("Đã phê duyệt")
        REFUSED = rules.REFUSED, _("Không được bố trí")

    year = models.PositiveSmallIntegerField(_("năm"))
    agency = models.ForeignKey(
        "parties.Agency",
        on_delete=models.PROTECT,
        related_name="budget_lines",
        db_index=False,
        verbose_name=_("cơ quan"),
    )
    task = models.ForeignKey(
        "programme.Task",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("nhiệm vụ"),
    )
    purpose = models.CharField(_("mục chi"), max_length=20)
    title = models.CharField(_("nội dung"), max_length=rules.LONGEST_TITLE)
    note = models.CharField(_("thuyết minh"), max_length=rules.LONGEST_NOTE, blank=True)
    calculation = models.TextField(_("cách tính"), blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=12, choices=State.choices, default=State.DRAFT
    )
    proposed = models.DecimalField(_("đề xuất"), max_digits=15, decimal_places=0)
    appraised = models.DecimalField(_("thẩm định"), max_digits=15, decimal_places=0, null=True)
    approved = models.DecimalField(_("được giao"), max_digits=15, decimal_places=0, null=True)
    disbursed = models.DecimalField(_("đã giải ngân"), max_digits=15, decimal_places=0, default=0)
    proposed_by = models.CharField(_("người đề xuất"), max_length=200, blank=True)
    proposed_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    proposed_at = models.DateTimeField(_("đề xuất lúc"), null=True)
    appraised_by = models.CharField(_("người thẩm định"), max_length=200, blank=True)
    appraised_at = models.DateTimeField(_("thẩm định lúc"), null=True)
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON, blank=True)
    decision_number = models.CharField(
        _("số quyết định"), max_length=rules.LONGEST_NUMBER, blank=True
    )
    decision_on = models.DateField(_("ngày quyết định"), null=True)
    approval_reason = models.CharField(
        _("lý do giao thấp hơn"), max_length=rules.LONGEST_REASON, blank=True
    )
    approved_by = models.CharField(_("người ghi quyết định"), max_length=200, blank=True)
    approved_at = models.DateTimeField(_("ghi quyết định lúc"), null=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    changed_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)
    changed_by = models.CharField(_("người sửa"), max_length=200)

    class Meta:
        verbose_name = _("dòng dự toán")
        verbose_name_plural = _("dòng dự toán")
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=rules.FIRST_YEAR, year__lte=rules.LAST_YEAR),
                name="budgetline_year_of_the_plan",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=purposes.CODES) & ~Q(title=""),
                name="budgetline_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.STATES), name="budgetline_state_known"
            ),
            models.CheckConstraint(
                condition=Q(proposed__gt=0, disbursed__gte=0), name="budgetline_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(appraised__isnull=True)
                | Q(appraised__gte=0, appraised__lte=F("proposed")),
                name="budgetline_appraised_within",
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True, disbursed=0)
                | Q(approved__lte=F("appraised"), disbursed__lte=F("approved")),
                name="budgetline_spent_within",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.APPROVED)
                | (Q(approved__isnull=False, decision_on__isnull=False) & ~Q(decision_number="")),
                name="budgetline_approved_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(appraised__isnull=True) | Q(appraised=F("proposed")) | ~Q(reason=""),
                name="budgetline_lowered_with_reason",
            ),
        ]
        indexes = [
            # the table of a year, the list of lines
            models.Index(fields=["year", "id"], name="budgetline_by_year"),
            # what an agency asks for in a year
            models.Index(fields=["agency", "year", "id"], name="budgetline_of_agency"),
            # who waits for appraisal, for approval
            models.Index(fields=["state", "id"], name="budgetline_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        return rules.code_of(self.pk)

    @property
    def purpose_name(self) -> str:
        """As a table has room for; the Plan's own words stand in rules/purposes.py."""
        return gettext(purposes.BY_CODE[self.purpose].short)


class Part(models.Model):
    """What one source pays of a line. The database refuses to spend more than was approved, whoever asks."""

    line = models.ForeignKey(
        BudgetLine, on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="parts", verbose_name=_("nguồn vốn")
    )
    proposed = models.DecimalField(_("đề xuất"), max_digits=15, decimal_places=0)
    appraised = models.DecimalField(_("thẩm định"), max_digits=15, decimal_places=0, null=True)
    approved = models.DecimalField(_("được giao"), max_digits=15, decimal_places=0, null=True)
    disbursed = models.DecimalField(_("đã giải ngân"), max_digits=15, decimal_places=0, default=0)

    class Meta:
        verbose_name = _("phần theo nguồn")
        verbose_name_plural = _("phần theo nguồn")
        constraints = [
            # also answers: the parts of this line
            models.UniqueConstraint(fields=["line", "source"], name="part_source_once"),
            models.CheckConstraint(
                condition=Q(proposed__gt=0, disbursed__gte=0), name="part_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(appraised__isnull=True)
                | Q(appraised__gte=0, appraised__lte=F("proposed")),
                name="part_appraised_within",
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True, disbursed=0)
                | Q(approved__lte=F("appraised"), disbursed__lte=F("approved")),
                name="part_spent_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.source_id}"


class LineStep(models.Model):
    """A step that a line went through, as its page tells it. `amount` is what the step left of the line."""

    class Verb(models.TextChoices):
        PROPOSED = "proposed", _("Gửi đề xuất")
        TAKEN_BACK = "taken_back", _("Rút đề xuất")
        RETURNED = "returned", _("Trả lại để sửa")
        APPRAISED = "appraised", _("Thẩm định")
        APPROVED = "approved", _("Ghi quyết định phê duyệt")
        UNDONE = "undone", _("Rút lại bước vừa ghi")

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(_("bước"), max_length=12, choices=Verb.choices)
    amount = models.DecimalField(_("số tiền"), max_digits=15, decimal_places=0, null=True)
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON, blank=True)
    by = models.CharField(_("người làm"), max_length=200)
    organisation = models.CharField(_("tổ chức"), max_length=200, blank=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bước của dòng dự toán")
        verbose_name_plural = _("bước của dòng dự toán")

    def __str__(self) -> str:
        return f"{self.line_id} {self.verb}"
