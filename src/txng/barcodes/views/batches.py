"""Pages of batches: where their labels are in life, printing, scanning back, every step.

GET  /tem/12                  the batch
POST /tem/12/in               the file: PDF or ZPL
POST /tem/12/quet-thu         303 ─> the same page, with what was read
POST /tem/12/buoc             303 ─> /tem/12
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.barcodes import content, print_files
from txng.barcodes.actions import lives as actions
from txng.barcodes.forms import labels as forms
from txng.barcodes.models import Batch
from txng.barcodes.queries import labels as queries
from txng.barcodes.rules import ACTIVATE, END, ISSUE, PRINT, SCAN_BACK, life, serials
from txng.barcodes.views.lots import EXAMPLE_SERIAL, crumbs, preview_of
from txng.barcodes.views.shared import done
from txng.ui import csv_files, lists, notices, way_back
from txng.ui.answering import found, see, status_of
from txng.ui.lists import Column, Empty, Filter, Mark, Register

MARKS: dict[str, Mark] = {
    "issued": "info", "printed": "warn", "commissioned": "good", "shipped": "good", "sold": "",
    "decommissioned": "stop",
}  # fmt: skip
BATCHES = Register(
    name="lo-tem",
    title=gettext_lazy("Tem"),
    order="-issued_at",
    columns=(
        Column("number", gettext_lazy("Lô tem"), value="pk", kind="code",
               link=lambda one: reverse("barcodes:batch", args=[one.pk])),
        Column("product", gettext_lazy("Sản phẩm"), value="quota.product_name"),
        Column("lot", gettext_lazy("Lô hàng"), value="quota.lot", kind="code"),
        Column("enterprise", gettext_lazy("Cơ sở"), value="enterprise.public_name"),
        Column("quantity", gettext_lazy("Số tem"), kind="number"),
        Column("state", gettext_lazy("Trạng thái"), value=lambda one: one.get_state_display(),
               mark=lambda one: MARKS[one.state]),
        Column("issued_at", gettext_lazy("Tạo lúc"), kind="moment", sort="issued_at"),
    ),
    filters=(Filter("state", gettext_lazy("Trạng thái"), choices=Batch.State.choices),),
    empty=Empty(gettext_lazy("Chưa có tem nào."), gettext_lazy("Khai một lô hàng, rồi tạo tem cho lô đó.")),
)  # fmt: skip


@requires_right("barcodes.see")
@require_safe
def batches(request: GuardedRequest) -> HttpResponseBase:
    links = []
    if request.actor.may(ISSUE):
        links.append(lists.Link(_("Khai lô và tạo tem"), reverse("barcodes:declare")))
    links.append(lists.Link(_("Lô hàng và hạn mức"), reverse("barcodes:lots")))
    if request.actor.may(PRINT):
        links.append(lists.Link(_("Mẫu tem"), reverse("barcodes:designs")))
    return BATCHES.answer(request, queries.batches(request.actor).order_by(), actions=links)


@requires_right("barcodes.see")
@require_safe
def batch(request: GuardedRequest, number: int) -> HttpResponse:
    return _page(request, found(queries.batch(request.actor, number)))


def _page(request: GuardedRequest, one: Batch, **bound: Any) -> HttpResponse:
    """`bound`: a form that was refused, in place of an empty one."""
    actor, counts = request.actor, queries.counts_of(one)
    layout = queries.layout_of(one)
    code = queries.code_of(one, EXAMPLE_SERIAL if one.has_serials else "")
    rows = [
        (Batch.State(state).label, MARKS[state], counts[state])
        for state in life.STATES
        if state in counts
    ]
    form_bound = next(iter(bound.values()), None)
    values = {
        "batch": one,
        "mark": MARKS[one.state],
        "rows": rows,
        "scans": queries.scans_back(one),
        "runs": queries.print_runs(one),
        "preview": preview_of(layout, one.words, code, one.dpi, one.group),
        "may_print": queries.batch(actor, one.pk, PRINT) is not None,
        "may_activate": queries.batch(actor, one.pk, ACTIVATE) is not None,
        "may_scan_back": queries.batch(actor, one.pk, SCAN_BACK) is not None,
        "print_form": forms.PrintForm(initial=_first_run(one) | {"way": "roll"}),
        "step_form": forms.StepForm(
            initial=forms.initial_of(one) | {"step": _next_step(counts)},
            may_end=queries.batch(actor, one.pk, END) is not None,
        ),
        "most": actions.MOST_IN_A_RUN,
        "crumbs": crumbs(),
        "scan_back_url": way_back.onward(request, reverse("barcodes:scan_back", args=[one.pk])),
    } | bound
    return render(
        request,
        "barcodes/batch.html",
        values,
        status=200 if form_bound is None else status_of(form_bound),
    )


def _first_run(one: Batch) -> dict[str, int]:
    """What is not printed yet, as much as one file may have."""
    newest = queries.print_runs(one).first()
    first = min(newest.last + 1, one.quantity) if newest and newest.last < one.quantity else 1
    return {"first": first, "last": min(one.quantity, first + actions.MOST_IN_A_RUN - 1)}


def _next_step(counts: dict[life.State, int]) -> str:
    if counts.get("shipped"):
        return "sell"
    return "ship" if counts.get("commissioned") and not counts.get("printed") else "activate"


@requires_right("barcodes.print")
@require_POST
def print_labels(request: GuardedRequest, number: int) -> HttpResponseBase:
    """The file is made before the run is written down: what failed was never printed."""
    one = found(queries.batch(request.actor, number, PRINT))
    form = forms.PrintForm(request.POST)
    if not form.is_valid():
        return _page(request, one, print_form=form)
    told = form.cleaned_data
    run = {"batch_id": one.pk, "first": told["first"], "last": told["last"], "way": told["way"]}
    made = done(form, _file, one=one, told=told)
    if made is None:
        return _page(request, one, print_form=form)
    if done(form, actions.record_print, by=request.actor, reason=told["reason"], **run) is None:
        return _page(request, one, print_form=form)
    kind, ending = print_files.kind_of(told["way"])
    answer = HttpResponse(made, content_type=kind)
    name = f"tem-{one.pk}-{told['first']}-{told['last']}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _file(*, one: Batch, told: dict[str, Any]) -> bytes:
    first, last, way = told["first"], told["last"], told["way"]
    actions.refuse_run(one, first, last, way)
    return print_files.made(one, first, last, way, start=told["start"] or 0)


@requires_right("barcodes.scan_back")
@require_http_methods(["GET", "HEAD", "POST"])
def scan_back(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.batch(request.actor, number, SCAN_BACK))
    form = forms.ScanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["code"]
        kept = done(form, actions.scan_back, by=request.actor, batch_id=one.pk, text=text)
        if kept is not None:
            notices.good(request, _("Đọc đúng tem thứ %(number)d.") % {"number": kept.number})
            return see(way_back.onward(request, reverse("barcodes:scan_back", args=[one.pk])))
    values = {
        "batch": one,
        "form": form,
        "scans": queries.scans_back(one),
        "scanned": queries.scanned(one)[:20],
        "crumbs": crumbs((str(one.pk), reverse("barcodes:batch", args=[one.pk]))),
    }
    return render(request, "barcodes/scan_back.html", values, status=status_of(form))


@requires_right("barcodes.activate")
@require_POST
def step(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.batch(request.actor, number, ACTIVATE))
    may_end = queries.batch(request.actor, number, END) is not None
    form = forms.StepForm(request.POST, may_end=may_end)
    if form.is_valid():
        moved = done(form, actions.move, by=request.actor, batch_id=one.pk, **form.cleaned_data)
        if moved is not None:
            sentence = _("%(changed)d tem đã chuyển bước.") % {"changed": moved.changed}
            if moved.skipped:
                sentence += " " + _("%(skipped)d tem ở trạng thái khác nên giữ nguyên.") % {
                    "skipped": moved.skipped
                }
            notices.good(request, sentence)
            return see(reverse("barcodes:batch", args=[one.pk]))
    return _page(request, one, step_form=form)


@requires_right("barcodes.print")
@require_safe
def serials_file(request: GuardedRequest, number: int) -> HttpResponseBase:
    """What a printing house gets: number, serial, and the very text of the QR code."""
    one = found(queries.batch(request.actor, number, PRINT))

    def lines() -> Iterator[str]:
        yield csv_files.BOM + csv_files.line(["so", "so_se_ri", "noi_dung_qr"])
        for place, code in queries.numbered_codes_of(one, 1, one.quantity):
            text = content.text_of("qr", code, queries.stem())
            yield csv_files.line(
                [str(place), serials.grouped(code.serial) if code.serial else "", text]
            )

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tem-{one.pk}.csv"'
    return answer
