"""Pages of evidence: what was told, by whom.

/tuyen-truyen/bang-chung          what was told, with CSV and Excel
/tuyen-truyen/bang-chung/12       one: link, clip, history of the link
/tuyen-truyen/nam/2026            agency by channel, with CSV and Excel
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
from txng.outreach.actions import campaigns as actions
from txng.outreach.forms.articles import ReasonForm
from txng.outreach.forms.campaigns import EvidenceForm
from txng.outreach.models import Evidence
from txng.outreach.queries import campaigns as queries
from txng.outreach.rules import AUDIENCES
from txng.outreach.rules import campaigns as rules
from txng.outreach.views.campaigns import crumbs
from txng.outreach.views.shared import (
    agency_name,
    agency_names,
    done,
    sent_file,
    short_form,
    told,
    whole,
)
from txng.parties import queries as parties
from txng.products.queries import groups as product_groups
from txng.ui import csv_files, lists, notices
from txng.ui.answering import found, see, status_of
from txng.ui.sheets import tables

LINK_MARKS: Final[dict[str, lists.Mark]] = {
    rules.UNKNOWN: "",
    rules.GOOD: "good",
    rules.SHAKY: "warn",
    rules.DEAD: "stop",
}

EVIDENCE: Final = lists.Register(
    name="bang-chung-tuyen-truyen",
    title=gettext_lazy("Đã tuyên truyền những gì"),
    order="-told_on",
    columns=(
        lists.Column(
            "title",
            gettext_lazy("Tin bài, hoạt động"),
            link=lambda one: evidence_address(one),
        ),
        lists.Column("channel", gettext_lazy("Kênh"), value=lambda one: one.get_channel_display()),
        lists.Column("outlet", gettext_lazy("Nơi đăng, nơi tổ chức")),
        lists.Column("told_on", gettext_lazy("Ngày"), sort="told_on", kind="day"),
        lists.Column("agency", gettext_lazy("Cơ quan"), value="short_name"),
        lists.Column(
            "reach",
            gettext_lazy("Số người tiếp cận"),
            value=lambda one: _("chưa rõ") if one.reach is None else one.reach,
            kind="number",
        ),
        lists.Column(
            "link",
            gettext_lazy("Liên kết"),
            value=lambda one: link_words(one),
            mark=lambda one: LINK_MARKS[one.link_state] if one.link else "",
        ),
    ),
    filters=(
        lists.Filter(
            "nam",
            gettext_lazy("Năm"),
            choices=lambda: [(str(year), str(year)) for year in range(2030, 2018, -1)],
            narrow=lambda rows, value: queries.of_year(rows, int(value)),
        ),
        lists.Filter(
            "channel",
            gettext_lazy("Kênh"),
            choices=lambda: [(word, _(title)) for word, title in rules.CHANNELS.items()],
        ),
        lists.Filter(
            "agency",
            gettext_lazy("Cơ quan"),
            choices=lambda: sorted(agency_names().items(), key=lambda pair: pair[1]),
            narrow="agency__code",
        ),
        lists.Filter(
            "link_state",
            gettext_lazy("Liên kết"),
            choices=lambda: [(word, _(title)) for word, title in rules.LINKS.items() if word],
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa ghi tin bài, hoạt động nào."),
        gettext_lazy("Mỗi cơ quan tự ghi việc của mình: tên, nơi đăng, ngày, liên kết."),
    ),
)


def link_words(one: Evidence) -> str:
    return _(rules.LINKS[one.link_state]) if one.link else _("Không có liên kết")


def evidence_address(one: Evidence) -> str:
    return reverse("outreach:evidence", args=[one.pk])


def evidence_crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((_("Đã tuyên truyền"), reverse("outreach:evidence_list")), *more)


@requires_right("outreach.campaign")
@require_safe
def evidence_list(request: GuardedRequest) -> HttpResponseBase:
    year = timezone.localdate().year
    links = [
        lists.Link(_("Ghi việc đã làm"), reverse("outreach:new_evidence")),
        lists.Link(
            _("Bảng theo cơ quan và kênh"),
            reverse("outreach:evidence_year", args=[year]),
            leads=True,
        ),
    ]
    rows = queries.with_short_names(queries.evidence(request.actor), timezone.localdate())
    return EVIDENCE.answer(request, rows, actions=links, crumbs=crumbs())


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def new_evidence(request: GuardedRequest) -> HttpResponse:
    asked = request.GET.get("hoat-dong", "")
    initial: dict[str, Any] = {"told_on": timezone.localdate()}
    own = parties.agency_of(request.actor)
    lines = queries.open_activities(request.actor, own) if own else []
    line = next((one for one in lines if str(one.pk) == asked), None)
    if line is not None:
        initial |= {
            "activity": str(line.pk), "channel": line.channel, "audience": line.audience,
            "group": line.group.path if line.group else "",
        }  # fmt: skip
    form = _evidence_form(request, lines, initial)
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.record_evidence, by=request.actor, facts=form.facts)
        if made is not None:
            notices.good(request, _("Đã ghi."))
            _keep_clip(request, made, form.cleaned_data["clip"])
            return see(evidence_address(made))
    lead = (
        ""
        if own
        else _("Tài khoản của bạn chưa gắn với cơ quan nào của Kế hoạch nên chưa ghi được.")
    )
    return short_form(
        request, form, _("Ghi việc đã tuyên truyền"), _("Ghi"), lead=lead,
        cancel=reverse("outreach:evidence_list"), crumbs=evidence_crumbs(),
    )  # fmt: skip


@requires_right("outreach.campaign")
@require_safe
def evidence(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.one_evidence(request.actor, number))
    values = {
        "one": one,
        "agency": agency_name(one.agency),
        "link_words": link_words(one),
        "link_mark": LINK_MARKS[one.link_state] if one.link else "",
        "audience": _(AUDIENCES[one.audience]) if one.audience else "",
        "files": queries.files(request.actor, one),
        "may_change": queries.may_change(request.actor, one),
        "crumbs": evidence_crumbs(),
    }
    return render(request, "outreach/evidence.html", values)


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def change_evidence(request: GuardedRequest, number: int) -> HttpResponse:
    one = _own(request, number)
    base = whole(request.POST.get("base", ""), 1, 99_999, one.version)
    names = ("channel", "title", "outlet", "told_on", "link", "reach", "audience", "note")
    initial = {name: getattr(one, name) for name in names}
    initial |= {
        "activity": str(one.activity_id or ""), "group": one.group.path if one.group else "",
    }  # fmt: skip
    lines = queries.open_activities(request.actor, one.agency)
    if one.activity is not None and one.activity not in lines:
        lines.append(one.activity)
    form = _evidence_form(request, lines, initial)
    if request.method == "POST" and form.is_valid():
        made = done(
            form, actions.change_evidence, by=request.actor, evidence=one, base=base,
            facts=form.facts,
        )  # fmt: skip
        if made is not None:
            notices.good(request, _("Đã lưu."))
            _keep_clip(request, made, form.cleaned_data["clip"])
            return see(evidence_address(made))
    values = {
        "form": form, "base": one.version, "title": _("Sửa việc đã tuyên truyền"), "button": _("Lưu"),
        "cancel": evidence_address(one), "crumbs": evidence_crumbs((one.title, evidence_address(one))),
    }  # fmt: skip
    return render(request, "outreach/form.html", values, status=status_of(form))


@requires_right("outreach.write")
@require_http_methods(["GET", "HEAD", "POST"])
def strike_evidence(request: GuardedRequest, number: int) -> HttpResponse:
    one = _own(request, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "evidence": one, **form.cleaned_data}
        if done(form, actions.strike_evidence, **values) is not None:
            undo = reverse("outreach:restore_evidence", args=[one.pk])
            notices.good(request, _("Đã gạch: dòng này không còn được đếm."), undo=undo)
            return see(evidence_address(one))
    return short_form(
        request, form, _("Gạch dòng này"), _("Gạch"), cancel=evidence_address(one),
        crumbs=evidence_crumbs((one.title, evidence_address(one))),
    )  # fmt: skip


@requires_right("outreach.write")
@require_POST
def restore_evidence(request: GuardedRequest, number: int) -> HttpResponse:
    one = _own(request, number)
    told(
        request, actions.restore_evidence, _("Dòng này lại được đếm."), by=request.actor,
        evidence=one,
    )  # fmt: skip
    return see(evidence_address(one))


@requires_right("outreach.campaign")
@require_safe
def clip(request: GuardedRequest, number: int, attachment: int) -> HttpResponse:
    one = found(queries.one_evidence(request.actor, number))
    files = queries.files(request.actor, one)
    return sent_file(found(next((each for each in files if each.pk == attachment), None)))


@requires_right("outreach.campaign")
@require_safe
def evidence_year(request: GuardedRequest, year: int) -> HttpResponse:
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        raise Http404
    told_of = queries.evidence_of_year(request.actor, year)
    names = agency_names()
    heads = [
        (word, _(title)) for word, title in rules.CHANNELS.items() if word in told_of.by_channel
    ]
    table = [
        (
            names.get(line.agency.code, line.agency.code),
            [line.by_channel.get(word) for word, _title in heads],
            line,
        )
        for line in told_of.by_agency
    ]
    wanted = request.GET.get("format")
    if wanted in lists.FORMATS:
        return _table_file(wanted, year, heads, table, told_of)
    values = {
        "year": year,
        "found": told_of,
        "heads": heads,
        "table": table,
        "totals": [told_of.by_channel[word] for word, _title in heads],
        "years": queries.years(request.actor),
        "crumbs": crumbs(),
    }
    return render(request, "outreach/evidence_year.html", values)


def _own(request: GuardedRequest, number: int) -> Evidence:
    """What another agency recorded is read, and never changed."""
    one = found(queries.one_evidence(request.actor, number))
    if not queries.may_change(request.actor, one):
        raise Http404
    return one


def _table_file(
    wanted: str,
    year: int,
    heads: list[tuple[str, str]],
    table: list[tuple[str, list[queries.Cell | None], queries.AgencyLine]],
    told_of: queries.YearOfEvidence,
) -> HttpResponse:
    titles = [_("Cơ quan"), *(title for _word, title in heads), _("Tất cả"), _("Số người tiếp cận")]
    rows: list[list[object]] = [
        [
            name,
            *(cell.count if cell else 0 for cell in cells),
            line.all.count,
            _("chưa rõ") if line.all.reach is None else line.all.reach,
        ]
        for name, cells, line in table
    ]
    rows.append(
        [
            _("Tất cả"),
            *(told_of.by_channel[word].count for word, _title in heads),
            told_of.all.count,
            _("chưa rõ") if told_of.all.reach is None else told_of.all.reach,
        ]
    )
    name = f"tuyen-truyen-{year}.{wanted}"
    if wanted == lists.CSV:
        lines = [titles, *([str(value) for value in row] for row in rows)]
        content = csv_files.BOM + "".join(csv_files.line(line) for line in lines)
        answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    else:
        kinds = [(titles[0], "text"), *((title, "number") for title in titles[1:])]
        source = {_("Năm"): str(year)}
        book = tables.written(_("Tuyên truyền %(year)d") % {"year": year}, kinds, rows, source)
        answer = HttpResponse(book, content_type=tables.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _evidence_form(request: GuardedRequest, lines: Any, initial: dict[str, Any]) -> EvidenceForm:
    return EvidenceForm(
        request.POST or None,
        request.FILES or None,
        activities=lines,
        groups=product_groups.groups(request.actor),
        initial=initial,
    )


def _keep_clip(request: GuardedRequest, made: Evidence, sent: Any) -> None:
    """A file that is refused leaves the row made: it can be sent on the next page."""
    if sent is None:
        return
    told(
        request, actions.attach_clip, _("Đã nhận tệp."), by=request.actor, evidence=made,
        file_name=sent.name, content=sent.read(),
    )  # fmt: skip
