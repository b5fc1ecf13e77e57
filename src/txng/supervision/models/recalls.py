"""Tables of recalls: what is called back, who held it, what came back, and every step."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from txng.supervision.rules import recalls as rules


class Recall(models.Model):
    """One recall, or a drill of one. It has a number from the moment on which it is ordered.

    `authority` is the agency that ordered it. A drill is never shown to the public and never an entry of
    the log. Rows are never deleted: a draft that came to nothing is withdrawn with a reason.
    """

    class State(models.TextChoices):
        DRAFT = rules.DRAFT, _("Đang soạn")
        ORDERED = rules.ORDERED, _("Đã ra lệnh")
        UNDERWAY = rules.UNDERWAY, _("Đang thu hồi")
        CLOSED = rules.CLOSED, _("Đã kết thúc")
        WITHDRAWN = rules.WITHDRAWN, _("Đã rút")

    class Kind(models.TextChoices):
        BY_AGENCY = rules.BY_AGENCY, _("Theo quyết định của cơ quan")
        VOLUNTARY = rules.VOLUNTARY, _("Cơ sở tự nguyện")

    class Risk(models.TextChoices):
        SERIOUS = rules.SERIOUS, _("Nguy cơ cao")
        LOW = rules.LOW, _("Nguy cơ thấp")

    number = models.CharField(_("số"), max_length=14, blank=True)
    is_drill = models.BooleanField(_("diễn tập"), default=False)
    kind = models.CharField(_("ai thu hồi"), max_length=10, choices=Kind.choices)
    firm = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, null=True, blank=True,
        related_name="recalls", verbose_name=_("cơ sở thu hồi"),
    )  # fmt: skip
    document = models.CharField(
        _("quyết định hoặc thông báo số"), max_length=rules.LONGEST_DOCUMENT
    )
    document_on = models.DateField(_("ngày của quyết định"))
    risk = models.CharField(_("nguy cơ"), max_length=8, choices=Risk.choices)
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON)
    advice = models.CharField(
        _("người mua nên làm gì"), max_length=rules.LONGEST_ADVICE, blank=True
    )
    phone = models.CharField(_("số điện thoại"), max_length=25, blank=True)
    instructions = models.CharField(
        _("nơi giữ hàng phải làm gì"), max_length=rules.LONGEST_NOTE, blank=True
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    revision = models.PositiveIntegerField(_("lần sửa"), default=1)
    authority = models.CharField(_("cơ quan"), max_length=200)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, verbose_name=_("tổ chức soạn"),
    )  # fmt: skip
    drafted_at = models.DateTimeField(_("soạn lúc"), default=timezone.now)
    drafted_by = models.CharField(_("người soạn"), max_length=200)
    ordered_at = models.DateTimeField(_("ra lệnh lúc"), null=True, blank=True)
    ordered_by = models.CharField(_("người ra lệnh"), max_length=200, blank=True)
    listed_at = models.DateTimeField(_("lập danh sách nơi giữ lúc"), null=True, blank=True)
    is_cut = models.BooleanField(_("danh sách chưa đủ"), default=False)
    acknowledged_at = models.DateTimeField(_("95% nơi giữ đã trả lời lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("kết thúc hoặc rút lúc"), null=True, blank=True)
    ended_by = models.CharField(_("người kết thúc hoặc rút"), max_length=200, blank=True)
    result = models.CharField(
        _("kết quả hoặc lý do rút"), max_length=rules.LONGEST_RESULT, blank=True
    )

    class Meta:
        verbose_name = _("việc thu hồi")
        verbose_name_plural = _("việc thu hồi")
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="recall_number_once"
            ),
            models.CheckConstraint(condition=Q(state__in=rules.STATES), name="recall_state_known"),
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="recall_kind_known"),
            models.CheckConstraint(condition=Q(risk__in=rules.RISKS), name="recall_risk_known"),
            models.CheckConstraint(
                condition=Q(kind=rules.BY_AGENCY) | Q(firm__isnull=False),
                name="recall_voluntary_of_a_firm",
            ),
            models.CheckConstraint(
                condition=Q(number="", ordered_at__isnull=True, ordered_by="")
                | (~Q(number="") & Q(ordered_at__isnull=False) & ~Q(ordered_by="")),
                name="recall_numbered_when_ordered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=rules.IN_FORCE) & ~Q(state=rules.CLOSED) | ~Q(number=""),
                name="recall_in_force_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(rules.CLOSED, rules.WITHDRAWN), ended_at__isnull=False)
                & ~Q(result="")
                | Q(ended_at__isnull=True, ended_by="", result="")
                & ~Q(state__in=(rules.CLOSED, rules.WITHDRAWN)),
                name="recall_ended_and_how",
            ),
            # the second person, whatever the code above forgets
            models.CheckConstraint(
                condition=Q(ordered_by="") | ~Q(ordered_by=F("drafted_by")),
                name="recall_ordered_by_another",
            ),
        ]
        indexes = [
            # the officers' list, newest first
            models.Index(fields=["drafted_at"], name="recall_by_draft"),
            # the public list, and what figures count of a period
            models.Index(fields=["ordered_at"], name="recall_by_order"),
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"

    @property
    def is_public(self) -> bool:
        return bool(self.number) and not self.is_drill

    @property
    def is_in_force(self) -> bool:
        return self.state in rules.IN_FORCE


class RecallYear(models.Model):
    """The last number given in a year to a recall (TH) or a drill (DT): no gap and no twin."""

    series = models.CharField(_("loạt"), max_length=7, primary_key=True)  # "TH-2026"
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("sổ thu hồi trong năm")
        verbose_name_plural = _("sổ thu hồi trong năm")

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class RecallMark(models.Model):
    """One row: a random mark, another one whenever the notices to the public changed. A kept scan page
    remembers it (resolver), and each process which products are called back under it."""

    mark = models.CharField(_("dấu"), max_length=32)

    class Meta:
        verbose_name = _("dấu của thông báo thu hồi")
        verbose_name_plural = _("dấu của thông báo thu hồi")

    def __str__(self) -> str:
        return self.mark


class RecallScope(models.Model):
    """One thing that is called back: a lot, a range of serials, or a product made within some days."""

    recall = models.ForeignKey(
        Recall, on_delete=models.PROTECT, related_name="scopes", verbose_name=_("việc thu hồi")
    )
    gtin = models.CharField("GTIN", max_length=14)
    lot = models.CharField(_("số lô"), max_length=rules.LONGEST_PART, blank=True)
    first = models.CharField(_("từ số xê-ri"), max_length=rules.LONGEST_PART, blank=True)
    last = models.CharField(_("đến số xê-ri"), max_length=rules.LONGEST_PART, blank=True)
    made_from = models.DateField(_("sản xuất từ ngày"), null=True, blank=True)
    made_until = models.DateField(_("sản xuất đến ngày"), null=True, blank=True)
    product_name = models.CharField(_("tên sản phẩm"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("thêm lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("phạm vi thu hồi")
        verbose_name_plural = _("phạm vi thu hồi")
        constraints = [
            models.UniqueConstraint(
                fields=["recall", "gtin", "lot", "first", "last"],
                condition=Q(made_from__isnull=True, made_until__isnull=True),
                name="recallscope_once",
            ),
            models.CheckConstraint(
                condition=(~Q(first="") & ~Q(last="")) | Q(first="", last=""),
                name="recallscope_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(lot="") | Q(first="", made_from__isnull=True, made_until__isnull=True),
                name="recallscope_lot_alone",
            ),
            models.CheckConstraint(
                condition=Q(first="") | Q(made_from__isnull=True, made_until__isnull=True),
                name="recallscope_serials_alone",
            ),
        ]
        indexes = [
            # is what was scanned called back? one question for each scan page
            models.Index(fields=["gtin", "lot"], name="recallscope_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.gtin} {self.lot or self.first}".strip()

    @property
    def said(self) -> rules.Scope:
        return rules.Scope(
            self.gtin, self.lot, self.first, self.last, self.made_from, self.made_until
        )


class RecallHolder(models.Model):
    """Who held goods of the recall, in one unit, as the events tell, and what it answered.

    `out` is what it received and did not send on, None for unknown; `sold` of it went over the counter or
    was used up. What it says came back is never more than it says: nothing is filled in for it.
    """

    class State(models.TextChoices):
        WAITING = rules.WAITING, _("Chưa trả lời")
        ANSWERED = rules.ANSWERED, _("Đã trả lời")

    recall = models.ForeignKey(
        Recall, on_delete=models.PROTECT, related_name="holders", verbose_name=_("việc thu hồi")
    )
    identity = models.CharField(_("tên trong sự kiện"), max_length=500)
    name = models.CharField(_("nơi giữ"), max_length=300)
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, null=True, blank=True,
        related_name="held_recalls", verbose_name=_("cơ sở"),
    )  # fmt: skip
    unit = models.CharField(_("đơn vị tính"), max_length=3, blank=True)
    out = models.DecimalField(_("đã nhận"), max_digits=15, decimal_places=3, null=True, blank=True)
    sold = models.DecimalField(
        _("đã bán hoặc dùng"), max_digits=15, decimal_places=3, null=True, blank=True
    )
    is_out_said = models.BooleanField(_("số đã nhận do nơi giữ khai"), default=False)
    things = models.PositiveIntegerField(_("số vật được nêu"), default=0)
    is_on_its_way = models.BooleanField(_("đang trên đường"), default=False)
    is_sure = models.BooleanField(_("chắc chắn"), default=True)
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=State.choices, default=State.WAITING
    )
    returned = models.DecimalField(
        _("đã trả lại"), max_digits=15, decimal_places=3, null=True, blank=True
    )
    destroyed = models.DecimalField(
        _("đã hủy"), max_digits=15, decimal_places=3, null=True, blank=True
    )
    done_on = models.DateField(_("ngày làm xong"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_NOTE, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    answered_by = models.CharField(_("người ghi"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("nơi giữ hàng thu hồi")
        verbose_name_plural = _("nơi giữ hàng thu hồi")
        constraints = [
            models.UniqueConstraint(
                fields=["recall", "identity", "unit"], name="recallholder_once"
            ),
            models.CheckConstraint(condition=Q(unit__in=rules.UNITS), name="recallholder_unit"),
            models.CheckConstraint(
                condition=Q(state=rules.WAITING, answered_at__isnull=True, answered_by="")
                | (Q(state=rules.ANSWERED, answered_at__isnull=False) & ~Q(answered_by="")),
                name="recallholder_answered_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.ANSWERED)
                | Q(returned__isnull=True, destroyed__isnull=True),
                name="recallholder_nothing_before_the_answer",
            ),
        ]
        indexes = [
            # what an enterprise holds
            models.Index(fields=["enterprise", "recall"], name="recallholder_by_firm"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In the language of the reader; `name` "" is a place that nobody told of."""
        return self.name or gettext("Chưa ai khai nơi giữ")

    @property
    def said(self) -> rules.Held:
        return rules.Held(
            self.unit, self.out, self.returned, self.destroyed, self.state == rules.ANSWERED
        )


