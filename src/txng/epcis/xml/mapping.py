"""One event's element becomes the event's JSON-LD members.

    <ObjectEvent>                                    {"type": "ObjectEvent",
      <epcList><epc>A</epc></epcList>                 "epcList": ["A"],
      <extension><ilmd><e:lot>L</e:lot></ilmd>...     "ilmd": {"e:lot": "L"}}

`<extension>` and `<baseExtension>` of 1.x are looked through. An element of another name space is the
member `prefix:local`; repeated elements are a list, elements inside are an object, an attribute is a
member beside `#text`. `xsi:` attributes are left out: GS1's JSON has none of them.

What the schema forbids (an element twice, one inside a text) is kept in a shape that the rules
refuse at its place; text between elements has no place in JSON and is told by `stray_text`. So
nothing is left out silently. Source: EPCIS 2.0 §10.3; names.py.
"""

import re
from collections.abc import Callable
from typing import Any

from txng.epcis import vocabulary
from txng.epcis.context import MAX_CONTEXT
from txng.epcis.xml.escapes import WHITE as _WHITE
from txng.epcis.xml.names import (
    EVENTS,
    MEMBERS,
    NEEDED_1,
    QUANTITY_EVENT,
    SENSOR_BOOLEANS,
    SENSOR_NUMBERS,
    SENSOR_WORDS,
    XSI,
    Member,
)
from txng.epcis.xml.prefixes import Prefixes, local_name
from txng.epcis.xml.safety import MAX_ATTRIBUTES, MAX_DEPTH, Refused, attributes

Members = dict[str, Any]
_WRAPPERS = frozenset({"extension", "baseExtension"})
_WHOLE = re.compile(r"[+-]?[0-9]{1,40}\Z")
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?\Z"
)
_EXACT = 2**53  # whole numbers up to here are the same as float and as int
_XSI = f"{{{XSI}}}"


