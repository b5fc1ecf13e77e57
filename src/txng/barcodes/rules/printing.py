"""Millimetres, modules and printer dots: how large a symbol must be to be read.

    module    the smallest square (or the narrowest bar) of a symbol, GS1's X-dimension
    dot       what a printer can print: 203 dpi = 0.125 mm, 300 dpi = 0.085 mm, 600 dpi = 0.042 mm

A thermal printer prints whole dots, so a module has a whole number of them; what was asked for is rounded
down and said. A twentieth of a dot is given: "203 dpi" are 8 dots a millimetre, and 0.5 mm four of them.
A module of one dot is never read, one of two seldom.

Source: GS1 General Specifications, section 5.12 (symbol specification tables): EAN 0.264 to 0.660 mm; GS1-128
0.495 mm in distribution, 0.250 mm elsewhere; two-dimensional symbols 1.5 times the linear 0.264, that is
0.396 mm, at tills. Quiet zones: ISO/IEC 18004, 16022, 15417, 15420.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Carrier = Literal["qr", "datamatrix", "gs1-128", "ean-13"]
CARRIERS: Final[tuple[Carrier, ...]] = ("qr", "datamatrix", "gs1-128", "ean-13")
RESOLUTIONS: Final = (203, 300, 600)
INCH: Final = 25.4
FEWEST_DOTS: Final = 2
SLACK: Final = 0.05  # of a dot
STEADY_DOTS: Final = 3


@dataclass(frozen=True, slots=True)
class Need:
    """Modules in mm: below `least` a telephone or scanner fails, below `till` a till may. Quiet zones in
    modules: `left`, `right`, and `above` (below is the same). Bars lower than `height` mm are harder to hit;
    0 for a matrix."""

    least: float
    till: float
    largest: float
    left: int
    right: int
    above: int
    height: float


NEEDS: Final = MappingProxyType(
    {
        "qr": Need(0.25, 0.396, 0.99, 4, 4, 4, 0),
        "datamatrix": Need(0.25, 0.396, 0.99, 1, 1, 1, 0),
        "gs1-128": Need(0.25, 0.495, 1.016, 10, 10, 0, 12.7),
        "ean-13": Need(0.264, 0.264, 0.66, 11, 7, 0, 18.28),
    }
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the label, in mm from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def is_inside(self, other: "Box", slack: float = 0.01) -> bool:
        return (
            self.x >= other.x - slack
            and self.y >= other.y - slack
            and self.x + self.width <= other.x + other.width + slack
            and self.y + self.height <= other.y + other.height + slack
        )

    def meets(self, other: "Box", slack: float = 0.01) -> bool:
        return (
            self.x < other.x + other.width - slack
            and other.x < self.x + self.width - slack
            and self.y < other.y + other.height - slack
            and other.y < self.y + self.height - slack
        )


@dataclass(frozen=True, slots=True)
class Fitted:
    """A module as a printer prints it. `verdict`: "fine"; "small for tills"; "coarse" (two dots);
    "too small"; "too large"."""

    dots: int
    module: float
    verdict: Literal["fine", "small for tills", "coarse", "too small", "too large"]


def fitted(carrier: Carrier, module: float, dpi: int) -> Fitted:
    """The module of `module` mm, rounded down to whole dots of a printer.

    >>> fitted("qr", 0.4, 203)
    Fitted(dots=3, module=0.3754, verdict='small for tills')
    >>> fitted("qr", 0.5, 203).dots
    4
    >>> fitted("qr", 0.4, 600).verdict, fitted("qr", 0.2, 600).verdict, fitted("qr", 0.3, 203).verdict
    ('small for tills', 'too small', 'coarse')
    """
    need = NEEDS[carrier]
    dots = int(module * dpi / INCH + SLACK)
    real = round(dots * INCH / dpi, 4)
    if dots < FEWEST_DOTS or real < need.least - 0.005:
        return Fitted(dots, real, "too small")
    if real > need.largest + 0.005:
        return Fitted(dots, real, "too large")
    if dots < STEADY_DOTS:
        return Fitted(dots, real, "coarse")
    return Fitted(dots, real, "fine" if real >= need.till - 0.005 else "small for tills")


def smallest_module(carrier: Carrier, dpi: int) -> float:
    """The smallest module of whole dots that is neither too small nor coarse."""
    dots = STEADY_DOTS
    while fitted(carrier, dots * INCH / dpi, dpi).verdict in ("too small", "coarse"):
        dots += 1
    return dots * INCH / dpi


def printed_size(
    carrier: Carrier, columns: int, rows: int, module: float, height: float = 0
) -> tuple[float, float]:
    """Width and height in mm of a symbol with its quiet zones; `height` of the bars of a linear one."""
    need = NEEDS[carrier]
    width = (columns + need.left + need.right) * module
    if need.height:
        return width, height
    return width, (rows + 2 * need.above) * module
