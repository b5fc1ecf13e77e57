"""Clauses of the Plan with who holds their duties on a day and the tasks that serve them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.parties.models import Mandate
from txng.parties.queries import NamedAgency
from txng.programme.models import TaskClause
from txng.programme.queries import reach
from txng.programme.rules import clauses as rules
from txng.programme.rules.clauses import Clause, Section


@dataclass(frozen=True, slots=True)
class Duty:
    """What the clause gives somebody, who does it on the day, and whom the clause names."""

    words: str
    is_leading: bool
    holder: NamedAgency
    given_to: NamedAgency

    @property
    def was_handed_on(self) -> bool:
        return self.holder.agency.pk != self.given_to.agency.pk


@dataclass(frozen=True, slots=True)
class Shown:
    clause: Clause
    section: Section
    duties: tuple[Duty, ...]
    tasks: int


def clauses(user: Actor, day: date, *, phase: str = "") -> list[Shown]:
    """Every clause in the order of the Plan; of one phase where it is named."""
    if not reach.may_see(user):
        return []
    held = duties(user, day)
    counts: dict[str, int] = {}
    for name in TaskClause.objects.exclude(task__rhythm="yearly").values_list("clause", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return [
        _shown(one, held, counts) for one in rules.clauses() if not phase or phase in one.phases
    ]


def clause(user: Actor, code: str, day: date) -> Shown | None:
    found = rules.clause(code)
    if found is None or not reach.may_see(user):
        return None
    count = TaskClause.objects.filter(clause=code).exclude(task__rhythm="yearly").count()
    return _shown(found, duties(user, day, code), {code: count})


def duties(user: Actor, day: date, code: str = "") -> dict[str, tuple[Duty, ...]]:
    """By clause, leaders first; two bodies that became one stand once."""
    found: dict[str, dict[tuple[str, str], Duty]] = {}
    for one in parties.holders(user, day, clause=code):
        is_leading = one.mandate.role == Mandate.Role.LEAD
        for holder in one.holders:
            found.setdefault(one.mandate.clause, {}).setdefault(
                (one.mandate.role, holder.agency.code),
                Duty(one.mandate.duty, is_leading, holder, one.given_to),
            )
    return {
        name: tuple(sorted(rows.values(), key=lambda duty: not duty.is_leading))
        for name, rows in found.items()
    }


def leading_on(user: Actor, codes: list[str], first: date, last: date) -> set[str]:
    """Codes of agencies that lead one of these clauses on the first or the last day."""
    return {
        holder.agency.code
        for day in {first, last}
        for one in parties.holders(user, day)
        if one.mandate.clause in codes and one.mandate.role == Mandate.Role.LEAD
        for holder in one.holders
    }


def led_by(user: Actor, codes: Collection[str], day: date) -> set[str]:
    """Clauses that one of these agencies leads on that day."""
    return {
        one.mandate.clause
        for one in parties.holders(user, day)
        if one.mandate.role == Mandate.Role.LEAD
        and any(holder.agency.code in codes for holder in one.holders)
    }


def _shown(one: Clause, held: dict[str, tuple[Duty, ...]], counts: dict[str, int]) -> Shown:
    section = rules.section(one.section)
    assert section is not None, one.section
    return Shown(one, section, held.get(one.id, ()), counts.get(one.id, 0))
