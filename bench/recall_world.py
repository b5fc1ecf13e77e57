"""One bad lot and everything made of it in a province: units in cartons on pallets in shops.

    green coffee ──> 100 roasted lots ──> 1,000 packings of 300 bags ──> 15,000 cartons of 20
    (half of them mixed with a good lot)            ──> 300 pallets of 50 ──> shipped, received by 60 shops
    a third of the pallets unpacked, every tenth carton opened and its bags sold one by one

Numbers are for 300,000 units and follow the number that is asked for. Events are told as EPCIS 2.0 documents
of one organisation each, at most 500 events a document, in the order of time.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from txng.epcis.context import EPCIS_CONTEXT
from txng.gs1 import check_digit

PREFIX = "952199"
BAGS, CARTONS, SHOPS, BATCHES = 300, 20, 60, 10
ON_PALLET = 50
START = datetime(2026, 1, 5, tzinfo=UTC)
ROASTERY, MARKET = "Bench Rang Xay", "Bench Phân Phối"

Event = dict[str, Any]
Document = tuple[str, bytes, int]
"""Name of the organisation, document, number of events."""


def bad_lot() -> str:
    return _lot(1, "BAD")


def documents(units: int) -> Iterator[Document]:
    """At least `units` bags, all of them made of the bad lot."""
    packings = -(-units // BAGS)
    clock = START
    events: list[Event] = [
        _object("ADD", clock, "commissioning", classes=[(bad_lot(), 60_000.0)], place=_place(1)),
        _object(
            "ADD", clock, "commissioning", classes=[(_lot(1, "GOOD"), 60_000.0)], place=_place(1)
        ),
    ]
    cartons: list[str] = []
    pallets: list[str] = []
    for packing in range(packings):
        clock += timedelta(minutes=5)
        batch = packing // BATCHES
        roasted = _lot(2, f"R{batch}")
        if packing % BATCHES == 0:
            inputs = [(bad_lot(), 400.0)] + ([(_lot(1, "GOOD"), 200.0)] if batch % 2 else [])
            events.append(_transformation(clock, inputs, [], [(roasted, 500.0)]))
            clock += timedelta(minutes=15)
        bags = [_serial(f"{packing:05}{bag:03}") for bag in range(BAGS)]
        events.append(_transformation(clock, [(roasted, 45.0)], bags, []))
        for first in range(0, BAGS, CARTONS):
            clock += timedelta(seconds=10)
            cartons.append(_sscc(len(cartons) + 1))
            events.append(_pack(clock, cartons[-1], bags[first : first + CARTONS]))
        yield from _told(ROASTERY, events)
        events = []
    for first in range(0, len(cartons), ON_PALLET):
        clock += timedelta(minutes=1)
        pallets.append(_sscc(5_000_000 + len(pallets)))
        events.append(_pack(clock, pallets[-1], cartons[first : first + ON_PALLET]))
        shop = _place(10 + len(pallets) % SHOPS)
        events.append(
            _object("OBSERVE", clock, "shipping", [pallets[-1]], place=_place(2), to=shop)
        )
    yield from _told(ROASTERY, events)
    events = []
    for number, pallet in enumerate(pallets, start=1):
        clock += timedelta(minutes=1)
        shop = _place(10 + number % SHOPS)
        events.append(_object("OBSERVE", clock, "receiving", [pallet], place=shop, to=shop))
        if number % 3 == 0:
            events.append(_pack(clock, pallet, [], "DELETE", "unpacking", shop))
    sold = cartons[::10]
    for number, carton in enumerate(sold):
        clock += timedelta(seconds=30)
        place = number * 10 * CARTONS
        bags = [
            _serial(f"{bag // BAGS:05}{bag % BAGS:03}") for bag in range(place, place + CARTONS)
        ]
        shop = _place(10 + (number * 10 // ON_PALLET + 1) % SHOPS)
        events.append(_pack(clock, carton, [], "DELETE", "unpacking", shop))
        events.append(_object("OBSERVE", clock, "retail_selling", bags[:10], place=shop))
        events.append(_object("OBSERVE", clock, "retail_selling", bags[10:], place=shop))
    yield from _told(MARKET, events)


def _told(organisation: str, events: list[Event]) -> Iterator[Document]:
    for start in range(0, len(events), 500):
        piece = events[start : start + 500]
        document = {
            "@context": [EPCIS_CONTEXT],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": piece[-1]["eventTime"],
            "epcisBody": {"eventList": piece},
        }
        yield organisation, msgspec.json.encode(document), len(piece)


# --- codes ------------------------------------------------------------------------------------


def _with_check(payload: str) -> str:
    return payload + check_digit.digit_for(payload)


def _gtin(item: int) -> str:
    return _with_check(f"0{PREFIX}{item:06}")


def _lot(item: int, name: str) -> str:
    return f"https://id.gs1.org/01/{_gtin(item)}/10/{name}"


def _serial(number: str) -> str:
    return f"https://id.gs1.org/01/{_gtin(3)}/21/{number}"


def _sscc(number: int) -> str:
    return "https://id.gs1.org/00/" + _with_check(f"0{PREFIX}{number:010}")


def _place(number: int) -> str:
    return "https://id.gs1.org/414/" + _with_check(f"{PREFIX}{number:06}")


# --- events -----------------------------------------------------------------------------------


def _event(kind: str, at: datetime, step: str, place: str | None, to: str | None = None) -> Event:
    event: Event = {
        "type": kind,
        "eventTime": at.isoformat(timespec="milliseconds"),
        "eventTimeZoneOffset": "+07:00",
        "bizStep": step,
    }
    if place is not None:
        event["readPoint"] = {"id": place}
        if step != "shipping":
            event["bizLocation"] = {"id": place}
    if to is not None:
        event["destinationList"] = [
            {"type": "possessing_party", "destination": to.replace("/414/", "/417/")},
            {"type": "location", "destination": to},
        ]
    return event


def _classes(amounts: list[tuple[str, float]]) -> list[Event]:
    return [{"epcClass": name, "quantity": kilos, "uom": "KGM"} for name, kilos in amounts]


def _object(
    action: str,
    at: datetime,
    step: str,
    epcs: list[str] | None = None,
    classes: list[tuple[str, float]] | None = None,
    place: str | None = None,
    to: str | None = None,
) -> Event:
    event = _event("ObjectEvent", at, step, place, to) | {"action": action}
    if epcs:
        event["epcList"] = epcs
    if classes:
        event["quantityList"] = _classes(classes)
    return event


def _transformation(
    at: datetime,
    inputs: list[tuple[str, float]],
    epcs: list[str],
    outputs: list[tuple[str, float]],
) -> Event:
    event = _event("TransformationEvent", at, "commissioning", _place(1))
    event["inputQuantityList"] = _classes(inputs)
    if epcs:
        event["outputEPCList"] = epcs
    if outputs:
        event["outputQuantityList"] = _classes(outputs)
    return event


def _pack(
    at: datetime,
    parent: str,
    children: list[str],
    action: str = "ADD",
    step: str = "packing",
    place: str | None = None,
) -> Event:
    event = _event("AggregationEvent", at, step, place or _place(2)) | {"action": action}
    event |= {"parentID": parent}
    if children:
        event["childEPCs"] = children
    return event
