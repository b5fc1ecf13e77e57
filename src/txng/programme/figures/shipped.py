"""The figures that ship, in the order of pages. Rooms above add theirs when they start."""

from txng.programme.figures import (
    certification,
    codes,
    consumers,
    enterprises,
    events,
    land,
    products,
    register,
)


def install() -> None:
    """Called once, while Django starts."""
    for subject in (enterprises, events, products, certification, land, codes, consumers):
        register(*subject.FIGURES)
