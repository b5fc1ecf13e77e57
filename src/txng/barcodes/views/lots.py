"""Pages of lots: how many labels one may have, and the making of labels with a preview in millimetres.

GET  /tem/lo-hang/7/tao            the form, the label as it will be printed, what is missing on it
POST /tem/lo-hang/7/tao  xem=1     the same with what was typed; nothing is made
POST /tem/lo-hang/7/tao            303 ─> /tem/12
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.barcodes import composed, svg
from txng.barcodes.actions import lots as actions
from txng.barcodes.content import Code
from txng.barcodes.errors import BarcodesError
from txng.barcodes.forms import labels as forms
from txng.barcodes.layouts import Layout
from txng.barcodes.models import LotQuota
from txng.barcodes.queries import labels as queries
from txng.barcodes.queries import ownership
from txng.barcodes.rules import EXCEED, ISSUE, fields
from txng.barcodes.views.shared import Crumbs, done, one_form, own_or_told
from txng.ui import lists, notices
from txng.ui.answering import found, see, status_of
from txng.ui.lists import Column, Empty, Register

EXAMPLE_SERIAL = "0B7TK94QVH2XN"


def crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(_("Tem"), reverse("barcodes:batches")), *more]


LOTS = Register(
    name="lo-hang",
    title=gettext_lazy("Lô hàng và hạn mức tem"),
    order="-declared_at",
    lead=gettext_lazy("Mỗi lô có số tem vừa đủ cho khối lượng của nó, để tem không đi lạc sang hàng khác."),
    columns=(
        Column("lot", gettext_lazy("Lô"), link=lambda one: reverse("barcodes:lot", args=[one.pk])),
        Column("product_name", gettext_lazy("Sản phẩm")),
        Column("enterprise", gettext_lazy("Cơ sở"), value="enterprise.public_name"),
        Column("weight_kg", gettext_lazy("Khối lượng (kg)"), kind="number"),
        Column("taken", gettext_lazy("Tem đã tạo"), kind="number"),
        Column("allowed", gettext_lazy("Hạn mức"), kind="number"),
        Column("declared_at", gettext_lazy("Khai lúc"), kind="moment", sort="declared_at"),
    ),
    empty=Empty(gettext_lazy("Chưa có lô nào."), gettext_lazy("Khai lô đầu tiên để tạo tem cho nó.")),
)  # fmt: skip


@requires_right("barcodes.see")
@require_safe
def lots(request: GuardedRequest) -> HttpResponseBase:
    links = []
    if request.actor.may(ISSUE):
        links.append(lists.Link(_("Khai lô"), reverse("barcodes:declare")))
    rows = queries.quotas(request.actor).order_by()
    return LOTS.answer(request, rows, actions=links, crumbs=crumbs())


@requires_right("barcodes.issue")
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: GuardedRequest) -> HttpResponse:
    way = crumbs((_("Lô hàng"), reverse("barcodes:lots")))
    own = own_or_told(request, way)
    if isinstance(own, HttpResponse):
        return own
    form = forms.LotForm(request.POST or None, products=ownership.products(own))
    if request.method == "POST" and form.is_valid():
        quota = done(
            form,
            actions.declare_lot,
            by=request.actor,
            enterprise=own,
            product_name=form.product_name,
            **form.cleaned_data,
        )
        if quota is not None:
            notices.good(
                request,
                _("Đã khai lô %(lot)s: được %(allowed)d tem.")
                % {"lot": quota.lot, "allowed": quota.allowed},
            )
            return see(reverse("barcodes:lot", args=[quota.pk]))
    return one_form(request, form, title=_("Khai lô"), button=_("Khai lô"), crumbs=way)


def _way(quota: LotQuota) -> Crumbs:
    return crumbs(
        (_("Lô hàng"), reverse("barcodes:lots")),
        (quota.lot, reverse("barcodes:lot", args=[quota.pk])),
    )


@requires_right("barcodes.see")
@require_safe
def lot(request: GuardedRequest, number: int) -> HttpResponse:
    quota = found(queries.quota(request.actor, number))
    own = quota.enterprise.organisation_id == request.actor.organisation_id
    values = {
        "quota": quota,
        "left": quota.allowed - quota.taken,
        "batches": queries.batches(request.actor).filter(quota=quota),
        "may_issue": queries.quota(request.actor, number, ISSUE) is not None,
        "may_exceed": not own and queries.quota(request.actor, number, EXCEED) is not None,
        "crumbs": _way(quota)[:-1],
    }
    return render(request, "barcodes/lot.html", values)


@requires_right("barcodes.exceed")
@require_http_methods(["GET", "HEAD", "POST"])
def exceed(request: GuardedRequest, number: int) -> HttpResponse:
    quota = found(queries.quota(request.actor, number, EXCEED))
    form = forms.ExceedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if (
            done(form, actions.exceed_quota, by=request.actor, quota_id=quota.pk, **told)
            is not None
        ):
            told |= {"lot": quota.lot}
            notices.good(request, _("Lô %(lot)s được thêm %(labels)d tem.") % told)
            return see(reverse("barcodes:lot", args=[quota.pk]))
    return one_form(
        request,
        form,
        title=_("Cho vượt hạn mức tem"),
        lead=_("Lý do được ghi vào nhật ký và hiện ở trang của lô."),
        button=_("Cho thêm tem"),
        crumbs=_way(quota),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands beside the form: the label, what is wrong with it, what the law misses on it."""

    drawing: str
    problems: list[composed.Problem]
    checklist: fields.Checklist | None
    layout: Layout


