"""Every parameter of SimpleEventQuery, one row each: the only place where their names are written.

    EQ_bizStep                one name
    EQ_bizTransaction_{type}  a family: what stands in braces is a part of the name
    GE_INNER_ILMD_{field}     a comparison within the holder ilmd, at any depth

The doors read by it, the documentation and the OpenAPI file are printed from it, and a test asks each
row's example by every door. `aspect` says what of the event a row looks at (see `conditions`).

Source: EPCIS 2.0 §8.2.7.1; GS1's query-schema.json and OpenAPI file, whose names differ in places:
`also` holds the other spellings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from txng.epcis.query.values import Kind

Example = str | int | float | bool | None | list[str] | list[float]
GTIN = "https://id.gs1.org/01/09520000100018"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`example`: a full name and its value as JSON has it. `operator`: EQ, GT, GE, LT, LE, EXISTS,
    MATCH, WD, HASATTR, or "" for what only shapes the answer."""

    name: str
    kind: Kind
    many: bool
    operator: str
    aspect: str
    example: tuple[str, Example]
    sentence: str
    sentence_vi: str
    also: tuple[str, ...] = ()

    @property
    def is_family(self) -> bool:
        return "{" in self.name


class Found(NamedTuple):
    """A row and the parts that the name holds: uom, type, field or attribute."""

    parameter: Parameter
    parts: dict[str, str]


def find(name: str) -> Found | None:
    """The row that a name of a request means; None for a name that no row has."""
    exact = _EXACT.get(name)
    if exact is not None:
        return exact
    for expression, parameter in _FAMILIES:
        matched = expression.fullmatch(name)
        if matched is not None:
            return Found(parameter, matched.groupdict())
    return None


# --- rows: what an event is, when, where and why ----------------------------------------------


def _rows() -> Iterator[Parameter]:
    yield Parameter(
        "eventType", "event type", True, "EQ", "event_type",
        ("eventType", ["ObjectEvent", "TransformationEvent"]),
        "The event is of one of these types.",
        "Sự kiện thuộc một trong các loại này.",
    )  # fmt: skip
    for field, aspect, en, vi in (
        ("eventTime", "event_time", "It happened", "Sự kiện xảy ra"),
        ("recordTime", "record_time", "It was recorded here", "Sự kiện được ghi nhận ở đây"),
    ):
        yield from _span(field, aspect, en, vi)
    yield Parameter(
        "EQ_action", "action", True, "EQ", "action", ("EQ_action", ["ADD", "DELETE"]),
        "The event has one of these actions.",
        "Sự kiện có một trong các hành động này.",
    )  # fmt: skip
    yield Parameter(
        "EQ_bizStep", "biz_step", True, "EQ", "biz_step",
        ("EQ_bizStep", ["shipping", "urn:epcglobal:cbv:bizstep:receiving"]),
        "The business step is one of these, in any spelling.",
        "Bước nghiệp vụ là một trong các bước này, viết theo kiểu nào cũng được.",
    )  # fmt: skip
    yield Parameter(
        "EQ_disposition", "disposition", True, "EQ", "disposition",
        ("EQ_disposition", ["in_transit"]),
        "The disposition is one of these.",
        "Trạng thái là một trong các trạng thái này.",
    )  # fmt: skip
    for part, en, vi in (("set", "sets", "đặt"), ("unset", "takes back", "gỡ")):
        yield Parameter(
            f"EQ_persistentDisposition_{part}", "disposition", True, "EQ", f"persistent_{part}",
            (f"EQ_persistentDisposition_{part}", ["completeness_verified"]),
            f"The event {en} one of these persistent dispositions.",
            f"Sự kiện {vi} một trong các trạng thái lâu dài này.",
        )  # fmt: skip
    for field, aspect, en, vi in (
        ("readPoint", "read_point", "read point", "Điểm đọc"),
        ("bizLocation", "biz_location", "business location", "Nơi nghiệp vụ"),
    ):
        yield Parameter(
            f"EQ_{field}", "place", True, "EQ", aspect,
            (f"EQ_{field}", ["urn:epc:id:sgln:9520000.10000.0"]),
            f"The {en} is one of these places.",
            f"{vi} là một trong các địa điểm này.",
        )  # fmt: skip
        yield Parameter(
            f"WD_{field}", "place", True, "WD", aspect,
            (f"WD_{field}", ["https://id.gs1.org/414/9520000100001"]),
            f"The {en} is one of these places or lies within one, however deep, by master data.",
            f"{vi} là một trong các địa điểm này hoặc nằm bên trong, ở bất kỳ cấp nào, theo dữ liệu chủ.",
        )  # fmt: skip
    yield Parameter(
        "EQ_bizTransaction_{type}", "name", True, "EQ", "biz_transaction",
        ("EQ_bizTransaction_po", ["urn:epcglobal:cbv:bt:9520000100001:PO7"]),
        "A business transaction of this type, in any spelling, is one of these.",
        "Có chứng từ thuộc loại này (viết theo kiểu nào cũng được) là một trong các chứng từ này.",
    )  # fmt: skip
    for field, en, vi in (("source", "source", "nguồn"), ("destination", "destination", "đích")):
        yield Parameter(
            f"EQ_{field}_{{type}}", "name", True, "EQ", field,
            (f"EQ_{field}_owning_party", ["urn:epc:id:pgln:9520000.10000"]),
            f"A {en} of this type, in any spelling, is one of these.",
            f"Có {vi} thuộc loại này (viết theo kiểu nào cũng được) là một trong các giá trị này.",
        )  # fmt: skip
    yield Parameter(
        "EQ_transformationID", "name", True, "EQ", "transformation_id",
        ("EQ_transformationID", ["urn:epc:id:gdti:9520000.10001.7"]),
        "The transformation has one of these identifiers.",
        "Lần chế biến mang một trong các mã này.",
    )  # fmt: skip


