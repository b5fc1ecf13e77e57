"""What the pages of this room do alike: run a verb and put its refusal at the field, draw one form."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from txng.documents import storage
from txng.documents.errors import DocumentsError, NotThereError
from txng.documents.models import Attachment
from txng.ui import fields, notices
from txng.ui.answering import put_at_field, status_of

Record = TypeVar("Record")
HTML: Final = ["GET", "HEAD", "POST"]


def bound(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def done(form: fields.Form, verb: Callable[[], Record]) -> Record | None:
    """What the verb gave; None when the form or the verb refused: then the sentence stands at its field.

    Raises Http404 for what is not there.
    """
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return verb()
    except NotThereError:
        raise Http404 from None
    except DocumentsError as refused:
        put_at_field(form, refused)
        return None


def done_or_told(request: HttpRequest, verb: Callable[[], object]) -> bool:
    """For a button without a form: a refusal is told on the next page."""
    try:
        verb()
    except NotThereError:
        raise Http404 from None
    except DocumentsError as refused:
        notices.stop(request, str(refused))
        return False
    return True


def one_form(
    request: HttpRequest,
    form: fields.Form,
    *,
    title: str,
    button: str,
    crumbs: Sequence[tuple[str, str]],
    lead: str = "",
) -> HttpResponse:
    """A page with one form; 400 when something in it is wrong. Who cancels goes up one crumb."""
    values = {"form": form, "title": title, "button": button, "crumbs": crumbs, "lead": lead}
    values["cancel"] = crumbs[-1][1]
    return render(request, "documents/one_form.html", values, status=status_of(form))


def sent_as_download(one: Attachment) -> HttpResponse:
    """Never opened inside a page: what came from somebody is saved to a disk first."""
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, one.pk)
    if not path.exists():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type=one.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"
    return answer
