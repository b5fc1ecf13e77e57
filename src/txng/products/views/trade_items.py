"""Pages of the register of trade items.

GET  /so/san-pham              the list: search, filters, CSV, Excel
POST /so/san-pham/them         303 ─> /so/san-pham/17
GET  /so/san-pham/17?ngay=..   what is told, what is missing, what must be done; as of a day
"""

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.products import words
from txng.products.actions import trade_items as actions
from txng.products.forms import trade_items as forms
from txng.products.models import ProductGroup, TradeItem
from txng.products.queries import groups, marks, obligations
from txng.products.queries import trade_items as queries
from txng.products.rules import elements
from txng.products.rules.facts import Facts
from txng.products.views.register import REGISTER
from txng.products.views.shared import done, done_or_told, item_address, short_form
from txng.ui import lists, notices
from txng.ui.answering import found, see, status_of


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Sản phẩm"), reverse("products:trade_items")), *more]


@requires_right("products.see")
@require_safe
def trade_items(request: GuardedRequest) -> HttpResponseBase:
    actions_ = [lists.Link(_("Nhãn hiệu và nhóm"), reverse("products:marks"), leads=True)]
    if request.actor.may(queries.EDIT):
        actions_.insert(0, lists.Link(_("Thêm sản phẩm"), reverse("products:new_trade_item")))
    return REGISTER.answer(request, queries.trade_items(request.actor), actions=actions_)