def _span(field: str, aspect: str, en: str, vi: str, also: str = "") -> Iterator[Parameter]:
    """GE_ and LT_ of a time."""
    for operator, at, luc in (("GE", "at or after", "từ"), ("LT", "before", "trước")):
        yield Parameter(
            f"{operator}_{field}", "time", False, operator, aspect,
            (f"{operator}_{field}", "2026-10-10T08:00:00+07:00"),
            f"{en} {at} this time.",
            f"{vi} {luc} thời điểm này.",
            (f"{operator}_{also}",) if also else (),
        )  # fmt: skip


# --- rows: things and amounts -----------------------------------------------------------------

_THINGS: Final = (
    ("epc", f"{GTIN}/21/*", "in epcList or childEPCs", "trong epcList hoặc childEPCs"),
    ("parentID", "urn:epc:idpat:sscc:9520000.*", "the parent", "là vật chứa"),
    ("inputEPC", f"{GTIN}/21/B", "an input", "là đầu vào"),
    ("outputEPC", f"{GTIN}/21/C", "an output", "là đầu ra"),
    (
        "anyEPC", "urn:epc:idpat:sgtin:9520000.010001.*",
        "anywhere in the event, parent included", "ở bất cứ vai trò nào, kể cả vật chứa",
    ),
)  # fmt: skip
_CLASSES: Final = (
    (
        "epcClass", "urn:epc:idpat:sgtin:9520000.*.*",
        "in quantityList or childQuantityList", "trong quantityList hoặc childQuantityList",
    ),
    ("inputEPCClass", f"{GTIN}/10/*", "an input", "là đầu vào"),
    ("outputEPCClass", f"{GTIN}/10/L2", "an output", "là đầu ra"),
    (
        "anyEPCClass", "urn:epc:class:lgtin:9520000.010001.L1",
        "anywhere in the event, childQuantityList included",
        "ở bất cứ vai trò nào, kể cả childQuantityList",
    ),
)  # fmt: skip
_COMPARISONS: Final = (
    ("EQ", "one of", "là một trong"),
    ("GT", "greater than", "lớn hơn"),
    ("GE", "at least", "từ"),
    ("LT", "less than", "nhỏ hơn"),
    ("LE", "at most", "không quá"),
)


