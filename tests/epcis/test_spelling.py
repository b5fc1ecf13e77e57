"""One event in the spellings that clients ask for: what changes, what never does."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.epcis import generated
from tests.epcis.documents import event
from tests.gs1.codes import URNS, company_prefix_length
from txng.epcis import spelling, vocabulary
from txng.epcis.context import Namespaces
from txng.epcis.event_hash import pre_hash
from txng.epcis.spelling import CbvFormat, EpcFormat, nobody_knows, respell

PREFIX = "9520001"
URN = "urn:epc:id:sgtin:9520001.000001.S1"
LINK = "https://id.gs1.org/01/09520001000010/21/S1"
PRIVATE = "https://example.org/things/7"


def length_of_ours(digits: str) -> int | None:
    return len(PREFIX) if digits.startswith(PREFIX) else None


def everything_with(text: str) -> dict[str, Any]:
    """`text` in every place of an event that names a thing, a place, a party or a paper."""
    device = {
        "deviceID": text,
        "deviceMetadata": text,
        "rawData": text,
        "dataProcessingMethod": text,
        "bizRules": text,
    }
    return {
        "type": "ObjectEvent",
        "eventID": text,
        "parentID": text,
        "transformationID": text,
        "epcList": [text],
        "childEPCs": [text],
        "inputEPCList": [text],
        "outputEPCList": [text],
        "quantityList": [{"epcClass": text, "quantity": 1}],
        "childQuantityList": [{"epcClass": text}],
        "inputQuantityList": [{"epcClass": text}],
        "outputQuantityList": [{"epcClass": text}],
        "readPoint": {"id": text, "vn:note": text},
        "bizLocation": {"id": text},
        "sourceList": [{"type": "location", "source": text}],
        "destinationList": [{"type": "location", "destination": text}],
        "bizTransactionList": [{"type": "po", "bizTransaction": text}],
        "sensorElementList": [
            {"sensorMetadata": dict(device), "sensorReport": [device | {"uriValue": text}]}
        ],
        "ilmd": {"vn:mother": text},
        "vn:thing": text,
    }


def told(text: str, epc: EpcFormat) -> tuple[dict[str, Any], int]:
    return respell(
        everything_with(text), epc=epc, cbv="No_Preference", prefix_length=length_of_ours
    )


def with_extensions_of(spelt: str, kept: str) -> dict[str, Any]:
    """What is expected: `spelt` in the standard's places, `kept` in all others."""
    whole = everything_with(spelt)
    whole["eventID"] = kept
    whole["readPoint"]["vn:note"] = kept
    whole["sensorElementList"][0]["sensorReport"][0]["uriValue"] = kept
    return whole | {"ilmd": {"vn:mother": kept}, "vn:thing": kept}


def test_every_urn_becomes_a_digital_link_but_in_extensions_and_the_eventid() -> None:
    assert told(URN, "Always_GS1_Digital_Link") == (with_extensions_of(LINK, URN), 0)


def test_every_digital_link_becomes_a_urn_where_the_prefix_is_known() -> None:
    assert told(LINK, "Always_EPC_URN") == (with_extensions_of(URN, LINK), 0)


def test_a_digital_link_of_an_unknown_company_stays_and_is_counted() -> None:
    link = "https://id.gs1.org/01/09506000134352/21/S1"
    spelt, left = told(link, "Always_EPC_URN")
    assert spelt == everything_with(link)
    assert left == 25


@pytest.mark.parametrize("epc", ["Always_EPC_URN", "Always_GS1_Digital_Link"])
def test_a_private_identifier_stays_and_is_not_counted(epc: EpcFormat) -> None:
    assert told(PRIVATE, epc) == (everything_with(PRIVATE), 0)


@pytest.mark.parametrize("text", [URN, LINK, PRIVATE])
@pytest.mark.parametrize("epc", ["No_Preference", "Never_Translates"])
def test_what_was_received_is_told_as_received(text: str, epc: EpcFormat) -> None:
    assert told(text, epc) == (everything_with(text), 0)


def test_an_epc_that_is_no_gs1_key_has_no_digital_link_and_is_counted() -> None:
    spelt, left = told("urn:epc:id:bic:CSQU3054383", "Always_GS1_Digital_Link")
    assert spelt == everything_with("urn:epc:id:bic:CSQU3054383")
    assert left == 25


@pytest.mark.parametrize(
    "link",
    [
        "https://id.gs1.org/8013/9520001Ax",  # a model number has no EPC
        "https://id.gs1.org/01/09520001000011/21/S1",  # a wrong check digit: nobody can mend it
    ],
)
def test_a_key_without_an_epc_stays_and_is_counted(link: str) -> None:
    assert spelling.epc_urn(link, length_of_ours) is None


