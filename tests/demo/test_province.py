"""The demonstration province: the same everywhere, in good form, and plainly fictional."""

import hashlib
import json
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.demo import small
from txng.demo import enterprises
from txng.demo.cast import GROWERS_IN_PROVINCE
from txng.demo.province import CHAINS, documents
from txng.epcis.json_ld import read_document
from txng.gs1.identifier import identify
from txng.parties.administrative_units import commune
from txng.resolver.words import ACTIVITIES

FIRST_DOCUMENTS = 30
# Change it together with samples.py, and only when a figure of the demonstration is meant to change.
DIGEST = "78072d46a5cbaa55dd363077c41e1354bd9f6a42381281fb432b91862853cb9b"


def identifiers(value: Any) -> set[str]:
    """Every URI of an event that names something: things, places and parties."""
    if isinstance(value, dict):
        found: set[str] = set()
        for name, inner in value.items():
            if name in ("epcList", "childEPCs", "outputEPCList", "inputEPCList"):
                found |= set(inner)
            elif name in ("epcClass", "parentID", "id", "source", "destination"):
                found.add(inner)
            elif name not in ("ilmd", "bizTransactionList"):
                found |= identifiers(inner)
        return found
    if isinstance(value, list):
        return {found for inner in value for found in identifiers(inner)}
    return set()


def named() -> set[str]:
    return {one for told in small.all_events() for one in identifiers(told.event)}


# --- the same everywhere ---------------------------------------------------------------------------


def test_every_machine_tells_the_same_story():
    first = islice(documents("small"), FIRST_DOCUMENTS)
    told = [[draft.organisation, draft.document] for draft in first]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest() == DIGEST


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
def test_a_unit_is_the_same_whatever_was_told_before_it(chain):
    alone = chain.tell(7).told()
    for unit in range(7):
        chain.tell(unit)
    assert [told[2] for told in chain.tell(7).told()] == [told[2] for told in alone]


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
def test_the_province_begins_with_the_small_one(chain):
    assert chain.units["small"] < chain.units["province"]


def test_the_small_province_has_about_5000_events():
    assert 4500 <= len(small.all_events()) <= 5500


def test_the_province_has_about_a_million_events():
    events = 0.0
    for chain in CHAINS:
        some = [len(chain.tell(unit).events) for unit in range(0, chain.units["province"], 97)]
        events += chain.units["province"] * sum(some) / len(some)
    assert 950_000 <= events <= 1_050_000


def test_an_unknown_size_is_refused():
    with pytest.raises(ValueError, match="Expected one of small, province, got 'huge'"):
        next(documents("huge"))


# --- in good form ----------------------------------------------------------------------------------


