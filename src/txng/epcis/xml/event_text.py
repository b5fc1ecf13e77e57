"""One event as text of XML: what `writing` puts into documents.

The text is built directly, because most of an event is fixed: about 20 µs an event. Every value goes
through `text` or `attribute`, every name through `EventWriter.name`; nothing else reaches the output.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from txng.epcis import times, vocabulary
from txng.epcis.context import NCNAME, WEB_SCHEMES, Namespaces
from txng.epcis.events import EVENT_STRUCTS
from txng.epcis.xml.declared import Declared, wanted_prefix
from txng.epcis.xml.escapes import NOT_IRI, CannotBeTold, attribute, decimal, scalar, text
from txng.epcis.xml.names import (
    BASE_EXTENSION,
    HEAD_1,
    MDA_JSON,
    MDA_XML,
    MEMBERS,
    NOBODYS,
    ORDER_1,
    ORDER_2,
    ORDER_OWN,
    SENSOR_TIMES,
    SENSOR_WORDS,
    Member,
    Version,
)

_AFTER_A_NAME = re.compile(r"[ />]")


class EventWriter:
    """Writes events of one document; `declared` are the prefixes that its root has to declare."""

    def __init__(self, version: Version) -> None:
        self.version: Version = version
        self.prefixes = Declared()

    @property
    def declared(self) -> dict[str, str]:
        return self.prefixes.root

    def listed(self, members: Mapping[str, Any], namespaces: Namespaces) -> str:
        """An event as it stands in an EventList: what came after 1.0, or is no event of the standard,
        in <extension>."""
        told = self.event(members, namespaces)
        kind = members["type"]
        if kind == "TransformationEvent" if self.version == "1.2" else kind not in ORDER_2:
            return f"<extension>{told}</extension>"
        return told

    def event(self, members: Mapping[str, Any], namespaces: Namespaces) -> str:
        kind = str(members.get("type"))
        if self.version == "2.0":
            is_told = kind in ORDER_2 or ":" in kind  # or of somebody's own type
        else:  # the schema of 1.2 has no place for elements of other name spaces in its list
            is_told = kind in ORDER_1
        if not is_told:
            raise CannotBeTold(kind, self.version)

        def tell() -> str:
            told = _Told(self, namespaces)
            if self.version == "2.0":
                return told.event_2(kind, members)
            return told.event_1(kind, members)

        return self._element(kind, tell, namespaces)

    def vocabulary_list(
        self, vocabulary: Sequence[Mapping[str, Any]], namespaces: Namespaces
    ) -> str:
        def tell() -> str:
            return _Told(self, namespaces).vocabulary_list(vocabulary)

        return self._element("VocabularyList", tell, namespaces)

    def extension(self, name: str, value: Any, namespaces: Namespaces) -> str:
        """A member of a document that stands alone, with the declarations that it needs."""

        def tell() -> str:
            told = _Told(self, namespaces)
            return told.extension(self.name(name, namespaces), value)

        told = self._settled(tell, namespaces)
        declared = self.prefixes.end(told)
        place = end.start() if (end := _AFTER_A_NAME.search(told)) else 0  # of its name
        return told[:place] + declared + told[place:]

    def _element(self, name: str, tell: Callable[[], str], namespaces: Namespaces) -> str:
        """The element around what is told. `name`: the standard's, or somebody's own with its name space."""
        tag = name

        def inside() -> str:
            nonlocal tag
            tag = self.name(name, namespaces) if ":" in name else name
            return tell()

        told = self._settled(inside, namespaces)
        return f"<{tag}{self.prefixes.end(told)}>{told}</{tag}>"

    def _settled(self, tell: Callable[[], str], namespaces: Namespaces) -> str:
        """What is told; again while a text begins with a prefix that was made up for a name."""
        taken: set[str] = set()
        while True:
            self.prefixes.begin(namespaces, taken)
            told = tell()
            clashing = self.prefixes.clashing(told)
            if not clashing:
                return told
            taken |= clashing

    def name(self, name: str, namespaces: Namespaces) -> str:
        """A member's name as the name of an element; its name space gets a prefix.

        An undeclared `foo:bar` is the IRI that JSON-LD takes it for: `bar` of the name space `foo:`.
        """
        iri, local = namespaces.split(name)
        if not NCNAME.match(local):
            raise CannotBeTold(name, self.version, "not a name in XML")
        if not iri and ":" not in name:
            return local
        if NOT_IRI.search(iri):
            raise CannotBeTold(name, self.version, "not a name space in XML")
        if iri in NOBODYS:
            raise CannotBeTold(name, self.version, "a name space of the standard itself")
        return f"{self.prefixes.of_name(iri, wanted_prefix(name, iri, namespaces))}:{local}"

    def word(self, field: vocabulary.Field, value: str, namespaces: Namespaces) -> str:
        """A word of the CBV as its URN; a user's word as it stands, or whole if it was shortened."""
        if ":" not in value or value.startswith("cbv:") or self.version == "1.2":
            told = vocabulary.urn(field, value)
            if told != value:
                return told
        return self.curie(value, namespaces)

    def curie(self, value: str, namespaces: Namespaces) -> str:
        """A text that is short for an IRI: its prefix is declared, or it comes back whole."""
        prefix, colon, rest = value.strip().partition(":")
        if not colon or prefix not in namespaces.prefixes or rest.startswith("//"):
            return value
        iri = namespaces.iri(prefix)
        if prefix == "cbvmda" and iri == MDA_JSON:
            iri = MDA_XML  # both mean the same with this prefix
        # what no document can declare, and what a reader takes for an IRI as it stands, is told whole
        is_possible = iri not in NOBODYS and prefix not in WEB_SCHEMES and not NOT_IRI.search(iri)
        if is_possible and self.prefixes.of_text(prefix, iri):
            return value
        return namespaces.expand(value.strip())


