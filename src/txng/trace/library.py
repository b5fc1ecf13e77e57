"""Events that a walk has asked for, each read once, with the void ones set apart.

    fetch({X, Y}) ─ one events_of ─> histories[X] = facts in time order + void facts
                                     histories[Y] = ...

An error declaration repeats the event that it voids (EPCIS 2.0, error declarations), so both answer to the
same identifiers and arrive together.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

from txng.trace.facts import Fact, read
from txng.trace.moments import Moment, Span
from txng.trace.source import EventSource
from txng.trace.windows import Window, contents, possible_parents


class History:
    """Everything that is recorded of one identifier, by moment.

    `produced` and `consumed` are the transformations that have it as output and as input.
    """

    __slots__ = (
        "_contents",
        "_possible_parents",
        "canonical",
        "consumed",
        "facts",
        "produced",
        "void",
    )

    def __init__(self, canonical: str, facts: Iterable[Fact], void: Sequence[Fact]) -> None:
        self.canonical = canonical
        self.facts = sorted(facts, key=_moment)
        self.void = void
        self.produced = [fact for fact in self.facts if canonical in fact.outputs]
        self.consumed = [fact for fact in self.facts if canonical in fact.inputs]
        self._contents: dict[str, list[Window]] | None = None
        self._possible_parents: dict[str, list[Span]] | None = None

    @property
    def contents(self) -> dict[str, list[Window]]:
        if self._contents is None:
            self._contents = contents(self.canonical, self.facts)
        return self._contents

    @property
    def possible_parents(self) -> dict[str, list[Span]]:
        if self._possible_parents is None:
            self._possible_parents = possible_parents(self.canonical, self.facts)
        return self._possible_parents

    def between(self, spans: Iterable[Span]) -> Iterator[Fact]:
        """Facts inside the spans; spans must not overlap."""
        for span in spans:
            first, after = self.positions(span)
            yield from self.facts[first:after]

    def positions(self, span: Span) -> tuple[int, int]:
        """First position inside the span, and the first after it."""
        return (
            bisect_left(self.facts, span[0], key=_moment),
            bisect_right(self.facts, span[1], key=_moment),
        )


class Library:
    """`facts` by event key, `histories` by identifier; both only grow."""

    def __init__(self, source: EventSource) -> None:
        self._source = source
        self._void: set[tuple[str, str]] = set()  # event and captor: only who told it takes it back
        self.facts: dict[bytes, Fact] = {}
        self.histories: dict[str, History] = {}

    def fetch(self, canonicals: Collection[str]) -> None:
        answer = self._source.events_of(canonicals)
        found: dict[str, list[Fact]] = {}
        for canonical in canonicals:
            facts = found[canonical] = []
            for recorded in answer.get(canonical, ()):
                fact = self.facts.get(recorded.key)
                if fact is None:
                    fact = self.facts[recorded.key] = read(recorded)
                    if fact.is_declaration and recorded.event_id:
                        self._void.add((recorded.event_id, recorded.captured_by))
                facts.append(fact)
        # Only now: a declaration may stand behind its event in the answer.
        for canonical, facts in found.items():
            void = [fact for fact in facts if self._is_void(fact)]
            valid = [fact for fact in facts if not self._is_void(fact)] if void else facts
            self.histories[canonical] = History(canonical, valid, void)

    def _is_void(self, fact: Fact) -> bool:
        name = fact.recorded.event_id, fact.recorded.captured_by
        return fact.is_declaration or name in self._void


def _moment(fact: Fact) -> Moment:
    return fact.moment
