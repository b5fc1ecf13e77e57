"""Pages of checklists: read by everybody at work, written by the agency.

/danh-gia/bo-tieu-chi                    every checklist with its versions
/danh-gia/bo-tieu-chi/ban/4              one version; ?format=xlsx; prints
/danh-gia/bo-tieu-chi/ban/4/tieu-chi     a new criterion of a draft
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
from txng.certification import words_of_checklists as words
from txng.certification.actions import checklists as actions
from txng.certification.forms import checklists as forms
from txng.certification.models import ChecklistSection, ChecklistVersion, Criterion
from txng.certification.queries import checklists as queries
from txng.certification.rules import KEEP_CHECKLISTS
from txng.certification.rules import checklists as rules
from txng.certification.views.shared import done, told
from txng.ui import dates, fields, notices
from txng.ui.answering import found, see, status_of
from txng.ui.sheets import tables

Crumbs = list[tuple[str, str]]


def crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(_("Bộ tiêu chí"), reverse("certification:checklists")), *more]


def crumb(version: ChecklistVersion) -> tuple[str, str]:
    name = _("%(title)s, bản %(number)d") % {
        "title": version.checklist.standard, "number": version.number,
    }  # fmt: skip
    return (name, address(version))


def address(version: ChecklistVersion) -> str:
    return reverse("certification:checklist_version", args=[version.pk])


@requires_right("certification.see")
@require_safe
def checklists(request: GuardedRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = []
    for one in queries.checklists(request.actor):
        versions = list(one.versions.all())
        now = queries.standings(versions, today)
        rows.append(
            {
                "checklist": one,
                "versions": [
                    {
                        "version": version,
                        "standing": words.STANDINGS[now.get(version.pk, version.state)],
                        "mark": words.STANDING_MARKS.get(now.get(version.pk, version.state), ""),
                    }
                    for version in versions
                ],
                "has_draft": any(version.state == rules.DRAFT for version in versions),
            }
        )
    values = {
        "rows": rows,
        "may_keep": request.actor.may_everywhere(KEEP_CHECKLISTS),
        "proposal": words.PROPOSAL,
    }
    return render(request, "certification/checklists.html", values)


@requires_right("certification.see")
@require_safe
def checklist_version(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    sections = queries.sections(one)
    if request.GET.get("format") == "xlsx":
        return _workbook(request, one, sections)
    today = timezone.localdate()
    now = queries.standings(queries.issued(one.checklist), today).get(one.pk, one.state)
    plain = queries.plain(sections)
    values = {
        "version": one,
        "sections": sections,
        "standing": words.STANDINGS[now],
        "mark": words.STANDING_MARKS.get(now, ""),
        "facts": words.FACTS,
        "count": len(plain),
        "mandatory": sum(row.is_mandatory for row in plain),
        "is_draft": one.state == rules.DRAFT,
        "may_keep": request.actor.may_everywhere(KEEP_CHECKLISTS),
        "proposal": words.PROPOSAL,
        "crumbs": crumbs(),
    }
    return render(request, "certification/checklist_version.html", values)


def _workbook(
    request: GuardedRequest, one: ChecklistVersion, sections: list[ChecklistSection]
) -> HttpResponse:
    heads = [
        (_("Phần"), "text"), (_("Mã"), "code"), (_("Tiêu chí"), "text"), (_("Giải thích"), "text"),
        (_("Bằng chứng nên có"), "text"), (_("Bắt buộc"), "text"), (_("Trọng số"), "number"),
        (_("Cho phép không áp dụng"), "text"), (_("Sổ ghi nhận"), "text"),
    ]  # fmt: skip
    rows = (
        [
            part.title, row.code, row.text, row.help, row.evidence, row.is_mandatory, row.weight,
            row.may_not_apply, str(words.FACTS.get(row.fact, "")),
        ]
        for part in sections
        for row in part.criteria.all()
    )  # fmt: skip
    source = {
        _("Bộ tiêu chí"): str(one.checklist),
        _("Theo tiêu chuẩn"): one.checklist.standard,
        _("Bản"): str(one.number),
        _("Có hiệu lực từ"): dates.written(one.holds_from, "vi") if one.holds_from else "",
        _("Lưu ý"): str(words.PROPOSAL),
        _("Người tải"): request.actor.name,
        _("Tải lúc"): dates.written_moment(timezone.localtime(), "vi"),
    }
    book = tables.written(_("Bộ tiêu chí"), heads, rows, source)
    answer = HttpResponse(book, content_type=tables.MEDIA_TYPE)
    name = f"{one.checklist.code}-{one.number}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# --- writing --------------------------------------------------------------------------------------


def _page(
    request: GuardedRequest,
    form: fields.Form,
    title: str,
    button: str,
    cancel: str,
    above: Crumbs,
    lead: str = "",
) -> HttpResponse:
    values = {"form": form, "title": title, "button": button, "cancel": cancel, "crumbs": above}
    return render(
        request, "certification/short_form.html", values | {"lead": lead}, status=status_of(form)
    )


def _draft(request: GuardedRequest, number: int) -> ChecklistVersion:
    one = found(queries.version(request.actor, number))
    if one.state != rules.DRAFT:
        raise Http404
    return one


def _section(request: GuardedRequest, number: int) -> ChecklistSection:
    one = found(queries.section(request.actor, number))
    if one.version.state != rules.DRAFT:
        raise Http404
    return one


def _criterion(request: GuardedRequest, number: int) -> Criterion:
    one = found(queries.criterion(request.actor, number))
    if one.version.state != rules.DRAFT:
        raise Http404
    return one


@requires_right("certification.keep_checklists")
@require_http_methods(["GET", "HEAD", "POST"])
def new_checklist(request: GuardedRequest) -> HttpResponse:
    form = forms.ChecklistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.define_checklist, by=request.actor, **form.cleaned_data)
        if made is not None:
            notices.good(request, _("Đã mở bản soạn đầu tiên. Thêm các phần, rồi thêm tiêu chí."))
            return see(address(made))
    return _page(
        request, form, _("Thêm bộ tiêu chí"), _("Thêm bộ tiêu chí"),
        reverse("certification:checklists"), crumbs(),
        _("Viết tiêu chí bằng lời của cơ quan. Không chép nguyên văn tiêu chuẩn nếu chưa có quyền."),
    )  # fmt: skip


@requires_right("certification.keep_checklists")
@require_POST
def open_draft(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(queries.checklist(request.actor, code))
    made = told(
        request, actions.open_draft,
        _("Đã mở bản soạn, bắt đầu từ bản mới nhất. Bản đang có hiệu lực không đổi."),
        by=request.actor, checklist=one,
    )  # fmt: skip
    return see(address(made) if made else reverse("certification:checklists"))


@requires_right("certification.keep_checklists")
@require_http_methods(["GET", "HEAD", "POST"])
def describe_draft(request: GuardedRequest, number: int) -> HttpResponse:
    one = _draft(request, number)
    form = forms.DraftForm(
        request.POST or None, initial={"pass_share": one.pass_share, "note": one.note}
    )
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "version": one, **form.cleaned_data}
        if done(form, actions.describe_draft, **values) is not None:
            notices.good(request, _("Đã lưu mức đạt."))
            return see(address(one))
    return _page(
        request, form, _("Mức đạt của bản soạn"), _("Lưu mức đạt"), address(one), crumbs(crumb(one))
    )


@requires_right("certification.keep_checklists")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: GuardedRequest, number: int) -> HttpResponse:
    one = _draft(request, number)
    form = forms.IssueForm(request.POST or None, initial={"holds_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "version": one, **form.cleaned_data}
        if done(form, actions.put_in_force, **values) is not None:
            notices.good(request, _("Đã ban hành. Từ nay bản này không sửa nữa."))
            return see(address(one))
    return _page(
        request, form, _("Ban hành bản này"), _("Ban hành"), address(one), crumbs(crumb(one)),
        _("Lần tự đánh giá đang làm dở vẫn theo bản mà nó bắt đầu; lần mới theo bản có hiệu lực hôm đó."),
    )  # fmt: skip


@requires_right("certification.keep_checklists")
@require_POST
def drop_draft(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    told(
        request, actions.drop_draft, _("Đã bỏ bản soạn; nội dung vẫn xem lại được."),
        undo=reverse("certification:resume_draft", args=[one.pk]), by=request.actor, version=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("certification.keep_checklists")
@require_POST
def resume_draft(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.version(request.actor, number))
    told(request, actions.resume_draft, _("Đã lấy lại bản soạn."), by=request.actor, version=one)
    return see(address(one))


@requires_right("certification.keep_checklists")
@require_http_methods(["GET", "HEAD", "POST"])
def new_section(request: GuardedRequest, number: int) -> HttpResponse:
    one = _draft(request, number)
    form = forms.SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.add_section, by=request.actor, version=one, **form.cleaned_data)
        if made is not None:
            return see(f"{address(one)}#phan-{made.pk}")
    return _page(request, form, _("Thêm phần"), _("Thêm phần"), address(one), crumbs(crumb(one)))


@requires_right("certification.keep_checklists")
@require_http_methods(["GET", "HEAD", "POST"])
def rename_section(request: GuardedRequest, number: int) -> HttpResponse:
    part = _section(request, number)
    form = forms.SectionForm(request.POST or None, initial={"title": part.title})
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "section": part, **form.cleaned_data}
        if done(form, actions.rename_section, **values) is not None:
            return see(f"{address(part.version)}#phan-{part.pk}")
    return _page(
        request, form, _("Đổi tên phần"), _("Lưu tên phần"), address(part.version),
        crumbs(crumb(part.version)),
    )  # fmt: skip


@requires_right("certification.keep_checklists")
@require_POST
def remove_section(request: GuardedRequest, number: int) -> HttpResponse:
    part = _section(request, number)
    told(request, actions.remove_section, _("Đã gỡ phần trống."), by=request.actor, section=part)
    return see(address(part.version))


@requires_right("certification.keep_checklists")
@require_POST
def move_section(request: GuardedRequest, number: int) -> HttpResponse:
    part = _section(request, number)
    told(
        request, actions.move_section, _("Đã chuyển chỗ phần."), by=request.actor, section=part,
        up=_is_up(request),
    )  # fmt: skip
    return see(f"{address(part.version)}#phan-{part.pk}")


def _is_up(request: GuardedRequest) -> bool:
    return request.POST.get("huong") != "xuong"


@requires_right("certification.keep_checklists")
@require_http_methods(["GET", "HEAD", "POST"])
def new_criterion(request: GuardedRequest, number: int) -> HttpResponse:
    one = _draft(request, number)
    initial = {"section": request.GET.get("phan", ""), "weight": 1, "may_not_apply": True}
    return _write(request, one, None, initial)


@requires_right("certification.keep_checklists")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_criterion(request: GuardedRequest, number: int) -> HttpResponse:
    row = _criterion(request, number)
    return _write(request, row.version, row, forms.initial_of(row))


def _write(
    request: GuardedRequest,
    one: ChecklistVersion,
    row: Criterion | None,
    initial: dict[str, Any],
) -> HttpResponse:
    form = forms.CriterionForm(
        request.POST or None, sections=queries.sections(one), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made = done(
            form, actions.write_criterion, by=request.actor, version=one, facts=form.facts,
            criterion=row,
        )  # fmt: skip
        if made is not None:
            notices.good(request, _("Đã lưu tiêu chí %(code)s.") % {"code": made.code})
            return see(f"{address(one)}#tieu-chi-{made.pk}")
    title = _("Thêm tiêu chí") if row is None else _("Sửa tiêu chí")
    return _page(request, form, title, _("Lưu tiêu chí"), address(one), crumbs(crumb(one)))


@requires_right("certification.keep_checklists")
@require_POST
def remove_criterion(request: GuardedRequest, number: int) -> HttpResponse:
    row = _criterion(request, number)
    told(
        request, actions.remove_criterion,
        _("Đã gỡ tiêu chí %(code)s khỏi bản soạn.") % {"code": row.code},
        undo=reverse("certification:restore_criterion", args=[row.pk]),
        by=request.actor, criterion=row,
    )  # fmt: skip
    return see(address(row.version))


@requires_right("certification.keep_checklists")
@require_POST
def restore_criterion(request: GuardedRequest, number: int) -> HttpResponse:
    row = _criterion(request, number)
    told(
        request, actions.restore_criterion,
        _("Đã lấy lại tiêu chí %(code)s.") % {"code": row.code}, by=request.actor, criterion=row,
    )  # fmt: skip
    return see(f"{address(row.version)}#tieu-chi-{row.pk}")


@requires_right("certification.keep_checklists")
@require_POST
def move_criterion(request: GuardedRequest, number: int) -> HttpResponse:
    row = _criterion(request, number)
    told(
        request, actions.move_criterion, _("Đã chuyển chỗ tiêu chí %(code)s.") % {"code": row.code},
        by=request.actor, criterion=row, up=_is_up(request),
    )  # fmt: skip
    return see(f"{address(row.version)}#tieu-chi-{row.pk}")
