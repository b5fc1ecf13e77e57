"""Keys of machines, by the people whose organisation they speak for."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts import actions, known, queries, rules
from txng.accounts.access import requires_right
from txng.accounts.actors import Actor
from txng.accounts.errors import AccountsError
from txng.accounts.forms import KeyForm
from txng.accounts.guard import GuardedRequest
from txng.ui import notices


@requires_right("accounts.keys")
@require_safe
def keys(request: GuardedRequest) -> HttpResponse:
    values = {"keys": queries.keys(request.actor), "now": timezone.now()}
    return render(request, "accounts/keys.html", values)


@requires_right("accounts.keys")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: GuardedRequest) -> HttpResponse:
    organisation = request.sign_in.session.organisation
    if request.sign_in.is_looking or organisation is None:
        raise Http404
    form = KeyForm(
        request.POST if request.method == "POST" else None,
        choices=_choices(request.actor),
        initial={"days": 365},
    )
    if form.is_bound and form.is_valid():
        opens = form.cleaned_data["opens"]
        try:
            key, plain = actions.create_key(
                by=request.actor,
                organisation=organisation,
                scopes=[word for word in opens if word in rules.SCOPES],
                rights=[word for word in opens if word not in rules.SCOPES],
                name=form.cleaned_data["name"],
                expires_at=timezone.now() + timedelta(days=int(form.cleaned_data["days"])),
            )
        except AccountsError as error:
            form.refuse("opens", str(error))
        else:
            return render(request, "accounts/key_made.html", {"key": key, "plain": plain})
    values = {"form": form}
    return render(request, "accounts/key_new.html", values, status=400 if form.is_bound else 200)


@requires_right("accounts.keys")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: GuardedRequest, prefix: str) -> HttpResponse:
    """A page of its own asks once more: what the key feeds stops at once."""
    key = queries.key(request.actor, prefix)
    if key is None:
        raise Http404
    if request.method == "POST":
        actions.revoke_key(by=request.actor, prefix=prefix)
        notices.good(request, _("Đã thu hồi khóa %(prefix)s.") % {"prefix": prefix})
        return redirect("accounts:keys")
    return render(request, "accounts/key_revoke.html", {"key": key})


def _choices(actor: Actor) -> list[tuple[str, str]]:
    """What the actor may do and a machine could do for them; never the rights over people."""
    return [
        (right, _(words))
        for right, words in known.rights().items()
        if actor.may(right) and not right.startswith("accounts.")
    ]
