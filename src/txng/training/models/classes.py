"""Classes, their sessions and trainers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.training import rules
from txng.training.models.needs import Subject
from txng.training.rules import classes


class TrainingClass(models.Model):
    """A class: one subject, one group of people, one or more sessions.

    `starts_on`, `ends_on` and `session_count` are those of its sessions, kept beside them for lists and
    figures. `share`: percent of sessions that count as attended. `moved_at`: the last
    change of hours or place after people could register. `version` grows with each change.
    """

    class State(models.TextChoices):
        DRAFT = classes.DRAFT, _("Đang soạn")
        OPEN = classes.OPEN, _("Đã công bố")
        DONE = classes.DONE, _("Đã xong")
        CANCELLED = classes.CANCELLED, _("Đã hủy")

    code = models.CharField(_("mã lớp"), max_length=20, unique=True)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="classes", verbose_name=_("chuyên đề")
    )
    title = models.CharField(_("tên lớp"), max_length=rules.LONGEST_TITLE)
    audience = models.JSONField(_("dành cho"), default=list)
    about = models.TextField(_("giới thiệu"), max_length=rules.LONGEST_TEXT, blank=True)
    is_online = models.BooleanField(_("học trực tuyến"), default=False)
    commune_code = models.CharField(_("xã, phường"), max_length=5, blank=True)
    address = models.CharField(_("địa điểm"), max_length=300, blank=True)
    places = models.PositiveSmallIntegerField(_("số chỗ"))
    share = models.PositiveSmallIntegerField(
        _("phần buổi phải dự (%)"), default=classes.USUAL_SHARE
    )
    has_quiz = models.BooleanField(_("có bài kiểm tra"), default=False)
    host = models.ForeignKey(
        "parties.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("đơn vị tổ chức"),
    )  # fmt: skip
    state = models.CharField(
        _("trạng thái"), max_length=5, choices=State.choices, default=State.DRAFT
    )
    starts_on = models.DateField(_("ngày đầu"), null=True, blank=True)
    ends_on = models.DateField(_("ngày cuối"), null=True, blank=True)
    session_count = models.PositiveSmallIntegerField(_("số buổi"), default=0)
    opened_by = models.CharField(_("người mở"), max_length=200)
    opened_at = models.DateTimeField(_("mở lúc"), default=timezone.now)
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    moved_at = models.DateTimeField(_("đổi lịch, chỗ lúc"), null=True, blank=True)
    reason = models.CharField(_("lý do hủy"), max_length=rules.LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    class Meta:
        verbose_name = _("lớp đào tạo")
        verbose_name_plural = _("lớp đào tạo")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=classes.STATES) & ~Q(title=""), name="class_state_known"
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=classes.MOST_PLACES)
                & Q(share__gte=1, share__lte=100),
                name="class_has_places",
            ),
            models.CheckConstraint(
                condition=Q(is_online=True) | ~Q(commune_code=""), name="class_is_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(state=classes.DRAFT) | Q(starts_on__isnull=False, session_count__gte=1),
                name="class_published_with_sessions",
            ),
            models.CheckConstraint(
                condition=~Q(state=classes.CANCELLED) | ~Q(reason=""),
                name="class_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(classes.DRAFT, classes.OPEN), ended_at__isnull=True)
                | Q(state__in=(classes.DONE, classes.CANCELLED), ended_at__isnull=False),
                name="class_ended_at_a_time",
            ),
        ]
        indexes = [
            # classes of a period, for the public list and for figures
            models.Index(fields=["ends_on", "id"], name="class_by_last_day"),
            # the register, newest first
            models.Index(fields=["opened_at", "id"], name="class_by_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def standing(self) -> str:
        return classes.standing(self.state, self.starts_on, self.ends_on, timezone.localdate())


class Session(models.Model):
    """One meeting of a class, within one day. `number` is what people call it: Buổi 1."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, related_name="sessions", db_index=False,
        verbose_name=_("lớp"),
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("buổi"))
    day = models.DateField(_("ngày"))
    begins_at = models.TimeField(_("từ giờ"))
    ends_at = models.TimeField(_("đến giờ"))
    title = models.CharField(_("nội dung buổi"), max_length=rules.LONGEST_TITLE, blank=True)

    class Meta:
        verbose_name = _("buổi học")
        verbose_name_plural = _("buổi học")
        constraints = [
            # also answers: the sessions of a class, in order
            models.UniqueConstraint(fields=["training_class", "number"], name="lesson_in_order"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="lesson_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id}: {self.number}"

    @property
    def slot(self) -> classes.Slot:
        return classes.Slot(self.pk, self.day, self.begins_at, self.ends_at)


class Trainer(models.Model):
    """Who teaches a class. With an account they see its learners and count who is there."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, related_name="trainers", verbose_name=_("lớp")
    )
    name = models.CharField(_("họ tên"), max_length=rules.LONGEST_NAME)
    title = models.CharField(_("chức vụ, đơn vị"), max_length=rules.LONGEST_TITLE, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="teaches", verbose_name=_("tài khoản"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("giảng viên")
        verbose_name_plural = _("giảng viên")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="trainer_has_a_name"),
            models.UniqueConstraint(
                fields=["training_class", "person"],
                condition=Q(person__isnull=False),
                name="trainer_once_in_a_class",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class YearNumber(models.Model):
    """The last number that was given in a year, of classes ("LH") and papers ("GCN"): none is left out."""

    series = models.CharField(_("loại"), max_length=5)
    year = models.PositiveSmallIntegerField(_("năm"))
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("số của năm")
        verbose_name_plural = _("số của năm")
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="yearnumber_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"
