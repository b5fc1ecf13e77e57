"""Symbols as modules, without any measure: which squares or bars are dark.

    make("qr", "HTTPS://..")        rows of runs: (2, 5) is five dark modules from column 2
    make("gs1-128", "(01)..")       one row; the height of bars is the label's affair

zxing-cpp writes and reads. Its options are keywords: those in its `options` text are ignored in silence,
so the level of error correction is read back in the tests.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

import zxingcpp
from django.utils.translation import gettext as _

from txng.barcodes.errors import ContentError
from txng.barcodes.rules.printing import Carrier

_FORMAT: Final[dict[Carrier, tuple[Any, dict[str, Any]]]] = {
    "qr": (zxingcpp.BarcodeFormat.QRCode, {"ec_level": "M"}),
    "datamatrix": (zxingcpp.BarcodeFormat.DataMatrix, {"gs1": True, "force_square": True}),
    "gs1-128": (zxingcpp.BarcodeFormat.Code128, {"gs1": True}),
    "ean-13": (zxingcpp.BarcodeFormat.EAN13, {}),
}
LINEAR: Final = ("gs1-128", "ean-13")
_DARK: Final = re.compile(rb"\x00+")
Runs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Symbol:
    """`rows[y]` holds (first column, length) of each dark run; quiet zones are not part of it.

    A linear symbol has one row of bars; an EAN-13 a second one, its guard bars, which reach lower.
    """

    carrier: Carrier
    text: str
    columns: int
    rows: tuple[Runs, ...]

    @property
    def is_linear(self) -> bool:
        return self.carrier in LINEAR


def make(carrier: Carrier, text: str) -> Symbol:
    """Raises ContentError when the symbol cannot hold the text."""
    kind, options = _FORMAT[carrier]
    try:
        made = zxingcpp.create_barcode(text, kind, **options)
    except (ValueError, RuntimeError) as error:
        raise ContentError(
            _("Không ghi được “%(text)s” vào mã %(carrier)s.")
            % {"text": text[:80], "carrier": carrier}
        ) from error
    picture = made.to_image(scale=1, add_quiet_zones=False)
    height, width = picture.shape
    modules = bytes(memoryview(cast("Any", picture)).cast("B"))
    lines: tuple[int, ...] = tuple(range(height))
    if carrier in LINEAR:
        lines = (0, height - 1) if carrier == "ean-13" else (0,)
    rows = tuple(
        tuple(
            (found.start(), found.end() - found.start())
            for found in _DARK.finditer(modules[y * width : (y + 1) * width])
        )
        for y in lines
    )
    return Symbol(carrier, text, width, rows)


@lru_cache(maxsize=512)
def kept(carrier: Carrier, text: str) -> Symbol:
    """`make` for a symbol that many labels share: an EAN-13, a lot's code."""
    return make(carrier, text)
