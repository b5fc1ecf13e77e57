"""Pages of self-assessments.

/danh-gia                  one's own and those within reach; begin
/danh-gia/17               progress while it is open, the result when it is finished; prints
/danh-gia/17/phan/3        one part: verdict, note, file for each criterion, kept by a plain POST
"""

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.certification import words_of_checklists as words
from txng.certification.actions import assessments as actions
from txng.certification.errors import CertificationError
from txng.certification.forms.assessments import PartForm
from txng.certification.models import Assessment
from txng.certification.queries import assessments as queries
from txng.certification.queries import checklists
from txng.certification.rules import ASSESS
from txng.certification.rules import checklists as rules
from txng.certification.views.shared import told
from txng.documents import storage
from txng.documents.errors import DocumentsError
from txng.documents.models import Attachment
from txng.ui import lists, notices
from txng.ui.answering import found, see, status_of

REGISTER: Final = lists.Register(
    name="tu-danh-gia",
    title=gettext_lazy("Tự đánh giá"),
    order="-changed_at",
    template="certification/assessments.html",
    columns=(
        lists.Column(
            "enterprise",
            gettext_lazy("Cơ sở"),
            value=lambda one: one.enterprise.public_name,
            link=lambda one: address(one),
        ),
        lists.Column(
            "checklist",
            gettext_lazy("Tiêu chuẩn"),
            value=lambda one: one.version.checklist.standard,
        ),
        lists.Column("version", gettext_lazy("Bản"), kind="number", value="version.number"),
        lists.Column(
            "state", gettext_lazy("Trạng thái"), value=lambda one: one.get_state_display()
        ),
        lists.Column("passed", gettext_lazy("Kết quả"), value=words.result, mark=words.result_mark),
        lists.Column("share", gettext_lazy("Tỷ lệ (%)"), kind="number"),
        lists.Column("finished_at", gettext_lazy("Hoàn thành lúc"), kind="moment"),
        lists.Column("changed_at", gettext_lazy("Ghi lúc"), kind="moment", sort="changed_at"),
    ),
    filters=(
        lists.Filter(
            "ket-qua",
            gettext_lazy("Kết quả"),
            choices=(("dat", gettext_lazy("Đạt")), ("chua-dat", gettext_lazy("Chưa đạt"))),
            narrow=lambda rows, value: rows.filter(passed=value == "dat"),
        ),
        lists.Filter("state", gettext_lazy("Trạng thái"), choices=Assessment.State.choices),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có lần tự đánh giá nào."),
        gettext_lazy("Tự đánh giá chỉ ra chỗ còn thiếu, và là căn cứ để công bố phù hợp."),
    ),
)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Tự đánh giá"), reverse("certification:assessments")), *more]


def address(one: Assessment) -> str:
    return reverse("certification:assessment", args=[one.pk])


@requires_right("certification.see")
@require_safe
def assessments(request: GuardedRequest) -> HttpResponseBase:
    own = queries.own_enterprise(request.actor)
    may = request.actor.may(ASSESS) and own is not None
    today, under_way = timezone.localdate(), queries.open_ones(request.actor) if may else {}
    offers = [
        {"version": one, "open": under_way.get(one.checklist_id)}
        for one in (checklists.all_in_force(request.actor, today) if may else [])
    ]
    links = (
        lists.Link(_("Bộ tiêu chí"), reverse("certification:checklists"), leads=True),
        lists.Link(_("Công bố phù hợp"), reverse("certification:declarations"), leads=True),
    )
    return REGISTER.answer(
        request, queries.assessments(request.actor), actions=links, offers=offers,
        lacks_entry=request.actor.may(ASSESS) and own is None,
    )  # fmt: skip


@requires_right("certification.assess")
@require_POST
def start(request: GuardedRequest, code: str) -> HttpResponse:
    one = found(checklists.checklist(request.actor, code))
    made = told(
        request, actions.start_assessment,
        _("Đã bắt đầu. Mỗi phần lưu riêng; bạn có thể dừng và làm tiếp lúc khác."),
        by=request.actor, checklist=one,
    )  # fmt: skip
    return see(address(made) if made else reverse("certification:assessments"))


@requires_right("certification.see")
@require_safe
def assessment(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.assessment(request.actor, number))
    parts = queries.parts(request.actor, one)
    result = queries.judged(one)
    done, count = sum(part.done for part in parts), sum(len(part.lines) for part in parts)
    by_code = {line.criterion.code: line for part in parts for line in part.lines}
    known = queries.observations(one.enterprise) if queries.is_own(request.actor, one) else {}
    may_write = queries.writable(request.actor, number) is not None
    values = {
        "one": one,
        "name": one.enterprise.name
        if queries.is_own(request.actor, one)
        else one.enterprise.public_name,
        "parts": parts,
        "done": done,
        "count": count,
        "next": next((part for part in parts if not part.is_whole), None),
        "result": result,
        "verdict": words.whether_passed(result) if one.state == rules.FINISHED else "",
        "missing": [
            _missing(by_code[code], known, one)
            for code in (*result.unmet_mandatory, *result.unmet)
            if one.state == rules.FINISHED
        ],
        "is_open": one.state == rules.OPEN,
        "is_finished": one.state == rules.FINISHED,
        "may_write": may_write,
        "may_resume": one.state == rules.DROPPED and queries.is_own(request.actor, one),
        "may_declare": bool(one.passed)
        and queries.is_own(request.actor, one)
        and request.actor.may(ASSESS),
        "may_again": one.state == rules.FINISHED
        and queries.is_own(request.actor, one)
        and request.actor.may(ASSESS),
        "proposal": words.PROPOSAL,
        "crumbs": crumbs(),
    }
    return render(request, "certification/assessment.html", values)


