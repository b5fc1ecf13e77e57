"""What of the store a query must read: conditions become SQL that lets too much through, never too little.

    EQ_bizStep, GE_eventTime, EQ_action, ..   the typed columns of `event`
    MATCH_, EQ_source_, EQ_eventID, ..        index keys in `link`, by role
    MATCH_ with a pattern                     ranges of index keys: the family bits of a GTIN
    everything else                           nothing; the events themselves decide

A rare thing is gathered first (at most MAX_HANDLES events, then read by primary key), a frequent one is
asked for event by event while they are read in order, so the cost follows the answer either way. What
fits on a page, as the history of most things does, is gathered and read in one statement (`few_rows`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from txng.epcis import vocabulary
from txng.epcis.events import EVENT_TYPES, STANDARD_EVENT_TYPES, ExtendedEvent
from txng.epcis.mentions import DECLARATION_TERM, SENSOR_TERM, Role
from txng.epcis.query import patterns
from txng.epcis.query.conditions import Condition
from txng.epcis.query.readings import ROLES
from txng.epcis.query.subject import MasterData
from txng.eventstore import used_values
from txng.eventstore.drivers import Driver, Handle
from txng.eventstore.keys import (
    Keys,
    highest_key,
    key_of_event_uri,
    lowest_key,
    microseconds,
    private,
    term_identifier,
)
from txng.eventstore.recording import ACTIONS
from txng.gs1.identifier import identify

MAX_HANDLES = 10_000  # events of one thing that are gathered before they are read
MAX_FAMILY = 2_000  # the same for a pattern
MOST_FAMILIES = 10_000  # of one condition: with more, their ranges cost more than reading
MAX_RANGE = 500_000  # links of a family that are read to spare events from being read
LINKS_OF_A_ROW = 50  # that are looked through in the time in which one event is read
MAX_OWN = 20_000  # of those, to read the events of a family by themselves
_FAMILY_BITS: Final = 36  # below them stand 32 bits of the whole and 4 of the role
_FAMILY_SPAN: Final = (1 << _FAMILY_BITS) - 1
_SIGN: Final = 1 << 63
_LIMITS: Final = (32, 128, 512, 2_048)  # rows of a look-up, as they stand in its text
ROW: Final = "event.key, event.record_time, event.owner, event.dictionary, event.payload"
Row = tuple[Any, ...]
"""What `EventStore.read` reads: the columns of ROW."""
_TYPE_NUMBERS: Final = {name: number for number, name in enumerate(EVENT_TYPES, start=1)}


class Reach(NamedTuple):
    """Events that one condition can mean: `keys` are whole index keys with their role, `families`
    the lowest keys of families, `own` keys of events themselves. None of them: no event."""

    keys: frozenset[int] = frozenset()
    families: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    own: tuple[bytes, ...] = ()

    def gather(self, driver: Driver, limit: int) -> set[Handle] | None:
        """The handles; None when there are more than `limit`."""
        found: set[Handle] = set()
        for sql, parameters in self._links(driver):
            rows = driver.rows(f"{sql} LIMIT %s", [*parameters, limit + 1])
            if len(rows) > limit:
                return None
            found.update(handle for (handle,) in rows)
        if self.own:
            marks = ", ".join(["%s"] * len(self.own))
            rows = driver.rows(
                f"SELECT {driver.handle} FROM event WHERE key IN ({marks})",
                [driver.key(key) for key in self.own],
            )
            found.update(handle for (handle,) in rows)
        return found if len(found) <= limit else None

    def rows(self, driver: Driver, limit: int) -> list[Row] | None:
        """Their events, in no order, one of them once for each of its links; only of `keys`, and None
        when `limit` links or more lead to them."""
        sql = driver.events_of_links.format(columns=ROW, links=driver.links_of_keys)
        # few numbers, as each is a plan of its own to PostgreSQL
        most = next((size for size in _LIMITS if size >= limit), limit)
        found = driver.often(f"{sql} LIMIT {most:d}", [driver.array(self.keys)])
        return found if len(found) < limit else None

    def _links(self, driver: Driver) -> Iterable[tuple[str, list[Any]]]:
        if self.keys:
            sql = f"SELECT link.{driver.handle} FROM {driver.links_of_keys}"
            yield sql, [driver.array(self.keys)]
        if self.families:
            roles = ", ".join(map(str, sorted(self.roles)))
            sql = (
                f"SELECT link.{driver.handle} FROM {driver.things}"
                f" JOIN link ON link.thing BETWEEN wanted.value AND wanted.value + {_FAMILY_SPAN}"
                f" WHERE (link.thing & 15) IN ({roles})"
            )
            yield sql, [driver.array(self.families)]

    def probe(self, driver: Driver) -> tuple[str, list[Any]]:
        """A look into the index for each row that is read; not for families, whose keys are many."""
        sql = (
            f"EXISTS (SELECT 1 FROM {driver.things} JOIN link ON link.thing = wanted.value"
            f" WHERE link.{driver.handle} = event.{driver.handle})"
        )
        parameters = [driver.array(self.keys)]
        if self.own:
            marks = ", ".join(["%s"] * len(self.own))
            sql = f"({sql} OR event.key IN ({marks}))"
            parameters += [driver.key(key) for key in self.own]
        return sql, parameters

    def count(self, driver: Driver) -> int:
        """How many links they have, MAX_RANGE + 1 at most."""
        counted = 0
        for sql, parameters in self._links(driver):
            limited = f"SELECT count(*) FROM ({sql} LIMIT %s) AS counted"
            ((count,),) = driver.rows(limited, [*parameters, MAX_RANGE + 1])
            counted += count
        return counted

    def among(self, driver: Driver, column: str, since: int, until: int) -> set[Handle]:
        """The handles of events from one moment to another; perhaps of a few others too."""
        if driver.handle == "key" and column == "event_time":
            # a key begins with the milliseconds of its event
            bounds = [driver.key(key) for key in (lowest_key(since), highest_key(until))]
            window, limits = "BETWEEN %s AND %s", bounds
        else:
            inside = f"SELECT {driver.handle} FROM event WHERE {column} BETWEEN %s AND %s"
            window, limits = f"IN ({inside})", [since, until]
        found: set[Handle] = set()
        for sql, parameters in self._links(driver):
            rows = driver.rows(
                f"SELECT DISTINCT one.{driver.handle} FROM ({sql}) AS one"
                f" WHERE one.{driver.handle} {window}",
                [*parameters, *limits],
            )
            found.update(handle for (handle,) in rows)
        return found


@dataclass(slots=True)
class Narrowing:
    """`where` with its `parameters` and, when a thing is rare enough, the only `handles`.

    `later` are frequent families: most often a few batches hold a page of them, and only a question
    that reads on gains from their ranges of the index (`follow`).
    """

    where: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)
    handles: set[Handle] | None = None
    later: list[Reach] = field(default_factory=list)

    def add(self, sql: str, parameters: Iterable[Any]) -> None:
        self.where.append(sql)
        self.parameters.extend(parameters)

    def reach(self, reach: Reach, driver: Driver) -> None:
        most = min(MAX_HANDLES, MAX_FAMILY) if reach.families else MAX_HANDLES
        handles = reach.gather(driver, most)
        if handles is not None:
            self.handles = handles if self.handles is None else self.handles & handles
        elif reach.families:
            self.later.append(reach)
        else:
            self.add(*reach.probe(driver))

    def follow(self, driver: Driver) -> "Followed | None":
        """The frequent families whose ranges may be read; None without any."""
        counts = [(reach.count(driver), reach) for reach in self.later]
        known = [(count, reach) for count, reach in counts if count <= MAX_RANGE]
        return Followed(known) if known else None


class Followed:
    """Frequent families, looked for span by span of time while the events are read in order."""

    def __init__(self, reaches: Sequence[tuple[int, Reach]]) -> None:
        self._reaches = reaches

    @property
    def dear_as_rows(self) -> int:
        """How many events can be read, one after the other, for what looking into one span costs."""
        return sum(count for count, _ in self._reaches) // LINKS_OF_A_ROW

    def among(self, driver: Driver, column: str, since: int, until: int) -> set[Handle]:
        """Events of every family from one moment to another; perhaps a few more."""
        found = (reach.among(driver, column, since, until) for _, reach in self._reaches)
        return set.intersection(*found)

    def whole(self, driver: Driver) -> set[Handle] | None:
        """All events of the rarest family; None when they are many."""
        count, rarest = min(self._reaches, key=lambda one: one[0])
        return rarest.gather(driver, MAX_OWN) if count <= MAX_OWN else None


def few_rows(
    driver: Driver, keys: Keys, conditions: Sequence[Condition], limit: int
) -> list[Row] | None:
    """The events, whoever captured them, that a question of one condition can mean: see `Reach.rows`.

    None when they are `limit` or more, or when more than their links must be looked at.
    """
    if len(conditions) != 1 or _asks_for_nothing(conditions[0]):
        return None
    reach = _REACHES.get(conditions[0].aspect)
    found = reach(conditions[0], keys) if reach is not None else None
    if found is None or not found.keys or found.families or found.own:
        return None
    return found.rows(driver, limit)


def narrow(
    driver: Driver,
    keys: Keys,
    conditions: Sequence[Condition],
    master_data: MasterData,
    *,
    owner: int | None,
) -> Narrowing:
    """`owner` limits everything that follows, counts included, to what one organisation captured."""
    narrowing = Narrowing()
    if owner is not None:
        narrowing.add("event.owner = %s", [owner])
    for condition in conditions:
        if _is_never_used(driver, condition, owner):
            narrowing.handles = set()
            break
        column = _COLUMNS.get(condition.aspect)
        if column is not None:
            column(narrowing, condition, driver, keys, master_data)
        reach = _REACHES.get(condition.aspect)
        found = reach(condition, keys) if reach is not None else None
        if found is not None and not _asks_for_nothing(condition):
            narrowing.reach(found, driver)
            if narrowing.handles is not None and not narrowing.handles:
                break  # nothing can match any more
    return narrowing


def _asks_for_nothing(condition: Condition) -> bool:
    """EXISTS_ with false (GS1's OpenAPI file: "regardless"); a measured 0 is a value like any other."""
    return len(condition.values) == 1 and condition.values[0] is False


def _is_never_used(driver: Driver, condition: Condition, owner: int | None) -> bool:
    """Whether no event has a value that is asked for: then none is read in search of it. One look into a
    short table for each value; these columns have no index of their own. Types by their full names, steps
    and dispositions of the standards only: somebody's own may be written with a prefix in the event and in
    full in the question."""
    field = _LISTED.get(condition.aspect)
    if field is None or condition.operator != "EQ":
        return False
    values = [_as_noted(condition.aspect, str(value)) for value in condition.values]
    return all(
        value is not None and not used_values.may_be_used(driver, field, value, owner=owner)
        for value in values
    )


def _as_noted(aspect: str, text: str) -> str | None:
    """The value as `used_values` has it; None where it may be noted under another spelling."""
    if aspect == "event_type":
        return text
    field: vocabulary.Field = "biz_step" if aspect == "biz_step" else "disposition"
    bare = vocabulary.bare(field, text)
    return bare if bare in vocabulary.SPELLINGS[field].words else None


_LISTED: Final = {
    "event_type": "eventTypes",
    "biz_step": "bizSteps",
    "disposition": "dispositions",
}

# --- typed columns ----------------------------------------------------------------------------

Column = Callable[[Narrowing, Condition, Driver, Keys, MasterData], None]
_SQL_OPERATORS: Final = {"GE": ">=", "LT": "<"}


def _among(narrowing: Narrowing, column: str, numbers: Iterable[int], driver: Driver) -> None:
    listed = sorted(set(numbers))
    if len(listed) > 20:  # an array, so that the text of the query does not grow with the question
        narrowing.add(
            f"event.{column} IN (SELECT wanted.value FROM {driver.things})", [driver.array(listed)]
        )
    elif listed:
        narrowing.add(f"event.{column} IN ({', '.join(['%s'] * len(listed))})", listed)
    else:
        narrowing.add("1 = 0", [])


def _numbered(column: str, number: Callable[[str], int | None]) -> Column:
    def add(
        narrowing: Narrowing, condition: Condition, driver: Driver, keys: Keys, data: MasterData
    ) -> None:
        numbers = (number(str(value)) for value in condition.values)
        _among(narrowing, column, (one for one in numbers if one is not None), driver)

    return add


def _type_number(text: str) -> int | None:
    """All types of somebody's own have the one number of their struct; the events decide."""
    if text in STANDARD_EVENT_TYPES:
        return _TYPE_NUMBERS[text]
    return _TYPE_NUMBERS[ExtendedEvent.__name__] if ":" in text else None


def _moments(column: str) -> Column:
    def add(
        narrowing: Narrowing, condition: Condition, driver: Driver, keys: Keys, data: MasterData
    ) -> None:
        (bound,) = condition.values
        assert isinstance(bound, datetime)  # the table reads these as times
        operator = _SQL_OPERATORS[condition.operator]
        narrowing.add(f"event.{column} {operator} %s", [microseconds(bound)])

    return add


def _places(column: str) -> Column:
    def add(
        narrowing: Narrowing, condition: Condition, driver: Driver, keys: Keys, data: MasterData
    ) -> None:
        ids: Iterable[str] = frozenset(str(value) for value in condition.values)
        if condition.operator == "WD":
            ids = data.descendants(frozenset(ids))
        _among(narrowing, column, (keys.thing(_place(text)) for text in ids), driver)

    return add


def _place(text: str) -> Any:
    return term_identifier(Role.SOURCE, text)  # a child in master data may be named by any text


_COLUMNS: Final[dict[str, Column]] = {
    "event_type": _numbered("event_type", _type_number),
    "event_time": _moments("event_time"),
    "record_time": _moments("record_time"),
    "action": _numbered("action", ACTIONS.get),
    "biz_step": _numbered("biz_step", lambda text: vocabulary.number("biz_step", text)),
    "disposition": _numbered("disposition", lambda text: vocabulary.number("disposition", text)),
    "read_point": _places("read_point"),
    "biz_location": _places("biz_location"),
}

# --- index keys -------------------------------------------------------------------------------


def _things(condition: Condition, keys: Keys) -> Reach | None:
    roles = ROLES[condition.aspect]
    whole: set[int] = set()
    families: set[int] = set()
    for value in map(str, condition.values):
        if not patterns.is_pattern(value):
            lowest = keys.thing(identify(value))
            whole.update([lowest + role for role in roles])
            continue
        known = patterns.pattern(value).families
        if not known:
            return None  # one value without a range and everything must be read
        families.update(_lowest(keys, family) for family in known)
        if len(families) > MOST_FAMILIES:
            return None
    return Reach(frozenset(whole), frozenset(families), frozenset(map(int, roles)))


def _lowest(keys: Keys, family: str) -> int:
    """The lowest index key of a family: its first bits, all others 0."""
    key = keys.thing(private("", family)) + _SIGN
    return (key >> _FAMILY_BITS << _FAMILY_BITS) - _SIGN


def _terms(role: Role, *texts: str) -> Callable[[Condition, Keys], Reach | None]:
    """By the values themselves, or by `texts` that every such event is indexed with."""

    def reach(condition: Condition, keys: Keys) -> Reach | None:
        asked = texts or tuple(map(str, condition.values))
        return Reach(frozenset(keys.thing(term_identifier(role, text), role) for text in asked))

    return reach


def _event_ids(condition: Condition, keys: Keys) -> Reach | None:
    texts = tuple(map(str, condition.values))
    given = frozenset(
        keys.thing(term_identifier(Role.EVENT_ID, text), Role.EVENT_ID) for text in texts
    )
    # an eventID that this repository gave is the key itself
    own = tuple(key for key in map(key_of_event_uri, texts) if key is not None)
    return Reach(given, own=own)


def _sensor_word(condition: Condition, keys: Keys) -> Reach | None:
    name = condition.name.partition("_")[2]
    texts = [str(value) for value in condition.values]
    words = vocabulary.SPELLINGS["measurement_type"].words
    if name == "deviceID" or (name == "type" and all(text in words for text in texts)):
        return _terms(Role.SENSOR, *(f"{name}={text}" for text in texts))(condition, keys)
    return _any_sensor(condition, keys)


_any_sensor = _terms(Role.SENSOR, SENSOR_TERM)
_any_declaration = _terms(Role.DECLARATION, DECLARATION_TERM)
_REACHES: Final[dict[str, Callable[[Condition, Keys], Reach | None]]] = {
    **dict.fromkeys(ROLES, _things),
    "event_id": _event_ids,
    "transformation_id": _terms(Role.TRANSFORMATION_ID),
    "biz_transaction": _terms(Role.BIZ_TRANSACTION),
    "source": _terms(Role.SOURCE),
    "destination": _terms(Role.DESTINATION),
    "error_declaration": _any_declaration,
    "declaration_time": _any_declaration,
    "error_reason": _any_declaration,
    "corrective_event_id": _terms(Role.DECLARATION),
    "errorDeclaration": _any_declaration,
    "INNER_errorDeclaration": _any_declaration,
    "sensor_element_list": _any_sensor,
    "sensor_time": _any_sensor,
    "sensor_word": _sensor_word,
    "sensor_value": _any_sensor,
    "perc_rank": _any_sensor,
    **dict.fromkeys(
        (
            inner + holder
            for inner in ("", "INNER_")
            for holder in ("sensorElement", "sensorMetadata", "sensorReport")
        ),
        _any_sensor,
    ),
}
