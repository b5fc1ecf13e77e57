"""Officers see who registered in their reach, and confirm or say what is wrong.

GET  /co-so-moi                    the list, those who wait first in time
POST /co-so-moi/7/xac-nhan         303, with a way back for a day
"""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import administrative_units as units
from txng.parties import queries as parties
from txng.support import rules
from txng.support.actions import deciding as actions
from txng.support.forms.starting import ReasonForm
from txng.support.models import JoinRequest, Registration
from txng.support.queries import beginnings as queries
from txng.support.views.shared import HTML, bound, done, done_or_told, one_form
from txng.ui import lists, notices
from txng.ui.answering import found, see
from txng.ui.lists import Column, Empty, Filter, Mark, Register

MARKS: dict[str, Mark] = {"cho": "warn", "xac-nhan": "good", "chua-nhan": "stop"}


def _commune(code: str) -> str:
    one = units.commune(code)
    return one.name if one else code


def _place(one: Registration) -> str:
    return _commune(one.enterprise.commune_code)


NEWCOMERS = Register(
    name="co-so-moi",
    title=gettext_lazy("Cơ sở mới đăng ký"),
    order="registered_at",
    lead=gettext_lazy(
        "Trước khi được xác nhận, cơ sở điền được mọi sổ nhưng chưa ghi sự kiện, chưa kích hoạt tem."
    ),
    columns=(
        Column("code", gettext_lazy("Mã trong sổ"), value="enterprise.code", kind="code",
               link=lambda one: reverse("support:newcomer", args=[one.pk])),
        Column("name", gettext_lazy("Cơ sở"), value="enterprise.public_name"),
        Column("kind", gettext_lazy("Loại hình"), value=lambda one: one.enterprise.get_kind_display()),
        Column("commune", gettext_lazy("Xã, phường"), value=_place),
        Column("registered_at", gettext_lazy("Đăng ký lúc"), kind="moment", sort="registered_at"),
        Column("state", gettext_lazy("Trạng thái"), value=lambda one: one.get_state_display(),
               mark=lambda one: MARKS[one.state]),
    ),
    filters=(
        Filter("state", gettext_lazy("Trạng thái"), choices=Registration.State.choices),
    ),
    empty=Empty(gettext_lazy("Chưa có cơ sở nào tự đăng ký trong địa bàn của bạn.")),
)  # fmt: skip
APPLICANTS = Register(
    name="xin-vao-co-so",
    title=gettext_lazy("Xin vào cơ sở chưa có người quản lý"),
    order="asked_at",
    lead=gettext_lazy("Mã số thuế đã có trong sổ mà chưa ai quản lý tài khoản của cơ sở đó."),
    columns=(
        Column("person", gettext_lazy("Người xin vào"), value="person.full_name",
               link=lambda one: reverse("support:applicant", args=[one.pk])),
        Column("code", gettext_lazy("Mã trong sổ"), value="enterprise.code", kind="code"),
        Column("name", gettext_lazy("Cơ sở"), value="enterprise.public_name"),
        Column("asked_at", gettext_lazy("Xin lúc"), kind="moment", sort="asked_at"),
        Column("state", gettext_lazy("Trạng thái"), value=lambda one: one.get_state_display()),
    ),
    filters=(Filter("state", gettext_lazy("Trạng thái"), choices=JoinRequest.State.choices),),
    empty=Empty(gettext_lazy("Chưa có ai xin vào.")),
)  # fmt: skip


@requires_right("support.confirm")
@require_safe
def newcomers(request: GuardedRequest) -> HttpResponseBase:
    links = [lists.Link(_("Người xin vào"), reverse("support:applicants"), leads=True)]
    rows = queries.registrations(request.actor).order_by()
    return NEWCOMERS.answer(request, rows, actions=links)


@requires_right("support.confirm")
@require_safe
def newcomer(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.registration(request.actor, number))
    seen = parties.enterprise(request.actor, one.enterprise.code)
    values = {
        "one": one,
        "mark": MARKS[one.state],
        "seen": seen,
        "is_open": seen is not None and (seen.shows_person or not seen.is_of_persons),
        "commune": _commune(one.enterprise.commune_code),
        "may_undo": queries.may_undo(one),
        "crumbs": [_crumb()],
    }
    return render(request, "support/newcomer.html", values)


