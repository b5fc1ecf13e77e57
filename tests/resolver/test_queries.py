"""What the scan page knows: from plot to shop, recalls first, unknown said as unknown."""

import pytest

from tests import people
from tests.resolver.chain import (
    BAG,
    CHERRIES,
    CHERRY,
    FACTORY,
    GS1,
    LOT,
    MASTER_DATA,
    PLOT,
    PLOT_2,
    SERIAL,
    event,
    harvest,
    packing,
    recall,
    told,
)
from txng.resolver.queries import page_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    told(harvest(3, PLOT), harvest(5, PLOT_2), packing(), master_data=MASTER_DATA)


def test_a_bag_tells_its_product_its_maker_and_its_days(chain):
    page = page_for(None, SERIAL)
    assert (page.product_name, page.producer) == ("Cà phê rang 250 g", "Xưởng An (hư cấu)")
    assert (page.gtin, page.lot, page.serial) == (BAG, "L1", "S1")
    assert [day.isoformat() for day in page.harvested] == ["2025-11-03", "2025-11-05"]
    assert (page.packed_on.isoformat(), page.use_by.isoformat()) == ("2025-11-20", "2026-11-20")
    assert [one.title for one in page.certificates] == ["VietGAP (hư cấu)"]
    assert page.is_demonstration
    assert page.verdict.state == "issued"
    assert "Xưởng An" in page.verdict.title


def test_the_journey_goes_from_plot_to_bag_and_like_events_are_told_once(chain):
    steps = page_for(None, SERIAL).steps
    assert [step.title for step in steps] == ["Thu hoạch", "Đóng gói"]
    assert steps[0].detail == "2 lần ghi, đến 05/11/2025"
    assert steps[0].is_origin
    assert steps[0].event_time.isoformat() == "2025-11-03T08:00:00+07:00"
    assert {step.declared_by for step in steps} == {people.an().organisation}


def test_in_english_everything_that_has_an_english_name_is_english(chain):
    from django.utils import translation

    with translation.override("en"):
        page = page_for(None, SERIAL)
    assert (page.product_name, page.producer) == (
        "Roasted coffee 250 g",
        "An's roastery (fictional)",
    )
    assert page.steps[-1].place.name == "Roastery"


def test_a_lot_has_the_same_journey_as_its_bags(chain):
    assert [step.title for step in page_for(None, LOT).steps] == ["Thu hoạch", "Đóng gói"]


@pytest.mark.parametrize("recalled", [LOT, CHERRIES], ids=["its own lot", "what it was made from"])
@pytest.mark.parametrize("scanned", [SERIAL, LOT])
def test_a_recall_comes_before_anything_else(chain, recalled, scanned):
    told(recall(recalled))
    page = page_for(None, scanned)
    assert page.verdict.state == "recalled"
    assert "Dư lượng vượt mức" in page.verdict.sentences
    assert [step.title for step in page.steps][-1] == "Thông báo thu hồi"
    assert page.steps[-1].is_recall
    assert page.steps[-1].detail == "", "told once, although journey and recalls both know it"


def test_the_reason_of_a_recall_is_told_in_the_readers_language(chain):
    from django.utils import translation

    told(recall(LOT))
    with translation.override("en"):
        sentences = page_for(None, SERIAL).verdict.sentences
    assert "Residues above the limit" in sentences
    assert "Dư lượng vượt mức" not in sentences


def test_a_recall_that_was_lifted_is_no_longer_in_force(chain):
    told(recall(LOT))
    lifted = recall(LOT, day=27) | {"disposition": "sellable_accessible"}
    told(lifted | {"persistentDisposition": {"unset": ["recalled"]}})
    assert page_for(None, SERIAL).verdict.state == "issued"


def test_a_recall_declared_by_mistake_is_not_in_force(chain):
    mistake = recall(LOT) | {"eventID": "urn:uuid:9"}
    told(mistake)
    told(mistake | {"errorDeclaration": {"declarationTime": "2025-11-26T00:00:00Z"}})
    assert page_for(None, SERIAL).verdict.state == "issued"


