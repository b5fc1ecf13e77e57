"""Tables of the log beside its files: which entry is which event, what was signed, who cosigned.

    place = year · 2^40 + index      one number for an entry of any shard, in the order they were made

The files of a shard are the log; these rows open it and find things in it. Each can be checked against
the files (`txng fsck`).
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.transparency import rules


class Progress(models.Model):
    """How far the integrator has assigned places: one row. Changed by compare-and-set only."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    read_time = models.BigIntegerField(default=0)  # position of the journal: µs since 1970 ..
    read_key = models.BinaryField(max_length=16, default=bytes(16))  # .. and event key
    year = models.PositiveSmallIntegerField(
        _("năm"), default=0
    )  # of the shard that grows; 0: none yet
    size = models.BigIntegerField(_("số mục"), default=0)  # places assigned in that shard

    class Meta:
        verbose_name = _("tiến độ ghi nhật ký minh bạch")
        verbose_name_plural = _("tiến độ ghi nhật ký minh bạch")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="progress_one_row"),
            models.CheckConstraint(condition=Q(size__gte=0), name="progress_size_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.size}"

    @property
    def position(self) -> tuple[int, bytes]:
        return self.read_time, bytes(self.read_key)


class Shard(models.Model):
    """The log of one year, under a name of its own."""

    year = models.PositiveSmallIntegerField(_("năm"), primary_key=True)
    origin = models.CharField(_("tên"), max_length=rules.LONGEST_ORIGIN, unique=True)
    vkey = models.CharField(_("khóa kiểm"), max_length=400)  # with which anybody verifies
    former_vkeys = models.TextField(_("khóa kiểm cũ"), blank=True)  # one a line
    lost = models.TextField(_("mục không mở được nữa"), blank=True)  # "first-end" a line
    began_at = models.DateTimeField(_("mở lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tập nhật ký")
        verbose_name_plural = _("tập nhật ký")

    def __str__(self) -> str:
        return self.origin

    def is_lost(self, index: int) -> bool:
        """Whether the row of an entry is lost, and everybody was told (`recovery.accept_loss`)."""
        ranges = (line.split("-") for line in self.lost.split())
        return any(int(first) <= index < int(end) for first, end in ranges)


class Opening(models.Model):
    """What opens the entry of one event: without it the entry is 32 bytes that tell nothing.

    `person_key` is there when the event names somebody, until that is erased; then `person_digest`
    stands for the group. The commitment is not kept: it follows from event and keys.
    """

    place = models.BigIntegerField(primary_key=True)
    event_key = models.BinaryField(max_length=16, unique=True)  # names the event in the event store
    secret = models.BinaryField(max_length=32)
    person_key = models.BinaryField(max_length=32, null=True)
    person_digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        verbose_name = _("chìa mở mục nhật ký")
        verbose_name_plural = _("chìa mở mục nhật ký")
        constraints = [
            models.CheckConstraint(
                condition=Q(person_key__isnull=True) | Q(person_digest__isnull=True),
                name="opening_person_kept_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return rules.shown(self.place)


class Act(models.Model):
    """An official act that is an entry too, so that the authority is bound as well as the firms.

    Written in the transaction of the act (`record_act`); `place` is empty until the integrator has
    given it one. `clear` are the lines that anybody may read, `content` is committed to under
    `secret` and opened to whoever may see it. Never changed, never deleted.
    """

    kind = models.CharField(_("loại"), max_length=20)
    clear = models.JSONField(_("nội dung công khai"), default=dict)  # name of a line -> value
    content = models.JSONField(_("nội dung"), default=dict)
    secret = models.BinaryField(max_length=32)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    actor = models.CharField(_("người làm"), max_length=200)
    organisation = models.PositiveIntegerField(_("tổ chức"), null=True)
    place = models.BigIntegerField(_("chỗ trong nhật ký"), null=True, unique=True)

    class Meta:
        verbose_name = _("việc công vụ")
        verbose_name_plural = _("việc công vụ")
        indexes = [
            # Which acts wait for a place?
            models.Index(fields=["id"], condition=Q(place__isnull=True), name="act_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Followed(models.Model):
    """How far a register below was followed: the number of the last step that was taken up."""

    name = models.CharField(_("sổ"), max_length=40, primary_key=True)
    position = models.PositiveBigIntegerField(_("đến bước"), default=0)

    class Meta:
        verbose_name = _("sổ được theo")
        verbose_name_plural = _("sổ được theo")

    def __str__(self) -> str:
        return f"{self.name}: {self.position}"


class TakenUp(models.Model):
    """A record of a register below that has become an act; for registers whose numbers do not tell the
    order of commits."""

    register = models.CharField(_("sổ"), max_length=40)
    number = models.PositiveBigIntegerField(_("số"))

    class Meta:
        verbose_name = _("việc đã ghi nhận")
        verbose_name_plural = _("việc đã ghi nhận")
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="takenup_once"),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.number}"


class Checkpoint(models.Model):
    """A checkpoint that the log signed: every one is kept, for ever."""

    place = models.BigIntegerField(primary_key=True)  # year · 2^40 + size
    root = models.BinaryField(max_length=32)
    note = models.BinaryField(max_length=2000)  # as the log signed it, without cosignatures
    signed_at = models.DateTimeField(_("ký lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("điểm mốc")
        verbose_name_plural = _("điểm mốc")

    def __str__(self) -> str:
        return rules.shown(self.place)

    @property
    def year(self) -> int:
        return rules.year_of(self.place)

    @property
    def size(self) -> int:
        return rules.index_of(self.place)


class Cosignature(models.Model):
    """A witness's line under a checkpoint."""

    checkpoint = models.ForeignKey(
        Checkpoint,
        on_delete=models.PROTECT,
        related_name="cosignatures",
        verbose_name=_("điểm mốc"),
    )
    name = models.CharField(_("nhân chứng"), max_length=rules.LONGEST_ORIGIN)  # of the key
    key_id = models.BigIntegerField()
    line = models.CharField(max_length=1000)
    signed_at = models.DateTimeField(_("ký lúc"))  # by the witness's clock
    received_at = models.DateTimeField(_("nhận lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("chữ ký nhân chứng")
        verbose_name_plural = _("chữ ký nhân chứng")
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "name", "key_id"], name="cosignature_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Anchor(models.Model):
    """A receipt from outside that a checkpoint existed: a time stamp, a transaction of a chain."""

    class Kind(models.TextChoices):
        RFC3161 = "rfc3161", _("dấu thời gian RFC 3161")
        EVM = "evm", _("hợp đồng trên chuỗi EVM")

    checkpoint = models.ForeignKey(
        Checkpoint, on_delete=models.PROTECT, related_name="anchors", verbose_name=_("điểm mốc")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    receipt = models.BinaryField(_("biên nhận"))  # the token; the hash of the transaction
    anchored_at = models.DateTimeField(_("lúc"))  # as the receipt says
    received_at = models.DateTimeField(_("nhận lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("neo bên ngoài")
        verbose_name_plural = _("neo bên ngoài")
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "kind"], name="anchor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.checkpoint}"
