"""Who sees and moves what in this room.

policy           agencies: all; an enterprise and the public: those that are in force
application      the enterprise: its own; an agency: those of enterprises in its communes and sectors
topic            its proposer; the council that marks it; keepers; other agencies once it was chosen
commendation     agencies with the right to see; written by keepers of the whole province

A foreign record answers like one that is not there.
"""

from django.db.models import Q

from txng.accounts.actors import Actor
from txng.awards.models import Application
from txng.awards.rules import APPLY, COAPPROVE, DECIDE, KEEP, PROPOSE, SEE, steps
from txng.parties import queries as parties


def keeps(actor: Actor) -> bool:
    """Calls, councils, contracts and lists are the province's: not for whoever was given one commune."""
    return actor.may_everywhere(KEEP)


def decides(actor: Actor) -> bool:
    return actor.may_everywhere(DECIDE)


def applications(actor: Actor, path: str = "") -> Q:
    seen = parties.visible(actor, SEE, f"{path}enterprise__")
    if actor.organisation_id is not None and actor.may(APPLY):
        seen |= Q(**{f"{path}enterprise__organisation_id": actor.organisation_id})
    return seen


def is_own(actor: Actor, one: Application) -> bool:
    own = one.enterprise.organisation_id
    return actor.organisation_id is not None and own == actor.organisation_id


def may_apply(actor: Actor, one: Application) -> bool:
    return is_own(actor, one) and actor.may(APPLY)


def reaches(actor: Actor, one: Application, right: str) -> bool:
    """As an officer: nobody examines or decides what their own enterprise asked for."""
    place = (one.enterprise.commune_code, one.enterprise.sector)
    return not is_own(actor, one) and parties.may_change_at(actor, *place, right)


def may_coapprove(actor: Actor, one: Application) -> bool:
    """The agency that the policy names. One that nobody acts for yet leaves it to whoever has the right."""
    if not reaches(actor, one, COAPPROVE):
        return False
    named = one.call.policy.coapprover
    if actor.is_operator or named is None or named.organisation_id is None:
        return True
    return named.organisation_id == actor.organisation_id


def topics(actor: Actor) -> Q:
    if keeps(actor) or decides(actor):
        return Q(pk__isnull=False)
    seen = Q(pk__in=[])
    if actor.may(SEE):
        seen |= ~Q(state__in=steps.SECRET)
    if actor.organisation_id is not None and actor.may(PROPOSE):
        seen |= Q(organisation_id=actor.organisation_id)
    if actor.person_id is not None and actor.may(SEE):
        seen |= Q(call__councils__members__person_id=actor.person_id)
        seen |= Q(councils__members__person_id=actor.person_id)
    return seen
