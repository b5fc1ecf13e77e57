"""The same event in the spelling that a client asked for: EPC URN or Digital Link, CBV URN or Web URI.

    GS1-EPC-Format: Always_EPC_URN              https://id.gs1.org/01/09506000134352/10/L1
                                                └> urn:epc:class:lgtin:9506000.013435.L1
    GS1-CBV-XML-Format: Always_Web_URI          shipping
                                                └> https://ref.gs1.org/cbv/BizStep-shipping

No_Preference and Never_Translates both give what was received. An event is a record of what somebody
said; only a client that asks for one spelling gets another. The CBV event hash stays the same.

A Digital Link does not show where the company prefix ends, so its URN can be told only for prefixes
that somebody knows: `PrefixLength`. What cannot be told stays as it is and is counted. Extensions,
event identifiers and private identifiers are never touched.

Source: EPCIS 2.0 §12 (custom headers); CBV 2.0 §8.2; GS1 EPC Tag Data Standard 2.0.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Literal

from txng.epcis import vocabulary
from txng.gs1 import digital_link as links
from txng.gs1 import epc_urn as urns
from txng.gs1.errors import Gs1Error

EpcFormat = Literal[
    "No_Preference", "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates"
]
CbvFormat = Literal["No_Preference", "Always_Web_URI", "Always_URN", "Never_Translates"]
PrefixLength = Callable[[str], int | None]
"""The digits of a GS1 key from its company prefix on -> how many of them are the prefix.

Called with "9506000134352" for GTIN 09506000134352, so without indicator or extension digit.
"""

_AS_RECEIVED = ("No_Preference", "Never_Translates")
_SCALARS = frozenset({"parentID", "transformationID"})
_LISTS = frozenset({"epcList", "childEPCs", "inputEPCList", "outputEPCList"})
_HELD = {  # member -> the member inside that holds an identifier
    "quantityList": "epcClass",
    "childQuantityList": "epcClass",
    "inputQuantityList": "epcClass",
    "outputQuantityList": "epcClass",
    "readPoint": "id",
    "bizLocation": "id",
    "sourceList": "source",
    "destinationList": "destination",
    "bizTransactionList": "bizTransaction",
}
_DEVICE = ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules")
_WORDS: dict[str, vocabulary.Field] = {"bizStep": "biz_step", "disposition": "disposition"}
_INSIDE: dict[str, dict[str, vocabulary.Field]] = {
    "sourceList": {"type": "source_destination_type"},
    "destinationList": {"type": "source_destination_type"},
    "bizTransactionList": {"type": "biz_transaction_type"},
    "errorDeclaration": {"reason": "error_reason"},
}
_REPORT: dict[str, vocabulary.Field] = {
    "type": "measurement_type",
    "exception": "sensor_alert_type",
    "component": "component",
}


def nobody_knows(digits: str) -> int | None:
    """The `PrefixLength` of somebody who knows no company prefix."""
    return None


def respell(
    members: dict[str, Any], *, epc: EpcFormat, cbv: CbvFormat, prefix_length: PrefixLength
) -> tuple[dict[str, Any], int]:
    """New members, and how many identifiers could not be told in the wanted spelling."""
    count = 0
    if epc not in _AS_RECEIVED:
        speller = _Identifiers(epc, prefix_length)
        members = speller.event(members)
        count = speller.untranslated
    if cbv not in _AS_RECEIVED:
        members = _words(members, vocabulary.web_uri if cbv == "Always_Web_URI" else vocabulary.urn)
    return members, count


class _Identifiers:
    """Goes through one event and counts what it had to leave."""

    def __init__(self, wanted: EpcFormat, prefix_length: PrefixLength) -> None:
        self.to_urn = wanted == "Always_EPC_URN"
        self.prefix_length = prefix_length
        self.untranslated = 0

    def event(self, members: dict[str, Any]) -> dict[str, Any]:
        told = dict(members)
        for name, value in members.items():
            if name in _SCALARS:
                told[name] = self.one(value)
            elif name in _LISTS:
                told[name] = [self.one(text) for text in _items(value)]
            elif name in _HELD:
                told[name] = _each(value, partial(self.held, _HELD[name]))
            elif name == "sensorElementList":
                told[name] = _each(value, self.sensor_element)
        return told

    def held(self, name: str, value: dict[str, Any]) -> dict[str, Any]:
        return value | {name: self.one(value[name])} if name in value else value

    def device(self, value: dict[str, Any]) -> dict[str, Any]:
        return value | {name: self.one(value[name]) for name in _DEVICE if name in value}

    def sensor_element(self, element: dict[str, Any]) -> dict[str, Any]:
        return element | {
            name: _each(element[name], self.device)
            for name in ("sensorMetadata", "sensorReport")
            if name in element
        }

    def one(self, text: Any) -> Any:
        if not isinstance(text, str):
            return text
        told = epc_urn(text, self.prefix_length) if self.to_urn else digital_link(text)
        if told is None:
            self.untranslated += 1
            return text
        return told


def epc_urn(text: str, prefix_length: PrefixLength) -> str | None:
    """A Digital Link's EPC URN, anything else unchanged; None for a Digital Link that has no EPC or
    whose company prefix nobody knows.

    >>> epc_urn("https://id.gs1.org/01/09506000134352/21/S1", lambda digits: 7)
    'urn:epc:id:sgtin:9506000.013435.S1'
    """
    digits = _digits(text)
    if digits is None:
        return text
    length = prefix_length(digits) if digits else None
    return None if length is None else _urn_of(text, length)


@lru_cache(maxsize=8192)
def digital_link(text: str) -> str | None:
    """An EPC URN's Digital Link, anything else unchanged; None for an EPC that is no GS1 key."""
    if not text.startswith("urn:epc:"):
        return text
    try:
        return urns.to_digital_link(text).canonical
    except Gs1Error:
        return None


