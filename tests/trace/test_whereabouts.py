"""Where a thing was and who had it: one word after the other, its own or that on a box around it."""

from typing import Any

from tests.trace.memory import World, hour
from tests.trace.shapes import BAG, CARTON, CRATE, GREEN, PALLET, SECOND_BAG
from txng.epcis.events import Destination, Place, Source
from txng.trace.moments import microseconds
from txng.trace.whereabouts import Stay, stays

FARM, MILL, SHOP = (f"https://htx.example.com/place/{name}" for name in ("farm", "mill", "shop"))
COOP, RETAILER = "urn:example:party:coop", "urn:example:party:retailer"


def at(place: str) -> dict[str, Any]:
    return {"biz_location": Place(id=place)}


def sent(to: str, where: str) -> dict[str, Any]:
    return {
        "source_list": (Source(type="urn:epcglobal:cbv:sdt:owning_party", source=COOP),),
        "destination_list": (
            Destination(type="possessing_party", destination=to),
            Destination(type="owning_party", destination="urn:example:party:bank"),
            Destination(type="location", destination=where),
        ),
    }


def places(found: tuple[Stay, ...]) -> list[str | None]:
    return [stay.whereabouts.place for stay in found]


def test_each_word_holds_until_the_next() -> None:
    world = World()
    world.made(GREEN, at=1, **at(FARM))
    world.seen(GREEN, at=5, **at(SHOP))
    world.seen(GREEN, at=3, recorded_at=90, **at(MILL))
    found = stays(world, GREEN)
    assert places(found) == [FARM, MILL, SHOP]
    times = [microseconds(hour(at_)) for at_ in (1, 3, 5)]
    assert [stay.since for stay in found] == times
    assert [stay.until for stay in found] == [*times[1:], None]


def test_what_happens_to_the_box_happens_to_what_is_in_it_then() -> None:
    world = World()
    world.made(BAG, at=0, **at(MILL))
    world.packed(BAG, into=CARTON, at=1)
    world.packed(CARTON, into=PALLET, at=2)
    world.seen(PALLET, at=3, **at(FARM))
    world.unpacked(CARTON, out_of=PALLET, at=4)
    world.seen(PALLET, at=5, **at(MILL))
    world.seen(CARTON, at=6, **at(SHOP))
    found = stays(world, BAG)
    assert places(found) == [MILL, FARM, SHOP]
    assert [stay.with_ for stay in found] == [BAG, PALLET, CARTON]


def test_a_shipment_says_where_from_to_whom_and_where_to() -> None:
    world = World()
    left = {"read_point": Place(id=FARM), "biz_step": "shipping"}
    world.seen(GREEN, at=1, **left, **sent(RETAILER, SHOP))
    world.seen(GREEN, at=2, biz_step="receiving", **at(SHOP), **sent(RETAILER, SHOP))
    on_its_way, arrived = (stay.whereabouts for stay in stays(world, GREEN))
    assert (on_its_way.on_its_way, on_its_way.holder, on_its_way.place) == (True, COOP, FARM)
    assert (on_its_way.receiver, on_its_way.goes_to) == (RETAILER, SHOP)
    assert (arrived.on_its_way, arrived.holder, arrived.goes_to) == (False, RETAILER, None)


def test_an_event_that_says_neither_place_nor_party_is_no_word() -> None:
    world = World()
    world.seen(GREEN, at=1)
    world.seen(GREEN, at=2, **at(MILL))
    assert places(stays(world, GREEN)) == [MILL]


def test_a_declared_error_is_no_word() -> None:
    world = World()
    world.declared_void(world.seen(GREEN, at=1, **at(MILL)))
    assert stays(world, GREEN) == ()


def test_a_crate_used_again_tells_only_of_the_trip() -> None:
    world = World()
    for trip, thing in enumerate((BAG, SECOND_BAG)):
        world.packed(thing, into=CRATE, at=10 * trip)
        world.seen(CRATE, at=10 * trip + 1, **at((MILL, SHOP)[trip]))
        world.unpacked(out_of=CRATE, at=10 * trip + 2)
    assert places(stays(world, BAG)) == [MILL]
    assert places(stays(world, SECOND_BAG)) == [SHOP]


def test_boxes_inside_each_other_are_followed_once() -> None:
    world = World()
    world.packed(CARTON, into=PALLET, at=1)
    world.packed(PALLET, into=CARTON, at=2)
    world.seen(PALLET, at=3, **at(SHOP))
    assert places(stays(world, CARTON)) == [SHOP]
