"""The figures that ship, in the order of pages. Rooms above name theirs when they start."""

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
    recalls,
)

SUBJECTS: Final = (
    enterprises,
    events,
    products,
    certification,
    land,
    codes,
    people,
    consumers,
    recalls,
)
FIGURES: Final = tuple(one for subject in SUBJECTS for one in subject.FIGURES)
_OURS: Final = frozenset(one.code for one in FIGURES)


def is_ours(code: str) -> bool:
    """Whether the rights of this room alone decide who is told it."""
    return code in _OURS
