"""Completeness: what was told, what is missing, who can tell it, which principle is hurt."""

import json
import re
import unicodedata
from typing import Any

import pytest

from tests.trace.stock import GTIN, Chain, box, item, lot, place
from txng.trace import profile as profiles
from txng.trace.completeness import Completeness, ItemResult, Status, completeness
from txng.trace.derived import Derived
from txng.trace.errors import ProfileError
from txng.trace.profile import Profile
from txng.trace.walk import upstream

SHIPPED = profiles.shipped()
CIRCULAR, PASSPORT = SHIPPED["circular-02-2024"], SHIPPED["decree-37-2026"]


def judged(chain: Chain, thing: str, profile: Profile = CIRCULAR, **more: Any) -> Completeness:
    return completeness(upstream(Derived(chain), thing), chain.telling(), profile, **more)


def result(found: Completeness, item: str) -> ItemResult:
    return next(one for one in found.items if one.item.id == item)


def status(chain: Chain, thing: str, item: str, profile: Profile = CIRCULAR) -> Status:
    return result(judged(chain, thing, profile), item).status


def whole() -> Chain:
    """A pack of coffee of which everything is told."""
    chain = Chain()
    chain.declare(
        GTIN,
        descriptionShort="Cà phê rang",
        brandName="Thung Mây",
        informationProvider=place("firm"),
        txng_image="https://example.org/pack.jpg",
        txng_standard="TCVN 5251:2015",
        txng_productGroup="coffee",
    )
    chain.declare(
        place("firm"), name="Công ty Thung Mây", txng_communeCode="24805", countryCode="VN"
    )
    for one in ("plot", "roastery"):
        chain.declare(place(one), name=one, informationProvider=place("firm"), countryCode="VN")
    chain.made(
        (lot("H"), 100),
        where="plot",
        at=1,
        activity="harvest",
        says={"txng:harvestDate": "2025-11-01"},
    )
    chain.transformed(
        [(lot("H"), 100)], [item("S1")], where="roastery", at=2, activity="packing",
        says={"cbvmda:itemExpirationDate": "2026-11-01", "txng:packedDate": "2025-11-01"},
    )  # fmt: skip
    return chain


# --- Circular 02/2024 ----------------------------------------------------------------------------


def test_everything_told_is_ten_of_ten():
    found = judged(whole(), item("S1"))
    assert (found.told, found.numbered, found.percent, found.is_complete) == (10, 10, 100.0, True)
    assert [one.percent for one in found.principles()] == [100.0] * 4


@pytest.mark.parametrize(
    ("number", "name", "fact"),
    [
        (1, "product_name", "descriptionShort"),
        (2, "product_image", "txng_image"),
        (10, "standards", "txng_standard"),
    ],
)
def test_a_fact_of_the_product_that_is_gone_is_missing_by_name(number, name, fact):
    chain = whole()
    chain.declare(GTIN, **{fact: ""})
    found = judged(chain, item("S1"))
    (missing,) = found.missing
    assert (missing.item.number, missing.item.id, missing.status) == (number, name, Status.MISSING)
    assert (missing.item.role, missing.who) == ("brand_owner", ("An",))
    assert (found.told, round(found.percent)) == (9, 90)
    hurt = {
        one.principle.id: [i.item.id for i in one.hurt] for one in found.principles() if one.hurt
    }
    assert hurt == {"transparent": [name]}


def test_who_makes_it_and_where_are_missing_when_nobody_answers_for_it():
    chain = whole()
    chain.declare(GTIN, informationProvider="")
    chain.master[place("roastery")].pop("urn:epcglobal:cbv:mda:informationProvider")
    found = judged(chain, item("S1"))
    assert [one.item.number for one in found.missing if one.item.number] == [3, 4]