@requires_right("products.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def new_trade_item(request: GuardedRequest) -> HttpResponse:
    own = obligations.enterprise_of(request.actor)
    form = forms.NewTradeItemForm(
        request.POST or None,
        groups=groups.groups(request.actor),
        asks_owner=own is None,
        initial={"origin": "VN", "markets": ("VN",)},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        owner = own or queries.owner_by_code(request.actor, told["owner"])
        if owner is None:
            form.refuse("owner", _("Không có cơ sở nào mang mã đó trong địa bàn của bạn."))
        else:
            made = done(
                form,
                actions.create_trade_item,
                by=request.actor,
                owner=owner,
                group=groups.group_at(request.actor, told["group"]),
                facts=form.facts,
                gtin=told["gtin"],
                own_code=told["own_code"],
            )
            if made is not None:
                notices.good(request, _("Đã ghi “%(name)s” vào sổ.") % {"name": made.name})
                return see(item_address(made))
    values = {
        "form": form,
        "crumbs": crumbs(),
        "own": own,
        "needs_entry": obligations.needs_entry(request.actor),
        "may_enter": request.actor.may(queries.ENTER),
    }
    return render(request, "products/trade_item_new.html", values, status=status_of(form))


@requires_right("products.see")
@require_safe
def trade_item(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.trade_item(request.actor, number))
    today = timezone.localdate()
    asked = forms.AsOfForm(request.GET if "ngay" in request.GET else None)
    day = asked.cleaned_data["ngay"] if asked.is_bound and asked.is_valid() else today
    version = queries.facts_as_of(one, day) or (None if day != today else queries.newest(one))
    facts = Facts() if version is None else Facts.from_dict(version.facts)
    values = _detail(request, one, facts, day)
    values |= {"asked": asked, "day": day, "is_today": day == today, "version": version}
    return render(request, "products/trade_item.html", values)


def _detail(request: GuardedRequest, one: TradeItem, facts: Facts, day: date) -> dict[str, Any]:
    told = queries.told(one, facts)
    may_write = queries.writable(request.actor).filter(pk=one.pk).exists()
    duties = obligations.duties_of_item(request.actor, one, timezone.localdate())
    return {
        "item": one,
        "owner_name": queries.owner_name(request.actor, one),
        "facts": [
            (words.FACTS[name], words.fact(facts, name))
            for name in words.FACTS
            if name != "net_unit"
        ],
        "image": facts.image,
        "checklists": [
            elements.checklist(elements.CIRCULAR_02, told),
            elements.seven_attributes(told),
            elements.checklist(elements.DECREE_37, told),
        ],
        "duties": duties,
        "fulfilments": queries.fulfilments(one),
        "today": timezone.localdate(),
        "licences": marks.licences_for(one, day),
        "stars": marks.stars_on(one, day),
        "history": queries.versions(one),
        "may_write": may_write,
        "may_confirm": queries.may_confirm(request.actor, one),
        "may_keep_marks": marks.may_keep(request.actor, one),
        "crumbs": crumbs(),
    }


@requires_right("products.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def change_trade_item(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.writable(request.actor).filter(pk=number).first())
    known = groups.groups(request.actor)
    if request.method == "POST":
        form = forms.ChangeTradeItemForm(request.POST, groups=known)
        if form.is_valid() and _told(request, one, form):
            return see(item_address(one))
    else:
        facts = Facts.from_dict(queries.newest(one).facts)
        initial = form_initial(one, facts)
        form = forms.ChangeTradeItemForm(groups=known, initial=initial)
    values = {"form": form, "item": one, "crumbs": crumbs((one.name, item_address(one)))}
    return render(request, "products/trade_item_change.html", values, status=status_of(form))


def form_initial(one: TradeItem, facts: Facts) -> dict[str, Any]:
    return {
        **forms.FactsForm.initial_of(facts),
        "group": one.group.path,
        "seen": one.versions_told,
    }


def _told(request: GuardedRequest, one: TradeItem, form: forms.ChangeTradeItemForm) -> bool:
    told = form.cleaned_data
    group: ProductGroup | None = groups.group_at(request.actor, told["group"])
    assert group is not None  # one of the choices
    changed = done(
        form,
        actions.change_trade_item,
        by=request.actor,
        trade_item=one,
        facts=form.facts,
        group=group,
        seen=told["seen"],
        is_correction=told["is_correction"],
    )
    if changed is not None:
        notices.good(request, _("Đã ghi thông tin mới của “%(name)s”.") % {"name": changed.name})
    return changed is not None


@requires_right("products.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def assign_gtin(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.writable(request.actor).filter(pk=number, gtin__isnull=True).first())
    form = forms.GtinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "trade_item": one, "gtin": form.cleaned_data["gtin"]}
        if done(form, actions.assign_gtin, **values) is not None:
            notices.good(request, _("Đã gắn mã GTIN. Mã này đi theo sản phẩm suốt đời."))
            return see(item_address(one))
    return _simple(
        request, form, one, _("Gắn mã GTIN"), _("Gắn mã này"),
        _("Mã GTIN gắn rồi thì không đổi và không dùng cho sản phẩm khác. Đối chiếu từng chữ số."),
    )  # fmt: skip


@requires_right("products.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_trade_item(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.writable(request.actor).filter(pk=number, state="active").first())
    form = forms.WithdrawForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "trade_item": one, "on": form.cleaned_data["on"]}
        if done(form, actions.withdraw_trade_item, **values) is not None:
            notices.good(
                request,
                _("Đã ghi “%(name)s” ngừng sản xuất.") % {"name": one.name},
                undo=reverse("products:resume_trade_item", args=[one.pk]),
            )
            return see(item_address(one))
    return _simple(
        request, form, one, _("Ngừng sản xuất"), _("Ghi ngừng sản xuất"),
        _("Sản phẩm vẫn ở trong sổ và mã của nó không dùng lại. Có thể sản xuất lại bất cứ lúc nào."),
    )  # fmt: skip


@requires_right("products.edit")
@require_POST
def resume_trade_item(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.writable(request.actor).filter(pk=number).first())
    done_or_told(
        request, actions.resume_trade_item, _("Sản phẩm được sản xuất trở lại, vẫn mã cũ."),
        by=request.actor, trade_item=one,
    )  # fmt: skip
    return see(item_address(one))


# --- what is done ---------------------------------------------------------------------------------


@requires_right("products.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.writable(request.actor).filter(pk=number).first())
    form = forms.DeclarationForm(
        request.POST or None, initial={"requirement": request.GET.get("viec", "")}
    )
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "trade_item": one, **form.cleaned_data}
        if done(form, actions.declare_fulfilment, **values) is not None:
            notices.good(request, _("Đã khai. Cán bộ có thể kiểm tra và xác nhận."))
            return see(item_address(one))
    return _simple(
        request, form, one, _("Khai việc đã làm"), _("Khai"),
        _("Cán bộ thấy đây là cơ sở tự khai, cho đến khi cơ quan xác nhận."),
    )  # fmt: skip


@requires_right("products.edit")
@require_POST
def take_back(request: GuardedRequest, number: int, requirement: str) -> HttpResponse:
    one = found(queries.trade_item(request.actor, number))
    done_or_told(
        request, actions.take_back_fulfilment, _("Đã rút lại lời khai."),
        by=request.actor, trade_item=one, requirement=requirement, reason="",
    )  # fmt: skip
    return see(item_address(one))


@requires_right("products.oversee")
@require_POST
def confirm(request: GuardedRequest, number: int, requirement: str) -> HttpResponse:
    one = found(queries.trade_item(request.actor, number))
    done_or_told(
        request, actions.confirm_fulfilment, _("Đã xác nhận việc cơ sở khai."),
        by=request.actor, trade_item=one, requirement=requirement,
    )  # fmt: skip
    return see(item_address(one))


# --- inside ---------------------------------------------------------------------------------------


def _simple(
    request: GuardedRequest, form: Any, one: TradeItem, title: str, button: str, lead: str
) -> HttpResponse:
    above = crumbs((one.name, item_address(one)))
    return short_form(request, form, title, button, item_address(one), above, lead, item=one)
