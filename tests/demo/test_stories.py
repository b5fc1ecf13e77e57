"""What the stories tell is possible, except where a fault was planted."""

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.demo import small
from txng.demo import coffee, durian, enterprises, rice, tea, vegetables
from txng.demo.province import CHAINS
from txng.demo.story import Story

CHAIN = {chain.name: chain for chain in CHAINS}
UNITS = range(24)
RATIOS = {  # activity and chain -> what may come out of one kilogram (vietnam.md §5.5)
    ("coffee", "wet_milling"): (0.19, 0.21),
    ("coffee", "hulling"): (0.78, 0.82),
    ("coffee", "roasting"): (0.82, 0.86),
    ("coffee", "bagging"): (0.999, 1.001),
    ("coffee", "packing"): (0.97, 1.0),
    ("tea", "tea_making"): (0.19, 0.23),
    ("tea", "packing"): (0.97, 1.0),
    ("vegetables", "packing"): (0.78, 0.90),
    ("rice", "drying"): (0.87, 0.91),
    ("rice", "milling"): (0.60, 0.68),
    ("rice", "packing"): (0.97, 1.0),
    ("durian", "packing"): (0.80, 1.0),
}
YIELDS = {  # kg a hectare and harvest; the alarms of vietnam.md §5.5 lie above
    "coffee": (1_000, 2_500),
    "tea": (200, 450),
    "vegetables": (15_000, 46_000),
    "rice": (5_200, 7_000),
    "durian": (1_000, 2_000),
}
UNIT_KG = {product.id: product.unit_kg for product in enterprises.PRODUCTS}


def stories(name: str) -> Iterator[Story]:
    return (CHAIN[name].tell(unit) for unit in UNITS)


def events(story: Story, activity: str | None = None, step: str | None = None) -> list[Any]:
    return [
        event
        for _, _, event in story.told()
        if activity in (None, event.get("txng:activity")) and step in (None, event["bizStep"])
    ]


def kilograms(amounts: list[Any], epcs: tuple[str, ...] = ()) -> float:
    """Bulk by weight; packs by what each holds."""
    total = sum(UNIT_KG["/".join(epc.split("/")[:5])] for epc in epcs)
    for amount in amounts:
        if amount.get("uom") == "KGM":
            total += amount["quantity"]
        else:
            total += amount["quantity"] * UNIT_KG["/".join(amount["epcClass"].split("/")[:5])]
    return total


def ratio(event: Any) -> float:
    made = kilograms(event.get("outputQuantityList", []), event.get("outputEPCList", ()))
    return made / kilograms(event["inputQuantityList"])


def yields(story: Story) -> list[float]:
    areas = {plot.place.id: plot.area_ha for plots in _plots(story) for plot in plots}
    return [
        event["quantityList"][0]["quantity"] / areas[event["readPoint"]["id"]]
        for event in events(story, "harvest")
    ]


def _plots(story: Story) -> Iterator[Any]:
    for growers in enterprises.GROWERS:
        if growers.product.group == story.chain:
            for group in range(6):
                yield growers.plots(group)


def moments_of(story: Story, step: str) -> dict[str, datetime]:
    """Box or lot -> when."""
    found = {}
    for event in events(story, step=step):
        when = datetime.fromisoformat(event["eventTime"])
        place = event["destinationList"][0]["destination"]
        for thing in event.get("epcList", []):
            found[f"{thing} {place}"] = when
        for amount in event.get("quantityList", []):
            found[f"{amount['epcClass']} {place}"] = when
    return found


# --- possible ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "activity"), RATIOS)
def test_what_comes_out_is_in_proportion_to_what_went_in(name, activity):
    low, high = RATIOS[name, activity]
    seen = [
        ratio(event)
        for story in stories(name)
        if story.fault != "more_roasted_than_green"
        for event in events(story, activity)
    ]
    assert seen
    assert low <= min(seen)
    assert max(seen) <= high + 1e-9


