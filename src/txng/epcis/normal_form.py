"""The first stage of reading: strange spellings of an event are made plain, with a remark on each.

    "bizStep": "urn:epcglobal:cbv:bizstep:shipping"     shipping         cbv_urn
    "bizStep": "https://ref.gs1.org/cbv/BizStep-shipping", "cbv:BizStep-shipping"    shipping, no remark
    "disposition": ""   "readPoint": {"id": ""}         absent           empty_string
    "bizLocation": null                                 absent           null_member
    "type": "epcis:ObjectEvent"                         ObjectEvent
    "isA": "ObjectEvent"                                type             type_named_is_a
    "eventTime": "2026-01-31 08:30:00Z"                 2026-01-31T08:30:00Z     time_spelling

    "bizStep": "ex:carving"   "readPoint": {"id": "ex:gate"}                         the address in full

Empty members leave the event, times are spelt as every reader knows them and addresses stand in full. Words
are made bare only where events are compared, for the spelling that came is kept. What comes out is judged by
the strict second stage. Extensions are never touched.
Source: design/engine.md "Intake rules"; CBV 2.0 §7.
"""

from collections.abc import Callable
from typing import Any

from txng.epcis import times, vocabulary
from txng.epcis.context import Namespaces, Report
from txng.epcis.events import STANDARD_EVENT_TYPES, AnyEvent, bare_event_type
from txng.epcis.members import EVENT_SHAPES, Shape, escaped

_WORDS: tuple[tuple[vocabulary.Field, str], ...] = (
    ("biz_step", "bizStep"),
    ("disposition", "disposition"),
)
_TYPED: tuple[tuple[vocabulary.Field, str], ...] = (
    ("biz_transaction_type", "bizTransactionList"),
    ("source_destination_type", "sourceList"),
    ("source_destination_type", "destinationList"),
)
_REPORT_WORDS: tuple[tuple[vocabulary.Field, str], ...] = (
    ("measurement_type", "type"),
    ("sensor_alert_type", "exception"),
    ("component", "component"),
)
_ANY_EVENT = Shape(
    frozenset().union(*(shape.names for shape in EVENT_SHAPES.values())),
    {name: inner for shape in EVENT_SHAPES.values() for name, inner in shape.inner.items()},
)


def with_bare_type(members: dict[str, Any], pointer: str, report: Report) -> dict[str, Any]:
    """`type` as the standard's bare word; the same members when it is already."""
    kind = members.get("type")
    if isinstance(kind, str) and kind in STANDARD_EVENT_TYPES:
        return members
    plain = dict(members)
    if kind is None and isinstance(plain.get("isA"), str):
        report("type_named_is_a", f"{pointer}/isA", {})
        kind = plain["type"] = plain.pop("isA")
    if isinstance(kind, str):
        bare = bare_event_type(kind)
        if bare in STANDARD_EVENT_TYPES:
            plain["type"] = bare
    return plain


_ADDRESSES = frozenset(
    "eventID bizStep disposition epcList childEPCs inputEPCList outputEPCList parentID transformationID"
    " certificationInfo set unset id bizTransaction source destination epcClass reason"
    " correctiveEventIDs deviceID deviceMetadata rawData dataProcessingMethod bizRules exception"
    " microorganism chemicalSubstance component uriValue coordinateReferenceSystem".split()
)
"""Members whose values EPCIS's context reads as addresses (`@id`, `@vocab`)."""
_ADDRESSES_INSIDE = _ADDRESSES | {"type"}  # of a paper, a party, a measurement


def with_full_addresses(members: dict[str, Any], namespaces: Namespaces) -> dict[str, Any]:
    """With addresses written by the document's own prefixes in full; the same members when none is.

    A prefix means what its document says, so `ex:carving` of two documents may be two steps. Texts of
    extensions are nobody's addresses (JSON-LD 1.1 §5.2.2), and stay.
    """
    return with_addresses(members, namespaces.full_address)


def with_addresses(members: dict[str, Any], spell: Callable[[str], str]) -> dict[str, Any]:
    """With every address of the standard's members spelt otherwise; the same members when none changes."""
    spelt: dict[str, Any] = _spelt(members, _ANY_EVENT, _ADDRESSES, spell)
    return spelt


