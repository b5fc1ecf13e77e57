"""One condition of a query, and what decides whether an event meets it.

Every door makes the same conditions and this is the only place that judges them; an index may narrow
the search but never decides. Values of one condition are alternatives, conditions add up. Each
condition is judged by itself: GE_value_CEL and LT_value_CEL may be met by two reports of one event.

Source: EPCIS 2.0 §8.2.7.1.
"""

import math
import operator as compare
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from txng.epcis import units, vocabulary
from txng.epcis.events import event_type
from txng.epcis.mentions import known_as, things
from txng.epcis.query import names, patterns, readings
from txng.epcis.query.subject import Subject, scalars
from txng.epcis.query.values import (
    Value,
    date_or_instant,
    instant,
    number,
    scalar_text,
)

Check = Callable[[Subject], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """`name` is the parameter in full, `row` its row in the table. `parts` are what the name holds:
    a unit, a type, the full name of a field. `values` are typed and in their one spelling."""

    name: str
    row: str
    operator: str
    aspect: str
    parts: tuple[str, ...]
    values: tuple[Value, ...]

    def check(self) -> Check:
        """The judge of this condition, made once for many events."""
        if self.operator == "EXISTS" and self.values == (False,):
            return _anything  # "omitted or false: events are returned regardless"
        return _CHECKS.get(self.aspect, _extension)(self)


_OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "EQ": compare.eq,
    "GT": compare.gt,
    "GE": compare.ge,
    "LT": compare.lt,
    "LE": compare.le,
}


def _anything(subject: Subject) -> bool:
    return True


# --- texts ------------------------------------------------------------------------------------


def _one_of(read: Callable[[Subject], Iterable[Value]], condition: Condition) -> Check:
    wanted = frozenset(condition.values)
    return lambda subject: any(value in wanted for value in read(subject))


def _within_place(field: str, condition: Condition) -> Check:
    if condition.operator == "EQ":
        return _one_of(partial(readings.places, field), condition)
    asked = frozenset(str(value) for value in condition.values)

    def check(subject: Subject) -> bool:
        below = subject.master_data.descendants(asked)
        return any(place in below for place in readings.places(field, subject))

    return check


def _listed(attribute: str, name: str, field: vocabulary.Field, condition: Condition) -> Check:
    """Type and value on the same element."""
    wanted = frozenset(condition.values)
    (kind,) = condition.parts

    def check(subject: Subject) -> bool:
        return any(
            known_as(getattr(element, name)) in wanted
            and kind in readings.words(field, element.type, subject)
            for element in getattr(subject.event, attribute)
        )

    return check


# what holds instances, by aspect: lists of the event, and whether its parent counts
_AS_WRITTEN: Final[Mapping[str, tuple[tuple[str, ...], bool]]] = {
    "epc": (("epc_list", "child_epcs"), False),
    "parentID": ((), True),
    "inputEPC": (("input_epc_list",), False),
    "outputEPC": (("output_epc_list",), False),
    "anyEPC": (("epc_list", "child_epcs", "input_epc_list", "output_epc_list"), True),
}


def _things(condition: Condition) -> Check:
    roles = readings.ROLES[condition.aspect]
    texts = [str(value) for value in condition.values]
    exact = frozenset(text for text in texts if not patterns.is_pattern(text))
    is_wide = patterns.any_of([text for text in texts if patterns.is_pattern(text)])
    listed, parented = _AS_WRITTEN.get(condition.aspect, ((), False))

    def check(subject: Subject) -> bool:
        event = subject.event
        # most events write a thing by its canonical name: then nothing needs to be read
        for name in listed:
            if not exact.isdisjoint(getattr(event, name, ())):
                return True
        if parented and getattr(event, "parent_id", None) in exact:
            return True
        for mention in things(event):
            if mention.role in roles:
                canonical = mention.identifier.canonical
                if canonical in exact or is_wide(canonical):
                    return True
        return False

    return check


# --- times and amounts ------------------------------------------------------------------------


def _times(read: Callable[[Subject], Iterable[datetime | None]], condition: Condition) -> Check:
    holds, (bound,) = _OPERATORS[condition.operator], condition.values
    return lambda subject: any(
        moment is not None and holds(moment, bound) for moment in read(subject)
    )


