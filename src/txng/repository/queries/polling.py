"""Everything that a query finds, at once: for doors that have no pages."""

from txng.accounts.actors import Actor
from txng.epcis.errors import QueryTooLargeException
from txng.epcis.query.language import Query
from txng.eventstore.query import Page, select
from txng.eventstore.store import StoredEvent
from txng.repository.connection import store
from txng.repository.queries.paging import owner_of

MAX_POLL = 10_000  # events of one answer
MAX_BYTES = 64 * 1024 * 1024  # of those events as they are stored


def poll(actor: Actor, query: Query) -> list[StoredEvent]:
    """All matching events in the order asked for, or none: never a silent part of them.

    `eventCountLimit` is the asker's own word and no silent part. Raises QueryTooLargeException for more
    events than `maxEventCount` or MAX_POLL, SecurityException for who may not ask.
    """
    # one page, so that the whole answer has no more to read than a page has
    page = select(store(), query, Page(MAX_POLL + 1, None, MAX_BYTES), owner=owner_of(actor))
    if len(page.events) > MAX_POLL or page.next is not None:
        megabytes = MAX_BYTES // 1024 // 1024
        raise QueryTooLargeException(
            f"Expected at most {MAX_POLL} events or {megabytes} MB in the answer, found more; narrow the"
            " question",
            detail_vi=f"Có hơn {MAX_POLL} sự kiện hoặc {megabytes} MB. Hỏi hẹp hơn, ví dụ theo thời gian.",
        )
    return page.events
