"""Questions to the event store: pages of a query's answer, and what is new since a position.

    found = select(store, query, Page(size=100), owner=7)         found.events, found.next
    news = newer(store, query, last_position(store), owner=7, limit=500)

The index only proposes: the query's own conditions decide on each event, so an index key shared by two
things never shows in an answer. Pages are cut by key (the ordering value, then the event key), never by
offset: cost follows the page, not the number of the page. `owner` limits what is seen before anything is
matched, counted or ordered (reference/reliability.md, finding 7).

Source: EPCIS 2.0 §8.2.7.1; reference/epcis.md §1.3.
"""

from txng.eventstore.query.following import Newer, last_position, newer
from txng.eventstore.query.pages import Found, Page, select

__all__ = ["Found", "Newer", "Page", "last_position", "newer", "select"]
