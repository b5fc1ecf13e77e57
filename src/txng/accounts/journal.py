"""The journal's only pen. Call inside the transaction of the act: both happen, or neither."""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.accounts.models import JournalEntry

MOST_AT_ONCE: Final = 50  # lines in one statement
# what a line of `record_all` fills, in the order of its values, and PostgreSQL's names of the types
_FILLED: Final = {
    "at": "timestamptz", "actor": "text", "organisation": "int8", "person": "int8", "verb": "text",
    "subject_kind": "text", "subject_id": "text", "details": "jsonb",
}  # fmt: skip


class Line(NamedTuple):
    """One act of a batch; `subject` is a kind and an id, `details` as `record` takes them."""

    by: Actor
    verb: str
    subject: tuple[str, str]
    details: dict[str, Any]


def record(
    by: Actor,
    verb: str,
    subject: Model | tuple[str, str],
    *,
    concerns: int | None = None,
    **details: Any,
) -> JournalEntry:
    """`subject` is a saved record, or a kind and an id for things that are no Django model.

    `concerns` is the id of the organisation whose record it is, where that is not the one that `by`
    acts for: its people may read the line too. `details` must be JSON, and free of secrets and
    personal data.
    """
    if isinstance(subject, Model):
        kind, identity = subject._meta.label_lower, str(subject.pk)
    else:
        kind, identity = subject
    return JournalEntry.objects.create(
        actor=by.name,
        organisation_id=by.organisation_id,
        person_id=by.person_id,
        concerns_id=None if concerns == by.organisation_id else concerns,
        verb=verb,
        subject_kind=kind,
        subject_id=identity,
        details=details,
    )


def record_all(lines: Iterable[Line]) -> None:
    """Write down several acts that were committed together, in one statement for many.

    The statement is compiled once: Django would build it anew each time.
    """
    waiting = iter(rows(lines))
    with connection.cursor() as cursor:
        while some := list(islice(waiting, MOST_AT_ONCE)):
            cursor.execute(_insert(connection.vendor, len(some)), list(chain.from_iterable(some)))


def rows(lines: Iterable[Line]) -> list[tuple[Any, ...]]:
    """What `record_all` would write, for whoever has a quicker way into the same transaction.

    Values of the columns of `TABLE`, as the database takes them.
    """
    now, details = (_of_database(name) for name in ("at", "details"))
    at = now(timezone.now())
    return [
        (
            at,
            line.by.name,
            line.by.organisation_id,
            line.by.person_id,
            line.verb,
            *line.subject,
            details(line.details),
        )
        for line in lines
    ]


def _of_database(field: str) -> Callable[[Any], Any]:
    return partial(_field(field).get_db_prep_save, connection=connection)


@cache
def _field(name: str) -> "Field[Any, Any]":
    return {field.name: field for field in JournalEntry._meta.concrete_fields}[name]


@lru_cache(maxsize=2 * MOST_AT_ONCE)
def _insert(vendor: str, lines: int) -> str:
    """The SQL by which Django would insert one line, for several."""
    query = InsertQuery(JournalEntry)
    query.insert_values([_field(name) for name in _FILLED], [JournalEntry(details={})])
    ((text, _parameters),) = query.get_compiler(connection=connection).as_sql()
    into, values, one = text.partition(" VALUES ")
    return into + values + ", ".join([one] * lines)


TABLE: Final[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
    JournalEntry._meta.db_table,
    tuple(str(_field(name).column) for name in _FILLED),
    tuple(_FILLED.values()),
)
"""Its name, the columns that `rows` fills, and their types on PostgreSQL."""
