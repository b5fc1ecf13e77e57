"""How events spell what lists tell by its canonical name.

    https://id.gs1.org/414/8938505970004   ->   one event at this place   ->   urn:epc:id:sgln:893850597.000.0

No table keeps spellings: one event of each value is found by its index and read. Several events may spell
a value differently, and then one of them is as good as another.

Cost: 0.03 to 0.2 ms a value: one look into an index, one event. Of a value whose events are nearly all
other organisations' some are looked at and then none: it has no spelling here.
"""

from collections.abc import Collection, Iterable
from typing import Final, Literal

from txng.epcis.events import AnyEvent
from txng.epcis.mentions import Role, instances
from txng.eventstore.drivers import Handle
from txng.eventstore.keys import any_uri
from txng.eventstore.store import EventStore

Named = Literal["epcs", "bizLocations", "readPoints"]
"""The resources of the standard whose values are identifiers."""
LOOKED_AT: Final = 100  # events of one value, for one of the owner's
_BATCH: Final = 200  # events read at once
_EVENTS: Final[dict[Named, str]] = {
    "epcs": "SELECT {handle} FROM link WHERE thing BETWEEN wanted.value"
    f" AND wanted.value + {int(Role.OUTPUT)} LIMIT {LOOKED_AT}",
    "bizLocations": "SELECT {handle} FROM event WHERE biz_location = wanted.value"
    f" ORDER BY event_time LIMIT {LOOKED_AT}",
    "readPoints": "SELECT {handle} FROM event WHERE read_point = wanted.value"
    f" ORDER BY event_time LIMIT {LOOKED_AT}",
}


def spellings(
    store: EventStore, field: Named, canonicals: Collection[str], *, owner: int | None
) -> dict[str, str]:
    """Canonical name -> as an event spells it, for those of which one was found; `owner` None reads
    the events of all."""
    driver = store.driver
    wanted = {store.keys.thing(any_uri(one)) for one in canonicals}
    some = _EVENTS[field].format(handle=driver.handle)
    # OFFSET 0 is a fence: from the events of the value to their owners, never from all of an owner's
    mine = "" if owner is None else (
        f" WHERE EXISTS (SELECT 1 FROM event WHERE event.{driver.handle} = near.{driver.handle}"
        " AND event.owner = %s LIMIT 1 OFFSET 0)"
    )  # fmt: skip
    rows = driver.rows(
        f"SELECT (SELECT near.{driver.handle} FROM ({some}) AS near{mine} LIMIT 1)"
        f" FROM {driver.things}",
        [*([] if owner is None else [owner]), driver.array(wanted)],
    )
    handles: list[Handle] = list({handle for (handle,) in rows if handle is not None})
    found: dict[str, str] = {}
    for start in range(0, len(handles), _BATCH):
        for _, stored in store.with_handles(handles[start : start + _BATCH]):
            for text in _texts(field, stored.event):
                found.setdefault(any_uri(text).canonical, text)
    return {one: found[one] for one in canonicals if one in found}


def _texts(field: Named, event: AnyEvent) -> Iterable[str]:
    if field == "epcs":
        return instances(event)
    place = event.biz_location if field == "bizLocations" else event.read_point
    return () if place is None else (place.id,)