def _numbers(condition: Condition, read: Callable[[Subject], Iterable[Any]]) -> Check:
    holds, bounds = _OPERATORS[condition.operator], condition.values

    def check(subject: Subject) -> bool:
        for value in map(number, read(subject)):
            if value is not None and any(holds(value, bound) for bound in bounds):
                return True
        return False

    return check


def _quantity(condition: Condition) -> Check:
    return _numbers(
        condition, lambda subject: (element.quantity for element in readings.quantities(subject))
    )


def _measures(
    condition: Condition, unit: str, read: Callable[[Subject], Iterable[tuple[Any, Any, bool]]]
) -> Check:
    """`read` gives value, its unit and whether the value is a difference."""

    def check(subject: Subject) -> bool:
        for value, own, is_difference in read(subject):
            told = number(value)
            if told is None or not isinstance(own, str):
                continue
            if own == unit:
                holds = _OPERATORS[condition.operator]
                if any(holds(told, bound) for bound in condition.values):
                    return True
            else:
                converted = _converted(told, own, unit, is_difference)
                if converted is not None and any(
                    _roughly(condition.operator, converted, bound) for bound in condition.values
                ):
                    return True
        return False

    return check


def _converted(value: float, unit: str, to: str, is_difference: bool) -> float | None:
    if not is_difference:
        return units.convert(value, unit, to)
    # 18 degrees Fahrenheit more are 10 degrees Celsius more: where the scale begins does not count
    told, begin = units.base(value, unit), units.base(0, unit)
    step, zero = units.base(1, to), units.base(0, to)
    if told is None or begin is None or step is None or zero is None or told[0] != step[0]:
        return None
    return float((told[1] - begin[1]) / (step[1] - zero[1]))


def _roughly(operator: str, value: float, bound: Any) -> bool:
    """Compare a converted value, to twelve digits: more no instrument has."""
    if math.isclose(value, bound, rel_tol=1e-12):
        return operator in ("EQ", "GE", "LE")
    return _OPERATORS[operator](value, bound)


def _quantity_in(condition: Condition) -> Check:
    (unit,) = condition.parts
    return _measures(
        condition,
        unit,
        lambda subject: (
            (element.quantity, element.uom, False) for element in readings.quantities(subject)
        ),
    )


# --- sensors ----------------------------------------------------------------------------------


def _sensor_time(condition: Condition) -> Check:
    name = condition.name.partition("_")[2]

    def read(subject: Subject) -> Iterator[datetime | None]:
        for value in readings.sensor_values(name, subject):
            yield instant(value) if isinstance(value, str) else None

    return _times(read, condition)


_IDENTIFIED: Final = ("deviceID", "dataProcessingMethod", "bizRules")


def _sensor_word(condition: Condition) -> Check:
    name = condition.name.partition("_")[2]
    if name == "booleanValue":  # `in` would take 1 for true
        (wanted,) = condition.values
        return lambda subject: any(
            value is wanted for value in readings.sensor_values(name, subject)
        )

    def read(subject: Subject) -> Iterator[str]:
        for value in readings.sensor_values(name, subject):
            if not isinstance(value, str):
                continue
            if name == "type":
                yield from readings.words("measurement_type", value, subject)
            elif name == "hexBinaryValue":
                yield value.upper()
            else:
                yield known_as(value) if name in _IDENTIFIED else value

    return _one_of(read, condition)


def _sensor_value(condition: Condition) -> Check:
    (unit,) = condition.parts
    name = condition.name.split("_")[1]

    def read(subject: Subject) -> Iterator[tuple[Any, Any, bool]]:
        for report in readings.reports(subject):
            yield report.get(name), report.get("uom"), name == "sDev"

    return _measures(condition, unit, read)


def _perc_rank(condition: Condition) -> Check:
    return _numbers(
        condition, lambda subject: (report.get("percRank") for report in readings.reports(subject))
    )


# --- extensions -------------------------------------------------------------------------------


