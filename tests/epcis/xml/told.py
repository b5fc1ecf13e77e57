"""What is left of an event's members when XML has told them: the documented normal form.

A slow and obvious second statement of what `txng.epcis.xml.writing` says it does not tell.
"""

from typing import Any

from txng.epcis import vocabulary
from txng.epcis.context import Namespaces
from txng.epcis.xml.names import MEMBERS, SENSOR_BOOLEANS, SENSOR_NUMBERS, SENSOR_WORDS

_EMPTY_IS_ABSENT = ("sourceList", "destinationList", "bizTransactionList", "sensorElementList")


def as_told(members: dict[str, Any], namespaces: Namespaces) -> dict[str, Any]:
    """Standard members as they stand, words bare; extensions and own types by full names, as texts."""
    kind = members["type"]
    kept: dict[str, Any] = {"type": namespaces.full_name(kind) if ":" in kind else kind}
    for name, value in members.items():
        if value is None or name in ("type", "@context"):
            continue
        if name not in MEMBERS:
            kept |= _extension(name, value, namespaces)
        elif not (value == [] and (name in _EMPTY_IS_ABSENT or name == "certificationInfo")):
            kept[name] = _member(name, value, namespaces)
    return kept


def _member(name: str, value: Any, namespaces: Namespaces) -> Any:
    shape = MEMBERS[name]
    match shape.kind:
        case "word":
            return vocabulary.bare(shape.field, value)
        case "texts":
            return value[0] if isinstance(value, list) else value
        case "typed":
            return [
                one | {"type": vocabulary.bare(shape.field, one["type"])} if "type" in one else one
                for one in value
            ]
        case "dispositions":
            return {
                side: [vocabulary.bare("disposition", word) for word in words]
                for side, words in value.items()
                if words
            }
        case "error":
            inner = _inner(value, ("declarationTime", "reason", "correctiveEventIDs"), namespaces)
            if "reason" in inner:
                inner["reason"] = vocabulary.bare("error_reason", inner["reason"])
            return inner
        case "place":
            return _inner(value, ("id",), namespaces)
        case "ilmd":
            return _inner(value, (), namespaces)
        case "sensors":
            return [_sensor_element(one, namespaces) for one in value]
    return value


def _inner(value: dict[str, Any], known: tuple[str, ...], namespaces: Namespaces) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, inside in value.items():
        kept |= {name: inside} if name in known else _extension(name, inside, namespaces)
    return kept


def _sensor_element(element: dict[str, Any], namespaces: Namespaces) -> dict[str, Any]:
    kept = _inner(element, ("sensorMetadata", "sensorReport"), namespaces)
    if "sensorMetadata" in kept:
        kept["sensorMetadata"] = _sensor(kept["sensorMetadata"], namespaces)
    if "sensorReport" in kept:
        kept["sensorReport"] = [_sensor(one, namespaces) for one in kept["sensorReport"]]
    return kept


def _sensor(members: dict[str, Any], namespaces: Namespaces) -> dict[str, Any]:
    kept = {}
    for name, value in members.items():
        if name in SENSOR_WORDS:
            kept[name] = vocabulary.bare(SENSOR_WORDS[name], value)
        elif ":" not in name or name in SENSOR_NUMBERS | SENSOR_BOOLEANS:
            kept[name] = value
        else:
            kept[_full(name, namespaces)] = _scalar(value)  # an attribute keeps its white space
    return kept


def _full(name: str, namespaces: Namespaces) -> str:
    return namespaces.expand(name).replace("urn:epcglobal:cbv:mda:", "urn:epcglobal:cbv:mda")


def _extension(name: str, value: Any, namespaces: Namespaces) -> dict[str, Any]:
    if value is None:
        return {}
    values = [_value(one, namespaces) for one in (value if isinstance(value, list) else [value])]
    if not values:
        return {}
    return {_full(name, namespaces): values[0] if len(values) == 1 else values}


def _value(value: Any, namespaces: Namespaces) -> Any:
    if isinstance(value, dict):
        kept: dict[str, Any] = {}
        for name, inside in value.items():
            if name == "#text":
                kept[name] = _scalar(inside).strip(" \t\r\n")
            else:
                kept |= _extension(name, inside, namespaces)
        return kept or ""
    return "" if value is None else _scalar(value).strip(" \t\r\n")


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)
