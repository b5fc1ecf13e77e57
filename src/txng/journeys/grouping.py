"""Many boxes told as one: runs of like lots, or everything of one organisation, day and product.

    [lot 1] [lot 2] ... [lot 12]   ──>   [12 lô · Cherry Arabica]      a link opens it again

Small graphs fold runs: the same organisation, product and kind in one layer. Beyond MANY boxes all of one
organisation, day and product become one. The traced thing and what stands in the panel stay by themselves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from txng.journeys.layout import Arrow, Layout, lay_out
from txng.journeys.layout import Box as Drawn
from txng.journeys.layout import layers as layers_of
from txng.journeys.model import Chain, Kind, Thing, Tie

MANY: Final = 300  # boxes on one drawing before days are told as one
MOST: Final = 3000  # boxes that a browser draws at ease; more are always told by day
RUN: Final = 4  # like lots that are told as one


@dataclass(frozen=True, slots=True)
class Box:
    """One thing, or several told as one (`members`)."""

    id: str
    members: tuple[Thing, ...]

    @property
    def first(self) -> Thing:
        return self.members[0]

    @property
    def is_run(self) -> bool:
        return len(self.members) > 1

    @property
    def gaps(self) -> int:
        return sum(one.is_wanting for one in self.members)


@dataclass(frozen=True, slots=True)
class Band:
    """Arrows between two boxes as one. `kg` is the sum of what is known; None when nothing is."""

    source: str
    target: str
    kind: str
    kg: float | None
    count: int
    is_part: bool  # some of the amounts are unknown
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """`box_of`: thing -> the box that stands for it. `by_day`: told by organisation, day and product."""

    boxes: Mapping[str, Box]
    bands: tuple[Band, ...]
    layout: Layout
    box_of: Mapping[str, str]
    by_day: bool
    things: int


def picture(
    chain: Chain, *, opened: Collection[str] = (), keep: str = "", whole: bool = False
) -> Picture:
    """`keep` is the id of a thing that stays by itself; `whole` folds nothing up to MOST boxes."""
    things = chain.things
    by_day = len(things) > (MOST if whole else MANY)
    names = _by_day(things, chain.root) if by_day else _runs(chain) if not whole else {}
    held: dict[str, list[Thing]] = {}
    for thing in things.values():
        name = names.get(thing.id, thing.id)
        held.setdefault(thing.id if thing.id == keep or name in opened else name, []).append(thing)
    least = 2 if by_day else RUN
    boxes: dict[str, Box] = {}
    for name, members in held.items():
        members.sort(key=lambda one: (_seconds(one), one.id))
        if len(members) >= least:
            boxes[name] = Box(name, tuple(members))
        else:
            boxes.update((one.id, Box(one.id, (one,))) for one in members)
    box_of = {one.id: box.id for box in boxes.values() for one in box.members}
    bands = _bands(chain.ties, box_of)
    layout = lay_out(
        [Drawn(box.id, box.first.organisation, _seconds(box.first)) for box in boxes.values()],
        [Arrow(band.source, band.target) for band in bands],
    )
    return Picture(boxes, bands, layout, box_of, by_day, len(things))


def _seconds(thing: Thing) -> float:
    """Things that nobody dated stand by their distance from the traced one."""
    return thing.when.timestamp() if thing.when is not None else 1e11 + thing.depth


def _by_day(things: Mapping[str, Thing], root: str) -> dict[str, str]:
    return {
        one.id: _name(
            "day", one.organisation, str(one.when.date() if one.when else ""), one.product,
            one.kind.value, str(one.is_wanting),
        )
        for one in things.values()
        if one.id != root
    }  # fmt: skip


def _runs(chain: Chain) -> dict[str, str]:
    """Like lots of one layer; layers come from the whole graph, so folding makes no cycles."""
    things = sorted(chain.things.values(), key=lambda one: (_seconds(one), one.id))
    turn = {one.id: position for position, one in enumerate(things)}
    forward = [
        Arrow(tie.source, tie.target)
        for tie in chain.ties
        if turn[tie.source] < turn[tie.target]  # against time: a cycle, or a clock that was wrong
    ]
    layer = layers_of(
        [one.id for one in things], sorted(set(forward), key=lambda a: (a.source, a.target))
    )
    return {
        one.id: _name(
            "run", one.organisation, one.product, one.kind.value, str(layer[one.id]),
            str(one.is_wanting),
        )
        for one in things
        if one.id != chain.root and one.kind is not Kind.LOCKED
    }  # fmt: skip


def _name(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


def _bands(ties: Sequence[Tie], box_of: Mapping[str, str]) -> tuple[Band, ...]:
    between: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        ends = box_of[tie.source], box_of[tie.target]
        if ends[0] != ends[1]:
            between.setdefault(ends, []).append(tie)
    bands = []
    for (source, target), listed in sorted(between.items()):
        known = [tie.kg for tie in listed if tie.kg is not None]
        bands.append(
            Band(
                source,
                target,
                listed[0].kind,
                sum(sorted(known)) if known else None,
                len(listed),
                len(known) < len(listed),
                tuple(tie.amount for tie in listed if tie.amount)[:3],
            )
        )
    return tuple(bands)