@lru_cache(maxsize=8192)
def _digits(text: str) -> str | None:
    """A Digital Link's digits from the company prefix on, "" for a key without an EPC; else None."""
    if text[:4].lower() != "http":
        return None
    try:
        link = links.parse_if_any(text)
    except Gs1Error:  # it looks like one and is wrong: nobody can say what it should be
        return ""
    if link is None:
        return None
    return urns.digits_from_company_prefix(link) or ""


@lru_cache(maxsize=8192)
def _urn_of(text: str, length: int) -> str | None:
    try:
        return urns.to_urn(links.parse(text), company_prefix_length=length)
    except Gs1Error:
        return None


def _words(members: dict[str, Any], told: Callable[[vocabulary.Field, str], str]) -> dict[str, Any]:
    def word(field: vocabulary.Field, text: Any) -> Any:
        return told(field, text) if isinstance(text, str) else text

    def named(fields: dict[str, vocabulary.Field], value: dict[str, Any]) -> dict[str, Any]:
        return value | {name: word(fields[name], value[name]) for name in fields if name in value}

    def dispositions(value: dict[str, Any]) -> dict[str, Any]:
        return value | {
            name: [word("disposition", text) for text in _items(value[name])]
            for name in ("set", "unset")
            if name in value
        }

    def sensor_element(element: dict[str, Any]) -> dict[str, Any]:
        if "sensorReport" not in element:
            return element
        reports = _each(element["sensorReport"], partial(named, _REPORT))
        return element | {"sensorReport": reports}

    spelt = named(_WORDS, members)
    for name, fields in _INSIDE.items():
        if name in spelt:
            spelt[name] = _each(spelt[name], partial(named, fields))
    if "persistentDisposition" in spelt:
        spelt["persistentDisposition"] = _each(spelt["persistentDisposition"], dispositions)
    if "sensorElementList" in spelt:
        spelt["sensorElementList"] = _each(spelt["sensorElementList"], sensor_element)
    return spelt


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _each(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """The object, or each object of the list, changed; anything else stays."""
    if isinstance(value, list):
        return [change(item) if isinstance(item, dict) else item for item in value]
    return change(value) if isinstance(value, dict) else value
