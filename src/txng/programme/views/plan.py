"""Pages of the Plan itself.

/ke-hoach/dieu-khoan           every clause: its words, who holds its duty today, tasks, our pages
/ke-hoach/dieu-khoan/IV.1.đ    one clause
/ke-hoach/bieu-do              years 2019 to 2030 drawn, with the table beside
/ke-hoach/phu-luc              the appendix in the Plan's own form; phu-luc.docx
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import RequiresRight, requires_right
from txng.accounts.actors import Actor
from txng.accounts.guard import GuardedRequest
from txng.documents.papers import write_docx
from txng.programme import drawing, papers, words
from txng.programme.models import Task
from txng.programme.queries import board as queries
from txng.programme.queries import duties, reach
from txng.programme.rules import clauses as plan
from txng.programme.rules import tasks as rules
from txng.programme.views.board import YEARS, ways
from txng.programme.views.shared import board_crumb
from txng.ui.answering import found

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_DRAWN = 60


@requires_right("programme.see")
@require_safe
def clauses(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    phase = request.GET.get("giai-doan", "")
    phase = phase if phase in plan.PHASES else ""
    shown = duties.clauses(request.actor, today, phase=phase)
    sections: dict[str, list[duties.Shown]] = {}
    for one in shown:
        sections.setdefault(one.section.id, []).append(one)
    values = {
        "sections": [(plan.section(name), rows) for name, rows in sections.items()],
        "count": len(shown),
        "today": today,
        "phases": [(code, _(title), code == phase) for code, title in plan.PHASES.items()],
        "phase": phase,
        "crumbs": [board_crumb()],
    }
    return render(request, "programme/clauses.html", values)


@requires_right("programme.see")
@require_safe
def clause(request: GuardedRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    one = found(duties.clause(request.actor, code, today))
    rows = queries.tasks(request.actor, clause=code)
    values = {
        "one": one,
        "rhythm": _(plan.RHYTHMS[one.clause.rhythm]),
        "phases": [_(plan.PHASES[phase]) for phase in one.clause.phases],
        "duties": one.duties,
        "tasks": [(each, words.state(each), words.MARKS[each.state]) for each in rows],
        "pages": pages_of(request.actor, one.clause.pages),
        "today": today,
        "crumbs": [board_crumb(), (_("Điều khoản"), reverse("programme:clauses"))],
    }
    return render(request, "programme/clause.html", values)


def pages_of(actor: Actor, routes: Sequence[str]) -> list[str]:
    """Addresses of the pages that are there and that this person may open."""
    found = []
    for route in routes:
        try:
            address = reverse(route)
        except NoReverseMatch:  # its room is not installed, or names a record
            continue
        access = getattr(resolve(address).func, "access", None)
        if not isinstance(access, RequiresRight) or actor.may(access.right):
            found.append(address)
    return found


# --- drawn ----------------------------------------------------------------------------------------


@requires_right("programme.see")
@require_safe
def gantt(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    first, last = _asked_years(request)
    heads = queries.heads(request.actor)
    own = [
        one
        for one in queries.own(request.actor)
        if one.first_day.year <= last and one.last_day.year >= first
    ]
    drawn = own[: MOST_DRAWN - len(heads)]
    lines = [_line_of(one) for one in heads] + [
        drawing.Line(one.title, (_span(one),)) for one in drawn
    ]
    values = {
        "drawing": drawing.gantt(lines, first, last, today),
        "rows": [
            *((one, _table_row(one, first, last, today)) for one in heads),
            *((one, _table_row(one, first, last, today)) for one in drawn),
        ],
        "left_out": len(own) - len(drawn),
        "first": first,
        "last": last,
        "years": YEARS,
        "today": today,
        "description": _description(heads, drawn, today),
        "is_loaded": bool(heads),
        "views": ways(request),
        "crumbs": [board_crumb()],
    }
    return render(request, "programme/gantt.html", values)


def _line_of(head: Task) -> drawing.Line:
    years: list[Task] = head.years  # type: ignore[attr-defined]
    spans = [_span(one) for one in years] or [_span(head)]
    return drawing.Line(f"{head.appendix}. {head.title}", spans)


def _span(one: Task) -> drawing.Span:
    told = f"{one.title}: {words.state(one)}"
    return drawing.Span(one.first_day, one.last_day, one.state, one.percent, told)


def _table_row(one: Task, first: int, last: int, today: date) -> dict[str, Any]:
    years: list[Task] = getattr(one, "years", [])
    shown = [each for each in years if first <= (each.year or 0) <= last]
    return {
        "leading": ", ".join(queries.held_by(one, rules.LEAD, today)),
        "years": _by_state(shown, today),
        "state": words.state(one),
        "mark": words.MARKS[one.state],
        "is_late": rules.is_late(today, one.last_day, one.state) and not years,
    }


def _by_state(years: list[Task], today: date) -> list[tuple[str, bool, list[Task]]]:
    """Years that stand alike together: words, whether they are late, tasks."""
    found: dict[tuple[str, bool], list[Task]] = {}
    for one in years:
        key = (words.state(one), rules.is_late(today, one.last_day, one.state))
        found.setdefault(key, []).append(one)
    return [(told, is_late, rows) for (told, is_late), rows in found.items()]


def _description(heads: list[Task], own: list[Task], today: date) -> str:
    """What the drawing shows, in words, from the data."""
    every = [each for one in heads for each in (getattr(one, "years", []) or [one])] + own
    late = sum(1 for one in every if rules.is_late(today, one.last_day, one.state))
    done = sum(1 for one in every if one.state == rules.DONE)
    told = _(
        "Mỗi dòng là một nhiệm vụ, mỗi thanh là thời gian của nó. %(all)d thanh, %(done)d đã hoàn thành,"
        " %(late)d đang trễ. Bảng bên cạnh nói cùng nội dung."
    )
    return told % {"all": len(every), "done": done, "late": late}


def _asked_years(request: GuardedRequest) -> tuple[int, int]:
    """?tu=2024&den=2027; what makes no sense is all the years."""
    typed = [request.GET.get(name, "") for name in ("tu", "den")]
    asked = [int(t) if t.isascii() and t.isdigit() and len(t) == 4 else 0 for t in typed]
    first = asked[0] if asked[0] in YEARS else YEARS[0]
    last = asked[1] if asked[1] in YEARS else YEARS[-1]
    return (first, last) if first <= last else (YEARS[0], YEARS[-1])


# --- the appendix ---------------------------------------------------------------------------------


def _names(request: GuardedRequest) -> papers.Names:
    return "2019" if request.GET.get("ten") == "2019" else "nay"


@requires_right("programme.see")
@require_safe
def appendix(request: GuardedRequest) -> HttpResponse:
    today, names = timezone.localdate(), _names(request)
    values = {
        "head": papers.HEAD,
        "rows": papers.appendix_rows(request.actor, names, today),
        "names": names,
        "today": today,
        "may_keep": reach.may_keep(request.actor),
        "crumbs": [board_crumb()],
    }
    return render(request, "programme/appendix.html", values)


@requires_right("programme.see")
@require_safe
def appendix_docx(request: GuardedRequest) -> HttpResponse:
    names = _names(request)
    paper = papers.appendix(request.actor, names, timezone.localdate())
    made = HttpResponse(write_docx(paper), content_type=DOCX)
    made["Content-Disposition"] = f'attachment; filename="phu-luc-ke-hoach-6736-{names}.docx"'
    return made
