"""Pages of company prefixes, the keys given out of them, and own names.

GET  /so/ma-so                     prefixes within reach, and fees that are due
GET  /so/ma-so/gs1/8938505974          how full it is, what to do with it
GET  /so/ma-so/gs1/8938505974/khoa     the keys that were given, CSV and Excel
POST /so/ma-so/gs1/8938505974/cap      303 ─> the keys
"""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.barcodes.actions import prefixes as actions
from txng.barcodes.forms import keys as forms
from txng.barcodes.models import CompanyPrefix, GivenKey, OwnName
from txng.barcodes.queries import prefixes as queries
from txng.barcodes.rules import ALLOCATE, KEEP_PREFIXES, SET_FEES
from txng.barcodes.rules.keys import Room, capacity
from txng.barcodes.views.shared import Crumbs, done, one_form, own_or_told
from txng.ui import lists, notices
from txng.ui.answering import found, see
from txng.ui.lists import Column, Empty, Filter, Mark, Register


def crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(_("Mã số mã vạch"), reverse("barcodes:prefixes")), *more]


def _address(digits: str) -> str:
    return reverse("barcodes:prefix", args=[digits])


def _standing(prefix: CompanyPrefix) -> str:
    if prefix.ended_on is not None:
        return _("Thôi dùng")
    if prefix.paid_until is None:
        return _("Chưa khai phí")
    late = prefix.paid_until < timezone.localdate().year
    return _("Cần nộp phí") if late else _("Đang dùng")


def _mark(prefix: CompanyPrefix) -> Mark:
    if prefix.ended_on is not None:
        return ""
    paid = prefix.paid_until is not None and prefix.paid_until >= timezone.localdate().year
    return "good" if paid else "warn"


PREFIXES = Register(
    name="ma-doanh-nghiep",
    title=gettext_lazy("Mã số mã vạch"),
    order="digits",
    template="barcodes/prefixes.html",
    columns=(
        Column("digits", gettext_lazy("Mã doanh nghiệp GS1"), sort="digits", kind="code",
               link=lambda one: _address(one.digits)),
        Column("enterprise", gettext_lazy("Cơ sở"), value="enterprise.public_name"),
        Column("products", gettext_lazy("Sản phẩm còn đặt được"), kind="number",
               value=lambda one: Room(capacity("gtin", one.digits), one.given_gtins).left),
        Column("paid_until", gettext_lazy("Đã nộp phí đến hết"), value=lambda one: str(one.paid_until or "")),
        Column("state", gettext_lazy("Tình trạng"), value=_standing, mark=_mark),
    ),
    rows_a_page=20,
    empty=Empty(
        gettext_lazy("Chưa có mã doanh nghiệp GS1 nào."),
        gettext_lazy(
            "Đã có giấy chứng nhận thì khai mã; chưa có thì mở hồ sơ xin cấp, hoặc dùng mã nội bộ trước."
        ),
    ),
)  # fmt: skip
KEYS = Register(
    name="ma-da-cap",
    title=gettext_lazy("Mã đã cấp"),
    order="number",
    columns=(
        Column("number", gettext_lazy("Số thứ tự"), sort="number", kind="number"),
        Column("value", gettext_lazy("Mã"), kind="code", sort="value"),
        Column("kind", gettext_lazy("Loại"), value=lambda one: one.get_kind_display()),
        Column("purpose", gettext_lazy("Dùng cho")),
        Column("given_at", gettext_lazy("Cấp lúc"), kind="moment"),
        Column("state", gettext_lazy("Tình trạng"), mark=lambda one: "" if one.withdrawn_at else "good",
               value=lambda one: _("Ngừng dùng") if one.withdrawn_at else _("Đang dùng")),
    ),
    filters=(Filter("kind", gettext_lazy("Loại"), choices=GivenKey.Kind.choices),),
    empty=Empty(
        gettext_lazy("Chưa cấp mã nào."),
        gettext_lazy("Cấp mã cho sản phẩm, địa điểm hoặc thùng ở trang của mã."),
    ),
)  # fmt: skip
OWN_NAMES = Register(
    name="ma-noi-bo",
    title=gettext_lazy("Mã nội bộ"),
    order="name",
    lead=gettext_lazy(
        "Tên riêng cho sản phẩm, lô, địa điểm chưa có mã GS1. Khi có mã GS1 thì nối hai tên lại: sự kiện cũ"
        " giữ nguyên, và đọc được dưới cả hai tên. Người mua không quét được mã nội bộ."
    ),
    columns=(
        Column("words", gettext_lazy("Là gì"), link=lambda one: reverse("barcodes:join", args=[one.pk])),
        Column("name", gettext_lazy("Mã nội bộ"), sort="name", kind="code"),
        Column("gs1", gettext_lazy("Mã GS1"), kind="code"),
        Column("state", gettext_lazy("Tình trạng"), mark=lambda one: "good" if one.gs1 else "info",
               value=lambda one: _("Đã nối") if one.gs1 else _("Chưa có mã GS1")),
    ),
    empty=Empty(
        gettext_lazy("Chưa có mã nội bộ nào."),
        gettext_lazy("Đặt một mã cho sản phẩm chưa có GTIN."),
    ),
)  # fmt: skip


