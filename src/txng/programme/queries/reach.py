"""Who may do what with which task. The Plan is the whole province's: whoever may see it sees all of it."""

from dataclasses import dataclass
from datetime import date

from txng.accounts.actors import Actor
from txng.certification.models import Body
from txng.certification.queries import bodies as certification
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.programme.models import Task, TaskAgency
from txng.programme.rules import KEEP, PART, SEE, UPDATE, tasks


def may_see(actor: Actor) -> bool:
    return actor.may(SEE)


def may_keep(actor: Actor) -> bool:
    """The standing agency: the Plan is loaded and given out for the whole province."""
    return actor.may_everywhere(KEEP)


def own_agency(actor: Actor) -> Agency | None:
    """The agency that this person acts for, where the right to report is held. Of an account that stands for
    many, people whose reach is some communes speak for those and not for all."""
    own = parties.agency_of(actor) if actor.may(UPDATE) else None
    if own is not None and own.stands_for and not _reaches_all(actor, UPDATE):
        return None
    return own


def acts_for(actor: Actor, day: date) -> frozenset[str]:
    """Codes of agencies in whose place this person reports: their own, and those that it took over."""
    return parties.acts_for(actor, day) if own_agency(actor) is not None else frozenset()


def has_part_with(actor: Actor, day: date) -> frozenset[str]:
    """`acts_for`, and the group of which one's own agency is one."""
    own = own_agency(actor)
    codes = acts_for(actor, day)
    return codes | {own.part_of.code} if own is not None and own.part_of else codes


def _reaches_all(actor: Actor, right: str) -> bool:
    return any(grant.territories is None for grant in actor.grants_for(right))


@dataclass(frozen=True, slots=True)
class Speaker:
    """One of many that this person speaks for: `code` names it in addresses, `group` the many."""

    code: str
    group: str
    name: str
    agency: Agency | None = None
    body: Body | None = None


def speaks_as(actor: Actor, day: date) -> list[Speaker]:
    """The one committee or certification body for which this person answers; several for an officer of
    several communes in an account that stands for all of them."""
    if not actor.may(PART):
        return []
    own = parties.agency_of(actor)
    if own is not None and own.part_of is not None:
        named = parties.named(actor, day, [own.code])[own.code]
        return [Speaker(own.code, own.part_of.code, named.short, agency=own)]
    if own is not None and own.stands_for == Agency.StandsFor.COMMUNE:
        return _of_communes(actor, own, day)
    body = certification.own_body(actor)
    if body is None:
        return []
    groups = [one.agency.code for one in parties.agencies(actor, day) if _is_of_certifiers(one)]
    return [Speaker(f"cn-{body.pk}", code, body.organisation.name, body=body) for code in groups]


def _of_communes(actor: Actor, own: Agency, day: date) -> list[Speaker]:
    if _reaches_all(actor, PART):
        return []
    codes = {code for grant in actor.grants_for(PART) for code in grant.territories or ()}
    return [
        Speaker(one.named.agency.code, own.code, one.named.short, agency=one.named.agency)
        for one in parties.one_by_one(actor, own, day)
        if one.named.agency.commune_code in codes
    ]


def _is_of_certifiers(one: parties.NamedAgency) -> bool:
    return one.agency.stands_for == Agency.StandsFor.CERTIFIERS


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
    return bool({one.agency.code for one in task.agencies.all()} & has_part_with(actor, day))
