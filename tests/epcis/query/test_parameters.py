"""The table is complete and says so itself; what a query asks is decided on one event alone."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.epcis.documents import NOW, document
from tests.epcis.query.story import CONTEXT, event
from txng.epcis.json_ld import read_document
from txng.epcis.query import parameters, table
from txng.epcis.query.doors import parse_json
from txng.epcis.query.language import Subject
from txng.epcis.query.parameters import PARAMETERS

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("row", PARAMETERS, ids=lambda row: row.name)
def test_a_row_is_found_by_the_name_of_its_example(row):
    found = parameters.find(row.example[0])
    assert found is not None
    assert found.parameter is row
    assert row.sentence.endswith(".")
    assert row.sentence_vi.endswith(".")
    assert row.sentence != row.sentence_vi


def test_names_and_sentences_are_told_once():
    names = [name for row in PARAMETERS for name in (row.name, *row.also)]
    assert len(set(names)) == len(names)
    assert len({row.sentence for row in PARAMETERS}) == len(PARAMETERS)
    assert len({row.sentence_vi for row in PARAMETERS}) == len(PARAMETERS)


def test_every_parameter_of_the_query_schema_has_a_row(shared_epcis):
    schema = json.loads((shared_epcis / "schema" / "query-schema.json").read_text())
    query = schema["definitions"]["EPCIS-Query"]
    for name in query["properties"]:
        assert name == "@context" or parameters.find(name), name
    for expression in query["patternProperties"]:
        name = expression.strip("^$")
        for written, told in (
            (r"[a-z][a-zA-Z0-9]*\\:\\w+", "ex:field"),
            (r"[a-z][a-zA-Z0-9_]+", "owning_party"),
            ("[A-Z0-9]{2,4}", "KGM"),
            (r"\\w+_\\w+", "bizLocation_city"),
        ):
            name = name.replace(written, told)
        assert re.fullmatch(r"[\w:]+", name), name
        found = parameters.find(name)
        assert found is not None, name
        # the holder that the name says is the holder that the row looks into
        said = re.sub(r"^[A-Z]+_|ex:field$|_$", "", name).strip("_")
        assert not said or found.parameter.name.startswith(name.split(said)[0] + said.split("_")[0])


def test_every_query_parameter_of_the_openapi_file_has_a_row(shared_epcis):
    text = (shared_epcis / "openapi" / "epcis-openapi.yaml").read_text()
    start = text.index("  /events:\n")
    block = text[start : text.index("\n  /", start)]
    names = re.findall(r"#/components/parameters/([A-Za-z0-9_]+)", block)
    asked = {name for name in names if not name.startswith(("GS1", "NextPage", "PerPage"))}
    assert len(asked) > 40
    for name in asked:
        assert parameters.find(name), name


def test_the_page_of_the_table_is_the_table():
    page = ROOT / "docs" / "standards" / "epcis-query.md"
    assert page.read_text(encoding="utf-8") == table.page()  # python -m txng.epcis.query.table


def subject(**members):
    (draft,) = read_document(document(event(**members), **{"@context": CONTEXT}), now=NOW).drafts
    return Subject(
        draft.event,
        event_id=draft.event.event_id or "urn:uuid:given",
        record_time=datetime(2026, 10, 20, tzinfo=UTC),
        payload=draft.payload,
    )


def test_a_query_needs_no_store_to_be_decided():
    told = subject(bizStep="shipping", quantityList=[{"epcClass": "urn:x:1", "quantity": 3}])
    assert parse_json({"EQ_bizStep": ["shipping"], "GE_quantity": 3}).matches(told)
    assert not parse_json({"EQ_bizStep": ["shipping"], "GT_quantity": 3}).matches(told)
    assert parse_json({}).matches(told)


def test_without_master_data_a_place_is_alone_and_has_no_attributes():
    told = subject(bizLocation={"id": "urn:txng:demo:kho"})
    assert parse_json({"WD_bizLocation": ["urn:txng:demo:kho"]}).matches(told)
    assert not parse_json({"HASATTR_bizLocation": ["cbvmda:city"]}).matches(told)


def test_members_are_decoded_only_for_extensions():
    told = subject(
        bizStep="shipping", sensorElementList=[{"sensorReport": [{"type": "Temperature"}]}]
    )
    told.payload = b"not to be read"
    plain = {
        "eventType": ["ObjectEvent"], "EQ_bizStep": ["shipping"], "EQ_type": ["Temperature"],
        "MATCH_anyEPC": ["https://id.gs1.org/01/*"], "GE_recordTime": "2026-10-01T00:00:00Z",
    }  # fmt: skip
    assert parse_json(plain).matches(told)


@pytest.mark.parametrize(
    ("stored", "wanted", "is_met"),
    [
        ("007", "7", False), ("7", "7", True), (7, "7", True), (7, "007", True), (7.0, "7", True),
        ("7.0", "7", False), (True, "true", True), (True, "1", False), (False, "false", True),
        ("2026-10-10T07:00:00+07:00", "2026-10-10T00:00:00Z", True),
        ("2026-10-10", "2026-10-10T00:00:00Z", True), ("2026-10-10", "2026-10-11", False),
        ({"@value": "a", "@type": "xsd:string"}, "a", True), ({"#text": "a", "unit": "b"}, "a", True),
        ({"@id": "urn:x:1"}, "urn:x:1", True), (["a", ["b"]], "b", True), ({"ex:b": "b"}, "b", False),
        (None, "null", False), ("", "a", False),
    ],
)  # fmt: skip
def test_texts_are_compared_as_texts_and_numbers_as_numbers(stored, wanted, is_met):
    told = subject(**{"ex:field": stored})
    assert parse_json({"@context": CONTEXT, "EQ_ex:field": [wanted]}).matches(told) == is_met


@pytest.mark.parametrize(
    ("stored", "wanted", "is_met"),
    [
        (26.0, 26, True), (26, 26.0, True), ("26.0", 26, True), ("26", 26, True), ("2.6e1", 26, True),
        ("+26", 26, True), ("026", 26, True), ("26.5", 26.5, True), ("26.0", 26.5, False),
        ("rice", 26, False), ("", 26, False), (True, 1, False), ("true", 1, False), (None, 0, False),
        ("2026-10-10", 2026, False), ("NaN", 0, False), ({"@value": "26.0"}, 26, True),
        (["rice", "26.0"], 26, True), ({"ex:b": "26"}, 26, False), (0, 0, True), ("0.0", 0, True),
        (False, 0, False),
    ],
)  # fmt: skip
def test_who_asks_for_a_number_finds_its_value_however_it_was_captured(stored, wanted, is_met):
    """An XML element holds text: what JSON captures as 26.0 stands there as "26.0" (§8.2.7.1)."""
    told = subject(**{"ex:field": stored})
    assert parse_json({"@context": CONTEXT, "EQ_ex:field": wanted}).matches(told) == is_met
    listed = ["none of it", wanted]
    assert parse_json({"@context": CONTEXT, "EQ_ex:field": listed}).matches(told) == is_met


@pytest.mark.parametrize(
    ("stored", "name", "bound", "is_met"),
    [
        (5, "GE", 5, True), (5, "GT", 5, False), ("5.5", "GT", 5, True), ("rice", "GT", 5, False),
        (True, "GE", 1, False), ("2026-12-31", "GE", "2026-12-01", True),
        ("2026-12-31", "LT", "2026-12-30T23:00:00-02:00", True), (5, "LT", "2026-12-01", False),
        ("2026-10-10T00:00:00", "GE", "2026-01-01", False), ([1, 9], "GT", 8, True),
    ],
)  # fmt: skip
def test_numbers_and_times_are_compared_with_their_like(stored, name, bound, is_met):
    told = subject(**{"ex:field": stored})
    assert parse_json({"@context": CONTEXT, f"{name}_ex:field": bound}).matches(told) == is_met


def test_a_name_of_epcis_1_with_a_hash_means_the_element_without_it():
    """EQ_http://ns.example.com/epcis#crop is the element crop of http://ns.example.com/epcis."""
    members = event(**{"farm:crop": "rice"})
    whole = document(members, **{"@context": [CONTEXT[0], {"farm": "http://ns.example.com/epcis"}]})
    (draft,) = read_document(whole, now=NOW).drafts
    told = Subject(draft.event, event_id="urn:x:1", record_time=NOW, payload=draft.payload)
    for name in ("http://ns.example.com/epcis#crop", "{http://ns.example.com/epcis}crop"):
        assert parse_json({f"EQ_{name}": ["rice"]}).matches(told), name


