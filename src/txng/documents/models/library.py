"""Tables of the library: laws, standards and guides, how they hang together, who follows them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import User
from txng.documents.rules import library as rules


class Instrument(models.Model):
    """One law, standard or guide: what it is, and what a source said of its effect on a day.

    The text itself is not kept: `address` leads to it, and a file may be attached. `folded` holds all its
    words without marks, for the search; `order_day` is the day to sort by, 1 January 1900 for unknown.
    """

    slug = models.SlugField(_("địa chỉ"), max_length=80, unique=True)
    number = models.CharField(_("số, ký hiệu"), max_length=80, unique=True)
    kind = models.CharField(_("loại"), max_length=12, choices=rules.KINDS)
    title = models.CharField(_("tên"), max_length=400)
    issuer = models.CharField(_("nơi ban hành"), max_length=200, blank=True)
    signed_on = models.DateField(_("ngày ban hành"), null=True)
    starts_on = models.DateField(_("có hiệu lực từ"), null=True)
    ends_on = models.DateField(_("hết hiệu lực sau ngày"), null=True)
    status = models.CharField(
        _("hiệu lực"), max_length=10, choices=rules.STATUSES, default=rules.UNKNOWN
    )
    status_source = models.CharField(_("nguồn nói về hiệu lực"), max_length=300, blank=True)
    status_read_on = models.DateField(_("đọc nguồn ngày"), null=True)
    summary = models.TextField(_("tóm tắt"), blank=True)
    source = models.TextField(_("nguồn"), blank=True)
    address = models.URLField(_("địa chỉ toàn văn"), max_length=500, blank=True)
    folded = models.TextField(editable=False)
    order_day = models.DateField(editable=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("văn bản của thư viện")
        verbose_name_plural = _("văn bản của thư viện")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=tuple(rules.STATUSES)), name="instrument_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=tuple(rules.KINDS)), name="instrument_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="instrument_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(status=rules.UNKNOWN)
                | (~Q(status_source="") & Q(status_read_on__isnull=False)),
                name="instrument_status_has_source",
            ),
        ]
        indexes = [
            # which documents are there, the newest first?
            models.Index(fields=["order_day", "id"], name="instrument_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class Facet(models.Model):
    """One thing that an instrument applies to: a product group or an audience. None means: to all."""

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="facets", db_index=False
    )
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("áp dụng cho")
        verbose_name_plural = _("áp dụng cho")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "kind", "code"], name="facet_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.FACETS), name="facet_kind_known"),
        ]
        indexes = [
            # what applies to growers of tea?
            models.Index(fields=["kind", "code", "instrument"], name="facet_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class Relation(models.Model):
    """`newer` replaces, amends, guides or rests on `older`; `source` says who told."""

    newer = models.ForeignKey(Instrument, models.CASCADE, related_name="onto", db_index=False)
    older = models.ForeignKey(Instrument, models.CASCADE, related_name="by")
    kind = models.CharField(_("quan hệ"), max_length=10)
    source = models.CharField(_("nguồn"), max_length=300)

    class Meta:
        verbose_name = _("quan hệ giữa văn bản")
        verbose_name_plural = _("quan hệ giữa văn bản")
        constraints = [
            models.UniqueConstraint(fields=["newer", "older", "kind"], name="relation_once"),
            models.CheckConstraint(
                condition=Q(kind__in=tuple(rules.RELATIONS)), name="relation_kind_known"
            ),
            models.CheckConstraint(condition=~Q(newer=F("older")), name="relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.newer_id} {self.kind} {self.older_id}"


class InstrumentChange(models.Model):
    """One entry or change of an instrument, never altered. `told`: field -> what was, what is."""

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="changes", db_index=False
    )
    kind = models.CharField(max_length=10)  # added, edited, status, related, file
    told = models.JSONField(default=dict)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    by = models.CharField(_("người sửa"), max_length=200)
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("thay đổi của văn bản")
        verbose_name_plural = _("thay đổi của văn bản")
        indexes = [
            # how did this document come to be what it is?
            models.Index(fields=["instrument", "at"], name="change_by_instrument"),
            # what changed since I looked?
            models.Index(fields=["at", "id"], name="change_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id}:{self.kind}"


class Follow(models.Model):
    """A person wants to know what changes: of one instrument, or of all that apply to a facet."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    instrument = models.ForeignKey(Instrument, models.CASCADE, null=True, related_name="+")
    facet_kind = models.CharField(max_length=10, blank=True)
    facet_code = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("theo dõi")
        verbose_name_plural = _("theo dõi")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "instrument"],
                condition=Q(instrument__isnull=False),
                name="follow_instrument_once",
            ),
            models.UniqueConstraint(
                fields=["person", "facet_kind", "facet_code"],
                condition=Q(instrument__isnull=True),
                name="follow_facet_once",
            ),
            models.CheckConstraint(
                condition=Q(instrument__isnull=False, facet_kind="", facet_code="")
                | (Q(instrument__isnull=True, facet_kind__in=rules.FACETS) & ~Q(facet_code="")),
                name="follow_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.instrument_id or self.facet_code}"


class LastLook(models.Model):
    """When a person last said "I have seen these changes"."""

    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lần xem thay đổi")
        verbose_name_plural = _("lần xem thay đổi")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.at}"
