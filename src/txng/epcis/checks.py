"""What the standard means but its schema does not say: one event is judged by its sense.

    {"type": "AggregationEvent", "action": "ADD", "childEPCs": [..]}     parent_missing
    {"eventTime": "2126-..."}                                            event_in_future
    {"epcList": ["https://id.gs1.org/01/09520000100019/21/S1"]}          wrong_check_digit at /epcList/0

The rules and their sentences are the table in `rules`. Source: EPCIS 2.0 §7.4, CBV 2.0 §7-8; what
GS1's JSON Schema misses: reference/epcis.md §1.5.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from txng.epcis import vocabulary
from txng.epcis.errors import Finding
from txng.epcis.events import (
    AggregationEvent,
    AnyEvent,
    AssociationEvent,
    ErrorDeclaration,
    ObjectEvent,
    PersistentDisposition,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
from txng.epcis.findings import Findings
from txng.epcis.rules import finding
from txng.epcis.sensors import check_name, check_sensors
from txng.gs1.errors import CheckDigitError, Gs1Error
from txng.gs1.identifier import identify

Report = Callable[..., None]

CLOCK_TOLERANCE = timedelta(minutes=10)
EARLIEST = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_is_known = lru_cache(maxsize=4096)(vocabulary.is_known)
_UNIT = re.compile(r"[A-Z0-9]{2,3}")


def check(event: AnyEvent, now: datetime, pointer: str, found: Findings) -> None:
    """Put into `found` everything that the semantic rules say of one event.

    `pointer` is the event's place in its document; `now` the server's clock.
    """

    def report(rule: str, where: str, **values: object) -> None:
        found.report(rule, pointer + where, values)

    if event.event_time > now + CLOCK_TOLERANCE:
        report("event_in_future", "/eventTime", got=event.event_time.isoformat())
    if event.event_time < EARLIEST:
        report("event_before_1970", "/eventTime", got=event.event_time.isoformat())
    written = event.event_time.utcoffset()
    declared = _offset(event.event_time_zone_offset)
    if written and written != declared:  # UTC is how most systems write a time
        report(
            "offset_contradicts_time",
            "/eventTimeZoneOffset",
            expected=event.event_time_zone_offset,
            got=event.event_time.isoformat()[-6:],
        )
    if event.biz_step is not None:
        _first_word("biz_step", "bizStep", event.biz_step, report)
    if event.disposition is not None:
        _first_word("disposition", "disposition", event.disposition, report)
    if event.read_point is not None:
        _identifier(event.read_point.id, "/readPoint/id", report)
    if event.biz_location is not None:
        _identifier(event.biz_location.id, "/bizLocation/id", report)
    if event.event_id is not None:
        check_name(event.event_id, "/eventID", report)
    _check_what(event, report)
    if event.biz_transaction_list or event.source_list or event.destination_list:
        _check_papers_and_parties(event, report)
    if event.error_declaration is not None:
        _check_declaration(event.error_declaration, report)
    if event.certification_info is not None:
        _check_certification(event.certification_info, report)
    if event.persistent_disposition is not None:
        _check_lasting(event.persistent_disposition, report)
    if event.sensor_element_list:
        check_sensors(event.sensor_element_list, event.event_time + CLOCK_TOLERANCE, report)


# Names of anything but things and places are never rewritten, so only their letters are judged. Words
# below the first level are CBV words or somebody's URIs, as bizStep is.


def _check_papers_and_parties(event: AnyEvent, report: Report) -> None:
    for position, paper in enumerate(event.biz_transaction_list):
        where = f"/bizTransactionList/{position}"
        check_name(paper.biz_transaction, f"{where}/bizTransaction", report)
        if paper.type is not None:
            _word(
                "biz_transaction_type", "bizTransaction type", paper.type, f"{where}/type", report
            )
    for position, source in enumerate(event.source_list):
        where = f"/sourceList/{position}"
        check_name(source.source, f"{where}/source", report)
        _word("source_destination_type", "source type", source.type, f"{where}/type", report)
    for position, one in enumerate(event.destination_list):
        where = f"/destinationList/{position}"
        check_name(one.destination, f"{where}/destination", report)
        _word("source_destination_type", "destination type", one.type, f"{where}/type", report)


def _check_declaration(declared: ErrorDeclaration, report: Report) -> None:
    for position, text in enumerate(declared.corrective_event_ids):
        check_name(text, f"/errorDeclaration/correctiveEventIDs/{position}", report)
    if declared.reason is not None:
        _word("error_reason", "reason", declared.reason, "/errorDeclaration/reason", report)


def _check_certification(told: str | tuple[str, ...], report: Report) -> None:
    if isinstance(told, str):
        check_name(told, "/certificationInfo", report)
        return
    for position, text in enumerate(told):
        check_name(text, f"/certificationInfo/{position}", report)


def _check_lasting(lasting: PersistentDisposition, report: Report) -> None:
    if not (lasting.set or lasting.unset):
        report("persistent_disposition_empty", "/persistentDisposition")
    for name, words in (("set", lasting.set), ("unset", lasting.unset)):
        for position, word in enumerate(words):
            if not _is_known("disposition", word):
                where = f"/persistentDisposition/{name}/{position}"
                report(_not_known("disposition", word), where, text=word)


def _first_word(field: vocabulary.Field, name: str, text: str, report: Report) -> None:
    """A bizStep or disposition: many queries ask for them, so they must be seen and told apart."""
    if not _is_known(field, text):
        report(_not_known(field, text), f"/{name}", text=text)
    elif ":" in text:
        check_name(text, f"/{name}", report)


def _not_known(field: vocabulary.Field, text: str) -> str:
    return "retired_word" if vocabulary.is_retired(field, text) else f"unknown_{field}"


def _word(field: vocabulary.Field, name: str, text: str, where: str, report: Report) -> None:
    if not _is_known(field, text):
        report("unknown_word", where, field=name, text=text)


@lru_cache(maxsize=2048)
def _offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))


def check_identifier(text: str, pointer: str) -> list[Finding]:
    """What is wrong with one identifier: at most one finding."""
    findings: list[Finding] = []
    _identifier(text, pointer, lambda rule, where, **v: findings.append(finding(rule, where, **v)))
    return findings


def _check_what(event: AnyEvent, report: Report) -> None:
    match event:
        case ObjectEvent():
            _instances(event.epc_list, "epcList", report)
            _classes(event.quantity_list, "quantityList", report)
            # an observation by a sensor at a place may name no thing at all (EPCIS 2.0 §7.4.2)
            if not (event.epc_list or event.quantity_list or event.sensor_element_list):
                report(
                    "nothing_named",
                    "",
                    expected="epcList or quantityList",
                    vi="epcList hoặc quantityList",
                )
            if event.ilmd is not None and event.action != "ADD":
                report("ilmd_outside_add", "/ilmd", action=event.action)
        case AggregationEvent():
            if event.parent_id is None and event.action != "OBSERVE":
                report("parent_missing", "", action=event.action)
            _family(event, report)
        case AssociationEvent():
            _family(event, report)
        case TransactionEvent():
            if event.parent_id is not None:
                _identifier(event.parent_id, "/parentID", report)
            _instances(event.epc_list, "epcList", report)
            _classes(event.quantity_list, "quantityList", report)
            if not event.biz_transaction_list:
                report("nothing_named", "", expected="bizTransactionList", vi="bizTransactionList")
        case TransformationEvent():
            _instances(event.input_epc_list, "inputEPCList", report)
            _classes(event.input_quantity_list, "inputQuantityList", report)
            _instances(event.output_epc_list, "outputEPCList", report)
            _classes(event.output_quantity_list, "outputQuantityList", report)
            has_input = bool(event.input_epc_list or event.input_quantity_list)
            has_output = bool(event.output_epc_list or event.output_quantity_list)
            if event.transformation_id is not None:
                check_name(event.transformation_id, "/transformationID", report)
            # with a transformationID, inputs and outputs may come in separate events
            if event.transformation_id is None and not (has_input and has_output):
                report(
                    "nothing_named",
                    "",
                    expected="inputs and outputs",
                    vi="danh sách đầu vào và đầu ra",
                )
            elif not (has_input or has_output):
                report(
                    "nothing_named",
                    "",
                    expected="inputs or outputs",
                    vi="danh sách đầu vào hoặc đầu ra",
                )


def _family(event: AggregationEvent | AssociationEvent, report: Report) -> None:
    parent = None
    if event.parent_id is not None:
        parent = _identifier(event.parent_id, "/parentID", report)
    _instances(event.child_epcs, "childEPCs", report)
    _classes(event.child_quantity_list, "childQuantityList", report)
    if not (event.child_epcs or event.child_quantity_list) and event.action != "DELETE":
        report(
            "nothing_named",
            "",
            expected="childEPCs or childQuantityList",
            vi="childEPCs hoặc childQuantityList",
        )
    if parent is not None:
        for position, child in enumerate(event.child_epcs):
            if child == event.parent_id or _canonical(child) == parent:
                report("parent_among_children", f"/childEPCs/{position}", text=child)


def _canonical(text: str) -> str | None:
    try:
        return identify(text).canonical
    except Gs1Error:
        return None


def _identifier(text: str, where: str, report: Report) -> str | None:
    try:
        return identify(text).canonical
    except CheckDigitError as error:
        report("wrong_check_digit", where, got=str(error), text=text)
    except Gs1Error as error:
        report("malformed_identifier", where, got=str(error), vi=error.vi, text=text)
    return None


def _instances(epcs: tuple[str, ...], name: str, report: Report) -> None:
    seen: set[str] = set()
    for position, epc in enumerate(epcs):
        try:
            identifier = identify(epc)
        except Gs1Error:
            _identifier(epc, f"/{name}/{position}", report)
            continue
        if identifier.is_class:
            report("class_in_instance_list", f"/{name}/{position}", text=epc)
        if identifier.canonical in seen:  # also as an EPC URN beside its Digital Link
            report("listed_twice", f"/{name}/{position}", name=name, text=epc)
        seen.add(identifier.canonical)


def _classes(elements: tuple[QuantityElement, ...], name: str, report: Report) -> None:
    for position, element in enumerate(elements):
        where = f"/{name}/{position}"
        try:
            identifier = identify(element.epc_class)
            # a private URI does not tell whether it is a class: the list it stands in decides
            if not identifier.is_class and identifier.scheme != "private":
                report("instance_in_class_list", f"{where}/epcClass", text=element.epc_class)
        except Gs1Error:
            _identifier(element.epc_class, f"{where}/epcClass", report)
        if element.quantity is not None and element.quantity <= 0:
            report("quantity_not_positive", f"{where}/quantity", got=element.quantity)
        if element.uom is not None:
            if element.quantity is None:
                report("uom_without_quantity", f"{where}/uom", uom=element.uom)
            if element.uom == "EA":
                report("uom_each", f"{where}/uom", uom=element.uom)
            elif not _UNIT.fullmatch(element.uom):
                report("uom_not_a_code", f"{where}/uom", uom=element.uom)
