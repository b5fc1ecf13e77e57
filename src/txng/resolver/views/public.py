"""The public pages: look-up, the scan page, help, accessibility statement."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from txng.accounts.access import public
from txng.gs1.errors import CheckDigitError, DateError, DigitalLinkError, Gs1Error
from txng.gs1.identifier import Identifier, identify, read_code
from txng.resolver import link_queries, queries
from txng.resolver.kept_pages import SCANNED, Scanned
from txng.resolver.place_map import place_map
from txng.resolver.request_path import as_sent, lot_in, with_long_gtin
from txng.resolver.rules import PICTURE

ANYONE = None  # who asks: a person with a phone and no account
ANY_RESOLVER = "https://id.gs1.org"
PRODUCT_SCHEMES = ("gtin", "lgtin", "sgtin")
EXAMPLE = "(01)09506000134352(10)ABC123"  # the example company of GS1's own documents
LONGEST_CODE = 500
STATIC = Path(__file__).parents[1] / "static/resolver"
PICTURE_KINDS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
}
SPACED_BRACKETS = re.compile(r"\(\s*([0-9]{2,4})\s*\)\s*")
WITHOUT_SCHEME = re.compile(r"(?:[\w.-]+(?::[0-9]+)?)?/?(01/[0-9].*)")  # browsers hide https://
LONE_LOT_OR_SERIAL = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[0-9A-Za-z_.-]{1,20}")
WITH_LOT_OR_SERIAL = re.compile(r"[/(](?:10|21)[/)]")


class PermanentRedirectKeepingMethod(HttpResponseRedirect):
    """308, not 307: a GTIN-13 and the same number with a zero before it are one number for ever, so a
    phone may remember it. 308, not 301: a POST must not turn into a GET on the way."""

    status_code = 308


@public("Whoever holds a product may look up its code")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "resolver/home.html")


@public("Whoever holds a product may look up its code")
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """What was typed or scanned into the box leads to the page of that code."""
    typed = request.GET.get("code", "").strip()
    try:
        if len(typed) > LONGEST_CODE:
            raise Gs1Error(f"expected at most {LONGEST_CODE} characters, got {len(typed)}")
        identifier = read_code(as_scanned(typed))
    except Gs1Error as error:
        return ask_again(request, typed, what_was_expected(typed, error))
    if identifier.scheme not in PRODUCT_SCHEMES:
        return ask_again(request, typed, what_it_is_instead(identifier))
    return HttpResponseRedirect(urlsplit(identifier.canonical).path)


@public("Whoever scans a code on a product may read its page")
@require_safe
@gzip_page  # a long journey weighs 30 KB; no secret is on the page that its length could betray
def resolve(request: HttpRequest, rest: str) -> HttpResponse:
    sent = as_sent(request)
    path = with_long_gtin(sent)
    try:
        identifier = identify(f"{ANY_RESOLVER}{path}")
        if identifier.scheme not in PRODUCT_SCHEMES:  # begins with /01/ and goes on as another key
            raise DigitalLinkError(f"expected a product, lot or serial, got {identifier.scheme}")
    except Gs1Error as error:
        values = {"code": sent, "sentence": what_was_expected(sent, error)}
        return render(request, "resolver/wrong_code.html", values, status=400)
    if path != sent:
        query = request.META.get("QUERY_STRING", "")
        return PermanentRedirectKeepingMethod(f"{path}?{query}" if query else path)
    return trace_page(request, identifier)


def trace_page(request: HttpRequest, identifier: Identifier) -> HttpResponse:
    page = queries.page_for(ANYONE, identifier.canonical)
    if page is None:
        known = {"code": identifier.canonical}
        return render(request, "resolver/no_such_code.html", known, status=404)
    if page.verdict.state not in ("unknown", "recalled"):  # nobody sells what is called back
        page = replace(page, links=link_queries.makers_links(identifier.canonical))
    request.META[SCANNED] = Scanned(page.path if page.steps else "", page.depends_on, page.rests_on)
    values = {
        "page": page,
        "map": place_map(page.origins),
        # a label may carry lot and serial; the record may know that serial in another lot
        "lot_on_label": lot_in(as_sent(request)),
    }
    status = 404 if page.verdict.state == "unknown" else 200
    response = render(request, "resolver/trace_page.html", values, status=status)
    response.headers["Cache-Control"] = "no-cache"  # a recall must reach a page opened a minute ago
    return response


def ask_again(request: HttpRequest, typed: str, sentence: str) -> HttpResponse:
    values = {"typed": typed[:LONGEST_CODE], "wrong": sentence}
    return render(request, "resolver/home.html", values, status=400)


def as_scanned(typed: str) -> str:
    """What was typed, without the liberties that people take and scanners do not.

    "( 01 ) 0950.."  ─>  "(01)0950.."        "txng.vn/01/0950.."  ─>  "https://id.gs1.org/01/0950.."
    """
    without_scheme = WITHOUT_SCHEME.fullmatch(typed)
    if without_scheme is not None:
        return f"{ANY_RESOLVER}/{without_scheme[1]}"
    return SPACED_BRACKETS.sub(r"(\1)", typed)


def what_it_is_instead(identifier: Identifier) -> str:
    if identifier.scheme == "sscc":
        return _("Đây là mã của thùng hoặc pallet (SSCC). Ô này tra mã in trên từng gói sản phẩm.")
    if identifier.scheme == "private":
        return _("Địa chỉ này không chứa mã sản phẩm. Quét lại tem, hoặc nhập số dưới mã vạch.")
    return _("Đây không phải mã sản phẩm. Nhập số dưới mã vạch, hoặc quét mã QR trên tem.")


def what_was_expected(code: str, error: Gs1Error) -> str:
    """A sentence for a person; the error's own words are for whoever reads the log."""
    if not code:
        return _("Nhập mã in trên bao bì.")
    if isinstance(error, CheckDigitError):
        return _(
            "Chữ số cuối không khớp các chữ số trước nó, có thể do nhập sai một chữ số."
            " So lại với số in trên bao bì."
        )
    if isinstance(error, DateError):
        return _("Mã ghi một ngày không có trong lịch. So lại với số in trên bao bì.")
    if LONE_LOT_OR_SERIAL.fullmatch(code):
        return _(
            "Số lô hoặc số xê-ri đứng một mình thì chưa đủ. Nhập kèm mã sản phẩm, ví dụ"
            " %(example)s."
        ) % {"example": EXAMPLE}
    if WITH_LOT_OR_SERIAL.search(code):
        return _(
            "Mã sản phẩm phải có 8, 12, 13 hoặc 14 chữ số; số lô và số xê-ri có từ 1 đến 20 chữ cái"
            " không dấu, chữ số hoặc dấu nối."
        )
    if code.isascii() and code.isdecimal():
        return _("Mã sản phẩm phải có 8, 12, 13 hoặc 14 chữ số, còn mã này có %(count)d.") % {
            "count": len(code)
        }
    return _("Mã sản phẩm phải có 8, 12, 13 hoặc 14 chữ số, ví dụ %(example)s.") % {
        "example": EXAMPLE
    }


@public("A script for everybody's telephone, without a secret")
@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker only looks after addresses below its own."""
    script = (STATIC / "offline.js").read_bytes()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@public("The picture of a product stands on its public page")
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture that the operator took in (TXNG_DATA/pictures); nothing inside it may run or load."""
    path = settings.PICTURES_FOLDER / name
    kind = PICTURE_KINDS.get(path.suffix)
    if kind is None or not PICTURE.fullmatch(f"/hinh/{name}") or not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    return response


@public("Help is for everyone who scans")
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "resolver/help.html")


@public("The law asks for it in public")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "resolver/accessibility.html")
