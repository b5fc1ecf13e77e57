"""What the pages of this room do alike: run a verb and put its refusal at the field, find a record or 404."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.guard import GuardedRequest
from txng.budget import rules
from txng.budget.errors import BudgetError
from txng.budget.models import BudgetLine
from txng.budget.queries import lines
from txng.ui import fields, notices
from txng.ui.answering import found, put_at_field, status_of

Record = TypeVar("Record")
Crumbs = Sequence[tuple[str, str]]
HTML: Final = ["GET", "HEAD", "POST"]


def done(form: fields.Form, verb: Callable[[], Record]) -> Record | None:
    """What the verb gave; None when the form or the verb refused: then the sentence stands at its field."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return verb()
    except BudgetError as refused:
        put_at_field(form, refused)
        return None


def done_or_told(request: HttpRequest, verb: Callable[[], object]) -> bool:
    """For a button without a form: a refusal is told on the next page."""
    try:
        verb()
    except BudgetError as refused:
        notices.stop(request, str(refused))
        return False
    return True


def bound(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def one_form(
    request: HttpRequest,
    form: fields.Form,
    *,
    title: str,
    button: str,
    crumbs: Crumbs,
    lead: str = "",
    template: str = "budget/form.html",
    **more: Any,
) -> HttpResponse:
    """A page with one form; 400 when something in it is wrong. Who cancels goes up one crumb."""
    values = {"form": form, "title": title, "button": button, "crumbs": crumbs, "lead": lead}
    values["cancel"] = crumbs[-1][1]
    return render(request, template, values | more, status=status_of(form))


def line_of(request: GuardedRequest, code: str) -> BudgetLine:
    """Raises Http404."""
    return found(lines.line(request.actor, code))


def version_of(request: HttpRequest) -> int | None:
    """That the page was made from; None where it told none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else None


def address_of(one: BudgetLine) -> str:
    return reverse("budget:line", args=[one.code])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Kinh phí"), reverse("budget:overview")), *more]


def line_crumbs(one: BudgetLine) -> list[tuple[str, str]]:
    return crumbs((_("Dòng dự toán"), reverse("budget:lines")), (one.code, address_of(one)))


def year_asked(request: HttpRequest) -> int:
    """?nam=2026; this year where nothing or nonsense is asked."""
    sent = request.GET.get("nam", "")
    year = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) == 4 else 0
    is_ours = rules.FIRST_YEAR <= year <= rules.LAST_YEAR
    return year if is_ours else timezone.localdate().year
