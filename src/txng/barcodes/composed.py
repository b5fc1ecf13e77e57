"""A layout and the words of one label become lines and symbols at places: what every writer draws.

    compose(layout, words, code, stem, dpi=203) ─> Drawing(lines, marks)
                                                     ├─ svg.py   preview on the page
                                                     ├─ pdf.py   sheets and rolls
                                                     └─ zpl.py   label printers

and `problems(...)` says what is wrong with it before anything is printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext as _

from txng.barcodes import content, faces, symbols
from txng.barcodes.content import Code
from txng.barcodes.errors import ContentError
from txng.barcodes.layouts import LEADING, POINT, Layout, Level, Mark, Text
from txng.barcodes.rules import fields, serials
from txng.barcodes.rules.printing import NEEDS, Box, fitted, printed_size, smallest_module
from txng.barcodes.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `x` is its left end, `base` its base line, both in mm from the upper left."""

    text: str
    x: float
    base: float
    size: float
    bold: bool
    width: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A symbol at its dark corner (quiet zone left aside), `module` in mm as the printer prints it."""

    symbol: Symbol
    x: float
    y: float
    module: float
    height: float  # of a linear symbol's bars; 0 for a matrix


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    lines: tuple[Line, ...]
    marks: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """`weight`: "stop" is not printed, "warn" is told."""

    weight: Literal["stop", "warn"]
    sentence: str


def words_of(code: Code, words: Mapping[str, str], stem: str) -> dict[str, str]:
    """The words of a label with what the label itself knows."""
    own = {"gtin": code.gtin, "host": content.host_of(stem), "lot": code.lot}
    if code.serial:
        own["serial"] = serials.grouped(code.serial)
    if code.expires_on:
        own["expires_on"] = f"{code.expires_on:%d/%m/%Y}"
    return {**own, **{field: text for field, text in words.items() if text.strip()}}


def compose(
    layout: Layout, words: Mapping[str, str], code: Code, stem: str, *, dpi: int
) -> Drawing:
    """Raises ContentError for a code that a symbol cannot hold."""
    shown = words_of(code, words, stem)
    marks = tuple(placed(mark, code, stem, dpi) for mark in layout.marks)
    lines = [line for text in layout.texts for line in lines_of(text, shown.get(text.field, ""))]
    lines += [line for mark in marks for line in readable(mark)]
    return Drawing(layout.width, layout.height, tuple(lines), marks)


def changes_with_the_serial(text: Text) -> bool:
    return text.field == "serial"


def lines_of(text: Text, value: str) -> tuple[Line, ...]:
    """Nothing for an empty value: a caption alone would promise words."""
    return _lines(text, value) if value else ()


@lru_cache(maxsize=1024)
def _lines(text: Text, value: str) -> tuple[Line, ...]:
    step = text.size * LEADING * POINT
    rise = text.size * POINT * faces.ascent(bold=text.bold)
    found = []
    wrapped = faces.wrapped(text.before + value, text.size, text.width, text.lines, bold=text.bold)
    for number, line in enumerate(wrapped.lines):
        width = faces.width(line, text.size, bold=text.bold)
        gap = {"left": 0.0, "center": (text.width - width) / 2, "right": text.width - width}
        x = text.x + gap[text.align]
        found.append(Line(line, x, text.y + number * step + rise, text.size, text.bold, width))
    return tuple(found)


def placed(mark: Mark, code: Code, stem: str, dpi: int) -> Placed:
    told = of_level(code, mark.level)
    text = content.text_of(mark.carrier, told, stem)
    shared = not told.serial or mark.carrier == "ean-13"
    symbol = symbols.kept(mark.carrier, text) if shared else symbols.make(mark.carrier, text)
    module = fitted(mark.carrier, mark.module, dpi).module
    need = NEEDS[mark.carrier]
    return Placed(
        symbol,
        mark.x + need.left * module,
        mark.y + need.above * module,
        module,
        mark.height,
    )


def readable(mark: Placed) -> tuple[Line, ...]:
    """The digits under bars, for when no scanner reads them. A matrix has none: the label's words say it."""
    if not mark.symbol.is_linear:
        return ()
    text, module = mark.symbol.text, mark.module
    size = _readable_size(mark)
    base = mark.y + mark.height + size * POINT
    if mark.symbol.carrier == "gs1-128":
        width = faces.width(text, size)
        middle = mark.x + mark.symbol.columns * module / 2
        return (Line(text, middle - width / 2, base, size, False, width),)
    found = []
    for part, middle in ((text[0], -5.5), (text[1:7], 24.5), (text[7:], 70.5)):
        width = faces.width(part, size)
        found.append(Line(part, mark.x + middle * module - width / 2, base, size, False, width))
    return tuple(found)


def _readable_size(mark: Placed) -> float:
    return 7.0 if mark.symbol.carrier == "gs1-128" else 24 * mark.module


def of_level(code: Code, level: Level) -> Code:
    if level == "product":
        return replace(code, lot="", serial="", expires_on=None)
    return replace(code, serial="") if level == "lot" else code


def box_of(mark: Mark, symbol: Symbol, module: float) -> Box:
    """With its quiet zones and the digits under bars."""
    width, height = printed_size(
        mark.carrier, symbol.columns, len(symbol.rows), module, mark.height
    )
    if symbol.is_linear:
        size = _readable_size(Placed(symbol, mark.x, mark.y, module, mark.height))
        height += size * POINT * LEADING
    return Box(mark.x, mark.y, width, height)


