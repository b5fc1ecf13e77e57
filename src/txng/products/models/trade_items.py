"""Trade items: what is sold under one code, what was told of it over time, which duties it has met."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.products.models.groups import ProductGroup
from txng.products.rules import codes, roadmap, trade_items
from txng.products.rules.facts import LONGEST
from txng.ui import collation, search


class TradeItem(models.Model):
    """A product of one enterprise. Its facts have versions; this row holds what lists and searches need of
    the newest.

    Never deleted once anything was told or done of it, and a GTIN once given stays: the number names this
    product for ever (GS1 GTIN Management Standard), so the unique column is also the memory of every number
    that was ever used.
    `name_key` is the name in Vietnamese order; `lacking` counts what Circular 02/2024 still wants told here.
    """

    class State(models.TextChoices):
        ACTIVE = trade_items.ACTIVE, _("Đang sản xuất, kinh doanh")
        WITHDRAWN = trade_items.WITHDRAWN, _("Ngừng")

    owner = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="trade_items", verbose_name=_("cơ sở")
    )  # fmt: skip
    gtin = models.CharField("GTIN", max_length=14, null=True, unique=True)  # noqa: DJ001 - NULL: many have none
    own_code = models.CharField(_("mã riêng"), max_length=codes.LONGEST_OWN_CODE, blank=True)
    group = models.ForeignKey(
        ProductGroup, on_delete=models.PROTECT, related_name="trade_items", verbose_name=_("nhóm sản phẩm")
    )  # fmt: skip
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.ACTIVE
    )
    name = models.CharField(_("tên"), max_length=LONGEST["name"])
    brand = models.CharField(_("nhãn hiệu"), max_length=LONGEST["brand"], blank=True)
    name_key = models.BinaryField(max_length=collation.LONGEST_KEY, editable=False)
    is_exported = models.BooleanField(_("có xuất khẩu"), default=False)
    lacking = models.PositiveSmallIntegerField(_("thông tin còn thiếu"), default=0)
    versions_told = models.PositiveIntegerField(default=1)
    registered_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    changed_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)
    withdrawn_on = models.DateField(_("ngừng từ"), null=True)

    class Meta:
        verbose_name = _("sản phẩm")
        verbose_name_plural = _("sản phẩm")
        constraints = [
            models.CheckConstraint(
                condition=Q(gtin__isnull=False) | ~Q(own_code=""), name="tradeitem_has_a_code"
            ),
            models.CheckConstraint(
                condition=Q(gtin__isnull=True) | Q(Exact(Length("gtin"), 14)),
                name="tradeitem_gtin_whole",
            ),
            models.UniqueConstraint(
                fields=["owner", "own_code"],
                condition=~Q(own_code=""),
                name="tradeitem_own_code_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=trade_items.STATES), name="tradeitem_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=trade_items.WITHDRAWN, withdrawn_on__isnull=False)
                | Q(state=trade_items.ACTIVE, withdrawn_on__isnull=True),
                name="tradeitem_withdrawn_and_its_day",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="tradeitem_named"),
        ]
        indexes = [
            # the register in Vietnamese order, page by page
            models.Index(fields=["name_key", "id"], name="tradeitem_by_name"),
            # those that are no longer made, in order
            models.Index(fields=["state", "name_key", "id"], name="tradeitem_by_state"),
            # what an enterprise makes, in order
            models.Index(fields=["owner", "name_key", "id"], name="tradeitem_of_owner"),
            # what a milestone of a list binds
            # the owner at its end: who makes something of a group is read off the index alone
            models.Index(
                fields=["group", "state", "name_key", "id", "owner"], name="tradeitem_of_group"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What stands on the label: the GTIN as printed, or the owner's own code."""
        return codes.shown(self.gtin) if self.gtin else self.own_code


class TradeItemWord(search.Word):
    """A word by which a trade item is found: of its names, its GTIN, its own code."""

    of = models.ForeignKey(TradeItem, models.CASCADE, related_name="words", db_index=False)

    class Meta(search.Word.Meta):
        indexes = search.indexes("tradeitemword")
        constraints = search.constraints("tradeitemword")


class TradeItemVersion(models.Model):
    """What was told of a trade item from a day on: `facts` as `Facts.as_dict` writes them. Append-only.

    A correction has the day of what it corrects and a higher number, so "as of" gives the corrected facts.
    """

    trade_item = models.ForeignKey(
        TradeItem, on_delete=models.PROTECT, related_name="versions", verbose_name=_("sản phẩm")
    )
    number = models.PositiveIntegerField(_("bản"))
    holds_from = models.DateField(_("từ ngày"))
    facts = models.JSONField(_("thông tin"))
    is_correction = models.BooleanField(_("sửa lỗi ghi"), default=False)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    recorded_by = models.CharField(_("người ghi"), max_length=200)

    class Meta:
        verbose_name = _("bản thông tin")
        verbose_name_plural = _("bản thông tin")
        constraints = [
            models.UniqueConstraint(
                fields=["trade_item", "number"], name="itemversion_number_once"
            ),
        ]
        indexes = [
            # what was known of it on a day
            models.Index(fields=["trade_item", "-holds_from", "-number"], name="itemversion_as_of"),
        ]

    def __str__(self) -> str:
        return f"{self.trade_item_id}/{self.number}"


class Fulfilment(models.Model):
    """A requirement of a roadmap that a trade item meets, and since when.

    `code` and `elements` are written by this register itself, in the transaction that tells the facts; the
    others are declared by the enterprise, and an officer may confirm them. A row that is no longer true is
    taken out: the journal keeps that it stood here.
    """

    class Said(models.TextChoices):
        COMPUTED = "computed", _("Hệ thống tính")
        DECLARED = "declared", _("Cơ sở tự khai")
        CONFIRMED = "confirmed", _("Cơ quan xác nhận")

    trade_item = models.ForeignKey(
        TradeItem, on_delete=models.PROTECT, related_name="fulfilments", verbose_name=_("sản phẩm")
    )
    requirement = models.CharField(_("yêu cầu"), max_length=20)
    done_on = models.DateField(_("xong ngày"))
    said = models.CharField(_("theo"), max_length=10, choices=Said.choices)
    said_by = models.CharField(_("người nói"), max_length=200)
    note = models.CharField(_("bằng chứng"), max_length=trade_items.LONGEST_NOTE, blank=True)

    class Meta:
        verbose_name = _("yêu cầu đã đạt")
        verbose_name_plural = _("yêu cầu đã đạt")
        constraints = [
            models.UniqueConstraint(fields=["trade_item", "requirement"], name="fulfilment_once"),
            models.CheckConstraint(
                condition=Q(requirement__in=list(roadmap.REQUIREMENTS)),
                name="fulfilment_requirement_known",
            ),
            models.CheckConstraint(
                condition=Q(said__in=trade_items.SAID), name="fulfilment_said_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trade_item_id}: {self.requirement}"
