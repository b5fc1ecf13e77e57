"""Whether two events under one name say the same, though they are spelt otherwise.

    urn:epc:id:sgtin:0614141.107346.2018       is      https://id.gs1.org/01/10614141073464/21/2018
    2026-10-01T08:00:00Z                       is      2026-10-01T15:00:00.000+07:00
    "ex:weight": 26.5                          is      <ex:weight>26.5</ex:weight>, so "ex:weight": "26.5"

A repository answers with the spelling and in the format that the asker wants. An event that comes back from
such an answer is no other event under a name that is taken, and refusing it would refuse our own answers.
In XML every value of an extension is a text, a list of one is that one, and what holds nothing is absent.
Source: EPCIS 2.0 §12.3 (GS1-EPC-Format); reference/epcis.md §6.3; what XML does not tell: `xml.writing`.
"""

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from txng.epcis.context import Namespaces
from txng.epcis.members import EVENT_SHAPES, TEXT, Shape, with_full_names
from txng.epcis.normal_form import with_addresses, with_bare_words, with_full_addresses
from txng.epcis.xml.escapes import WHITE, scalar
from txng.epcis.xml.names import MDA_JSON, MDA_XML
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify

_APART: Final = ("@context", "eventID", "recordTime")
_WHOLE: Final = re.compile(r"(-?(?:0|[1-9][0-9]*))\.0+")
_EXTENDED: Final = EVENT_SHAPES["ExtendedEvent"]


def meaning(payload: bytes) -> bytes:
    """A digest that two events share if they say the same, whatever their eventIDs. `payload`: an event as
    the store keeps it, JSON with its name spaces.

    So one event is compared with many at the cost of reading each once. What only a lenient reader would
    take for equal differs: extensions are compared letter by letter, but for the zeros of a whole number.
    """
    # not msgspec's: it refuses whole numbers of more than 64 bits
    told = json.dumps(_with_one_number(_members(payload)), sort_keys=True, default=str)
    return hashlib.blake2b(told.encode(), digest_size=16).digest()


def _with_one_number(value: Any) -> Any:
    """26.0 is 26."""
    if isinstance(value, dict):
        return {name: _with_one_number(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_with_one_number(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _members(payload: bytes) -> dict[str, Any]:
    members = msgspec.json.decode(payload)
    namespaces = Namespaces()
    if "@context" in members:
        namespaces.read(members["@context"], "", _silent)
    told = {name: value for name, value in members.items() if name not in _APART}
    if namespaces.may_be_compact(payload):  # as earlier versions kept events
        told = with_full_addresses(told, namespaces)
    told = with_addresses(with_bare_words(told, "", _silent), _canonical)
    told["eventTime"] = _moment(told.get("eventTime"))
    shape = EVENT_SHAPES.get(str(told.get("type")), _EXTENDED)
    return _in_any_format(with_full_names(told, shape, namespaces), shape, namespaces)


def _in_any_format(members: dict[str, Any], shape: Shape, namespaces: Namespaces) -> dict[str, Any]:
    """What JSON and XML both tell of an object of the standard; names of extensions stand in full."""
    told: dict[str, Any] = {}
    for name, value in members.items():
        inner = shape.inner.get(name)
        if name not in shape.names:
            value = _extension(value, namespaces)
            name = name.replace(MDA_JSON, MDA_XML, 1)
        elif isinstance(value, dict) and inner is not None:
            value = _in_any_format(value, inner, namespaces)
        elif isinstance(value, list) and inner is not None:
            value = [_in_any_format(one, inner, namespaces) for one in value]
        elif name == "certificationInfo" and isinstance(value, list) and len(value) == 1:
            value = value[0]
        if value is not None and value != []:
            told[name] = value
    return told


def _extension(value: Any, namespaces: Namespaces) -> Any:
    if isinstance(value, list):
        values = ["" if one is None else _extension(one, namespaces) for one in value]
        return values[0] if len(values) == 1 else values
    if not isinstance(value, dict):
        return None if value is None else _text(value, namespaces)
    told: dict[str, Any] = {}
    for name, inner in value.items():
        inner = _extension(inner, namespaces)
        if inner is not None and inner != [] and (name, inner) != (TEXT, ""):
            told[name.replace(MDA_JSON, MDA_XML, 1)] = inner
    return told.get(TEXT, "") if told.keys() <= {TEXT} else told


def _text(value: Any, namespaces: Namespaces) -> str:
    text = scalar(value, TEXT).strip(WHITE)
    whole = _WHOLE.fullmatch(text)  # 26.0 is what Python writes where JavaScript writes 26
    return whole[1] if whole else namespaces.expand(text)


def _canonical(text: str) -> str:
    try:
        return identify(text).canonical
    except Gs1Error:
        return text


def _moment(text: Any) -> Any:
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (AttributeError, OverflowError, ValueError):
        return text


def _silent(rule: str, pointer: str, values: object) -> None:
    """What is stored was judged when it came."""
