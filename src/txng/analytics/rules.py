"""Which requests are scans, and what a code's scans say. Plain: values in, verdict with reasons out.

    serial 7F3K   Mon 09h  Lâm Đồng   device a   breadth 1
                  Mon 15h  Hà Nội     device b   breadth 1
                  Tue 08h  Huế        device c   breadth 1      3 provinces, 2 days: may be copied

A code printed on one bag is in one place at a time. A shelf scanned by its shop, a rival who walks along a
shelf, a family at home are all in one place; a bag that travels is in few places in many weeks. So what
counts is *places within two days*, each seen by devices of their own. **Breadth** is how many codes a
device scanned that day: who scans a whole shelf looks at a shop's stock, not at a bag, and weighs nothing.

Nothing is ever blocked, and no code is called a fake: the page tells what was seen, and people judge.

Source: reference/reliability.md §3.3 (velocity and place, scan poisoning, store clusters, decay).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

WINDOW: Final = timedelta(days=2)
DECAY: Final = timedelta(days=14)  # what is older says nothing of the label in somebody's hand
PLACES: Final = 3  # provinces within the window
DEVICES: Final = 4  # of their own, all together, in those provinces
DEVICES_ANYWHERE: Final = 15  # where no place is told: this many devices in as many as ..
HOURS_ANYWHERE: Final = 10  # .. this many different hours of the window
BROAD: Final = 12  # codes a day: from here on a device looks at a shelf, not at a bag

RAW_DAYS: Final = 90
LONGEST_PLACE: Final = 20
LONGEST_CODE: Final = 150
_PLACE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,19}")

_NO_PERSON: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|facebookexternalhit|preview|embedly|whatsapp/|curl|wget|python|"
    r"java/|okhttp|go-http|libwww|httpclient|node-fetch|axios|headless|lighthouse|monitor|uptime|scan(?:ner)?/",
    re.IGNORECASE,
)
_NOT_A_PAGE: Final = frozenset(
    {"image", "script", "style", "font", "video", "audio", "object", "embed", "worker"}
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One device in one hour at one place. `device` tells devices of one day apart and nothing more."""

    hour: datetime
    device: bytes
    place: str  # "" when nobody told it
    breadth: int = 1  # codes which that device scanned that day

    @property
    def who(self) -> tuple[object, bytes]:
        """A device is only known within its day."""
        return self.hour.date(), self.device


@dataclass(frozen=True, slots=True)
class Signal:
    """`is_suspect`: the code may be copied. `places` and `days`: what was seen, 0 where not told.

    `reasons` are words for the journal and the officer: "places=7 days=2 devices=9".
    """

    is_suspect: bool = False
    places: int = 0
    days: int = 0
    devices: int = 0
    reasons: tuple[str, ...] = ()


QUIET: Final = Signal()


def judge(sightings: Iterable[Sighting], now: datetime) -> Signal:
    """What the scans of one serial say. Lots are not judged: many people hold one lot."""
    seen = sorted(
        (
            one
            for one in sightings
            if one.breadth < BROAD and timedelta(0) <= now - one.hour <= DECAY
        ),
        key=lambda one: one.hour,
    )
    worst = QUIET
    start = 0
    for end, last in enumerate(seen):
        while last.hour - seen[start].hour > WINDOW:
            start += 1
        found = _in_window(seen[start : end + 1])
        if found.is_suspect and (found.places, found.devices) > (worst.places, worst.devices):
            worst = found
    return worst


def _in_window(seen: Sequence[Sighting]) -> Signal:
    by_place: dict[str, set[tuple[object, bytes]]] = defaultdict(set)
    for one in seen:
        by_place[one.place].add(one.who)
    told = {place: devices for place, devices in by_place.items() if place}
    devices = set().union(*told.values()) if told else set()
    days = (seen[-1].hour.date() - seen[0].hour.date()).days + 1
    if len(told) >= PLACES and len(devices) >= DEVICES:
        count = len(devices)
        reason = f"places={len(told)} days={days} devices={count}"
        return Signal(True, len(told), days, count, (reason,))
    unplaced = by_place.get("", set())
    hours = {one.hour for one in seen if not one.place}
    if len(unplaced) >= DEVICES_ANYWHERE and len(hours) >= HOURS_ANYWHERE:
        reason = f"places=unknown days={days} devices={len(unplaced)} hours={len(hours)}"
        return Signal(True, 0, days, len(unplaced), (reason,))
    return QUIET


@lru_cache(maxsize=4096)
def is_person(user_agent: str) -> bool:
    """Whether a browser of a person may have sent this name; programs that say so are none."""
    return bool(user_agent) and _NO_PERSON.search(user_agent) is None


def is_view(method: str, user_agent: str, purpose: str, destination: str) -> bool:
    """Whether somebody looks at the page: no HEAD, no bot, no prefetch, no picture in another page.

    `purpose` is Sec-Purpose, Purpose or X-Moz; `destination` is Sec-Fetch-Dest ("" in old browsers).
    """
    if method != "GET" or destination in _NOT_A_PAGE:
        return False
    if purpose and ("prefetch" in purpose or "prerender" in purpose or "preview" in purpose):
        return False
    return is_person(user_agent)


def place_of(told: str) -> str:
    """A province as the operator's edge names it ("VN-35"); "" for anything longer or stranger."""
    return told if _PLACE.fullmatch(told) else ""


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
