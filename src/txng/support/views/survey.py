"""An enterprise answers the survey, a section a page; what registers hold is shown and not asked.

GET  /khao-sat              sections: how many are answered, what is known, what one is classed as
POST /khao-sat/phan/B       303 ─> the next section that lacks something
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.support.actions import survey as actions
from txng.support.forms.survey import SectionForm, first_values
from txng.support.queries import survey as queries
from txng.support.rules import survey as rules
from txng.support.views.shared import HTML, bound, done
from txng.ui import notices
from txng.ui.answering import see
from txng.ui.lists import written


@requires_right("support.answer")
@require_safe
def own(request: GuardedRequest) -> HttpResponse:
    actor = request.actor
    one = queries.own(actor)
    if one is None:
        return redirect("support:tasks")
    sheet = queries.questions_for(actor, one)
    held = queries.held(actor, one)
    lacking = {question.key for question in sheet.lacking}
    sections = []
    for section, title in rules.SECTIONS.items():
        asked = [question for question in sheet.asked if question.section == section]
        sections.append(
            {
                "code": section,
                "title": _(title),
                "known": known_of(held, section),
                "count": len(asked),
                "left": sum(question.key in lacking for question in asked),
            }
        )
    values = {
        "own": one,
        "sections": sections,
        "next": next((part["code"] for part in sections if part["left"]), ""),
        "left": len(lacking),
        "percent": sheet.percent,
        "round": queries.open_round(actor),
        "classed": queries.classed(actor, one),
    }
    return render(request, "support/survey.html", values)


@requires_right("support.answer")
@require_http_methods(HTML)
def section(request: GuardedRequest, section: str) -> HttpResponse:
    if section not in rules.SECTIONS:
        raise Http404
    actor = request.actor
    one = queries.own(actor)
    if one is None:
        return redirect("support:tasks")
    sheet = queries.questions_for(actor, one)
    asked = [question for question in sheet.asked if question.section == section]
    answers = queries.answers_of(queries.sheet(actor, one))
    form = SectionForm(
        bound(request),
        questions=asked,
        groups=queries.group_choices(actor),
        initial=first_values(answers),
    )
    if done(form, lambda: actions.answer(by=actor, own=one, told=form.told)) is not None:
        return _onward(request, one, section)
    codes = list(rules.SECTIONS)
    values: dict[str, Any] = {
        "form": form,
        "title": _(rules.SECTIONS[section]),
        "number": codes.index(section) + 1,
        "count": len(codes),
        "known": known_of(queries.held(actor, one), section),
        "crumbs": [(_("Khảo sát"), reverse("support:survey"))],
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "support/survey_section.html", values, status=status)


def _onward(request: GuardedRequest, one: Any, section: str) -> HttpResponse:
    """A question that this answer opened is asked on the same page; else the next section that lacks."""
    sheet = queries.questions_for(request.actor, one)
    lacking = [question.section for question in sheet.lacking]
    codes = list(rules.SECTIONS)
    at = codes.index(section)
    before = set(request.POST)
    opened = [
        q for q in sheet.lacking if q.section == section and q.only_if and q.key not in before
    ]
    wanted = section if opened else next((code for code in codes[at + 1 :] if code in lacking), "")
    if not wanted:
        notices.good(request, _("Đã lưu câu trả lời."))
        return see(reverse("support:survey"))
    return see(reverse("support:section", args=[wanted]))


def known_of(held: queries.Held, section: str) -> list[tuple[str, str]]:
    """Words and value of what registers hold in this section."""
    return [
        (_(words), written(held[name]))
        for name, (place, words) in rules.FACTS.items()
        if place == section and name in held
    ]


def told(question: rules.Question, value: Any, groups: dict[str, str]) -> str:
    """An answer as people read it."""
    names = dict(question.options(get_language() or "vi")) | groups
    if isinstance(value, list):
        return ", ".join(str(names.get(word, word)) for word in value) or _("Không có")
    if question.kind == "decimal":
        return str(value).replace(".", ",")
    return str(names.get(str(value), value))
