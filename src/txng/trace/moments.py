"""Points and stretches of event time.

    EARLIEST ......[packed======unpacked]......[packed====... LATEST
                    a span: both ends inside     still open

A moment is (event_time, record_time, key): when two events name the same time, the one recorded
first came first, and the key settles the rest. Times are seconds since 1970 as floats, exact to the
microsecond until the year 2242 and four times cheaper to compare than aware datetimes.
"""

from collections.abc import Iterable, Sequence

from txng.trace.source import RecordedEvent

Moment = tuple[float, float, bytes]
Span = tuple[Moment, Moment]

EARLIEST: Moment = (float("-inf"), float("-inf"), b"")
LATEST: Moment = (float("inf"), float("inf"), b"")
ALWAYS: Span = (EARLIEST, LATEST)


def moment_of(recorded: RecordedEvent) -> Moment:
    return (
        recorded.event.event_time.timestamp(),
        recorded.record_time.timestamp(),
        recorded.key,
    )


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
