"""The money of a year as a table: what was asked for, given, spent, and is left.

    table_of_year(user, 2026)                     a row for each source, purpose, agency, task
    table_of_year(user, 2026).by("purpose")       added up over the others

One question to the database whatever the size; names come beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from django.db.models import Sum

from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.models import Part, Source
from txng.budget.queries import reach
from txng.programme.models import Task

Way = Literal["source", "purpose", "agency", "kind", "task"]
WAYS: Final[tuple[Way, ...]] = ("source", "purpose", "agency", "kind", "task")
NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class YearRow:
    """`source`, `purpose`, `agency`, `task` are codes ("" where added up over them, and for a line
    without a task), `kind` is that of the source.
    `appraised` and `approved` count what has come so far, and are None before anything of the row has."""

    source: str
    kind: str
    purpose: str
    agency: str
    task: str
    proposed: Decimal
    appraised: Decimal | None
    approved: Decimal | None
    disbursed: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.approved is None else self.approved - self.disbursed

    @property
    def share(self) -> Decimal | None:
        return rules.percent(self.approved, self.disbursed)

    @property
    def level(self) -> str:
        return rules.level(self.approved, self.disbursed)


@dataclass(frozen=True, slots=True)
class YearTable:
    year: int
    rows: Sequence[YearRow]
    sources: dict[str, Source] = field(default_factory=dict)  # by code, of the rows
    tasks: dict[str, Task] = field(default_factory=dict)

    @property
    def totals(self) -> YearRow:
        return added(self.rows)

    def by(self, way: Way) -> list[YearRow]:
        """Added up, a row for each source, purpose, agency or kind of source, in order of the code."""
        several: dict[str, list[YearRow]] = {}
        for row in self.rows:
            several.setdefault(getattr(row, way), []).append(row)
        return [added(rows, way) for _key, rows in sorted(several.items())]


def table_of_year(
    user: Actor, year: int, *, source: str = "", purpose: str = "", agency: str = "", kind: str = ""
) -> YearTable:
    """Of what the user may see. Drafts and what was sent back are not asked for yet and do not count."""
    asked = {
        "source__code": source,
        "line__purpose": purpose,
        "line__agency__code": agency,
        "source__kind": kind,
    }
    rows = (
        Part.objects.filter(reach.visible(user, "line__"), line__year=year)
        .exclude(line__state__in=rules.EDITABLE)
        .filter(**{path: value for path, value in asked.items() if value})
        .values(
            "source__code", "source__kind", "line__purpose", "line__agency__code", "line__task__code"
        )
        .annotate(
            asked=Sum("proposed"), checked=Sum("appraised"), given=Sum("approved"),
            spent=Sum("disbursed"),
        )
        .order_by("source__code", "line__purpose", "line__agency__code", "line__task__code")
    )  # fmt: skip
    found = [_row(dict(row)) for row in rows]
    codes = {row.source for row in found}
    named = {one.code: one for one in Source.objects.filter(code__in=codes)}
    tasks = {one.code: one for one in Task.objects.filter(code__in={row.task for row in found})}
    return YearTable(year, found, named, tasks)


def _row(row: dict[str, Any]) -> YearRow:
    return YearRow(
        source=row["source__code"],
        kind=row["source__kind"],
        purpose=row["line__purpose"],
        agency=row["line__agency__code"],
        task=row["line__task__code"] or "",
        proposed=row["asked"],
        appraised=row["checked"],
        approved=row["given"],
        disbursed=row["spent"],
    )


def added(rows: Sequence[YearRow], way: Way | None = None) -> YearRow:
    """The rows as one; `way` keeps what they have in common."""
    first = rows[0] if rows else None

    def same(name: Way) -> str:
        return getattr(first, name) if first is not None and name == way else ""

    return YearRow(
        source=same("source"),
        kind=first.kind if first is not None and way in ("source", "kind") else "",
        purpose=same("purpose"),
        agency=same("agency"),
        task=same("task"),
        proposed=sum((row.proposed for row in rows), NOTHING),
        appraised=_sum_of(rows, lambda row: row.appraised),
        approved=_sum_of(rows, lambda row: row.approved),
        disbursed=sum((row.disbursed for row in rows), NOTHING),
    )


def _sum_of(rows: Sequence[YearRow], value: Callable[[YearRow], Decimal | None]) -> Decimal | None:
    known = [found for row in rows if (found := value(row)) is not None]
    return sum(known, NOTHING) if known else None
