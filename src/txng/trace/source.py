"""What a trace asks of whoever keeps the events and what follows from them.

walk ── relations({lot: As.OUTPUT | As.CHILD, ...}) ──> source            once per hop
walk <── statements: who made it of what, what it was in, and when ── source
walk ── events({lot: [(EARLIEST, used)], box: [(packed, unpacked)]}) ──> source      once, at the end
walk <── the events themselves, void ones marked ── source

Two sources give the same answers: the relations that the event store keeps, and `derived.Derived`, which
makes them from the events alone, of any `EventSource`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from txng.epcis.events import AnyEvent
from txng.epcis.relations import Events, Span, Told


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


class RelationSource(Protocol):
    def relations(
        self, asked: Mapping[str, int], since: float = ..., until: float = ...
    ) -> Sequence[Told]:
        """Valid statements in which the things have that part (`epcis.relations.As`), each at most once,
        in no order.

        As CHILD or PARENT only those that opened a stretch (`Told.opened`). More than was asked for may
        be among them; what was over before `since` or began after `until` (microseconds) may be missing.
        """

    def events(self, spans: Mapping[str, Sequence[Span]], limit: int) -> Events:
        """Every event of each thing within its spans (sorted, without overlaps), void ones as well."""

    def captor(self, owner: int) -> str:
        """Name of the organisation with the number of `Told.owner`."""
