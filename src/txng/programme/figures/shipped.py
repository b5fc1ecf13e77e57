"""The figures that ship, in the order of pages. Rooms above add theirs when they start."""

from typing import Final

from txng.programme.figures import (
    certification,
    codes,
    consumers,
    enterprises,
    events,
    land,
    people,
    products,
    register,
)

SUBJECTS: Final = (enterprises, events, products, certification, land, codes, people, consumers)
_OURS: Final = frozenset(one.code for subject in SUBJECTS for one in subject.FIGURES)


def install() -> None:
    """Called once, while Django starts."""
    for subject in SUBJECTS:
        register(*subject.FIGURES)


def is_ours(code: str) -> bool:
    """Whether the rights of this room alone decide who is told it."""
    return code in _OURS
