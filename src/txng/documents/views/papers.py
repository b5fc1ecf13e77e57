"""Papers: the desk, the editor with its autosave, the steps, the register of numbers, the files.

POST /soan-van-ban/12/sua   Accept: application/json   200 {"told", "kept": {"version"}} | 409 {"told"}
                            from a page               303 ─> the paper, or 400 with what was typed
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right, signed_in
from txng.accounts.guard import GuardedRequest
from txng.documents import actions, paper_sources
from txng.documents.errors import DocumentsError, FieldError, NotThereError
from txng.documents.forms.papers import (
    KindForm,
    LetterheadForm,
    PaperForm,
    ReasonForm,
    typed_values,
)
from txng.documents.models import PaperRecord
from txng.documents.papers import layout, stored, write_docx, write_pdf
from txng.documents.papers.typed import Typed
from txng.documents.queries import official as queries
from txng.documents.rules import papers as rules
from txng.documents.views.shared import HTML, bound, done, one_form
from txng.ui import lists, notices
from txng.ui.answering import found, put_at_field, see, status_of

MARKS: Final[dict[str, lists.Mark]] = {
    rules.DRAFTED: "info",
    rules.SENT: "warn",
    rules.SIGNED: "warn",
    rules.ISSUED: "good",
    rules.WITHDRAWN: "stop",
}
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def kind_words(one: PaperRecord) -> str:
    known = rules.KINDS.get(one.kind)
    return _(known.title) if known else one.kind_words.capitalize()


def _address(one: PaperRecord) -> str:
    return reverse("documents:paper", args=[one.pk])


ABOUT: Final = lists.Column(
    "about",
    gettext_lazy("Trích yếu"),
    value=lambda one: one.about or _("(chưa có trích yếu)"),
    link=_address,
)
KIND: Final = lists.Column("kind", gettext_lazy("Loại"), value=kind_words)
STATE: Final = lists.Column(
    "state",
    gettext_lazy("Trạng thái"),
    value=lambda one: one.get_state_display(),
    mark=lambda one: MARKS[one.state],
)
STATES: Final = lists.Filter("state", gettext_lazy("Trạng thái"), choices=PaperRecord.State.choices)


def _kinds() -> list[tuple[str, str]]:
    return [(code, _(one.title)) for code, one in rules.KINDS.items()]


DESK: Final = lists.Register(
    name="van-ban",
    title=gettext_lazy("Soạn văn bản"),
    lead=gettext_lazy("Dự thảo, văn bản đang trình ký và đã phát hành của cơ quan bạn."),
    order="-updated",
    columns=(
        ABOUT,
        KIND,
        STATE,
        lists.Column("number", gettext_lazy("Số, ký hiệu"), value="written_number", kind="code"),
        lists.Column("drafted_by", gettext_lazy("Người soạn")),
        lists.Column(
            "updated", gettext_lazy("Lưu lúc"), value="updated_at", kind="moment", sort="updated_at"
        ),
    ),
    filters=(STATES, lists.Filter("kind", gettext_lazy("Loại"), choices=_kinds)),
    search=queries.found_by,
    search_label=gettext_lazy("Trích yếu, ký hiệu, nơi nhận"),
    empty=lists.Empty(
        gettext_lazy("Cơ quan bạn chưa có văn bản nào ở đây."),
        gettext_lazy("Bấm “Soạn văn bản mới”, chọn loại, rồi điền vào mẫu."),
    ),
)
TO_SIGN: Final = lists.Register(
    name="van-ban-cho-ky",
    title=gettext_lazy("Văn bản trình ký"),
    lead=gettext_lazy(
        "“Ký” ở đây là việc của người đang đăng nhập được ghi lại, không phải chữ ký số."
    ),
    order="-updated",
    columns=(
        ABOUT,
        KIND,
        STATE,
        lists.Column("drafted_by", gettext_lazy("Người soạn")),
        lists.Column(
            "updated", gettext_lazy("Lưu lúc"), value="updated_at", kind="moment", sort="updated_at"
        ),
    ),
    filters=(STATES,),
    search=queries.found_by,
    empty=lists.Empty(
        gettext_lazy("Chưa có văn bản nào được trình."),
        gettext_lazy("Văn bản hiện ở đây khi người soạn bấm “Trình ký”."),
    ),
)


def _years() -> list[tuple[str, str]]:
    now = timezone.localdate().year
    return [(str(year), str(year)) for year in range(now, now - 10, -1)]


NUMBERS: Final = lists.Register(
    name="so-van-ban",
    title=gettext_lazy("Sổ văn bản"),
    lead=gettext_lazy(
        "Số cấp lần lượt cho từng ký hiệu, từng năm; không bỏ số, số đã thu hồi không cấp lại."
    ),
    order="-number",
    columns=(
        lists.Column(
            "number",
            gettext_lazy("Số, ký hiệu"),
            value="written_number",
            kind="code",
            link=_address,
            sort="register_key",
        ),
        lists.Column("issued", gettext_lazy("Ngày"), value="issued_on", kind="day"),
        KIND,
        lists.Column("about", gettext_lazy("Trích yếu")),
        STATE,
        lists.Column("drafted_by", gettext_lazy("Người soạn")),
    ),
    filters=(
        lists.Filter("year", gettext_lazy("Năm"), choices=_years),
        lists.Filter("kind", gettext_lazy("Loại"), choices=_kinds),
    ),
    search=queries.found_by,
    search_label=gettext_lazy("Trích yếu, ký hiệu, nơi nhận"),
    empty=lists.Empty(
        gettext_lazy("Sổ chưa có số nào."),
        gettext_lazy("Văn bản vào sổ khi được cấp số: soạn, trình ký, ký, rồi phát hành."),
    ),
    template="documents/numbers.html",
)


@requires_right("documents.draft")
@require_safe
@never_cache
def papers(request: GuardedRequest) -> HttpResponseBase:
    links = (
        lists.Link(_("Soạn văn bản mới"), reverse("documents:new_paper")),
        lists.Link(_("Tiêu đề của cơ quan"), reverse("documents:letterhead")),
    )
    shown = links if request.actor.may("documents.issue") else links[:1]
    return DESK.answer(request, queries.papers(request.actor), actions=shown)


@requires_right("documents.sign")
@require_safe
@never_cache
def to_sign(request: GuardedRequest) -> HttpResponseBase:
    sent = queries.papers(request.actor).exclude(state=rules.DRAFTED)
    return TO_SIGN.answer(request, sent)


@requires_right("documents.draft")
@require_safe
@never_cache
def numbers(request: GuardedRequest) -> HttpResponseBase:
    year = timezone.localdate().year
    return NUMBERS.answer(
        request,
        queries.numbered(request.actor),
        registers=queries.registers(request.actor, year),
        year=year,
    )


@requires_right("documents.draft")
@require_http_methods(HTML)
def new_paper(request: GuardedRequest) -> HttpResponse:
    form = KindForm(bound(request))

    def begin() -> PaperRecord:
        code = form.cleaned_data["kind"]
        kind = rules.KINDS[code]
        typed = Typed(
            kind=code,
            text=kind.text,
            bases="\n".join(kind.bases),
            recipients="\n".join(kind.recipients),
        )
        return actions.draft_typed(by=request.actor, typed=typed)

    made = done(form, begin)
    if made is not None:
        return see(reverse("documents:edit_paper", args=[made.pk]))
    return one_form(
        request,
        form,
        title=_("Soạn văn bản mới"),
        button=_("Bắt đầu soạn"),
        crumbs=_crumbs(),
        lead=_("Chọn loại. Mẫu của loại đó hiện ra, chỗ cần điền nằm trong ngoặc vuông."),
    )


@requires_right("documents.draft")
@require_http_methods(HTML)
@never_cache
def edit_paper(request: GuardedRequest, number: int) -> HttpResponse:
    actor = request.actor
    one = found(queries.paper(actor, number))
    if one.typed is None:
        raise Http404
    form = PaperForm(bound(request), initial=typed_values(one.typed, one.version))
    wants_json = "application/json" in request.headers.get("Accept", "")

    def save() -> PaperRecord:
        version = int(form.cleaned_data["version"])
        return actions.save_typed(by=actor, paper=one, version=version, typed=form.typed)

    saved = done(form, save)
    if wants_json and form.is_bound:
        return _answer(saved, form)
    if saved is not None:
        notices.good(request, _("Đã lưu dự thảo."))
        stays = "stay" in request.POST
        return see(reverse("documents:edit_paper", args=[one.pk]) if stays else _address(one))
    values = {
        "form": form,
        "one": one,
        "kind": kind_words(one),
        "may_edit": queries.may(actor, one).edit,
        "crumbs": (*_crumbs(), (one.about or kind_words(one), _address(one))),
    }
    return render(request, "documents/edit_paper.html", values, status=status_of(form))


def _answer(saved: PaperRecord | None, form: PaperForm) -> JsonResponse:
    if saved is None:
        told = " ".join(sentence for _address, _label, sentence in form.problems)
        return JsonResponse({"told": told}, status=409)
    at = timezone.localtime(saved.updated_at).strftime("%H:%M:%S")
    return JsonResponse(
        {"told": _("Đã tự lưu lúc %(time)s.") % {"time": at}, "kept": {"version": saved.version}}
    )


@signed_in
@require_safe
@never_cache
def paper(request: GuardedRequest, number: int) -> HttpResponse:
    return _page(request, found(queries.paper(request.actor, number)))


@signed_in
@require_POST
def paper_step(request: GuardedRequest, number: int) -> HttpResponse:
    """One of the steps, named by the button that was pressed."""
    actor = request.actor
    one = found(queries.paper(actor, number))
    step = request.POST.get("step", "")
    form = ReasonForm(request.POST) if step in (rules.RETURNED, rules.WITHDRAWN) else None
    if form is not None and not form.is_valid():
        return _page(request, one, form, step)
    reason = form.cleaned_data["reason"] if form is not None else ""
    verbs: dict[str, Callable[[], PaperRecord]] = {
        rules.SENT: lambda: actions.send_to_sign(by=actor, paper=one),
        rules.RETURNED: lambda: actions.give_back(by=actor, paper=one, reason=reason),
        rules.SIGNED: lambda: actions.sign(
            by=actor, paper=one, digest=request.POST.get("digest", "")
        ),
        rules.ISSUED: lambda: actions.issue(by=actor, paper=one),
        rules.WITHDRAWN: lambda: actions.withdraw(by=actor, paper=one, reason=reason),
    }
    if step not in verbs:
        return see(_address(one))
    try:
        one = verbs[step]()
    except NotThereError:
        raise Http404 from None
    except FieldError as refused:
        if form is not None:
            put_at_field(form, refused)
            return _page(request, one, form, step)
        notices.stop(request, str(refused))
    except DocumentsError as refused:
        notices.stop(request, str(refused))
    else:
        notices.good(request, _done(step, one))
    return see(_address(one))


def _done(step: str, one: PaperRecord) -> str:
    told = {
        rules.SENT: _("Đã trình ký. Một người khác có quyền ký sẽ thấy văn bản này."),
        rules.RETURNED: _("Đã trả lại để sửa."),
        rules.SIGNED: _("Đã ghi việc ký. Bước tiếp: cấp số và phát hành."),
        rules.WITHDRAWN: _("Đã thu hồi. Số của văn bản không cấp lại."),
    }
    return told.get(step) or _("Đã phát hành với số %(number)s.") % {"number": one.written_number}


def _page(
    request: GuardedRequest, one: PaperRecord, form: ReasonForm | None = None, step: str = ""
) -> HttpResponse:
    actor = request.actor
    values: dict[str, Any] = {
        "one": one,
        "source": paper_sources.told(actor, one.source),
        "kind": kind_words(one),
        "mark": MARKS[one.state],
        "may": queries.may(actor, one),
        "waits_for_another": queries.waits_for_another(actor, one),
        "steps": queries.steps(actor, one),
        "digest": stored.digest(one.content),
        "is_whole": queries.is_whole(one),
        "return_form": form if step == rules.RETURNED and form else ReasonForm(prefix=None),
        "withdraw_form": form if step == rules.WITHDRAWN and form else ReasonForm(prefix=None),
        "refused": form is not None,
        "step": step,
        "content": queries.content(actor, one),
        "crumbs": _crumbs() if actor.may("documents.draft") else _to_sign_crumb(),
    }
    return render(request, "documents/paper.html", values, status=400 if form else 200)


@signed_in
@require_safe
@never_cache
def preview(request: GuardedRequest, number: int) -> HttpResponse:
    one = found(queries.paper(request.actor, number))
    content = queries.content(request.actor, one)
    values = {
        "one": one,
        "kind": kind_words(one),
        "content": content,
        "number_line": layout.number_line(content),
        "place_line": layout.place_line(content),
        "bases": layout.closed(content.bases),
        "recipients": layout.closed(content.recipients),
        "enclosed": layout.enclosed_with(content),
        "nation": layout.NATION,
        "motto": layout.MOTTO,
        "parts": [_drawn(part) for part in content.parts],
        "appendices": [[_drawn(part) for part in parts] for parts in content.appendices],
        "is_withdrawn": one.state == rules.WITHDRAWN,
        "crumbs": (*_crumbs(), (one.about or kind_words(one), _address(one))),
    }
    return render(request, "documents/preview.html", values)


def _drawn(part: Any) -> dict[str, Any]:
    drawn = {"is": type(part).__name__.lower(), "part": part}
    if drawn["is"] == "table":
        drawn["rows"] = [
            [(cell, index in part.right) for index, cell in enumerate(row)] for row in part.rows
        ]
    return drawn


@signed_in
@require_safe
@never_cache
def paper_docx(request: GuardedRequest, number: int) -> HttpResponse:
    return _file(request, number, "docx", write_docx, DOCX)


@signed_in
@require_safe
@never_cache
def paper_pdf(request: GuardedRequest, number: int) -> HttpResponse:
    return _file(request, number, "pdf", write_pdf, "application/pdf")


def _file(
    request: GuardedRequest, number: int, ending: str, write: Callable[..., bytes], media_type: str
) -> HttpResponse:
    one = found(queries.paper(request.actor, number))
    content = queries.content(request.actor, one)
    answer = HttpResponse(write(content), content_type=media_type)
    name = (one.written_number or f"du-thao-{one.pk}").replace("/", "-")
    safe = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "-_"))
    answer["Content-Disposition"] = f'attachment; filename="{safe or one.pk}.{ending}"'
    return answer


@requires_right("documents.issue")
@require_http_methods(HTML)
def letterhead(request: GuardedRequest) -> HttpResponse:
    now = queries.letterhead(request.actor)
    names = ("version", "parent", "body", "abbreviation", "place")
    form = LetterheadForm(bound(request), initial={name: getattr(now, name) for name in names})
    made = done(
        form,
        lambda: actions.set_letterhead(
            by=request.actor,
            version=int(form.cleaned_data["version"]),
            **{name: form.cleaned_data[name] for name in names[1:]},
        ),
    )
    if made is not None:
        notices.good(request, _("Đã lưu tiêu đề. Dự thảo lưu từ nay dùng tiêu đề này."))
        return see(reverse("documents:papers"))
    return one_form(
        request,
        form,
        title=_("Tiêu đề văn bản của cơ quan"),
        button=_("Lưu tiêu đề"),
        crumbs=_crumbs(),
        lead=_("Đứng ở đầu mọi văn bản của cơ quan. Văn bản đã trình ký giữ tiêu đề cũ."),
    )


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("Soạn văn bản"), reverse("documents:papers")),)


def _to_sign_crumb() -> tuple[tuple[str, str], ...]:
    return ((_("Văn bản trình ký"), reverse("documents:to_sign")),)