class RecallStep(models.Model):
    """What was done to a recall, in order; `acts` are its entries of the transparency log."""

    class Verb(models.TextChoices):
        DRAFTED = "drafted", _("Soạn")
        CHANGED = "changed", _("Sửa bản soạn")
        ORDERED = "ordered", _("Ra lệnh thu hồi")
        LISTED = "listed", _("Lập danh sách nơi giữ hàng")
        WIDENED = "widened", _("Mở rộng phạm vi")
        CLOSED = "closed", _("Kết thúc")
        WITHDRAWN = "withdrawn", _("Rút")
        REOPENED = "reopened", _("Mở lại")

    PUBLIC = ("ordered", "widened", "closed", "withdrawn", "reopened")

    recall = models.ForeignKey(
        Recall, on_delete=models.PROTECT, related_name="steps", verbose_name=_("việc thu hồi")
    )
    verb = models.CharField(_("việc"), max_length=10, choices=Verb.choices)
    note = models.CharField(_("nội dung"), max_length=rules.LONGEST_RESULT, blank=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    by = models.CharField(_("người làm"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False, verbose_name=_("tài khoản"),
    )  # fmt: skip
    agency = models.CharField(_("thay mặt"), max_length=200, blank=True)
    acts = models.ManyToManyField(
        "transparency.Act", related_name="+", verbose_name=_("mục trong nhật ký minh bạch")
    )

    class Meta:
        verbose_name = _("bước thu hồi")
        verbose_name_plural = _("bước thu hồi")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verb__in=(
                        "drafted", "changed", "ordered", "listed", "widened", "closed", "withdrawn",
                        "reopened",
                    )
                ),
                name="recallstep_verb_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.recall_id}: {self.verb}"
