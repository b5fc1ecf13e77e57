"""Where a thing was and who had it, from one word to the next: possession and location.

    harvested at the farm ── in the truck, on its way to the mill ── received by the mill ── ...
    [since .......... until)[since ............................ until)[since ...

A word is an event that says where things are afterwards (bizLocation, else readPoint), or from whom to
whom they go (source, destination). It holds for what the event names and for what is in it at the time, and
it holds until the next word. Nothing is inferred: between two words nobody may have looked.

Source: EPCIS 2.0 §7.3 (where and why: places, sources, destinations); CBV 2.0 §7.1 (steps that send away).
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from txng.epcis.relations import As, Told, moment_of
from txng.epcis.statements import LEAVES
from txng.trace.moments import ALWAYS, Span, intersect, iso, union
from txng.trace.source import RelationSource


class Whereabouts(msgspec.Struct, frozen=True, gc=False):
    """One word: `event` is the key of the event that says so.

    `place`: where the thing is from then on; on its way (`on_its_way`) where it left from. `holder`: who
    has it, as the event declares; None was not told. `goes_to` and `receiver`: where and to whom it was
    sent. `told_by`: name of the organisation that captured the event. `event_time`: microseconds since 1970.
    """

    event: bytes
    event_time: float
    place: str | None
    holder: str | None
    on_its_way: bool
    goes_to: str | None
    receiver: str | None
    told_by: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "event": self.event.hex(),
            "event_time": iso(self.event_time),
            "place": self.place,
            "holder": self.holder,
            "on_its_way": self.on_its_way,
            "goes_to": self.goes_to,
            "receiver": self.receiver,
            "told_by": self.told_by,
        }


class Stay(msgspec.Struct, frozen=True, gc=False):
    """`until`: event time of the next word; None is now, as far as told. `with_`: the thing that the event
    names, which is the one asked for or a box that it was in."""

    since: float
    until: float | None
    whereabouts: Whereabouts
    with_: str


def is_word(told: Told) -> bool:
    statement = told.statement
    return (statement.place or statement.source or statement.destination) is not None


class Words:
    """Statements into whereabouts, each once: many things share one."""

    def __init__(self, source: RelationSource) -> None:
        self._captor = source.captor
        self._known: dict[bytes, Whereabouts] = {}
        self._names: dict[int, str] = {}

    def of(self, told: Told) -> Whereabouts:
        known = self._known.get(told.key)
        if known is None:
            known = self._known[told.key] = self._made(told)
        return known

    def _made(self, told: Told) -> Whereabouts:
        statement = told.statement
        leaves = bool(statement.flags & LEAVES)
        if told.owner not in self._names:
            self._names[told.owner] = self._captor(told.owner)
        return Whereabouts(
            told.key,
            told.moment[0],
            statement.place,
            statement.source if leaves else (statement.destination or statement.source),
            leaves,
            statement.goes_to if leaves else None,
            statement.destination if leaves else None,
            self._names[told.owner],
        )


def stays(source: RelationSource, canonical: str) -> tuple[Stay, ...]:
    """Every word on a thing or on a box that it was in, in the order of time, each until the next."""
    words, told_of = Words(source), list(_words(source, canonical))
    told_of.sort(key=lambda one: one[0].moment)
    ends: Iterable[float | None] = [*(told.moment[0] for told, _ in told_of[1:]), None]
    return tuple(
        Stay(told.moment[0], end, words.of(told), name)
        for (told, name), end in zip(told_of, ends, strict=False)
    )


def _words(source: RelationSource, canonical: str) -> Iterator[tuple[Told, str]]:
    spans: dict[str, list[Span]] = {}
    new: dict[str, list[Span]] = {canonical: [ALWAYS]}
    found: dict[bytes, tuple[Told, str]] = {}
    while new:
        for name, more in new.items():
            spans[name] = union([*spans.get(name, ()), *more])
        around: dict[str, list[Span]] = {}
        for told in sorted(source.relations(dict.fromkeys(new, As.ANYTHING)), key=moment_of):
            for name in sorted(told.statement.names() & new.keys()) if is_word(told) else ():
                if any(start <= told.moment <= end for start, end in spans[name]):
                    found.setdefault(told.key, (told, name))
            for child in new.keys() & (told.opened or {}).keys():
                assert told.opened is not None
                inside = intersect([(told.moment, told.opened[child])], spans[child])
                parent = told.statement.parent
                if inside and parent is not None and parent != child:
                    around.setdefault(parent, []).extend(inside)
        new = {
            name: more
            for name, more in around.items()
            if union([*spans.get(name, ()), *more]) != spans.get(name)
        }
    yield from found.values()
