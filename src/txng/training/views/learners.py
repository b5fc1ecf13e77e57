"""Learners of a class for its trainers and the keepers: the list, who comes from paper, papers, judgement."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.training import paper_pdf
from txng.training.actions import learners as actions
from txng.training.actions import papers
from txng.training.forms.classes import PutDownForm, ReasonForm
from txng.training.models import Learner
from txng.training.queries import classes as queries
from txng.training.queries import learners as people
from txng.training.rules import classes, privacy, quiz, tickets
from txng.training.views.shared import (
    HTML,
    bound,
    done,
    done_or_told,
    one_form,
    place_of,
    to_class,
    to_classes,
)
from txng.ui import notices
from txng.ui.answering import found, see


def _people(code: str) -> str:
    return reverse("training:learners", args=[code])


@requires_right("training.teach")
@require_safe
def learners(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_to_teach(request.actor, code))
    held = {row.learner_id: row for row in people.papers(request.actor, one) if not row.revoked_at}
    rows = list(people.learners(request.actor, one).order_by("state", "name", "pk"))
    lines = [(row, tickets.shown_code(row.code), held.get(row.pk)) for row in rows]
    values: dict[str, Any] = {
        "one": one,
        "place": place_of(one),
        "seated": [line for line in lines if line[0].state == classes.SEATED],
        "waiting": [line for line in lines if line[0].state == classes.WAITING],
        "withdrawn": [line for line in lines if line[0].state == classes.WITHDRAWN],
        "revoked": [row for row in people.papers(request.actor, one) if row.revoked_at],
        "due": people.due_papers(one).count() if one.state == classes.DONE else 0,
        "is_done": one.state == classes.DONE,
        "is_open": one.state == classes.OPEN,
        "may_keep": queries.may_keep(request.actor),
        "sessions": queries.sessions(one),
        "needed": classes.sessions_needed(one.session_count, one.share),
        "crumbs": [to_classes(), to_class(one)],
    }
    return render(request, "training/learners.html", values)


@requires_right("training.teach")
@require_http_methods(HTML)
def put_down(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_to_teach(request.actor, code))
    form = PutDownForm(bound(request))
    made = done(
        form,
        lambda: actions.put_down(by=request.actor, training_class=one, person=form.person),
    )
    if made is not None:
        notices.good(request, _("Đã ghi %(name)s vào lớp.") % {"name": made.name})
        return see(_people(code))
    return one_form(
        request, form, title=_("Thêm người học"), button=_("Ghi vào lớp"),
        crumbs=[to_classes(), to_class(one), (_("Người học"), _people(code))],
        lead=_("Dành cho người đến mà chưa đăng ký. Nói với họ: họ tên và số liên lạc chỉ dùng cho lớp này."),
    )  # fmt: skip


@requires_right("training.teach")
@require_POST
def let_in(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    row = _learner(request, code, number)
    if done_or_told(request, lambda: actions.let_in(by=request.actor, learner=row)):
        notices.good(request, _("%(name)s đã có chỗ trong lớp.") % {"name": row.name})
    return see(_people(code))


@requires_right("training.keep")
@require_POST
def erase(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    row = _learner(request, code, number)
    if done_or_told(request, lambda: actions.erase_for(by=request.actor, learner=row)):
        notices.good(request, _("Đã xóa họ tên, số liên lạc, đơn vị của một người học."))
    return see(_people(code))


def _learner(request: GuardedRequest, code: str, number: int) -> Learner:
    one = found(queries.class_to_teach(request.actor, code))
    return found(people.learner(request.actor, one, number))


@requires_right("training.teach")
@require_POST
def issue(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.class_to_teach(request.actor, code))

    def give() -> None:
        made = papers.issue_papers(by=request.actor, training_class=one)
        notices.good(
            request,
            _("Đã cấp %(count)d giấy, từ số %(first)s đến %(last)s.")
            % {"count": len(made), "first": made[0].number, "last": made[-1].number},
        )

    done_or_told(request, give)
    return see(_people(code))


@requires_right("training.teach")
@require_safe
def paper(request: GuardedRequest, number: str) -> HttpResponse:
    held = found(people.paper(request.actor, number))
    one = held.learner.training_class
    values = {
        "paper": held,
        "code": tickets.shown_code(held.code),
        "one": one,
        "crumbs": [to_classes(), to_class(one), (_("Người học"), _people(one.code))],
    }
    return render(request, "training/paper.html", values)


@requires_right("training.teach")
@require_safe
def paper_file(request: GuardedRequest, number: str) -> HttpResponse:
    held = found(people.paper(request.actor, number))
    return paper_pdf.answer(found(held if held.name else None))


@requires_right("training.teach")
@require_http_methods(HTML)
def revoke(request: GuardedRequest, number: str) -> HttpResponse:
    held = found(people.paper(request.actor, number))
    one = held.learner.training_class
    form = ReasonForm(bound(request))
    kept = done(
        form,
        lambda: papers.revoke_paper(
            by=request.actor, paper=held, reason=form.cleaned_data["reason"]
        ),
    )
    if kept is not None:
        notices.good(
            request, _("Đã thu hồi giấy %(number)s.") % {"number": number},
            undo=reverse("training:restore_paper", args=[number]),
        )  # fmt: skip
        return see(reverse("training:paper", args=[number]))
    return one_form(
        request, form, title=_("Thu hồi giấy %(number)s") % {"number": number},
        button=_("Thu hồi giấy"),
        crumbs=[to_classes(), to_class(one), (number, reverse("training:paper", args=[number]))],
        lead=_("Người cấp giấy không tự thu hồi. Trang kiểm tra giấy sẽ nói giấy đã thu hồi và lý do."),
    )  # fmt: skip


@requires_right("training.teach")
@require_POST
def restore(request: GuardedRequest, number: str) -> HttpResponse:
    held = found(people.paper(request.actor, number))
    if done_or_told(request, lambda: papers.restore_paper(by=request.actor, paper=held)):
        notices.good(request, _("Giấy %(number)s có giá trị trở lại.") % {"number": number})
    return see(reverse("training:paper", args=[number]))


@requires_right("training.see")
@require_safe
def judgement(request: GuardedRequest, code: str) -> HttpResponse:
    """Quiz by question, what learners thought, what they knew before and after: sums, no names."""
    one = found(queries.class_called(request.actor, code))
    tried, passed = people.attempt_counts(one)
    values = {
        "one": one,
        "results": people.question_results(request.actor, one) if one.has_quiz else [],
        "tried": tried,
        "passed": passed,
        "tries": quiz.MOST_TRIES,
        "opinion": people.opinion(request.actor, one),
        "teaches": queries.teaches(request.actor, one),
        "crumbs": [to_classes(), to_class(one)],
    }
    return render(request, "training/judgement.html", values)


@requires_right("training.keep")
@require_http_methods(HTML)
def privacy_page(request: GuardedRequest) -> HttpResponse:
    if request.method == "POST":
        if queries.may_keep(request.actor):
            count = actions.erase_overdue(by=request.actor)
            notices.good(request, _("Đã xóa thông tin của %(count)d người học.") % {"count": count})
        return see(reverse("training:privacy"))
    values = {
        "due": people.overdue(request.actor).count(),
        "years": privacy.KEEP_YEARS,
        "crumbs": [to_classes()],
    }
    return render(request, "training/privacy.html", values)
