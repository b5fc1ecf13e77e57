"""What the events that somebody may see speak of: types, steps, places, dispositions, things.

The standard's own words are always there; a word of somebody's own vocabulary, a place or a thing is
there once an event that the asker may see has used it, and for nobody else.

Source: EPCIS 2.0 §12.5; the official OpenAPI file ("the CBV standard business steps as well as any
custom business steps supported by this repository").
"""

from collections.abc import Collection, Mapping
from typing import Final, Literal

from txng.accounts.actors import Actor
from txng.epcis import vocabulary
from txng.epcis.errors import NoSuchResourceException
from txng.epcis.events import STANDARD_EVENT_TYPES, bare_event_type
from txng.epcis.query.doors import parse_json, parse_url
from txng.eventstore import query, resources
from txng.eventstore import spellings as spelled_by
from txng.eventstore import used_values as table
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify
from txng.repository.connection import store
from txng.repository.queries import paging
from txng.repository.queries.paging import Listed

Field = Literal["eventTypes", "bizSteps", "bizLocations", "readPoints", "dispositions"]
"""As the resource is called."""

STANDARD: Final[Mapping[Field, tuple[str, ...]]] = {
    "eventTypes": tuple(sorted(STANDARD_EVENT_TYPES)),
    "bizSteps": tuple(sorted(vocabulary.BIZ_STEPS)),
    "dispositions": tuple(sorted(vocabulary.DISPOSITIONS)),
    "readPoints": (),
    "bizLocations": (),
}


def used_values(
    actor: Actor, field: Field, per_page: str | int | None = None, token: str | None = None
) -> Listed[str]:
    """One page of the values of a field, in the order of their code points."""
    owner = paging.owner_of(actor)
    size = paging.size(per_page)
    question = ["values", field]
    after: str = paging.position(actor, token, question) or ""
    used = table.listed(store().driver, field, owner=owner, after=after, limit=size + 1)
    standard = [word for word in STANDARD[field] if word > after]
    values = sorted({*used, *standard})
    if len(values) <= size:
        return Listed(values)
    return Listed(values[:size], *paging.token(actor, values[size - 1], question))


def spelled(field: Field, text: str) -> str:
    """A value as it is listed: the bare word, the canonical identifier, the full name as it stands."""
    if field == "bizSteps":
        return vocabulary.bare("biz_step", text)
    if field == "dispositions":
        return vocabulary.bare("disposition", text)
    if field == "eventTypes":
        return bare_event_type(text)
    try:
        return identify(text).canonical
    except Gs1Error:
        return text


def require_value(actor: Actor, field: Field, text: str) -> None:
    """Raises NoSuchResourceException for a value that no event has which the asker may see."""
    owner = paging.owner_of(actor)
    value = spelled(field, text)
    if value in STANDARD[field]:
        return
    if field == "eventTypes" and ":" not in value:  # a type of somebody's own has a name space
        raise _missing(text)
    events = store()
    if table.is_used(events.driver, field, value, owner=owner):
        return
    if field == "eventTypes" and table.may_be_used(events.driver, field, value, owner=owner):
        asked = parse_json({"eventType": [value]})
        if query.select(events, asked, query.Page(1, None), owner=owner).events:
            return
    raise _missing(text)


def epcs(actor: Actor, per_page: str | int | None = None, token: str | None = None) -> Listed[str]:
    """One page of the things (instances, canonical) in events that the asker may see.

    In the order of their first events. A page may be short, or empty, before the last one: each looks at
    a bounded number of events.
    """
    owner = paging.owner_of(actor)
    events = store()
    where = paging.position(actor, token, ["epcs"])
    if where is None:
        until, place = resources.last_record_time(events), None
    else:
        until = where[0]
        place = resources.Place(where[1], bytes.fromhex(where[2]), where[3])
    walked = resources.first_mentions(
        events, owner=owner, until=until, after=place, size=paging.size(per_page)
    )
    if walked.next is None:
        return Listed(walked.things)
    stand = walked.next
    position = [until, stand.event_time, stand.key.hex(), stand.looked_at]
    return Listed(walked.things, *paging.token(actor, position, ["epcs"]))


def spellings(actor: Actor, field: spelled_by.Named, canonicals: Collection[str]) -> dict[str, str]:
    """Canonical name -> as one of the events spells it which the asker may see; some have none."""
    return spelled_by.spellings(store(), field, canonicals, owner=paging.owner_of(actor))


def require_epc(actor: Actor, text: str) -> None:
    """Raises NoSuchResourceException for a thing that no event has which the asker may see."""
    owner = paging.owner_of(actor)
    if is_pattern(text):
        raise _missing(text)
    try:
        identify(text)
    except Gs1Error:
        raise _missing(text) from None
    asked = parse_url([("MATCH_anyEPC", text)])
    if not query.select(store(), asked, query.Page(1, None), owner=owner).events:
        raise _missing(text)


def is_pattern(text: str) -> bool:
    """A pattern or a list names many things, so it is no name of one."""
    return "*" in text or "|" in text or text.startswith("urn:epc:idpat:")


def _missing(text: str) -> NoSuchResourceException:
    return NoSuchResourceException(
        f"Expected a value of a captured event, got {text[:200]!r}",
        detail_vi="Không có sự kiện nào dùng giá trị này.",
    )
