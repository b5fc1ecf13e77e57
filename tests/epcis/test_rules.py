"""The rules that GS1's schema does not know; each names its place and says what to do."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.epcis.documents import GTIN, LOT, NOW, SERIAL, document, event
from tests.epcis.xml.documents import EVENT as SMALL_XML
from txng.epcis.answers import convert_document
from txng.epcis.characters import beyond_xml, is_beyond_xml
from txng.epcis.errors import ValidationException
from txng.epcis.json_ld import read_document
from txng.epcis.reading import open_document
from txng.epcis.reading import read_document as read_xml
from txng.epcis.rules import RULES, place

ROOT = (
    b'<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0"'
    b' creationDate="2026-10-01T09:00:00Z">'
)
ROOT_END = b"</e:EPCISDocument>"
BOX = "https://id.gs1.org/00/095200001000000018"
OTHER = f"https://id.gs1.org/01/{GTIN}/21/S2"


def findings(body: bytes) -> set[tuple[str, str]]:
    try:
        found = read_document(body, now=NOW).warnings
    except ValidationException as refusal:
        found = refusal.findings
    for one in found:
        assert one.message, one.rule
        assert one.message_vi, one.rule
    return {(one.rule, one.pointer.removeprefix("/epcisBody/eventList/0")) for one in found}


def aggregation(**members):
    return event(
        **{"type": "AggregationEvent", "epcList": None, "action": "ADD", "parentID": BOX}
        | {"childEPCs": [SERIAL]}
        | members
    )


def quantity(**members):
    return event(
        epcList=None, quantityList=[{"epcClass": LOT, "quantity": 1, "uom": "KGM"} | members]
    )


CASES = [
    (
        event(epcList=["https://id.gs1.org/01/09520000100019/21/S1"]),
        "wrong_check_digit",
        "/epcList/0",
    ),
    (
        event(readPoint={"id": "https://id.gs1.org/414/9520000100002"}),
        "wrong_check_digit",
        "/readPoint/id",
    ),
    (event(epcList=["no code"]), "malformed_identifier", "/epcList/0"),
    (event(bizStep="dancing"), "unknown_biz_step", "/bizStep"),
    (event(bizStep="urn:epcglobal:cbv:bizstep:dancing"), "unknown_biz_step", "/bizStep"),
    (event(bizStep="https://ref.gs1.org/cbv/BizStep-dancing"), "unknown_biz_step", "/bizStep"),
    (event(disposition="merry"), "unknown_disposition", "/disposition"),
    (event(epcList=[LOT]), "class_in_instance_list", "/epcList/0"),
    (event(epcList=[]), "nothing_named", ""),
    (event(ilmd={"cbvmda:lotNumber": "1"}), "ilmd_outside_add", "/ilmd"),
    (event(eventTime="2026-11-01T00:11:00Z"), "event_in_future", "/eventTime"),
    (
        event(eventTime="2026-10-01T08:00:00+09:00"),
        "offset_contradicts_time",
        "/eventTimeZoneOffset",
    ),
    (event(eventTime="1969-12-31T23:59:59Z"), "event_before_1970", "/eventTime"),
    (quantity(quantity=0), "quantity_not_positive", "/quantityList/0/quantity"),
    (quantity(quantity=-3), "quantity_not_positive", "/quantityList/0/quantity"),
    (quantity(quantity=None), "uom_without_quantity", "/quantityList/0/uom"),
    (quantity(uom="EA"), "uom_each", "/quantityList/0/uom"),
    (quantity(epcClass=SERIAL), "instance_in_class_list", "/quantityList/0/epcClass"),
    (aggregation(parentID=None), "parent_missing", ""),
    (aggregation(childEPCs=[SERIAL, BOX]), "parent_among_children", "/childEPCs/1"),
    (aggregation(childEPCs=[]), "nothing_named", ""),
    (
        event(
            sensorElementList=[
                {
                    "sensorMetadata": {"time": "2026-10-01T09:00:00Z", "deviceID": "urn:a:1"},
                    "sensorReport": [{"deviceID": "urn:a:1"}],
                }
            ]
        ),
        "sensor_device_twice",
        "/sensorElementList/0",
    ),
    (
        event(sensorElementList=[{"sensorMetadata": {"time": "2026-10-01T09:00:00Z"}}]),
        "sensor_after_event",
        "/sensorElementList/0",
    ),
    (
        event(sensorElementList=[{"sensorMetadata": {"startTime": "2026-10-01T07:00:00Z"}}]),
        "sensor_start_without_end",
        "/sensorElementList/0/sensorMetadata",
    ),
]


CBV_1 = "urn:epcglobal:cbv:"
CASES += [
    (event(bizStep=f"{CBV_1}bizstep:transforming"), "retired_word", "/bizStep"),
    (event(disposition=f"{CBV_1}disp:non_sellable_expired"), "retired_word", "/disposition"),
    (
        event(persistentDisposition={"set": [f"{CBV_1}disp:non_sellable_recalled"]}),
        "retired_word",
        "/persistentDisposition/set/0",
    ),
]
TRANSFORMATION = {"type": "TransformationEvent", "action": None, "epcList": None}
CASES += [
    (event(**TRANSFORMATION, inputEPCList=[SERIAL]), "nothing_named", ""),
    (event(**TRANSFORMATION, outputEPCList=[SERIAL]), "nothing_named", ""),
    (event(**TRANSFORMATION, transformationID="urn:txng:roast:1"), "nothing_named", ""),
    (event(type="TransactionEvent"), "nothing_named", ""),
    (aggregation(action="DELETE", parentID=None), "parent_missing", ""),
    (
        aggregation(parentID=SERIAL, childEPCs=["urn:epc:id:sgtin:9520000.010001.S1"]),
        "parent_among_children",
        "/childEPCs/0",
    ),
    (event(sensorElementList=[5]), "malformed_member", "/sensorElementList/0"),
    (
        event(sensorElementList=[{"sensorMetadata": {"deviceID": "a:1"}, "sensorReport": [5]}]),
        "malformed_member",
        "/sensorElementList/0/sensorReport/0",
    ),
    (
        event(sensorElementList=[{"sensorMetadata": {"deviceID": "a:1"}, "sensorReport": [None]}]),
        "null_member",
        "/sensorElementList/0/sensorReport/0",
    ),
    (
        event(sensorElementList=[{"sensorMetadata": ["a:1"]}]),
        "malformed_member",
        "/sensorElementList/0/sensorMetadata",
    ),
]


def sensed(metadata=None, **report):
    element = {"sensorReport": [{"type": "Temperature"} | report]}
    return event(sensorElementList=[element | ({"sensorMetadata": metadata} if metadata else {})])


ELEMENT, REPORT = "/sensorElementList/0", "/sensorElementList/0/sensorReport/0"
CASES += [
    (event(epcList=[SERIAL, OTHER, SERIAL]), "listed_twice", "/epcList/2"),
    (event(epcList=[SERIAL, "urn:epc:id:sgtin:9520000.010001.S1"]), "listed_twice", "/epcList/1"),
    (event(eventID="seven"), "not_a_uri", "/eventID"),
    (event(certificationInfo=["urn:x:1", "paper"]), "not_a_uri", "/certificationInfo/1"),
    (event(certificationInfo=5), "malformed_member", "/certificationInfo"),
    (event(certificationInfo="paper"), "not_a_uri", "/certificationInfo"),
    (
        event(bizTransactionList=[{"bizTransaction": "urn:x:1"}, {"bizTransaction": "paper"}]),
        "not_a_uri",
        "/bizTransactionList/1/bizTransaction",
    ),
    (
        event(sourceList=[{"type": "owning_party", "source": "An"}]),
        "not_a_uri",
        "/sourceList/0/source",
    ),
    (
        event(destinationList=[{"type": "owning_party", "destination": "Bình"}]),
        "not_a_uri",
        "/destinationList/0/destination",
    ),
    (
        event(
            type="TransformationEvent",
            action=None,
            epcList=None,
            inputEPCList=[SERIAL],
            transformationID="roast",
        ),
        "not_a_uri",
        "/transformationID",
    ),
    (
        event(
            errorDeclaration={
                "declarationTime": "2026-10-02T00:00:00Z",
                "correctiveEventIDs": ["urn:x:1", "seven"],
            }
        ),
        "not_a_uri",
        "/errorDeclaration/correctiveEventIDs/1",
    ),
    (event(persistentDisposition={}), "persistent_disposition_empty", "/persistentDisposition"),
    (quantity(uom="kgm"), "uom_not_a_code", "/quantityList/0/uom"),
    (event(sensorElementList=[{"sensorReport": []}]), "sensor_report_missing", ELEMENT),
    (event(sensorElementList=[{"sensorReport": [{"value": 1}]}]), "sensor_type_missing", REPORT),
    (sensed(type="Mood"), "unknown_word", f"{REPORT}/type"),
    (sensed(type="gs1:Mood"), "unknown_gs1_word", f"{REPORT}/type"),
    (sensed(exception="HELP"), "unknown_word", f"{REPORT}/exception"),
    (sensed(component="w"), "unknown_word", f"{REPORT}/component"),
    (sensed(deviceID="seven"), "not_a_uri", f"{REPORT}/deviceID"),
    (sensed(deviceID="urn:x:\u200b"), "malformed_identifier", f"{REPORT}/deviceID"),
    (sensed(time="2026-10-01T09:00:00Z"), "sensor_after_event", ELEMENT),
    (
        sensed({"startTime": "2026-10-01T08:00:00Z", "endTime": "2026-10-01T07:00:00Z"}),
        "sensor_end_before_start",
        f"{ELEMENT}/sensorMetadata/endTime",
    ),
    (
        sensed({"endTime": "2026-10-01T07:00:00Z"}),
        "sensor_start_without_end",
        f"{ELEMENT}/sensorMetadata",
    ),
]
CASES += [
    (event(**{"ex:a": "x\x00"}), "not_in_xml", "/ex:a"),
    (event(**{"ex:a\x00": "x"}), "not_in_xml", "/ex:a\ufffd"),
    (event(**{"ex:a": {"b/~": ["x", {"c": "\uffff"}]}}), "not_in_xml", "/ex:a/b~1~0/1/c"),
    (event(**{"ex:a": "x\x08"}), "not_in_xml", "/ex:a"),
    (event(**{"ex:a": "x\x0c"}), "not_in_xml", "/ex:a"),
    (event(**{"ex:a": "x\x1f"}), "not_in_xml", "/ex:a"),
    (event(ilmd={"ex:a": "x\ufffe"}, action="ADD"), "not_in_xml", "/ilmd/ex:a"),
    (event(eventID="urn:x:\x01"), "not_in_xml", "/eventID"),
    (event(epcList=["urn:x:\x01"]), "not_in_xml", "/epcList/0"),
    (event(type="ex:Kind\x01"), "not_in_xml", "/type"),
    (event(**{"@context": {"ex": "urn:\x00:"}}), "not_in_xml", "/@context/ex"),
    (event(**{"@context": {"e\x00": "urn:x:"}}), "not_in_xml", "/@context/e\ufffd"),
]
WRONG_KINDS = {
    "time": "2026-10-01T08:00:00", "value": "26", "minValue": "26", "maxValue": True,
    "meanValue": [], "sDev": {}, "percRank": "1", "percValue": "1", "stringValue": 5,
    "booleanValue": "true", "hexBinaryValue": "xyz", "uriValue": 5, "uom": 5, "deviceID": 5,
    "deviceMetadata": 5, "rawData": 5, "dataProcessingMethod": 5, "bizRules": 5, "microorganism": 5,
    "chemicalSubstance": 5, "coordinateReferenceSystem": 5, "type": 5, "exception": 5,
    "component": 5,
}  # fmt: skip
CASES += [
    (sensed(**{name: value}), "malformed_member", f"{REPORT}/{name}")
    for name, value in WRONG_KINDS.items()
]
CASES += [
    (sensed({name: 5}), "malformed_member", f"{ELEMENT}/sensorMetadata/{name}")
    for name in (
        "time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData",
        "dataProcessingMethod", "bizRules",
    )
]  # fmt: skip


@pytest.mark.parametrize(("told", "rule", "pointer"), CASES, ids=[case[1] for case in CASES])
def test_the_rule_names_its_place(told, rule, pointer):
    assert (rule, pointer) in findings(document(told))


def test_good_events_break_no_rule():
    good = [
        event(),
        aggregation(childEPCs=[SERIAL, OTHER]),
        aggregation(action="DELETE", childEPCs=[]),
        aggregation(action="OBSERVE", parentID=None),
        quantity(),
        event(eventTime="2026-11-01T00:09:00Z"),
        event(bizStep="https://example.org/steps/carving"),
        event(epcList=["urn:txng:demo:crate:7"]),
        event(eventTime="1970-01-01T00:00:00Z"),
        event(eventTime="2026-10-01T08:00:00-05:30", eventTimeZoneOffset="-05:30"),
        quantity(epcClass="urn:txng:demo:lot:7"),
        event(**TRANSFORMATION, inputEPCList=[SERIAL], transformationID="urn:txng:roast:1"),
        event(
            sensorElementList=[
                {
                    "sensorMetadata": {"time": "2026-10-01T08:05:00Z"},
                    "sensorReport": [{"type": "Temperature", "value": 3, "uom": "CEL"}],
                }
            ]
        ),
        sensed(value=26.5, uom="CEL", minValue=-3, booleanValue=True, hexBinaryValue="F0f0"),
        sensed(
            {"startTime": "2026-10-01T07:00:00Z", "endTime": "2026-10-01T07:00:00Z"},
            stringValue="x",
            uriValue="urn:x:1",
            component="x",
            coordinateReferenceSystem="urn:x:1",
        ),
        event(certificationInfo="urn:x:1"),
        event(certificationInfo=["urn:x:1", "urn:x:2"]),
        event(epcList=None, sensorElementList=[{"sensorReport": [{"type": "gs1:Temperature"}]}]),
    ]
    assert findings(document(*good)) == set()


def test_text_between_elements_is_left_out_with_a_remark_and_refused_when_strict():
    body = ROOT + b"<EPCISBody><EventList>%s</EventList></EPCISBody>" + ROOT_END
    body %= SMALL_XML.replace("{more}", "loose").encode()
    (remark,) = read_xml(body, now=NOW).warnings
    assert (remark.rule, remark.pointer) == ("stray_text", "/epcisBody/eventList/0")
    with pytest.raises(ValidationException):
        read_xml(body, now=NOW, strict=True)


@pytest.mark.parametrize(
    "body",
    [
        document(event(**{"ex:a": "\uffff"})),
        document(event(**{"ex:a": "\uffff"})).replace(rb"\uffff", "\uffff".encode()),
        document(event(**{"ex:a": "\uffff"})).replace(rb"\uffff", rb"\uFfFF"),
        document(event(**{"ex:a": "\x1b"})).replace(rb"\u001b", rb"\u001B"),
        document(event(**{"ex:a": "\\\x1b"})),
    ],
    ids=ascii,
)
def test_a_character_that_xml_has_not_is_found_however_it_is_spelt(body):
    assert ("not_in_xml", "/ex:a") in findings(body)


SPELT = st.text(st.sampled_from('\\ub0f1e\x00\x0c\x1f\uffff\ufffd\t\n"x'), max_size=12)


@given(st.recursive(SPELT, lambda one: st.lists(one) | st.dictionaries(SPELT, one), max_leaves=5))
def test_the_bytes_tell_exactly_whether_there_is_something_that_xml_cannot_hold(value):
    expected = any(True for _ in beyond_xml(value, ""))
    for body in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        assert is_beyond_xml(body.encode()) == expected


@pytest.mark.parametrize(
    "text", [r"\u0000", "\\b \\f \\\\u001f", "\t\r\n", "\x7f\x80\ufffd\ue000\U0001fffe", "Đà Lạt"]
)
def test_what_only_looks_like_a_control_character_is_kept_and_told_in_xml(text):
    (draft,) = read_document(document(event(**{"urn:x:a": text})), now=NOW).drafts
    told = convert_document(draft.payload, "xml", now=NOW)
    assert etree.fromstring(told).findtext(".//{urn:x:}a") == text


def test_master_data_and_the_head_of_a_document_hold_no_control_characters_either():
    element = {"id": "urn:x:1", "attributes": [{"id": "urn:x:a", "attribute": "x\x00"}]}
    listed = [{"type": "urn:x:t", "vocabularyElementList": [element]}]
    header = {"epcisMasterData": {"vocabularyList": listed}}
    place = "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/0/attributes/0"
    assert ("not_in_xml", f"{place}/attribute") in findings(document(epcisHeader=header))
    context = [{"ex": "urn:\x00:"}]
    assert ("not_in_xml", "/@context/0/ex") in findings(document(event(), **{"@context": context}))


def test_a_control_character_is_told_to_people_and_machines():
    with pytest.raises(ValidationException) as refusal:
        read_document(document(event(**{"ex:a": "x\x00"})), now=NOW)
    (told,) = refusal.value.findings
    assert told.message.startswith("Expected characters that XML can hold, too, got")
    assert told.message_vi == (
        "Có ký tự điều khiển U+0000 mà XML không chứa được. Bỏ ký tự đó rồi gửi lại."
    )


def test_what_a_stranger_wrote_comes_back_cut():
    with pytest.raises(ValidationException) as refusal:
        read_document(document(event(bizStep="x" * 2000)), now=NOW)
    (told,) = refusal.value.findings
    assert told.rule == "unknown_biz_step"
    assert "x" * 200 in told.message
    assert len(told.message) < 400


def test_every_rule_speaks_two_languages_with_the_same_values():
    import re

    for name, rule in RULES.items():
        english = set(re.findall(r"\{(\w+)", rule.en))
        vietnamese = set(re.findall(r"\{(\w+)", rule.vi))
        assert vietnamese <= english | {"text", "vi"}, name


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"action": "ADDED"}, "Không dùng được giá trị 'ADDED'. Sửa rồi gửi lại."),
        ({"eventTime": "hôm qua"}, "Thời điểm phải viết như 2026-01-31T08:30:00+07:00."),
        ({"epcList": "urn:x:1"}, "Cần một danh sách [...]."),
        ({"readPoint": "urn:x:1"}, "Cần một đối tượng {...}."),
        ({"disposition": 5}, "Cần một chuỗi trong dấu nháy kép."),
        ({"quantityList": [{"epcClass": LOT, "quantity": "5"}]}, "Cần một số."),
        ({"certificationInfo": 5}, "Cần một chuỗi trong dấu nháy kép."),
        ({"eventTimeZoneOffset": "7"}, "Múi giờ phải viết như +07:00."),
        ({"eventID": "urn:" + "x" * 3000}, "Giá trị dài hơn 2048 ký tự."),
        ({"epcList": ["urn:x:1", 5]}, "Cần một chuỗi trong dấu nháy kép."),
        ({"epcList": ["urn:epc:id:sgtin:1.2"]}, "EPC URN phải viết như urn:epc:id:sgtin:"),
    ],
)
def test_a_person_reads_no_english_in_a_vietnamese_sentence(broken, sentence):
    with pytest.raises(ValidationException) as refusal:
        read_document(document(event(**broken)), now=NOW)
    told = refusal.value.findings[0].message_vi
    assert sentence in told
    assert "Expected" not in told
    assert "Invalid" not in told


@pytest.mark.parametrize(
    ("body", "place", "english"),
    [
        (b'{"type": "EPCISDocument", ]', "(ở byte thứ 26)", "(byte 26)"),
        (b"<a>\n <b></a>", "(ở dòng 2, cột 23)", "line 2, column 23."),
        (b"{", "bị cắt cụt. Kiểm tra tệp", "truncated"),
    ],
)
def test_a_broken_file_is_told_with_the_place_in_both_languages(body, place, english):
    with pytest.raises(ValidationException) as refusal:
        open_document(body.replace(b"<a>", ROOT).replace(b"</a>", ROOT_END), now=NOW).whole()
    (told,) = refusal.value.findings
    assert place in told.message_vi
    assert english in told.message
    assert "<string>" not in told.message


@pytest.mark.parametrize(
    ("message", "pointer", "text"),
    [
        ("Expected `str` - at `$.readPoint.id`", "/readPoint/id", "Expected `str`"),
        ("Expected `int` - at `$.list[0].value`", "/list/0/value", "Expected `int`"),
        ("Expected `int` - at `$[3]`", "/3", "Expected `int`"),
        ("Expected `str` - at `$.any[...].id`", "/any/id", "Expected `str`"),
        ("Expected `object`, got `int`", "", "Expected `object`, got `int`"),
    ],
)
def test_a_decoders_path_becomes_a_pointer(message, pointer, text):
    assert place(message) == (pointer, text)


# Each of these may be in a document that is taken; every other rule refuses the event.
REMARKS = frozenset(
    (
        "cbv_urn context_spelling doctype_ignored empty_string event_named_twice"
        " extension_of_master_data extension_without_place hash_differs hash_shared listed_twice"
        " not_a_uri null_member offset_contradicts_time qualified_names quantity_event retired_word"
        " schema_version_number sensor_after_event sensor_device_twice sensor_end_before_start"
        " sensor_start_without_end sensor_type_missing stray_text time_spelling type_named_is_a"
        " undeclared_prefix unknown_gs1_word unknown_member uom_each uom_not_a_code"
    ).split()
)


def test_what_only_earns_a_remark_is_decided_here_and_not_by_accident():
    assert {name for name, rule in RULES.items() if rule.severity == "warning"} == REMARKS
