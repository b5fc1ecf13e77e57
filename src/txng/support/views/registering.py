"""The public pages: what registering is, and the form, one question a page or all at once.

GET  /bat-dau                        what it is, how long it takes, who helps
GET  /bat-dau/dang-ky                telephone: the first question; desk: the whole form
POST /bat-dau/dang-ky  buoc=3        telephone: the next question, what was told carried in the page
POST /bat-dau/dang-ky                303 ─> /bat-dau/viec, signed in

Nothing is kept before the last button: what was typed travels in the page itself, the password never.
"""

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts import cookies
from txng.accounts import rules as account_rules
from txng.accounts.access import public
from txng.accounts.errors import TooOftenError
from txng.accounts.models import Session
from txng.parties import administrative_units as units
from txng.support.actions import registering as actions
from txng.support.errors import SupportError, TaxCodeTakenError
from txng.support.forms.registering import (
    NEVER_CARRIED,
    PERSON_STEPS,
    STEPS,
    RegisterForm,
)
from txng.support.views.shared import HTML
from txng.ui import notices
from txng.ui.answering import see

LONGEST_CARRIED: Final = 400
ONE_BY_ONE, ALL_AT_ONCE = "tung-cau", "mot-trang"


@public("Whoever has no account yet begins here", knows_actor=True)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    values = {"phone": settings.SUPPORT_PHONE, "actor": getattr(request, "actor", None)}
    return render(request, "support/start.html", values)


@public("Whoever has no account yet registers here", knows_actor=True)
@require_http_methods(HTML)
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    if getattr(request, "actor", None) is not None:
        notices.warn(request, _("Bạn đã đăng nhập. Đăng xuất trước khi đăng ký cho cơ sở khác."))
        return redirect("accounts:me")
    way = _way(request)
    is_joining = request.POST.get("vao") == "1"
    steps = PERSON_STEPS if is_joining else STEPS
    if request.method != "POST":
        form = RegisterForm()
        return _page(request, form, way, steps, 0, account_rules.new_secret())
    form = RegisterForm(request.POST, is_joining=is_joining)
    token = request.POST.get("to", "")[:64]
    token = token if account_rules.is_secret(token) else account_rules.new_secret()
    at = _step(request, steps)
    if "lui" in request.POST:
        return _page(request, _unjudged(form), way, steps, max(0, at - 1), token)
    if "vao_tu" in request.POST:  # "ask to be let in" was pressed: the person's questions begin
        return _page(request, _unjudged(form), way, steps, 0, token)
    if way == ONE_BY_ONE and at < len(steps) - 1:
        return _next(request, form, steps, at, token)
    return _finished(request, form, way, steps, token)


def _next(
    request: HttpRequest, form: RegisterForm, steps: tuple[str, ...], at: int, token: str
) -> HttpResponse:
    """The next question when this one is answered; else this one again with what is wrong."""
    name = steps[at]
    form.is_valid()
    is_taken = False
    if name not in form.errors:
        try:
            if name in ("name", "full_name"):
                actions.check_name(form.cleaned_data[name], name)
            if name == "tax_code":
                is_taken = actions.is_tax_code_taken(
                    typed=form.cleaned_data[name],
                    kind=form.cleaned_data.get("kind", ""),
                    address=_address(request),
                )
        except (SupportError, TooOftenError) as refused:
            form.refuse(name, str(refused))
    if is_taken:
        return _page(request, _unjudged(form), ONE_BY_ONE, steps, at, token, is_taken=True)
    if name in form.errors:
        return _page(request, form, ONE_BY_ONE, steps, at, token)
    return _page(request, _unjudged(form), ONE_BY_ONE, steps, at + 1, token)


