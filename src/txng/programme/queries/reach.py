"""Who may do what with which task. The Plan is the whole province's: whoever may see it sees all of it."""

from datetime import date

from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.programme.models import Task, TaskAgency
from txng.programme.rules import KEEP, SEE, UPDATE, tasks


def may_see(actor: Actor) -> bool:
    return actor.may(SEE)


def may_keep(actor: Actor) -> bool:
    """The standing agency: the Plan is loaded and given out for the whole province."""
    return actor.may_everywhere(KEEP)


def own_agency(actor: Actor) -> Agency | None:
    """The agency that this person acts for, where the right to report is held."""
    return parties.agency_of(actor) if actor.may(UPDATE) else None


def acts_for(actor: Actor, day: date) -> frozenset[str]:
    """Codes of agencies in whose place this person reports: their own, and those that it took over."""
    return parties.acts_for(actor, day) if actor.may(UPDATE) else frozenset()


def leads(task: Task) -> set[str]:
    return {one.agency.code for one in task.agencies.all() if one.role == tasks.LEAD}


def may_report(actor: Actor, task: Task, day: date) -> bool:
    """Those who lead it, and the standing agency in the place of those that have no account here."""
    return may_keep(actor) or bool(leads(task) & acts_for(actor, day))


def may_answer(actor: Actor, share: TaskAgency, day: date) -> bool:
    """An agency beside confirms its own part: nobody does so in its place."""
    return share.role == tasks.BESIDE and share.agency.code in acts_for(actor, day)


def may_edit(actor: Actor, task: Task, day: date) -> bool:
    """Rows of the appendix are the standing agency's to edit; one's own task is edited by who leads it."""
    if may_keep(actor):
        return True
    return not task.appendix and bool(leads(task) & acts_for(actor, day))


def may_divide(actor: Actor, task: Task, day: date) -> bool:
    """A sub-task is added by whoever has a part in the task."""
    if may_keep(actor):
        return True
    return bool({one.agency.code for one in task.agencies.all()} & acts_for(actor, day))
