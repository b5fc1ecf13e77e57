"""What the pages of this room do alike: run a verb and put its refusal at the field; tickets in a cookie."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from txng.accounts.errors import AccountsError
from txng.documents import storage
from txng.documents.errors import DocumentsError
from txng.documents.models import Attachment
from txng.parties import administrative_units as units
from txng.training.errors import TrainingError
from txng.training.models import TrainingClass
from txng.ui import fields, notices
from txng.ui.answering import put_at_field, status_of

Record = TypeVar("Record")
REFUSALS: Final = (TrainingError, DocumentsError, AccountsError)
HTML: Final = ["GET", "HEAD", "POST"]
TICKETS: Final = "txng_ve"
"""Name of the cookie in which a telephone remembers its tickets."""
MOST_TICKETS: Final = 8
COOKIE_DAYS: Final = 180


def done(form: fields.Form, verb: Callable[[], Record]) -> Record | None:
    """What the verb gave; None when the form or the verb refused: then the sentence stands at its field."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return verb()
    except REFUSALS as refused:
        put_at_field(form, refused)
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
    return render(request, "training/one_form.html", values | more, status=status_of(form))


def place_of(one: TrainingClass) -> str:
    """Where it takes place, in one line."""
    if one.is_online:
        return _("Trực tuyến")
    commune = units.commune(one.commune_code)
    name = commune.name if commune else ""
    return f"{one.address}, {name}" if one.address else name


def address_of_sender(request: HttpRequest) -> str:
    told: str = request.META.get(settings.EDGE_ADDRESS or "REMOTE_ADDR", "")
    return told


def tickets_in(request: HttpRequest) -> list[str]:
    return [one for one in request.COOKIES.get(TICKETS, "").split(".") if one][:MOST_TICKETS]


def remember(request: HttpRequest, answer: HttpResponse, secret: str) -> HttpResponse:
    """The telephone keeps the address of the ticket, newest first; scripts cannot read it."""
    kept = [secret, *(one for one in tickets_in(request) if one != secret)][:MOST_TICKETS]
    answer.set_cookie(
        TICKETS,
        ".".join(kept),
        max_age=COOKIE_DAYS * 86_400,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def forget_ticket(request: HttpRequest, answer: HttpResponse, secret: str) -> HttpResponse:
    kept = [one for one in tickets_in(request) if one != secret]
    if not kept:
        answer.delete_cookie(TICKETS, samesite="Lax")
        return answer
    answer.set_cookie(
        TICKETS, ".".join(kept), max_age=COOKIE_DAYS * 86_400,
        secure=settings.CSRF_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return answer


def sent_as_download(one: Attachment) -> HttpResponse:
    """Never opened inside a page: what came from somebody is saved to a disk first."""
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, one.pk)
    if not path.exists():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type=one.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"
    return answer


def to_classes() -> tuple[str, str]:
    return _("Lớp học"), reverse("training:classes")


def to_class(one: TrainingClass) -> tuple[str, str]:
    return one.title, reverse("training:class", args=[one.code])