def test_what_is_due_only_where_there_is_one_is_not_missing():
    chain = whole()
    chain.events.pop()
    chain.transformed(
        [(lot("H"), 100)], [(lot("P"), 80)], where="roastery", at=2, activity="packing"
    )
    chain.declare(GTIN, brandName="")
    found = judged(chain, lot("P"))
    assert [result(found, one).status for one in ("brand", "shelf_life")] == [Status.NOT_DUE] * 2
    assert (found.told, found.numbered, found.percent) == (8, 10, 100.0)
    assert found.is_complete


def test_stages_are_told_as_far_as_their_events_tell_them():
    chain = whole()
    chain.seen(item("S1"), at=3, step="inspecting")  # no place
    chain.seen(item("S1"), where="roastery", at=4, step="storing", by="Chi")
    stages = result(judged(chain, item("S1")), "stages")
    assert (stages.status, stages.told, stages.of, stages.who) == (Status.PARTLY, 3, 4, ("An",))
    assert stages.lacking == (chain.events[2].key,)
    assert round(judged(chain, item("S1")).percent, 1) == 97.5


def test_a_thing_that_nobody_made_has_no_time_of_production():
    chain = whole()
    chain.events.pop()
    chain.seen(item("S1"), where="roastery", at=3)
    found = judged(chain, item("S1"))
    assert result(found, "time").status is Status.MISSING
    assert result(found, "origin").status is Status.MISSING


def test_a_step_that_names_nobody_hurts_one_step_back_and_forward():
    chain = whole()
    chain.shipped(item("S1"), where="roastery", at=3)
    chain.received(item("S1"), where="shop", at=4)
    found = judged(chain, item("S1"))
    one_step = found.principles()[0]
    assert one_step.principle.id == "one_step"
    assert [one.item.id for one in one_step.hurt] == ["sender", "recipient"]
    assert found.is_complete, "the ten elements are there; the principle is hurt beside them"


def test_a_party_that_is_named_and_tells_nothing_hurts_taking_part():
    chain = whole()
    chain.shipped(item("S1"), where="roastery", to="silent", at=3)
    parties = result(judged(chain, item("S1")), "parties")
    assert (parties.status, parties.told, parties.of) == (Status.PARTLY, 1, 2)
    assert parties.lacking == (place("silent"),)
    chain.received(item("S1"), where="shop", to="silent", at=4)
    chain.declare(place("shop"), informationProvider=place("silent"))
    assert status(chain, item("S1"), "parties") is Status.TOLD


def test_an_unknown_origin_is_told_by_share():
    chain = whole()
    chain.events.pop(0)
    origin = result(judged(chain, item("S1")), "origin")
    assert (origin.status, origin.told, origin.of) == (Status.PARTLY, 1, 2)
    assert (origin.lacking, origin.who) == ((lot("H"),), ("An",))


def test_lateness_is_told_and_never_counted():
    chain = whole()
    chain.seen(item("S1"), where="roastery", at=3, recorded_at=3 + 100)
    late = result(judged(chain, item("S1")), "on_time")
    assert (late.status, late.told, late.of) == (Status.PARTLY, 2, 3)
    assert late not in judged(chain, item("S1")).missing


def test_a_principle_of_which_nothing_is_due_has_no_percentage():
    found = judged(Chain(), lot("NOBODY"))
    assert not found.is_known
    assert {one.principle.id: one.percent for one in found.principles()}["taking_part"] is None


# --- Decree 37/2026 ------------------------------------------------------------------------------


def test_a_passport_has_what_article_32_asks():
    found = judged(whole(), item("S1"), PASSPORT)
    assert found.is_complete
    assert result(found, "warnings").status is Status.NOT_DUE
    assert result(found, "national_portal").status is Status.CANNOT_TELL


def test_a_private_code_is_no_gtin_and_no_unique_identifier_of_gs1():
    chain = Chain()
    chain.made(("urn:example:lot:7", 100), where="plot", at=1)
    found = judged(chain, "urn:example:lot:7", PASSPORT)
    missing = {one.item.id for one in found.missing}
    assert {"gtin", "unique_identifier", "product_name"} <= missing