def _finished(
    request: HttpRequest, form: RegisterForm, way: str, steps: tuple[str, ...], token: str
) -> HttpResponse:
    if form.is_valid():
        told = form.cleaned_data
        newcomer = actions.Newcomer(
            username=told["username"],
            full_name=told["full_name"],
            password=told["password"],
            token=token,
            address=_address(request),
            agent=request.headers.get("User-Agent", "")[:500],
        )
        try:
            if form.is_joining:
                session, secret = actions.ask_to_join(
                    newcomer=newcomer, tax_code=told["tax_code"], kind=told["kind"]
                )
                return _let_in(request, session, secret, "support:asked")
            session, secret = actions.register(newcomer=newcomer, facts=form.facts)
            return _let_in(request, session, secret, "support:tasks")
        except TaxCodeTakenError:
            at = steps.index("tax_code")
            return _page(request, _unjudged(form), way, steps, at, token, is_taken=True)
        except (SupportError, TooOftenError) as refused:
            field = getattr(refused, "field", "")
            form.refuse(field if field in form.fields else None, str(refused))
    wrong = [at for at, name in enumerate(steps) if name in form.errors]
    return _page(request, form, way, steps, wrong[0] if wrong else len(steps) - 1, token)


def _page(
    request: HttpRequest,
    form: RegisterForm,
    way: str,
    steps: tuple[str, ...],
    at: int,
    token: str,
    *,
    is_taken: bool = False,
) -> HttpResponse:
    name = steps[at]
    shown = [name] if way == ONE_BY_ONE else list(steps)
    if (
        way == ONE_BY_ONE and form.is_bound
    ):  # what is wrong with other questions is told when they are asked
        for other in set(form.errors) - {name, NON_FIELD_ERRORS}:
            del form.errors[other]
    wrong = form.is_bound and bool(form.errors)
    values: dict[str, Any] = {
        "form": form,
        "way": way,
        "other_way": ALL_AT_ONCE if way == ONE_BY_ONE else ONE_BY_ONE,
        "step": at,
        "number": at + 1,
        "count": len(steps),
        "field": form[name],
        "groups": form.groups(),
        "carried": _carried(request, [*shown, *NEVER_CARRIED]),
        "token": token,
        "is_joining": form.is_joining,
        "is_taken": is_taken,
        "is_last": at == len(steps) - 1,
        "is_consent": name == "consent",
        "places": units.places() if "commune" in shown and "commune" in form.fields else (),
    }
    status = 400 if wrong else 409 if is_taken else 200
    return render(request, "support/register.html", values, status=status)


def _carried(request: HttpRequest, but: list[str]) -> list[tuple[str, str]]:
    """What was told on other pages, as hidden boxes of this one."""
    return [
        (name, request.POST[name][:LONGEST_CARRIED])
        for name in STEPS
        if name not in but and request.POST.get(name)
    ]


def _unjudged(form: RegisterForm) -> RegisterForm:
    """The same words in the boxes, and nothing said of what was not asked yet."""
    initial = {name: form.data.get(name, "") for name in STEPS if name not in NEVER_CARRIED}
    return RegisterForm(initial=initial, is_joining=form.is_joining)


def _let_in(request: HttpRequest, session: Session, secret: str, route: str) -> HttpResponse:
    """A new cookie and a new CSRF token, as after signing in."""
    answer = see(reverse(route))
    cookies.give(answer, secret, session.ends_at)
    rotate_token(request)
    return answer


def _way(request: HttpRequest) -> str:
    """What was asked for; else one question a page for telephones, by what the browser says it is."""
    asked = request.POST.get("kieu") or request.GET.get("kieu")
    if asked in (ONE_BY_ONE, ALL_AT_ONCE):
        return str(asked)
    told = request.headers.get("Sec-CH-UA-Mobile", "")
    is_phone = told == "?1" or "Mobi" in request.headers.get("User-Agent", "")
    return ONE_BY_ONE if is_phone else ALL_AT_ONCE


def _step(request: HttpRequest, steps: tuple[str, ...]) -> int:
    typed = request.POST.get("buoc", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 3
    return min(int(typed), len(steps) - 1) if is_number else 0


def _address(request: HttpRequest) -> str:
    told: str = request.META.get(settings.EDGE_ADDRESS or "REMOTE_ADDR", "")
    return told
