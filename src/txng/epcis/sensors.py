"""What sensors measured: the shape of sensorElementList and what its rules say.

    {"sensorMetadata": {"time": "2026-..Z", "deviceID": "urn:epc:id:giai:4000001.111"},   when, with what
     "sensorReport": [{"type": "Temperature", "value": 26.0, "uom": "CEL"},               one quantity each
                      {"type": "Temperature", "minValue": 24.1, "maxValue": 27.5, "uom": "CEL"}]}

An event keeps its sensor data as members, so that extensions survive; these structs say which types
the standard's members have. Source: EPCIS 2.0 §7.3.7, CBV 2.0 §7.6-7.9.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec

from txng.epcis import rules, vocabulary
from txng.epcis.events import Struct, Timestamp, Uri, Word
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import require_visible

HexBinary = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9A-Fa-f]{2})+\Z")]
Text = Annotated[str, msgspec.Meta(max_length=65536)]


class SensorMetadata(Struct, frozen=True, kw_only=True):
    """What holds for all reports of an element unless a report says otherwise."""

    time: Timestamp | None = None
    start_time: Timestamp | None = msgspec.field(name="startTime", default=None)
    end_time: Timestamp | None = msgspec.field(name="endTime", default=None)
    device_id: Uri | None = msgspec.field(name="deviceID", default=None)
    device_metadata: Uri | None = msgspec.field(name="deviceMetadata", default=None)
    raw_data: Uri | None = msgspec.field(name="rawData", default=None)
    data_processing_method: Uri | None = msgspec.field(name="dataProcessingMethod", default=None)
    biz_rules: Uri | None = msgspec.field(name="bizRules", default=None)


class SensorReport(Struct, frozen=True, kw_only=True):
    """One quantity, alarm or finding; numbers are in `uom` (UN/ECE Recommendation 20)."""

    type: Word | None = None
    exception: Word | None = None
    device_id: Uri | None = msgspec.field(name="deviceID", default=None)
    device_metadata: Uri | None = msgspec.field(name="deviceMetadata", default=None)
    raw_data: Uri | None = msgspec.field(name="rawData", default=None)
    data_processing_method: Uri | None = msgspec.field(name="dataProcessingMethod", default=None)
    biz_rules: Uri | None = msgspec.field(name="bizRules", default=None)
    time: Timestamp | None = None
    microorganism: Uri | None = None
    chemical_substance: Uri | None = msgspec.field(name="chemicalSubstance", default=None)
    coordinate_reference_system: Uri | None = msgspec.field(
        name="coordinateReferenceSystem", default=None
    )
    value: float | None = None
    component: Word | None = None
    string_value: Text | None = msgspec.field(name="stringValue", default=None)
    boolean_value: bool | None = msgspec.field(name="booleanValue", default=None)
    hex_binary_value: HexBinary | None = msgspec.field(name="hexBinaryValue", default=None)
    uri_value: Uri | None = msgspec.field(name="uriValue", default=None)
    min_value: float | None = msgspec.field(name="minValue", default=None)
    max_value: float | None = msgspec.field(name="maxValue", default=None)
    mean_value: float | None = msgspec.field(name="meanValue", default=None)
    s_dev: float | None = msgspec.field(name="sDev", default=None)
    perc_rank: float | None = msgspec.field(name="percRank", default=None)
    perc_value: float | None = msgspec.field(name="percValue", default=None)
    uom: Word | None = None


class SensorElement(Struct, frozen=True, kw_only=True):
    sensor_metadata: SensorMetadata | None = msgspec.field(name="sensorMetadata", default=None)
    sensor_report: tuple[SensorReport, ...] = msgspec.field(name="sensorReport", default=())


_SHARED = (
    ("deviceID", "device_id"),
    ("deviceMetadata", "device_metadata"),
    ("rawData", "raw_data"),
    ("dataProcessingMethod", "data_processing_method"),
    ("bizRules", "biz_rules"),
)
_WORDS: tuple[tuple[vocabulary.Field, str], ...] = (
    ("measurement_type", "type"),
    ("sensor_alert_type", "exception"),
    ("component", "component"),
)
_OF_GS1 = ("gs1:", "https://gs1.org/voc/", "https://www.gs1.org/voc/")
_NO_METADATA = SensorMetadata()


def sensor_elements(elements: Sequence[dict[str, Any]]) -> tuple[SensorElement, ...]:
    """The members of an event's sensorElementList as structs. Raises msgspec.ValidationError."""
    return msgspec.convert(elements, tuple[SensorElement, ...])