@given(URNS)
def test_there_and_back_for_every_scheme(urn: str) -> None:
    link = spelling.digital_link(urn)
    assert link is not None
    assert link.startswith("https://id.gs1.org/")
    assert spelling.epc_urn(link, lambda digits: company_prefix_length(urn)) == urn
    assert spelling.digital_link(link) == link


@given(URNS)
def test_a_registry_is_asked_with_the_digits_of_the_company(urn: str) -> None:
    asked: list[str] = []
    link = spelling.digital_link(urn)
    assert link is not None
    spelling.epc_urn(link, lambda digits: asked.append(digits))  # type: ignore[func-returns-value]
    prefix = urn.split(":")[4].split(".")[0]
    assert [digits[: len(prefix)] for digits in asked] == [prefix]
    assert asked[0].isdigit()


@settings(max_examples=60)
@given(
    generated.events(),
    st.sampled_from(["Always_EPC_URN", "Always_GS1_Digital_Link"]),
    st.sampled_from(["Always_URN", "Always_Web_URI", "No_Preference"]),
    st.integers(6, 12),
)
def test_no_spelling_changes_the_hash_or_the_event_given(
    members: dict[str, Any], epc: EpcFormat, cbv: CbvFormat, length: int
) -> None:
    namespaces = Namespaces()
    namespaces.read(generated.CONTEXT, "", lambda rule, pointer, values: None)
    before = copy.deepcopy(members)
    spelt, _ = respell(members, epc=epc, cbv=cbv, prefix_length=lambda digits: length)
    assert members == before
    assert pre_hash(spelt, namespaces) == pre_hash(members, namespaces)


WORDS: dict[str, Any] = {
    "bizStep": "shipping",
    "disposition": "cbv:Disp-in_transit",
    "persistentDisposition": {"set": ["expired"], "unset": ["urn:epcglobal:cbv:disp:active"]},
    "sourceList": [{"type": "owning_party", "source": PRIVATE}],
    "destinationList": [{"type": "https://ref.gs1.org/cbv/SDT-location", "destination": PRIVATE}],
    "bizTransactionList": [{"type": "po", "bizTransaction": PRIVATE}, {"bizTransaction": PRIVATE}],
    "sensorElementList": [
        {
            "sensorReport": [
                {"type": "Temperature", "exception": "ALARM_CONDITION", "component": "x"}
            ]
        }
    ],
    "errorDeclaration": {"declarationTime": "2026-10-01T08:00:00Z", "reason": "did_not_occur"},
}


@pytest.mark.parametrize(
    ("cbv", "spell"), [("Always_Web_URI", vocabulary.web_uri), ("Always_URN", vocabulary.urn)]
)
def test_every_word_of_the_cbv_is_spelt_as_asked(cbv: CbvFormat, spell: Any) -> None:
    spelt, left = respell(WORDS, epc="No_Preference", cbv=cbv, prefix_length=nobody_knows)
    (report,) = spelt["sensorElementList"][0]["sensorReport"]
    assert left == 0
    assert spelt["bizStep"] == spell("biz_step", "shipping")
    assert spelt["disposition"] == spell("disposition", "in_transit")
    assert spelt["persistentDisposition"] == {
        "set": [spell("disposition", "expired")],
        "unset": [spell("disposition", "active")],
    }
    assert spelt["sourceList"][0]["type"] == spell("source_destination_type", "owning_party")
    assert spelt["destinationList"][0]["type"] == spell("source_destination_type", "location")
    assert spelt["bizTransactionList"] == [
        {"type": spell("biz_transaction_type", "po"), "bizTransaction": PRIVATE},
        {"bizTransaction": PRIVATE},
    ]
    assert report == {
        "type": "https://gs1.org/voc/Temperature",
        "exception": "https://gs1.org/voc/ALARM_CONDITION",
        "component": "https://ref.gs1.org/cbv/Comp-x",
    }
    assert spelt["errorDeclaration"]["reason"] == spell("error_reason", "did_not_occur")


@pytest.mark.parametrize("cbv", ["Always_URN", "Always_Web_URI"])
def test_a_word_of_ones_own_stays(cbv: CbvFormat) -> None:
    members = event(bizStep="https://example.org/steps/carving")
    assert respell(members, epc="No_Preference", cbv=cbv, prefix_length=nobody_knows) == (
        members,
        0,
    )


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.sampled_from([URN, LINK]),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_whatever_an_event_holds_is_told_or_left(value: Any) -> None:
    members = dict.fromkeys([*everything_with(""), *WORDS], value)
    for epc in ("Always_EPC_URN", "Always_GS1_Digital_Link"):
        told, _ = respell(members, epc=epc, cbv="Always_URN", prefix_length=length_of_ours)  # type: ignore[arg-type]
        again, _ = respell(told, epc=epc, cbv="Always_URN", prefix_length=length_of_ours)  # type: ignore[arg-type]
        assert again == told
        assert told.keys() == members.keys()
