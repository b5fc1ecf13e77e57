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
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

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
_USUAL_TIME: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):[0-9.]+Z")
_STR: Final[set[type]] = {str}
_DICT: Final[set[type]] = {dict}


def groups_of(members: Members, payload: bytes, *, record_time: int, owner: int) -> Members:
    """group -> what is committed in it, as `tlog.commitment` takes it; absent groups are missing.

    `members`: what `payload` says, decimals as strings; some are taken out of it. `what` is a list of
    [member that lists it, identifier as received]. `record_time` in µs; `owner` is the number of who
    captured it.
    """
    core: Members = {}
    env: Members = {}
    found: Members = {"core": core, "env": env}
    what: list[list[str]] = []
    for name, value in members.items():
        group = _SIMPLE.get(name)
        if group is not None:
            found.setdefault(group, {})[name] = value
        elif value and name in INSTANCES and _holds_only(value, _STR):
            what += [[name, one] for one in value]
        elif value and name in CLASSES and _holds_only(value, _DICT) and _have_classes(value):
            what += [[name, one.pop("epcClass")] for one in value]
            found.setdefault("qty", {})[name] = value
        elif name in NAMES and type(value) is str:
            what.append([name, value])
        elif name == "ilmd" and type(value) is dict:
            for inner, told in value.items():
                _put(found, "ilmd", inner, told, within="ilmd")
            if not value:
                found["ilmd"] = {}
        else:
            _put(found, "ext", name, value, within="event")
    if what:
        found["what"] = what
    core["day"] = day_of(members)
    env["recorded"] = _written(record_time)
    env["capturedBy"] = owner
    found.get("person", env)["digest"] = sha256(payload).hexdigest()
    return found


def day_of(members: Mapping[str, Any]) -> str:
    """The day on the wall where it happened, "2026-10-01": all that the public learns of the time."""
    offset = str(members.get("eventTimeZoneOffset", "+00:00"))
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    if offset[0] == "-":
        minutes = -minutes
    usual = _USUAL_TIME.fullmatch(str(members.get("eventTime")))
    if usual and 0 <= int(usual[2]) * 60 + int(usual[3]) + minutes < 24 * 60:
        return usual[1]
    at = msgspec.convert(members.get("eventTime"), datetime)
    return (at.astimezone(UTC) + timedelta(minutes=minutes)).date().isoformat()


@lru_cache(maxsize=4096)  # names repeat from event to event
def is_personal(name: str) -> bool:
    """Whether a member of this name says who somebody is: `x:farmerName`, `urn:x#full_name`."""
    local = _LOCAL.search(name)
    folded = unicodedata.normalize("NFD", local[0].lower().replace("đ", "d")) if local else ""
    return "".join(letter for letter in folded if letter.isascii() and letter.isalnum()) in PERSONAL


def _put(found: Members, group: str, name: str, value: Any, *, within: str) -> None:
    if is_personal(name) or (type(value) is not str and _holds_person(value)):
        found.setdefault("person", {}).setdefault(within, {})[name] = value
    else:
        found.setdefault(group, {})[name] = value


def _holds_person(value: Any) -> bool:
    if isinstance(value, dict):
        return any(is_personal(name) or _holds_person(inner) for name, inner in value.items())
    return isinstance(value, list) and any(map(_holds_person, value))


def _holds_only(value: Any, kinds: set[type]) -> bool:
    return type(value) is list and set(map(type, value)) == kinds


def _have_classes(elements: list[Members]) -> bool:
    return all(type(element.get("epcClass")) is str for element in elements)


@lru_cache(maxsize=16)  # a document's events share one
def _written(record_time: int) -> str:
    return (EPOCH + timedelta(microseconds=record_time)).isoformat(timespec="microseconds")
