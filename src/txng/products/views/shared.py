"""What the pages of this room do alike: put a refusal at its field, find a record or answer 404, show a short
form, lead on.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from txng.products.errors import ProductsError
from txng.products.models import TradeItem
from txng.ui import fields, notices
from txng.ui.answering import put_at_field, status_of

Record = TypeVar("Record")


def done(form: fields.Form, verb: Callable[..., Record], **values: Any) -> Record | None:
    """What the verb gave, or None when it refused: then the sentence stands at its field."""
    try:
        return verb(**values)
    except ProductsError as refused:
        put_at_field(form, refused)
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


def item_address(one: TradeItem) -> str:
    return reverse("products:trade_item", args=[one.pk])


def short_form(
    request: HttpRequest,
    form: fields.Form,
    title: str,
    button: str,
    cancel: str,
    above: Sequence[tuple[str, str]],
    lead: str,
    item: TradeItem | None = None,
) -> HttpResponse:
    """A page of one form. `cancel`: where to go without it; `above`: crumbs; `item`: named below it."""
    values = {"form": form, "title": title, "button": button, "lead": lead, "cancel": cancel}
    values |= {"crumbs": above, "item": item}
    return render(request, "products/simple_form.html", values, status=status_of(form))
