"""Marks, who may use them, stars and groups: read by whoever sees products, written by officers.

/so/nhan-hieu                           every mark  ─> /so/nhan-hieu/<code>: its owners  ─> ../chuyen
/so/giay-phep-nhan-hieu                 licences within reach  ─> ../17  ─> ../17/thu-hoi
/so/san-pham/17/giay-phep-nhan-hieu     a licence for the owner and the group of this product
/so/san-pham/17/hang-ocop               its stars
/so/nhom-san-pham                       the tree of groups  ─> ../them
"""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.products.actions import groups as group_actions
from txng.products.actions import marks as actions
from txng.products.forms import marks as forms
from txng.products.models import Mark, MarkLicence, TradeItem
from txng.products.queries import groups, trade_items
from txng.products.queries import marks as queries
from txng.products.views.shared import done, item_address, short_form
from txng.ui import lists, notices
from txng.ui.answering import found, see


def _mark_address(one: Mark) -> str:
    return reverse("products:mark", args=[one.code])


def _licence_address(one: MarkLicence) -> str:
    return reverse("products:licence", args=[one.pk])


def _owner(one: Mark) -> str:
    """Whoever owns it today, of the owners that were read with it."""
    return next((owner.name for owner in one.owners.all() if owner.held_until is None), "")


MARKS = lists.Register(
    name="nhan-hieu",
    title=gettext_lazy("Nhãn hiệu, chỉ dẫn địa lý"),
    order="name",
    columns=(
        lists.Column("name", gettext_lazy("Tên"), sort="name", link=_mark_address),
        lists.Column("kind", gettext_lazy("Loại"), value=lambda one: one.get_kind_display()),
        lists.Column("owner", gettext_lazy("Chủ sở hữu"), value=_owner),
        lists.Column(
            "groups", gettext_lazy("Dùng cho"),
            value=lambda one: ", ".join(str(group) for group in one.groups.all()),
        ),
    ),
    filters=(lists.Filter("kind", gettext_lazy("Loại"), choices=Mark.Kind.choices),),
    empty=lists.Empty(gettext_lazy("Chưa có nhãn hiệu nào.")),
)  # fmt: skip


def _state(one: MarkLicence) -> str:
    if one.ended_on is not None:
        return _("Đã thu hồi")
    return _("Hết hạn") if one.valid_until < timezone.localdate() else _("Còn hạn")


def _state_mark(one: MarkLicence) -> lists.Mark:
    if one.ended_on is not None:
        return "stop"
    return "warn" if one.valid_until < timezone.localdate() else "good"


LICENCES = lists.Register(
    name="giay-phep-nhan-hieu",
    title=gettext_lazy("Giấy phép dùng nhãn hiệu"),
    order="-until",
    columns=(
        lists.Column("number", gettext_lazy("Số giấy"), link=_licence_address),
        lists.Column("mark", gettext_lazy("Nhãn hiệu"), value="mark.name"),
        lists.Column("holder", gettext_lazy("Cơ sở"), value=lambda one: one.holder.public_name),
        lists.Column("group", gettext_lazy("Nhóm"), value=lambda one: str(one.group)),
        lists.Column("from", gettext_lazy("Từ ngày"), value="valid_from", kind="day"),
        lists.Column(
            "until", gettext_lazy("Đến hết ngày"), value="valid_until", sort="valid_until", kind="day",
        ),
        lists.Column("state", gettext_lazy("Tình trạng"), value=_state, mark=_state_mark),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có giấy phép nào."),
        gettext_lazy("Cán bộ ghi giấy phép từ trang của sản phẩm được dùng nhãn hiệu."),
    ),
)  # fmt: skip


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Nhãn hiệu, chỉ dẫn địa lý"), reverse("products:marks")), *more]


@requires_right("products.see")
@require_safe
def marks(request: GuardedRequest) -> HttpResponseBase:
    more = (
        lists.Link(_("Giấy phép dùng nhãn hiệu"), reverse("products:licences"), leads=True),
        lists.Link(_("Nhóm sản phẩm"), reverse("products:groups"), leads=True),
    )
    return MARKS.answer(request, queries.marks(request.actor), actions=more)


@requires_right("products.see")
@require_safe
def mark(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.mark(request.actor, code))
    values = {
        "mark": one,
        "may_hand_on": queries.may_hand_on(request.actor, one),
        "crumbs": crumbs(),
    }
    return render(request, "products/mark.html", values)


@requires_right("products.keep_marks")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_on_mark(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.mark(request.actor, code))
    form = forms.OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "mark": one, **form.cleaned_data}
        if done(form, actions.hand_on_mark, **values) is not None:
            notices.good(request, _("Đã ghi chủ sở hữu mới."))
            return see(_mark_address(one))
    return short_form(
        request, form, _("Chuyển chủ sở hữu nhãn hiệu"), _("Ghi chủ sở hữu mới"), _mark_address(one),
        crumbs((one.name, _mark_address(one))), one.name,
    )  # fmt: skip


