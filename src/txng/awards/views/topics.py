"""Pages of topics, for agencies, the council and whoever carries one out.

/khuyen-khich/de-tai                     the register             /khuyen-khich/de-tai/KHCN-2026-0001[/chon]
/khuyen-khich/dot-de-tai                 calls                    /khuyen-khich/dot-de-tai/3
/khuyen-khich/de-tai-cua-toi             one's own organisation's, and calls that are open
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
from txng.awards.actions import contracts
from txng.awards.actions import topics as actions
from txng.awards.forms.seen import DecisionWithNoteForm, DecisionWithReasonForm, FileForm, NoteForm
from txng.awards.forms.seen import ReasonForm as Reason
from txng.awards.forms.topics import (
    AcceptForm,
    ContractForm,
    HandInForm,
    TransferForm,
    technologies,
)
from txng.awards.models import Topic
from txng.awards.queries import councils as council_queries
from txng.awards.queries import reach, stepping
from txng.awards.queries import topics as queries
from txng.awards.rules import steps
from txng.awards.rules import topics as rules
from txng.awards.templatetags.award_words import vnd
from txng.awards.views.applications import years
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
from txng.ui import lists, notices
from txng.ui.answering import found, see

KEEPERS: Final = (
    Way("chon", "selected", actions.select, DecisionWithNoteForm, gettext_lazy("Ghi quyết định chọn"),
        gettext_lazy("Đã ghi. Bước sau là ký hợp đồng."),
        gettext_lazy("Chọn sau khi hội đồng kết luận, do người khác với người ghi biên bản ghi.")),
    Way("khong-chon", "rejected", actions.reject, DecisionWithReasonForm,
        gettext_lazy("Ghi quyết định không chọn"), gettext_lazy("Đã ghi, tổ chức đọc được lý do.")),
    Way("hop-dong", "signed", contracts.sign, ContractForm, gettext_lazy("Ghi hợp đồng đã ký"),
        gettext_lazy("Đã ghi hợp đồng và hạn các kỳ báo cáo tiến độ."),
        values=lambda form: {"facts": form.facts}),
    Way("khong-ky", "dropped", contracts.drop, Reason, gettext_lazy("Không ký hợp đồng"),
        gettext_lazy("Đã ghi không ký hợp đồng.")),
    Way("nghiem-thu", "accepted", actions.accept, AcceptForm, gettext_lazy("Ghi nghiệm thu đạt"),
        gettext_lazy("Đã nghiệm thu. Kết quả có trên trang công khai."),
        gettext_lazy("Theo biên bản của hội đồng nghiệm thu. Bước này không hoàn tác được.")),
    Way("khong-dat", "failed", actions.fail, DecisionWithReasonForm,
        gettext_lazy("Ghi nghiệm thu không đạt"), gettext_lazy("Đã ghi nghiệm thu không đạt."),
        gettext_lazy("Theo biên bản của hội đồng nghiệm thu. Bước này không hoàn tác được."),
        is_danger=True),
    Way("tra-ket-qua", "sent_back", actions.send_back, Reason,
        gettext_lazy("Trả lại kết quả để hoàn thiện"), gettext_lazy("Đã trả lại kèm lý do.")),
    Way("dung", "stopped", actions.stop, Reason, gettext_lazy("Dừng thực hiện"),
        gettext_lazy("Đã dừng."), is_danger=True),
)  # fmt: skip
OWN: Final = (
    Way("nop-ket-qua", "handed_in", actions.hand_in, HandInForm,
        gettext_lazy("Nộp kết quả để nghiệm thu"),
        gettext_lazy("Đã nộp kết quả. Cơ quan quản lý lập hội đồng nghiệm thu.")),
    Way("rut", "withdrawn", actions.withdraw, NoteForm, gettext_lazy("Rút đề xuất"),
        gettext_lazy("Đã rút đề xuất."), is_danger=True),
)  # fmt: skip

REGISTER: Final = lists.Register(
    name="de-tai",
    title=gettext_lazy("Đề tài, dự án, nhiệm vụ"),
    order="-number",
    columns=(
        lists.Column(
            "number", gettext_lazy("Số"), kind="code", sort="number", link=lambda one: address(one)
        ),
        lists.Column("title", gettext_lazy("Tên")),
        lists.Column("kind", gettext_lazy("Loại"), value=lambda one: one.get_kind_display()),
        lists.Column("organisation", gettext_lazy("Tổ chức chủ trì"), value=queries.carrier),
        lists.Column(
            "amount",
            gettext_lazy("Kinh phí của tỉnh (đồng)"),
            kind="number",
            value=lambda one: one.contract.amount_vnd if hasattr(one, "contract") else None,
        ),
        lists.Column(
            "ends_on",
            gettext_lazy("Đến hết"),
            kind="day",
            value=lambda one: one.contract.ends_on if hasattr(one, "contract") else None,
        ),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda one: one.get_state_display(),
            mark=lambda one: words.MARKS[steps.TOPIC].get(one.state, ""),
        ),
    ),
    filters=(
        lists.Filter("state", gettext_lazy("Trạng thái"), choices=Topic.State.choices),
        lists.Filter("kind", gettext_lazy("Loại"), choices=Topic.Kind.choices),
        lists.Filter(
            "cong-nghe",
            gettext_lazy("Công nghệ"),
            choices=technologies,
            narrow="technologies__technology",
        ),
        lists.Filter(
            "nam", gettext_lazy("Năm kế hoạch"), choices=lambda: years(), narrow="call__year"
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có đề tài nào."),
        gettext_lazy("Mở một đợt đặt hàng hoặc kêu gọi; các tổ chức đề xuất trong đợt đó."),
    ),
    template="awards/topics.html",
)


def address(one: Topic) -> str:
    return reverse("awards:topic", args=[one.number])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Đề tài"), reverse("awards:topics")), *more]


@requires_right("awards.see")
@require_safe
def topics(request: GuardedRequest) -> HttpResponseBase:
    links = [
        lists.Link(_("Các đợt đặt hàng, kêu gọi"), reverse("awards:topic_calls"), leads=True),
        lists.Link(_("Trang công khai"), reverse("awards:public_topics"), leads=True),
    ]
    late = list(queries.late_reports(request.actor, timezone.localdate())[:20])
    return REGISTER.answer(
        request, queries.topics(request.actor), actions=links,
        late=[queries.due(row, timezone.localdate()) for row in late],
    )  # fmt: skip


def facts(request: GuardedRequest, one: Topic, *, is_own: bool) -> dict[str, Any]:
    """What both pages of a topic show; those of its proposer have steps of their own."""
    today, actor = timezone.localdate(), request.actor
    route = "awards:own_topic_step" if is_own else "awards:topic_step"
    undo = "awards:undo_own_topic" if is_own else "awards:undo_topic"
    file_route = "awards:own_topic_file" if is_own else "awards:topic_file"
    ways = offered(actor, one, OWN if is_own else KEEPERS)
    carries_out = stepping.carries_out(actor, one)
    return {
        "one": one,
        "is_own": is_own,
        "organisation": queries.carrier(one),
        "contract": getattr(one, "contract", None),
        "mark": words.MARKS[steps.TOPIC].get(one.state, ""),
        "technologies": [_(rules.TECHNOLOGIES[row.technology]) for row in one.technologies.all()],
        "ways": [(way, reverse(route, args=[one.number, way.slug])) for way in ways],
        "undo": reverse(undo, args=[one.number]) if stepping.may_undo(actor, one) else "",
        "history": stepping.history(actor, one),
        "reports": queries.reports(actor, one, today),
        "outputs": one.outputs.all(),
        "transfers": queries.transfers(actor, one),
        "files": [
            (file, reverse(file_route, args=[one.number, file.pk]))
            for file in queries.files(actor, one)
        ],
        "councils": [
            council
            for council in council_queries.councils_of_topic(actor, one)
            if council_queries.council(actor, council.pk) is not None
        ],
        "keeps": reach.keeps(actor),
        "may_form": reach.keeps(actor) and one.state == steps.HANDED_IN,
        "may_report": is_own and carries_out and one.state == steps.RUNNING,
        "may_transfer": one.state == steps.ACCEPTED and (is_own or reach.keeps(actor)),
        "may_attach": carries_out or reach.keeps(actor),
        "is_public": one.state == steps.ACCEPTED,
        "file_form": FileForm(),
    }


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.topic(request.actor, number))
    if request.method == "POST":
        return sent_file(request, actions.attach, address(one), topic=one)
    values = facts(request, one, is_own=False) | {"crumbs": crumbs()}
    return render(request, "awards/topic.html", values)


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def topic_step(request: GuardedRequest, number: str, step: str) -> HttpResponse:
    one = found(queries.topic(request.actor, number))
    way = found(next((way for way in KEEPERS if way.slug == step), None))
    line = _line(request, one, way)
    extra = {
        _("Tên"): one.title,
        _("Tổ chức chủ trì"): queries.carrier(one),
        _("Kinh phí đề nghị"): vnd(one.asked_vnd),
    }
    initial: dict[str, Any] = {}
    if line is not None:
        mean = lists.written(line.mean) if line.mean is not None else str(words.UNKNOWN)
        extra[_("Điểm trung bình của hội đồng")] = mean
        if line.place is not None:
            extra[_("Thứ hạng trong đợt")] = str(line.place)
        initial["grade"] = rules.grade(line.mean)
    return take(
        request, one, way, argument="topic", address=address(one),
        undo=reverse("awards:undo_topic", args=[one.number]),
        crumbs=crumbs((one.number, address(one))), initial=initial, extra=extra,
    )  # fmt: skip


def _line(request: GuardedRequest, one: Topic, way: Way) -> council_queries.Line | None:
    """How the council marked it, for the steps that rest on that."""
    if way.verb in ("selected", "rejected"):
        council = council_queries.council_of_call(request.actor, one.call)
    elif way.verb in ("accepted", "failed"):
        of_topic = council_queries.councils_of_topic(request.actor, one)
        council = next((row for row in reversed(of_topic) if row.topic_id is not None), None)
    else:
        return None
    return None if council is None else council_queries.verdict(request.actor, council, one)


@requires_right("awards.see")
@require_POST
def undo_topic(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.topic(request.actor, number))
    return undone(request, one, address(one))


@requires_right("awards.see")
@require_safe
def topic_file(request: GuardedRequest, number: str, attachment: int) -> HttpResponse:
    one = found(queries.topic(request.actor, number))
    return as_download(queries.files(request.actor, one), attachment)


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: GuardedRequest, number: str, period: int) -> HttpResponse:
    one = found(queries.topic(request.actor, number))
    report = found(queries.report(request.actor, one, period))
    form = Reason(request.POST or None, initial={"note": report.remark})
    form.fields["note"].label = _("Nhận xét")
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        values = {"topic": one, "period": period, "note": note}
        if done(form, contracts.remark, by=request.actor, **values) is not None:
            notices.good(request, _("Đã ghi nhận xét."))
            return see(address(one))
    title = _("Nhận xét báo cáo kỳ %(period)d") % {"period": period}
    above = crumbs((one.number, address(one)))
    return form_page(request, form, title, _("Ghi nhận xét"), address(one), above)


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: GuardedRequest, number: str) -> HttpResponse:
    """By keepers; who carries a topic out has the same page among its own (views/proposing.py)."""
    one = found(queries.topic(request.actor, number))
    if not reach.keeps(request.actor):
        raise Http404
    return transfer_page(request, one, address(one), crumbs((one.number, address(one))))


def transfer_page(
    request: GuardedRequest, one: Topic, back: str, above: list[tuple[str, str]]
) -> HttpResponse:
    form = TransferForm(request.POST or None, initial={"transferred_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        values = {"topic": one, **form.cleaned_data}
        if done(form, contracts.transfer, by=request.actor, **values) is not None:
            notices.good(request, _("Đã ghi chuyển giao."))
            return see(back)
    return form_page(request, form, _("Ghi chuyển giao kết quả"), _("Ghi chuyển giao"), back, above)
