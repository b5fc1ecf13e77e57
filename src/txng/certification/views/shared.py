"""What the pages of this room do alike: put a refusal at its field, find a record or answer 404, lead on."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from txng.certification.errors import CertificationError
from txng.certification.models import Body, Certificate
from txng.ui import fields, notices

Record = TypeVar("Record")
Crumbs = Sequence[tuple[str, str]]


def found(record: Record | None) -> Record:
    """Raises Http404: a foreign record answers exactly like a missing one."""
    if record is None:
        raise Http404
    return record


def done(form: fields.Form, verb: Callable[..., Record], **values: Any) -> Record | None:
    """What the verb gave, or None when it refused: then the sentence stands at its field."""
    try:
        return verb(**values)
    except CertificationError as refused:
        form.refuse(refused.field if refused.field in form.fields else None, str(refused))
        return None


def done_or_told(
    request: HttpRequest, verb: Callable[..., Any], sentence: str, **values: Any
) -> bool:
    """For a button without a form: the sentence of success or of refusal is told on the next page."""
    try:
        verb(**values)
    except CertificationError as refused:
        notices.stop(request, str(refused))
        return False
    notices.good(request, sentence)
    return True


def to(address: str) -> HttpResponse:
    """After a verb: the next page is asked for anew, whatever is pressed again."""
    answer = redirect(address)
    answer.status_code = 303
    return answer


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
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "certification/form.html", values | {"crumbs": above}, status=status)