def _thing_rows() -> Iterator[Parameter]:
    for listed, what, vat in ((_THINGS, "thing", "vật"), (_CLASSES, "class", "lớp sản phẩm")):
        for name, example, en, vi in listed:
            yield Parameter(
                f"MATCH_{name}", "pattern", True, "MATCH", name,
                (f"MATCH_{name}", [example]),
                f"A {what} that one of these identifiers or patterns means stands {en}."
                if en.startswith(("in ", "any")) else
                f"A {what} that one of these identifiers or patterns means is {en}.",
                f"Có {vat} khớp một trong các mã hoặc mẫu này {vi}.",
            )  # fmt: skip
    for operator, en, vi in _COMPARISONS:
        is_list = operator == "EQ"
        yield Parameter(
            f"{operator}_quantity", "number", is_list, operator, "quantity",
            (f"{operator}_quantity", [5.0, 7.0] if is_list else 5),
            f"A quantity, in whatever unit, is {en} this.",
            f"Có số lượng, theo đơn vị bất kỳ, {vi} giá trị này.",
        )  # fmt: skip
        yield Parameter(
            f"{operator}_quantity_{{uom}}", "number", is_list, operator, "quantity_in",
            (f"{operator}_quantity_KGM", [0.5, 5.0] if is_list else 5),
            f"A quantity, converted to this unit of UN/ECE Rec 20, is {en} this.",
            f"Có số lượng, đổi ra đơn vị này (UN/ECE Rec 20), {vi} giá trị này.",
        )  # fmt: skip
    yield Parameter(
        "EQ_eventID", "uri", True, "EQ", "event_id",
        ("EQ_eventID", ["urn:uuid:0b5d7b8e-0000-4000-8000-000000000001"]),
        "The event has one of these eventIDs: an original and the declarations of its error.",
        "Sự kiện mang một trong các eventID này: bản gốc và các khai báo sai sót của nó.",
    )  # fmt: skip


# --- rows: declarations of error, sensors -----------------------------------------------------


def _declaration_rows() -> Iterator[Parameter]:
    yield Parameter(
        "EXISTS_errorDeclaration", "void", False, "EXISTS", "error_declaration",
        ("EXISTS_errorDeclaration", True),
        "The event declares an error; with false, events with and without are told.",
        "Sự kiện khai báo sai sót; với false thì kể cả sự kiện không khai báo.",
    )  # fmt: skip
    yield from _span(
        "errorDeclarationTime", "declaration_time", "The error was declared",
        "Sai sót được khai báo", "errorDeclaration_Time",
    )  # fmt: skip
    yield Parameter(
        "EQ_errorReason", "error_reason", True, "EQ", "error_reason",
        ("EQ_errorReason", ["incorrect_data"]),
        "The declared reason is one of these.",
        "Lý do sai sót là một trong các lý do này.",
    )  # fmt: skip
    yield Parameter(
        "EQ_correctiveEventID", "uri", True, "EQ", "corrective_event_id",
        ("EQ_correctiveEventID", ["urn:uuid:0b5d7b8e-0000-4000-8000-000000000002"]),
        "One of these events corrects the declared error.",
        "Một trong các sự kiện này đính chính cho sai sót.",
    )  # fmt: skip


_SENSOR_WORDS: Final[tuple[tuple[str, Kind, str, str, str], ...]] = (
    (
        "type", "measurement_type", "Temperature",
        "measures one of these properties", "đo một trong các đại lượng này",
    ),
    (
        "deviceID", "name", "urn:epc:id:giai:9520000.S1",
        "names one of these devices, in metadata or report",
        "nêu một trong các thiết bị này, ở metadata hoặc report",
    ),
    (
        "dataProcessingMethod", "name", "https://example.org/method/mean",
        "names one of these methods, in metadata or report",
        "nêu một trong các phương pháp xử lý này, ở metadata hoặc report",
    ),
    (
        "bizRules", "name", "https://example.org/rules/cold",
        "names one of these business rules", "nêu một trong các quy tắc nghiệp vụ này",
    ),
    (
        "microorganism", "uri", "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
        "names one of these microorganisms", "nêu một trong các vi sinh vật này",
    ),
    (
        "chemicalSubstance", "uri", "https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N",
        "names one of these substances", "nêu một trong các chất này",
    ),
    (
        "stringValue", "text", "SOMETEXT",
        "reports one of these texts", "báo một trong các chuỗi này",
    ),
    (
        "hexBinaryValue", "hex", "f0f0f0",
        "reports one of these hexadecimal values", "báo một trong các giá trị hệ mười sáu này",
    ),
    (
        "uriValue", "uri", "https://example.org/reading/7",
        "reports one of these URIs", "báo một trong các URI này",
    ),
)  # fmt: skip
_SENSOR_VALUES: Final = (
    ("value", "A measured value", "Giá trị đo"),
    ("minValue", "A smallest value", "Giá trị nhỏ nhất"),
    ("maxValue", "A largest value", "Giá trị lớn nhất"),
    ("meanValue", "A mean", "Giá trị trung bình"),
    ("sDev", "A standard deviation", "Độ lệch chuẩn"),
    ("percValue", "The value of a percentile", "Giá trị phân vị"),
)


