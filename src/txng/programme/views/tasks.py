"""Pages of one task.

/ke-hoach/nhiem-vu/them                    add one, ?thuoc=NV-000012 under another
/ke-hoach/nhiem-vu/NV-000012               history, evidence, agencies then and now, sub-tasks
/ke-hoach/nhiem-vu/NV-000012/bao           report: state, percent, note and file
/ke-hoach/nhiem-vu/NV-000012/phan-viec/7   an agency beside confirms its part, or says why not
"""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties.models import Agency
from txng.programme import words
from txng.programme.actions import progress, shares
from txng.programme.actions import tasks as actions
from txng.programme.forms.tasks import AnswerForm, DropForm, ReportForm, TaskForm, begin_with
from txng.programme.models import Task, TaskAgency
from txng.programme.queries import board as queries
from txng.programme.queries import duties, parts, reach
from txng.programme.rules import clauses
from txng.programme.rules import tasks as rules
from txng.programme.views.shared import (
    HTML,
    address,
    board_crumb,
    bound,
    done,
    one_form,
    task_crumbs,
    told,
)
from txng.ui import notices
from txng.ui.answering import found, see
from txng.ui.lists import Mark


@requires_right("programme.see")
@require_safe
def task(request: GuardedRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    one = found(queries.task(request.actor, code))
    is_yearly = one.rhythm == rules.YEARLY
    held = queries.shares(request.actor, one, today)
    counted = {} if is_yearly else parts.counted(request.actor, [one], today)
    values = {
        "one": one,
        "state": "" if is_yearly else words.state(one),
        "mark": words.MARKS[one.state],
        "is_yearly": is_yearly,
        "reminders": [
            (words.reminder(each), words.reminder_mark(each))
            for each in queries.reminders_of(one, today)
        ],
        "clauses": [
            shown
            for row in sorted(one.clauses.all(), key=lambda row: clauses.position(row.clause))
            if (shown := clauses.clause(row.clause)) is not None
        ],
        "own": [mine for mine in parts.own_parts(request.actor, today) if mine.task.pk == one.pk],
        "leading": [
            (part, counted.get(part.row.pk)) for part in held if part.row.role == rules.LEAD
        ],
        "beside": [
            (*_answered(part), counted.get(part.row.pk))
            for part in held
            if part.row.role == rules.BESIDE
        ],
        "history": [_line(each) for each in queries.history(request.actor, one)],
        "children": [_row(child) for child in queries.children(request.actor, one)],
        "instances": [_row(each) for each in queries.instances(request.actor, one)],
        "may_report": not is_yearly
        and one.state != rules.DROPPED
        and reach.may_report(request.actor, one, today),
        "may_edit": one.state != rules.DROPPED and reach.may_edit(request.actor, one, today),
        "may_drop": not one.appendix
        and one.state in rules.OPEN
        and reach.may_edit(request.actor, one, today),
        "may_divide": not is_yearly
        and one.state != rules.DROPPED
        and reach.may_divide(request.actor, one, today),
        "crumbs": [board_crumb()],
    }
    return render(request, "programme/task.html", values)


def _row(one: Task) -> tuple[Task, str, Mark, list[tuple[str, Mark]]]:
    today = timezone.localdate()
    told = [(words.reminder(e), words.reminder_mark(e)) for e in queries.reminders_of(one, today)]
    return one, words.state(one), words.MARKS[one.state], told


def _answered(part: queries.Share) -> tuple[queries.Share, str]:
    return part, words.SHARE_MARKS[part.row.answer]


def _line(one: queries.Told) -> dict[str, Any]:
    """A line of the history in words; what was edited, field by field."""
    changes = [
        (words.FIELDS[key], _shown(key, before), _shown(key, after))
        for key, (before, after) in one.update.changes.items()
        if key in words.FIELDS
    ]
    return {"told": one, "words": words.update(one.update), "changes": changes}


def _shown(key: str, value: str) -> str:
    if key in ("first_day", "last_day") and value:
        return words.day(date.fromisoformat(value))
    return value or "–"


# --- report ---------------------------------------------------------------------------------------


@requires_right("programme.see")
@require_http_methods(HTML)
def report(request: GuardedRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    one = found(queries.task(request.actor, code))
    if one.rhythm == rules.YEARLY or not reach.may_report(request.actor, one, today):
        raise Http404
    sent, files = bound(request)
    begin = {
        "seen": one.version,
        "state": one.state if one.state in rules.REPORTED else rules.DOING,
        "percent": one.percent if one.state in (rules.DOING, rules.PAUSED) else None,
        "on": today,
    }
    form = ReportForm(sent, files, initial=begin)

    def verb() -> Any:
        typed = form.cleaned_data
        file = typed["file"]
        return progress.report_progress(
            by=request.actor,
            task=one,
            state=typed["state"],
            percent=typed["percent"],
            note=typed["note"],
            on=typed["on"],
            file=None if file is None else (file.name, file.read()),
            seen=typed["seen"],
        )

    made = done(form, verb, one)
    if made is not None:
        notices.good(
            request,
            _("Đã báo: %(state)s. Rút lại được trong 24 giờ.") % {"state": words.state(made)},
            undo=reverse("programme:take_back", args=[one.code, made.version]),
        )
        return see(_onward(request, one))
    return one_form(
        request,
        form,
        title=_("Báo tiến độ"),
        button=_("Gửi báo cáo"),
        crumbs=task_crumbs(one),
        lead=one.title,
        state=words.state(one),
    )


def _onward(request: GuardedRequest, one: Task) -> str:
    """Who came from a list of one's own goes back to it."""
    return reverse("programme:mine") if request.GET.get("tu") == "toi" else address(one)


@requires_right("programme.see")
@require_POST
def take_back(request: GuardedRequest, code: str, version: int) -> HttpResponse:
    one = found(queries.task(request.actor, code))
    told(
        request,
        lambda: progress.take_back_report(by=request.actor, task=one, version=version),
        _("Đã rút lại báo cáo. Trạng thái trước đó có hiệu lực trở lại."),
    )
    return see(address(one))


# --- a part is confirmed --------------------------------------------------------------------------


@requires_right("programme.see")
@require_http_methods(HTML)
def answer(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    one, part = _part(request, code, number)
    form = AnswerForm(bound(request)[0], initial={"answer": rules.CONFIRMED})

    def verb() -> TaskAgency:
        return shares.answer_share(by=request.actor, share=part, **form.cleaned_data)

    if done(form, verb) is not None:
        undo = reverse("programme:take_back_answer", args=[one.code, part.pk])
        notices.good(request, _("Đã ghi trả lời. Rút lại được trong 24 giờ."), undo=undo)
        return see(_onward(request, one))
    return one_form(
        request,
        form,
        title=_("Xác nhận phần việc"),
        button=_("Gửi trả lời"),
        crumbs=task_crumbs(one),
        lead=one.title,
        state=words.state(one),
    )


@requires_right("programme.see")
@require_POST
def take_back_answer(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    one, part = _part(request, code, number)
    told(
        request,
        lambda: shares.take_back_answer(by=request.actor, share=part),
        _("Đã rút lại trả lời. Phần việc chờ xác nhận trở lại."),
    )
    return see(address(one))


def _part(request: GuardedRequest, code: str, number: int) -> tuple[Task, TaskAgency]:
    """Somebody else's part answers as one that is not there."""
    one = found(queries.task(request.actor, code))
    part = found(queries.share(one, number))
    if not reach.may_answer(request.actor, part, timezone.localdate()):
        raise Http404
    return one, part


@requires_right("programme.see")
@require_safe
def file(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    """Never opened inside a page: what came from somebody is saved to a disk first."""
    one = found(queries.task(request.actor, code))
    kept = found(queries.file(request.actor, one, number))
    made = HttpResponse(kept.content, content_type=kept.attachment.media_type)
    disposition = content_disposition_header(True, kept.attachment.name)
    made["Content-Disposition"] = disposition or "attachment"
    return made


# --- own tasks ------------------------------------------------------------------------------------


@requires_right("programme.see")
@require_http_methods(HTML)
def add_task(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    around = None
    if wanted := request.GET.get("thuoc", ""):
        around = found(queries.task(request.actor, wanted))
        if around.rhythm == rules.YEARLY or not reach.may_divide(request.actor, around, today):
            raise Http404
    own = reach.own_agency(request.actor)
    if own is None and not reach.may_keep(request.actor):
        raise Http404
    form = TaskForm(
        bound(request)[0],
        agencies=queries.agency_choices(request.actor, around.last_day if around else today),
        offered=() if around else _offered(request, today),
        initial=_begin(request, around, own, today),
    )

    def verb() -> Task:
        return actions.add_task(by=request.actor, facts=form.facts(), parent=around)

    made = done(form, verb)
    if made is not None:
        notices.good(request, _("Đã thêm %(code)s.") % {"code": made.code})
        return see(address(made))
    return one_form(
        request,
        form,
        title=_("Thêm việc con") if around else _("Thêm việc của cơ quan mình"),
        button=_("Lưu việc"),
        crumbs=task_crumbs(around) if around else [board_crumb()],
        lead=around.title
        if around
        else _("Chương trình, kế hoạch của ngành hoặc địa phương (IV.2.c, IV.5)."),
    )  # fmt: skip


def _offered(request: GuardedRequest, today: date) -> set[str]:
    """The standing agency may name any clause, others those that their agency leads."""
    if reach.may_keep(request.actor):
        return {one.id for one in clauses.clauses()}
    return duties.led_by(request.actor, reach.has_part_with(request.actor, today), today)


def _begin(
    request: GuardedRequest, around: Task | None, agency: Agency | None, today: date
) -> dict[str, Any]:
    own = agency.code if agency else ""
    if around is not None:
        return {
            "seen": 0,
            "first_day": max(around.first_day, min(today, around.last_day)),
            "last_day": around.last_day,
            "clauses": [row.clause for row in around.clauses.all()],
            "leading": [own] if own else [],
        }
    year_end = date(min(max(today.year, 2019), 2030), 12, 31)
    led = duties.leading_on(request.actor, ["IV.2.c"], today, today)
    is_committee = agency is not None and (agency.commune_code or agency.stands_for)
    named = "IV.2.c" if own in led else ("IV.5.a" if is_committee else "")
    return {
        "seen": 0,
        "first_day": today,
        "last_day": year_end,
        "clauses": [named] if named else [],
        "leading": [own] if own else [],
    }


@requires_right("programme.see")
@require_http_methods(HTML)
def edit_task(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.task(request.actor, code))
    if one.state == rules.DROPPED or not reach.may_edit(request.actor, one, timezone.localdate()):
        raise Http404
    named = queries.agency_choices(request.actor, one.last_day)
    there = {
        row.agency.code: queries.short_name(row.agency, one.last_day) for row in one.agencies.all()
    }
    agencies = [*named, *((c, n) for c, n in there.items() if c not in dict(named))]
    form = TaskForm(
        bound(request)[0],
        agencies=agencies,
        offered=() if one.appendix else {shown.id for shown in clauses.clauses()},
        of_appendix=bool(one.appendix),
        initial=begin_with(one),
    )

    def verb() -> Task:
        return actions.edit_task(
            by=request.actor, task=one, facts=form.facts(one), seen=form.cleaned_data["seen"]
        )

    if done(form, verb, one) is not None:
        notices.good(request, _("Đã lưu nhiệm vụ."))
        return see(address(one))
    lead = one.title if one.appendix else ""
    return one_form(
        request,
        form,
        title=_("Sửa nhiệm vụ %(code)s") % {"code": one.code},
        button=_("Lưu nhiệm vụ"),
        crumbs=task_crumbs(one),
        lead=lead,
    )


@requires_right("programme.see")
@require_http_methods(HTML)
def drop_task(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.task(request.actor, code))
    may = reach.may_edit(request.actor, one, timezone.localdate())
    if one.appendix or one.state not in rules.OPEN or not may:
        raise Http404
    form = DropForm(bound(request)[0], initial={"seen": one.version})

    def verb() -> Task:
        return actions.drop_task(by=request.actor, task=one, **form.cleaned_data)

    dropped = done(form, verb, one)
    if dropped is not None:
        undo = reverse("programme:take_back", args=[one.code, dropped.version])
        notices.good(request, _("Đã bỏ việc này. Rút lại được trong 24 giờ."), undo=undo)
        return see(address(one))
    return one_form(
        request,
        form,
        title=_("Bỏ việc %(code)s") % {"code": one.code},
        button=_("Bỏ việc này"),
        crumbs=task_crumbs(one),
        lead=one.title,
    )
