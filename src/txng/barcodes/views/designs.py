"""The label designer: boxes for millimetres, and the label beside them as it will be printed.

GET  /tem/mau/tem-50x30          a preset to start from        GET /tem/mau/m7    a design of one's own
POST /tem/mau/.. xem=1           the label again, nothing kept
POST /tem/mau/..                 303 ─> /tem/mau/m7
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.barcodes import layouts
from txng.barcodes.actions import lots as actions
from txng.barcodes.content import Code
from txng.barcodes.errors import BarcodesError, LayoutError
from txng.barcodes.forms import designs as forms
from txng.barcodes.layouts import Layout
from txng.barcodes.queries import labels as queries
from txng.barcodes.rules import fields
from txng.barcodes.rules.printing import RESOLUTIONS
from txng.barcodes.views.lots import EXAMPLE_SERIAL, Preview, crumbs, preview_of
from txng.barcodes.views.shared import own_or_told
from txng.ui import notices
from txng.ui.answering import found, see

EXAMPLE = Code("08938505974019", "L2511-A", EXAMPLE_SERIAL)
EXAMPLE_WORDS = {
    "product_name": "Cà phê Arabica Cầu Đất rang mộc",
    "responsible_name": "Hợp tác xã cà phê Cầu Đất (ví dụ)",
    "responsible_address": "Thôn Trường Thọ, phường Xuân Trường – Đà Lạt, tỉnh Lâm Đồng",
    "origin": "Việt Nam",
    "quantity": "500 g",
    "made_on": "01/11/2026",
    "expires_on": "01/11/2027",
    "ingredients": "100% cà phê Arabica",
    "warning": "Không dùng khi bao bì đã rách",
    "usage": "Xay và pha trong 30 ngày sau khi mở. Để nơi khô, mát",
    "ethanol": "30% vol",
}


@requires_right("barcodes.print")
@require_safe
def designs(request: GuardedRequest) -> HttpResponse:
    shown = [
        (code, layout, preview_of(layout, EXAMPLE_WORDS, EXAMPLE, 203).drawing)
        for code, layout in layouts.presets().items()
    ]
    own = []
    for one in queries.designs(request.actor):
        layout = layouts.read(one.layout)
        own.append((f"m{one.pk}", layout, preview_of(layout, EXAMPLE_WORDS, EXAMPLE, 203).drawing))
    return render(
        request, "barcodes/designs.html", {"presets": shown, "own": own, "crumbs": crumbs()}
    )


@requires_right("barcodes.print")
@require_http_methods(["GET", "HEAD", "POST"])
def design(request: GuardedRequest, name: str) -> HttpResponse:
    own = own_or_told(request, crumbs((_("Mẫu tem"), reverse("barcodes:designs"))))
    if isinstance(own, HttpResponse):
        return own
    kept = found(_kept(request, name))
    wrong = ""
    typed = forms.typed_in(request.POST) if request.method == "POST" else forms.typed_of(kept)
    dpi, group = _choices(request)
    preview: Preview | None = None
    try:
        layout = forms.layout_of(typed) if request.method == "POST" else kept
        preview = preview_of(layout, EXAMPLE_WORDS, EXAMPLE, dpi, group)
        if request.method == "POST" and "xem" not in request.POST:
            number = int(name[1:]) if name.startswith("m") and name[1:].isdecimal() else None
            design = actions.keep_design(
                by=request.actor, enterprise=own, layout=layout, design_id=number
            )
            notices.good(request, _("Đã lưu mẫu “%(name)s”.") % {"name": design.name})
            return see(reverse("barcodes:design", args=[f"m{design.pk}"]))
    except BarcodesError as error:
        wrong = str(error)
    values = {
        "typed": typed,
        "wrong": wrong,
        "preview": preview,
        "labels": forms.labels(),
        "field_choices": forms.field_choices(),
        "carrier_choices": forms.carrier_choices(),
        "level_choices": forms.level_choices(),
        "groups": fields.groups().values(),
        "resolutions": RESOLUTIONS,
        "dpi": dpi,
        "group": group,
        "is_short": True,
        "is_preset": name in layouts.presets(),
        "crumbs": crumbs((_("Mẫu tem"), reverse("barcodes:designs"))),
    }
    if request.GET.get("phan") == "xem":
        return render(request, "barcodes/preview.html", values)
    only_look = "xem" in request.POST
    return render(
        request, "barcodes/design.html", values, status=400 if wrong and not only_look else 200
    )


def _kept(request: GuardedRequest, name: str) -> Layout | None:
    try:
        return queries.layout_named(request.actor, name)
    except LayoutError:
        return None


def _choices(request: HttpRequest) -> tuple[int, str]:
    dpi, group = request.POST.get("dpi", ""), request.POST.get("group", "thuc-pham")
    known = {str(one): one for one in RESOLUTIONS}
    return known.get(dpi, 203), group if group in fields.groups() else "thuc-pham"
