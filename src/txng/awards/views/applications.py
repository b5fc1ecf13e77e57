"""Pages of applications.

/khuyen-khich/ho-so                      agencies: within reach
/khuyen-khich/ho-so/KK-2026-0001         one; its steps under /buoc/tham-tra
/khuyen-khich/cho-toi                    an enterprise: what fits it, and why; what it applied for
/khuyen-khich/cho-toi/nop/3              apply under a call
/khuyen-khich/cho-toi/KK-2026-0001       one's own
"""

from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.awards import words
from txng.awards.actions import applications as actions
from txng.awards.forms.incentives import ApproveForm, ExamineForm, ReportForm, WishForm
from txng.awards.forms.seen import DecisionWithReasonForm, FileForm, NoteForm, ReasonForm
from txng.awards.models import Application
from txng.awards.queries import incentives as queries
from txng.awards.queries import stepping
from txng.awards.rules import incentives, steps
from txng.awards.templatetags.award_words import vnd
from txng.awards.views.shared import (
    Way,
    as_download,
    done,
    form_page,
    offered,
    sent_file,
    take,
    undone,
)
from txng.parties import administrative_units
from txng.ui import lists, notices
from txng.ui.answering import found, see

OFFICERS: Final = (
    Way("tham-tra", "examined", actions.examine, ExamineForm, gettext_lazy("Ghi kết quả thẩm tra"),
        gettext_lazy("Đã ghi kết quả thẩm tra. Người khác quyết định."),
        gettext_lazy("Người thẩm tra không quyết định hồ sơ này.")),
    Way("tra-lai", "returned", actions.return_for_more, ReasonForm,
        gettext_lazy("Trả lại để bổ sung"), gettext_lazy("Đã trả lại, cơ sở bổ sung rồi nộp lại.")),
    Way("cho-huong", "approved", actions.approve, ApproveForm,
        gettext_lazy("Quyết định cho hưởng"), gettext_lazy("Đã ghi quyết định cho hưởng."),
        gettext_lazy("Ghi quyết định đã ký. Chính sách có cơ quan tài chính thì chờ cơ quan đó đồng thuận.")),
    Way("khong-cho", "refused", actions.refuse, DecisionWithReasonForm,
        gettext_lazy("Quyết định không cho hưởng"), gettext_lazy("Đã ghi quyết định không cho hưởng.")),
    Way("dong-thuan", "coapproved", actions.coapprove, NoteForm,
        gettext_lazy("Đồng thuận về kinh phí"), gettext_lazy("Đã đồng thuận. Cơ sở được hưởng.")),
    Way("chua-dong-thuan", "objected", actions.object_to, ReasonForm,
        gettext_lazy("Chưa đồng thuận"), gettext_lazy("Đã trả lại cho cơ quan chủ trì kèm lý do.")),
    Way("nghiem-thu", "accepted", actions.accept, NoteForm,
        gettext_lazy("Nghiệm thu kết quả"), gettext_lazy("Đã nghiệm thu.")),
    Way("tra-bao-cao", "report_returned", actions.return_report, ReasonForm,
        gettext_lazy("Trả lại báo cáo kết quả"), gettext_lazy("Đã trả lại báo cáo kèm lý do.")),
    Way("thu-hoi", "revoked", actions.revoke, ReasonForm,
        gettext_lazy("Thu hồi quyết định cho hưởng"), gettext_lazy("Đã thu hồi."),
        gettext_lazy("Bước này không hoàn tác được."), is_danger=True),
)  # fmt: skip
OWN: Final = (
    Way("nop-lai", "resubmitted", actions.resubmit, WishForm, gettext_lazy("Sửa và nộp lại"),
        gettext_lazy("Đã nộp lại."), values=lambda form: {"facts": form.facts}),
    Way("bao-cao", "reported", actions.report, ReportForm, gettext_lazy("Báo cáo kết quả"),
        gettext_lazy("Đã gửi báo cáo. Cơ quan nghiệm thu hoặc trả lại kèm lý do.")),
    Way("rut", "withdrawn", actions.withdraw, NoteForm, gettext_lazy("Rút hồ sơ"),
        gettext_lazy("Đã rút hồ sơ."), is_danger=True),
)  # fmt: skip

