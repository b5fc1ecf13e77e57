"""Labels as PDF: sheets of A4 or a roll with one label a page, all of it vectors.

What all labels share is drawn once and repeated; a symbol goes into the page as one path of whole-number
rectangles, which is twenty times cheaper than asking the library for each and leaves no seams.
"""

import io
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from txng.barcodes import composed, faces
from txng.barcodes.composed import Line, Placed
from txng.barcodes.content import Code
from txng.barcodes.layouts import Layout, Sheet
from txng.barcodes.svg import GUARD

_SHARED = "shared"


@cache
def fonts() -> Mapping[bool, str]:
    """Names of the two weights, True for bold, known to ReportLab from here on."""
    names = {False: "BeVietnamPro", True: "BeVietnamPro-Bold"}
    for bold, name in names.items():
        pdfmetrics.registerFont(TTFont(name, str(faces.path(bold=bold))))
    return names


def printed(
    codes: Iterable[Code],
    layout: Layout,
    words: Mapping[str, str],
    sheet: Sheet,
    *,
    stem: str,
    dpi: int,
    title: str,
    start: int = 0,
) -> bytes:
    """One label for each code, in their order. `start`: places left free on the first page, for sheets
    that were used before. At least one code. Raises ContentError."""
    faces_of, out = fonts(), io.BytesIO()
    canvas = Canvas(
        out, pagesize=(sheet.page_width * mm, sheet.page_height * mm), pageCompression=1
    )
    canvas.setTitle(title)
    canvas.setCreator("txng")
    moving = [text for text in layout.texts if composed.changes_with_the_serial(text)]
    position = start
    for number, code in enumerate(codes):
        if number == 0:
            _keep_shared(canvas, faces_of, layout, words, code, stem)
        elif position == sheet.per_page:
            canvas.showPage()
            position = 0
        left, top = sheet.corner(position)
        canvas.saveState()
        canvas.translate(left * mm, (sheet.page_height - top - layout.height) * mm)
        canvas.doForm(_SHARED)
        marks = [composed.placed(mark, code, stem, dpi) for mark in layout.marks]
        shown = composed.words_of(code, words, stem)
        lines = [
            line for text in moving for line in composed.lines_of(text, shown.get(text.field, ""))
        ]
        for mark in marks:
            canvas.addLiteral(_mark(mark, layout.height))
            lines += composed.readable(mark)
        _write(canvas, faces_of, lines, layout.height)
        if sheet.per_page > 1:  # where to cut
            canvas.setLineWidth(0.1)
            canvas.setStrokeGray(0.7)
            canvas.rect(0, 0, layout.width * mm, layout.height * mm)
        canvas.restoreState()
        position += 1
    canvas.save()
    return out.getvalue()


def _keep_shared(
    canvas: Any,
    fonts: Mapping[bool, str],
    layout: Layout,
    words: Mapping[str, str],
    code: Code,
    stem: str,
) -> None:
    """The words that no serial changes, once for the whole document."""
    shown = composed.words_of(code, words, stem)
    canvas.beginForm(_SHARED, 0, 0, layout.width * mm, layout.height * mm)
    _write(
        canvas,
        fonts,
        [
            line
            for text in layout.texts
            if not composed.changes_with_the_serial(text)
            for line in composed.lines_of(text, shown.get(text.field, ""))
        ],
        layout.height,
    )
    canvas.endForm()


def _write(canvas: Any, fonts: Mapping[bool, str], lines: Iterable[Line], height: float) -> None:
    for line in lines:
        canvas.setFont(fonts[line.bold], line.size)
        canvas.drawString(line.x * mm, (height - line.base) * mm, line.text)


def _mark(mark: Placed, height: float) -> str:
    """PDF operators: the symbol's corner becomes the origin, a module the unit, y points up."""
    symbol, module = mark.symbol, mark.module * mm
    x, top = mark.x * mm, (height - mark.y) * mm
    if not symbol.is_linear:
        body = [
            f"{column} {-y - 1} {length} 1 re"
            for y, runs in enumerate(symbol.rows)
            for column, length in runs
        ]
        return f"q 0 g {module:.4f} 0 0 {module:.4f} {x:.4f} {top:.4f} cm\n{' '.join(body)} f Q"
    bars = mark.height * mm
    body = [f"{column} -1 {length} 1 re" for column, length in symbol.rows[0]]
    if len(symbol.rows) > 1:
        reach = 1 + GUARD * mark.module / mark.height
        body += [
            f"{column} {-reach:.4f} {length} {reach:.4f} re" for column, length in symbol.rows[1]
        ]
    return f"q 0 g {module:.4f} 0 0 {bars:.4f} {x:.4f} {top:.4f} cm\n{' '.join(body)} f Q"
