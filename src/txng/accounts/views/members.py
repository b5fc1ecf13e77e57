"""People of one's own organisation: who is here, whom to let in, who leaves; and the first of another."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts import actions, known, queries, rules
from txng.accounts.access import requires_right
from txng.accounts.errors import AccountsError, BadNameError
from txng.accounts.forms import HandOutForm, InviteForm, OpenForm
from txng.accounts.guard import GuardedRequest
from txng.accounts.models import Assignment, OneTimeLink
from txng.ui import notices, qr


@requires_right("accounts.members")
@require_safe
def members(request: GuardedRequest) -> HttpResponse:
    values = {
        "members": [_told(one) for one in queries.members(request.actor)],
        "links": queries.open_links(request.actor),
        "prepared": sum(1 for one in queries.invitations(request.actor) if one.is_prepared),
    }
    return render(request, "accounts/members.html", values)


@requires_right("accounts.members")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: GuardedRequest) -> HttpResponse:
    """For a person, or with `?dien-thoai` for a telephone in the field."""
    organisation = request.sign_in.session.organisation
    if request.sign_in.is_looking or organisation is None:
        raise Http404
    is_phone = "dien-thoai" in request.GET
    offered = queries.roles_to_give(request.actor, for_devices=is_phone)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        roles=offered,
        is_agency=organisation.kind == rules.AGENCY,
        initial={"role": offered[0].code} if len(offered) == 1 else {},
    )
    if form.is_bound and form.is_valid():
        role = next(one for one in offered if one.code == form.cleaned_data["role"])
        try:
            link, secret = actions.invite(
                by=request.actor,
                organisation=organisation,
                role=role,
                for_whom=form.cleaned_data["for_whom"],
                **form.reach,
            )
        except AccountsError as error:
            form.refuse("role", str(error))
        else:
            return _show_link(request, link, secret)
    values = {"form": form, "is_phone": is_phone, "has_roles": bool(offered)}
    status = 400 if form.is_bound else 200
    return render(request, "accounts/invite.html", values, status=status)


@requires_right("accounts.members")
@require_safe
def member(request: GuardedRequest, pk: int) -> HttpResponse:
    return render(request, "accounts/member.html", {"member": _told(_one(request, pk))})


@requires_right("accounts.members")
@require_POST
def end(request: GuardedRequest, pk: int) -> HttpResponse:
    found = _one(request, pk)
    try:
        actions.end_assignment(by=request.actor, assignment=found)
    except AccountsError as error:
        notices.stop(request, str(error))
        return redirect("accounts:member", pk=pk)
    told = _("%(person)s không còn vai trò “%(role)s” ở đây.")
    notices.good(request, told % {"person": found.person, "role": found.role})
    return redirect("accounts:members")


@requires_right("accounts.members")
@require_POST
def reset(request: GuardedRequest, pk: int) -> HttpResponse:
    """A link by which a member sets a new password."""
    try:
        link, secret = actions.issue_reset(by=request.actor, person=_one(request, pk).person)
    except AccountsError as error:
        notices.stop(request, str(error))
        return redirect("accounts:member", pk=pk)
    return _show_link(request, link, secret)


@requires_right("accounts.members")
@require_POST
def withdraw(request: GuardedRequest, pk: int) -> HttpResponse:
    link = queries.waiting_link(request.actor, pk)
    if link is None:
        raise Http404
    actions.withdraw_link(by=request.actor, link=link)
    notices.good(request, _("Đã rút liên kết. Ai mở nó cũng không vào được nữa."))
    return redirect("accounts:members")


@requires_right("accounts.members")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hand_out(request: GuardedRequest) -> HttpResponse:
    """Links for several people at once, on a sheet that is printed, cut and handed out. Shown once."""
    waiting = queries.invitations(request.actor)
    if request.sign_in.is_looking:
        raise Http404
    prepared = [str(one.pk) for one in waiting if one.is_prepared]
    form = HandOutForm(
        request.POST if request.method == "POST" else None,
        choices=[(str(one.pk), _called(one)) for one in waiting],
        initial={"links": prepared[: rules.MOST_HANDED_OUT]},
    )
    if form.is_bound and form.is_valid():
        chosen = {int(pk) for pk in form.cleaned_data["links"]}
        try:
            given = actions.hand_out(
                by=request.actor, links=[one for one in waiting if one.pk in chosen]
            )
        except AccountsError as error:
            form.refuse("links", str(error))
        else:
            return render(
                request, "accounts/links_made.html", {"links": [_shown(*one) for one in given]}
            )
    values = {"form": form, "has_waiting": bool(waiting), "most": rules.MOST_HANDED_OUT}
    status = 400 if form.is_bound else 200
    return render(request, "accounts/hand_out.html", values, status=status)


def _called(one: OneTimeLink) -> str:
    told = (
        _("%(whom)s – %(role)s")
        if one.is_prepared
        else _("%(whom)s – %(role)s (đã có liên kết, làm lại)")
    )
    return told % {"whom": one.for_whom, "role": one.role}


def _shown(link: OneTimeLink, secret: str) -> dict[str, object]:
    address = settings.BASE_URL + reverse("accounts:link", args=[secret])
    return {"link": link, "address": address, "picture": qr.data_address(address)}


@requires_right("accounts.open")
@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: GuardedRequest) -> HttpResponse:
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            link, secret = actions.open_account(
                by=request.actor, name=told["name"], kind=told["kind"], for_whom=told["for_whom"]
            )
        except BadNameError as error:
            form.refuse("name", str(error))
        except AccountsError as error:
            form.refuse(None, str(error))
        else:
            return _show_link(request, link, secret)
    return render(
        request, "accounts/open.html", {"form": form}, status=400 if form.is_bound else 200
    )


def _one(request: GuardedRequest, pk: int) -> Assignment:
    found = queries.assignment(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _told(one: Assignment) -> dict[str, object]:
    return {
        "assignment": one,
        "territories": known.names_of(one.territories, known.territories()),
        "sectors": [_(name) for name in known.names_of(one.sectors, known.sectors()) or ()],
        "has_reach": one.organisation.kind == rules.AGENCY,
    }


def _show_link(request: GuardedRequest, link: OneTimeLink, secret: str) -> HttpResponse:
    """Once: nobody can show it again."""
    return render(request, "accounts/link_made.html", _shown(link, secret))
