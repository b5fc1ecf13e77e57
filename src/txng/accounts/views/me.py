"""One's own account: name, roles, password, sessions, and for whom one acts."""

from collections.abc import Callable

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts import actions, known, mail, queries
from txng.accounts.access import signed_in
from txng.accounts.errors import (
    TooOftenError,
    UnknownOrganisationError,
    WeakPasswordError,
    WrongCredentialsError,
)
from txng.accounts.forms import NameForm, PasswordForm, ProofForm, SwitchForm
from txng.accounts.guard import GuardedRequest
from txng.accounts.queries import letters
from txng.accounts.views.sign_in import next_of, with_next
from txng.ui import notices
from txng.ui.fields import Form


@signed_in
@require_safe
def me(request: GuardedRequest) -> HttpResponse:
    person = request.sign_in.session.person
    if request.sign_in.is_looking:
        person = request.sign_in.session.looks_as.person  # type: ignore[union-attr]
    names = known.territories(), known.sectors()
    held = [
        {
            "assignment": one,
            "territories": known.names_of(one.territories, names[0]),
            "sectors": [_(name) for name in known.names_of(one.sectors, names[1]) or ()],
            "has_reach": one.organisation.kind == "agency",
        }
        for one in queries.assignments_of(person.pk)
    ]
    values = {
        "person": person,
        "held": held,
        "factors": queries.factors_of(person.pk),
        "letters_told": _letters(request),
    }
    return render(request, "accounts/me.html", values)


def _letters(request: GuardedRequest) -> str:
    """One sentence: whether letters come, and where to."""
    if not mail.is_on():
        return _("Chưa bật ở máy chủ này.")
    box = letters.mail_address(request.actor)
    if box is None:
        return _("Chưa nhận thư.")
    if box.confirmed_at is None:
        return _("Địa chỉ chưa xác nhận.")
    return _("Đang nhận ở %(address)s.") % {"address": box.address}


@signed_in(personal=True)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: GuardedRequest) -> HttpResponse:
    person = request.sign_in.session.person
    given = {"full_name": person.full_name, "email": person.email}
    form = NameForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_bound and form.is_valid():
        actions.rename_person(by=request.actor, person=person, **form.cleaned_data)
        notices.good(request, _("Đã lưu tên và thư điện tử."))
        return redirect("accounts:me")
    return _form(request, form, _("Tên của bạn"), _("Lưu"))


@signed_in(personal=True)
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: GuardedRequest) -> HttpResponse:
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.change_password(
                by=request.actor, session=request.sign_in.session, **form.cleaned_data
            )
        except (WrongCredentialsError, TooOftenError) as error:
            form.refuse("old", str(error))
        except WeakPasswordError as error:
            form.refuse("new", str(error))
        else:
            notices.good(request, _("Đã đổi mật khẩu. Các thiết bị khác đã bị đăng xuất."))
            return redirect("accounts:me")
    return _form(request, form, _("Đổi mật khẩu"), _("Đổi mật khẩu"))


@signed_in(personal=True)
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: GuardedRequest) -> HttpResponse:
    """Show the password again before what protects the account is changed."""
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.prove_again(session=request.sign_in.session, **form.cleaned_data)
        except (WrongCredentialsError, TooOftenError) as error:
            form.refuse("password", str(error))
        else:
            return HttpResponseRedirect(next_of(request) or reverse("accounts:protection"))
    return _form(request, form, _("Xác nhận là bạn"), _("Tiếp tục"), wanted=next_of(request))


@signed_in(personal=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: GuardedRequest) -> HttpResponse:
    if request.method == "POST":
        only = request.POST.get("only", "")
        if only and not (only.isascii() and only.isdigit() and len(only) < 19):
            raise Http404
        ended = actions.end_other_sessions(
            by=request.actor,
            session=request.sign_in.session,
            only=int(only) if only else None,
        )
        if only and not ended:  # a stranger's session is like one that there is not
            raise Http404
        notices.good(request, _("Đã đăng xuất ở nơi khác: %(count)d.") % {"count": ended})
        return redirect("accounts:sessions")
    values = {"sessions": queries.sessions(request.actor), "here": request.sign_in.session.pk}
    return render(request, "accounts/sessions.html", values)


@signed_in(personal=True)
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: GuardedRequest) -> HttpResponse:
    session = request.sign_in.session
    mine = queries.organisations_of(session.person_id)
    form = SwitchForm(
        request.POST if request.method == "POST" else None,
        mine=mine,
        initial={"organisation": str(session.organisation_id or "")},
    )
    if form.is_bound and form.is_valid():
        try:
            found = actions.act_for(
                by=request.actor,
                session=session,
                organisation_id=int(form.cleaned_data["organisation"]),
            )
        except UnknownOrganisationError as error:
            form.refuse("organisation", str(error))
        else:
            told = _("Đang làm việc thay mặt %(name)s.") % {"name": found.organisation}
            notices.good(request, told)
            return redirect("accounts:me")
    values = {"form": form, "mine": mine}
    return render(request, "accounts/switch.html", values, status=400 if form.is_bound else 200)


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for somebody who showed the password or a key in the last quarter of an hour."""

    def asked(request: GuardedRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.sign_in.is_fresh:
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        return HttpResponseRedirect(
            with_next(reverse("accounts:prove"), back or reverse("accounts:protection"))
        )

    asked.__dict__.update(view.__dict__)  # the mark of access
    return asked


def _form(
    request: GuardedRequest, form: Form, title: str, button: str, wanted: str = ""
) -> HttpResponse:
    values = {"form": form, "title": title, "button": button, "next": wanted}
    if any(name in form.fields for name in ("password", "old")):
        values["username"] = request.sign_in.session.person.username  # for password managers
    status = 400 if form.is_bound else 200
    return render(request, "accounts/one_form.html", values, status=status)
