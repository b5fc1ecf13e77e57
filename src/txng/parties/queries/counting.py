"""What figures count of parties and their places: whole registers, as far as a right of the asker reaches.

Leaders count a province of which they may open no entry, so these rows are for counts and splits alone;
whoever shows rows asks `enterprises`, `plots`, `site_codes`.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from txng.accounts.actors import Actor
from txng.parties.models import Enterprise, Plot, SiteCode
from txng.parties.queries import reach


def countable(actor: Actor, rights: Collection[str], path: str = "") -> Q:
    """The condition on an Enterprise, or on what `path` ("enterprise__") leads to: any of these rights."""
    if any(actor.may_everywhere(right) for right in rights):
        return Q()
    found = Q(**{f"{path}pk__in": []})
    for right in rights:
        found |= reach.visible(actor, right, path)
    return found


def enterprises(actor: Actor, rights: Collection[str]) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(countable(actor, rights), merged_into__isnull=True)


def plots(actor: Actor, rights: Collection[str]) -> QuerySet[Plot]:
    return Plot.objects.filter(
        countable(actor, rights, "enterprise__"), enterprise__merged_into__isnull=True
    )


def site_codes(actor: Actor, rights: Collection[str]) -> QuerySet[SiteCode]:
    return SiteCode.objects.filter(
        countable(actor, rights, "enterprise__"), enterprise__merged_into__isnull=True
    )
