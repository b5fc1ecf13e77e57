"""Research topics (đề tài, dự án, nhiệm vụ): calls, proposals, contracts, progress, results, transfer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.awards import rules
from txng.awards.models.stepping import Stepped
from txng.awards.rules import steps
from txng.awards.rules import topics as topic_rules


class TopicCall(models.Model):
    """A round in which organisations propose: the province orders something, or invites ideas."""

    class Mode(models.TextChoices):
        ORDERED = topic_rules.ORDERED, _("Đặt hàng")
        INVITED = topic_rules.INVITED, _("Kêu gọi")

    title = models.CharField(_("tên đợt"), max_length=rules.LONGEST_TITLE)
    year = models.PositiveSmallIntegerField(_("năm kế hoạch"))
    mode = models.CharField(_("hình thức"), max_length=10, choices=Mode.choices)
    demand = models.CharField(_("yêu cầu"), max_length=rules.LONGEST_TEXT)
    opens_on = models.DateField(_("nhận đề xuất từ"))
    closes_on = models.DateField(_("đến hết ngày"))
    closed_at = models.DateTimeField(_("đóng sớm lúc"), null=True)

    class Meta:
        verbose_name = _("đợt đặt hàng, kêu gọi")
        verbose_name_plural = _("đợt đặt hàng, kêu gọi")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="topiccall_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=tuple(topic_rules.MODES)), name="topiccall_mode_known"
            ),
        ]
        indexes = [
            # the register, newest first
            models.Index(fields=["closes_on", "id"], name="topiccall_by_close"),
        ]

    def __str__(self) -> str:
        return self.title


class Topic(Stepped):
    """One proposal, and what it became. `organisation` is who proposed and carries it out."""

    class Kind(models.TextChoices):
        TOPIC = topic_rules.TOPIC, _("Đề tài")
        PROJECT = topic_rules.PROJECT, _("Dự án")
        DUTY = topic_rules.DUTY, _("Nhiệm vụ")

    class State(models.TextChoices):
        PROPOSED = steps.PROPOSED, _("Đã đề xuất, chờ xét chọn")
        SELECTED = steps.SELECTED, _("Được chọn, chờ ký hợp đồng")
        REJECTED = steps.REJECTED, _("Không được chọn")
        RUNNING = steps.RUNNING, _("Đang thực hiện")
        HANDED_IN = steps.HANDED_IN, _("Đã nộp kết quả, chờ nghiệm thu")
        ACCEPTED = steps.ACCEPTED, _("Đã nghiệm thu")
        FAILED = steps.FAILED, _("Nghiệm thu không đạt")
        STOPPED = steps.STOPPED, _("Đã dừng")
        DROPPED = steps.DROPPED, _("Không ký hợp đồng")
        WITHDRAWN = steps.WITHDRAWN, _("Đã rút đề xuất")

    class Grade(models.TextChoices):
        EXCELLENT = topic_rules.EXCELLENT, _("Xuất sắc")
        PASSED = topic_rules.PASSED, _("Đạt")
        NOT_PASSED = topic_rules.NOT_PASSED, _("Không đạt")

    number = models.CharField(_("số"), max_length=20, unique=True)
    call = models.ForeignKey(
        TopicCall, on_delete=models.PROTECT, related_name="topics", verbose_name=_("đợt")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("tên"), max_length=rules.LONGEST_TITLE)
    summary = models.CharField(_("mục tiêu và nội dung"), max_length=rules.LONGEST_TEXT)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="topics",
        verbose_name=_("tổ chức chủ trì"),
    )  # fmt: skip
    leader = models.CharField(_("chủ nhiệm"), max_length=rules.LONGEST_NAME)
    months = models.PositiveSmallIntegerField(_("thời gian (tháng)"))
    asked_vnd = models.DecimalField(_("kinh phí đề nghị (đồng)"), max_digits=18, decimal_places=0)
    own_vnd = models.DecimalField(
        _("phần vốn của tổ chức (đồng)"), max_digits=18, decimal_places=0, default=0
    )
    state = models.CharField(
        _("trạng thái"), max_length=16, choices=State.choices, default=State.PROPOSED
    )
    proposed_at = models.DateTimeField(_("đề xuất lúc"), default=timezone.now)
    # the decision that selected it, and the one that accepted it
    selected_number = models.CharField(
        _("số quyết định chọn"), max_length=rules.LONGEST_NUMBER, blank=True
    )
    selected_on = models.DateField(_("ngày quyết định chọn"), null=True)
    accepted_number = models.CharField(
        _("số quyết định nghiệm thu"), max_length=rules.LONGEST_NUMBER, blank=True
    )
    accepted_on = models.DateField(_("ngày nghiệm thu"), null=True)
    grade = models.CharField(_("xếp loại"), max_length=10, choices=Grade.choices, blank=True)
    results = models.CharField(_("kết quả"), max_length=rules.LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("đề tài, dự án, nhiệm vụ")
        verbose_name_plural = _("đề tài, dự án, nhiệm vụ")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=tuple(steps.TOPIC_STATES)), name="topic_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=tuple(topic_rules.KINDS)), name="topic_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(asked_vnd__gt=0, own_vnd__gte=0, months__gt=0),
                name="topic_money_and_time_positive",
            ),
            models.CheckConstraint(
                condition=~Q(state=steps.ACCEPTED)
                | (
                    Q(accepted_on__isnull=False)
                    & Q(grade__in=(topic_rules.EXCELLENT, topic_rules.PASSED))
                ),
                name="topic_accepted_with_grade",
            ),
        ]
        indexes = [
            # what is running, what waits
            models.Index(fields=["state", "number"], name="topic_by_state"),
            # what was accepted in a year; the public page
            models.Index(fields=["accepted_on", "id"], name="topic_by_acceptance"),
        ]

    def __str__(self) -> str:
        return self.number


class TopicTechnology(models.Model):
    """A technology that the Plan names (II.2.c) and a topic works with."""

    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="technologies", verbose_name=_("đề tài")
    )
    technology = models.CharField(_("công nghệ"), max_length=12)

    class Meta:
        verbose_name = _("công nghệ của đề tài")
        verbose_name_plural = _("công nghệ của đề tài")
        constraints = [
            models.UniqueConstraint(fields=["topic", "technology"], name="topictechnology_once"),
            models.CheckConstraint(
                condition=Q(technology__in=tuple(topic_rules.TECHNOLOGIES)),
                name="topictechnology_known",
            ),
        ]

    def __str__(self) -> str:
        return self.technology


class Contract(models.Model):
    """What was signed for a topic. `amount_vnd` is the province's, `own_vnd` the partner's own share."""

    topic = models.OneToOneField(
        Topic, on_delete=models.PROTECT, related_name="contract", verbose_name=_("đề tài")
    )
    number = models.CharField(_("số hợp đồng"), max_length=rules.LONGEST_NUMBER)
    signed_on = models.DateField(_("ngày ký"))
    begins_on = models.DateField(_("thực hiện từ"))
    ends_on = models.DateField(_("đến hết ngày"))
    amount_vnd = models.DecimalField(_("kinh phí của tỉnh (đồng)"), max_digits=18, decimal_places=0)
    own_vnd = models.DecimalField(
        _("phần vốn của tổ chức (đồng)"), max_digits=18, decimal_places=0, default=0
    )

    class Meta:
        verbose_name = _("hợp đồng")
        verbose_name_plural = _("hợp đồng")
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_on__gte=F("signed_on"), ends_on__gt=F("begins_on")),
                name="awardcontract_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0, own_vnd__gte=0), name="awardcontract_money_positive"
            ),
            models.UniqueConstraint(
                fields=["number", "signed_on"], name="awardcontract_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ProgressReport(models.Model):
    """A report that is due on a day; it is sent once, and an officer writes a remark beside it."""

    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="reports", verbose_name=_("đề tài")
    )
    period = models.PositiveSmallIntegerField(_("kỳ"))
    due_on = models.DateField(_("hạn gửi"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    sent_by = models.CharField(_("người gửi"), max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField(_("tỷ lệ hoàn thành (%)"), null=True)
    done = models.CharField(_("việc đã làm"), max_length=rules.LONGEST_TEXT, blank=True)
    difficulties = models.CharField(_("khó khăn"), max_length=rules.LONGEST_TEXT, blank=True)
    spent_vnd = models.DecimalField(_("đã chi (đồng)"), max_digits=18, decimal_places=0, null=True)
    remark = models.CharField(
        _("nhận xét của cơ quan"), max_length=rules.LONGEST_REASON, blank=True
    )
    remarked_by = models.CharField(_("người nhận xét"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("báo cáo tiến độ")
        verbose_name_plural = _("báo cáo tiến độ")
        constraints = [
            models.UniqueConstraint(fields=["topic", "period"], name="progressreport_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, percent__isnull=True, done="")
                | (Q(sent_at__isnull=False, percent__lte=100) & ~Q(done="")),
                name="progressreport_sent_whole",
            ),
        ]
        indexes = [
            # what is late, of all topics
            models.Index(fields=["sent_at", "due_on"], name="progressreport_late"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.period}"


class Output(models.Model):
    """Something that a topic brought forth. Shown to everybody when the topic is accepted."""

    class Kind(models.TextChoices):
        SOFTWARE = "phan-mem", _("Phần mềm, mô đun")
        DEVICE = "thiet-bi", _("Thiết bị")
        PROCEDURE = "quy-trinh", _("Quy trình, tài liệu kỹ thuật")
        MODEL = "mo-hinh", _("Mô hình")
        ARTICLE = "bai-bao", _("Bài báo, báo cáo khoa học")
        PROPERTY = "so-huu-tri-tue", _("Văn bằng sở hữu trí tuệ")
        OTHER = "khac", _("Kết quả khác")

    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="outputs", verbose_name=_("đề tài")
    )
    kind = models.CharField(_("loại"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("tên sản phẩm"), max_length=rules.LONGEST_TITLE)
    quantity = models.PositiveIntegerField(_("số lượng"), default=1)
    note = models.CharField(_("mô tả"), max_length=rules.LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("sản phẩm của đề tài")
        verbose_name_plural = _("sản phẩm của đề tài")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=tuple(topic_rules.OUTPUTS), quantity__gt=0) & ~Q(name=""),
                name="topicoutput_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Transfer(models.Model):
    """Results of an accepted topic that an enterprise took over."""

    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("đề tài")
    )
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="topic_transfers",
        verbose_name=_("cơ sở nhận"),
    )  # fmt: skip
    transferred_on = models.DateField(_("ngày chuyển giao"))
    what = models.CharField(_("nội dung chuyển giao"), max_length=rules.LONGEST_REASON)
    recorded_by = models.CharField(_("người ghi"), max_length=200)
    recorded_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("chuyển giao kết quả")
        verbose_name_plural = _("chuyển giao kết quả")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "enterprise", "transferred_on"], name="topictransfer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.enterprise_id}"
