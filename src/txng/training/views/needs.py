"""Needs as agencies and enterprises tell them, what they come to, and the plan of a year."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import administrative_units as units
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.training import words
from txng.training.actions import needs as actions
from txng.training.actions.needs import NeedFacts
from txng.training.forms.outside import NeedForm
from txng.training.forms.subjects import PlanLineForm
from txng.training.models import Need
from txng.training.queries import classes as class_queries
from txng.training.queries import results
from txng.training.queries import subjects as queries
from txng.training.rules import needs
from txng.training.views.shared import HTML, bound, done, done_or_told, one_form
from txng.ui import lists, notices
from txng.ui.answering import found, see


def _who(row: Need) -> str:
    """Never a person's name or number: that one is told by their commune."""
    if row.agency is not None:
        return _names().get(row.agency.code, row.agency.code)
    if row.enterprise is not None:
        return str(row.enterprise.public_name)
    unit = units.commune(row.commune_code)
    return _("Cá nhân, %(commune)s") % {"commune": unit.name} if unit else _("Cá nhân")


def _names() -> dict[str, str]:
    today = timezone.localdate()
    return {one.agency.code: one.written for one in parties.agencies(None, today, one_by_one=True)}


def _years() -> list[tuple[str, str]]:
    now = timezone.localdate().year
    return [(str(year), str(year)) for year in range(now + 1, needs.FIRST_YEAR - 1, -1)]


def _register(names: dict[str, str]) -> lists.Register:
    def who(row: Need) -> str:
        return names.get(row.agency.code, row.agency.code) if row.agency else _who(row)

    return lists.Register(
        name="nhu-cau-dao-tao",
        title=gettext_lazy("Nhu cầu đào tạo"),
        order="-told_at",
        template="training/needs.html",
        columns=(
            lists.Column("who", gettext_lazy("Ai đăng ký"), value=who),
            lists.Column("year", gettext_lazy("Năm"), kind="code", value=lambda row: str(row.year)),
            lists.Column("subject", gettext_lazy("Chuyên đề"), value=lambda row: row.subject.title),
            lists.Column("kind", gettext_lazy("Đối tượng"), value=lambda row: row.get_kind_display()),
            lists.Column("people", gettext_lazy("Số người"), kind="number"),
            lists.Column("note", gettext_lazy("Ghi chú")),
            lists.Column("told_at", gettext_lazy("Đăng ký lúc"), kind="moment", sort="told_at"),
        ),
        filters=(
            lists.Filter("year", gettext_lazy("Năm"), choices=_years),
            lists.Filter("kind", gettext_lazy("Đối tượng"), choices=tuple(words.KINDS.items())),
            lists.Filter("source", gettext_lazy("Ai đăng ký"), choices=Need.Source.choices),
            lists.Filter(
                "subject", gettext_lazy("Chuyên đề"), narrow="subject__code",
                choices=lambda: [(one.code, one.title) for one in queries.subjects(None)],
            ),
        ),
        empty=lists.Empty(
            gettext_lazy("Chưa có nhu cầu nào."),
            gettext_lazy(
                "Mời cơ quan, cơ sở đăng ký ở mục “Nhu cầu của đơn vị mình”, và đưa đường dẫn mẫu công khai"
                " lên trang tin."
            ),
        ),
    )  # fmt: skip


@requires_right("training.see")
@require_safe
def register(request: GuardedRequest) -> HttpResponseBase:
    typed = request.GET.get("year", "")
    year = int(typed) if typed in dict(_years()) else timezone.localdate().year
    told = results.needs_of_year(request.actor, year)
    names = _names()
    titles = {one.code: one.title for one in queries.subjects(None)}
    return _register(names).answer(
        request,
        queries.needs(request.actor),
        actions=(
            lists.Link(
                _("Kế hoạch đào tạo năm %(year)d") % {"year": year},
                reverse("training:plan", args=[year]),
            ),
            lists.Link(_("Mẫu công khai cho cá nhân"), reverse("training:send_need"), leads=True),
        ),
        year=year,
        told=told,
        tables=[
            (
                _("Theo đối tượng"),
                _lines(told.by_kind, {k: str(v) for k, v in words.KINDS.items()}),
            ),
            (_("Theo chuyên đề"), _lines(told.by_subject, titles)),
            (_("Theo cơ quan"), _lines(told.by_agency, names | {"": _("Cơ sở và cá nhân")})),
        ],
    )


