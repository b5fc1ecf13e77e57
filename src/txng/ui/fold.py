"""One folding for search, pickers and imports: what people type finds what is written.

    Hợp tác xã  ĐẠ TẺH      hop tac xa da teh
    B’Lao, B'lao            b'lao
    ５８００－１２３            5800-123           letters of other widths, dashes of Word

Marks are taken off after decomposing; đ is a letter of its own and has no mark to take off. Whatever
writes the same (NFC or NFD, one space or three, a zero-width space from a web page) folds to the same.

>>> fold("Đạ Tẻh") == fold("da  teh")
True
>>> words("Cà phê nhân Robusta (loại 1), xã Đạ Tẻh")
['ca', 'phe', 'nhan', 'robusta', 'loai', '1', 'xa', 'da', 'teh']
"""

import re
import unicodedata
from typing import Final

_ALIKE: Final = str.maketrans(
    {
        "đ": "d",
        **dict.fromkeys("’‘ʼ′`´", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_WORD: Final = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without marks, one space between words; folding again changes nothing."""
    if not text.isascii():
        # twice: the Kelvin sign decomposes to a capital, İ becomes i with a mark when lowered
        letters = unicodedata.normalize("NFKD", text).translate(_ALIKE).lower()
        letters = unicodedata.normalize("NFKD", letters).translate(_ALIKE)
        text = "".join(letter for letter in letters if not _is_invisible(letter))
    return " ".join(text.lower().split())


def words(text: str) -> list[str]:
    """The folded words of a text, in order: runs of letters and digits."""
    return _WORD.findall(fold(text))


def _is_invisible(letter: str) -> bool:
    """A mark on the letter before it, or a format character (soft hyphen, zero-width space)."""
    return unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")
