"""Pages of recalls for officers: the list, the draft as a task list, the order, how it ends.

/giam-sat/thu-hoi                 every recall and drill; filters, CSV, Excel
/giam-sat/thu-hoi/moi             why
/giam-sat/thu-hoi/7               one: the task list of a draft, then who holds what
/giam-sat/thu-hoi/7/pham-vi       what is called back; after the order it widens
/giam-sat/thu-hoi/7/loi-nhan      what buyers and holders read
/giam-sat/thu-hoi/7/xac-nhan      a second person reads it whole and orders

The table of holders and its doors: `recall_holders`.
"""

from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.epcis.errors import SecurityException
from txng.parties import queries as parties
from txng.parties.models import Enterprise
from txng.supervision import actions, forms
from txng.supervision import recall_public_words as public_words
from txng.supervision import recall_words as words
from txng.supervision.actions.recalls import Cause
from txng.supervision.models import Recall
from txng.supervision.queries import recalls as queries
from txng.supervision.queries.recall_reach import Reach, reach_of
from txng.supervision.rules import ORDER_RECALL
from txng.supervision.rules import recalls as rules
from txng.supervision.views.recall_pages import address_of, crumbs, done, find, form_page, told
from txng.ui import fields, lists, notices
from txng.ui.answering import see, status_of

REGISTER: Final = lists.Register(
    name="thu-hoi",
    title=gettext_lazy("Thu hồi hàng"),
    order="-drafted",
    columns=(
        lists.Column(
            "number",
            gettext_lazy("Số"),
            kind="code",
            value=lambda one: one.number or _("Bản soạn %(number)d") % {"number": one.pk},
            link=lambda one: address_of(one),
        ),
        lists.Column(
            "drill",
            gettext_lazy("Loại"),
            value=lambda one: _("DIỄN TẬP") if one.is_drill else one.get_kind_display(),
        ),
        lists.Column("reason", gettext_lazy("Lý do")),
        lists.Column(
            "risk",
            gettext_lazy("Nguy cơ"),
            value=lambda one: one.get_risk_display(),
            mark=lambda one: "stop" if one.risk == rules.SERIOUS else "warn",
        ),
        lists.Column(
            "state",
            gettext_lazy("Trạng thái"),
            value=lambda one: one.get_state_display(),
            mark=lambda one: words.MARKS[one.state],
        ),
        lists.Column(
            "answered",
            gettext_lazy("Nơi giữ đã trả lời"),
            value=lambda one: f"{one.answered}/{one.of}" if one.listed_at else "",
        ),
        lists.Column("ordered", gettext_lazy("Ra lệnh lúc"), value="ordered_at", kind="moment"),
        lists.Column(
            "drafted",
            gettext_lazy("Soạn lúc"),
            value="drafted_at",
            kind="moment",
            sort="drafted_at",
        ),
    ),
    filters=(
        lists.Filter("trang-thai", gettext_lazy("Trạng thái"), Recall.State.choices, "state"),
        lists.Filter(
            "dien-tap",
            gettext_lazy("Diễn tập"),
            (("khong", gettext_lazy("Thu hồi thật")), ("co", gettext_lazy("Diễn tập"))),
            lambda rows, value: rows.filter(is_drill=value == "co"),
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có việc thu hồi nào."),
        gettext_lazy("Soạn một việc thu hồi, hoặc diễn tập để biết mất bao lâu."),
    ),
)


@requires_right("supervision.recall")
@require_safe
def recalls(request: GuardedRequest) -> HttpResponseBase:
    links = [lists.Link(_("Soạn việc thu hồi"), reverse("supervision:new_recall"))]
    return REGISTER.answer(request, queries.listed(request.actor), actions=links)


@requires_right("supervision.recall")
@require_http_methods(["GET", "HEAD", "POST"])
def new_recall(request: GuardedRequest) -> HttpResponse:
    form = forms.CauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cause = _cause(request, form)
        made = done(form, actions.draft_recall, by=request.actor, cause=cause) if cause else None
        if made is not None:
            notices.good(request, _("Đã ghi bản soạn. Tiếp theo: phạm vi."))
            return see(reverse("supervision:recall_scope", args=[made.pk]))
    return form_page(
        request, form, None, _("Soạn việc thu hồi"), _("Ghi và sang phạm vi"),
        _("Bước 1 trên 4. Chưa ai ngoài cơ quan thấy cho đến khi người thứ hai ra lệnh."),
        reverse("supervision:recalls"),
    )  # fmt: skip


@requires_right("supervision.recall")
@require_http_methods(["GET", "HEAD", "POST"])
def cause(request: GuardedRequest, number: int) -> HttpResponse:
    one = find(request, number)
    if request.method == "POST":
        form = forms.CauseForm(request.POST)
        if form.is_valid():
            said = _cause(request, form)
            values: dict[str, Any] = {"by": request.actor, "recall": one, "cause": said}
            if said and done(form, actions.change_cause, **values) is not None:
                return see(address_of(one))
    else:
        firm = one.firm.code if one.firm else ""
        names = ("kind", "document", "document_on", "risk", "reason", "is_drill")
        form = forms.CauseForm(
            initial={name: getattr(one, name) for name in names} | {"firm": firm}
        )
    return form_page(request, form, one, _("Lý do thu hồi"), _("Ghi"), "", address_of(one))


def _cause(request: GuardedRequest, form: forms.CauseForm) -> Cause | None:
    """None where the firm that was typed is none; the form says so."""
    typed = form.cleaned_data["firm"]
    firm: Enterprise | None = None
    if typed:
        firm = parties.called(request.actor, [typed]).get(typed)
        if firm is None:
            form.refuse("firm", _("Sổ cơ sở không có mã này trong phạm vi của bạn."))
            return None
    return Cause(**form.said, firm=firm)


@requires_right("supervision.recall")
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: GuardedRequest, number: int) -> HttpResponse:
    one = find(request, number)
    if request.method == "POST":
        form = forms.MessagesForm(request.POST)
        if form.is_valid():
            values: dict[str, Any] = {"by": request.actor, "recall": one, "messages": form.messages}
            if done(form, actions.set_messages, **values) is not None:
                notices.good(request, _("Đã ghi lời nhắn. Người thứ hai đọc lại và ra lệnh."))
                return see(address_of(one))
    else:
        names = ("advice", "phone", "instructions")
        form = forms.MessagesForm(initial={name: getattr(one, name) for name in names})
    return form_page(
        request, form, one, _("Lời cho người mua và nơi giữ hàng"), _("Ghi"),
        _("Bước 3 trên 4. Trang quét mã có năm thứ tiếng; câu của bạn hiện bằng tiếng Việt, kèm lời dặn"
          " ngừng sử dụng đã dịch sẵn."),
        address_of(one),
    )  # fmt: skip


