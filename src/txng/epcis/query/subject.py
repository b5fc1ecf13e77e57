"""What a condition looks at: one event, and as much around it as the condition asks for.

The typed event, its eventID and its record time are at hand; the members as JSON and the name spaces
are decoded only when a condition asks for an extension, and master data is looked up only for WD_,
HASATTR_ and EQ_ATTR_.
"""

from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from typing import Any, Protocol

import msgspec

from txng.epcis.context import Namespaces
from txng.epcis.events import AnyEvent
from txng.epcis.query import names

_decode = msgspec.json.decode


class MasterData(Protocol):
    """Identifiers are canonical, attribute names full."""

    def descendants(self, ids: Set[str]) -> Set[str]:
        """The ids themselves and everything below them, however deep."""
        ...

    def attributes_of(self, ids: Set[str]) -> Mapping[str, Mapping[str, Any]]:
        """The attributes of those ids that have any."""
        ...


class NoMasterData:
    """Where nothing is known: every place is alone and nameless."""

    def descendants(self, ids: Set[str]) -> Set[str]:
        return ids

    def attributes_of(self, ids: Set[str]) -> Mapping[str, Mapping[str, Any]]:
        return {}


class Subject:
    """`payload`: the event's JSON as the store keeps it, with its name spaces inside."""

    __slots__ = (
        "_members", "_namespaces", "event", "event_id", "master_data", "payload", "record_time",
    )  # fmt: skip

    def __init__(
        self,
        event: AnyEvent,
        *,
        event_id: str,
        record_time: datetime,
        payload: bytes,
        master_data: MasterData | None = None,
    ) -> None:
        self.event = event
        self.event_id = event_id
        self.record_time = record_time
        self.payload = payload
        self.master_data: MasterData = master_data or NoMasterData()
        self._members: dict[str, Any] | None = None
        self._namespaces: Namespaces | None = None

    @property
    def members(self) -> dict[str, Any]:
        if self._members is None:
            self._members = _decode(self.payload)
        return self._members

    @property
    def namespaces(self) -> Namespaces:
        if self._namespaces is None:
            self._namespaces = Namespaces()
            if "@context" in self.members:
                self._namespaces.read(self.members["@context"], "", _ignore)
        return self._namespaces

    def holders(self, holder: str) -> list[dict[str, Any]]:
        """The objects in which extension fields of one kind stand."""
        if holder == "event":
            return [self.members]
        if not holder.startswith("sensor"):  # ilmd, errorDeclaration, readPoint, bizLocation
            return _objects([self.members.get(holder)])
        elements = _objects(self.members.get("sensorElementList"))
        if holder == "sensorElement":
            return elements
        found = []
        for element in elements:
            inner = element.get(holder)
            found += _objects(inner if isinstance(inner, list) else [inner])
        return found

    def values(self, holder: str, wanted: Set[str], *, inner: bool) -> Iterator[Any]:
        """The values of the extension fields of these full names; `inner`: those within others."""
        namespaces = self.namespaces
        for held in self.holders(holder):
            for name, value in held.items():
                full = names.stored(name, namespaces)
                if not inner:
                    if full in wanted:
                        yield value
                elif ":" in full:  # a member of the standard holds no extension of this holder
                    yield from _within(value, wanted, namespaces)


def scalars(value: Any) -> Iterator[str | int | float | bool]:
    """The texts, numbers and truth values of a field: itself, each of a list, or of {"@value": ..}."""
    if isinstance(value, str | int | float):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from scalars(one)
    elif isinstance(value, dict):
        for key in ("@value", "@id", "#text"):
            if isinstance(value.get(key), str | int | float):
                yield value[key]
                return


def _within(value: Any, wanted: Set[str], namespaces: Namespaces) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if names.stored(name, namespaces) in wanted:
                yield inner
            yield from _within(inner, wanted, namespaces)
    elif isinstance(value, list):
        for inner in value:
            yield from _within(inner, wanted, namespaces)


def _objects(values: Any) -> list[dict[str, Any]]:
    return [one for one in values or () if isinstance(one, dict)]


def _ignore(rule: str, pointer: str, values: Mapping[str, object]) -> None:
    """The intake judged the name spaces already."""
