"""The questions of this room. Each takes the asker first and shows only what that asker may see.

Private by default: an organisation sees the events it captured; `oversight` (the standing agency, its
inspectors, the person at the server's shell) sees all. The public page asks through `public_source`,
which shows no quantities and no papers.
"""

import base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core import signing

from txng.accounts.actors import Actor
from txng.epcis.errors import (
    NoSuchResourceException,
    QueryParameterException,
    SecurityException,
)
from txng.eventstore import query
from txng.eventstore.store import EventStore, Job, StoredEvent
from txng.gs1.identifier import read_code
from txng.repository.connection import store
from txng.trace.model import Trace
from txng.trace.walk import downstream, upstream

TOKEN_LIFETIME = 3600  # seconds
MAX_PAGE = 1000
_SALT = "txng.repository.nextPageToken"


@dataclass(frozen=True, slots=True)
class EventPage:
    events: list[StoredEvent]
    next_page_token: str | None


def _owner(actor: Actor) -> int | None:
    """None for an actor who sees the events of every organisation."""
    if "oversight" in actor.scopes:
        return None
    if "query" in actor.scopes:
        return actor.organisation_id
    raise SecurityException(
        "Expected a key with the scope query, got one without it",
        detail_vi="Khóa này không có quyền hỏi. Xin khóa có quyền query.",
        status=403,
    )


def events(actor: Actor, parameters: Mapping[str, Sequence[str]]) -> EventPage:
    """Answer a SimpleEventQuery; `parameters` are those of the URL, split at "|".

    Raises QueryParameterException or SecurityException.
    """
    owner = _owner(actor)
    asked = dict(parameters)
    token = _single(asked, "nextPageToken")
    per_page, limit = _single(asked, "perPage"), _single(asked, "eventCountLimit")
    if per_page is not None and limit is not None:
        raise QueryParameterException(
            "Expected perPage or eventCountLimit, got both",
            detail_vi="Chỉ dùng một trong hai tham số perPage và eventCountLimit.",
        )
    size = _size(per_page if limit is None else limit)
    order_by = _one_of(asked, "orderBy", ("eventTime", "recordTime"), "eventTime")
    # the standard's default is descending; without orderBy a story is told from its beginning
    default = "DESC" if "orderBy" in parameters else "ASC"
    direction = _one_of(asked, "orderDirection", ("ASC", "DESC"), default)
    events = store()
    conditions = query.parse(events, asked)
    fingerprint = [
        sorted((name, list(values)) for name, values in asked.items()),
        order_by,
        direction,
    ]
    page = query.Page(order_by, direction == "DESC", size, _after(token, fingerprint))
    found = query.select(events, conditions, page, owner=owner)
    # eventCountLimit asks for so many events and no more; perPage for all of them, page by page
    next_token = _token(found.next, fingerprint) if found.next and limit is None else None
    return EventPage(found.events, next_token)


def events_named(actor: Actor, event_id: str) -> list[StoredEvent]:
    """An event and the declarations of its error. Raises NoSuchResourceException for none, and
    answers a stranger's event exactly like a missing one."""
    owner = _owner(actor)
    found = [
        stored
        for stored in store().events_named([event_id])
        if owner is None or stored.owner == owner
    ]
    if not found:
        raise NoSuchResourceException(
            f"Expected the eventID of a captured event, got {event_id!r}",
            detail_vi="Không có sự kiện nào mang mã này.",
        )
    return found


def job(actor: Actor, job_id: str) -> Job:
    """A capture job of the asker's organisation. Raises NoSuchResourceException."""
    missing = NoSuchResourceException(
        f"Expected the id of a capture job, got {job_id!r}",
        detail_vi="Không có lượt gửi nào mang mã này.",
    )
    try:
        key = UUID(job_id).bytes
    except ValueError:
        raise missing from None
    found = store().job(key)
    mine = found is not None and (
        "oversight" in actor.scopes or found.owner == actor.organisation_id
    )
    if found is None or not mine:
        raise missing
    return found


def trace(actor: Actor, code: str, direction: Literal["up", "down"]) -> Trace:
    """Where a thing came from, or where it went. `code` is anything that can be typed or scanned.

    Raises gs1.errors.Gs1Error for what is no code.
    """
    source = _Visible(store(), _owner(actor))
    canonical = read_code(code).canonical
    return (upstream if direction == "up" else downstream)(source, canonical)


class _Visible:
    """An event source that holds back the events of other organisations."""

    def __init__(self, events: EventStore, owner: int | None) -> None:
        self._events = events
        self._owner = owner

    def events_of(self, canonicals: Collection[str]) -> Mapping[str, Sequence[StoredEvent]]:
        found = self._events.events_of(canonicals)
        if self._owner is None:
            return found
        return {
            canonical: [stored for stored in listed if stored.owner == self._owner]
            for canonical, listed in found.items()
        }


def public_source() -> EventStore:
    """For the public page, which shows who did what, where and when, but no amounts and no papers."""
    return store()


def vocabulary(canonicals: Collection[str]) -> dict[str, dict[str, Any]]:
    """Master data: public by nature (names, places, products)."""
    return store().vocabulary(canonicals)


def count_events() -> int:
    return store().count()


def is_empty() -> bool:
    return store().is_empty()


# --- paging -----------------------------------------------------------------------------------


def _single(asked: dict[str, Sequence[str]], name: str) -> str | None:
    values = asked.pop(name, None)
    if values is None:
        return None
    if len(values) != 1:
        raise QueryParameterException(f"Expected one value for {name}, got {len(values)}")
    return values[0]


def _one_of(
    asked: dict[str, Sequence[str]], name: str, allowed: Sequence[str], default: str
) -> str:
    value = _single(asked, name)
    if value is not None and value not in allowed:
        raise QueryParameterException(
            f"Expected one of {', '.join(allowed)} in {name}, got {value!r}",
            detail_vi=f"Tham số {name} nhận một trong: {', '.join(allowed)}.",
        )
    return value or default


def _size(text: str | None) -> int:
    if text is None:
        return 100
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_PAGE))
    if not is_number or not 1 <= int(text) <= MAX_PAGE:
        raise QueryParameterException(
            f"Expected a page of 1 to {MAX_PAGE} events, got {text!r}",
            detail_vi=f"Một trang có từ 1 đến {MAX_PAGE} sự kiện.",
        )
    return int(text)


def _token(position: tuple[int, bytes], fingerprint: Any) -> str:
    moment, key = position
    return signing.dumps(
        [moment, base64.b16encode(key).decode(), fingerprint], salt=_SALT, compress=True
    )


def _after(token: str | None, fingerprint: Any) -> tuple[int, bytes] | None:
    if token is None:
        return None
    try:
        moment, key, asked = signing.loads(token, salt=_SALT, max_age=TOKEN_LIFETIME)
    except signing.BadSignature:
        raise QueryParameterException(
            "Expected a nextPageToken of this repository, not older than an hour",
            detail_vi="Mã trang tiếp theo đã hết hạn. Hỏi lại từ trang đầu.",
        ) from None
    # a token belongs to its question: with another one it would skip events silently
    if asked != [[list(pair) for pair in fingerprint[0]], *fingerprint[1:]]:
        raise QueryParameterException(
            "Expected the nextPageToken together with the parameters it was given for",
            detail_vi="Mã trang tiếp theo chỉ dùng với đúng câu hỏi ban đầu.",
        )
    return moment, base64.b16decode(key)