def _lines(counts: Any, names: dict[str, str]) -> list[tuple[str, int]]:
    """The largest first."""
    pairs = [(names.get(key, key), count) for key, count in counts.items()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


@requires_right("training.need")
@require_http_methods(HTML)
def own(request: GuardedRequest) -> HttpResponse:
    """What one's own agency or enterprise wants, and the form for one more."""
    actor = request.actor
    teller = queries.teller(actor)
    offered = list(queries.subjects(actor, offered_only=True))
    by_code = {one.code: one for one in offered}
    now = timezone.localdate()
    year = now.year + (now.month >= 10)  # from October on people plan the next year
    first = {"year": year, "kind": "cong-chuc" if isinstance(teller, Agency) else ""}
    form = NeedForm(bound(request), subjects=offered, initial=first)

    def tell() -> Need:
        told = dict(form.cleaned_data)
        told["subject"] = by_code[told["subject"]]
        return actions.tell_need(by=actor, facts=NeedFacts(**told))

    made = done(form, tell)
    if made is not None:
        notices.good(
            request,
            _("Đã ghi: %(people)d người, %(subject)s, năm %(year)d.")
            % {"people": made.people, "subject": made.subject.title, "year": made.year},
            undo=reverse("training:take_need_back", args=[made.pk]),
        )
        return see(reverse("training:own_needs"))
    values = {
        "form": form,
        "teller": teller,
        "rows": list(queries.own_needs(actor, year)),
        "earlier": list(queries.own_needs(actor, year - 1)),
        "year": year,
        "is_ready": bool(offered),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "training/own_needs.html", values, status=status)


@requires_right("training.need")
@require_POST
def take_back(request: GuardedRequest, number: int) -> HttpResponse:
    row = found(queries.need(request.actor, number))
    if done_or_told(request, lambda: actions.take_need_back(by=request.actor, need=row)):
        notices.good(request, _("Đã rút nhu cầu “%(subject)s”.") % {"subject": row.subject.title})
    return see(reverse("training:own_needs"))


# --- plan --------------------------------------------------------------------------------------------


@requires_right("training.see")
@require_safe
def plans(request: GuardedRequest) -> HttpResponse:
    return redirect("training:plan", timezone.localdate().year)


@requires_right("training.see")
@require_safe
def plan(request: GuardedRequest, year: int) -> HttpResponse:
    found(year if needs.is_year(year) else None)
    one = queries.plan(request.actor, year)
    lines = queries.planned(request.actor, one) if one else []
    values: dict[str, Any] = {
        "year": year,
        "plan": one,
        "lines": lines,
        "told": results.needs_of_year(request.actor, year).people,
        "may_keep": class_queries.may_keep(request.actor),
        "is_draft": one is not None and one.state == needs.DRAFT,
        "is_own": one is not None and one.drafted_by == request.actor.name,
        "classes": sum(row.line.classes for row in lines),
        "people": sum(row.line.people for row in lines),
        "opened": sum(row.opened for row in lines),
        "trained": sum(row.trained for row in lines),
        "years": [number for number in (year - 1, year + 1) if needs.is_year(number)],
        "crumbs": [(_("Nhu cầu đào tạo"), reverse("training:needs"))],
    }
    return render(request, "training/plan.html", values)


def _plan_step(
    request: GuardedRequest, year: int, verb: Any, told: str, undo: str = ""
) -> HttpResponse:
    if done_or_told(request, verb):
        notices.good(request, told, undo=reverse(undo, args=[year]) if undo else "")
    return see(reverse("training:plan", args=[year]))


@requires_right("training.keep")
@require_POST
def draft(request: GuardedRequest, year: int) -> HttpResponse:
    found(year if needs.is_year(year) else None)
    return _plan_step(
        request, year, lambda: actions.draft_plan(by=request.actor, year=year),
        _("Đã lập kế hoạch từ nhu cầu. Sửa số lớp, số người rồi nhờ người khác duyệt."),
    )  # fmt: skip


@requires_right("training.keep")
@require_POST
def approve(request: GuardedRequest, year: int) -> HttpResponse:
    one = found(queries.plan(request.actor, year))
    return _plan_step(
        request, year, lambda: actions.approve_plan(by=request.actor, plan=one),
        _("Đã duyệt kế hoạch đào tạo."), "training:take_approval_back",
    )  # fmt: skip


@requires_right("training.keep")
@require_POST
def take_approval_back(request: GuardedRequest, year: int) -> HttpResponse:
    one = found(queries.plan(request.actor, year))
    return _plan_step(
        request, year, lambda: actions.take_approval_back(by=request.actor, plan=one),
        _("Đã rút duyệt; kế hoạch sửa được."),
    )  # fmt: skip


@requires_right("training.keep")
@require_http_methods(HTML)
def plan_line(request: GuardedRequest, number: int) -> HttpResponse:
    line = found(queries.plan_line(request.actor, number))
    first = {"classes": line.classes, "people": line.people, "note": line.note}
    form = PlanLineForm(bound(request), initial=first)
    kept = done(form, lambda: actions.set_line(by=request.actor, line=line, **form.cleaned_data))
    home = reverse("training:plan", args=[line.plan.year])
    if kept is not None:
        notices.good(request, _("Đã lưu dòng “%(subject)s”.") % {"subject": line.subject.title})
        return see(home)
    lead = _("Nhu cầu đã đăng ký: %(people)d người.") % {"people": line.needed}
    crumbs = [(_("Kế hoạch đào tạo năm %(year)d") % {"year": line.plan.year}, home)]
    return one_form(
        request, form, title=line.subject.title, button=_("Lưu dòng"), crumbs=crumbs, lead=lead
    )
