"""What a trace asks of whoever keeps the events.

walk ── events_of({"https://id.gs1.org/01/.../10/L1", ...}) ──> store      once per hop
walk <── {"https://id.gs1.org/01/.../10/L1": [event, event], ...} ── store
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from txng.epcis.events import AnyEvent


class RecordedEvent(Protocol):
    """One event as the store gives it back."""

    @property
    def key(self) -> bytes:
        """16 bytes, unique; settles the order of events with equal times."""

    @property
    def event(self) -> AnyEvent: ...

    @property
    def event_id(self) -> str: ...

    @property
    def record_time(self) -> datetime: ...

    @property
    def captured_by(self) -> str:
        """Name of the organisation whose key captured it."""


class EventSource(Protocol):
    def events_of(self, canonicals: Collection[str]) -> Mapping[str, Sequence[RecordedEvent]]:
        """Every event that mentions each identifier in any "what" role, by event time.

        A transformationID counts as such an identifier: asked for it (canonical form), answer every
        TransformationEvent that carries it. Error declarations are answered like any event. An
        identifier without events may be absent from the answer. One query for the whole call.
        """
