"""What everybody reads: the portal, its search, guides, the press room, and the pages for machines.

/cong-thong-tin           the first page; /cong-thong-tin/tim searches news, guides, groups, lists, documents
/huong-dan/ca-phe         a guide
/bao-chi                  success stories with pictures, to print or as a zip
/tro-nang                 how accessible it is
/sitemap.xml /robots.txt  for search engines
"""

from typing import Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import public, requires_right
from txng.accounts.guard import GuardedRequest
from txng.outreach.queries import articles, guides, portal, press_kit
from txng.outreach.rules import AUDIENCES
from txng.outreach.views.news import told_publicly
from txng.outreach.views.shared import ANYONE
from txng.ui.answering import found, see

LATEST: Final = 4
MOST_STORIES: Final = 30
PUBLIC_ROUTES: Final = (
    ("resolver:home", ()), ("outreach:home", ()), ("outreach:news", ()), ("outreach:guides", ()),
    ("outreach:press", ()), ("outreach:feedback", ()), ("outreach:accessibility", ()),
    ("products:public_list", ("bat-buoc",)), ("products:public_list", ("uu-tien",)),
    ("support:start", ()), ("certification:published", ()), ("documents:library", ()),
    ("transparency:log", ()), ("resolver:help", ()), ("resolver:accessibility", ()),
)  # fmt: skip


def route(name: str, *args: str) -> str:
    """ "" for a page of a room that is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@public("What the system is shall be known to everybody")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    values = {
        "counts": portal.counts(ANYONE),
        "latest": list(articles.news(ANYONE)[:LATEST]),
        "groups": _groups_with_guides(),
        "library_url": route("documents:library"),
        "hotline": settings.HOTLINE or settings.SUPPORT_PHONE,
    }
    return render(request, "outreach/home.html", values)


def _groups_with_guides() -> list[tuple[object, str]]:
    """Product groups of the portal, each with the address of its guide or ""."""
    by_group = {one.group: one.code for one in guides.all_guides(ANYONE) if one.group and one.guide}
    found_codes = [
        (one, by_group.get(one.path) or by_group.get(one.path.partition("/")[0] + "/", ""))
        for one in portal.top_groups(ANYONE)
    ]
    return [
        (one, reverse("outreach:guide", args=[code]) if code else "") for one, code in found_codes
    ]


@public("Whoever looks for something may search")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    told = portal.found(ANYONE, text)
    return render(request, "outreach/search.html", {"text": text, "found": told})


@public("How to join is for everybody")
@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    every = guides.all_guides(ANYONE)
    values = {
        "joining": [one for one in every if not one.group],
        "by_group": [one for one in every if one.group],
    }
    return render(request, "outreach/guides.html", values)


@public("How to join is for everybody")
@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    one = found(guides.guide(ANYONE, code))
    if one.article is not None:
        return see(reverse("outreach:read", args=[one.article.slug]))
    packaged = found(one.guide)
    values = {
        "one": one,
        "audience": _(AUDIENCES[packaged.audience]) if packaged.audience else "",
        "documents": packaged.documents,
        "library_url": route("documents:library"),
        "others": [each for each in guides.all_guides(ANYONE) if each.code != code][:8],
    }
    return render(request, "outreach/guide.html", values)


@public("The press may tell what the province tells")
@require_safe
def press(request: HttpRequest) -> HttpResponse:
    stories = list(articles.news(ANYONE, "dien-hinh")[:MOST_STORIES])
    values = {
        "stories": [(one, told_publicly(one)) for one in stories],
        "hotline": settings.HOTLINE or settings.SUPPORT_PHONE,
        "base": settings.BASE_URL,
    }
    return render(request, "outreach/press.html", values)


@requires_right("outreach.write")
@require_safe
def press_zip(request: GuardedRequest) -> HttpResponse:
    """For people with an account: pictures make it heavy."""
    stories = list(articles.news(request.actor, "dien-hinh")[:MOST_STORIES])
    answer = HttpResponse(press_kit.written(stories), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="guong-dien-hinh.zip"'
    return answer


@public("The law asks for it in public")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "outreach/accessibility.html")


@public("Search engines read what everybody reads")
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    places = [(address, "") for name, args in PUBLIC_ROUTES if (address := route(name, *args))]
    every = guides.all_guides(ANYONE)
    places += [(reverse("outreach:guide", args=[one.code]), "") for one in every if not one.article]
    places += [
        (reverse("outreach:read", args=[one.slug]), one.publish_at.date().isoformat())
        for one in articles.published(ANYONE)[:2000]
        if one.publish_at is not None
    ]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for address, day in places:
        when = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(settings.BASE_URL + address)}</loc>{when}</url>")
    lines.append("</urlset>")
    return HttpResponse("\n".join(lines) + "\n", content_type="application/xml; charset=utf-8")


@public("Robots are told where they may read")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Pages at work carry noindex and ask for an account; answers to a number are nobody else's business."""
    lines = (
        "User-agent: *",
        "Disallow: /gop-y/theo-doi",
        "Disallow: /bao-nghi-ngo",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
