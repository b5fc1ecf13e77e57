"""txng trace: shares and aliases in words, recall lists, relations told again and compared."""

import json

import pytest

from tests.conf.test_cli import txng as txng  # the fixture
from tests.epcis.documents import document, event
from txng.repository.connection import store

pytestmark = pytest.mark.django_db

GTIN = "09521234000013"
BAG = f"https://id.gs1.org/01/{GTIN}/21/B1"
BOX = "https://id.gs1.org/00/095200001000000018"


def lot(name: str) -> str:
    return f"https://id.gs1.org/01/{GTIN}/10/{name}"


def quantity(name: str, kilos: float) -> dict[str, object]:
    return {"epcClass": lot(name), "quantity": kilos, "uom": "KGM"}


@pytest.fixture
def chain(txng, tmp_path):
    """Two lots, one of known origin, mixed into a bag; the bag in a box, the box at a shop."""
    told = [
        event(eventTime="2026-10-01T01:00:00Z", action="ADD", epcList=None,
              quantityList=[quantity("A", 30)], bizStep="commissioning"),
        event(type="TransformationEvent", eventTime="2026-10-01T02:00:00Z", epcList=None, action=None,
              inputQuantityList=[quantity("A", 30), quantity("B", 10)], outputEPCList=[BAG]),
        event(type="AggregationEvent", eventTime="2026-10-01T03:00:00Z", epcList=None, action="ADD",
              parentID=BOX, childEPCs=[BAG]),
        event(eventTime="2026-10-01T04:00:00Z", action="OBSERVE", epcList=[BOX], bizStep="receiving",
              bizLocation={"id": "urn:txng:demo:shop:1"}),
    ]  # fmt: skip
    file = tmp_path / "chain.json"
    file.write_bytes(document(*told))
    assert txng("capture", str(file)).status == 0


def test_a_mix_is_told_in_per_cent_with_its_unknown_part(txng, chain):
    told = txng("trace", "--up", BAG).out
    assert f"Gồm: 01/{GTIN}/10/A 75,0 %, chưa rõ 25,0 %" in told
    assert "Có thể chứa 2 nguồn." in told
    (up,) = json.loads(txng("trace", "--up", "--json", BAG).out).values()
    assert up["composition"]["shares"] == {lot("A"): 0.75}
    assert up["composition"]["may_contain"] == [lot("A"), lot("B")]
    assert {node["id"]: node["share"] for node in up["nodes"]}[lot("B")] == 0.25


def test_a_recall_list_counts_and_places_what_must_be_taken_back(txng, chain):
    told = txng("trace", "recall", lot("A"))
    assert told.status == 0
    assert "1  sản phẩm đơn chiếc, có thể chứa" in told.out
    assert "urn:txng:demo:shop:1  trong 00/095200001000000018" in told.out
    found = json.loads(txng("trace", "recall", "--json", lot("A")).out)
    assert [item["kind"] for item in found["items"]] == ["lot", "unit", "box"]
    assert txng("trace", "recall", "(01)09521234000014(10)X").err.startswith("Lỗi: ")


def test_relations_are_told_again_and_agree(txng, chain):
    before = txng("trace", "--json", BAG).out
    told = txng("trace", "rebuild")
    assert (told.status, told.out) == (0, "Đã lập lại quan hệ từ 4 sự kiện.\n")
    assert txng("trace", "--json", BAG).out == before
    checked = txng("trace", "check")
    assert (checked.status, checked.out) == (0, "Các quan hệ khớp với sự kiện.\n")


def test_an_interrupted_rebuild_is_gone_on_with(txng, chain):
    from txng.accounts import actors
    from txng.eventstore.relations import rebuilding
    from txng.eventstore.store import now
    from txng.repository import actions

    actions.begin_rebuild(by=actors.operator())
    rebuilding.go_on(store(), now(), page=3)
    assert json.loads(txng("trace", "check", "--json").out)["unfinishedRebuild"]
    told = txng("trace", "rebuild")
    assert "Tiếp tục từ sự kiện thứ 4." in told.err
    assert json.loads(txng("trace", "check", "--json").out) == {
        "ok": True,
        "unfinishedRebuild": False,
        "differences": [],
    }


def test_a_check_that_finds_a_difference_names_it_and_ends_with_one(txng, chain):
    store().driver.execute("DELETE FROM containment")
    told = txng("trace", "check")
    assert told.status == 1
    assert told.out.startswith("thiếu          đồ trong thùng")
    assert BOX in told.out
    assert "txng trace rebuild" in told.err
    assert txng("trace", "rebuild", "--restart").status == 0
    assert txng("trace", "check").status == 0


def test_the_words_of_trace_are_no_codes_and_codes_no_words(txng, chain):
    assert txng("trace", "check", "--help").out.startswith("Cách dùng: txng trace check")
    assert txng("trace", "--help").out.startswith("Cách dùng: txng trace [TÙY CHỌN] CODE")
    assert txng("trace", "urn:x:check").status == 2