@pytest.mark.parametrize("name", YIELDS)
def test_plots_bear_what_plots_bear(name):
    low, high = YIELDS[name]
    unlikely = [
        (story.unit, round(value))
        for story in stories(name)
        if story.fault not in ("ten_times_too_much", "more_than_trees_bear")
        for value in yields(story)
        if not low <= value <= high
    ]
    assert unlikely == []


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
def test_a_lot_is_used_up_once_and_never_before_it_was_made(chain):
    for unit in UNITS:
        story = chain.tell(unit)
        if story.fault in ("nobody_shipped_it", "ten_times_too_much"):
            continue
        made: dict[str, float] = {}
        used: dict[str, float] = defaultdict(float)
        for event in events(story):
            if event["type"] == "ObjectEvent" and event["action"] == "ADD":
                outputs = event["quantityList"]
            else:
                outputs = event.get("outputQuantityList", [])
            for amount in event.get("inputQuantityList", []):
                used[amount["epcClass"]] += amount["quantity"]
                assert used[amount["epcClass"]] <= made[amount["epcClass"]] + 0.15
            made.update((amount["epcClass"], amount["quantity"]) for amount in outputs)


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
def test_each_firm_tells_a_unit_in_order(chain):
    for unit in UNITS:
        times = [event["eventTime"] for _, _, event in chain.tell(unit).told()]
        assert times == sorted(times)


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
def test_goods_are_received_after_they_were_shipped(chain):
    for unit in UNITS:
        story = chain.tell(unit)
        if story.fault in ("received_before_shipped", "nobody_shipped_it"):
            continue
        shipped, received = moments_of(story, "shipping"), moments_of(story, "receiving")
        assert shipped.keys() == received.keys()
        assert [thing for thing in shipped if received[thing] <= shipped[thing]] == []


def test_items_are_sold_once_after_they_reached_a_shop_and_before_their_date():
    for chain in CHAINS:
        for unit in UNITS:
            story = chain.tell(unit)
            if story.fault in ("sold_twice", "received_before_shipped"):
                continue
            expiry = {
                epc: event["ilmd"]["cbvmda:itemExpirationDate"]
                for event in events(story, "packing")
                for epc in event.get("outputEPCList", [])
            }
            inside = {
                event["parentID"]: event["childEPCs"]
                for event in events(story, "casing")
                if "childEPCs" in event
            }
            on_the_shelf = {
                epc: event["eventTime"]
                for event in events(story, step="unpacking")
                for epc in inside.get(event["parentID"], [])
            }
            sold = [(e["epcList"][0], e["eventTime"]) for e in events(story, step="retail_selling")]
            assert len({epc for epc, _ in sold}) == len(sold)
            assert [epc for epc, when in sold if not on_the_shelf[epc] < when] == []
            assert [epc for epc, when in sold if when[:10] > expiry[epc]] == []


def test_cherries_are_pulped_on_the_day_they_were_picked_and_from_october_to_january():
    for story in stories("coffee"):
        picked = {event["eventTime"][:10] for event in events(story, "harvest")}
        assert {event["eventTime"][:10] for event in events(story, "wet_milling")} == picked
        assert {day[5:7] for day in picked} <= {"10", "11", "12", "01"}


def test_tea_is_picked_every_7_to_15_days():
    days = sorted(
        datetime.fromisoformat(events(tea.tell(unit), "harvest")[0]["eventTime"]).date()
        for unit in range(0, 2 * tea.PASSES, 2)
    )
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    assert min(gaps) >= 7
    assert max(gaps) <= 15


def test_vegetables_are_cooled_on_the_day_of_harvest():
    for story in stories("vegetables"):
        picked = {event["eventTime"][:10] for event in events(story, "harvest")}
        assert {event["eventTime"][:10] for event in events(story, "precooling")} == picked


def test_durian_is_packed_within_48_hours_and_18_tonnes_fill_a_reefer():
    for story in stories("durian"):
        harvested = [event["eventTime"] for event in events(story, "harvest")]
        packed = max(event["eventTime"] for event in events(story, "packing"))
        assert harvested[0][5:7] in ("07", "08", "09")
        last = datetime.fromisoformat(packed) - datetime.fromisoformat(min(harvested))
        assert last <= timedelta(hours=48)
        cartons = kilograms(
            events(story, "packing")[0]["outputQuantityList"],
            events(story, "packing")[0]["outputEPCList"],
        )
        assert 14_000 <= cartons <= 18_000


