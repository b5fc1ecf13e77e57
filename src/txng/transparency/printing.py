"""The checkpoint for a newspaper: a number that anybody can cut out and compare years later.

    localhost/log/2026 · 5 162 mục
    0316 6e39 292c 9057 dc49 4f9f cca5 8219        root in groups of four hexadecimal digits
    e60c 9f89 8673 c1cc 80cc 71e5 292f 1fb5
    [QR]                                           the three lines of the checkpoint

What was printed cannot be unprinted: a log that later shows another root for that size has lied, and
everybody with the page in a drawer can prove it. The cheapest strong anchor (reference/reliability.md
§2.5).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from txng.transparency import queries
from txng.ui import qr

DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """`groups` of the root, `qr` an SVG as a data: address, `note` the whole checkpoint."""

    origin: str
    size: int
    groups: tuple[str, ...]
    qr: str
    note: str
    on: datetime
    witnesses: tuple[str, ...]


def sheet() -> Sheet | None:
    """Of the newest published checkpoint; None when there is none."""
    listed = queries.shards()
    head = queries.head_of(listed[0].year) if listed else None
    if head is None:
        return None
    checkpoint = head.checkpoint
    return Sheet(
        origin=checkpoint.origin,
        size=checkpoint.size,
        groups=groups(checkpoint.root),
        qr=qr.data_address(checkpoint.text),
        note=head.note.decode(),
        on=timezone.localtime(),
        witnesses=tuple(one.name for one in head.witnesses),
    )


def groups(root: bytes) -> tuple[str, ...]:
    """
    >>> groups(bytes(range(4)))
    ('0001', '0203')
    """
    text = root.hex()
    return tuple(text[at : at + DIGITS] for at in range(0, len(text), DIGITS))
