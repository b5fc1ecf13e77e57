"""Who sees and moves which certificate.

the holder           its own; a cooperative also those of its members (parties' reach)
an officer           those of holders in the communes and sectors of the role
the body             those that it issued, wherever the holder is
everybody else       nothing: a foreign certificate answers as one that is not there
"""

from django.db.models import Q

from txng.accounts.actors import Actor
from txng.certification.models import Body, Certificate
from txng.certification.rules import ISSUE, KEEP_BODIES, SEE, SUSPEND
from txng.parties.queries import reach as parties


def visible(actor: Actor, path: str = "") -> Q:
    """The condition on a Certificate, or on what `path` leads to. What was entered by mistake is seen by
    whoever saw it before."""
    found = parties.visible(actor, SEE, f"{path}holder__")
    if actor.organisation_id is not None and actor.may(SEE):
        found |= Q(**{f"{path}body__organisation_id": actor.organisation_id})
    return found


def may_keep_bodies(actor: Actor) -> bool:
    """Bodies and schemes are the province's: not for whoever was given one commune."""
    return actor.may_everywhere(KEEP_BODIES)


def is_of(actor: Actor, body: Body) -> bool:
    return actor.organisation_id is not None and body.organisation_id == actor.organisation_id


def may_issue(actor: Actor, body: Body) -> bool:
    return actor.may(ISSUE) and is_of(actor, body)


def is_agency(actor: Actor) -> bool:
    """The standing agency: it may stop any certificate of the province."""
    return actor.may_everywhere(SUSPEND)


def may_suspend(actor: Actor, one: Certificate) -> bool:
    """Its body, and the standing agency any."""
    return is_agency(actor) or (actor.may(SUSPEND) and is_of(actor, one.body))


def may_undo(actor: Actor, one: Certificate) -> bool:
    """Restore it, or take a withdrawal back: whoever wrote the state, and the standing agency."""
    if not may_suspend(actor, one):
        return False
    is_own_word = one.state_by_id is None or one.state_by_id == actor.organisation_id
    return is_own_word or is_agency(actor)
