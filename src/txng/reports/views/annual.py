"""The report of a year as a whole: made, filled, checked, read, written as files.

GET  /bao-cao                     years; "Tạo báo cáo 2026"
GET  /bao-cao/2026                the outline, who has written what
POST /bao-cao/2026/dien           "Điền tất cả từ hệ thống"
GET  /bao-cao/2026/ban-thao       the draft as a page; .pdf and .docx as a paper; phu-luc.xlsx
GET  /bao-cao/2026/kiem-tra       what is in the way of its issue
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.documents import papers
from txng.reports import annexes_file, rules
from txng.reports.actions import annual as actions
from txng.reports.actions import counting, handing, writing
from txng.reports.forms.annual import FactsForm, SourceForm, YearForm
from txng.reports.models import AnnualReport, Section
from txng.reports.queries import annual as queries
from txng.reports.queries import checks, paper
from txng.reports.views.shared import (
    HTML,
    MARKS,
    bound,
    crumbs,
    done,
    done_or_told,
    report_of,
    section_of,
    whole_number,
)
from txng.ui import notices
from txng.ui.answering import see, status_of

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires_right("reports.see")
@require_safe
def reports(request: GuardedRequest) -> HttpResponse:
    return _years(request, YearForm())


@requires_right("reports.keep")
@require_POST
def create(request: GuardedRequest) -> HttpResponse:
    form = YearForm(request.POST)
    made = done(form, lambda: actions.create(by=request.actor, year=form.cleaned_data["year"]))
    if made is None:
        return _years(request, form)
    notices.good(
        request,
        _("Đã tạo báo cáo năm %(year)d. Điền tất cả từ hệ thống để có bản thảo.")
        % {"year": made.year},
    )
    return see(reverse("reports:report", args=[made.year]))


@requires_right("reports.see")
@require_safe
def report(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    sections = queries.sections(request.actor, one)
    own = queries.agency_code(request.actor)
    short = _short_names(request, one, sections)
    lines = [
        {
            "one": part,
            "mark": MARKS[part.state],
            "agencies": [short.get(code, code) for code in part.agencies],
            # the standing agency may write each of them: for it no row stands out
            "is_own": own in part.agencies and not request.actor.may(rules.KEEP),
        }
        for part in sections
    ]
    written = [part for part in sections if not part.is_heading]
    values = {
        "report": one,
        "lines": lines,
        "parts": len(written),
        "accepted": sum(part.state == "da-nhan" for part in written),
        "submitted": sum(part.state == "da-nop" for part in written),
        "empty": sum(part.state == "trong" for part in written),
        "may_keep": request.actor.may(rules.KEEP),
        "is_draft": one.state == AnnualReport.State.DRAFT,
        "numbers": queries.snapshots(request.actor, one).count(),
        "record": paper.record_of(one),
        "crumbs": crumbs(),
    }
    return render(request, "reports/annual_report.html", values)


@requires_right("reports.keep")
@require_http_methods(HTML)
def report_facts(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    form = FactsForm.of(one, bound(request))
    serial = whole_number(request.POST.get("serial")) if request.method == "POST" else one.serial
    made = done(
        form,
        lambda: actions.change(by=request.actor, report=one, facts=form.facts, serial=serial),
    )
    if made is not None:
        notices.good(request, _("Đã lưu thông tin của báo cáo."))
        return see(reverse("reports:report", args=[one.year]))
    values = {
        "form": form,
        "report": one,
        "cancel": reverse("reports:report", args=[one.year]),
        "crumbs": crumbs(one),
    }
    return render(request, "reports/annual_facts.html", values, status=status_of(form))


@requires_right("reports.keep")
@require_POST
def fill_all(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    filled: list[int] = []
    if done_or_told(request, lambda: filled.append(actions.fill_all(by=request.actor, report=one))):
        notices.good(
            request,
            _("Đã điền %(count)d phần. Phần đã có người viết giữ nguyên.") % {"count": filled[0]},
        )
    return see(reverse("reports:report", args=[one.year]))


@requires_right("reports.see")
@require_safe
def draft(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    whole = paper.whole(request.actor, one)
    parts = [(part, whole.blocks(part), whole.tables.get(part.pk, ())) for part in whole.sections]
    values = {
        "report": one,
        "parts": parts,
        "annexes": whole.annexes,
        "bases": one.bases.splitlines(),
        "crumbs": crumbs(one),
    }
    return render(request, "reports/annual_draft.html", values)


@requires_right("reports.see")
@require_safe
def draft_pdf(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    return _file(papers.write_pdf(paper.printed(request.actor, one)), PDF, f"bao-cao-{year}.pdf")


@requires_right("reports.see")
@require_safe
def draft_docx(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    return _file(papers.write_docx(paper.printed(request.actor, one)), DOCX, f"bao-cao-{year}.docx")


@requires_right("reports.see")
@require_safe
def annexes(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    told = annexes_file.write(one.about, paper.annexes(request.actor, one))
    return _file(told, XLSX, f"phu-luc-bao-cao-{year}.xlsx")


@requires_right("reports.see")
@require_safe
def report_checks(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    found = checks.findings(request.actor, one)
    own = queries.agency_code(request.actor)
    values = {
        "report": one,
        "lines": [
            (
                finding,
                finding.section is not None
                and finding.number != ""
                and queries.may_write(request.actor, finding.section, own),
            )
            for finding in found
        ],
        "stopping": sum(finding.stops for finding in found),
        "may_keep": request.actor.may(rules.KEEP),
        "is_draft": one.state == AnnualReport.State.DRAFT,
        "crumbs": crumbs(one),
    }
    return render(request, "reports/annual_checks.html", values)


@requires_right("reports.fill")
@require_http_methods(HTML)
def source(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    """Which number of which sentence stands in the query; the note is the form."""
    part = section_of(request.actor, year, code)
    told = request.POST if request.method == "POST" else request.GET
    number, sentence = told.get("so", ""), told.get("cau", "")
    form = SourceForm(bound(request))
    made = done(
        form,
        lambda: writing.give_source(
            by=request.actor, section=part, number=number, sentence=sentence,
            note=form.cleaned_data["note"],
        ),
    )  # fmt: skip
    if made is not None:
        notices.good(request, _("Đã ghi nguồn của số %(number)s.") % {"number": number})
        return see(reverse("reports:report_checks", args=[year]))
    values = {
        "form": form,
        "number": number,
        "sentence": sentence,
        "cancel": reverse("reports:report_checks", args=[year]),
        "crumbs": crumbs(part.report, part),
    }
    return render(request, "reports/annual_source.html", values, status=status_of(form))


@requires_right("reports.keep")
@require_POST
def compare(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    changed: list[int] = []
    if done_or_told(
        request, lambda: changed.append(counting.compare(by=request.actor, report=one))
    ):
        told = (
            _("Đã đếm lại: %(count)d số liệu đã đổi so với lúc chốt.") % {"count": changed[0]}
            if changed[0]
            else _("Đã đếm lại: không số liệu nào đổi so với lúc chốt.")
        )
        notices.good(request, told)
    return see(reverse("reports:report_checks", args=[one.year]))


@requires_right("reports.keep")
@require_POST
def hand_over(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    if done_or_told(request, lambda: handing.hand_over(by=request.actor, report=one)):
        notices.good(
            request,
            _("Đã trình: báo cáo nằm trong sổ văn bản để ký và lấy số."),
            undo=reverse("reports:report_take_back", args=[year]),
        )
        return see(reverse("reports:report", args=[year]))
    return see(reverse("reports:report_checks", args=[year]))


@requires_right("reports.keep")
@require_POST
def take_back(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    if done_or_told(request, lambda: handing.take_back(by=request.actor, report=one)):
        notices.good(request, _("Đã rút báo cáo về để sửa."))
    return see(reverse("reports:report", args=[year]))


def _years(request: GuardedRequest, form: YearForm) -> HttpResponse:
    rows = list(queries.reports(request.actor))
    this_year = timezone.localdate().year
    offered = this_year if this_year not in {one.year for one in rows} else this_year + 1
    values = {
        "reports": rows,
        "form": form,
        "offered": offered,
        "may_keep": request.actor.may(rules.KEEP),
    }
    return render(request, "reports/annual_reports.html", values, status=status_of(form))


def _short_names(
    request: GuardedRequest, one: AnnualReport, sections: Iterable[Section]
) -> dict[str, str]:
    codes = {code for part in sections for code in part.agencies}
    return queries.short_names(request.actor, codes, one.until)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
