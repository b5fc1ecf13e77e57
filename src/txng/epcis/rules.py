"""The intake rules: what is refused, what is only remarked on, and the sentence for each.

Every rule has a stable id, a severity and one sentence in English (machines, engineers) and in
Vietnamese (people). GS1's own published examples, all of which must be accepted, set the floor of
what may be an error. `check` judges one event; `json_ld` reports the rules of the document's form.

Source: EPCIS 2.0 §7.4; what GS1's JSON Schema misses: reference/epcis.md §1.5.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from txng.epcis import vocabulary
from txng.epcis.errors import Finding, Severity
from txng.epcis.events import (
    AggregationEvent,
    AnyEvent,
    AssociationEvent,
    ObjectEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
from txng.gs1.errors import CheckDigitError, Gs1Error
from txng.gs1.identifier import identify, require_visible

Report = Callable[..., None]

CLOCK_TOLERANCE = timedelta(minutes=10)
EARLIEST = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Rule:
    severity: Severity
    en: str
    vi: str


RULES: dict[str, Rule] = {
    # the form of a document
    "malformed_json": Rule(
        "error",
        "Expected a JSON document (RFC 8259, UTF-8), got: {got}.",
        "Không phải JSON viết bằng UTF-8, hoặc bị cắt cụt. Kiểm tra tệp rồi gửi lại.",
    ),
    "duplicate_member": Rule(
        "error",
        "Expected each member name once in an object, got {name!r} twice.",
        "Trường {name!r} xuất hiện hai lần trong cùng một đối tượng. Giữ lại một trường rồi gửi lại.",
    ),
    "event_named_twice": Rule(
        "warning",
        "Expected one eventID, got a second one that is a CBV hash; the hash was left out: {got}.",
        "Sự kiện có hai eventID; bỏ mã băm CBV {got} vì tính lại được từ nội dung.",
    ),
    "too_deep": Rule(
        "error",
        "Expected at most {limit} levels of nesting, got more.",
        "Tài liệu lồng quá {limit} cấp. Rút gọn phần mở rộng rồi gửi lại.",
    ),
    "not_an_epcis_document": Rule(
        "error",
        "Expected an EPCISDocument or EPCISQueryDocument with schemaVersion 2.0, got {got}.",
        "Cần một tài liệu EPCIS 2.0 (EPCISDocument), nhưng nhận được {got}.",
    ),
    "missing_member": Rule(
        "error",
        "Expected the member {name!r}, got none.",
        "Thiếu trường {name!r}. Bổ sung rồi gửi lại.",
    ),
    "malformed_member": Rule(
        "error",
        "{got}",
        "{vi} Sửa rồi gửi lại.",
    ),
    "unknown_context": Rule(
        "error",
        "Expected the EPCIS 2.0 context or inline name spaces, got the address {got!r}: contexts are"
        " never fetched.",
        "Không dùng @context từ địa chỉ {got!r}: hệ thống không tải ngữ cảnh từ ngoài. Khai tiền tố"
        " ngay trong tài liệu.",
    ),
    "malformed_context": Rule(
        "error",
        "Expected prefixes and IRIs in @context, got {got}.",
        "Trong @context chỉ khai được tiền tố và IRI, nhưng gặp {got}.",
    ),
    "context_redefines_term": Rule(
        "error",
        "Expected @context to leave the standard's terms alone, got a new meaning for {term!r}.",
        "Không được định nghĩa lại từ chuẩn {term!r} trong @context. Đặt tên khác cho phần mở rộng.",
    ),
    "context_too_large": Rule(
        "error",
        "Expected an @context of at most {limit} bytes, got {got}: every event is kept with it.",
        "@context dài {got} byte, nhiều nhất là {limit}. Chỉ khai những tiền tố có dùng.",
    ),
    "event_too_large": Rule(
        "error",
        "Expected an event of at most {limit} bytes, got {got}; split it.",
        "Sự kiện dài {got} byte, nhiều nhất là {limit}. Chia thành nhiều sự kiện.",
    ),
    "undeclared_prefix": Rule(
        "warning",
        "Expected {name!r} to use a prefix declared in @context; kept as received.",
        "Trường {name!r} dùng tiền tố chưa khai trong @context; vẫn được giữ nguyên.",
    ),
    "unknown_member": Rule(
        "warning",
        "{name!r} is neither of EPCIS 2.0 nor of a declared name space; kept as received.",
        "Trường {name!r} không thuộc EPCIS 2.0 và chưa khai không gian tên; vẫn được giữ nguyên.",
    ),
    "cbv_urn": Rule(
        "warning",
        "Expected the bare word {word!r}, got the CBV 1.x URN; read as the same.",
        "Dùng từ {word!r} thay cho URN của CBV 1.x; hệ thống hiểu như nhau.",
    ),
    "empty_string": Rule(
        "warning",
        "Expected a value or no member, got an empty string in {name!r}; read as absent.",
        "Trường {name!r} để trống; hệ thống coi như không khai.",
    ),
    # one event
    "hash_shared": Rule(
        "warning",
        "Expected the CBV hash in eventID to name one event, got another event with the same hash;"
        " both are kept.",
        "Mã băm CBV trong eventID trùng với một sự kiện khác; cả hai đều được giữ.",
    ),
    "wrong_check_digit": Rule(
        "error",
        "{got}",
        "Mã {text!r} sai số kiểm tra. Quét hoặc gõ lại mã rồi gửi lại.",
    ),
    "malformed_identifier": Rule(
        "error",
        "{got}",
        "Mã {text!r} viết chưa đúng. {vi} Sửa mã rồi gửi lại.",
    ),
    "unknown_biz_step": Rule(
        "error",
        "Expected a bizStep of CBV 2.0 or a URI of your own, got {text!r}.",
        "bizStep {text!r} không có trong CBV 2.0. Dùng từ của CBV hoặc URI riêng.",
    ),
    "unknown_disposition": Rule(
        "error",
        "Expected a disposition of CBV 2.0 or a URI of your own, got {text!r}.",
        "disposition {text!r} không có trong CBV 2.0. Dùng từ của CBV hoặc URI riêng.",
    ),
    "nothing_named": Rule(
        "error",
        "Expected {expected}, got an event that names nothing.",
        "Sự kiện không nêu đối tượng nào. Bổ sung {expected}.",
    ),
    "parent_missing": Rule(
        "error",
        "Expected parentID in an AggregationEvent with action {action}, got none.",
        "Sự kiện đóng gói (action {action}) thiếu parentID. Bổ sung mã thùng, kiện hoặc pallet.",
    ),
    "parent_among_children": Rule(
        "error",
        "Expected a parent that is not its own child, got {text!r} as both.",
        "Mã {text!r} vừa là vật chứa vừa là vật được chứa. Sửa lại một trong hai.",
    ),
    "quantity_not_positive": Rule(
        "error",
        "Expected a quantity above 0, got {got}.",
        "Số lượng phải lớn hơn 0, nhưng nhận được {got}.",
    ),
    "uom_without_quantity": Rule(
        "error",
        "Expected a quantity beside the unit {uom!r}, got none.",
        "Có đơn vị {uom!r} nhưng thiếu số lượng.",
    ),
    "uom_each": Rule(
        "warning",
        "Expected no unit for a count of items, got {uom!r}.",
        "Đếm theo cái thì không ghi đơn vị; nhận được {uom!r}.",
    ),
    "class_in_instance_list": Rule(
        "error",
        "Expected an instance (with a serial), got the class {text!r}; use a quantity list.",
        "Mã {text!r} là mã lô hoặc mã sản phẩm, không phải mã đơn chiếc. Đưa vào danh sách số lượng.",
    ),
    "instance_in_class_list": Rule(
        "error",
        "Expected a class (product or lot), got the instance {text!r}; use an EPC list.",
        "Mã {text!r} là mã đơn chiếc, không phải mã lô hay mã sản phẩm. Đưa vào danh sách EPC.",
    ),
    "ilmd_outside_add": Rule(
        "error",
        "Expected ilmd only with action ADD, got action {action}.",
        "ilmd chỉ đi với action ADD, nhưng nhận được {action}.",
    ),
    "event_in_future": Rule(
        "error",
        "Expected an eventTime at most 10 minutes ahead of the server's clock, got {got}.",
        "Thời điểm sự kiện {got} ở tương lai. Kiểm tra đồng hồ của thiết bị rồi gửi lại.",
    ),
    "event_before_1970": Rule(
        "error",
        "Expected an eventTime after 1970-01-01, got {got}.",
        "Thời điểm sự kiện {got} trước năm 1970. Kiểm tra lại ngày giờ.",
    ),
    "sensor_device_twice": Rule(
        "warning",
        "Expected {name} in sensorMetadata or in sensorReport, got it in both.",
        "{name} được khai ở cả sensorMetadata và sensorReport; chỉ cần một nơi.",
    ),
    "sensor_start_without_end": Rule(
        "warning",
        "Expected startTime and endTime together, got only {name}.",
        "startTime và endTime phải đi cùng nhau; chỉ nhận được {name}.",
    ),
    "sensor_after_event": Rule(
        "warning",
        "Expected a sensor time not after the eventTime, got {got}.",
        "Thời điểm đo {got} muộn hơn thời điểm sự kiện.",
    ),
    "offset_contradicts_time": Rule(
        "warning",
        "Expected eventTime in UTC or at eventTimeZoneOffset {expected}, got offset {got}.",
        "Múi giờ trong eventTime ({got}) khác eventTimeZoneOffset ({expected}).",
    ),
}


def finding(rule: str, pointer: str, **values: object) -> Finding:
    """Fill a rule's sentences. Values come from strangers: they are cut at 200 characters."""
    kept = {name: text[:200] if isinstance(text, str) else text for name, text in values.items()}
    known = RULES[rule]
    if rule == "malformed_member":
        kept["vi"] = _in_vietnamese(str(kept["got"]))
    return Finding(rule, known.severity, known.en.format(**kept), known.vi.format(**kept), pointer)