REGISTER: Final = lists.Register(
    name="ho-so-huong-chinh-sach",
    title=gettext_lazy("Hồ sơ hưởng chính sách"),
    order="-number",
    columns=(
        lists.Column(
            "number", gettext_lazy("Số"), kind="code", sort="number", link=lambda one: address(one)
        ),
        lists.Column(
            "enterprise", gettext_lazy("Cơ sở"), value=lambda one: one.enterprise.public_name
        ),
        lists.Column(
            "commune",
            gettext_lazy("Xã, phường"),
            value=lambda one: commune(one.enterprise.commune_code),
        ),
        lists.Column("policy", gettext_lazy("Chính sách"), value="call.policy.title"),
        lists.Column("asked_vnd", gettext_lazy("Xin (đồng)"), kind="number"),
        lists.Column("granted_vnd", gettext_lazy("Được hưởng (đồng)"), kind="number"),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda one: one.get_state_display(),
            mark=lambda one: words.MARKS[steps.APPLICATION].get(one.state, ""),
        ),
    ),
    filters=(
        lists.Filter("state", gettext_lazy("Trạng thái"), choices=Application.State.choices),
        lists.Filter(
            "nam",
            gettext_lazy("Năm nộp"),
            choices=lambda: years(),
            narrow=lambda rows, value: rows.filter(applied_at__year=int(value)),
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có hồ sơ nào trong địa bàn của bạn."),
        gettext_lazy("Hồ sơ hiện ở đây khi cơ sở nộp trong một đợt đang mở."),
    ),
)


def years() -> list[tuple[str, str]]:
    """From this year back to the first of the Plan."""
    return [(str(year), str(year)) for year in range(timezone.localdate().year, 2018, -1)]


def commune(code: str) -> str:
    unit = administrative_units.commune(code)
    return unit.name if unit else code


def address(one: Application) -> str:
    return reverse("awards:application", args=[one.number])


def own_address(one: Application) -> str:
    return reverse("awards:own_application", args=[one.number])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Hồ sơ hưởng chính sách"), reverse("awards:applications")), *more]


def own_crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Chính sách dành cho tôi"), reverse("awards:offers")), *more]


@requires_right("awards.see")
@require_safe
def applications(request: GuardedRequest) -> HttpResponseBase:
    links = [lists.Link(_("Chính sách"), reverse("awards:policies"), leads=True)]
    return REGISTER.answer(request, queries.applications(request.actor), actions=links)


def _facts(request: GuardedRequest, one: Application, *, is_own: bool) -> dict[str, Any]:
    ways = offered(request.actor, one, OWN if is_own else OFFICERS)
    route = "awards:own_application_step" if is_own else "awards:application_step"
    undo = "awards:undo_own_application" if is_own else "awards:undo_application"
    file_route = "awards:own_application_file" if is_own else "awards:application_file"
    may_attach = stepping.may(request.actor, one, "withdrawn" if is_own else "examined")
    return {
        "one": one,
        "is_own": is_own,
        "name": one.enterprise.name if is_own else one.enterprise.public_name,
        "commune": commune(one.enterprise.commune_code),
        "mark": words.MARKS[steps.APPLICATION].get(one.state, ""),
        "ways": [(way, reverse(route, args=[one.number, way.slug])) for way in ways],
        "undo": reverse(undo, args=[one.number]) if stepping.may_undo(request.actor, one) else "",
        "history": stepping.history(request.actor, one),
        "files": [
            (file, reverse(file_route, args=[one.number, file.pk]))
            for file in queries.files(request.actor, one)
        ],
        "may_attach": may_attach,
        "file_form": FileForm(),
        "waits": _waits(one),
    }


def _waits(one: Application) -> str:
    """Who has to do something now."""
    return {
        steps.SUBMITTED: _("Cơ quan chủ trì thẩm tra."),
        steps.RETURNED: _("Cơ sở bổ sung rồi nộp lại."),
        steps.EXAMINED: _("Người khác với người thẩm tra quyết định."),
        steps.AT_FINANCE: _("Cơ quan tài chính trả lời."),
        steps.GRANTED: _("Cơ sở làm rồi báo cáo kết quả."),
        steps.REPORTED: _("Cơ quan chủ trì nghiệm thu."),
    }.get(one.state, "")


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.application(request.actor, number))
    if request.method == "POST":
        return sent_file(request, actions.attach, address(one), application=one)
    values = _facts(request, one, is_own=False) | {"crumbs": crumbs()}
    return render(request, "awards/application.html", values)


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def application_step(request: GuardedRequest, number: str, step: str) -> HttpResponse:
    one = found(queries.application(request.actor, number))
    way = found(next((way for way in OFFICERS if way.slug == step), None))
    initial = {
        "proposed_vnd": one.proposed_vnd if one.proposed_vnd is not None else one.asked_vnd,
        "granted_vnd": one.proposed_vnd,
    }
    return take(
        request, one, way, argument="application", address=address(one),
        undo=reverse("awards:undo_application", args=[one.number]),
        crumbs=crumbs((one.number, address(one))), initial=initial, extra=_beside(one),
    )  # fmt: skip


