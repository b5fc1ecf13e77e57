"""Labels for thermal printers in ZPL II, words and symbols as pictures (^GFA).

    ^XA ^PW400 ^LL240 ^FO168,12^GFA,..^FS ^FO4,4^GFA,..^FS ^XZ        dots of the printer, from the upper left

Printer fonts have no Vietnamese letters, and printers choose the mode and size of a QR code by themselves:
as pictures both come out as they were checked. Rows are packed as ZPL packs
them: "JF" is four times F, "," fills a row with zeros, ":" repeats the row before.

Source: Zebra, ZPL II programming guide, ^GF and "alternative data compression scheme".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from txng.barcodes import composed, faces
from txng.barcodes.composed import Line, Placed
from txng.barcodes.content import Code
from txng.barcodes.layouts import POINT, Layout
from txng.barcodes.rules.printing import INCH
from txng.barcodes.svg import GUARD

_RUNS: Final = re.compile(r"(.)\1{2,}")


def printed(
    codes: Iterable[Code], layout: Layout, words: Mapping[str, str], *, stem: str, dpi: int
) -> Iterator[str]:
    """One ^XA..^XZ for each code, in their order. Raises ContentError."""
    width, height = _dots(layout.width, dpi), _dots(layout.height, dpi)
    moving_texts = [text for text in layout.texts if composed.changes_with_the_serial(text)]
    shared: str | None = None
    for code in codes:
        shown = composed.words_of(code, words, stem)
        if shared is None:  # the words of one lot: drawn once
            still = [text for text in layout.texts if text not in moving_texts]
            lines = [
                line
                for text in still
                for line in composed.lines_of(text, shown.get(text.field, ""))
            ]
            shared = "".join(_picture_of(line, dpi) for line in lines)
        moving: list[Line] = []
        for text in moving_texts:
            moving += composed.lines_of(text, shown.get(text.field, ""))
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
    """The line letter by letter, each where the measured width puts it, as in the PDF."""
    size = max(1, round(line.size * POINT * dpi / INCH))
    width = _dots(line.width, dpi) + 2 * size  # room for what leans out of its own width
    rows = [0] * (3 * size)
    pen = 0.0
    for letter in line.text:
        glyph = _glyph(letter, size, line.bold)
        shift = width - (size + round(pen) + glyph.left + glyph.width)
        for y, bits in enumerate(glyph.rows, 2 * size + glyph.top):
            rows[y] |= bits << shift
        pen += faces.width(letter, line.size, bold=line.bold) * dpi / INCH
    top = next((y for y, bits in enumerate(rows) if bits), None)
    if top is None:
        return ""
    while not rows[-1]:
        rows.pop()
    across = (width + 7) // 8
    picture = b"".join((row << (-width % 8)).to_bytes(across, "big") for row in rows[top:])
    x, y = _dots(line.x, dpi) - size, _dots(line.base, dpi) - 2 * size + top
    return _field(x, y, width, len(rows) - top, picture)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter in black and white: `rows` of `width` bits, `left` and `top` from the pen on the base line."""

    left: int
    top: int
    width: int
    rows: tuple[int, ...]


@lru_cache(maxsize=4096)
def _glyph(letter: str, size: int, bold: bool) -> Glyph:
    font = _font(size, bold)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(letter, anchor="ls"))
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        return Glyph(0, 0, 0, ())
    picture = Image.new("1", (width, height), 0)
    ImageDraw.Draw(picture).text((-left, -top), letter, font=font, fill=1, anchor="ls")
    across = (width + 7) // 8
    data = picture.tobytes()
    rows = tuple(
        int.from_bytes(data[at : at + across], "big") >> (-width % 8)
        for at in range(0, across * height, across)
    )
    return Glyph(left, top, width, rows)


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(faces.path(bold=bold), size, layout_engine=ImageFont.Layout.BASIC)


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
    """A picture at x, y. A printer takes no negative corner: blank columns beyond the edge are left out."""
    across = (width + 7) // 8
    rows = [bits[at : at + across] for at in range(0, across * height, across)]
    if x < 0:
        gone = -(x // 8)  # whole bytes, so x becomes 0 to 7
        rows, across, x = [row[gone:] for row in rows], across - gone, x + 8 * gone
    if y < 0:
        rows, y = rows[-y:], 0
    if not rows or across <= 0:
        return ""
    total = across * len(rows)
    return f"^FO{x},{y}^GFA,{total},{total},{across},{packed(rows)}^FS"


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
        found.append(_RUNS.sub(_counted, kept))
        if len(kept) < len(digits):
            found.append(",")
    return "".join(found)


def _counted(run: re.Match[str]) -> str:
    return _run(run[1], len(run[0]))


def _run(digit: str, length: int) -> str:
    """
    >>> _run("F", 3), _run("0", 27), _run("A", 441)
    ('IF', 'gM0', 'zhGA')
    """
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