# What a decoder most often says of a member; the sentence is for a person, so the rest may stay vague.
_DECODER_SAYS = (
    (re.compile(r"missing required field `(.+?)`"), "Thiếu trường {}."),
    (re.compile(r"Invalid (?:enum )?value (.+)"), "Không dùng được giá trị {}."),
    (re.compile(r"RFC3339"), "Thời điểm phải viết như 2026-01-31T08:30:00+07:00."),
    (re.compile(r"Expected `array`"), "Cần một danh sách [...]."),
    (re.compile(r"Expected `object`"), "Cần một đối tượng {{...}}."),
    (re.compile(r"Expected `str`"), "Cần một chuỗi trong dấu nháy kép."),
    (re.compile(r"Expected `(?:int|float|decimal)`"), "Cần một số."),
)


def _in_vietnamese(got: str) -> str:
    for pattern, sentence in _DECODER_SAYS:
        found = pattern.search(got)
        if found is not None:
            return sentence.format(*found.groups())
    return "Giá trị chưa đúng kiểu mà EPCIS 2.0 cần."


def check(event: AnyEvent, now: datetime, pointer: str) -> list[Finding]:
    """Everything the semantic rules say of one event.

    `pointer` is the event's place in its document; `now` the server's clock.
    """
    findings: list[Finding] = []

    def report(rule: str, where: str, **values: object) -> None:
        findings.append(finding(rule, pointer + where, **values))

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
    if event.biz_step is not None and not vocabulary.is_known("biz_step", event.biz_step):
        report("unknown_biz_step", "/bizStep", text=event.biz_step)
    if event.disposition is not None and not vocabulary.is_known("disposition", event.disposition):
        report("unknown_disposition", "/disposition", text=event.disposition)
    for name, place in (("readPoint", event.read_point), ("bizLocation", event.biz_location)):
        if place is not None:
            _identifier(place.id, f"/{name}/id", report)
    for where, text in _names(event):
        try:
            require_visible(text)
        except Gs1Error as error:
            report("malformed_identifier", where, got=str(error), vi=error.vi, text=text)
    _check_what(event, report)
    if event.sensor_element_list:
        _check_sensors(event, report)
    return findings


