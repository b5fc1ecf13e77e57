"""SimpleEventQuery: one table with a row per parameter, compiled to SQL and re-checked on the event.

    ?EQ_bizStep=shipping|receiving&GE_eventTime=2025-11-01T00:00:00Z&MATCH_anyEPC=https://id.gs1.org/..

A row says how the value is read, which columns or index keys narrow the search, and what decides. The
index only proposes: `decides` looks at the event itself, so an index key shared by two things never
shows in an answer. Parameters of the standard that have no row yet are refused by name, never ignored
(issue 3 completes the table).

Pages are cut by key (event time or record time, then event key), never by offset: cost follows the
page, not the number of the page.

Source: EPCIS 2.0 §8.2.7.1; reference/epcis.md §1.3.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from txng.epcis import vocabulary
from txng.epcis.errors import QueryParameterException
from txng.epcis.events import EVENT_TYPES
from txng.epcis.mentions import Role, things
from txng.eventstore.drivers import Handle
from txng.eventstore.keys import key_of_event_uri, microseconds, private
from txng.eventstore.store import ACTIONS, EventStore, StoredEvent
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify

MAX_VALUES = 1000
INSTANCES = (Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT)
CLASSES = (Role.EPC_CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS)

Values = Sequence[str]
Check = Callable[[StoredEvent], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """`sql` with its parameters narrows; `keys` (index key, roles) narrow through links;
    `decides` has the last word."""

    decides: Check
    sql: str = ""
    parameters: tuple[Any, ...] = ()
    keys: tuple[int, ...] = ()
    roles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the table: `build(store, name, values)` makes the condition."""

    build: Callable[[EventStore, str, Values], Condition]
    many: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the position of the last event shown; None begins. `descending` is newest first."""

    order_by: str = "eventTime"
    descending: bool = False
    size: int = 100
    after: tuple[int, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    events: list[StoredEvent]
    next: tuple[int, bytes] | None


def parse(store: EventStore, parameters: Mapping[str, Values]) -> list[Condition]:
    """Raises QueryParameterException for what is unknown, repeated or mistyped."""
    conditions = []
    for name, values in parameters.items():
        row = PARAMETERS.get(name)
        if row is None:
            raise QueryParameterException(
                f"Expected a parameter that this repository answers, got {name!r}",
                detail_vi=f"Chưa trả lời tham số {name!r}. Xem danh sách tham số ở /epcis/.",
            )
        if not row.many and len(values) != 1:
            raise QueryParameterException(
                f"Expected one value for {name}, got {len(values)}",
                detail_vi=f"Tham số {name} chỉ nhận một giá trị.",
            )
        if len(values) > MAX_VALUES:
            raise QueryParameterException(f"Expected at most {MAX_VALUES} values for {name}")
        conditions.append(row.build(store, name, values))
    return conditions


def select(
    store: EventStore, conditions: Sequence[Condition], page: Page, *, owner: int | None
) -> Found:
    """One page of the answer. `owner` limits it to what one organisation captured.

    Reads on until the page is full, because the index proposes more than the events confirm.
    """
    found: list[StoredEvent] = []
    after = page.after
    while True:
        rows, last = _propose(store, conditions, page, after, owner)
        for stored in rows:
            if all(condition.decides(stored) for condition in conditions):
                if len(found) == page.size:
                    return Found(found, _position(found[-1], page))
                found.append(stored)
        if last is None:
            return Found(found, None)
        after = last


def _position(stored: StoredEvent, page: Page) -> tuple[int, bytes]:
    moment = stored.event.event_time if page.order_by == "eventTime" else stored.record_time
    return microseconds(moment), stored.key


def _propose(
    store: EventStore,
    conditions: Sequence[Condition],
    page: Page,
    after: tuple[int, bytes] | None,
    owner: int | None,
) -> tuple[list[StoredEvent], tuple[int, bytes] | None]:
    driver = store.driver
    column = "event_time" if page.order_by == "eventTime" else "record_time"
    where = ["1 = 1"]
    parameters: list[Any] = []
    for condition in conditions:
        if condition.sql:
            where.append(condition.sql)
            parameters.extend(condition.parameters)
        if condition.keys:
            handles = _linked(store, condition)
            where.append(f"{driver.handle} IN (SELECT wanted.value FROM {driver.handles})")
            parameters.append(driver.handle_array(handles))
    if owner is not None:
        where.append("owner = %s")
        parameters.append(owner)
    direction, beyond = ("DESC", "<") if page.descending else ("ASC", ">")
    if after is not None:
        where.append(f"({column}, key) {beyond} (%s, %s)")
        parameters += [after[0], driver.key(after[1])]
    size = page.size + 1
    rows = driver.rows(
        "SELECT key, record_time, owner, dictionary, payload FROM event"
        f" WHERE {' AND '.join(where)}"
        f" ORDER BY {column} {direction}, key {direction} LIMIT %s",
        [*parameters, size],
    )
    events = store.read(rows)
    last = _position(events[-1], page) if len(rows) == size else None
    return events, last


def _linked(store: EventStore, condition: Condition) -> set[Handle]:
    driver = store.driver
    links = driver.rows(
        f"SELECT link.thing, link.{driver.handle} FROM {driver.things}"
        " JOIN link ON link.thing BETWEEN wanted.value AND wanted.value + 15",
        [driver.array(set(condition.keys))],
    )
    return {handle for thing, handle in links if thing & 15 in condition.roles}


# --- the rows ---------------------------------------------------------------------------------


def _refuse(name: str, expected: str, got: str) -> QueryParameterException:
    return QueryParameterException(
        f"Expected {expected} in {name}, got {got!r}",
        detail_vi=f"Tham số {name} cần {expected}, nhưng nhận được {got!r}.",
    )


def _moment(name: str, text: str) -> datetime:
    try:
        # "+" arrives as a space when a client forgets to escape it
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise _refuse(name, "a date and time with a zone (2025-11-01T00:00:00Z)", text) from None
    if moment.tzinfo is None:
        raise _refuse(name, "a time zone", text)
    return moment.astimezone(UTC)


def _times(column: str, at_least: bool) -> Parameter:
    def build(store: EventStore, name: str, values: Values) -> Condition:
        bound = _moment(name, values[0])

        def decides(stored: StoredEvent) -> bool:
            moment = stored.event.event_time if column == "event_time" else stored.record_time
            return moment >= bound if at_least else moment < bound

        operator = ">=" if at_least else "<"
        return Condition(decides, f"{column} {operator} %s", (microseconds(bound),))

    return Parameter(build, many=False)


def _coded(
    column: str, numbers: Mapping[str, int], read: Callable[[StoredEvent], Any]
) -> Parameter:
    def build(store: EventStore, name: str, values: Values) -> Condition:
        for value in values:
            if value not in numbers:
                raise _refuse(name, "one of " + ", ".join(numbers), value)
        wanted = set(values)
        marks = ", ".join(["%s"] * len(values))
        return Condition(
            lambda stored: read(stored) in wanted,
            f"{column} IN ({marks})",
            tuple(numbers[value] for value in values),
        )

    return Parameter(build)


def _word(field: vocabulary.Field) -> Parameter:
    def build(store: EventStore, name: str, values: Values) -> Condition:
        wanted = {vocabulary.bare(field, value) for value in values}
        marks = ", ".join(["%s"] * len(wanted))

        def decides(stored: StoredEvent) -> bool:
            text = getattr(stored.event, field)
            return text is not None and vocabulary.bare(field, text) in wanted

        return Condition(
            decides,
            f"{field} IN ({marks})",
            tuple(vocabulary.number(field, word) for word in sorted(wanted)),
        )

    return Parameter(build)


def _place(field: str) -> Parameter:
    def build(store: EventStore, name: str, values: Values) -> Condition:
        wanted = [_identifier(name, value) for value in values]
        canonicals = {identifier.canonical for identifier in wanted}
        marks = ", ".join(["%s"] * len(wanted))

        def decides(stored: StoredEvent) -> bool:
            place = getattr(stored.event, field)
            return place is not None and identify(place.id).canonical in canonicals

        return Condition(
            decides,
            f"{field} IN ({marks})",
            tuple(store.keys.thing(identifier) for identifier in wanted),
        )

    return Parameter(build)


def _identifier(name: str, text: str) -> Identifier:
    try:
        return identify(text)
    except Gs1Error as error:
        raise _refuse(name, f"an identifier ({error})", text) from None


def _match(*roles: Role) -> Parameter:
    """Whole identifiers, in any spelling, through the index."""

    def build(store: EventStore, name: str, values: Values) -> Condition:
        wanted = frozenset(int(role) for role in roles)
        for value in values:
            if "*" in value:  # an index range; comes with the rest of the query language
                raise _refuse(name, "whole identifiers, no patterns yet", value)
        identifiers = [_identifier(name, value) for value in values]
        canonicals = {identifier.canonical for identifier in identifiers}

        def decides(stored: StoredEvent) -> bool:
            return any(
                mention.role in wanted and mention.identifier.canonical in canonicals
                for mention in things(stored.event)
            )

        return Condition(
            decides,
            keys=tuple(store.keys.thing(identifier) for identifier in identifiers),
            roles=wanted,
        )

    return Parameter(build)


def _named(store: EventStore, name: str, values: Values) -> Condition:
    wanted = set(values)
    given = tuple(store.keys.thing(private(text, "eventID")) for text in values)
    own = [key for key in map(key_of_event_uri, values) if key is not None]
    if own:  # an eventID that this repository gave is the key itself
        marks = ", ".join(["%s"] * len(own))
        handles = store.driver.rows(
            f"SELECT {store.driver.handle} FROM event WHERE key IN ({marks})",
            [store.driver.key(key) for key in own],
        )
        linked = _linked(
            store, Condition(lambda stored: True, keys=given, roles=frozenset({Role.EVENT_ID}))
        )
        everything = store.driver.handle_array(linked | {handle for (handle,) in handles})
        return Condition(
            lambda stored: stored.event_id in wanted,
            f"{store.driver.handle} IN (SELECT wanted.value FROM {store.driver.handles})",
            (everything,),
        )
    return Condition(
        lambda stored: stored.event_id in wanted, keys=given, roles=frozenset({Role.EVENT_ID})
    )


def _transformation(store: EventStore, name: str, values: Values) -> Condition:
    wanted = {_identifier(name, value).canonical for value in values}

    def decides(stored: StoredEvent) -> bool:
        text = getattr(stored.event, "transformation_id", None)
        return text is not None and identify(text).canonical in wanted

    return Condition(
        decides,
        keys=tuple(store.keys.thing(_identifier(name, value)) for value in values),
        roles=frozenset({Role.TRANSFORMATION_ID}),
    )


PARAMETERS: dict[str, Parameter] = {
    "eventType": _coded(
        "event_type",
        {name: number for number, name in enumerate(EVENT_TYPES, start=1)},
        lambda stored: type(stored.event).__name__,
    ),
    "GE_eventTime": _times("event_time", True),
    "LT_eventTime": _times("event_time", False),
    "GE_recordTime": _times("record_time", True),
    "LT_recordTime": _times("record_time", False),
    "EQ_action": _coded("action", ACTIONS, lambda stored: getattr(stored.event, "action", None)),
    "EQ_bizStep": _word("biz_step"),
    "EQ_disposition": _word("disposition"),
    "EQ_readPoint": _place("read_point"),
    "EQ_bizLocation": _place("biz_location"),
    "EQ_transformationID": Parameter(_transformation),
    "EQ_eventID": Parameter(_named),
    "MATCH_epc": _match(Role.EPC, Role.CHILD),
    "MATCH_parentID": _match(Role.PARENT),
    "MATCH_inputEPC": _match(Role.INPUT),
    "MATCH_outputEPC": _match(Role.OUTPUT),
    "MATCH_anyEPC": _match(*INSTANCES),
    "MATCH_epcClass": _match(Role.EPC_CLASS, Role.CHILD_CLASS),
    "MATCH_inputEPCClass": _match(Role.INPUT_CLASS),
    "MATCH_outputEPCClass": _match(Role.OUTPUT_CLASS),
    "MATCH_anyEPCClass": _match(*CLASSES),
}
