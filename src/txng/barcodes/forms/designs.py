"""The label designer's form: a layout as rows of boxes, and back.

name, width, height
m0_carrier m0_level m0_x m0_y m0_module m0_height       an empty carrier takes the row out
t0_field t0_x t0_y t0_width t0_size t0_lines t0_align t0_bold t0_before
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from txng.barcodes import layouts
from txng.barcodes.errors import LayoutError
from txng.barcodes.layouts import Layout
from txng.barcodes.rules import fields as law
from txng.barcodes.rules.printing import CARRIERS
from txng.ui import typed_values

BLANK_ROWS: Final = 2
MARK_NUMBERS: Final = ("x", "y", "module", "height")
TEXT_NUMBERS: Final = ("x", "y", "width", "size", "lines")


def labels() -> dict[str, str]:
    return {
        "x": _("Cách trái (mm)"),
        "y": _("Cách trên (mm)"),
        "width": _("Rộng (mm)"),
        "height": _("Cao (mm)"),
        "size": _("Cỡ chữ (pt)"),
        "lines": _("Số dòng"),
        "module": _("Cỡ ô (mm)"),
        "name": _("Tên mẫu"),
    }


def field_choices() -> list[tuple[str, str]]:
    own = {
        "serial": _("Số sê-ri"),
        "gtin": "GTIN",
        "host": _("Địa chỉ tra cứu, in bằng chữ"),
    }
    known = {name: text for name, text in law.names().items() if name != "trace_code"}
    return [*known.items(), *own.items()]


def carrier_choices() -> list[tuple[str, str]]:
    names = {
        "qr": _("QR (điện thoại)"),
        "datamatrix": "GS1 DataMatrix",
        "gs1-128": "GS1-128",
        "ean-13": "EAN-13",
    }
    return [(carrier, names[carrier]) for carrier in CARRIERS]


def level_choices() -> list[tuple[str, str]]:
    return [("serial", _("Có số sê-ri")), ("lot", _("Đến số lô")), ("product", _("Chỉ sản phẩm"))]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the boxes, as text; what was typed wrong stays."""

    name: str
    width: str
    height: str
    marks: tuple[Mapping[str, str], ...]
    texts: tuple[Mapping[str, str], ...]


def typed_of(layout: Layout) -> Typed:
    told = layout.told()
    marks = [{key: _shown(value) for key, value in mark.items()} for mark in told["marks"]]
    texts = [{key: _shown(value) for key, value in text.items()} for text in told["texts"]]
    size = (_shown(layout.width), _shown(layout.height))
    return Typed(layout.name, *size, *_with_blanks(marks, texts))


def typed_in(data: Mapping[str, Any]) -> Typed:
    """What was sent."""
    marks = _rows(data, "m", layouts.MOST_MARKS, ("carrier", "level", *MARK_NUMBERS))
    texts = _rows(
        data, "t", layouts.MOST_TEXTS, ("field", "align", "before", "bold", *TEXT_NUMBERS)
    )
    kept_marks = [row for row in marks if row["carrier"]]
    kept_texts = [row for row in texts if row["field"]]
    return Typed(
        str(data.get("name", ""))[:100],
        str(data.get("width", ""))[:20],
        str(data.get("height", ""))[:20],
        *_with_blanks(kept_marks, kept_texts),
    )


def layout_of(typed: Typed) -> Layout:
    """Raises LayoutError with the first thing that is wrong."""
    return layouts.read(
        {
            "name": typed.name.strip(),
            "width": _number(typed.width, "width"),
            "height": _number(typed.height, "height"),
            "marks": [_read(row, MARK_NUMBERS) for row in typed.marks if row.get("carrier")],
            "texts": [_read(row, TEXT_NUMBERS) for row in typed.texts if row.get("field")],
        }
    )


def _read(row: Mapping[str, str], numbers: tuple[str, ...]) -> dict[str, Any]:
    told: dict[str, Any] = {key: text for key, text in row.items() if key not in numbers}
    for key in numbers:
        if row.get(key, "").strip():
            told[key] = _number(row[key], key)
    if "field" in row:
        told["bold"] = row.get("bold") in ("on", "True")
        told["align"] = row.get("align") or "left"
    else:
        told["level"] = row.get("level") or "serial"
        if not told.get("height"):
            told.pop("height", None)
    return told


def _number(text: str, name: str) -> float:
    try:
        return float(typed_values.number(text))
    except typed_values.TypedValueError as error:
        raise LayoutError(f"{labels()[name]}: {error}", name) from error


def _rows(
    data: Mapping[str, Any], letter: str, most: int, keys: tuple[str, ...]
) -> list[dict[str, str]]:
    return [
        {key: str(data.get(f"{letter}{number}_{key}", ""))[:60] for key in keys}
        for number in range(most)
    ]


def _with_blanks(
    marks: list[dict[str, str]], texts: list[dict[str, str]]
) -> tuple[tuple[dict[str, str], ...], tuple[dict[str, str], ...]]:
    marks = [*marks, {}][: layouts.MOST_MARKS]
    texts = [*texts, *({} for _row in range(BLANK_ROWS))][: layouts.MOST_TEXTS]
    return tuple(marks), tuple(texts)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
