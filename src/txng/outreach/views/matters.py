"""Pages of what people and agencies tell us, for those who answer.

/y-kien                      the inbox, late ones marked; CSV and Excel
/y-kien/kho-khan             an agency's difficulty, to the standing agency
/y-kien/GY-2026-000123       one, with the steps that are open to the reader
/y-kien/so-lieu/2026         counts by kind, agency and commune
/y-kien/tong-hop/2026        difficulties of a year for the report to the province
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
from txng.outreach.actions import matters as actions
from txng.outreach.forms.matters import (
    AnswerForm,
    DecisionForm,
    DifficultyForm,
    EscalateForm,
    GiveForm,
)
from txng.outreach.models import Matter
from txng.outreach.queries import matters as queries
from txng.outreach.rules import campaigns
from txng.outreach.rules import matters as rules
from txng.outreach.views.shared import agency_name, agency_names, done, short_form, told, whole
from txng.parties import administrative_units as units
from txng.parties import queries as parties
from txng.ui import fields, lists, notices
from txng.ui.answering import found, see, status_of

CLOCK_MARKS: Final[dict[str, lists.Mark]] = {
    rules.ON_TIME: "info",
    rules.SOON: "warn",
    rules.LATE: "stop",
    "": "good",
}


def clock_of(one: Matter) -> str:
    return rules.clock(one.state, one.due_on, timezone.localdate())


REGISTER: Final = lists.Register(
    name="gop-y-va-vuong-mac",
    title=gettext_lazy("Góp ý và vướng mắc"),
    order="-received",
    columns=(
        lists.Column("number", gettext_lazy("Số"), kind="code", link=lambda one: address(one)),
        lists.Column("kind", gettext_lazy("Loại"), value=lambda one: one.get_kind_display()),
        lists.Column(
            "words", gettext_lazy("Việc gì"), value=lambda one: one.title or _begin(one.words)
        ),
        lists.Column(
            "commune", gettext_lazy("Xã, phường"), value=lambda one: commune_name(one.commune_code)
        ),
        lists.Column(
            "received",
            gettext_lazy("Nhận lúc"),
            value="received_at",
            sort="received_at",
            kind="moment",
        ),
        lists.Column(
            "state", gettext_lazy("Trạng thái"), value=lambda one: one.get_state_display()
        ),
        lists.Column("due_on", gettext_lazy("Hạn trả lời"), sort="due_on", kind="day"),
        lists.Column(
            "clock",
            gettext_lazy("Đồng hồ"),
            value=lambda one: _clock_words(one),
            mark=lambda one: CLOCK_MARKS[clock_of(one)],
        ),
    ),
    filters=(
        lists.Filter("state", gettext_lazy("Trạng thái"), choices=Matter.State.choices),
        lists.Filter("kind", gettext_lazy("Loại"), choices=Matter.Kind.choices),
        lists.Filter(
            "han",
            gettext_lazy("Hạn"),
            choices=(
                (rules.LATE, gettext_lazy("Quá hạn trả lời")),
                (rules.ON_TIME, gettext_lazy("Còn hạn")),
            ),
            narrow=lambda rows, value: queries.clock_is(rows, value, timezone.localdate()),
        ),
        lists.Filter(
            "co-quan",
            gettext_lazy("Cơ quan trả lời"),
            choices=lambda: sorted(agency_names().items(), key=lambda pair: pair[1]),
            narrow="handler__code",
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có góp ý, vướng mắc nào."),
        gettext_lazy("Người dân gửi ở trang Góp ý; cơ quan gửi khó khăn bằng nút bên trên."),
    ),
)


def _begin(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"


def _clock_words(one: Matter) -> str:
    """Late ones with a sign before the words: colour is never alone."""
    stands = clock_of(one)
    words = _(rules.CLOCKS[stands])
    return f"⚠ {words}" if stands == rules.LATE else words


def commune_name(code: str) -> str:
    unit = units.commune(code) if code else None
    return unit.name if unit else code


def address(one: Matter) -> str:
    return reverse("outreach:matter", args=[one.number])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Góp ý và vướng mắc"), reverse("outreach:matters")), *more]


@requires_right("outreach.answer")
@require_safe
def matters(request: GuardedRequest) -> HttpResponseBase:
    year = timezone.localdate().year
    links = [
        lists.Link(_("Gửi khó khăn, vướng mắc"), reverse("outreach:send_difficulty")),
        lists.Link(_("Số liệu"), reverse("outreach:matter_figures", args=[year]), leads=True),
        lists.Link(
            _("Tổng hợp báo cáo"), reverse("outreach:difficulties", args=[year]), leads=True
        ),
        lists.Link(_("Trang Góp ý"), reverse("outreach:feedback"), leads=True),
    ]
    return REGISTER.answer(request, queries.matters(request.actor), actions=links)


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def send_difficulty(request: GuardedRequest) -> HttpResponse:
    form = DifficultyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["commune_code"] = values.pop("commune")
        made = done(form, actions.send_difficulty, by=request.actor, **values)
        if made is not None:
            notices.good(
                request,
                _("Đã gửi, số %(number)s. Cơ quan thường trực giao nơi trả lời.")
                % {"number": made.number},
            )
            return see(address(made))
    lead = _(
        "Theo đoạn cuối của Kế hoạch 6736, cơ quan gặp khó khăn gửi Sở Khoa học và Công nghệ tổng hợp,"
        " báo cáo UBND tỉnh xem xét, quyết định."
    )
    return short_form(
        request, form, _("Gửi khó khăn, vướng mắc"), _("Gửi"), lead=lead,
        cancel=reverse("outreach:matters"), crumbs=crumbs(),
    )  # fmt: skip


@requires_right("outreach.answer")
@require_safe
def matter(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.matter(request.actor, number))
    gathers, answers = queries.may_gather(request.actor), queries.may_answer(request.actor, one)
    stands = clock_of(one)
    values = {
        "one": one,
        "kind": one.get_kind_display(),
        "state": one.get_state_display(),
        "clock": stands,
        "clock_words": _(rules.CLOCKS[stands]),
        "clock_mark": CLOCK_MARKS[stands],
        "rule": rules.clocks()[one.kind],
        "commune": commune_name(one.commune_code),
        "asker": agency_name(one.asked_by_agency),
        "handler": agency_name(one.handler),
        "may_give": gathers and one.state in rules.OPEN,
        "may_answer": answers and one.state == rules.TAKEN,
        "may_take_back": answers and one.state == rules.ANSWERED,
        "may_escalate": gathers
        and one.escalated_at is None
        and one.state in (rules.TAKEN, rules.ANSWERED),
        "may_decide": gathers and one.escalated_at is not None and not one.decision,
        "may_close": gathers and one.state == rules.ANSWERED,
        "shows_contact": answers and bool(one.contact or one.contact_name),
        "crumbs": crumbs(),
    }
    return render(request, "outreach/matter.html", values)


@requires_right("outreach.gather")
@require_http_methods(["GET", "HEAD", "POST"])
def give_matter(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.matter(request.actor, number))
    own = parties.agency_of(request.actor)
    form = GiveForm(
        request.POST or None,
        agencies=parties.agencies(request.actor, timezone.localdate(), one_by_one=True),
        initial={"agency": one.handler.code if one.handler else own.code if own else ""},
    )
    return _step(
        request, one, form, actions.give_matter, _("Giao cơ quan trả lời"), _("Giao"),
        _("Đã giao. Cơ quan đó thấy việc này trong hộp của mình."),
    )  # fmt: skip


@requires_right("outreach.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_matter(request: GuardedRequest, number: str) -> HttpResponse:
    one = _mine(request, number)
    return _step(
        request, one, AnswerForm(request.POST or None), actions.answer_matter, _("Trả lời"),
        _("Gửi câu trả lời"), _("Đã trả lời. Người gửi đọc được ngay."),
        undo=reverse("outreach:take_answer_back", args=[one.number]), lead=one.words,
    )  # fmt: skip


@requires_right("outreach.answer")
@require_POST
def take_answer_back(request: GuardedRequest, number: str) -> HttpResponse:
    one = _mine(request, number)
    told(
        request, actions.take_answer_back, _("Đã rút câu trả lời về. Sửa rồi gửi lại."),
        by=request.actor, matter=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("outreach.gather")
@require_http_methods(["GET", "HEAD", "POST"])
def escalate_matter(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.matter(request.actor, number))
    return _step(
        request, one, EscalateForm(request.POST or None), actions.escalate_matter,
        _("Trình UBND tỉnh"), _("Ghi là đã trình"), _("Đã ghi việc trình UBND tỉnh."),
    )  # fmt: skip


@requires_right("outreach.gather")
@require_http_methods(["GET", "HEAD", "POST"])
def record_decision(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.matter(request.actor, number))
    form = DecisionForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    return _step(
        request, one, form, actions.record_decision, _("Ghi quyết định của UBND tỉnh"),
        _("Ghi quyết định"), _("Đã ghi quyết định."), lead=one.escalation,
    )  # fmt: skip


@requires_right("outreach.gather")
@require_POST
def close_matter(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.matter(request.actor, number))
    base = whole(request.POST.get("base", ""), 1, 99_999, 0)
    told(request, actions.close_matter, _("Đã đóng."), by=request.actor, matter=one, base=base)
    return see(address(one))


@requires_right("outreach.answer")
@require_safe
def matter_figures(request: GuardedRequest, year: int) -> HttpResponse:
    _refuse_year(year)
    names = agency_names()
    values = {
        "year": year,
        "years": queries.years(request.actor),
        "by_kind": [
            (_(rules.KINDS[row.word]), row) for row in queries.counted(request.actor, year, "kind")
        ],
        "by_handler": [
            (names.get(row.word, row.word) or _("Chưa giao"), row)
            for row in queries.counted(request.actor, year, "handler")
        ],
        "by_commune": [
            (commune_name(row.word) or _("Không ghi xã, phường"), row)
            for row in queries.counted(request.actor, year, "commune")
        ],
        "crumbs": crumbs(),
    }
    return render(request, "outreach/matter_figures.html", values)


@requires_right("outreach.answer")
@require_safe
def difficulties(request: GuardedRequest, year: int) -> HttpResponse:
    _refuse_year(year)
    told_of = queries.difficulties_of_year(request.actor, year)
    names = agency_names()
    values = {
        "year": year,
        "years": queries.years(request.actor),
        "found": told_of,
        "states": [(_(rules.STATES[word]), count) for word, count in told_of.by_state.items()],
        "rows": [
            (
                row,
                names.get(row.asked_by_agency.code if row.asked_by_agency else "", ""),
                names.get(row.handler.code if row.handler else "", ""),
                clock_of(row),
            )
            for row in told_of.rows
        ],
        "crumbs": crumbs(),
    }
    return render(request, "outreach/difficulties.html", values)


def _refuse_year(year: int) -> None:
    if not campaigns.FIRST_YEAR <= year <= campaigns.LAST_YEAR:
        raise Http404


def _mine(request: GuardedRequest, number: str) -> Matter:
    """One that the actor may answer; others answer like a missing one."""
    one = found(queries.matter(request.actor, number))
    if not queries.may_answer(request.actor, one):
        raise Http404
    return one


def _step(
    request: GuardedRequest,
    one: Matter,
    form: fields.Form,
    verb: Any,
    title: str,
    button: str,
    sentence: str,
    *,
    undo: str = "",
    lead: str = "",
) -> HttpResponse:
    """A form of one step; `base` is the version that was on the page when it was opened."""
    base = whole(request.POST.get("base", ""), 1, 99_999, one.version)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "matter": one, "base": base, **form.cleaned_data}
        if done(form, verb, **values) is not None:
            notices.good(request, sentence, undo=undo)
            return see(address(one))
    values = {
        # what was refused as stale may be sent again on top of what is shown now
        "form": form, "base": one.version, "title": title, "button": button, "lead": lead,
        "cancel": address(one), "crumbs": crumbs((one.number, address(one))),
    }  # fmt: skip
    return render(request, "outreach/form.html", values, status=status_of(form))