class Mapping:
    """The elements of one document, mapped with the same prefixes."""

    def __init__(self, *, old: bool) -> None:
        self.prefixes = self._of_root = Prefixes()
        self._scope: dict[str | None, str] | None = None  # what is declared where an event stands
        self._root_scope: dict[str | None, str] = {}
        self._shorten = False  # whether any text can be short for an IRI
        self._old = old  # 1.x, where some lists are written even when empty

    def declare(self, declared: dict[str | None, str]) -> dict[str, str]:
        """Take in what the root declares; gives the prefixes that are not the standard's own."""
        found = self.prefixes.declare(declared)
        self._shorten = bool(self.prefixes.short)
        self._scope = self._root_scope = declared
        return found

    def _enter(self, scope: dict[str | None, str]) -> None:
        self._scope = scope
        if scope == self._root_scope:
            self.prefixes = self._of_root
        else:
            self.prefixes = Prefixes()
            self.prefixes.declare(scope)
        self._shorten = bool(self.prefixes.short)

    def event(self, element: Any) -> Members:
        """Members of one event; `prefixes.used` are the name spaces they need."""
        scope = element.nsmap
        if scope != self._scope:
            self._enter(scope)
        self.prefixes.forget()
        self.prefixes.begin()
        kind = element.tag
        if kind[0] == "{":  # a type of somebody's own
            kind = self.prefixes.name(kind, element.prefix)
        members: Members = {"type": "ObjectEvent" if kind == QUANTITY_EVENT else kind}
        self._attributes(element, members)
        self._children(element, members, 1)
        if kind == QUANTITY_EVENT:
            amount = {
                name: members.pop(name) for name in ("epcClass", "quantity") if name in members
            }
            if isinstance(amount.get("quantity"), str):
                amount["quantity"] = number(amount["quantity"])
            members |= {"action": "OBSERVE", "quantityList": [amount]}
        return members

    def _children(self, element: Any, members: Members, depth: int) -> None:
        for child in element:
            tag = child.tag
            read = _READERS.get(tag)
            if read is not None:
                value = read(self, child)
                if value == [] and self._old and tag in NEEDED_1:
                    continue
            elif tag in _WRAPPERS:
                if depth > MAX_DEPTH:
                    raise Refused("too_deep", limit=str(MAX_DEPTH))
                self._children(child, members, depth + 1)
                continue
            else:
                tag = self.prefixes.name(tag, child.prefix)
                value = self.value(child, depth)
            if tag in members:
                value = again(members[tag], value, list_member=read is not None)
            members[tag] = value

    def _attributes(self, element: Any, members: Members) -> None:
        for name, value in attributes(element):
            if not name.startswith(_XSI):
                members.setdefault(self._attribute_name(element, name), value)
                if self._shorten:
                    self.prefixes.text(value.strip(_WHITE))

    def attributes_of(self, element: Any) -> Members:
        """The attributes of an element as members."""
        members: Members = {}
        self._attributes(element, members)
        return members

    def _attribute_name(self, element: Any, name: str) -> str:
        if name[0] != "{":
            return local_name(name)
        iri = name[1:].rpartition("}")[0]
        prefix = None
        if self.prefixes.known(iri) is None:
            scope = element.nsmap  # gathered anew each time from all the elements around
            if len(scope) > MAX_ATTRIBUTES:
                raise Refused("namespaces_too_large", limit=str(MAX_CONTEXT))
            prefix = next((own for own, known in scope.items() if own and known == iri), None)
        return self.prefixes.name(name, prefix or "ns1")

    # what an extension says

    def value(self, element: Any, depth: int) -> Any:
        """A text, or an object where there are elements or attributes inside."""
        if depth > MAX_DEPTH:
            raise Refused("too_deep", limit=str(MAX_DEPTH))
        text = (element.text or "").strip(_WHITE)
        if self._shorten:
            self.prefixes.text(text)
        if not len(element) and not element.keys():
            return text
        members: Members = {}
        self._attributes(element, members)
        if members or text:
            if not len(element) and not members:
                return text
            members = {"#text": text, **members}
        for child in element:
            name = self.prefixes.name(child.tag, child.prefix)
            value = self.value(child, depth + 1)
            if name in members:
                value = again(members[name], value, list_member=False)
            members[name] = value
        return members or text

    def _inside(self, element: Any, members: Members, depth: int = 2) -> None:
        """Extension elements of a standard element, also those in its <extension>."""
        self._attributes(element, members)
        for child in element:
            self._extension(child, members, depth)

    def _extension(self, child: Any, members: Members, depth: int) -> None:
        if child.tag in _WRAPPERS:
            if depth > MAX_DEPTH:
                raise Refused("too_deep", limit=str(MAX_DEPTH))
            for inner in child:
                self._extension(inner, members, depth + 1)
            return
        name = self.prefixes.name(child.tag, child.prefix)
        value = self.value(child, depth)
        if name in members:
            value = again(members[name], value, list_member=False)
        members[name] = value

    # what the standard says; each takes the element of one member

    def text(self, element: Any) -> Any:
        if element.keys():  # the standard has no attribute there: the rules refuse what results
            return self.value(element, 2)
        return self.content(element)

    def content(self, element: Any) -> Any:
        """The text of an element whose attributes, if any, are members already."""
        if len(element):
            return self.value(element, 2)
        text = (element.text or "").strip(_WHITE)
        if self._shorten:
            self.prefixes.text(text)
        return text

    def word(self, element: Any, field: vocabulary.Field) -> Any:
        text = self.text(element)
        return self._word(field, text) if isinstance(text, str) else text

    def _word(self, field: vocabulary.Field, text: str) -> str:
        return vocabulary.bare(field, text.strip(_WHITE))

    def items(self, element: Any, item: str) -> list[Any]:
        return [
            self.text(child) if child.tag == item else {child.tag: self.value(child, 3)}
            for child in element
        ]

    def quantities(self, element: Any, item: str) -> list[Any]:
        found: list[Any] = []
        for child in element:
            if child.tag != item:
                found.append({child.tag: self.value(child, 3)})
                continue
            one: Members = {}
            for part in child:
                if part.get(f"{_XSI}nil") in ("true", "1"):
                    continue  # an unknown quantity is no quantity
                value = self.text(part)
                if part.tag == "quantity" and isinstance(value, str):
                    value = number(value)
                name = self.prefixes.name(part.tag, part.prefix)
                one[name] = again(one[name], value, list_member=False) if name in one else value
            found.append(one)
        return found

    def place(self, element: Any) -> Members:
        members: Members = {}
        for child in element:
            if child.tag == "id" and "id" not in members:
                members["id"] = self.text(child)
            else:
                self._extension(child, members, 2)
        self._attributes(element, members)
        return members

    def typed(self, element: Any, item: str, field: vocabulary.Field) -> list[Any]:
        found: list[Any] = []
        for child in element:
            if child.tag != item:
                found.append({child.tag: self.value(child, 3)})
                continue
            one: Members = {}
            self._attributes(child, one)
            if "type" in one:
                one["type"] = self._word(field, one["type"])
            one[item] = self.content(child)
            found.append(one)
        return found

    def dispositions(self, element: Any) -> Members:
        members: Members = {}
        for child in element:
            if child.tag in ("set", "unset"):
                members.setdefault(child.tag, []).append(self.word(child, "disposition"))
            else:
                self._extension(child, members, 2)
        return members

    def sensors(self, element: Any, item: str) -> list[Any]:
        found: list[Any] = []
        for child in element:
            if (
                child.tag in _WRAPPERS
            ):  # <extension> of the list: nothing of it has a place in JSON-LD
                members: Members = {}
                self._extension(child, members, 3)
                found += [members] if members else []
                continue
            if child.tag != item:
                found.append({child.tag: self.value(child, 3)})
                continue
            one: Members = {}
            reports: list[Any] = []
            for part in child:
                if part.tag == "sensorReport":
                    reports.append(self._sensor(part))
                    one["sensorReport"] = reports
                elif (
                    part.tag in ("sensorMetadata", "sensorMetaData") and "sensorMetadata" not in one
                ):
                    one["sensorMetadata"] = self._sensor(part)  # D: GS1's sample for 1.2
                else:
                    self._extension(part, one, 3)
            found.append(one)
        return found

    def _sensor(self, element: Any) -> Members:
        members: Members = {}
        self._attributes(element, members)
        for name, value in members.items():
            if name in SENSOR_NUMBERS:
                members[name] = number(value)
            elif name in SENSOR_WORDS:
                members[name] = self._word(SENSOR_WORDS[name], value)
            elif name in SENSOR_BOOLEANS:
                members[name] = _BOOLEANS.get(value.strip(_WHITE), value)
        text = (element.text or "").strip(_WHITE)
        if text:
            if self._shorten:
                self.prefixes.text(text)
            members["#text"] = text
        for child in element:  # the schema has none: an attribute is meant, and judged as one
            self._extension(child, members, 3)
        return members

    def error(self, element: Any) -> Members:
        members: Members = {}
        for child in element:
            tag = child.tag
            value: Any
            if tag == "declarationTime":
                value = self.text(child)
            elif tag == "reason":
                value = self.word(child, "error_reason")
            elif tag == "correctiveEventIDs":
                value = self.items(child, "correctiveEventID")
            else:
                self._extension(child, members, 2)
                continue
            if tag in members:
                value = again(members[tag], value, list_member=isinstance(value, list))
            members[tag] = value
        self._attributes(element, members)
        return members

    def ilmd(self, element: Any) -> Members:
        members: Members = {}
        self._inside(element, members)
        return members


