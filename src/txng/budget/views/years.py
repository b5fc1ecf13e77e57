"""The books of a year: the checklist, settling, locking, opening again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.budget import rules
from txng.budget.actions import years as actions
from txng.budget.forms.lines import NoteForm, ReasonForm
from txng.budget.queries import lines, reach
from txng.budget.queries import years as queries
from txng.budget.views.shared import (
    HTML,
    bound,
    crumbs,
    done,
    done_or_told,
    one_form,
)
from txng.ui import notices
from txng.ui.answering import found, see


def _address(year: int) -> str:
    return reverse("budget:year", args=[year])


def _crumbs(year: int) -> list[tuple[str, str]]:
    return crumbs((_("Sổ năm %(year)d") % {"year": year}, _address(year)))


@requires_right("budget.see")
@require_safe
def year(request: GuardedRequest, year: int) -> HttpResponse:
    actor = request.actor
    book = found(queries.book(actor, year))
    names = lines.agency_names(actor, year)
    may_settle = actor.may_everywhere(rules.SETTLE) and not book.is_closed
    rows = queries.agencies_of(actor, year)
    values = {
        "book": book,
        "year": year,
        "years": lines.years(actor),
        "rows": [(row, names.get(row.agency.code, row.agency.code)) for row in rows],
        "check": queries.checklist(actor, year),
        "is_over": timezone.localdate() >= rules.last_day(year),
        "may_settle": may_settle,
        "may_reopen": actor.may_everywhere(rules.SETTLE) and book.is_closed,
        "is_own_closing": reach.is_same_person(actor, book.closed_by, book.closed_by_person_id),
        "changes": list(queries.changes(actor, year)),
        "crumbs": crumbs(),
    }
    return render(request, "budget/year.html", values)


@requires_right("budget.settle")
@require_POST
def close(request: GuardedRequest, year: int) -> HttpResponse:
    found(queries.book(request.actor, year))
    if done_or_told(request, lambda: actions.close_year(by=request.actor, year=year)):
        notices.good(request, _("Đã khóa sổ năm %(year)d.") % {"year": year})
    return see(_address(year))


@requires_right("budget.settle")
@require_http_methods(HTML)
def reopen(request: GuardedRequest, year: int) -> HttpResponse:
    found(queries.book(request.actor, year))
    form = ReasonForm(bound(request))
    made = done(
        form,
        lambda: actions.reopen_year(
            by=request.actor, year=year, reason=form.cleaned_data["reason"]
        ),
    )
    if made is not None:
        notices.good(request, _("Đã mở lại sổ năm %(year)d.") % {"year": year})
        return see(_address(year))
    return one_form(
        request, form, title=_("Mở lại sổ năm %(year)d") % {"year": year}, button=_("Mở lại sổ"),
        crumbs=_crumbs(year),
        lead=_("Người khác với người đã khóa mở lại được sổ. Lý do ở lại trên trang của năm."),
    )  # fmt: skip


@requires_right("budget.settle")
@require_http_methods(HTML)
def settle(request: GuardedRequest, year: int, agency: str) -> HttpResponse:
    row = found(queries.agency_year(request.actor, year, agency))
    form = NoteForm(bound(request))
    made = done(
        form,
        lambda: actions.settle(
            by=request.actor, agency=row.agency, year=year, note=form.cleaned_data["note"]
        ),
    )
    name = lines.agency_names(request.actor, year).get(agency, agency)
    if made is not None:
        notices.good(
            request,
            _("Đã quyết toán năm %(year)d của %(agency)s.") % {"year": year, "agency": name},
        )
        return see(_address(year))
    return one_form(
        request, form, title=_("Quyết toán năm %(year)d: %(agency)s") % {"year": year, "agency": name},
        button=_("Quyết toán"), crumbs=_crumbs(year), template="budget/settle.html", row=row,
        lead=_("Sau khi quyết toán, cơ quan không ghi thêm chứng từ của năm này."),
    )  # fmt: skip


@requires_right("budget.settle")
@require_http_methods(HTML)
def unsettle(request: GuardedRequest, year: int, agency: str) -> HttpResponse:
    row = found(queries.agency_year(request.actor, year, agency))
    form = ReasonForm(bound(request))
    name = lines.agency_names(request.actor, year).get(agency, agency)

    def take_back() -> bool:
        actions.unsettle(
            by=request.actor, agency=row.agency, year=year, reason=form.cleaned_data["reason"]
        )
        return True

    if done(form, take_back):
        notices.good(
            request,
            _("Đã bỏ quyết toán năm %(year)d của %(agency)s.") % {"year": year, "agency": name},
        )
        return see(_address(year))
    return one_form(
        request, form,
        title=_("Bỏ quyết toán năm %(year)d: %(agency)s") % {"year": year, "agency": name},
        button=_("Bỏ quyết toán"), crumbs=_crumbs(year),
    )  # fmt: skip