def test_what_nobody_recorded_is_named():
    told(packing(), master_data=MASTER_DATA)
    page = page_for(None, SERIAL)
    assert page.verdict.state == "incomplete"
    assert page.missing == (f"Chưa rõ nguồn của {CHERRY}, lô C1.",)
    assert page.verdict.title == "Mã có thật, thông tin chưa đủ"
    assert page.harvested == ()


def test_an_unknown_serial_of_a_real_product_is_said_to_be_unknown(chain):
    page = page_for(None, f"{GS1}/01/{BAG}/21/S999")
    assert page.verdict.state == "unknown"
    assert page.steps == ()
    assert page.product_name == "", "whoever invents serials does not land on the genuine product"
    assert (page.producer, page.picture, page.certificates) == ("", "", ())


def test_a_product_code_asks_for_a_lot(chain):
    page = page_for(None, f"{GS1}/01/{BAG}")
    assert page.verdict.title == "Đây là mã sản phẩm, chưa phải mã lô"


def test_a_code_of_nobody_has_no_page(chain):
    assert page_for(None, f"{GS1}/01/09520000300012/21/S1") is None


def test_what_nobody_declared_is_left_out():
    told(packing())
    page = page_for(None, SERIAL)
    assert (page.product_name, page.producer, page.producer_place) == ("", "", None)
    assert page.steps[0].place is None


# --- what the page makes of many events -------------------------------------------------------


def shipping(day, lot=LOT, place=FACTORY, step="shipping", **members):
    said = event(day, step, "", place, quantityList=[{"epcClass": lot}]) | members
    del said["txng:activity"]
    return said


def test_like_events_of_one_product_are_one_step_and_of_another_are_not(chain):
    told(
        shipping(21), shipping(22), shipping(23, step="receiving"),
        shipping(24, quantityList=[{"epcClass": LOT}, {"epcClass": f"{GS1}/01/{CHERRY}/10/C1"}]),
    )  # fmt: skip
    steps = page_for(None, LOT).steps[2:]
    assert [(step.title, step.detail) for step in steps] == [
        ("Gửi hàng", "2 lần ghi, đến 22/11/2025"),
        ("Nhận hàng", ""),
        ("Gửi hàng", ""),
    ]


def test_the_same_activity_on_two_products_is_one_step():
    other = f"{GS1}/01/09520000300012/10/C2"
    members = packing()
    members["inputQuantityList"] += [{"epcClass": other, "quantity": 1, "uom": "KGM"}]
    told(harvest(3, PLOT), harvest(4, PLOT, lot=other), members)
    assert [step.title for step in page_for(None, LOT).steps] == ["Thu hoạch", "Đóng gói"]


def test_events_of_two_organisations_are_two_steps(chain):
    told(shipping(21))
    told(shipping(22), by=people.dung())
    steps = page_for(None, LOT).steps[2:]
    assert [step.declared_by for step in steps] == [
        people.an().organisation,
        people.dung().organisation,
    ]


def test_several_places_of_a_step_are_told_by_what_they_share():
    plots = [f"urn:txng:test:plot:{number}" for number in range(5)]
    communes = ["22918", "22918", "22924", "22933", "22945"]
    states = ["Lâm Đồng"] * 4 + ["Đắk Lắk"]
    master_data = []
    for plot, commune, state in zip(plots, communes, states, strict=True):
        name, owner = plot[-1], plot.replace("plot", "party")
        master_data += [
            ("Party", owner, {"cbvmda:name": f"Bà {name}"}),
            ("Location", plot, {"cbvmda:name": f"Hộ {name}", "txng:communeCode": commune,
                                "cbvmda:state": state, "cbvmda:informationProvider": owner}),
        ]  # fmt: skip
    told(*(harvest(1, plot) for plot in plots[:2]), packing(), master_data=master_data)
    few = page_for(None, LOT)
    assert (few.steps[0].place.name, few.steps[0].place.province) == ("2 nơi", "Lâm Đồng")
    assert few.steps[0].place.commune
    assert few.steps[0].detail == "2 lần ghi"
    assert few.steps[0].party == "", "two households: none of them speaks for both"
    assert sorted(place.name for place in few.origins) == ["Hộ 0", "Hộ 1"]
    told(*(harvest(2, plot) for plot in plots), *(harvest(3, plot) for plot in plots))
    many = page_for(None, LOT)
    assert (many.steps[0].place.commune, many.steps[0].place.province) == ("", "")
    assert len(many.origins) == 5, "each place once, however often it was harvested"
    assert [day.day for day in many.harvested] == [1, 3]