@pytest.mark.parametrize(
    "prefix", ["urn:epcglobal:cbv:mda:", "urn:epcglobal:cbv:mda", "urn:epcglobal:cbv:mda#"]
)
def test_the_master_data_vocabulary_is_one_name_space_however_gs1_writes_it(prefix):
    told = subject(action="ADD", ilmd={"cbvmda:lotNumber": "L1"})
    assert parse_json({f"EQ_ILMD_{prefix}lotNumber": ["L1"]}).matches(told)


@pytest.mark.parametrize(
    ("value", "unit", "asked", "is_met"),
    [
        (68, "FAH", {"EQ_value_CEL": 20}, True), (68, "FAH", {"GT_value_CEL": 20}, False),
        (68, "FAH", {"GE_value_CEL": 20}, True), (68.1, "FAH", {"GT_value_CEL": 20}, True),
        (20, "CEL", {"EQ_value_KGM": 20}, False), (20, "XXX", {"EQ_value_XXX": 20}, True),
        (293.15, "KEL", {"LE_value_FAH": 68}, True), (68.0001, "FAH", {"EQ_value_CEL": 20}, False),
        (68.0000000000001, "FAH", {"EQ_value_CEL": 20}, True),
        (68.0000001, "FAH", {"LE_value_CEL": 20}, False),
    ],
)  # fmt: skip
def test_measures_are_converted(value, unit, asked, is_met):
    report = {"type": "Temperature", "value": value, "uom": unit}
    told = subject(sensorElementList=[{"sensorReport": [report]}])
    assert parse_json(asked).matches(told) == is_met


