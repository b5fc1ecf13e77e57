"""CSV that opens in a spreadsheet as it was meant, and never as a formula.

    =1+1        '=1+1          a cell that a spreadsheet would run gets an apostrophe in front
    -1,5        -1,5           a negative number stays one
    +84 263     '+84 263

Source of the list of signs: OWASP, CSV injection; reference/reliability.md F20.

>>> print(line(["Đạ Tẻh", "=HYPERLINK(1)", "-1.234,5"]).strip())
Đạ Tẻh,'=HYPERLINK(1),"-1.234,5"
"""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

BOM: Final = "\ufeff"  # without it Excel takes UTF-8 for something else
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NEGATIVE: Final = re.compile(r"-\d[\d.,]*")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    bare = text.lstrip(" \u00a0\u200b\ufeff'\"")
    if text[:1] in DANGEROUS or bare[:1] in DANGEROUS:
        return text if _NEGATIVE.fullmatch(text) else f"'{text}"
    return text


def line(cells: Sequence[str]) -> str:
    """One row with its end of line."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded(cell) for cell in cells])
    return buffer.getvalue()
