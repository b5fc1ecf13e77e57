"""Report a suspicion in three taps: reason, photo and place if one likes, send. No account, no cookie.

    GET  /bao-nghi-ngo?code=/01/../21/..     the form
    POST /bao-nghi-ngo                       303 ─> /bao-nghi-ngo/LD-2026-000123?moi

The form carries a signed moment instead of a cookie: webviews keep none, and there is no session that a
foreign page could misuse. It also tells programs that answer faster than anybody can tap.
"""

from typing import IO, Any, Final, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import public
from txng.accounts.actors import Actor
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import read_code
from txng.supervision import actions, photos, queries, rules
from txng.supervision.errors import SupervisionError
from txng.supervision.models import Report
from txng.ui.language import PARAMETER

CONSUMER: Final = Actor(None, "", frozenset(), "consumer")
ANYONE: Final = None
PRODUCT_SCHEMES: Final = ("gtin", "lgtin", "sgtin")
SALT: Final = "txng.supervision.report"


@csrf_exempt  # nobody is signed in here: there is nothing that a forged request could act as
@public("Whoever suspects something may say so without an account")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report_form(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, _code_of(request.GET.get("code", "")))
    if int(request.META.get("CONTENT_LENGTH") or 0) > rules.MOST_BYTES:  # before it is read
        return _form(request, "", _("Ảnh quá lớn. Chọn ảnh nhỏ hơn 8 MB, hoặc gửi không kèm ảnh."))
    code = _code_of(request.POST.get("code", ""))
    reason = request.POST.get("reason", "")
    if request.POST.get("website") or not code:  # people do not see that field, programs fill it
        return _form(
            request, code, _("Chưa rõ bạn báo về mã nào. Quét lại tem rồi bấm Báo nghi ngờ.")
        )
    if (wrong := _wrong_moment(request.POST.get("moment", ""))) or reason not in rules.REASONS:
        return _form(request, code, wrong or _("Chọn một lý do rồi bấm Gửi."))
    sent = request.FILES.get("photo")
    try:
        report = actions.receive_report(
            by=CONSUMER,
            code=code,
            reason=reason,
            device=_device(request),
            words=request.POST.get("words", "").strip(),
            place=request.POST.get("place", "").strip(),
            photo=photos.as_our_own(cast("IO[bytes]", sent))
            if sent is not None and sent.size
            else b"",
            language=get_language() or "vi",
        )
    except SupervisionError as error:
        return _form(request, code, str(error))
    address = reverse("supervision:status", args=[report.number])
    asked = f"&{PARAMETER}={get_language()}" if PARAMETER in request.GET else ""
    answer = HttpResponseRedirect(f"{address}?moi{asked}")
    answer.status_code = 303
    return answer


@public("A number tells its state and nothing of the report")
@require_safe
@never_cache
def status(request: HttpRequest, number: str) -> HttpResponse:
    found = queries.public_report(ANYONE, number) if rules.is_number(number) else None
    values: dict[str, Any] = {
        "report": found,
        "number": number[:20],
        "is_new": "moi" in request.GET,
    }
    if found is not None:
        values["state"] = Report.State(found.state).label
    return render(request, "supervision/status.html", values, status=200 if found else 404)


def _form(request: HttpRequest, code: str, wrong: str = "") -> HttpResponse:
    values = {
        "code": code,
        "wrong": wrong,
        "reasons": Report.Reason.choices,
        # what was typed is never lost; a form that was too large has not been read
        "typed": request.POST if request.method == "POST" and code else {},
        "moment": signing.TimestampSigner(salt=SALT).sign("report"),
    }
    return render(request, "supervision/report.html", values, status=400 if wrong else 200)


def _code_of(text: str) -> str:
    """The path of a product, lot or serial as the scan page has it; "" for anything else."""
    text = text.strip()
    if len(text) > rules.LONGEST_CODE:
        return ""
    try:
        found = read_code(text)
    except Gs1Error:
        return ""
    if found.scheme not in PRODUCT_SCHEMES:  # a private name may be any text, and ends up in a link
        return ""
    return found.canonical.removeprefix("https://id.gs1.org")


def _wrong_moment(signed: str) -> str:
    """A sentence when the form was not ours, is a day old, or was answered faster than a person can."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(signed, max_age=rules.FORM_SECONDS)
    except signing.BadSignature:
        return _("Trang này mở đã lâu. Xem lại rồi bấm Gửi lần nữa.")
    try:
        signer.unsign(signed, max_age=rules.QUICKEST_SECONDS)
    except signing.SignatureExpired:
        return ""
    return _("Bạn bấm nhanh quá. Xem lại lý do rồi bấm Gửi lần nữa.")


def _device(request: HttpRequest) -> str:
    address = request.META.get(settings.EDGE_ADDRESS or "REMOTE_ADDR", "")
    return f"{address}\n{request.headers.get('User-Agent', '')}\n{request.headers.get('Accept-Language', '')}"
