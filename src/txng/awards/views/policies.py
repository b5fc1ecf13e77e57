"""Pages of policies, for agencies.

/khuyen-khich/chinh-sach                 the register
/khuyen-khich/chinh-sach/them            a new one
/khuyen-khich/chinh-sach/12              one: what it gives, its calls, its steps
"""

from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.awards import words
from txng.awards.actions import policies as actions
from txng.awards.forms.incentives import CallForm, PolicyForm
from txng.awards.forms.seen import FileForm
from txng.awards.models import Policy
from txng.awards.queries import incentives as queries
from txng.awards.queries import reach
from txng.awards.rules import incentives
from txng.awards.views.shared import as_download, done, form_page, sent_file, told
from txng.parties import queries as parties
from txng.parties.models import Enterprise
from txng.ui import lists, notices
from txng.ui.answering import found, see

REGISTER: Final = lists.Register(
    name="chinh-sach-khuyen-khich",
    title=gettext_lazy("Chính sách khuyến khích"),
    order="-valid_from",
    columns=(
        lists.Column(
            "title", gettext_lazy("Chính sách"), value="title", link=lambda one: address(one)
        ),
        lists.Column("lead", gettext_lazy("Cơ quan chủ trì"), value=lambda one: _short(one)),
        lists.Column("valid_from", gettext_lazy("Áp dụng từ"), kind="day", sort="valid_from"),
        lists.Column("valid_until", gettext_lazy("Đến hết"), kind="day"),
        lists.Column("most_vnd", gettext_lazy("Mức cao nhất (đồng)"), kind="number"),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda one: one.get_state_display(),
            mark=lambda one: words.POLICY_MARKS.get(one.state, ""),
        ),
    ),
    filters=(lists.Filter("state", gettext_lazy("Trạng thái"), choices=Policy.State.choices),),
    empty=lists.Empty(
        gettext_lazy("Chưa có chính sách nào."),
        gettext_lazy("Soạn chính sách đầu tiên: căn cứ, ai được hưởng, được hưởng gì, thời gian."),
    ),
)


def _short(one: Policy) -> str:
    return names_today(one.lead.code).get(one.lead.code, one.lead.code)


def names_today(*codes: str) -> dict[str, str]:
    """Names of agencies of today, by code."""
    named = parties.named(None, timezone.localdate(), codes)
    return {code: one.short for code, one in named.items()}


def address(one: Policy) -> str:
    return reverse("awards:policy", args=[one.pk])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Chính sách khuyến khích"), reverse("awards:policies")), *more]


@requires_right("awards.see")
@require_safe
def policies(request: GuardedRequest) -> HttpResponseBase:
    links = [
        lists.Link(_("Hồ sơ của cơ sở"), reverse("awards:applications"), leads=True),
        lists.Link(_("Trang công khai"), reverse("awards:public_policies"), leads=True),
    ]
    if reach.keeps(request.actor):
        links.insert(0, lists.Link(_("Soạn chính sách"), reverse("awards:new_policy")))
    rows = queries.policies(request.actor)
    return REGISTER.answer(request, rows, actions=links)


