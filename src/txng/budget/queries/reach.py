"""Whose money somebody sees: an agency its own, the standing agency, Finance and the leaders all of it."""

from django.db.models import Q
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.budget import rules
from txng.parties import queries as parties
from txng.parties.models import Agency


def sees_all(user: Actor) -> bool:
    return user.may_everywhere(rules.SEE_ALL)


def own_agency(user: Actor) -> Agency | None:
    return parties.agency_of(user)


def visible(user: Actor, path: str = "") -> Q:
    """A condition on lines; `path` leads to the line from another table ("line__")."""
    if not user.may(rules.SEE):
        return Q(pk__in=())
    if sees_all(user):
        return Q()
    return Q(**{f"{path}agency__code__in": acts_for(user)})


def acts_for(user: Actor) -> frozenset[str]:
    """Codes of agencies: one's own, and those that ended and whose duties it took over."""
    return parties.acts_for(user, timezone.localdate())


def is_own(user: Actor, agency: Agency) -> bool:
    return agency.code in acts_for(user)


def is_same_person(user: Actor, name: str, person_id: int | None) -> bool:
    """By the number of the account where both have one, else by the name in the journal."""
    if user.person_id is not None and person_id is not None:
        return user.person_id == person_id
    return bool(name) and user.name == name
