"""The workspace of agencies: versions of the two lists on their way to a decision.

/danh-muc/soan                 every version, and the button that opens one
/danh-muc/soan/4               proposals in order of their score, the step, what can be done now
/danh-muc/soan/4/phu-luc       the annex of the decision, for print
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.products import words
from txng.products.actions import items as item_actions
from txng.products.actions import lists as actions
from txng.products.forms import lists as forms
from txng.products.models import ListVersion
from txng.products.queries import lists as queries
from txng.products.rules import lists as rules
from txng.products.rules import scoring
from txng.products.rules.obligations import Version
from txng.products.views.public import address_of, communes, rows_of
from txng.products.views.shared import done, done_or_told, short_form
from txng.ui import notices
from txng.ui.answering import found, see, status_of


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Soạn danh mục"), reverse("products:versions")), *more]


def version_crumb(version: ListVersion) -> tuple[str, str]:
    return (version.title, address(version))


def address(version: ListVersion) -> str:
    return reverse("products:version", args=[version.pk])


@requires_right("products.opine")
@require_safe
def versions(request: GuardedRequest) -> HttpResponse:
    rows = list(queries.versions(request.actor))
    kinds = [
        (kind.label, [one for one in rows if one.kind == kind.value], kind.value)
        for kind in ListVersion.Kind
    ]
    values = {
        "kinds": kinds,
        "may_decide": request.actor.may_everywhere(actions.DECIDE),
        "today": timezone.localdate(),
    }
    return render(request, "products/versions.html", values)


@requires_right("products.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def open_version(request: GuardedRequest) -> HttpResponse:
    form = forms.OpenForm(request.POST or None, initial={"kind": request.GET.get("loai", "")})
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.open_version, by=request.actor, **form.cleaned_data)
        if made is not None:
            return see(address(made))
    return short_form(
        request, form, _("Mở bản danh mục"), _("Mở bản này"), reverse("products:versions"), crumbs(),
        _("Bản mới bắt đầu với các mục đang có hiệu lực. Mỗi danh mục chỉ có một bản đang soạn."),
    )  # fmt: skip


@requires_right("products.opine")
@require_safe
def version(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    actor = request.actor
    values = {
        "version": one,
        "steps": [
            (state, words.STEPS[state], state == one.state) for state in (*rules.OPEN, rules.ISSUED)
        ],
        "next_step": words.STEPS.get(rules.NEXT.get(one.state, "")),
        "asks_day": rules.NEXT.get(one.state) == rules.CONSULTING,
        "ranked": queries.ranking(actor, one),
        "items": one.items.all(),
        "sheet": scoring.shipped(),
        "weights": [
            (criterion, one.weights[criterion.id]) for criterion in scoring.shipped().criteria
        ],
        "is_open": one.state in rules.OPEN,
        "may_propose": actor.may(actions.PROPOSE) and rules.refusal("propose", one.state) is None,
        "may_weigh": actor.may_everywhere(actions.DECIDE)
        and rules.refusal("set_weights", one.state) is None,
        "may_decide": actor.may_everywhere(actions.DECIDE),
        "step_form": forms.StepForm(initial={"seen": one.state}),
        "public": address_of(one),
        "crumbs": crumbs(),
    }
    return render(request, "products/version.html", values)


@requires_right("products.decide")
@require_POST
def step_on(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    form = forms.StepForm(request.POST)
    if not form.is_valid():
        for _address, label, sentence in form.problems:
            notices.stop(request, f"{label}: {sentence}")
        return see(address(one))
    done_or_told(
        request,
        actions.step_on,
        _("Đã chuyển bước."),
        by=request.actor,
        version=one,
        **form.cleaned_data,
    )
    return see(address(one))


@requires_right("products.decide")
@require_POST
def drop_version(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    done_or_told(
        request, actions.drop_version, _("Đã bỏ bản này; nội dung vẫn xem lại được."),
        by=request.actor, version=one, seen=request.POST.get("seen", ""),
    )  # fmt: skip
    return see(address(one))


@requires_right("products.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def set_weights(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    form = forms.WeightsForm(request.POST or None, initial=one.weights)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "version": one, "weights": form.weights}
        if done(form, actions.set_weights, **values) is not None:
            notices.good(request, _("Đã ghi trọng số."))
            return see(address(one))
    return short_form(
        request, form, _("Trọng số của phiếu chấm"), _("Lưu trọng số"), address(one),
        crumbs(version_crumb(one)),
        _("Bốn số cộng lại đúng 100. Kế hoạch 6736 không nêu trọng số; mức sẵn có do hệ thống đề xuất."),
    )  # fmt: skip


@requires_right("products.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    form = forms.DecisionForm(
        request.POST or None,
        initial={"seen": one.state, "body": _("Ủy ban nhân dân tỉnh Lâm Đồng")},
    )
    if request.method == "POST" and form.is_valid():
        made = done(
            form, item_actions.issue_version, by=request.actor, version=one,
            seen=form.cleaned_data["seen"], decision=form.decision,
        )  # fmt: skip
        if made is not None:
            notices.good(
                request, _("Đã ban hành. Từ nay bản này không sửa nữa; muốn đổi thì mở bản mới.")
            )
            return see(address(made))
    values = {
        "form": form, "version": one, "chosen": queries.chosen(one), "crumbs": crumbs(version_crumb(one)),
        "is_mandatory": one.kind == rules.MANDATORY,
    }  # fmt: skip
    return render(request, "products/issue.html", values, status=status_of(form))


@requires_right("products.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def repeal(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    if one.state != rules.ISSUED:
        raise Http404
    form = forms.RepealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "version": one, **form.cleaned_data}
        if done(form, item_actions.repeal_version, **values) is not None:
            notices.good(request, _("Đã ghi văn bản bãi bỏ."))
            return see(address(one))
    return short_form(
        request, form, _("Bãi bỏ danh mục"), _("Ghi bãi bỏ"), address(one), crumbs(version_crumb(one)),
        _("Từ ngày đó không còn sản phẩm nào phải truy xuất theo bản này, trừ khi đã có bản mới."),
    )  # fmt: skip


@requires_right("products.opine")
@require_safe
def annex(request: GuardedRequest, number: int) -> HttpResponse:
    """As it would be issued: days that count from the effect are told as months until there is a day."""
    one = found(queries.version(request.actor, number))
    values: dict[str, Any] = {"version": one, "crumbs": crumbs(version_crumb(one))}
    if one.effective_from is not None:
        known = queries.issued(request.actor, one.kind)
        plain: Version = queries.plain(one, queries.period_of(known, one))
        values["rows"] = rows_of(one, plain)
    else:
        values["drafts"] = [
            (item, communes(plain_item), plain_item.milestones)
            for item in one.items.all()
            for plain_item in (queries.plain_item(item),)
        ]
    return render(request, "products/annex.html", values)
