"""Versions of the priority catalogue and the mandatory list: proposals, opinions, scores, items,
milestones.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.products.models.groups import ProductGroup
from txng.products.rules import lists as rules
from txng.products.rules import roadmap

LONG = 2000


class ListVersion(models.Model):
    """One version of a list, from its first draft to the last day on which it holds.

    Once issued a row is never edited but for its repeal. Where a version ends is not written down: it ends
    where the next begins (rules/lists.py), so no two rows can contradict each other.
    """

    class Kind(models.TextChoices):
        PRIORITY = rules.PRIORITY, _("Danh mục ưu tiên")
        MANDATORY = rules.MANDATORY, _("Danh mục bắt buộc")

    class State(models.TextChoices):
        DRAFT = rules.DRAFT, _("Soạn")
        COLLECTING = rules.COLLECTING, _("Đề xuất")
        CONSULTING = rules.CONSULTING, _("Xin ý kiến")
        SCORING = rules.SCORING, _("Chấm điểm")
        ISSUED = rules.ISSUED, _("Đã ban hành")
        DROPPED = rules.DROPPED, _("Đã bỏ")

    kind = models.CharField(_("danh mục"), max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField(_("bản"))
    title = models.CharField(_("tên"), max_length=200)
    state = models.CharField(_("bước"), max_length=10, choices=State.choices, default=State.DRAFT)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("thay bản")
    )  # fmt: skip
    weights = models.JSONField(_("trọng số"))
    opinions_until = models.DateField(_("hạn cho ý kiến"), null=True)
    opened_by = models.CharField(_("người mở"), max_length=200)
    opened_at = models.DateTimeField(_("mở lúc"), default=timezone.now)

    decision_number = models.CharField(_("số quyết định"), max_length=40, blank=True)
    decided_on = models.DateField(_("ngày ban hành"), null=True)
    body = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    legal_basis = models.CharField(_("căn cứ"), max_length=LONG, blank=True)
    effective_from = models.DateField(_("có hiệu lực từ"), null=True)
    issued_at = models.DateTimeField(_("ghi lúc"), null=True)
    repealed_from = models.DateField(_("bãi bỏ từ"), null=True)
    repeal_number = models.CharField(_("văn bản bãi bỏ"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("bản danh mục")
        verbose_name_plural = _("bản danh mục")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="listversion_number_once"),
            # two people who open a version at once: one wins
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state__in=rules.OPEN), name="listversion_one_open"
            ),
            # two decisions for one day: one wins
            models.UniqueConstraint(
                fields=["kind", "effective_from"],
                condition=Q(state=rules.ISSUED),
                name="listversion_one_a_day",
            ),
            models.UniqueConstraint(
                fields=["kind", "decision_number"],
                condition=Q(state=rules.ISSUED),
                name="listversion_decision_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=rules.KINDS), name="listversion_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.STATES), name="listversion_state_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state=rules.ISSUED,
                        decided_on__isnull=False,
                        effective_from__isnull=False,
                        issued_at__isnull=False,
                    )
                    & ~Q(decision_number="")
                    & ~Q(body="")
                )
                | (~Q(state=rules.ISSUED) & Q(effective_from__isnull=True, decision_number="")),
                name="listversion_issued_with_decision",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True) | Q(effective_from__gte=F("decided_on")),
                name="listversion_holds_after_decision",
            ),
            models.CheckConstraint(
                condition=Q(repealed_from__isnull=True)
                | (Q(repealed_from__gte=F("effective_from")) & ~Q(repeal_number="")),
                name="listversion_repealed_by_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """A product group that agencies want in a version. One group, one proposal: others join it and lead
    too.
    """

    version = models.ForeignKey(
        ListVersion,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name=_("bản danh mục"),
    )
    group = models.ForeignKey(
        ProductGroup,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name=_("nhóm sản phẩm"),
    )
    grounds = models.JSONField(_("căn cứ đề xuất"), default=list)  # rules.proposals.GROUNDS
    evidence = models.CharField(_("bằng chứng"), max_length=LONG, blank=True)
    grdp_share = models.DecimalField(
        _("tỷ trọng GRDP, %"), max_digits=5, decimal_places=2, null=True
    )
    proposed_at = models.DateTimeField(_("đề xuất lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("đề xuất")
        verbose_name_plural = _("đề xuất")
        constraints = [
            models.UniqueConstraint(fields=["version", "group"], name="proposal_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.group_id}"


class _OfAgency(models.Model):
    """A word of one agency on a proposal; its name as it was then stays with it."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("cơ quan"),
    )
    agency = models.CharField(_("tên cơ quan lúc đó"), max_length=200)
    said_by = models.CharField(_("người ghi"), max_length=200)
    said_at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        abstract = True


