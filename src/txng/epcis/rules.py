"""The intake rules: what is refused, what is only remarked on, and the sentence for each.

Every rule has a stable id, a severity and one sentence in English (machines, engineers) and in
Vietnamese (people). GS1's own published examples, all of which must be accepted, set the floor of
what may be an error. This is the table alone: `checks` judges one event, `intake` and the readers
report what is wrong with a document's form. A strict reading makes errors of the remarks on spelling.

Source: EPCIS 2.0 §7.4; what GS1's JSON Schema misses: reference/epcis.md §1.5.
"""

import re
from dataclasses import dataclass

from txng.epcis.errors import Finding, Severity


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
        "Không phải JSON viết bằng UTF-8, hoặc bị cắt cụt{vi}. Kiểm tra tệp rồi gửi lại.",
    ),
    "malformed_xml": Rule(
        "error",
        "Expected a well-formed XML document in UTF-8 or UTF-16, got: {got}.",
        "Không phải XML viết đúng (UTF-8 hoặc UTF-16), hoặc bị cắt cụt{vi}. Kiểm tra tệp rồi gửi lại.",
    ),
    "doctype_refused": Rule(
        "error",
        "Expected XML without a document type, got a DOCTYPE that declares something: {got}.",
        "Tài liệu XML khai DOCTYPE; hệ thống không đọc DTD và thực thể. Bỏ phần DOCTYPE rồi gửi lại.",
    ),
    "doctype_ignored": Rule(
        "warning",
        "Expected XML without a document type, got an empty DOCTYPE; it declares nothing and was"
        " ignored.",
        "Tài liệu có DOCTYPE trống; hệ thống bỏ qua.",
    ),
    "too_many_attributes": Rule(
        "error",
        "Expected at most {limit} attributes in one element, got more.",
        "Một phần tử XML có quá {limit} thuộc tính. Rút gọn rồi gửi lại.",
    ),
    "too_many_elements": Rule(
        "error",
        "Expected at most {limit} elements in one event, got more; split it.",
        "Một sự kiện có quá {limit} phần tử XML. Chia thành nhiều sự kiện.",
    ),
    "namespaces_too_large": Rule(
        "error",
        "Expected at most {limit} bytes of name spaces (xmlns) at the root and in one event, got more:"
        " every event is kept with those it uses.",
        "Các không gian tên (xmlns) ở gốc tài liệu hoặc trong một sự kiện dài quá {limit} byte. Chỉ khai"
        " những không gian tên có dùng.",
    ),
    "unknown_event_type": Rule(
        "error",
        "Expected one of the event types of EPCIS, got {got!r}.",
        "Loại sự kiện {got!r} không thuộc EPCIS. Sửa tên loại sự kiện rồi gửi lại.",
    ),
    "quantity_event": Rule(
        "warning",
        "QuantityEvent was dropped from EPCIS; read as an ObjectEvent (OBSERVE) with a quantityList.",
        "QuantityEvent không còn trong EPCIS; hệ thống đọc như ObjectEvent có quantityList.",
    ),
    "qualified_names": Rule(
        "warning",
        "Expected element names without a name space (elementFormDefault is unqualified), got {got!r};"
        " read as if it had none.",
        "Tên phần tử {got!r} mang không gian tên của EPCIS; hệ thống đọc như không có.",
    ),
    "misplaced_element": Rule(
        "error",
        "Expected only {expected} in {parent}, got the element {got!r}, whose content would be lost.",
        "Trong {parent} chỉ có {expected}; phần tử {got!r} không có chỗ nên nội dung sẽ bị mất. Sửa tên hoặc"
        " chuyển chỗ rồi gửi lại.",
    ),
    "stray_text": Rule(
        "warning",
        "Expected text or elements inside an element, got the text {got!r} between elements; it was"
        " left out.",
        "Đoạn chữ {got!r} nằm lẫn giữa các phần tử XML; hệ thống bỏ qua đoạn đó.",
    ),
    "not_in_xml": Rule(
        "error",
        "Expected characters that XML can hold, too, got the control character {got}: the event could"
        " never be told in XML.",
        "Có ký tự điều khiển {got} mà XML không chứa được. Bỏ ký tự đó rồi gửi lại.",
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
        "Expected an EPCISDocument or EPCISQueryDocument with schemaVersion 2.0 (XML: 2.0, 1.2, 1.1 or"
        " 1.0), got {got}.",
        "Cần một tài liệu EPCIS 2.0 (EPCISDocument; XML: cả 1.2, 1.1, 1.0), nhưng nhận được {got}.",
    ),
    "not_one_event": Rule(
        "error",
        "Expected exactly one event, got {got}.",
        "Cần đúng một sự kiện, nhưng nhận được {got}.",
    ),
    "schema_version_number": Rule(
        "warning",
        'Expected schemaVersion as a text ("2.0"), got the number {got}; read as the same.',
        'schemaVersion phải là chuỗi ("2.0"), nhưng là số {got}; hệ thống hiểu như nhau.',
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
    "context_spelling": Rule(
        "warning",
        "Expected the address {expected} of the EPCIS 2.0 context, got {got!r}; read as the same.",
        "Địa chỉ ngữ cảnh EPCIS 2.0 là {expected}, nhưng nhận được {got!r}; hệ thống hiểu như nhau.",
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
    "member_too_large": Rule(
        "error",
        "Expected at most {limit} bytes in one member of a document beside its events, got {got}.",
        "Một phần của tài liệu (ngoài các sự kiện) dài {got} byte, nhiều nhất là {limit}. Chia nhỏ ra.",
    ),
    "event_too_large": Rule(
        "error",
        "Expected an event of at most {limit} bytes, got {got}; split it.",
        "Sự kiện dài {got} byte, nhiều nhất là {limit}. Chia thành nhiều sự kiện.",
    ),
    "undeclared_prefix": Rule(
        "warning",
        "Expected {name!r} to use a prefix declared in @context; kept as received in an event,"
        " not read elsewhere.",
        "Trường {name!r} dùng tiền tố chưa khai trong @context; trong sự kiện thì vẫn được giữ nguyên, ở"
        " chỗ khác thì không được đọc.",
    ),
    "extension_without_place": Rule(
        "warning",
        "EPCIS 2.0 leaves no room for {name!r} in a quantity, business transaction, source, destination or"
        " persistent disposition; kept as received, and no XML can tell it. Put it beside, in the event.",
        "EPCIS 2.0 không cho thêm trường {name!r} vào lượng hàng, giao dịch, nguồn, đích hay tình trạng lâu"
        " dài; vẫn được giữ nguyên nhưng XML không nói được. Hãy đặt trường này ngay trong sự kiện.",
    ),
    "unknown_member": Rule(
        "warning",
        "{name!r} is neither of EPCIS 2.0 nor of a declared name space; kept as received in an"
        " event, not read elsewhere.",
        "Trường {name!r} không thuộc EPCIS 2.0 và chưa khai không gian tên; trong sự kiện thì vẫn được"
        " giữ nguyên, ở chỗ khác thì không được đọc.",
    ),
    "extension_of_master_data": Rule(
        "warning",
        "{name!r} is an extension of master data: it stays in the document, the repository answers"
        " without it.",
        "Trường {name!r} là phần mở rộng của dữ liệu gốc: chỉ còn trong tài liệu, kho trả lời không có"
        " trường này.",
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
    "null_member": Rule(
        "warning",
        "Expected a value or no member, got null in {name!r}; read as absent.",
        "Trường {name!r} là null; hệ thống coi như không khai.",
    ),
    "time_spelling": Rule(
        "warning",
        "Expected a time spelt like {expected}, got {got!r}; read as the same.",
        "Thời điểm phải viết như {expected}, nhưng nhận được {got!r}; hệ thống hiểu như nhau.",
    ),
    "type_named_is_a": Rule(
        "warning",
        "Expected the member 'type', got 'isA' of an old draft; read as the same.",
        "Trường 'isA' là của bản dự thảo cũ, nay là 'type'; hệ thống hiểu như nhau.",
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
    "retired_word": Rule(
        "warning",
        "Expected a word of CBV 2.0, got {text!r}, which CBV 1.x had and retired; kept as received.",
        "Từ {text!r} có trong CBV 1.x nhưng đã bị bỏ; vẫn được giữ nguyên. Dữ liệu mới nên dùng từ của"
        " CBV 2.0.",
    ),
    "nothing_named": Rule(
        "error",
        "Expected {expected}, got an event that names nothing.",
        "Sự kiện không nêu đối tượng nào. Bổ sung {vi}.",
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
    "hash_differs": Rule(
        "warning",
        "Expected the event's own CBV hash {expected} as a hash-based eventID, got another.",
        "eventID là mã băm CBV nhưng không khớp nội dung sự kiện (đúng ra là {expected}).",
    ),
    "unknown_word": Rule(
        "error",
        "Expected a {field} of CBV 2.0 or a URI of your own, got {text!r}.",
        "{field} {text!r} không có trong CBV 2.0. Dùng từ của CBV hoặc URI riêng.",
    ),
    "unknown_gs1_word": Rule(
        "warning",
        "Expected a {field} of CBV 2.0 or a URI of your own, got {text!r}; kept as received.",
        "{field} {text!r} không có trong CBV 2.0; vẫn được giữ nguyên.",
    ),
    "persistent_disposition_empty": Rule(
        "error",
        "Expected set or unset in persistentDisposition, got neither.",
        "persistentDisposition không có set lẫn unset. Bổ sung một trong hai.",
    ),
    "not_a_uri": Rule(
        "warning",
        "Expected a URI (e.g. urn:uuid:..), got {text!r}; kept as received.",
        "{text!r} không phải URI (ví dụ urn:uuid:...); vẫn được giữ nguyên.",
    ),
    "listed_twice": Rule(
        "warning",
        "Expected each identifier once in {name}, got {text!r} twice.",
        "Mã {text!r} xuất hiện hai lần trong {name}.",
    ),
    "uom_not_a_code": Rule(
        "warning",
        "Expected a UN/ECE code of two or three capitals and digits (e.g. KGM), got {uom!r}.",
        "Đơn vị {uom!r} không phải mã UN/ECE (ví dụ KGM); vẫn được giữ nguyên.",
    ),
    "sensor_report_missing": Rule(
        "error",
        "Expected at least one sensorReport in a sensor element, got none.",
        "Phần tử cảm biến không có sensorReport nào.",
    ),
    "sensor_type_missing": Rule(
        "warning",
        "Expected a type or an exception in sensorReport, got neither.",
        "sensorReport không cho biết đo đại lượng nào (type) hay cảnh báo gì (exception).",
    ),
    "sensor_end_before_start": Rule(
        "warning",
        "Expected an endTime not before the startTime, got {got}.",
        "endTime {got} sớm hơn startTime.",
    ),
}

# What only a strict reading refuses: the spelling is strange, or GS1's JSON Schema asks for more than
# the XML Schema and the sense of the event do.
REFUSED_WHEN_STRICT = frozenset(
    (
        "cbv_urn",
        "context_spelling",
        "empty_string",
        "extension_without_place",
        "listed_twice",
        "not_a_uri",
        "null_member",
        "retired_word",
        "schema_version_number",
        "sensor_type_missing",
        "stray_text",
        "time_spelling",
        "type_named_is_a",
        "undeclared_prefix",
        "unknown_member",
        "unknown_gs1_word",
        "uom_not_a_code",
    )
)


def is_error(rule: str, *, strict: bool) -> bool:
    return RULES[rule].severity == "error" or (strict and rule in REFUSED_WHEN_STRICT)


def finding(rule: str, pointer: str, *, strict: bool = False, **values: object) -> Finding:
    """Fill a rule's sentences. Values come from strangers: they are cut at 200 characters."""
    kept = {name: text[:200] if isinstance(text, str) else text for name, text in values.items()}
    known = RULES[rule]
    if rule == "malformed_member":
        kept["vi"] = _in_vietnamese(str(kept["got"]))
    elif rule in ("malformed_json", "malformed_xml"):
        kept["vi"] = _place_in_vietnamese(str(kept["got"]))
    severity: Severity = "error" if is_error(rule, strict=strict) else "warning"
    return Finding(rule, severity, known.en.format(**kept), known.vi.format(**kept), pointer)


# What a decoder most often says of a member; the sentence is for a person, so the rest may stay vague.
_DECODER_SAYS = (
    (re.compile(r"matching regex '.*14:00"), "Múi giờ phải viết như +07:00."),
    (re.compile(r"matching regex '.*A-Fa-f"), "Cần số hệ mười sáu, hai chữ số một byte, như F0A1."),
    (re.compile(r"of length <= (\d+)"), "Giá trị dài hơn {} ký tự."),
    (re.compile(r"of length >= 1"), "Giá trị không được để trống."),
    (re.compile(r"missing required field `(.+?)`"), "Thiếu trường {}."),
    (re.compile(r"Invalid (?:enum )?value (.+)"), "Không dùng được giá trị {}."),
    (
        re.compile(r"RFC3339|Expected `datetime"),
        "Thời điểm phải viết như 2026-01-31T08:30:00+07:00.",
    ),
    (re.compile(r"Expected `array\b"), "Cần một danh sách [...]."),
    (re.compile(r"Expected `object\b"), "Cần một đối tượng {{...}}."),
    (re.compile(r"Expected `str\b"), "Cần một chuỗi trong dấu nháy kép."),
    (re.compile(r"Expected `bool\b"), "Cần true hoặc false."),
    (re.compile(r"Expected `(?:int|float|decimal)\b"), "Cần một số."),
)


def _in_vietnamese(got: str) -> str:
    for pattern, sentence in _DECODER_SAYS:
        found = pattern.search(got)
        if found is not None:
            return sentence.format(*found.groups())
    return "Giá trị chưa đúng kiểu mà EPCIS 2.0 cần."


_LINE = re.compile(r"line (\d+), column (\d+)")
_BYTE = re.compile(r"\(byte (\d+)\)")


def _place_in_vietnamese(got: str) -> str:
    if found := _LINE.search(got):
        return f" (ở dòng {found[1]}, cột {found[2]})"
    if found := _BYTE.search(got):
        return f" (ở byte thứ {found[1]})"
    return ""


def place(message: str) -> tuple[str, str]:
    """msgspec's "Expected `str` - at `$.readPoint.id`" -> ("/readPoint/id", "Expected `str`")."""
    text, at, path = message.partition(" - at `$")
    if not at:
        return "", message
    path = path.rstrip("`").replace("[...]", "").replace("[", ".").replace("]", "")
    return path.replace(".", "/"), text
