"""Pages of calls for topics and of councils.

/khuyen-khich/dot-de-tai/3               a call: its proposals, its council
/khuyen-khich/hoi-dong/5                 a council: members, marks, ranking, minutes
/khuyen-khich/hoi-dong/5/cham/7/KHCN-2026-0001          the sheet of one member for one topic
/khuyen-khich/hoi-dong/5/xung-dot/7/KHCN-2026-0001      the member declares a conflict of interest
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
from txng.awards.actions import councils as actions
from txng.awards.actions import topics as topic_actions
from txng.awards.forms.topics import (
    CallForm,
    ConflictForm,
    CouncilForm,
    MemberForm,
    MinutesForm,
    SheetForm,
)
from txng.awards.models import Council, CouncilMember, Topic, TopicCall
from txng.awards.queries import councils as queries
from txng.awards.queries import incentives, reach
from txng.awards.queries import topics as topic_queries
from txng.awards.rules import steps
from txng.awards.rules import topics as rules
from txng.awards.views.shared import done, form_page, told
from txng.ui import lists, notices
from txng.ui.answering import found, see

CALLS: Final = lists.Register(
    name="dot-de-tai",
    title=gettext_lazy("Đợt đặt hàng, kêu gọi đề tài"),
    order="-closes_on",
    columns=(
        lists.Column("title", gettext_lazy("Đợt"), link=lambda one: call_address(one)),
        lists.Column("mode", gettext_lazy("Hình thức"), value=lambda one: one.get_mode_display()),
        lists.Column("year", gettext_lazy("Năm"), kind="code"),
        lists.Column("opens_on", gettext_lazy("Từ"), kind="day"),
        lists.Column("closes_on", gettext_lazy("Đến hết"), kind="day", sort="closes_on"),
        lists.Column("received", gettext_lazy("Đề xuất"), kind="number"),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda one: _standing(one),
            mark=lambda one: "good" if topic_queries.is_open(one, timezone.localdate()) else "",
        ),
    ),
    filters=(lists.Filter("mode", gettext_lazy("Hình thức"), choices=TopicCall.Mode.choices),),
    empty=lists.Empty(
        gettext_lazy("Chưa có đợt nào."),
        gettext_lazy("Mở đợt đầu tiên: tỉnh cần gì, nhận đề xuất từ ngày nào đến ngày nào."),
    ),
)


def _standing(one: TopicCall) -> str:
    today = timezone.localdate()
    if topic_queries.is_open(one, today):
        return _("Đang nhận đề xuất")
    return _("Đã đóng") if topic_queries.is_over(one, today) else _("Chưa mở")


def call_address(one: TopicCall) -> str:
    return reverse("awards:topic_call", args=[one.pk])


def address(one: Council) -> str:
    return reverse("awards:council", args=[one.pk])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Đề tài"), reverse("awards:topics")), *more]


def _above(one: Council) -> list[tuple[str, str]]:
    """Crumbs over the pages of a council."""
    if one.topic is not None:
        above = (one.topic.number, reverse("awards:topic", args=[one.topic.number]))
    else:
        call = one.call
        above = (call.title, call_address(call)) if call is not None else ("", "")
    return crumbs(above)


@requires_right("awards.see")
@require_safe
def calls(request: GuardedRequest) -> HttpResponseBase:
    links = []
    if reach.keeps(request.actor):
        links.append(lists.Link(_("Mở đợt"), reverse("awards:new_topic_call")))
    return CALLS.answer(request, topic_queries.calls(request.actor), actions=links, crumbs=crumbs())


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def new_call(request: GuardedRequest) -> HttpResponse:
    form = CallForm(request.POST or None, initial={"opens_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = done(form, topic_actions.open_call, by=request.actor, facts=form.facts)
        if made is not None:
            notices.good(request, _("Đã mở đợt. Trang công khai cho biết từ ngày nhận đề xuất."))
            return see(call_address(made))
    back = reverse("awards:topic_calls")
    return form_page(
        request, form, _("Mở đợt đặt hàng, kêu gọi đề tài"), _("Mở đợt"), back, crumbs()
    )


@requires_right("awards.see")
@require_safe
def call(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(topic_queries.call(request.actor, number))
    today = timezone.localdate()
    council = queries.council_of_call(request.actor, one)
    may_read = council is not None and queries.council(request.actor, council.pk) is not None
    values = {
        "one": one,
        "standing": _standing(one),
        "is_open": topic_queries.is_open(one, today),
        "topics": [
            (row, words.MARKS[steps.TOPIC].get(row.state, ""), topic_queries.carrier(row))
            for row in topic_queries.topics_of_call(request.actor, one)
        ],
        "council": council if may_read else None,
        "keeps": reach.keeps(request.actor),
        "may_form": (
            reach.keeps(request.actor) and council is None and topic_queries.is_over(one, today)
        ),
        "may_close": reach.keeps(request.actor) and not topic_queries.is_over(one, today),
        "crumbs": crumbs((_("Các đợt"), reverse("awards:topic_calls"))),
    }
    return render(request, "awards/topic_call.html", values)


@requires_right("awards.keep")
@require_POST
def close_call(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(topic_queries.call(request.actor, number))
    told(request, topic_actions.close_call, _("Đã đóng đợt."), by=request.actor, call=one)
    return see(call_address(one))


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def form_for_call(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(topic_queries.call(request.actor, number))
    return _form_council(
        request, call_address(one), crumbs((one.title, call_address(one))), call=one
    )


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def form_for_topic(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(topic_queries.topic(request.actor, number))
    back = reverse("awards:topic", args=[one.number])
    return _form_council(request, back, crumbs((one.number, back)), topic=one)


def _form_council(
    request: GuardedRequest, back: str, above: list[tuple[str, str]], **of: Any
) -> HttpResponse:
    form = CouncilForm(request.POST or None, initial={"formed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.form_council, by=request.actor, **of, **form.cleaned_data)
        if made is not None:
            notices.good(request, _("Đã lập hội đồng. Thêm thành viên."))
            return see(address(made))
    return form_page(request, form, _("Lập hội đồng"), _("Lập hội đồng"), back, above)


@requires_right("awards.see")
@require_safe
def council(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.council(request.actor, number))
    keeps = reach.keeps(request.actor)
    is_open = one.concluded_at is None
    sees_all = keeps or reach.decides(request.actor) or not is_open
    lines = queries.lines(request.actor, one)
    values = {
        "one": one,
        "subject": one.topic.title if one.topic is not None else one.call.title if one.call else "",
        "members": queries.members(request.actor, one),
        "lines": [
            {
                "line": line,
                "organisation": topic_queries.carrier(line.topic),
                "seats": [
                    _seat(request, one, line.topic, seat, keeps=keeps, is_open=is_open)
                    for seat in line.seats
                    if sees_all or queries.is_own_seat(request.actor, seat.member)
                ],
            }
            for line in lines
        ],
        "sees_all": sees_all,
        "is_selection": one.purpose == rules.SELECTION,
        "is_open": is_open,
        "keeps": keeps,
        "fewest": rules.FEWEST_SHEETS,
        "criteria": [(_(title), most) for title, most in rules.CRITERIA[one.purpose].values()],
        "crumbs": _above(one),
    }
    return render(request, "awards/council.html", values)


def _seat(
    request: GuardedRequest,
    one: Council,
    topic: Topic,
    seat: queries.Seat,
    *,
    keeps: bool,
    is_open: bool,
) -> dict[str, Any]:
    is_theirs = queries.is_own_seat(request.actor, seat.member) or (
        keeps and seat.member.person_id is None
    )
    may = is_open and is_theirs and not seat.is_barred
    args = [one.pk, seat.member.pk, topic.number]
    return {
        "seat": seat,
        "sheet_url": reverse("awards:sheet", args=args) if may else "",
        "conflict_url": reverse("awards:conflict", args=args) if may else "",
    }


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def seat_member(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.council(request.actor, number))
    agencies = incentives.agencies_today(request.actor, timezone.localdate())
    form = MemberForm(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        values = {"council": one, "facts": form.facts}
        if done(form, actions.seat_member, by=request.actor, **values) is not None:
            notices.good(request, _("Đã thêm thành viên."))
            return see(address(one))
    above = [*_above(one), (one.get_purpose_display(), address(one))]
    return form_page(
        request, form, _("Thêm thành viên hội đồng"), _("Thêm thành viên"), address(one), above
    )


@requires_right("awards.keep")
@require_POST
def unseat_member(request: GuardedRequest, number: int, member: int) -> HttpResponse:
    one = found(queries.council(request.actor, number))
    told(
        request, actions.unseat_member, _("Đã gỡ thành viên."), by=request.actor, council=one,
        member=member,
    )  # fmt: skip
    return see(address(one))


def _sheet_of(
    request: GuardedRequest, number: int, member: int, topic: str
) -> tuple[Council, CouncilMember, Topic]:
    """Raises Http404 for whoever neither sits there nor enters sheets from paper."""
    one = found(queries.council(request.actor, number))
    seat = found(queries.member(request.actor, one, member))
    marked = found(queries.subject(request.actor, one, topic))
    is_theirs = queries.is_own_seat(request.actor, seat) or (
        reach.keeps(request.actor) and seat.person_id is None
    )
    if not is_theirs:
        raise Http404
    return one, seat, marked


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: GuardedRequest, number: int, member: int, topic: str) -> HttpResponse:
    one, seat, marked = _sheet_of(request, number, member, topic)
    kept = queries.sheet(request.actor, seat, marked)
    form = SheetForm(
        request.POST or None, purpose=one.purpose, marks=kept.marks if kept else {},
        initial={"note": kept.note if kept else ""},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = done(
            form, actions.mark, by=request.actor, council=one, member=seat, topic=marked,
            marks=form.marks, note=form.cleaned_data["note"],
        )  # fmt: skip
        if made is not None:
            notices.good(
                request, _("Đã ghi phiếu: %(total)s điểm.") % {"total": lists.written(made.total)}
            )
            return see(address(one))
    extra = {
        _("Đề xuất"): f"{marked.number}: {marked.title}",
        _("Tổ chức"): topic_queries.carrier(marked),
        _("Thành viên"): seat.name,
    }
    above = [*_above(one), (one.get_purpose_display(), address(one))]
    return form_page(
        request, form, _("Phiếu chấm"), _("Ghi phiếu"), address(one), above, extra=extra
    )


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: GuardedRequest, number: int, member: int, topic: str) -> HttpResponse:
    one, seat, marked = _sheet_of(request, number, member, topic)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"council": one, "member": seat, "topic": marked, **form.cleaned_data}
        if done(form, actions.declare_conflict, by=request.actor, **values) is not None:
            notices.good(request, _("Đã ghi. Thành viên không chấm đề xuất này."))
            return see(address(one))
    extra = {_("Đề xuất"): f"{marked.number}: {marked.title}", _("Thành viên"): seat.name}
    above = [*_above(one), (one.get_purpose_display(), address(one))]
    return form_page(
        request, form, _("Khai xung đột lợi ích"), _("Không chấm đề xuất này"), address(one), above,
        extra=extra,
    )  # fmt: skip


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.council(request.actor, number))
    form = MinutesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"council": one, **form.cleaned_data}
        if done(form, actions.conclude, by=request.actor, **values) is not None:
            notices.good(request, _("Đã ghi biên bản. Người khác ghi quyết định."))
            return see(address(one))
    above = [*_above(one), (one.get_purpose_display(), address(one))]
    return form_page(request, form, _("Ghi biên bản"), _("Ghi biên bản"), address(one), above)
