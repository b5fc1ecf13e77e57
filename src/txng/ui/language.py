"""Which language a page speaks.

    ?lang=en  >  cookie  >  Accept-Language  >  vi

`?lang=` is remembered in the cookie, so a visitor chooses once; a link with `?lang=en` can be printed on
a label for export. Without cookies (webviews) the rest still works.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

PARAMETER = "lang"
ONE_YEAR_S = 365 * 24 * 3600


def supported(code: str) -> str | None:
    """The language we have for a tag: "en-AU" is answered by "en"; None when we have neither."""
    code = code.lower()
    names = dict(settings.LANGUAGES)
    return next((known for known in (code, code.partition("-")[0]) if known in names), None)


def language_of(request: HttpRequest) -> str:
    wishes = [
        request.GET.get(PARAMETER, ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        *(tag for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))),
    ]
    return next((known for wish in wishes if (known := supported(wish))), settings.LANGUAGE_CODE)


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
