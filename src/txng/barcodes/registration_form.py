"""The application for a prefix, filled in as far as the register knows, as a PDF to copy from or sign.

The official form of the decree could not be read, so this page does not pretend to be it: it has the same
facts in the order in which GS1 asks for them, and says so in its first line.
"""

import io
from typing import Any

from django.utils import timezone
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from txng.barcodes import faces, pdf
from txng.barcodes.models import PrefixCase
from txng.parties import administrative_units

MISSING = "........................................................"


def filled(case: PrefixCase) -> bytes:
    fonts = pdf.fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(210 * mm, 297 * mm), pageCompression=1)
    canvas.setTitle("Bản đăng ký sử dụng mã số, mã vạch (điền sẵn)")
    at = _Cursor(canvas, fonts)
    at.line("BẢN ĐĂNG KÝ SỬ DỤNG MÃ SỐ, MÃ VẠCH", 15, bold=True)
    at.line(
        "Bản điền sẵn từ sổ của hệ thống, chưa phải mẫu chính thức: so lại với mẫu của cơ quan tiếp nhận.",
        8,
    )
    at.gap(4)
    enterprise = case.enterprise
    commune = administrative_units.commune(enterprise.commune_code)
    address = (enterprise.address, commune.name if commune else "", "tỉnh Lâm Đồng")
    for number, (name, value) in enumerate(
        (
            ("Tên tổ chức, cá nhân", enterprise.name),
            ("Mã số thuế", enterprise.tax_code),
            ("Địa chỉ", ", ".join(part for part in address if part)),
            ("Điện thoại", enterprise.phone),
            ("Thư điện tử", enterprise.email),
            ("Người liên hệ", enterprise.contact_name),
            ("Loại mã đăng ký", f"{case.wanted}: mã doanh nghiệp {case.wanted[4:]} chữ số"),
            ("Số loại sản phẩm dự kiến", str(case.products)),
        ),
        1,
    ):  # fmt: skip
        at.line(f"{number}. {name}: {value or MISSING}", 11)
    at.gap(8)
    at.line(
        "Chúng tôi cam đoan những điều ghi trên là đúng và thực hiện quy định về mã số, mã vạch.",
        10,
    )
    at.gap(10)
    at.line(f"Lâm Đồng, ngày ..... tháng ..... năm {timezone.localdate().year}", 10, x=120)
    at.line("Người đại diện", 11, bold=True, x=140)
    canvas.save()
    return out.getvalue()


class _Cursor:
    """Writes line under line, wrapped at the margin."""

    def __init__(self, canvas: Any, fonts: Any) -> None:
        self._canvas, self._fonts, self._y = canvas, fonts, 25.0

    def gap(self, millimetres: float) -> None:
        self._y += millimetres

    def line(self, text: str, size: float, *, bold: bool = False, x: float = 25) -> None:
        for part in faces.wrapped(text, size, 190 - x, 20, bold=bold).lines:
            self._canvas.setFont(self._fonts[bold], size)
            self._canvas.drawString(x * mm, (297 - self._y) * mm, part)
            self._y += size * 0.62
