"""Recalls for everybody: which are in force, why, what to do, and the proof that the notice was not changed.

/thu-hoi                                                those in force first
/thu-hoi/TH-2026-0001                                   one, with each act of the authority
/thu-hoi/TH-2026-0001/bang-chung/41.tlog-proof          the proof of one act
"""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import public
from txng.supervision import recall_public_words as words
from txng.supervision.models import Recall
from txng.supervision.queries import recalls as queries
from txng.supervision.recall_words import ICONS
from txng.transparency import queries as transparency
from txng.transparency.errors import TamperedError, TransparencyError
from txng.transparency.halting import Halted
from txng.ui.answering import found

ANYONE = None  # who asks: somebody without an account
A_PAGE = 20


@public("whoever bought something may read what is called back")
@require_safe
def public_recalls(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.public_recalls(ANYONE), A_PAGE).get_page(request.GET.get("trang"))
    values = {
        "page": page,
        "recalls": [(one, words.STATES[one.state], ICONS[one.state]) for one in page],
    }
    answer = render(request, "supervision/public_recalls.html", values)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@public("whoever bought something may read what is called back")
@require_safe
def public_recall(request: HttpRequest, number: str) -> HttpResponse:
    one = found(queries.public_recall(ANYONE, number))
    values = {
        "recall": one,
        "icon": ICONS[one.state],
        "kind": "recall" if one.is_in_force else "info",
        "title": words.STATES[one.state],
        "phone": one.phone or settings.HOTLINE,
        "rows": [(row, words.scope(row.said)) for row in one.scopes.order_by("pk")],
        "steps": [
            (step, words.STEPS[step.verb], [_proof_path(one, act.pk) for act in step.acts.all()])
            for step in queries.public_steps(one)
        ],
        "has_log": settings.HAS_LOG,
    }
    answer = render(request, "supervision/public_recall.html", values)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _proof_path(one: Recall, act: int) -> str:
    return reverse("supervision:recall_proof", args=[one.number, act])


@public("a proof that not everybody could fetch would prove nothing")
@require_safe
def proof(request: HttpRequest, number: str, act: int) -> HttpResponse:
    """404 where there is nothing to prove yet, 503 where something is wrong with us."""
    one = found(queries.public_recall(ANYONE, number))
    entry = found(queries.act_of(one, act))
    try:
        content = transparency.proof_of_act(entry)
    except (TransparencyError, Halted) as refused:
        is_ours = isinstance(refused, TamperedError | Halted)
        why = _("Nhật ký đang được sửa; bằng chứng sẽ có lại sau.") if is_ours else str(refused)
        values = {"recall": one, "why": why}
        return render(
            request, "supervision/recall_no_proof.html", values, status=503 if is_ours else 404
        )
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}-{act}.tlog-proof"'
    response.headers["Cache-Control"] = "no-cache"  # a later one has more witnesses
    return response
