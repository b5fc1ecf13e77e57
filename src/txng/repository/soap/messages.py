"""What stands inside the operations: their fields, the values of parameters, the controls.

    <params>
      <param><name>EQ_bizStep</name>
             <value><string>urn:epcglobal:cbv:bizstep:shipping</string></value></param>   a list
      <param><name>GE_eventTime</name>
             <value xsi:type="xsd:dateTime">2026-10-01T00:00:00Z</value></param>          a text
      <param><name>EXISTS_errorDeclaration</name>
             <value xsi:type="epcisq:VoidHolder"/></param>                                nothing
      <param><name>EQ_ex:weight</name>
             <value xsi:type="xsd:double">26</value></param>                              a number
    </params>

Elements inside an operation have no name space (elementFormDefault is unqualified); clients that
qualify them with the operation's own are understood too. `xsi:type` helps where a value is empty, and
where `EQ_` of an extension asks for a number rather than a text; elsewhere the parameter's own row says
what its text means.

Source: EPCIS 1.2 §11.1, §8.2.5.3, and the query schema; XML Schema 1.0 part 2 §3 (types of numbers).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lxml import etree

from txng.epcis.errors import SubscriptionControlsException, ValidationException
from txng.epcis.query.doors import SoapValue
from txng.epcis.query.values import Figure, instant
from txng.epcis.xml.names import QUERY, XSI
from txng.repository.soap.envelope import Call

SCHEDULE_FIELDS: Final = ("second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek")
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_OWN: Final = ("", *QUERY.values())
_NUMBERS: Final = frozenset(
    "decimal double float integer int long short byte nonNegativeInteger positiveInteger"
    " nonPositiveInteger negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte".split()
)
MAX_PARAMETERS: Final = 500


@dataclass(frozen=True, slots=True)
class Controls:
    """When a standing query is answered. `schedule` has the standard's six fields, those given."""

    schedule: dict[str, str]
    initial_record_time: datetime | None
    report_if_empty: bool


def fields(element: Any, *allowed: str) -> dict[str, Any]:
    """The elements directly inside, by name. Raises ValidationException for what has no place there."""
    found: dict[str, Any] = {}
    for child in element:
        name = _name(child)
        if name not in allowed:
            raise _invalid(
                f"{' or '.join(allowed) or 'nothing'} in {_name(element)}", child.tag[:200]
            )
        if name in found:
            raise _invalid(f"{name} once in {_name(element)}", "it twice")
        found[name] = child
    if element.text and element.text.strip() and allowed:
        raise _invalid(f"elements in {_name(element)}", element.text.strip()[:100])
    return found


def text_of(found: dict[str, Any], name: str) -> str:
    """The text of a required field; may be empty."""
    if name not in found:
        raise _invalid(f"the element {name}", "none")
    element = found[name]
    if len(element):
        raise _invalid(f"text in {name}", element[0].tag[:200])
    return (element.text or "").strip()


def parameters(found: dict[str, Any]) -> list[tuple[str, SoapValue]]:
    """The pairs of `params`, in their order; repetitions are for the query language to refuse."""
    if "params" not in found:
        raise _invalid("the element params", "none")
    pairs: list[tuple[str, SoapValue]] = []
    for param in found["params"]:
        if _name(param) != "param":
            raise _invalid("param in params", param.tag[:200])
        inside = fields(param, "name", "value")
        if "value" not in inside:
            raise _invalid("the element value in param", "none")
        name = text_of(inside, "name")
        if not name:
            raise _invalid("the name of a parameter", "an empty one")
        pairs.append((name, _value(inside["value"])))
        if len(pairs) > MAX_PARAMETERS:
            raise _invalid(f"at most {MAX_PARAMETERS} parameters", "more")
    return pairs


def prefixes(found: dict[str, Any]) -> dict[str, str]:
    """Prefixes in force where the parameters stand: `EQ_ex:crop` may use them.

    Raises ValidationException for one that means this here and that there: which did the name mean?
    """
    bound: dict[str, str] = {}
    for element in _holders(found.get("params")):
        for prefix, iri in element.nsmap.items():
            if prefix is not None and bound.setdefault(prefix, iri) != iri:
                raise _invalid(f"one name space for the prefix {prefix[:100]}", "two")
    return bound


def controls(call: Call, element: Any) -> Controls:
    """Raises SubscriptionControlsException where they contradict the standard or ask for triggers."""
    found = fields(element, "schedule", "trigger", "initialRecordTime", "reportIfEmpty")
    report = text_of(found, "reportIfEmpty")
    if report not in _BOOLEANS:
        raise _invalid("true or false in reportIfEmpty", report[:100])
    since = None
    if "initialRecordTime" in found:
        since = instant(text_of(found, "initialRecordTime"))
        if since is None:
            raise _invalid(
                "a date and time with a zone in initialRecordTime",
                text_of(found, "initialRecordTime")[:100],
            )
    if "trigger" in found:
        raise SubscriptionControlsException(
            "Expected a schedule in controls, got a trigger: this repository defines none",
            detail_vi="Kho này không có trigger. Đăng ký theo lịch (schedule).",
        )
    if "schedule" not in found:
        raise SubscriptionControlsException(
            "Expected a schedule in controls, got none",
            detail_vi="Thiếu lịch (schedule) trong controls.",
        )
    times = fields(found["schedule"], *SCHEDULE_FIELDS)
    schedule = {name: text_of(times, name) for name in SCHEDULE_FIELDS if name in times}
    # an empty field means the same as none: every value
    return Controls(
        {name: text for name, text in schedule.items() if text}, since, _BOOLEANS[report]
    )


def _value(element: Any) -> SoapValue:
    """None for an empty value, unless its type says that it is an empty list."""
    if len(element):
        texts = []
        for child in element:
            if _name(child) == "VoidHolder" and len(element) == 1 and not len(child):
                return None
            if _name(child) != "string" or len(child):
                raise _invalid("text, or a list of string, in value", child.tag[:200])
            texts.append((child.text or "").strip())
        return texts
    if element.get(f"{{{XSI}}}nil", "").strip() in ("true", "1"):
        return None
    text = (element.text or "").strip()
    kind = element.get(f"{{{XSI}}}type", "").rpartition(":")[2].strip()
    if text:
        return Figure(text) if kind in _NUMBERS else text
    return [] if kind == "ArrayOfString" else None


def _holders(params: Any) -> Iterator[Any]:
    if params is not None:
        yield params
        for param in params:
            yield param
            yield from param


def _name(element: Any) -> str:
    """The local name; of a foreign name space the whole, which is allowed nowhere."""
    name = etree.QName(element)
    return name.localname if (name.namespace or "") in _OWN else str(element.tag)


def _invalid(expected: str, got: str) -> ValidationException:
    return ValidationException(
        f"Expected {expected}, got {got}",
        detail_vi=f"Yêu cầu SOAP sai dạng: cần {expected}, nhưng nhận được {got}.",
    )