def _sensor_rows() -> Iterator[Parameter]:
    yield Parameter(
        "EXISTS_sensorElementList", "void", False, "EXISTS", "sensor_element_list",
        ("EXISTS_sensorElementList", None),
        "The event has sensor data.",
        "Sự kiện có dữ liệu cảm biến.",
        ("EXISTS_sensorElement",),
    )  # fmt: skip
    for field, en, vi in (
        ("time", "A sensor measured", "Cảm biến đo"),
        ("startTime", "A measurement began", "Lần đo bắt đầu"),
        ("endTime", "A measurement ended", "Lần đo kết thúc"),
    ):
        yield from _span(field, "sensor_time", en, vi)
    for name, kind, example, en, vi in _SENSOR_WORDS:
        yield Parameter(
            f"EQ_{name}", kind, True, "EQ", "sensor_word", (f"EQ_{name}", [example]),
            f"Sensor data {en}.", f"Dữ liệu cảm biến {vi}.",
        )  # fmt: skip
    yield Parameter(
        "EQ_booleanValue", "boolean", False, "EQ", "sensor_word", ("EQ_booleanValue", True),
        "Sensor data reports this truth value.",
        "Dữ liệu cảm biến báo giá trị đúng/sai này.",
    )  # fmt: skip
    for operator, en, vi in _COMPARISONS:
        is_list = operator == "EQ"
        for name, what, cai in _SENSOR_VALUES:
            yield Parameter(
                f"{operator}_{name}_{{uom}}", "number", is_list, operator, "sensor_value",
                (f"{operator}_{name}_CEL", [26.0, 4.5] if is_list else 26),
                f"{what}, converted to this unit of UN/ECE Rec 20, is {en} this.",
                f"{cai}, đổi ra đơn vị này (UN/ECE Rec 20), {vi} giá trị này.",
            )  # fmt: skip
        yield Parameter(
            f"{operator}_percRank", "number", is_list, operator, "perc_rank",
            (f"{operator}_percRank", [12.7, 50.0] if is_list else 50),
            f"The rank of a percentile is {en} this.",
            f"Hạng phân vị {vi} giá trị này.",
        )  # fmt: skip


# --- rows: extensions, attributes of master data ----------------------------------------------

HOLDERS: Final = (
    ("ILMD_", "ilmd", "in ilmd", "trong ilmd"),
    ("ERROR_DECLARATION_", "errorDeclaration", "of the error declaration", "của khai báo sai sót"),
    ("SENSORELEMENT_", "sensorElement", "of a sensor element", "của phần tử cảm biến"),
    ("SENSORMETADATA_", "sensorMetadata", "of sensor metadata", "của metadata cảm biến"),
    ("SENSORREPORT_", "sensorReport", "of a sensor report", "của báo cáo cảm biến"),
    ("readPoint_", "readPoint", "of the read point", "của điểm đọc"),
    ("bizLocation_", "bizLocation", "of the business location", "của nơi nghiệp vụ"),
    ("", "event", "of the event", "của sự kiện"),
)
_FIELD = "https://example.org/ns#"


def _extension_rows() -> Iterator[Parameter]:
    for prefix, holder, en, vi in HOLDERS:
        yield from _fields(prefix, holder, f"The extension field {en}", f"Trường mở rộng {vi}")
        yield from _fields(
            prefix,
            f"INNER_{holder}",
            f"A field at any depth within an extension field {en}",
            f"Trường ở cấp bất kỳ bên trong trường mở rộng {vi}",
        )


def _fields(prefix: str, aspect: str, en: str, vi: str) -> Iterator[Parameter]:
    """All comparisons of the fields of one holder; `prefix` names it in the parameter."""
    is_inner = aspect.startswith("INNER_")
    inner = "INNER_" if is_inner else ""
    field = f"{_FIELD}{'inner' if is_inner else 'field'}"

    def row(operator: str, kind: Kind, example: Example, than: str, hon: str) -> Parameter:
        return Parameter(
            f"{operator}_{inner}{prefix}{{field}}", kind, operator == "EQ", operator, aspect,
            (f"{operator}_{inner}{prefix}{field}", example),
            f"{en} {than}.",
            f"{vi} {hon}.",
            # the two words stand in either order, as official texts disagree
            (f"{operator}_{prefix}INNER_{{field}}",) if is_inner and prefix else (),
        )  # fmt: skip

    yield row(
        "EQ", "scalar", ["harvest", "7"],
        "has one of these values", "có một trong các giá trị này",
    )  # fmt: skip
    for operator, than, hon in _COMPARISONS[1:]:
        yield row(
            operator, "comparable", 5,
            f"is {than} this number or time", f"{hon} số hoặc thời điểm này",
        )  # fmt: skip
    yield row("EXISTS", "void", None, "is there and not empty", "có mặt và không để trống")


