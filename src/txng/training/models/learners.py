"""Learners of a class: their seat, their ticket, when they were there, what they thought of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.training import rules
from txng.training.models.classes import Session, TrainingClass
from txng.training.models.needs import KIND_CHOICES
from txng.training.rules import classes


class Learner(models.Model):
    """Somebody in one class. Name, contact and organisation are personal data: `erased_at` says when they
    were taken out; kind, agency, and what was attended stay for the figures.

    `secret` is the address of the ticket, `code` its short code. `contact_key`: keyed digest, so that one
    telephone registers once; unique among those who did not withdraw. `offered_at`: when a seat
    became free for somebody who waited. `attended` counts the rows of
    Attendance, `attended_enough` is what the rule of the class says of them.
    """

    class State(models.TextChoices):
        SEATED = classes.SEATED, _("Có chỗ")
        WAITING = classes.WAITING, _("Danh sách chờ")
        WITHDRAWN = classes.WITHDRAWN, _("Đã rút")

    class Source(models.TextChoices):
        BY_FORM = classes.BY_FORM, _("Tự đăng ký")
        ON_PAPER = classes.ON_PAPER, _("Danh sách giấy")
        BY_SHEET = classes.BY_SHEET, _("Tệp Excel")

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="learners", db_index=False,
        verbose_name=_("lớp"),
    )  # fmt: skip
    secret = models.CharField(_("địa chỉ của vé"), max_length=22, unique=True)
    code = models.CharField(_("mã vé"), max_length=6, unique=True)
    name = models.CharField(_("họ tên"), max_length=rules.LONGEST_NAME, blank=True)
    contact = models.CharField(_("điện thoại hoặc thư điện tử"), max_length=120, blank=True)
    contact_key = models.CharField(max_length=64, blank=True)
    organisation = models.CharField(_("đơn vị"), max_length=rules.LONGEST_TITLE, blank=True)
    kind = models.CharField(_("đối tượng"), max_length=20, choices=KIND_CHOICES)
    agency = models.ForeignKey(
        "parties.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("cơ quan"),
    )  # fmt: skip
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices)
    source = models.CharField(
        _("vào lớp bằng"), max_length=10, choices=Source.choices, default=Source.BY_FORM
    )
    consent = models.CharField(_("bản đồng ý"), max_length=20, blank=True)
    shows_name = models.BooleanField(_("cho hiện tên khi kiểm tra giấy"), default=False)
    knew_before = models.PositiveSmallIntegerField(_("hiểu biết trước lớp"), null=True, blank=True)
    attended = models.PositiveSmallIntegerField(_("số buổi đã dự"), default=0)
    attended_enough = models.BooleanField(_("dự đủ"), default=False)
    has_passed = models.BooleanField(_("đạt bài kiểm tra"), default=False)
    registered_at = models.DateTimeField(_("đăng ký lúc"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)
    offered_at = models.DateTimeField(_("được gọi từ danh sách chờ lúc"), null=True, blank=True)
    erased_at = models.DateTimeField(_("xóa thông tin lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("học viên")
        verbose_name_plural = _("học viên")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=classes.LEARNER_STATES) & Q(kind__in=rules.KINDS),
                name="learner_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=classes.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=classes.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="learner_withdrawn_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name="", contact="", contact_key="", organisation=""),
                name="learner_erased_whole",
            ),
            models.CheckConstraint(
                condition=Q(knew_before__isnull=True) | Q(knew_before__gte=1, knew_before__lte=5),
                name="learner_level_known",
            ),
            models.UniqueConstraint(
                fields=["training_class", "contact_key"],
                condition=~Q(contact_key="") & ~Q(state=classes.WITHDRAWN),
                name="learner_once_in_a_class",
            ),
        ]
        indexes = [
            # who has a seat, who waits, in the order in which they came
            models.Index(
                fields=["training_class", "state", "registered_at"], name="learner_by_class"
            ),
            # who was called from the queue lately?
            models.Index(
                fields=["offered_at"], condition=Q(offered_at__isnull=False), name="learner_offered"
            ),
            # who was trained: the few states of a class are counted from this alone
            models.Index(
                fields=["training_class", "attended_enough", "kind"], name="learner_trained"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Attendance(models.Model):
    """Somebody was there. Once for each session, however often the telephone sends it."""

    class Way(models.TextChoices):
        QR = classes.QR, _("QR trên màn chiếu")
        CODE = classes.CODE, _("QR và mã vé")
        TICKET = classes.TICKET, _("Giảng viên nhận vé")
        PAPER = classes.PAPER, _("Đánh dấu theo danh sách")
        SHEET = classes.SHEET, _("Tệp Excel")

    learner = models.ForeignKey(
        Learner, on_delete=models.CASCADE, related_name="attendances", db_index=False,
        verbose_name=_("học viên"),
    )  # fmt: skip
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("buổi")
    )
    way = models.CharField(_("bằng"), max_length=4, choices=Way.choices)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    told_by = models.CharField(_("ai ghi"), max_length=200)

    class Meta:
        verbose_name = _("lần có mặt")
        verbose_name_plural = _("lần có mặt")
        constraints = [
            models.UniqueConstraint(fields=["learner", "session"], name="attendance_once"),
            models.CheckConstraint(condition=Q(way__in=classes.WAYS), name="attendance_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.session_id}"


class Feedback(models.Model):
    """What a learner thought of the class: pages show sums and words, never whose they are."""

    learner = models.OneToOneField(
        Learner, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("học viên")
    )
    useful = models.PositiveSmallIntegerField(_("có ích cho công việc"))
    taught = models.PositiveSmallIntegerField(_("dễ hiểu"))
    knows_after = models.PositiveSmallIntegerField(_("hiểu biết sau lớp"))
    words = models.CharField(_("nên làm gì khác"), max_length=1000, blank=True)
    told_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("phiếu góp ý")
        verbose_name_plural = _("phiếu góp ý")
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__gte=1, useful__lte=5, taught__gte=1, taught__lte=5)
                & Q(knows_after__gte=1, knows_after__lte=5),
                name="feedback_levels_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}"
