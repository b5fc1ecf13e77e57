"""Openings of names of persons: one's own that is open, those of a party, and all of them for oversight."""

from django.db.models import QuerySet

from txng.accounts.actors import Actor
from txng.parties.models import Enterprise, PersonsOpening
from txng.parties.queries import reach
from txng.parties.rules import SEE_OPENINGS


def open_now(actor: Actor, enterprise: Enterprise) -> PersonsOpening | None:
    return reach.opened(actor).filter(enterprise=enterprise).first()


def openings(actor: Actor) -> QuerySet[PersonsOpening]:
    """All of them, for whoever oversees the whole province; nothing for everybody else."""
    rows = PersonsOpening.objects.select_related("enterprise", "person", "organisation")
    return rows if actor.may_everywhere(SEE_OPENINGS) else rows.none()


def openings_of(actor: Actor, enterprise: Enterprise) -> QuerySet[PersonsOpening]:
    """Who opened the persons of one's own party, newest first."""
    rows = PersonsOpening.objects.select_related("organisation", "person").order_by(
        "-opened_at", "-pk"
    )
    is_own = (
        actor.organisation_id is not None and enterprise.organisation_id == actor.organisation_id
    )
    return rows.filter(enterprise=enterprise) if is_own else rows.none()
