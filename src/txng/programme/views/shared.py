"""What the pages of this room do alike: run a verb and put its refusal at the field, crumbs, one form."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from txng.programme.errors import ProgrammeError, StaleError
from txng.programme.forms.tasks import SeenForm
from txng.programme.models import Task
from txng.ui import fields, notices
from txng.ui.answering import put_at_field, status_of

Record = TypeVar("Record")
HTML: Final = ["GET", "HEAD", "POST"]
LONGEST_CRUMB: Final = 60


def done(form: fields.Form, verb: Callable[[], Record], task: Task | None = None) -> Record | None:
    """What the verb gave; None when the form or the verb refused: then the sentence stands at its field.
    `task` as it is now: after a stale form the next one knows what it was told."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return verb()
    except StaleError as refused:
        put_at_field(form, refused)
        if task is not None and isinstance(form, SeenForm):
            form.see_again(task.version)
    except ProgrammeError as refused:
        put_at_field(form, refused)
    return None


def told(request: HttpRequest, verb: Callable[[], Record], sentence: str) -> Record | None:
    """For a button without a form: success or refusal is told on the next page."""
    try:
        record = verb()
    except ProgrammeError as refused:
        notices.stop(request, str(refused))
        return None
    notices.good(request, sentence)
    return record


def bound(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def address(task: Task) -> str:
    return reverse("programme:task", args=[task.code])


def board_crumb() -> tuple[str, str]:
    return _("Bảng nhiệm vụ"), reverse("programme:board")


def task_crumbs(task: Task) -> list[tuple[str, str]]:
    """By its words: a number tells nobody which task it is."""
    return [board_crumb(), (Truncator(task.title).chars(LONGEST_CRUMB), address(task))]


def one_form(
    request: HttpRequest,
    form: fields.Form,
    *,
    title: str,
    button: str,
    crumbs: list[tuple[str, str]],
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    """A page with one form; 400 when something in it is wrong. Who cancels goes up one crumb."""
    values = {"form": form, "title": title, "button": button, "crumbs": crumbs, "lead": lead}
    values["cancel"] = crumbs[-1][1]
    return render(request, "programme/form.html", values | more, status=status_of(form))
