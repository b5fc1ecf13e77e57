"""Who holds what is called back: answers written down, the table as a file, a letter to each holder."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.documents.papers import write_pdf
from txng.supervision import actions, forms, recall_letter
from txng.supervision import recall_words as words
from txng.supervision.models import Recall, RecallHolder
from txng.supervision.queries import recalls as queries
from txng.supervision.views.recall_pages import address_of, done, find, form_page, told
from txng.ui import notices, table_files
from txng.ui.answering import found, see


def _holder(request: GuardedRequest, number: int, row: int) -> tuple[Recall, RecallHolder]:
    one = find(request, number)
    return one, found(queries.holder(one, row))


@requires_right("supervision.recall")
@require_POST
def list_again(request: GuardedRequest, number: int) -> HttpResponse:
    one = find(request, number)
    told(
        request, actions.list_holders, _("Đã lập lại danh sách nơi giữ hàng."),
        by=request.actor, recall=one,
    )  # fmt: skip
    return see(address_of(one))


@requires_right("supervision.recall")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: GuardedRequest, number: int, row: int) -> HttpResponse:
    """What a holder told by telephone or letter, written down by an officer."""
    one, holder = _holder(request, number, row)
    form = answer_form(request, holder)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = {"by": request.actor, "holder": holder, "answer": form.answer}
        if done(form, actions.answer_recall, **values) is not None:
            undo = reverse("supervision:take_back_answer", args=[one.pk, holder.pk])
            notices.good(request, _("Đã ghi câu trả lời."), undo=undo)
            return see(address_of(one))
    return form_page(
        request,
        form,
        one,
        holder.shown_name,
        _("Ghi câu trả lời"),
        received(holder),
        address_of(one),
    )


def answer_form(request: GuardedRequest, holder: RecallHolder) -> forms.AnswerForm:
    names = ("out", "unit", "returned", "destroyed", "done_on", "note")
    return forms.AnswerForm(
        request.POST or None,
        asks_out=holder.out is None or holder.is_out_said,
        initial={name: getattr(holder, name) for name in names},
    )


def received(holder: RecallHolder) -> str:
    return _("Theo sự kiện đã nhận: %(out)s; đã bán hoặc dùng: %(sold)s.") % {
        "out": words.amount(None if holder.is_out_said else holder.out, holder.unit),
        "sold": words.amount(holder.sold, holder.unit),
    }


@requires_right("supervision.recall")
@require_POST
def take_back(request: GuardedRequest, number: int, row: int) -> HttpResponse:
    one, holder = _holder(request, number, row)
    told(
        request, actions.take_back_answer, _("Đã bỏ câu trả lời."),
        by=request.actor, holder=holder,
    )  # fmt: skip
    return see(address_of(one))


@requires_right("supervision.recall")
@require_safe
def holders(request: GuardedRequest, number: int) -> HttpResponse:
    """The table as CSV or Excel."""
    one = find(request, number)
    heads = [
        (_("Số"), "code"), (_("Nơi giữ"), "text"), (_("Tên trong sự kiện"), "code"),
        (_("Mã cơ sở"), "code"), (_("Đơn vị tính"), "text"), (_("Đã nhận"), "number"),
        (_("Đã bán hoặc dùng"), "number"), (_("Chắc chắn"), "text"), (_("Trạng thái"), "text"),
        (_("Đã trả lại"), "number"), (_("Đã hủy"), "number"), (_("Ngày làm xong"), "day"),
        (_("Ghi chú"), "text"), (_("Người ghi"), "text"),
    ]  # fmt: skip
    rows = [
        (
            one.number, row.shown_name, row.identity, row.enterprise.code if row.enterprise else "",
            str(words.UNITS[row.unit]), row.out, row.sold, row.is_sure, row.get_state_display(),
            row.returned, row.destroyed, row.done_on, row.note, row.answered_by,
        )
        for row in queries.holders(one)
    ]  # fmt: skip
    title = _("Nơi giữ hàng thu hồi %(number)s") % {"number": one}
    if one.is_drill:
        title = _("DIỄN TẬP: %(title)s") % {"title": title}
    return table_files.answer(request, f"noi-giu-{one.number or one.pk}", title, heads, rows)


@requires_right("supervision.recall")
@require_safe
def letter(request: GuardedRequest, number: int, row: int) -> HttpResponse:
    one, holder = _holder(request, number, row)
    content = write_pdf(recall_letter.paper(one, holder))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"cong-van-{one.number or one.pk}-{holder.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
