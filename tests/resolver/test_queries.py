"""What the scan page knows: from plot to shop, recalls first, unknown said as unknown."""

import json

import pytest

from tests import people
from tests.epcis.documents import CONTEXT
from txng.repository.actions import capture
from txng.resolver.queries import page_for

pytestmark = pytest.mark.django_db

GS1 = "https://id.gs1.org"
BAG, CHERRY = "09520000100018", "09520000200015"
FACTORY, PLOT, PLOT_2 = (
    f"{GS1}/414/9520000100001",
    f"{GS1}/414/9520000100001/254/P1",
    "urn:txng:test:plot:2",
)
PARTY = f"{GS1}/417/9520000100001"
CHERRIES, LOT = f"{GS1}/01/{CHERRY}/10/C1", f"{GS1}/01/{BAG}/10/L1"
SERIAL = f"{GS1}/01/{BAG}/21/S1"


def told(*events, master_data=()):
    whole = {
        "@context": [CONTEXT, {"txng": "urn:txng:voc:"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z",
        "epcisHeader": {"epcisMasterData": {"vocabularyList": [
            {"type": f"urn:epcglobal:epcis:vtype:{kind}", "vocabularyElementList": [
                {"id": name, "attributes": [{"id": k, "attribute": v} for k, v in said.items()]}
            ]} for kind, name, said in master_data
        ]}},
        "epcisBody": {"eventList": list(events)},
    }  # fmt: skip
    capture(by=people.an(), document=json.dumps(whole).encode())


def event(day, step, activity, place, **members):
    return {
        "type": "ObjectEvent", "action": "OBSERVE",
        "eventTime": f"2025-11-{day:02}T01:00:00Z", "eventTimeZoneOffset": "+07:00",
        "bizStep": step, "txng:activity": activity,
        "readPoint": {"id": place}, "bizLocation": {"id": place},
    } | members  # fmt: skip


def harvest(day, place, lot=CHERRIES):
    return event(
        day, "commissioning", "harvest", place, action="ADD",
        quantityList=[{"epcClass": lot, "quantity": 600, "uom": "KGM"}],
    )  # fmt: skip


def packing(day=20):
    members = event(
        day, "commissioning", "packing", FACTORY, type="TransformationEvent",
        inputQuantityList=[{"epcClass": CHERRIES, "quantity": 600, "uom": "KGM"}],
        outputQuantityList=[{"epcClass": LOT, "quantity": 400}],
        outputEPCList=[SERIAL],
        ilmd={"cbvmda:lotNumber": "L1", "cbvmda:itemExpirationDate": "2026-11-20",
              "txng:packedDate": "2025-11-20", "txng:certification": "VietGAP (hư cấu)"},
    )  # fmt: skip
    del members["action"]
    return members


def recall(name, day=25):
    listed = {"quantityList": [{"epcClass": name}]}
    return event(
        day, "holding", "recall", FACTORY, disposition="recalled", **listed,
        **{"txng:reason": "Dư lượng vượt mức"},
    )  # fmt: skip


MASTER_DATA = [
    ("EPCClass", f"{GS1}/01/{BAG}", {
        "cbvmda:descriptionShort": "Cà phê rang 250 g", "txng:descriptionShortEn": "Roasted coffee 250 g",
        "cbvmda:informationProvider": PARTY, "txng:productGroup": "coffee"}),
    ("Party", PARTY, {"cbvmda:name": "Xưởng An (hư cấu)", "txng:nameEn": "An's roastery (fictional)"}),
    ("Location", FACTORY, {"cbvmda:name": "Xưởng rang", "txng:nameEn": "Roastery",
                           "cbvmda:informationProvider": PARTY, "cbvmda:state": "Lâm Đồng"}),
    ("Location", PLOT, {"cbvmda:name": "Hộ trồng LD-0417", "txng:communeCode": "24848",
                        "cbvmda:latitude": 11.9, "cbvmda:longitude": 108.5}),
]  # fmt: skip


@pytest.fixture
def chain():
    told(harvest(3, PLOT), harvest(5, PLOT_2), packing(), master_data=MASTER_DATA)


def test_a_bag_tells_its_product_its_maker_and_its_days(chain):
    page = page_for(None, SERIAL)
    assert (page.product_name, page.producer) == ("Cà phê rang 250 g", "Xưởng An (hư cấu)")
    assert (page.gtin, page.lot, page.serial) == (BAG, "L1", "S1")
    assert [day.isoformat() for day in page.harvested] == ["2025-11-03", "2025-11-05"]
    assert (page.packed_on.isoformat(), page.use_by.isoformat()) == ("2025-11-20", "2026-11-20")
    assert page.certificates == ("VietGAP (hư cấu)",)
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
    assert page.harvested == ()


def test_an_unknown_serial_of_a_real_product_is_said_to_be_unknown(chain):
    page = page_for(None, f"{GS1}/01/{BAG}/21/S999")
    assert page.verdict.state == "unknown"
    assert page.steps == ()
    assert page.product_name == "Cà phê rang 250 g"


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
