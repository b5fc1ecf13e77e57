"""Questions about one-time links."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from txng.accounts import rules
from txng.accounts.actors import Actor
from txng.accounts.models import OneTimeLink
from txng.ui import collation


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


def invitations(actor: Actor) -> list[OneTimeLink]:
    """Those of `open_links` that are for people, by name: whoever has no link yet first."""
    held = [one for one in open_links(actor) if one.kind == rules.INVITATION]
    return sorted(
        held, key=lambda one: (not one.is_prepared, collation.sort_key(one.for_whom), one.pk)
    )


def invitations_called(actor: Actor, names: Collection[str]) -> list[OneTimeLink]:
    """Invitations for people of these names that wait or were used, not those that lapsed; one query."""
    if not actor.may("accounts.members"):
        return []
    rows = OneTimeLink.objects.select_related("role").filter(
        Q(used_at__isnull=False) | Q(expires_at__gt=timezone.now()),
        organisation_id=actor.organisation_id or 0,
        kind=rules.INVITATION,
        for_whom__in=set(names),
        withdrawn_at__isnull=True,
    )
    return list(rows)


def link_of(actor: Actor, pk: int) -> OneTimeLink | None:
    """A link of the actor's organisation, used or not; None for a stranger's."""
    if not actor.may("accounts.members"):
        return None
    rows = OneTimeLink.objects.select_related("role", "person")
    return rows.filter(organisation_id=actor.organisation_id or 0, pk=pk).first()
