"""Pages of declarations of conformity.

/danh-gia/cong-bo                       at work: one's own, and those within an officer's reach
/danh-gia/cong-bo/them                  the enterprise declares
/danh-gia/cong-bo/CB-2026-000123        one, with the steps that are open to the reader
/cong-bo-phu-hop                        for everybody: what was received
/cong-bo-phu-hop/CB-2026-000123         for everybody: does it hold today?
"""

from datetime import timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import public, requires_right
from txng.accounts.guard import GuardedRequest
from txng.certification import words_of_checklists as words
from txng.certification.actions import declarations as actions
from txng.certification.forms.assessments import DeclarationForm, ReasonForm
from txng.certification.models import Certificate, Declaration
from txng.certification.queries import assessments
from txng.certification.queries import declarations as queries
from txng.certification.rules import ASSESS
from txng.certification.rules import declarations as rules
from txng.certification.views.assessments import sent_as_download
from txng.certification.views.shared import done, told
from txng.certification.words_public import STANDINGS
from txng.documents.errors import DocumentsError
from txng.parties import administrative_units
from txng.ui import lists, notices
from txng.ui.answering import found, see, status_of

ANYONE: Final = None
MOST_PUBLIC: Final = 50


def _standing(one: Declaration) -> str:
    return rules.standing(one.state, one.valid_to, timezone.localdate())


def _resting(one: Declaration) -> queries.Resting | None:
    return queries.resting(one, timezone.localdate())


def _basis(one: Declaration) -> str:
    """ "Giấy chứng nhận: đang bị đình chỉ" where the certificate no longer carries it."""
    found, told = _resting(one), one.get_basis_display()
    if found is None or not found.is_lost:
        return told
    return f"{told}: {str(STANDINGS[found.standing]).lower()}"


REGISTER: Final = lists.Register(
    name="cong-bo-phu-hop",
    title=gettext_lazy("Công bố phù hợp"),
    order="-number",
    columns=(
        lists.Column(
            "number", gettext_lazy("Số"), kind="code", sort="number", link=lambda one: address(one)
        ),
        lists.Column(
            "enterprise", gettext_lazy("Cơ sở"), value=lambda one: one.enterprise.public_name
        ),
        lists.Column(
            "commune",
            gettext_lazy("Xã, phường"),
            value=lambda one: _commune(one.enterprise.commune_code),
        ),
        lists.Column("standard", gettext_lazy("Tiêu chuẩn")),
        lists.Column(
            "basis",
            gettext_lazy("Căn cứ"),
            value=_basis,
            mark=lambda one: words.warning_mark(_resting(one)),
        ),
        lists.Column("declared_on", gettext_lazy("Ngày công bố"), kind="day"),
        lists.Column("valid_to", gettext_lazy("Có giá trị đến"), kind="day"),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda one: str(words.DECLARATION_STATES[_standing(one)]),
            mark=lambda one: words.DECLARATION_MARKS.get(_standing(one), ""),
        ),
    ),
    filters=(
        lists.Filter(
            "trang-thai",
            gettext_lazy("Trạng thái"),
            choices=lambda: list(words.DECLARATION_STATES.items()),
            narrow=lambda rows, value: queries.standing_is(rows, value, timezone.localdate()),
        ),
        lists.Filter("basis", gettext_lazy("Căn cứ"), choices=Declaration.Basis.choices),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có công bố nào."),
        gettext_lazy("Cơ sở công bố sau khi tự đánh giá đạt, hoặc khi có giấy chứng nhận."),
    ),
)


def _commune(code: str) -> str:
    unit = administrative_units.commune(code)
    return unit.name if unit else code


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Công bố phù hợp"), reverse("certification:declarations")), *more]


def address(one: Declaration) -> str:
    return reverse("certification:declaration", args=[one.number])


@requires_right("certification.see")
@require_safe
def declarations(request: GuardedRequest) -> HttpResponseBase:
    links = [
        lists.Link(_("Tự đánh giá"), reverse("certification:assessments"), leads=True),
        lists.Link(_("Trang công khai"), reverse("certification:published"), leads=True),
    ]
    if request.actor.may(ASSESS):
        links.insert(0, lists.Link(_("Công bố phù hợp"), reverse("certification:declare")))
    return REGISTER.answer(request, queries.declarations(request.actor), actions=links)


