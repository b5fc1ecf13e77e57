"""What the pages of this room do alike: run a verb and put its refusal at the field, find a record or 404."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.accounts.errors import AccountsError
from txng.barcodes.errors import BarcodesError
from txng.parties import administrative_units as units
from txng.parties.errors import PartiesError
from txng.products.errors import ProductsError
from txng.support.errors import SupportError
from txng.ui import fields, notices
from txng.ui.answering import put_at_field, status_of

Record = TypeVar("Record")
REFUSALS: Final = (SupportError, PartiesError, ProductsError, BarcodesError, AccountsError)
HTML: Final = ["GET", "HEAD", "POST"]
SHOWN_AT: Final = {"commune_code": "commune", "earlier_commune_code": "commune"}


def done(form: fields.Form, verb: Callable[[], Record]) -> Record | None:
    """What the verb gave; None when the form or the verb refused: then the sentence stands at its field."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return verb()
    except REFUSALS as refused:
        put_at_field(form, refused, SHOWN_AT)
        return None


def done_or_told(request: HttpRequest, verb: Callable[[], object]) -> bool:
    """For a button without a form: a refusal is told on the next page."""
    try:
        verb()
    except REFUSALS as refused:
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
    crumbs: list[tuple[str, str]],
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    """A page with one form; 400 when something in it is wrong. Who cancels goes up one crumb."""
    values = {"form": form, "title": title, "button": button, "crumbs": crumbs, "lead": lead}
    values["cancel"] = crumbs[-1][1]
    values["places"] = units.places() if "commune" in form.fields else ()
    return render(request, "support/one_form.html", values | more, status=status_of(form))


def to_tasks() -> tuple[str, str]:
    """The crumb of the list of first tasks."""
    return _("Việc bắt đầu"), reverse("support:tasks")
