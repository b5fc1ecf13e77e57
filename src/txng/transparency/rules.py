"""Decisions about shards, places, kinds and who may see what: values in, verdicts out.

place 2227721651290161 = 2026 · 2^40 + 3 889 = entry 3,889 of the log of 2026
"""

from collections.abc import Collection
from datetime import datetime, timedelta, timezone
from typing import Final

from txng.tlog.commitment import GROUPS

INDEX_BITS: Final = 40  # a million million entries a year
LONGEST_ORIGIN: Final = 200
HERE: Final = timezone(timedelta(hours=7))  # a year begins when it begins in Lâm Đồng

EVENT: Final = "event"
HASH_EVENT_ID: Final = "ni:"
"""An eventID that is a hash of the event lets whoever knows most of it guess the rest."""

PUBLIC_GROUPS: Final = frozenset({"core"})
OFFER_TIME: Final = timedelta(hours=1)
"""A checkpoint on offer waits so long for its quorum: witnesses that come by cron meet at one."""

FRESH: Final = timedelta(seconds=60)
AMBER: Final = timedelta(minutes=15)
RED: Final = timedelta(hours=24)


def place(year: int, index: int) -> int:
    return year << INDEX_BITS | index


def year_of(place: int) -> int:
    return place >> INDEX_BITS


def index_of(place: int) -> int:
    return place & (1 << INDEX_BITS) - 1


def shown(place: int) -> str:
    """ "2026/3889" """
    return f"{year_of(place)}/{index_of(place)}"


def shard_year(now: datetime, newest: int) -> int:
    """Which shard grows now: never an earlier one than `newest`, whatever the clock says."""
    return max(now.astimezone(HERE).year, newest)


def origin_of(base: str, year: int) -> str:
    return f"{base}/{year}"


def may_see(*, is_owner: bool, sees_all: bool, groups: Collection[str]) -> bool:
    """Whether a proof may disclose these groups.

    Who captured the event, and who oversees, see all of it. Anybody else sees the public groups. Of
    `what` anybody is shown the items that they can name: whoever holds a serial may be told that it
    is there, and is shown no other.
    """
    if is_owner or sees_all:
        return set(groups) <= set(GROUPS)
    return set(groups) <= PUBLIC_GROUPS


def unwitnessed_level(age: timedelta) -> str:
    """green, amber or red: how long entries were signed and not witnessed (fault F43)."""
    if age >= RED:
        return "red"
    return "amber" if age >= AMBER else "green"


def is_hash_name(event_id: str) -> bool:
    return event_id.startswith(HASH_EVENT_ID)
