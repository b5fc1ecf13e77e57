"""Relations made from the events alone: for whoever may see only some events, and to check those kept.

events_of ──> statements ──> stretches of every parent that is asked about, over its whole history

An error declaration repeats the event that it voids (EPCIS 2.0, error declarations), so both answer to the
same identifiers and arrive together. Only who told an event takes it back.

Cost: whole histories, each once. A crate used a thousand times costs its thousand trips.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from txng.epcis.relations import As, Events, Moment, Noted, Span, Told, microseconds, stretches
from txng.epcis.statements import AGGREGATION, TRANSFORMATION, Statement, statement_of
from txng.trace.source import EventSource, RecordedEvent

_TIED = As.CHILD | As.PARENT


class Derived:
    """A `RelationSource`. What was asked for once is remembered; nothing is asked for twice."""

    def __init__(self, source: EventSource) -> None:
        self._source = source
        self._recorded: dict[bytes, RecordedEvent] = {}
        self._told: dict[bytes, Told] = {}
        self._void: set[tuple[str, str]] = set()  # event and captor
        self._of: dict[str, list[bytes]] = {}
        self._opened: dict[str, dict[bytes, dict[str, Moment]]] = {}  # by parent, by statement
        self._owners: dict[str, int] = {}

    def captor(self, owner: int) -> str:
        return next(name for name, number in self._owners.items() if number == owner)

    def relations(
        self, asked: Mapping[str, int], since: float = float("-inf"), until: float = float("inf")
    ) -> list[Told]:
        self._learn(asked)
        self._learn(
            statement.parent
            for name, part in asked.items()
            if part & (_TIED | As.ANYTHING)
            for statement in map(_statement, self._valid(name))
            if statement.kind == AGGREGATION and statement.parent is not None
        )
        found: dict[bytes, Told] = {}
        for name, part in asked.items():
            for told in self._valid(name):
                if told.key not in found and self._has_part(told, name, part):
                    found[told.key] = self._with_stretches(told)
        return [told for told in found.values() if told.moment[0] <= until]

    def events(self, spans: Mapping[str, Sequence[Span]], limit: int) -> Events:
        self._learn(spans)
        keys: set[bytes] = set()
        of: dict[str, list[Noted]] = {}
        for name, listed in spans.items():
            inside = of[name] = []
            for key in self._of.get(name, ()):
                told = self._told[key]
                if any(start <= told.moment <= end for start, end in listed):
                    if key not in keys and len(keys) == limit:
                        return Events({name: of.get(name, []) for name in spans}, True)
                    keys.add(key)
                    inside.append(Noted(self._recorded[key], told, self._is_void(key)))
            inside.sort(key=lambda noted: noted.told.moment)
        return Events(of, False)

    # --- what is known ------------------------------------------------------------------------

    def _learn(self, names: Iterable[str]) -> None:
        new = {name: None for name in names if name not in self._of}
        if not new:
            return
        answer = self._source.events_of(new.keys())
        for name in new:
            keys = self._of[name] = []
            for recorded in answer.get(name, ()):
                keys.append(recorded.key)
                if recorded.key not in self._told:
                    self._note(recorded)

    def _note(self, recorded: RecordedEvent) -> None:
        event = recorded.event
        owner = self._owners.setdefault(recorded.captured_by, len(self._owners))
        moment = (microseconds(event.event_time), microseconds(recorded.record_time), recorded.key)
        self._recorded[recorded.key] = recorded
        self._told[recorded.key] = Told(moment, statement_of(event), owner)
        if event.error_declaration is not None and recorded.event_id:
            self._void.add((recorded.event_id, recorded.captured_by))

    def _is_void(self, key: bytes) -> bool:
        recorded = self._recorded[key]
        name = recorded.event_id, recorded.captured_by
        return recorded.event.error_declaration is not None or name in self._void

    def _valid(self, name: str) -> list[Told]:
        return [self._told[key] for key in self._of[name] if not self._is_void(key)]

    # --- relations ----------------------------------------------------------------------------

    def _has_part(self, told: Told, name: str, part: int) -> bool:
        statement = told.statement
        if part & As.ANYTHING:
            return True
        if statement.kind == TRANSFORMATION:
            return bool(
                (part & As.OUTPUT and name in set(statement.outcome()))
                or (part & As.INPUT and name in set(statement.children()))
                or (part & As.TRANSFORMATION and name == statement.transformation)
            )
        if statement.kind != AGGREGATION or not part & _TIED:
            return False
        return told.key in self._stretches_of(statement)

    def _with_stretches(self, told: Told) -> Told:
        if told.statement.kind != AGGREGATION:
            return told
        return msgspec.structs.replace(
            told, opened=self._stretches_of(told.statement).get(told.key, {})
        )

    def _stretches_of(self, statement: Statement) -> Mapping[bytes, Mapping[str, Moment]]:
        parent = statement.parent
        if parent is None:
            return {}
        if parent not in self._opened:
            opened = self._opened[parent] = {}
            of_parent = [one for one in self._valid(parent) if one.statement.kind == AGGREGATION]
            for child, stretch in stretches(parent, of_parent):
                opened.setdefault(stretch.opening.key, {})[child] = stretch.closed
        return self._opened[parent]


def _statement(told: Told) -> Statement:
    return told.statement
