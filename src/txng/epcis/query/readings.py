"""What an event says, read for the conditions of a query: each function gives values to compare.

Words come in their one spelling, identifiers in canonical form, extension fields by their full names.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from txng.epcis import vocabulary
from txng.epcis.events import QuantityElement
from txng.epcis.mentions import Role, known_as, things
from txng.epcis.query import names
from txng.epcis.query.subject import Subject, scalars
from txng.epcis.query.values import word

ROLES: Final[Mapping[str, frozenset[Role]]] = {
    "epc": frozenset({Role.EPC, Role.CHILD}),
    "parentID": frozenset({Role.PARENT}),
    "inputEPC": frozenset({Role.INPUT}),
    "outputEPC": frozenset({Role.OUTPUT}),
    "anyEPC": frozenset({Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT}),
    "epcClass": frozenset({Role.EPC_CLASS, Role.CHILD_CLASS}),
    "inputEPCClass": frozenset({Role.INPUT_CLASS}),
    "outputEPCClass": frozenset({Role.OUTPUT_CLASS}),
    "anyEPCClass": frozenset(
        {Role.EPC_CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS}
    ),
}


def words(field: vocabulary.Field, text: str | None, subject: Subject) -> Iterator[str]:
    """A word of the event in its one spelling; its name spaces are read only where it has a prefix."""
    if text is not None:
        bare = vocabulary.bare(field, text)
        known = bare in vocabulary.SPELLINGS[field].words
        is_short = not known and ":" in bare and not bare.startswith(("http", "urn:"))
        yield word(field, bare, subject.namespaces) if is_short else bare


def biz_steps(subject: Subject) -> Iterator[str]:
    return words("biz_step", subject.event.biz_step, subject)


def dispositions(subject: Subject) -> Iterator[str]:
    return words("disposition", subject.event.disposition, subject)


def persistent_dispositions(part: str, subject: Subject) -> Iterator[str]:
    persistent = subject.event.persistent_disposition
    for text in getattr(persistent, part) if persistent is not None else ():
        yield from words("disposition", text, subject)


def places(field: str, subject: Subject) -> Iterator[str]:
    place = getattr(subject.event, field)
    if place is not None:
        yield known_as(place.id)


def member(field: str, subject: Subject) -> Iterator[str]:
    text = getattr(subject.event, field, None)
    if text is not None:
        yield text


def transformations(subject: Subject) -> Iterator[str]:
    return map(known_as, member("transformation_id", subject))


def error_reasons(subject: Subject) -> Iterator[str]:
    declaration = subject.event.error_declaration
    return words("error_reason", declaration.reason if declaration else None, subject)


def corrective_event_ids(subject: Subject) -> Iterable[str]:
    declaration = subject.event.error_declaration
    return declaration.corrective_event_ids if declaration else ()


def event_times(subject: Subject) -> tuple[datetime]:
    return (subject.event.event_time,)


def record_times(subject: Subject) -> tuple[datetime]:
    return (subject.record_time,)


def declaration_times(subject: Subject) -> Iterator[datetime]:
    if subject.event.error_declaration is not None:
        yield subject.event.error_declaration.declaration_time


def quantities(subject: Subject) -> Iterator[QuantityElement]:
    """Every element with an amount, whatever its role."""
    for name in (
        "quantity_list", "child_quantity_list", "input_quantity_list", "output_quantity_list",
    ):  # fmt: skip
        for element in getattr(subject.event, name, ()):
            if element.quantity is not None:
                yield element


def reports(subject: Subject) -> Iterator[dict[str, Any]]:
    for element in subject.event.sensor_element_list:
        listed = element.get("sensorReport")
        for report in listed if isinstance(listed, list) else (listed,):
            if isinstance(report, dict):
                yield report


def sensor_holders(subject: Subject) -> Iterator[dict[str, Any]]:
    """Metadata and reports: what metadata says holds for its reports."""
    for element in subject.event.sensor_element_list:
        if isinstance(element.get("sensorMetadata"), dict):
            yield element["sensorMetadata"]
    yield from reports(subject)


def sensor_values(name: str, subject: Subject) -> Iterator[Any]:
    for holder in sensor_holders(subject):
        if name in holder:
            yield holder[name]


def extension_values(subject: Subject, aspect: str, field: str) -> Iterator[Any]:
    """The values of an extension field; `aspect` is a holder, "INNER_" before it for inner fields."""
    inner = aspect.startswith("INNER_")
    holder = aspect.removeprefix("INNER_")
    return subject.values(holder, names.alike(field), inner=inner)


def named_by(field: str, subject: Subject) -> set[str]:
    """The canonical identifiers and words that stand in a field: readPoint, epcClass, ex:farm, .."""
    event = subject.event
    if field in ("readPoint", "bizLocation"):
        return set(places("read_point" if field == "readPoint" else "biz_location", subject))
    if field in ("bizStep", "disposition"):
        # master data may name a CBV word by its Web URI or its URN
        kind: vocabulary.Field = "biz_step" if field == "bizStep" else "disposition"
        text = event.biz_step if field == "bizStep" else event.disposition
        if text is None:
            return set()
        found = set(words(kind, text, subject))
        return found | {text, vocabulary.web_uri(kind, text), vocabulary.urn(kind, text)}
    if field in _WHAT:
        return {
            mention.identifier.canonical
            for mention in things(event)
            if mention.role in ROLES[_WHAT[field]]
        }
    if field in ("bizTransaction", "source", "destination"):
        name, attribute = _PAPERS[field]
        return {known_as(getattr(element, name)) for element in getattr(event, attribute)}
    if field == "transformationID":
        return set(transformations(subject))
    return {
        known_as(one)
        for value in extension_values(subject, "event", field)
        for one in scalars(value)
        if isinstance(one, str)
    }


_WHAT: Final = {
    "epc": "anyEPC",
    "epcList": "anyEPC",
    "parentID": "parentID",
    "epcClass": "anyEPCClass",
}
_PAPERS: Final = {
    "bizTransaction": ("biz_transaction", "biz_transaction_list"),
    "source": ("source", "source_list"),
    "destination": ("destination", "destination_list"),
}
STANDARD_FIELDS: Final = frozenset(
    {"readPoint", "bizLocation", "bizStep", "disposition", "transformationID", *_WHAT, *_PAPERS}
)
