"""Helpers of the tests of deliveries: a clock to turn, events to capture, somebody to follow them."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.epcis.documents import document, event
from tests.fakes.webhook_receiver import Receiver
from txng.repository.actions.documents import capture
from txng.repository.actions.queries import create_query
from txng.repository.actions.subscriptions import subscribe
from txng.repository.models import Subscription

TOKEN = "13df38d8275b13f05704629e5f1cf3d45d6132d5"
START = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


class Clock:
    """The hand is moved by the test, and starts now."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


_seconds = itertools.count()


def grown(by: Any, count: int = 1, **members: Any) -> list[str]:
    """Capture so many new events in one document; their event times, in order of recording."""
    times = []
    for _ in range(count):
        at = START + timedelta(seconds=next(_seconds))
        times.append(at.isoformat().replace("+00:00", "Z"))
        capture(by=by, document=document(event(eventTime=times[-1], **members)))
    return times


def follow(by: Any, shop: Receiver, name: str = "everything", **controls: Any) -> Subscription:
    if not controls.keys() & {"stream", "schedule"}:
        controls["stream"] = True
    form = controls.pop("form", None)
    definition = controls.pop("query", {})
    from txng.repository.models import NamedQuery

    if not NamedQuery.objects.filter(name=name, owner=by.organisation_id).exists():
        create_query(by=by, name=name, definition=definition)
    return subscribe(by=by, query_name=name, controls={"dest": shop.url, **controls}, form=form)


def again(subscription: Subscription) -> Subscription:
    return Subscription.objects.get(pk=subscription.pk)
