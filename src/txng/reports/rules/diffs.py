"""What changed between two texts, word by word.

>>> words("có 12 lô", "có 15 lô")
[('=', 'có '), ('-', '12'), ('+', '15'), ('=', ' lô')]
"""

import re
from difflib import SequenceMatcher
from typing import Final

_WORD: Final = re.compile(r"\{\{[^{}]*\}\}|\s+|[^\s{]+|\{")
SAME, ADDED, GONE = "=", "+", "-"


def words(before: str, after: str) -> list[tuple[str, str]]:
    """Pieces in order, each "=" in both, "-" before only, "+" after only."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    told: list[tuple[str, str]] = []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            told.append((SAME, "".join(old[a:b])))
            continue
        if b > a:
            told.append((GONE, "".join(old[a:b])))
        if d > c:
            told.append((ADDED, "".join(new[c:d])))
    return told
