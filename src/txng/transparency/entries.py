"""The entries of a shard, made again from the rows of the database."""

from collections.abc import Iterator
from datetime import UTC

from txng.eventstore import journal
from txng.eventstore.journal import Committed
from txng.tlog.commitment import commit
from txng.tlog.entry import Entry
from txng.transparency import rules
from txng.transparency.connection import store
from txng.transparency.leaves import Keys, entry_of
from txng.transparency.models import Act, Opening

CHUNK = 1_000


class MissingRow(Exception):
    """The database lacks what opens an entry. `index` is the entry's number in its shard."""

    def __init__(self, index: int, sentence: str) -> None:
        super().__init__(sentence)
        self.index = index


def entry_of_act(act: Act) -> Entry:
    """Raises MalformedError for what no entry can say."""
    record = {
        "core": act.content,
        "env": {
            "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": act.actor,
            "organisation": act.organisation,
        },
    }
    return Entry(act.kind, commit(record, bytes(act.secret)), act.clear)  # type: ignore[arg-type]


def keys_of(opening: Opening) -> Keys:
    return Keys(
        bytes(opening.secret),
        None if opening.person_key is None else bytes(opening.person_key),
        None if opening.person_digest is None else bytes(opening.person_digest),
    )


def entries(year: int, start: int, end: int) -> Iterator[bytes]:
    """The entries [start, end) of a shard. Raises MissingRow."""
    for first in range(start, end, CHUNK):
        yield from _chunk(year, first, min(first + CHUNK, end))


def _chunk(year: int, start: int, end: int) -> Iterator[bytes]:
    places = (rules.place(year, start), rules.place(year, end) - 1)
    openings = {one.place: one for one in Opening.objects.filter(place__range=places)}
    acts = {one.place: one for one in Act.objects.filter(place__range=places)}
    rows = journal.with_keys(store(), [bytes(one.event_key) for one in openings.values()])
    for index in range(start, end):
        where = rules.place(year, index)
        if where in acts:
            yield entry_of_act(acts[where]).encode()
        elif where in openings:
            yield entry_of(_row(index, openings[where], rows), keys_of(openings[where])).encode()
        else:
            raise MissingRow(index, f"Expected an opening of entry {index} of {year}, got none")


def _row(index: int, opening: Opening, rows: dict[bytes, Committed]) -> Committed:
    row = rows.get(bytes(opening.event_key))
    if row is None or row.damage:
        raise MissingRow(
            index, f"Expected the event of entry {index}, got {row.damage if row else 'nothing'}"
        )
    return row
