"""The guard in front of every view for people: reads its mark, knows who is signed in, lets in or refuses.

    GET /thanh-vien ──> mark: RequiresRight("accounts.members")
                          │ nobody signed in            ──> /dang-nhap?next=/thanh-vien
                          │ owes the second factor      ──> /toi/bao-ve
                          │ lacks the right             ──> 403
                          └ request.actor = Actor(...)  ──> the view

A public view costs no query and sets nothing that depends on a cookie: its answer may be kept for
everybody. What only some may see is never kept by anybody (`Cache-Control: no-store`), so the Back
button of a shared computer shows nothing after signing out.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.accounts import actions, cookies, queries
from txng.accounts.access import Access, Public, RequiresRight, SignedIn, access_of
from txng.accounts.actors import Actor

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
WHILE_LOOKING: Final = frozenset({"accounts:stop_looking", "accounts:sign_out"})
"""Routes that may be posted to while one looks at the system as another person."""


class GuardedRequest(HttpRequest):
    """What a view marked with `requires_right` or `signed_in` gets: somebody is always there."""

    actor: Actor
    sign_in: queries.SignedIn


class Guard:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined]
        request.sign_in = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.sign_in is not None:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        mark = access_of(view)
        if isinstance(mark, Public) and not mark.knows_actor:
            return None
        found = queries.signed_in(cookies.secret_of(request))
        if found is not None and found.is_looking and found.has_looked_long_enough:
            actions.stop_looking(by=found.self_, session=found.session)
            found = queries.actor_of(found.session)
        if found is not None:
            request.sign_in = found  # type: ignore[attr-defined]
            request.actor = found.actor  # type: ignore[attr-defined]
            actions.note_seen(found.session)
        if isinstance(mark, Public):
            return None
        if found is None:
            return _to_sign_in(request)
        return _refusal(request, mark, found)


def _refusal(
    request: HttpRequest, mark: Access | None, found: queries.SignedIn
) -> HttpResponseBase | None:
    """None lets the request in. Raises PermissionDenied."""
    if found.is_looking and request.method not in SAFE and _route(request) not in WHILE_LOOKING:
        raise PermissionDenied
    if isinstance(mark, SignedIn) and not (mark.is_personal and found.is_looking):
        return None
    if isinstance(mark, RequiresRight):
        if found.actor.may(mark.right):
            return None
        if found.owes_second_factor and not found.is_looking:
            return _answer(request, reverse("accounts:protection"), 403)
    raise PermissionDenied  # a mark for machines, or none: closed


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return "" if match is None else match.view_name


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    wanted = request.get_full_path() if request.method in SAFE else _page_before(request)
    asked = f"?{urlencode({'next': wanted})}" if wanted else ""
    return _answer(request, reverse("accounts:sign_in") + asked, 401)


def _page_before(request: HttpRequest) -> str:
    """The page of ours whose button was pressed: many addresses take a POST and show nothing."""
    told: str = request.headers.get("Referer", "")
    ours: str = settings.BASE_URL
    return told.removeprefix(ours) if told.startswith(f"{ours}/") else ""


def _answer(request: HttpRequest, address: str, status: int) -> HttpResponse:
    """A page to go to; for a program that asked for JSON a problem (RFC 9457)."""
    if not request.headers.get("Accept", "").startswith("application/json"):
        found: HttpResponse = HttpResponseRedirect(address)
        found.headers["Cache-Control"] = "no-store, private"
        return found
    title = _("Cần đăng nhập") if status == 401 else _("Cần lớp bảo vệ thứ hai")
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "signIn": address},
        status=status,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store, private"},
    )


def for_page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `actor`, and `sign_in` with the session and whether one looks as another."""
    return {
        "actor": getattr(request, "actor", None),
        "sign_in": getattr(request, "sign_in", None),
    }