def test_the_map_has_a_limit(chain, monkeypatch):
    monkeypatch.setattr("txng.resolver.facts.MAX_ORIGINS", 1)
    told(
        harvest(4, "urn:txng:test:plot:3"),
        master_data=[("Location", "urn:txng:test:plot:3", {"cbvmda:name": "Hộ khác"})],
    )
    assert len(page_for(None, LOT).origins) == 1


def test_what_is_missing_is_named_up_to_a_limit():
    members = packing()
    members["inputQuantityList"] = [{"epcClass": f"{GS1}/01/{CHERRY}/10/C{n}"} for n in range(8)]
    told(members)
    missing = [one for one in page_for(None, LOT).missing if "Chưa khai" not in one]
    assert len(missing) == 6
    assert missing[-1] == "Và 3 lô khác."


def test_a_journey_that_was_cut_is_said_to_be(chain, monkeypatch):
    assert not page_for(None, LOT).truncated
    monkeypatch.setattr("txng.resolver.queries.PUBLIC_LIMIT", 1)
    assert page_for(None, LOT).truncated


def test_a_recall_of_something_the_journey_was_cut_at_is_still_shown(chain, monkeypatch):
    told(recall(CHERRIES))
    monkeypatch.setattr("txng.resolver.queries.PUBLIC_LIMIT", 2)  # met, and not looked into
    page = page_for(None, SERIAL)
    assert page.truncated
    assert page.verdict.state == "recalled"


def test_a_time_west_of_greenwich_is_told_on_its_own_clock(chain):
    told(shipping(21, eventTimeZoneOffset="-05:30"))
    assert page_for(None, LOT).steps[-1].event_time.isoformat() == "2025-11-20T19:30:00-05:30"


def test_the_place_is_where_a_thing_stays_not_where_it_was_read(chain):
    told(shipping(21, readPoint={"id": PLOT}))
    assert page_for(None, LOT).steps[-1].place.name == "Xưởng rang"


def test_the_captor_of_its_own_place_is_named_in_the_readers_language(chain):
    from django.utils import translation

    own = {"cbvmda:name": people.an().organisation, "txng:nameEn": "An's cooperative"}
    site = {"cbvmda:name": "Kho", "cbvmda:informationProvider": "urn:txng:test:an"}
    told(
        shipping(21, place="urn:txng:test:store"),
        master_data=[("Party", "urn:txng:test:an", own), ("Location", "urn:txng:test:store", site)],
    )
    with translation.override("en"):
        assert page_for(None, LOT).steps[-1].declared_by == "An's cooperative"


def test_the_last_word_on_the_date_counts(chain):
    members = shipping(22, action="ADD") | {"ilmd": {"cbvmda:itemExpirationDate": "2026-12-31"}}
    told(members)
    assert page_for(None, LOT).use_by.isoformat() == "2026-12-31"


def test_the_lot_is_what_the_maker_gave_not_what_a_later_observer_says():
    told(shipping(2, quantityList=[], epcList=[SERIAL], **{"cbvmda:lotNumber": "WRONG"}))
    told(packing())
    assert page_for(None, SERIAL).lot == "L1"


def test_a_recall_of_a_lot_with_a_slash_in_its_number_reaches_its_bags():
    members = packing() | {"ilmd": {"cbvmda:lotNumber": "A/1"}, "outputQuantityList": []}
    told(members, recall(f"{GS1}/01/{BAG}/10/A%2F1"))
    assert page_for(None, SERIAL).verdict.state == "recalled"


def test_a_recall_stands_among_the_steps_at_its_own_time(chain):
    told(recall(LOT, day=22), shipping(24, quantityList=[], epcList=[SERIAL]))
    titles = [step.title for step in page_for(None, SERIAL).steps]
    assert titles[2:] == ["Thông báo thu hồi", "Gửi hàng"]


