"""The list of first tasks, and the short form of each.

GET  /bat-dau/viec           six tasks, what is missing, minutes left
POST /bat-dau/san-pham       303 ─> /bat-dau/viec
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.actors import Actor
from txng.accounts.guard import GuardedRequest
from txng.barcodes.actions import prefixes as prefix_actions
from txng.barcodes.queries import prefixes as prefix_queries
from txng.parties import actions as parties
from txng.parties.actions import PartyFacts
from txng.parties.models import Enterprise
from txng.products.queries import groups
from txng.support import rules
from txng.support.actions import registering
from txng.support.actions import starting as actions
from txng.support.forms.starting import (
    ContactForm,
    LabelsForm,
    PlaceForm,
    PrefixForm,
    ProductForm,
    ReasonForm,
)
from txng.support.queries import beginnings as queries
from txng.support.queries import survey as survey_queries
from txng.support.rules import onboarding
from txng.support.views.shared import HTML, bound, done, done_or_told, one_form, to_tasks
from txng.ui import notices, way_back
from txng.ui.answering import see
from txng.ui.lists import Mark

MARKS: dict[str, Mark] = {
    onboarding.NOT_BEGUN: "", onboarding.DOING: "warn", onboarding.DONE: "good", onboarding.SKIPPED: "info",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A task as the page shows it; `links`: words and address, the first is the main one."""

    title: str
    state: str
    mark: Mark
    missing: tuple[str, ...]
    minutes: int
    is_over: bool
    links: tuple[tuple[str, str], ...]
    undo: str = ""


@requires_right("support.begin")
@require_safe
def tasks(request: GuardedRequest) -> HttpResponse:
    actor = request.actor
    own = queries.own_enterprise(actor)
    seen = queries.standing(actor, own)
    found = onboarding.tasks(seen)
    registration = queries.own_registration(actor)
    shown = [_shown(actor, own, seen, one) for one in found]
    values = {
        "tasks": shown,
        "next": next((one for one in shown if not one.is_over), None),
        "done": sum(one.is_over for one in found),
        "count": len(found),
        "minutes": onboarding.minutes_left(found),
        "own": own,
        "registration": registration,
        "is_waiting": registration is not None and registration.state == rules.WAITING,
        "is_refused": registration is not None and registration.state == rules.REFUSED,
        "is_hidden": own is not None and queries.beginning(own).hidden_at is not None,
        "asking": queries.requests_to_owner(actor).filter(state=rules.ASKED).count(),
        "classed": survey_queries.classed(actor, own) if own else None,
    }
    return render(request, "support/tasks.html", values)


def _shown(
    actor: Actor, own: Enterprise | None, seen: onboarding.Standing, one: onboarding.Task
) -> Shown:
    undo = reverse("support:together") if one.state == onboarding.SKIPPED else ""
    return Shown(
        title=_(one.title),
        state=_(onboarding.STATES[one.state]),
        mark=MARKS[one.state],
        missing=tuple(_(lack.sentence) % lack.values for lack in one.missing),
        minutes=one.minutes,
        is_over=one.is_over,
        links=tuple(_links(actor, own, seen, one)),
        undo=undo,
    )


def _links(
    actor: Actor, own: Enterprise | None, seen: onboarding.Standing, one: onboarding.Task
) -> list[tuple[str, str]]:
    """Where the task is done; pages of other rooms carry the way back."""
    if own is None:
        new = _out(reverse("parties:new_enterprise"))
        return [(_("Ghi cơ sở vào sổ"), new)] if one.code == onboarding.ENTERPRISE else []
    entry = reverse("parties:enterprise", args=[own.code])
    match one.code:
        case onboarding.ENTERPRISE:
            whole = (_("Xem cả hồ sơ"), _out(entry))
            return [whole] if one.is_over else [(_("Điền nốt"), reverse("support:contact")), whole]
        case onboarding.PLACES:
            words = _("Thêm địa điểm khác") if one.is_over else _("Ghi địa điểm đầu tiên")
            return [(words, reverse("support:place"))]
        case onboarding.PEOPLE:
            found = [(_("Mời người cùng làm"), _out(reverse("accounts:invite")))]
            return (
                found
                if one.is_over
                else [*found, (_("Tôi làm một mình"), reverse("support:alone"))]
            )
        case onboarding.CODES:
            words = _("Xem mã đã khai") if one.is_over else _("Chọn cách có mã")
            return [
                (
                    words,
                    _out(reverse("barcodes:prefixes")) if one.is_over else reverse("support:codes"),
                )
            ]
        case onboarding.PRODUCT:
            words = _("Thêm sản phẩm khác") if one.is_over else _("Ghi sản phẩm đầu tiên")
            return [(words, reverse("support:product"))]
        case _:
            return _label_links(actor, own, seen)


