"""Relations change with the events that are stored, in the same turn and transaction.

    look     what the parents of the newcomers hold since the first of them came; which of them are void
    plan     new rows, changed rows, rows to take away
    write    after the events themselves

In order of time a newcomer goes on from the stretches that are open. One that came late, or that is taken
back, makes the stretches of its children be told again from where it begins: from statements, never
from other stretches, so the order of arrival leaves no trace.

Cost: one question for all boxes of a document. It reads what a parent holds at the time, not its past;
where that is much, only what is told of the children that the newcomers name.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from txng.epcis.mentions import Role
from txng.epcis.relations import LATEST, Moment, Told
from txng.epcis.statements import AGGREGATION, ASSOCIATION
from txng.eventstore.drivers import Driver, Handle, Table
from txng.eventstore.keeping.change import Change, Row
from txng.eventstore.keeping.content import (
    OPEN,
    Statements,
    pack_stretches,
    unpack_stretches,
)
from txng.gs1.identifier import identify

TABLES: Final = {AGGREGATION: "containment", ASSOCIATION: "association"}
MOST_ROWS: Final = 2_000  # of all parents of a document: reading one takes some 30 microseconds


class Newcomer(NamedTuple):
    """An event that is about to be stored. `name`: its eventID, given or made.

    `kind` is the number of its type, `parent` the index key of the parent of a tie, `packed` its
    statement: empty for a declaration of an error, which states nothing.
    """

    key: bytes
    event_time: int
    record_time: int
    owner: int
    kind: int
    name: str
    parent: int | None
    packed: bytes
    declares: bool


class Named(NamedTuple):
    """A stored event that has an eventID, and who captured it. `payload`: its JSON as it is kept;
    `declares`: that the event of this name is an error."""

    name: str
    owner: int
    key: bytes
    payload: bytes
    declares: bool


@dataclass(slots=True)
class Look:
    """What is stored already: errors declared of names, and rows of ties by kind. None: there are more
    than are read at once."""

    declared: set[tuple[str, int]]
    rows: dict[int, list[Row] | None]


@dataclass(slots=True)
class Plan:
    """`statements`: packed, by event key. `taken_back`: handles of statements that are void now.

    `handles`: of stored events that open a stretch only now.
    """

    statements: dict[bytes, bytes] = field(default_factory=dict)
    taken_back: list[Handle] = field(default_factory=list)
    rows: dict[int, list[Row]] = field(default_factory=dict)
    gone: dict[int, list[Handle]] = field(default_factory=dict)
    declared: set[tuple[str, int]] = field(default_factory=set)
    handles: dict[bytes, Handle] = field(default_factory=dict)


class Keeper:
    """`originals` answers which stored events have some eventIDs."""

    def __init__(
        self,
        driver: Driver,
        statements: Statements,
        thing: Callable[..., int],
        originals: Callable[[Collection[str]], Iterable[Named]],
    ) -> None:
        self._driver = driver
        self._statements = statements
        self._thing = thing
        self._originals = originals

    # --- look ---------------------------------------------------------------------------------

    def questions(self, newcomers: Sequence[Newcomer]) -> list[tuple[str, list[Any]]]:
        """What must be known of the store; give the answers to `look` in the same order."""
        driver = self._driver
        declared = (
            f"SELECT event_id, owner FROM {driver.texts}"
            " JOIN declared_error ON event_id = wanted.value"
        )
        names = driver.array({one.name for one in newcomers})
        asked: list[tuple[str, list[Any]]] = [(declared, [names])]
        for kind in TABLES:
            ties = [one for one in newcomers if one.kind == kind]
            if ties:
                parents = {one.parent for one in ties if one.parent is not None}
                since = min(one.event_time for one in ties)
                asked.append(self._rows_of(kind, parents, since, most=MOST_ROWS + 1))
        return asked

    def look(self, newcomers: Sequence[Newcomer], answers: Sequence[list[tuple[Any, ...]]]) -> Look:
        kinds = [kind for kind in TABLES if any(one.kind == kind for one in newcomers)]
        return Look(
            {(name, owner) for name, owner in answers[0]},
            {
                kind: None if len(rows) > MOST_ROWS else list(map(self._row, rows))
                for kind, rows in zip(kinds, answers[1:], strict=True)
            },
        )

    def _rows_of(
        self, kind: int, parents: Collection[int | None], since: int, *, most: int | None = None
    ) -> tuple[str, list[Any]]:
        """Rows of these parents that anything since then may change, `most` of them if told."""
        driver = self._driver
        source = f"{driver.things} JOIN {TABLES[kind]} AS tie ON tie.parent = wanted.value"
        limit = "" if most is None else f" LIMIT {most}"
        return self._rows_in(source, " WHERE tie.until >= %s" + limit), [
            driver.array(parents),
            since,
        ]

    def _rows_in(self, source: str, those: str) -> str:
        driver = self._driver
        return (
            f"SELECT tie.{driver.handle}, tie.content, event.key, event.event_time,"
            " event.record_time, event.owner, statement.content"
            f" FROM {source}"
            f" JOIN event ON event.{driver.handle} = tie.{driver.handle}"
            f" JOIN statement ON statement.{driver.handle} = tie.{driver.handle}{those}"
        )

    def _row(self, row: tuple[Any, ...]) -> Row:
        told = self._statements.told(row[2:])
        return Row(told, unpack_stretches(told, row[1]), row[0])

    # --- plan ---------------------------------------------------------------------------------

    def plan(self, newcomers: Sequence[Newcomer], look: Look) -> Plan:
        """What changes when these are stored, and nothing else."""
        plan = Plan()
        for one in newcomers:
            if one.declares:
                plan.declared.add((one.name, one.owner))
        plan.declared -= look.declared
        void = look.declared | plan.declared
        added: dict[int, list[Told]] = {}
        for one in newcomers:
            if not one.packed or (one.name, one.owner) in void:
                continue
            plan.statements[one.key] = one.packed
            if one.parent is not None:
                told = Told(
                    (one.event_time, one.record_time, one.key),
                    self._statements.unpack(one.packed),
                    one.owner,
                )
                added.setdefault(one.kind, []).append(told)
        removed = self._take_back(plan) if plan.declared else {}
        for kind in TABLES:
            new, old = added.get(kind, []), removed.get(kind, [])
            if new or old:
                known = look.rows.get(kind, [])
                rows = self._known_rows(kind, new, old) if old or known is None else known
                self._change(kind, new, old, rows, plan)
        return plan

    def _take_back(self, plan: Plan) -> dict[int, list[Told]]:
        """Statements of events that are stored and were valid until now, by kind."""
        named = self._originals({name for name, _ in plan.declared})
        keys = [
            one.key for one in named if not one.declares and (one.name, one.owner) in plan.declared
        ]
        driver, found = self._driver, dict[int, list[Told]]()
        for start in range(0, len(keys), 500):
            part = [driver.key(key) for key in keys[start : start + 500]]
            rows = driver.rows(
                f"SELECT event.{driver.handle}, event.event_type, event.key, event.event_time,"
                " event.record_time, event.owner, statement.content FROM event"
                f" JOIN statement ON statement.{driver.handle} = event.{driver.handle}"
                f" WHERE event.key IN ({', '.join(['%s'] * len(part))})",
                part,
            )
            for handle, kind, *row in rows:
                plan.taken_back.append(handle)
                found.setdefault(kind, []).append(self._statements.told(row))
        return found

    def _known_rows(self, kind: int, new: list[Told], old: list[Told]) -> list[Row]:
        """Where the rows that were looked up with the newcomers do not do."""
        told = [*new, *old]
        parents = self._parents(told)
        since = min(int(one.moment[0]) for one in told)
        rows = self._driver.rows(*self._rows_of(kind, parents, since, most=MOST_ROWS + 1))
        is_much = len(rows) > MOST_ROWS
        return list(
            map(self._row, self._rows_told_of_children(kind, told, since) if is_much else rows)
        )

    def _parents(self, told: Iterable[Told]) -> set[int]:
        return {self._thing(identify(one.statement.parent or "")) for one in told}

    def _rows_told_of_children(
        self, kind: int, told: Sequence[Told], since: int
    ) -> Iterable[tuple[Any, ...]]:
        """Of parents that are emptied all rows that are open, of others those of the children named. And
        what was shut or emptied since: only what comes late finds such rows."""
        driver = self._driver
        emptied = self._parents(one for one in told if one.statement.empties_parent)
        others = self._parents(told) - emptied
        found = {row[0]: row for row in driver.rows(*self._rows_of(kind, emptied, since))}
        tie = f"{TABLES[kind]} AS tie ON tie"
        of_parents = f"{driver.things} JOIN {tie}.parent = wanted.value"
        shut = self._rows_in(of_parents, f" WHERE tie.until >= %s AND tie.until < {OPEN}")
        found |= {row[0]: row for row in driver.rows(shut, [driver.array(others), since])}
        of_children = f"{driver.links_of_keys} JOIN {tie}.{driver.handle} = link.{driver.handle}"
        things = {
            self._thing(identify(child), role)
            for one in told
            for names, role in (
                (one.statement.things, Role.CHILD),
                ([name for name, _, _ in one.statement.classes], Role.CHILD_CLASS),
            )
            for child in names
        }
        named = self._rows_in(of_children, " WHERE tie.until >= %s")
        found |= {row[0]: row for row in driver.rows(named, [driver.array(things), since])}
        return found.values()

    def _change(
        self, kind: int, new: list[Told], old: list[Told], known: list[Row], plan: Plan
    ) -> None:
        changes: dict[str, Change] = {}
        for told in new:
            parent = told.statement.parent or ""
            changes.setdefault(parent, Change(parent)).added.append(told)
        for told in old:
            parent = told.statement.parent or ""
            changes.setdefault(parent, Change(parent)).removed.append(told)
        for row in known:
            change = changes.get(row.told.statement.parent or "")
            if change is not None:  # another parent may share its index key
                change.known.append(row)
        late = {
            parent: since
            for parent, change in changes.items()
            if (since := change.begins_at()) is not None
        }
        stored = self._since(kind, late, plan) if late else {}
        for parent, change in changes.items():
            gone = {told.key for told in change.removed}
            for row in change.rows(stored.get(parent, ())):
                is_needed = row.stretches or row.told.statement.empties_parent
                if row.handle is not None and (row.told.key in gone or not is_needed):
                    plan.gone.setdefault(kind, []).append(row.handle)
                elif row.is_changed and is_needed and row.told.key not in gone:
                    plan.rows.setdefault(kind, []).append(row)

    def _since(self, kind: int, late: Mapping[str, Moment], plan: Plan) -> dict[str, list[Told]]:
        """All that is stored of these parents since the earliest of these moments."""
        driver = self._driver
        sql = (
            f"SELECT event.{driver.handle}, event.key, event.event_time, event.record_time,"
            " event.owner, statement.content"
            f" FROM {driver.links_of_keys}"
            f" JOIN event ON event.{driver.handle} = link.{driver.handle}"
            " AND event.event_time >= %s AND event.event_type = %s"
            f" JOIN statement ON statement.{driver.handle} = link.{driver.handle}"
        )
        things = [self._thing(identify(parent), Role.PARENT) for parent in late]
        found: dict[str, list[Told]] = {}
        for handle, *row in driver.rows(
            sql, [driver.array(things), _whole(min(late.values())), kind]
        ):
            told = self._statements.told(row)
            plan.handles[told.key] = handle
            found.setdefault(told.statement.parent or "", []).append(told)
        return found

    # --- write --------------------------------------------------------------------------------

    def write(self, plan: Plan, handles: dict[bytes, Handle]) -> None:
        """Call when the events are stored; `handles` by key of the new ones."""
        driver = self._driver
        if plan.taken_back:
            self._remove("statement", plan.taken_back)
        driver.append(
            Table("statement", (driver.handle, "content"), ("uuid", "bytea")),
            [(handles[key], packed) for key, packed in plan.statements.items()],
        )
        for kind, table in TABLES.items():
            rows = plan.rows.get(kind, [])
            stale = [row.handle for row in rows if row.handle is not None]
            stale += plan.gone.get(kind, [])
            if stale:
                self._remove(table, stale)
            if rows:
                driver.append(
                    Table(
                        table,
                        (driver.handle, "parent", "until", "content"),
                        ("uuid", "int8", "int8", "bytea"),
                    ),
                    [self._written(row, plan.handles | handles) for row in rows],
                )
        for name, owner in sorted(plan.declared):
            driver.execute(
                "INSERT INTO declared_error (event_id, owner) VALUES (%s, %s)"
                " ON CONFLICT (event_id, owner) DO NOTHING",
                [name, owner],
            )

    def _written(self, row: Row, handles: dict[bytes, Handle]) -> tuple[Any, ...]:
        handle = handles[row.told.key] if row.handle is None else row.handle
        parent = self._thing(identify(row.told.statement.parent or ""))
        return (handle, parent, *pack_stretches(row.told, row.stretches))

    def _remove(self, table: str, handles: Sequence[Handle]) -> None:
        driver = self._driver
        driver.execute(
            f"DELETE FROM {table} WHERE {driver.handle} IN (SELECT wanted.value FROM {driver.handles})",
            [driver.handle_array(handles)],
        )


def _whole(moment: Moment) -> int:
    return (1 << 63) - 1 if moment == LATEST else int(moment[0])
