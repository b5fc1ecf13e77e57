"""Master data as documents carry them: lists of vocabulary elements, in the members of JSON-LD.

    [{"type": "urn:epcglobal:epcis:vtype:Location",
      "vocabularyElementList": [
        {"id": "https://id.gs1.org/414/9520000100001",
         "attributes": [{"id": "cbvmda:name", "attribute": "Xưởng rang"}],     any value
         "children": ["https://id.gs1.org/414/9520000100001/254/A"]}]}]

They stand in epcisHeader, in the results of a query for them, and (the same members) in XML. A name that
is neither the standard's nor declared is remarked on, for it may be a misspelt one ("attribute" with all the
names of places inside); of an extension the store keeps nothing, which is remarked on as well.
Source: EPCIS 2.0 §7.1, §10.2.3; CBV 2.0 §9.
"""

from typing import Annotated, Any

import msgspec

from txng.epcis import rules
from txng.epcis.characters import beyond_xml, is_beyond_xml
from txng.epcis.checks import check_identifier
from txng.epcis.context import Namespaces
from txng.epcis.documents import VocabularyElement
from txng.epcis.envelope import Envelope, without
from txng.epcis.intake import Intake
from txng.epcis.members import (
    EXTENSION,
    Shape,
    are_in_place,
    escaped,
    out_of_place,
    values_with_full_names,
    with_full_names,
)


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


_ATTRIBUTE_NAMES = ("id", "attribute")
_ELEMENT_NAMES = ("id", "attributes", "children")
_VOCABULARY_NAMES = ("type", "vocabularyElementList")
_ELEMENT = Shape(frozenset(_ELEMENT_NAMES), {"attributes": Shape(frozenset(_ATTRIBUTE_NAMES))})
_VOCABULARY = Shape(frozenset(_VOCABULARY_NAMES), {"vocabularyElementList": _ELEMENT})


def vocabulary_elements(
    listed: Any, around: Envelope, intake: Intake, pointer: str
) -> tuple[VocabularyElement, ...]:
    """Elements of a vocabularyList that stands at `pointer`; what is wrong is reported to `intake`.

    Of members that the standard does not know, those of an element are kept with it, and the pointers
    of the others put into `around.left`.
    """
    namespaces = around.namespaces
    try:
        vocabularies = msgspec.convert(listed, tuple[_Vocabulary, ...])
    except msgspec.ValidationError as error:
        where, got = rules.place(str(error))
        intake.report("malformed_member", pointer + where, {"got": got})
        return ()
    body = msgspec.json.encode(listed)
    if is_beyond_xml(body):
        for where, got in beyond_xml(listed, pointer):
            intake.report("not_in_xml", where, {"got": got})
        return ()
    size = namespaces.most_in_full(body)
    if size > MAX_IN_FULL:
        intake.report("member_too_large", pointer, {"limit": str(MAX_IN_FULL), "got": str(size)})
        return ()
    elements = []
    others = _Others(around, intake)
    for number, vocabulary in enumerate(vocabularies):
        told = listed[number]
        others.judge(told, f"{pointer}/{number}")
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
                    others.of_element(told["vocabularyElementList"][position], where),
                )
            )
    return tuple(elements)


def _attributes(listed: tuple[_Attribute, ...], namespaces: Namespaces) -> dict[str, Any]:
    values: dict[str, list[Any]] = {}
    for one in listed:
        value = values_with_full_names(one.attribute, EXTENSION, namespaces)
        values.setdefault(namespaces.full_name(one.id), []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


class _Others:
    """What the standard does not know of master data."""

    def __init__(self, around: Envelope, intake: Intake) -> None:
        self._around, self._intake = around, intake
        self._told: set[str] = set()  # extensions that were remarked on: a document has each often

    def judge(self, vocabulary: dict[str, Any], pointer: str) -> None:
        """Report names without a meaning, wherever they stand in it."""
        namespaces = self._around.namespaces
        if not are_in_place(vocabulary, _VOCABULARY, namespaces):
            for rule, where, name in out_of_place(vocabulary, _VOCABULARY, namespaces, pointer):
                self._intake.report(rule, where, {"name": name})
        self._leave(without(vocabulary, *_VOCABULARY_NAMES), pointer)

    def of_element(self, element: dict[str, Any], pointer: str) -> dict[str, Any]:
        """The others of one element, under full names."""
        for position, one in enumerate(element.get("attributes", ())):
            if len(one) > 1 + ("attribute" in one):
                where = f"{pointer}/attributes/{position}"
                self._leave(without(one, *_ATTRIBUTE_NAMES), where)
        others = without(element, *_ELEMENT_NAMES)
        self._remark(others, pointer)
        return with_full_names(others, EXTENSION, self._around.namespaces)

    def _leave(self, others: dict[str, Any], pointer: str) -> None:
        self._remark(others, pointer)
        self._around.left += [f"{pointer}/{escaped(name)}" for name in others]

    def _remark(self, others: dict[str, Any], pointer: str) -> None:
        namespaces = self._around.namespaces
        for name in others:
            if name not in self._told and namespaces.declares(name):
                self._told.add(name)
                where = f"{pointer}/{escaped(name)}"
                self._intake.report("extension_of_master_data", where, {"name": name})
