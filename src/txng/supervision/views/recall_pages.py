"""What pages of recalls do alike: find one or answer 404, put a refusal at its field, a page of one form."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.accounts.guard import GuardedRequest
from txng.supervision.errors import SupervisionError
from txng.supervision.models import Recall
from txng.supervision.queries import recalls as queries
from txng.ui import fields, notices
from txng.ui.answering import found, put_at_field, status_of

Made = TypeVar("Made")


def find(request: GuardedRequest, number: int) -> Recall:
    """Raises Http404."""
    return found(queries.recall(request.actor, number))


def done(
    form: fields.Form,
    verb: Callable[..., Made],
    *,
    shown_at: Mapping[str, str] | None = None,
    **values: Any,
) -> Made | None:
    """What the verb gave, or None when it refused: then the sentence stands at its field."""
    try:
        return verb(**values)
    except SupervisionError as refused:
        put_at_field(form, refused, shown_at)
        return None


def told(
    request: HttpRequest, verb: Callable[..., Made], sentence: str, **values: Any
) -> Made | None:
    """For a button without a form; "" tells of a refusal alone."""
    try:
        made = verb(**values)
    except SupervisionError as refused:
        notices.stop(request, str(refused))
        return None
    if sentence:
        notices.good(request, sentence)
    return made


def address_of(one: Recall) -> str:
    return reverse("supervision:recall", args=[one.pk])


def crumbs(one: Recall | None = None) -> list[tuple[str, str]]:
    above = [(_("Thu hồi hàng"), reverse("supervision:recalls"))]
    if one is not None:
        above.append((one.number or _("Bản soạn %(number)d") % {"number": one.pk}, address_of(one)))
    return above


def form_page(
    request: HttpRequest,
    form: fields.Form,
    one: Recall | None,
    title: str,
    button: str,
    lead: str,
    cancel: str,
    above: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    values = {
        "form": form,
        "recall": one,
        "title": title,
        "button": button,
        "lead": lead,
        "cancel": cancel,
        "crumbs": crumbs(one) if above is None else above,
    }
    return render(request, "supervision/recall_form.html", values, status=status_of(form))
