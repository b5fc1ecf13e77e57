"""Whose money somebody sees: an agency its own, the standing agency, Finance and the leaders all of it."""

from django.db.models import Q

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
    own = own_agency(user)
    return Q(pk__in=()) if own is None else Q(**{f"{path}agency": own})


def is_own(user: Actor, agency_id: int) -> bool:
    own = own_agency(user)
    return own is not None and own.pk == agency_id


def is_same_person(user: Actor, name: str, person_id: int | None) -> bool:
    """By the number of the account where both have one, else by the name in the journal."""
    if user.person_id is not None and person_id is not None:
        return user.person_id == person_id
    return bool(name) and user.name == name
