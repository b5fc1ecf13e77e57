"""What goes out to a receiver, and what came of it: nouns between the follower and its lanes."""

from dataclasses import dataclass
from datetime import datetime

from txng.epcis.answers import Form
from txng.eventstore.store import StoredEvent
from txng.repository import webhooks


@dataclass(frozen=True, slots=True)
class Delivery:
    """All that a lane has to know: it asks neither the database nor a subscription that may change."""

    events: list[StoredEvent]
    form: Form
    written_at: datetime  # the same in every attempt, so that the same bytes go out
    sent_at: datetime
    query_name: str
    subscription_id: str
    webhook_id: str
    token: str
    destination: str


@dataclass(frozen=True, slots=True)
class Sent:
    """`reply` None: nothing of the events could be told in the receiver's version of EPCIS.

    `left_out`: how many could not; `seconds`: how long the receiver took.
    """

    reply: webhooks.Reply | None
    left_out: int
    seconds: float
