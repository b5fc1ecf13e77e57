"""Articles: news, features and guides, every version of them, and their pictures."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import Organisation
from txng.documents.models import Attachment
from txng.outreach import rules
from txng.outreach.rules import articles, markup
from txng.products.models import ProductGroup
from txng.ui import search


def is_asked_in_english() -> bool:
    """Whether the reader of this page asks for English: what has none is told in Vietnamese."""
    return (get_language() or "vi").startswith("en")


class Article(models.Model):
    """One article. Its words stand in versions: `latest` is what is worked on, `shown` what the public reads.

    `shown` is read by the public from `publish_at` on, unless it was withdrawn. `guide` names the packaged
    guide whose place the article takes. Never deleted: addresses stay in the world.
    """

    class Kind(models.TextChoices):
        NEWS = articles.NEWS, _("Tin")
        FEATURE = articles.FEATURE, _("Bài điển hình, chuyên đề")
        GUIDE = articles.GUIDE, _("Hướng dẫn")

    class State(models.TextChoices):
        DRAFT = articles.DRAFT, _("Bản nháp")
        REVIEW = articles.REVIEW, _("Chờ duyệt")
        APPROVED = articles.APPROVED, _("Đã duyệt")
        WITHDRAWN = articles.WITHDRAWN, _("Đã rút")

    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    slug = models.SlugField(_("địa chỉ"), max_length=100, blank=True)
    guide = models.CharField(_("thay hướng dẫn có sẵn"), max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("của")
    )
    latest = models.ForeignKey(
        "ArticleVersion",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("bản mới nhất"),
    )
    shown = models.ForeignKey(
        "ArticleVersion",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("bản đang đăng"),
    )
    publish_at = models.DateTimeField(_("đăng từ lúc"), null=True)
    submitted_by = models.CharField(_("người gửi duyệt"), max_length=200, blank=True)
    approved_by = models.CharField(_("người duyệt"), max_length=200, blank=True)
    said = models.CharField(_("lý do trả lại"), max_length=rules.LONGEST_REASON, blank=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True)
    withdrawn_by = models.CharField(_("người rút"), max_length=200, blank=True)
    reason = models.CharField(_("lý do rút"), max_length=rules.LONGEST_REASON, blank=True)
    created_at = models.DateTimeField(_("bắt đầu viết lúc"), default=timezone.now)
    updated_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tin bài")
        verbose_name_plural = _("tin bài")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=tuple(articles.KINDS)), name="article_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=articles.STATES), name="article_state_known"
            ),
            models.CheckConstraint(
                condition=Q(shown__isnull=True)
                | (Q(publish_at__isnull=False) & ~Q(slug="") & ~Q(approved_by="")),
                name="article_shown_is_approved",
            ),
            models.CheckConstraint(
                condition=(Q(withdrawn_at__isnull=True) & Q(reason=""))
                | (Q(withdrawn_at__isnull=False) & ~Q(reason="") & ~Q(withdrawn_by="")),
                name="article_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=~Q(slug=""), name="article_one_for_an_address"
            ),
            models.UniqueConstraint(
                fields=["guide"], condition=~Q(guide=""), name="article_one_for_a_guide"
            ),
        ]
        indexes = [
            # what was worked on last?
            models.Index(fields=["updated_at", "id"], name="article_by_change"),
            # what does the public read, newest first?
            models.Index(fields=["kind", "publish_at"], name="article_by_publication"),
        ]

    def __str__(self) -> str:
        return self.latest.title if self.latest else str(self.pk)


class ArticleVersion(models.Model):
    """The words of an article as they were saved; never changed."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="versions", verbose_name=_("tin bài")
    )
    number = models.PositiveIntegerField(_("bản"))
    title = models.CharField(_("đầu đề"), max_length=rules.LONGEST_TITLE)
    summary = models.CharField(_("tóm tắt"), max_length=articles.LONGEST_SUMMARY, blank=True)
    body = models.TextField(_("bài"), max_length=markup.LONGEST_BODY, blank=True)
    title_en = models.CharField(_("đầu đề tiếng Anh"), max_length=rules.LONGEST_TITLE, blank=True)
    summary_en = models.CharField(
        _("tóm tắt tiếng Anh"), max_length=articles.LONGEST_SUMMARY, blank=True
    )
    body_en = models.TextField(_("bài tiếng Anh"), max_length=markup.LONGEST_BODY, blank=True)
    video = models.CharField(_("video"), max_length=articles.LONGEST_ADDRESS, blank=True)
    transcript = models.TextField(
        _("lời của video"), max_length=articles.LONGEST_TRANSCRIPT, blank=True
    )
    group = models.ForeignKey(
        ProductGroup, models.PROTECT, null=True, related_name="+", verbose_name=_("nhóm sản phẩm")
    )
    audience = models.CharField(_("đối tượng"), max_length=20, blank=True)
    clause = models.CharField(
        _("điều khoản của Kế hoạch"), max_length=rules.LONGEST_CLAUSE, blank=True
    )
    saved_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)
    saved_by = models.CharField(_("người lưu"), max_length=200)

    class Meta:
        verbose_name = _("bản của tin bài")
        verbose_name_plural = _("bản của tin bài")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="articleversion_once"),
            models.CheckConstraint(condition=~Q(title=""), name="articleversion_has_a_title"),
            models.CheckConstraint(
                condition=Q(audience__in=("", *rules.AUDIENCES)), name="articleversion_audience"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def told(self, name: str) -> str:
        """`name`: title, summary or body, in English where the reader asks for it and it is there."""
        is_english = self.is_shown_in_english
        return str(getattr(self, f"{name}_en" if is_english else name) or getattr(self, name))

    @property
    def is_shown_in_english(self) -> bool:
        return is_asked_in_english() and bool(self.body_en)


class ArticleDraft(models.Model):
    """What somebody was typing when the page saved it by itself; gone once it is saved or dropped.

    `base` is the number of the version that was being changed.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="drafts", verbose_name=_("tin bài")
    )
    person = models.CharField(_("người viết"), max_length=200)
    base = models.PositiveIntegerField(_("sửa từ bản"))
    values = models.JSONField(_("nội dung"))
    saved_at = models.DateTimeField(_("tự lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bản tự lưu")
        verbose_name_plural = _("bản tự lưu")
        constraints = [
            models.UniqueConstraint(fields=["article", "person"], name="articledraft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.person}"


class ArticlePicture(models.Model):
    """A picture of an article. `number` is what its text calls it; `alt` tells it to who cannot see it."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="pictures", verbose_name=_("tin bài")
    )
    number = models.PositiveIntegerField(_("hình"))
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="+", verbose_name=_("tệp")
    )
    alt = models.CharField(_("lời tả"), max_length=articles.LONGEST_ALT, blank=True)
    alt_en = models.CharField(_("lời tả tiếng Anh"), max_length=articles.LONGEST_ALT, blank=True)
    credit = models.CharField(_("ảnh của"), max_length=articles.LONGEST_ALT, blank=True)

    class Meta:
        verbose_name = _("hình của tin bài")
        verbose_name_plural = _("hình của tin bài")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="articlepicture_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"


class ArticleWord(search.Word):
    """Folded words of what the public reads of an article."""

    of = models.ForeignKey(Article, models.CASCADE, related_name="words", db_index=False)

    class Meta(search.Word.Meta):
        indexes = search.indexes("articleword")
        constraints = search.constraints("articleword")
