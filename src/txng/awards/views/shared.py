"""What the pages of this room do alike: put a refusal at its field, take a step, send a file.

Way("tham-tra", "examined", actions.examine, ExamineForm, _("Thẩm tra"), _("Ghi kết quả"), _("Đã ..."))
  │             │           │
  address       verb of     the verb of actions; takes by, the record by its name, seen, and the fields
  of the step   rules.steps
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from txng.accounts.guard import GuardedRequest
from txng.awards.actions import undo as undo_step
from txng.awards.errors import AwardsError, StaleError
from txng.awards.forms.seen import FileForm, SeenForm
from txng.awards.queries import stepping
from txng.awards.rules import steps
from txng.documents import storage
from txng.documents.errors import DocumentsError
from txng.documents.models import Attachment
from txng.ui import fields, notices
from txng.ui.answering import put_at_field, see, status_of

Record = TypeVar("Record")
Crumbs = Sequence[tuple[str, str]]
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Way:
    """A step as a page offers it: `slug` is its address, `verb` its word in rules.steps, `run` its action.

    `values` of the cleaned form that the action takes otherwise than by their names; `lead` a sentence over
    the form; `is_danger` for what cannot be taken back.
    """

    slug: str
    verb: str
    run: Callable[..., Any]
    form: type[SeenForm]
    title: Words
    done: Words
    lead: Words = ""
    values: Callable[[Any], dict[str, Any]] | None = None
    is_danger: bool = False


def offered(actor: Any, one: Any, ways: Sequence[Way]) -> list[Way]:
    """Those that this actor may take as the record stands, in the order of its life."""
    open_verbs = stepping.open_verbs(actor, one)
    return [way for way in ways if way.verb in open_verbs]


def take(
    request: GuardedRequest,
    one: Any,
    way: Way,
    *,
    argument: str,
    address: str,
    undo: str,
    crumbs: Crumbs,
    initial: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of one step: form, refusals at their fields, then back to the record."""
    if not stepping.may(request.actor, one, way.verb):
        raise Http404
    if request.method != "POST" and not steps.may(stepping.KIND_OF[type(one)], way.verb, one.state):
        notices.warn(
            request,
            _("Hồ sơ đang ở trạng thái “%(state)s”, nên không làm bước này được.")
            % {"state": one.get_state_display()},
        )
        return see(address)
    form = way.form(request.POST or None, initial={"seen": one.version, **(initial or {})})
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        seen = told.pop("seen")
        values = way.values(form) if way.values else told
        try:
            way.run(by=request.actor, seen=seen, **{argument: one}, **values)
        except StaleError as refused:
            one.refresh_from_db()
            form.look_again(refused.version)
            put_at_field(form, refused)
        except AwardsError as refused:
            put_at_field(form, refused)
        else:
            undoable = way.verb in steps.UNDOABLE[stepping.KIND_OF[type(one)]]
            notices.good(request, str(way.done), undo=undo if undoable else "")
            return see(address)
    return form_page(
        request, form, way.title, way.title, address, crumbs, lead=way.lead, extra=extra
    )


def form_page(
    request: HttpRequest,
    form: fields.Form,
    title: Words,
    button: Words,
    cancel: str,
    crumbs: Crumbs,
    *,
    lead: Words = "",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page of one form. `cancel`: where to go without it; `extra`: facts beside it (label -> value)."""
    values = {
        "form": form, "title": title, "button": button, "lead": lead, "cancel": cancel,
        "crumbs": crumbs, "beside": list((extra or {}).items()),
    }  # fmt: skip
    return render(request, "awards/form.html", values, status=status_of(form))


def done(form: fields.Form, verb: Callable[..., Record], **values: Any) -> Record | None:
    """What the verb gave, or None when it refused: then the sentence stands at its field. After a stale
    form the next press is about the record as it stands now."""
    try:
        return verb(**values)
    except AwardsError as refused:
        put_at_field(form, refused)
        if isinstance(refused, StaleError) and isinstance(form, SeenForm):
            form.look_again(refused.version)
        return None


def told(request: HttpRequest, verb: Callable[..., Record], sentence: str, **values: Any) -> bool:
    """For a button without a form: success or refusal is told on the next page."""
    try:
        verb(**values)
    except AwardsError as refused:
        notices.stop(request, str(refused))
        return False
    notices.good(request, sentence)
    return True


def undone(request: GuardedRequest, one: Any, address: str) -> HttpResponse:
    told(request, undo_step, _("Đã hoàn tác."), by=request.actor, record=one)
    return see(address)


def sent_file(
    request: GuardedRequest, attach: Callable[..., Any], address: str, **values: Any
) -> HttpResponse:
    """A POST with one file; whatever is wrong with it is told on the next page."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        notices.stop(request, " ".join(sentence for _a, _l, sentence in form.problems))
        return see(address)
    sent = form.cleaned_data["paper"]
    try:
        attach(by=request.actor, file_name=sent.name or "", content=sent.read(), **values)
        notices.good(request, _("Đã nhận tệp."))
    except (DocumentsError, AwardsError) as refused:
        notices.stop(request, str(refused))
    return see(address)


def as_download(rows: Sequence[Attachment], number: int) -> HttpResponse:
    """Never opened inside a page: what came from somebody is saved to a disk first. Raises Http404."""
    found = next((row for row in rows if row.pk == number), None)
    if found is None:
        raise Http404
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, found.pk)
    if not path.exists():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type=found.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return answer