# --- key data elements ---------------------------------------------------------------------------


def test_a_missing_step_is_missing_with_its_items():
    chain = whole()
    chain.events.pop(0)
    found = judged(chain, item("S1"), SHIPPED["kde-coffee"])
    assert [step.id for step in found.missing_steps] == ["harvest", "processing"]
    harvest = [one for one in found.missing if one.item.step == "harvest"]
    assert all(one.is_step_missing for one in harvest)
    assert {one.item.id for one in harvest} >= {"harvest.variety", "harvest.date"}


def test_a_step_that_is_not_expected_is_not_missing():
    found = judged(whole(), item("S1"), SHIPPED["kde-coffee"])
    assert result(found, "testing.result").status is Status.NOT_DUE


def test_an_own_profile_extends_the_general_one():
    coffee, general = SHIPPED["kde-coffee"], SHIPPED["kde-general"]
    assert {one.id for one in general.items} < {one.id for one in coffee.items}
    assert coffee.step("processing").is_expected
    assert not general.step("processing").is_expected


def test_products_of_an_event_are_asked_for_and_not_the_traced_one():
    chain = whole()
    chain.declare("urn:example:cherries:1", descriptionShort="Quả cà phê")
    chain.made(("urn:example:cherries:1", 9), where="plot", at=1, activity="harvest")
    chain.transformed([("urn:example:cherries:1", 9)], [item("S1")], where="roastery", at=2)
    crop = result(judged(chain, item("S1"), SHIPPED["kde-coffee"]), "harvest.crop")
    assert (crop.told, crop.of) == (2, 2)
    chain.declare("urn:example:cherries:1", descriptionShort="")
    crop = result(judged(chain, item("S1"), SHIPPED["kde-coffee"]), "harvest.crop")
    assert (crop.told, crop.of) == (1, 2)


def test_coordinates_need_six_decimals_in_europe():
    chain = whole()
    chain.declare(place("plot"), latitude=11.94, longitude=108.4412345)
    assert status(chain, item("S1"), "coordinates", SHIPPED["market-eudr"]) is Status.MISSING
    for told in ("11.941234", 11.9412345):
        chain.declare(place("plot"), latitude=told)
        assert status(chain, item("S1"), "coordinates", SHIPPED["market-eudr"]) is Status.TOLD
    chain.declare(place("plot"), latitude=True)
    assert status(chain, item("S1"), "coordinates", SHIPPED["market-eudr"]) is Status.MISSING


def test_a_box_is_judged_by_its_own_packing():
    chain = whole()
    chain.packed(item("S1"), into=box(1), where="roastery", at=3)
    found = judged(chain, box(1), PASSPORT)
    assert result(found, "unique_identifier").status is Status.TOLD
    assert result(found, "trace").status is Status.TOLD


def test_laws_come_first_then_the_closest_profile_of_the_group():
    assert [one.id for one in profiles.for_group("coffee")] == [
        "circular-02-2024", "decree-37-2026", "kde-coffee"
    ]  # fmt: skip
    assert [one.id for one in profiles.for_group("honey")][-1] == "kde-general"
    assert [one.id for one in profiles.for_group("")][-1] == "kde-general"


def test_an_answer_is_plain_json_with_both_languages():
    told = judged(whole(), item("S1"), sees_all=False).as_dict()
    assert json.loads(json.dumps(told)) == told
    first = told["items"][0]
    assert (first["vi"], first["en"]) == ("Tên sản phẩm, hàng hóa", "Name of the product")
    assert told["seesAll"] is False


# --- the data ------------------------------------------------------------------------------------

EVERY_ITEM = [(profile, one) for profile in SHIPPED.values() for one in profile.items]


@pytest.mark.parametrize("profile", SHIPPED.values(), ids=lambda one: one.id)
def test_a_profile_says_where_it_comes_from(profile):
    for text in (profile.vi, profile.en, profile.source, profile.source_en):
        assert len(text) > 8
        assert unicodedata.is_normalized("NFC", text)
    assert profile.kind in ("law", "product", "market")
    assert profile.holds_on(profile.valid_from)