class _Told:
    """What the methods of one event share: the writer and the event's name spaces."""

    __slots__ = ("namespaces", "short", "version", "writer")

    def __init__(self, writer: EventWriter, namespaces: Namespaces) -> None:
        self.writer, self.namespaces, self.version = writer, namespaces, writer.version
        self.short = bool(namespaces.entries)  # whether a text can be short for an IRI

    def said(self, value: str, member: str) -> str:
        """A text; where it is short for an IRI, its prefix is declared as well."""
        if self.short:
            value = self.writer.curie(value, self.namespaces)
        return text(value, member, self.version)

    def event_2(self, kind: str, members: Mapping[str, Any]) -> str:
        order = ORDER_2.get(kind, ORDER_OWN)
        parts = [self.member(name, members[name]) for name in order if name in members]
        local, foreign = self._others(members, frozenset(order))
        if local and kind in ORDER_2:
            # the schema of 2.0 has no place for them, so readers of 1.x find them where they look
            local = f"<extension>{local}</extension>"
        parts += (local, foreign)
        return "".join(parts)

    def event_1(self, kind: str, members: Mapping[str, Any]) -> str:
        order = ORDER_1[kind]
        for name in ORDER_2[kind]:
            if (
                members.get(name) not in (None, [])  # a list of nothing says nothing
                and name not in HEAD_1
                and name not in BASE_EXTENSION
                and name not in order.plain
                and name not in order.wrapped
            ):
                raise CannotBeTold(name, self.version)
        parts = [self.member(name, members[name]) for name in HEAD_1 if name in members]
        base = [self.member(name, members[name]) for name in BASE_EXTENSION if name in members]
        if any(base):
            parts.append(f"<baseExtension>{''.join(base)}</baseExtension>")
        for name in order.plain:
            if name in members:
                parts.append(self.member(name, members[name]))
            elif name in order.needed:
                parts.append(f"<{name}/>")
        wrapped = "".join(
            self.member(name, members[name]) for name in order.wrapped if name in members
        )
        local, foreign = self._others(members, frozenset(ORDER_2[kind]))
        if local and kind != "TransformationEvent":
            local = f"<extension>{local}</extension>"
        if wrapped or local:
            parts.append(f"<extension>{wrapped}{local}</extension>")
        parts.append(foreign)
        return "".join(parts)

    def _others(self, members: Mapping[str, Any], known: frozenset[str]) -> tuple[str, str]:
        """Extensions without and with a name space: the first stand in <extension>."""
        local: list[str] = []
        foreign: list[str] = []
        for name, value in members.items():
            if name in known or name in ("type", "@context"):
                continue
            if name in MEMBERS:  # of another type of event; intake has remarked on it
                local.append(self._unjudged(name, value))
                continue
            qualified = self.writer.name(name, self.namespaces)
            (foreign if ":" in qualified else local).append(self.extension(qualified, value))
        return "".join(local), "".join(foreign)

    def inside(self, members: Mapping[str, Any], known: frozenset[str]) -> str:
        local, foreign = self._others_of(members, known)
        return (f"<extension>{local}</extension>" if local else "") + foreign

    def _others_of(self, members: Mapping[str, Any], known: frozenset[str]) -> tuple[str, str]:
        local: list[str] = []
        foreign: list[str] = []
        for name, value in members.items():
            if name not in known:
                qualified = self.writer.name(name, self.namespaces)
                (foreign if ":" in qualified else local).append(self.extension(qualified, value))
        return "".join(local), "".join(foreign)

    def extension(self, name: str, value: Any) -> str:
        """`name` is that of the element; a list repeats it."""
        if isinstance(value, str):
            return f"<{name}>{self.said(value, name)}</{name}>"
        if value is None:
            return ""
        if isinstance(value, list):
            if any(isinstance(one, list) for one in value):
                raise CannotBeTold(name, self.version, "no list in a list")
            return "".join([self.extension(name, "" if one is None else one) for one in value])
        if not isinstance(value, dict):
            return f"<{name}>{scalar(value, name, self.version)}</{name}>"
        attributes, inside = self.content(value)
        return f"<{name}{attributes}>{inside}</{name}>"

    def content(
        self, members: Mapping[str, Any], own: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[str, str]:
        """An object's attributes, behind the element's `own`, and what stands between its tags.

        Only beside `#text` are there others: all members if each is a single value, otherwise those
        without a name space.
        """
        if members.get("#text") is None:
            return self._attributes(own), "".join(
                [
                    self.extension(self.writer.name(name, self.namespaces), value)
                    for name, value in members.items()
                    if name != "#text"
                ]
            )
        flat = not any(isinstance(value, dict | list) for value in members.values())
        attributes = dict(own)
        inside = [self.said(scalar(members["#text"], "#text", self.version), "#text")]
        for name, value in members.items():
            if name == "#text" or value is None:
                continue
            qualified = self.writer.name(name, self.namespaces)
            if flat or (":" not in qualified and not isinstance(value, dict | list)):
                self._attribute(attributes, qualified, value)
            else:
                inside.append(self.extension(qualified, value))
        return self._attributes(attributes), "".join(inside)

    def _attribute(self, attributes: dict[str, str], name: str, value: Any) -> None:
        if name == "xmlns":
            raise CannotBeTold(name, self.version, "no attribute in XML has this name")
        if name in attributes:
            raise CannotBeTold(name, self.version, "the same name twice")
        told = scalar(value, name, self.version)
        if self.short:
            told = self.writer.curie(told, self.namespaces)
        attributes[name] = attribute(told, name, self.version)

    @staticmethod
    def _attributes(attributes: Mapping[str, str]) -> str:
        return "".join([f' {name}="{value}"' for name, value in attributes.items()])

    # what the standard says

    def member(self, name: str, value: Any) -> str:
        return "" if value is None else _WRITERS[name](self, name, value)

    def _unjudged(self, name: str, value: Any) -> str:
        """A member of the standard that this type of event does not have: no rule looked at its shape."""
        if MEMBERS[name].kind != "text":
            try:
                msgspec.convert(value, _SHAPES[name])
            except msgspec.ValidationError:
                why = "not in the shape that the standard gives it"
                raise CannotBeTold(name, self.version, why) from None
        return self.member(name, value)

    def text(self, name: str, value: Any) -> str:
        if isinstance(value, str):
            return f"<{name}>{self.said(value, name)}</{name}>"
        raise CannotBeTold(name, self.version, "one text")

    def time(self, name: str, value: Any) -> str:
        """xs:dateTime, also of an event that was stored before readers looked at the spelling."""
        return self.text(name, times.plain(value) if isinstance(value, str) else value)

    def texts(self, name: str, value: Any) -> str:
        if isinstance(value, list) and len(value) > 1:
            raise CannotBeTold(name, self.version, "one text")
        value = value[0] if isinstance(value, list) and value else value
        return self.text(name, value) if value != [] else ""

    def word(self, name: str, value: Any, field: vocabulary.Field) -> str:
        return self.text(name, self.writer.word(field, str(value), self.namespaces))

    def items(self, name: str, value: Any, item: str) -> str:
        inside = "".join([f"<{item}>{self.said(one, name)}</{item}>" for one in value])
        return f"<{name}>{inside}</{name}>"

    def quantities(self, name: str, value: Any) -> str:
        parts = [f"<{name}>"]
        for one in value:
            parts.append(f"<quantityElement>{self.text('epcClass', one.get('epcClass'))}")
            amount = one.get("quantity")
            if amount is not None:
                parts.append(f"<quantity>{decimal(amount, name, self.version)}</quantity>")
            if one.get("uom") is not None:
                parts.append(self.text("uom", one["uom"]))
            self._no_more(name, one, frozenset({"epcClass", "quantity", "uom"}))
            parts.append("</quantityElement>")
        parts.append(f"</{name}>")
        return "".join(parts)

    def _no_more(self, name: str, members: Mapping[str, Any], known: frozenset[str]) -> None:
        for other, value in members.items():
            if other not in known and value is not None:
                raise CannotBeTold(f"{name}.{other}", self.version)

    def place(self, name: str, value: Any) -> str:
        extensions = self.inside(value, _ID) if len(value) > 1 else ""
        return f"<{name}>{self.text('id', value.get('id'))}{extensions}</{name}>"

    def typed(self, name: str, value: Any, item: str, field: vocabulary.Field) -> str:
        parts = []
        for one in value:
            kind = ""
            if one.get("type") is not None:
                word = self.writer.word(field, one["type"], self.namespaces)
                kind = f' type="{attribute(word, name, self.version)}"'
            self._no_more(name, one, frozenset({"type", item}))
            parts.append(f"<{item}{kind}>{self.said(one[item], name)}</{item}>")
        return f"<{name}>{''.join(parts)}</{name}>" if parts else ""

    def dispositions(self, name: str, value: Any) -> str:
        parts = []
        for one in ("unset", "set"):
            parts += [self.word(one, word, "disposition") for word in value.get(one) or ()]
        self._no_more(name, value, frozenset({"set", "unset"}))
        return f"<{name}>{''.join(parts)}</{name}>"

    def error(self, name: str, value: Any) -> str:
        parts = [self.time("declarationTime", value.get("declarationTime"))]
        if value.get("reason") is not None:
            parts.append(self.word("reason", value["reason"], "error_reason"))
        if value.get("correctiveEventIDs") is not None:
            parts.append(
                self.items("correctiveEventIDs", value["correctiveEventIDs"], "correctiveEventID")
            )
        parts.append(self.inside(value, _ERROR))
        return f"<{name}>{''.join(parts)}</{name}>"

    def ilmd(self, name: str, value: Any) -> str:
        return f"<{name}>{self.inside(value, frozenset())}</{name}>"

    def sensors(self, name: str, value: Any) -> str:
        parts = []
        for element in value:
            parts.append("<sensorElement>")
            if element.get("sensorMetadata") is not None:
                parts.append(self._sensor("sensorMetadata", element["sensorMetadata"]))
            reports = element.get("sensorReport") or ()
            reports = (reports,) if isinstance(reports, dict) else reports
            parts += [self._sensor("sensorReport", report) for report in reports]
            parts += [self.inside(element, _SENSOR), "</sensorElement>"]
        return f"<{name}>{''.join(parts)}</{name}>" if parts else ""

    def _sensor(self, name: str, members: Any) -> str:
        if not isinstance(members, dict):
            raise CannotBeTold(name, self.version, "an object")
        attributes: dict[str, str] = {}
        for member, value in members.items():
            if value is None or member == "#text":
                continue
            field = SENSOR_WORDS.get(member)
            if field is not None and isinstance(value, str):
                value = self._sensor_word(field, value)
            elif member in SENSOR_TIMES and isinstance(value, str):
                value = times.plain(value)
            self._attribute(attributes, self.writer.name(member, self.namespaces), value)
        text = members.get("#text")
        inside = "" if text is None else self.said(scalar(text, name, self.version), name)
        return f"<{name}{self._attributes(attributes)}>{inside}</{name}>"

    def _sensor_word(self, field: vocabulary.Field, value: str) -> str:
        """A word of GS1 as gs1:.. or cbv:.., whose meaning no document can change."""
        if ":" in value:
            return self.writer.curie(value, self.namespaces)
        return self.writer.curie(vocabulary.curie(field, value), _NO_NAMESPACES)

    # master data

    def vocabulary_list(self, vocabulary_: Sequence[Mapping[str, Any]]) -> str:
        parts = []
        for one in vocabulary_:
            parts.append(f'<Vocabulary type="{attribute(str(one["type"]), "type", self.version)}">')
            elements = one.get("vocabularyElementList") or ()
            if elements:
                parts.append("<VocabularyElementList>")
                parts += [self._vocabulary_element(element) for element in elements]
                parts.append("</VocabularyElementList>")
            parts.append("</Vocabulary>")
        return "".join(parts)

    def _vocabulary_element(self, element: Mapping[str, Any]) -> str:
        own = attribute(str(element["id"]), "id", self.version)
        parts = [f'<VocabularyElement id="{own}">']
        for one in element.get("attributes") or ():
            name = attribute(self.namespaces.full_name(str(one["id"])), "attribute", self.version)
            values = one.get("attribute")
            for value in values if isinstance(values, list) else [values]:
                content = value if isinstance(value, dict) else {"#text": value}
                attributes, inside = self.content(content, {"id": name})
                parts.append(f"<attribute{attributes}>{inside}</attribute>")
        children = element.get("children") or ()
        if children:
            parts.append(self.items("children", children, "id"))
        parts.append(self.inside(element, _VOCABULARY_ELEMENT))
        parts.append("</VocabularyElement>")
        return "".join(parts)


_SHAPES = {
    member.encode_name: member.type
    for struct in EVENT_STRUCTS
    for member in msgspec.structs.fields(struct)
}
_ID = frozenset({"id"})
_ERROR = frozenset({"declarationTime", "reason", "correctiveEventIDs"})
_SENSOR = frozenset({"sensorMetadata", "sensorReport"})
_VOCABULARY_ELEMENT = frozenset({"id", "attributes", "children"})
_NO_NAMESPACES = Namespaces()


def _writer(member: Member) -> Callable[[_Told, str, Any], str]:
    item, field = member.item, member.field
    match member.kind:
        case "text":
            return _Told.text
        case "texts":
            return _Told.texts
        case "time":
            return _Told.time
        case "word" if field is not None:
            return lambda told, name, value: told.word(name, value, field)
        case "items":
            return lambda told, name, value: told.items(name, value, item)
        case "quantities":
            return _Told.quantities
        case "typed" if field is not None:
            return lambda told, name, value: told.typed(name, value, item, field)
        case "place":
            return _Told.place
        case "dispositions":
            return _Told.dispositions
        case "sensors":
            return _Told.sensors
        case "error":
            return _Told.error
        case _:
            return _Told.ilmd


_WRITERS: dict[str, Callable[[_Told, str, Any], str]] = {
    name: _writer(member) for name, member in MEMBERS.items()
}
