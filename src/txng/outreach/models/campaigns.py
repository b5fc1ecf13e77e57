"""Campaigns: what is planned by channel, and the evidence of what was told."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.outreach import rules
from txng.outreach.rules import articles, campaigns
from txng.parties.models import Agency
from txng.products.models import ProductGroup


class Channel(models.TextChoices):
    CONFERENCE = "hoi-nghi", _("Hội nghị")
    WORKSHOP = "hoi-thao", _("Hội thảo")
    PRESS = "bao-viet", _("Báo viết")
    BROADCAST = "bao-hinh", _("Báo hình, phát thanh")
    WEB = "trang-tin", _("Trang tin điện tử")
    SPECIAL = "chuyen-de", _("Chuyên đề báo, đài")
    REPORTAGE = "phong-su", _("Phóng sự")
    SOCIAL = "mang-xa-hoi", _("Mạng xã hội")
    BOARD = "pano", _("Pa nô, áp phích, tờ rơi")
    OTHER = "khac", _("Kênh khác")


class Campaign(models.Model):
    """A year's or a season's telling, led by one agency (Plan 6736, II.1, PL.1)."""

    year = models.PositiveSmallIntegerField(_("năm"))
    title = models.CharField(_("tên đợt"), max_length=rules.LONGEST_TITLE)
    goal = models.CharField(_("mục tiêu"), max_length=campaigns.LONGEST_GOAL, blank=True)
    clause = models.CharField(
        _("điều khoản của Kế hoạch"), max_length=rules.LONGEST_CLAUSE, blank=True
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("cơ quan chủ trì")
    )
    opened_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    opened_by = models.CharField(_("người lập"), max_length=200)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    class Meta:
        verbose_name = _("đợt tuyên truyền")
        verbose_name_plural = _("đợt tuyên truyền")
        constraints = [
            models.UniqueConstraint(fields=["year", "title", "agency"], name="campaign_once"),
            models.CheckConstraint(
                condition=Q(year__gte=campaigns.FIRST_YEAR, year__lte=campaigns.LAST_YEAR),
                name="campaign_within_the_plan",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="campaign_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"


class Activity(models.Model):
    """One line of a campaign's plan: a channel, an agency, to whom, when, how many times."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="activities", verbose_name=_("đợt")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("cơ quan thực hiện")
    )
    channel = models.CharField(_("kênh"), max_length=15, choices=Channel.choices)
    group = models.ForeignKey(
        ProductGroup, models.PROTECT, null=True, related_name="+", verbose_name=_("nhóm sản phẩm")
    )
    audience = models.CharField(_("đối tượng"), max_length=20, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    planned = models.PositiveIntegerField(_("số lần dự kiến"))
    note = models.CharField(_("ghi chú"), max_length=campaigns.LONGEST_NOTE, blank=True)
    planned_by = models.CharField(_("người lập"), max_length=200)

    class Meta:
        verbose_name = _("hoạt động tuyên truyền")
        verbose_name_plural = _("hoạt động tuyên truyền")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=tuple(campaigns.CHANNELS)), name="activity_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=("", *rules.AUDIENCES)), name="activity_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="activity_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=1, planned__lte=campaigns.MOST_PLANNED),
                name="activity_planned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.starts_on}"


class Evidence(models.Model):
    """Something that was told to the public, entered by the agency that did it.

    `reach` is how many people it reached, None where nobody knows. Struck rows stay, with the reason, and
    count nowhere. A clip lies in the attachments of "outreach.evidence".
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("cơ quan thực hiện")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="evidence",
        verbose_name=_("hoạt động trong kế hoạch"),
    )  # fmt: skip
    channel = models.CharField(_("kênh"), max_length=15, choices=Channel.choices)
    title = models.CharField(_("tên tin bài, hoạt động"), max_length=rules.LONGEST_TITLE)
    outlet = models.CharField(_("nơi đăng, nơi tổ chức"), max_length=campaigns.LONGEST_OUTLET)
    told_on = models.DateField(_("ngày"))
    link = models.CharField(_("liên kết"), max_length=articles.LONGEST_ADDRESS, blank=True)
    reach = models.PositiveIntegerField(_("số người tiếp cận"), null=True)
    group = models.ForeignKey(
        ProductGroup, models.PROTECT, null=True, related_name="+", verbose_name=_("nhóm sản phẩm")
    )
    audience = models.CharField(_("đối tượng"), max_length=20, blank=True)
    note = models.CharField(_("ghi chú"), max_length=campaigns.LONGEST_NOTE, blank=True)
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    recorded_by = models.CharField(_("người ghi"), max_length=200)
    struck_at = models.DateTimeField(_("gạch lúc"), null=True)
    struck_because = models.CharField(_("lý do gạch"), max_length=rules.LONGEST_REASON, blank=True)
    link_state = models.CharField(_("liên kết còn mở được"), max_length=10, blank=True)
    link_status = models.PositiveSmallIntegerField(_("trả lời của trang"), default=0)
    link_failures = models.PositiveSmallIntegerField(_("số lần hỏng liền"), default=0)
    # never NULL: what was not checked yet comes first
    link_check_at = models.DateTimeField(_("kiểm tra liên kết từ lúc"), default=timezone.now)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    class Meta:
        verbose_name = _("bằng chứng tuyên truyền")
        verbose_name_plural = _("bằng chứng tuyên truyền")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=tuple(campaigns.CHANNELS)), name="evidence_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=("", *rules.AUDIENCES)), name="evidence_audience_known"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(outlet=""), name="evidence_says_what_and_where"
            ),
            models.CheckConstraint(
                condition=Q(link_state__in=tuple(campaigns.LINKS)), name="evidence_link_state"
            ),
            models.CheckConstraint(
                condition=(Q(struck_at__isnull=True) & Q(struck_because=""))
                | (Q(struck_at__isnull=False) & ~Q(struck_because="")),
                name="evidence_struck_with_reason",
            ),
            models.UniqueConstraint(
                fields=["agency", "link"],
                condition=Q(struck_at__isnull=True) & ~Q(link=""),
                name="evidence_link_once",
            ),
        ]
        indexes = [
            # what was told in this year, newest first?
            models.Index(fields=["told_on", "id"], name="evidence_by_day"),
            # what has this agency told?
            models.Index(fields=["agency", "told_on"], name="evidence_by_agency"),
            # which links are to be tried next?
            models.Index(
                fields=["link_check_at"],
                condition=Q(struck_at__isnull=True) & ~Q(link=""),
                name="evidence_to_check",
            ),
        ]

    def __str__(self) -> str:
        return self.title
