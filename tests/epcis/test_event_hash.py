"""The CBV event hash: the published vectors, the reference implementation, and what it gets wrong."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.epcis import generated
from tests.epcis.documents import CONTEXT, NOW, event
from txng.epcis.context import Namespaces
from txng.epcis.event_hash import event_hash, hash_of_payload, pre_hash, pre_hash_of_payload
from txng.epcis.members import EVENT_SHAPES, Shape, with_full_names
from txng.epcis.reading import read_document

VECTORS = ["", "2", "3"]
SLOTS = (
    "type eventTime epcList readPoint sourceList sensorElementList ilmd quantityList x:y".split()
)


def namespaces(context: Any = None) -> Namespaces:
    found = Namespaces()
    if context is not None:
        found.read(context, "", lambda rule, pointer, values: pytest.fail(f"{rule} at {pointer}"))
    return found


def hashed(context: Any = None, **members: Any) -> str:
    """What `event(**members)` becomes behind its time."""
    whole = pre_hash(event(**members), namespaces(context))
    return whole.removeprefix("eventType=ObjectEventeventTime=2026-10-01T08:00:00.000Z")


@pytest.mark.parametrize("number", VECTORS)
def test_the_published_vectors_come_out_byte_for_byte(shared_epcis: Path, number: str) -> None:
    stem = shared_epcis / "event-hash" / f"ReferenceEventHashAlgorithm{number}"
    document = json.loads(stem.with_suffix(".jsonld").read_bytes())
    (members,) = document["epcisBody"]["eventList"]
    spaces = namespaces(document["@context"])
    assert pre_hash(members, spaces) == stem.with_suffix(".prehashes").read_text().rstrip("\n")
    assert event_hash(members, spaces) == stem.with_suffix(".hashes").read_text().strip()


@pytest.mark.parametrize("number", VECTORS)
def test_the_published_vectors_come_out_of_xml_too(shared_epcis: Path, number: str) -> None:
    stem = shared_epcis / "event-hash" / f"ReferenceEventHashAlgorithm{number}"
    (draft,) = read_document(stem.with_suffix(".xml").read_bytes(), now=NOW).drafts
    expected = stem.with_suffix(".prehashes").read_text().rstrip("\n")
    assert pre_hash_of_payload(draft.payload) == expected
    assert hash_of_payload(draft.payload) == stem.with_suffix(".hashes").read_text().strip()


def test_gs1s_events_with_one_hash_have_one_but_for_the_one_in_another_time_zone(
    shared_epcis: Path,
) -> None:
    """GS1 calls all six identical, but the second says another eventTimeZoneOffset, which is hashed."""
    hashes = {}
    for path in (shared_epcis / "examples-xml" / "WithEventHashID").glob("*.xml"):
        body = path.read_bytes().replace(b"<!DOCTYPE project>", b"")
        (draft,) = read_document(body, now=NOW).drafts
        hashes[path.stem[-1]] = hash_of_payload(draft.payload)
    odd = hashes.pop("2")
    assert set(hashes) == set("13456")
    assert len(set(hashes.values())) == 1
    assert odd not in hashes.values()


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=60)
@given(st.lists(generated.events(), min_size=1, max_size=3))
def test_generated_events_hash_as_the_reference_hashes_them(events: list[dict[str, Any]]) -> None:
    reference = pytest.importorskip("tests.epcis.reference_hash")
    document = {
        "@context": generated.REFERENCE_CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-10-01T09:00:00Z",
        "epcisBody": {"eventList": events},
    }
    spaces = namespaces(generated.CONTEXT)
    for members, expected in zip(events, reference.reference_pre_hashes(document), strict=True):
        assert pre_hash(members, spaces) == expected


@settings(max_examples=60)
@given(generated.events(), st.randoms(use_true_random=False))
def test_neither_order_nor_numbers_spelling_changes_the_hash(
    members: dict[str, Any], random: Any
) -> None:
    spaces = namespaces(generated.CONTEXT)

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            names = list(value)
            random.shuffle(names)
            return {name: shuffled(value[name]) for name in names}
        if isinstance(value, list):
            return [shuffled(item) for item in random.sample(value, len(value))]
        return value

    again = msgspec.json.decode(msgspec.json.encode(shuffled(members)))
    assert pre_hash(again, spaces) == pre_hash(members, spaces)


@given(
    generated.events(), st.sampled_from(["eventID", "recordTime", "errorDeclaration", "@context"])
)
def test_what_did_not_happen_is_no_part_of_the_hash(members: dict[str, Any], name: str) -> None:
    spaces = namespaces(generated.CONTEXT)
    expected = event_hash({key: value for key, value in members.items() if key != name}, spaces)
    assert event_hash(members | {name: {"reason": "x"}}, spaces) == expected


def test_a_stored_payload_brings_its_own_name_spaces() -> None:
    members = event(**{"vn:mùa": "đông"})
    payload = json.dumps({"@context": [{"vn": "https://truyxuat.example/voc/"}], **members})
    spaces = namespaces({"vn": "https://truyxuat.example/voc/"})
    assert hash_of_payload(payload.encode()) == event_hash(members, spaces)
    assert pre_hash(members, spaces).endswith("{https://truyxuat.example/voc/}mùa=đông")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-10-01T08:00:00Z", "2026-10-01T08:00:00.000Z"),
        ("2026-10-01T08:00:00.1+07:00", "2026-10-01T01:00:00.100Z"),
        ("2026-01-01T06:59:59.999+07:00", "2025-12-31T23:59:59.999Z"),
        ("2026-10-01T08:00:00.1414Z", "2026-10-01T08:00:00.141Z"),
        ("2026-10-01T08:00:00.1415Z", "2026-10-01T08:00:00.142Z"),  # the standard's own example
        ("2026-10-01T08:00:00.1425Z", "2026-10-01T08:00:00.143Z"),  # the reference: .142
        ("2026-12-31T23:59:59.9995Z", "2027-01-01T00:00:00.000Z"),  # the reference fails
        ("2026-10-01t08:00:00z", "2026-10-01T08:00:00.000Z"),
        ("2026-10-01T08:00:00", "2026-10-01T08:00:00"),  # a time zone is never guessed
        ("2026-13-01T08:00:00Z", "2026-13-01T08:00:00Z"),
        ("0001-01-01T00:00:00+07:00", "0001-01-01T00:00:00+07:00"),
        (" 2026-10-01T08:00:00Z ", "2026-10-01T08:00:00.000Z"),
        (20261001, "20261001"),
    ],
)
def test_times_are_in_utc_and_rounded_half_up_to_milliseconds(written: Any, expected: str) -> None:
    whole = pre_hash({"type": "ObjectEvent", "eventTime": written}, namespaces())
    assert whole == f"eventType=ObjectEventeventTime={expected}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (True, "true"),  # as XML writes it; the reference: True
        (False, "false"),
        ("true", "true"),
        (1, "1"),
        (1.0, "1"),
        (0.3434, "0.3434"),
        ("007", "7"),
        ("1.50", "1.5"),
        ("1e400", "1e400"),  # too large for a double; the reference fails
        ("1_000", "1_000"),  # a number for Python only
        ("nan", "nan"),
        ("  spaced  ", "spaced"),
        ("", ""),
        (10**400, str(10**400)),
        (2**53 - 1, str(2**53 - 1)),
        (2**53 + 1, str(2**53)),  # a double, as in the reference
    ],
)
def test_plain_values_of_extensions(written: Any, expected: str) -> None:
    whole = hashed({"x": "urn:x:"}, **{"x:y": written})
    assert whole.endswith("{urn:x:}y" + (f"={expected}" if expected else ""))


def test_a_null_is_an_absent_member() -> None:
    assert pre_hash(event() | {"cbvmda:a": None, "disposition": None}, namespaces()) == pre_hash(
        event(), namespaces()
    )


def test_a_cbv_word_is_one_only_where_a_cbv_word_stands() -> None:
    assert "note=shipping" in hashed(**{"gs1:note": "shipping"})
    assert "bizStep=https://ref.gs1.org/cbv/BizStep-shipping" in hashed(**{"gs1:note": "shipping"})


@pytest.mark.parametrize("space", ["urn:epcglobal:cbv:mda", "urn:epcglobal:cbv:mda:", None])
def test_cbv_master_data_has_one_name_space_in_json_and_xml(space: str | None) -> None:
    context = None
    spaces = namespaces(context)
    if space is not None:
        spaces.prefixes["cbvmda"] = space
    whole = pre_hash(event(ilmd={"cbvmda:lotNumber": "L1"}), spaces)
    assert whole.endswith("ilmd{urn:epcglobal:cbv:mda}lotNumber=L1")


@pytest.mark.parametrize(
    ("context", "members", "expected"),
    [
        ({"x": "urn:x:", "y": "x:sub:"}, {"y:a": "y:b"}, "{urn:x:sub:}a=urn:x:sub:b"),
        ({"x": "urn:x:", "crop": "x:crop"}, {"crop": "x:b"}, "{urn:x:}crop=urn:x:b"),
        ({"p": "urn:x:crop"}, {"p": "A"}, "{urn:x:}crop=A"),
        ({"g": "gs1:"}, {"g:a": "g:b"}, "{https://gs1.org/voc/}a=https://gs1.org/voc/b"),
        ({"x": "urn:x:"}, {"x:te\u0302n": "1"}, "{urn:x:}te\u0302n=1"),
        ({"@vocab": "urn:v:"}, {"crop": {"b": 1}}, "{urn:v:}crop{urn:v:}b=1"),
        ({"@vocab": "urn:v:"}, {"ilmd": {"crop": "A"}}, "ilmd{urn:v:}crop=A"),
        ({"@vocab": "urn:v:"}, {"crop": {"quantity": 5, "#text": "A"}}, "{urn:v:}crop=Aquantity=5"),
    ],
)
def test_a_name_has_one_name_space_however_the_context_leads_there(
    context: dict[str, str], members: dict[str, Any], expected: str
) -> None:
    assert hashed(context, **members).endswith(expected)


def test_a_prefix_that_leads_back_to_itself_is_told_as_it_is_written() -> None:
    """Documents with such a context are refused; what was kept before must be read all the same."""
    namespaces = Namespaces()
    namespaces.read({"x": "y:", "y": "x:"}, "", lambda rule, pointer, values: None)
    assert pre_hash({"x:a": "1"}, namespaces).endswith("{y:}a=1")


def test_no_vocabulary_of_ones_own_takes_the_standards_members() -> None:
    """Every member of the standard is told alike with an @vocab and without, wherever it stands."""

    def filled(shape: Shape) -> dict[str, Any]:
        return {
            name: [filled(shape.inner[name])] if name in shape.inner else "1"
            for name in shape.names - {"@context", "type"}
        }

    vocabulary = namespaces({"@vocab": "urn:v:"})
    for kind, shape in EVENT_SHAPES.items():
        members = {"type": kind, **filled(shape)}
        whole = pre_hash(members, vocabulary)
        assert "urn:v:" not in whole
        assert whole == pre_hash(members, namespaces())
        everywhere = EVENT_SHAPES[
            "ObjectEvent"
        ]  # a member of another type of event is no extension
        assert with_full_names(members, everywhere, vocabulary) == members


def test_a_long_name_is_split_at_once() -> None:
    spaces = namespaces({"x": "urn:x:"})
    assert spaces.split("x:" + "a" * 200_000 + "/b") == ("urn:x:" + "a" * 200_000 + "/", "b")


def test_a_source_may_be_written_in_any_order_and_a_paper_without_its_type() -> None:
    one = {"type": "owning_party", "source": "urn:epc:id:pgln:4012345.00000"}
    other = dict(reversed(one.items()))
    assert hashed(sourceList=[one]) == hashed(sourceList=[other])
    whole = hashed(bizTransactionList=[{"bizTransaction": "urn:x:po:1"}])
    assert whole.endswith("bizTransactionListbizTransaction=urn:x:po:1")


def test_extensions_stay_inside_their_parent_whatever_their_name_space_ends_with() -> None:
    whole = hashed(
        {"x": "urn:x:"},
        readPoint={"id": "urn:y:1", "x:transaction": "T"},
        bizLocation={"id": "urn:y:2"},
    )
    assert whole.endswith("readPointid=urn:y:1{urn:x:}transaction=TbizLocationid=urn:y:2")


def test_business_rules_of_a_sensor_report_stand_behind_the_report() -> None:
    report = {"type": "Temperature", "bizRules": "urn:x:rule", "value": 4}
    whole = hashed(sensorElementList=[{"sensorReport": [report]}])
    assert whole.endswith("type=https://gs1.org/voc/Temperaturevalue=4bizRules=urn:x:rule")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (
            "https://truyxuat.example/01/09520000100018/10/L%2F1?17=261231",
            "https://id.gs1.org/01/09520000100018/10/L%2F1",
        ),
        ("urn:epc:id:grai:123456789012..5'A", "https://id.gs1.org/8003/01234567890128" + "5'A"),
        (
            "https://id.gs1.org/01/09520000100018/10/L1/21/S;1",
            "https://id.gs1.org/01/09520000100018/21/S;1",
        ),
        ("https://id.gs1.org/8004/9520000%3DA", "https://id.gs1.org/8004/9520000=A"),
        ("https://id.gs1.org/8004/9520000%2FA", "https://id.gs1.org/8004/9520000%2FA"),
        ("https://id.gs1.org/414/9520000100018/254/0", "https://id.gs1.org/414/9520000100018"),
        # a wrong check digit is nobody's key, and withdrawn words are no keys either
        ("https://example.org/01/09520000100019", "https://example.org/01/09520000100019"),
        ("https://example.org/gtin/09520000100018", "https://example.org/gtin/09520000100018"),
        ("urn:uuid:1", "urn:uuid:1"),
    ],
)
def test_keys_are_canonical_digital_links(written: str, canonical: str) -> None:
    assert f"epcListepc={canonical}action" in hashed(epcList=[written])


@pytest.mark.parametrize(
    "empty",
    [
        {"readPoint": {}},
        {"sourceList": [{}]},
        {"quantityList": []},
        {"sensorElementList": [{"sensorReport": [{}]}]},
        {"comment": "for people"},
        {"rdfs:comment": "for people"},
    ],
)
def test_what_says_nothing_is_no_part_of_the_hash(empty: dict[str, Any]) -> None:
    assert hashed(**empty) == hashed()


def test_the_text_of_an_extension_stands_before_its_parts() -> None:
    whole = hashed({"x": "urn:x:"}, **{"x:y": {"x:z": "u", "#text": "t", "a": "1"}})
    assert whole.endswith("{urn:x:}y=ta=1{urn:x:}z=u")


def test_a_type_of_an_old_draft_is_the_type() -> None:
    members = event(type=None) | {"isA": "ObjectEvent"}
    assert pre_hash(members, namespaces()) == pre_hash(event(), namespaces())


def test_half_a_character_has_a_hash() -> None:
    assert event_hash(event(note="\ud800"), namespaces()).startswith("ni:///sha-256;")


def test_a_context_inside_the_event_is_no_part_of_it() -> None:
    assert hashed(**{"@context": [CONTEXT, {"x": "urn:x:"}]}) == hashed()


@settings(max_examples=300)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_no_json_makes_it_fail(value: Any) -> None:
    for name in SLOTS:
        assert event_hash(event() | {name: value}, namespaces()).startswith("ni:///sha-256;")
