"""What Finance and the standing agency decide: the queue, appraisal, return, the decision, its undoing."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.budget import rules
from txng.budget.actions import deciding
from txng.budget.forms.lines import AppraiseForm, ApproveForm, ReasonForm
from txng.budget.models import BudgetLine
from txng.budget.queries import lines, reach
from txng.budget.rules import money
from txng.budget.views.shared import (
    HTML,
    address_of,
    bound,
    crumbs,
    done,
    done_or_told,
    line_crumbs,
    line_of,
    one_form,
)
from txng.ui import notices
from txng.ui.answering import see

MOST_SHOWN = 200


@requires_right("budget.see")
@require_safe
def queue(request: GuardedRequest) -> HttpResponse:
    """What waits for appraisal and for approval, of what the user may see."""
    actor = request.actor
    values = {
        "parts": [
            {
                "title": title,
                "lines": [
                    (one, names.get(one.agency.code, one.agency.code))
                    for one in lines.waiting(actor, state)[:MOST_SHOWN]
                ],
                "empty": empty,
                "button": button if actor.may_everywhere(right) else "",
                "route": route,
            }
            for state, right, title, button, route, empty in (
                (rules.PROPOSED, rules.APPRAISE, _("Chờ thẩm định"), _("Thẩm định"),
                 "budget:appraise", _("Không có dòng nào chờ thẩm định.")),
                (rules.APPRAISED, rules.APPROVE, _("Chờ phê duyệt"), _("Ghi quyết định"),
                 "budget:approve", _("Không có dòng nào chờ phê duyệt.")),
            )
            for names in [lines.agency_names(actor, lines.this_year())]
        ],
        "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "budget/queue.html", values)


@requires_right("budget.appraise")
@require_http_methods(HTML)
def appraise(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    parts = sorted(one.parts.all(), key=lambda part: part.pk)
    form = AppraiseForm(bound(request), parts=parts, before="proposed")
    made = done(
        form,
        lambda: deciding.appraise(
            by=request.actor, line=one, amounts=form.amounts, reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        ),
    )  # fmt: skip
    if made is not None:
        _told(request, made, _("Đã thẩm định %(code)s: %(amount)s đồng."), made.appraised)
        return see(reverse("budget:queue"))
    return one_form(
        request, form, title=_("Thẩm định %(code)s") % {"code": one.code}, button=_("Ghi thẩm định"),
        crumbs=line_crumbs(one), template="budget/decide.html", line=one, version=_fresh(request, one),
        agency=_agency(request, one),
        lead=_("Giữ nguyên hoặc giảm từng nguồn; giảm thì ghi lý do. Về 0 là không bố trí."),
        own_proposal=reach.is_same_person(
            request.actor, one.proposed_by, one.proposed_by_person_id
        ),
    )  # fmt: skip


@requires_right("budget.appraise")
@require_http_methods(HTML)
def return_line(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    form = ReasonForm(bound(request))
    made = done(
        form,
        lambda: deciding.return_line(
            by=request.actor, line=one, reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        ),
    )  # fmt: skip
    if made is not None:
        notices.good(request, _("Đã trả lại dòng %(code)s để sửa.") % {"code": made.code})
        return see(reverse("budget:queue"))
    return one_form(
        request, form, title=_("Trả lại %(code)s để sửa") % {"code": one.code},
        button=_("Trả lại kèm lý do"), crumbs=line_crumbs(one), template="budget/decide.html", line=one,
        version=_fresh(request, one), agency=_agency(request, one),
        lead=_("Cơ quan đọc lý do, sửa rồi gửi lại."),
    )  # fmt: skip


@requires_right("budget.approve")
@require_http_methods(HTML)
def approve(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    if one.appraised is None and request.method != "POST":
        notices.stop(request, _("Dòng %(code)s chưa được thẩm định.") % {"code": one.code})
        return see(address_of(one))
    parts = [part for part in one.parts.all() if part.appraised is not None]
    form = ApproveForm(
        bound(request), parts=sorted(parts, key=lambda part: part.pk), before="appraised"
    )
    made = done(
        form,
        lambda: deciding.approve(
            by=request.actor, line=one, number=form.cleaned_data["number"],
            decided_on=form.cleaned_data["decided_on"], amounts=form.amounts,
            reason=form.cleaned_data["reason"], version=form.cleaned_data["version"],
        ),
    )  # fmt: skip
    if made is not None:
        _told(request, made, _("Đã giao %(code)s: %(amount)s đồng."), made.approved)
        return see(reverse("budget:queue"))
    return one_form(
        request, form, title=_("Ghi quyết định phê duyệt %(code)s") % {"code": one.code},
        button=_("Ghi quyết định"), crumbs=line_crumbs(one), template="budget/decide.html", line=one,
        version=_fresh(request, one), agency=_agency(request, one),
        lead=_("Chỉ ghi khi cấp có thẩm quyền đã ký quyết định."),
    )  # fmt: skip


@requires_right("budget.see")
@require_POST
def undo(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    rights = (rules.APPRAISE, rules.APPROVE)
    if not any(request.actor.may_everywhere(right) for right in rights):
        raise Http404
    if done_or_told(request, lambda: deciding.undo(by=request.actor, line=one)):
        notices.good(request, _("Đã rút lại bước vừa ghi của %(code)s.") % {"code": one.code})
    return see(address_of(one))


def _told(request: GuardedRequest, made: BudgetLine, sentence: str, amount: object) -> None:
    told = {"code": made.code, "amount": money.written(amount or 0)}  # type: ignore[arg-type]
    notices.good(request, sentence % told, undo=reverse("budget:undo", args=[made.code]))


def _fresh(request: GuardedRequest, one: BudgetLine) -> int:
    row = lines.line(request.actor, one.code)
    return row.version if row is not None else one.version


def _agency(request: GuardedRequest, one: BudgetLine) -> str:
    return lines.agency_names(request.actor, one.year).get(one.agency.code, one.agency.code)
