"""Which language a page speaks: vi, en, zh-hans, ja, ko.

    ?lang=en  >  cookie  >  Accept-Language  >  vi

`?lang=` is remembered in the cookie, so a visitor chooses once; a link with `?lang=en` can be printed on
a label for export. The cookie is functional: it holds the two letters of the choice and nothing by which
anybody could be told from others. An address alone would lose the choice at the next scan, because a
label cannot know it. Without cookies (webviews) the address and Accept-Language still work.
"""

from collections.abc import Callable
from functools import cache, lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

PARAMETER = "lang"
ONE_YEAR_S = 365 * 24 * 3600


@cache
def _names() -> frozenset[str]:
    return frozenset(code for code, _name in settings.LANGUAGES)


@lru_cache(maxsize=256)
def supported(code: str) -> str | None:
    """The language we have for a tag: "en-AU" is answered by "en", every Chinese by simplified
    characters; None when we have none."""
    code = code.lower()
    first = code.partition("-")[0]
    if first == "zh":
        code = "zh-hans"
    return next((known for known in (code, first) if known in _names()), None)


@lru_cache(maxsize=4096)
def chosen(parameter: str, cookie: str, accept: str) -> str:
    """The language of a page for what the address, the cookie and Accept-Language say."""
    wishes = [parameter, cookie, *(tag for tag, _ in parse_accept_lang_header(accept))]
    return next((known for wish in wishes if (known := supported(wish))), settings.LANGUAGE_CODE)


def language_of(request: HttpRequest) -> str:
    return chosen(
        request.GET.get(PARAMETER, "")[:20],
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")[:20],
        request.headers.get("Accept-Language", "")[:500],
    )


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        try:
            response = self.get_response(request)
        finally:
            translation.deactivate()  # the thread serves somebody else next
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if supported(request.GET.get(PARAMETER, "")):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=ONE_YEAR_S,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response
