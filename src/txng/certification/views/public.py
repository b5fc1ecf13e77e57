"""For whoever holds a certificate in the hand: is it real, for whom, does it hold?

/chung-nhan                 a box for the number
/chung-nhan/CN-000042-8     what the QR code on a certificate leads to
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import public
from txng.certification import words
from txng.certification.queries import public as queries
from txng.certification.rules import certificates as rules
from txng.ui import typed_values
from txng.ui.answering import found

ANYONE = None
LONGEST = 100


@public("whoever is shown a certificate may check it")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = typed_values.text(request.GET.get("so", ""))[:LONGEST]
    if code := rules.read_code(typed):
        return redirect("certification:verify", code=code)
    rows = queries.by_number(ANYONE, typed) if typed else []
    if len(rows) == 1:
        return redirect("certification:verify", code=rows[0].code)
    sentence = ""
    if typed and not rows:
        sentence = _(
            "Sổ của tỉnh không có chứng nhận số “%(number)s”. So lại với số trên giấy, hoặc hỏi tổ chức"
            " đã cấp."
        ) % {"number": typed}
    values = {
        "typed": typed,
        "rows": [(one, words.STANDINGS[one.standing], words.MARKS[one.standing]) for one in rows],
        "sentence": sentence,
    }
    answer = render(request, "certification/search.html", values)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@public("whoever is shown a certificate may check it")
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    one = found(queries.by_code(ANYONE, code))
    if one.code != code:
        return redirect("certification:verify", code=one.code)
    values = {
        "certificate": one,
        "standing_words": words.STANDINGS[one.standing],
        "kind": "good" if one.holds else "stop" if one.is_stopped else "warn",
        "time_left": words.time_left(one.valid_until) if one.holds else "",
        "now": timezone.now(),
    }
    answer = render(request, "certification/verify.html", values)
    answer.headers["Cache-Control"] = "no-store"  # a suspension must show at once
    return answer
