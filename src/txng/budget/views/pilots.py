"""Pilot models: the cost sheet, what one result costs, and the estimate made from it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.budget import rules
from txng.budget.actions import pilots as actions
from txng.budget.forms.keeping import EstimateForm, ItemForm, PilotForm
from txng.budget.models import Pilot
from txng.budget.queries import lines
from txng.budget.queries import pilots as queries
from txng.budget.views.shared import HTML, bound, crumbs, done, done_or_told, one_form
from txng.ui import notices
from txng.ui.answering import found, see


def _crumbs(one: Pilot | None = None) -> list[tuple[str, str]]:
    told = crumbs((_("Mô hình điểm"), reverse("budget:pilots")))
    return [*told, (one.title, _address(one))] if one is not None else told


def _address(one: Pilot) -> str:
    return reverse("budget:pilot", args=[one.pk])


@requires_right("budget.see")
@require_safe
def pilots(request: GuardedRequest) -> HttpResponse:
    actor = request.actor
    values = {
        "pilots": [(one, queries.cost_sheet(actor, one)) for one in queries.pilots(actor)[:100]],
        "may_add": actor.may(rules.PROPOSE),
        "crumbs": crumbs(),
    }
    return render(request, "budget/pilots.html", values)


@requires_right("budget.see")
@require_safe
def pilot(request: GuardedRequest, number: int) -> HttpResponse:
    actor, one = request.actor, found(queries.pilot(request.actor, number))
    names = lines.agency_names(actor, one.last_year)
    values = {
        "pilot": one,
        "agency": names.get(one.agency.code, one.agency.code),
        "sheet": queries.cost_sheet(actor, one),
        "may_change": queries.may_change(actor, one),
        "may_propose": actor.may(rules.PROPOSE),
        "crumbs": _crumbs(),
    }
    return render(request, "budget/pilot.html", values)


@requires_right("budget.propose")
@require_http_methods(HTML)
def new_pilot(request: GuardedRequest) -> HttpResponse:
    form = PilotForm(bound(request))
    made = done(form, lambda: actions.add_pilot(by=request.actor, facts=form.facts))
    if made is not None:
        notices.good(request, _("Đã thêm mô hình. Ghi tiếp các khoản chi."))
        return see(_address(made))
    return one_form(
        request, form, title=_("Thêm mô hình điểm"), button=_("Thêm mô hình"), crumbs=_crumbs()
    )


@requires_right("budget.propose")
@require_http_methods(HTML)
def change_pilot(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.pilot(request.actor, number))
    initial = {name: getattr(one, name) for name in PilotForm.base_fields}
    form = PilotForm(bound(request), initial=initial)
    made = done(form, lambda: actions.change_pilot(by=request.actor, pilot=one, facts=form.facts))
    if made is not None:
        notices.good(request, _("Đã lưu mô hình."))
        return see(_address(one))
    return one_form(
        request, form, title=_("Sửa mô hình điểm"), button=_("Lưu mô hình"), crumbs=_crumbs(one)
    )


@requires_right("budget.propose")
@require_http_methods(HTML)
def new_item(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.pilot(request.actor, number))
    form = ItemForm(bound(request))
    made = done(form, lambda: actions.add_item(by=request.actor, pilot=one, item=form.item))
    if made is not None:
        notices.good(request, _("Đã thêm khoản “%(title)s”.") % {"title": made.title})
        return see(_address(one))
    return one_form(
        request, form, title=_("Thêm khoản chi của mô hình"), button=_("Thêm khoản"),
        crumbs=_crumbs(one),
    )  # fmt: skip


@requires_right("budget.propose")
@require_POST
def drop_item(request: GuardedRequest, number: int, item: int) -> HttpResponse:
    one = found(queries.pilot(request.actor, number))
    row = found(queries.item(request.actor, one, item))
    if done_or_told(request, lambda: actions.drop_item(by=request.actor, item=row)):
        notices.good(request, _("Đã xóa khoản “%(title)s”.") % {"title": row.title})
    return see(_address(one))


@requires_right("budget.propose")
@require_http_methods(HTML)
def estimate(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.pilot(request.actor, number))
    sources = [each for each in lines.sources(request.actor) if each.is_open]
    form = EstimateForm(bound(request), sources=sources)
    made = done(form, lambda: actions.estimate_from(by=request.actor, pilot=one, **form.told))
    if made is not None:
        notices.good(
            request,
            _("Đã lập %(count)d dòng nháp theo đơn giá của mô hình. Xem lại cách tính rồi gửi đi.")
            % {"count": len(made)},
        )
        return see(f"{reverse('budget:own')}?nam={form.told['year']}")
    sheet = queries.cost_sheet(request.actor, one)
    return one_form(
        request, form, title=_("Dự toán theo mô hình “%(title)s”") % {"title": one.title},
        button=_("Lập các dòng nháp"), crumbs=_crumbs(one), template="budget/estimate.html",
        pilot=one, sheet=sheet,
        lead=_("Mỗi mục chi thành một dòng nháp, số tiền bằng đơn giá của một kết quả nhân số kết quả cần."),
    )  # fmt: skip
