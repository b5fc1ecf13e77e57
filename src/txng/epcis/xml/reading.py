"""A document in XML, of 2.0 down to 1.0, is read as a stream of JSON-LD events.

    <epcis:EPCISDocument schemaVersion="1.2" creationDate="..">     XmlDocument.schema_version ..
      <EPCISHeader> SBDH, EPCISMasterData </EPCISHeader>            .header, .vocabulary
      <EPCISBody><EventList> <ObjectEvent/> ..                      .events()

        <extension> <ex:MyEvent xmlns:ex=".."> <eventTime/> ..       "type": "ex:MyEvent", in 2.0

Also EPCISQueryDocument, a bare QueryResults and EPCISMasterDataDocument. `open_xml` reads as far as
the first event; `events` goes on from there and holds one event at a time. The members are those that
the same event has in JSON; the rest of the intake is one for all formats (ADR 0008).

What the standard has no place for around the events is an error: an `<eventList>` or an event beside
the list would be lost otherwise, and the sender told that all went well. Elements of other name
spaces are extensions of a document; they stay in it.

Cost: about 40 µs an event of 800 bytes; 64 KiB of the document are in the parser at a time.
Source: EPCIS 2.0 §10.3, EPCIS 1.2 §9; design/engine.md "Intake rules".
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from txng.epcis.context import Report
from txng.epcis.xml.beside import Beside, read_beside
from txng.epcis.xml.beside import others as _others
from txng.epcis.xml.frames import FRAMES, QUERY_BODY, Frame
from txng.epcis.xml.mapping import EVENT_TAGS, Mapping, Members, again, stray_text
from txng.epcis.xml.names import (
    EPCIS,
    MASTER_DATA,
    QUANTITY_EVENT,
    QUERY,
    ROOTS,
    SBDH,
    STANDARD_NAMESPACES,
)
from txng.epcis.xml.safety import MAX_ATTRIBUTES, Refused, Steps, as_utf_8, root_name

_TAGS = [
    "EventList", "Vocabulary", "VocabularyElement", "StandardBusinessDocumentHeader", *ROOTS, *EVENT_TAGS
]  # fmt: skip
_OF_A_VOCABULARY = frozenset({"type", "VocabularyElementList"})
_OF_A_LIST = frozenset({"VocabularyElement"})
_OF_AN_ELEMENT = frozenset({"id", "attribute", "children"})
_ONLY_IN_JSON = frozenset({"attributes", "vocabularyElementList"})
_OLD_VERSIONS = {"1": "1.0", "1.0": "1.0", "1.1": "1.1", "1.2": "1.2"}
_OWN_SPACES = frozenset({"", *EPCIS.values(), *QUERY.values(), *MASTER_DATA.values()})


def open_xml(body: bytes, report: Report) -> "XmlDocument | None":
    """Read the head of a document; None when a reported error makes reading it pointless.

    `report` is called with the id of a rule, a pointer and the values of its sentence, now and
    while the events are read.
    """
    try:
        body = as_utf_8(body)
        name = root_name(body, report)
        if name not in ROOTS:
            raise Refused("not_an_epcis_document", got=f"the element {name!r}")
        document = XmlDocument(body, report)
        document.read_head()
    except Refused as refused:
        report(refused.rule, "", refused.values)
        return None
    return document


class XmlDocument:
    """One document; `vocabulary` as in JSON: [{"type", "vocabularyElementList": [..]}].

    `namespaces` are the prefixes of the root element that are not the standard's own; `header` may
    have sender, receiver and instanceIdentifier; `beside` is None until the last event was read, and
    stays so in a broken document.
    """

    def __init__(self, body: bytes, report: Report) -> None:
        self.kind = ""
        self.schema_version = ""
        self.creation_date: str | None = None
        self.header: dict[str, str] = {}
        self.vocabulary: list[Members] = []
        self.namespaces: dict[str, str] = {}
        self.beside: Beside | None = None
        self._report = report
        self._steps = Steps(body, [f"{{*}}{tag}" for tag in _TAGS])
        self._walk = iter(self._steps)
        self._mapping = Mapping(old=False)
        self._qualified = False
        self._list: Any = None  # the event list, while it is read
        self._misplaced: set[tuple[str, str]] = set()  # place and name, each reported once
        self._top: Any = None  # the root element

    def read_head(self) -> None:
        """Up to the event list, or to the end of a document without one. Raises Refused."""
        for moment, element in self._walk:
            if moment == "pause":
                continue
            if not self.kind:
                self._root(element)
            tag = _local(element)
            if moment == "start":
                if _is_event_list(element):
                    self._few_attributes(element)
                    self._list = element
                    return
                if tag == "Vocabulary" and _parent(element) == "VocabularyList":
                    kind = (element.get("type") or "").strip()
                    self.vocabulary.append({"type": kind, "vocabularyElementList": []})
            elif tag == "VocabularyElement":
                self._vocabulary_element(element)
            elif tag == "Vocabulary" and _parent(element) == "VocabularyList":
                self._vocabulary_end(element)
            elif tag == "StandardBusinessDocumentHeader":
                self._business_header(element)
            else:
                self._outside(element, tag)
        if not self.kind:
            raise Refused("malformed_xml", got="no element")

    def events(self) -> Iterator[tuple[Members, dict[str, str]]]:
        """Members and prefixes of each event, in order. Ends early when the document is broken,
        with the reason reported; may be read once."""
        if self._list is None:
            self._read_beside()
            return
        place = (
            "/epcisBody/eventList"
            if self.kind == "EPCISDocument"
            else "/epcisBody/queryResults/resultsBody/eventList"
        )
        pointer = ""  # of the event that is being mapped
        try:
            for number, element in enumerate(self._elements_of_events(place)):
                pointer = f"{place}/{number}"
                members = self._event(element, pointer)
                yield members, self._mapping.prefixes.used
                pointer = ""
        except Refused as refused:
            self._report(refused.rule, pointer, refused.values)
            return
        self._read_beside()

    def _read_beside(self) -> None:
        if self._misplaced:  # it is refused: what stands there was named already
            return
        try:
            self.beside = read_beside(self._top, self.creation_date)
        except Refused as refused:
            self._report(refused.rule, "", refused.values)

    # the head

    def _root(self, root: Any) -> None:
        self._top = root
        name = _local(root)
        namespace = _space(root)
        given = root.get("schemaVersion")
        generation = next(
            (version for version, known in ROOTS.get(name, {}).items() if known == namespace), None
        )
        version = None
        if generation == "2.0":
            version = "2.0" if (given or "2.0").strip().startswith("2") else None
        elif generation == "1.2":
            version = _OLD_VERSIONS.get((given or "1.2").strip())
        if version is None or (given is None and name != "QueryResults"):
            got = f"{name} of {namespace!r}, schemaVersion={given!r}"
            raise Refused("not_an_epcis_document", got=got)
        self._few_attributes(root)
        self.kind = (
            "EPCISQueryDocument"
            if name in ("EPCISQueryDocument", "QueryResults")
            else "EPCISDocument"
        )
        self.schema_version = version
        created = root.get("creationDate")
        self.creation_date = None if created is None else created.strip()
        self._mapping = Mapping(old=version != "2.0")
        self.namespaces = self._mapping.declare(root.nsmap)

    @staticmethod
    def _few_attributes(element: Any) -> None:
        for one in (element, *element.iterancestors()):
            if len(one.keys()) > MAX_ATTRIBUTES:
                raise Refused("too_many_attributes", limit=str(MAX_ATTRIBUTES))

    def _business_header(self, element: Any) -> None:
        for name, path in (
            ("sender", "Sender/Identifier"),
            ("receiver", "Receiver/Identifier"),
            ("instanceIdentifier", "DocumentIdentification/InstanceIdentifier"),
        ):
            text = element.findtext("/".join(f"{{{SBDH}}}{step}" for step in path.split("/")))
            if text and text.strip():
                self.header[name] = text.strip()

    def _vocabulary_element(self, element: Any) -> None:
        listed = element.getparent()
        outer = listed.getparent() if listed is not None else None
        if (
            outer is None
            or _local(listed) != "VocabularyElementList"
            or _local(outer) != "Vocabulary"
            or _parent(outer) != "VocabularyList"
        ):
            return
        self._steps.weigh(element)
        if element.tag[0] == "{":
            self._unqualify(element, "/epcisHeader/epcisMasterData")
        attributes: dict[str, Any] = {}
        children: list[Any] = []
        prefixes = self._mapping.prefixes
        prefixes.begin()
        for part in element:
            if part.tag == "attribute":
                # its id is an attribute of the element, not of the value
                name = (part.attrib.pop("id", "") or "").strip()
                value = self._mapping.value(part, 2)
                if name in attributes:
                    value = again(attributes[name], value, list_member=False)
                attributes[name] = value
            elif part.tag == "children":
                children += self._mapping.items(part, "id")
        others = _others(self._mapping, element, _OF_AN_ELEMENT)
        self.namespaces |= prefixes.used
        one: Members = {"id": (element.get("id") or "").strip()}
        if attributes:
            one["attributes"] = [
                {"id": name, "attribute": value} for name, value in attributes.items()
            ]
        if children:
            one["children"] = children
        elements = self.vocabulary[-1]["vocabularyElementList"]
        elements.append(self._with_others(one, others, f"vocabularyElementList/{len(elements)}/"))
        _forget(element)

    def _vocabulary_end(self, element: Any) -> None:
        """What stands in a <Vocabulary> that is no element of it."""
        self._steps.weigh(element)
        prefixes = self._mapping.prefixes
        prefixes.begin()
        others = _others(self._mapping, element, _OF_A_VOCABULARY)
        for listed in element:
            if _local(listed) == "VocabularyElementList":
                others |= _others(self._mapping, listed, _OF_A_LIST)
        self.namespaces |= prefixes.used
        self.vocabulary[-1] = self._with_others(self.vocabulary[-1], others)
        _forget(element)

    def _with_others(self, one: Members, others: Members, place: str = "") -> Members:
        """`one` and `others`; an element that only JSON has is unknown here, and left out."""
        pointer = f"/epcisHeader/epcisMasterData/vocabularyList/{len(self.vocabulary) - 1}/{place}"
        for name in _ONLY_IN_JSON & others.keys():
            self._report("unknown_member", pointer + name, {"name": name})
            del others[name]
        return one | others

    # around the events

    def _outside(self, element: Any, tag: str) -> None:
        """An event that ends outside of the list would be lost; the end of the root shows the rest."""
        if element.getparent() is None:
            self._judge(element, FRAMES[tag])
        elif _is_standards(element) and _is_lost(element):
            self._report_lost(element)
            element.clear()

    def _report_lost(self, event: Any) -> None:
        """Name the outermost element that is not known, which is what to correct."""
        place = ""
        for parent, child in pairwise([event, *event.iterancestors()][::-1]):
            frame = FRAMES.get(_local(parent))
            if frame is None:
                break
            place = frame.place
            if _local(child) not in frame.names:
                self._report_misplaced(child, parent, place, ", ".join(frame.names))
                return
        self._report_misplaced(event, event.getparent(), place, "extensions")

    def _judge(self, element: Any, frame: Frame) -> None:
        found: set[str] = set()
        for child in element:
            tag = _local(child)
            if _space(child) not in _OWN_SPACES:
                continue
            if tag not in frame.names:
                self._report_misplaced(child, element, frame.place, ", ".join(frame.names))
            elif tag == frame.first and found & {"EPCISBody", "EventList"}:
                self._report_misplaced(child, element, frame.place, f"{tag} (before the events)")
            elif tag in found:
                self._report("duplicate_member", frame.place, {"name": tag})
            elif tag in FRAMES:
                is_answer = _local(element) == "EPCISQueryDocument"
                self._judge(child, QUERY_BODY if is_answer and tag == "EPCISBody" else FRAMES[tag])
            found.add(tag)
        if frame.one_of and not found.intersection(frame.one_of):
            name = " or ".join(frame.one_of)
            self._report("missing_member", frame.place, {"name": name})

    def _report_misplaced(self, element: Any, parent: Any, place: str, expected: str) -> None:
        got = _local(element)
        if (place, got) not in self._misplaced:
            self._misplaced.add((place, got))
            values = {"parent": _local(parent), "expected": expected, "got": got}
            self._report("misplaced_element", place, values)

    # the event list

    def _event(self, element: Any, pointer: str) -> Members:
        self._steps.weigh(element)
        if element.tag not in EVENT_TAGS:  # nearly all are, just as the standard has them
            is_foreign = _is_foreign(element)
            if not is_foreign or element.find("eventTime") is None:
                self._unqualify(element, pointer)
        if _local(element) == QUANTITY_EVENT and not _is_foreign(element):
            self._report("quantity_event", pointer, {})
        members = self._mapping.event(element)
        if stray := stray_text(element):
            self._report("stray_text", pointer, {"got": stray})
        element.clear()
        return members

    def _elements_of_events(self, place: str) -> Iterator[Any]:
        """In the order of the document; each is read before the next is asked for.

        The parser knows the names of the standard's events only. Those of somebody's own type are taken
        from the tree: what stands before an event of the standard, before the end of a chunk, or before
        the end of the list.
        """
        for moment, element in self._walk:
            if moment == "pause":
                first = self._first()
                # what is no event waits for the next one, and is refused when it is much
                if first is not None and self._is_event(first):
                    yield from self._before(self._growing(), place)
            elif moment == "start":
                if _is_event_list(element):
                    self._list = element
            elif element.tag in EVENT_TAGS and self._follows_its_like(element):
                yield element
            elif _is_event_list(element):
                for one in list(element):
                    yield from self._own_events(one, place)
                self._list = None
            elif _is_standards(element) and _in_event_list(element):
                yield from self._before(element, place)
                yield element
            else:
                self._outside(element, _local(element))

    def _follows_its_like(self, element: Any) -> bool:
        """Whether nothing stands before an event of the list but one that was read, which is let go of."""
        if element.getparent() is not self._list:
            return False
        before = element.getprevious()
        if before is None:
            return True
        if before.tag not in EVENT_TAGS or before.getprevious() is not None:
            return False
        self._list.remove(before)
        return True

    def _first(self) -> Any:
        """The first element of the list that is still in the tree, None in an empty list."""
        first = self._list
        while first is not None and (first is self._list or _is_wrapper(first)):
            first = next(first.iterchildren(), None)
        return first

    def _growing(self) -> Any:
        """The innermost element of the list that may not have ended yet; None without any."""
        last, here = None, self._list
        while here is not None and len(here):
            last = here[-1]
            here = last if _is_wrapper(last) else None
        return last

    def _before(self, element: Any, place: str) -> Iterator[Any]:
        """Events of somebody's own type before an element of the list; lets go of all that stands there,
        and reports what is no event."""
        path: list[Any] = []
        while element is not None and element is not self._list:
            path.append(element)
            element = element.getparent()
        for one in reversed(path):
            for other in reversed(list(one.itersiblings(preceding=True))):
                yield from self._own_events(other, place)
                other.getparent().remove(other)

    def _own_events(self, element: Any, place: str) -> Iterator[Any]:
        if _is_wrapper(element):
            for inner in list(element):
                yield from self._own_events(inner, place)
        elif not self._is_event(element):
            self._report("unknown_event_type", place, {"got": _local(element)})
        elif not _is_standards(element):  # which was read in its own turn
            self._steps.took()
            yield element

    def _is_event(self, element: Any) -> bool:
        """Only 2.0 has a place for events of somebody's own type. Anything may stand there, but no event is
        without a time."""
        if not _is_foreign(element):
            return _is_standards(element)
        return (
            self.schema_version == "2.0"
            and _is_wrapper(element.getparent())
            and any(child.tag in _EVENT_TIMES for child in element)
        )

    def _unqualify(self, element: Any, pointer: str) -> None:
        """Take the standard's name space off, which many senders write by `xmlns=".."`."""
        if not self._qualified:
            self._report("qualified_names", pointer, {"got": _local(element)})
            self._qualified = True
        for inner in element.iter():
            namespace, brace, local = inner.tag[1:].rpartition("}")
            if brace and namespace in EPCIS.values():
                inner.tag = local


