"""Questions about articles.

Whoever writes sees the articles of their own organisation; whoever reviews sees all. Everybody reads what was
approved, from its moment on, unless it was withdrawn.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.documents import storage
from txng.documents.models import Attachment
from txng.outreach.models import (
    Article,
    ArticleDraft,
    ArticlePicture,
    ArticleVersion,
    ArticleWord,
)
from txng.outreach.rules import REVIEW, WRITE
from txng.outreach.rules import articles as rules
from txng.ui import search

SUBJECT = "outreach.article"


def articles(actor: Actor) -> QuerySet[Article]:
    rows = Article.objects.select_related("latest", "shown", "organisation")
    if actor.may(REVIEW):
        return rows
    if not actor.may(WRITE) or actor.organisation_id is None:
        return rows.none()
    return rows.filter(organisation_id=actor.organisation_id)


def article(actor: Actor, number: int) -> Article | None:
    return articles(actor).filter(pk=number).first()


def standing_is(rows: QuerySet[Article], value: str) -> QuerySet[Article]:
    now = timezone.now()
    if value == rules.SCHEDULED:
        return rows.filter(state=rules.APPROVED, publish_at__gt=now)
    if value == rules.PUBLISHED:
        return rows.filter(state=rules.APPROVED, publish_at__lte=now)
    return rows.filter(state=value)


def standing(one: Article) -> str:
    return rules.standing(one.state, one.shown_id is not None, one.publish_at, timezone.now())


def versions(one: Article) -> QuerySet[ArticleVersion]:
    """Of an article that the actor may see, newest first."""
    return ArticleVersion.objects.filter(article=one).select_related("group").order_by("-number")


def version(one: Article, number: int) -> ArticleVersion | None:
    return versions(one).filter(number=number).first()


def draft_of(actor: Actor, one: Article) -> ArticleDraft | None:
    """What the page saved by itself while this person typed."""
    return ArticleDraft.objects.filter(article=one, person=actor.name).first()


def pictures(one: Article) -> list[ArticlePicture]:
    rows = ArticlePicture.objects.filter(article=one, attachment__removed_at__isnull=True)
    return list(rows.select_related("attachment").order_by("number"))


def picture(one: Article, number: int) -> ArticlePicture | None:
    return next((each for each in pictures(one) if each.number == number), None)


def alternative_texts(one: Article) -> Mapping[int, str]:
    return {each.number: each.alt for each in pictures(one)}


def path_of(attachment: Attachment) -> Path:
    return storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, attachment.pk)


def content_of(attachment: Attachment) -> bytes | None:
    path = path_of(attachment)
    return path.read_bytes() if path.exists() else None


def matching(rows: QuerySet[Article], text: str) -> search.Found:
    """Among articles of one's work: by the words of what is shown, and of what is being written."""
    return search.matching(rows, ArticleWord, text)


# --- for everybody --------------------------------------------------------------------------------


def published(user: object, now: datetime | None = None) -> QuerySet[Article]:
    """What the public reads at this moment, newest first."""
    rows = Article.objects.filter(
        shown__isnull=False, withdrawn_at__isnull=True, publish_at__lte=now or timezone.now()
    )
    return rows.select_related("shown__group", "organisation").order_by("-publish_at", "-pk")


def news(user: object, kind: str = "") -> QuerySet[Article]:
    """News and features, without guides."""
    rows = published(user).exclude(kind=rules.GUIDE)
    return rows.filter(kind=kind) if kind in (rules.NEWS, rules.FEATURE) else rows


def public_article(user: object, slug: str) -> Article | None:
    return published(user).filter(slug=slug).first()


def is_withdrawn(user: object, slug: str) -> bool:
    """Whether this address once showed something that was taken back since."""
    return Article.objects.filter(slug=slug, withdrawn_at__isnull=False).exists()


def public_picture(user: object, attachment: int) -> ArticlePicture | None:
    """A picture of something that the public reads now."""
    return (
        ArticlePicture.objects.filter(
            attachment=attachment,
            attachment__removed_at__isnull=True,
            article__in=published(user).values("pk"),
        )
        .select_related("attachment")
        .first()
    )


def matching_published(user: object, text: str, most: int) -> list[Article]:
    """News, features and guides that have every word, newest first."""
    return list(search.matching(published(user), ArticleWord, text).rows[:most])


def articles_published(user: object, since: date, until: date) -> QuerySet[Article]:
    """What went to the public within these days (both counted), whatever became of it since. Anybody may
    ask: it was told to the public."""
    first, last = (
        timezone.make_aware(datetime.combine(day, datetime.min.time()))
        for day in (since, until + timedelta(days=1))
    )
    now = timezone.now()
    rows = Article.objects.filter(
        shown__isnull=False, publish_at__gte=first, publish_at__lt=min(last, now)
    )
    return rows.select_related("shown", "organisation").order_by("publish_at", "pk")
