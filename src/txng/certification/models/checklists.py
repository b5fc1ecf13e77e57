"""Checklists: what an enterprise judges its own tracing by. A version in force is never edited."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.certification.rules import checklists as rules
from txng.certification.rules import observed


class Checklist(models.Model):
    """A checklist for one standard. Its words are ours and the agency's, never the standard's own text."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    title = models.CharField(_("tên"), max_length=rules.LONGEST_TITLE)
    standard = models.CharField(_("theo tiêu chuẩn"), max_length=rules.LONGEST_TITLE)

    class Meta:
        verbose_name = _("bộ tiêu chí")
        verbose_name_plural = _("bộ tiêu chí")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(standard=""), name="checklist_named"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ChecklistVersion(models.Model):
    """One version, from its draft to the last day on which it holds: the day before the next one begins."""

    class State(models.TextChoices):
        DRAFT = rules.DRAFT, _("Đang soạn")
        ISSUED = rules.ISSUED, _("Đã ban hành")
        DROPPED = rules.DROPPED, _("Đã bỏ")

    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="versions", verbose_name=_("bộ tiêu chí")
    )
    number = models.PositiveIntegerField(_("bản"))
    state = models.CharField(_("bước"), max_length=10, choices=State.choices, default=State.DRAFT)
    pass_share = models.PositiveSmallIntegerField(_("tỷ lệ đạt (%)"), default=rules.USUAL_SHARE)
    note = models.CharField(
        _("thay đổi so với bản trước"), max_length=rules.LONGEST_HELP, blank=True
    )
    holds_from = models.DateField(_("có hiệu lực từ"), null=True)
    opened_by = models.CharField(_("người mở"), max_length=200)
    opened_at = models.DateTimeField(_("mở lúc"), default=timezone.now)
    issued_by = models.CharField(_("người ban hành"), max_length=200, blank=True)
    issued_at = models.DateTimeField(_("ban hành lúc"), null=True)

    class Meta:
        verbose_name = _("bản của bộ tiêu chí")
        verbose_name_plural = _("bản của bộ tiêu chí")
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "number"], name="checklistversion_number_once"
            ),
            # two people who open a draft at once: one wins
            models.UniqueConstraint(
                fields=["checklist"],
                condition=Q(state=rules.DRAFT),
                name="checklistversion_one_draft",
            ),
            models.UniqueConstraint(
                fields=["checklist", "holds_from"],
                condition=Q(state=rules.ISSUED),
                name="checklistversion_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.ISSUED, holds_from__isnull=False, issued_at__isnull=False)
                | (
                    Q(state__in=(rules.DRAFT, rules.DROPPED))
                    & Q(holds_from__isnull=True, issued_at__isnull=True)
                ),
                name="checklistversion_issued_with_day",
            ),
            models.CheckConstraint(
                condition=Q(pass_share__gte=1, pass_share__lte=100),
                name="checklistversion_share_of_hundred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id}/{self.number}"


class ChecklistSection(models.Model):
    """A part of a version, filled in on one page."""

    version = models.ForeignKey(
        ChecklistVersion, on_delete=models.CASCADE, related_name="sections", verbose_name=_("bản")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    title = models.CharField(_("tên phần"), max_length=rules.LONGEST_TITLE)

    class Meta:
        verbose_name = _("phần của bộ tiêu chí")
        verbose_name_plural = _("phần của bộ tiêu chí")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """One thing to judge. `fact` names what the registers can tell of it (rules/observed.py), or is empty.

    `is_removed`: taken out of a draft, with a way back until the draft is put in force.
    """

    version = models.ForeignKey(
        ChecklistVersion, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("bản")
    )
    section = models.ForeignKey(
        ChecklistSection, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("phần")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    code = models.CharField(_("mã tiêu chí"), max_length=rules.LONGEST_CODE)
    text = models.CharField(_("tiêu chí"), max_length=rules.LONGEST_TEXT)
    help = models.CharField(_("giải thích"), max_length=rules.LONGEST_HELP, blank=True)
    evidence = models.CharField(_("bằng chứng nên có"), max_length=rules.LONGEST_TEXT, blank=True)
    is_mandatory = models.BooleanField(_("bắt buộc"), default=False)
    weight = models.PositiveSmallIntegerField(_("trọng số"), default=1)
    may_not_apply = models.BooleanField(_("có thể không áp dụng"), default=True)
    fact = models.CharField(_("số liệu của sổ"), max_length=20, blank=True)
    is_removed = models.BooleanField(_("đã gỡ"), default=False)

    class Meta:
        verbose_name = _("tiêu chí")
        verbose_name_plural = _("tiêu chí")
        ordering = ["section__position", "section", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                condition=Q(is_removed=False),
                name="criterion_code_once",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=rules.MOST_WEIGHT),
                name="criterion_weight_in_bounds",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(code=""), name="criterion_has_words"),
            models.CheckConstraint(
                condition=Q(fact__in=("", *observed.KEYS)), name="criterion_fact_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code
