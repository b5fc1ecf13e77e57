"""The annual report: its sections, their versions and comments, and the numbers as they were counted."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.reports.rules import sections as rules


class AnnualReport(models.Model):
    """One year's report to the People's Committee. `since` and `until` are both included.

    `bases` and `recipients` hold one a line. `serial` counts changes of these facts, so that two people
    who edit them do not overwrite each other. What the paper says is in the sections.
    """

    class State(models.TextChoices):
        DRAFT = rules.DRAFT, _("Đang soạn")
        HANDED = rules.HANDED, _("Đã trình")

    year = models.PositiveSmallIntegerField(_("năm"), unique=True)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    since = models.DateField(_("số liệu từ ngày"))
    until = models.DateField(_("ngày chốt số liệu"))
    about = models.CharField(_("trích yếu"), max_length=300)
    bases = models.TextField(_("căn cứ"), blank=True)
    recipients = models.TextField(_("nơi nhận"), blank=True)
    place = models.CharField(_("nơi ký"), max_length=60, default="Lâm Đồng")
    symbol = models.CharField(_("ký hiệu"), max_length=30, default="BC-SKHCN")
    signatory_capacity = models.CharField(_("quyền hạn ký"), max_length=60, blank=True)
    signatory_title = models.CharField(_("chức vụ người ký"), max_length=80, blank=True)
    signatory_name = models.CharField(_("người ký"), max_length=80, blank=True)
    serial = models.PositiveIntegerField(_("lần sửa"), default=0)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    created_by = models.CharField(_("người tạo"), max_length=200)
    filled_at = models.DateTimeField(_("điền từ hệ thống lúc"), null=True, blank=True)
    compared_at = models.DateTimeField(_("đếm lại để so lúc"), null=True, blank=True)
    paper_number = models.PositiveBigIntegerField(_("văn bản trình ký"), null=True, blank=True)

    class Meta:
        verbose_name = _("báo cáo năm")
        verbose_name_plural = _("báo cáo năm")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=rules.REPORT_STATES), name="annualreport_state_known"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=rules.FIRST_YEAR, year__lte=rules.LAST_YEAR),
                name="annualreport_year_of_plan",
            ),
            models.CheckConstraint(
                condition=Q(since__lte=F("until")), name="annualreport_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"Báo cáo năm {self.year}"


class Section(models.Model):
    """A part of a report. `agencies` are codes of those who write it; a heading has no text of its own.

    `revision` grows with every change of the text: a writer says which one they began with.
    """

    class State(models.TextChoices):
        EMPTY = rules.EMPTY, _("Chưa viết")
        WRITING = rules.WRITING, _("Đang viết")
        SUBMITTED = rules.SUBMITTED, _("Đã nộp")
        ACCEPTED = rules.ACCEPTED, _("Đã nhận")
        RETURNED = rules.RETURNED, _("Bị trả lại")

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="sections", verbose_name=_("báo cáo")
    )
    code = models.CharField(_("mã phần"), max_length=12)
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    level = models.PositiveSmallIntegerField(_("bậc"), default=1)
    title = models.CharField(_("tiêu đề"), max_length=200)
    clauses = models.JSONField(_("khoản của Kế hoạch"), default=list)
    agencies = models.JSONField(_("cơ quan viết"), default=list)
    hint = models.CharField(_("cần viết gì"), max_length=400, blank=True)
    is_heading = models.BooleanField(_("chỉ là tiêu đề"), default=False)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.EMPTY
    )
    text = models.TextField(_("nội dung"), blank=True, max_length=rules.LONGEST_TEXT)
    revision = models.PositiveIntegerField(_("lần sửa"), default=0)
    changed_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)
    changed_by = models.CharField(_("người sửa"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True, blank=True)
    submitted_by = models.CharField(_("người nộp"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("nhận hoặc trả lúc"), null=True, blank=True)
    decided_by = models.CharField(_("người nhận hoặc trả"), max_length=200, blank=True)
    reason = models.CharField(_("vì sao trả lại"), max_length=rules.LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("phần báo cáo")
        verbose_name_plural = _("phần báo cáo")
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="section_code_once"),
            # and the order of a page: the sections of a report by their place
            models.UniqueConstraint(fields=["report", "place"], name="section_place_once"),
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="section_state_known"),
            models.CheckConstraint(
                condition=~Q(state=rules.RETURNED) | ~Q(reason=""),
                name="section_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(rules.SUBMITTED, rules.ACCEPTED)) | ~Q(submitted_by=""),
                name="section_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_heading=False) | Q(text="", state=rules.EMPTY),
                name="section_heading_without_text",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SectionVersion(models.Model):
    """A text as it was. Autosaves of one person within some minutes are one row; `why` says what made it."""

    class Why(models.TextChoices):
        TYPED = "go", _("Gõ")
        FILLED = "dien", _("Điền từ hệ thống")
        RESTORED = "khoi-phuc", _("Khôi phục bản cũ")
        AUTOSAVED = "tu-luu", _("Tự lưu")

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="versions", verbose_name=_("phần")
    )
    revision = models.PositiveIntegerField(_("lần sửa"))
    text = models.TextField(_("nội dung"), blank=True)
    why = models.CharField(_("vì sao"), max_length=10, choices=Why.choices)
    author = models.CharField(_("người viết"), max_length=200)
    agency = models.CharField(_("cơ quan"), max_length=60, blank=True)
    kept_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bản cũ của phần")
        verbose_name_plural = _("bản cũ của phần")
        constraints = [
            # and the history of a section, newest first
            models.UniqueConstraint(fields=["section", "revision"], name="sectionversion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.revision}"


class SectionComment(models.Model):
    """What somebody says about a section; settled when it is dealt with, never erased."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="comments", verbose_name=_("phần")
    )
    text = models.TextField(_("ý kiến"), max_length=rules.LONGEST_COMMENT)
    author = models.CharField(_("người nói"), max_length=200)
    agency = models.CharField(_("cơ quan"), max_length=60, blank=True)
    said_at = models.DateTimeField(_("nói lúc"), default=timezone.now)
    settled_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    settled_by = models.CharField(_("ai xong"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ý kiến về phần")
        verbose_name_plural = _("ý kiến về phần")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="")
                | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="sectioncomment_settled_by_somebody",
            ),
        ]
        indexes = [
            # what is said about a section, in order
            models.Index(fields=["section", "said_at"], name="sectioncomment_by_time"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class NumberSource(models.Model):
    """A number that somebody typed, and where it comes from. It holds for this sentence, word for word."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="sources", verbose_name=_("phần")
    )
    number = models.CharField(_("số"), max_length=40)
    sentence = models.TextField(_("câu"), max_length=2_000)
    note = models.CharField(_("lấy từ đâu"), max_length=300)
    said_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    said_by = models.CharField(_("người ghi"), max_length=200)

    class Meta:
        verbose_name = _("nguồn của số gõ tay")
        verbose_name_plural = _("nguồn của số gõ tay")
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="numbersource_says_where_from"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.note}"


class Snapshot(models.Model):
    """A figure as it was counted for this report, with what it meant then.

    `packed` are the rows behind it, compressed (rules/packing.py), up to rules.MOST_ROWS: above, there are
    none and `digest` is of the value and the tables. `rows_counted` None: more than that, not counted.
    `splits` are its tables: by what -> code -> number. `recounted_*` is what a later count gave; counting
    again for good makes a new row and leaves this one (`is_current` False).
    """

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="snapshots", verbose_name=_("báo cáo")
    )
    code = models.CharField(_("mã số liệu"), max_length=80)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"))
    commune = models.CharField(_("xã"), max_length=5, blank=True)
    sector = models.CharField(_("ngành"), max_length=30, blank=True)
    group = models.CharField(_("nhóm sản phẩm"), max_length=120, blank=True)
    version = models.PositiveSmallIntegerField(_("lần đếm"), default=1)
    is_current = models.BooleanField(_("đang dùng"), default=True)
    title = models.CharField(_("tên"), max_length=200)
    unit = models.CharField(_("đơn vị"), max_length=60, blank=True)
    definition = models.TextField(_("định nghĩa"))
    decimals = models.PositiveSmallIntegerField(_("chữ số lẻ"), default=0)
    value = models.DecimalField(
        _("giá trị"), max_digits=24, decimal_places=4, null=True, blank=True
    )
    rows_counted = models.PositiveIntegerField(_("số dòng"), null=True, blank=True)
    digest = models.CharField(_("dấu băm"), max_length=64)
    splits = models.JSONField(_("các bảng"), default=dict)
    packed = models.BinaryField(_("các dòng"))
    taken_at = models.DateTimeField(_("đếm lúc"), default=timezone.now)
    taken_by = models.CharField(_("người đếm"), max_length=200)
    recounted_at = models.DateTimeField(_("đếm lại lúc"), null=True, blank=True)
    recounted_value = models.DecimalField(
        _("giá trị đếm lại"), max_digits=24, decimal_places=4, null=True, blank=True
    )
    recounted_digest = models.CharField(_("dấu băm đếm lại"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("số liệu đã chốt")
        verbose_name_plural = _("số liệu đã chốt")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "report",
                    "code",
                    "since",
                    "until",
                    "commune",
                    "sector",
                    "group",
                    "version",
                ],
                name="snapshot_version_once",
            ),
            models.UniqueConstraint(
                fields=["report", "code", "since", "until", "commune", "sector", "group"],
                condition=Q(is_current=True),
                name="snapshot_one_current",
            ),
            models.CheckConstraint(
                condition=Q(since__lte=F("until")), name="snapshot_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"

    @property
    def is_changed(self) -> bool:
        """Whether the last recount gave something else; False when nobody counted again."""
        return self.recounted_at is not None and self.recounted_digest != self.digest


class SectionTable(models.Model):
    """A table of a section as it was asked for; asked again, a new row, and this one is kept."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="tables", verbose_name=_("phần")
    )
    place = models.PositiveSmallIntegerField(_("thứ tự"))
    version = models.PositiveSmallIntegerField(_("lần lấy"), default=1)
    is_current = models.BooleanField(_("đang dùng"), default=True)
    title = models.CharField(_("tên bảng"), max_length=200)
    head = models.JSONField(_("đầu bảng"))
    rows = models.JSONField(_("các dòng"))
    right = models.JSONField(_("cột số"), default=list)
    source = models.CharField(_("lấy từ"), max_length=200)
    taken_at = models.DateTimeField(_("lấy lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bảng của phần")
        verbose_name_plural = _("bảng của phần")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "version", "place"], name="sectiontable_place_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