def _names(event: AnyEvent) -> Iterator[tuple[str, str]]:
    """Names of anything but things and places: never rewritten, so only their letters are judged."""
    if event.event_id is not None:
        yield "/eventID", event.event_id
    if event.biz_step is not None:
        yield "/bizStep", event.biz_step
    if event.disposition is not None:
        yield "/disposition", event.disposition
    for position, transaction in enumerate(event.biz_transaction_list):
        where = f"/bizTransactionList/{position}/bizTransaction"
        yield where, transaction.biz_transaction
    for position, source in enumerate(event.source_list):
        yield f"/sourceList/{position}/source", source.source
    for position, destination in enumerate(event.destination_list):
        yield f"/destinationList/{position}/destination", destination.destination
    if event.error_declaration is not None:
        for position, text in enumerate(event.error_declaration.corrective_event_ids):
            yield f"/errorDeclaration/correctiveEventIDs/{position}", text
    if isinstance(event, TransformationEvent) and event.transformation_id is not None:
        yield "/transformationID", event.transformation_id


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
                report("nothing_named", "", expected="epcList hoặc quantityList")
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
                report("nothing_named", "", expected="bizTransactionList")
        case TransformationEvent():
            _instances(event.input_epc_list, "inputEPCList", report)
            _classes(event.input_quantity_list, "inputQuantityList", report)
            _instances(event.output_epc_list, "outputEPCList", report)
            _classes(event.output_quantity_list, "outputQuantityList", report)
            has_input = bool(event.input_epc_list or event.input_quantity_list)
            has_output = bool(event.output_epc_list or event.output_quantity_list)
            # with a transformationID, inputs and outputs may come in separate events
            if event.transformation_id is None and not (has_input and has_output):
                report("nothing_named", "", expected="danh sách đầu vào và đầu ra")
            elif not (has_input or has_output):
                report("nothing_named", "", expected="danh sách đầu vào hoặc đầu ra")


