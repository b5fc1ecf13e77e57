"""Certification bodies and schemes: read by whoever sees certificates, written by the standing agency.

/so/to-chuc-chung-nhan                the register  ─> ../them  ─> ../3: its accreditations  ─> ../3/cong-nhan
/so/chuong-trinh-chung-nhan           schemes       ─> ../them  ─> ../vietgap/thoi-han
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
from txng.certification import words
from txng.certification.actions import bodies as actions
from txng.certification.forms import bodies as forms
from txng.certification.models import Accreditation, Body
from txng.certification.queries import bodies as queries
from txng.certification.queries import reach
from txng.certification.views.shared import body_address, done, short_form
from txng.products.queries import groups
from txng.ui import lists, notices
from txng.ui.answering import found, see


def _today(one: Body) -> Accreditation | None:
    return queries.accreditation_on(one, timezone.localdate())


def _schemes(one: Body) -> str:
    held = _today(one)
    return "" if held is None else ", ".join(sorted(str(each) for each in held.schemes.all()))


def _until(one: Body) -> str:
    held = _today(one)
    return _("Không còn quyết định có hiệu lực") if held is None else words.day(held.valid_until)


BODIES = lists.Register(
    name="to-chuc-chung-nhan",
    title=gettext_lazy("Tổ chức chứng nhận"),
    order="name",
    lead=gettext_lazy("Ai được chứng nhận cái gì, theo quyết định nào."),
    columns=(
        lists.Column("name", gettext_lazy("Tên"), value=str, sort="name_key", link=body_address),
        lists.Column("schemes", gettext_lazy("Chương trình được công nhận"), value=_schemes),
        lists.Column(
            "until", gettext_lazy("Công nhận đến hết ngày"), value=_until,
            mark=lambda one: "good" if _today(one) else "warn",
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có tổ chức chứng nhận nào."),
        gettext_lazy("Cơ quan thường trực ghi tổ chức cùng quyết định công nhận của tổ chức đó."),
    ),
)  # fmt: skip


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Tổ chức chứng nhận"), reverse("certification:bodies")), *more]


@requires_right("certification.see")
@require_safe
def bodies(request: GuardedRequest) -> HttpResponseBase:
    add = lists.Link(_("Ghi tổ chức chứng nhận"), reverse("certification:new_body"))
    schemes_link = lists.Link(
        _("Chương trình chứng nhận"), reverse("certification:schemes"), leads=True
    )
    more = (add,) if reach.may_keep_bodies(request.actor) else ()
    return BODIES.answer(request, queries.bodies(request.actor), actions=(*more, schemes_link))


@requires_right("certification.see")
@require_safe
def body(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.body(request.actor, number))
    values = {
        "body": one,
        "held": _today(one),
        "versions": one.accreditations.all(),
        "may_keep": reach.may_keep_bodies(request.actor),
        "crumbs": crumbs(),
    }
    return render(request, "certification/body.html", values)


@requires_right("certification.keep_bodies")
@require_http_methods(["GET", "HEAD", "POST"])
def new_body(request: GuardedRequest) -> HttpResponse:
    organisations = queries.certifiers_to_enter(request.actor)
    form = forms.BodyForm(
        request.POST or None, organisations=organisations, **_known(request), initial=_initial(None)
    )
    if request.method == "POST" and form.is_valid():
        told = _told(request, form.cleaned_data)
        number = int(told.pop("organisation"))
        told["organisation"] = next(one for one in organisations if one.pk == number)
        made = done(form, actions.register_body, by=request.actor, **told)
        if made is not None:
            notices.good(request, _("Đã ghi “%(name)s” vào sổ.") % {"name": str(made)})
            return see(body_address(made))
    return short_form(
        request, form, _("Ghi tổ chức chứng nhận"), _("Ghi tổ chức"),
        reverse("certification:bodies"), crumbs(),
        _("Ghi đúng quyết định công nhận: chứng nhận ngoài phạm vi này không cấp được.")
        if organisations
        else _(
            "Chưa có tổ chức nào để ghi. Mở tài khoản cho tổ chức trước, với loại là tổ chức chứng nhận."
        ),
    )  # fmt: skip


@requires_right("certification.keep_bodies")
@require_http_methods(["GET", "HEAD", "POST"])
def accredit(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.body(request.actor, number))
    newest = one.accreditations.all()[0] if one.accreditations.all() else None
    form = forms.AccreditationForm(
        request.POST or None, **_known(request), initial=_initial(newest)
    )
    if request.method == "POST" and form.is_valid():
        told = _told(request, form.cleaned_data)
        made = done(form, actions.accredit, by=request.actor, body=one, **told)
        if made is not None:
            notices.good(request, _("Đã ghi phạm vi công nhận mới."))
            return see(body_address(one))
    return short_form(
        request, form, _("Ghi phạm vi công nhận mới"), _("Ghi phạm vi"), body_address(one),
        crumbs((str(one), body_address(one))),
        _("Bản này thay bản trước từ ngày bắt đầu; bản trước còn trong sổ."),
    )  # fmt: skip


def _known(request: GuardedRequest) -> dict[str, Any]:
    return {"schemes": queries.schemes(request.actor), "groups": groups.groups(request.actor)}


def _told(request: GuardedRequest, told: dict[str, Any]) -> dict[str, Any]:
    schemes_by_code = {one.code: one for one in queries.schemes(request.actor)}
    groups_by_path = {one.path: one for one in groups.groups(request.actor)}
    return {
        **told,
        "schemes": [schemes_by_code[code] for code in told["schemes"]],
        "groups": [groups_by_path[path] for path in told["groups"]],
    }


def _initial(newest: Accreditation | None) -> dict[str, Any]:
    """A new version begins with what the last one says."""
    if newest is None:
        return {}
    return {
        "accreditor": newest.accreditor,
        "schemes": [one.code for one in newest.schemes.all()],
        "groups": [one.path for one in newest.groups.all()],
    }


# --- schemes --------------------------------------------------------------------------------------


@requires_right("certification.see")
@require_safe
def schemes(request: GuardedRequest) -> HttpResponse:
    values = {
        "schemes": queries.schemes(request.actor),
        "may_keep": reach.may_keep_bodies(request.actor),
        "crumbs": crumbs(),
    }
    return render(request, "certification/schemes.html", values)


@requires_right("certification.keep_bodies")
@require_http_methods(["GET", "HEAD", "POST"])
def new_scheme(request: GuardedRequest) -> HttpResponse:
    form = forms.SchemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        made = done(form, actions.define_scheme, by=request.actor, **told)
        if made is not None:
            notices.good(request, _("Đã thêm chương trình “%(name)s”.") % {"name": made.name})
            return see(reverse("certification:schemes"))
    return short_form(
        request, form, _("Thêm chương trình chứng nhận"), _("Thêm chương trình"),
        reverse("certification:schemes"), _above_schemes(),
        _("Chương trình đã thêm thì không xóa, vì chứng nhận nêu tên nó."),
    )  # fmt: skip


@requires_right("certification.keep_bodies")
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_months(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.scheme_at(request.actor, code))
    initial = {"months": one.months, "months_source": one.months_source}
    form = forms.MonthsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "scheme": one, **form.cleaned_data}
        if done(form, actions.set_months, **values) is not None:
            notices.good(request, _("Đã ghi thời hạn thường dùng của “%(name)s”.") % {"name": one})
            return see(reverse("certification:schemes"))
    return short_form(
        request, form, _("Thời hạn thường dùng"), _("Ghi thời hạn"),
        reverse("certification:schemes"), _above_schemes(), str(one),
    )  # fmt: skip


def _above_schemes() -> list[tuple[str, str]]:
    return crumbs((_("Chương trình chứng nhận"), reverse("certification:schemes")))
