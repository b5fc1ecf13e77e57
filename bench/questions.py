"""Questions to a loaded database: histories, patterns, steps, places, traces, in this process.

Each is asked as it arrives in a URL: parsed, answered by `repository.queries`, the events decoded. The
answers are not written as JSON: `over_http` measures that with everything else.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Generic, Literal, TypeVar

from bench import house, processes
from txng.accounts import actors
from txng.epcis.query.doors import parse_url
from txng.repository import queries

Item = TypeVar("Item")
Pairs = list[tuple[str, str]]
PAGE = 30  # what a client gets that says nothing
Direction = Literal["up", "down"]
WHOLE = 1000  # the largest page: the answers here are smaller
WARM = 10  # questions asked before the clock runs


class Reservoir(Generic[Item]):
    """A fair sample of a stream."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self.chance, self.size, self.seen = chance, size, 0
        self.kept: list[Item] = []

    def add(self, item: Item) -> None:
        self.seen += 1
        if len(self.kept) < self.size:
            self.kept.append(item)
        elif (place := self.chance.randrange(self.seen)) < self.size:
            self.kept[place] = item


class Samples:
    """What to ask for, picked while the load goes by. `moments`: a step and when it was taken."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self.serials: Reservoir[str] = Reservoir(chance, size)
        self.harvests: Reservoir[str] = Reservoir(chance, size)
        self.mentioned: Reservoir[str] = Reservoir(chance, size)
        self.moments: Reservoir[tuple[str, str]] = Reservoir(chance, size)
        self.places: Reservoir[str] = Reservoir(chance, size)

    def look_at(self, events: Iterable[dict[str, Any]]) -> None:
        for event in events:
            for serial in event.get("outputEPCList", ()):
                self.serials.add(serial)
            is_harvest = event["type"] == "ObjectEvent" and event["action"] == "ADD"
            for element in event.get("quantityList", ()):
                (self.harvests if is_harvest else self.mentioned).add(element["epcClass"])
            if "bizStep" in event:
                self.moments.add((event["bizStep"], event["eventTime"]))
            if "bizLocation" in event:
                self.places.add(event["bizLocation"]["id"])

    @property
    def lots(self) -> list[str]:
        """What came from the field; in a very short load, whatever was moved."""
        return self.harvests.kept or self.mentioned.kept

    def either_way(self) -> Iterator[tuple[str, Direction]]:
        """Traces of very different sizes, small ones for the most part."""
        for codes in (self.serials.kept, self.harvests.kept, self.mentioned.kept):
            for position, code in enumerate(codes):
                yield code, "up" if position % 2 else "down"


def ask(samples: Samples) -> dict[str, dict[str, Any]]:
    return {
        "history_of_a_serial": asked([_named(code) for code in samples.serials.kept], WHOLE),
        "history_of_a_lot": asked([_class(code) for code in samples.lots], WHOLE),
        "serials_of_a_gtin": asked([_pattern(code) for code in samples.serials.kept], PAGE),
        "step_in_an_hour": asked([_hour(*one) for one in samples.moments.kept], WHOLE),
        "place_and_within": asked([[("WD_bizLocation", one)] for one in samples.places.kept], PAGE),
    }


def _named(code: str) -> Pairs:
    return [("MATCH_anyEPC", code)]


def _class(lot: str) -> Pairs:
    return [("MATCH_anyEPCClass", lot)]  # the other parameter asks about single things only


def _pattern(serial: str) -> Pairs:
    return [("MATCH_anyEPC", serial.rpartition("/")[0] + "/*")]


def _hour(step: str, moment: str) -> Pairs:
    start = datetime.fromisoformat(moment).astimezone(UTC)
    end = start + timedelta(hours=1)
    return [
        ("EQ_bizStep", step),
        ("GE_eventTime", start.isoformat()),
        ("LT_eventTime", end.isoformat()),
    ]


def asked(asking: Sequence[Pairs], page: int) -> dict[str, Any]:
    operator = actors.operator()

    def events(pairs: Pairs) -> int:
        return len(queries.events(operator, parse_url(pairs), per_page=page).events)

    return timed([partial(events, pairs) for pairs in asking])


def traces(asking: Iterable[tuple[str, Direction]]) -> dict[str, Any]:
    operator = actors.operator()

    def results(code: str, direction: Direction) -> int:
        found = queries.trace(operator, code, direction)
        return len(found.nodes) + len(found.events)

    return timed([partial(results, *one) for one in asking])


def timed(asking: Sequence[Callable[[], int]]) -> dict[str, Any]:
    """Milliseconds by quantile, CPU of an answer in µs; `results` of an answer.

    How time follows results is told of CPU time, for a shared machine stretches the other at random, and of
    the least of three askings: what another process does to the caches of a core is no part of an answer.
    """
    for question in asking[:WARM]:
        question()
    own = house.own_backends()
    before = processes.cpu_seconds(own)
    spent, used, sizes = [], [], []
    for question in asking:
        started, cpu = time.perf_counter(), time.process_time()
        sizes.append(question())
        used.append(time.process_time() - cpu)
        spent.append(time.perf_counter() - started)
    database = processes.cpu_seconds(own) - before
    least = [
        min(one, _cpu_of(question), _cpu_of(question))
        for one, question in zip(used, asking, strict=True)
    ]
    return {
        "asked": len(asking),
        **quantiles(spent),
        "results": statistics.fmean(sizes),
        "least": min(sizes),
        "most": max(sizes),
        "cpu_us": statistics.fmean(used) * 1e6,
        "database_us": database / len(asking) * 1e6 if own else None,
        "us_per_result": sum(spent) / max(1, sum(sizes)) * 1e6,
        "cpu_us_per_result": sum(used) / max(1, sum(sizes)) * 1e6,
        "r_squared": r_squared(sizes, least),
    }


def _cpu_of(question: Callable[[], int]) -> float:
    started = time.process_time()
    question()
    return time.process_time() - started


def quantiles(seconds: Iterable[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000
        for share in (50, 95, 99)
    }


def r_squared(sizes: Sequence[float], spent: Sequence[float]) -> float | None:
    """Of a straight line through time against size; None when there is only one size."""
    if len(set(sizes)) < 2:
        return None
    return statistics.correlation(sizes, spent) ** 2
