"""The paper of attendance: one landscape page, with a QR that leads to its public page.

┌────────────────────────────────────────────┐
│      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM     │
│        GIẤY CHỨNG NHẬN THAM DỰ LỚP HỌC      │
│               Nguyễn Văn A                  │
│   đã dự 4/4 buổi lớp ...          ▄▄ QR ▄▄  │
└────────────────────────────────────────────┘
"""

import io
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from txng.barcodes import symbols
from txng.parties import administrative_units as units
from txng.parties import queries as parties
from txng.training.models import Certificate
from txng.training.rules import tickets
from txng.ui import dates

FONTS: Final = Path(__file__).parents[1] / "documents" / "fonts"
PLAIN, BOLD = "Tinos", "Tinos-Bold"
QR_SIDE: Final = 32 * mm


@cache
def _load_fonts() -> None:
    for name, file in ((PLAIN, "Tinos-Regular.ttf"), (BOLD, "Tinos-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


def address_of(paper: Certificate) -> str:
    """Of the public page that says whether it holds."""
    return settings.BASE_URL + reverse("training:verify", args=[tickets.shown_code(paper.code)])


def written(paper: Certificate) -> bytes:
    """The words are Vietnamese: it is a paper of a Vietnamese agency."""
    _load_fonts()
    one = paper.learner.training_class
    width, height = landscape(A4)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), pageCompression=1)
    canvas.setTitle(f"Giấy chứng nhận tham dự {paper.number}")
    canvas.setCreator("txng")
    canvas.setStrokeColorRGB(0.1, 0.4, 0.25)
    for inset, thick in ((9 * mm, 2.2), (11.5 * mm, 0.6)):
        canvas.setLineWidth(thick)
        canvas.rect(inset, inset, width - 2 * inset, height - 2 * inset)
    middle = width / 2
    top = height - 26 * mm
    _centred(canvas, middle, top, BOLD, 14, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    _centred(canvas, middle, top - 7 * mm, BOLD, 13, "Độc lập - Tự do - Hạnh phúc")
    canvas.setLineWidth(0.8)
    canvas.line(middle - 27 * mm, top - 9 * mm, middle + 27 * mm, top - 9 * mm)
    _centred(canvas, middle, top - 25 * mm, BOLD, 26, "GIẤY CHỨNG NHẬN THAM DỰ")
    _centred(canvas, middle, top - 33 * mm, PLAIN, 13, f"Số: {paper.number}")
    _centred(canvas, middle, top - 46 * mm, PLAIN, 15, "Cấp cho")
    _centred(canvas, middle, top - 57 * mm, BOLD, 24, paper.name)
    y = top - 69 * mm
    for line in (f"đã tham dự lớp “{one.title}”", f"Chuyên đề: {one.subject.title}"):
        for part in simpleSplit(line, PLAIN, 15, width - 70 * mm)[:3]:
            _centred(canvas, middle, y, PLAIN, 15, part)
            y -= 7.5 * mm
    _centred(canvas, middle, y, PLAIN, 14, _when(paper))
    left = 24 * mm
    _qr(canvas, address_of(paper), left, 22 * mm)
    told = left + QR_SIDE + 5 * mm
    canvas.setFont(PLAIN, 10)
    canvas.drawString(told, 44 * mm, "Quét mã để kiểm tra giấy này, hoặc gõ mã")
    canvas.setFont(BOLD, 12)
    canvas.drawString(told, 38 * mm, tickets.shown_code(paper.code))
    canvas.setFont(PLAIN, 10)
    canvas.drawString(told, 32.5 * mm, f"tại {settings.BASE_URL}{reverse('training:verify_form')}")
    right = width - 75 * mm
    day = paper.issued_on
    place = "Lâm Đồng"
    _centred(
        canvas, right, 58 * mm, PLAIN, 13,
        f"{place}, ngày {day.day:02} tháng {day.month:02} năm {day.year}",
    )  # fmt: skip
    y = 51 * mm
    for part in simpleSplit(_host(paper), BOLD, 13, 100 * mm)[:3]:
        _centred(canvas, right, y, BOLD, 13, part)
        y -= 6 * mm
    canvas.save()
    return out.getvalue()


def answer(paper: Certificate) -> HttpResponse:
    made = HttpResponse(written(paper), content_type="application/pdf")
    made["Content-Disposition"] = f'attachment; filename="{paper.number}.pdf"'
    return made


def _when(paper: Certificate) -> str:
    learner, one = paper.learner, paper.learner.training_class
    days = [day for day in (one.starts_on, one.ends_on) if day is not None]
    commune = units.commune(one.commune_code)
    place = "học trực tuyến" if one.is_online or commune is None else f"tại {commune.name}"
    return (
        f"Thời gian: {dates.written_period(days, 'vi')}, {place}."
        f" Đã dự {learner.attended}/{one.session_count} buổi."
    )


def _host(paper: Certificate) -> str:
    one = paper.learner.training_class
    if one.host is None:
        return "ĐƠN VỊ TỔ CHỨC"
    named = parties.named(None, paper.issued_on, [one.host.code]).get(one.host.code)
    return named.written.upper() if named else "ĐƠN VỊ TỔ CHỨC"


def _centred(canvas: Any, x: float, y: float, font: str, size: float, text: str) -> None:
    while size > 9 and pdfmetrics.stringWidth(text, font, size) > 240 * mm:
        size -= 1
    canvas.setFont(font, size)
    canvas.drawCentredString(x, y, text)


def _qr(canvas: Any, text: str, x: float, y: float) -> None:
    symbol = symbols.make("qr", text)
    module = QR_SIDE / symbol.columns
    canvas.setFillGray(0)
    for row, runs in enumerate(symbol.rows):
        for column, length in runs:
            canvas.rect(
                x + column * module, y + QR_SIDE - (row + 1) * module, length * module, module,
                stroke=0, fill=1,
            )  # fmt: skip
