"""What every verb about links does last: tell the processes that keep answers."""

from django.db import transaction
from django.db.models import F

from txng.resolver import link_queries
from txng.resolver.models import LinkState


def links_changed() -> None:
    """Call inside the verb's transaction, at its end: until it commits others wait to do the same."""
    if not LinkState.objects.update(version=F("version") + 1):
        LinkState.objects.create(version=1)
    transaction.on_commit(link_queries.forget)
