"""Tables of imports with their rows, and of attachments."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation, User
from txng.documents import rules


class ImportRun(models.Model):
    """One file that somebody sent to be taken into a register. The file itself lies in
    TXNG_DATA/documents and is destroyed after 30 days; rows and receipt stay.

    `done` counts rows of the step that is going on. `lease_until` and `worker`: who is at it, and until
    when that is believed.
    """

    class State(models.TextChoices):
        WAITING = rules.WAITING, _("Chờ kiểm tra")
        CHECKING = rules.CHECKING, _("Đang kiểm tra")
        CHECKED = rules.CHECKED, _("Đã kiểm tra, chờ bạn quyết định")
        APPLYING = rules.APPLYING, _("Đang ghi vào sổ")
        DONE = rules.DONE, _("Đã ghi vào sổ")
        UNDOING = rules.UNDOING, _("Đang hoàn tác")
        UNDONE = rules.UNDONE, _("Đã hoàn tác")
        FAILED = rules.FAILED, _("Dừng lại")
        DROPPED = rules.DROPPED, _("Đã bỏ, chưa ghi gì")

    importer = models.SlugField(_("sổ"), max_length=40, db_index=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("thay mặt")
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("người gửi")
    )
    actor = models.CharField(_("người gửi"), max_length=200)
    language = models.CharField(_("ngôn ngữ"), max_length=10, default="vi")
    file_name = models.CharField(_("tên tệp"), max_length=200)
    file_size = models.PositiveIntegerField(_("cỡ tệp"))
    file_sha256 = models.CharField(_("dấu băm SHA-256 của tệp"), max_length=64)
    file_gone_at = models.DateTimeField(_("tệp bị hủy lúc"), null=True)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING
    )
    mode = models.CharField(_("cách ghi"), max_length=4, blank=True)
    total = models.PositiveIntegerField(_("số dòng"))
    wrong = models.PositiveIntegerField(_("dòng lỗi"), default=0)
    done = models.PositiveIntegerField(_("đã làm"), default=0)
    created = models.PositiveIntegerField(_("thêm mới"), default=0)
    updated = models.PositiveIntegerField(_("thay đổi"), default=0)
    unchanged = models.PositiveIntegerField(_("không đổi"), default=0)
    refused = models.PositiveIntegerField(_("bị từ chối khi ghi"), default=0)
    taken_back = models.PositiveIntegerField(_("đã hoàn tác"), default=0)
    kept = models.PositiveIntegerField(_("không hoàn tác được"), default=0)
    notes = models.JSONField(_("ghi chú về tệp"), default=list)
    failure = models.CharField(_("vì sao dừng"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    checked_at = models.DateTimeField(_("kiểm tra xong lúc"), null=True)
    applied_at = models.DateTimeField(_("ghi xong lúc"), null=True)
    undone_at = models.DateTimeField(_("hoàn tác xong lúc"), null=True)
    worker = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lần nhập")
        verbose_name_plural = _("lần nhập")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=rules.STATES), name="importrun_state_known"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=("", *rules.MODES)), name="importrun_mode_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(rules.DONE, rules.UNDOING, rules.UNDONE))
                | Q(applied_at__isnull=False),
                name="importrun_done_has_its_time",
            ),
        ]
        indexes = [
            # what did my organisation import lately? (what is there to do is read by state)
            models.Index(fields=["organisation", "created_at", "id"], name="importrun_by_owner"),
            models.Index(fields=["state", "id"], name="importrun_by_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return rules.number_of(self.pk)

    @property
    def good(self) -> int:
        return self.total - self.wrong


class ImportRow(models.Model):
    """One row of the sheet as it was checked: what is written later is this, not the file again.

    `before` is the importer's own note for undoing; `said` why a row was refused or stayed.
    """

    class Outcome(models.TextChoices):
        GOOD = rules.GOOD, _("Đúng, chưa ghi")
        WRONG = rules.WRONG, _("Lỗi")
        CREATED = rules.CREATED, _("Thêm mới")
        UPDATED = rules.UPDATED, _("Thay đổi")
        UNCHANGED = rules.UNCHANGED, _("Không đổi")
        REFUSED = rules.REFUSED, _("Bị từ chối khi ghi")
        TAKEN_BACK = rules.TAKEN_BACK, _("Đã hoàn tác")
        KEPT = rules.KEPT, _("Không hoàn tác được")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("dòng"))
    values = models.JSONField(_("giá trị"))
    problems = models.JSONField(_("lỗi"), default=list)
    outcome = models.CharField(_("kết quả"), max_length=10, choices=Outcome.choices)
    subject = models.CharField(_("mục"), max_length=100, blank=True)
    title = models.CharField(_("tên mục"), max_length=200, blank=True)
    before = models.JSONField(_("trước khi ghi"), default=dict)
    was = models.CharField(max_length=10, blank=True)  # created or updated, once it was undone
    said = models.CharField(_("vì sao"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("dòng nhập")
        verbose_name_plural = _("dòng nhập")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="importrow_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=rules.OUTCOMES), name="importrow_outcome_known"
            ),
        ]
        indexes = [
            # what is left to do in this run, in order?
            models.Index(fields=["run", "outcome", "number"], name="importrow_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number}"


class Attachment(models.Model):
    """A picture or PDF that belongs to a record of any room, written anew by us (attachments.py).

    `subject_kind` and `subject_id` are words, as in the journal: upper rooms attach too, and ask before
    they show. Taken away: `removed_at` is set and the bytes are destroyed, the line stays.
    """

    name = models.CharField(_("tên tệp"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("của")
    )
    subject_kind = models.CharField(_("loại mục"), max_length=60)
    subject_id = models.CharField(_("mục"), max_length=100)
    title = models.CharField(_("là gì"), max_length=200)
    media_type = models.CharField(_("kiểu"), max_length=40)
    size = models.PositiveIntegerField(_("cỡ"))
    sha256 = models.CharField(_("dấu băm SHA-256"), max_length=64)
    attached_by = models.CharField(_("người gửi"), max_length=200)
    attached_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    removed_at = models.DateTimeField(_("gỡ lúc"), null=True)

    class Meta:
        verbose_name = _("tệp kèm")
        verbose_name_plural = _("tệp kèm")
        indexes = [
            # which files has this record?
            models.Index(fields=["subject_kind", "subject_id"], name="attachment_by_subject"),
        ]

    def __str__(self) -> str:
        return self.name
