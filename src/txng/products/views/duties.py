"""Who must do what by when: for an enterprise its own duties, for an officer who is late.

/nghia-vu/cua-toi               my products, what by when, the most urgent first
/nghia-vu/co-quan               every milestone of the mandatory list, how many have not met it
/nghia-vu/co-quan/31/2          who has not met this one: a list, with CSV and Excel
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.products import words
from txng.products.models import TradeItem, TradeItemWord
from txng.products.queries import obligations as queries
from txng.products.queries import trade_items
from txng.products.rules.obligations import Scope, State, next_due, state_of
from txng.ui import lists, search
from txng.ui.answering import found

MOST_DUTIES = 300  # on one page; who has more reads them product by product


@requires_right("products.see")
@require_safe
def my_duties(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    enterprise = queries.enterprise_of(request.actor)
    duties = [] if enterprise is None else queries.duties_of(request.actor, enterprise, today)
    open_ = [duty for duty in duties if duty.is_open]
    told = queries.told_of(request.actor, {duty.product.id for duty in open_[:MOST_DUTIES]})
    ahead = next_due(duties)
    values = {
        "enterprise": enterprise,
        "needs_entry": queries.needs_entry(request.actor),
        "may_enter": request.actor.may(trade_items.ENTER),
        "duties": [
            (duty, told.get((duty.product.id, duty.requirement.id))) for duty in open_[:MOST_DUTIES]
        ],
        "done": len(duties) - len(open_),
        "late": sum(duty.state is State.LATE for duty in duties),
        "next_day": ahead[0].due_on if ahead else None,
        "next_count": len(ahead),
        "is_cut": len(open_) > MOST_DUTIES,
        "today": today,
        "may_write": request.actor.may(trade_items.EDIT),
        "oversees": request.actor.may(trade_items.OVERSEE),
        "products_address": reverse("products:trade_items"),
    }
    return render(request, "products/my_duties.html", values)


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone, how many have not met it (counted to MOST_COUNTED), and where they are listed."""

    scope: Scope
    number: int
    state: State
    open: str
    address: str
    group: str
    sizes: tuple[str, ...]


@requires_right("products.oversee")
@require_safe
def overview(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    counted = queries.counted(request.actor, today)
    rows = [
        Row(
            one.scope,
            one.number,
            state_of(one.scope.due_on, None, today),
            _("Hơn %(count)s") % {"count": lists.written(queries.MOST_COUNTED)}
            if one.open > queries.MOST_COUNTED
            else lists.written(one.open),
            reverse("products:late", args=[one.scope.item.id, one.number]),
            one.group,
            tuple(sorted(one.scope.sizes or ())),
        )
        for one in counted
    ]
    return render(request, "products/overview.html", {"rows": rows, "today": today})


@requires_right("products.oversee")
@require_safe
def late(request: GuardedRequest, item: int, number: int) -> HttpResponseBase:
    today = timezone.localdate()
    scope = found(queries.scope(item, number, today))
    register = _register(scope, today)
    return register.answer(
        request,
        queries.late(request.actor, scope),
        crumbs=[(_("Ai còn chậm"), reverse("products:overview"))],
        scope=scope,
    )


def _register(scope: Scope, today: Any) -> lists.Register:
    """Made for each milestone: its day and its law stand in every row of the file that is exported."""
    days = max((today - scope.due_on).days, 0)
    law = words.basis(scope)
    return lists.Register(
        name="chua-thuc-hien",
        title=words.requirement(scope.requirement.id),
        lead=law,
        order="name",
        columns=(
            lists.Column("name", gettext_lazy("Sản phẩm"), sort="name_key", link=_address),
            lists.Column("code", gettext_lazy("Mã"), kind="code"),
            lists.Column("owner", gettext_lazy("Cơ sở"), value=lambda one: one.owner.public_name),
            lists.Column("owner_code", gettext_lazy("Mã cơ sở"), value="owner.code", kind="code"),
            lists.Column("commune", gettext_lazy("Xã, phường"), value=_commune),
            lists.Column("due", gettext_lazy("Hạn"), value=lambda _one: scope.due_on, kind="day"),
            lists.Column(
                "days", gettext_lazy("Quá hạn (ngày)"), value=lambda _one: days, kind="number",
            ),
        ),
        search=lambda rows, text: search.matching(rows, TradeItemWord, text),
        search_label=gettext_lazy("Tìm theo tên, nhãn hiệu hoặc mã"),
        empty=lists.Empty(gettext_lazy("Không còn sản phẩm nào chưa thực hiện trong địa bàn của bạn.")),
    )  # fmt: skip


def _address(one: TradeItem) -> str:
    return reverse("products:trade_item", args=[one.pk])


def _commune(one: TradeItem) -> str:
    return words.commune(one.owner.commune_code)
