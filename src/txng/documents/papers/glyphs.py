"""Which signs our printing face has, what stands for those it lacks, and how wide a line is.

The face is Tinos (fonts/README.md): the widths of Times New Roman, so that what is measured here also
holds for the DOCX, which names Times New Roman.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS: Final = Path(__file__).resolve().parent.parent / "fonts"
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
FILES: Final = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}

# A form marks with signs that no text face has; words and plain marks say the same.
INSTEAD: Final = {
    "→": "->",
    "←": "<-",
    "↔": "<->",
    "⇒": "=>",
    "≤": "<=",
    "≥": ">=",
    "≠": "khác",
    "≈": "khoảng",
    "∑": "Tổng",
    "Σ": "Tổng",
    "Δ": "chênh lệch",
    "∞": "vô hạn",
    "√": "căn",
    "−": "-",
    "□": "[ ]",
    "☐": "[ ]",
    "■": "[x]",
    "☑": "[x]",
    "☒": "[x]",
    "✓": "[x]",
    "✔": "[x]",
    "✗": "[ ]",
    "●": "•",
    "○": "o",
    "▪": "•",
    "★": "*",
    "☆": "*",
    "\N{ZERO WIDTH SPACE}": "",
    "\N{WORD JOINER}": "",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}",
    "\N{LINE SEPARATOR}": "\n",
    "\N{PARAGRAPH SEPARATOR}": "\n",
}
UNKNOWN: Final = "(?)"
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with signs that all four styles have, in NFC; line breaks stay.

    >>> printable("Đạt ✓, sai số ≤ 5 %")
    'Đạt [x], sai số <= 5 %'
    """
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return text
    known = signs()
    return "".join(char if char in known else _instead_of(char) for char in text)


def _instead_of(char: str) -> str:
    if char in INSTEAD:
        return INSTEAD[char]
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and all(one in signs() for one in plain):
        return plain
    bare = "".join(
        one for one in unicodedata.normalize("NFD", char) if not unicodedata.combining(one)
    )
    if bare != char and bare and all(one in signs() for one in bare):
        return bare
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    return UNKNOWN


@cache
def signs() -> frozenset[str]:
    """What every style of the face can print, and the line break."""
    register()
    sets = [set(pdfmetrics.getFont(name).face.charToGlyph) for name in FILES]
    shared = set.intersection(*sets)
    return frozenset(chr(code) for code in shared if code >= 0x20) - set(INSTEAD) | {"\n"}


@cache
def register() -> None:
    """Make the four styles known to reportlab, once a process."""
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC
    )


def width_pt(text: str, face: str, size: float) -> float:
    """How long the text is on one line, in points."""
    register()
    return float(pdfmetrics.stringWidth(text, face, size))
