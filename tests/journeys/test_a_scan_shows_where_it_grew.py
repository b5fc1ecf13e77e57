"""An tells what happened, and whoever scans the bag reads where it grew; a recall stands first.

An's documents ──POST /epcis/capture──> one store ──> page of the serial ──> a phone
        └──txng capture (again)───────────┘  └──> txng trace --json
"""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import people, servers
from tests.epcis.documents import CONTEXT
from tests.journeys.phone import scan

pytestmark = pytest.mark.django_db(transaction=True)

GS1 = "https://id.gs1.org"
BAG, CHERRY, LOT = "09520000100018", "09520000200015", "L1"
PLOT, ROASTERY, SHOP = (f"{GS1}/414/952000010000{end}" for end in ("1/254/P1", "1", "1/254/S"))
PARTY = f"{GS1}/417/9520000100001"
CHERRIES, SERIAL = f"{GS1}/01/{CHERRY}/10/C1", f"/01/{BAG}/21/S1"
MASTER_DATA = [
    ("EPCClass", f"{GS1}/01/{BAG}", {
        "cbvmda:descriptionShort": "Cà phê rang Cầu Đất 250 g",
        "cbvmda:informationProvider": PARTY, "txng:productGroup": "coffee",
        "txng:image": "/hinh/ca-phe.jpg", "txng:standard": "TCVN 4193:2014"}),
    ("Party", PARTY, {"cbvmda:name": people.ANS_ENTERPRISE, "txng:communeCode": "24848"}),
    ("Location", PLOT, {"cbvmda:name": "Hộ trồng LD-0417", "txng:communeCode": "24848",
                        "cbvmda:informationProvider": PARTY}),
    ("Location", ROASTERY, {"cbvmda:name": "Xưởng rang", "cbvmda:informationProvider": PARTY}),
    ("Location", SHOP, {"cbvmda:name": "Cửa hàng", "cbvmda:informationProvider": PARTY}),
]  # fmt: skip


def event(day: int, biz_step: str, activity: str | None, place: str, **members: Any) -> Any:
    kind = {"type": "ObjectEvent", "action": "OBSERVE"} if "type" not in members else {}
    return kind | {
        "eventTime": f"2025-11-{day:02}T01:00:00Z", "eventTimeZoneOffset": "+07:00",
        "bizStep": biz_step, "readPoint": {"id": place}, "bizLocation": {"id": place},
    } | ({"txng:activity": activity} if activity else {}) | members  # fmt: skip


def document(*events: Any, master_data: Any = ()) -> bytes:
    vocabularies = [
        {"type": f"urn:epcglobal:epcis:vtype:{kind}", "vocabularyElementList": [
            {"id": name, "attributes": [{"id": k, "attribute": v} for k, v in said.items()]}]}
        for kind, name, said in master_data
    ]  # fmt: skip
    whole = {
        "@context": [CONTEXT, {"txng": "urn:txng:voc:"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z",
        "epcisHeader": {"epcisMasterData": {"vocabularyList": vocabularies}},
        "epcisBody": {"eventList": list(events)},
    }
    return json.dumps(whole).encode()


HARVEST = document(
    event(3, "commissioning", "harvest", PLOT, action="ADD",
          quantityList=[{"epcClass": CHERRIES, "quantity": 600, "uom": "KGM"}]),
    master_data=MASTER_DATA,
)  # fmt: skip
ROAST = document(
    event(20, "commissioning", "roasting", ROASTERY, type="TransformationEvent",
          inputQuantityList=[{"epcClass": CHERRIES, "quantity": 600, "uom": "KGM"}],
          outputEPCList=[GS1 + SERIAL], ilmd={"cbvmda:lotNumber": LOT}),
)  # fmt: skip
SALE = document(
    event(22, "shipping", None, ROASTERY, epcList=[GS1 + SERIAL]),
    event(25, "retail_selling", None, SHOP, epcList=[GS1 + SERIAL]),
)
RECALL = document(
    event(26, "holding", "recall", ROASTERY, disposition="recalled",
          quantityList=[{"epcClass": f"{GS1}/01/{BAG}/10/{LOT}"}])
    | {"txng:reason": "Dư lượng vượt mức"},
)  # fmt: skip


def ask(site: servers.Site, key: str, method: str, path: str, body: bytes = b"") -> Any:
    """The answer's JSON, or its Location when it has no body."""
    host = urlsplit(site.url)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/ld+json"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    assert answer.status in (200, 202), (answer.status, text)
    return json.loads(text) if text else urlsplit(answer.headers["Location"]).path


def listed(found: Any) -> list[Any]:
    return found["epcisBody"]["queryResults"]["resultsBody"]["eventList"]


def test_a_scan_shows_where_it_grew(site, tmp_path):
    an, dung = people.key_of(people.an()), people.key_of(people.dung())
    assert scan(site.url + SERIAL).status == 404

    for sent in (SALE, HARVEST, ROAST):  # in whatever order the telling comes
        job = ask(site, an, "GET", ask(site, an, "POST", "/epcis/capture", sent))
        assert (job["success"], job["duplicates"]) == (True, 0)

    seen = scan(site.url + SERIAL)
    assert (seen.status, seen.verdict) == (200, "issued")
    assert seen.name == "Cà phê rang Cầu Đất 250 g"
    assert seen.producer == people.ANS_ENTERPRISE
    assert seen.commune.startswith("Xã Lạc Dương")
    assert seen.steps == ("Thu hoạch", "Rang", "Gửi hàng", "Bán lẻ")
    assert "Hộ trồng LD-0417" in seen.text

    again = tmp_path / "rang.json"
    again.write_bytes(ROAST)
    told = servers.txng(
        site.environ, "capture", "--json", "--organisation", people.ANS_ENTERPRISE, str(again)
    )
    (receipt,) = json.loads(told)["files"]
    assert (receipt["accepted"], receipt["duplicates"]) == (0, 1)
    assert scan(site.url + SERIAL) == seen

    trace = json.loads(servers.txng(site.environ, "trace", "--up", "--json", GS1 + SERIAL))
    upstream = trace["upstream"]
    steps = [one["biz_step"] for one in upstream["events"]]
    assert steps == ["commissioning", "commissioning", "shipping", "retail_selling"]
    assert {one["captured_by"] for one in upstream["events"]} == {people.ANS_ENTERPRISE}
    assert {one["id"] for one in upstream["nodes"]} == {GS1 + SERIAL, CHERRIES}
    assert upstream["unknown_ends"] == []

    everything = f"/epcis/events?MATCH_anyEPC={GS1 + SERIAL}"
    assert len(listed(ask(site, an, "GET", everything))) == 3
    assert listed(ask(site, dung, "GET", everything)) == []
    assert listed(ask(site, dung, "GET", "/epcis/events")) == []

    ask(site, an, "POST", "/epcis/capture", RECALL)
    recalled = scan(site.url + SERIAL)
    assert recalled.text.startswith("LÔ ĐANG THU HỒI – không dùng")
    assert recalled.verdict == "recalled"
    assert "Dư lượng vượt mức" in recalled.text
    assert recalled.steps == (*seen.steps, "Thông báo thu hồi")