@requires_right("products.see")
@require_safe
def licences(request: GuardedRequest) -> HttpResponseBase:
    return LICENCES.answer(request, queries.licences(request.actor), crumbs=crumbs())


@requires_right("products.see")
@require_safe
def licence(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.licence(request.actor, number))
    values = {
        "licence": one,
        "holder_name": trade_items.name_of(request.actor, one.holder),
        "state": _state(one),
        "state_mark": _state_mark(one),
        "may_end": one.ended_on is None and queries.may_end(request.actor, one),
        "crumbs": _above_licences(),
    }
    return render(request, "products/licence.html", values)


@requires_right("products.keep_marks")
@require_http_methods(["GET", "HEAD", "POST"])
def end_licence(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.licence(request.actor, number))
    form = forms.EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "licence": one, **form.cleaned_data}
        if done(form, actions.end_licence, **values) is not None:
            notices.good(
                request, _("Đã ghi thu hồi giấy phép số %(number)s.") % {"number": one.number}
            )
            return see(_licence_address(one))
    return short_form(
        request, form, _("Thu hồi giấy phép"), _("Ghi thu hồi"), _licence_address(one),
        [*_above_licences(), (one.number, _licence_address(one))], f"{one.mark.name}, {one.number}",
    )  # fmt: skip


def _above_licences() -> list[tuple[str, str]]:
    return crumbs((_("Giấy phép dùng nhãn hiệu"), reverse("products:licences")))


# --- of one product -------------------------------------------------------------------------------


@requires_right("products.keep_marks")
@require_http_methods(["GET", "HEAD", "POST"])
def grant_licence(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(trade_items.trade_item(request.actor, number))
    known = queries.marks_for(one)
    form = forms.LicenceForm(request.POST or None, marks=known)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        code = told.pop("mark")
        mark = next(each for each in known if each.code == code)
        values = {
            "by": request.actor,
            "mark": mark,
            "holder": one.owner,
            "group": one.group,
            **told,
        }
        if done(form, actions.grant_licence, **values) is not None:
            notices.good(request, _("Đã ghi giấy phép dùng nhãn hiệu."))
            return see(item_address(one))
    return _of_item(
        request, form, one, _("Ghi giấy phép dùng nhãn hiệu"), _("Ghi giấy phép"),
        _("Giấy phép cho cơ sở dùng nhãn hiệu trên mọi sản phẩm cùng nhóm này của cơ sở.")
        if known else _("Chưa có nhãn hiệu nào trong sổ dùng cho nhóm sản phẩm này."),
    )  # fmt: skip


@requires_right("products.keep_marks")
@require_http_methods(["GET", "HEAD", "POST"])
def rate_ocop(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(trade_items.trade_item(request.actor, number))
    form = forms.RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "trade_item": one, **form.cleaned_data}
        made = done(form, actions.rate_ocop, **values)
        if made is not None:
            notices.good(request, _("Đã ghi hạng OCOP %(stars)d sao.") % {"stars": made.stars})
            return see(item_address(one))
    return _of_item(
        request, form, one, _("Ghi hạng OCOP"), _("Ghi hạng"),
        _("Hạng có giá trị 36 tháng từ ngày quyết định. Hạng mới là một dòng mới, hạng cũ còn trong sổ."),
    )  # fmt: skip


# --- groups ---------------------------------------------------------------------------------------


@requires_right("products.see")
@require_safe
def product_groups(request: GuardedRequest) -> HttpResponse:
    values = {
        "groups": groups.groups(request.actor),
        "may_add": queries.may_define(request.actor),
        "crumbs": crumbs(),
    }
    return render(request, "products/groups.html", values)


@requires_right("products.keep_marks")
@require_http_methods(["GET", "HEAD", "POST"])
def define_group(request: GuardedRequest) -> HttpResponse:
    form = forms.GroupForm(request.POST or None, groups=groups.groups(request.actor))
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        parent = groups.group_at(request.actor, told.pop("parent"))
        made = done(form, group_actions.define_group, by=request.actor, parent=parent, **told)
        if made is not None:
            notices.good(request, _("Đã thêm nhóm “%(name)s”.") % {"name": made.name})
            return see(reverse("products:groups"))
    return short_form(
        request, form, _("Thêm nhóm sản phẩm"), _("Thêm nhóm"), reverse("products:groups"),
        crumbs((_("Nhóm sản phẩm"), reverse("products:groups"))),
        _("Nhóm đã thêm thì không đổi mã và không xóa, vì danh mục các năm nêu tên nó."),
    )  # fmt: skip


# --- inside ---------------------------------------------------------------------------------------


def _of_item(
    request: GuardedRequest, form: Any, one: TradeItem, title: str, button: str, lead: str
) -> HttpResponse:
    above = [(_("Sản phẩm"), reverse("products:trade_items")), (one.name, item_address(one))]
    return short_form(request, form, title, button, item_address(one), above, lead, item=one)
