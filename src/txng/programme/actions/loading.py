"""The seven rows of the appendix become tasks, and those that come back every year one for each year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties import actions as parties_actions
from txng.parties import queries as parties
from txng.parties.errors import PartiesError
from txng.parties.models import Agency
from txng.programme.actions.recording import numbers
from txng.programme.errors import NotAllowedError
from txng.programme.models import Task, TaskAgency, TaskClause
from txng.programme.queries import reach
from txng.programme.rules import clauses as plan
from txng.programme.rules import tasks as rules
from txng.programme.rules.clauses import Clause

PLAN = ("programme.plan", "6736")


@transaction.atomic
def load_appendix(*, by: Actor) -> int:
    """How many tasks are new; what is there already stays as it is. Duties are read from the register of
    agencies, which is loaded first where it is empty. Raises NotAllowedError."""
    if not reach.may_keep(by):
        raise NotAllowedError(_("Chỉ cơ quan thường trực nạp nhiệm vụ của Kế hoạch."))
    if not parties.plan_is_loaded(by):
        try:
            parties_actions.load_plan(by=by)
        except PartiesError as refused:
            raise NotAllowedError(str(refused)) from None
    held = _Held(by)
    heads = {one.appendix: one for one in Task.objects.filter(template=None).exclude(appendix="")}
    missing = [row for row in plan.appendix() if row.id not in heads]
    made = [_head(row) for row in missing]
    heads |= {one.appendix: one for one in _kept(by, made, held)}
    there = set(Task.objects.exclude(template=None).values_list("appendix", "year"))
    of_years = [
        _of_year(row, year, heads[row.id])
        for row in plan.appendix()
        if row.rhythm == "yearly"
        for year in range(row.years[0], row.years[1] + 1)
        if (row.id, year) not in there
    ]
    _kept(by, of_years, held)
    new = len(made) + len(of_years)
    if new:
        journal.record(by, "appendix.loaded", PLAN, tasks=new)
    return new


def _head(row: Clause) -> Task:
    first, last = plan.first_day_of(row.years[0]), date(row.years[1], 12, 31)
    rhythm = rules.YEARLY if row.rhythm == "yearly" else rules.ONCE
    return _task(row, row.title, first, last, rhythm=rhythm)


def _of_year(row: Clause, year: int, head: Task) -> Task:
    title = _("%(title)s, năm %(year)d") % {"title": row.title, "year": year}
    return _task(row, title, plan.first_day_of(year), date(year, 12, 31), year=year, template=head)


def _task(
    row: Clause,
    title: str,
    first: date,
    last: date,
    *,
    rhythm: str = rules.ONCE,
    year: int | None = None,
    template: Task | None = None,
) -> Task:
    is_past = last < timezone.localdate() and rhythm == rules.ONCE
    return Task(
        title=title,
        outcome=row.text,
        appendix=row.id,
        rhythm=rhythm,
        year=year,
        template=template,
        first_day=first,
        last_day=last,
        phase=rules.phase_of(first, last),
        state=rules.UNKNOWN if is_past else rules.PLANNED,
        percent=None if is_past else 0,
    )


def _kept(by: Actor, made: list[Task], held: "_Held") -> list[Task]:
    own = parties.agency_of(by)
    for one, code in zip(made, numbers(len(made)) if made else [], strict=True):
        one.code, one.made_by, one.made_for = code, by.name, own
    kept = Task.objects.bulk_create(made)
    TaskClause.objects.bulk_create(TaskClause(task=one, clause=one.appendix) for one in kept)
    TaskAgency.objects.bulk_create(
        TaskAgency(
            task=one, agency=part.agency, role=part.role, first_day=part.first, last_day=part.last
        )
        for one in kept
        for part in held.parts(one.appendix, one.first_day, one.last_day)
    )
    return kept


@dataclass(frozen=True, slots=True)
class Part:
    agency: Agency
    role: str
    first: date
    last: date


class _Held:
    """Who holds the duties of a clause from a day to a day: a body that ends hands its part on."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.ends = sorted(
            {
                one.agency.ended_on + timedelta(days=1)
                for one in parties.named(by, timezone.localdate()).values()
                if one.agency.ended_on is not None
            }
        )
        self.days: dict[date, list[parties.Holder]] = {}

    def parts(self, clause: str, first: date, last: date) -> list[Part]:
        """Leaders first. Who leads does not also stand beside: Sở TT&TT's part went to who leads PL.1."""
        found: dict[tuple[str, str], Part] = {}
        for since, until in self._spans(first, last):
            for agency, role in self._on(clause, since):
                kept = found.get((role, agency.code))
                begins = kept.first if kept else since
                found[role, agency.code] = Part(agency, role, begins, until)
        leading = {code for role, code in found if role == rules.LEAD}
        return sorted(
            (p for (role, code), p in found.items() if role == rules.LEAD or code not in leading),
            key=lambda part: (part.role, part.first),
        )

    def _spans(self, first: date, last: date) -> Iterator[tuple[date, date]]:
        begins = [first, *(day for day in self.ends if first < day <= last)]
        for place, day in enumerate(begins):
            is_last = place == len(begins) - 1
            yield day, last if is_last else begins[place + 1] - timedelta(days=1)

    def _on(self, clause: str, day: date) -> Iterator[tuple[Agency, str]]:
        if day not in self.days:
            self.days[day] = parties.holders(self.by, day)
        for one in self.days[day]:
            if one.mandate.clause == clause:
                for holder in one.holders:
                    yield holder.agency, one.mandate.role
