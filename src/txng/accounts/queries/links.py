"""Questions about one-time links."""

from django.utils import timezone

from txng.accounts import rules
from txng.accounts.actors import Actor
from txng.accounts.models import OneTimeLink


def open_link(secret: str, *kinds: str) -> OneTimeLink | None:
    """A link of one of these kinds that may still be used; None for every other, without saying why."""
    if not rules.is_secret(secret):
        return None
    return (
        OneTimeLink.objects.select_related("person", "organisation", "role")
        .filter(
            digest=rules.digest(secret),
            kind__in=kinds,
            used_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .first()
    )


def open_links(actor: Actor) -> list[OneTimeLink]:
    """Links of the actor's organisation that wait to be used, newest first."""
    if not actor.may("accounts.members"):
        return []
    rows = OneTimeLink.objects.select_related("role", "person").filter(
        organisation_id=actor.organisation_id or 0,
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    return list(rows.order_by("-pk"))


def waiting_link(actor: Actor, pk: int) -> OneTimeLink | None:
    """One of `open_links(actor)`; None for a stranger's as for one that there is not."""
    return next((one for one in open_links(actor) if one.pk == pk), None)
