"""Questions about funding programmes."""

from django.db.models import QuerySet

from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.models import Programme


def programmes(user: Actor) -> QuerySet[Programme]:
    """With shares and sources; whoever may see money sees where it comes from."""
    rows = Programme.objects.prefetch_related("shares", "sources").order_by("-last_year", "title")
    return rows if user.may(rules.SEE) else rows.none()


def programme(user: Actor, code: str) -> Programme | None:
    return programmes(user).filter(code=code).first()
