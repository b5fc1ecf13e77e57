"""Events for a follower who asked for one form: what that form cannot say is left out and counted.

    a receiver of EPCIS 1.2, a stream in XML  ──  ObjectEvent, AssociationEvent, ObjectEvent
                                              └>  a document of two, left_out = 1

A question that is asked once is refused with the event's name (406). A follower cannot be refused: it
would hear nothing any more because of one event of somebody else.
"""

from collections.abc import Iterable
from datetime import datetime

from txng.epcis.answers import Answer, Form, Told, query_document
from txng.epcis.errors import NotAcceptableException
from txng.eventstore.store import StoredEvent
from txng.repository.prefixes import prefix_length


def followed_document(
    events: Iterable[StoredEvent],
    form: Form,
    *,
    now: datetime,
    query_name: str,
    subscription_id: str | None = None,
) -> tuple[Answer | None, int]:
    """The document, and how many events are left out; None when nothing of them can be told."""

    def written(told: list[Told]) -> Answer:
        return query_document(
            told,
            form,
            now=now,
            query_name=query_name,
            subscription_id=subscription_id,
            prefix_length=prefix_length,
        )

    def can_be_told(one: Told) -> bool:
        try:
            written([one])
        except NotAcceptableException:
            return False
        return True

    told = [Told(event.payload, event.event_id, event.record_time) for event in events]
    try:
        return written(told), 0
    except NotAcceptableException:
        tellable = [one for one in told if can_be_told(one)]
    return (written(tellable) if tellable else None), len(told) - len(tellable)
