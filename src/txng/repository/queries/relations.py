"""Are the relations between things whole, and do they say what the events say?"""

from collections.abc import Callable

from django.db import transaction

from txng.accounts.actors import Actor
from txng.epcis.errors import SecurityException
from txng.eventstore.relations import rebuilding
from txng.eventstore.relations.checking import Check, Difference
from txng.eventstore.relations.rebuilding import Progress
from txng.eventstore.store import now
from txng.repository.connection import store


def rebuild_progress() -> Progress | None:
    """How far a rebuild has come; None when the relations are whole."""
    return rebuilding.progress_of(store().driver)


def check_relations(actor: Actor) -> Check:
    """Go through its `differences`. Raises SecurityException for an actor who may not see everything."""
    if not actor.may("oversight"):
        raise SecurityException(
            "Expected an actor with oversight, got one without it",
            detail_vi="Chỉ cơ quan quản lý mới được kiểm tra toàn bộ quan hệ.",
            status=403,
        )
    return Check(store(), _in_a_turn)


@transaction.atomic
def _in_a_turn(compare: Callable[[], list[Difference]]) -> list[Difference]:
    """No capture comes between the questions of `compare`."""
    store().take_turn(now())
    return compare()
