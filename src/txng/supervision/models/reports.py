"""Tables of reports: what consumers report."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.supervision import rules


class Report(models.Model):
    """A consumer's suspicion about one code. Nobody signs it: no name, no telephone, no account.

    `sender` is a hash under the key of its day (analytics), for the limits; it is emptied when the day is
    over. A photo lies in TXNG_DATA/reports under the report's number, without its EXIF.
    """

    class Reason(models.TextChoices):
        LABEL = "label", _("Tem bong, rách hoặc bị dán đè")
        WRONG = "wrong", _("Thông tin trên trang không đúng với món hàng")
        COPIED = "copied", _("Nghi hàng giả hoặc tem bị chép lại")
        EXPIRED = "expired", _("Hết hạn hoặc bị sửa ngày")
        ILL = "ill", _("Ăn uống xong thấy khó chịu, nghi ngộ độc")
        OTHER = "other", _("Lý do khác")

    class State(models.TextChoices):
        RECEIVED = rules.RECEIVED, _("Đã nhận")
        CHECKING = rules.CHECKING, _("Đang kiểm tra")
        ANSWERED = rules.ANSWERED, _("Đã trả lời")

    number = models.CharField(_("số"), max_length=14, unique=True)
    code = models.CharField(_("mã"), max_length=rules.LONGEST_CODE)
    reason = models.CharField(_("lý do"), max_length=10, choices=Reason.choices)
    words = models.CharField(_("lời kể"), max_length=rules.LONGEST_WORDS, blank=True)
    place = models.CharField(_("nơi mua hoặc thấy"), max_length=rules.LONGEST_PLACE, blank=True)
    has_photo = models.BooleanField(_("có ảnh"), default=False)
    language = models.CharField(_("ngôn ngữ"), max_length=10, default="vi")
    received_at = models.DateTimeField(_("nhận lúc"), default=timezone.now)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    answer = models.CharField(_("trả lời"), max_length=rules.LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    sender = models.BinaryField(_("thiết bị trong ngày"), max_length=16, null=True)

    class Meta:
        verbose_name = _("phản ánh")
        verbose_name_plural = _("phản ánh")
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=rules.REASONS), name="report_reason_known"
            ),
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="report_state_known"),
            models.CheckConstraint(
                condition=(Q(answered_at__isnull=True) & Q(answer=""))
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="report_answer_and_its_time",
            ),
        ]
        indexes = [
            # how many came lately (limits), newest first (the officer's list)
            models.Index(fields=["received_at"], name="report_by_time"),
            models.Index(fields=["code", "received_at"], name="report_by_code"),
        ]

    def __str__(self) -> str:
        return self.number


class ReportYear(models.Model):
    """The last number given in a year, so that numbers have no gap and no twin."""

    year = models.PositiveSmallIntegerField(_("năm"), primary_key=True)
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("sổ phản ánh trong năm")
        verbose_name_plural = _("sổ phản ánh trong năm")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
