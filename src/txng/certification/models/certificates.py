"""Certificates: who vouches, for what, until when; and every step that one went through."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.certification.models.bodies import Body, Scheme
from txng.certification.rules import certificates as rules
from txng.ui import search


class Certificate(models.Model):
    """A certificate as it stands today. Never deleted; what was before stands in Change.

    `state` is what a verb wrote; what follows from the day is computed (`standing_on`). Without trade items
    and groups it covers everything of its holder, without sites wherever that is made. `number_key` is the
    number folded, without what separates its parts: two spellings are one number.
    """

    class State(models.TextChoices):
        VALID = rules.VALID, _("Đang có giá trị")
        SUSPENDED = rules.SUSPENDED, _("Đang bị đình chỉ")
        WITHDRAWN = rules.WITHDRAWN, _("Đã bị thu hồi")
        STRUCK = rules.STRUCK, _("Ghi nhầm, đã bỏ")

    code = models.CharField(_("mã tra cứu"), max_length=rules.LONGEST_CODE, unique=True)
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("tổ chức chứng nhận"),
    )
    number = models.CharField(_("số chứng nhận"), max_length=rules.LONGEST_NUMBER)
    number_key = models.CharField(max_length=rules.LONGEST_NUMBER, editable=False, db_index=True)
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="+", verbose_name=_("chương trình")
    )
    holder = models.ForeignKey(
        "parties.Enterprise",
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("cơ sở"),
    )
    trade_items = models.ManyToManyField(
        "products.TradeItem", related_name="certificates", verbose_name=_("sản phẩm")
    )
    groups = models.ManyToManyField(
        "products.ProductGroup", related_name="+", verbose_name=_("nhóm sản phẩm")
    )
    establishments = models.ManyToManyField(
        "parties.Establishment", related_name="certificates", verbose_name=_("địa điểm")
    )
    plots = models.ManyToManyField(
        "parties.Plot", related_name="certificates", verbose_name=_("thửa")
    )
    volume_kg_year = models.DecimalField(
        _("sản lượng (kg/năm)"), max_digits=14, decimal_places=3, null=True
    )
    issued_on = models.DateField(_("ngày cấp"))
    valid_from = models.DateField(_("có giá trị từ"))
    valid_until = models.DateField(_("đến hết ngày"))
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.VALID
    )
    state_since = models.DateTimeField(_("từ lúc"), default=timezone.now)
    state_reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON, blank=True)
    # who wrote the state: what the standing agency suspended the body itself may not restore
    state_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="successors",
        verbose_name=_("thay cho"),
    )
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_NOTE, blank=True)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("chứng nhận")
        verbose_name_plural = _("chứng nhận")
        constraints = [
            # a number names one certificate of a body; one that was entered by mistake gives it back
            models.UniqueConstraint(
                fields=["body", "number_key"],
                condition=~Q(state=rules.STRUCK),
                name="certificate_number_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state=rules.STRUCK),
                name="certificate_replaced_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.STATES), name="certificate_state_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("issued_on"), valid_until__gte=F("valid_from")),
                name="certificate_forward",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.VALID) | ~Q(state_reason=""),
                name="certificate_ended_and_why",
            ),
            models.CheckConstraint(
                condition=Q(volume_kg_year__isnull=True) | Q(volume_kg_year__gt=0),
                name="certificate_volume_positive",
            ),
        ]
        indexes = [
            # the register and what expires soon, page by page
            models.Index(fields=["valid_until", "id"], name="certificate_by_end"),
            # what a holder, a body has
            models.Index(fields=["holder", "valid_until", "id"], name="certificate_of_holder"),
            models.Index(fields=["body", "valid_until", "id"], name="certificate_of_body"),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateWord(search.Word):
    """A word by which a certificate is found: number, codes, scheme, body, public name of the holder."""

    of = models.ForeignKey(Certificate, models.CASCADE, related_name="words", db_index=False)

    class Meta(search.Word.Meta):
        indexes = search.indexes("certificateword")
        constraints = search.constraints("certificateword")


class Withdrawal(models.Model):
    """That somebody withdrew a certificate: it is suspended from that moment, and withdrawn for good once a
    second person confirms. `was` is the state before, to which taking it back leads."""

    certificate = models.ForeignKey(
        Certificate,
        on_delete=models.PROTECT,
        related_name="withdrawals",
        verbose_name=_("chứng nhận"),
    )
    was = models.CharField(max_length=10)
    was_reason = models.CharField(max_length=rules.LONGEST_REASON, blank=True)
    was_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON)
    asked_at = models.DateTimeField(_("lúc"), default=timezone.now)
    asked_by = models.CharField(_("người thu hồi"), max_length=200)
    asked_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(_("quyết lúc"), null=True)
    decided_by = models.CharField(_("người quyết"), max_length=200, blank=True)
    is_confirmed = models.BooleanField(_("đã xác nhận"), default=False)

    class Meta:
        verbose_name = _("việc thu hồi chứng nhận")
        verbose_name_plural = _("việc thu hồi chứng nhận")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(decided_at__isnull=True),
                name="withdrawal_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="", is_confirmed=False)
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="withdrawal_decided_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.asked_by}"


class AppendOnlyError(TypeError):
    """Somebody tried to rewrite a step: a mistake in the program, not in its input."""


class ChangeQuerySet(models.QuerySet["Change"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("update")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("delete")


class Change(models.Model):
    """One step of one certificate. Append-only.

    `number` counts all steps of the register without a gap, in the order in which they were committed:
    whoever follows the register (public pages, the log) knows by one number whether anything is new.
    `scope` is what it covers from this step on, as `rules.certificates.Scope` writes it.
    """

    number = models.PositiveBigIntegerField(_("số thứ tự"), primary_key=True)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="changes", verbose_name=_("chứng nhận")
    )
    verb = models.CharField(_("việc"), max_length=24)
    state = models.CharField(_("trạng thái"), max_length=10)
    reason = models.CharField(_("lý do"), max_length=rules.LONGEST_REASON, blank=True)
    scope = models.JSONField(_("phạm vi"), default=dict)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    by = models.CharField(_("người làm"), max_length=200)
    organisation = models.CharField(_("thay mặt"), max_length=200, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bước của chứng nhận")
        verbose_name_plural = _("bước của chứng nhận")
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=rules.VERBS), name="change_verb_known"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.verb}"


class RegisterState(models.Model):
    """One row: how many steps the register has taken. Raised inside the verb's transaction, and the row is
    locked until that commits, so numbers have the order of commits."""

    changes = models.PositiveBigIntegerField(_("số bước"), default=0)
    certificates = models.PositiveBigIntegerField(_("số chứng nhận đã ghi"), default=0)

    class Meta:
        verbose_name = _("số bước của sổ chứng nhận")
        verbose_name_plural = _("số bước của sổ chứng nhận")

    def __str__(self) -> str:
        return str(self.changes)
