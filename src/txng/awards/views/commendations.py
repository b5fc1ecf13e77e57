"""Pages of commendation.

/khuyen-khich/khen-thuong                    the list, a year at a time
/khuyen-khich/khen-thuong/goi-y?nam=2026     who could be proposed, from what the registers say
/khuyen-khich/khen-thuong/de-nghi            propose       /khuyen-khich/khen-thuong/trinh?nam=2026
/khuyen-khich/khen-thuong/KT-2026-0001       one, with its steps
"""

from datetime import date
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
from txng.awards.actions import commendations as actions
from txng.awards.forms.commendations import CommendForm, ProposeForm, SubmitForm
from txng.awards.forms.seen import FileForm, ReasonForm
from txng.awards.models import Commendation
from txng.awards.queries import commendations as queries
from txng.awards.queries import reach, stepping
from txng.awards.rules import commendations as rules
from txng.awards.rules import steps
from txng.awards.views.applications import commune, years
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
from txng.parties import queries as parties
from txng.ui import lists, notices
from txng.ui.answering import found, see

WAYS: Final = (
    Way("quyet-dinh", "commended", actions.commend, CommendForm,
        gettext_lazy("Ghi quyết định khen thưởng"), gettext_lazy("Đã ghi quyết định."),
        gettext_lazy("Ghi quyết định đã ký, do người khác với người lập đề nghị ghi.")),
    Way("khong-khen", "declined", actions.decline, ReasonForm,
        gettext_lazy("Ghi kết quả không khen thưởng"), gettext_lazy("Đã ghi.")),
    Way("rut", "withdrawn", actions.withdraw, ReasonForm, gettext_lazy("Rút đề nghị"),
        gettext_lazy("Đã rút đề nghị."), is_danger=True),
    Way("thu-hoi", "revoked", actions.revoke, ReasonForm, gettext_lazy("Thu hồi khen thưởng"),
        gettext_lazy("Đã ghi thu hồi."), gettext_lazy("Bước này không hoàn tác được."), is_danger=True),
)  # fmt: skip

REGISTER: Final = lists.Register(
    name="de-nghi-khen-thuong",
    title=gettext_lazy("Khen thưởng"),
    lead=gettext_lazy(
        "Hệ thống chỉ gợi ý từ sổ liệu. Ai được đề nghị do cán bộ chọn; ai được khen do người có thẩm quyền"
        " quyết định."
    ),
    order="-number",
    columns=(
        lists.Column(
            "number", gettext_lazy("Số"), kind="code", sort="number", link=lambda one: address(one)
        ),
        lists.Column("name", gettext_lazy("Tên")),
        lists.Column("whom", gettext_lazy("Đối tượng"), value=lambda one: one.get_whom_display()),
        lists.Column("form", gettext_lazy("Hình thức"), value=lambda one: one.get_form_display()),
        lists.Column("submitted_number", gettext_lazy("Tờ trình")),
        lists.Column("decision_number", gettext_lazy("Quyết định")),
        lists.Column("decision_on", gettext_lazy("Ngày quyết định"), kind="day"),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda one: one.get_state_display(),
            mark=lambda one: words.MARKS[steps.COMMENDATION].get(one.state, ""),
        ),
    ),
    filters=(
        lists.Filter("nam", gettext_lazy("Năm"), choices=lambda: years(), narrow="year"),
        lists.Filter("state", gettext_lazy("Trạng thái"), choices=Commendation.State.choices),
        lists.Filter("whom", gettext_lazy("Đối tượng"), choices=Commendation.Whom.choices),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có đề nghị khen thưởng nào."),
        gettext_lazy("Xem gợi ý từ sổ liệu, chọn rồi ghi thành tích."),
    ),
)


def address(one: Commendation) -> str:
    return reverse("awards:commendation", args=[one.number])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Khen thưởng"), reverse("awards:commendations")), *more]