def stray_text(event: Any) -> str:
    """The first text of an event that stands between elements, where only mixed content has any."""
    for element in event.iter():
        tail = element.tail
        if tail and element is not event and (stray := tail.strip(_WHITE)):
            return str(stray)
        is_without = element.tag in _WITHOUT_TEXT or element is event
        if (
            is_without
            and element.text
            and (stray := element.text.strip(_WHITE))
            and not _is_in_extension(element, event)
        ):
            return str(stray)
    return ""


def _is_in_extension(element: Any, event: Any) -> bool:
    """Whether it is somebody's own, whatever its name: then `Mapping.value` keeps its text."""
    while element is not event:
        element = element.getparent()
        if element is not event and element.tag not in _WITHOUT_TEXT:
            return True
    return False


_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def number(text: str) -> int | float | str:
    """A decimal or a double; a whole number is an int. What is neither stays text.

    >>> number("26.0"), number("0.10"), number("1E-3"), number("INF")
    (26, 0.1, 0.001, 'INF')
    """
    text = text.strip(_WHITE)
    if _WHOLE.match(text):
        return int(text)
    if not _NUMBER.match(text):
        return text
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return text
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def again(before: Any, value: Any, *, list_member: bool) -> list[Any]:
    """The second and later elements of a name: extensions are a list. A list of the standard that
    comes twice becomes a list of lists, which no rule accepts, and grows no deeper when it comes
    a thousand times."""
    is_of_lists = isinstance(before, list) and bool(before) and isinstance(before[0], list)
    if isinstance(before, list) and (is_of_lists or not list_member):
        before.append(value)
        return before
    return [before, value]


def _reader(member: Member) -> Callable[[Mapping, Any], Any]:
    item, field = member.item, member.field
    match member.kind:
        case "text" | "texts" | "time":
            return Mapping.text
        case "word" if field is not None:
            return lambda mapping, element: mapping.word(element, field)
        case "items":
            return lambda mapping, element: mapping.items(element, item)
        case "quantities":
            return lambda mapping, element: mapping.quantities(element, item)
        case "typed" if field is not None:
            return lambda mapping, element: mapping.typed(element, item, field)
        case "sensors":
            return lambda mapping, element: mapping.sensors(element, item)
        case "place":
            return Mapping.place
        case "dispositions":
            return Mapping.dispositions
        case "error":
            return Mapping.error
        case _:
            return Mapping.ilmd


_READERS: dict[str, Callable[[Mapping, Any], Any]] = {
    name: _reader(member) for name, member in MEMBERS.items()
}
EVENT_TAGS = frozenset({*EVENTS, QUANTITY_EVENT})
_WITHOUT_TEXT = EVENT_TAGS | _WRAPPERS
_WITHOUT_TEXT |= {"quantityElement", "sensorElement", "correctiveEventIDs"}
_WITHOUT_TEXT |= {
    name for name, member in MEMBERS.items() if member.kind not in ("text", "texts", "time", "word")
}