def _form(request: GuardedRequest, initial: dict[str, Any]) -> PolicyForm:
    return PolicyForm(
        request.POST or None,
        agencies=queries.agencies_today(request.actor, timezone.localdate()),
        groups=queries.groups_to_choose(request.actor),
        initial=initial,
    )


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def new_policy(request: GuardedRequest) -> HttpResponse:
    form = _form(request, {"lead": "so-khcn", "coapprover": "so-tai-chinh"})
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.write_policy, by=request.actor, facts=form.facts)
        if made is not None:
            notices.good(request, _("Đã lưu bản soạn. Xem lại rồi cho áp dụng."))
            return see(address(made))
    return form_page(
        request, form, _("Soạn chính sách"), _("Lưu bản soạn"), reverse("awards:policies"), crumbs()
    )


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def change_policy(request: GuardedRequest, number: int) -> HttpResponse:
    one = _kept(request, number)
    if one.state != incentives.DRAFT:
        notices.warn(request, _("Chính sách đã áp dụng nên không sửa nội dung."))
        return see(address(one))
    names = (
        "title", "legal_basis", "who", "what", "kinds", "sizes", "most_vnd", "valid_from",
        "valid_until",
    )  # fmt: skip
    initial = {name: getattr(one, name) for name in names} | {
        "lead": one.lead.code,
        "coapprover": one.coapprover.code if one.coapprover else "",
        "groups": [group.path for group in one.groups.all()],
        "seen": one.version,
    }
    form = _form(request, initial)
    if request.method == "POST" and form.is_valid():
        made = done(
            form, actions.change_policy, by=request.actor, policy=one, facts=form.facts,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if made is not None:
            notices.good(request, _("Đã lưu bản soạn."))
            return see(address(made))
    above = crumbs((one.title, address(one)))
    return form_page(request, form, _("Sửa bản soạn"), _("Lưu bản soạn"), address(one), above)


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.policy(request.actor, number))
    keeps = reach.keeps(request.actor)
    if request.method == "POST":
        if not keeps:
            raise Http404
        return sent_file(request, actions.attach_to_policy, address(one), policy=one)
    codes = [agency.code for agency in (one.lead, one.coapprover) if agency is not None]
    today = timezone.localdate()
    values = {
        "one": one,
        "mark": words.POLICY_MARKS.get(one.state, ""),
        "lead": names_today(*codes)[one.lead.code],
        "coapprover": names_today(*codes)[one.coapprover.code] if one.coapprover else "",
        "kinds": [str(dict(Enterprise.Kind.choices)[code]) for code in one.kinds],
        "sizes": [str(dict(Enterprise.Size.choices)[code]) for code in one.sizes],
        "calls": [
            (call, queries.is_open(call, today), queries.granted_in(call), _left(call))
            for call in queries.calls(request.actor, one)
        ],
        "files": queries.policy_files(request.actor, one),
        "file_form": FileForm(),
        "keeps": keeps,
        "is_draft": one.state == incentives.DRAFT,
        "is_open": one.state == incentives.OPEN,
        "crumbs": crumbs(),
    }
    return render(request, "awards/policy.html", values)


def _left(call: Any) -> Any:
    return incentives.left_of(call.budget_vnd, queries.granted_in(call))


def _kept(request: GuardedRequest, number: int) -> Policy:
    one = found(queries.policy(request.actor, number))
    if not reach.keeps(request.actor):
        raise Http404
    return one


@requires_right("awards.keep")
@require_POST
def open_policy(request: GuardedRequest, number: int) -> HttpResponse:
    one = _kept(request, number)
    told(
        request, actions.open_policy, _("Đã cho áp dụng. Cơ sở và mọi người đọc được từ bây giờ."),
        by=request.actor, policy=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("awards.keep")
@require_POST
def end_policy(request: GuardedRequest, number: int) -> HttpResponse:
    one = _kept(request, number)
    told(
        request, actions.end_policy, _("Đã kết thúc. Hồ sơ đã nộp vẫn được giải quyết."),
        by=request.actor, policy=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def new_call(request: GuardedRequest, number: int) -> HttpResponse:
    one = _kept(request, number)
    form = CallForm(request.POST or None, initial={"opens_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.open_call, by=request.actor, policy=one, facts=form.facts)
        if made is not None:
            notices.good(request, _("Đã mở đợt nhận hồ sơ."))
            return see(address(one))
    above = crumbs((one.title, address(one)))
    return form_page(request, form, _("Mở đợt nhận hồ sơ"), _("Mở đợt"), address(one), above)


@requires_right("awards.keep")
@require_POST
def close_call(request: GuardedRequest, number: int) -> HttpResponse:
    call = found(queries.call(request.actor, number))
    if not reach.keeps(request.actor):
        raise Http404
    told(request, actions.close_call, _("Đã đóng đợt."), by=request.actor, call=call)
    return see(address(call.policy))


@requires_right("awards.see")
@require_safe
def policy_file(request: GuardedRequest, number: int, attachment: int) -> HttpResponse:
    one = found(queries.policy(request.actor, number))
    return as_download(queries.policy_files(request.actor, one), attachment)
