"""What officers see of the survey: rounds, progress, answers, figures.

GET /khao-sat/dot/3?theo=sector           who has answered, by commune, sector or kind
GET /khao-sat/tra-loi?format=xlsx         every answer within reach, as a workbook
"""

from datetime import datetime, time
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.parties import administrative_units as units
from txng.parties.models import Enterprise
from txng.support import rules
from txng.support.actions import survey as actions
from txng.support.forms.survey import NarrowForm, RoundForm
from txng.support.queries import survey as queries
from txng.support.rules import classification
from txng.support.rules import survey as survey_rules
from txng.support.views.shared import HTML, bound, done, done_or_told, one_form
from txng.support.views.survey import known_of, told
from txng.ui import lists, notices
from txng.ui.answering import found, see
from txng.ui.lists import Column, Empty, Filter, Register

WAYS: dict[str, Any] = {
    "commune": gettext_lazy("Xã, phường, đặc khu"),
    "sector": gettext_lazy("Ngành quản lý"),
    "kind": gettext_lazy("Loại hình"),
}


def _commune(code: str) -> str:
    one = units.commune(code)
    return one.name if one else code


def _place(row: Any) -> str:
    return _commune(row.enterprise.commune_code)


def _market(row: Any) -> str:
    return _(classification.MARKETS[row.market]) if row.market else ""


def _name(row: Any) -> str:
    one = row.enterprise
    name: str = one.name if row.is_shown else one.public_name
    return name


def _answers(actor: Any) -> Register:
    """Columns of every question, after what a list needs to be read."""
    language = get_language() or "vi"
    groups = dict(queries.group_choices(actor))

    def value_of(question: survey_rules.Question) -> Any:
        def of(row: Any) -> str:
            kept = row.newest.get(question.key)
            return "" if kept is None else told(question, kept[0], groups)

        return of

    own = (
        Column("name", gettext_lazy("Cơ sở"), value=_name,
               link=lambda row: reverse("support:answers_of", args=[row.enterprise.code])),
        Column("code", gettext_lazy("Mã trong sổ"), value="enterprise.code", kind="code"),
        Column("kind", gettext_lazy("Loại hình"), value=lambda row: row.enterprise.get_kind_display()),
        Column("commune", gettext_lazy("Xã, phường"), value=_place),
        Column("size", gettext_lazy("Quy mô"), value=lambda row: row.enterprise.get_size_display()),
        Column("main_group", gettext_lazy("Nhóm chính"), value=lambda row: groups.get(row.main_group, "")),
        Column("market", gettext_lazy("Thị trường"), value=_market),
        Column("lacking", gettext_lazy("Câu còn trống"), kind="number"),
        Column("answered_at", gettext_lazy("Trả lời gần nhất"), kind="moment", sort="answered_at"),
    )  # fmt: skip
    asked = tuple(
        Column(f"q_{one.key}", one.words(language), value=value_of(one))
        for one in survey_rules.questions()
    )
    return Register(
        name="khao-sat",
        title=_("Câu trả lời khảo sát"),
        order="-answered_at",
        columns=own + asked,
        filters=(
            Filter("kind", _("Loại hình"), choices=Enterprise.Kind.choices, narrow="enterprise__kind"),
            Filter("sector", _("Ngành quản lý"), choices=Enterprise.Sector.choices,
                   narrow="enterprise__sector"),
            Filter("market", _("Thị trường"),
                   choices=[(word, _(name)) for word, name in classification.MARKETS.items() if word]),
        ),
        empty=Empty(_("Chưa cơ sở nào trả lời trong địa bàn của bạn.")),
    )  # fmt: skip


@requires_right("support.see")
@require_safe
def answers(request: GuardedRequest) -> HttpResponseBase:
    rows = queries.sheets(request.actor).order_by()
    register = _answers(request.actor)
    if request.GET.get("format") not in lists.FORMATS:  # a page has room for the first columns
        register = Register(**{
            name: getattr(register, name)
            for name in ("name", "title", "order", "filters", "empty")
        }, columns=register.columns[:9])  # fmt: skip
    links = [
        lists.Link(_("Đợt khảo sát"), reverse("support:rounds"), leads=True),
        lists.Link(_("Số liệu khảo sát"), reverse("support:figures"), leads=True),
    ]
    return register.answer(request, rows, actions=links)