def _extension(condition: Condition) -> Check:
    (field,) = condition.parts

    def read(subject: Subject) -> Iterator[Any]:
        return readings.extension_values(subject, condition.aspect, field)

    if condition.operator == "EXISTS":
        return lambda subject: any(not _is_empty(value) for value in read(subject))
    meets = _equals(condition) if condition.operator == "EQ" else _compares(condition)
    return lambda subject: any(meets(one) for value in read(subject) for one in scalars(value))


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _equals(condition: Condition) -> Callable[[Any], bool]:
    """Of a number and whatever the event says, the value counts; of two texts their letters or, of two
    times, the moment.

    So 5 is 5.0 and the "5.0" of an XML element, and the lot "007" is not the lot "7". A URL can ask by
    texts only, so "5" finds the number 5, too.

    Source: EPCIS 2.0 §8.2.7.1 (EQ_fieldname: a String, or an Int, a Float or a Time).
    """
    texts = frozenset(value for value in condition.values if isinstance(value, str))
    numbers = frozenset(condition.values) - texts
    figures = (numbers | frozenset(map(number, texts))) - {None}
    moments = frozenset(map(date_or_instant, texts)) - {None}

    def meets(value: Any) -> bool:
        if isinstance(value, bool):
            return scalar_text(value) in texts
        if isinstance(value, str):
            return (
                value in texts
                or (bool(numbers) and number(value) in numbers)
                or (bool(moments) and date_or_instant(value) in moments)
            )
        return number(value) in figures

    return meets


def _compares(condition: Condition) -> Callable[[Any], bool]:
    holds, (bound,) = _OPERATORS[condition.operator], condition.values

    def meets(value: Any) -> bool:
        if isinstance(bound, datetime):
            moment = date_or_instant(value) if isinstance(value, str) else None
            return moment is not None and holds(moment, bound)
        figure = number(value)
        return figure is not None and holds(figure, bound)

    return meets


# --- attributes of master data ----------------------------------------------------------------


def _attribute(condition: Condition) -> Check:
    field = condition.parts[0]
    if condition.operator == "HASATTR":
        wanted = frozenset(condition.values)

        def holds(attributes: Mapping[str, Any]) -> bool:
            return any(names.settled(name) in wanted for name in attributes)
    else:
        attribute, meets = condition.parts[1], _equals(condition)

        def holds(attributes: Mapping[str, Any]) -> bool:
            return any(
                meets(one)
                for name, value in attributes.items()
                if names.settled(name) == attribute
                for one in scalars(value)
            )

    def check(subject: Subject) -> bool:
        named = readings.named_by(field, subject)
        return bool(named) and any(
            holds(attributes) for attributes in subject.master_data.attributes_of(named).values()
        )

    return check


_CHECKS: Final[Mapping[str, Callable[[Condition], Check]]] = {
    "event_type": partial(_one_of, lambda subject: (event_type(subject.event),)),
    "event_time": partial(_times, readings.event_times),
    "record_time": partial(_times, readings.record_times),
    "action": partial(_one_of, partial(readings.member, "action")),
    "biz_step": partial(_one_of, readings.biz_steps),
    "disposition": partial(_one_of, readings.dispositions),
    "persistent_set": partial(_one_of, partial(readings.persistent_dispositions, "set")),
    "persistent_unset": partial(_one_of, partial(readings.persistent_dispositions, "unset")),
    "read_point": partial(_within_place, "read_point"),
    "biz_location": partial(_within_place, "biz_location"),
    "biz_transaction": partial(
        _listed, "biz_transaction_list", "biz_transaction", "biz_transaction_type"
    ),
    "source": partial(_listed, "source_list", "source", "source_destination_type"),
    "destination": partial(_listed, "destination_list", "destination", "source_destination_type"),
    "transformation_id": partial(_one_of, readings.transformations),
    **dict.fromkeys(readings.ROLES, _things),
    "quantity": _quantity,
    "quantity_in": _quantity_in,
    "event_id": partial(_one_of, lambda subject: (subject.event_id,)),
    "error_declaration": lambda condition: (
        lambda subject: subject.event.error_declaration is not None
    ),
    "declaration_time": partial(_times, readings.declaration_times),
    "error_reason": partial(_one_of, readings.error_reasons),
    "corrective_event_id": partial(_one_of, readings.corrective_event_ids),
    "sensor_element_list": lambda condition: (
        lambda subject: bool(subject.event.sensor_element_list)
    ),
    "sensor_time": _sensor_time,
    "sensor_word": _sensor_word,
    "sensor_value": _sensor_value,
    "perc_rank": _perc_rank,
    "attribute": _attribute,
}
