"""Looking at the system as another person: read only, half an hour, written down at both ends."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts import actions, queries
from txng.accounts.access import requires_right, signed_in
from txng.accounts.errors import AccountsError
from txng.accounts.forms import LookForm
from txng.accounts.guard import GuardedRequest
from txng.ui import notices


@requires_right("accounts.look_as")
@require_safe
def choose(request: GuardedRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:100]
    found = queries.people_to_look_as(request.actor, words) if words else []
    return render(request, "accounts/look.html", {"words": words, "people": found})


@requires_right("accounts.look_as")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: GuardedRequest, pk: int) -> HttpResponse:
    target = queries.person_to_look_as(request.actor, pk)
    if target is None:
        raise Http404
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.look_as(
                by=request.actor,
                session=request.sign_in.session,
                target=target,
                reason=form.cleaned_data["reason"],
            )
        except AccountsError as error:
            form.refuse("reason", str(error))
        else:
            return redirect("accounts:me")
    values = {"form": form, "target": target}
    return render(request, "accounts/look_begin.html", values, status=400 if form.is_bound else 200)


@signed_in
@require_POST
def stop(request: GuardedRequest) -> HttpResponse:
    actions.stop_looking(by=request.sign_in.self_, session=request.sign_in.session)
    notices.good(request, _("Đã thôi xem như người khác."))
    return redirect("accounts:me")
