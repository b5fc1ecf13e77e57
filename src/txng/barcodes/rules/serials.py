"""Serial numbers: 13 signs of 25, drawn at random, unique for ever.

    0B7TK-94QVH-2XNL        how people read it; hyphens are never printed in a symbol
    └──────┬───────┘
    25^13 = 1.49 · 10^18 possible serials, a little more than 60 bits

The alphabet has no vowel, no D and no W, so that a keyboard with Telex or VNI switched on cannot turn a
scan into Vietnamese letters, and no serial is a word. O, I and S are no signs of it, so a person who types
them means 0, 1 and 5 (docs/decisions/0017-serials-of-25-signs.md).

A serial is no secret that opens anything; it must only be too rare to hit by trying.
>>> chance_of_a_guess(100_000_000) < 1e-10
True

Source: reference/reliability.md §3.2 (60 bits, CSPRNG and a unique index), reference/ux.md §2.5 (alphabet).
"""

import secrets
from collections.abc import Callable
from typing import Final

ALPHABET: Final = "0123456789BCGHKLMNPQRTVXZ"
LENGTH: Final = 13
SPACE: Final = len(ALPHABET) ** LENGTH

_PAIRS: Final = [first + second for first in ALPHABET for second in ALPHABET]
_LOOKS_LIKE: Final = str.maketrans({"O": "0", "I": "1", "S": "5", " ": None, "-": None})


def draw(count: int, below: Callable[[int], int] = secrets.randbelow) -> list[str]:
    """`count` different serials. Those of other batches are for the unique index to find.

    `below(n)` gives a random number in 0..n-1; only tests pass one of their own.
    """
    found: dict[str, None] = {}
    while len(found) < count:
        found[_spelt(below(SPACE))] = None
    return list(found)


def read(typed: str) -> str | None:
    """What a person or a scanner meant; None for what cannot be a serial of ours.

    >>> read(" 0b7tk-94qvh-2xnl"), read("OB7TK94QVH2XNL"), read("0B7TK94QVH2XN")
    (None, None, '0B7TK94QVH2XN')
    >>> read("ob7tk-94qvh-2xn")
    '0B7TK94QVH2XN'
    """
    if len(typed) > 60:
        return None
    serial = typed.strip().upper().translate(_LOOKS_LIKE)
    return serial if len(serial) == LENGTH and set(serial) <= set(ALPHABET) else None


def grouped(serial: str) -> str:
    """
    >>> grouped("0B7TK94QVH2XN")
    '0B7TK-94QVH-2XN'
    """
    return "-".join((serial[:5], serial[5:10], serial[10:]))


def chance_of_a_guess(issued: int) -> float:
    """That one try hits one of `issued` serials."""
    return issued / SPACE


def expected_collisions(issued: int) -> float:
    """Pairs of equal serials among `issued` drawn ones; each is drawn again."""
    return issued * (issued - 1) / 2 / SPACE


def _spelt(number: int) -> str:
    signs = []
    for _ in range(LENGTH // 2):
        number, pair = divmod(number, 625)
        signs.append(_PAIRS[pair])
    return "".join(signs) + ALPHABET[number]
