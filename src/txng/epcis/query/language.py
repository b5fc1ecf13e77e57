"""A SimpleEventQuery: conditions that an event must meet, and the shape of the answer.

    query = parse_url([("EQ_bizStep", "shipping|receiving"), ("GE_eventTime", "2026-10-01T00:00:00Z")])
    query.matches(subject)

Two questions that mean the same are equal, whichever door they came through, and `as_json` is the body
of POST /queries that means the same again.

Source: EPCIS 2.0 §8.2.7.1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from txng.epcis.query import names, parameters
from txng.epcis.query.conditions import Check, Condition
from txng.epcis.query.readings import extension_values, quantities
from txng.epcis.query.subject import MasterData, NoMasterData, Subject, scalars
from txng.epcis.query.values import Value, date_or_instant, number, scalar_text

__all__ = [
    "Check", "Condition", "MasterData", "NoMasterData", "OrderValue", "Query", "Subject",
    "order_value",
]  # fmt: skip

TYPED_ORDERS: Final = ("eventTime", "recordTime")
OrderValue = tuple[int, int | float | str]
"""Numbers before times before texts: (0, number), (1, microseconds), (2, text)."""


@dataclass(frozen=True, slots=True)
class Query:
    """`order_by`: eventTime, recordTime, quantity or the full name of an extension field.

    `conditions` stand in the order of the table, so that the order of asking makes no difference.
    """

    conditions: tuple[Condition, ...] = ()
    order_by: str = "eventTime"
    descending: bool = False
    event_count_limit: int | None = None
    max_event_count: int | None = None

    def check(self) -> Check:
        """What decides, made once for many events."""
        checks = [condition.check() for condition in self.conditions]
        if len(checks) == 1:
            return checks[0]
        return lambda subject: all(check(subject) for check in checks)

    def matches(self, subject: Subject) -> bool:
        return self.check()(subject)

    def needs_master_data(self) -> bool:
        return any(
            condition.operator == "WD" or condition.aspect == "attribute"
            for condition in self.conditions
        )

    def as_json(self) -> dict[str, Any]:
        """The JSON body that means the same; names are full, so it needs no @context."""
        members: dict[str, Any] = {}
        for condition in self.conditions:
            many = parameters.BY_NAME[condition.row].many
            values = [_plain(value) for value in condition.values]
            members[condition.name] = values if many else values[0]
        is_usual = (self.order_by, self.descending) == ("eventTime", False)
        if not is_usual or self.event_count_limit is not None:  # which asks for an order
            members["orderBy"] = names.written(self.order_by)
            members["orderDirection"] = "DESC" if self.descending else "ASC"
        if self.event_count_limit is not None:
            members["eventCountLimit"] = self.event_count_limit
        if self.max_event_count is not None:
            members["maxEventCount"] = self.max_event_count
        return members


def _plain(value: Value) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def order_value(order_by: str, subject: Subject) -> OrderValue | None:
    """What an event is ordered by, for orders that are no column; None where it lacks the field.

    Of several values the first counts, of several quantities the largest.
    """
    found: Iterable[Any]
    if order_by == "quantity":
        found = sorted((one.quantity or 0.0 for one in quantities(subject)), reverse=True)
    else:
        found = extension_values(subject, "event", order_by)
    for value in found:
        for one in scalars(value):
            return _ordered(one)
    return None


def _ordered(value: str | int | float | bool) -> OrderValue:
    figure = number(value)
    if figure is not None:
        return 0, figure
    moment = date_or_instant(value) if isinstance(value, str) else None
    if moment is not None:
        return 1, round(moment.timestamp() * 1_000_000)
    return 2, scalar_text(value)