def test_every_item_has_its_name_in_both_languages():
    for profile, one in EVERY_ITEM:
        assert len(one.vi) > 3, (profile.id, one.id)
        assert len(one.en) > 2, (profile.id, one.id)
        assert one.vi != one.en
        assert unicodedata.is_normalized("NFC", one.vi)


def test_the_circular_has_ten_elements_four_principles_and_eight_for_consumers():
    numbered = [one for one in CIRCULAR.items if one.number]
    assert [one.number for one in numbered] == list(range(1, 11))
    assert [one.number for one in numbered if one.is_public] == [1, 2, 3, 4, 6, 8, 9, 10]
    assert len(CIRCULAR.principles) == 4
    assert {one.principle for one in CIRCULAR.items} == {one.id for one in CIRCULAR.principles}


def test_the_groups_of_the_province_have_profiles_of_their_own():
    groups = {
        group
        for profile in SHIPPED.values()
        if profile.kind == "product"
        for group in profile.groups
    }
    assert groups >= {
        "coffee",
        "durian",
        "vegetables",
        "flowers",
        "tea",
        "rice",
        "silk",
        "fish",
        "*",
    }
    markets = {one.area for one in SHIPPED.values() if one.kind == "market"}
    assert markets == {"US", "EU", "CN"}


GOOD = """
id = "x"
kind = "law"
vi = "Luật thử"
en = "A law"
source = "nguồn"
source_en = "source"
valid_from = 2024-01-01
area = "VN"
groups = ["*"]
[[principle]]
id = "p"
vi = "Nguyên tắc"
en = "Principle"
clause = "1"
[[step]]
id = "s"
vi = "Bước"
en = "Step"
role = "grower"
activity = ["harvest"]
[[item]]
id = "i"
number = 1
vi = "Mục"
en = "Item"
role = "grower"
step = "s"
any = ["event eventTime"]
"""


def test_a_profile_that_is_sound_is_read():
    assert profiles.read({"x.toml": GOOD})["x"].items[0].of == "each"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('id = "x"', 'id = "y"'), "its own name as id"),
        (('role = "grower"\nstep', 'role = "ghost"\nstep'), "a role of roles.toml"),
        (('role = "grower"\nactivity', 'role = "ghost"\nactivity'), "a role of roles.toml"),
        (('step = "s"', 'step = "t"'), "a step of the profile"),
        (('step = "s"', 'step = "s"\nprinciple = "q"'), "a principle of the profile"),
        (("number = 1", "number = 2"), "numbers from 1 without gaps"),
        (('any = ["event eventTime"]', ""), "either paths or a measure"),
        (('any = ["event eventTime"]', 'measure = "luck"'), "a measure of"),
        (('any = ["event eventTime"]', 'any = ["foo:bar"]'), "holder"),
        (('any = ["event eventTime"]', 'any = ["told foo:bar"]'), "prefix"),
        (('step = "s"', 'step = "s"\nneed = "perhaps"'), "a known need"),
        (
            ('step = "s"\nany = ["event eventTime"]', 'of = "story"\nany = ["code gtin"]'),
            "of events",
        ),
        (('kind = "law"', "kind = law"), "expected TOML"),
        (('activity = ["harvest"]', ""), "activity, biz_step or everything"),
        (('area = "VN"', 'area = "VN"\ntypo = 1'), "got unknown typo"),
        (('source = "nguồn"', ""), "'source'"),
        (('vi = "Mục"', 'vi = "Mục"\ntypo = 1'), "no typo in i"),
    ],
)
def test_a_profile_that_is_not_sound_is_refused_by_name(change, words):
    with pytest.raises(ProfileError, match=re.escape(words)):
        profiles.read({"x.toml": GOOD.replace(*change)})