def check_sensors(
    elements: Sequence[dict[str, Any]], latest: datetime, report: Callable[..., None]
) -> None:
    """What the rules say of an event's sensor data; `latest` is the latest time they may bear."""
    try:
        read = sensor_elements(elements)
    except msgspec.ValidationError as error:
        where, got = rules.place(str(error))
        report("malformed_member", f"/sensorElementList{where}", got=got)
        return
    for position, element in enumerate(read):
        where = f"/sensorElementList/{position}"
        metadata = element.sensor_metadata or _NO_METADATA
        if not element.sensor_report:
            report("sensor_report_missing", where)
        _check_period(metadata, where, report)
        for name, field in _SHARED:
            in_metadata = getattr(metadata, field) is not None
            if in_metadata and any(
                getattr(one, field) is not None for one in element.sensor_report
            ):
                report("sensor_device_twice", where, name=name)
        for moment in (metadata.time, *(one.time for one in element.sensor_report)):
            if moment is not None and moment > latest:
                report("sensor_after_event", where, got=moment.isoformat())
        for number, one in enumerate(element.sensor_report):
            _check_report(one, f"{where}/sensorReport/{number}", report)
        for pointer, text in _names(element, where):
            check_name(text, pointer, report)


def _check_period(metadata: SensorMetadata, where: str, report: Callable[..., None]) -> None:
    start, end = metadata.start_time, metadata.end_time
    if (start is None) != (end is None):
        name = "endTime" if start is None else "startTime"
        report("sensor_start_without_end", f"{where}/sensorMetadata", name=name)
    elif start is not None and end is not None and end < start:
        report("sensor_end_before_start", f"{where}/sensorMetadata/endTime", got=end.isoformat())


def _check_report(one: SensorReport, where: str, report: Callable[..., None]) -> None:
    if one.type is None and one.exception is None:
        report("sensor_type_missing", where)
    for field, name in _WORDS:
        text = getattr(one, name)
        if text is not None and not vocabulary.is_known(field, text):
            is_gs1s = text.startswith(_OF_GS1)  # GS1's own examples use words it dropped later
            rule = "unknown_gs1_word" if is_gs1s else "unknown_word"
            report(rule, f"{where}/{name}", field=f"sensorReport {name}", text=text)


_URIS = (
    *_SHARED,
    ("microorganism", "microorganism"),
    ("chemicalSubstance", "chemical_substance"),
    ("coordinateReferenceSystem", "coordinate_reference_system"),
    ("uriValue", "uri_value"),
)


def _names(element: SensorElement, where: str) -> Iterator[tuple[str, str]]:
    """Names of devices, substances and documents: an event is found by some of them."""
    metadata = element.sensor_metadata or _NO_METADATA
    for name, field in _SHARED:
        if (text := getattr(metadata, field)) is not None:
            yield f"{where}/sensorMetadata/{name}", text
    for number, one in enumerate(element.sensor_report):
        for name, field in _URIS:
            if (text := getattr(one, field)) is not None:
                yield f"{where}/sensorReport/{number}/{name}", text


def check_name(text: str, where: str, report: Callable[..., None]) -> None:
    """Judge a name that is never rewritten: a URI, in letters that can be seen."""
    if ":" not in text:
        report("not_a_uri", where, text=text)
    if text.isascii() and text.isprintable() and " " not in text:
        return  # as nearly all names are; what looks like nothing is never ASCII
    try:
        require_visible(text)
    except Gs1Error as error:
        report("malformed_identifier", where, got=str(error), vi=error.vi, text=text)
