"""What stands in a document of XML beside its events and its master data.

    <epcis:EPCISDocument .. id="https://..">                      others[""]
      <EPCISHeader> <sbdh:StandardBusinessDocumentHeader/>        business_header, business_parts
        <x:contract/> </EPCISHeader>                              others["/epcisHeader"]
      <EPCISBody> <EventList/> <x:page/> </EPCISBody>             others["/epcisBody"]
      <x:batch/> </epcis:EPCISDocument>                           others[""]

Places are those of JSON; `<extension>` is looked through. Read when the document has ended, from what is
left of its tree: events and vocabulary elements were taken out as they came.
Source: EPCIS 2.0 §10.3; UN/CEFACT SBDH 1.3, as GS1's schemas have it.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from txng.epcis.envelope import BODY, DOCUMENT, HEADER, MASTER_DATA, QUERY_RESULTS
from txng.epcis.xml.mapping import Mapping, Members
from txng.epcis.xml.names import SBDH, STANDARD_NAMESPACES
from txng.epcis.xml.safety import MAX_DEPTH, MAX_ELEMENTS, Refused

# Element -> its place in JSON, and what in it is read elsewhere or follows by itself.
_HOLDERS = {
    "EPCISHeader": (HEADER, "StandardBusinessDocumentHeader EPCISMasterData"),
    "EPCISMasterData": (MASTER_DATA, "VocabularyList"),
    "EPCISBody": (BODY, "EventList QueryResults VocabularyList"),
    "QueryResults": (QUERY_RESULTS, "resultsBody schemaVersion creationDate"),
    "resultsBody": (f"{QUERY_RESULTS}/resultsBody", "EventList VocabularyList"),
    "VocabularyList": (f"{MASTER_DATA}/vocabularyList", "Vocabulary"),
}
_OF_THE_ROOT = "EPCISHeader EPCISBody schemaVersion creationDate"
_WALKED = frozenset({"extension", *_HOLDERS})
_count_elements = etree.XPath("count(descendant::*)")


@dataclass(slots=True)
class Beside:
    """`others`: members by place, `prefixes` their name spaces. `business_parts` name what the SBDH says
    beside sender, receiver and instanceIdentifier; without any, `business_header` is empty."""

    others: dict[str, Members] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    business_header: bytes = b""
    business_parts: tuple[str, ...] = ()


def read_beside(root: Any, created: str | None) -> Beside:
    """`created`: the document's creationDate, which an SBDH repeats. Raises Refused."""
    if float(str(_count_elements(root))) > MAX_ELEMENTS:
        raise Refused("too_many_elements", limit=str(MAX_ELEMENTS))
    found = Beside()
    mapping = Mapping(old=False)
    mapping.declare(root.nsmap)

    def take(element: Any, place: str, known: str) -> None:
        mapping.prefixes.begin()
        if members := others(mapping, element, frozenset(known.split())):
            found.others[place] = found.others.get(place, {}) | members
            found.prefixes |= mapping.prefixes.used

    def walk(element: Any) -> None:
        for child in element:
            name = _standard(child)
            if name in _HOLDERS:
                take(child, *_HOLDERS[name])
            if name in _WALKED:
                walk(child)
            elif name == "StandardBusinessDocumentHeader" and not found.business_parts:
                found.business_parts = tuple(_unread(child, created))
                if found.business_parts:
                    found.business_header = _alone(child)

    if _standard(root) == "QueryResults":
        take(root, *_HOLDERS["QueryResults"])
    else:
        take(root, DOCUMENT, _OF_THE_ROOT)
    walk(root)
    return found


def others(mapping: Mapping, element: Any, known: AbstractSet[str], depth: int = 1) -> Members:
    """The attributes and elements of an element of a document that are not `known`. Raises Refused."""
    if depth > MAX_DEPTH:
        raise Refused("too_deep", limit=str(MAX_DEPTH))
    found = mapping.attributes_of(element)
    members = {name: value for name, value in found.items() if name not in known}
    for child in element:
        name = _standard(child)
        if name in known:
            continue
        if name == "extension":
            inside = others(mapping, child, known, depth + 1)
        else:
            name = name or mapping.prefixes.name(child.tag, child.prefix)
            inside = {name: mapping.value(child, 2)}
        for name, value in inside.items():
            before = members.get(name)
            if isinstance(before, list):
                before.append(value)
            else:
                members[name] = value if name not in members else [before, value]
    return members


def _standard(element: Any) -> str:
    """The name of an element of the standard; "" for another's."""
    namespace, brace, local = element.tag.rpartition("}")
    return local if not brace or namespace[1:] in STANDARD_NAMESPACES else ""


# --- the Standard Business Document Header -----------------------------------------------------

_INSIDE = frozenset({"Sender", "Receiver", "DocumentIdentification"})
_TEXTS = frozenset(
    {"Sender/Identifier", "Receiver/Identifier", "DocumentIdentification/InstanceIdentifier"}
)
# What EPCIS lets a header say in one way only, so that it is written again without being kept.
_FIXED = {
    "HeaderVersion": ("1.0",),
    "DocumentIdentification/Standard": ("EPCglobal",),
    "DocumentIdentification/TypeVersion": ("1.0", "1.1", "1.2", "2.0"),
    "DocumentIdentification/Type": ("Events",),
    "DocumentIdentification/MultipleType": ("false", "0"),
}
_CREATED = "DocumentIdentification/CreationDateAndTime"


def _unread(element: Any, created: str | None, above: str = "") -> Iterator[str]:
    """The places of what only the whole header says, e.g. "Receiver[2]"."""
    seen: Counter[str] = Counter()
    for child in element:
        name = child.tag.rpartition("}")[2]
        seen[name] += 1
        place = f"{above}{name}"
        text = (child.text or "").strip()
        if seen[name] > 1:
            yield f"{place}[{seen[name]}]"
        elif place in _INSIDE:
            yield from _unread(child, created, f"{place}/")
        elif place in _TEXTS or text in _FIXED.get(place, ()) or _same(place, text, created):
            yield from (f"{place}/@{attribute}" for attribute in child.attrib)
        elif text or len(child) or child.attrib:
            yield place


def _same(place: str, text: str, created: str | None) -> bool:
    try:
        return place == _CREATED and datetime.fromisoformat(text) == datetime.fromisoformat(
            created or ""
        )
    except (TypeError, ValueError):
        return False


def _alone(element: Any) -> bytes:
    """The element with the name spaces that it uses, and no others."""
    copy = deepcopy(element)
    copy.tail = None
    etree.cleanup_namespaces(copy, top_nsmap={"sbdh": SBDH})
    return etree.tostring(copy)