def _spelt(
    value: Any, shape: Shape | None, addresses: frozenset[str], spell: Callable[[str], str]
) -> Any:
    """`shape`: of the objects that the value is or lists; None where it is an address, or lists some."""
    if isinstance(value, list):
        items = [_spelt(item, shape, addresses, spell) for item in value]
        return value if all(map(_is, items, value)) else items
    if shape is None:
        return spell(value) if isinstance(value, str) else value
    if not isinstance(value, dict):
        return value
    changes = {}
    for name in value.keys() & shape.names:
        inner = shape.inner.get(name)
        if inner is not None or name in addresses:
            spelt = _spelt(value[name], inner, _ADDRESSES_INSIDE, spell)
            if spelt is not value[name]:
                changes[name] = spelt
    return value | changes if changes else value


def with_plain_times(members: dict[str, Any], pointer: str, report: Report) -> dict[str, Any]:
    """Times as `times` wants them; the same members when they are already.

    The shape of the members is not known yet: what is of the wrong kind is left for the next stage.
    """
    told: dict[str, Any] = _timed(members, ("eventTime", "recordTime"), pointer, report)
    for name, spell in _TIMED.items():
        value = told.get(name)
        if value is not None:
            plain = spell(value, f"{pointer}/{name}", report)
            if plain is not value:
                told = told | {name: plain}
    return told


def _timed(value: Any, names: tuple[str, ...], pointer: str, report: Report) -> Any:
    if not isinstance(value, dict):
        return value
    changes = {}
    for name in names:
        text = value.get(name)
        if isinstance(text, str):
            plain = times.plain(text)
            if plain != text:
                report("time_spelling", f"{pointer}/{name}", {"got": text, "expected": plain})
                changes[name] = plain
    return value | changes if changes else value


def _timed_declaration(value: Any, pointer: str, report: Report) -> Any:
    return _timed(value, ("declarationTime",), pointer, report)


def _timed_sensors(value: Any, pointer: str, report: Report) -> Any:
    if not isinstance(value, list):
        return value
    elements = []
    for position, element in enumerate(value):
        where = f"{pointer}/{position}"
        if isinstance(element, dict):
            metadata, reports = element.get("sensorMetadata"), element.get("sensorReport")
            if metadata is not None:
                names = ("time", "startTime", "endTime")
                plain = _timed(metadata, names, f"{where}/sensorMetadata", report)
                if plain is not metadata:
                    element = element | {"sensorMetadata": plain}
            if isinstance(reports, list):
                place = f"{where}/sensorReport"
                listed = [
                    _timed(one, ("time",), f"{place}/{number}", report)
                    for number, one in enumerate(reports)
                ]
                if not all(map(_is, listed, reports)):
                    element = element | {"sensorReport": listed}
        elements.append(element)
    return value if all(map(_is, elements, value)) else elements


_TIMED = {"errorDeclaration": _timed_declaration, "sensorElementList": _timed_sensors}


def without_nothing(members: dict[str, Any], pointer: str, report: Report) -> dict[str, Any]:
    """Without the standard's members that hold "" or null; the same members when none does.

    Many systems write every member they know. A place without an id goes whole.
    """
    return _pruned(members, _ANY_EVENT, pointer, report)


def _pruned(value: dict[str, Any], shape: Shape, pointer: str, report: Report) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, inner in value.items():
        if name not in shape.names or name == "@context":
            kept[name] = inner
            continue
        where = f"{pointer}/{escaped(name)}"
        if inner is None or inner == "":
            _report_nothing(inner, name, where, report)
            continue
        pruned = _pruned_inside(inner, shape.inner.get(name), name, where, report)
        if pruned is inner or pruned:
            kept[name] = pruned
    return (
        value if all(map(_is, kept.values(), value.values())) and len(kept) == len(value) else kept
    )


def _pruned_inside(value: Any, shape: Shape | None, name: str, pointer: str, report: Report) -> Any:
    if isinstance(value, dict) and shape is not None:
        return _pruned(value, shape, pointer, report)
    if not isinstance(value, list):
        return value
    kept = []
    for position, item in enumerate(value):
        where = f"{pointer}/{position}"
        if item is None or item == "":
            _report_nothing(item, name, where, report)
            continue
        pruned = _pruned_inside(item, shape, name, where, report)
        if pruned is item or pruned:
            kept.append(pruned)
    return value if len(kept) == len(value) and all(map(_is, kept, value)) else kept


