"""When a subscription is due: moments that are written down, so that they outlive the process.

They are wrong when the clock was: a machine that began in a wrong year notes a firing in that year, and
its receiver would hear nothing until then. So they are set right when the clock is seen to go back, and
whenever a process begins.
"""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from txng.epcis import schedule as schedules
from txng.eventstore.journal import Position
from txng.repository import rules
from txng.repository.models import Subscription

WENT_BACK: Final = timedelta(seconds=5)  # less is a clock that is being kept right


def next_run(one: Subscription, now: datetime) -> datetime:
    return schedules.parse(one.schedule).next_firing(timezone.localtime(now))


def is_due(one: Subscription, now: datetime, last: Position, after: Position) -> bool:
    """`last`: the end of the store; `after`: how far it has read."""
    if one.next_attempt_at is not None and one.next_attempt_at > now:
        return False
    if one.pending is not None:
        return True
    if one.next_run_at is not None:
        return one.next_run_at <= now
    return last > after


def set_right(one: Subscription, now: datetime) -> dict[str, datetime]:
    """Columns that no clock before `now` can have written, as one that is right writes them."""
    columns: dict[str, datetime] = {}
    if one.next_attempt_at is not None and one.next_attempt_at > now + rules.LONGEST_WAIT:
        columns["next_attempt_at"] = now
    if one.next_run_at is not None and one.next_run_at > (coming := next_run(one, now)):
        columns["next_run_at"] = coming
    return columns
