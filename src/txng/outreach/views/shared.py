"""What the pages of this room do alike: a refusal at its field, what was done told, names of agencies."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from txng.documents.errors import DocumentsError
from txng.documents.models import Attachment
from txng.outreach.errors import OutreachError
from txng.outreach.queries import articles as files
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.ui import fields, notices
from txng.ui.answering import put_at_field, status_of

Record = TypeVar("Record")
Crumbs = Sequence[tuple[str, str]]
ANYONE: Final = None


def done(form: fields.Form, verb: Callable[..., Record], /, **values: Any) -> Record | None:
    """What the verb gave, or None when it refused: then the sentence stands at its field."""
    try:
        return verb(**values)
    except OutreachError as refused:
        put_at_field(form, refused)
    except DocumentsError as refused:
        form.refuse("file" if "file" in form.fields else None, str(refused))
    return None


def told(
    request: HttpRequest, verb: Callable[..., Any], sentence: str, *, undo: str = "", **values: Any
) -> bool:
    """For a button without a form: the sentence of success or of refusal is told on the next page."""
    try:
        verb(**values)
    except (OutreachError, DocumentsError) as refused:
        notices.stop(request, str(refused))
        return False
    notices.good(request, sentence, undo=undo)
    return True


def short_form(
    request: HttpRequest,
    form: fields.Form,
    title: str,
    button: str,
    *,
    cancel: str,
    crumbs: Crumbs,
    lead: str = "",
) -> HttpResponse:
    """A page of one form."""
    values = {
        "form": form, "title": title, "button": button, "lead": lead, "cancel": cancel,
        "crumbs": crumbs,
    }  # fmt: skip
    return render(request, "outreach/form.html", values, status=status_of(form))


def agency_names(codes: Sequence[str] | None = None) -> dict[str, str]:
    """Short names of today by code."""
    found = parties.named(ANYONE, timezone.localdate(), codes)
    return {code: one.short for code, one in found.items()}


def agency_name(agency: Agency | None) -> str:
    """Under the name that it bears today, the last one where it works no more."""
    if agency is None:
        return ""
    day = timezone.localdate()
    if agency.ended_on is not None and agency.ended_on < day:
        day = agency.ended_on
    return parties.named(ANYONE, day, [agency.code])[agency.code].written


def whole(text: str, least: int, most: int, usual: int) -> int:
    """A number of the address; `usual` for anything else."""
    if text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most:
        return int(text)
    return usual


def sent_file(one: Attachment, *, inline: bool = False) -> HttpResponse:
    """A picture may be shown in a page of ours; anything else is saved to a disk first."""
    content = files.content_of(one)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type=one.media_type)
    is_shown = inline and one.media_type.startswith("image/")
    answer["Content-Disposition"] = (
        content_disposition_header(not is_shown, one.name) or "attachment"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
