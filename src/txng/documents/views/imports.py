"""Pages of imports. Every step is a page of its own with an address that can be left and opened again.

    choose a register ─> send a file ─> wait ─> look at what was found, decide ─> wait ─> receipt ─> undo

While work goes on the page loads itself again (documents.js exchanges its main part; without a script the
browser does, from a line inside noscript), and can be left.
"""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import signed_in
from txng.accounts.guard import GuardedRequest
from txng.documents import actions, rules
from txng.documents.errors import DocumentsError, NotThereError
from txng.documents.forms.imports import UploadForm
from txng.documents.imports import Importer, importer, importers_for
from txng.documents.models import ImportRow, ImportRun
from txng.documents.queries import imports as queries
from txng.ui import lists, notices
from txng.ui.sheets import tables, templates
from txng.ui.sheets.errors import SheetError

MARKS: Final[dict[str, lists.Mark]] = {
    rules.DONE: "good",
    rules.CHECKED: "warn",
    rules.FAILED: "stop",
    rules.WRONG: "stop",
    rules.REFUSED: "stop",
    rules.KEPT: "warn",
    rules.CREATED: "good",
    rules.UPDATED: "good",
}


def _title(run: ImportRun) -> str:
    found = importer(run.importer)
    return run.importer if found is None else str(found.title)


RUNS: Final = lists.Register(
    name="lan-nhap",
    title=gettext_lazy("Nhập từ Excel"),
    lead=gettext_lazy("Chọn sổ để tải mẫu và gửi tệp. Mỗi lần nhập hoàn tác được trong 24 giờ."),
    order="-created_at",
    template="documents/imports.html",
    columns=(
        lists.Column(
            "number",
            gettext_lazy("Số"),
            kind="code",
            link=lambda run: reverse("documents:run", args=[run.number]),
        ),
        lists.Column("importer", gettext_lazy("Sổ"), value=_title),
        lists.Column("file_name", gettext_lazy("Tệp")),
        lists.Column("total", gettext_lazy("Số dòng"), kind="number"),
        lists.Column("wrong", gettext_lazy("Dòng lỗi"), kind="number"),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda run: run.get_state_display(),
            mark=lambda run: MARKS.get(run.state, "info"),
        ),
        lists.Column("actor", gettext_lazy("Người gửi")),
        lists.Column("created_at", gettext_lazy("Gửi lúc"), kind="moment", sort="created_at"),
    ),
    filters=(lists.Filter("state", gettext_lazy("Trạng thái"), choices=ImportRun.State.choices),),
)

ROWS: Final = lists.Register(
    name="dong-nhap",
    title=gettext_lazy("Các dòng của lần nhập"),
    order="number",
    columns=(
        lists.Column("number", gettext_lazy("Dòng"), kind="number", sort="number"),
        lists.Column(
            "title",
            gettext_lazy("Mục"),
            value=lambda row: row.title or _("(chưa ghi)"),
            link=lambda row: _address(row),
        ),
        lists.Column(
            "outcome",
            gettext_lazy("Kết quả"),
            value=lambda row: row.get_outcome_display(),
            mark=lambda row: MARKS.get(row.outcome, "info"),
        ),
        lists.Column(
            "said",
            gettext_lazy("Vì sao"),
            value=lambda row: row.said or " ".join(sentence for _key, sentence in row.problems),
        ),
    ),
    filters=(lists.Filter("outcome", gettext_lazy("Kết quả"), choices=ImportRow.Outcome.choices),),
)


def _address(row: ImportRow) -> str:
    found = importer(row.run.importer)
    is_there = row.outcome in (rules.CREATED, rules.UPDATED, rules.UNCHANGED, rules.KEPT)
    return found.address(row.subject) if found is not None and is_there and row.subject else ""


@signed_in
@require_safe
@never_cache
def imports(request: GuardedRequest) -> HttpResponseBase:
    known = importers_for(request.actor)
    return RUNS.answer(request, queries.runs(request.actor), importers=known)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def upload(request: GuardedRequest, code: str) -> HttpResponse:
    found = _importer(request, code)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            run = actions.start_import(
                by=request.actor, importer=found, file_name=sent.name, content=sent.read()
            )
        except SheetError as error:
            form.refuse("file", str(error))
        else:
            actions.finish_if_small(run)
            return _to(run)
    values = {"importer": found, "form": form, "crumbs": _crumbs()}
    status = 400 if is_sent else 200
    return render(request, "documents/upload.html", values, status=status)


