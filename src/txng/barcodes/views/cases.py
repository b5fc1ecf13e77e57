"""Pages of applications for a prefix, and the fee table."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.barcodes import registration_form
from txng.barcodes.actions import cases as actions
from txng.barcodes.forms import keys as forms
from txng.barcodes.models import PrefixCase
from txng.barcodes.queries import prefixes as queries
from txng.barcodes.rules import KEEP_PREFIXES, SET_FEES
from txng.barcodes.rules import fees as fee_rules
from txng.barcodes.views.keys import crumbs
from txng.barcodes.views.shared import done, one_form, own_or_told
from txng.ui import fields, lists, notices
from txng.ui.answering import found, see, status_of
from txng.ui.lists import Column, Empty, Filter, Mark, Register

MARKS: dict[str, Mark] = {
    "open": "info",
    "sent": "info",
    "granted": "good",
    "refused": "stop",
    "dropped": "",
}
CASES = Register(
    name="ho-so-xin-cap-ma",
    title=gettext_lazy("Hồ sơ xin cấp mã doanh nghiệp"),
    order="-opened_at",
    columns=(
        Column("wanted", gettext_lazy("Loại mã"), link=lambda one: reverse("barcodes:case", args=[one.pk])),
        Column("enterprise", gettext_lazy("Cơ sở"), value="enterprise.public_name"),
        Column("opened_at", gettext_lazy("Mở lúc"), kind="moment", sort="opened_at"),
        Column("state", gettext_lazy("Tình trạng"), value=lambda one: one.get_state_display(),
               mark=lambda one: MARKS[one.state]),
    ),
    filters=(Filter("state", gettext_lazy("Tình trạng"), choices=PrefixCase.State.choices),),
    empty=Empty(
        gettext_lazy("Chưa có hồ sơ nào."),
        gettext_lazy("Mở hồ sơ: hệ thống hướng dẫn từng bước và điền sẵn bản đăng ký."),
    ),
)  # fmt: skip


def _way(case: PrefixCase) -> list[tuple[str, str]]:
    return crumbs((_("Hồ sơ xin cấp mã"), reverse("barcodes:cases")), (case.wanted, _address(case)))


def _address(case: PrefixCase) -> str:
    return reverse("barcodes:case", args=[case.pk])


@requires_right("barcodes.see")
@require_safe
def cases(request: GuardedRequest) -> HttpResponseBase:
    links = []
    if request.actor.may(KEEP_PREFIXES):
        links.append(lists.Link(_("Mở hồ sơ"), reverse("barcodes:open_case")))
    rows = queries.cases(request.actor).order_by()
    return CASES.answer(request, rows, actions=links, crumbs=crumbs())


@requires_right("barcodes.keep_prefixes")
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: GuardedRequest) -> HttpResponse:
    way = crumbs((_("Hồ sơ xin cấp mã"), reverse("barcodes:cases")))
    own = own_or_told(request, way)
    if isinstance(own, HttpResponse):
        return own
    form = forms.CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = done(form, actions.open_case, by=request.actor, enterprise=own, **form.cleaned_data)
        if case is not None:
            return see(_address(case))
    return one_form(
        request,
        form,
        title=_("Mở hồ sơ xin cấp mã doanh nghiệp"),
        lead=_("Từ số loại sản phẩm, hệ thống chọn loại mã vừa đủ và tính phí."),
        button=_("Mở hồ sơ"),
        crumbs=way,
    )


@requires_right("barcodes.see")
@require_safe
def case(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.case(request.actor, number))
    return _page(request, one, forms.ChecklistForm(initial={"done": one.done, "note": one.note}))


@requires_right("barcodes.keep_prefixes")
@require_POST
def tick(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.case(request.actor, number, KEEP_PREFIXES))
    form = forms.ChecklistForm(request.POST)
    if form.is_valid():
        kept = done(form, actions.tick, by=request.actor, case_id=one.pk, **form.cleaned_data)
        if kept is not None:
            notices.good(request, _("Đã lưu danh sách việc."))
            return see(_address(one))
    return _page(request, one, form)


def _page(request: GuardedRequest, one: PrefixCase, form: forms.ChecklistForm) -> HttpResponse:
    steps = queries.checklist()
    values: dict[str, Any] = {
        "case": one,
        "form": form,
        "steps": steps,
        "bill": fee_rules.bill(queries.fee_table(request.actor), one.wanted, timezone.localdate()),
        "is_open": one.state in ("open", "sent"),
        "may_keep": queries.case(request.actor, one.pk, KEEP_PREFIXES) is not None,
        "is_ready": {step.code for step in steps} - {"send"} <= set(one.done),
        "mark": MARKS[one.state],
        "crumbs": _way(one)[:-1],
    }
    return render(request, "barcodes/case.html", values, status=status_of(form))


@requires_right("barcodes.keep_prefixes")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: GuardedRequest, number: int) -> HttpResponse:
    return _step(request, number, forms.SentForm, actions.send, _("Ghi ngày nộp hồ sơ"))


@requires_right("barcodes.keep_prefixes")
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: GuardedRequest, number: int) -> HttpResponse:
    return _step(request, number, forms.GrantedForm, actions.grant, _("Ghi mã được cấp"))


@requires_right("barcodes.keep_prefixes")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: GuardedRequest, number: int) -> HttpResponse:
    return _step(request, number, forms.ClosedForm, actions.close, _("Đóng hồ sơ"))


def _step(
    request: GuardedRequest, number: int, kind: type[fields.Form], verb: Any, title: str
) -> HttpResponse:
    one = found(queries.case(request.actor, number, KEEP_PREFIXES))
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        if "is_refused" in told:
            told["is_refused"] = told["is_refused"] == "refused"
            told["decided_on"] = timezone.localdate()
        if done(form, verb, by=request.actor, case_id=one.pk, **told) is not None:
            notices.good(request, _("Đã ghi vào hồ sơ."))
            return see(_address(one))
    return one_form(request, form, title=title, button=title, crumbs=_way(one))


@requires_right("barcodes.keep_prefixes")
@require_safe
def form_as_pdf(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.case(request.actor, number, KEEP_PREFIXES))
    answer = HttpResponse(registration_form.filled(one), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="ban-dang-ky-{one.pk}.pdf"'
    return answer


@requires_right("barcodes.see")
@require_safe
def fees(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    table = queries.fee_table(request.actor)
    in_force = [fee for fee in table if fee_rules.bill([fee], fee.kind, today) is not None]
    newest = {fee.kind: fee for fee in reversed(in_force)}
    values = {
        "fees": [(fee, newest.get(fee.kind) is fee) for fee in table],
        "may_set": request.actor.may_everywhere(SET_FEES),
        "crumbs": crumbs(),
    }
    return render(request, "barcodes/fees.html", values)


@requires_right("barcodes.set_fees")
@require_http_methods(["GET", "HEAD", "POST"])
def set_fee(request: GuardedRequest) -> HttpResponse:
    form = forms.FeeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        line = done(form, actions.set_fee, by=request.actor, **form.cleaned_data)
        if line is not None:
            notices.good(request, _("Đã ghi mức phí."))
            return see(reverse("barcodes:fees"))
    return one_form(
        request,
        form,
        title=_("Ghi mức phí mới"),
        button=_("Ghi mức phí"),
        crumbs=crumbs((_("Bảng phí"), reverse("barcodes:fees"))),
    )
