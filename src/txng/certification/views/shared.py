"""What the pages of this room do alike: put a refusal at its field, find a record or answer 404, lead on."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from txng.certification.errors import CertificationError
from txng.certification.models import Body, Certificate
from txng.ui import fields, notices
from txng.ui.answering import put_at_field, status_of

Record = TypeVar("Record")
Crumbs = Sequence[tuple[str, str]]


def done(form: fields.Form, verb: Callable[..., Record], **values: Any) -> Record | None:
    """What the verb gave, or None when it refused: then the sentence stands at its field."""
    try:
        return verb(**values)
    except CertificationError as refused:
        put_at_field(form, refused)
        return None


def told(
    request: HttpRequest,
    verb: Callable[..., Record],
    sentence: str,
    *,
    undo: str = "",
    **values: Any,
) -> Record | None:
    """For a button without a form: the sentence of success or of refusal is told on the next page."""
    try:
        record = verb(**values)
    except CertificationError as refused:
        notices.stop(request, str(refused))
        return None
    notices.good(request, sentence, undo=undo)
    return record


def address_of(one: Certificate) -> str:
    return reverse("certification:certificate", args=[one.pk])


def body_address(one: Body) -> str:
    return reverse("certification:body", args=[one.pk])


def short_form(
    request: HttpRequest,
    form: fields.Form,
    title: str,
    button: str,
    cancel: str,
    above: Crumbs,
    lead: str,
) -> HttpResponse:
    """A page of one form. `cancel`: where to go without it; `above`: crumbs."""
    values = {"form": form, "title": title, "button": button, "lead": lead, "cancel": cancel}
    return render(
        request, "certification/form.html", values | {"crumbs": above}, status=status_of(form)
    )
