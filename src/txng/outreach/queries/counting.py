"""What figures count of outreach, of the whole province: evidence, and difficulties that agencies sent.

Never shown as rows; whoever shows rows asks `campaigns.evidence` and `matters.matters`.
"""

from collections.abc import Collection

from django.db.models import QuerySet

from txng.accounts.actors import Actor
from txng.outreach.models import Evidence, Matter
from txng.outreach.rules import matters as rules


def evidence(actor: Actor, rights: Collection[str]) -> QuerySet[Evidence]:
    """What was not struck: all of it was told to the public, so a count says nothing that is not."""
    if not any(actor.may(right) for right in rights):
        return Evidence.objects.none()
    return Evidence.objects.filter(struck_at__isnull=True)


def difficulties(actor: Actor, rights: Collection[str]) -> QuerySet[Matter] | None:
    """Of every agency, for whoever may count the whole province; None for others."""
    if not any(actor.may_everywhere(right) for right in rights):
        return None
    return Matter.objects.filter(kind=rules.DIFFICULTY)
