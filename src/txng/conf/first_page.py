"""Where somebody goes who signed in and asked for no page: the only file that knows such a page of a room."""

from django.urls import reverse

from txng.accounts.actors import Actor
from txng.support import queries


def of(actor: Actor) -> str:
    """The list of first tasks while something on it is undone; "" for their own account."""
    return reverse("support:tasks") if queries.has_tasks_left(actor) else ""
