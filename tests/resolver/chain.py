"""A small chain that several tests tell: two plots, one roastery, one lot, one bag."""

import json

from tests import people
from tests.epcis.documents import CONTEXT
from txng.repository.actions import capture

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


def whole_document(*events, master_data=()):
    """A capture document, as bytes; master data are (vocabulary, id, attributes)."""
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
    return json.dumps(whole).encode()


def told(*events, master_data=(), by=None):
    capture(by=by or people.an(), document=whole_document(*events, master_data=master_data))


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
        **{"txng:reason": "Dư lượng vượt mức", "txng:reasonEn": "Residues above the limit"},
    )  # fmt: skip


MASTER_DATA = [
    ("EPCClass", f"{GS1}/01/{BAG}", {
        "cbvmda:descriptionShort": "Cà phê rang 250 g", "txng:descriptionShortEn": "Roasted coffee 250 g",
        "cbvmda:informationProvider": PARTY, "txng:productGroup": "coffee",
        "txng:image": "/hinh/coffee.jpg"}),
    ("Party", PARTY, {"cbvmda:name": "Xưởng An (hư cấu)", "txng:nameEn": "An's roastery (fictional)",
                      "txng:communeCode": "24848"}),
    ("Location", FACTORY, {"cbvmda:name": "Xưởng rang", "txng:nameEn": "Roastery",
                           "cbvmda:informationProvider": PARTY, "cbvmda:state": "Lâm Đồng"}),
    ("Location", PLOT, {"cbvmda:name": "Hộ trồng LD-0417", "txng:communeCode": "24848",
                        "cbvmda:latitude": 11.9, "cbvmda:longitude": 108.5}),
]  # fmt: skip
