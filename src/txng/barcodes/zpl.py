"""Labels for thermal printers in ZPL II, words and symbols as pictures (^GFA).

    ^XA ^PW400 ^LL240 ^FO168,12^GFA,..^FS ^FO4,4^GFA,..^FS ^XZ        dots of the printer, from the upper left

Printer fonts have no Vietnamese letters, and printers choose the mode and size of a QR code by themselves:
as pictures both come out as they were checked. Rows are packed as ZPL packs
them: "JF" is four times F, "," fills a row with zeros, ":" repeats the row before.

Source: Zebra, ZPL II programming guide, ^GF and "alternative data compression scheme".
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from txng.barcodes import composed, faces
from txng.barcodes.composed import Line, Placed
from txng.barcodes.content import Code
from txng.barcodes.layouts import POINT, Layout
from txng.barcodes.rules.printing import INCH
from txng.barcodes.svg import GUARD


def printed(
    codes: Iterable[Code], layout: Layout, words: Mapping[str, str], *, stem: str, dpi: int
) -> Iterator[str]:
    """One ^XA..^XZ for each code, in their order. Raises ContentError."""
    width, height = _dots(layout.width, dpi), _dots(layout.height, dpi)
    shared: str | None = None
    for code in codes:
        shown = composed.words_of(code, words, stem)
        moving: list[Line] = []
        still: list[Line] = []
        for text in layout.texts:
            lines = composed.lines_of(text, shown.get(text.field, ""))
            (moving if composed.changes_with_the_serial(text) else still).extend(lines)
        if shared is None:  # the words of one lot: drawn once
            shared = "".join(_picture_of(line, dpi) for line in still)
        marks = [composed.placed(mark, code, stem, dpi) for mark in layout.marks]
        for mark in marks:
            moving += composed.readable(mark)
        yield (
            f"^XA^PW{width}^LL{height}^LH0,0"
            + shared
            + "".join(_picture_of(line, dpi) for line in moving)
            + "".join(_symbol(mark, dpi) for mark in marks)
            + "^XZ\n"
        )


def _dots(mm: float, dpi: int) -> int:
    return round(mm * dpi / INCH)


def _picture_of(line: Line, dpi: int) -> str:
    size = max(1, round(line.size * POINT * dpi / INCH))
    font = _font(size, line.bold)
    left, top, right, bottom = font.getbbox(line.text, anchor="ls")
    width, height = int(right - left), int(bottom - top)
    if width <= 0 or height <= 0:
        return ""
    picture = Image.new("1", (width, height), 0)
    ImageDraw.Draw(picture).text((-left, -top), line.text, font=font, fill=1, anchor="ls")
    x, y = _dots(line.x, dpi) + int(left), _dots(line.base, dpi) + int(top)
    return _field(x, y, width, height, picture.tobytes())


_FONTS: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}


def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    found = _FONTS.get((size, bold))
    if found is None:
        found = ImageFont.truetype(
            faces.path(bold=bold), size, layout_engine=ImageFont.Layout.BASIC
        )
        _FONTS[(size, bold)] = found
    return found


def _symbol(mark: Placed, dpi: int) -> str:
    dots = round(mark.module * dpi / INCH)
    width = mark.symbol.columns * dots
    rows: list[bytes] = []
    for number, runs in enumerate(mark.symbol.rows):
        bits = 0
        for column, length in runs:
            ones = (1 << (length * dots)) - 1
            bits |= ones << (width - (column + length) * dots)
        row = (bits << (-width % 8)).to_bytes((width + 7) // 8, "big")
        if not mark.symbol.is_linear:
            rows += [row] * dots
        elif number == 0:
            rows += [row] * _dots(mark.height, dpi)
        else:
            rows += [row] * (GUARD * dots)
    x, y = _dots(mark.x, dpi), _dots(mark.y, dpi)
    return _field(x, y, width, len(rows), b"".join(rows))


def _field(x: int, y: int, width: int, height: int, bits: bytes) -> str:
    """A picture at x, y; negative corners are cut to the label's edge by the printer's own rules."""
    across = (width + 7) // 8
    rows = [bits[at : at + across] for at in range(0, across * height, across)]
    total = across * height
    return f"^FO{max(0, x)},{max(0, y)}^GFA,{total},{total},{across},{packed(rows)}^FS"


def packed(rows: Iterable[bytes]) -> str:
    """Rows of bits in hexadecimal digits, runs of a digit counted: G..Y are 1 to 19, g..z 20 to 400.

    >>> packed([b"\\xff\\xf0", b"\\xff\\xf0", b"\\x00\\x00", b"\\x80\\x00"])
    'IF,:,8,'
    """
    found, before = [], None
    for row in rows:
        if row == before:
            found.append(":")
            continue
        before = row
        digits = row.hex().upper()
        kept = digits.rstrip("0")
        found.append("".join(_run(digit, len(list(same))) for digit, same in groupby(kept)))
        if len(kept) < len(digits):
            found.append(",")
    return "".join(found)


def _run(digit: str, length: int) -> str:
    """
    >>> _run("F", 1), _run("F", 3), _run("0", 27), _run("A", 441)
    ('F', 'IF', 'gM0', 'zhGA')
    """
    if length < 3:
        return digit * length
    count = ""
    while length >= 400:
        count += "z"
        length -= 400
    if length >= 20:
        count += chr(ord("f") + length // 20)
        length %= 20
    if length:
        count += chr(ord("F") + length)
    return count + digit
