"""Many boxes told as one, and opened again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from txng.journeys.grouping import MANY, RUN, picture
from txng.journeys.model import Chain, Figure, Kind, Thing, Tie, Viewer

DAY = datetime(2025, 11, 1, tzinfo=UTC)


def thing(
    name: str, organisation: str = "HTX", product: str = "Quả", day: int = 0, **more
) -> Thing:
    when = DAY + timedelta(days=day)
    said = {"product": product, "organisation": organisation, "when": when}
    return Thing(id=name, name=name, kind=Kind.LOT, depth=-1, **said, **more)


def chain(things: list[Thing], ties: list[tuple[str, str, float | None]]) -> Chain:
    return Chain(
        viewer=Viewer(),
        code="",
        path="",
        name="",
        root="root",
        things={one.id: one for one in things},
        ties=tuple(Tie(one, other, "transformation", kg=kg) for one, other, kg in ties),
        acts={},
        figure=Figure(),
    )


def harvests(count: int, **more) -> Chain:
    lots = [thing(f"{number:02x}", **more) for number in range(count)]
    root = thing("root", "Xưởng", "Cà phê", 9, is_root=True)
    return chain([*lots, root], [(lot.id, "root", 10.0) for lot in lots])


def test_like_lots_are_told_as_one_with_the_sum_of_their_weights():
    drawn = picture(harvests(RUN))
    (run,) = [box for box in drawn.boxes.values() if box.is_run]
    assert len(run.members) == RUN
    assert [(band.kg, band.count) for band in drawn.bands] == [(10.0 * RUN, RUN)]


def test_few_lots_stay_by_themselves():
    assert not any(box.is_run for box in picture(harvests(RUN - 1)).boxes.values())


def test_lots_made_one_from_the_other_are_no_run():
    lots = [thing(f"{number:02x}", day=number) for number in range(6)]
    ties = [(one.id, other.id, 1.0) for one, other in pairwise(lots)]
    drawn = picture(chain([*lots, thing("root", "Xưởng", "Cà phê", 9)], ties))
    assert len(drawn.boxes) == 7
    assert not drawn.layout.back


def test_an_opened_run_shows_each():
    (run,) = [box.id for box in picture(harvests(6)).boxes.values() if box.is_run]
    drawn = picture(harvests(6), opened=[run])
    assert len(drawn.boxes) == 7


def test_what_stands_in_the_panel_stays_by_itself():
    drawn = picture(harvests(6), keep="03")
    assert drawn.box_of["03"] == "03"
    assert sorted(len(box.members) for box in drawn.boxes.values()) == [1, 1, 5]


def test_a_lot_that_wants_something_is_not_hidden_among_those_that_do_not():
    lots = [thing(f"{number:02x}") for number in range(8)]
    lots[3] = thing("03", gaps=("Chưa rõ nguồn.",))
    found = picture(
        chain(
            [*lots, thing("root", "Xưởng", "Cà phê", 9)], [(one.id, "root", None) for one in lots]
        )
    )
    (run,) = [box for box in found.boxes.values() if box.is_run]
    assert "03" not in {one.id for one in run.members}


def test_an_unknown_weight_makes_the_sum_a_least():
    lots = [thing(f"{number:02x}") for number in range(5)]
    ties = [(one.id, "root", None if one.id == "00" else 2.0) for one in lots]
    (band,) = picture(chain([*lots, thing("root", "Xưởng", "Cà phê", 9)], ties)).bands
    assert (band.kg, band.is_part) == (8.0, True)


def test_beyond_many_boxes_days_are_told_as_one():
    lots = [thing(f"{number:04x}", day=number % 7) for number in range(MANY + 1)]
    found = chain(
        [*lots, thing("root", "Xưởng", "Cà phê", 9)], [(one.id, "root", 1.0) for one in lots]
    )
    drawn = picture(found)
    assert drawn.by_day
    assert len(drawn.boxes) == 8
    assert len(picture(found, whole=True).boxes) == MANY + 2


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=40
    ),
    st.randoms(use_true_random=False),
)
def test_every_thing_stands_in_one_box_whatever_the_order_of_telling(told, chance):
    lots = [
        thing(f"{number:03x}", f"org {org}", f"product {product}", day)
        for number, (org, product, day) in enumerate(told)
    ]
    things = [*lots, thing("root", "Xưởng", "Cà phê", 9)]
    ties = [(one.id, "root", 1.0) for one in lots]
    drawn = picture(chain(things, ties))
    members = [one.id for box in drawn.boxes.values() for one in box.members]
    assert sorted(members) == sorted(one.id for one in things)
    chance.shuffle(things)
    chance.shuffle(ties)
    other = picture(chain(things, ties))
    assert other.layout == drawn.layout
    assert other.bands == drawn.bands
