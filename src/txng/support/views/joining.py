"""Who asked to be let in sees what became of it; who manages an enterprise answers.

GET  /bat-dau/don-xin-vao        what I asked for
GET  /nguoi-xin-vao              who asks to be let into my enterprise
POST /nguoi-xin-vao/7            303: let in with a role
"""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts import queries as accounts
from txng.accounts.access import requires_right, signed_in
from txng.accounts.guard import GuardedRequest
from txng.support.actions import deciding as actions
from txng.support.forms.starting import AcceptForm, ReasonForm
from txng.support.models import JoinRequest
from txng.support.queries import beginnings as queries
from txng.support.rules import ASKED
from txng.support.views.shared import HTML, bound, done, done_or_told, one_form
from txng.ui import notices
from txng.ui.answering import found, see
from txng.ui.lists import Column, Empty, Filter, Mark, Register

MARKS: dict[str, Mark] = {"xin": "warn", "nhan": "good", "tu-choi": "stop", "rut": ""}
REQUESTS = Register(
    name="nguoi-xin-vao",
    title=gettext_lazy("Người xin vào"),
    order="asked_at",
    lead=gettext_lazy("Những người gõ mã số thuế của cơ sở bạn và xin vào làm việc."),
    columns=(
        Column("person", gettext_lazy("Người xin vào"), value="person.full_name",
               link=lambda one: reverse("support:request", args=[one.pk])),
        Column("username", gettext_lazy("Tên đăng nhập"), value="person.username", kind="code"),
        Column("asked_at", gettext_lazy("Xin lúc"), kind="moment", sort="asked_at"),
        Column("state", gettext_lazy("Trạng thái"), value=lambda one: one.get_state_display(),
               mark=lambda one: MARKS[one.state]),
    ),
    filters=(Filter("state", gettext_lazy("Trạng thái"), choices=JoinRequest.State.choices),),
    empty=Empty(gettext_lazy("Chưa có ai xin vào."),
                gettext_lazy("Mời người cùng làm ở trang Người dùng.")),
)  # fmt: skip


@signed_in
@require_safe
def asked(request: GuardedRequest) -> HttpResponse:
    rows = list(queries.own_requests(request.actor)[:20])
    return render(request, "support/asked.html", {"rows": rows, "marks": MARKS})


@signed_in
@require_POST
def withdraw(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.own_requests(request.actor).filter(pk=number).first())
    if done_or_told(request, lambda: actions.withdraw(by=request.actor, request=one)):
        notices.good(request, _("Đã rút đơn."))
    return see(reverse("support:asked"))


@requires_right("accounts.members")
@require_safe
def requests(request: GuardedRequest) -> HttpResponseBase:
    return REQUESTS.answer(request, queries.requests_to_owner(request.actor).order_by())


@requires_right("accounts.members")
@require_http_methods(HTML)
def request(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.request_to_owner(request.actor, number))
    roles = {role.code: role for role in accounts.roles_to_give(request.actor)}
    form = AcceptForm(
        bound(request),
        roles=[(code, f"{role} – {_(role.purpose)}") for code, role in roles.items()],
        initial={"role": "nhan-vien"},
    )
    made = done(
        form,
        lambda: actions.accept(
            by=request.actor, request=one, role=roles[form.cleaned_data["role"]]
        ),
    )
    if made is not None:
        notices.good(request, _("Đã nhận %(person)s.") % {"person": one.person})
        return see(reverse("accounts:members"))
    return _page(request, one, form, "support:turn_down")


@requires_right("accounts.members")
@require_http_methods(HTML)
def turn_down(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.request_to_owner(request.actor, number))
    form = ReasonForm(bound(request))
    reason = lambda: form.cleaned_data["reason"]  # noqa: E731 - asked once the form is judged
    made = done(form, lambda: actions.turn_down(by=request.actor, request=one, reason=reason()))
    if made is not None:
        notices.good(request, _("Đã trả lời %(person)s.") % {"person": one.person})
        return see(reverse("support:requests"))
    return one_form(
        request,
        form,
        title=_("Không nhận %(person)s") % {"person": one.person},
        button=_("Gửi trả lời"),
        lead=_("Người xin vào đọc được lý do."),
        crumbs=[(_("Người xin vào"), reverse("support:requests"))],
    )


def _page(
    request: GuardedRequest, one: JoinRequest, form: AcceptForm, refusal: str
) -> HttpResponse:
    return one_form(
        request,
        form,
        title=_("%(person)s xin vào") % {"person": one.person},
        button=_("Nhận vào cơ sở"),
        lead=_("Tên đăng nhập: %(username)s. Gọi hỏi cho chắc trước khi nhận.")
        % {"username": one.person.username},
        crumbs=[(_("Người xin vào"), reverse("support:requests"))],
        also=(_("Không nhận"), reverse(refusal, args=[one.pk])) if one.state == ASKED else None,
    )
