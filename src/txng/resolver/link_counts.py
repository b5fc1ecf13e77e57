"""What figures count of links: those in force, and how the newest check of each ended."""

from collections.abc import Collection

from django.db.models import OuterRef, Q, QuerySet, Subquery

from txng.accounts.actors import Actor
from txng.parties.queries.counting import countable
from txng.resolver import link_queries
from txng.resolver.models import Link, Probe


def links(actor: Actor, rights: Collection[str]) -> QuerySet[Link]:
    """Links in force as far as these rights reach, each with `last_verdict`, None before its first check.
    Never shown as rows."""
    reach = Q()
    if not any(actor.may_everywhere(right) for right in rights):
        reach = countable(actor, rights, "key__organisation__enterprise__")
    return with_last_verdict(Link.objects.filter(reach, withdrawn_at__isnull=True))


def seen(actor: Actor) -> QuerySet[Link]:
    """The same of links that the actor may open."""
    return with_last_verdict(link_queries.links(actor))


def with_last_verdict(rows: QuerySet[Link]) -> QuerySet[Link]:
    newest = Probe.objects.filter(link=OuterRef("pk")).order_by("-at", "-pk")
    return rows.annotate(last_verdict=Subquery(newest.values("verdict")[:1]))