def _family(event: AggregationEvent | AssociationEvent, report: Report) -> None:
    parent = None
    if event.parent_id is not None:
        parent = _identifier(event.parent_id, "/parentID", report)
    _instances(event.child_epcs, "childEPCs", report)
    _classes(event.child_quantity_list, "childQuantityList", report)
    if not (event.child_epcs or event.child_quantity_list) and event.action != "DELETE":
        report("nothing_named", "", expected="childEPCs hoặc childQuantityList")
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
    for position, epc in enumerate(epcs):
        try:
            if identify(epc).is_class:
                report("class_in_instance_list", f"/{name}/{position}", text=epc)
        except Gs1Error:
            _identifier(epc, f"/{name}/{position}", report)


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


def _check_sensors(event: AnyEvent, report: Report) -> None:
    for position, element in enumerate(event.sensor_element_list):
        where = f"/sensorElementList/{position}"
        metadata = element.get("sensorMetadata") or {}
        reports = element.get("sensorReport") or []
        if not _is_sensor_data(metadata, reports):
            got = "Expected sensorMetadata to be an object and sensorReport a list of objects"
            report("malformed_member", where, got=got)
            continue
        for name, other in (("startTime", "endTime"), ("endTime", "startTime")):
            if name in metadata and other not in metadata:
                report("sensor_start_without_end", f"{where}/sensorMetadata", name=name)
        for name in ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules"):
            if name in metadata and any(name in entry for entry in reports):
                report("sensor_device_twice", where, name=name)
        for text in _sensor_times(metadata, reports):
            if text > event.event_time + CLOCK_TOLERANCE:
                report("sensor_after_event", where, got=text.isoformat())


def _is_sensor_data(metadata: object, reports: object) -> bool:
    return (
        isinstance(metadata, dict)
        and isinstance(reports, list)
        and all(isinstance(entry, dict) for entry in reports)
    )


def _sensor_times(
    metadata: dict[str, object], reports: list[dict[str, object]]
) -> Iterator[datetime]:
    for entry in (metadata, *reports):
        text = entry.get("time")
        if isinstance(text, str):
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                continue  # the shape of sensor data is checked with the sensors (issue 3)
            if moment.tzinfo is not None:
                yield moment
