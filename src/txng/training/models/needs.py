"""What is taught, who wants it in which year, and the plan that is made of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.training import rules, words
from txng.training.rules import needs, quiz

KIND_CHOICES = tuple(words.KINDS.items())


class Subject(models.Model):
    """A subject with its curriculum. It ships as data (data/subjects.toml) and is edited here.

    `curriculum`: one topic a line. `hours` in lessons of one hour. `pass_mark` in percent.
    """

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên chuyên đề"), max_length=rules.LONGEST_TITLE)
    clause = models.CharField(_("điều khoản của Kế hoạch"), max_length=20, blank=True)
    summary = models.CharField(_("học để làm gì"), max_length=500, blank=True)
    curriculum = models.TextField(_("nội dung"), max_length=rules.LONGEST_TEXT)
    hours = models.PositiveSmallIntegerField(_("số giờ"))
    pass_mark = models.PositiveSmallIntegerField(_("điểm đạt (%)"), default=quiz.USUAL_MARK)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    is_offered = models.BooleanField(_("đang dạy"), default=True)

    class Meta:
        verbose_name = _("chuyên đề")
        verbose_name_plural = _("chuyên đề")
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1, pass_mark__lte=100, hours__gte=1) & ~Q(title=""),
                name="subject_mark_is_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Need(models.Model):
    """So many people of a kind want a subject in a year. An agency or enterprise says it once for each
    kind and subject; a person without an account leaves `contact`, which only the keepers see.
    """

    class Source(models.TextChoices):
        AGENCY = needs.AGENCY, _("Cơ quan, đơn vị")
        ENTERPRISE = needs.ENTERPRISE, _("Cơ sở")
        PERSON = needs.PERSON, _("Cá nhân")

    year = models.PositiveSmallIntegerField(_("năm"))
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="needs", verbose_name=_("chuyên đề")
    )
    kind = models.CharField(_("đối tượng"), max_length=20, choices=KIND_CHOICES)
    people = models.PositiveIntegerField(_("số người"))
    source = models.CharField(_("ai đăng ký"), max_length=10, choices=Source.choices)
    agency = models.ForeignKey(
        "parties.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("cơ quan"),
    )  # fmt: skip
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("cơ sở"),
    )  # fmt: skip
    commune_code = models.CharField(_("xã, phường"), max_length=5, blank=True)
    contact = models.CharField(_("điện thoại hoặc thư điện tử"), max_length=120, blank=True)
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_REASON, blank=True)
    consent = models.CharField(_("bản đồng ý"), max_length=20, blank=True)
    told_by = models.CharField(_("người đăng ký"), max_length=200)
    told_at = models.DateTimeField(_("đăng ký lúc"), default=timezone.now)
    erased_at = models.DateTimeField(_("xóa liên hệ lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nhu cầu đào tạo")
        verbose_name_plural = _("nhu cầu đào tạo")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=rules.KINDS)
                & Q(people__gte=1, people__lte=needs.MOST_PEOPLE)
                & Q(year__gte=needs.FIRST_YEAR, year__lte=needs.LAST_YEAR),
                name="need_counts_somebody",
            ),
            models.CheckConstraint(
                condition=Q(source=needs.AGENCY, agency__isnull=False, enterprise__isnull=True)
                | Q(source=needs.ENTERPRISE, agency__isnull=True, enterprise__isnull=False)
                | Q(source=needs.PERSON, agency__isnull=True, enterprise__isnull=True),
                name="need_of_who_told_it",
            ),
            models.UniqueConstraint(
                fields=["agency", "year", "subject", "kind"],
                condition=Q(agency__isnull=False),
                name="need_of_agency_once",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "year", "subject", "kind"],
                condition=Q(enterprise__isnull=False),
                name="need_of_enterprise_once",
            ),
        ]
        indexes = [
            # the needs of a year, the newest first
            models.Index(fields=["year", "told_at", "id"], name="need_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.subject_id}: {self.people}"


class YearPlan(models.Model):
    """The training plan of a year: drafted from needs, approved by somebody else than who drafted it."""

    class State(models.TextChoices):
        DRAFT = needs.DRAFT, _("Đang soạn")
        APPROVED = needs.APPROVED, _("Đã duyệt")

    year = models.PositiveSmallIntegerField(_("năm"), unique=True)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    drafted_by = models.CharField(_("người soạn"), max_length=200)
    drafted_at = models.DateTimeField(_("soạn lúc"), default=timezone.now)
    approved_by = models.CharField(_("người duyệt"), max_length=200, blank=True)
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("kế hoạch đào tạo năm")
        verbose_name_plural = _("kế hoạch đào tạo năm")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=needs.DRAFT, approved_at__isnull=True, approved_by="")
                | (Q(state=needs.APPROVED, approved_at__isnull=False) & ~Q(approved_by="")),
                name="yearplan_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=models.F("drafted_by")),
                name="yearplan_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class PlanLine(models.Model):
    """So many classes of a subject for so many people. `needed`: what the needs said when it was drawn up."""

    plan = models.ForeignKey(
        YearPlan, on_delete=models.CASCADE, related_name="lines", verbose_name=_("kế hoạch")
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="+", verbose_name=_("chuyên đề")
    )
    needed = models.PositiveIntegerField(_("số người có nhu cầu"), default=0)
    classes = models.PositiveSmallIntegerField(_("số lớp"))
    people = models.PositiveIntegerField(_("số người"))
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("dòng kế hoạch đào tạo")
        verbose_name_plural = _("dòng kế hoạch đào tạo")
        constraints = [
            models.UniqueConstraint(fields=["plan", "subject"], name="planline_subject_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.subject_id}"
