"""The twelve groups of an event: what is committed together is shown or hidden together.

    {"type": "ObjectEvent",                      core    what kind of thing happened, on which day
     "eventTime": "2026-10-01T08:00:00Z",        env     to the second, and how it came to us
     "epcList": ["https://id.gs1.org/01/.."],    what    item by item: one can be shown alone
     "quantityList": [{"epcClass": ..,           what    the class
                       "quantity": 120.5}],      qty     how much of it
     "readPoint": {"id": ..},                    where
     "sourceList": [..],                         party   who gives, who receives
     "bizTransactionList": [..],                 trans   papers
     "sensorElementList": [..],                  sensor
     "ilmd": {"cbvmda:lotNumber": ..,            ilmd    what holds for the life of a lot
              "x:farmerName": ..},               person  who somebody is: can be erased
     "certificationInfo": ..,                    cert
     "x:note": ..}                               ext     everything else

Every member lies in exactly one group, so nothing of an event can change unnoticed. Members are taken
as they were received: identifiers are not respelt, because the commitment must be the same with every
later release.

The bytes of the whole event are bound too (`digest`): in `env`, or in `person` where the event names
somebody, so that erasing the person also destroys what could confirm a guess.

Source: reference/reliability.md §2.2; docs/model/transparency.md.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec

from txng.eventstore.keys import EPOCH

Members = dict[str, Any]

CORE: Final = ("type", "action", "bizStep", "disposition", "persistentDisposition")
INSTANCES: Final = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
CLASSES: Final = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
NAMES: Final = ("parentID", "transformationID")
ENV: Final = ("eventTime", "eventTimeZoneOffset", "eventID", "recordTime", "errorDeclaration")
_SIMPLE: Final = {
    **dict.fromkeys(CORE, "core"),
    "readPoint": "where",
    "bizLocation": "where",
    "sourceList": "party",
    "destinationList": "party",
    "bizTransactionList": "trans",
    "sensorElementList": "sensor",
    "certificationInfo": "cert",
    **dict.fromkeys(ENV, "env"),
}

PERSONAL: Final = frozenset(
    "person persons personname fullname firstname lastname operatorname operatorid worker workers"
    " workername farmer farmername householdhead householder phone phonenumber telephone mobile email"
    " emailaddress nationalid citizenid passport idcard driver drivername contactname contactperson"
    " signedby inspectorname birthdate dateofbirth gender homeaddress"
    " hoten hovaten nguoithuchien nguoilienhe chuho nongdan taixe sodienthoai dienthoai cccd cmnd"
    " ngaysinh".split()
)
"""Local names, in small letters without marks between words, of members that say who somebody is."""

_LOCAL: Final = re.compile(r"[^:/#]*\Z")


class Item(NamedTuple):
    """One thing of the `what` group: where the event lists it, and its identifier as received."""

    member: str
    identifier: str


class Groups(NamedTuple):
    """`values`: group -> what is committed in it; absent groups and `what` are left out. `items`: the
    things of `what`, in the order of the event."""

    values: dict[str, Members]
    items: list[Item]

    @property
    def names_somebody(self) -> bool:
        return "person" in self.values

    @property
    def record(self) -> Members:
        """As `tlog.commitment` takes it."""
        if not self.items:
            return self.values
        return self.values | {"what": [[one.member, one.identifier] for one in self.items]}


def groups_of(members: Members, payload: bytes, *, record_time: int, owner: int) -> Groups:
    """Split an event. `members`: what `payload` says, decimals as strings; some are taken out of it.

    `record_time` in µs; `owner` is the number of who captured it.
    """
    values: dict[str, Members] = {"core": {}, "env": {}}
    items: list[Item] = []
    for name, value in members.items():
        group = _SIMPLE.get(name)
        if group is not None:
            values.setdefault(group, {})[name] = value
        elif value and name in INSTANCES and _is_list_of(value, str):
            items += [Item(name, one) for one in value]
        elif value and name in CLASSES and _is_list_of(value, dict) and _have_classes(value):
            items += [Item(name, one.pop("epcClass")) for one in value]
            values.setdefault("qty", {})[name] = value
        elif name in NAMES and isinstance(value, str):
            items.append(Item(name, value))
        elif name == "ilmd" and isinstance(value, dict):
            for inner, told in value.items():
                _put(values, "ilmd", inner, told, within="ilmd")
            if not value:
                values["ilmd"] = {}
        else:
            _put(values, "ext", name, value, within="event")
    values["core"]["day"] = day_of(members)
    values["env"]["recorded"] = _written(record_time)
    values["env"]["capturedBy"] = owner
    values["person" if "person" in values else "env"]["digest"] = sha256(payload).hexdigest()
    return Groups(values, items)


def day_of(members: Mapping[str, Any]) -> str:
    """The day on the wall where it happened, "2026-10-01": all that the public learns of the time."""
    at = msgspec.convert(members.get("eventTime"), datetime)
    offset = str(members.get("eventTimeZoneOffset", "+00:00"))
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    there = timedelta(hours=hours, minutes=minutes)
    local = at - at.utcoffset() + (there if offset[0] == "+" else -there)  # type: ignore[operator]
    return local.date().isoformat()


def is_personal(name: str) -> bool:
    """Whether a member of this name says who somebody is: `x:farmerName`, `urn:x#full_name`."""
    local = _LOCAL.search(name)
    return local is not None and _plain(local[0]) in PERSONAL


def _put(values: dict[str, Members], group: str, name: str, value: Any, *, within: str) -> None:
    if is_personal(name) or _holds_person(value):
        values.setdefault("person", {}).setdefault(within, {})[name] = value
    else:
        values.setdefault(group, {})[name] = value


def _holds_person(value: Any) -> bool:
    if isinstance(value, dict):
        return any(is_personal(name) or _holds_person(inner) for name, inner in value.items())
    return isinstance(value, list) and any(map(_holds_person, value))


@lru_cache(maxsize=4096)  # names repeat from event to event
def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in folded if letter.isascii() and letter.isalnum())


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def _have_classes(elements: list[Members]) -> bool:
    return all(isinstance(element.get("epcClass"), str) for element in elements)


def _written(record_time: int) -> str:
    return (EPOCH + timedelta(microseconds=record_time)).isoformat(timespec="microseconds")
