"""Pages of a query's answer, in the order that was asked for."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from txng.epcis.errors import QueryTooComplexException, QueryTooLargeException
from txng.epcis.query.language import TYPED_ORDERS, OrderValue, Query, order_value
from txng.eventstore.query.reading import Position, Reader, position
from txng.eventstore.store import EventStore, StoredEvent

PAGE_BYTES = 8 * 1024 * 1024  # a page ends where its events have so many, and always has one
MAX_GATHERED = 10_000  # events that are put in order of an extension field
_COLUMNS: Final = {"eventTime": "event_time", "recordTime": "record_time"}
_FIRST_BATCH: Final = 500
_WITHOUT: Final = 3  # stands where OrderValue has its kind: events without the field


class Page(NamedTuple):
    """`after` is `Found.next` of the page before; None begins. `most_bytes`: of the events as they are
    stored; a page may be shorter than its size, and is the last only where `Found.next` says so."""

    size: int = 100
    after: Sequence[Any] | None = None
    most_bytes: int = PAGE_BYTES


class Found(NamedTuple):
    """`next` is JSON-able and None on the last page."""

    events: list[StoredEvent]
    next: tuple[Any, ...] | None


def select(store: EventStore, query: Query, page: Page, *, owner: int | None) -> Found:
    """One page of the answer. `owner` limits it to what one organisation captured; None sees all.

    Raises QueryTooLargeException (more than maxEventCount, or too many to be ordered by a field that
    is no column) and QueryTooComplexException (the page would read too much).
    """
    if query.max_event_count is not None and page.after is None:
        _count(store, query, owner)
    told = 0 if page.after is None else int(page.after[-1])
    size = page.size
    if query.event_count_limit is not None:
        size = min(size, query.event_count_limit - told)
        if size <= 0:
            return Found([], None)
    if query.order_by in TYPED_ORDERS:
        found = _by_column(store, query, page._replace(size=size), owner)
    else:
        found = _by_field(store, query, page._replace(size=size), owner)
    if found.next is None:
        return found
    told += len(found.events)
    if told == query.event_count_limit:
        return Found(found.events, None)
    return Found(found.events, (*found.next, told))


def _by_column(store: EventStore, query: Query, page: Page, owner: int | None) -> Found:
    column = _COLUMNS[query.order_by]
    after = None if page.after is None else Position(page.after[0], bytes.fromhex(page.after[1]))
    reader = Reader(store, query, owner=owner)
    events: list[StoredEvent] = []
    size = 0
    read = reader.matches(column, descending=query.descending, after=after, batch=page.size + 1)
    try:
        for stored, is_match in read:
            if not is_match:
                continue
            size += len(stored.payload)
            is_full = len(events) == page.size or size > page.most_bytes
            if is_full and events:  # there is one more, so there is one more page
                return Found(events, _behind(column, events[-1]))
            events.append(stored)
    except QueryTooComplexException:
        if len(events) < page.size:
            raise
        return Found(events, _behind(column, events[-1]))
    return Found(events, None)


def _behind(column: str, stored: StoredEvent) -> tuple[int, str]:
    last = position(column, stored)
    return last.moment, last.key.hex()


def _count(store: EventStore, query: Query, owner: int | None) -> None:
    """Refuse an answer of more than maxEventCount events before its first page."""
    most = query.max_event_count or 0
    counted = 0
    reader = Reader(store, query, owner=owner)
    for _, is_match in reader.matches(
        "event_time", descending=False, after=None, batch=min(most + 1, _FIRST_BATCH)
    ):
        if is_match:
            counted += 1
            if counted > most:
                raise QueryTooLargeException(
                    f"Expected at most {most} events, got more",
                    detail_vi=f"Có hơn {most} sự kiện. Thu hẹp câu hỏi, hoặc bỏ maxEventCount và xem"
                    " từng trang.",
                )


# --- orders that are no column ----------------------------------------------------------------


def _by_field(store: EventStore, query: Query, page: Page, owner: int | None) -> Found:
    """Gather the keys of every match, order them, cut the page and read it. Events without the field come
    last."""
    reader = Reader(store, query, owner=owner)
    ordered: list[tuple[OrderValue, bytes, int]] = []
    without: list[tuple[bytes, int]] = []
    read = reader.matches("event_time", descending=False, after=None, batch=_FIRST_BATCH)
    for stored, is_match in read:
        if not is_match:
            continue
        if len(ordered) + len(without) == MAX_GATHERED:
            raise QueryTooLargeException(
                f"Expected at most {MAX_GATHERED} events to order by {query.order_by}, got more",
                detail_vi=f"Có hơn {MAX_GATHERED} sự kiện cần sắp xếp theo {query.order_by}."
                " Thu hẹp câu hỏi, hoặc sắp xếp theo eventTime hay recordTime.",
            )
        value = order_value(query.order_by, reader.subject(stored))
        if value is None:
            without.append((stored.key, len(stored.payload)))
        else:
            ordered.append((value, stored.key, len(stored.payload)))
    ordered.sort(key=lambda one: one[:2], reverse=query.descending)
    without.sort(key=lambda one: one[0], reverse=query.descending)
    answer: list[tuple[tuple[Any, ...], bytes, int]] = [
        ((*value, key.hex()), key, size) for value, key, size in ordered
    ]
    answer += [((_WITHOUT, 0, key.hex()), key, size) for key, size in without]
    start = 0
    if page.after is not None:
        after = tuple(page.after[:3])
        while start < len(answer) and not _is_beyond(answer[start][0], after, query.descending):
            start += 1
    end, held = start, 0
    while end < min(start + page.size, len(answer)):
        held += answer[end][2]
        if held > page.most_bytes and end > start:
            break
        end += 1
    shown = [key for _, key, _ in answer[start:end]]
    stored_by_key = {one.key: one for one in store.with_keys(shown)}
    events = [stored_by_key[key] for key in shown]
    return Found(events, answer[end - 1][0] if end < len(answer) else None)


def _is_beyond(where: tuple[Any, ...], after: tuple[Any, ...], descending: bool) -> bool:
    if (where[0] == _WITHOUT) != (after[0] == _WITHOUT):
        return bool(where[0] == _WITHOUT)
    return where < after if descending else where > after