def _missing(line: queries.Line, known: Any, one: Assessment) -> dict[str, Any]:
    fact = known.get(line.criterion.fact)
    return {
        "criterion": line.criterion,
        "sentence": words.what_is_missing(line.criterion),
        "note": line.answer.note if line.answer else "",
        "seen": None if fact is None else words.seen(fact, one.enterprise.code),
    }


@requires_right("certification.assess")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: GuardedRequest, number: int, section: int) -> HttpResponse:
    one = found(queries.writable(request.actor, number))
    parts = queries.parts(request.actor, one)
    place = next((n for n, row in enumerate(parts) if row.section.pk == section), None)
    if place is None:
        raise Http404
    form = PartForm(request.POST or None, request.FILES or None, part=parts[place])
    if request.method == "POST" and form.is_valid() and _kept(request, one, form):
        following = parts[place + 1] if place + 1 < len(parts) else None
        notices.good(request, _("Đã lưu phần “%(part)s”.") % {"part": parts[place].section.title})
        if "o-lai" in request.POST or following is None:
            here = reverse("certification:part", args=[one.pk, section])
            return see(here if "o-lai" in request.POST else address(one))
        return see(reverse("certification:part", args=[one.pk, following.section.pk]))
    values = {
        "one": one,
        "part": parts[place],
        "place": place + 1,
        "count": len(parts),
        "parts": parts,
        "form": form,
        "seen": {
            line.criterion.pk: words.seen(line.observed, one.enterprise.code)
            for line in parts[place].lines
            if line.observed
        },
        "crumbs": crumbs((_("Lần đang làm"), address(one))),
    }
    return render(request, "certification/part.html", values, status=status_of(form))


def _kept(request: GuardedRequest, one: Assessment, form: PartForm) -> bool:
    """Answers first, then each file; a file that is refused leaves the answers kept."""
    try:
        actions.answer_section(
            by=request.actor, assessment=one, section=form.part.section, answers=form.answers
        )
    except CertificationError as refused:
        form.refuse(refused.field if refused.field in form.fields else None, str(refused))
        return False
    good = True
    for line in form.part.lines:
        name = f"f{line.criterion.pk}"
        sent = form.cleaned_data.get(name)
        if sent is None:
            continue
        try:
            actions.attach_evidence(
                by=request.actor, assessment=one, criterion=line.criterion,
                file_name=sent.name, content=sent.read(),
            )  # fmt: skip
        except (CertificationError, DocumentsError) as refused:
            form.refuse(name, str(refused))
            good = False
    return good


@requires_right("certification.assess")
@require_POST
def finish(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.writable(request.actor, number))
    told(
        request, actions.finish_assessment,
        _("Đã hoàn thành. Kết quả dưới đây không sửa nữa; lần sau bắt đầu từ các câu trả lời này."),
        by=request.actor, assessment=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("certification.assess")
@require_POST
def drop(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.writable(request.actor, number))
    told(
        request, actions.drop_assessment, _("Đã bỏ lần tự đánh giá này."),
        undo=reverse("certification:resume", args=[one.pk]), by=request.actor, assessment=one,
    )  # fmt: skip
    return see(reverse("certification:assessments"))


@requires_right("certification.assess")
@require_POST
def resume(request: GuardedRequest, number: int) -> HttpResponse:
    one = queries.assessment(request.actor, number)
    if one is None or not queries.is_own(request.actor, one):
        raise Http404
    told(
        request, actions.resume_assessment, _("Đã lấy lại, làm tiếp được."), by=request.actor,
        assessment=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("certification.see")
@require_safe
def file(request: GuardedRequest, number: int, attachment: int) -> HttpResponseBase:
    one = found(queries.assessment(request.actor, number))
    return sent_as_download(found(queries.file_of(request.actor, one, attachment)))


@requires_right("certification.assess")
@require_POST
def take_file_away(request: GuardedRequest, number: int, attachment: int) -> HttpResponse:
    one = found(queries.writable(request.actor, number))
    found(queries.file_of(request.actor, one, attachment))
    told(
        request, actions.take_evidence_away, _("Đã gỡ tệp."), by=request.actor, assessment=one,
        number=attachment,
    )  # fmt: skip
    section = request.POST.get("phan", "")
    if section.isascii() and section.isdigit() and len(section) < 10:
        return see(reverse("certification:part", args=[one.pk, int(section)]))
    return see(address(one))


def sent_as_download(one: Attachment) -> HttpResponse:
    """Never opened inside a page: what came from somebody is saved to a disk first."""
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, one.pk)
    if not path.exists():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type=one.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"
    return answer