def preview_of(
    layout: Layout, words: dict[str, str], code: Code, dpi: int, group: str = ""
) -> Preview:
    stem = queries.stem()
    problems = composed.problems(layout, words, code, stem, dpi=dpi)
    try:
        drawn = svg.drawn(
            composed.compose(layout, words, code, stem, dpi=dpi),
            _("Tem %(name)s, kích thước thật") % {"name": layout.name},
        )
    except BarcodesError:  # `problems` says it in words
        drawn = svg.drawn(composed.Drawing(layout.width, layout.height, (), ()), layout.name)
    checklist = None
    if group in fields.groups():
        shown = composed.words_of(code, words, stem)
        on_label = {field: text for field, text in shown.items() if field in layout.shown}
        checklist = fields.check(group, on_label, has_symbol=bool(layout.marks))
    return Preview(drawn, problems, checklist, layout)


@requires_right("barcodes.issue")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: GuardedRequest, number: int) -> HttpResponse:
    quota = found(queries.quota(request.actor, number, ISSUE))
    form = forms.IssueForm(
        request.POST or None,
        designs=list(queries.designs(request.actor)),
        initial=_initial(quota),
    )
    only_look = "xem" in request.POST
    if request.method == "POST" and form.is_valid() and not only_look:
        batch = done(form, _issue, request=request, quota=quota, typed=form)
        if batch is not None:
            notices.good(request, _("Đã tạo %(count)d tem.") % {"count": batch.quantity})
            return see(reverse("barcodes:batch", args=[batch.pk]))
    values: dict[str, Any] = {
        "form": form,
        "quota": quota,
        "left": quota.allowed - quota.taken,
        "preview": _preview(request, quota, form),
        "crumbs": _way(quota),
    }
    if request.GET.get("phan") == "xem":
        return render(request, "barcodes/preview.html", values)
    return render(
        request, "barcodes/issue.html", values, status=200 if only_look else status_of(form)
    )


def _issue(*, request: GuardedRequest, quota: LotQuota, typed: forms.IssueForm) -> Any:
    told = typed.cleaned_data
    return actions.issue(
        by=request.actor,
        quota_id=quota.pk,
        quantity=told["quantity"],
        layout=queries.layout_named(request.actor, told["layout"]),
        words=typed.words,
        group=told["group"],
        has_serials=told["way"] == "serial",
        expires_on=told["expires_on"],
        dpi=int(told["dpi"]),
    )


def _initial(quota: LotQuota) -> dict[str, Any]:
    content = f"{quota.content_g.normalize():f} g".replace(".", ",")
    return {
        "quantity": min(quota.allowed - quota.taken, 1000) or None,
        "way": "serial",
        "layout": "tem-50x30",
        "dpi": "203",
        "group": "thuc-pham",
        "w_product_name": quota.product_name,
        "w_responsible_name": quota.enterprise.public_name,
        "w_responsible_address": quota.enterprise.address,
        "w_origin": "Việt Nam",
        "w_quantity": content,
    }


def _preview(request: GuardedRequest, quota: LotQuota, form: forms.IssueForm) -> Preview | None:
    """Of what was typed, as far as it can be read; None when no layout is chosen."""
    if form.is_bound:
        form.is_valid()
        told = {**_initial(quota), **form.cleaned_data}
        words = {name: str(form.data.get(f"w_{name}", ""))[:300] for name in forms.TYPED}
    else:
        told = _initial(quota)
        words = {name: str(told.get(f"w_{name}", "")) for name in forms.TYPED}
    try:
        layout = queries.layout_named(request.actor, told["layout"])
    except BarcodesError:
        return None
    serial = EXAMPLE_SERIAL if told["way"] == "serial" else ""
    code = Code(quota.gtin, quota.lot, serial, told.get("expires_on"))
    return preview_of(layout, words, code, int(told["dpi"] or 203), str(told["group"]))
