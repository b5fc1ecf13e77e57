"""What an answer scores: a question counts when exactly its right choices were ticked.

>>> score([{1}, {0, 2}], [{1}, {0}])
50
"""

from collections.abc import Collection, Sequence
from typing import Final

SINGLE, MANY = "mot", "nhieu"
KINDS: Final = (SINGLE, MANY)
MOST_TRIES: Final = 2
USUAL_MARK: Final = 70  # percent
FEWEST_CHOICES, MOST_CHOICES = 2, 8
LONGEST_QUESTION: Final = 500
LONGEST_CHOICE: Final = 300


def is_right(right: Collection[int], told: Collection[int]) -> bool:
    return set(right) == set(told)


def score(right: Sequence[Collection[int]], told: Sequence[Collection[int]]) -> int:
    """Percent, rounded down: 69.9 is not 70."""
    if not right:
        return 0
    good = sum(is_right(one, two) for one, two in zip(right, told, strict=True))
    return 100 * good // len(right)


def problem(kind: str, right: Sequence[bool]) -> str:
    """Why these choices make no question, or "": "few", "many", "none", "several"."""
    if len(right) < FEWEST_CHOICES:
        return "few"
    if len(right) > MOST_CHOICES:
        return "many"
    if not any(right):
        return "none"
    return "several" if kind == SINGLE and sum(right) > 1 else ""
