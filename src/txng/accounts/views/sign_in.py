"""Signing in and out.

/dang-nhap ──password──> half a session ──> /dang-nhap/lop-hai ──code or key──> the whole session
     │                   (no second factor: the whole at once)
     └──passkey alone (needs JavaScript)──────────────────────────────────────> the whole session
"""

import json
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.accounts import actions, cookies, known, oidc, queries
from txng.accounts.access import public, signed_in
from txng.accounts.errors import AccountsError, TooOftenError, WrongCredentialsError
from txng.accounts.forms import CodeForm, SignInForm
from txng.accounts.guard import GuardedRequest
from txng.accounts.models import Session
from txng.ui import notices

LONGEST_ANSWER: Final = 20_000  # of a passkey, in bytes of JSON


@public("Whoever has an account must be able to reach the door")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            session, secret = actions.sign_in(
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                address=address_of(request),
                agent=agent_of(request),
            )
        except (WrongCredentialsError, TooOftenError) as error:
            form.refuse(None, str(error))
            status = 429 if isinstance(error, TooOftenError) else 400
        else:
            return go_on(request, session, secret, next_of(request))
    elif form.is_bound:
        status = 400
    return render(
        request,
        "accounts/sign_in.html",
        {"form": form, "next": next_of(request), "provider": oidc.provider()},
        status=status,
    )


@public("Between the password and the second factor nobody is signed in yet")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    half = queries.session_of(cookies.secret_of(request), is_whole=False)
    if half is None:
        return to_sign_in(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["code"]
        prove = (
            actions.prove_by_totp
            if typed.replace(" ", "").isdigit()
            else actions.prove_by_recovery_code
        )
        try:
            session, secret = prove(session=half, typed=typed)
        except (WrongCredentialsError, TooOftenError) as error:
            form.refuse("code", str(error))
        else:
            return go_on(request, session, secret, next_of(request))
    values = {
        "form": form,
        "next": next_of(request),
        "factors": queries.factors_of(half.person_id),
    }
    return render(
        request, "accounts/second_step.html", values, status=400 if form.is_bound else 200
    )


@public("The challenge for a passkey is random and opens nothing")
@require_POST
@never_cache
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    half = queries.session_of(cookies.secret_of(request), is_whole=False)
    options, state = actions.sign_in_challenge(session=half)
    return JsonResponse({"options": options, "state": state})


@public("Whoever signs the challenge with an enrolled key is that person")
@require_POST
@never_cache
def passkey_answer(request: HttpRequest) -> HttpResponse:
    told = json_of(request)
    signed = told.get("answer")
    half = queries.session_of(cookies.secret_of(request), is_whole=False)
    try:
        session, secret = actions.prove_by_passkey(
            session=half,
            state=str(told.get("state", "")),
            answer=signed if isinstance(signed, dict) else {},
            address=address_of(request),
            agent=agent_of(request),
        )
    except AccountsError as error:
        return JsonResponse({"sentence": str(error)}, status=400)
    wanted = str(told.get("next", ""))
    answer = JsonResponse({"next": wanted if _is_ours(wanted) else first_page_of(session)})
    hand_over(request, answer, session, secret)
    return answer


@signed_in
@require_POST
def sign_out(request: GuardedRequest) -> HttpResponse:
    found = request.sign_in
    actions.end_session(by=found.self_, session=found.session)
    notices.good(request, _("Đã đăng xuất khỏi thiết bị này."))
    answer = HttpResponseRedirect(reverse("accounts:sign_in"))
    cookies.take_away(answer)
    rotate_token(request)
    return answer


def go_on(request: HttpRequest, session: Session, secret: str, wanted: str) -> HttpResponse:
    """To the second factor, or to where the person wanted to go (`next_of`)."""
    if not session.is_whole:
        answer: HttpResponse = HttpResponseRedirect(
            with_next(reverse("accounts:second_step"), wanted)
        )
    else:
        answer = HttpResponseRedirect(wanted or first_page_of(session))
    hand_over(request, answer, session, secret)
    return answer


def hand_over(request: HttpRequest, answer: HttpResponse, session: Session, secret: str) -> None:
    """A new cookie and a new CSRF token: what a stranger planted before is worth nothing after."""
    cookies.give(answer, secret, session.ends_at)
    rotate_token(request)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(with_next(reverse("accounts:sign_in"), next_of(request)))


def with_next(address: str, wanted: str) -> str:
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


def next_of(request: HttpRequest) -> str:
    """Where the person wanted to go, "" for nowhere: only ever an address of ours."""
    given = request.POST.get("next") or request.GET.get("next", "")
    return given if _is_ours(given) else ""


def first_page_of(session: Session) -> str:
    return known.first_page(queries.actor_of(session).actor) or reverse("accounts:me")


def _is_ours(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def address_of(request: HttpRequest) -> str:
    told: str = request.META.get(settings.EDGE_ADDRESS or "REMOTE_ADDR", "")
    return told


def agent_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:500]


def json_of(request: HttpRequest) -> dict[str, Any]:
    """{} for what is no JSON object, far too long, or has text that no database keeps."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_ANSWER:
        return {}
    try:
        told = json.loads(request.body)
        text = json.dumps(told, ensure_ascii=False)
        text.encode()  # half of a UTF-16 pair is no text
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) and "\\u0000" not in text else {}