def test_of_two_recalls_the_later_one_speaks(chain):
    told(recall(CHERRIES, day=27), by=people.chi())
    told(recall(LOT, day=25))
    page = page_for(None, SERIAL)
    assert people.CHIS_INSPECTORATE in page.verdict.sentences[-1]
    assert [step.is_recall for step in page.steps].count(True) == 2
    told(recall(LOT, day=28), by=people.dung())
    assert people.DUNGS_ENTERPRISE in page_for(None, SERIAL).verdict.sentences[-1]


@pytest.mark.parametrize(
    "members",
    [
        {"disposition": None, "persistentDisposition": {"set": ["recalled"]}},
        {"disposition": "urn:epcglobal:cbv:disp:recalled"},
        {"disposition": "https://ref.gs1.org/cbv/Disp-recalled"},
    ],
)
def test_a_recall_counts_in_any_spelling_until_it_is_lifted(chain, members):
    said = {name: value for name, value in (recall(LOT) | members).items() if value is not None}
    told(said)
    assert page_for(None, SERIAL).verdict.state == "recalled"
    lifted = recall(LOT, day=27) | {"disposition": "sellable_accessible"}
    told(lifted | {"persistentDisposition": {"unset": ["urn:epcglobal:cbv:disp:recalled"]}})
    assert page_for(None, SERIAL).verdict.state == "issued"


def test_a_stranger_cannot_take_back_a_recall(chain):
    named = recall(LOT) | {"eventID": "ni:///sha-256;" + "0" * 64 + "?ver=CBV2.0"}
    told(named)
    told(named | {"bizStep": "other"}, by=people.dung())
    declaration = {"errorDeclaration": {"declarationTime": "2025-11-26T00:00:00Z"}}
    told(named | {"bizStep": "other"} | declaration, by=people.dung())
    assert page_for(None, SERIAL).verdict.state == "recalled"


def test_a_step_nobody_translated_is_told_in_the_makers_word(chain):
    told(event(22, "shipping", "carving", FACTORY, quantityList=[{"epcClass": LOT}]))
    told(shipping(23, step="https://example.org/steps/carving"))
    said = event(
        24, "https://example.org/steps/x", "blessing", FACTORY, quantityList=[{"epcClass": LOT}]
    )
    told(said)
    titles = [step.title for step in page_for(None, LOT).steps]
    assert titles[2:] == ["Gửi hàng", "https://example.org/steps/carving", "blessing"]


ODD = [None, 5, -1.5, True, "", "x", "a b", "nan", "inf", "1e308", 1e308, [], [[1]], {}, {"a": 1}]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_no_declaration_however_odd_breaks_the_public_page(client, odd):
    names = ("name", "descriptionShort", "brandName", "netContent", "informationProvider", "latitude",
             "longitude", "state", "countryCode")  # fmt: skip
    own = ("nameEn", "descriptionShortEn", "communeCode", "productGroup", "kind", "areaHa")
    said = {f"cbvmda:{name}": odd for name in names} | {f"txng:{name}": odd for name in own}
    dates = {
        f"cbvmda:{name}": odd for name in ("lotNumber", "itemExpirationDate", "bestBeforeDate")
    }
    dates |= {f"txng:{name}": odd for name in ("packedDate", "certification", "harvestDate")}
    told(
        harvest(3, PLOT) | {"ilmd": dates},
        packing() | {"ilmd": dates},
        recall(LOT) | {"txng:reason": odd, "txng:activity": odd},
        harvest(4, PLOT_2) | {"txng:activity": odd},
        master_data=[(kind, name, said) for kind, name, _ in MASTER_DATA],
    )
    for path in (f"/01/{BAG}/21/S1", f"/01/{BAG}/10/L1", f"/01/{BAG}", f"/01/{CHERRY}/10/C1"):
        for language in ("vi", "en"):
            answer = client.get(path, headers={"Accept-Language": language})
            assert answer.status_code == 200
            assert "{&#x27;" not in answer.content.decode(), "no programmer's quotes on the page"
