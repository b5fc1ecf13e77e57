"""Ledgers, mass balances and completeness, of what the asker may see.

An organisation is answered from the events that it captured. Where others may know more, a finding says
that it cannot be judged, never that something is wrong; a stranger's lot answers like one without events.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from txng.accounts.actors import Actor
from txng.epcis.query.doors import parse_url
from txng.eventstore.copies import captured, events_without_copies, without_copies
from txng.eventstore.keys import FAMILY
from txng.eventstore.master_data import descendants
from txng.eventstore.query import Page, select
from txng.eventstore.store import EventStore, StoredEvent
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify, read_code
from txng.repository.connection import store
from txng.repository.queries.paging import owner_of
from txng.repository.queries.trace import trace
from txng.trace import ledger as ledgers
from txng.trace import profile as profiles
from txng.trace.balance import of_site, of_thing, plots
from txng.trace.balance.evidence import Evidence
from txng.trace.completeness import Completeness
from txng.trace.completeness import completeness as complete
from txng.trace.findings import Finding
from txng.trace.ledger import Ledger
from txng.trace.telling import Telling, place_of

_PART = 300  # places of one question
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class PlotBalance:
    """One finding for each product group and season that was asked for."""

    plot: str
    season: str
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "plot": self.plot,
            "season": self.season,
            "findings": [one.as_dict() for one in self.findings],
        }


def ledger(actor: Actor, code: str) -> Ledger:
    """Every movement of a lot or item. Raises Gs1Error for what is no code, SecurityException."""
    evidence = _evidence(actor)
    canonical = read_code(code).canonical
    evidence.telling.learn([canonical])
    return ledgers.ledger(evidence.source, canonical, evidence.content)


def balance_of_thing(actor: Actor, code: str) -> of_thing.Balance:
    """Of a lot, item or box and of all that it was made from. Raises Gs1Error, SecurityException."""
    return of_thing.of_thing(_evidence(actor), trace(actor, code, "up"))


def balance_of_site(
    actor: Actor,
    place: str,
    begin: datetime,
    end: datetime,
    *,
    limit: int = of_site.DEFAULT_LIMIT,
) -> of_site.SiteBalance:
    """Of a place and what lies below it, from `begin` to before `end`. When more than `limit` events
    had to be read, the answer says so instead of an account.

    Raises Gs1Error, PeriodError, SecurityException.
    """
    site = place_code(place)
    within = descendants(store(), [site]) - {site}
    return of_site.of_site(_evidence(actor), site, begin, end, within=within, limit=limit)


def balance_of_plot(actor: Actor, plot: str, season: str) -> PlotBalance:
    """`season` is a year ("2025": all that begin in it) or a month ("2025-10": the one that begins then).

    Raises Gs1Error, PeriodError, SecurityException.
    """
    place = place_code(plot)
    return PlotBalance(place, season, tuple(plots.of_plot(_evidence(actor), place, season)))


def completeness(actor: Actor, code: str, profile: str | None = None) -> list[Completeness]:
    """By the laws and the profile of the product's group, or by one profile of any kind.

    Raises Gs1Error, KeyError for a profile that there is not, SecurityException.
    """
    evidence = _evidence(actor)
    found = trace(actor, code, "up")
    if profile is None:
        thing = identify(found.canonical)
        evidence.telling.learn_about([told.recorded for told in found.events])
        wanted = profiles.for_group(evidence.telling.group(thing))
    else:
        wanted = [profiles.shipped()[profile]]
    return [complete(found, evidence.telling, one, sees_all=evidence.sees_all) for one in wanted]


def place_code(text: str) -> str:
    """The canonical code of a place: a GLN's bare digits too. Raises Gs1Error."""
    digits = text.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) == 13:
        return identify(f"https://id.gs1.org/414/{digits}").canonical
    return read_code(text).canonical


# --- what may be seen -----------------------------------------------------------------------------


def _evidence(actor: Actor) -> Evidence:
    owner = owner_of(actor)
    seen = _Seen(store(), owner)
    return Evidence(
        source=seen,
        telling=Telling(seen.vocabulary),
        places=seen,
        sees_all=owner is None,
        as_of=timezone.now(),
    )


class _Seen:
    """Events of one organisation, or of all for `owner` None; by thing and by place."""

    def __init__(self, events: EventStore, owner: int | None) -> None:
        self._events = events
        self._owner = owner

    def events_of(self, canonicals: Collection[str]) -> Mapping[str, Sequence[StoredEvent]]:
        found = self._events.events_of(canonicals)
        if self._owner is None:
            keys = self._events.keys
            return {name: events_without_copies(listed, keys) for name, listed in found.items()}
        return {
            canonical: [stored for stored in listed if stored.owner == self._owner]
            for canonical, listed in found.items()
        }

    def events_at(
        self, places: Collection[str], begin: datetime | None, end: datetime | None
    ) -> Iterator[StoredEvent]:
        listed = sorted(places)
        told: set[bytes] = set()
        for start in range(0, len(listed), _PART):
            part = listed[start : start + _PART]
            for role in ("EQ_bizLocation", "EQ_readPoint"):
                for stored in self._once(self._asked(role, part, begin, end)):
                    if stored.key not in told and place_of(stored) in places:
                        told.add(stored.key)
                        yield stored

    def _once(self, events: Iterator[StoredEvent]) -> Iterator[StoredEvent]:
        """In the order of their times and keys an event stands beside its copies."""
        for _, family in groupby(events, key=lambda stored: stored.key[:FAMILY]):
            yield from without_copies(list(family), self._events.keys, captured)

    def _asked(
        self, role: str, places: list[str], begin: datetime | None, end: datetime | None
    ) -> Iterator[StoredEvent]:
        pairs = [(role, place) for place in places]
        if begin is not None:
            pairs.append(("GE_eventTime", begin.isoformat()))
        if end is not None:
            pairs.append(("LT_eventTime", end.isoformat()))
        query, after = parse_url(pairs), None
        while True:
            page = select(self._events, query, Page(_PAGE, after), owner=self._owner)
            yield from page.events
            after = page.next
            if after is None:
                return

    def vocabulary(self, canonicals: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        return self._events.vocabulary([one for one in canonicals if _is_name(one)])


def _is_name(text: str) -> bool:
    """Whether master data may be kept under it; certificates may be called anything."""
    try:
        identify(text)
    except Gs1Error:
        return False
    return True