def _attribute_rows() -> Iterator[Parameter]:
    yield Parameter(
        "HASATTR_{field}", "attribute", True, "HASATTR", "attribute",
        ("HASATTR_bizLocation", ["urn:epcglobal:cbv:mda:city"]),
        "Master data gives what this field names one of these attributes.",
        "Dữ liệu chủ của giá trị ở trường này có một trong các thuộc tính này.",
    )  # fmt: skip
    yield Parameter(
        "EQ_ATTR_{field}_{attribute}", "scalar", True, "EQ", "attribute",
        ("EQ_ATTR_bizLocation_urn:epcglobal:cbv:mda:city", ["Đà Lạt", "Bảo Lộc"]),
        "Master data gives what this field names the attribute with one of these values.",
        "Dữ liệu chủ của giá trị ở trường này có thuộc tính với một trong các giá trị này.",
        ("EQATTR_{field}_{attribute}",),
    )  # fmt: skip


# --- rows: the shape of the answer ------------------------------------------------------------


def _answer_rows() -> Iterator[Parameter]:
    yield Parameter(
        "orderBy", "order", False, "", "order_by", ("orderBy", "recordTime"),
        "The field that orders the answer: eventTime, recordTime, quantity, or an extension field by"
        " its full name; events without the field come last.",
        "Trường dùng để sắp xếp: eventTime, recordTime, quantity hoặc tên đầy đủ của trường mở rộng;"
        " sự kiện không có trường đó xếp sau cùng.",
    )  # fmt: skip
    yield Parameter(
        "orderDirection", "direction", False, "", "order_direction", ("orderDirection", "ASC"),
        "Ascending (ASC) or descending (DESC); descending when orderBy stands alone.",
        "Tăng dần (ASC) hoặc giảm dần (DESC); chỉ có orderBy thì giảm dần.",
    )  # fmt: skip
    yield Parameter(
        "eventCountLimit", "count", False, "", "event_count_limit", ("eventCountLimit", 20),
        "Only the first so many events; needs orderBy and excludes maxEventCount.",
        "Chỉ lấy chừng này sự kiện đầu tiên; cần orderBy và không đi cùng maxEventCount.",
    )  # fmt: skip
    yield Parameter(
        "maxEventCount", "count", False, "", "max_event_count", ("maxEventCount", 1000),
        "With more events than this the query is refused (QueryTooLargeException).",
        "Nếu có nhiều sự kiện hơn số này thì từ chối câu hỏi (QueryTooLargeException).",
    )  # fmt: skip


PARAMETERS: Final = (
    *_rows(), *_thing_rows(), *_declaration_rows(), *_sensor_rows(), *_extension_rows(),
    *_attribute_rows(), *_answer_rows(),
)  # fmt: skip
BY_NAME: Final = {parameter.name: parameter for parameter in PARAMETERS}

_PARTS: Final = {
    "{uom}": r"(?P<uom>[A-Z0-9]{2,4})",
    "{type}": r"(?P<type>.+)",
    # braces hold a name space, which may have any sign in it; else the first "_" ends the field
    "{attribute}": r"(?P<attribute>.+)",
}
_SIMPLE_FIELD: Final = r"(?P<field>\{[^{}]+\}[^_{}]*|[^_]+)"


def _expression(name: str) -> re.Pattern[str]:
    text = re.escape(name).replace(r"\{", "{").replace(r"\}", "}")
    for hole, expression in _PARTS.items():
        text = text.replace(hole, expression)
    field = _SIMPLE_FIELD if "{attribute}" in name else r"(?P<field>.+)"
    return re.compile(text.replace("{field}", field), re.DOTALL)


def _specific_first(parameter: Parameter) -> tuple[bool, int]:
    return parameter.aspect in ("event", "INNER_event"), -len(parameter.name.split("{")[0])


_EXACT: Final = {
    name: Found(parameter, {})
    for parameter in PARAMETERS
    if not parameter.is_family
    for name in (parameter.name, *parameter.also)
}
_FAMILIES: Final = [
    (_expression(name), parameter)
    for parameter in sorted(PARAMETERS, key=_specific_first)
    if parameter.is_family
    for name in (parameter.name, *parameter.also)
]
find = lru_cache(maxsize=1024)(find)
