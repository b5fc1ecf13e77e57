"""What a printer would print, read by decoders that did not write it."""

import random
import re
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image

from txng.barcodes.content import Code
from txng.barcodes.rules import serials

STEM = "https://truyxuat.lamdong.example"
GTIN = "08938505974019"
WORDS = {
    "product_name": "Cà phê Arabica Cầu Đất rang mộc",
    "responsible_name": "Hợp tác xã cà phê của An (hư cấu)",
    "responsible_address": "Thôn Trường Thọ, phường Xuân Trường – Đà Lạt, tỉnh Lâm Đồng",
    "origin": "Việt Nam",
    "quantity": "500 g",
    "made_on": "01/11/2026",
    "ingredients": "100 % cà phê Arabica",
    "warning": "Không dùng khi bao bì đã rách",
    "usage": "Xay và pha trong 30 ngày sau khi mở. Để nơi khô, mát",
}


def codes(count: int, lot: str = "L2511-A") -> list[Code]:
    """The same in every run: in other dots a decoder sees a symbol of its own now and then."""
    below = random.Random(203).randrange
    return [Code(GTIN, lot, serial) for serial in serials.draw(count, below)]


def pages(pdf: bytes, dpi: int = 203) -> Iterator[Image.Image]:
    """Every page as a printer of this resolution would burn it: black or white."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
            yield picture.convert("L").point(lambda grey: 255 if grey > 127 else 0)
    finally:
        document.close()


def words_in(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


SQUARE = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)


def read(picture: Image.Image, *formats: zxingcpp.BarcodeFormat) -> list[str]:
    """Every symbol of any kind. Bars that are seen in the dots of a square symbol (two digits of ITF, which
    has no check digit) are no symbol of their own."""
    found = zxingcpp.read_barcodes(picture, formats=list(formats) or zxingcpp.BarcodeFormat.All)
    squares = [one.position for one in found if one.format in SQUARE]
    return sorted(
        one.text
        for one in found
        if one.format in SQUARE or not any(lies_in(one.position, square) for square in squares)
    )


def lies_in(inner: zxingcpp.Position, outer: zxingcpp.Position) -> bool:
    corners = [outer.top_left, outer.top_right, outer.bottom_left, outer.bottom_right]
    across, down = [one.x for one in corners], [one.y for one in corners]
    return all(
        min(across) <= one.x <= max(across) and min(down) <= one.y <= max(down)
        for one in (inner.top_left, inner.top_right, inner.bottom_left, inner.bottom_right)
    )


_FIELD = re.compile(r"\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),([^^]*)\^FS")
_SIZE = re.compile(r"\^XA\^PW(\d+)\^LL(\d+)")


def burnt(zpl: str) -> Image.Image:
    """One ZPL label as dots. Written from Zebra's description of ^GF, not from the writer."""
    width, height = (int(part) for part in _SIZE.search(zpl).groups())
    label = Image.new("L", (width, height), 255)
    for x, y, _sent, total, across, data in _FIELD.findall(zpl):
        bits = b"".join(unpacked(data, int(across)))
        assert len(bits) == int(total)
        ink = Image.frombytes("1", (int(across) * 8, len(bits) // int(across)), bits)
        label.paste(0, (int(x), int(y)), ink)
    return label


def unpacked(data: str, across: int) -> Iterator[bytes]:
    row, before, count = "", "", 0
    for sign in data:
        if sign == ":":
            yield bytes.fromhex(before)
            continue
        if sign == ",":
            row = row.ljust(across * 2, "0")
        elif "g" <= sign <= "z":
            count += (ord(sign) - ord("f")) * 20
            continue
        elif "G" <= sign <= "Y":
            count += ord(sign) - ord("F")
            continue
        else:
            row += sign * (count or 1)
            count = 0
        if len(row) == across * 2:
            before, row = row, ""
            yield bytes.fromhex(before)
        assert len(row) < across * 2, data
    assert not row
