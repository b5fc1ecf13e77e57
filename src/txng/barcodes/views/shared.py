"""What the pages of this room do alike."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from txng.accounts.guard import GuardedRequest
from txng.barcodes.errors import BarcodesError, NotThereError
from txng.barcodes.queries import prefixes as queries
from txng.parties.models import Enterprise
from txng.ui import fields
from txng.ui.answering import put_at_field, status_of

Record = TypeVar("Record")
Crumbs = list[tuple[str, str]]


def done(form: fields.Form, verb: Callable[..., Record], **values: Any) -> Record | None:
    """What the verb gave, or None when it refused: then the sentence stands at its field."""
    try:
        return verb(**values)
    except NotThereError as gone:
        raise Http404 from gone
    except BarcodesError as refused:
        put_at_field(form, refused)
        return None


def one_form(
    request: GuardedRequest,
    form: fields.Form,
    *,
    title: str,
    button: str,
    crumbs: Crumbs,
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    """A page with one form; 400 when something in it is wrong."""
    values = {"form": form, "title": title, "button": button, "crumbs": crumbs, "lead": lead}
    values["cancel"] = crumbs[-1][1]
    return render(request, "barcodes/one_form.html", values | more, status=status_of(form))


def own_or_told(request: GuardedRequest, crumbs: Crumbs) -> Enterprise | HttpResponse:
    """The enterprise that the person acts for, or a page that says what to do first."""
    own = queries.own_enterprise(request.actor)
    if own is not None:
        return own
    values = {"crumbs": crumbs, "title": _("Chưa có cơ sở trong sổ")}
    return render(request, "barcodes/no_enterprise.html", values, status=409)