@requires_right("certification.assess")
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: GuardedRequest) -> HttpResponse:
    enterprise = assessments.own_enterprise(request.actor)
    if enterprise is None:
        return render(request, "certification/no_entry.html", {"crumbs": crumbs()})
    passed, today = assessments.passed_ones(request.actor), timezone.localdate()
    certificates = queries.valid_certificates(enterprise, today)
    form = DeclarationForm(
        request.POST or None,
        request.FILES or None,
        assessments=passed,
        certificates=certificates,
        groups=queries.own_groups(enterprise),
        items=queries.own_trade_items(enterprise),
        sites=queries.own_sites(enterprise),
        initial=_begin_with(request, passed, certificates),
    )
    if request.method == "POST" and form.is_valid():
        made = done(form, actions.declare, by=request.actor, facts=form.facts)
        if made is not None:
            notices.good(
                request,
                _("Đã gửi công bố số %(number)s. Cơ quan tiếp nhận hoặc trả lại kèm lý do.")
                % {"number": made.number},
            )
            _keep_paper(request, made, form.cleaned_data["paper"])
            return see(address(made))
    values = {
        "form": form,
        "crumbs": crumbs(),
        "has_items": "items" in form.fields,
        "has_passed": bool(passed),
        "today": today,
    }
    return render(request, "certification/declare.html", values, status=status_of(form))


def _begin_with(
    request: GuardedRequest, passed: list[Any], certificates: list[Certificate]
) -> dict[str, Any]:
    """What was declared before, where a returned one is made anew; the last passed assessment."""
    today = timezone.localdate()
    initial: dict[str, Any] = {
        "declared_on": today,
        "valid_to": today + timedelta(days=365),
        "basis": rules.SELF if passed else rules.CERTIFICATE,
    }
    if passed:
        wanted = request.GET.get("danh-gia", "")
        first = next((one for one in passed if str(one.pk) == wanted), passed[0])
        initial |= {"assessment": str(first.pk), "standard": first.version.checklist.standard}
    elif certificates:
        first = certificates[0]
        last = min(initial["valid_to"], first.valid_until)
        initial |= {"certificate": str(first.pk), "valid_to": last}
    again = queries.declaration(request.actor, request.GET.get("tu", ""))
    if again is not None and queries.is_own(request.actor, again):
        names = (
            "basis", "standard", "certificate_number", "certificate_body", "certificate_valid_to",
            "signer_name", "signer_title", "valid_to",
        )  # fmt: skip
        initial |= {name: getattr(again, name) for name in names}
        initial["certificate"] = str(again.certificate_id or "")
        if again.certificate_id is not None:
            # copied from the register then, and copied again
            initial |= dict.fromkeys(names[2:5], "")
        scope = queries.scope(again)
        initial |= {
            "groups": [str(row.group_id) for row in scope[rules.GROUP]],
            "items": [str(row.trade_item_id) for row in scope[rules.ITEM]],
            "sites": [str(row.site_id) for row in scope[rules.SITE]],
        }
    return initial


def _keep_paper(request: GuardedRequest, made: Declaration, sent: Any) -> None:
    """A paper that is refused leaves the declaration made: it can be sent on the next page."""
    if sent is None:
        return
    try:
        actions.attach_paper(
            by=request.actor, declaration=made, file_name=sent.name, content=sent.read()
        )
    except DocumentsError as refused:
        notices.stop(request, _("Chưa nhận được tệp: %(why)s") % {"why": str(refused)})


@requires_right("certification.see")
@require_http_methods(["GET", "HEAD", "POST"])
def declaration(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.declaration(request.actor, number))
    may_declare = queries.may_declare(request.actor, one)
    if request.method == "POST":
        if not may_declare:
            raise Http404
        sent = request.FILES.get("paper")
        if sent is None:
            notices.stop(request, _("Chọn một tệp rồi bấm Gửi tệp."))
        else:
            try:
                actions.attach_paper(
                    by=request.actor, declaration=one, file_name=sent.name or "",
                    content=sent.read(),
                )  # fmt: skip
                notices.good(request, _("Đã nhận tệp."))
            except (DocumentsError, ValueError) as refused:
                notices.stop(request, str(refused))
        return see(address(one))
    standing, may_oversee = _standing(one), queries.may_oversee(request.actor, one)
    resting = _resting(one)
    values = {
        "one": one,
        "name": queries.name_for(request.actor, one),
        "shows_person": queries.shows_person(request.actor, one),
        "commune": _commune(one.enterprise.commune_code),
        "standing": words.DECLARATION_STATES[standing],
        "mark": words.DECLARATION_MARKS.get(standing, ""),
        "resting": resting,
        "resting_words": STANDINGS[resting.standing] if resting else "",
        "warning": words.warning(resting),
        "warning_mark": words.warning_mark(resting),
        "scope": queries.scope(one),
        "files": queries.files(request.actor, one),
        "may_receive": may_oversee and one.state == rules.DECLARED,
        "may_end": may_oversee and one.state == rules.RECEIVED,
        "may_withdraw": may_declare and rules.may_step(one.state, rules.WITHDRAWN),
        "may_attach": may_declare and one.state == rules.DECLARED,
        "may_again": may_declare and one.state in (rules.RETURNED, rules.WITHDRAWN, rules.ENDED),
        "is_public": one.received_at is not None,
        "crumbs": crumbs(),
    }
    return render(request, "certification/declaration.html", values)


