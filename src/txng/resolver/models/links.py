"""What a code leads to: links at a key or below it, who may set them, and what probes found.

    LinkedKey  /01/09506000134352              held by one organisation
      Link     /01/09506000134352       gs1:pip       https://an.example/ca-phe      default
      Link     /01/09506000134352/10/L1 gs1:testReport https://an.example/{10}.pdf
        LinkVersion 1, 2, 3 ..                    every state it was in, and who put it there
    LinkHost   an.example                      asked for by the holder, approved by an authority

The default of a code is a mark on a link that has a type of its own, so a default that is listed under no
descriptive type, or that carries a language, cannot be written down.
Source: GS1-Conformant Resolver 1.2, sections 2.5.8 and 2.5.9.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.ui import search

LONGEST_PATH = 200  # a key of 34 characters and qualifiers of 48, most of them escaped, fit
LONGEST_HREF = 2000
LONGEST_TITLE = 200
LONGEST_HOST = 253


class LinkedKey(models.Model):
    """Whose a key's links are: the organisation that registered the first one, or to which an authority
    gave the key. `path` is the key's alone: "/01/09506000134352"."""

    path = models.CharField(_("đường dẫn của mã"), max_length=LONGEST_PATH, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("tổ chức")
    )
    description = models.CharField(_("mô tả"), max_length=LONGEST_TITLE, blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("mã có liên kết")
        verbose_name_plural = _("mã có liên kết")

    def __str__(self) -> str:
        return self.path


class Link(models.Model):
    """One link of one entity, as it stands now; its history is in `LinkVersion`.

    `href` may hold places for the values of the scanned address: "{01}", "{10}", "{21}".
    """

    class Default(models.TextChoices):
        NO = "no", _("không")
        YES = "yes", _("liên kết mặc định")
        MULTI = "multi", _("mặc định theo ngôn ngữ, kiểu nội dung")

    key = models.ForeignKey(
        LinkedKey, on_delete=models.PROTECT, related_name="links", verbose_name=_("mã")
    )
    path = models.CharField(_("đường dẫn"), max_length=LONGEST_PATH)  # key and perhaps qualifiers
    link_type = models.CharField(_("loại liên kết"), max_length=200)  # an IRI
    href = models.CharField(_("địa chỉ đích"), max_length=LONGEST_HREF)
    title = models.CharField(_("tiêu đề"), max_length=LONGEST_TITLE)
    hreflang = models.JSONField(_("ngôn ngữ"), default=list)  # BCP 47 tags
    media_type = models.CharField(_("kiểu nội dung"), max_length=100, blank=True)
    context = models.JSONField(_("ngữ cảnh"), default=list)  # words
    default = models.CharField(
        _("mặc định"), max_length=5, choices=Default.choices, default=Default.NO
    )
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("gỡ lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("liên kết")
        verbose_name_plural = _("liên kết")
        indexes = [
            # Which links does this address have? Asked at every scan.
            models.Index(fields=["path"], name="link_live", condition=Q(withdrawn_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["path"],
                condition=Q(default="yes", withdrawn_at__isnull=True),
                name="link_one_default",
            ),
            models.CheckConstraint(
                condition=Q(default__in=["no", "yes", "multi"]), name="link_default_known"
            ),
            models.CheckConstraint(condition=~Q(href="") & ~Q(title=""), name="link_complete"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.link_type} {self.href}"

    @property
    def content(self) -> dict[str, Any]:
        """What a version keeps, and what a restoration brings back."""
        return {
            "linkType": self.link_type,
            "href": self.href,
            "title": self.title,
            "hreflang": self.hreflang,
            "type": self.media_type,
            "context": self.context,
            "default": self.default,
        }


class LinkWord(search.Word):
    """A word by which a link is found (link_words.py)."""

    of = models.ForeignKey(Link, models.CASCADE, related_name="words", db_index=False)

    class Meta(search.Word.Meta):
        indexes = search.indexes("linkword")
        constraints = search.constraints("linkword")


class LinkVersion(models.Model):
    """A state that a link was put into. Written once; `content` is None where it was withdrawn."""

    class Deed(models.TextChoices):
        REGISTERED = "registered", _("đăng ký")
        REPLACED = "replaced", _("thay thế")
        WITHDRAWN = "withdrawn", _("gỡ")
        RESTORED = "restored", _("khôi phục")

    link = models.ForeignKey(
        Link, on_delete=models.PROTECT, related_name="versions", verbose_name=_("liên kết")
    )
    number = models.PositiveIntegerField(_("phiên bản"))
    deed = models.CharField(_("việc"), max_length=10, choices=Deed.choices)
    content = models.JSONField(_("nội dung"), null=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    actor = models.CharField(_("người làm"), max_length=200)

    class Meta:
        verbose_name = _("phiên bản liên kết")
        verbose_name_plural = _("phiên bản liên kết")
        constraints = [
            models.UniqueConstraint(fields=["link", "number"], name="linkversion_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} v{self.number} {self.deed}"


class LinkHost(models.Model):
    """A host that an organisation's links may lead to, once an authority has looked at it."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("chờ duyệt")
        APPROVED = "approved", _("đã duyệt")
        REFUSED = "refused", _("không duyệt")
        REVOKED = "revoked", _("đã rút")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("tổ chức")
    )
    host = models.CharField(_("tên máy"), max_length=LONGEST_HOST)  # lower case, port if any
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.REQUESTED
    )
    reason = models.CharField(_("lý do"), max_length=LONGEST_TITLE, blank=True)
    requested_at = models.DateTimeField(_("đề nghị lúc"), default=timezone.now)
    requested_by = models.CharField(_("người đề nghị"), max_length=200)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    decided_by = models.CharField(_("người quyết định"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("tên miền đích")
        verbose_name_plural = _("tên miền đích")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "host"], name="linkhost_once"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "approved", "refused", "revoked"]),
                name="linkhost_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="requested", decided_at__isnull=True)
                | (~Q(state="requested") & Q(decided_at__isnull=False)),
                name="linkhost_decided_or_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} ({self.state})"


class LinkState(models.Model):
    """One row: how often anything that decides where codes lead was changed, for processes that keep
    answers.
    Raised inside the verb's transaction; links change rarely, so waiting for the row is no loss."""

    version = models.PositiveBigIntegerField(_("số lần thay đổi"), default=0)

    class Meta:
        verbose_name = _("số lần liên kết thay đổi")
        verbose_name_plural = _("số lần liên kết thay đổi")

    def __str__(self) -> str:
        return str(self.version)


class Forwarding(models.Model):
    """Keys of a company prefix that another resolver answers for: /01/.. here -> `stem`/01/.. there."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("tổ chức")
    )
    prefix = models.CharField(_("mã doanh nghiệp GS1"), max_length=12)
    stem = models.CharField(_("gốc địa chỉ"), max_length=LONGEST_HREF)  # "https://cu.example"
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("gỡ lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("chuyển tiếp theo mã doanh nghiệp")
        verbose_name_plural = _("chuyển tiếp theo mã doanh nghiệp")
        constraints = [
            models.UniqueConstraint(
                fields=["prefix"],
                condition=Q(withdrawn_at__isnull=True),
                name="forwarding_prefix_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} -> {self.stem}"


class PrintedRange(models.Model):
    """Codes that were printed, so that they can be watched: a few of them stand for all.

    `samples` are whole addresses as printed, one of the first, one of the last and some between.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("tổ chức")
    )
    name = models.CharField(_("tên đợt in"), max_length=LONGEST_TITLE)
    samples = models.JSONField(_("mã mẫu"))
    quantity = models.PositiveIntegerField(_("số tem"), null=True, blank=True)
    printed_on = models.DateField(_("ngày in"), null=True, blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("thôi theo dõi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("đợt in")
        verbose_name_plural = _("đợt in")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(withdrawn_at__isnull=True),
                name="printedrange_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Probe(models.Model):
    """What a check found at one address: of a link, or of a code in a printed range."""

    class Verdict(models.TextChoices):
        OK = "ok", _("mở được")
        DEAD = "dead", _("không mở được")
        EMPTY = "empty", _("trang trống")
        OFF_DOMAIN = "off-domain", _("dẫn ra ngoài tên miền đã duyệt")
        REFUSED = "refused", _("địa chỉ không được phép gọi")

    link = models.ForeignKey(
        Link, on_delete=models.CASCADE, null=True, related_name="probes", verbose_name=_("liên kết")
    )
    printed_range = models.ForeignKey(
        PrintedRange,
        on_delete=models.CASCADE,
        null=True,
        related_name="probes",
        verbose_name=_("đợt in"),
    )
    url = models.CharField(_("địa chỉ"), max_length=LONGEST_HREF)
    ended_at = models.CharField(_("đến địa chỉ"), max_length=LONGEST_HREF, blank=True)
    verdict = models.CharField(_("kết quả"), max_length=10, choices=Verdict.choices)
    status = models.PositiveSmallIntegerField(_("mã trạng thái"), default=0)
    detail = models.CharField(_("chi tiết"), max_length=LONGEST_TITLE, blank=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần thăm dò")
        verbose_name_plural = _("lần thăm dò")
        indexes = [
            # What did the last check say of this link, of this range?
            models.Index(fields=["link", "-at"], name="probe_of_link"),
            models.Index(fields=["printed_range", "-at"], name="probe_of_range"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(link__isnull=False, printed_range__isnull=True)
                | Q(link__isnull=True, printed_range__isnull=False),
                name="probe_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.url}"
