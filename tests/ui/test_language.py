import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from txng.ui.language import LanguageMiddleware


def visit(query: str = "", cookie: str = "", accept: str = "") -> HttpResponse:
    """The body says which language the view was given."""
    request = RequestFactory().get(f"/{query}", headers={"Accept-Language": accept})
    if cookie:
        request.COOKIES["django_language"] = cookie
    return LanguageMiddleware(lambda _request: HttpResponse(get_language()))(request)


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "spoken"),
    [
        ("", "", "", "vi"),
        ("", "", "en-AU,en;q=0.9", "en"),
        ("", "", "de,en;q=0.5", "en"),
        ("", "", "de,fr", "vi"),
        ("", "", "ko-KR,en;q=0.5", "ko"),
        ("", "", "ja", "ja"),
        ("", "", "zh-TW", "zh-hans"),
        ("?lang=zh-CN", "ja", "vi", "zh-hans"),
        ("", "vi", "en", "vi"),
        ("?lang=en", "vi", "vi", "en"),
        ("?lang=xx", "", "en", "en"),
        ("?lang=" + "x" * 5000, "../../etc", ";;;q=", "vi"),
    ],
)
def test_a_wish_beats_the_cookie_and_the_cookie_beats_the_browser(query, cookie, accept, spoken):
    response = visit(query, cookie, accept)
    assert response.content.decode() == spoken
    assert response.headers["Content-Language"] == spoken
    assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_a_chosen_language_is_remembered():
    cookie = visit("?lang=en").cookies["django_language"]
    assert cookie.value == "en"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_language_we_lack_is_not_remembered():
    assert not visit("?lang=de").cookies
    assert not visit(accept="en").cookies
