"""What anybody may tell us, without an account, and read again with number and code.

    GET  /gop-y                 the form
    POST /gop-y                 number and code, shown once; the same form sent again shows the same
    POST /gop-y/theo-doi        state and answer, for number and code

The form carries a signed number instead of a cookie (as /bao-nghi-ngo does): it tells programs that answer
faster than anybody can type, and makes a second press of the button harmless.
"""

import secrets
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from txng.accounts.access import public
from txng.accounts.actors import Actor
from txng.outreach.actions import matters as actions
from txng.outreach.forms.matters import FeedbackForm, FollowForm
from txng.outreach.queries import matters as queries
from txng.outreach.rules import matters as rules
from txng.outreach.views.shared import ANYONE, agency_name, done
from txng.ui.answering import status_of

SENDER: Final = Actor(None, "", frozenset(), "public")
SALT: Final = "txng.outreach.feedback"


@csrf_exempt  # nobody is signed in here: there is nothing that a forged request could act as
@public("Whoever has something to say may say it without an account")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def feedback(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > rules.MOST_BYTES:
        return _form(request, FeedbackForm({}), _("Lời gửi quá dài. Rút gọn còn dưới 3.000 ký tự."))
    form = FeedbackForm(request.POST or None, initial={"kind": request.GET.get("loai", "")})
    if request.method != "POST":
        return _form(request, form)
    number, wrong = _number_of(request.POST.get("moment", ""))
    if request.POST.get("website"):  # people do not see that box, programs fill it
        wrong = _("Để trống ô không dành cho bạn rồi gửi lại.")
    if form.is_valid() and not wrong:
        told = form.cleaned_data
        made = done(
            form, actions.receive_feedback, by=SENDER, kind=told["kind"], words=told["words"],
            commune_code=told["commune"], contact_name=told["contact_name"], contact=told["contact"],
            consents=told["consent"], device=_device(request), form=number,
            language=get_language() or "vi",
        )  # fmt: skip
        if made is not None:
            values = {
                "matter": made.matter,
                "code": made.code,
                "rule": rules.clocks()[made.matter.kind],
            }
            return render(request, "outreach/received.html", values)
    return _form(request, form, wrong)


@csrf_exempt
@public("Number and code open nothing but their own answer")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    form = FollowForm(request.POST or None, initial={"number": request.GET.get("so", "")[:30]})
    values: dict[str, Any] = {"form": form, "one": None}
    if request.method == "POST" and form.is_valid():
        one = queries.followed(ANYONE, form.cleaned_data["number"], form.cleaned_data["code"])
        if one is None:
            form.refuse(
                None,
                _(
                    "Không có việc nào với số và mã này. So lại từng chữ; mã không có chữ O, I, L và số 0, 1."
                ),
            )
        else:
            values |= {
                "one": one,
                "kind": _(rules.KINDS[one.kind]),
                "state": _(rules.STATES[one.state]),
                "handler": agency_name(one.handler),
                "is_late": one.clock == rules.LATE,
            }
    return render(request, "outreach/follow.html", values, status=status_of(form))


def _form(request: HttpRequest, form: FeedbackForm, wrong: str = "") -> HttpResponse:
    if wrong:
        form.is_valid()  # so that it shows what was typed with the sentence above it
        form.refuse(None, wrong)
    fresh = signing.TimestampSigner(salt=SALT).sign(secrets.token_hex(12))
    values = {"form": form, "moment": request.POST.get("moment", "") or fresh}
    if wrong:
        values["moment"] = fresh
    return render(request, "outreach/feedback.html", values, status=status_of(form))


def _number_of(signed: str) -> tuple[str, str]:
    """The number of the form, and a sentence when it was not ours, is a day old, or came too fast."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        number = signer.unsign(signed, max_age=rules.FORM_SECONDS)
    except signing.BadSignature:
        return "", _("Trang này mở đã lâu. Xem lại rồi bấm Gửi lần nữa.")
    try:
        signer.unsign(signed, max_age=rules.QUICKEST_SECONDS)
    except signing.SignatureExpired:
        return number, ""
    return "", _("Bạn bấm nhanh quá. Xem lại rồi bấm Gửi lần nữa.")


def _device(request: HttpRequest) -> str:
    address = request.META.get(settings.EDGE_ADDRESS or "REMOTE_ADDR", "")
    return f"{address}\n{request.headers.get('User-Agent', '')}\n{request.headers.get('Accept-Language', '')}"
