"""Tables of the repository beside the event store: named queries, who follows them, and what waits.

Events are not here: they lie in `eventstore`. Owners are numbers of organisations, as in the event
store (0 is the person at the server's shell), because a subscription outlives nobody's row.
"""

import json
import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.repository import rules

if TYPE_CHECKING:
    from txng.epcis.query.language import Query


class _Figures(json.JSONDecoder):
    """PostgreSQL (jsonb) gives 1e31 back as a 1 and 31 zeros, which no door takes for a number. No question
    that was taken has a whole number of so many digits, so it was written with an exponent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, parse_int=_figure)


def _figure(text: str) -> int | float:
    return int(text) if len(text.lstrip("-")) <= 30 else float(text)


class Definition(models.JSONField):
    """`Query.as_json()`, which both databases give back with the numbers that it was written with."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "decoder": _Figures})

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        del options["decoder"]
        return name, "django.db.models.JSONField", args, options  # to a table it is nothing else


class NamedQuery(models.Model):
    """A question that an organisation gave a name. Never changed: deleted and made anew."""

    owner = models.PositiveIntegerField(_("tổ chức"))
    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME)
    definition = Definition(_("câu hỏi"))
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    created_by = models.CharField(_("người tạo"), max_length=200)

    class Meta:
        verbose_name = _("câu hỏi có tên")
        verbose_name_plural = _("câu hỏi có tên")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="namedquery_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="namedquery_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def query(self) -> "Query":
        from txng.epcis.query.doors import parse_json

        return parse_json(self.definition)


