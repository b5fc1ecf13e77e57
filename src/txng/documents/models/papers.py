"""Tables of papers: what a body drafts, signs and issues, and the register of its numbers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation, User
from txng.documents.rules import papers as rules


class Letterhead(models.Model):
    """How an organisation heads its papers. `version` counts changes: two people may open the form."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    parent = models.CharField(_("cơ quan chủ quản"), max_length=200, blank=True)
    body = models.CharField(_("tên cơ quan"), max_length=200)
    abbreviation = models.CharField(_("chữ viết tắt"), max_length=20)
    place = models.CharField(_("địa danh"), max_length=80)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("tiêu đề văn bản của cơ quan")
        verbose_name_plural = _("tiêu đề văn bản của cơ quan")

    def __str__(self) -> str:
        return self.body


class NumberRegister(models.Model):
    """The last number that a body gave under one symbol in one year. Locked while a number is taken."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    symbol = models.CharField(_("ký hiệu"), max_length=40)
    year = models.PositiveIntegerField(_("năm"))
    last = models.PositiveIntegerField(_("số đã cấp"), default=0)

    class Meta:
        verbose_name = _("sổ cấp số")
        verbose_name_plural = _("sổ cấp số")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "symbol", "year"], name="numberregister_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.year}: {self.last}"


class PaperRecord(models.Model):
    """One official paper of an organisation, from its draft on.

    `content` is papers.Paper as JSON without number and day (papers/stored.py): these are columns. `typed`
    is what the editor shows, None for a paper that another room handed over; `source` names where that
    came from ("reports.report:12"). `digest` is of `content`, from the signing on. `register_key` sorts the
    register of numbers: "2026/BC-SKHCN/000012", "" before the number.
    """

    class State(models.TextChoices):
        DRAFTED = rules.DRAFTED, _("Dự thảo")
        SENT = rules.SENT, _("Đã trình ký")
        SIGNED = rules.SIGNED, _("Đã ký, chờ cấp số")
        ISSUED = rules.ISSUED, _("Đã phát hành")
        WITHDRAWN = rules.WITHDRAWN, _("Đã thu hồi")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("của")
    )
    kind = models.CharField(_("loại"), max_length=12, blank=True)
    kind_words = models.CharField(_("tên loại"), max_length=60, blank=True)
    symbol = models.CharField(_("ký hiệu"), max_length=40)
    about = models.CharField(_("trích yếu"), max_length=rules.LONGEST_ABOUT)
    content = models.JSONField(_("nội dung"))
    typed = models.JSONField(_("nội dung đang soạn"), null=True)
    source = models.CharField(_("lập từ"), max_length=100, blank=True)
    folded = models.TextField(editable=False)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFTED
    )
    drafter = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    drafted_by = models.CharField(_("người soạn"), max_length=200)
    digest = models.CharField(_("dấu băm SHA-256"), max_length=64, blank=True)
    number = models.PositiveIntegerField(_("số"), null=True)
    year = models.PositiveIntegerField(_("năm"), null=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True)
    register_key = models.CharField(max_length=60, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("soạn lúc"), default=timezone.now)
    updated_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="paper_state_known"),
            models.UniqueConstraint(
                fields=["organisation", "symbol", "year", "number"], name="paper_number_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=rules.NUMBERED,
                    number__isnull=False,
                    year__isnull=False,
                    issued_on__isnull=False,
                )
                | (
                    ~Q(state__in=rules.NUMBERED)
                    & Q(number__isnull=True, year__isnull=True, issued_on__isnull=True)
                ),
                name="paper_number_when_issued",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=rules.WITH_DIGEST) & ~Q(digest=""))
                | (~Q(state__in=rules.WITH_DIGEST) & Q(digest="")),
                name="paper_digest_when_signed",
            ),
        ]
        indexes = [
            # which papers has my body, the one that was changed last first?
            models.Index(fields=["organisation", "updated_at", "id"], name="paper_by_owner"),
            # what stands in the register of my body, by year, symbol and number?
            models.Index(fields=["organisation", "register_key", "id"], name="paper_by_number"),
            # which paper was made from this report?
            models.Index(fields=["source"], name="paper_by_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def written_number(self) -> str:
        """As people cite it: 07/BC-SKHCN; "" before it has a number."""
        return "" if self.number is None else f"{rules.written_number(self.number)}/{self.symbol}"


class PaperStep(models.Model):
    """One act on a paper, never changed: who, when, and why where a reason is asked for."""

    class Kind(models.TextChoices):
        DRAFTED = rules.DRAFTED, _("Lập dự thảo")
        SENT = rules.SENT, _("Trình ký")
        RETURNED = rules.RETURNED, _("Trả lại để sửa")
        SIGNED = rules.SIGNED, _("Ký")
        ISSUED = rules.ISSUED, _("Cấp số, phát hành")
        WITHDRAWN = rules.WITHDRAWN, _("Thu hồi")

    paper = models.ForeignKey(PaperRecord, models.CASCADE, related_name="steps", db_index=False)
    kind = models.CharField(_("việc"), max_length=10, choices=Kind.choices)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by = models.CharField(_("người làm"), max_length=200)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    note = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON, blank=True)
    digest = models.CharField(_("dấu băm SHA-256"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("bước của văn bản")
        verbose_name_plural = _("bước của văn bản")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.STEPS), name="paperstep_kind_known"),
        ]
        indexes = [
            # what happened to this paper, in order?
            models.Index(fields=["paper", "id"], name="paperstep_by_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}:{self.kind}"
