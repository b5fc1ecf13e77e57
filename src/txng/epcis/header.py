"""Master data as documents carry them: lists of vocabulary elements, in the members of JSON-LD.

    [{"type": "urn:epcglobal:epcis:vtype:Location",
      "vocabularyElementList": [
        {"id": "https://id.gs1.org/414/9520000100001",
         "attributes": [{"id": "cbvmda:name", "attribute": "Xưởng rang"}],     any value
         "children": ["https://id.gs1.org/414/9520000100001/254/A"]}]}]

They stand in epcisHeader, in the results of a query for them, and (the same members) in XML.
Source: EPCIS 2.0 §7.1, §10.2.3; CBV 2.0 §9.
"""

from typing import Annotated, Any

import msgspec

from txng.epcis import rules
from txng.epcis.checks import check_identifier
from txng.epcis.context import Namespaces
from txng.epcis.documents import VocabularyElement
from txng.epcis.intake import Intake
from txng.epcis.members import EXTENSION, values_with_full_names
from txng.epcis.xml.escapes import beyond_xml, is_beyond_xml


class _Attribute(msgspec.Struct):
    id: str
    attribute: Any = None


MAX_IN_FULL = 64 * 1024 * 1024  # bytes of all master data whose names are written in full
# Both stand in a key of the event store, and PostgreSQL's indexes take at most 2700 bytes a row.
ElementId = Annotated[str, msgspec.Meta(max_length=512)]
VocabularyType = Annotated[str, msgspec.Meta(pattern=r"\A[!-~]{1,256}\Z")]


class _Element(msgspec.Struct):
    id: ElementId
    attributes: tuple[_Attribute, ...] = ()
    children: tuple[ElementId, ...] = ()


class _Vocabulary(msgspec.Struct):
    type: VocabularyType
    elements: tuple[_Element, ...] = msgspec.field(name="vocabularyElementList", default=())


def vocabulary_elements(
    listed: Any, namespaces: Namespaces, intake: Intake, pointer: str
) -> tuple[VocabularyElement, ...]:
    """Elements of a vocabularyList that stands at `pointer`; what is wrong is reported to `intake`."""
    if is_beyond_xml(msgspec.json.encode(listed)):
        for where, got in beyond_xml(listed, pointer):
            intake.report("not_in_xml", where, {"got": got})
        return ()
    try:
        vocabularies = msgspec.convert(listed, tuple[_Vocabulary, ...])
    except msgspec.ValidationError as error:
        where, got = rules.place(str(error))
        intake.report("malformed_member", pointer + where, {"got": got})
        return ()
    size = namespaces.most_in_full(msgspec.json.encode(listed))
    if size > MAX_IN_FULL:
        intake.report("member_too_large", pointer, {"limit": str(MAX_IN_FULL), "got": str(size)})
        return ()
    elements = []
    for number, vocabulary in enumerate(vocabularies):
        for position, element in enumerate(vocabulary.elements):
            where = f"{pointer}/{number}/vocabularyElementList/{position}"
            intake.found.take(check_identifier(element.id, f"{where}/id"))
            for place, child in enumerate(element.children):
                intake.found.take(check_identifier(child, f"{where}/children/{place}"))
            elements.append(
                VocabularyElement(
                    vocabulary.type,
                    element.id,
                    _attributes(element.attributes, namespaces),
                    element.children,
                )
            )
    return tuple(elements)


def _attributes(listed: tuple[_Attribute, ...], namespaces: Namespaces) -> dict[str, Any]:
    values: dict[str, list[Any]] = {}
    for one in listed:
        value = values_with_full_names(one.attribute, EXTENSION, namespaces)
        values.setdefault(namespaces.full_name(one.id), []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}