def _label_links(actor: Actor, own: Enterprise, seen: onboarding.Standing) -> list[tuple[str, str]]:
    if not seen.products_with_gtin:
        return [(_("Ghi mã GS1"), reverse("support:codes"))]
    batch = queries.label_batch(actor, own)
    if batch is None:
        lot = queries.label_lot(actor, own)
        if lot is not None:
            issue = reverse("barcodes:issue", args=[lot.pk])
            return [(_("Tạo tem cho lô %(lot)s") % {"lot": lot.lot}, _out(issue))]
        return [(_("Tạo tem thử"), reverse("support:labels"))]
    page = reverse("barcodes:batch", args=[batch.pk])
    if batch.state == "issued":
        return [(_("In tem"), _out(page) + "#in")]
    links = [(_("Xem lô tem"), _out(page))]
    if not seen.is_scanned_back:
        scan = reverse("barcodes:scan_back", args=[batch.pk])
        links.insert(0, (_("Quét lại tem đã in"), _out(scan)))
    return links


def _out(address: str) -> str:
    return way_back.to(address, reverse("support:tasks"))


@requires_right("support.begin")
@require_POST
def send_again(request: GuardedRequest) -> HttpResponse:
    one = queries.own_registration(request.actor)
    if one is not None and done_or_told(
        request, lambda: registering.send_again(by=request.actor, registration=one)
    ):
        notices.good(request, _("Đã gửi lại. Cán bộ địa bàn sẽ xem."))
    return see(reverse("support:tasks"))


