"""What figures count of prefixes, lots and labels, as far as a right of the asker reaches. Never shown as
rows; whoever shows rows asks `prefixes` and `labels`.
"""

from collections.abc import Collection

from django.db.models import QuerySet

from txng.accounts.actors import Actor
from txng.barcodes.models import Batch, CompanyPrefix, LotQuota
from txng.parties.queries.counting import countable


def prefixes(actor: Actor, rights: Collection[str]) -> QuerySet[CompanyPrefix]:
    return CompanyPrefix.objects.filter(countable(actor, rights, "enterprise__"))


def batches(actor: Actor, rights: Collection[str]) -> QuerySet[Batch]:
    return Batch.objects.filter(countable(actor, rights, "enterprise__"))


def lots(actor: Actor, rights: Collection[str]) -> QuerySet[LotQuota]:
    return LotQuota.objects.filter(countable(actor, rights, "enterprise__"))
