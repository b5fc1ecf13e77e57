"""Indicators of the Plan.

GET  /ke-hoach/chi-tieu                 all of them today: value, target, trend, words  (?format=csv|xlsx)
POST /ke-hoach/chi-tieu/de-xuat         those that ship are put in, without targets
POST /ke-hoach/chi-tieu/ghi-so          every indicator is read and the reading kept
GET  /ke-hoach/chi-tieu/ma-con-song     one: formula, figures, targets, readings, how it was worded before
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.actors import Actor
from txng.accounts.guard import GuardedRequest
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.programme.actions import indicators as actions
from txng.programme.errors import ProgrammeError
from txng.programme.forms import indicators as forms
from txng.programme.models import Indicator
from txng.programme.queries import indicators as queries
from txng.programme.rules import KEEP, trends
from txng.programme.rules import indicators as rules
from txng.ui import fields, lists, notices, table_files
from txng.ui.answering import found, put_at_field, see, status_of

HTML: Final = ["GET", "HEAD", "POST"]
Record = TypeVar("Record")
WORDS: Final = {
    "met": ("good", "circle-check"),
    "behind": ("stop", "circle-x"),
    "on_way": ("info", "info-circle"),
    "no_target": ("", ""),
    "unknown": ("warn", "alert-triangle"),
}


def words_of(standing: str) -> str:
    return {
        "met": _("Đạt mức"),
        "behind": _("Chưa đạt mức"),
        "on_way": _("Đang thực hiện"),
        "no_target": _("Tỉnh chưa đặt mức"),
        "unknown": _("Chưa rõ"),
    }[standing]


def line_of(one: queries.Standing) -> dict[str, Any]:
    """What a list and the dashboard show of an indicator."""
    colour, icon = WORDS[one.standing]
    values = [each.value for each in one.trend]
    return {
        "one": one,
        "address": reverse("programme:indicator", args=[one.indicator.code]),
        "words": words_of(one.standing),
        "colour": colour,
        "icon": icon,
        "points": trends.line([*values, one.value], 96, 24),
        "trend_words": ", ".join(
            f"{each.day:%d/%m/%Y}: {lists.written(each.value) or _('chưa rõ')}"
            for each in one.trend
        ),
    }


@requires_right("programme.see")
@require_safe
def indicators(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(queries.indicators(request.actor))
    standings = queries.standings(request.actor, rows, today, queries.asked_on(today))
    if request.GET.get("format") in lists.FORMATS:
        return _table(request, standings)
    values = {
        "lines": [line_of(one) for one in standings],
        "at": min((one.at for one in standings), default=None),
        "today": today,
        "year": today.year,
        "share_of_year": rules.share_of_year(today),
        "may_keep": request.actor.may_everywhere(KEEP),
        "has_all_proposals": {one.code for one in rules.PROPOSALS}
        <= {one.code for one in queries.indicators(request.actor, retired=True)},
        "day_form": forms.DayForm(),
    }
    return render(request, "programme/indicators.html", values)


def _table(request: GuardedRequest, standings: list[queries.Standing]) -> HttpResponse:
    heads = [
        (_("Chỉ tiêu"), "text"), (_("Đơn vị tính"), "text"), (_("Giá trị"), "number"),
        (_("Mức năm nay"), "number"), (_("Tình trạng"), "text"), (_("Công thức"), "text"),
        (_("Cơ quan phụ trách"), "text"),
    ]  # fmt: skip
    names = parties.named(request.actor, timezone.localdate())
    rows = [
        (
            one.indicator.title, one.indicator.unit, one.value, one.target, words_of(one.standing),
            one.formula.text, _owner(one.indicator, names),
        )
        for one in standings
    ]  # fmt: skip
    return table_files.answer(request, "chi-tieu", _("Chỉ tiêu của Kế hoạch"), heads, rows)


def _owner(one: Indicator, names: Any) -> str:
    return names[one.owner.code].short if one.owner and one.owner.code in names else ""


@requires_right("programme.see")
@require_safe
def indicator(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.indicator(request.actor, code))
    today = timezone.localdate()
    standing = queries.stands(request.actor, one, today, queries.asked_on(today))
    targets = {each.year: each.value for each in one.targets.all()}
    readings = list(standing.trend)
    ends = {each.day.year: each for each in readings}
    values = line_of(standing) | {
        "indicator": one,
        "standing": standing,
        "owner": _owner(one, parties.named(request.actor, today)),
        "years": [
            (
                year,
                targets.get(year),
                ends.get(year),
                words_of(
                    rules.standing(
                        ends[year].value, targets.get(year), one.direction, ends[year].day, year
                    )
                )
                if year in ends
                else "",
            )
            for year in rules.YEARS
        ],
        "figures": [
            (figure.title, code, value, figure.definition, figure.decimals)
            if figure
            else (code, "", value, _("Chưa có phòng nào ghi số liệu này."), 0)
            for code, figure, value in standing.figures
        ],
        "readings": list(reversed(readings))[:60],
        "past": list(queries.past_of(request.actor, one)[:20]),
        "directions": dict(Indicator.Direction.choices),
        "may_keep": request.actor.may_everywhere(KEEP),
        "crumbs": [crumb()],
        "year": today.year,
    }
    return render(request, "programme/indicator.html", values)


@requires_right("programme.keep")
@require_http_methods(HTML)
def define(request: GuardedRequest) -> HttpResponse:
    agencies = _agencies(request.actor)
    form = forms.IndicatorForm(bound(request), agencies=agencies)
    made = done(
        form,
        lambda: actions.define_indicator(by=request.actor, facts=_facts(request.actor, form)),
    )
    if made is not None:
        notices.good(request, _("Đã đặt chỉ tiêu “%(title)s”.") % {"title": made.title})
        return see(reverse("programme:indicator", args=[made.code]))
    return one_form(
        request, form, _("Đặt chỉ tiêu"), _("Đặt chỉ tiêu"), [crumb()],
        _("Chỉ tiêu tính từ số liệu của các sổ; mức từng năm đặt ở bước sau."),
    )  # fmt: skip


@requires_right("programme.keep")
@require_http_methods(HTML)
def change(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.indicator(request.actor, code))
    names = ("title", "unit", "formula", "direction", "decimals", "note", "on_dashboard")
    initial = {name: getattr(one, name) for name in names}
    initial["owner"] = one.owner.code if one.owner else ""
    form = forms.IndicatorForm(bound(request), agencies=_agencies(request.actor), initial=initial)
    made = done(
        form,
        lambda: actions.change_indicator(
            by=request.actor, indicator=one, seen=seen(request, one),
            facts=_facts(request.actor, form),
        ),
    )  # fmt: skip
    if made is not None:
        notices.good(request, _("Đã lưu chỉ tiêu “%(title)s”.") % {"title": made.title})
        return see(reverse("programme:indicator", args=[made.code]))
    return one_form(
        request, form, _("Sửa chỉ tiêu"), _("Lưu chỉ tiêu"), [crumb(), crumb_of(one)],
        _("Các lần ghi số trước giữ công thức của lúc ghi."), seen=seen(request, one),
    )  # fmt: skip


@requires_right("programme.keep")
@require_http_methods(HTML)
def targets(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.indicator(request.actor, code))
    initial = {f"year_{each.year}": each.value.normalize() for each in one.targets.all()}
    form = forms.TargetsForm(bound(request), initial=initial)
    made = done(
        form,
        lambda: actions.set_targets(
            by=request.actor, indicator=one, seen=seen(request, one), targets=form.told
        ),
    )
    if made is not None:
        notices.good(request, _("Đã lưu mức của “%(title)s”.") % {"title": made.title})
        return see(reverse("programme:indicator", args=[made.code]))
    return one_form(
        request, form, _("Mức từng năm"), _("Lưu mức"), [crumb(), crumb_of(one)],
        _("Kế hoạch không nêu con số. Để trống năm chưa có mức; đơn vị: %(unit)s.")
        % {"unit": one.unit},
        seen=seen(request, one),
    )  # fmt: skip


@requires_right("programme.keep")
@require_http_methods(HTML)
def record(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.indicator(request.actor, code))
    form = forms.ReadingForm(bound(request))
    made = done(
        form,
        lambda: actions.record_reading(by=request.actor, indicator=one, **form.cleaned_data),
    )
    if made is not None:
        notices.good(request, _("Đã ghi số của ngày %(day)s.") % {"day": f"{made.day:%d/%m/%Y}"})
        return see(reverse("programme:indicator", args=[one.code]))
    return one_form(
        request, form, _("Ghi số cũ"), _("Ghi số"), [crumb(), crumb_of(one)],
        _("Số của những ngày trước khi có hệ thống, kèm văn bản cho biết số lấy từ đâu."),
    )  # fmt: skip


@requires_right("programme.keep")
@require_POST
def retire(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.indicator(request.actor, code))
    if told(
        request,
        lambda: actions.retire_indicator(by=request.actor, indicator=one, seen=seen(request, one)),
    ):
        notices.good(
            request,
            _("Đã thôi dùng chỉ tiêu “%(title)s”.") % {"title": one.title},
            undo=reverse("programme:restore_indicator", args=[one.code]),
        )
    return see(reverse("programme:indicator", args=[one.code]))


@requires_right("programme.keep")
@require_POST
def restore(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.indicator(request.actor, code))
    if told(
        request,
        lambda: actions.restore_indicator(by=request.actor, indicator=one, seen=one.version),
    ):
        notices.good(request, _("Chỉ tiêu “%(title)s” được dùng lại.") % {"title": one.title})
    return see(reverse("programme:indicator", args=[one.code]))


@requires_right("programme.keep")
@require_POST
def put_in(request: GuardedRequest) -> HttpResponse:
    if told(request, lambda: actions.put_in_proposals(by=request.actor)):
        notices.good(
            request, _("Đã nạp các chỉ tiêu đề xuất. Tỉnh đặt mức từng năm cho mỗi chỉ tiêu.")
        )
    return see(reverse("programme:indicators"))


@requires_right("programme.keep")
@require_POST
def read(request: GuardedRequest) -> HttpResponse:
    form = forms.DayForm(request.POST)
    if not form.is_valid():
        notices.stop(request, next(sentence for _at, _label, sentence in form.problems))
        return see(reverse("programme:indicators"))
    day = form.cleaned_data["day"]
    if told(request, lambda: actions.take_readings(by=request.actor, day=day)):
        notices.good(
            request, _("Đã ghi số của các chỉ tiêu, ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"}
        )
    return see(reverse("programme:indicators"))


# --- what the views above do alike -----------------------------------------------------------------


def crumb() -> tuple[str, str]:
    return _("Chỉ tiêu"), reverse("programme:indicators")


def crumb_of(one: Indicator) -> tuple[str, str]:
    return one.title, reverse("programme:indicator", args=[one.code])


def bound(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def seen(request: HttpRequest, one: Indicator) -> int:
    """The version on the page that was sent; a page that is opened shows today's."""
    sent = request.POST.get("seen", "")
    if request.method != "POST":
        return one.version
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def done(form: fields.Form, verb: Callable[[], Record]) -> Record | None:
    """What the verb gave; None when form or verb refused: then the sentence stands at its field."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return verb()
    except ProgrammeError as refused:
        put_at_field(form, refused)
        return None


def told(request: HttpRequest, verb: Callable[[], object]) -> bool:
    """For a button without a form: a refusal is told on the next page."""
    try:
        verb()
    except ProgrammeError as refused:
        notices.stop(request, str(refused))
        return False
    return True


def one_form(
    request: HttpRequest,
    form: fields.Form,
    title: str,
    button: str,
    crumbs: list[tuple[str, str]],
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    values = {
        "form": form, "title": title, "button": button, "crumbs": crumbs, "lead": lead,
        "cancel": crumbs[-1][1],
    }  # fmt: skip
    return render(request, "programme/indicator_form.html", values | more, status=status_of(form))


def _agencies(actor: Actor) -> list[tuple[str, str]]:
    named = parties.agencies(actor, timezone.localdate())
    return [(one.agency.code, one.written) for one in named]


def _facts(actor: Actor, form: forms.IndicatorForm) -> actions.Facts:
    values = dict(form.cleaned_data)
    code = values.pop("owner")
    owner: Agency | None = parties.agency(actor, code) if code else None
    return actions.Facts(owner=owner, **values)