@requires_right("barcodes.see")
@require_safe
def prefixes(request: GuardedRequest) -> HttpResponseBase:
    links = []
    if request.actor.may(KEEP_PREFIXES):
        links.append(lists.Link(_("Khai mã đã có"), reverse("barcodes:hold")))
    links.append(lists.Link(_("Xin cấp mã"), reverse("barcodes:cases")))
    links.append(lists.Link(_("Mã nội bộ"), reverse("barcodes:own_names")))
    links.append(lists.Link(_("Bảng phí"), reverse("barcodes:fees")))
    return PREFIXES.answer(
        request,
        queries.prefixes(request.actor),
        actions=links,
        reminders=queries.reminders(request.actor, timezone.localdate()),
        may_set_fees=request.actor.may(SET_FEES),
    )


@requires_right("barcodes.keep_prefixes")
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: GuardedRequest) -> HttpResponse:
    own = own_or_told(request, crumbs())
    if isinstance(own, HttpResponse):
        return own
    form = forms.HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = done(
            form, actions.hold_prefix, by=request.actor, enterprise=own, **form.cleaned_data
        )
        if kept is not None:
            notices.good(request, _("Đã ghi mã %(digits)s vào sổ.") % {"digits": kept.digits})
            return see(_address(kept.digits))
    return one_form(
        request, form, title=_("Khai mã doanh nghiệp GS1"), button=_("Ghi vào sổ"), crumbs=crumbs()
    )


@requires_right("barcodes.see")
@require_safe
def prefix(request: GuardedRequest, digits: str) -> HttpResponse:
    one = found(queries.prefix(request.actor, digits))
    values = {
        "prefix": one,
        "standing": _standing(one),
        "mark": _mark(one),
        "rooms": [(GivenKey.Kind(kind).label, room) for kind, room in queries.room_of(one).items()],
        "newest": queries.keys_of(request.actor, digits).order_by("-given_at", "-pk")[:8],
        "may_allocate": queries.prefix(request.actor, digits, ALLOCATE) is not None,
        "may_keep": queries.prefix(request.actor, digits, KEEP_PREFIXES) is not None,
        "crumbs": crumbs(),
    }
    return render(request, "barcodes/prefix.html", values)


@requires_right("barcodes.see")
@require_safe
def given(request: GuardedRequest, digits: str) -> HttpResponseBase:
    one = found(queries.prefix(request.actor, digits))
    return KEYS.answer(
        request,
        queries.keys_of(request.actor, digits).order_by(),
        crumbs=crumbs((one.digits, _address(one.digits))),
    )


@requires_right("barcodes.allocate")
@require_http_methods(["GET", "HEAD", "POST"])
def allocate(request: GuardedRequest, digits: str) -> HttpResponse:
    one = found(queries.prefix(request.actor, digits, ALLOCATE))
    form = forms.AllocateForm(request.POST or None, initial={"kind": "gtin"})
    if request.method == "POST" and form.is_valid():
        keys = done(
            form,
            actions.allocate,
            by=request.actor,
            digits=digits,
            kind=form.cleaned_data["kind"],
            purposes=form.lines,
        )
        if keys is not None:
            notices.good(
                request,
                _("Đã cấp %(count)d mã, từ %(first)s đến %(last)s.")
                % {"count": len(keys), "first": keys[0].value, "last": keys[-1].value},
            )
            return see(_address(digits))
    return one_form(
        request,
        form,
        title=_("Cấp mã từ %(digits)s") % {"digits": one.digits},
        lead=_("Mã đã cấp không cấp lại cho thứ khác, kể cả khi sản phẩm ngừng bán."),
        button=_("Cấp mã"),
        crumbs=crumbs((one.digits, _address(digits))),
    )


