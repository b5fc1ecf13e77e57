"""The story a consumer reads: in order, once, without what was declared wrong."""

from tests.trace.memory import World, item, lot, sscc
from txng.trace.journey import journey
from txng.trace.walk import downstream, upstream

CHERRY, GREEN, BAG, CARTON = lot("CHERRY"), lot("GREEN"), item("1"), sscc(1)


def test_the_story_runs_from_harvest_to_shop_with_the_carton_on_the_way() -> None:
    world = World()
    received = world.seen(CARTON, at=5, biz_step="receiving")
    harvest = world.made(CHERRY, at=1)
    milled = world.transformed([CHERRY], [GREEN], at=2)
    bagged = world.transformed([GREEN], [BAG], at=3)
    packed = world.packed(BAG, into=CARTON, at=4)
    assert journey(upstream(world, BAG)) == [harvest, milled, bagged, packed, received]


def test_a_voided_event_is_not_told() -> None:
    world = World()
    wrong = world.made(CHERRY, at=1)
    world.declared_void(wrong)
    right = world.made(CHERRY, at=2)
    assert journey(upstream(world, CHERRY)) == [right]


def test_an_event_that_two_parties_captured_is_told_once() -> None:
    world = World()
    first = world.seen(BAG, at=1, event_id="urn:uuid:same", by="An")
    world.seen(BAG, at=1, event_id="urn:uuid:same", by="Bình")
    assert journey(upstream(world, BAG)) == [first]


def test_what_was_made_of_it_is_another_story() -> None:
    world = World()
    made = world.made(GREEN, at=1)
    used = world.transformed([GREEN], [BAG], at=2)
    world.seen(BAG, at=3)
    assert journey(downstream(world, GREEN)) == [made, used]
