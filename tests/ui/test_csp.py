from django.http import HttpRequest, HttpResponse

from txng.ui.csp import HEADER, NONE, SELF, ContentSecurityPolicy


def answer(response: HttpResponse) -> str:
    return ContentSecurityPolicy(lambda _request: response)(HttpRequest()).headers[HEADER]


def test_nothing_is_loaded_from_elsewhere_and_nothing_inline():
    policy = answer(HttpResponse())
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "//" not in policy


def test_the_policy_is_a_setting_of_django_6(settings):
    settings.SECURE_CSP = {"default-src": [NONE], "script-src": [SELF]}
    assert answer(HttpResponse()) == "default-src 'none'; script-src 'self'"


def test_a_page_that_needs_more_says_so_itself():
    assert answer(HttpResponse(headers={HEADER: "default-src 'self'"})) == "default-src 'self'"