@requires_right("barcodes.allocate")
@require_http_methods(["GET", "HEAD", "POST"])
def record_earlier(request: GuardedRequest, digits: str) -> HttpResponse:
    one = found(queries.prefix(request.actor, digits, ALLOCATE))
    form = forms.EarlierForm(request.POST or None, initial={"kind": "gtin"})
    if request.method == "POST" and form.is_valid():
        keys = done(
            form,
            actions.record_earlier,
            by=request.actor,
            digits=digits,
            kind=form.cleaned_data["kind"],
            values=form.lines,
            purpose=form.cleaned_data["purpose"],
        )
        if keys is not None:
            notices.good(request, _("Đã ghi %(count)d mã đã dùng.") % {"count": len(keys)})
            return see(_address(digits))
    return one_form(
        request,
        form,
        title=_("Ghi các mã đã dùng từ trước"),
        lead=_("Hệ thống sẽ bỏ qua những mã này khi cấp mã mới."),
        button=_("Ghi vào sổ"),
        crumbs=crumbs((one.digits, _address(digits))),
    )


@requires_right("barcodes.keep_prefixes")
@require_http_methods(["GET", "HEAD", "POST"])
def pay_fee(request: GuardedRequest, digits: str) -> HttpResponse:
    one = found(queries.prefix(request.actor, digits, KEEP_PREFIXES))
    form = forms.YearForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        if done(form, actions.pay_fee, by=request.actor, digits=digits, year=year) is not None:
            notices.good(request, _("Đã ghi nộp phí đến hết năm %(year)d.") % {"year": year})
            return see(_address(digits))
    return one_form(
        request,
        form,
        title=_("Ghi đã nộp phí duy trì"),
        button=_("Ghi"),
        crumbs=crumbs((one.digits, _address(digits))),
    )


@requires_right("barcodes.see")
@require_safe
def own_names(request: GuardedRequest) -> HttpResponseBase:
    links = []
    if request.actor.may(ALLOCATE):
        links.append(lists.Link(_("Đặt mã nội bộ"), reverse("barcodes:give_own_name")))
    rows = queries.own_names(request.actor)
    return OWN_NAMES.answer(request, rows, actions=links, crumbs=crumbs())


@requires_right("barcodes.allocate")
@require_http_methods(["GET", "HEAD", "POST"])
def give_own_name(request: GuardedRequest) -> HttpResponse:
    way = crumbs((_("Mã nội bộ"), reverse("barcodes:own_names")))
    own = own_or_told(request, way)
    if isinstance(own, HttpResponse):
        return own
    form = forms.OwnNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = done(
            form, actions.give_own_name, by=request.actor, enterprise=own, **form.cleaned_data
        )
        if name is not None:
            notices.good(request, _("Đã đặt mã %(name)s.") % {"name": name.name})
            return see(reverse("barcodes:own_names"))
    return one_form(request, form, title=_("Đặt mã nội bộ"), button=_("Đặt mã"), crumbs=way)


@requires_right("barcodes.allocate")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: GuardedRequest, number: int) -> HttpResponse:
    one: OwnName = found(queries.own_names(request.actor).filter(pk=number).first())
    form = forms.JoinForm(request.POST or None, initial={"gs1": one.gs1})
    if request.method == "POST" and form.is_valid():
        gs1 = form.cleaned_data["gs1"]
        joined = done(form, actions.join_to_gs1, by=request.actor, name=one.name, gs1=gs1)
        if joined is not None:
            notices.good(
                request,
                _("Đã nối %(name)s với %(gs1)s.") % {"name": joined.name, "gs1": joined.gs1},
            )
            return see(reverse("barcodes:own_names"))
    return one_form(
        request,
        form,
        title=_("Nối mã nội bộ với mã GS1"),
        lead=_("%(words)s: %(name)s. Nối rồi thì không đổi sang mã GS1 khác được.")
        % {"words": one.words, "name": one.name},
        button=_("Nối hai mã"),
        crumbs=crumbs((_("Mã nội bộ"), reverse("barcodes:own_names"))),
    )
