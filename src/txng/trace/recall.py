"""Everything downstream of one thing that would have to be taken back, and where each was last known.

    cherry lot ──> green lot ──> 300,000 bags in 15,000 cartons on 300 pallets

    bag      recorded      in carton .. ─> on pallet .. ─> received by shop 7, 14 March
    bag      may_contain   sold 2 April                     another lot went into it as well
    carton   ...           holds 20 of them

Certainty, the best that any way from the traced thing gives:

    recorded      nothing else went in on the whole way, or it was inside the traced box
    may_contain   other things went in as well: any piece of it may contain the traced one, or not
    plausible     only time or the product speaks for it: a product named without a lot, or an output that
                  was told before this input went in (the standard makes all one, the clocks do not)

Where a thing is follows from what is stated of it and of the boxes that it was in at the time; the latest
word counts. Ties, events and shares are left to `downstream`, which walks the same way.

Cost: linear in the things and in what is stated of them; see docs/operate/bench.md.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal

import msgspec

from txng.epcis.relations import Told, moment_of
from txng.epcis.statements import ENDS, ENDS_CONTENTS, TRANSFORMATION, Statement
from txng.trace.list_walk import ListWalk
from txng.trace.model import CutOff, Truncation
from txng.trace.moments import EARLIEST, LATEST, Moment
from txng.trace.source import RelationSource
from txng.trace.visits import Visit
from txng.trace.walking import Walk
from txng.trace.whereabouts import Whereabouts, Words

DEFAULT_LIMIT = 2_000_000  # things and statements together
Kind = Literal["unit", "lot", "product", "box"]


class Certainty(StrEnum):
    RECORDED = "recorded"
    MAY_CONTAIN = "may_contain"
    PLAUSIBLE = "plausible"


_LEVELS = (Certainty.PLAUSIBLE, Certainty.PLAUSIBLE, Certainty.MAY_CONTAIN, Certainty.RECORDED)
_PLAUSIBLE, _MAY_CONTAIN, _RECORDED = 1, 2, 3


class RecallItem(msgspec.Struct, frozen=True, gc=False):
    """`box`: what it is in, as far as known. `inside`: how many of the list are in it, for a box.

    `has_ended`: it was sold, consumed or destroyed, itself or with the box that it was in.
    """

    canonical: str
    kind: Kind
    certainty: Certainty
    has_ended: bool
    whereabouts: Whereabouts | None
    box: str | None = None
    inside: int = 0


class RecallList(msgspec.Struct, frozen=True):
    """`items` in the order in which they were met; the traced thing first."""

    canonical: str
    items: tuple[RecallItem, ...]
    truncated: Truncation | None

    def as_dict(self) -> dict[str, Any]:
        cut = self.truncated
        return {
            "recalled": self.canonical,
            "items": [_as_dict(item) for item in self.items],
            "truncated": None if cut is None else {"limit": cut.limit, "sentence": str(cut)},
        }


def recall_list(
    source: RelationSource, canonical: str, *, limit: int = DEFAULT_LIMIT
) -> RecallList:
    """All things downstream, with certainty and last known holder and place.

    Raises NotCanonicalError, LimitError.
    """
    walk = ListWalk(source, canonical, limit)
    walk.run()
    not_followed = walk.not_followed
    levels = _levels(walk)
    latest = _Latest(walk)
    ended = latest.ended()
    found = list(latest.of(walk.visits.values()))
    inside = Counter([box for _, _, box in found])
    items = tuple(
        [
            RecallItem(
                name := visit.canonical,
                _kind(visit),
                _LEVELS[levels.get(name, _PLAUSIBLE)],
                name in ended,
                whereabouts,
                box,
                0 if visit.carries is None else inside[name],
            )
            for visit, whereabouts, box in found
        ]
    )
    truncated = None
    if not_followed is not None:
        truncated = Truncation(limit, len(items), len(walk.told), not_followed)
    return RecallList(walk.root.canonical, items, truncated)


def _kind(visit: Visit) -> Kind:
    if visit.scope is None or visit.has_contents:
        return "box"
    if visit.cut_off is CutOff.PRODUCT:
        return "product"
    return "lot" if visit.is_class else "unit"


# Certainty


def _levels(walk: Walk) -> dict[str, int]:
    """The best way to each thing: over transformations and out of traced boxes; boxes as what they hold."""
    levels = {walk.root.canonical: _RECORDED}
    held: dict[str, list[str]] = {}
    for box, child, _ in walk.held:
        held.setdefault(box, []).append(child)
    by_input: dict[str, list[_Group]] = {}
    for parts in walk.groups.values():
        group = _Group(walk, parts)
        for name in group.inputs:
            by_input.setdefault(name, []).append(group)
    leads_on = held.keys() | by_input.keys()
    fresh = [walk.root.canonical]
    while fresh:
        name = fresh.pop()
        reached: list[tuple[Iterable[str], int]] = []
        if name in held:
            reached.append((held[name], levels[name]))
        for group in by_input.get(name, ()):
            reached += group.outcome(levels)
        for names, level in reached:
            better = [far for far in names if levels.get(far, 0) < level]
            levels.update(dict.fromkeys(better, level))
            fresh += leads_on.intersection(better)
    for visit in walk.visits.values():
        if visit.cut_off is CutOff.PRODUCT and visit is not walk.root:
            levels[visit.canonical] = _PLAUSIBLE
    _with_boxes(walk, levels)
    return levels


def _with_boxes(walk: Walk, levels: dict[str, int]) -> None:
    """A box is as certain as the most certain of what it held."""
    rising = [visit for visit in walk.visits.values() if visit.carries]
    while rising:
        risen = []
        for visit in rising:
            best = max([levels.get(child, 0) for child in visit.carries or ()])
            if best > levels.get(visit.canonical, 0):
                levels[visit.canonical] = best
                risen.append(visit.canonical)
        around = {told.statement.parent for name in risen for told in walk.around(name)}
        rising = [walk.visits[name] for name in around if name in walk.visits]
        rising = [visit for visit in rising if visit.carries]


class _Group:
    """A transformation on the way: what certainty of its inputs means for its outputs."""

    def __init__(self, walk: Walk, parts: list[Told]) -> None:
        self.inputs: dict[str, Moment] = {}
        self._outputs: list[tuple[Moment, Statement]] = []
        self._boxes: dict[str, list[str]] = {}
        self._before: tuple[int, Moment] | None = None
        for told in parts:
            for name in told.statement.children():
                known = self.inputs.get(name, LATEST)
                self.inputs[name] = min(known, told.moment)
                visit = walk.visits.get(name)
                if visit is not None and visit.scope is None and visit.carries:
                    self._boxes[name] = [
                        child
                        for child, spans in visit.carries.items()
                        if any(start <= told.moment <= end for start, end in spans)
                    ]
            self._outputs.append((told.moment, told.statement))
        for children in self._boxes.values():  # whoever is inside goes in with the box
            for child in children:
                self.inputs.setdefault(child, EARLIEST)

    def outcome(self, levels: Mapping[str, int]) -> Iterator[tuple[Iterable[str], int]]:
        """Nothing when it is as it was the last time."""
        own = {name: levels.get(name, 0) for name in self.inputs if name not in self._boxes}
        known = [level for level in own.values() if level]
        if not known:
            return
        level = min(max(known), _MAY_CONTAIN)
        if not self._boxes and min(own.values()) == _RECORDED:
            level = _RECORDED
        first = min(moment for name, moment in self.inputs.items() if own.get(name))
        if self._before == (level, first):
            return
        self._before = (level, first)
        for moment, statement in self._outputs:
            yield statement.outcome(), _PLAUSIBLE if moment < first else level


# Whereabouts


class _Latest:
    """The latest word on each thing: its own, or that on a box that it was in then."""

    def __init__(self, walk: ListWalk) -> None:
        self._walk = walk
        self._of_box: dict[str, list[Told]] = {}
        self._while: dict[bytes, tuple[Moment, Told | None]] = {}
        self._words = Words(walk.source)
        self._told()

    def _told(self) -> None:
        """One pass in the order of time: a later word takes the place of an earlier one."""
        visits = self._walk.visits
        for told in sorted(self._walk.told.values(), key=moment_of):
            statement = told.statement
            if (
                statement.place is None
                and statement.source is None
                and statement.destination is None
            ):
                continue
            names = (
                *statement.things,
                *[name for name, _, _ in statement.classes],
                *statement.made,
                *[name for name, _, _ in statement.made_classes],
                *([] if statement.parent is None else [statement.parent]),
            )
            for visit in filter(None, map(visits.get, names)):
                visit.word = told
                if visit.carries:
                    self._of_box.setdefault(visit.canonical, []).append(told)

    def of(self, visits: Iterable[Visit]) -> Iterator[tuple[Visit, Whereabouts | None, str | None]]:
        """Of each the latest word, and the box that it is in as far as known.

        What was made together and packed together follows one after the other and has the same answer.
        """
        alike: tuple[Any, ...] | None = None
        answer: tuple[Whereabouts | None, str | None] = None, None
        for visit in visits:
            now = visit.once, visit.word, visit.scope
            if now != alike or visit.once is None:
                alike, answer = now, self._of(visit)
            yield visit, *answer

    def _of(self, visit: Visit) -> tuple[Whereabouts | None, str | None]:
        name, scope = visit.canonical, visit.scope
        best = visit.word
        around = self._walk.around(name)
        if best is not None and scope is not None and best.moment < scope[0]:
            best = None
        box, packed = None, EARLIEST
        for told in around:
            assert told.opened is not None
            closed, parent = told.opened[name], told.statement.parent
            if parent is None or parent == name or (scope is not None and closed < scope[0]):
                continue
            if closed is LATEST and told.moment > packed:
                box, packed = parent, told.moment
            said = self._inside(told, parent, closed)
            if said is not None and (best is None or said.moment > best.moment):
                best = said
        return None if best is None else self._words.of(best), box

    def _inside(self, told: Told, parent: str, closed: Moment) -> Told | None:
        """The latest word on a box while a child was inside, or on what the box was in then."""
        known = self._while.get(told.key)
        if known is None or known[0] is not closed:  # most that went in together came out together
            known = self._while[told.key] = closed, self._last(parent, told.moment, closed)
        return known[1]

    def _last(self, box: str, since: Moment, until: Moment) -> Told | None:
        best: Told | None = None
        stack, seen = [(box, since, until)], {box}
        while stack:
            name, start, end = stack.pop()
            listed = self._of_box.get(name, ())
            place = bisect_right(listed, end, key=moment_of)
            said = listed[place - 1] if place else None
            if said is not None and said.moment >= start:
                best = said if best is None or said.moment > best.moment else best
            for told in self._walk.around(name):
                closed = (told.opened or {})[name]
                parent = told.statement.parent
                if (
                    parent is not None
                    and parent not in seen
                    and told.moment <= end
                    and closed >= start
                ):
                    seen.add(parent)
                    stack.append((parent, max(start, told.moment), min(end, closed)))
        return best

    def ended(self) -> set[str]:
        """What was sold, consumed or destroyed, itself or in a box."""
        visits, ended = self._walk.visits, set[str]()
        for told in self._walk.told.values():
            statement = told.statement
            is_consumed = statement.kind == TRANSFORMATION
            if not (statement.flags & ENDS or is_consumed):
                continue
            for name in statement.children():
                visit = visits.get(name)
                if visit is None or visit.cut_off is CutOff.PRODUCT:
                    continue
                if any(start <= told.moment <= end for start, end in visit.spans()):
                    ended.add(name)
                if visit.carries and (is_consumed or statement.flags & ENDS_CONTENTS):
                    _end_contents(visit, told.moment, visits, ended)
        return ended


def _end_contents(box: Visit, moment: Moment, visits: Mapping[str, Visit], ended: set[str]) -> None:
    boxes, seen = [box], {box.canonical}
    while boxes:
        for child, spans in (boxes.pop().carries or {}).items():
            if child not in seen and any(start <= moment <= end for start, end in spans):
                seen.add(child)
                ended.add(child)
                boxes.append(visits[child])


def _as_dict(item: RecallItem) -> dict[str, Any]:
    return {
        "id": item.canonical,
        "kind": item.kind,
        "certainty": item.certainty.value,
        "has_ended": item.has_ended,
        "box": item.box,
        "inside": item.inside,
        "whereabouts": None if item.whereabouts is None else item.whereabouts.as_dict(),
    }
