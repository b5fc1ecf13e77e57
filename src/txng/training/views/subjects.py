"""Subjects with their curricula and questions, for keepers; needs of a year and the plan."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.training.actions import subjects as actions
from txng.training.forms.subjects import QuestionForm, SubjectForm
from txng.training.models import Question, Subject
from txng.training.queries import classes as class_queries
from txng.training.queries import subjects as queries
from txng.training.views.shared import HTML, bound, done, done_or_told, one_form, to_classes
from txng.ui import notices
from txng.ui.answering import found, see


def _crumbs() -> list[tuple[str, str]]:
    return [to_classes(), (_("Chuyên đề"), reverse("training:subjects"))]


def _to(one: Subject) -> tuple[str, str]:
    return one.title, reverse("training:subject", args=[one.code])


@requires_right("training.see")
@require_safe
def subjects(request: GuardedRequest) -> HttpResponse:
    values = {
        "subjects": list(queries.subjects_at_work(request.actor)),
        "may_keep": class_queries.may_keep(request.actor),
        "crumbs": [to_classes()],
    }
    return render(request, "training/subjects.html", values)


@requires_right("training.keep")
@require_POST
def put_in(request: GuardedRequest) -> HttpResponse:
    def put() -> None:
        made = actions.put_in_packaged_subjects(by=request.actor)
        notices.good(request, _("Đã nạp %(count)d chuyên đề có sẵn.") % {"count": made})

    done_or_told(request, put)
    return see(reverse("training:subjects"))


@requires_right("training.see")
@require_safe
def subject(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.subject(request.actor, code))
    values = {
        "one": one,
        "topics": one.curriculum.splitlines(),
        "questions": list(queries.questions(request.actor, one)),
        "may_keep": class_queries.may_keep(request.actor),
        "crumbs": _crumbs(),
    }
    return render(request, "training/subject.html", values)


@requires_right("training.keep")
@require_http_methods(HTML)
def add_subject(request: GuardedRequest) -> HttpResponse:
    return _subject_form(request, None, _("Thêm chuyên đề"), _crumbs())


@requires_right("training.keep")
@require_http_methods(HTML)
def edit_subject(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.subject(request.actor, code))
    return _subject_form(request, one, _("Sửa chuyên đề"), [*_crumbs(), _to(one)])


def _subject_form(
    request: GuardedRequest, one: Subject | None, title: str, crumbs: list[tuple[str, str]]
) -> HttpResponse:
    form = SubjectForm(bound(request), initial=SubjectForm.first_values(one))
    kept = done(form, lambda: actions.save_subject(by=request.actor, subject=one, facts=form.facts))
    if kept is not None:
        notices.good(request, _("Đã lưu chuyên đề “%(title)s”.") % {"title": kept.title})
        return see(reverse("training:subject", args=[kept.code]))
    return one_form(request, form, title=title, button=_("Lưu chuyên đề"), crumbs=crumbs)


@requires_right("training.keep")
@require_http_methods(HTML)
def add_question(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.subject(request.actor, code))
    return _question_form(request, one, None, _("Thêm câu hỏi"))


@requires_right("training.keep")
@require_http_methods(HTML)
def edit_question(request: GuardedRequest, number: int) -> HttpResponse:
    row = found(queries.question(request.actor, number))
    return _question_form(request, row.subject, row, _("Thay câu hỏi"))


def _question_form(
    request: GuardedRequest, one: Subject, row: Question | None, title: str
) -> HttpResponse:
    form = QuestionForm(bound(request), initial=QuestionForm.first_values(row))
    kept = done(
        form,
        lambda: actions.save_question(
            by=request.actor, subject=one, question=row, facts=form.facts
        ),
    )
    if kept is not None:
        notices.good(request, _("Đã lưu câu %(number)d.") % {"number": kept.number})
        return see(_to(one)[1])
    lead = _("Câu trả lời đã nộp vẫn giữ theo câu cũ.") if row else ""
    return one_form(
        request,
        form,
        title=title,
        button=_("Lưu câu hỏi"),
        crumbs=[*_crumbs(), _to(one)],
        lead=lead,
    )


@requires_right("training.keep")
@require_POST
def drop_question(request: GuardedRequest, number: int) -> HttpResponse:
    row = found(queries.question(request.actor, number))
    if done_or_told(request, lambda: actions.drop_question(by=request.actor, question=row)):
        notices.good(
            request, _("Đã bỏ câu %(number)d.") % {"number": row.number},
            undo=reverse("training:ask_again", args=[row.pk]),
        )  # fmt: skip
    return see(_to(row.subject)[1])


@requires_right("training.keep")
@require_POST
def ask_again(request: GuardedRequest, number: int) -> HttpResponse:
    row: Any = found(queries.dropped_question(request.actor, number))
    if done_or_told(request, lambda: actions.ask_again(by=request.actor, question=row)):
        notices.good(request, _("Câu hỏi được hỏi trở lại, ở cuối danh sách."))
    return see(_to(row.subject)[1])
