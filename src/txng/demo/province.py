"""A whole province for demonstrations, training and measurements, as EPCIS 2.0 documents.

    documents("small")        ~     5,000 events      a minute to load, all samples inside
    documents("province")     ~ 1,000,000 events      streamed; memory stays flat

Each document is what one firm would send to `/epcis/capture`: its own events and master data, up to
200 events at a time. A chain is a function from a unit's number to its story, so the first units, and
with them every code in `samples`, are the same in both sizes, on every machine and on every day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from txng.demo import (
    coffee,
    durian,
    enterprises,
    flowers,
    master_data,
    rice,
    tea,
    vegetables,
)
from txng.demo.cast import Firm
from txng.demo.story import Event, Story
from txng.epcis.context import EPCIS_CONTEXT

SIZES = ("small", "province")

EVENTS_IN_DOCUMENT = 200
BEGINNING = "2024-02-01T08:00:00+07:00"  # when the firms declare themselves
CONTEXT = [EPCIS_CONTEXT, {"txng": "urn:txng:voc:"}]


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """`organisation` is the name of the firm that captures the document."""

    organisation: str
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """`units`: how many stories each size tells."""

    name: str
    tell: Callable[[int], Story]
    units: dict[str, int]


CHAINS = (
    Chain("coffee", coffee.tell, {"small": 16, "province": 3160}),
    Chain("tea", tea.tell, {"small": 20, "province": 3950}),
    Chain("vegetables", vegetables.tell, {"small": 18, "province": 3550}),
    Chain("flowers", flowers.tell, {"small": 10, "province": 2000}),
    Chain("rice", rice.tell, {"small": 12, "province": 2370}),
    Chain("durian", durian.tell, {"small": 13, "province": 2560}),
)


def documents(size: str) -> Iterator[DemoDocument]:
    """First every firm's master data, then events, chain after chain.

    Within a chain unit each firm's events come in the order of their times.
    """
    if size not in SIZES:
        raise ValueError(f"Expected one of {', '.join(SIZES)}, got {size!r}")
    desks = {firm: _Desk(firm) for firm in enterprises.FIRMS}
    for desk in desks.values():
        desk.declare(master_data.of_firm(desk.firm, enterprises.PLACES, enterprises.PRODUCTS))
        yield desk.hand_in()
    for chain in CHAINS:
        for unit in range(chain.units[size]):
            story = chain.tell(unit)
            for firm, vocabulary in story.declarations():
                desks[firm].declare(vocabulary)
            for when, firm, event in story.told():
                desk = desks[firm]
                desk.events.append(event)
                desk.latest = max(desk.latest, when)
                if len(desk.events) == EVENTS_IN_DOCUMENT:
                    yield desk.hand_in()
    for desk in desks.values():
        if desk.events or desk.vocabulary:
            yield desk.hand_in()


@dataclass(slots=True)
class _Desk:
    """What a firm has not handed in yet."""

    firm: Firm
    events: list[Event] = field(default_factory=list)
    vocabulary: master_data.Vocabulary = field(default_factory=dict)
    latest: str = BEGINNING

    def declare(self, vocabulary: master_data.Vocabulary) -> None:
        for kind, elements in vocabulary.items():
            self.vocabulary.setdefault(kind, []).extend(elements)

    def hand_in(self) -> DemoDocument:
        document: dict[str, Any] = {
            "@context": CONTEXT,
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": self.latest,
        }
        if self.vocabulary:
            document["epcisHeader"] = {
                "epcisMasterData": {
                    "vocabularyList": [
                        {"type": kind, "vocabularyElementList": elements}
                        for kind, elements in self.vocabulary.items()
                        if elements
                    ]
                }
            }
        document["epcisBody"] = {"eventList": self.events}
        self.events, self.vocabulary = [], {}
        return DemoDocument(self.firm.name, document)
