"""Tell the relations between things once more from the events: `txng trace rebuild`.

    begin_rebuild      the relations are empty, traces are walked over the events
    continue_rebuild   a page of events at a time, until it answers None

Captures go on meanwhile. Whoever is killed leaves the rest to the next; a new version of the tables leaves
everything to `txng init`.
"""

from django.db import transaction

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.eventstore.relations import rebuilding
from txng.eventstore.relations.rebuilding import Progress
from txng.eventstore.store import now
from txng.repository.connection import store

_THING = ("relations", "all")


@transaction.atomic
def begin_rebuild(*, by: Actor) -> Progress:
    """Empty the relations and write down that they are to be told again."""
    progress = rebuilding.begin(store(), now())
    journal.record(by, "relations.rebuild_begun", _THING, events=progress.total)
    return progress


@transaction.atomic
def continue_rebuild(*, by: Actor) -> Progress | None:
    """One page more; None when the relations are whole."""
    before = rebuilding.progress_of(store().driver)
    progress = rebuilding.go_on(store(), now())
    if before is not None and progress is None:
        journal.record(by, "relations.rebuilt", _THING, events=before.done)
    return progress
