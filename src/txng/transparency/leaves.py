"""What the log commits to for one stored event.

    stored event ──groups──> record of twelve groups ──key──> commitment (32 bytes) ──> entry of the log

The key is drawn at random when the event is entered and lies in its `Opening`; whoever has neither learns
nothing from the log. The same event and key make the same commitment for ever, so a log that was
interrupted is continued, and a log that is suspected is recomputed, from the rows.

No event can hold up the log: one that cannot be told in canonical JSON (deeper than 64 levels, more
than a million things) is committed to as one text, in the group `ext`.
"""

import os
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

from txng.eventstore.journal import Committed
from txng.tlog.canonical_json import encode_read, exact
from txng.tlog.commitment import GROUPS, Record, commit, digests, root_of_digests
from txng.tlog.entry import Entry, Kind
from txng.tlog.errors import MalformedError
from txng.transparency.groups import groups_of

PERSON: Final = GROUPS.index("person")

_quick: Final = msgspec.json.Decoder(float_hook=str).decode  # 1.50 stays 1.50


class Keys(NamedTuple):
    """What opens one entry. `person_digest` stands for a group `person` whose key was destroyed."""

    event: bytes
    person: bytes | None = None
    person_digest: bytes | None = None


def enter(row: Committed) -> tuple[Keys, Entry]:
    """New random keys for an event that can be read, and its entry."""
    for read in _READINGS:
        try:
            record = read(row)
            keys = Keys(os.urandom(32), os.urandom(32) if "person" in record else None)
            return keys, _entry(record, keys)
        except MalformedError:
            continue
    raise AssertionError("any bytes can be told whole")


def entry_of(row: Committed, keys: Keys) -> Entry:
    """The same entry again."""
    for read in _READINGS:
        try:
            return _entry(read(row), keys)
        except MalformedError:
            continue
    raise AssertionError("any bytes can be told whole")


def record_of(row: Committed) -> Record:
    """What the entry of a row commits to."""
    for read in _READINGS:
        try:
            record = read(row)
            digests(record, bytes(32))
        except MalformedError:
            continue
        return record
    raise AssertionError("any bytes can be told whole")


def _entry(record: Record, keys: Keys) -> Entry:
    if keys.person_digest is None:
        commitment = commit(record, keys.event, person_key=keys.person, encode=encode_read)
    else:
        found = digests(record, keys.event, encode=encode_read)
        found[PERSON] = keys.person_digest
        commitment = root_of_digests(found)
    kind: Kind = "declaration" if "errorDeclaration" in record["env"] else "event"
    return Entry(kind, commitment)


def _quickly(row: Committed) -> Record:
    """As `_exactly` for all but huge integers, which canonical JSON refuses."""
    return _split(row, _quick)


def _exactly(row: Committed) -> Record:
    return _split(row, exact)


def _split(row: Committed, decode: Callable[[bytes], Any]) -> Record:
    assert row.payload is not None
    return groups_of(decode(row.payload), row.payload, record_time=row.record_time, owner=row.owner)


def _whole(row: Committed) -> Record:
    assert row.payload is not None
    bare = groups_of(
        {"eventTime": "1970-01-01T00:00:00Z"},
        row.payload,
        record_time=row.record_time,
        owner=row.owner,
    )
    return {"env": bare["env"], "ext": {"event": row.payload.decode("utf-8", "replace")}}


_READINGS: Final = (_quickly, _exactly, _whole)
