"""Words of registers as clear lines of an entry."""

import unicodedata
from typing import Final

LONGEST: Final = 2000
_HIDDEN: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def plain(text: str) -> str:
    """The text as an entry can say it: nothing that a register took may hold up the log.

    >>> plain("VG\u200b-1\\n"), plain("\u200b")
    ('VG-1', '-')
    """
    told = unicodedata.normalize("NFC", text)
    shown = "".join(
        " " if letter in "\n\t" else letter
        for letter in told
        if letter in "\n\t" or unicodedata.category(letter) not in _HIDDEN
    )
    return shown.strip()[:LONGEST].strip() or "-"