def _beside(one: Application) -> dict[str, str]:
    call = one.call
    left = incentives.left_of(call.budget_vnd, queries.granted_in(call, but=one))
    return {
        _("Cơ sở"): one.enterprise.public_name,
        _("Số tiền xin"): vnd(one.asked_vnd),
        _("Số tiền thẩm tra"): vnd(one.proposed_vnd),
        _("Kinh phí đợt còn lại"): vnd(left),
    }


@requires_right("awards.see")
@require_POST
def undo_application(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.application(request.actor, number))
    return undone(request, one, address(one))


@requires_right("awards.see")
@require_safe
def application_file(request: GuardedRequest, number: str, attachment: int) -> HttpResponse:
    one = found(queries.application(request.actor, number))
    return as_download(queries.files(request.actor, one), attachment)


# --- of an enterprise -----------------------------------------------------------------------------


@requires_right("awards.apply")
@require_safe
def offers(request: GuardedRequest) -> HttpResponse:
    own, today = queries.own_enterprise(request.actor), timezone.localdate()
    found_offers = queries.offers(request.actor, own, today) if own is not None else []
    values = {
        "own": own,
        "fitting": [one for one in found_offers if one.fit.fits],
        "others": [one for one in found_offers if not one.fit.fits],
        "applications": [
            (one, words.MARKS[steps.APPLICATION].get(one.state, ""), _waits(one))
            for one in queries.own_applications(request.actor).order_by("-pk")
        ],
    }
    return render(request, "awards/offers.html", values)


@requires_right("awards.apply")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: GuardedRequest, number: int) -> HttpResponse:
    call = found(queries.call(request.actor, number))
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.apply, by=request.actor, call=call, facts=form.facts)
        if made is not None:
            notices.good(
                request,
                _("Đã nộp hồ sơ số %(number)s. Gửi thêm giấy tờ ở dưới.") % {"number": made.number},
            )
            return see(own_address(made))
    extra = {
        _("Chính sách"): call.policy.title,
        _("Được hưởng gì"): call.policy.what,
        _("Mức cao nhất một hồ sơ"): vnd(call.policy.most_vnd) if call.policy.most_vnd else _("không có mức"),
        _("Nhận hồ sơ đến hết"): lists.written(call.closes_on),
    }  # fmt: skip
    return form_page(
        request, form, _("Nộp hồ sơ hưởng chính sách"), _("Nộp hồ sơ"), reverse("awards:offers"),
        own_crumbs(), extra=extra,
    )  # fmt: skip


@requires_right("awards.apply")
@require_http_methods(["GET", "HEAD", "POST"])
def own_application(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.own_application(request.actor, number))
    if request.method == "POST":
        return sent_file(request, actions.attach, own_address(one), application=one)
    values = _facts(request, one, is_own=True) | {"crumbs": own_crumbs()}
    return render(request, "awards/application.html", values)


@requires_right("awards.apply")
@require_http_methods(["GET", "HEAD", "POST"])
def own_application_step(request: GuardedRequest, number: str, step: str) -> HttpResponse:
    one = found(queries.own_application(request.actor, number))
    way = found(next((way for way in OWN if way.slug == step), None))
    initial = {name: getattr(one, name) for name in ("wish", "asked_vnd", "own_vnd")}
    return take(
        request, one, way, argument="application", address=own_address(one),
        undo=reverse("awards:undo_own_application", args=[one.number]),
        crumbs=own_crumbs((one.number, own_address(one))), initial=initial,
    )  # fmt: skip


@requires_right("awards.apply")
@require_POST
def undo_own_application(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.own_application(request.actor, number))
    return undone(request, one, own_address(one))


@requires_right("awards.apply")
@require_safe
def own_application_file(request: GuardedRequest, number: str, attachment: int) -> HttpResponse:
    one = found(queries.own_application(request.actor, number))
    return as_download(queries.files(request.actor, one), attachment)
