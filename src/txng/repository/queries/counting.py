"""How many events, and which things are told of: numbers alone, for figures over the whole province."""

from collections.abc import Collection
from datetime import datetime

from txng.eventstore import counting
from txng.repository.connection import store


def events_by_organisation(user: object, since: datetime, before: datetime) -> dict[int, int]:
    """Organisation -> events that happened in since <= time < before. Whoever asks narrows it to what the
    user may count."""
    return counting.of_owners(store(), since, before)


def told_of(user: object, canonicals: Collection[str]) -> set[str]:
    """Which of these things any event names."""
    return counting.known(store(), canonicals)
