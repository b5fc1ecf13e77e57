"""The walk downstream when only the things are wanted: 300,000 of them in seconds.

It meets the same things in the same stretches of time as `walking.Walk`, which the tests compare. It notes
no ties, asks for everything that is stated of a thing at once, and deals with what is alike together:

    an output list      all its new serials begin at the same moment
    a packing           all its children are in one box from then on
    a unit that nothing is made of and that holds nothing is looked at no further
"""

from collections.abc import Mapping, Sequence

from txng.epcis.relations import As, Told
from txng.epcis.statements import TRANSFORMATION
from txng.gs1.identifier import identify
from txng.trace.model import EdgeKind
from txng.trace.moments import EARLIEST, LATEST, Moment, Span, hull, intersect
from txng.trace.products import is_product
from txng.trace.source import RelationSource
from txng.trace.visits import Visit
from txng.trace.walking import Walk


class ListWalk(Walk):
    """Downstream only."""

    def __init__(self, source: RelationSource, canonical: str, limit: int) -> None:
        super().__init__(source, canonical, "downstream", limit)

    def around(self, canonical: str) -> Sequence[Told]:
        visit = self.visits.get(canonical)
        if visit is None or visit.once is None:
            return super().around(canonical)
        return visit.once[:1]

    def _question(self, wanted: Mapping[str, Visit]) -> tuple[dict[str, int], Span]:
        since, until = LATEST, EARLIEST
        scope: Span | None = None
        for visit in wanted.values():
            if visit.scope is scope and visit.carries is None:
                continue  # made together with the one before
            scope = visit.scope
            start, end = hull(visit.spans())
            since, until = min(since, start), max(until, end)
        known = since, until
        for visit in wanted.values():
            visit.part, visit.known, visit.once = As.ANYTHING, known, None
        return dict.fromkeys(wanted, As.ANYTHING), known

    def _part(self, visit: Visit) -> int:
        return As.ANYTHING

    def _tie(
        self,
        near: Visit,
        far: Visit,
        told: Told,
        kind: EdgeKind,
        named: str,
        *,
        made: bool = False,
    ) -> None:
        pass

    def _join(self, near: Visit, told: Told) -> None:
        visits, statement = self.visits, told.statement
        made = statement.made
        if self._size() + len(made) > self.limit:
            super()._join(near, told)
            return
        scope = told.moment, LATEST
        held = (scope,)
        # most are serials, met for the first time: neither classes nor products
        new = {
            name: Visit(name, False, None, scope, held)
            for name in made
            if name not in visits and name[36:40] == "/21/"
        }
        visits |= new
        self._wanted |= new
        if len(new) < len(made) or statement.made_classes:
            others = [name for name in statement.outcome() if name not in new]
            self._join_all(near, told, others)

    def _shelve(self, wanted: dict[str, Visit], answered: Sequence[Told]) -> None:
        for shelf in (self._steps, self._around, self._inside):
            for canonical in shelf.keys() & wanted.keys():
                del shelf[canonical]
        around, more, leads_on = self._around, set[str](), set[str]()
        for told in answered:
            self.told[told.key] = told
            statement, opened = told.statement, told.opened
            if statement.kind == TRANSFORMATION:
                for name in statement.children():
                    if name in wanted:
                        self._steps.setdefault(name, []).append(told)
                        leads_on.add(name)
                continue
            parent = statement.parent
            if not opened or parent is None:
                continue
            if parent in wanted:
                self._inside.setdefault(parent, []).append(told)
                leads_on.add(parent)
            if wanted.keys().isdisjoint(opened):
                continue
            inside: dict[str, list[Span]] = {}
            together: tuple[Told, Moment] = told, told.moment
            alike: tuple[Span, Moment] | None = None
            spans: list[Span] = []
            for child, closed in opened.items():
                visit = wanted.get(child)
                if visit is None:
                    continue
                scope = visit.scope
                if visit.once is not None:
                    around[child] = [visit.once[0], told]
                    visit.once = None
                    more.add(child)
                # whatever has more to it than one stretch of time is left to `Walk`
                elif child in more or scope is None or visit.carries is not None or child == parent:
                    around.setdefault(child, []).append(told)
                    more.add(child)
                else:
                    if closed != together[1]:
                        together = told, closed
                    visit.once = together
                    if alike != (scope, closed):
                        alike = scope, closed
                        spans = intersect([(told.moment, closed)], [scope])
                    if spans:
                        inside[child] = spans
            if inside:
                self._carry(parent, inside)
        leads_on |= more
        for canonical in filter(leads_on.__contains__, wanted):
            self._enqueue(wanted[canonical])

    def _carry(self, parent: str, inside: dict[str, list[Span]]) -> None:
        carrier = self.visits.get(parent)
        if carrier is None:
            if is_product(identify(parent)):
                return
            carrier = self._meet(parent, None)
            if carrier is None:
                return
        if carrier.carries is None:
            carrier.carries = inside
        else:  # in place: a crate may be packed a thousand times
            carrier.carries.update(inside)
        self._enqueue(carrier)
