"""The page of hosts that links may lead to: asked for by their users, decided by an authority."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.resolver import actions, link_queries
from txng.resolver.errors import LinksError, NotThereError
from txng.resolver.forms import HostForm, ReasonForm
from txng.resolver.models import LinkHost
from txng.resolver.views.links import crumbs
from txng.ui import notices

VERBS = {"khong-duyet": actions.refuse_host, "rut": actions.revoke_host}


@requires_right("resolver.see_links")
@require_http_methods(["GET", "HEAD", "POST"])
def hosts(request: GuardedRequest) -> HttpResponse:
    form = HostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            row = actions.request_host(by=request.actor, host=told["host"], reason=told["reason"])
        except LinksError as refused:
            form.refuse("host", str(refused))
        else:
            notices.good(request, _("Đã gửi đề nghị duyệt %(host)s.") % {"host": row.host})
            return redirect("resolver:hosts")
    values = {
        "form": form,
        "hosts": link_queries.hosts(request.actor),
        "own_host": link_queries.own_host(),
        "may_ask": request.actor.organisation_id is not None,
        "may_decide": request.actor.may("resolver.decide_hosts"),
        "crumbs": crumbs(),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "resolver/work/hosts.html", values, status=status)


@requires_right("resolver.decide_hosts")
@require_POST
def approve_host(request: GuardedRequest, number: int) -> HttpResponse:
    try:
        row = actions.approve_host(by=request.actor, host_id=number)
    except NotThereError:
        raise Http404 from None
    notices.good(request, _("Đã duyệt %(host)s.") % {"host": row.host})
    return redirect("resolver:hosts")


@requires_right("resolver.decide_hosts")
@require_http_methods(["GET", "HEAD", "POST"])
def decline_host(request: GuardedRequest, number: int, verdict: str) -> HttpResponse:
    """Refused, or revoked after it was approved: both need a reason that the other side can read."""
    row = link_queries.hosts(request.actor).filter(pk=number).first()
    if row is None or verdict not in VERBS:
        raise Http404
    is_revoked = verdict == "rut"
    if is_revoked != (row.state == LinkHost.State.APPROVED):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        VERBS[verdict](by=request.actor, host_id=row.pk, reason=form.cleaned_data["reason"])
        notices.good(request, _("Đã ghi quyết định về %(host)s.") % {"host": row.host})
        return redirect("resolver:hosts")
    values = {
        "form": form,
        "crumbs": crumbs((_("Tên miền đích"), reverse("resolver:hosts"))),
        "title": _("Rút tên miền") if is_revoked else _("Không duyệt tên miền"),
        "lead": f"{row.host} · {row.organisation.name}",
        "button": _("Rút tên miền") if is_revoked else _("Không duyệt"),
        "cancel": reverse("resolver:hosts"),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "resolver/work/form.html", values, status=status)
