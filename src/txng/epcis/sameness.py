"""Whether two events under one name say the same, though they are spelt otherwise.

    urn:epc:id:sgtin:0614141.107346.2018       is      https://id.gs1.org/01/10614141073464/21/2018
    2026-10-01T08:00:00Z                       is      2026-10-01T15:00:00.000+07:00

A repository answers with the spelling that the asker wants. An event that comes back from such an answer is
no other event under a name that is taken, and refusing it would refuse our own answers.
Source: EPCIS 2.0 §12.3 (GS1-EPC-Format); reference/epcis.md §6.3.
"""

from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from txng.epcis.context import Namespaces
from txng.epcis.members import EVENT_SHAPES, with_full_names
from txng.epcis.normal_form import with_addresses, with_bare_words, with_full_addresses
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify

_APART: Final = ("@context", "eventID", "recordTime")
_EXTENDED: Final = EVENT_SHAPES["ExtendedEvent"]


def are_the_same(one: bytes, other: bytes) -> bool:
    """Of two events as the store keeps them (JSON with their name spaces), whatever their eventIDs.

    False for what only a lenient reader would take for equal: extensions are compared as they are.
    """
    return _meaning(one) == _meaning(other)


def _meaning(payload: bytes) -> dict[str, Any]:
    members = msgspec.json.decode(payload)
    namespaces = Namespaces()
    if "@context" in members:
        namespaces.read(members["@context"], "", _silent)
    told = {name: value for name, value in members.items() if name not in _APART}
    if namespaces.may_be_compact(payload):  # as earlier versions kept events
        told = with_full_addresses(told, namespaces)
    told = with_addresses(with_bare_words(told, "", _silent), _canonical)
    told["eventTime"] = _moment(told.get("eventTime"))
    return with_full_names(told, EVENT_SHAPES.get(str(told.get("type")), _EXTENDED), namespaces)


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