def _report_nothing(value: str | None, name: str, pointer: str, report: Report) -> None:
    report("null_member" if value is None else "empty_string", pointer, {"name": name})


def is_plain(event: AnyEvent) -> bool:
    """Whether an event's struct shows that no word in it can have another spelling than the bare one.

    False is no verdict: it only sends the event through the functions here.
    """
    return not (
        event.sensor_element_list
        or event.persistent_disposition is not None
        or event.error_declaration is not None
        or (event.biz_step is not None and ":" in event.biz_step)
        or (event.disposition is not None and ":" in event.disposition)
        or any(one.type is not None and ":" in one.type for one in event.biz_transaction_list)
        or any(":" in one.type for one in event.source_list)
        or any(":" in one.type for one in event.destination_list)
    )


def with_bare_words(members: dict[str, Any], pointer: str, report: Report) -> dict[str, Any]:
    """Words of the CBV as bare words; the same members when they are already.

    The shape of the members is not known yet: what is of the wrong kind is left for the next stage.
    """
    changes: dict[str, Any] = {}
    for field, name in _WORDS:
        text = members.get(name)
        if isinstance(text, str) and ":" in text:
            word = _bare(field, text, f"{pointer}/{name}", report)
            if word is not text:
                changes[name] = word
    for field, name in _TYPED:
        listed = members.get(name)
        if listed:
            bare = _bare_in_list(listed, ((field, "type"),), f"{pointer}/{name}", report)
            if bare is not listed:
                changes[name] = bare
    for name, spell in _RARE.items():
        value = members.get(name)
        if value is not None:
            bare = spell(value, f"{pointer}/{name}", report)
            if bare is not value:
                changes[name] = bare
    return members | changes if changes else members


def _bare(field: vocabulary.Field, text: Any, pointer: str, report: Report) -> Any:
    if not isinstance(text, str) or ":" not in text:
        return text
    word = vocabulary.bare(field, text)
    if word == text:
        return text
    if text.startswith("urn:epcglobal:cbv:"):
        report("cbv_urn", pointer, {"word": word})
    return word


def _bare_in(
    value: Any, words: tuple[tuple[vocabulary.Field, str], ...], pointer: str, report: Report
) -> Any:
    if not isinstance(value, dict):
        return value
    changes = {}
    for field, name in words:
        text = value.get(name)
        if text is not None:
            word = _bare(field, text, f"{pointer}/{name}", report)
            if word is not text:
                changes[name] = word
    return value | changes if changes else value


def _bare_in_list(
    listed: Any, words: tuple[tuple[vocabulary.Field, str], ...], pointer: str, report: Report
) -> Any:
    if not isinstance(listed, list):
        return listed
    bare = [
        _bare_in(item, words, f"{pointer}/{position}", report)
        for position, item in enumerate(listed)
    ]
    return listed if all(map(_is, bare, listed)) else bare


def _is(one: object, other: object) -> bool:
    return one is other


def _declaration(value: Any, pointer: str, report: Report) -> Any:
    return _bare_in(value, (("error_reason", "reason"),), pointer, report)


def _lasting(value: Any, pointer: str, report: Report) -> Any:
    if not isinstance(value, dict):
        return value
    changes = {}
    for name in ("set", "unset"):
        listed = value.get(name)
        if isinstance(listed, list):
            bare = [
                _bare("disposition", text, f"{pointer}/{name}/{position}", report)
                for position, text in enumerate(listed)
            ]
            if bare != listed:
                changes[name] = bare
    return value | changes if changes else value


def _sensors(value: Any, pointer: str, report: Report) -> Any:
    if not isinstance(value, list):
        return value
    elements = []
    for position, element in enumerate(value):
        if isinstance(element, dict) and element.get("sensorReport"):
            listed = element["sensorReport"]
            where = f"{pointer}/{position}/sensorReport"
            bare = _bare_in_list(listed, _REPORT_WORDS, where, report)
            elements.append(element if bare is listed else element | {"sensorReport": bare})
        else:
            elements.append(element)
    return value if all(map(_is, elements, value)) else elements


_RARE = {
    "errorDeclaration": _declaration,
    "persistentDisposition": _lasting,
    "sensorElementList": _sensors,
}
