"""Two names of one thing read as one: own codes become the GS1 codes that were declared for them.

    events name      urn:htx:lot:7   ┐
    master data say  sameAs          ├──> https://id.gs1.org/01/08938505974019/10/L7      one node
    events name      the GS1 code    ┘

No event is rewritten; which declarations hold is the business of whoever keeps them. A box that was packed
under one name and unpacked under the other is one box, so its stretches are told again from both.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from txng.epcis.relations import As, Events, Noted, Span, Told, stretches
from txng.epcis.statements import AGGREGATION, Portion, Statement
from txng.trace.moments import Moment
from txng.trace.source import RelationSource

_GS1 = "https://id.gs1.org/"


class AliasSource(Protocol):
    def things_of(self, own_codes: Collection[str]) -> Mapping[str, str]:
        """Own code -> GS1 code; those without one are left out."""

    def own_codes_of(self, things: Collection[str]) -> Mapping[str, Sequence[str]]:
        """GS1 code -> its own codes; those without one are left out."""


class Aliased:
    """A `RelationSource` that knows every thing by its GS1 code.

    `used`: own code -> GS1 code, of all that were read so: whoever shows the answer says so.
    """

    def __init__(self, source: RelationSource, aliases: AliasSource) -> None:
        self._source = source
        self._aliases = aliases
        self._things: dict[str, str | None] = {}
        self._own: dict[str, Sequence[str]] = {}
        self.used: dict[str, str] = {}

    def captor(self, owner: int) -> str:
        return self._source.captor(owner)

    def thing(self, canonical: str) -> str:
        """The name under which a code is walked."""
        self._learn_things([canonical])
        return self._renamed(canonical)

    def relations(
        self, asked: Mapping[str, int], since: float = float("-inf"), until: float = float("inf")
    ) -> list[Told]:
        names = self._all_names(asked)
        if len(names) > len(asked):  # what one name opened, the other may have closed at any time
            since, until = float("-inf"), float("inf")
        found = self._translated(self._source.relations(names, since, until))
        boxes = {name for name in asked if self._own[name]}
        parents: dict[str, bool] = {}
        for told, is_renamed in found:
            parent = told.statement.parent
            if told.statement.kind == AGGREGATION and parent is not None:
                parents[parent] = parents.get(parent, False) or is_renamed
        self._learn_own(parents)
        boxes |= {name for name, is_renamed in parents.items() if is_renamed or self._own[name]}
        if not boxes:
            return [told for told, _ in found]
        told_again = self._told_again(boxes)
        others = [
            told
            for told, _ in found
            if told.statement.kind != AGGREGATION or told.statement.parent not in boxes
        ]
        return others + told_again

    def events(self, spans: Mapping[str, Sequence[Span]], limit: int) -> Events:
        self._learn_own(spans)
        asked = dict(spans)
        for name, listed in spans.items():
            asked |= dict.fromkeys(self._own[name], listed)
        found = self._source.events(asked, limit)
        of: dict[str, dict[bytes, Noted]] = {name: {} for name in spans}
        for name, listed_ in found.of.items():
            noted_of = of[self._things.get(name) or name]
            for noted in listed_:
                ((told, _),) = self._translated([noted.told])
                noted_of[told.key] = Noted(noted.recorded, told, noted.is_void)
        return Events(
            {
                name: sorted(noted.values(), key=lambda one: one.told.moment)
                for name, noted in of.items()
            },
            found.is_cut,
        )

    # --- names --------------------------------------------------------------------------------

    def _all_names(self, asked: Mapping[str, int]) -> dict[str, int]:
        self._learn_own(asked)
        names = dict(asked)
        for name, part in asked.items():
            names |= dict.fromkeys(self._own[name], part)
        return names

    def _learn_own(self, names: Iterable[str]) -> None:
        new = [name for name in names if name not in self._own]
        found = self._aliases.own_codes_of([name for name in new if name.startswith(_GS1)])
        for name in new:
            self._own[name] = found.get(name, ())
            self._things |= dict.fromkeys(self._own[name], name)

    def _learn_things(self, names: Iterable[str]) -> None:
        new = {name for name in names if name not in self._things and not name.startswith(_GS1)}
        if new:
            found = self._aliases.things_of(new)
            self._things |= {name: found.get(name) for name in new}

    def _renamed(self, name: str) -> str:
        thing = self._things.get(name)
        if thing is None:
            return name
        self.used[name] = thing
        return thing

    # --- statements ---------------------------------------------------------------------------

    def _translated(self, found: Iterable[Told]) -> list[tuple[Told, bool]]:
        """Each with the declared names, and whether that changed anything."""
        listed = list(found)
        self._learn_things({name for told in listed for name in told.statement.names()})
        answer = []
        for told in listed:
            statement = told.statement
            if any(self._things.get(name) is not None for name in statement.names()):
                renamed = self._with_names(statement)
                opened = told.opened
                if opened is not None:
                    opened = {self._renamed(child): end for child, end in opened.items()}
                answer.append((Told(told.moment, renamed, told.owner, opened), True))
            else:
                answer.append((told, False))
        return answer

    def _with_names(self, statement: Statement) -> Statement:
        def portions(listed: tuple[Portion, ...]) -> tuple[Portion, ...]:
            return tuple((self._renamed(name), quantity, uom) for name, quantity, uom in listed)

        parent = statement.parent
        return msgspec.structs.replace(
            statement,
            things=tuple(map(self._renamed, statement.things)),
            classes=portions(statement.classes),
            made=tuple(map(self._renamed, statement.made)),
            made_classes=portions(statement.made_classes),
            parent=None if parent is None else self._renamed(parent),
        )

    def _told_again(self, boxes: Collection[str]) -> list[Told]:
        """All that is told of these boxes, with what each statement opened when it is read like this."""
        asked = self._all_names(dict.fromkeys(boxes, As.ANYTHING))
        told = [
            one
            for one, _ in self._translated(self._source.relations(asked))
            if one.statement.kind == AGGREGATION and one.statement.parent in boxes
        ]
        opened: dict[bytes, dict[str, Moment]] = {}
        for box in boxes:
            for child, stretch in stretches(box, told):
                opened.setdefault(stretch.opening.key, {})[child] = stretch.closed
        return [Told(one.moment, one.statement, one.owner, opened.get(one.key)) for one in told]
