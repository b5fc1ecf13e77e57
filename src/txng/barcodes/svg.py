"""A label as SVG in real millimetres: the preview beside the form, drawn by the server.

Words are pressed to the width that they have in print, so the preview shows what fits even before the
page's own face has loaded. No style attributes: the Content-Security-Policy forbids them.
"""

from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from txng.barcodes.composed import Drawing, Line, Placed
from txng.barcodes.layouts import POINT

GUARD: Final = 5  # modules that the guard bars of an EAN-13 reach lower


def drawn(drawing: Drawing, title: str) -> SafeString:
    """`title` is what a screen reader says."""
    width, height = _mm(drawing.width), _mm(drawing.height)
    head = (
        f'<svg class="label" xmlns="http://www.w3.org/2000/svg" role="img" width="{width}mm"'
        f' height="{height}mm" viewBox="0 0 {width} {height}"><title>{escape(title)}</title>'
        f'<rect class="label-paper" width="{width}" height="{height}" fill="#fff"/>'
    )
    parts = [head]
    parts += [_mark(mark) for mark in drawing.marks]
    parts += [_line(line) for line in drawing.lines]
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - numbers of ours, and text that was escaped


def _line(line: Line) -> str:
    weight = ' font-weight="700"' if line.bold else ""
    return (
        f'<text x="{_mm(line.x)}" y="{_mm(line.base)}" font-size="{_mm(line.size * POINT)}"{weight}'
        f' textLength="{_mm(max(line.width, 0.1))}" lengthAdjust="spacingAndGlyphs" fill="#000">'
        f"{escape(line.text)}</text>"
    )


def _mark(mark: Placed) -> str:
    down, symbol = mark.module, mark.symbol
    if symbol.is_linear:
        down = mark.height
    path = [
        f"M{column} {y}h{length}v1h-{length}z"
        for y, runs in enumerate(symbol.rows[:1] if symbol.is_linear else symbol.rows)
        for column, length in runs
    ]
    found = (
        f'<path shape-rendering="crispEdges" fill="#000" transform="translate({_mm(mark.x)}'
        f' {_mm(mark.y)}) scale({mark.module:g} {down:g})" d="{"".join(path)}"/>'
    )
    for column, length in symbol.rows[1] if symbol.is_linear and len(symbol.rows) > 1 else ():
        found += (
            f'<rect x="{_mm(mark.x + column * mark.module)}" y="{_mm(mark.y + mark.height)}"'
            f' width="{_mm(length * mark.module)}" height="{_mm(GUARD * mark.module)}" fill="#000"/>'
        )
    return found


def _mm(value: float) -> str:
    """
    >>> _mm(12.50000001), _mm(3)
    ('12.5', '3')
    """
    return f"{value:.3f}".rstrip("0").rstrip(".")