@requires_right("support.begin")
@require_POST
def hide(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    if own is not None and done_or_told(request, lambda: actions.hide(by=request.actor, own=own)):
        notices.good(
            request,
            _("Danh sách không còn là trang đầu; vẫn mở được trong danh mục bên."),
            undo=reverse("support:show"),
        )
        return see(reverse("accounts:me"))
    return see(reverse("support:tasks"))


@requires_right("support.begin")
@require_POST
def show(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    if own is not None:
        done_or_told(request, lambda: actions.show(by=request.actor, own=own))
    return see(reverse("support:tasks"))


def _step(
    request: GuardedRequest,
    form: Any,
    verb: Callable[[], Any],
    *,
    title: str,
    button: str,
    told: str,
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    """A short form that leads back to the list."""
    if done(form, verb) is not None:
        notices.good(request, told)
        return see(reverse("support:tasks"))
    return one_form(
        request, form, title=title, button=button, lead=lead, crumbs=[to_tasks()], **more
    )


@requires_right("support.begin")
@require_http_methods(HTML)
def contact(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    if own is None:
        return redirect("support:tasks")
    form = ContactForm(
        bound(request), initial={"address": own.address, "phone": own.phone, "email": own.email}
    )

    def keep() -> Enterprise:
        names = PartyFacts.__dataclass_fields__
        facts = PartyFacts(**{name: getattr(own, name) for name in names})
        return parties.edit_enterprise(
            by=request.actor, enterprise=own, facts=replace(facts, **form.cleaned_data)
        )

    return _step(
        request, form, keep,
        title=_("Cơ sở của bạn"), button=_("Lưu"), told=_("Đã lưu hồ sơ cơ sở."),
    )  # fmt: skip


@requires_right("support.begin")
@require_http_methods(HTML)
def place(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    if own is None:
        return redirect("support:tasks")
    form = PlaceForm(bound(request), initial=PlaceForm.first_values(own))
    return _step(
        request,
        form,
        lambda: parties.register_establishment(by=request.actor, enterprise=own, facts=form.facts),
        title=_("Địa điểm"),
        button=_("Lưu địa điểm"),
        told=_("Đã ghi địa điểm."),
        lead=_("Nơi trồng, chế biến, đóng gói hoặc bán. Thêm nơi khác lúc nào cũng được."),
    )


@requires_right("support.begin")
@require_http_methods(HTML)
def alone(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    if own is None:
        return redirect("support:tasks")
    form = ReasonForm(bound(request), initial={"reason": _("Tôi làm một mình.")})
    return _step(
        request,
        form,
        lambda: actions.work_alone(by=request.actor, own=own, reason=form.cleaned_data["reason"]),
        title=_("Bỏ qua việc mời người"),
        button=_("Bỏ qua việc này"),
        told=_("Đã bỏ qua. Khi cần, mời người cùng làm ở trang Người dùng."),
    )


@requires_right("support.begin")
@require_POST
def together(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    if own is not None:
        done_or_told(request, lambda: actions.work_together(by=request.actor, own=own))
    return see(reverse("support:tasks"))


@requires_right("support.begin")
@require_safe
def codes(request: GuardedRequest) -> HttpResponse:
    values = {
        "crumbs": [to_tasks()],
        "case_url": _out(reverse("barcodes:open_case")),
        "cases_url": _out(reverse("barcodes:cases")),
    }
    return render(request, "support/codes.html", values)


@requires_right("support.begin")
@require_http_methods(HTML)
def prefix(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    if own is None:
        return redirect("support:tasks")
    form = PrefixForm(bound(request))
    return _step(
        request,
        form,
        lambda: prefix_actions.hold_prefix(by=request.actor, enterprise=own, **form.cleaned_data),
        title=_("Mã doanh nghiệp GS1 của bạn"),
        button=_("Lưu mã"),
        told=_("Đã ghi mã. Sản phẩm lấy được mã GTIN từ mã này."),
    )


@requires_right("support.begin")
@require_http_methods(HTML)
def product(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    if own is None:
        return redirect("support:tasks")
    held = prefix_queries.prefixes(request.actor).filter(enterprise=own, ended_on__isnull=True)
    first = held.first()
    form = ProductForm(
        bound(request),
        groups=groups.groups(request.actor),
        prefix=first,
        initial={"net_unit": "GRM", "own_code": "SP01"},
    )

    def keep() -> object:
        told = form.cleaned_data
        group = groups.group_at(request.actor, told["group"])
        assert group is not None  # the form offers those that there are
        return actions.first_product(
            by=request.actor, own=own, group=group, facts=form.facts,
            gtin=told["gtin"], own_code=told.get("own_code", ""), prefix=first,
        )  # fmt: skip

    return _step(
        request, form, keep,
        title=_("Sản phẩm"), button=_("Lưu sản phẩm"), told=_("Đã ghi sản phẩm."),
    )  # fmt: skip


@requires_right("support.begin")
@require_http_methods(HTML)
def labels(request: GuardedRequest) -> HttpResponse:
    own = queries.own_enterprise(request.actor)
    products = queries.printable(own) if own else []
    if own is None or not products:
        return redirect("support:tasks")
    form = LabelsForm(
        bound(request), products=products,
        initial={"gtin": products[0][0], "lot": "L01", "quantity": 3},
    )  # fmt: skip
    made = done(form, lambda: actions.first_labels(by=request.actor, own=own, told=form.told))
    if made is not None:
        notices.good(
            request, _("Đã tạo %(count)d tem. In rồi quét lại.") % {"count": made.quantity}
        )
        return see(_out(reverse("barcodes:batch", args=[made.pk])) + "#in")
    return one_form(
        request,
        form,
        title=_("Tem thử"),
        button=_("Tạo tem"),
        lead=_("Khai một lô hàng thật hoặc lô thử, rồi in vài tem trên mẫu có sẵn 50 × 30 mm."),
        crumbs=[to_tasks()],
    )
