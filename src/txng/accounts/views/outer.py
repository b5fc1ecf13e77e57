"""In and out through the national identity provider, where one is set."""

from typing import Final

import structlog
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from txng.accounts import actions, limits, oidc, rules
from txng.accounts.access import public, signed_in
from txng.accounts.errors import AccountsError
from txng.accounts.guard import GuardedRequest
from txng.accounts.views.me import fresh
from txng.accounts.views.sign_in import address_of, agent_of, go_on, next_of
from txng.ui import notices

COOKIE: Final = "txng_outer"
SALT: Final = "txng.accounts.outer"
log = structlog.get_logger(__name__)


@public("Whoever has an account at the provider may come in by it")
@require_safe
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    return _leave(request, {"next": next_of(request)})


@signed_in(personal=True)
@fresh
@require_safe
def connect(request: GuardedRequest) -> HttpResponse:
    """The same way, to say whose identity opens this account from now on."""
    return _leave(request, {"connects": str(request.sign_in.session.pk)})


@signed_in(personal=True)
@fresh
@require_POST
def drop(request: GuardedRequest) -> HttpResponse:
    actions.drop_outer(by=request.actor, person=request.sign_in.session.person)
    notices.good(request, _("Đã gỡ tài khoản định danh."))
    return redirect("accounts:protection")


@public("The provider sends people back here; its word is checked", knows_actor=True)
@require_safe
@never_cache
def come_back(request: HttpRequest) -> HttpResponse:
    provider = oidc.provider()
    if provider is None:
        raise Http404
    try:
        limits.spend("sign-in from", address_of(request), rules.SIGN_IN_BY_ADDRESS)
        kept = signing.loads(
            request.COOKIES.get(COOKIE, "")[:4000], salt=SALT, max_age=oidc.MINUTES * 60
        )
        identity = oidc.finish(provider, _back(), request.GET.dict(), kept)
        answer = _use(request, identity, kept)
    except (signing.BadSignature, oidc.OuterError) as error:
        log.warning("outer_sign_in_refused", reason=str(error)[:200])
        notices.stop(
            request, _("Nơi định danh chưa xác nhận. Thử lại, hoặc đăng nhập bằng mật khẩu.")
        )
        answer = redirect("accounts:sign_in")
    except AccountsError as error:
        notices.stop(request, str(error))
        answer = redirect("accounts:sign_in")
    answer.delete_cookie(COOKIE, path=reverse("accounts:outer"), samesite="Lax")
    return answer


def _use(request: HttpRequest, identity: oidc.Identity, kept: dict[str, str]) -> HttpResponse:
    told = {"issuer": identity.issuer, "subject": identity.subject}
    if "connects" not in kept:
        session, secret = actions.sign_in_by_outer(
            has_two_factors=identity.has_two_factors, agent=agent_of(request), **told
        )
        return go_on(request, session, secret, kept.get("next", ""))
    found = request.sign_in  # type: ignore[attr-defined]  # set by the guard
    if found is None or found.is_looking or str(found.session.pk) != kept["connects"]:
        raise oidc.OuterError("another session")
    actions.connect_outer(by=found.self_, person=found.session.person, **told)
    notices.good(request, _("Đã nối tài khoản định danh. Lần sau đăng nhập bằng nó được."))
    return redirect("accounts:protection")


def _leave(request: HttpRequest, more: dict[str, str]) -> HttpResponse:
    provider = oidc.provider()
    if provider is None:
        raise Http404
    try:
        address, kept = oidc.begin(provider, _back())
    except oidc.OuterError as error:
        log.warning("outer_sign_in_away", reason=str(error)[:200])
        notices.stop(
            request, _("Nơi định danh không trả lời. Thử lại sau, hoặc đăng nhập bằng mật khẩu.")
        )
        return redirect("accounts:sign_in")
    answer = HttpResponseRedirect(address)
    answer.set_cookie(
        COOKIE,
        signing.dumps(kept | more, salt=SALT),
        max_age=oidc.MINUTES * 60,
        path=reverse("accounts:outer"),
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _back() -> str:
    return f"{settings.BASE_URL}{reverse('accounts:outer_back')}"
