"""How the rows of the appendix stand in one year: what the annual report asks."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from txng.accounts.actors import Actor
from txng.documents.models import Attachment
from txng.parties import queries as parties
from txng.parties.queries import NamedAgency
from txng.programme.models import Task, TaskUpdate
from txng.programme.queries.board import files_of, is_awaited, running_in, tasks
from txng.programme.queries.parts import Counted, counted
from txng.programme.rules import clauses
from txng.programme.rules import tasks as rules


@dataclass(frozen=True, slots=True)
class OfMany:
    """A group that has a part ("UBND cấp xã"), and how many of it have answered for theirs in the year."""

    name: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class Progress:
    """A row of the appendix in one year. `percent` None: nobody knows. `waiting`: short names of agencies
    that have not confirmed their part; `note` is that of the last report of the year."""

    clause: clauses.Clause
    task: Task | None
    state: str = rules.UNKNOWN
    percent: int | None = None
    note: str = ""
    reported_on: date | None = None
    evidence: int = 0
    waiting: tuple[str, ...] = ()
    leading: tuple[str, ...] = field(default=())
    beside: tuple[str, ...] = field(default=())
    of_many: tuple[OfMany, ...] = field(default=())


def progress(user: Actor, year: int, day: date | None = None) -> list[Progress]:
    """Each row of the appendix that runs in this year, as reports up to `day` (the end of the year) tell."""
    until = day or date(year, 12, 31)
    found = list(
        running_in(tasks(user).exclude(appendix=""), year).prefetch_related(
            Prefetch(
                "updates",
                TaskUpdate.objects.filter(
                    kind=TaskUpdate.Kind.REPORT, taken_back_by__isnull=True, on__lte=until
                ).order_by("version"),
                to_attr="reports",
            )
        )
    )
    by_row = {one.appendix: one for one in found}
    files = files_of(update for one in found for update in one.reports)
    names = parties.named(user, min(until, date(year, 12, 31)))
    of_many = counted(user, found, until, year=year)
    told = []
    for clause in clauses.appendix():
        if not clause.years[0] <= year <= clause.years[1]:
            continue
        one = by_row.get(clause.id)
        told.append(
            Progress(clause, None)
            if one is None
            else _progress(clause, one, year, files, names, of_many)
        )
    return told


def _progress(
    clause: clauses.Clause,
    one: Task,
    year: int,
    files: dict[int, list[Attachment]],
    names: dict[str, NamedAgency],
    of_many: dict[int, Counted],
) -> Progress:
    reports: list[TaskUpdate] = one.reports  # type: ignore[attr-defined]
    of_year = [row for row in reports if one.year == year or row.on.year == year]
    last = reports[-1] if reports else None
    untold = rules.UNKNOWN if one.state == rules.UNKNOWN else rules.PLANNED
    end = min(one.last_day, date(year, 12, 31))
    held = [row for row in one.agencies.all() if row.first_day <= end <= row.last_day]
    return Progress(
        clause,
        one,
        state=last.state if last else untold,
        percent=last.percent if last else (None if untold == rules.UNKNOWN else 0),
        note=of_year[-1].note if of_year else "",
        reported_on=of_year[-1].on if of_year else None,
        evidence=sum(len(files.get(row.pk, ())) for row in of_year),
        waiting=tuple(names[row.agency.code].short for row in held if is_awaited(row, one)),
        leading=tuple(names[row.agency.code].short for row in held if row.role == rules.LEAD),
        beside=tuple(names[row.agency.code].short for row in held if row.role == rules.BESIDE),
        of_many=tuple(
            OfMany(names[row.agency.code].short, of_many[row.pk])
            for row in held
            if row.pk in of_many and of_many[row.pk].many
        ),
    )