_EVENT_TIMES = frozenset({"eventTime", *(f"{{{iri}}}eventTime" for iri in EPCIS.values())})
_WRAPPERS = frozenset({"extension", *(f"{{{iri}}}extension" for iri in EPCIS.values())})


def _is_wrapper(element: Any) -> bool:
    return element.tag in _WRAPPERS


def _is_foreign(element: Any) -> bool:
    """Whether its name is of a name space that no standard has."""
    iri, brace, _ = element.tag[1:].rpartition("}")
    return bool(brace) and iri not in STANDARD_NAMESPACES


def _is_standards(element: Any) -> bool:
    return _local(element) in EVENT_TAGS and not _is_foreign(element)


def _local(element: Any) -> str:
    tag: str = element.tag
    return tag.rpartition("}")[2]


def _forget(element: Any) -> None:
    """Empty an element that was read, which must stay in the tree, and take out its like before it.

    What else stands there is told when its parent ends.
    """
    element.clear()
    before_it = element.getprevious()
    while before_it is not None and _local(before_it) == _local(element):
        element.getparent().remove(before_it)
        before_it = element.getprevious()


def _parent(element: Any) -> str:
    parent = element.getparent()
    return "" if parent is None else _local(parent)


def _space(element: Any) -> str:
    tag: str = element.tag
    return tag[1:].rpartition("}")[0] if tag[0] == "{" else ""


def _is_event_list(element: Any) -> bool:
    if _local(element) != "EventList":
        return False
    parent = element.getparent()
    return parent is not None and _local(parent) in ("EPCISBody", "resultsBody")


def _in_event_list(element: Any) -> bool:
    """True for an event of the list, also inside <extension>; not for its name somewhere deeper."""
    parent = element.getparent()
    while parent is not None and _is_wrapper(parent):
        parent = parent.getparent()
    return parent is not None and _is_event_list(parent)


def _is_lost(event: Any) -> bool:
    """Whether an event outside of a list is no part of an extension, an event or master data."""
    for one in event.iterancestors():
        tag = _local(one)
        if (
            _space(one) not in _OWN_SPACES
            or tag == "VocabularyElement"
            or (tag in EVENT_TAGS and _in_event_list(one))
        ):
            return False
    return True
