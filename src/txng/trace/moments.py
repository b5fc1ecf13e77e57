"""Points and stretches of event time.

    EARLIEST ......[packed======unpacked]......[packed====... LATEST
                    a span: both ends inside     still open

A moment is (event time, record time, key), in microseconds since 1970: when two events name the same
time, the one recorded first came first, and the key settles the rest. See `epcis.relations`.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from txng.epcis.relations import ALWAYS as ALWAYS
from txng.epcis.relations import EARLIEST as EARLIEST
from txng.epcis.relations import EPOCH as EPOCH
from txng.epcis.relations import LATEST as LATEST
from txng.epcis.relations import Moment as Moment
from txng.epcis.relations import Span as Span
from txng.epcis.relations import microseconds as microseconds


def iso(time: float) -> str:
    """Microseconds since 1970 as ISO 8601, UTC.

    >>> iso(1_763_000_000_000_000)
    '2025-11-13T02:13:20+00:00'
    """
    return (EPOCH + timedelta(microseconds=time)).isoformat()


def hull(spans: Sequence[Span]) -> Span:
    """From the first start to the last end; spans must be sorted and without overlaps."""
    return spans[0][0], spans[-1][1]


def union(spans: Iterable[Span]) -> list[Span]:
    """The same stretches, sorted, with those that touch made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def intersect(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What both cover. Both must be sorted and without overlaps, as `union` makes them."""
    shared: list[Span] = []
    i = j = 0
    while i < len(some) and j < len(others):
        start, end = max(some[i][0], others[j][0]), min(some[i][1], others[j][1])
        if start <= end:
            shared.append((start, end))
        if some[i][1] < others[j][1]:
            i += 1
        else:
            j += 1
    return shared
