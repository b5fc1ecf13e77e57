"""Pages for owners of codes: what is told to the event register of labels and own names, and what is due.

GET  /khai-tem                    batches: how many labels are live, how many were told
GET  /khai-tem/lo/17              one batch, with the button; POST /khai-tem/lo/17/khai tells it
GET  /khai-tem/ma-noi-bo          own names that have a GS1 code; POST /khai-tem/ma-noi-bo/3/khai
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.accounts.rules import CAPTURE
from txng.barcodes.models import Batch, OwnName
from txng.resolver import actions, declared
from txng.resolver.errors import LinksError
from txng.ui import lists, notices

RIGHT = "barcodes.see"  # and the scope "capture" for the button; the verb asks for it


def _state(one: Any) -> str:
    if one.live > one.told:
        return _("Còn tem chưa khai")
    return _("Đã khai") if one.told else _("Chưa có tem hiệu lực")


def _mark(one: Any) -> lists.Mark:
    return "warn" if one.live > one.told else "good" if one.told else "info"


def _narrowed(rows: QuerySet[Batch], state: str) -> QuerySet[Batch]:
    return declared.due(rows) if state == "con" else rows.exclude(pk__in=declared.due(rows))


BATCHES = lists.Register(
    name="khai-tem",
    title=gettext_lazy("Khai tem vào sổ sự kiện"),
    lead=gettext_lazy("Tem đang hiệu lực được khai một lần: từ đó nó có mặt trong hành trình của hàng."),
    order="-issued_at",
    columns=(
        lists.Column("batch", gettext_lazy("Lô tem"),
                     value=lambda one: _("Lô tem %(number)d") % {"number": one.pk},
                     link=lambda one: reverse("resolver:declared_batch", args=[one.pk])),
        lists.Column("product", gettext_lazy("Sản phẩm"), value="quota.product_name"),
        lists.Column("lot", gettext_lazy("Lô hàng"), value="quota.lot", kind="code"),
        lists.Column("live", gettext_lazy("Đang hiệu lực"), kind="number"),
        lists.Column("told", gettext_lazy("Đã khai"), kind="number"),
        lists.Column("state", gettext_lazy("Tình trạng"), value=_state, mark=_mark),
        lists.Column("issued_at", gettext_lazy("Tạo lúc"), kind="moment", sort="issued_at"),
    ),
    filters=(
        lists.Filter("state", gettext_lazy("Tình trạng"), narrow=_narrowed,
                     choices=(("con", gettext_lazy("Còn tem chưa khai")),
                              ("het", gettext_lazy("Không còn gì phải khai")))),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có lô tem nào."),
        gettext_lazy("Tạo tem từ trang Lô hàng và hạn mức, in, quét thử rồi kích hoạt."),
    ),
)  # fmt: skip


def _is_told(one: OwnName) -> bool:
    told = getattr(one, "declaration", None)
    return told is not None and told.sent_at is not None


OWN_NAMES = lists.Register(
    name="khai-ma-noi-bo",
    title=gettext_lazy("Khai mã nội bộ vào sổ sự kiện"),
    lead=gettext_lazy("Khai một lần rằng mã nội bộ và mã GS1 là một: sự kiện ghi bằng mã cũ vẫn tìm thấy."),
    order="name",
    columns=(
        lists.Column("name", gettext_lazy("Mã nội bộ"), kind="code", sort="name",
                     link=lambda one: reverse("resolver:declared_own_name", args=[one.pk])),
        lists.Column("words", gettext_lazy("Là gì")),
        lists.Column("gs1", gettext_lazy("Mã GS1"), kind="code"),
        lists.Column("state", gettext_lazy("Tình trạng"),
                     value=lambda one: _("Đã khai") if _is_told(one) else _("Chưa khai"),
                     mark=lambda one: "good" if _is_told(one) else "warn"),
    ),
    filters=(
        lists.Filter("state", gettext_lazy("Tình trạng"),
                     choices=(("chua", gettext_lazy("Chưa khai")), ("roi", gettext_lazy("Đã khai"))),
                     narrow=lambda rows, state: rows.filter(declaration__sent_at__isnull=state == "chua")),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có mã nội bộ nào nối với mã GS1."),
        gettext_lazy("Nối ở trang Mã số mã vạch, mục Mã nội bộ."),
    ),
)  # fmt: skip


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(str(BATCHES.title), reverse("resolver:declarations")), *more]


@requires_right(RIGHT)
@require_safe
def batches(request: GuardedRequest) -> HttpResponseBase:
    more = (lists.Link(_("Mã nội bộ"), reverse("resolver:declared_own_names"), leads=True),)
    return BATCHES.answer(request, declared.batches(request.actor), actions=more)


@requires_right(RIGHT)
@require_safe
def batch(request: GuardedRequest, number: int) -> HttpResponse:
    one = _batch(request, number)
    values = {
        "batch": one,
        "due": len(declared.due_numbers(one)),
        "rows": declared.of_batch(request.actor, one),
        "open": declared.of_batch(request.actor, one).filter(sent_at__isnull=True).first(),
        "may_tell": request.actor.may(CAPTURE),
        "most": actions.MOST_AT_ONCE,
        "crumbs": crumbs(),
    }
    return render(request, "resolver/work/declared_batch.html", values)


@requires_right(RIGHT)
@require_POST
def declare_batch(request: GuardedRequest, number: int) -> HttpResponseRedirect:
    try:
        row = actions.declare_batch(by=request.actor, batch=_batch(request, number))
    except LinksError as refused:
        notices.stop(request, str(refused))
    else:
        told = ngettext(
            "Sổ sự kiện đã nhận %(count)d tem.", "Sổ sự kiện đã nhận %(count)d tem.", row.labels
        )
        notices.good(request, told % {"count": row.labels})
    return redirect("resolver:declared_batch", number)


@requires_right(RIGHT)
@require_safe
def own_names(request: GuardedRequest) -> HttpResponseBase:
    return OWN_NAMES.answer(request, declared.own_names(request.actor), crumbs=crumbs())


@requires_right(RIGHT)
@require_safe
def own_name(request: GuardedRequest, number: int) -> HttpResponse:
    one = _own_name(request, number)
    above = (str(OWN_NAMES.title), reverse("resolver:declared_own_names"))
    values = {
        "own": one,
        "told": getattr(one, "declaration", None),
        "may_tell": request.actor.may(CAPTURE),
        "crumbs": crumbs(above),
    }
    return render(request, "resolver/work/declared_own_name.html", values)


@requires_right(RIGHT)
@require_POST
def declare_own_name(request: GuardedRequest, number: int) -> HttpResponseRedirect:
    try:
        actions.declare_alias(by=request.actor, own_name=_own_name(request, number))
    except LinksError as refused:
        notices.stop(request, str(refused))
    else:
        notices.good(request, _("Sổ sự kiện đã nhận: hai mã là một."))
    return redirect("resolver:declared_own_name", number)


def _batch(request: GuardedRequest, number: int) -> Batch:
    found = declared.batch(request.actor, number)
    if found is None:
        raise Http404
    return found


def _own_name(request: GuardedRequest, number: int) -> OwnName:
    found = declared.own_name(request.actor, number)
    if found is None:
        raise Http404
    return found
