"""Which member names the standard gives to which object of an event; all others are extensions.

    {"type": "ObjectEvent",
     "readPoint": {"id": "urn:..", "example:shelf": 7},        an extension inside a standard member
     "ilmd": {"cbvmda:lotNumber": "L1"},                       holds nothing but extensions
     "example:crop": {"example:kind": "robusta"}}              an extension with parts of its own

Source: EPCIS 2.0 §7.3.2, §7.4; the `propertyNames` of GS1's JSON Schema.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from txng.epcis import events, sensors
from txng.epcis.context import Namespaces


@dataclass(frozen=True, slots=True)
class Shape:
    """`names` of one kind of object; `inner` are those that hold objects (or lists of them).

    `is_standards`: a name that is not among them needs a name space of its own. `is_closed`: the standard
    leaves no room for extensions there.
    """

    names: frozenset[str]
    inner: Mapping[str, "Shape"] = field(default_factory=dict)
    is_standards: bool = True
    is_closed: bool = False


def _names(struct: type[msgspec.Struct], *others: str) -> frozenset[str]:
    return frozenset({one.encode_name for one in msgspec.structs.fields(struct)} | set(others))


TEXT = "#text"  # the text of an XML extension element that has attributes, too
EXTENSION = Shape(frozenset(), is_standards=False)  # every name is somebody's own
_ILMD = Shape(frozenset())
_PLACE = Shape(_names(events.Place))
_QUANTITY = Shape(_names(events.QuantityElement), is_closed=True)
_SENSOR = Shape(
    _names(sensors.SensorElement),
    {
        "sensorMetadata": Shape(_names(sensors.SensorMetadata)),
        "sensorReport": Shape(_names(sensors.SensorReport)),
    },
)
_INNER = {
    "readPoint": _PLACE,
    "bizLocation": _PLACE,
    "bizTransactionList": Shape(_names(events.BizTransaction), is_closed=True),
    "sourceList": Shape(_names(events.Source), is_closed=True),
    "destinationList": Shape(_names(events.Destination), is_closed=True),
    "quantityList": _QUANTITY,
    "childQuantityList": _QUANTITY,
    "inputQuantityList": _QUANTITY,
    "outputQuantityList": _QUANTITY,
    "persistentDisposition": Shape(_names(events.PersistentDisposition), is_closed=True),
    "errorDeclaration": Shape(_names(events.ErrorDeclaration)),
    "sensorElementList": _SENSOR,
    "ilmd": _ILMD,
}


def _event_shape(struct: type[events.Event]) -> Shape:
    names = _names(struct, "type", "@context") - {events.OWN_TYPE}
    return Shape(names, {name: shape for name, shape in _INNER.items() if name in names})


EVENT_SHAPES = {struct.__name__: _event_shape(struct) for struct in events.EVENT_STRUCTS}


def has_extensions(members: Mapping[str, Any], shape: Shape) -> bool:
    """Whether any name in an event that was read as its struct is not the standard's."""
    if not members.keys() <= shape.names:
        return True
    for name in shape.inner.keys() & members.keys():
        value, inner = members[name], shape.inner[name]
        # sensor data are judged later: they may hold anything still
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict) and (
                has_extensions(item, inner) if inner.inner else not item.keys() <= inner.names
            ):
                return True
    return False


def are_in_place(members: Mapping[str, Any], shape: Shape, namespaces: Namespaces) -> bool:
    """Whether `out_of_place` has nothing to tell, in a third of its time: nearly every event is so."""
    for name, value in members.items():
        inner = shape.inner.get(name, EXTENSION)
        if name not in shape.names:
            is_own = ":" not in name and (not shape.is_standards or name == TEXT)
            if shape.is_closed or not (is_own or namespaces.declares(name)):
                return False
        elif name not in shape.inner:
            continue
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict) and not are_in_place(item, inner, namespaces):
                return False
    return True


def out_of_place(
    members: Mapping[str, Any], shape: Shape, namespaces: Namespaces, pointer: str
) -> Iterator[tuple[str, str, str]]:
    """(rule, pointer, name) of every extension member whose name has no meaning here, or no place."""
    for name, value in members.items():
        where = f"{pointer}/{escaped(name)}"
        inner = shape.inner.get(name, EXTENSION)
        if name not in shape.names:
            if ":" in name:
                if not namespaces.declares(name):
                    yield "undeclared_prefix", where, name
            # inside an extension, names without a prefix are its own affair
            elif shape.is_standards and name != TEXT and not namespaces.declares(name):
                yield "unknown_member", where, name
            if shape.is_closed and namespaces.declares(name):
                yield "extension_without_place", where, name
        elif name not in shape.inner:
            continue
        if isinstance(value, dict):
            yield from out_of_place(value, inner, namespaces, where)
        elif isinstance(value, list):
            for position, item in enumerate(value):
                if isinstance(item, dict):
                    yield from out_of_place(item, inner, namespaces, f"{where}/{position}")


_CONTAINERS = (dict, list)
_sorted = msgspec.json.Encoder(order="sorted")


def with_full_names(
    members: Mapping[str, Any], shape: Shape, namespaces: Namespaces
) -> dict[str, Any]:
    """A copy in which extensions have their full names, however deep they stand.

    Two names that mean one become one member with both values, as JSON-LD has it.
    """
    named: dict[str, Any] = {}
    doubled: dict[str, list[Any]] = {}
    for name, value in members.items():
        inner = shape.inner.get(name, EXTENSION)
        if name in shape.names:
            named[name] = (
                values_with_full_names(value, inner, namespaces) if name in shape.inner else value
            )
            continue
        full = namespaces.full_name(name)
        if isinstance(value, _CONTAINERS):
            value = values_with_full_names(value, inner, namespaces)
        if full in named:
            doubled.setdefault(full, [named[full]]).append(value)
        named[full] = value
    for full, values in doubled.items():
        named[full] = sorted(values, key=_sorted.encode)
    return named


def values_with_full_names(value: Any, shape: Shape, namespaces: Namespaces) -> Any:
    """As `with_full_names`, for any value; `shape` is that of the objects in it."""
    if isinstance(value, dict):
        return with_full_names(value, shape, namespaces)
    if isinstance(value, list):
        return [values_with_full_names(item, shape, namespaces) for item in value]
    return value


def escaped(name: str) -> str:
    """A member name as one step of a JSON pointer (RFC 6901 §3)."""
    return name.replace("~", "~0").replace("/", "~1")
