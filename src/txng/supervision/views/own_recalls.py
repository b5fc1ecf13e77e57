"""A firm's own page: recalls that touch what it holds or made, and what it answers.

/thu-hoi-cua-toi        what concerns us, what is to be answered
/thu-hoi-cua-toi/12     one row: how much came back
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.supervision import actions
from txng.supervision import recall_public_words as public_words
from txng.supervision import recall_words as words
from txng.supervision.queries import recalls as queries
from txng.supervision.views.recall_holders import answer_form, received
from txng.supervision.views.recall_pages import done, form_page, told
from txng.ui import notices
from txng.ui.answering import found, see


@requires_right("supervision.own")
@require_safe
def my_recalls(request: GuardedRequest) -> HttpResponse:
    held: dict[int, list[object]] = {}
    for row in queries.own_holders(request.actor):
        told_of_it = (row, words.amount(row.out, row.unit), words.amount(row.returned, row.unit),
                      words.amount(row.destroyed, row.unit))  # fmt: skip
        held.setdefault(row.recall_id, []).append(told_of_it)
    listed = [
        (
            one,
            words.MARKS[one.state],
            words.ICONS[one.state],
            [(row, public_words.scope(row.said)) for row in one.scopes.all()],
            held.get(one.pk, []),
        )
        for one in queries.own_recalls(request.actor)[:50]
    ]
    return render(request, "supervision/my_recalls.html", {"listed": listed})


@requires_right("supervision.own")
@require_http_methods(["GET", "HEAD", "POST"])
def my_answer(request: GuardedRequest, row: int) -> HttpResponse:
    holder = found(queries.own_holder(request.actor, row))
    form = answer_form(request, holder)
    above = [(_("Thu hồi liên quan đến tôi"), reverse("supervision:my_recalls"))]
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = {"by": request.actor, "holder": holder, "answer": form.answer}
        if done(form, actions.answer_recall, **values) is not None:
            undo = reverse("supervision:take_back_my_answer", args=[holder.pk])
            notices.good(request, _("Đã ghi câu trả lời. Cơ quan thấy ngay."), undo=undo)
            return see(reverse("supervision:my_recalls"))
    return form_page(
        request, form, holder.recall, f"{holder.recall.number}: {holder.shown_name}", _("Gửi câu trả lời"),
        f"{holder.recall.instructions} {received(holder)}", reverse("supervision:my_recalls"), above,
    )  # fmt: skip


@requires_right("supervision.own")
@require_POST
def take_back_my_answer(request: GuardedRequest, row: int) -> HttpResponse:
    holder = found(queries.own_holder(request.actor, row))
    told(
        request, actions.take_back_answer, _("Đã bỏ câu trả lời."),
        by=request.actor, holder=holder,
    )  # fmt: skip
    return see(reverse("supervision:my_recalls"))
