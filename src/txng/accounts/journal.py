"""The journal's only pen. Call inside the transaction of the act: both happen, or neither."""

from collections.abc import Iterable
from functools import cache, partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.accounts.models import JournalEntry


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
    """Write down several acts that were committed together.

    Every capture writes one, so the statement is compiled once: Django would build it anew each time.
    """
    fields = _fields()
    prepare = [partial(field.get_db_prep_save, connection=connection) for field in fields]
    now = timezone.now()
    rows = [
        [
            of_database(value)
            for of_database, value in zip(
                prepare,
                (
                    now,
                    line.by.name,
                    line.by.organisation_id,
                    line.by.person_id,
                    line.verb,
                    *line.subject,
                    line.details,
                ),
                strict=True,
            )
        ]
        for line in lines
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_insert(connection.vendor), rows)


def _fields() -> "list[Field[Any, Any]]":
    """In the order of the values of `record_all`."""
    known = {field.name: field for field in JournalEntry._meta.concrete_fields}
    names = (
        *("at", "actor", "organisation", "person"),
        *("verb", "subject_kind", "subject_id", "details"),
    )
    return [known[name] for name in names]


@cache
def _insert(vendor: str) -> str:
    """The SQL by which Django would insert one line."""
    query = InsertQuery(JournalEntry)
    query.insert_values(_fields(), [JournalEntry(details={})])
    ((text, _parameters),) = query.get_compiler(connection=connection).as_sql()
    return text