def test_rice_leaves_the_province_to_be_milled_and_comes_back():
    for story in stories("rice"):
        milled = events(story, "milling")[0]["readPoint"]["id"]
        packed = {event["readPoint"]["id"] for event in events(story, "packing")}
        assert small.master_data()[milled]["cbvmda:state"] == "Đồng Tháp"
        assert {small.master_data()[place]["txng:communeCode"] for place in packed} == {"25126"}


# --- planted -----------------------------------------------------------------------------------------


def test_a_roastery_received_what_nobody_made_or_shipped():
    story = coffee.tell(3)
    first = events(story)[0]
    assert (story.fault, first["bizStep"]) == ("nobody_shipped_it", "receiving")
    lot = first["quantityList"][0]["epcClass"]
    assert events(story, "roasting")[0]["inputQuantityList"][0]["epcClass"] == lot
    elsewhere = [
        told
        for told in small.all_events()
        if lot in str(told.event) and told.event["bizStep"] not in ("receiving", "commissioning")
    ]
    assert {told.event.get("txng:activity") for told in elsewhere} == {"roasting"}


def test_more_was_roasted_than_there_was_green():
    assert ratio(events(coffee.tell(5), "roasting")[0]) == pytest.approx(1.31, abs=0.01)


def test_one_plot_bore_60_tonnes_of_paddy_a_hectare():
    assert [round(value / 1000) for value in yields(rice.tell(3)) if value > 8_000] == [
        pytest.approx(60, abs=9)
    ]


def test_one_planting_area_declared_more_than_30_tonnes_of_durian_a_hectare():
    assert [round(value / 1000) for value in yields(durian.tell(2)) if value > 30_000] == [34]


def test_the_shop_received_before_the_packing_house_shipped():
    story = vegetables.tell(2)
    shipped, received = moments_of(story, "shipping"), moments_of(story, "receiving")
    early = {
        shipped[thing] - received[thing] for thing in shipped if received[thing] < shipped[thing]
    }
    assert early == {timedelta(hours=3)}


def test_one_serial_was_sold_in_two_shops_300_km_apart_within_an_hour():
    sales = defaultdict(list)
    for told in small.all_events():
        if told.event["bizStep"] == "retail_selling":
            sales[told.event["epcList"][0]].append(told.event)
    twice = [pair for pair in sales.values() if len(pair) > 1]
    assert len(twice) == 1
    first, second = twice[0]
    gap = datetime.fromisoformat(second["eventTime"]) - datetime.fromisoformat(first["eventTime"])
    assert abs(gap) < timedelta(hours=1)
    places = [small.master_data()[sale["readPoint"]["id"]] for sale in (first, second)]
    assert _kilometres(*places) > 300


def _kilometres(one: dict[str, Any], other: dict[str, Any]) -> float:
    north = (one["cbvmda:latitude"] - other["cbvmda:latitude"]) * 110.6
    east = (one["cbvmda:longitude"] - other["cbvmda:longitude"]) * 111.3 * math.cos(0.19)
    return math.hypot(north, east)


def test_two_lots_were_recalled_with_a_reason_in_both_languages():
    recalls = [told.event for told in small.all_events() if told.event["disposition"] == "recalled"]
    assert len(recalls) == 2
    for event in recalls:
        assert (event["type"], event["action"], event["bizStep"]) == (
            "ObjectEvent",
            "OBSERVE",
            "holding",
        )
        assert event["txng:reason"].endswith("(kết quả thử nghiệm hư cấu).")
        assert event["txng:reasonEn"].endswith("(fictional test result).")
        lot = event["quantityList"][0]["epcClass"]
        assert UNIT_KG["/".join(lot.split("/")[:5])] > 0, "a finished product"


@pytest.mark.parametrize("story", [vegetables.tell(6), durian.tell(7)], ids=lambda one: one.chain)
def test_nothing_of_a_recalled_lot_is_sold_after_the_recall(story):
    recall = events(story, "recall")[0]
    lot = recall["quantityList"][0]["epcClass"].rpartition("/")[2]
    packed = next(
        event for event in events(story, "packing") if event["ilmd"]["cbvmda:lotNumber"] == lot
    )
    sales = {
        event["epcList"][0]: event["eventTime"]
        for event in events(story, step="retail_selling")
        if event["epcList"][0] in packed["outputEPCList"]
    }
    assert sales
    assert max(sales.values()) < recall["eventTime"]