@signed_in
@require_safe
def template(request: GuardedRequest, code: str) -> HttpResponse:
    found = _importer(request, code)
    book = templates.written(found.sheet)
    return _workbook(book, f"mau-{found.code}-{found.sheet.version}.xlsx")


@signed_in
@require_safe
@never_cache
def run(request: GuardedRequest, number: str) -> HttpResponse:
    found = _run(request, number)
    values: dict[str, Any] = {
        "run": found,
        "importer": importer(found.importer),
        "is_working": found.state in rules.WORKING,
        "may_apply_all": rules.may_apply(rules.ALL, good=found.good, wrong=found.wrong),
        "may_apply_good": rules.may_apply(rules.GOOD_ROWS, good=found.good, wrong=found.wrong),
        "may_undo": rules.may_undo(found.state, found.applied_at, timezone.now()),
        "crumbs": _crumbs(),
    }
    if found.applied_at is not None:
        values["undo_until"] = found.applied_at + rules.UNDO_WITHIN
    if found.state == rules.CHECKED:
        values["problems"] = queries.problems(request.actor, found)
    if found.state in (rules.DONE, rules.UNDONE):
        values["leftovers"] = queries.leftovers(request.actor, found)
    return render(request, "documents/run.html", values)


@signed_in
@require_POST
def apply(request: GuardedRequest, number: str) -> HttpResponse:
    found = _run(request, number)
    try:
        found = actions.apply_import(
            by=request.actor, number=number, mode=request.POST.get("mode", "")
        )
    except DocumentsError as error:
        _refuse(request, error)
    else:
        actions.finish_if_small(found)
    return _to(found)


@signed_in
@require_POST
def drop(request: GuardedRequest, number: str) -> HttpResponse:
    found = _run(request, number)
    try:
        actions.drop_import(by=request.actor, number=number)
    except DocumentsError as error:
        _refuse(request, error)
        return _to(found)
    notices.good(request, _("Đã bỏ lần nhập %(number)s. Sổ không đổi.") % {"number": number})
    return HttpResponseRedirect(reverse("documents:upload", args=[found.importer]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def undo(request: GuardedRequest, number: str) -> HttpResponse:
    """In two steps: a page that says what will go, then the verb."""
    found = _run(request, number)
    if request.method != "POST":
        if not rules.may_undo(found.state, found.applied_at, timezone.now()):
            return _to(found)
        here = (str(found.number), reverse("documents:run", args=[found.number]))
        values = {"run": found, "importer": importer(found.importer), "crumbs": (*_crumbs(), here)}
        return render(request, "documents/undo.html", values)
    try:
        found = actions.undo_import(by=request.actor, number=number)
    except DocumentsError as error:
        _refuse(request, error)
    else:
        actions.finish_if_small(found)
    return _to(found)


@signed_in
@require_safe
@never_cache
def marked(request: GuardedRequest, number: str) -> HttpResponse:
    found = _run(request, number)
    book = queries.marked_copy(request.actor, found)
    if book is None:
        raise Http404
    return _workbook(book, f"{found.number}-loi.xlsx")


@signed_in
@require_safe
@never_cache
def rows(request: GuardedRequest, number: str) -> HttpResponseBase:
    found = _run(request, number)
    here = (str(found.number), reverse("documents:run", args=[found.number]))
    shown = queries.rows(request.actor, found).select_related("run")
    return ROWS.answer(request, shown, crumbs=(*_crumbs(), here))


def _importer(request: GuardedRequest, code: str) -> Importer:
    found = queries.importer(request.actor, code)
    if found is None:
        raise Http404
    return found


def _run(request: GuardedRequest, number: str) -> ImportRun:
    found = queries.run(request.actor, number)
    if found is None:
        raise Http404
    return found


def _refuse(request: HttpRequest, error: DocumentsError) -> None:
    if isinstance(error, NotThereError):
        raise Http404
    notices.stop(request, str(error))


def _to(run: ImportRun) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("documents:run", args=[run.number]))


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("Nhập từ Excel"), reverse("documents:imports")),)


def _workbook(book: bytes, name: str) -> HttpResponse:
    response = HttpResponse(book, content_type=tables.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
