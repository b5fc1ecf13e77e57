"""A row of values as a small line, drawn in numbers: no chart library, readable where nothing is loaded.

>>> line([Decimal(1), Decimal(3)], 100, 20)
'0,20 100,0'
"""

from collections.abc import Sequence
from decimal import Decimal


def line(values: Sequence[Decimal | None], width: int, height: int) -> str:
    """Points of an SVG polyline from the first to the last; unknown values are left out. "" for fewer than
    two."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    least = min(value for _place, value in known)
    reach = max(value for _place, value in known) - least
    last = len(values) - 1
    return " ".join(
        f"{place * width // last},{height - int((value - least) * height / reach) if reach else height // 2}"
        for place, value in known
    )
