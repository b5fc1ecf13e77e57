"""What a one-time link opens: an invitation, a new password, a telephone in the field.

Looking at the page uses nothing up (chat programs open every link to draw a preview); the button does.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from txng.accounts import actions, limits, queries, rules
from txng.accounts.access import public
from txng.accounts.errors import (
    AccountsError,
    BadNameError,
    LinkGoneError,
    TooOftenError,
    WeakPasswordError,
)
from txng.accounts.forms import NewPasswordForm, NewPersonForm
from txng.accounts.models import OneTimeLink
from txng.accounts.views.sign_in import address_of, agent_of, hand_over
from txng.ui import notices


@public("Whoever holds the link is the one it was given to", knows_actor=True)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        limits.spend("link from", address_of(request), rules.LINK_BY_ADDRESS)
    except TooOftenError as error:
        return _page(request, "accounts/link_gone.html", {"sentence": str(error)}, 429)
    link = queries.open_link(secret, *rules.LINK_KINDS)
    if link is None:
        return _gone(request)
    try:
        if link.kind == rules.RESET:
            return _reset(request, link, secret)
        if link.kind == rules.PHONE:
            return _phone(request, link, secret)
        return _invitation(request, link, secret)
    except LinkGoneError as error:
        return _page(request, "accounts/link_gone.html", {"sentence": str(error)}, 404)


def _reset(request: HttpRequest, link: OneTimeLink, secret: str) -> HttpResponse:
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.set_password_by_link(secret=secret, password=form.cleaned_data["new"])
        except WeakPasswordError as error:
            form.refuse("new", str(error))
        else:
            notices.good(request, _("Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu đó."))
            return HttpResponseRedirect(reverse("accounts:sign_in"))
    values = {"form": form, "link": link}
    return _page(request, "accounts/link_reset.html", values, 400 if form.is_bound else 200)


def _phone(request: HttpRequest, link: OneTimeLink, secret: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "accounts/link_phone.html", {"link": link}, 200)
    try:
        session, cookie = actions.connect_phone(
            secret=secret, address=address_of(request), agent=agent_of(request)
        )
    except TooOftenError as error:
        return _page(request, "accounts/link_gone.html", {"sentence": str(error)}, 429)
    answer = HttpResponseRedirect(reverse("accounts:me"))
    hand_over(request, answer, session, cookie)
    return answer


def _invitation(request: HttpRequest, link: OneTimeLink, secret: str) -> HttpResponse:
    found = request.sign_in  # type: ignore[attr-defined]  # set by the guard
    # a telephone in the field acts for one organisation for good
    may_join = found is not None and not found.is_looking and found.session.kind != rules.DEVICE
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "join" in request.POST and may_join:
        try:
            actions.accept_invitation(secret=secret, person=found.session.person)
        except LinkGoneError:
            raise
        except AccountsError as error:
            notices.stop(request, str(error))
        else:
            notices.good(request, _("Đã nhận vai trò. Bấm Đổi tổ chức để làm việc ở đó."))
        return HttpResponseRedirect(reverse("accounts:me"))
    if form.is_bound and form.is_valid():
        try:
            actions.accept_invitation(secret=secret, **form.cleaned_data)
        except BadNameError as error:
            form.refuse("username", str(error))
        except WeakPasswordError as error:
            form.refuse("password", str(error))
        else:
            notices.good(request, _("Tài khoản đã mở. Đăng nhập để bắt đầu."))
            return HttpResponseRedirect(reverse("accounts:sign_in"))
    values = {"form": form, "link": link, "may_join": may_join, "person": found and found.self_}
    return _page(request, "accounts/link_invitation.html", values, 400 if form.is_bound else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    sentence = _("Liên kết này đã dùng, đã rút hoặc quá hạn. Xin người đã gửi một liên kết mới.")
    return _page(request, "accounts/link_gone.html", {"sentence": sentence}, 404)


def _page(
    request: HttpRequest, template: str, values: dict[str, object], status: int
) -> HttpResponse:
    """The address holds the secret: no page that is opened from here is told it."""
    answer = render(request, template, values, status=status)
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer
