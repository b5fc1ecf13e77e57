"""What the pages of this room do alike: put a refusal at its field, find a record or answer 404."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest

from txng.products.errors import ProductsError
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
    except ProductsError as refused:
        form.refuse(refused.field if refused.field in form.fields else None, str(refused))
        return None


def done_or_told(
    request: HttpRequest, verb: Callable[..., Any], sentence: str, **values: Any
) -> bool:
    """For a button without a form: the sentence of success or of refusal is told on the next page."""
    try:
        verb(**values)
    except ProductsError as refused:
        notices.stop(request, str(refused))
        return False
    notices.good(request, sentence)
    return True
