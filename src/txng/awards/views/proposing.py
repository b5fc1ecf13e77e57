"""Pages of an organisation that proposes and carries out topics.

/khuyen-khich/de-tai-cua-toi                                 what it proposed, calls that are open
/khuyen-khich/de-tai-cua-toi/de-xuat/3                       propose in a call
/khuyen-khich/de-tai-cua-toi/KHCN-2026-0001[/nop-ket-qua]      one, with its steps
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.awards import words
from txng.awards.actions import contracts
from txng.awards.actions import topics as actions
from txng.awards.forms.topics import OutputForm, ProgressForm, ProposalForm
from txng.awards.models import Topic
from txng.awards.queries import topics as queries
from txng.awards.rules import steps
from txng.awards.views.shared import as_download, done, form_page, sent_file, take, told, undone
from txng.awards.views.topics import OWN, facts, transfer_page
from txng.ui import lists, notices
from txng.ui.answering import found, see


def address(one: Topic) -> str:
    return reverse("awards:own_topic", args=[one.number])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Đề tài của tổ chức"), reverse("awards:own_topics")), *more]


@requires_right("awards.propose")
@require_safe
def own_topics(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    values = {
        "calls": queries.open_calls(request.actor, today),
        "topics": [
            (one, words.MARKS[steps.TOPIC].get(one.state, ""))
            for one in queries.own_topics(request.actor).order_by("-number")[:200]
        ],
        "has_organisation": request.actor.organisation_id is not None,
    }
    return render(request, "awards/own_topics.html", values)


@requires_right("awards.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: GuardedRequest, number: int) -> HttpResponse:
    call = found(queries.call(request.actor, number))
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.propose, by=request.actor, call=call, facts=form.facts)
        if made is not None:
            notices.good(
                request,
                _("Đã gửi đề xuất số %(number)s. Gửi thêm thuyết minh ở dưới.")
                % {"number": made.number},
            )
            return see(address(made))
    extra = {
        _("Đợt"): call.title,
        _("Yêu cầu"): call.demand,
        _("Nhận đề xuất đến hết"): lists.written(call.closes_on),
    }
    return form_page(
        request, form, _("Đề xuất đề tài, dự án, nhiệm vụ"), _("Gửi đề xuất"),
        reverse("awards:own_topics"), crumbs(), extra=extra,
    )  # fmt: skip


@requires_right("awards.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def own_topic(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.own_topic(request.actor, number))
    if request.method == "POST":
        return sent_file(request, actions.attach, address(one), topic=one)
    values = facts(request, one, is_own=True) | {"crumbs": crumbs()}
    return render(request, "awards/topic.html", values)


@requires_right("awards.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def own_topic_step(request: GuardedRequest, number: str, step: str) -> HttpResponse:
    one = found(queries.own_topic(request.actor, number))
    way = found(next((way for way in OWN if way.slug == step), None))
    return take(
        request, one, way, argument="topic", address=address(one),
        undo=reverse("awards:undo_own_topic", args=[one.number]),
        crumbs=crumbs((one.number, address(one))), initial={"note": one.results},
    )  # fmt: skip


@requires_right("awards.propose")
@require_POST
def undo_own_topic(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.own_topic(request.actor, number))
    return undone(request, one, address(one))


@requires_right("awards.propose")
@require_safe
def own_topic_file(request: GuardedRequest, number: str, attachment: int) -> HttpResponse:
    one = found(queries.own_topic(request.actor, number))
    return as_download(queries.files(request.actor, one), attachment)


@requires_right("awards.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: GuardedRequest, number: str, period: int) -> HttpResponse:
    one = found(queries.own_topic(request.actor, number))
    row = found(queries.report(request.actor, one, period))
    form = ProgressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"topic": one, "period": period, "facts": form.facts}
        if done(form, contracts.send_report, by=request.actor, **values) is not None:
            notices.good(request, _("Đã gửi báo cáo tiến độ."))
            return see(address(one))
    title = _("Báo cáo tiến độ kỳ %(period)d") % {"period": period}
    above = crumbs((one.number, address(one)))
    extra = {_("Hạn gửi"): lists.written(row.due_on)}
    return form_page(request, form, title, _("Gửi báo cáo"), address(one), above, extra=extra)


@requires_right("awards.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def add_output(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.own_topic(request.actor, number))
    form = OutputForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"topic": one, **form.cleaned_data}
        if done(form, contracts.add_output, by=request.actor, **values) is not None:
            notices.good(request, _("Đã ghi sản phẩm."))
            return see(address(one))
    above = crumbs((one.number, address(one)))
    return form_page(
        request, form, _("Ghi sản phẩm của đề tài"), _("Ghi sản phẩm"), address(one), above
    )


@requires_right("awards.propose")
@require_POST
def take_output_away(request: GuardedRequest, number: str, output: int) -> HttpResponse:
    one = found(queries.own_topic(request.actor, number))
    told(
        request, contracts.take_output_away, _("Đã gỡ sản phẩm."), by=request.actor, topic=one,
        output=output,
    )  # fmt: skip
    return see(address(one))


@requires_right("awards.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def own_transfer(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.own_topic(request.actor, number))
    return transfer_page(request, one, address(one), crumbs((one.number, address(one))))