def _undo(one: Declaration) -> str:
    return reverse("certification:undo_declaration", args=[one.number])


def _of_officer(request: GuardedRequest, number: str) -> Declaration:
    one = found(queries.declaration(request.actor, number))
    if not queries.may_oversee(request.actor, one):
        raise Http404
    return one


@requires_right("certification.oversee")
@require_POST
def receive(request: GuardedRequest, number: str) -> HttpResponse:
    one = _of_officer(request, number)
    told(
        request, actions.receive, _("Đã tiếp nhận. Từ nay ai cũng tra cứu được công bố này."),
        undo=_undo(one), by=request.actor, declaration=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("certification.oversee")
@require_http_methods(["GET", "HEAD", "POST"])
def return_declaration(request: GuardedRequest, number: str) -> HttpResponse:
    one = _of_officer(request, number)
    return _with_reason(
        request, one, actions.return_declaration, _("Trả lại công bố"), _("Trả lại kèm lý do"),
        _("Đã trả lại kèm lý do. Cơ sở sửa rồi công bố lại theo số mới."),
    )  # fmt: skip


@requires_right("certification.oversee")
@require_http_methods(["GET", "HEAD", "POST"])
def end_declaration(request: GuardedRequest, number: str) -> HttpResponse:
    one = _of_officer(request, number)
    return _with_reason(
        request, one, actions.end_declaration, _("Chấm dứt công bố"), _("Chấm dứt"),
        _("Đã chấm dứt. Trang công khai nói rõ công bố không còn giá trị."),
    )  # fmt: skip


def _with_reason(
    request: GuardedRequest,
    one: Declaration,
    verb: Any,
    title: str,
    button: str,
    sentence: str,
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "declaration": one, **form.cleaned_data}
        if done(form, verb, **values) is not None:
            notices.good(request, sentence, undo=_undo(one))
            return see(address(one))
    values = {
        "form": form, "title": title, "button": button, "cancel": address(one),
        "crumbs": crumbs((one.number, address(one))), "lead": "",
    }  # fmt: skip
    return render(request, "certification/short_form.html", values, status=status_of(form))


@requires_right("certification.assess")
@require_POST
def withdraw(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.declaration(request.actor, number))
    if not queries.may_declare(request.actor, one):
        raise Http404
    told(
        request, actions.withdraw, _("Đã rút công bố."), undo=_undo(one), by=request.actor,
        declaration=one,
    )  # fmt: skip
    return see(address(one))


@requires_right("certification.see")
@require_POST
def undo_declaration(request: GuardedRequest, number: str) -> HttpResponse:
    one = found(queries.declaration(request.actor, number))
    told(request, actions.undo, _("Đã hoàn tác."), by=request.actor, declaration=one)
    return see(address(one))


@requires_right("certification.see")
@require_safe
def paper(request: GuardedRequest, number: str, attachment: int) -> HttpResponseBase:
    one = found(queries.declaration(request.actor, number))
    for row in queries.files(request.actor, one):
        if row.pk == attachment:
            return sent_as_download(row)
    raise Http404


# --- for everybody --------------------------------------------------------------------------------


@public("Who declared that its tracing follows a standard is for everybody to read")
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("so", "").strip().upper()
    if rules.is_number(asked):
        return HttpResponseRedirect(reverse("certification:published_one", args=[asked]))
    rows = queries.published(ANYONE).order_by("-number")[: MOST_PUBLIC + 1]
    shown = list(rows)
    values = {
        "rows": [
            (
                one, words.DECLARATION_STATES[_standing(one)],
                words.DECLARATION_MARKS.get(_standing(one), ""), words.warning(_resting(one)),
                words.warning_mark(_resting(one)),
            )
            for one in shown[:MOST_PUBLIC]
        ],
        "has_more": len(shown) > MOST_PUBLIC,
        "most": MOST_PUBLIC,
        "asked": asked[:30],
    }  # fmt: skip
    return render(request, "certification/published.html", values)


@public("A number tells whether the declaration holds")
@require_safe
def published_one(request: HttpRequest, number: str) -> HttpResponse:
    number = number.upper()
    today = timezone.localdate()
    one = queries.public_declaration(ANYONE, number, today) if rules.is_number(number) else None
    values: dict[str, Any] = {"one": one, "number": number[:30], "today": today}
    if one is not None:
        values |= {
            "standing": words.DECLARATION_STATES[one.standing],
            "holds": one.standing == rules.RECEIVED,
            "commune": _commune(one.commune_code),
            "is_self": one.basis == rules.SELF,
            "resting_words": STANDINGS[one.resting.standing] if one.resting else "",
            "warning": words.warning(one.resting),
            "warning_mark": words.warning_mark(one.resting),
        }
    return render(request, "certification/published_one.html", values, status=200 if one else 404)
