"""The small province as evidence: its events with their payloads, its master data by full names."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from tests.demo import small
from tests.trace.stock import Recorded
from txng.epcis.json_ld import read_document
from txng.epcis.mentions import things
from txng.gs1.identifier import identify
from txng.trace.balance.evidence import Evidence
from txng.trace.derived import Derived
from txng.trace.model import Trace
from txng.trace.telling import Telling, place_of
from txng.trace.walk import upstream

LINK = "https://id.gs1.org"


class Province:
    """An EventSource, a PlaceSource and master data, all in memory."""

    def __init__(self) -> None:
        self.events: list[Recorded] = []
        self.master: dict[str, dict[str, Any]] = {}
        self._of: dict[str, list[Recorded]] = defaultdict(list)
        self._at: dict[str, list[Recorded]] = defaultdict(list)
        for draft in small.all_documents():
            document = read_document(msgspec.json.encode(draft.document), now=small.NOW)
            for element in document.vocabulary:
                self.master.setdefault(identify(element.id).canonical, element.attributes)
            for read in document.drafts:
                self._keep(read, draft.organisation)
        for listed in (*self._of.values(), *self._at.values()):
            listed.sort(key=lambda one: one.event.event_time)

    def _keep(self, read: Any, organisation: str) -> None:
        number = len(self.events)
        recorded = Recorded(
            key=number.to_bytes(16, "big"),
            event=read.event,
            event_id=f"urn:uuid:{number}",
            record_time=read.event.event_time,
            captured_by=organisation,
            payload=read.payload,
        )
        self.events.append(recorded)
        self._at[place_of(recorded)].append(recorded)
        for name in {mention.identifier.canonical for mention in things(read.event)}:
            self._of[name].append(recorded)

    def events_of(self, canonicals: Collection[str]) -> Mapping[str, Sequence[Recorded]]:
        return {one: self._of[one] for one in canonicals if one in self._of}

    def events_at(
        self, places: Collection[str], begin: datetime | None, end: datetime | None
    ) -> list[Recorded]:
        return [
            recorded
            for place in sorted(places)
            for recorded in self._at.get(place, ())
            if (begin is None or recorded.event.event_time >= begin)
            and (end is None or recorded.event.event_time < end)
        ]

    def vocabulary(self, canonicals: Collection[str]) -> dict[str, dict[str, Any]]:
        return {one: self.master[one] for one in canonicals if one in self.master}


@cache
def province() -> Province:
    return Province()


@cache
def evidence() -> Evidence:
    found = province()
    return Evidence(found, Telling(found.vocabulary), places=found)


def trace(code: str) -> Trace:
    """`code` is the path of a scan, or a canonical identifier."""
    canonical = code if "://" in code else LINK + code
    return upstream(Derived(province()), canonical)
