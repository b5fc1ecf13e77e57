"""Policies that encourage enterprises, calls under them, and what enterprises applied for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.awards import rules
from txng.awards.models.stepping import Stepped
from txng.awards.rules import incentives, steps


class Policy(models.Model):
    """What is given, to whom, on which legal basis. An empty aim (kinds, sizes, groups) is everybody.

    `coapprover` not null: that agency (Finance) agrees before anything is granted.
    """

    class State(models.TextChoices):
        DRAFT = incentives.DRAFT, _("Đang soạn")
        OPEN = incentives.OPEN, _("Đang áp dụng")
        ENDED = incentives.ENDED, _("Đã kết thúc")

    title = models.CharField(_("tên chính sách"), max_length=rules.LONGEST_TITLE)
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=rules.LONGEST_REASON)
    who = models.CharField(_("ai được hưởng"), max_length=rules.LONGEST_TEXT)
    what = models.CharField(_("được hưởng gì"), max_length=rules.LONGEST_TEXT)
    kinds = models.JSONField(_("loại hình"), default=list)
    sizes = models.JSONField(_("quy mô"), default=list)
    groups = models.ManyToManyField(
        "products.ProductGroup", related_name="+", verbose_name=_("nhóm sản phẩm")
    )
    most_vnd = models.DecimalField(
        _("mức cao nhất một hồ sơ (đồng)"), max_digits=18, decimal_places=0, null=True
    )
    valid_from = models.DateField(_("áp dụng từ"))
    valid_until = models.DateField(_("đến hết ngày"), null=True)
    lead = models.ForeignKey(
        "parties.Agency", on_delete=models.PROTECT, related_name="+",
        verbose_name=_("cơ quan chủ trì"),
    )  # fmt: skip
    coapprover = models.ForeignKey(
        "parties.Agency", on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("cơ quan đồng thuận kinh phí"),
    )  # fmt: skip
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    version = models.PositiveIntegerField(_("lần sửa"), default=1)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("chính sách khuyến khích")
        verbose_name_plural = _("chính sách khuyến khích")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=tuple(incentives.POLICY_STATES)), name="policy_state_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="policy_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(most_vnd__isnull=True) | Q(most_vnd__gt=0), name="policy_most_positive"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(legal_basis=""), name="policy_named_and_founded"
            ),
        ]
        indexes = [
            # the register, newest first; what is open
            models.Index(fields=["valid_from", "id"], name="policy_by_start"),
        ]

    def __str__(self) -> str:
        return self.title


class Call(models.Model):
    """A period in which enterprises may apply. `budget_vnd` null: nobody has set how much there is."""

    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, related_name="calls", verbose_name=_("chính sách")
    )
    title = models.CharField(_("tên đợt"), max_length=rules.LONGEST_TITLE)
    opens_on = models.DateField(_("nhận hồ sơ từ"))
    closes_on = models.DateField(_("đến hết ngày"))
    budget_vnd = models.DecimalField(
        _("kinh phí của đợt (đồng)"), max_digits=18, decimal_places=0, null=True
    )
    closed_at = models.DateTimeField(_("đóng sớm lúc"), null=True)

    class Meta:
        verbose_name = _("đợt nhận hồ sơ")
        verbose_name_plural = _("đợt nhận hồ sơ")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="awardcall_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(budget_vnd__isnull=True) | Q(budget_vnd__gt=0),
                name="awardcall_budget_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Application(Stepped):
    """What one enterprise asked for under a call. What happened to it stands in Step.

    `examined_*` who examined: the decision is another person's. `granted_vnd` is set together with the
    decision, and is what the enterprise has once the state is one of rules.steps.ENJOYED.
    """

    class State(models.TextChoices):
        SUBMITTED = steps.SUBMITTED, _("Đã nộp, chờ thẩm tra")
        RETURNED = steps.RETURNED, _("Cần bổ sung")
        EXAMINED = steps.EXAMINED, _("Đã thẩm tra, chờ quyết định")
        AT_FINANCE = steps.AT_FINANCE, _("Chờ cơ quan tài chính đồng thuận")
        GRANTED = steps.GRANTED, _("Được hưởng")
        REPORTED = steps.REPORTED, _("Đã báo cáo kết quả, chờ nghiệm thu")
        SETTLED = steps.SETTLED, _("Đã nghiệm thu")
        REFUSED = steps.REFUSED, _("Không được hưởng")
        WITHDRAWN = steps.WITHDRAWN, _("Cơ sở đã rút")
        REVOKED = steps.REVOKED, _("Đã thu hồi")

    number = models.CharField(_("số hồ sơ"), max_length=20, unique=True)
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="applications", verbose_name=_("đợt")
    )
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="incentive_applications",
        verbose_name=_("cơ sở"),
    )  # fmt: skip
    wish = models.CharField(_("việc xin hỗ trợ"), max_length=rules.LONGEST_TEXT)
    asked_vnd = models.DecimalField(_("số tiền xin (đồng)"), max_digits=18, decimal_places=0)
    own_vnd = models.DecimalField(
        _("phần vốn của cơ sở (đồng)"), max_digits=18, decimal_places=0, default=0
    )
    state = models.CharField(
        _("trạng thái"), max_length=16, choices=State.choices, default=State.SUBMITTED
    )
    applied_at = models.DateTimeField(_("nộp lúc"), default=timezone.now)
    examined_by = models.CharField(_("người thẩm tra"), max_length=200, blank=True)
    examined_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    decided_by = models.CharField(_("người quyết định"), max_length=200, blank=True)
    decided_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    proposed_vnd = models.DecimalField(
        _("số tiền thẩm tra (đồng)"), max_digits=18, decimal_places=0, null=True
    )
    granted_vnd = models.DecimalField(
        _("số tiền được hưởng (đồng)"), max_digits=18, decimal_places=0, null=True
    )
    decision_number = models.CharField(
        _("số quyết định"), max_length=rules.LONGEST_NUMBER, blank=True
    )
    decision_on = models.DateField(_("ngày quyết định"), null=True)
    spent_vnd = models.DecimalField(
        _("đã sử dụng (đồng)"), max_digits=18, decimal_places=0, null=True
    )

    class Meta:
        verbose_name = _("hồ sơ hưởng chính sách")
        verbose_name_plural = _("hồ sơ hưởng chính sách")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=tuple(steps.APPLICATION_STATES)),
                name="application_state_known",
            ),
            models.CheckConstraint(
                condition=Q(asked_vnd__gt=0, own_vnd__gte=0), name="application_money_positive"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(*steps.ENJOYED, steps.AT_FINANCE))
                | (Q(granted_vnd__gt=0, decision_on__isnull=False) & ~Q(decision_number="")),
                name="application_granted_by_decision",
            ),
            # one enterprise has one application in a call that is still going on
            models.UniqueConstraint(
                fields=["call", "enterprise"],
                condition=~Q(state__in=steps.OVER),
                name="application_once_a_call",
            ),
        ]
        indexes = [
            # what waits, by state
            models.Index(fields=["state", "number"], name="application_by_state"),
            # what was granted in a year
            models.Index(fields=["decision_on", "id"], name="application_by_decision"),
        ]

    def __str__(self) -> str:
        return self.number