def _year(request: GuardedRequest) -> int:
    asked, this = request.GET.get("nam", ""), timezone.localdate().year
    known = {value for value, _title in years()}
    return int(asked) if asked in known else this


@requires_right("awards.see")
@require_safe
def commendations(request: GuardedRequest) -> HttpResponseBase:
    links = []
    if reach.keeps(request.actor):
        year = f"?nam={_year(request)}"
        links = [
            lists.Link(_("Gợi ý từ sổ liệu"), reverse("awards:candidates") + year),
            lists.Link(_("Lập đề nghị"), reverse("awards:propose_commendation"), leads=True),
            lists.Link(_("Trình danh sách"), reverse("awards:submit_commendations") + year, leads=True),
        ]  # fmt: skip
    return REGISTER.answer(request, queries.commendations(request.actor), actions=links)


@requires_right("awards.keep")
@require_safe
def candidates(request: GuardedRequest) -> HttpResponse:
    year, today = _year(request), timezone.localdate()
    rows = queries.candidates(request.actor, year, today)
    values = {
        "year": year,
        "years": [value for value, _title in years()],
        "most": queries.MOST_CANDIDATES,
        "rows": [
            {
                "candidate": one,
                "name": one.enterprise.public_name,
                "commune": commune(one.enterprise.commune_code),
                "reasons": [_linked(one, reason) for reason in one.found.reasons],
                "unknown": one.found.unknown,
                "proposed": reverse("awards:commendation", args=[one.proposed]) if one.proposed else "",
            }
            for one in rows
        ],
        "agencies": [
            {
                "one": one,
                "reasons": [
                    _grounds(reason, reverse("programme:by_agency") + f"?nam={year}")
                    for reason in one.found.reasons
                ],
                "proposed": reverse("awards:commendation", args=[one.proposed]) if one.proposed else "",
            }
            for one in queries.agency_candidates(request.actor, year, today)
        ],
        "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "awards/candidates.html", values)


def _grounds(reason: rules.Reason, url: str) -> dict[str, Any]:
    return {
        "code": reason.code,
        "sentence": reason.sentence,
        "values": dict(reason.values),
        "url": url,
    }


def _linked(one: queries.Candidate, reason: rules.Reason) -> dict[str, Any]:
    return _grounds(reason, _rows_behind(one, reason.code))


def _rows_behind(one: queries.Candidate, code: str) -> str:
    """The page with the rows that a reason was read from."""
    enterprise = one.enterprise
    return {
        rules.EVENTS: reverse("supervision:freshness_of", args=[enterprise.code]),
        rules.CERTIFICATE: reverse("supervision:freshness_of", args=[enterprise.code]),
        rules.DUTIES: reverse("products:overview"),
        rules.TOPICS: reverse("awards:topics") + "?state=nghiem-thu",
        rules.MONEY: reverse("awards:applications") + "?state=nghiem-thu",
    }.get(code, "")


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: GuardedRequest) -> HttpResponse:
    """`?co-so=LD-..` comes from the candidates: the reasons of that moment are kept with the proposal."""
    today, year = timezone.localdate(), _year(request)
    whom, who, name, grounds = _chosen(request, year, today)
    form = ProposeForm(request.POST or None, initial={"year": year, "whom": whom, "who": who})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if (told["whom"], told["who"].casefold()) != (whom, who.casefold()):
            grounds = []  # somebody else was typed: the reasons are not about them
        made = done(form, actions.propose, by=request.actor, facts=form.facts(grounds))
        if made is not None:
            notices.good(request, _("Đã lập đề nghị số %(number)s.") % {"number": made.number})
            return see(address(made))
    return form_page(
        request, form, _("Lập đề nghị khen thưởng"), _("Lưu đề nghị"),
        reverse("awards:commendations"), crumbs(),
        lead=_("Ghi thành tích bằng lời của bạn. Hệ thống không tự đề nghị ai."),
        extra={_("Theo gợi ý"): name} if name else None,
    )  # fmt: skip