class ProposalLead(_OfAgency):
    """An agency that leads the proposal, with its own reason."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="leads", verbose_name=_("đề xuất")
    )
    reason = models.CharField(_("lý do"), max_length=LONG)

    class Meta:
        verbose_name = _("cơ quan đề xuất")
        verbose_name_plural = _("cơ quan đề xuất")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "organisation"], name="proposallead_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.agency}"


class Opinion(_OfAgency):
    """What an agency thinks of a proposal; given again it replaces the earlier one while opinions are
    asked for.
    """

    class Stance(models.TextChoices):
        AGREE = rules.AGREE, _("Đồng ý")
        CHANGE = rules.CHANGE, _("Đồng ý nếu sửa")
        DISAGREE = rules.DISAGREE, _("Không đồng ý")

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("đề xuất")
    )
    stance = models.CharField(_("ý kiến"), max_length=10, choices=Stance.choices)
    words = models.CharField(_("nội dung"), max_length=LONG, blank=True)

    class Meta:
        verbose_name = _("ý kiến")
        verbose_name_plural = _("ý kiến")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "organisation"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(stance__in=rules.STANCES), name="opinion_stance_known"
            ),
            # whoever does not simply agree says why
            models.CheckConstraint(
                condition=Q(stance=rules.AGREE) | ~Q(words=""), name="opinion_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.stance}"


class Score(_OfAgency):
    """Points of one agency on one criterion (rules/scoring.py)."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="scores", verbose_name=_("đề xuất")
    )
    criterion = models.CharField(_("tiêu chí"), max_length=20)
    points = models.PositiveSmallIntegerField(_("điểm"))
    reason = models.CharField(_("lý do"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("điểm")
        verbose_name_plural = _("điểm")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "organisation", "criterion"], name="score_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.criterion} {self.points}"


class ListItem(models.Model):
    """A product group in a version, and whom it binds. Empty `communes` and `sizes` are everywhere and
    everybody.
    """

    version = models.ForeignKey(
        ListVersion, on_delete=models.PROTECT, related_name="items", verbose_name=_("bản danh mục")
    )
    group = models.ForeignKey(
        ProductGroup,
        on_delete=models.PROTECT,
        related_name="list_items",
        verbose_name=_("nhóm sản phẩm"),
    )
    proposal = models.ForeignKey(
        Proposal,
        on_delete=models.PROTECT,
        null=True,
        related_name="items",
        verbose_name=_("từ đề xuất"),
    )
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="carried_to",
        verbose_name=_("giữ từ bản trước"),
    )
    communes = models.JSONField(_("xã, phường"), default=list)
    sizes = models.JSONField(_("loại cơ sở"), default=list)
    exported_only = models.BooleanField(_("chỉ hàng xuất khẩu"), default=False)
    clause = models.CharField(_("căn cứ riêng"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mục của danh mục")
        verbose_name_plural = _("mục của danh mục")
        constraints = [
            models.UniqueConstraint(fields=["version", "group"], name="listitem_group_once"),
            models.CheckConstraint(
                condition=Q(proposal__isnull=False) | Q(carried_from__isnull=False),
                name="listitem_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.group_id}"


class Milestone(models.Model):
    """What an item asks from a day on: an absolute day, or months after the version takes effect."""

    item = models.ForeignKey(
        ListItem, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("mục")
    )
    requirement = models.CharField(_("yêu cầu"), max_length=20)
    due_on = models.DateField(_("đến ngày"), null=True)
    months_after = models.PositiveSmallIntegerField(_("số tháng sau hiệu lực"), null=True)
    sizes = models.JSONField(_("loại cơ sở"), default=list)

    class Meta:
        verbose_name = _("mốc lộ trình")
        verbose_name_plural = _("mốc lộ trình")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, months_after__isnull=False)
                | Q(due_on__isnull=False, months_after__isnull=True),
                name="milestone_one_kind_of_day",
            ),
            models.CheckConstraint(
                condition=Q(requirement__in=list(roadmap.REQUIREMENTS)),
                name="milestone_requirement_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.requirement}"
