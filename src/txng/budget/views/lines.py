"""Lines: the list, one line with its steps and vouchers, and what its agency does with it.

/kinh-phi/dong            all that one may see            /kinh-phi/cua-toi    those of one's own agency
/kinh-phi/dong/DT-000012  ─> ../sua ../gui ../rut ../xoa
"""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.budget import importing, rules, words
from txng.budget.actions import lines as actions
from txng.budget.forms.lines import LineForm, line_initial
from txng.budget.models import BudgetLine
from txng.budget.models.sources import KIND_NAMES
from txng.budget.queries import lines as queries
from txng.budget.queries import reach, years
from txng.budget.rules import parts as part_rules
from txng.budget.rules import purposes
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
    version_of,
    year_asked,
)
from txng.ui import lists, notices
from txng.ui.answering import see
from txng.ui.lists import Column, Empty, Filter, Register

MOST_TASKS = 300  # that a list to choose from holds


def _left(line: BudgetLine) -> object:
    return part_rules.left(line.approved, line.disbursed)


def _warning(line: BudgetLine) -> str:
    level = rules.level(line.approved, line.disbursed)
    return str(words.LEVELS[level]) if level else ""


def _register(names: Any, year_choices: list[int], agencies: list[tuple[str, str]]) -> Register:
    return Register(
        name="du-toan",
        title=_("Dòng dự toán"),
        order="-code",
        columns=(
            Column("code", gettext_lazy("Mã"), kind="code", sort="id", link=address_of),
            # what a glance asks for first: where the table is wider than the screen, its end is scrolled to
            Column("title", gettext_lazy("Nội dung"), is_wide=True),
            Column("state", gettext_lazy("Trạng thái"), value=lambda line: line.get_state_display(),
                   mark=lambda line: words.MARKS[line.state]),
            Column("agency", gettext_lazy("Cơ quan"),
                   value=lambda line: names.get(line.agency.code, line.agency.code)),
            Column("approved", gettext_lazy("Được giao"), kind="number"),
            Column("disbursed", gettext_lazy("Đã giải ngân"), kind="number"),
            Column("left", gettext_lazy("Còn lại"), kind="number", value=_left),
            Column("warning", gettext_lazy("Cảnh báo"), value=_warning,
                   mark=lambda line: "warn" if _warning(line) else ""),
            Column("proposed", gettext_lazy("Đề xuất"), kind="number"),
            Column("purpose", gettext_lazy("Mục chi"), value="purpose_name"),
            Column("year", gettext_lazy("Năm"), value=lambda line: str(line.year)),
        ),
        filters=(
            Filter("nam", gettext_lazy("Năm"), narrow="year",
                   choices=[(str(year), str(year)) for year in year_choices]),
            Filter("trang-thai", gettext_lazy("Trạng thái"), choices=BudgetLine.State.choices,
                   narrow="state"),
            Filter("muc", gettext_lazy("Mục chi"), narrow="purpose",
                   choices=[(one.code, _(one.short)) for one in purposes.PURPOSES]),
            Filter("loai", gettext_lazy("Loại vốn"), choices=list(KIND_NAMES.items()),
                   narrow=queries.with_kind),
            Filter("co-quan", gettext_lazy("Cơ quan"), choices=agencies, narrow="agency__code"),
        ),
        empty=Empty(
            _("Chưa có dòng dự toán nào."),
            _("Cơ quan lập dự toán cho năm sau, gửi Sở Tài chính thẩm định."),
        ),
    )  # fmt: skip


@requires_right("budget.see")
@require_safe
def lines(request: GuardedRequest) -> HttpResponseBase:
    actor = request.actor
    names = queries.agency_names(actor, timezone.localdate().year)
    agencies = [
        (one.code, names.get(one.code, one.code)) for one in queries.agencies_with_lines(actor)
    ]
    register = _register(names, queries.years(actor), agencies)
    links = []
    if actor.may(rules.PROPOSE):
        links.append(lists.Link(_("Thêm dòng dự toán"), reverse("budget:new_line")))
    links.append(lists.Link(_("Bảng tổng hợp"), reverse("budget:overview"), leads=True))
    return register.answer(request, queries.lines(actor).order_by(), actions=links, crumbs=crumbs())


@requires_right("budget.see")
@require_safe
def line(request: GuardedRequest, code: str) -> HttpResponse:
    actor, one = request.actor, line_of(request, code)
    vouchers = queries.vouchers(actor, one)
    files = queries.files(actor, vouchers)
    values = {
        "line": one,
        "agency": queries.agency_names(actor, one.year).get(one.agency.code, one.agency.code),
        "mark": words.MARKS[one.state],
        "warning": _warning(one),
        "left": _left(one),
        "parts": [(part, words.LEVELS.get(part.level, "")) for part in queries.figures(one)],
        "steps": queries.steps(actor, one),
        "vouchers": [(each, files.get(each.pk, [])) for each in vouchers],
        "may": queries.doing(actor, one),
        "purpose": _(purposes.BY_CODE[one.purpose].name),
        "clause": purposes.BY_CODE[one.purpose].clause,
        "calculation": one.calculation.splitlines(),
        "crumbs": line_crumbs(one)[:-1],
    }
    return render(request, "budget/line.html", values)


