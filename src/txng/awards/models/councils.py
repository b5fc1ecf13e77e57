"""Councils that select proposals and accept results: members, marks, conflicts of interest, minutes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.awards import rules
from txng.awards.models.topics import Topic, TopicCall
from txng.awards.rules import topics as topic_rules


class Council(models.Model):
    """For all proposals of a call (selection), or for the results of one topic (acceptance).

    Once `concluded_at` is set nothing in it changes; `concluded_by` wrote the minutes, and the decision
    is another person's.
    """

    class Purpose(models.TextChoices):
        SELECTION = topic_rules.SELECTION, _("Hội đồng xét chọn")
        ACCEPTANCE = topic_rules.ACCEPTANCE, _("Hội đồng nghiệm thu")

    purpose = models.CharField(_("việc"), max_length=12, choices=Purpose.choices)
    call = models.ForeignKey(
        TopicCall,
        on_delete=models.PROTECT,
        null=True,
        related_name="councils",
        verbose_name=_("đợt"),
    )
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        related_name="councils",
        verbose_name=_("đề tài"),
    )
    decision_number = models.CharField(
        _("số quyết định thành lập"), max_length=rules.LONGEST_NUMBER
    )
    formed_on = models.DateField(_("ngày thành lập"))
    formed_by = models.CharField(_("người lập"), max_length=200)
    minutes = models.CharField(_("biên bản"), max_length=rules.LONGEST_TEXT, blank=True)
    met_on = models.DateField(_("ngày họp"), null=True)
    concluded_at = models.DateTimeField(_("kết luận lúc"), null=True)
    concluded_by = models.CharField(_("người ghi biên bản"), max_length=200, blank=True)
    concluded_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("hội đồng")
        verbose_name_plural = _("hội đồng")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=topic_rules.SELECTION, call__isnull=False, topic__isnull=True)
                | Q(purpose=topic_rules.ACCEPTANCE, call__isnull=True, topic__isnull=False),
                name="council_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True)
                | (Q(met_on__isnull=False) & ~Q(minutes="") & ~Q(concluded_by="")),
                name="council_concluded_with_minutes",
            ),
            models.UniqueConstraint(
                fields=["call"], condition=Q(call__isnull=False), name="council_once_a_call"
            ),
            # results that were sent back are looked at by another council
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(topic__isnull=False, concluded_at__isnull=True),
                name="council_one_open_a_topic",
            ),
        ]

    def __str__(self) -> str:
        return self.decision_number


class CouncilMember(models.Model):
    """Somebody of a council. `organisation` and `person` where they have an account: with `person` the
    member marks alone, else the secretary enters the sheet that was signed on paper."""

    class Role(models.TextChoices):
        CHAIR = topic_rules.CHAIR, _("Chủ tịch")
        SECRETARY = topic_rules.SECRETARY, _("Thư ký")
        MEMBER = topic_rules.MEMBER, _("Ủy viên")

    council = models.ForeignKey(
        Council, on_delete=models.CASCADE, related_name="members", verbose_name=_("hội đồng")
    )
    name = models.CharField(_("họ tên"), max_length=rules.LONGEST_NAME)
    role = models.CharField(_("vai"), max_length=10, choices=Role.choices)
    workplace = models.CharField(_("nơi công tác"), max_length=rules.LONGEST_NAME)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("tổ chức"),
    )  # fmt: skip
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("tài khoản"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("thành viên hội đồng")
        verbose_name_plural = _("thành viên hội đồng")
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name", "workplace"], name="councilmember_once"
            ),
            models.UniqueConstraint(
                fields=["council"], condition=Q(role=topic_rules.CHAIR), name="council_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Conflict(models.Model):
    """A member told that they must not mark a proposal, and why."""

    member = models.ForeignKey(
        CouncilMember,
        on_delete=models.CASCADE,
        related_name="conflicts",
        verbose_name=_("thành viên"),
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="conflicts", verbose_name=_("đề tài")
    )
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON)
    declared_at = models.DateTimeField(_("khai lúc"), default=timezone.now)
    declared_by = models.CharField(_("người ghi"), max_length=200)

    class Meta:
        verbose_name = _("xung đột lợi ích")
        verbose_name_plural = _("xung đột lợi ích")
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="awardconflict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.topic_id}"


class MarkSheet(models.Model):
    """What one member gave one topic. `marks`: criterion -> points as text; `total` is their sum."""

    member = models.ForeignKey(
        CouncilMember, on_delete=models.CASCADE, related_name="sheets", verbose_name=_("thành viên")
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("đề tài")
    )
    marks = models.JSONField(_("điểm"), default=dict)
    total = models.DecimalField(_("tổng điểm"), max_digits=5, decimal_places=2)
    note = models.CharField(_("nhận xét"), max_length=rules.LONGEST_REASON, blank=True)
    entered_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    entered_by = models.CharField(_("người ghi"), max_length=200)

    class Meta:
        verbose_name = _("phiếu chấm")
        verbose_name_plural = _("phiếu chấm")
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="marksheet_once"),
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=100), name="marksheet_total_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.topic_id}"
