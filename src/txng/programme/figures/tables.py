"""A figure over one register: how its rows are counted, split and shown.

    Register(counted, seen, of)   counted(actor)  rows that the actor's rights to count reach
                                  seen(actor)     rows that the actor may open: those behind the number
                                  of(rows, asked) what the figure counts among them; None: nobody can know

Both go through the same `of` and the same narrowing, so that whoever sees everything finds as many rows as
the number says. Counts and splits are aggregates of one query; rows are read as they are looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, overload

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.parties.rules import COUNT
from txng.products.queries import counting as products
from txng.programme.figures import COMMUNE, GROUP, SECTOR, Asked, Number, Row, Split
from txng.programme.rules import SEE

COUNTING: Final = (COUNT, SEE)
"""Either right counts, as far as it reaches; enterprises and strangers hold neither."""
UNTOLD: Final = ""
"""The part of a split of which nobody knows where it belongs."""
_AT_ONCE: Final = 2_000  # rows read at a time where somebody goes through all

Rows_ = QuerySet[Any]


def may_count(actor: Actor) -> bool:
    return any(actor.may(right) for right in COUNTING)


def last_day(asked: Asked) -> date:
    """Of what is asked: a year that is not over is told as of today."""
    return min(asked.until, timezone.localdate())


def is_of_today(asked: Asked) -> bool:
    """Whether the question is about today: what keeps no history can be told of no other day."""
    return asked.until >= timezone.localdate()


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def after(day: date) -> datetime:
    """The first moment that is no longer of the day."""
    return start_of(day + timedelta(days=1))


def during(asked: Asked, field_name: str) -> dict[str, datetime]:
    """The condition that a moment lies in the period."""
    return {
        f"{field_name}__gte": start_of(asked.since),
        f"{field_name}__lt": after(asked.until),
    }


def recorded(rows: Rows_, asked: Asked, field_name: str) -> Rows_:
    """Rows written down by the last day. Of today that is every row, and no column is compared."""
    if is_of_today(asked):
        return rows
    return rows.filter(**{f"{field_name}__lt": after(asked.until)})


@dataclass(frozen=True, slots=True)
class Register:
    """`commune`, `sector`, `group` are the columns by which it is narrowed and split; "" cannot be.

    `maker` leads to the enterprise where only that has products ("" for itself, None: not by group);
    `amount` is the column that is summed, None counts rows; `order` puts rows in the order of their keys;
    `is_sorted` as in Behind.
    """

    counted: Callable[[Actor], Rows_]
    seen: Callable[[Actor], Rows_]
    of: Callable[[Rows_, Asked], Rows_ | None]
    row: Callable[[Any], Row]
    order: tuple[str, ...] = ("pk",)
    commune: str = "enterprise__commune_code"
    sector: str = "enterprise__sector"
    group: str = ""
    maker: str | None = "enterprise"
    amount: Any = None
    is_sorted: bool = False
    more: Mapping[str, str] = field(default_factory=dict)

    def count(self, actor: Actor, asked: Asked) -> Number:
        rows = self.among(actor, asked)
        if rows is None:
            return None
        if self.amount is None:
            return rows.order_by().count()
        total = rows.order_by().aggregate(total=Sum(self.amount))["total"]
        return _exact(total)

    def rows(self, actor: Actor, asked: Asked) -> Sequence[Row]:
        rows = self.read(actor, asked)
        return () if rows is None else Behind(rows, self.row, is_sorted=self.is_sorted)

    def among(self, actor: Actor, asked: Asked) -> Rows_ | None:
        """What is counted: for aggregates alone. None where nobody can know, or this actor may not."""
        return self._narrowed(self.counted(actor), asked) if may_count(actor) else None

    def read(self, actor: Actor, asked: Asked) -> Rows_ | None:
        """What the actor may open of it, in the order of keys."""
        rows = self._narrowed(self.seen(actor), asked) if may_count(actor) else None
        return None if rows is None else rows.order_by(*self.order)

    @property
    def split(self) -> dict[str, Split]:
        """By everything that this register has a column for."""
        ways = {COMMUNE: self.commune, SECTOR: self.sector, **self.more}
        found: dict[str, Split] = {way: self._by(column) for way, column in ways.items() if column}
        if self.group:
            found[GROUP] = self._by_group
        return found

    def _by(self, column: str) -> Split:
        def split(actor: Actor, asked: Asked) -> dict[str, Number]:
            return self._parts(actor, asked, column)

        return split

    def _by_group(self, actor: Actor, asked: Asked) -> dict[str, Number]:
        paths = products.group_paths(actor)
        found: dict[str, Number] = {}
        for number, amount in self._parts(actor, asked, self.group).items():
            path = second_level(paths.get(int(number), "")) if number else UNTOLD
            found[path] = (found.get(path) or 0) + (amount or 0)
        return found

    def _parts(self, actor: Actor, asked: Asked, column: str) -> dict[str, Number]:
        rows = self.among(actor, asked)
        if rows is None:
            return {}
        what = Count("pk") if self.amount is None else Sum(self.amount)
        parts: dict[str, Number] = {}
        for word, amount in rows.order_by().values_list(column).annotate(of_it=what):
            key = UNTOLD if word is None else str(word)
            parts[key] = (parts.get(key) or 0) + _exact(amount)
        return parts

    def _narrowed(self, rows: Rows_, asked: Asked) -> Rows_ | None:
        if (asked.commune and not self.commune) or (asked.sector and not self.sector):
            return None
        if asked.commune:
            rows = rows.filter(**{self.commune: asked.commune})
        if asked.sector:
            rows = rows.filter(**{self.sector: asked.sector})
        if asked.group and self.group:
            rows = rows.filter(**{f"{self.group}__in": products.group_numbers(asked.group)})
        elif asked.group and self.maker is not None:
            way = f"{self.maker}__in" if self.maker else "pk__in"
            rows = rows.filter(**{way: products.makers_of(asked.group)})
        elif asked.group:
            return None
        return self.of(rows, asked)


def second_level(path: str) -> str:
    """The group of the second level that a path lies under, which is how lists speak of products.

    >>> second_level("nong-san/ca-phe/ca-phe-nhan/"), second_level("nong-san/")
    ('nong-san/ca-phe/', 'nong-san/')
    """
    parts = path.split("/")
    return "/".join(parts[:2]).rstrip("/") + "/" if path else path


def _exact(amount: Any) -> Decimal | int:
    """None, of no rows at all, is a sum of nothing."""
    if amount is None:
        return 0
    return amount if isinstance(amount, Decimal | int) else Decimal(str(amount))


class Behind(Sequence[Row]):
    """Rows of a query as figures show them, asked for as they are looked at: a slice reads its page alone.

    `is_sorted`: the database has to sort all to know the first. Then it is asked first which, and then those:
    it sorts numbers, and not whole records.
    """

    def __init__(self, rows: Rows_, row: Callable[[Any], Row], *, is_sorted: bool = False) -> None:
        self._rows = rows
        self._row = row
        self._is_sorted = is_sorted

    def __len__(self) -> int:
        return self._rows.order_by().count()

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            if not self._is_sorted:
                return [self._row(one) for one in self._rows[place]]
            wanted = list(self._rows.values_list("pk", flat=True)[place])
            return [self._row(one) for one in self._rows.filter(pk__in=wanted)]
        return self._row(self._rows[place])

    def __iter__(self) -> Iterator[Row]:
        for one in self._rows.iterator(chunk_size=_AT_ONCE):
            yield self._row(one)