def _chosen(
    request: GuardedRequest, year: int, today: date
) -> tuple[str, str, str, list[dict[str, Any]]]:
    """Whom the address names among the candidates: kind, code, name, and what the registers say now."""
    code = request.GET.get("co-so", "")
    enterprise = parties.enterprise(request.actor, code) if code else None
    if enterprise is not None:
        found_one = queries.candidate(request.actor, enterprise, year, today)
        grounds = [_linked(found_one, reason) for reason in found_one.found.reasons]
        return rules.ENTERPRISE, enterprise.code, enterprise.public_name, grounds
    agency = request.GET.get("co-quan", "")
    for one in queries.agency_candidates(request.actor, year, today) if agency else ():
        if one.code == agency:
            url = reverse("programme:by_agency") + f"?nam={year}"
            grounds = [_grounds(reason, url) for reason in one.found.reasons]
            return rules.AGENCY, one.code, one.name, grounds
    return "", "", "", []


@requires_right("awards.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: GuardedRequest) -> HttpResponse:
    year = _year(request)
    waiting = queries.waiting(request.actor, year)
    if not waiting:
        notices.warn(
            request,
            _("Năm %(year)d không có đề nghị nào chờ trình. Lập đề nghị trước.") % {"year": year},
        )
        return see(reverse("awards:commendations"))
    form = SubmitForm(
        request.POST or None, waiting=waiting,
        initial={"chosen": [one.number for one in waiting], "on": timezone.localdate()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = {"year": year, **form.cleaned_data}
        sent = done(form, actions.submit_list, by=request.actor, **values)
        if sent is not None:
            notices.good(request, _("Đã trình %(count)d đề nghị.") % {"count": len(sent)})
            return see(reverse("awards:commendations") + f"?nam={year}")
    title = _("Trình danh sách đề nghị năm %(year)d") % {"year": year}
    back = reverse("awards:commendations")
    return form_page(request, form, title, _("Ghi đã trình"), back, crumbs())


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def commendation(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.commendation(request.actor, number))
    keeps = reach.keeps(request.actor)
    if request.method == "POST":
        if not keeps:
            raise Http404
        return sent_file(request, actions.attach, address(one), commendation=one)
    ways = offered(request.actor, one, WAYS)
    undo = reverse("awards:undo_commendation", args=[one.number])
    values = {
        "one": one,
        "mark": words.MARKS[steps.COMMENDATION].get(one.state, ""),
        "ways": [
            (way, reverse("awards:commendation_step", args=[one.number, way.slug])) for way in ways
        ],
        "undo": undo if stepping.may_undo(request.actor, one) else "",
        "history": stepping.history(request.actor, one),
        "files": [
            (file, reverse("awards:commendation_file", args=[one.number, file.pk]))
            for file in queries.files(request.actor, one)
        ],
        "may_attach": keeps,
        "file_form": FileForm(),
        "crumbs": crumbs(),
    }
    return render(request, "awards/commendation.html", values)


@requires_right("awards.see")
@require_http_methods(["GET", "HEAD", "POST"])
def commendation_step(request: GuardedRequest, number: str, step: str) -> HttpResponse:
    one = found(queries.commendation(request.actor, number))
    way = found(next((way for way in WAYS if way.slug == step), None))
    return take(
        request, one, way, argument="commendation", address=address(one),
        undo=reverse("awards:undo_commendation", args=[one.number]),
        crumbs=crumbs((one.number, address(one))), initial={"form": one.form},
        extra={_("Tên"): one.name, _("Hình thức đề nghị"): one.get_form_display()},
    )  # fmt: skip


@requires_right("awards.see")
@require_POST
def undo_commendation(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.commendation(request.actor, number))
    return undone(request, one, address(one))


@requires_right("awards.see")
@require_safe
def commendation_file(request: GuardedRequest, number: str, attachment: int) -> HttpResponse:
    one = found(queries.commendation(request.actor, number))
    return as_download(queries.files(request.actor, one), attachment)
