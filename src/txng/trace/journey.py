"""The story of one thing, oldest first, for the page a scan opens.

harvest ─ milling ─ packing ─ shipping (of the carton it was in) ─ receiving
"""

from txng.trace.model import Relation, Trace
from txng.trace.source import RecordedEvent

_STORY = frozenset({Relation.OWN, Relation.ANCESTOR, Relation.CARRIER})


def journey(trace: Trace) -> list[RecordedEvent]:
    """Events of the thing, its ancestors and what carried them; void ones are not told.

    An event that two parties captured under one eventID is told once, as first recorded.
    """
    told: dict[str, RecordedEvent] = {}
    for event in trace.events:
        if event.relation in _STORY:
            told.setdefault(event.recorded.event_id or event.recorded.key.hex(), event.recorded)
    return list(told.values())
