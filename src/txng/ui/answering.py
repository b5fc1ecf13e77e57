"""What pages with a form do alike in every register: find or 404, put a refusal at its field, lead on."""

from collections.abc import Mapping
from typing import TypeVar

from django.http import Http404, HttpResponse, HttpResponseRedirect

from txng.ui import fields

Record = TypeVar("Record")


def found(record: Record | None) -> Record:
    """Raises Http404: a foreign record answers exactly like a missing one."""
    if record is None:
        raise Http404
    return record


def put_at_field(
    form: fields.Form, refused: Exception, shown_at: Mapping[str, str] | None = None
) -> None:
    """The sentence of a refusal at the field that it names (`refused.field`), above the form where the form
    has none of that name. `shown_at`: names of verbs whose field is called otherwise in the form."""
    name = getattr(refused, "field", "")
    name = (shown_at or {}).get(name, name)
    form.refuse(name if name in form.fields else None, str(refused))


def see(address: str) -> HttpResponse:
    """After a verb: the next page is asked for anew (303), whatever is pressed again."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def status_of(form: fields.Form) -> int:
    return 400 if form.is_bound and form.errors else 200
