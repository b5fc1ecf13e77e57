"""Pages that go on from a key: the last page of half a million rows costs what the first does.

    ORDER BY name_key, id       after the row (name_key 0x1a2b.., id 417):

    name_key >= 0x1a2b.. AND (name_key > 0x1a2b.. OR id > 417)
    └── the index starts here ──┘

A cursor is the last row's key and number in base64, so a page stays where it is while rows before it
come and go. Whoever writes one by hand sees another part of the same list, nothing else.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet

LONGEST_CURSOR = 2000


@dataclass(frozen=True, slots=True)
class Part:
    """`previous` and `next` are cursors, "" at an end."""

    rows: Sequence[Any]
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order by one field that is never NULL (a path like "enterprise__name_key" too), then by number."""

    model: type[Model]
    path: str
    descending: bool = False

    def __post_init__(self) -> None:
        self._field()  # a list that cannot go on shall fail when it is written, not at row 51

    def ordered(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(f"{sign}{self.path}", f"{sign}pk")

    def part(self, rows: QuerySet[Any], size: int, *, after: str = "", before: str = "") -> Part:
        """`size` rows after or before a cursor; the first ones where the cursor tells nothing."""
        if (place := self._read(before)) is not None:
            found = list(self._beyond(rows, place, backwards=True)[: size + 1])
            has_more, found = len(found) > size, found[:size][::-1]
            if not found:
                return self.part(rows, size)
            return Part(found, self._cursor(found[0]) if has_more else "", self._cursor(found[-1]))
        place = self._read(after)
        if place is None:
            found = list(self.ordered(rows)[: size + 1])
        else:
            found = list(self._beyond(rows, place)[: size + 1])
        has_more, found = len(found) > size, found[:size]
        return Part(
            found,
            self._cursor(found[0]) if found and place is not None else "",
            self._cursor(found[-1]) if has_more else "",
        )

    def _beyond(
        self, rows: QuerySet[Any], place: tuple[Any, Any], *, backwards: bool = False
    ) -> QuerySet[Any]:
        value, number = place
        way = "lt" if self.descending != backwards else "gt"
        behind = Q(**{f"{self.path}__{way}": value}) | Q(**{f"pk__{way}": number})
        started = rows.filter(**{f"{self.path}__{way}e": value}).filter(behind)
        return self.ordered(started, backwards=backwards)

    def _cursor(self, row: Model) -> str:
        *way, _name = self.path.split("__")
        holder: Any = row
        for step in way:
            holder = getattr(holder, step)
        field = self._field()
        told = [field.value_to_string(holder), str(row.pk)]
        return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")

    def _read(self, cursor: str) -> tuple[Any, Any] | None:
        """None for no cursor, and for one that nobody here wrote."""
        if not cursor or len(cursor) > LONGEST_CURSOR:
            return None
        try:
            text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            value, number = json.loads(text)
            if "\0" in str(value):  # no database takes it, nor half a surrogate pair
                return None
            str(value).encode()
            pk = self.model._meta.pk.to_python(number)
            return self._field().to_python(value), pk
        except (binascii.Error, ValueError, TypeError, ValidationError, RecursionError):
            return None

    def _field(self) -> "Field[Any, Any]":
        model: Any = self.model
        *way, name = self.path.split("__")
        for step in way:
            model = model._meta.get_field(step).related_model
        field = model._meta.get_field(name)
        if not isinstance(field, Field) or field.null:
            raise FieldDoesNotExist(f"expected a field that is never NULL, got {self.path!r}")
        return field
