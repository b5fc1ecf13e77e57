"""Master data as a SimpleMasterDataQuery asks for it."""

from txng.accounts.actors import Actor
from txng.epcis.query.master_data import MasterDataQuery
from txng.eventstore.master_data import VocabularyHit, select_master_data
from txng.repository.connection import store
from txng.repository.queries.paging import owner_of


def master_data(actor: Actor, query: MasterDataQuery) -> list[VocabularyHit]:
    """What the asker's organisation declared; `oversight` sees what everybody did.

    A name or a place is no secret to whoever meets it on a trace (`vocabulary` tells it), but the list
    of all places and partners of a firm is the firm's own. Raises QueryTooLargeException,
    QueryTooComplexException or SecurityException.
    """
    return select_master_data(store(), query, owner=owner_of(actor))