class Subscription(models.Model):
    """Somebody to be told what a query finds, and how far they have been told.

    Everything up to and with the position `told_*` was acknowledged by `destination`. What is being
    sent is written down before it is sent (`pending_*`), so that the same events go out under the
    same webhook id after a crash. The definition is a copy: a standing SOAP query has no named one.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("đang gửi")
        SUSPENDED = "suspended", _("tạm dừng sau nhiều lần gửi hỏng")
        GONE = "gone", _("nơi nhận đã báo ngừng nhận")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.PositiveIntegerField(_("tổ chức"))
    sees_all = models.BooleanField(_("thấy sự kiện của mọi tổ chức"), default=False)
    created_by = models.CharField(_("người tạo"), max_length=200)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    query = models.ForeignKey(
        NamedQuery,
        on_delete=models.CASCADE,
        null=True,
        related_name="subscriptions",
        verbose_name=_("câu hỏi"),
    )
    query_name = models.CharField(_("tên câu hỏi"), max_length=rules.LONGEST_NAME)
    standing_name = models.CharField(_("tên do bên SOAP đặt"), max_length=200, blank=True)
    definition = Definition(_("nội dung câu hỏi"))

    destination = models.CharField(_("nơi nhận"), max_length=rules.LONGEST_DESTINATION)
    signature_token = models.CharField(
        _("bí mật chung"), max_length=rules.LONGEST_TOKEN, blank=True
    )
    stream = models.BooleanField(_("gửi ngay khi có"), default=False)
    schedule = models.JSONField(_("lịch"), default=dict, blank=True)  # {} for a stream
    report_if_empty = models.BooleanField(_("báo cả khi không có gì"), default=False)
    media = models.CharField(_("định dạng"), max_length=4, default="json")
    version = models.CharField(_("phiên bản EPCIS"), max_length=3, default="2.0")
    epc_format = models.CharField(max_length=30, default="No_Preference")
    cbv_format = models.CharField(max_length=30, default="No_Preference")
    initial_record_time = models.DateTimeField(_("kể từ lúc ghi"))
    min_record_time = models.DateTimeField(_("lần hỏi gần nhất"))

    told_time = models.BigIntegerField(_("đã gửi tới"))  # µs since 1970: a position of the store
    told_key = models.BinaryField(max_length=16, default=b"")
    next_run_at = models.DateTimeField(_("lần hỏi tới"), null=True)  # null for a stream
    pending_id = models.CharField(_("mã lượt gửi"), max_length=40, blank=True)
    pending_at = models.DateTimeField(null=True)
    pending_time = models.BigIntegerField(null=True)
    pending_key = models.BinaryField(max_length=16, null=True)
    pending_limit = models.PositiveIntegerField(null=True)
    pending_last = models.BooleanField(default=True)  # no more events waited behind these

    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    batch = models.PositiveIntegerField(_("số sự kiện mỗi lượt"), default=rules.LARGEST_BATCH)
    failures = models.PositiveIntegerField(_("số lần hỏng liên tiếp"), default=0)
    next_attempt_at = models.DateTimeField(_("gửi lại lúc"), null=True)
    last_notified_at = models.DateTimeField(_("lần nhận gần nhất"), null=True)
    last_error = models.CharField(_("lỗi gần nhất"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("đăng ký nhận tin")
        verbose_name_plural = _("đăng ký nhận tin")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "standing_name"],
                condition=~Q(standing_name=""),
                name="subscription_standing_name_once",
            ),
            models.CheckConstraint(
                condition=Q(stream=True, next_run_at__isnull=True)
                | Q(stream=False, next_run_at__isnull=False),
                name="subscription_schedule_or_stream",
            ),
            models.CheckConstraint(
                condition=Q(
                    pending_id="",
                    pending_at__isnull=True,
                    pending_time__isnull=True,
                    pending_key__isnull=True,
                    pending_limit__isnull=True,
                )
                | (
                    ~Q(pending_id="")
                    & Q(
                        pending_at__isnull=False,
                        pending_time__isnull=False,
                        pending_key__isnull=False,
                        pending_limit__isnull=False,
                    )
                    & Q(pending_time__gte=F("told_time"))
                ),
                name="subscription_pending_whole",
            ),
            models.CheckConstraint(
                condition=Q(batch__gte=1, batch__lte=rules.LARGEST_BATCH),
                name="subscription_batch_in_range",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "suspended", "gone"]),
                name="subscription_state_known",
            ),
        ]
        indexes = [
            # Who follows this query, in the order they came?
            models.Index(fields=["query", "created_at", "id"], name="subscription_by_query"),
            # Whose turn may it be?
            models.Index(fields=["state", "next_attempt_at"], name="subscription_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.query_name} -> {self.destination}"

    @property
    def told(self) -> tuple[int, bytes]:
        """The position of the store up to which the receiver has acknowledged."""
        return self.told_time, bytes(self.told_key)

    @property
    def pending(self) -> tuple[int, bytes] | None:
        """The position up to which events are being sent; None when nothing is."""
        if self.pending_time is None or self.pending_key is None:
            return None
        return self.pending_time, bytes(self.pending_key)

    def clear_pending(self) -> dict[str, Any]:
        """The columns of a pending delivery, emptied: for `update`."""
        return {
            "pending_id": "",
            "pending_at": None,
            "pending_time": None,
            "pending_key": None,
            "pending_limit": None,
            "pending_last": True,
        }


class DeadLetter(models.Model):
    """A delivery that failed to the end of the retry schedule. The events are not lost: they stay in
    the store, and a resumed subscription sends them again under the same webhook id."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="dead_letters"
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    webhook_id = models.CharField(_("mã lượt gửi"), max_length=40)
    attempts = models.PositiveIntegerField(_("số lần gửi"))
    error = models.CharField(_("lỗi cuối cùng"), max_length=500)

    class Meta:
        verbose_name = _("lượt gửi hỏng")
        verbose_name_plural = _("lượt gửi hỏng")

    def __str__(self) -> str:
        return self.webhook_id


class ReleasedPageToken(models.Model):
    """A page token that was given back before it expired, by its digest (32 hexadecimal digits)."""

    digest = models.CharField(max_length=32, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("mã trang đã trả lại")
        verbose_name_plural = _("mã trang đã trả lại")

    def __str__(self) -> str:
        return self.digest


class Lease(models.Model):
    """Who may do what only one process may do, and until when. Time heals a dead holder."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("quyền tạm giữ")
        verbose_name_plural = _("quyền tạm giữ")

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"
