"""What these pages do alike: find a record or answer 404, refuse at a field, tell, lead on."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from txng.certification.errors import CertificationError
from txng.ui import fields, notices

Record = TypeVar("Record")


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


def to(address: str) -> HttpResponse:
    """After a verb: the next page is asked for anew, whatever is pressed again."""
    answer = redirect(address)
    answer.status_code = 303
    return answer


def status_of(form: fields.Form) -> int:
    return 400 if form.is_bound and form.errors else 200