def test_documents_follow_gs1s_schema(shared_epcis: Path):
    jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="GS1's schema needs jsonschema-rs")
    schema = json.loads((shared_epcis / "schema" / "EPCIS-JSON-Schema.json").read_text("utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    wrong = [
        f"{draft.organisation}: {error.message[:200]}"
        for draft in small.all_documents()
        for error in validator.iter_errors(draft.document)
    ]
    assert wrong == []


def test_our_own_reader_has_nothing_to_remark():
    remarks = [
        finding
        for draft in small.all_documents()
        for finding in read_document(msgspec.json.encode(draft.document), now=small.NOW).warnings
    ]
    assert remarks == []


def test_every_identifier_is_a_good_one():
    """Check digits included: `identify` raises."""
    schemes = Counter(identify(one).scheme for one in named())
    assert set(schemes) == {"lgtin", "sgtin", "sscc", "sgln", "pgln", "private"}


def test_every_number_is_of_the_range_for_demonstrations():
    links = {one for one in named() if one.startswith("https://id.gs1.org/")}
    foreign = [one for one in links if "952" not in one.split("/")[4][:5]]
    assert foreign == []
    assert {one for one in named() - links if not one.startswith("urn:txng:demo:")} == set()


def test_one_farm_in_ten_has_no_gs1_code():
    plots = [facts for facts in small.master_data().items() if facts[1].get("txng:kind") == "plot"]
    private = [identity for identity, _ in plots if identity.startswith("urn:txng:demo:plot:")]
    assert len(plots) > 60
    assert 0.07 <= len(private) / len(plots) <= 0.13


def test_no_two_households_have_one_number():
    groups = [growers.plots(group) for growers in enterprises.GROWERS for group in range(9)]
    labels = [plot.label for plots in groups for plot in plots]
    assert len(set(labels)) == len(labels)
    assert len(enterprises.GROWERS) == GROWERS_IN_PROVINCE


def test_serials_and_lots_survive_a_vietnamese_keyboard():
    parts = [one.split("/") for one in named() if one.startswith("https://id.gs1.org/01/")]
    serials = [part[6] for part in parts if part[5] == "21"]
    letters = set("0123456789BCGHKLMNPQRTVXZ")
    assert {len(serial) for serial in serials} == {12}
    assert set("".join(part[6] for part in parts)) <= letters


def test_documents_hold_at_most_200_events_of_one_firm():
    sizes = [len(draft.document["epcisBody"]["eventList"]) for draft in small.all_documents()]
    assert max(sizes) <= 200


def test_nothing_comes_to_be_twice():
    made: list[str] = []
    for told in small.all_events():
        event = told.event
        if event["type"] == "TransformationEvent":
            made += event.get("outputEPCList", [])
            made += [one["epcClass"] for one in event.get("outputQuantityList", [])]
        elif event["type"] == "ObjectEvent" and event["action"] == "ADD":
            made += [one["epcClass"] for one in event["quantityList"]]
        elif event["type"] == "AggregationEvent" and event["action"] == "ADD":
            made.append(event["parentID"])
    assert [thing for thing, times in Counter(made).items() if times > 1] == []


def test_every_activity_has_a_word_on_the_page():
    activities = {told.event.get("txng:activity") for told in small.all_events()} - {None}
    assert activities - set(ACTIVITIES) == set()


def test_events_end_before_november_2026():
    times = [
        when
        for chain in CHAINS
        for unit in [*range(60), *range(60, chain.units["province"], 41)]
        for when, _, _ in chain.tell(unit).events
    ]
    assert min(times) >= "2024-02-01"
    assert max(times) < "2026-11-01"


# --- who, where, what ------------------------------------------------------------------------------


def test_everything_that_is_named_is_described():
    """Products of lots and serials, places and parties; a box needs no description."""
    undescribed = set()
    for one in named():
        identifier = identify(one)
        if identifier.scheme in ("lgtin", "sgtin"):
            described = f"https://id.gs1.org/01/{identifier.family}"
        elif identifier.scheme == "sscc":
            continue
        else:
            described = identifier.canonical
        if described not in small.master_data():
            undescribed.add(described)
    assert undescribed == set()


def test_a_firm_declares_itself_before_it_captures_events():
    seen: set[str] = set()
    for draft in small.all_documents():
        header = draft.document.get("epcisHeader", {}).get("epcisMasterData", {})
        kinds = {vocabulary["type"] for vocabulary in header.get("vocabularyList", ())}
        if draft.organisation not in seen:
            assert "urn:epcglobal:epcis:vtype:Party" in kinds
            assert draft.document["epcisBody"]["eventList"] == []
        seen.add(draft.organisation)
    assert seen == {firm.name for firm in enterprises.FIRMS}


def test_firms_capture_events_at_their_own_places():
    owners = {
        identity: facts["cbvmda:informationProvider"]
        for identity, facts in small.master_data().items()
        if facts["vocabulary"] == "Location"
    }
    names = {firm.id: firm.name for firm in enterprises.FIRMS}
    strangers = {
        (told.by, told.event["readPoint"]["id"])
        for told in small.all_events()
        if names[owners[identify(told.event["readPoint"]["id"]).canonical]] != told.by
    }
    assert strangers == set()


def test_every_enterprise_says_that_it_is_fictional():
    parties = [facts for facts in small.master_data().values() if facts["vocabulary"] == "Party"]
    assert len(parties) == len(enterprises.FIRMS)
    assert [one["cbvmda:name"] for one in parties if "(hư cấu)" not in one["cbvmda:name"]] == []
    assert [one["txng:nameEn"] for one in parties if "(fictional)" not in one["txng:nameEn"]] == []


def test_a_household_is_a_number_and_lies_near_its_commune():
    for facts in small.master_data().values():
        if facts.get("txng:kind") != "plot":
            continue
        unit = commune(facts["txng:communeCode"])
        assert unit is not None
        assert facts["cbvmda:name"].startswith("Hộ trồng LD-")
        assert facts["cbvmda:name"].removeprefix("Hộ trồng LD-").isdigit()
        for name, middle in (("latitude", unit.latitude), ("longitude", unit.longitude)):
            value = facts[f"cbvmda:{name}"]
            assert value == round(value, 2), "a farm's place is rounded to about a kilometre"
            assert abs(value - middle) < 0.04


def test_every_commune_exists():
    codes = {facts.get("txng:communeCode") for facts in small.master_data().values()} - {None}
    assert [code for code in codes if commune(code) is None] == []


def test_the_chains_grow_where_the_marks_are():
    grown = {growers.product.group: set() for growers in enterprises.GROWERS}
    for growers in enterprises.GROWERS:
        grown[growers.product.group] |= set(growers.communes)
    assert grown["coffee"] == {"24805", "24846", "24848", "24853"}
    assert grown["tea"] == {"24829", "24823", "24820", "24841"}
    assert grown["rice"] == {"25126", "25138", "25135"}
    assert grown["durian"] == {"25099", "25105", "25114"}