@requires_right("support.confirm")
@require_POST
def confirm(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.registration(request.actor, number))
    if done_or_told(request, lambda: actions.confirm(by=request.actor, registration=one)):
        notices.good(
            request,
            _("Đã xác nhận %(code)s. Cơ sở nay ghi được sự kiện và kích hoạt được tem.")
            % {"code": one.enterprise.code},
            undo=reverse("support:undo", args=[one.pk]),
        )
    return see(reverse("support:newcomer", args=[one.pk]))


@requires_right("support.confirm")
@require_http_methods(HTML)
def refuse(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.registration(request.actor, number))
    form = ReasonForm(bound(request))
    made = done(
        form,
        lambda: actions.refuse(
            by=request.actor, registration=one, reason=form.cleaned_data["reason"]
        ),
    )
    if made is not None:
        notices.good(
            request,
            _("Đã trả lời %(code)s.") % {"code": one.enterprise.code},
            undo=reverse("support:undo", args=[one.pk]),
        )
        return see(reverse("support:newcomer", args=[one.pk]))
    return one_form(
        request,
        form,
        title=_("Chưa xác nhận %(code)s") % {"code": one.enterprise.code},
        button=_("Gửi trả lời"),
        lead=_("Cơ sở đọc được lý do, sửa rồi gửi lại. Nói rõ cần sửa gì."),
        crumbs=[
            _crumb(),
            (one.enterprise.public_name, reverse("support:newcomer", args=[one.pk])),
        ],
    )


@requires_right("support.confirm")
@require_POST
def undo(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.registration(request.actor, number))
    if done_or_told(request, lambda: actions.undo(by=request.actor, registration=one)):
        notices.good(request, _("Đã rút lại quyết định. Cơ sở lại chờ xác nhận."))
    return see(reverse("support:newcomer", args=[one.pk]))


@requires_right("support.confirm")
@require_safe
def applicants(request: GuardedRequest) -> HttpResponseBase:
    rows = queries.requests_to_officer(request.actor).order_by()
    return APPLICANTS.answer(request, rows, crumbs=[_crumb()])


@requires_right("support.confirm")
@require_http_methods(HTML)
def applicant(request: GuardedRequest, number: int) -> HttpResponse:
    """Who is let in becomes the owner; that the person is who they say, the officer has found out."""
    one = found(queries.request_to_officer(request.actor, number))
    if request.method == "POST":
        if done_or_told(request, lambda: actions.accept(by=request.actor, request=one)):
            notices.good(request, _("Đã nhận %(person)s.") % {"person": one.person})
            return see(reverse("support:applicants"))
        return see(reverse("support:applicant", args=[one.pk]))
    values = {
        "one": one,
        "is_open": one.state == rules.ASKED,
        "replaces": queries.registration_of(request.actor, one),
        "crumbs": [_crumb(), (_("Người xin vào"), reverse("support:applicants"))],
    }
    return render(request, "support/applicant.html", values)


@requires_right("support.confirm")
@require_http_methods(HTML)
def turn_away(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.request_to_officer(request.actor, number))
    form = ReasonForm(bound(request))
    made = done(
        form,
        lambda: actions.turn_down(
            by=request.actor, request=one, reason=form.cleaned_data["reason"]
        ),
    )
    if made is not None:
        notices.good(request, _("Đã trả lời %(person)s.") % {"person": one.person})
        return see(reverse("support:applicants"))
    return one_form(
        request,
        form,
        title=_("Không nhận %(person)s") % {"person": one.person},
        button=_("Gửi trả lời"),
        lead=_("Người xin vào đọc được lý do."),
        crumbs=[_crumb(), (_("Người xin vào"), reverse("support:applicants"))],
    )


def _crumb() -> tuple[str, str]:
    return _("Cơ sở mới đăng ký"), reverse("support:newcomers")