def test_a_deviation_is_a_difference_of_degrees_and_knows_no_zero():
    report = {"type": "Temperature", "sDev": 18, "uom": "FAH"}
    told = subject(sensorElementList=[{"sensorReport": [report]}])
    assert parse_json({"EQ_sDev_CEL": 10}).matches(told)
    assert parse_json({"EQ_sDev_KEL": 10}).matches(told)
    assert not parse_json({"EQ_sDev_KGM": 10}).matches(told)


def test_an_inner_field_of_the_event_lies_in_an_extension_and_in_no_member_of_the_standard():
    told = subject(
        readPoint={"id": "urn:x:1", "ex:inner": "a", "ex:outer": {"ex:inner": "b"}},
        **{"ex:outer": [{"ex:inner": "c"}]},
    )
    assert met(told, "EQ_INNER_ex:inner", "c")
    assert not met(told, "EQ_INNER_ex:inner", "a")
    assert not met(told, "EQ_INNER_ex:inner", "b")
    assert met(told, "EQ_INNER_readPoint_ex:inner", "b")
    assert not met(told, "EQ_INNER_readPoint_ex:inner", "a")
    assert met(told, "EQ_readPoint_ex:inner", "a")


def met(told, name, value):
    return parse_json({"@context": CONTEXT, name: value}).matches(told)


@pytest.mark.parametrize(
    "name", ["EXISTS_errorDeclaration", "EXISTS_sensorElementList", "EXISTS_ex:field"]
)
def test_false_asks_for_nothing(name):
    """ "If omitted or false, events are returned regardless" (GS1's OpenAPI file)."""
    assert met(subject(), name, False)
    assert not met(subject(), name, True)


@pytest.mark.parametrize("text", ["recalled", "urn:epcglobal:cbv:disp:recalled", "ex:lost"])
def test_a_persistent_disposition_is_compared_in_any_spelling(text):
    told = subject(persistentDisposition={"set": [text]})
    other = {"ex:lost": "https://example.org/ns#lost"}.get(text, "cbv:Disp-recalled")
    assert met(told, "EQ_persistentDisposition_set", [other])
    assert not met(told, "EQ_persistentDisposition_unset", [other])


class City:
    """Master data of one place."""

    def descendants(self, ids):
        return ids

    def attributes_of(self, ids):
        known = {"urn:txng:demo:kho": {"urn:epcglobal:cbv:mda#city": "Huế", "ex": "Đà Lạt"}}
        return {one: known[one] for one in ids if one in known}


def test_an_attribute_has_its_own_value_and_no_others():
    told = subject(bizLocation={"id": "urn:txng:demo:kho"})
    told.master_data = City()
    assert met(told, "EQ_ATTR_bizLocation_cbvmda:city", "Huế")
    assert not met(told, "EQ_ATTR_bizLocation_cbvmda:city", "Đà Lạt")
    assert not met(told, "EQ_ATTR_readPoint_cbvmda:city", "Huế")
    assert met(told, "HASATTR_bizLocation", ["cbvmda:street", "urn:epcglobal:cbv:mda:city"])
    assert not met(told, "HASATTR_bizLocation", ["cbvmda:street"])
