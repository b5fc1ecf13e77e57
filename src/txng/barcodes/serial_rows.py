"""Serials into their table, a hundred thousand at a time.

Django would build an object for each row and the statement for each part; here it makes the statement once,
and rows go straight in. A serial that is there already is left out: the caller counts and draws again.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, cast

from django.db import connection
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from txng.barcodes.models import Serial

ROWS: Final = 10_000
FIELDS: Final = ("serial", "batch", "number", "state")


def put_in(batch_id: int, serials: Sequence[str], numbers: Sequence[int]) -> None:
    """Call inside the transaction of the batch. As many numbers as serials, all in the first state."""
    assert len(serials) == len(numbers), (len(serials), len(numbers))
    if not serials:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # the statement takes a list for each column
            count = len(serials)
            columns = [list(serials), [batch_id] * count, list(numbers), [0] * count]
            cursor.execute(_statement(connection.vendor), cast("Any", columns))
        else:
            rows = [
                (one, batch_id, number, 0) for one, number in zip(serials, numbers, strict=True)
            ]
            cursor.executemany(_statement(connection.vendor), rows)


@cache
def _statement(vendor: str) -> str:
    """What Django would run: on PostgreSQL its insert of several rows out of arrays."""
    fields = [cast("Any", Serial._meta.get_field(name)) for name in FIELDS]
    several = 2 if vendor == "postgresql" else 1
    rows = [Serial(serial=str(number), batch_id=0, number=number) for number in range(several)]
    query = InsertQuery(Serial, on_conflict=OnConflict.IGNORE)
    query.insert_values(fields, cast("Any", rows))
    ((text, parameters),) = query.get_compiler(connection=connection).as_sql()
    assert len(parameters) == len(FIELDS), text
    return str(text)
