"""Trade items: states, lengths, and what may be done with one that is no longer made."""

from typing import Final

ACTIVE, WITHDRAWN = "active", "withdrawn"
STATES: Final = (ACTIVE, WITHDRAWN)
SAID: Final = ("computed", "declared", "confirmed")

LONGEST_NOTE: Final = 300

HOME: Final = "VN"


def is_exported(markets: tuple[str, ...]) -> bool:
    """Sold anywhere but at home."""
    return any(one != HOME for one in markets)
