"""News and features for everybody: the list, an article, its pictures, RSS."""

from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import public
from txng.outreach.models import Article
from txng.outreach.queries import articles as queries
from txng.outreach.rules import AUDIENCES, markup
from txng.outreach.rules import articles as rules
from txng.outreach.rules.markup import Picture
from txng.outreach.views.shared import ANYONE, sent_file, whole
from txng.ui.answering import found

A_PAGE: Final = 20
MOST_PAGES: Final = 500
IN_RSS: Final = 30


@public("News is for everybody")
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("loai", "")
    page = whole(request.GET.get("trang", ""), 1, MOST_PAGES, 1)
    first = (page - 1) * A_PAGE
    rows = list(queries.news(ANYONE, kind)[first : first + A_PAGE + 1])
    kinds = [(word, _(rules.KINDS[word])) for word in (rules.NEWS, rules.FEATURE)]
    values = {
        "rows": rows[:A_PAGE],
        "kind": kind if kind in dict(kinds) else "",
        "kinds": kinds,
        "page": page,
        "previous": page - 1,
        "next": page + 1 if len(rows) > A_PAGE and page < MOST_PAGES else 0,
    }
    return render(request, "outreach/news.html", values)


@public("News is for everybody")
@require_safe
def read(request: HttpRequest, slug: str) -> HttpResponse:
    one = queries.public_article(ANYONE, slug)
    if one is None:
        if queries.is_withdrawn(ANYONE, slug):
            return render(request, "outreach/gone.html", status=410)
        return found(one)  # raises Http404
    version = found(one.shown)
    told = told_publicly(one)
    first = next(iter(told["pictures"].values()), None)
    values = {
        "one": one,
        "version": version,
        "told": told,
        "kind": one.get_kind_display(),
        "audience": _(AUDIENCES[version.audience]) if version.audience else "",
        "base": settings.BASE_URL,
        "address": settings.BASE_URL + reverse("outreach:read", args=[slug]),
        "image": settings.BASE_URL + first.source if first else "",
        "image_alt": first.alt if first else "",
        "is_guide": one.kind == rules.GUIDE,
    }
    return render(request, "outreach/read.html", values)


def told_publicly(one: Article) -> dict[str, Any]:
    """What outreach/told.html draws: the shown version, its pictures under their public addresses."""
    is_english = bool(one.shown and one.shown.is_shown_in_english)
    pictures = {
        each.number: Picture(
            reverse("outreach:public_picture", args=[each.attachment_id]),
            (each.alt_en or each.alt) if is_english else each.alt,
        )
        for each in queries.pictures(one)
    }
    return {"version": one.shown, "pictures": pictures}


@public("Pictures of published news are for everybody")
@require_safe
def public_picture(request: HttpRequest, number: int) -> HttpResponse:
    kept = found(queries.public_picture(ANYONE, number))
    answer = sent_file(kept.attachment, inline=True)
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@public("News readers ask for it without an account")
@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    """RSS 2.0, in Vietnamese, the newest ones."""
    rows = list(queries.news(ANYONE)[:IN_RSS])
    base = settings.BASE_URL
    own = base + reverse("outreach:rss")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>',
        f"<title>{escape('Truy xuất nguồn gốc Lâm Đồng: tin')}</title>",
        f"<link>{escape(base + reverse('outreach:news'))}</link>",
        "<description>Tin, bài về truy xuất nguồn gốc ở Lâm Đồng</description>",
        "<language>vi</language>",
        f'<atom:link href="{escape(own)}" rel="self" type="application/rss+xml"/>',
        *(_item(one, base) for one in rows),
        "</channel></rss>",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="application/rss+xml; charset=utf-8")


def _item(one: Article, base: str) -> str:
    version, at = one.shown, one.publish_at
    if version is None or at is None:
        return ""
    address = escape(base + reverse("outreach:read", args=[one.slug]))
    return (
        f"<item><title>{_plain(version.title)}</title><link>{address}</link>"
        f'<guid isPermaLink="true">{address}</guid><pubDate>{_moment(at)}</pubDate>'
        f"<category>{_plain(rules.KINDS[one.kind])}</category>"
        f"<description>{_plain(version.summary or markup.plain(version.body)[:300])}</description></item>"
    )


def _plain(text: str) -> str:
    """For XML 1.0: escaped, without the signs that it forbids."""
    return escape("".join(sign for sign in text if sign >= " " or sign in "\n\t"))


def _moment(at: datetime) -> str:
    return format_datetime(at)
