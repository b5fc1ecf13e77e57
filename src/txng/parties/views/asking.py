"""What several pages do: find a record or answer 404, run a verb and put its refusal at the field."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.parties import queries
from txng.parties.errors import FieldError, NotAllowedError, PartiesError
from txng.parties.forms import fields as shown
from txng.parties.models import Enterprise
from txng.ui import fields, notices, typed_values

BEFORE = date(2025, 6, 30)
"""The last day of the old communes."""


def address(route: str, *parts: object) -> str:
    return reverse(f"parties:{route}", args=parts)


def enterprise_or_404(actor: Actor, code: str) -> Enterprise:
    found = queries.enterprise(actor, code)
    if found is None:
        raise Http404
    return found


def changeable_or_404(actor: Actor, code: str) -> Enterprise:
    """What may be seen but not changed has no page for changing."""
    found = enterprise_or_404(actor, code)
    if not queries.may_change(actor, found):
        raise Http404
    return found


def open_first(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """A form that shows names of persons is for those who see them: whoever may opens them first."""
    if not queries.may_open(request.actor, enterprise):  # type: ignore[attr-defined]
        raise Http404
    notices.warn(request, _("Biểu mẫu sửa có tên người. Mở tên người trước, rồi sửa."))
    return redirect("parties:open_persons", code=enterprise.code)


def done(form: fields.Form, verb: Callable[[], Any]) -> Any:
    """What the verb gives; None when it refused, and then the form says why."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return verb()
    except FieldError as error:
        shown.refuse(form, error.field, str(error))
    except NotAllowedError as error:
        form.refuse(None, str(error))
    except PartiesError as error:
        form.refuse(None, str(error))
    return None


def form_page(
    request: HttpRequest,
    form: fields.Form,
    *,
    title: str,
    button: str,
    crumbs: list[tuple[str, str]],
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    """Who cancels goes back to the last of the crumbs."""
    values = {
        "form": form,
        "title": title,
        "button": button,
        "cancel": crumbs[-1][1],
        "crumbs": crumbs,
        "lead": lead,
        "places": units.places() if "commune" in form.fields else (),
    }
    return render(request, "parties/form.html", values | more, status=400 if form.is_bound else 200)


def bound(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def asked_day(request: HttpRequest) -> tuple[date, str]:
    """?ngay=01/05/2024 and what is wrong with it; today when nothing is asked."""
    typed = request.GET.get("ngay", "").strip()
    if not typed:
        return timezone.localdate(), ""
    try:
        return typed_values.day(typed), ""
    except typed_values.TypedValueError as error:
        return timezone.localdate(), str(error)


def register_crumb() -> tuple[str, str]:
    return _("Sổ cơ sở"), reverse("parties:enterprises")


def enterprise_crumbs(one: Enterprise) -> list[tuple[str, str]]:
    return [register_crumb(), (one.shown_name, reverse("parties:enterprise", args=[one.code]))]
