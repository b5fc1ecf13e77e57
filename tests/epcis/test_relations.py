"""Who was inside what, and when."""

import pytest

from tests.trace.memory import Recorded, World, hour, item, lot, sscc
from txng.epcis.relations import LATEST, Moment, Told, microseconds, stretches
from txng.epcis.statements import AGGREGATION, ASSOCIATION, statement_of
from txng.trace.moments import intersect, union

BAG, OTHER, BOX, GREEN = item("1"), item("2"), sscc(1), lot("GREEN")


def stays(world: World, child: str, kind: int = AGGREGATION) -> list[tuple[float, float | None]]:
    """Hours of coming in and going out; None: not known to have come out."""
    told = [one for one in map(told_of, world.told) if one.statement.kind == kind]
    return sorted(
        (at(stretch.opening.moment), at(stretch.closed))
        for one, stretch in stretches(BOX, told)
        if one == child
    )


def told_of(recorded: Recorded) -> Told:
    event = recorded.event
    times = microseconds(event.event_time), microseconds(recorded.record_time)
    return Told((*times, recorded.key), statement_of(event))


def at(moment: Moment) -> float | None:
    return None if moment == LATEST else (moment[0] - microseconds(hour(0))) / 3_600_000_000


def test_add_opens_and_delete_closes() -> None:
    world = World()
    world.packed(BAG, into=BOX, at=1)
    world.unpacked(BAG, out_of=BOX, at=2)
    assert stays(world, BAG) == [(1, 2)]


def test_what_never_came_out_is_still_inside() -> None:
    world = World()
    world.packed(BAG, into=BOX, at=1)
    assert stays(world, BAG) == [(1, None)]


def test_delete_without_children_takes_out_everything() -> None:
    world = World()
    world.packed(BAG, OTHER, into=BOX, at=1)
    world.unpacked(OTHER, out_of=BOX, at=2)
    world.unpacked(out_of=BOX, at=3)
    assert stays(world, BAG) == [(1, 3)]
    assert stays(world, OTHER) == [(1, 2)]


def test_the_order_of_arrival_does_not_matter() -> None:
    world = World()
    world.unpacked(BAG, out_of=BOX, at=4)
    world.packed(BAG, into=BOX, at=3)
    world.unpacked(BAG, out_of=BOX, at=2)
    world.packed(BAG, into=BOX, at=1)
    assert stays(world, BAG) == [(1, 2), (3, 4)]


def test_packed_again_without_unpacking_is_one_stay() -> None:
    world = World()
    world.packed(BAG, into=BOX, at=1)
    world.packed(BAG, into=BOX, at=2)
    world.unpacked(BAG, out_of=BOX, at=3)
    assert stays(world, BAG) == [(1, 3)]


def test_a_sighting_is_evidence_for_its_own_time_only() -> None:
    world = World()
    world.observed(BAG, inside=BOX, at=2)
    assert stays(world, BAG) == [(2, 2)]


def test_between_two_sightings_it_was_inside() -> None:
    world = World()
    world.observed(BAG, inside=BOX, at=2)
    world.observed(BAG, inside=BOX, at=4)
    assert stays(world, BAG) == [(2, 4)]


def test_a_sighting_adds_nothing_when_the_packing_is_known() -> None:
    world = World()
    world.packed(BAG, into=BOX, at=1)
    world.observed(BAG, inside=BOX, at=2)
    assert stays(world, BAG) == [(1, None)]


def test_seen_before_it_was_packed_it_was_inside_twice() -> None:
    world = World()
    world.observed(BAG, inside=BOX, at=1)
    world.packed(BAG, into=BOX, at=3)
    assert stays(world, BAG) == [(1, 1), (3, None)]


def test_to_be_taken_out_it_must_have_been_inside() -> None:
    world = World()
    world.unpacked(BAG, out_of=BOX, at=2)
    assert stays(world, BAG) == [(2, 2)]


@pytest.mark.parametrize(
    ("out", "stay"),
    [
        ((GREEN, 40, "KGM"), (1, None)),
        ((GREEN, 100, "KGM"), (1, 2)),
        ((GREEN, None), (1, 2)),
        ((GREEN, 4), (1, 2)),
    ],
    ids=["a part", "all", "no amount", "another unit"],
)
def test_part_of_a_lot_may_leave(out: tuple[str, float | None], stay: tuple[float, float]) -> None:
    world = World()
    world.packed((GREEN, 100, "KGM"), into=BOX, at=1)
    world.unpacked(out, out_of=BOX, at=2)
    assert stays(world, GREEN) == [stay]


def test_a_lot_leaves_in_parts_and_comes_again() -> None:
    world = World()
    world.packed((GREEN, 0.1, "KGM"), into=BOX, at=1)
    world.packed((GREEN, 0.2, "KGM"), into=BOX, at=2)
    world.unpacked((GREEN, 0.3, "KGM"), out_of=BOX, at=3)
    world.packed((GREEN, 1, "KGM"), into=BOX, at=4)
    assert stays(world, GREEN) == [(1, 3), (4, None)]


def test_associations_are_not_containment_and_follow_the_same_rules() -> None:
    world = World()
    world.associated(BAG, with_=BOX, at=1)
    assert stays(world, BAG) == []
    assert stays(world, BAG, ASSOCIATION) == [(1, None)]


def test_another_parent_is_another_box() -> None:
    world = World()
    world.packed(BAG, into=BOX, at=1)
    world.unpacked(BAG, out_of=sscc(2), at=2)
    world.unpacked(out_of=sscc(2), at=3)
    assert stays(world, BAG) == [(1, None)]


def test_spans_join_and_meet() -> None:
    moments = [told_of(seen).moment for seen in story()]
    a, b, c, d = moments
    assert union([(c, d), (a, b), (b, b)]) == [(a, b), (c, d)]
    assert union([(a, c), (b, d)]) == [(a, d)]
    assert intersect([(a, b), (c, d)], [(b, c)]) == [(b, b), (c, c)]
    assert intersect([(a, b)], [(c, d)]) == []


def story() -> list[Recorded]:
    world = World()
    return [world.seen(BAG, at=hour_) for hour_ in range(4)]