@requires_right("budget.propose")
@require_http_methods(HTML)
def new_line(request: GuardedRequest) -> HttpResponse:
    own = reach.own_agency(request.actor)
    initial = {"year": timezone.localdate().year + 1, "agency": own.code if own else ""}
    form = _form(request, initial=initial)
    made = done(
        form, lambda: actions.make_line(by=request.actor, asked=form.asked(*_others(request, form)))
    )
    if made is not None:
        notices.good(request, _("Đã lập dòng %(code)s. Xem lại rồi gửi đi.") % {"code": made.code})
        return see(address_of(made))
    return one_form(
        request, form, title=_("Thêm dòng dự toán"), button=_("Lưu bản nháp"),
        crumbs=crumbs((_("Dự toán của cơ quan"), reverse("budget:own"))),
        lead=_("Bản nháp chưa ai thẩm định; gửi đi ở trang của dòng."), template="budget/line_form.html",
    )  # fmt: skip


@requires_right("budget.propose")
@require_http_methods(HTML)
def change_line(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    form = _form(request, initial=line_initial(one), line=one)
    made = done(
        form,
        lambda: actions.change_line(
            by=request.actor, line=one, asked=form.asked(*_others(request, form)),
            version=form.cleaned_data["version"],
        ),
    )  # fmt: skip
    if made is not None:
        notices.good(request, _("Đã lưu dòng %(code)s.") % {"code": made.code})
        return see(address_of(made))
    return one_form(
        request, form, title=_("Sửa dòng dự toán %(code)s") % {"code": one.code},
        button=_("Lưu bản nháp"), crumbs=line_crumbs(one), template="budget/line_form.html",
        version=_fresh(request, one),
    )  # fmt: skip


@requires_right("budget.propose")
@require_POST
def propose(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    version = version_of(request)
    if done_or_told(request, lambda: actions.propose(by=request.actor, line=one, version=version)):
        notices.good(
            request, _("Đã gửi dòng %(code)s để thẩm định.") % {"code": one.code},
            undo=reverse("budget:take_back", args=[one.code]),
        )  # fmt: skip
    return see(address_of(one))


@requires_right("budget.propose")
@require_POST
def take_back(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    if done_or_told(request, lambda: actions.take_back(by=request.actor, line=one)):
        notices.good(request, _("Đã rút dòng %(code)s về bản nháp.") % {"code": one.code})
    return see(address_of(one))


@requires_right("budget.propose")
@require_POST
def drop_line(request: GuardedRequest, code: str) -> HttpResponse:
    one = line_of(request, code)
    version = version_of(request)
    if done_or_told(
        request, lambda: actions.drop_line(by=request.actor, line=one, version=version)
    ):
        notices.good(request, _("Đã xóa bản nháp “%(title)s”.") % {"title": one.title})
        return see(reverse("budget:own"))
    return see(address_of(one))


# --- one's own agency ---------------------------------------------------------------------------------


@requires_right("budget.propose")
@require_safe
def own(request: GuardedRequest) -> HttpResponse:
    """The proposals of one's own agency for a year: the coming one, unless another is asked for."""
    actor = request.actor
    year = year_asked(request) if "nam" in request.GET else timezone.localdate().year + 1
    agency = reach.own_agency(actor)
    several = list(queries.own_lines(actor, year))
    values = {
        "year": year,
        "years": queries.years(actor),
        "agency": queries.agency_names(actor, year).get(agency.code, agency.code) if agency else "",
        "lines": [(each, words.MARKS[each.state], _warning(each)) for each in several],
        "proposed": sum(each.proposed for each in several),
        "approved": sum(each.approved or 0 for each in several),
        "disbursed": sum(each.disbursed for each in several),
        "drafts": sum(each.state in rules.EDITABLE for each in several),
        "is_closed": years.is_closed(year),
        "crumbs": crumbs(),
    }
    return render(request, "budget/own.html", values)


@requires_right("budget.propose")
@require_safe
def own_sheet(request: GuardedRequest) -> HttpResponse:
    """The lines of one's own agency in the form that is read back in."""
    from txng.ui.sheets import tables

    year = year_asked(request)
    book = importing.filled(queries.own_lines(request.actor, year))
    answer = HttpResponse(book, content_type=tables.MEDIA_TYPE)
    name = f"du-toan-{year}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


# --- inside -------------------------------------------------------------------------------------------


def _form(
    request: GuardedRequest, *, initial: dict[str, Any], line: BudgetLine | None = None
) -> LineForm:
    actor = request.actor
    kept = {part.source_id for part in line.parts.all()} if line is not None else set()
    sources = [one for one in queries.sources(actor) if one.is_open or one.pk in kept]
    agencies = queries.agency_choices(actor) if actor.may_everywhere(rules.KEEP) else []
    sent = request.POST.get("year", "").strip()
    year = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) == 4 else initial["year"]
    tasks = list(queries.tasks_of_year(actor, year)[:MOST_TASKS])
    if line is not None and line.task is not None and line.task not in tasks:
        tasks.append(line.task)
    return LineForm(
        bound(request), initial=initial, sources=sources, agencies=agencies, tasks=tasks
    )


def _others(request: GuardedRequest, form: LineForm) -> tuple[Any]:
    """The agency that the form names, None for one's own."""
    code = form.cleaned_data.get("agency", "")
    return (queries.agency_called(request.actor, code) if code else None,)


def _fresh(request: GuardedRequest, one: BudgetLine) -> int:
    """The version of this moment: a stale form was told so, and may be sent once more."""
    row = queries.line(request.actor, one.code)
    return row.version if row is not None else one.version