def problems(
    layout: Layout, words: Mapping[str, str], code: Code, stem: str, *, dpi: int
) -> list[Problem]:
    """What is wrong with a label, what stops it first. Empty when it may be printed as it is."""
    found: list[Problem] = []
    boxes: list[tuple[str, Box]] = []
    if not layout.marks:
        found.append(Problem("stop", _("Mẫu tem chưa có mã nào để quét. Thêm ít nhất một mã.")))
    for mark in layout.marks:
        try:
            symbol = placed(mark, code, stem, dpi).symbol
        except ContentError as error:
            found.append(Problem("stop", str(error)))
            continue
        found += _of_module(mark, symbol, dpi)
        box = box_of(mark, symbol, fitted(mark.carrier, mark.module, dpi).module)
        if not box.is_inside(layout.box):
            found.append(
                Problem(
                    "stop",
                    _("Mã %(carrier)s cần %(width).1f × %(height).1f mm kể cả vùng trắng, và nằm ra"
                      " ngoài tem. Dời mã, hoặc chọn tem lớn hơn.")
                    % {"carrier": mark.carrier, "width": box.width, "height": box.height},
                )
            )  # fmt: skip
        found += [
            Problem("stop", _("Hai mã chồng lên nhau: %(one)s và %(other)s.")
                    % {"one": mark.carrier, "other": other})
            for other, there in boxes if box.meets(there)
        ]  # fmt: skip
        boxes.append((mark.carrier, box))
    shown = words_of(code, words, stem)
    for text in layout.texts:
        found += _of_text(layout, text, shown.get(text.field, ""), boxes)
    return sorted(found, key=lambda one: one.weight != "stop")


def _of_module(mark: Mark, symbol: Symbol, dpi: int) -> list[Problem]:
    fit, need = fitted(mark.carrier, mark.module, dpi), NEEDS[mark.carrier]
    told = {
        "carrier": mark.carrier,
        "module": fit.module,
        "dpi": dpi,
        "least": smallest_module(mark.carrier, dpi),
        "till": need.till,
        "largest": need.largest,
    }
    found = []
    if fit.verdict == "too small":
        found.append(Problem("stop", _(
            "Mã %(carrier)s quá nhỏ: một ô in ra %(module).3f mm, máy in %(dpi)d dpi cần ít nhất"
            " %(least).3f mm.") % told))  # fmt: skip
    elif fit.verdict == "too large":
        found.append(Problem("stop", _(
            "Mã %(carrier)s quá lớn: một ô in ra %(module).3f mm, chuẩn GS1 cho tới %(largest).3f mm.")
            % told))  # fmt: skip
    elif fit.verdict == "coarse":
        found.append(Problem("warn", _(
            "Mã %(carrier)s chỉ có 2 chấm in mỗi ô ở %(dpi)d dpi, dễ nhòe. Nên dùng ô từ %(least).3f mm.")
            % told))  # fmt: skip
    elif fit.verdict == "small for tills":
        found.append(Problem("warn", _(
            "Mã %(carrier)s in ra ô %(module).3f mm: điện thoại đọc được, nhưng máy quét ở quầy thu ngân"
            " cần %(till).3f mm.") % told))  # fmt: skip
    if need.height and mark.height < need.height - 0.01:
        found.append(Problem("warn", _(
            "Vạch của mã %(carrier)s cao %(height).1f mm, chuẩn GS1 là %(wanted).1f mm: máy quét khó bắt"
            " hơn.")
            % {"carrier": mark.carrier, "height": mark.height, "wanted": need.height}))  # fmt: skip
    if mark.carrier == "qr" and not content.is_alphanumeric(symbol.text):
        found.append(Problem("warn", _(
            "Mã QR có chữ thường hoặc dấu _ nên to hơn (%(columns)d ô mỗi cạnh). Viết số lô bằng chữ hoa thì"
            " mã nhỏ lại.")
            % {"columns": symbol.columns}))  # fmt: skip
    return found


def _of_text(layout: Layout, text: Text, value: str, boxes: list[tuple[str, Box]]) -> list[Problem]:
    name = fields.names().get(text.field, text.field)
    found = []
    if not text.box.is_inside(layout.box):
        found.append(Problem("stop", _("Dòng “%(name)s” nằm ra ngoài tem.") % {"name": name}))
    if not value:
        return found
    for carrier, box in boxes:
        if any(Box(line.x, line.base - line.size * POINT * 0.75, line.width, line.size * POINT).meets(box)
               for line in lines_of(text, value)):  # fmt: skip
            found.append(Problem("stop", _(
                "Dòng “%(name)s” đè lên mã %(carrier)s hoặc vùng trắng của nó.")
                % {"name": name, "carrier": carrier}))  # fmt: skip
    whole = faces.wrapped(text.before + value, text.size, text.width, text.lines, bold=text.bold)
    if not whole.is_whole:
        found.append(Problem("warn", _(
            "Dòng “%(name)s” dài quá, phần cuối bị cắt. Nới rộng dòng hoặc giảm cỡ chữ.")
            % {"name": name}))  # fmt: skip
    return found
