"""The face of every label: Be Vietnam Pro, two weights, measured once.

    width("Cà phê Cầu Đất", 8, bold=True)     mm, by adding up advances: the same in PDF, ZPL and preview
    wrapped(text, ...)                         lines that fit, and whether all of it did

A printer's own fonts have no Vietnamese letters, so ZPL gets pictures of words made with this face.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from PIL import ImageFont

from txng.barcodes.layouts import POINT

PACKAGE: Final = "fontpkg_be_vietnam_pro"
_UNITS: Final = 1000
ELLIPSIS: Final = "…"


def path(*, bold: bool = False) -> Path:
    """The TrueType file of a weight."""
    weight = "Bold" if bold else "Regular"
    return Path(str(files(PACKAGE))) / "files" / f"BeVietnamPro-{weight}.ttf"


@cache
def _face(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path(bold=bold), _UNITS, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _advance(letter: str, bold: bool) -> float:
    """In ems."""
    return _face(bold).getlength(letter) / _UNITS


def width(text: str, size: float, *, bold: bool = False) -> float:
    """In mm, without kerning; `size` in points."""
    return sum(_advance(letter, bold) for letter in text) * size * POINT


@cache
def ascent(*, bold: bool = False) -> float:
    """From the upper edge of a line to its base line, in ems."""
    up, down = _face(bold).getmetrics()
    return up / (up + down)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """`is_whole` is False when words had to be left out."""

    lines: tuple[str, ...]
    is_whole: bool


@lru_cache(maxsize=4096)
def wrapped(text: str, size: float, mm: float, lines: int, *, bold: bool = False) -> Wrapped:
    """`text` on at most `lines` lines of `mm`; what does not fit ends in "…". Breaks at blanks only,
    and inside a word that alone is too wide."""
    words = unicodedata.normalize("NFC", text).split()
    found: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= mm:
            line = longer
        elif line:
            found.append(line)
            line = ""
            words.insert(0, word)
        else:
            cut = _cut(word, size, mm, bold=bold)
            found.append(cut)
            if rest := word[len(cut) :]:
                words.insert(0, rest)
    if line:
        found.append(line)
    if len(found) <= lines:
        return Wrapped(tuple(found), True)
    kept = found[:lines]
    last = kept[-1] + ELLIPSIS
    while len(last) > 1 and width(last, size, bold=bold) > mm:
        last = last[:-2].rstrip() + ELLIPSIS
    return Wrapped((*kept[:-1], last), False)


def _cut(word: str, size: float, mm: float, *, bold: bool) -> str:
    """As much of a word as fits, at least one letter."""
    end = 1
    while end < len(word) and width(word[: end + 1], size, bold=bold) <= mm:
        end += 1
    return word[:end]
