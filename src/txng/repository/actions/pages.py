"""Giving back what holds the place in a list."""

from django.db import transaction
from django.utils import timezone

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.repository.models import ReleasedPageToken
from txng.repository.queries import paging


@transaction.atomic
def release_page_token(*, by: Actor, token: str) -> None:
    """From now on the token is refused; what it names stays.

    Raises NoSuchResourceException for what is no token, has expired or was given to another.
    """
    expires_at = paging.expiry_of(by, token)
    name = paging.name_of(token)
    ReleasedPageToken.objects.filter(expires_at__lt=timezone.now()).delete()
    _, is_new = ReleasedPageToken.objects.get_or_create(
        pk=name, defaults={"expires_at": expires_at}
    )
    if is_new:
        journal.record(by, "page_token.released", ("page_token", name))
