"""What protects an account beside the password: a telephone's codes, passkeys, codes on paper."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts import actions, oidc, queries, totp
from txng.accounts.access import signed_in
from txng.accounts.errors import AccountsError
from txng.accounts.forms import TotpForm
from txng.accounts.guard import GuardedRequest
from txng.accounts.views.me import fresh
from txng.accounts.views.sign_in import json_of
from txng.ui import notices, qr


@signed_in(personal=True)
@require_safe
def protection(request: GuardedRequest) -> HttpResponse:
    factors = queries.factors_of(request.sign_in.session.person_id)
    values = {
        "factors": factors,
        "owes": request.sign_in.owes_second_factor,
        "provider": oidc.provider(),
    }
    return render(request, "accounts/protection.html", values)


@signed_in(personal=True)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def telephone(request: GuardedRequest) -> HttpResponse:
    """POST without a code begins, with one confirms; in between the page shows the QR code."""
    person = request.sign_in.session.person
    try:
        if request.method == "POST" and "code" not in request.POST:
            actions.begin_totp(by=request.actor, person=person)
            return redirect("accounts:telephone")
        secret = queries.totp_being_enrolled(request.actor)
        form = TotpForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                codes = actions.confirm_totp(
                    by=request.actor,
                    session=request.sign_in.session,
                    typed=form.cleaned_data["code"],
                )
            except AccountsError as error:
                form.refuse("code", str(error))
            else:
                return _enrolled(request, codes)
    except AccountsError as error:
        notices.stop(request, str(error))
        return redirect("accounts:protection")
    values: dict[str, Any] = {"form": form, "is_begun": secret is not None}
    if secret is not None:
        issuer = "TXNG Lâm Đồng" if settings.BASE_URL.startswith("https") else "TXNG (thử)"
        address = totp.address(secret, issuer=issuer, name=person.username)
        values |= {"picture": qr.data_address(address), "secret": totp.shown(secret)}
    status = 400 if form.is_bound else 200
    return render(request, "accounts/telephone.html", values, status=status)


@signed_in(personal=True)
@fresh
@require_POST
def drop_telephone(request: GuardedRequest) -> HttpResponse:
    actions.drop_totp(by=request.actor, person=request.sign_in.session.person)
    notices.good(request, _("Đã gỡ điện thoại. Mã của nó không còn dùng được."))
    return redirect("accounts:protection")


@signed_in(personal=True)
@require_POST
def passkey_options(request: GuardedRequest) -> HttpResponse:
    if not request.sign_in.is_fresh:
        return JsonResponse({"next": f"{reverse('accounts:prove')}"}, status=403)
    options, state = actions.begin_passkey(session=request.sign_in.session)
    return JsonResponse({"options": options, "state": state})


@signed_in(personal=True)
@require_POST
def passkey_finish(request: GuardedRequest) -> HttpResponse:
    if not request.sign_in.is_fresh:
        return JsonResponse({"next": f"{reverse('accounts:prove')}"}, status=403)
    told = json_of(request)
    signed = told.get("answer")
    try:
        actions.finish_passkey(
            by=request.actor,
            session=request.sign_in.session,
            state=str(told.get("state", "")),
            answer=signed if isinstance(signed, dict) else {},
            name=str(told.get("name", "")),
        )
    except AccountsError as error:
        return JsonResponse({"sentence": str(error)}, status=400)
    notices.good(request, _("Đã thêm khóa đăng nhập."))
    return JsonResponse({"next": reverse("accounts:protection")})


@signed_in(personal=True)
@fresh
@require_POST
def drop_passkey(request: GuardedRequest, pk: int) -> HttpResponse:
    if not actions.drop_passkey(by=request.actor, person=request.sign_in.session.person, pk=pk):
        raise Http404
    notices.good(request, _("Đã gỡ khóa đăng nhập."))
    return redirect("accounts:protection")


@signed_in(personal=True)
@fresh
@require_POST
def recovery_codes(request: GuardedRequest) -> HttpResponse:
    codes = actions.give_recovery_codes(by=request.actor, person=request.sign_in.session.person)
    return _enrolled(request, codes)


def _enrolled(request: GuardedRequest, codes: tuple[str, ...]) -> HttpResponse:
    if not codes:
        notices.good(request, _("Lớp bảo vệ thứ hai đã có hiệu lực."))
        return HttpResponseRedirect(reverse("accounts:protection"))
    return render(request, "accounts/recovery_codes.html", {"codes": codes})