@requires_right("supervision.recall")
@require_http_methods(["GET", "HEAD", "POST"])
def scope(request: GuardedRequest, number: int) -> HttpResponse:
    """Of a draft; of a recall in force this widens it at once, which takes the right to order."""
    one = find(request, number)
    form = forms.ScopeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = {"by": request.actor, "recall": one, "scope": form.scope}
        if done(form, actions.add_scope, **values, shown_at={"gtin": "code"}) is not None:
            notices.good(request, _("Đã thêm vào phạm vi."))
            if one.is_in_force:
                told(request, actions.list_holders, "", by=request.actor, recall=one)
                return see(address_of(one))
            return see(reverse("supervision:recall_scope", args=[one.pk]))
    return _with_preview(request, one, form, "supervision/recall_scope.html")


def _with_preview(
    request: GuardedRequest, one: Recall, form: fields.Form, template: str
) -> HttpResponse:
    """A form beside the scope and what it would reach."""
    reach, refusal = _preview(request, one)
    values = {
        "form": form,
        "recall": one,
        "rows": _scopes(one),
        "reach": reach,
        "found": _found(reach),
        "refusal": refusal,
        "cancel": address_of(one),
        "crumbs": crumbs(one),
    }
    return render(request, template, values, status=status_of(form))


def _preview(request: GuardedRequest, one: Recall) -> tuple[Reach | None, str]:
    """As far as this person may see events."""
    rows = [row.said for row in one.scopes.order_by("pk")]
    if not rows:
        return None, ""
    try:
        return reach_of(request.actor, rows), ""
    except SecurityException:
        return None, _("Tài khoản này không xem được sự kiện nên chưa đếm được nơi giữ hàng.")


def _found(reach: Reach | None) -> list[tuple[str, str]]:
    rows = reach.holders if reach else ()
    return [
        (row.name or _("Chưa ai khai nơi giữ"), words.amount(row.out, row.unit)) for row in rows
    ]


def _scopes(one: Recall) -> list[tuple[Any, str]]:
    return [(row, public_words.scope(row.said)) for row in one.scopes.order_by("pk")]


