"""What an enterprise says of its own tracing: self-assessments, and declarations that rest on them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.certification.models.checklists import Checklist, ChecklistVersion, Criterion
from txng.certification.rules import checklists as rules
from txng.certification.rules import declarations


class Assessment(models.Model):
    """One self-assessment, by one version of a checklist. Finished it is never changed.

    `passed` and `share` are what rules.judge said on the day; the answers stay, so it can be said again.
    """

    class State(models.TextChoices):
        OPEN = rules.OPEN, _("Đang làm")
        FINISHED = rules.FINISHED, _("Đã hoàn thành")
        DROPPED = rules.DROPPED, _("Đã bỏ")

    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="assessments", verbose_name=_("cơ sở")
    )  # fmt: skip
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="+", verbose_name=_("bộ tiêu chí")
    )
    version = models.ForeignKey(
        ChecklistVersion,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("bản"),
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.OPEN
    )
    started_at = models.DateTimeField(_("bắt đầu lúc"), default=timezone.now)
    started_by = models.CharField(_("người bắt đầu"), max_length=200)
    changed_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    finished_at = models.DateTimeField(_("hoàn thành lúc"), null=True)
    finished_by = models.CharField(_("người xác nhận"), max_length=200, blank=True)
    passed = models.BooleanField(_("đạt"), null=True)
    share = models.PositiveSmallIntegerField(_("tỷ lệ (%)"), null=True)

    class Meta:
        verbose_name = _("lần tự đánh giá")
        verbose_name_plural = _("lần tự đánh giá")
        constraints = [
            # two people of one enterprise who begin at once: one wins
            models.UniqueConstraint(
                fields=["enterprise", "checklist"],
                condition=Q(state=rules.OPEN),
                name="assessment_one_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=rules.FINISHED,
                    finished_at__isnull=False,
                    passed__isnull=False,
                    share__isnull=False,
                )
                | Q(
                    state__in=(rules.OPEN, rules.DROPPED),
                    finished_at__isnull=True,
                    passed__isnull=True,
                    share__isnull=True,
                ),
                name="assessment_finished_with_result",
            ),
        ]
        indexes = [
            # the last finished one of an enterprise; the lists, newest first
            models.Index(
                fields=["enterprise", "state", "finished_at"], name="assessment_of_enterprise"
            ),
            models.Index(fields=["changed_at", "id"], name="assessment_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Answer(models.Model):
    """The verdict on one criterion. `is_confirmed`: a person looked at it in this assessment; answers of the
    last one, and what the registers tell, wait for that.

    `files` are numbers of attachments (documents); those of an earlier assessment may be named again.
    """

    class Verdict(models.TextChoices):
        MET = rules.MET, _("Đạt")
        UNMET = rules.UNMET, _("Chưa đạt")
        NOT_APPLICABLE = rules.NOT_APPLICABLE, _("Không áp dụng")

    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.CASCADE,
        related_name="answers",
        verbose_name=_("lần tự đánh giá"),
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="+", verbose_name=_("tiêu chí")
    )
    verdict = models.CharField(_("kết luận"), max_length=14, choices=Verdict.choices, blank=True)
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_NOTE, blank=True)
    files = models.JSONField(_("tệp bằng chứng"), default=list)
    observed = models.CharField(_("hệ thống ghi nhận"), max_length=14, blank=True)
    is_confirmed = models.BooleanField(_("đã xác nhận"), default=False)
    answered_by = models.CharField(_("người trả lời"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("câu trả lời")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=("", *rules.VERDICTS)), name="answer_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}/{self.criterion_id}"


class Declaration(models.Model):
    """An enterprise declares that its tracing system follows a standard; an officer receives it.

    What was declared is never changed: a returned one is made anew under its own number.
    """

    class Basis(models.TextChoices):
        SELF = declarations.SELF, _("Kết quả tự đánh giá")
        CERTIFICATE = declarations.CERTIFICATE, _("Giấy chứng nhận")

    class State(models.TextChoices):
        DECLARED = declarations.DECLARED, _("Chờ tiếp nhận")
        RECEIVED = declarations.RECEIVED, _("Đã tiếp nhận")
        RETURNED = declarations.RETURNED, _("Trả lại")
        WITHDRAWN = declarations.WITHDRAWN, _("Cơ sở đã rút")
        ENDED = declarations.ENDED, _("Đã chấm dứt")

    number = models.CharField(_("số"), max_length=14, unique=True)
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="declarations", verbose_name=_("cơ sở")
    )  # fmt: skip
    basis = models.CharField(_("căn cứ"), max_length=12, choices=Basis.choices)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, related_name="declarations",
        verbose_name=_("lần tự đánh giá"),
    )  # fmt: skip
    # of the register; the three after it are copied from it, or typed where the register has none
    certificate = models.ForeignKey(
        "certification.Certificate", on_delete=models.PROTECT, null=True, related_name="declarations",
        verbose_name=_("chứng nhận trong sổ"),
    )  # fmt: skip
    certificate_number = models.CharField(_("số giấy chứng nhận"), max_length=60, blank=True)
    certificate_body = models.CharField(_("tổ chức chứng nhận"), max_length=200, blank=True)
    certificate_valid_to = models.DateField(_("giấy có giá trị đến"), null=True)
    standard = models.CharField(_("tiêu chuẩn"), max_length=declarations.LONGEST_STANDARD)
    declared_on = models.DateField(_("ngày công bố"))
    valid_to = models.DateField(_("có giá trị đến"))
    signer_name = models.CharField(_("người ký"), max_length=declarations.LONGEST_NAME)
    signer_title = models.CharField(_("chức vụ"), max_length=declarations.LONGEST_NAME)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DECLARED
    )
    declared_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    declared_by = models.CharField(_("người gửi"), max_length=200)
    received_at = models.DateTimeField(_("tiếp nhận lúc"), null=True)
    received_by = models.CharField(_("người tiếp nhận"), max_length=200, blank=True)
    agency = models.CharField(_("cơ quan tiếp nhận"), max_length=200, blank=True)
    # of being returned, withdrawn or ended
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True)
    closed_by = models.CharField(_("người kết thúc"), max_length=200, blank=True)
    reason = models.CharField(_("lý do"), max_length=declarations.LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("công bố phù hợp")
        verbose_name_plural = _("công bố phù hợp")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=declarations.STATES), name="declaration_state_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    basis=declarations.SELF,
                    assessment__isnull=False,
                    certificate__isnull=True,
                    certificate_number="",
                )
                | (
                    Q(
                        basis=declarations.CERTIFICATE,
                        assessment__isnull=True,
                        certificate_valid_to__isnull=False,
                    )
                    & ~Q(certificate_number="")
                    & ~Q(certificate_body="")
                ),
                name="declaration_rests_on_one",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("declared_on")), name="declaration_days_in_order"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=(declarations.DECLARED, declarations.RECEIVED))
                    & Q(closed_at__isnull=True, reason="")
                )
                | (
                    Q(state__in=(declarations.RETURNED, declarations.ENDED))
                    & Q(closed_at__isnull=False)
                    & ~Q(reason="")
                )
                | Q(state=declarations.WITHDRAWN, closed_at__isnull=False),
                name="declaration_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=declarations.RECEIVED, received_at__isnull=False)
                | Q(state=declarations.ENDED, received_at__isnull=False)
                | Q(state=declarations.WITHDRAWN)
                | Q(
                    state__in=(declarations.DECLARED, declarations.RETURNED),
                    received_at__isnull=True,
                ),
                name="declaration_received_and_its_time",
            ),
        ]
        indexes = [
            # what waits, oldest first; what everybody may read
            models.Index(fields=["state", "number"], name="declaration_by_state"),
        ]

    def __str__(self) -> str:
        return self.number


class DeclarationScope(models.Model):
    """A product group, trade item or site that a declaration covers, with its name as it was then."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.CASCADE, related_name="scope", verbose_name=_("công bố")
    )
    kind = models.CharField(_("loại"), max_length=6)
    group = models.ForeignKey(
        "products.ProductGroup", on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("nhóm sản phẩm"),
    )  # fmt: skip
    trade_item = models.ForeignKey(
        "products.TradeItem", on_delete=models.PROTECT, null=True, related_name="declared_in",
        verbose_name=_("sản phẩm"),
    )  # fmt: skip
    site = models.ForeignKey(
        "parties.Establishment", on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("địa điểm"),
    )  # fmt: skip
    code = models.CharField(_("mã"), max_length=100, blank=True)
    name = models.CharField(_("tên"), max_length=300)

    class Meta:
        verbose_name = _("phạm vi công bố")
        verbose_name_plural = _("phạm vi công bố")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=declarations.GROUP, group__isnull=False, trade_item=None, site=None
                )
                | Q(kind=declarations.ITEM, trade_item__isnull=False, group=None, site=None)
                | Q(kind=declarations.SITE, site__isnull=False, group=None, trade_item=None),
                name="declarationscope_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeclarationYear(models.Model):
    """The last number given in a year, so that numbers have no gap and no twin."""

    year = models.PositiveSmallIntegerField(_("năm"), primary_key=True)
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("sổ công bố trong năm")
        verbose_name_plural = _("sổ công bố trong năm")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
