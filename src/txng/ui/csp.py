"""Content-Security-Policy: what a page of ours may load, sent with every answer.

    SECURE_CSP = {"default-src": [NONE], "script-src": [SELF]}
    ->  Content-Security-Policy: default-src 'none'; script-src 'self'

Without the setting the policy is STRICT. It has the name and the shape of Django 6's, so that this file
can go when we get there. A view that needs more sets the header itself, and its answer is left alone.
"""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER = "Content-Security-Policy"
NONE, SELF, DATA = "'none'", "'self'", "data:"

STRICT: Mapping[str, Sequence[str]] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],  # no style="" either: what a user typed can never paint over a notice
    "img-src": [SELF, DATA],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


def header_value(policy: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(" ".join((directive, *sources)) for directive, sources in policy.items())


class ContentSecurityPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.value = header_value(getattr(settings, "SECURE_CSP", STRICT))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.value)
        return response