@requires_right("supervision.recall")
@require_POST
def drop_scope(request: GuardedRequest, number: int, row: int) -> HttpResponse:
    one = find(request, number)
    told(
        request, actions.remove_scope, _("Đã bỏ dòng phạm vi."),
        by=request.actor, recall=one, row=row,
    )  # fmt: skip
    return see(reverse("supervision:recall_scope", args=[one.pk]))


@requires_right("supervision.recall")
@require_safe
def recall(request: GuardedRequest, number: int) -> HttpResponse:
    one = find(request, number)
    holders = list(queries.holders(one))
    came = rules.came_back(row.said for row in holders)
    actor = request.actor
    values = {
        "recall": one,
        "mark": words.MARKS[one.state],
        "icon": words.ICONS[one.state],
        "rows": _scopes(one),
        "holders": [
            (row, words.amount(row.out, row.unit), words.amount(row.sold, row.unit),
             words.amount(row.returned, row.unit), words.amount(row.destroyed, row.unit))
            for row in holders
        ],
        "shares": words.shares(came),
        "answered": sum(row.state == rules.ANSWERED for row in holders),
        "steps": list(one.steps.order_by("pk").prefetch_related("acts")),
        "may_order": actor.may(ORDER_RECALL),
        "is_mine": one.steps.filter(person_id=actor.person_id).exists(),
        "may_reopen": one.ended_at is not None
        and (actor.may(ORDER_RECALL) or not one.number)
        and _may_reopen(one),
        "is_ready": bool(one.advice and one.instructions) and one.scopes.exists(),
        "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "supervision/recall.html", values)


def _may_reopen(one: Recall) -> bool:
    return rules.may_still_undo(one.ended_at, timezone.now())


@requires_right("supervision.order_recall")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: GuardedRequest, number: int) -> HttpResponse:
    """The order stands before the trace is walked: consumers are told at once, holders are listed after."""
    one = find(request, number)
    rows = [row.said for row in one.scopes.order_by("pk")]
    wanted = rules.to_type(rows) if rows else ""
    form = forms.ConfirmForm(
        request.POST or None, wanted=wanted, initial={"revision": one.revision}
    )
    if request.method == "POST" and form.is_valid():
        ordered = done(
            form, actions.order_recall, by=request.actor, recall=one,
            typed=form.cleaned_data["typed"], revision=form.cleaned_data["revision"],
        )  # fmt: skip
        if ordered is not None:
            notices.good(request, _("Đã ra lệnh thu hồi %(number)s.") % {"number": ordered.number})
            told(request, actions.list_holders, "", by=request.actor, recall=ordered)
            return see(address_of(one))
    return _with_preview(request, one, form, "supervision/recall_confirm.html")


@requires_right("supervision.order_recall")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: GuardedRequest, number: int) -> HttpResponse:
    one = find(request, number)
    waiting = one.holders.filter(state=rules.WAITING).count()
    form = forms.CloseForm(request.POST or None, waiting=waiting)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        values = {
            "result": said["result"],
            "without_answers": bool(said.get("without_answers")),
        }
        if done(form, actions.close_recall, by=request.actor, recall=one, **values) is not None:
            notices.good(
                request, _("Đã kết thúc. Trang quét mã thôi báo thu hồi."),
                undo=reverse("supervision:reopen_recall", args=[one.pk]),
            )  # fmt: skip
            return see(address_of(one))
    shares = words.shares(rules.came_back(row.said for row in one.holders.all()))
    return form_page(
        request, form, one, _("Kết thúc thu hồi"), _("Kết thúc"), " ".join(shares), address_of(one)
    )


@requires_right("supervision.recall")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: GuardedRequest, number: int) -> HttpResponse:
    one = find(request, number)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"by": request.actor, "recall": one, "reason": form.cleaned_data["reason"]}
        if done(form, actions.withdraw_recall, **values) is not None:
            notices.good(
                request, _("Đã rút."), undo=reverse("supervision:reopen_recall", args=[one.pk])
            )
            return see(address_of(one))
    lead = (
        _("Bản soạn ở lại trong sổ, kèm lý do.")
        if not one.number
        else _("Trang quét mã thôi báo thu hồi. Lý do đứng trên trang công khai và trong nhật ký.")
    )
    return form_page(request, form, one, _("Rút việc thu hồi"), _("Rút"), lead, address_of(one))


@requires_right("supervision.recall")
@require_POST
def reopen(request: GuardedRequest, number: int) -> HttpResponse:
    one = find(request, number)
    told(request, actions.reopen_recall, _("Đã mở lại."), by=request.actor, recall=one)
    return see(address_of(one))
