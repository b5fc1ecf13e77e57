"""What the page decides, in plain Python: values in, verdict out."""

from collections.abc import Sequence
from typing import TypeVar

from txng.epcis.vocabulary import bare
from txng.trace.source import RecordedEvent

Recorded = TypeVar("Recorded", bound=RecordedEvent)


def recall_in_force(events: Sequence[Recorded]) -> Recorded | None:
    """The latest recall of one thing that nobody lifted or declared a mistake.

    `events` are those of the thing, by event time. A recall is an event with the disposition
    `recalled`, for a moment or persistently; unsetting the persistent disposition lifts it. Only
    who captured an event can declare it a mistake.
    Source: CBV 2.0 §7.2 (recalled), EPCIS 2.0 §7.4.1.6.
    """
    mistaken = {
        (recorded.event_id, recorded.captured_by)
        for recorded in events
        if recorded.event.error_declaration is not None
    }
    recall: Recorded | None = None
    for recorded in events:
        if (recorded.event_id, recorded.captured_by) in mistaken:
            continue
        if _says_recalled(recorded):
            recall = recorded
        elif _lifts(recorded):
            recall = None
    return recall


def _says_recalled(recorded: RecordedEvent) -> bool:
    event = recorded.event
    words = list(event.persistent_disposition.set) if event.persistent_disposition else []
    if event.disposition is not None:
        words.append(event.disposition)
    return "recalled" in {bare("disposition", word) for word in words}


def _lifts(recorded: RecordedEvent) -> bool:
    persistent = recorded.event.persistent_disposition
    return persistent is not None and "recalled" in {
        bare("disposition", word) for word in persistent.unset
    }