@requires_right("support.see")
@require_safe
def answers_of(request: GuardedRequest, code: str) -> HttpResponse:
    actor = request.actor
    one = found(queries.enterprise(actor, code))
    sheet = queries.sheet(actor, one)
    groups = dict(queries.group_choices(actor))
    held = queries.held(actor, one)
    sections = [
        {
            "title": _(title),
            "known": known_of(held, section),
            "answers": [
                (question.words(get_language() or "vi"), told(question, kept[0], groups), kept[1])
                for question in survey_rules.questions()
                if question.section == section and (kept := sheet.newest.get(question.key))
            ],
        }
        for section, title in survey_rules.SECTIONS.items()
    ]
    values = {
        "one": one,
        "sections": [part for part in sections if part["known"] or part["answers"]],
        "classed": queries.classed(actor, one),
        "lacking": len(queries.questions_for(actor, one).lacking),
        "crumbs": [_crumb()],
    }
    return render(request, "support/answers.html", values)


@requires_right("support.see")
@require_safe
def rounds(request: GuardedRequest) -> HttpResponse:
    values = {
        "rounds": list(queries.rounds(request.actor)[:50]),
        "may_open": request.actor.may_everywhere(rules.SURVEY),
        "today": timezone.localdate(),
        "crumbs": [_crumb()],
    }
    return render(request, "support/rounds.html", values)


@requires_right("support.survey")
@require_http_methods(HTML)
def open_round(request: GuardedRequest) -> HttpResponse:
    form = RoundForm(bound(request))
    made = done(form, lambda: actions.open_round(by=request.actor, **form.cleaned_data))
    if made is not None:
        notices.good(request, _("Đã mở đợt “%(title)s”.") % {"title": made.title})
        return see(reverse("support:round", args=[made.pk]))
    return one_form(
        request,
        form,
        title=_("Mở đợt khảo sát"),
        button=_("Mở đợt"),
        lead=_("Cơ sở chỉ được hỏi điều sổ chưa có và chưa trả lời trong 12 tháng."),
        crumbs=[_crumb(), (_("Đợt khảo sát"), reverse("support:rounds"))],
    )


@requires_right("support.see")
@require_safe
def round_progress(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.round_numbered(request.actor, number))
    way: queries.Way = "commune"
    if request.GET.get("theo") in WAYS:
        way = request.GET["theo"]  # type: ignore[assignment]  # one of the words of Way
    since = timezone.make_aware(datetime.combine(one.opens_on - survey_rules.FRESH, time.min))
    lines = queries.progress(request.actor, way, since)
    values = {
        "round": one,
        "title": WAYS[way],
        "ways": [(word, words, word == way) for word, words in WAYS.items()],
        "lines": lines,
        "enterprises": sum(line.enterprises for line in lines),
        "begun": sum(line.begun for line in lines),
        "through": sum(line.through for line in lines),
        "may_close": request.actor.may_everywhere(rules.SURVEY) and one.closed_at is None,
        "crumbs": [_crumb(), (_("Đợt khảo sát"), reverse("support:rounds"))],
    }
    return render(request, "support/progress.html", values)


@requires_right("support.survey")
@require_POST
def close_round(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.round_numbered(request.actor, number))
    if done_or_told(request, lambda: actions.close_round(by=request.actor, survey_round=one)):
        notices.good(request, _("Đã đóng đợt “%(title)s”.") % {"title": one.title})
    return see(reverse("support:round", args=[one.pk]))


@requires_right("support.see")
@require_safe
def figures(request: GuardedRequest) -> HttpResponse:
    """How many gave which answer to questions with choices; of all, or of a commune, sector or kind."""
    language = get_language() or "vi"
    asked = [one for one in survey_rules.questions() if one.kind in ("choice", "many")]
    form = NarrowForm(request.GET)
    form.is_valid()
    of: dict[queries.Way, str] = {
        way: form.cleaned_data.get(way, "") for way in ("commune", "sector", "kind")
    }
    found_ = queries.counted_all(request.actor, [one.key for one in asked], of)
    parts = [
        {
            "title": one.words(language),
            "lines": [(told(one, word, {}), count) for word, count in found_[one.key]],
        }
        for one in asked
    ]
    values = {
        "form": form,
        "parts": [part for part in parts if part["lines"]],
        "crumbs": [_crumb()],
    }
    return render(request, "support/figures.html", values)


def _crumb() -> tuple[str, str]:
    return _("Câu trả lời khảo sát"), reverse("support:answers")
