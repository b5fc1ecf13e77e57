"""{% page_frame as frame %}: what the frame says about itself: our address, languages, version.

The frame links to named routes of the rooms above: resolver:home, resolver:look_up, resolver:help and
resolver:accessibility; where a room is missing, so is its link. `menu` comes from conf/menu.py.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from txng import __version__
from txng.ui.language import PARAMETER

register = template.Library()


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """`href` is relative ("?lang=en"): it keeps the path as the browser has it, %2F included."""

    code: str
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    host: str  # of TXNG_BASE_URL: what the address bar should show
    version: str
    base: str  # TXNG_BASE_URL
    address: str  # of this page, without its query
    languages: tuple[LanguageLink, ...]


def language_links(request: HttpRequest | None) -> tuple[LanguageLink, ...]:
    links = []
    for code, name in settings.LANGUAGES:
        query = QueryDict(mutable=True) if request is None else request.GET.copy()
        query[PARAMETER] = code
        href = f"?{query.urlencode()}"
        links.append(LanguageLink(code, str(name), href, code == get_language()))
    return tuple(links)


@register.simple_tag(takes_context=True)
def page_frame(context: dict[str, Any]) -> Frame:
    host = urlsplit(settings.BASE_URL).netloc
    request = context.get("request")
    path = "/" if request is None else quote(request.path)
    return Frame(
        host,
        __version__,
        settings.BASE_URL,
        f"{settings.BASE_URL}{path}",
        language_links(request),
    )
