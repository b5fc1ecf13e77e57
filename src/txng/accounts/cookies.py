"""The cookie of a session: its secret, and nothing that can be read."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HOST_PREFIX: Final = "__Host-"
"""A browser takes such a cookie only over TLS and from this very host, never from a neighbour's."""
NAME: Final = "txng_session"


def name() -> str:
    return HOST_PREFIX + NAME if settings.CSRF_COOKIE_SECURE else NAME


def secret_of(request: HttpRequest) -> str:
    return request.COOKIES.get(name(), "")[:64]


def give(response: HttpResponseBase, secret: str, until: datetime) -> None:
    """JavaScript cannot read it, and other sites' forms do not send it."""
    response.set_cookie(
        name(),
        secret,
        expires=until,
        path="/",
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_away(response: HttpResponseBase) -> None:
    response.delete_cookie(name(), path="/", samesite="Lax")
