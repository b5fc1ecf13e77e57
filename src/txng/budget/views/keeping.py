"""Where money comes from: sources and programmes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.budget import rules
from txng.budget.actions import sources as actions
from txng.budget.forms.keeping import ProgrammeForm, SourceForm
from txng.budget.models.sources import KIND_NAMES
from txng.budget.queries import lines, programmes
from txng.budget.rules import purposes
from txng.budget.views.shared import HTML, bound, crumbs, done, one_form
from txng.ui import notices
from txng.ui.answering import found, see


@requires_right("budget.see")
@require_safe
def sources(request: GuardedRequest) -> HttpResponse:
    """Sources by kind, programmes, and the purposes of the Plan in its own words."""
    actor = request.actor
    several = list(lines.sources(actor))
    values = {
        "kinds": [
            (name, [one for one in several if one.kind == kind])
            for kind, name in KIND_NAMES.items()
        ],
        "programmes": list(programmes.programmes(actor)),
        "purposes": [(one.clause, _(one.name)) for one in purposes.PURPOSES],
        "may_keep": actor.may_everywhere(rules.KEEP),
        "crumbs": crumbs(),
    }
    return render(request, "budget/sources.html", values)


@requires_right("budget.keep")
@require_http_methods(HTML)
def new_source(request: GuardedRequest) -> HttpResponse:
    form = SourceForm(bound(request), programmes=list(programmes.programmes(request.actor)))
    made = done(form, lambda: actions.add_source(by=request.actor, facts=form.facts))
    if made is not None:
        notices.good(request, _("Đã thêm nguồn “%(name)s”.") % {"name": made.name})
        return see(reverse("budget:sources"))
    return one_form(
        request, form, title=_("Thêm nguồn vốn"), button=_("Thêm nguồn"),
        crumbs=crumbs((_("Nguồn vốn"), reverse("budget:sources"))),
    )  # fmt: skip


@requires_right("budget.keep")
@require_http_methods(HTML)
def change_source(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(lines.source(request.actor, code))
    initial = {
        "kind": one.kind, "name": one.name, "donor": one.donor, "is_open": one.is_open, "note": one.note,
        "programme": one.programme.code if one.programme else "",
    }  # fmt: skip
    several = list(programmes.programmes(request.actor))
    form = SourceForm(bound(request), initial=initial, programmes=several)
    made = done(form, lambda: actions.change_source(by=request.actor, source=one, facts=form.facts))
    if made is not None:
        notices.good(request, _("Đã lưu nguồn “%(name)s”.") % {"name": made.name})
        return see(reverse("budget:sources"))
    return one_form(
        request, form, title=_("Sửa nguồn “%(name)s”") % {"name": one.name}, button=_("Lưu nguồn"),
        crumbs=crumbs((_("Nguồn vốn"), reverse("budget:sources"))),
    )  # fmt: skip


@requires_right("budget.see")
@require_safe
def programme(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(programmes.programme(request.actor, code))
    values = {
        "programme": one,
        "shares": sorted(one.shares.all(), key=lambda share: share.pk),
        "sources": sorted(one.sources.all(), key=lambda source: source.name),
        "crumbs": crumbs((_("Nguồn vốn"), reverse("budget:sources"))),
    }
    return render(request, "budget/programme.html", values)


@requires_right("budget.keep")
@require_http_methods(HTML)
def new_programme(request: GuardedRequest) -> HttpResponse:
    form = ProgrammeForm(bound(request))
    made = done(form, lambda: actions.add_programme(by=request.actor, facts=form.facts))
    if made is not None:
        notices.good(request, _("Đã thêm chương trình kinh phí."))
        return see(reverse("budget:programme", args=[made.code]))
    return one_form(
        request, form, title=_("Thêm chương trình kinh phí"), button=_("Thêm chương trình"),
        crumbs=crumbs((_("Nguồn vốn"), reverse("budget:sources"))),
        lead=_("Số tiền chưa có trong quyết định thì để trống: trang sẽ ghi “chưa rõ”."),
    )  # fmt: skip
