"""A label as data: where its words and symbols stand, in millimetres from the upper left corner.

    {"name": "Tem 50 x 30", "width": 50, "height": 30,
     "texts": [{"field": "product_name", "x": 20, "y": 2, "width": 28, "size": 8, "bold": true, "lines": 2}],
     "marks": [{"carrier": "qr", "x": 1, "y": 1, "module": 0.5}]}

`y` of a text is its upper edge; `size` is in points. `x` and `y` of a mark are the corner of its quiet zone.
Presets are in data/layouts.toml; what an enterprise designs is kept in this form.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from django.utils.translation import gettext as _

from txng.barcodes.errors import LayoutError
from txng.barcodes.rules import fields
from txng.barcodes.rules.printing import CARRIERS, NEEDS, Box, Carrier

DATA: Final = Path(__file__).resolve().parent / "data" / "layouts.toml"
SMALLEST_MM: Final = 10
LARGEST_MM: Final = 300
SMALLEST_PT: Final = 4
LARGEST_PT: Final = 72
MOST_TEXTS: Final = 30
MOST_MARKS: Final = 4
POINT: Final = 25.4 / 72  # mm
LEADING: Final = 1.2
Align = Literal["left", "center", "right"]
Level = Literal["serial", "lot", "product"]
LEVELS: Final[tuple[Level, ...]] = ("serial", "lot", "product")
ALIGNS: Final[tuple[Align, ...]] = ("left", "center", "right")
# beside the fields of the law: what the label itself knows
OWN_FIELDS: Final = ("serial", "gtin", "host")


@dataclass(frozen=True, slots=True)
class Text:
    """`before` stands in front of the value on the label: "HSD: "."""

    field: str
    x: float
    y: float
    width: float
    size: float = 7
    bold: bool = False
    align: Align = "left"
    lines: int = 1
    before: str = ""

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.lines * self.size * LEADING * POINT)


@dataclass(frozen=True, slots=True)
class Mark:
    """`module` in mm; `height` of the bars in mm, for linear carriers only. `level`: how much of the code
    the symbol tells; "lot" leaves the serial out, so that bars fit on a carton."""

    carrier: Carrier
    x: float
    y: float
    module: float
    height: float = 0
    level: Level = "serial"


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    width: float
    height: float
    texts: tuple[Text, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def box(self) -> Box:
        return Box(0, 0, self.width, self.height)

    @property
    def shown(self) -> frozenset[str]:
        return frozenset(text.field for text in self.texts)

    def told(self) -> dict[str, Any]:
        """As JSON; `read` gives it back."""
        return asdict(self)


def read(told: object) -> Layout:
    """The layout of JSON values. Raises LayoutError with the first thing that is wrong."""
    if not isinstance(told, Mapping):
        raise LayoutError(_("Mẫu tem phải là một đối tượng JSON có name, width và height."))
    texts, marks = told.get("texts", ()), told.get("marks", ())
    for rows, most in ((texts, MOST_TEXTS), (marks, MOST_MARKS)):
        if not isinstance(rows, list | tuple) or len(rows) > most:
            raise LayoutError(
                _("Mẫu tem có tối đa %(texts)d dòng chữ và %(marks)d mã.")
                % {"texts": MOST_TEXTS, "marks": MOST_MARKS}
            )
    layout = Layout(
        name=_words(told, "name", 60),
        width=_number(told, "width", SMALLEST_MM, LARGEST_MM),
        height=_number(told, "height", SMALLEST_MM, LARGEST_MM),
        texts=tuple(_text(row) for row in texts),
        marks=tuple(_mark(row) for row in marks),
    )
    if not layout.name:
        raise LayoutError(_("Nhập tên mẫu tem."), "name")
    return layout


def _text(row: object) -> Text:
    if not isinstance(row, Mapping):
        raise LayoutError(_("Mỗi dòng chữ của mẫu tem phải là một đối tượng JSON."))
    field = _words(row, "field", 40)
    if field not in fields.names() and field not in OWN_FIELDS:
        raise LayoutError(_("Mẫu tem không có trường nào tên “%(field)s”.") % {"field": field})
    align = row.get("align", "left")
    if align not in ALIGNS:
        raise LayoutError(_("Canh chữ phải là left, center hoặc right."))
    return Text(
        field=field,
        x=_number(row, "x", 0, LARGEST_MM),
        y=_number(row, "y", 0, LARGEST_MM),
        width=_number(row, "width", 1, LARGEST_MM),
        size=_number(row, "size", SMALLEST_PT, LARGEST_PT, 7),
        bold=row.get("bold") is True,
        align=cast("Align", align),
        lines=int(_number(row, "lines", 1, 10, 1)),
        before=_words(row, "before", 40),
    )


def _mark(row: object) -> Mark:
    if not isinstance(row, Mapping):
        raise LayoutError(_("Mỗi mã của mẫu tem phải là một đối tượng JSON."))
    carrier = row.get("carrier")
    if carrier not in CARRIERS:
        raise LayoutError(
            _("Loại mã phải là một trong %(known)s.") % {"known": ", ".join(CARRIERS)}, "carrier"
        )
    level = row.get("level", "serial")
    if level not in LEVELS:
        raise LayoutError(_("Mức của mã phải là serial, lot hoặc product."), "level")
    needs_height = bool(NEEDS[cast("Carrier", carrier)].height)
    return Mark(
        carrier=cast("Carrier", carrier),
        x=_number(row, "x", 0, LARGEST_MM),
        y=_number(row, "y", 0, LARGEST_MM),
        module=_number(row, "module", 0.05, 5),
        height=_number(row, "height", 3, 150, 15) if needs_height else 0,
        level=cast("Level", level),
    )


def _number(
    row: Mapping[Any, Any], name: str, least: float, most: float, default: float | None = None
) -> float:
    value = row.get(name, default)
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not least <= value <= most
    ):
        raise LayoutError(
            _("%(name)s cần một số từ %(least)s đến %(most)s; nhận được “%(got)s”.")
            % {"name": name, "least": least, "most": most, "got": str(value)[:20]},
            name,
        )
    return float(value)


def _words(row: Mapping[Any, Any], name: str, longest: int) -> str:
    value = row.get(name, "")
    if (
        not isinstance(value, str)
        or len(value) > longest
        or not (value == "" or value.isprintable())
    ):
        raise LayoutError(
            _("%(name)s cần chữ, tối đa %(longest)d ký tự.") % {"name": name, "longest": longest},
            name,
        )
    return value


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where labels lie on a page, in mm. A roll is a page with one label."""

    name: str
    page_width: float
    page_height: float
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    across: float = 0  # from one label's left edge to the next one's
    down: float = 0

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    def corner(self, position: int) -> tuple[float, float]:
        """Upper left corner of the label at 0 <= position < per_page, row by row."""
        row, column = divmod(position, self.columns)
        return self.left + column * self.across, self.top + row * self.down


def roll(layout: Layout) -> Sheet:
    return Sheet("roll", layout.width, layout.height)


def a4(layout: Layout, margin: float = 8, gap: float = 2) -> Sheet:
    """As many labels as fit on A4, centred. Raises LayoutError for a label larger than the page."""
    columns = int((210 - 2 * margin + gap) // (layout.width + gap))
    rows = int((297 - 2 * margin + gap) // (layout.height + gap))
    if not columns or not rows:
        raise LayoutError(
            _("Tem %(width)g × %(height)g mm lớn hơn trang A4; in bằng cuộn.")
            % {"width": layout.width, "height": layout.height}
        )
    wide = columns * layout.width + (columns - 1) * gap
    high = rows * layout.height + (rows - 1) * gap
    return Sheet(
        "a4", 210, 297, columns, rows, (210 - wide) / 2, (297 - high) / 2,
        layout.width + gap, layout.height + gap,
    )  # fmt: skip


@cache
def presets() -> Mapping[str, Layout]:
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {row["code"]: read(row) for row in told["layout"]}
